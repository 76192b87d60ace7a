"""What a dropped sheet leaves open, asked once a file: which of its sheets is meant, and what its dates mean."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from ui.cards import plain
from words.speech import Speech

TWO_WAYS = 2


def chosen_sheet(key: str, size: int) -> str | None:
    """The sheet chosen for a file of this size, None while nobody was asked."""
    chosen: str | None = st.session_state.get(f"{key}-{size}-chosen")
    return chosen


def ask_sheet(say: Speech, key: str, size: int, refused: Exception, question: str) -> bool:
    """Ask which sheet is meant, if that is what the reader could not know; False when it is another trouble."""
    first = refused.errors[0]  # type: ignore[attr-defined]
    sheets: Any = first.facts.get("sheets")
    if first.code != "which_sheet" or not isinstance(sheets, list):
        return False
    chosen = st.radio(question, sheets, index=None, format_func=plain, key=f"{key}-sheet")
    if chosen is not None:
        # Kept apart: the question goes once it is answered, and its own state with it.
        st.session_state[f"{key}-{size}-chosen"] = chosen
        st.rerun()
    return True


def ask_dates(say: Speech, key: str, possible: Sequence[str]) -> tuple[str | None, bool]:
    """How the dates of a column are read, one way for all of it, and whether nothing is left to ask."""
    if len(possible) < TWO_WAYS:
        return (possible[0] if possible else None), True
    words = {"dd/mm/yyyy": say("day/month/year"), "mm/dd/yyyy": say("month/day/year")}
    chosen = st.radio(say("What do the dates mean?"), possible, index=None, horizontal=True, key=f"{key}-dates",
                      format_func=lambda one: words.get(one, one))  # fmt: skip
    return chosen, chosen is not None
