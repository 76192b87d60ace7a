"""What is chosen on the journey, each in the address: the average or single stories, one touchpoint, a profile."""

import streamlit as st

from models.journey import StageOnMap
from ui.cards import plain
from ui.in_address import begins, writes
from words.speech import Speech


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
