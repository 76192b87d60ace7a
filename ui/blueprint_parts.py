"""A chain of processes on the screen: the picture, its words, the form to draw one."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from charts.blueprint import Box, blueprint
from models.access import Viewer
from models.blueprints import LABEL_LIMIT, MOST_STEPS, NAME_LIMIT, BlueprintView
from models.chain_studies import ChainStudy, StepStands
from models.processes import ProcessView
from ui.cards import link_to, plain, verdict_chip
from ui.folds import fold
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
    if study.whole is not None:
        st.caption(say("Each card says how its step keeps its own promise; the title is about all together. A step may"
                       " miss its own promise while all together hold."))  # fmt: skip
    with fold(say("The same in words"), "in-words"):
        for one, box in zip(study.steps, boxes, strict=True):
            side = say("what customers see") if box.seen else say("behind the scenes")
            st.markdown(f"**{box.place}. {plain(box.title)}** · {box.words} · {side} · {plain(one.step.owner)}")
            if one.row is not None:
                link_to(viewer, "promise", plain(one.row.terms.sentence), promise=one.row.id)
            link_to(viewer, "process", plain(one.step.process), process=one.step.process_id)
    if study.whole is not None:
        _show_method(say, study)


def choose_steps(
    say: Speech, processes: Sequence[ProcessView], one: BlueprintView | None, key: str
) -> list[ProcessView]:  # fmt: skip
    """The processes of a chain in the order in which they are chosen. Outside the form: each step has fields there."""
    known = {process.id: process for process in processes}
    before = list(dict.fromkeys(step.process_id for step in one.steps if step.process_id in known)) if one else []
    chosen = st.multiselect(
        say("The steps, in the order of the customer's way"), list(known), default=before, key=f"steps-{key}",
        format_func=lambda process_id: known[process_id].name, placeholder=say("Choose"), max_selections=MOST_STEPS,
    )  # fmt: skip
    return [known[process_id] for process_id in chosen]


def blueprint_fields(say: Speech, steps: Sequence[ProcessView], one: BlueprintView | None, key: str) -> dict[str, Any]:
    """The other fields of a chain: its name, what is seen of each step, its own promise if it makes one."""
    name = st.text_input(say("Name"), value=one.name if one else "", max_chars=NAME_LIMIT)
    before = {step.process_id: step for step in one.steps} if one else {}
    place, told = 0, []
    for number, process in enumerate(steps):
        old, last = before.get(process.id), before.get(steps[number - 1].id) if number else None
        st.markdown(f"**{number + 1}. {plain(process.name)}**")
        left, middle, right = st.columns([2, 3, 3])
        seen = left.checkbox(say("Customers see it"), value=old.seen if old else True, key=f"seen-{key}-{process.id}")
        beside = number > 0 and middle.checkbox(
            say("At the same time as the one before"), key=f"beside-{key}-{process.id}",
            value=bool(old and last and old.place == last.place),
        )  # fmt: skip
        label = right.text_input(say("Called (optional)"), value=old.label if old else "", max_chars=LABEL_LIMIT,
                                 key=f"label-{key}-{process.id}")  # fmt: skip
        place += 0 if beside else 1
        told.append({"process_id": process.id, "place": place, "seen": seen, "label": label})
    st.markdown(say("All together within (optional)"))
    left, unit_at, kept_at, of_at = st.columns(4)
    amount = left.number_input(say("Time"), 0.0, 1e6, one.amount if one else None, step=1.0)
    unit = unit_at.selectbox(say("Unit"), CHAIN_UNITS, format_func=lambda name: unit_words(say, name),
                             index=CHAIN_UNITS.index(one.unit) if one and one.unit in CHAIN_UNITS else 0)  # fmt: skip
    kept = kept_at.number_input(say("At least"), 1, 1000, one.kept if one else None, step=1)
    of = of_at.number_input(say("times out of"), 2, 1000, one.of if one else None, step=1)
    promised = {"amount": amount or None, "kept": int(kept) if kept else None, "of": int(of) if of else None}
    some = any(value is not None for value in promised.values())
    return {"name": name, "steps": told, **promised, "unit": unit if some else None}


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
    with fold(say("How we computed it"), "computed"):
        typical = exact_time(say, whole.typical) if whole.typical is not None and whole.typical > 0 else ""
        places = [step.place for step in whole.steps]
        for sentence in method_sentences(say, whole.method, parallel=len(set(places)) < len(places), typical=typical):
            st.markdown("- " + sentence)
        for step in whole.steps:
            share = of_hundred(say, step.share) if step.share is not None else "–"
            st.markdown("- " + say("%(step)s alone within the whole time: %(share)s.", step=plain(step.name),
                                   share=share))  # fmt: skip
