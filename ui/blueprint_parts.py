"""A chain of processes on the screen: the picture, its words, the form to draw one."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from charts.blueprint import Box, blueprint
from models.access import Viewer
from models.blueprints import LABEL_LIMIT, MOST_STEPS, NAME_LIMIT, BlueprintView
from models.chain_studies import ChainStudy, StepStands
from models.processes import ProcessView
from ui.cards import link_to, plain, verdict_chip
from words.blueprints import (
    StepWords,
    chain_title,
    method_sentences,
    picture_words,
    range_sentence,
    weakest_title,
)
from words.promises import exact_time, of_hundred, time_words, unit_words
from words.speech import Speech
from words.verdicts import as_of_words

CHAIN_UNITS = ("d", "h", "min", "w")


def show_chain(say: Speech, viewer: Viewer, study: ChainStudy) -> None:
    """The title, the picture with its text, the steps with ways to them, the method one fold below."""
    st.title(_title(say, study))
    if study.as_of is not None:
        st.caption(say("Data as of %(day)s.", day=as_of_words(say, study.as_of, "Europe/Rome")))
    if study.whole is not None and study.whole.lower is not None and study.whole.upper is not None:
        st.markdown(range_sentence(say, study.whole.lower, study.whole.upper))
    weakest = study.weakest
    boxes = tuple(
        Box(one.step.title, one.verdict, _said(say, one), one.step.seen, one.step.place,
            one.row.terms.sentence if one.row is not None else "", one is weakest)
        for one in study.steps
    )  # fmt: skip
    words = [StepWords(box.title, box.words, box.seen, box.place) for box in boxes]
    st.vega_lite_chart(blueprint(say, boxes), alt=picture_words(say, words))
    with st.expander(say("The same in words")):
        for one, box in zip(study.steps, boxes, strict=True):
            side = say("what customers see") if box.seen else say("behind the scenes")
            st.markdown(f"**{box.place}. {plain(box.title)}** · {box.words} · {side} · {plain(one.step.owner)}")
            if one.row is not None:
                link_to(viewer, "promise", plain(one.row.terms.sentence), promise=one.row.id)
            link_to(viewer, "process", plain(one.step.process), process=one.step.process_id)
    if study.whole is not None:
        _show_method(say, study)


def blueprint_fields(
    say: Speech, processes: Sequence[ProcessView], one: BlueprintView | None, key: str
) -> dict[str, Any]:  # fmt: skip
    """The fields of a chain: its name, its steps as a table, its own promise if it makes one."""
    name = st.text_input(say("Name"), value=one.name if one else "", max_chars=NAME_LIMIT)
    names = [process.name for process in processes]
    ids = {process.name: process.id for process in processes}
    start = [
        {"process": step.process, "place": step.place, "seen": step.seen, "label": step.label} for step in one.steps
    ] if one else [{"process": None, "place": 1, "seen": True, "label": ""}]  # fmt: skip
    st.caption(say("Steps with the same number run side by side."))
    table = st.data_editor(
        pd.DataFrame(start), num_rows="dynamic", hide_index=True, key=f"steps-{key}",
        column_config={
            "process": st.column_config.SelectboxColumn(say("Process"), options=names, required=True),
            "place": st.column_config.NumberColumn(say("Step number"), min_value=1, max_value=MOST_STEPS, step=1,
                                                   required=True, default=1),
            "seen": st.column_config.CheckboxColumn(say("Customers see it"), default=True),
            "label": st.column_config.TextColumn(say("Called (optional)"), max_chars=LABEL_LIMIT),
        },
    )  # fmt: skip
    steps = [
        {
            "process_id": ids.get(row["process"], ""),
            "place": int(row["place"]) if row["place"] and row["place"] == row["place"] else 1,
            "seen": row["seen"] is None or bool(row["seen"]),
            "label": row["label"] if isinstance(row["label"], str) else "",
        }
        for row in table.to_dict("records")
        if isinstance(row["process"], str)
    ]
    st.markdown(say("All together within (optional)"))
    left, unit_at, kept_at, of_at = st.columns(4)
    amount = left.number_input(say("Time"), 0.0, 1e6, one.amount if one else None, step=1.0)
    unit = unit_at.selectbox(say("Unit"), CHAIN_UNITS, format_func=lambda name: unit_words(say, name),
                             index=CHAIN_UNITS.index(one.unit) if one and one.unit in CHAIN_UNITS else 0)  # fmt: skip
    kept = kept_at.number_input(say("At least"), 1, 1000, one.kept if one else None, step=1)
    of = of_at.number_input(say("times out of"), 2, 1000, one.of if one else None, step=1)
    promised = {"amount": amount or None, "kept": int(kept) if kept else None, "of": int(of) if of else None}
    some = any(value is not None for value in promised.values())
    return {"name": name, "steps": steps, **promised, "unit": unit if some else None}


def _title(say: Speech, study: ChainStudy) -> str:
    weakest, whole, chain = study.weakest, study.whole, study.blueprint
    if whole is None or chain.amount is None or chain.unit is None or chain.kept is None or chain.of is None:
        share = weakest.row.verdict.facts.share if weakest and weakest.row and weakest.row.verdict else None
        target = weakest.row.terms.kept / weakest.row.terms.of if weakest and weakest.row else None
        return weakest_title(say, plain(weakest.step.title) if weakest else None, share, target)
    words = chain_title(
        say, whole.verdict, weakest=plain(weakest.step.title) if weakest else "–",
        time=time_words(say, chain.amount, chain.unit), kept=chain.kept, of=chain.of, share=whole.share,
    )  # fmt: skip
    return f"{verdict_chip(say, whole.verdict)[0]} {words}"


def _said(say: Speech, one: StepStands) -> str:
    """The verdict in icon and words, with how often it is kept; or what is missing."""
    if not one.has_data:
        return f"? {say('No data')}"
    if one.row is None:
        return f"? {say('No promise')}"
    chip, facts = verdict_chip(say, one.verdict), one.row.verdict.facts if one.row.verdict else None
    if facts is None or facts.share is None:
        return chip
    return f"{chip} · {of_hundred(say, facts.share, one.row.terms.kept / one.row.terms.of)}"


def _show_method(say: Speech, study: ChainStudy) -> None:
    whole = study.whole
    assert whole is not None
    with st.expander(say("How we computed it")):
        typical = exact_time(say, whole.typical) if whole.typical is not None and whole.typical > 0 else ""
        places = [step.place for step in whole.steps]
        for sentence in method_sentences(say, whole.method, parallel=len(set(places)) < len(places), typical=typical):
            st.markdown("- " + sentence)
        for step in whole.steps:
            share = of_hundred(say, step.share) if step.share is not None else "–"
            st.markdown("- " + say("%(step)s alone within the whole time: %(share)s.", step=plain(step.name),
                                   share=share))  # fmt: skip
