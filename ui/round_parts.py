"""Taking part at the desk: the same as on a phone, for whoever prefers it. Same questions, commands and words."""

import streamlit as st

from models.access import Viewer
from models.ballots import cast_ballot, withdraw_ballot
from models.idea_views import similar_ideas
from models.ideas import TEXT_LIMIT, IdeaView, change_idea, withdraw_idea, write_idea
from models.joining import attend_workshop
from models.rounds import RoundView
from models.supports import support_idea
from models.workshop_now import Now
from ui.cards import plain
from ui.entry import ask, attempt, form_key
from words.rounds import dots_given, people_in, turnout, who_reads, who_sees_vote
from words.speech import Speech


def come_in(say: Speech, viewer: Viewer, found: Now) -> None:
    """A member who is not in yet comes in with one press."""
    key = form_key(f"in-{found.workshop.id}")
    if found.inside or not st.button(say("Come in as %(name)s", name=plain(viewer.name)), key=key):
        return
    if attempt(attend_workshop, viewer, form_key=key, workshop_id=found.workshop.id):
        st.rerun()


def waiting(say: Speech, found: Now) -> None:
    """Nothing is open yet."""
    st.title(people_in(say, max(1, found.people)), anchor=False)
    if found.rounds:
        st.markdown(say("In a moment you will be asked:"))
        st.text(found.rounds[0].question)


def collect(say: Speech, viewer: Viewer, found: Now, row: RoundView) -> None:
    """Write one idea, see the ones like it, one's own below."""
    st.title(plain(row.question), anchor=False)
    key = form_key(f"idea-{row.id}")
    names = {chip.id: chip.name for chip in found.chips}
    with st.form(key):
        text = st.text_area(say("One idea at a time"), max_chars=TEXT_LIMIT)
        place = None
        if names:
            place = st.pills(say("Where? (optional)"), list(names), format_func=lambda one: plain(names[one]))
        st.caption(f"👁 {who_reads(say, row.others_see)}")
        sent = st.form_submit_button(say("Send the idea"), type="primary")
    asked = f"alike-{row.id}"
    if sent:
        alike = ask(similar_ideas, viewer, round_id=row.id, text=text) if text.strip() else []
        if alike:
            st.session_state[asked] = (key, text, place)
        elif _send(viewer, key, row, text, place):
            st.rerun()
    if asked in st.session_state and st.session_state[asked][0] == key:
        _alike(say, viewer, row, asked)
    own_ideas(say, viewer, found.mine)
    others(say, viewer, found.others)


def own_ideas(say: Speech, viewer: Viewer, ideas: list[IdeaView]) -> None:
    """One's own ideas of this round; each can be said better or taken back until the close."""
    if ideas:
        st.subheader(say("Your ideas"), anchor=False)
    for idea in ideas:
        key, back = form_key(f"change-{idea.id}"), form_key(f"withdraw-{idea.id}")
        mark = {"hidden": "✕", "late": "◷"}.get(idea.state, "✓")
        with st.expander(f"{mark} {plain(idea.text)}"):
            if idea.hidden_reason:
                st.text(say("Hidden by who conducts: %(reason)s", reason=idea.hidden_reason))
            with st.form(key, border=False):
                text = st.text_area(say("Say it better"), value=idea.text, max_chars=TEXT_LIMIT)
                if st.form_submit_button(say("Save")) and attempt(
                    change_idea, viewer, form_key=key, idea_id=idea.id, text=text, touchpoint_id=idea.touchpoint_id
                ):
                    st.rerun()
            if st.button(say("Take it back"), key=back) and attempt(
                withdraw_idea, viewer, form_key=back, idea_id=idea.id
            ):
                st.rerun()


def others(say: Speech, viewer: Viewer, ideas: list[IdeaView]) -> None:
    """The others' ideas, to read and support."""
    if not ideas:
        return
    with st.expander(say.many("%(n)s idea of the others", "%(n)s ideas of the others", len(ideas))):
        for idea in ideas:
            left, right = st.columns([4, 1], vertical_alignment="center")
            left.text(idea.text)
            key = form_key(f"support-{idea.id}")
            if idea.supported:
                right.caption(say("You support it"))
            elif right.button(say("I support it"), key=key) and attempt(
                support_idea, viewer, form_key=key, idea_id=idea.id
            ):
                st.rerun()


def vote(say: Speech, viewer: Viewer, found: Now, row: RoundView) -> None:
    """The dots, in one form; one's own vote stands in it and can be changed until the close."""
    place = found.place
    assert place is not None  # a round of dots always has it
    st.title(plain(row.question), anchor=False)
    if not place.may_vote:
        st.info(say("You are not among those who vote here. Ask who conducts."))
        for option in found.options:
            st.text(option.text)
        return
    st.markdown(f"**{dots_given(say, place.budget, place.cap)}**")
    st.caption(f"{'🔒' if row.secret else '👁'} {who_sees_vote(say, row.secret)}")
    given = place.mine.points if place.mine else {}
    if given:
        st.success("✓ " + say("Your vote is saved. You can change it until the close."))
    key = form_key(f"vote-{row.id}")
    with st.form(key):
        points = {
            option.id: st.segmented_control(
                plain(option.text), range(place.cap + 1), default=given.get(option.id, 0), required=True,
                key=f"{key}-{option.id}", format_func=lambda n: "●" * n or "0",
            )
            for option in found.options
        }  # fmt: skip
        sent = st.form_submit_button(say("Vote now"), type="primary")
    if sent:
        dots = {option_id: int(chosen or 0) for option_id, chosen in points.items()}
        if attempt(cast_ballot, viewer, form_key=key, round_id=row.id, points=dots):
            st.rerun()
    if given:
        back = form_key(f"vote-back-{row.id}")
        if st.button(say("Take my vote back"), key=back) and attempt(
            withdraw_ballot, viewer, form_key=back, round_id=row.id
        ):
            st.rerun()
    if found.turnout:
        st.caption(turnout(say, found.turnout.voted, found.turnout.eligible))


def _alike(say: Speech, viewer: Viewer, row: RoundView, asked: str) -> None:
    key, text, place = st.session_state[asked]
    with st.container(border=True):
        st.markdown(f"**{say('Is it the same?')}**")
        for idea in ask(similar_ideas, viewer, round_id=row.id, text=text):
            st.text(f"«{idea.text}»")
            support = form_key(f"same-{idea.id}")
            if st.button(say("Yes, I support it"), key=support) and attempt(
                support_idea, viewer, form_key=support, idea_id=idea.id
            ):
                del st.session_state[asked]
                st.rerun()
        if st.button(say("No, send mine"), key=f"{asked}-no") and _send(viewer, key, row, text, place):
            del st.session_state[asked]
            st.rerun()


def _send(viewer: Viewer, key: str, row: RoundView, text: str, place: str | None) -> bool:
    return bool(attempt(write_idea, viewer, form_key=key, round_id=row.id, text=text, touchpoint_id=place))
