"""What is chosen on the journey stands in the address: a link is a view, and whoever comes back finds it as it was."""

from collections.abc import Callable, Iterable
from typing import Any

import streamlit as st


def begins(key: str, name: str, choices: Iterable[Any], usual: Any) -> None:
    """A choice begins where the address stands; afterwards it is the choice that writes the address."""
    if key not in st.session_state:
        said = st.query_params.get(name)
        st.session_state[key] = next((one for one in choices if str(one) == said), usual)


def writes(key: str, name: str, usual: Any, *, undoes: str = "") -> Callable[[], None]:
    """Write the choice into the address; what is usual stands in none. undoes: a choice that hangs on this one."""

    def write() -> None:
        st.query_params.pop(undoes, None)
        chosen = st.session_state.get(key)
        if chosen in (None, usual):
            st.query_params.pop(name, None)
        else:
            st.query_params[name] = str(chosen)

    return write


def profile_asked_for(key: str) -> str | None:
    """The profile chosen, or else the one in the address, which may be nobody's."""
    return st.session_state.get(key, st.query_params.get("profile")) or None


def forget_profile(key: str) -> None:
    """The address names a profile that is not there: everybody, then."""
    st.query_params.pop("profile", None)
    st.session_state.pop(key, None)
    st.rerun()
