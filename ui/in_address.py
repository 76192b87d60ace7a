"""Choices that stand in the address: a link is a view, who comes back finds it as it was, and Back undoes a choice."""

from collections.abc import Callable, Iterable
from typing import Any

import streamlit as st


def begins(key: str, name: str, choices: Iterable[Any] | None, usual: Any) -> None:
    """A choice begins where the address stands and then writes it; the Back button, which changes the address and
    nothing else, is followed. choices None: whatever is typed.
    """
    said, seen = st.query_params.get(name), f"{key}-address"
    if key not in st.session_state or st.session_state.get(seen, said) != said:
        known = [said] if choices is None and said else choices or ()
        st.session_state[key] = next((one for one in known if str(one) == said), usual)
    st.session_state[seen] = said


def writes(key: str, name: str, usual: Any, *, undoes: Iterable[str] = ()) -> Callable[[], None]:
    """Write the choice into the address; what is usual stands in none. undoes: the choices that hang on this one."""

    def write() -> None:
        for hanging in undoes:
            st.query_params.pop(hanging, None)
        chosen = st.session_state.get(key)
        if chosen in (None, usual):
            st.query_params.pop(name, None)
        else:
            st.query_params[name] = str(chosen)
        st.session_state[f"{key}-address"] = st.query_params.get(name)

    return write
