"""Under a long list: its pages, and where it is very long, that it is turned from its ends only.

Every page keeps its number; asked for one between the ends, a list answers with the nearest that there is
(`models.paging`).
"""

from collections.abc import Callable

import streamlit as st

from models.paging import ENDS, is_long
from words.speech import Speech


def show_pages(say: Speech, pages: int, page: int, *, key: str, on_change: Callable[[], None] | None = None) -> None:
    """Where one stands in the pages, and the others."""
    if pages <= 1:
        return
    # The page that is shown: the one asked for may be gone.
    st.session_state[key] = page
    st.pagination(pages, key=key, on_change=on_change or "rerun")
    if is_long(pages):
        ends, all_ = say.number(ENDS), say.number(pages)
        st.caption(say("Of %(pages)s pages the first %(n)s and the last %(n)s can be opened. For what is between them, "
                       "narrow the list; the Excel holds everything.", pages=all_, n=ends))  # fmt: skip
