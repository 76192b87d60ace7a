"""A list of voices on the desk: which column is which, what it would bring, every cell that cannot come in, one button.

The page reads the file (`exchange`); here its preview is shown and the person's choices taken.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from models.access import Viewer
from models.feedback import Source
from models.feedback_loads import (
    LoadView,
    VoicesPlan,
    load_voices,
    loads_of_voices,
    undo_load_of_voices,
    voices_plan,
)
from models.feedback_rows import VoiceRowLike
from models.touchpoints import TouchpointView
from store.settings import settings
from ui.cards import plain
from ui.case_file import show_notes, show_unreadable
from ui.entry import ask, attempt, form_key, now
from ui.folds import fold
from ui.how_far import how_far
from ui.kept import kept, looked_at
from ui.sheet_questions import ask_dates, ask_sheet, chosen_sheet
from words.listening import source_words
from words.speech import Speech

MAIN = ("words", "date", "touchpoint", "source", "face")
OTHERS = ("to_touchpoint", "reference", "matter", "came_by", "function", "organisation", "profile",
          "said_what", "said_when", "said_proof", "recommends", "effort", "key")  # fmt: skip


@dataclass(frozen=True)
class Reader:
    """How a list is read, handed over by the page (`exchange.listening_sheet`)."""

    preview: Callable[..., Any]
    read: Callable[..., Any]
    unreadable: type[Exception]
    headers: Callable[[Speech], dict[str, str]]


def bring_voices(viewer: Viewer, say: Speech, points: list[TouchpointView], reader: Reader) -> None:
    """Drop a list, confirm its columns, see what it would bring, bring it in; and the last one, to be taken back."""
    st.markdown(say("Reviews, calls, e-mails in a list: Excel or CSV, up to 10,000 rows and 5 MB. Contacts are hidden"
                    " before anything is stored."))  # fmt: skip
    st.link_button(say("Download the empty sheet"), "/download/voices-template.xlsx")
    key = form_key("voices")
    dropped = st.file_uploader(say("Your list of voices (.xlsx, .csv)"), key=f"{key}-file")
    if dropped is not None:
        try:
            _take(viewer, say, points, reader, key, dropped)
        except reader.unreadable as refused:
            show_unreadable(say, refused.errors, refused.total)  # type: ignore[attr-defined]
    for last in ask(loads_of_voices, viewer)[:1]:
        _last(viewer, say, last)


def _take(
    viewer: Viewer, say: Speech, points: list[TouchpointView], reader: Reader, key: str, dropped: Any
) -> None:
    data, name = dropped.getvalue(), dropped.name
    sheet = chosen_sheet(key, len(data))
    this = f"voices|{dropped.file_id}|{sheet}"
    try:
        with how_far(say, "open"):
            seen = kept(this, lambda: reader.preview(data, name, sheet=sheet))
    except reader.unreadable as refused:
        if not ask_sheet(say, key, len(data), refused, say("Which sheet holds the voices?")):
            raise
        return
    columns = _columns(say, reader, key, seen)
    form, asked = ask_dates(say, f"{key}-{len(data)}", seen.formats.get(columns.get("date", ""), []))
    where, heard = st.columns(2)
    point = where.selectbox(say("Touchpoint of the rows that name none"), points, format_func=lambda one: one.name,
                            index=None, placeholder=say("choose"), key=f"{key}-point")  # fmt: skip
    sources = [one for one in Source if one is not Source.DOOR]
    source = heard.selectbox(say("Heard, where the row does not say"), sources, index=sources.index(Source.REVIEW),
                             format_func=lambda one: source_words(say, one), key=f"{key}-source")  # fmt: skip
    if not asked or ("words" not in columns and "face" not in columns):
        st.caption(say("Say which column holds the text, and how its dates are to be read."))
        return
    if point is None:
        st.caption(say("Say where the rows belong that name no touchpoint."))
        return
    with how_far(say, "look"):
        scan = kept(f"{this}|{sorted(columns.items())}|{form}", lambda: reader.read(
            data, name, columns=columns, zone=settings().zone, date_format=form, sheet=sheet
        ))  # fmt: skip
        what = {"rows": scan.rows, "touchpoint_id": point.id, "source": source.value}
        by = f"{point.id}|{source}"
        plan = looked_at(key, scan, lambda: ask(voices_plan, viewer, now=now(), **what), by)
    unreadable = scan.refusal((cell.row, cell.field, cell.code, cell.facts) for cell in plan.bad)
    if unreadable is not None:
        show_unreadable(say, unreadable.errors, unreadable.total)
        return
    show_notes(say, scan.notes)
    if not _plan(say, plan):
        return
    _filled_in(say, scan.rows, point.name, source)
    label = say.many("Bring in %(n)s voice", "Bring in %(n)s voices", plan.new)
    if st.button(label, type="primary", key=key):
        with how_far(say, "store"):
            done = attempt(load_voices, viewer, form_key=key, looked=plan.looked, **what)
        if done:
            st.rerun()


def _columns(say: Speech, reader: Reader, key: str, seen: Any) -> dict[str, str]:
    with fold(say.many("%(n)s row in the file", "%(n)s rows in the file", seen.total_rows), f"{key}-rows"):
        st.dataframe([dict(zip(seen.columns, row, strict=True)) for row in seen.rows], hide_index=True,
                     alt=say("The first rows of the file"))  # fmt: skip
    names = reader.headers(say)
    columns: dict[str, str] = {}

    def choose(field: str) -> None:
        choices = ["", *seen.columns]
        proposed = seen.proposal.get(field, "")
        chosen = st.selectbox(names[field], choices, index=choices.index(proposed) if proposed in choices else 0,
                              format_func=lambda one: one or "–", key=f"{key}-column-{field}")  # fmt: skip
        if chosen and chosen not in columns.values():
            columns[field] = chosen

    for place, field in zip(st.columns(len(MAIN)), MAIN, strict=True):
        with place:
            choose(field)
    with fold(say("Other columns"), f"{key}-others"):
        for field in OTHERS:
            choose(field)
    return columns


def _plan(say: Speech, plan: VoicesPlan) -> bool:
    """What bringing it in would do. Whether there is anything to bring in."""
    if plan.earlier is not None:
        moment = say.moment(plan.earlier, settings().zone)
        st.warning(say("This very file was already imported on %(moment)s. Nothing was added.", moment=moment))
        return False
    if plan.hidden:
        st.success(hidden_line(say, plan.hidden, plan.hidden_rows))
    lines = [
        say.many("%(n)s voice of this file is here already: it is left out.",
                 "%(n)s voices of this file are here already: they are left out.", plan.here)
        if plan.here and plan.new else "",
        say.many("%(n)s row stands twice in the file: it comes in once.",
                 "%(n)s rows stand twice in the file: each comes in once.", plan.twice)
        if plan.twice else "",
        say.many("%(n)s text is longer than 280 characters: its beginning is shown, the rest a fold below.",
                 "%(n)s texts are longer than 280 characters: their beginning is shown, the rest a fold below.",
                 plan.long)
        if plan.long else "",
        say.many("%(n)s text has no face.", "%(n)s texts have no face.", plan.faceless) + " "
        + say.many("A rule proposes one for %(n)s of them; you confirm it afterwards.",
                   "A rule proposes one for %(n)s of them; you confirm it afterwards.", plan.proposed)
        if plan.faceless else "",
    ]  # fmt: skip
    for line in lines:
        if line:
            st.caption(line)
    if not plan.new:
        st.info(say("Every voice of this file is already here: there is nothing to bring in."))
    return plan.new > 0


def _filled_in(say: Speech, rows: Sequence[VoiceRowLike], point: str, source: str) -> None:
    """What the rows are given that say nothing of it themselves, counted: nothing is filled in unseen."""
    nowhere, unsaid = sum(not row.touchpoint.strip() for row in rows), sum(not row.source.strip() for row in rows)
    if nowhere:
        st.caption(say.many("%(n)s row names no touchpoint: it goes to %(place)s, as chosen above.",
                            "%(n)s rows name no touchpoint: they go to %(place)s, as chosen above.", nowhere,
                            place=say.quoted(plain(point))))  # fmt: skip
    if unsaid:
        heard = source_words(say, source)
        st.caption(say.many(
            "%(n)s row does not say how it was heard: it comes in as heard %(source)s, as chosen above.",
            "%(n)s rows do not say how they were heard: they come in as heard %(source)s, as chosen above.",
            unsaid, source=heard))  # fmt: skip


def hidden_line(say: Speech, hidden: int, rows: int) -> str:
    """14 contacts hidden in 11 voices."""
    voices = say.many("%(n)s voice", "%(n)s voices", rows)
    return say.many("%(n)s contact hidden in %(voices)s.", "%(n)s contacts hidden in %(voices)s.", hidden,
                    voices=voices)  # fmt: skip


def _last(viewer: Viewer, say: Speech, last: LoadView) -> None:
    facts = {"voices": say.many("%(n)s voice", "%(n)s voices", last.rows), "name": plain(last.by),
             "moment": say.moment(last.at, settings().zone)}  # fmt: skip
    if last.undone_at is not None:
        st.caption(say("%(voices)s of %(moment)s by %(name)s: taken back.", **facts))
        return
    st.markdown(say("%(voices)s brought in on %(moment)s by %(name)s.", **facts))
    if last.hidden:
        st.caption(hidden_line(say, last.hidden, last.hidden_rows))
    if last.touched:
        st.caption(say("Somebody has acted on these voices already: they stay."))
    elif last.mine:
        key = form_key(f"undo-voices-{last.id}")
        if st.button(say("Take the last list back"), key=key) and attempt(
            undo_load_of_voices, viewer, form_key=key, load_id=last.id
        ):
            st.rerun()
