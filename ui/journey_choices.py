"""What is chosen on the journey stands in the address: a link is a view, and whoever comes back finds it as it was."""

from collections.abc import Callable, Iterable
from typing import Any

import streamlit as st

from models.journey import StageOnMap
from ui.cards import plain
from words.speech import Speech


def begins(key: str, name: str, choices: Iterable[Any], usual: Any) -> None:
    """A choice begins where the address stands and then writes it; the Back button, which changes the address and
    nothing else, is followed.
    """
    said, seen = st.query_params.get(name), f"{key}-address"
    if key not in st.session_state or st.session_state.get(seen, said) != said:
        st.session_state[key] = next((one for one in choices if str(one) == said), usual)
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


def single_stories(say: Speech) -> bool:
    """The average, or single stories over it."""
    begins("journey-singles", "shown", ("", "stories"), "")
    chosen = st.segmented_control(
        say("Shown"), ["", "stories"], required=True, label_visibility="collapsed", key="journey-singles",
        format_func=lambda one: say("single stories") if one else say("average"),
        on_change=writes("journey-singles", "shown", ""),
    )  # fmt: skip
    return bool(chosen)


def one_place(say: Speech, stage: StageOnMap) -> str | None:
    """One touchpoint of the stage, or None: all of them."""
    places = {point.id: point.name for point in stage.points}
    key = f"journey-point-{stage.id}"
    begins(key, "point", places, None)
    return st.pills(say("Touchpoint"), list(places), format_func=lambda one: plain(places[one]), key=key,
                    on_change=writes(key, "point", None), label_visibility="collapsed")  # fmt: skip


def profile_asked_for(key: str) -> str | None:
    """The profile chosen, or else the one in the address, which may be nobody's."""
    said = st.query_params.get("profile")
    back = st.session_state.get(f"{key}-address", said) != said
    return (said if back else st.session_state.get(key, said)) or None


def forget_profile(key: str) -> None:
    """The address names a profile that is not there: everybody, then."""
    st.query_params.pop("profile", None)
    st.session_state.pop(key, None)
    st.rerun()
