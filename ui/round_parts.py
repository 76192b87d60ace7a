"""Taking part at the desk: the same as on a phone, for whoever prefers it. Same questions, commands and words."""

import streamlit as st

from models.access import Viewer
from models.drafts import DraftView, hand_in, keep_draft, throw_away
from models.idea_views import similar_ideas
from models.ideas import TEXT_LIMIT, IdeaView, change_idea, withdraw_idea, write_idea
from models.joining import attend_workshop
from models.more_time import ask_more_time
from models.rounds import RoundState, RoundView, is_over, round_view
from models.supports import support_idea
from models.workshop_now import Now
from ui.cards import plain
from ui.entry import ask, attempt, form_key, now
from ui.folds import fold
from ui.idea_talk import groups, talk
from words import phone as said
from words.rounds import people_in, who_reads
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
        st.markdown(said.asked_when(say, found.opens_at, found.workshop.zone))
        st.text(found.rounds[0].question)


def collect(say: Speech, viewer: Viewer, found: Now, row: RoundView) -> None:
    """Write one idea, see the ones like it, one's own below."""
    st.title(plain(row.question), anchor=False)
    if row.paused:
        st.info(said.paused(say))
        own_ideas(say, viewer, found.mine)
        return
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
    own_ideas(say, viewer, found.mine, may_comment=row.settings.may_comment)
    others(say, viewer, found.others, may_comment=row.settings.may_comment)


def own_ideas(say: Speech, viewer: Viewer, ideas: list[IdeaView], *, may_comment: bool = False) -> None:
    """One's own ideas of this round; each can be said better or taken back until the close."""
    if ideas:
        st.subheader(say("Your ideas"), anchor=False)
    for idea in ideas:
        key, back = form_key(f"change-{idea.id}"), form_key(f"withdraw-{idea.id}")
        mark = {"hidden": "✕", "late": "◷"}.get(idea.state, "✓")
        with fold(f"{mark} {plain(idea.text)}", idea.id):
            if idea.hidden_reason:
                st.text(say("Hidden by who conducts: %(reason)s", reason=idea.hidden_reason))
            with st.form(key, border=False):
                text = st.text_area(say("Say it better"), value=idea.text, max_chars=TEXT_LIMIT)
                if st.form_submit_button(say("Save")) and attempt(
                    change_idea, viewer, form_key=key, idea_id=idea.id, text=text, touchpoint_id=idea.touchpoint_id
                ):
                    st.rerun()
            if idea.state == "shown":
                talk(say, viewer, idea, may_write=may_comment)
            if st.button(say("Take it back"), key=back) and attempt(
                withdraw_idea, viewer, form_key=back, idea_id=idea.id
            ):
                st.rerun()


def others(say: Speech, viewer: Viewer, ideas: list[IdeaView], *, may_comment: bool = False) -> None:
    """The others' ideas, to read, support and talk about."""
    if not ideas:
        return
    with fold(say.many("%(n)s idea of the others", "%(n)s ideas of the others", len(ideas)), "others"):
        for idea in ideas:
            left, right = st.columns([4, 1], vertical_alignment="center")
            with left:
                st.text(idea.text)
                talk(say, viewer, idea, may_write=may_comment)
            key = form_key(f"support-{idea.id}")
            if idea.supported:
                right.caption(say("You support it"))
            elif right.button(say("I support it"), key=key) and attempt(
                support_idea, viewer, form_key=key, idea_id=idea.id
            ):
                st.rerun()


def quiet(say: Speech, viewer: Viewer, found: Now, row: RoundView) -> None:
    """Something is on in the room that asks nothing of a screen: what it is, and the ideas so far."""
    st.title(plain(row.question), anchor=False)
    st.markdown(said.quiet_notice(say, row.kind, for_days=found.for_days))
    _read(say, viewer, found)


def _read(say: Speech, viewer: Viewer, found: Now) -> None:
    """One's own ideas, the groups they were put in, and those that stand in none."""
    own_ideas(say, viewer, found.mine)
    groups(say, found.clusters)
    grouped = {idea.id for cluster in found.clusters for idea in cluster.ideas}
    others(say, viewer, [idea for idea in found.others if idea.id not in grouped])


def time_up(say: Speech, viewer: Viewer, found: Now) -> None:
    """The round is over, at least for this person; what was being written is not lost."""
    st.title(said.time_title(say, for_days=found.for_days), anchor=False)
    kind = found.round.kind if found.round else ""
    go_on = found.round is not None and found.round.state is RoundState.OPEN
    st.markdown(said.time_is_up(say, kind=kind, others_go_on=go_on, for_days=found.for_days,
                                opens_at=found.opens_at, zone=found.workshop.zone))  # fmt: skip
    drafts(say, viewer, found.drafts)
    _read(say, viewer, found)


def drafts(say: Speech, viewer: Viewer, kept: list[DraftView]) -> None:
    """What was being written when collecting closed: hand it in, or throw it away."""
    for draft in kept:
        with st.container(border=True):
            st.text(say.quoted(draft.text))
            give, drop = form_key(f"hand-in-{draft.id}"), form_key(f"throw-{draft.id}")
            with st.container(horizontal=True):
                if st.button(say("Hand it in"), key=give, type="primary") and attempt(
                    hand_in, viewer, form_key=give, draft_id=draft.id
                ):
                    st.rerun()
                if st.button(say("Throw it away"), key=drop) and attempt(
                    throw_away, viewer, form_key=drop, draft_id=draft.id
                ):
                    st.rerun()


def more_time(say: Speech, viewer: Viewer, found: Now) -> None:
    """Ten minutes more for whoever asks, as often as it takes."""
    row = found.round
    if row is None or row.state is not RoundState.OPEN or row.paused:
        return
    key = form_key(f"more-time-{row.id}")
    if st.button(say("I need more time"), key=key, type="tertiary") and attempt(
        ask_more_time, viewer, form_key=key, round_id=row.id
    ):
        st.rerun()


def _alike(say: Speech, viewer: Viewer, row: RoundView, asked: str) -> None:
    key, text, place = st.session_state[asked]
    with st.container(border=True):
        st.markdown(f"**{say('Is it the same?')}**")
        for idea in ask(similar_ideas, viewer, round_id=row.id, text=text):
            st.text(say.quoted(idea.text))
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
    what = {"round_id": row.id, "text": text, "touchpoint_id": place}
    if attempt(write_idea, viewer, form_key=key, **what):
        return True
    fresh = ask(round_view, viewer, round_id=row.id)
    if text.strip() and (fresh.state is RoundState.CLOSED or is_over(fresh, now())):
        # The round closed under the writer's hands: the words are kept, and can be handed in.
        attempt(keep_draft, viewer, form_key=form_key(f"keep-{row.id}"), **what)
    return False
