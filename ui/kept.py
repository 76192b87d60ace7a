"""What was read of a dropped file, kept a while, so that a rerun of the page reads nothing again."""

from collections.abc import Callable
from typing import TypeVar, cast

import streamlit as st

T = TypeVar("T")


def kept(key: str, make: Callable[[], T]) -> T:
    """What `make` gives, made once a key: the upload's own id, and whatever else was chosen of how to read it."""
    place = _place(key)
    # Made out here: what shows how far it is must not be part of what Streamlit keeps and shows again.
    if not place:
        place.append(make())
    return cast(T, place[0])


def looked_at(button: str, read: object, make: Callable[[], T], by: str = "") -> T:
    """What `make` gives, made anew at every look; but not while `button` was pressed: what was shown is what is done.

    read: what is looked at, as `kept` gave it; by: whatever else the answer depends on.
    """
    place = _place(f"{button}|{by}")
    if not (st.session_state.get(button) and place and place[0] is read):
        place[:] = [read, make()]
    return cast(T, place[1])


@st.cache_resource(max_entries=12, ttl=3600, show_spinner=False)
def _place(key: str) -> list[object]:
    """An empty place of this name, and then what was put there."""
    return []
