"""A sheet of ideas on the desk: what it would bring, and the last one that came in. The page reads the file."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from models.imports import ImportPlan, ImportView
from ui.cards import plain
from ui.case_file import show_notes
from words.speech import Speech

SHOWN = 8


def choose_idea_sheet(say: Speech, key: str, sheets: object) -> str | None:
    """Which sheet, when the file holds several and none is called like ours; None while nobody has said."""
    names = [str(sheet) for sheet in sheets] if isinstance(sheets, list) else []
    return st.radio(say("Which sheet holds the ideas?"), names, index=None, format_func=plain, key=f"{key}-sheet")


def show_plan(
    say: Speech, plan: ImportPlan, zone: str, headers: Sequence[str], rows: Sequence[Sequence[str]],
    notes: Sequence[Any],
) -> bool:  # fmt: skip
    """The first rows and what bringing them in would do. Whether there is anything to bring in."""
    if plan.earlier is not None:
        moment = say.moment(plan.earlier, zone)
        st.warning(say("This very file was already imported on %(moment)s. Nothing was added.", moment=moment))
        return False
    head = [dict(zip(headers, row, strict=True)) for row in rows[:SHOWN]]
    st.dataframe(head, hide_index=True, alt=say("The first rows of the file"))
    show_notes(say, notes)
    if plan.known:
        st.caption(
            say.many("%(n)s idea is here already and stays as it is.",
                     "%(n)s ideas are here already and stay as they are.", plan.known)
        )  # fmt: skip
    if plan.alike:
        st.caption(
            say.many("%(n)s new idea stands here word for word: it will be here twice.",
                     "%(n)s new ideas stand here word for word: they will be here twice.", plan.alike)
        )  # fmt: skip
    if not plan.new:
        st.info(say("Every idea of this file is already here: there is nothing to bring in."))
    return plan.new > 0


def show_last_import(say: Speech, last: ImportView, zone: str) -> bool:
    """What came in last. Whether it can still be taken back."""
    ideas = say.many("%(n)s idea", "%(n)s ideas", last.rows)
    facts = {"ideas": ideas, "moment": say.moment(last.at, zone), "name": plain(last.by)}
    if last.undone_at is not None:
        st.markdown(say("%(ideas)s of %(moment)s by %(name)s: taken back.", **facts))
        return False
    st.markdown(say("%(ideas)s brought in on %(moment)s by %(name)s.", **facts))
    if last.touched:
        st.caption(
            say.many(
                "Somebody has already acted on %(n)s of these ideas: the import stays. Hide single ideas instead.",
                "Somebody has already acted on %(n)s of these ideas: the import stays. Hide single ideas instead.",
                last.touched,
            )
        )
    return not last.touched
