"""The choices above the list of voices: which, where, from where, with which face, whose, in which order."""

from typing import Any

import streamlit as st

from models.access import Viewer
from models.feedback import Source
from models.feedback_care import confirm_faces
from models.functions import FunctionView
from models.touchpoints import TouchpointView
from models.voice_views import FeedbackView
from models.voices import FeedbackCounts, Order, Which
from ui.entry import attempt, form_key
from ui.folds import counting_fold, fold
from ui.in_address import begins, writes
from words.listening import face_sign, source_words
from words.speech import Speech

FILTERS = ("touchpoint", "source", "face", "function")


def choose_voices(
    say: Speech, counts: FeedbackCounts, points: list[TouchpointView], functions: list[FunctionView]
) -> dict[str, Any]:
    """What `feedback_listed` is asked for."""
    numbers = {
        Which.ALL: (say("All"), counts.all), Which.NEW: (say("To read"), counts.new),
        Which.CHARGE: (say("In charge"), counts.charge), Which.LATE: (say("Late"), counts.late),
        Which.LOOSE: (say("Without an idea"), counts.loose), Which.TURNED: (say("Part of an idea"), counts.turned),
        Which.ARGUED: (say("Well argued"), counts.argued),
        Which.CLOSED: (say("Closed with respect"), counts.closed),
        Which.FACELESS: (say("Without a face"), counts.faceless),
    }  # fmt: skip
    offered = [one for one, (_, number) in numbers.items() if number or one in (Which.ALL, Which.NEW)]
    # A link from a touchpoint of the journey: all its voices, as they stood there.
    at = st.query_params.get("at", "")
    came = any(one.id == at for one in points)
    if came and "listening-touchpoint" not in st.session_state:
        st.session_state["listening-touchpoint"], st.session_state["listening-order"] = at, Order.ARGUED
    first = Which.NEW if counts.new and not came else Which.ALL
    key = f"listening-which-{bool(counts.new)}-{len(offered)}"
    begins(key, "which", offered, first)
    which = st.segmented_control(
        say("Which"), offered, required=True, key=key, on_change=writes(key, "which", first),
        format_func=lambda one: f"{numbers[one][0]} {say.number(numbers[one][1])}", label_visibility="collapsed",
    )  # fmt: skip
    begins("listening-search", "q", None, "")
    words = st.text_input(say("Search"), key="listening-search", max_chars=80, label_visibility="collapsed",
                          on_change=writes("listening-search", "q", ""), placeholder=say("Search"))  # fmt: skip
    chosen = sum(bool(st.session_state.get(f"listening-{one}")) for one in FILTERS)
    if words or chosen:
        st.caption(say("The numbers above are of all voices, not only of those found."))
    label = say.many("Filters: %(n)s chosen", "Filters: %(n)s chosen", chosen) if chosen else say("Filters")
    filters = counting_fold(label, "listening-filters", ":material/tune:")
    usual = st.session_state.get("listening-order") in (None, Order.NEWEST)
    found: dict[str, Any] = {"order": Order.NEWEST}
    # Five lists to choose from: laid out once somebody opens them, and as long as one of them holds a choice.
    if filters.open or chosen or not usual:
        with filters:
            found = _filters(say, points, functions)
    return {"which": which, "search": words, **found}


def _filters(say: Speech, points: list[TouchpointView], functions: list[FunctionView]) -> dict[str, Any]:
    orders = {Order.NEWEST: say("Newest first"), Order.ARGUED: say("Most argued first"),
              Order.DUE: say("By day to answer")}  # fmt: skip
    left, middle, right = st.columns(3)
    ordered = left.selectbox(say("Order"), list(orders), format_func=orders.__getitem__, key="listening-order")
    # "" and 0 stand for no choice: with None, Streamlit offers to take away what nobody chose.
    places = {one.id: one.name for one in points}
    point = middle.selectbox(
        say("Touchpoint"), ["", *places], format_func=lambda one: places.get(one, say("All touchpoints")),
        key="listening-touchpoint",
    )  # fmt: skip
    sources = {str(one): source_words(say, one) for one in Source}
    source = right.selectbox(
        say("Heard"), ["", *sources], format_func=lambda one: sources.get(one, say("everywhere")),
        key="listening-source",
    )  # fmt: skip
    face = left.selectbox(
        say("How did it go?"), [0, 1, 2, 3, 4, 5], key="listening-face",
        format_func=lambda one: face_sign(say, one) if one else say("every face"),
    )  # fmt: skip
    whose = {one.id: one.name for one in functions}
    function = middle.selectbox(
        say("Whose it is"), ["", *whose], format_func=lambda one: whose.get(one, say("everybody's")),
        key="listening-function",
    )  # fmt: skip
    return {"touchpoint_id": point or None, "order": ordered, "source": source or None, "face": face or None,
            "function_id": function or None}  # fmt: skip


def confirm_proposed(viewer: Viewer, say: Speech, voices: list[FeedbackView]) -> None:
    """Texts without a face: the one proposed stands there, to be changed; several are confirmed at once."""
    waiting = [voice for voice in voices if voice.face is None]
    if not waiting:
        return
    key = form_key("faces")
    with st.container(border=True), st.form(key, border=False):
        st.markdown(say("These texts came without a face. A rule proposes one; you say which it is."))
        chosen = {}
        for voice in waiting:
            st.text(say.quoted(voice.words))
            if voice.rest:
                with fold(say("All of it"), f"face-{voice.id}"):
                    st.text(voice.whole)
            chosen[voice.id] = st.segmented_control(
                say("How did it go?"), [1, 2, 3, 4, 5], default=voice.proposed_face, key=f"{key}-{voice.id}",
                format_func=lambda face: face_sign(say, face), label_visibility="collapsed",
            )  # fmt: skip
        sent = st.form_submit_button(say("Confirm these faces"), type="primary")
    faces = {voice_id: face for voice_id, face in chosen.items() if face is not None}
    if sent and faces and attempt(confirm_faces, viewer, form_key=key, faces=faces):
        st.rerun()
