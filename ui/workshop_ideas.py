"""The ideas of a workshop for who conducts: let in, hide with a reason, merge and separate, add what was said aloud."""

import streamlit as st

from models.access import Viewer
from models.curation import hide_idea, let_in_ideas, look_at_ideas, merge_ideas, show_idea, split_idea
from models.idea_views import similar_ideas
from models.ideas import REASON_LIMIT, TEXT_LIMIT, IdeaView
from models.rounds import RoundState, RoundView
from models.spoken import write_spoken_idea
from ui.cards import plain, side_words
from ui.entry import ask, attempt, form_key
from ui.folds import fold
from ui.workshop_desk import Desk
from words.speech import Speech

SIDES = ("promises", "keeps", "receives")
# A longer list scrolls inside itself.
TABLE_ROWS, TABLE_HEIGHT = 12, 520
# So many waiting ideas stand on the page at once.
WAITING_MOST = 20


def ideas_part(say: Speech, viewer: Viewer, desk: Desk, row: RoundView) -> None:
    """What waits, what can be done, and then what came in: however long the list grows, the buttons stay at hand."""
    own = desk.own_ideas
    waiting = sorted((idea for idea in own if idea.state == "late"), key=lambda idea: idea.created_at)
    hidden = [idea for idea in own if idea.state == "hidden"]
    shown = sorted(
        (idea for idea in own if idea.state == "shown" and idea.merged_into_id is None),
        key=lambda idea: (-desk.behind.get(idea.id, 0), idea.created_at),
    )
    fresh = [idea for idea in shown if row.settings.moderation == "after" and idea.looked_at is None]
    if waiting:
        _waiting(say, viewer, row, waiting)
    if fresh:
        _look_after(say, viewer, row, fresh)
    with st.container(horizontal=True):
        if row.state is RoundState.OPEN:
            with st.popover(say("Add what was said aloud"), key=f"pop-{form_key(f'spoken-{row.id}')}"):
                _spoken(say, viewer, desk, row)
        if shown or waiting:
            with st.popover(say("Hide an idea"), key=f"pop-{form_key('hide-idea')}"):
                _hide(say, viewer, [*waiting, *fresh, *(idea for idea in shown if idea not in fresh)])
        if len(shown) > 1:
            with st.popover(say("Merge ideas"), key=f"pop-{form_key('merge-ideas')}"):
                _merge(say, viewer, desk, shown)
    merged = [idea for idea in own if idea.merged_into_id is not None]
    if merged or hidden:
        with fold(_undo_label(say, len(merged), len(hidden)), "undo-ideas"):
            _split(say, viewer, desk, merged)
            _let_in(say, viewer, hidden)
    if shown:
        _table(say, desk, [*fresh, *(idea for idea in shown if idea not in fresh)], {idea.id for idea in fresh})
    elif not waiting:
        st.caption(say("No idea yet."))


def _table(say: Speech, desk: Desk, shown: list[IdeaView], fresh: set[str]) -> None:
    # A static table wraps its words: on a phone nothing of an idea is cut.
    with st.container(height=TABLE_HEIGHT if len(shown) > TABLE_ROWS else "content", border=False):
        st.table({
            say("People"): [say.number(desk.behind.get(idea.id, 1)) for idea in shown],
            say("Idea"): [f"{'● ' if idea.id in fresh else ''}{plain(idea.text)}" for idea in shown],
            say("Who and where"): [plain(_from(say, idea)) for idea in shown],
        }, hide_index=True)  # fmt: skip


def _from(say: Speech, idea: IdeaView) -> str:
    """Side, place, name where the round shows it, and how many comments."""
    comments = say.many("%(n)s comment", "%(n)s comments", idea.comments) if idea.comments else ""
    parts = [idea.author or "", side_words(say, idea.side), idea.touchpoint or "", comments]
    return " · ".join(part for part in parts if part)


def _waiting(say: Speech, viewer: Viewer, row: RoundView, waiting: list[IdeaView]) -> None:
    """Ideas that nobody else sees yet, those that came first on top; one by one, or those in sight together."""
    first, key = waiting[:WAITING_MOST], form_key(f"let-in-{row.id}")
    left, right = st.columns([3, 1], vertical_alignment="center")
    left.markdown(f"**{say.many('%(n)s idea waits for you.', '%(n)s ideas wait for you.', len(waiting))}**")
    if len(first) > 1:
        label = say("Let them all in") if len(first) == len(waiting) else say("Let these in")
        ids = [idea.id for idea in first]
        if right.button(label, key=key) and attempt(let_in_ideas, viewer, form_key=key, round_id=row.id, idea_ids=ids):
            st.rerun()
    _let_in(say, viewer, first)
    if len(waiting) > len(first):
        rest = len(waiting) - len(first)
        st.caption(say.many("%(n)s more comes after these.", "%(n)s more come after these.", rest))


def _let_in(say: Speech, viewer: Viewer, ideas: list[IdeaView]) -> None:
    for idea in ideas:
        key = form_key(f"let-in-{idea.id}")
        left, right = st.columns([3, 1], vertical_alignment="center")
        left.text(f"{'◷' if idea.state == 'late' else '✕'} {idea.text}")
        left.caption(plain(idea.hidden_reason or _from(say, idea)))
        label = say("Let it in") if idea.state == "late" else say("Show it again")
        if right.button(label, key=key) and attempt(show_idea, viewer, form_key=key, idea_id=idea.id):
            st.rerun()


def _look_after(say: Speech, viewer: Viewer, row: RoundView, fresh: list[IdeaView]) -> None:
    key = form_key(f"look-{row.id}")
    left, right = st.columns([3, 1], vertical_alignment="center")
    left.markdown("● " + say.many("%(n)s idea you have not looked at yet.", "%(n)s ideas you have not looked at yet.",
                                  len(fresh)))  # fmt: skip
    ids = [idea.id for idea in fresh]
    if right.button(say("All fine"), key=key) and attempt(
        look_at_ideas, viewer, form_key=key, round_id=row.id, idea_ids=ids
    ):
        st.rerun()


def _spoken(say: Speech, viewer: Viewer, desk: Desk, row: RoundView) -> None:
    """For somebody in the room, whose idea it then is, or for a side."""
    key = form_key(f"spoken-{row.id}")
    names = {one.person_id: one.name for one in desk.people}
    with st.form(key, border=False):
        text = st.text_area(say("What was said"), max_chars=TEXT_LIMIT)
        whose = st.selectbox(
            # By its key: people come in while somebody types, and the choice would fall back to the first side.
            say("Who said it"), [*SIDES, *names], key=f"{key}-whose",
            format_func=lambda one: names.get(one) or say("somebody of: %(side)s", side=side_words(say, one)),
        )  # fmt: skip
        st.caption(say("For somebody in the room it becomes their own idea: they find it, change it, take it back."))
        if st.form_submit_button(say("Write it down"), type="primary"):
            side, person = (None, whose) if whose in names else (whose, None)
            if attempt(
                write_spoken_idea, viewer, form_key=key, round_id=row.id, text=text, side=side, person_id=person
            ):
                st.rerun()


def _hide(say: Speech, viewer: Viewer, shown: list[IdeaView]) -> None:
    names = {idea.id: idea.text for idea in shown}
    key = form_key("hide-idea")
    with st.form(key, border=False):
        chosen = st.selectbox(say("Idea"), list(names), format_func=lambda one: names[one], index=None,
                              placeholder=say("Search"), key=f"{key}-which")  # fmt: skip
        reason = st.text_input(say("Why, for its author to read"), max_chars=REASON_LIMIT)
        if (
            st.form_submit_button(say("Hide it"))
            and chosen
            and attempt(hide_idea, viewer, form_key=key, idea_id=chosen, reason=reason)
        ):
            st.rerun()


def _merge(say: Speech, viewer: Viewer, desk: Desk, shown: list[IdeaView]) -> None:
    """Choose one; those like it are proposed first. Separating again is always possible."""
    names, key = {idea.id: idea.text for idea in shown}, form_key("merge-ideas")
    into = st.selectbox(say("This idea stays"), list(names), format_func=lambda one: names[one], index=None,
                        placeholder=say("Search"), key=f"{key}-into")  # fmt: skip
    if into is None:
        return
    stays = next(idea for idea in shown if idea.id == into)
    alike = ask(similar_ideas, viewer, round_id=stays.round_id or "", text=stays.text)
    first = [one.id for one in alike if one.id in names and one.id != into]
    rest = [one for one in names if one != into and one not in first]
    one = st.selectbox(
        say("and this one says the same"), [*first, *rest], index=0 if first else None,
        format_func=lambda i: f"≈ {names[i]}" if i in first else names[i], placeholder=say("Search"),
        key=f"{key}-{into}",
    )  # fmt: skip
    if (
        st.button(say("Merge them"), key=key)
        and one
        and attempt(merge_ideas, viewer, form_key=key, idea_id=one, into_id=into)
    ):
        st.rerun()


def _split(say: Speech, viewer: Viewer, desk: Desk, merged: list[IdeaView]) -> None:
    words = {idea.id: idea.text for idea in desk.ideas}
    for idea in merged:
        key = form_key(f"split-{idea.id}")
        left, right = st.columns([4, 1], vertical_alignment="center")
        left.text(idea.text)
        into = idea.merged_into_id or ""
        left.caption(
            say.many("part of “%(idea)s”, %(n)s person behind it", "part of “%(idea)s”, %(n)s people behind it",
                     desk.behind.get(into, 1), idea=plain(words.get(into, "…")))
        )  # fmt: skip
        if right.button(say("Separate"), key=key) and attempt(split_idea, viewer, form_key=key, idea_id=idea.id):
            st.rerun()


def _undo_label(say: Speech, merged: int, hidden: int) -> str:
    parts = []
    if merged:
        parts.append(say.many("%(n)s merged idea", "%(n)s merged ideas", merged))
    if hidden:
        parts.append(say.many("%(n)s hidden idea", "%(n)s hidden ideas", hidden))
    return " · ".join(parts)
