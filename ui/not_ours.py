"""What a promise rests on that is not in our hands, said where the promise is judged: on its card and in a check."""

from collections.abc import Sequence

import streamlit as st
from sqlmodel import Session

from models.access import Viewer
from models.in_hands import NotOurs, not_ours, tie_process, tied_to
from models.touchpoints import Control, TouchpointView, touchpoints_all
from ui.cards import plain
from ui.entry import ask, attempt, form_key
from words.kinds import not_ours_sentence
from words.speech import Speech


def show_not_ours(say: Speech, found: Sequence[NotOurs]) -> None:
    """One sentence; nothing where everything is ours."""
    names = [plain(one.name) for one in found if one.control is Control.NO]
    partly = [plain(one.name) for one in found if one.control is Control.PARTLY]
    sentence = not_ours_sentence(say, names, partly)
    if sentence:
        st.markdown(f"⚓ {sentence}")


def show_hands(say: Speech, viewer: Viewer, promise_id: str) -> None:
    """The same for a promise that exists."""
    show_not_ours(say, ask(not_ours, viewer, promise_ids=[promise_id]).get(promise_id, []))


def ties_of_process(say: Speech, viewer: Viewer, process_id: str, *, may_edit: bool) -> None:
    """Which touchpoints the cases of a process pass through; the form for whoever answers for it."""
    fold = st.expander(say("Where its cases pass"), key=f"ties-{process_id}", on_change="rerun")
    if not fold.open:  # what stands in it is only asked then
        return
    points, tied = ask(_ties, viewer, process_id=process_id)
    with fold:
        if not points:
            st.markdown(say("There is no touchpoint yet: whoever conducts a group, or an administrator, adds them."))
            return
        if not may_edit:
            names = [plain(one.name) for one in points if one.id in tied]
            st.markdown(", ".join(names) or say("Not told yet."))
            return
        key = form_key(f"tie-{process_id}")
        with st.form(key, border=False):
            chosen = st.multiselect(
                say("Touchpoints"), points, default=[one for one in points if one.id in tied],
                format_func=lambda one: f"{one.name} ({hands_words(say, one.control)})", key=f"{key}-points",
                help=say("What a customer waits for may lie with somebody else: a courier, a reviewer."),
            )  # fmt: skip
            if st.form_submit_button(say("Save the touchpoints")) and attempt(
                tie_process, viewer, form_key=key, process_id=process_id, touchpoint_ids=[one.id for one in chosen]
            ):
                st.rerun()


def hands_words(say: Speech, control: str) -> str:
    """Whose hands a touchpoint is in."""
    words = {"ours": say("in our hands"), "partly": say("partly in our hands"), "no": say("not in our hands")}
    return words[control]


def _ties(session: Session, viewer: Viewer, *, process_id: str) -> tuple[list[TouchpointView], set[str]]:
    return touchpoints_all(session, viewer), set(tied_to(session, viewer, process_id=process_id))
