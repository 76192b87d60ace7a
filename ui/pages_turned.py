"""Under a long list: its pages, and where it is very long, that it is turned from its ends only.

Every page keeps its number; asked for one between the ends, a list answers with the nearest that there is
(`models.paging`), and whoever turns on from there comes to the other side.
"""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from models.paging import ENDS, is_long, page_turned_to
from words.speech import Speech


def page_asked(key: str, asked: Mapping[str, Any]) -> int:
    """The page of the list drawn with this key; the first one whenever another question is asked than in the last run.

    What is not asked for (None, no words) makes no other question of it.
    """
    question, before = {name: what for name, what in asked.items() if what}, f"{key}-of"
    if st.session_state.get(before, question) != question:
        st.session_state.pop(key, None)
    st.session_state[before] = question
    return int(st.session_state.get(key, 1))


def show_pages(say: Speech, pages: int, page: int, *, key: str, in_address: bool = False) -> None:
    """Where one stands in the pages, and the others. in_address: as `page` in the address of the desk page too."""
    if in_address:
        _correct_address(key, page)
    if pages <= 1:
        return
    # The page that is shown: the one asked for may be gone.
    st.session_state[key] = page
    st.pagination(pages, key=key, on_change=_turned, args=(key, page, pages, in_address))
    if is_long(pages):
        ends, all_ = say.number(ENDS), say.number(pages)
        st.caption(say("Of %(pages)s pages the first %(n)s and the last %(n)s can be opened. For what is between them, "
                       "narrow the list; the Excel holds everything.", pages=all_, n=ends))  # fmt: skip


def _turned(key: str, shown: int, pages: int, in_address: bool) -> None:
    page = page_turned_to(int(st.session_state.get(key, shown)), shown, pages)
    st.session_state[key] = page
    if in_address:
        st.query_params["page"] = str(page)


def _correct_address(key: str, page: int) -> None:
    """An address that was kept may name a page that cannot be opened or is gone: it says the one that is shown.

    Once only: Back leads to what it said, and would lead nowhere if that were corrected again.
    """
    said, corrected = st.query_params.get("page"), f"{key}-corrected"
    if said is None or said == str(page) or said == st.session_state.get(corrected):
        return
    st.session_state[corrected] = said
    st.query_params["page"] = str(page)
