"""The desk of who conducts: settings before a round opens, what comes in while it is open, reopening after."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import streamlit as st
from sqlmodel import Session

from models.access import May, Viewer
from models.attendance import Present, present_in, workshop_view
from models.conduct import close_round, open_round, reopen_round
from models.idea_views import ideas_in_round
from models.ideas import IdeaView
from models.more_time import asked_more_time
from models.options import OptionView, choose_options, options_of
from models.results import Preview, ResultView, TurnoutView, preview_of, result_view, turnout
from models.round_clock import extend_round
from models.rounds import QUESTION_LIMIT, RoundKind, RoundState, RoundView, change_round, rounds_of
from models.touchpoints import TouchpointView, touchpoints_all
from models.workshops import Chip, JoinView, WorkshopView, chips_of, join_view
from ui.cards import plain
from ui.entry import attempt, form_key, now
from words.results import three_sentences
from words.rounds import side_name, state_word, step_name, time_left, vote_kind, what_will_show, who_reads
from words.rounds import turnout as turnout_words
from words.speech import Speech

# Ends that can be chosen in one tap, in minutes; None: whoever conducts closes by hand.
ENDS: tuple[int | None, ...] = (None, 5, 8, 10, 15, 30, 60, 7 * 1440, 14 * 1440)


@dataclass(frozen=True)
class Desk:
    """Everything the page of a workshop shows to who conducts."""

    workshop: WorkshopView
    rounds: list[RoundView]
    way_in: JoinView
    people: list[Present]
    chips: list[Chip]
    touchpoints: list[TouchpointView]
    choices: list[IdeaView]
    ideas: dict[str, list[IdeaView]]
    options: dict[str, list[OptionView]]
    turnouts: dict[str, TurnoutView]
    previews: dict[str, Preview]
    results: dict[str, ResultView]
    more_time: dict[str, int]


def desk_of(session: Session, viewer: Viewer, *, workshop_id: str) -> Desk:
    """One visit to the database for the whole page."""
    workshop = workshop_view(session, viewer, workshop_id=workshop_id)
    rounds = rounds_of(session, viewer, workshop_id=workshop_id)
    collects = [row for row in rounds if row.kind is RoundKind.COLLECT and row.state is not RoundState.BEFORE]
    dots = [row for row in rounds if row.kind is RoundKind.DOTS]
    preparing = any(row.kind is RoundKind.COLLECT and row.state is RoundState.BEFORE for row in rounds)
    is_open = [row for row in rounds if row.state is RoundState.OPEN]
    ideas = {row.id: ideas_in_round(session, viewer, round_id=row.id) for row in collects}
    most_supported = sorted((idea for some in ideas.values() for idea in some), key=lambda idea: -idea.supports)
    return Desk(
        workshop, rounds, join_view(session, viewer, workshop_id=workshop_id),
        present_in(session, viewer, workshop_id=workshop_id), chips_of(session, workshop_id),
        touchpoints_all(session, viewer) if viewer.may(May.TOUCHPOINT_SEE) and preparing else [],
        [idea for idea in most_supported if idea.state == "shown"] if any(r.state == "before" for r in dots) else [],
        ideas,
        {row.id: options_of(session, viewer, round_id=row.id) for row in dots if row.state is RoundState.BEFORE},
        {row.id: turnout(session, viewer, round_id=row.id) for row in dots if row.state is RoundState.OPEN},
        {row.id: preview_of(session, viewer, round_id=row.id, secret=row.secret) for row in dots
         if row.state is RoundState.BEFORE},
        {row.id: result_view(session, viewer, round_id=row.id) for row in dots if row.state is RoundState.CLOSED},
        {row.id: asked_more_time(session, viewer, round_id=row.id) for row in is_open},
    )  # fmt: skip


def desk_title(say: Speech, desk: Desk) -> str:
    """Where the workshop stands, in a sentence: what is open, else the result when there is one."""
    for row in desk.rounds:
        if row.state is RoundState.OPEN and row.kind is RoundKind.COLLECT:
            ideas = len(desk.ideas[row.id])
            if not ideas:
                return say("Open: the first idea can come.")
            return say.many(
                "%(n)s idea so far, and they keep coming.", "%(n)s ideas so far, and they keep coming.", ideas
            )
        if row.state is RoundState.OPEN:
            seen = desk.turnouts[row.id]
            return say("People are voting: %(turnout)s.", turnout=turnout_words(say, seen.voted, seen.eligible))
    if desk.results:
        result = list(desk.results.values())[-1]
        names = {option_id: option.text for option_id, option in result.options.items()}
        return three_sentences(say, result.facts, names)[0]
    if any(row.state is RoundState.CLOSED for row in desk.rounds):
        return say("The ideas are in. Choose what to vote on.")
    if not desk.people:
        return say("Ready to start: nobody is in yet.")
    return say.many("Ready to start: %(n)s person is in.", "Ready to start: %(n)s people are in.", len(desk.people))


def round_head(say: Speech, desk: Desk, row: RoundView) -> None:
    """Number, kind, state, question, and until when."""
    st.markdown(f"**{row.position}. {step_name(say, row.kind)}** · {state_word(say, row.state)}")
    st.text(row.question)
    facts = [who_reads(say, row.others_see) if row.kind is RoundKind.COLLECT else vote_kind(say, row.secret)]
    if row.state is RoundState.OPEN and row.ends_at:
        facts.append(time_left(say, row.ends_at, now(), desk.workshop.zone))
    st.caption(" · ".join(facts))


def settings_form(say: Speech, viewer: Viewer, row: RoundView) -> None:
    """What can be set before a round opens; it freezes at the opening."""
    key = form_key(f"round-{row.id}")
    secret, others_see, latecomers, budget, cap = row.secret, row.others_see, row.latecomers, row.budget, row.cap
    with st.form(key, border=False):
        question = st.text_input(say("Question"), value=row.question, max_chars=QUESTION_LIMIT)
        if row.kind is RoundKind.COLLECT:
            others_see = st.radio(
                say("Who reads the ideas?"), [True, False], index=0 if others_see else 1,
                format_func=lambda one: who_reads(say, one),
            )  # fmt: skip
        else:
            secret = st.radio(
                say("How do they vote?"), [True, False], index=0 if secret else 1, horizontal=True,
                format_func=lambda one: vote_kind(say, one),
            )  # fmt: skip
            left, right = st.columns(2)
            budget = left.number_input(
                say("Dots each"), 1, 20, value=budget, placeholder=say("by the number of ideas, 3 to 7"),
                help=say("Left empty: the square root of the number of ideas, from 3 to 7."),
            )  # fmt: skip
            cap = right.number_input(say("At most on one idea"), 1, 20, value=cap)
            latecomers = st.checkbox(say("Whoever comes later votes too"), value=latecomers)
        if st.form_submit_button(say("Save")):
            what = {"question": question, "secret": secret, "others_see": others_see, "latecomers": latecomers,
                    "budget": budget, "cap": cap}  # fmt: skip
            if attempt(change_round, viewer, form_key=key, round_id=row.id, **what):
                st.rerun()


def choose_form(say: Speech, viewer: Viewer, desk: Desk, row: RoundView) -> None:
    """Which ideas go to the vote. What is chosen is saved at once with the button."""
    if not desk.choices:
        st.info(say("Ideas to vote on come from the collected ones: open the first activity."))
        return
    chosen = {option.idea_id for option in desk.options[row.id]}
    key = form_key(f"choose-{row.id}")
    with st.form(key, border=False):
        st.markdown(say("Ideas to vote on"))
        ticked = [
            idea.id
            for idea in desk.choices
            if st.checkbox(
                _idea_label(say, idea), value=idea.id in chosen or not chosen, key=f"{key}-{idea.id}"
            )
        ]  # fmt: skip
        if st.form_submit_button(say("Put them to the vote")) and attempt(
            choose_options, viewer, form_key=key, round_id=row.id, idea_ids=ticked
        ):
            st.rerun()
    if chosen:
        st.caption("✓ " + say.many("%(n)s idea is on the list.", "%(n)s ideas are on the list.", len(chosen)))


def preview_words(say: Speech, desk: Desk, row: RoundView) -> str:
    """What the vote will show with the people who are here (law 6)."""
    seen = desk.previews[row.id]
    return what_will_show(
        say, people=seen.people, secret=row.secret, total=seen.total, sides=seen.sides, all_sides=seen.all_sides
    )


def controls(say: Speech, viewer: Viewer, desk: Desk, row: RoundView) -> None:
    """Open, close, move the end, reopen: what this round's state allows."""
    left, right = st.columns(2, vertical_alignment="bottom")
    if row.state is RoundState.OPEN:
        end = _end_choice(say, left, row, say("New end"))
        move, shut = form_key(f"extend-{row.id}"), form_key(f"close-{row.id}")
        if left.button(say("Move the end"), key=move) and attempt(
            extend_round, viewer, form_key=move, round_id=row.id, ends_at=end
        ):
            st.rerun()
        if right.button(say("Close now"), key=shut, type="primary") and attempt(
            close_round, viewer, form_key=shut, round_id=row.id
        ):
            st.rerun()
        return
    if row.state is RoundState.CLOSED and row.kind is not RoundKind.COLLECT:
        return
    end = _end_choice(say, left, row, say("Until when"))
    start = form_key(f"open-{row.id}")
    command, label = (open_round, say("Open")) if row.state is RoundState.BEFORE else (reopen_round, say("Reopen"))
    primary = row.state is RoundState.BEFORE and (row.kind is RoundKind.COLLECT or bool(desk.options[row.id]))
    if right.button(label, key=start, type="primary" if primary else "secondary") and attempt(
        command, viewer, form_key=start, round_id=row.id, ends_at=end
    ):
        st.rerun()


def turnout_line(say: Speech, seen: TurnoutView) -> str:
    """How many voted; by side where law 6 allows."""
    parts = [turnout_words(say, seen.voted, seen.eligible)]
    parts += [
        f"{side_name(say, one.side)}: {turnout_words(say, one.voted, one.eligible)}" for one in seen.sides
    ]  # fmt: skip
    return " · ".join(parts)


def _end_choice(say: Speech, where: object, row: RoundView, label: str) -> datetime | None:
    minutes = where.selectbox(  # type: ignore[attr-defined]
        label, ENDS, format_func=lambda one: _end_words(say, one), key=f"end-{row.id}-{row.state}"
    )  # fmt: skip
    return now() + timedelta(minutes=minutes) if minutes else None


def _end_words(say: Speech, minutes: int | None) -> str:
    if minutes is None:
        return say("until I close it")
    if minutes >= 1440:
        return say.many("%(n)s day from now", "%(n)s days from now", minutes // 1440)
    return say.many("%(n)s minute from now", "%(n)s minutes from now", minutes)


def _idea_label(say: Speech, idea: IdeaView) -> str:
    support = say.many("%(n)s supports it", "%(n)s support it", idea.supports) if idea.supports else ""
    return plain(idea.text) + (f" · {support}" if support else "")
