"""Actions on the desk: one with its milestones, a new one, and the look at whether it worked."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import streamlit as st

from analysis.units import seconds_of
from charts.before_after import before_after_chart
from models.access import Viewer
from models.action_steps import STEP_LIMIT, StepView, add_step, tick_step
from models.actions import ActionState, ActionView, move_action
from models.days import day_here
from models.outcome_checks import NOTE_LIMIT as ANSWER_LIMIT
from models.outcome_checks import Answer, CheckView, Measured, answer_check, measure
from store.doors import reading
from store.settings import settings
from ui.action_change import change_popover
from ui.cards import bring_into_view, link_to, plain
from ui.entry import attempt, form_key, now
from ui.thread_panel import thread_panel
from words.actions import (
    aim_sentence,
    answer_icon,
    answer_words,
    before_after_sentence,
    caution_words,
    look_line,
    measured_line,
    money,
    state_chip,
)
from words.claim import lever_words
from words.promises import time_words
from words.speech import Speech

LATER = timedelta(weeks=4)
# What was answered a moment ago in this tab, for the run that follows.
_SAID = "check-said"


def show_check(say: Speech, viewer: Viewer, one: CheckView, *, drawn: bool = False) -> None:
    """What was fixed with the yes, and on its day the figures and three answers.

    drawn: of one that was answered, today's picture as well.
    """
    with st.container(border=True):
        st.markdown(f"**{aim_sentence(say, plain(one.words), one.before, one.aim)}**")
        when = look_line(say, one.look_on, day_here(now()))
        if one.answered_at is not None:
            when = say("looked at on %(day)s", day=say.date(one.answered_at, settings().zone))
        st.caption(f"{say.quoted(plain(one.idea))} · {when}")
        if one.answer is not None:
            st.markdown(f"{answer_icon(one.answer)} **{answer_words(say, one.answer)}**" + _kept(say, one))
            if one.note:
                st.markdown(plain(one.note))
            if one.answer is Answer.NO:
                link_to(viewer, "decisions", say("Look at the decision again"), idea=one.idea_id)
            found = _measured(viewer, one) if drawn else None
            if found is not None:
                _figures(say, found, one.aim)
            return
        found = _measured(viewer, one) if one.due else None
        if found is not None:
            _figures(say, found, one.aim)
        if one.promise_id is not None:
            link_to(viewer, "promise", say("See the promise"), promise=one.promise_id)
        if one.due and one.may_answer:
            _answers(say, viewer, one, found)


def show_answered(say: Speech, viewer: Viewer) -> None:
    """What follows from the look that was just answered: the next one, another decision, or telling it outside."""
    said = st.session_state.pop(_SAID, None)
    if said is None:
        return
    answer, one, again = said
    bring_into_view(f"answered-{one.id}")
    if answer is Answer.NOT_YET:
        st.success(say("Saved. We look again on %(day)s.", day=say.date(again)))
    elif answer is Answer.WORKED:
        st.success(say("Saved: it worked. It stands under “What was done”, and can be told to customers."))
        link_to(viewer, "you_said", say("You said, we did"))
    else:
        st.success(say("Saved: it did not work. The decision can be looked at again, or something else be done."))
        about = {"promise": one.promise_id} if one.promise_id else {}
        link_to(viewer, "decisions", say("Look at the decision again"), idea=one.idea_id)
        link_to(viewer, "actions", say("Plan an action"), idea=one.idea_id, **about)


def show_action(
    say: Speech, viewer: Viewer, one: ActionView, steps: Sequence[StepView], people: Mapping[str, str]
) -> None:
    """One action: what, who, until when, its milestones, and the next move. people: who may answer for it."""
    with st.container(border=True):
        chip = state_chip(say, one.state, late=one.late, still_days=one.still_days, stalled=one.stalled)
        st.markdown(f"**{plain(one.title)}** · {chip}")
        facts = [plain(one.owner) or say("somebody who is no longer here"), lever_words(say, one.lever)]
        facts += [say("by %(day)s", day=say.date(one.due_on))] if one.due_on else []
        facts += [money(say, one.cost)] if one.cost else []
        facts += [say("since %(day)s", day=say.date(one.started_on))] if one.started_on else []
        st.caption(" · ".join(facts))
        if one.idea:
            st.markdown(say.quoted(plain(one.idea)))
        if one.note:
            st.markdown(plain(one.note))
        for step in steps:
            _step(say, viewer, one, step)
        if one.promise_id is not None:
            link_to(viewer, "promise", say("The promise it serves"), promise=one.promise_id)
        thread_panel(viewer, "action", one.id)
        if one.may_edit:
            _moves(say, viewer, one, steps, people)


def _measured(viewer: Viewer, one: CheckView) -> Measured | None:
    return measure(reading, viewer, promise_id=one.promise_id, day=one.split) if one.promise_id else None


def _figures(say: Speech, found: Measured, aim: int | None) -> None:
    """Before and after as a picture and as its sentence; below, what else may explain a difference."""
    stretches = (found.found.before, found.found.after)
    sides = [
        None if side.share is None or side.lower is None or side.upper is None else (side.share, side.lower, side.upper)
        for side in stretches
    ]
    before, after = sides
    words = before_after_sentence(say, before, after, apart=found.found.separated)
    if aim is None:
        st.caption(say("No data here measure this: answer by what you know. The promise it touches, before and since:"))
    st.markdown(words)
    if before is not None and after is not None:
        drawn = [(*shares, side.cases) for shares, side in zip((before, after), stretches, strict=True)]
        st.vega_lite_chart(before_after_chart(say, drawn[0], drawn[1], aim), alt=words)
    if before is not None and after is not None and found.unit:
        # Medians are kept in seconds; people read them in the unit of the promise.
        halves = [round(side.median / seconds_of(1, found.unit), 1) for side in stretches if side.median is not None]
        if len(halves) == len(stretches):
            first, since = (time_words(say, half, found.unit) for half in halves)
            st.caption(say("Half of them within %(before)s before, within %(after)s since then.", before=first,
                           after=since))  # fmt: skip
    for code in found.found.cautions:
        st.caption(caution_words(say, code))


def _kept(say: Speech, one: CheckView) -> str:
    if one.share_before is None or one.share_after is None:
        return ""
    return measured_line(say, one.share_before, one.share_after, apart=one.separated, aimed=one.aim is not None)


def _answers(say: Speech, viewer: Viewer, one: CheckView, found: Measured | None) -> None:
    key = form_key(f"check-{one.id[:20]}")
    with st.form(key, border=False):
        st.markdown(f"**{say('Did it work?')}**")
        note = st.text_input(say("In one sentence (optional)"), max_chars=ANSWER_LIMIT)
        again = st.date_input(say("If not yet: when do we look again?"), value=day_here(now()) + LATER,
                              format="DD/MM/YYYY")  # fmt: skip
        pressed = [
            column.form_submit_button(f"{answer_icon(answer)} {answer_words(say, answer)}", width="stretch")
            for answer, column in zip(Answer, st.columns(len(Answer)), strict=True)
        ]
    for answer, down in zip(Answer, pressed, strict=True):
        if down and attempt(
            answer_check, viewer, form_key=key, check_id=one.id, answer=answer.value, note=note, measured=found,
            again_on=again if answer is Answer.NOT_YET else None,
        ):  # fmt: skip
            st.session_state[_SAID] = (answer, one, again)
            st.rerun()


def _step(say: Speech, viewer: Viewer, one: ActionView, step: StepView) -> None:
    day = say.date(step.done_on) if step.done_on else say.date(step.due_on) if step.due_on else ""
    if not step.done_on and step.due_on is not None and step.due_on < day_here(now()):
        day = say("%(day)s, late", day=day)
    label = plain(step.title) + (f" · {day}" if day else "")
    if not one.may_edit:
        st.markdown(f"{'✔' if step.done_on else '○'} {label}")
        return
    key = form_key(f"step-{step.id[:20]}")
    ticked = st.checkbox(label, value=step.done_on is not None, key=key)
    if ticked != (step.done_on is not None) and attempt(
        tick_step, viewer, form_key=key, step_id=step.id, done=ticked
    ):  # fmt: skip
        st.rerun()


def _moves(say: Speech, viewer: Viewer, one: ActionView, steps: Sequence[StepView], people: Mapping[str, str]) -> None:
    ways: list[tuple[str, ActionState]] = [(say("Start today"), ActionState.RUNNING)]
    if one.state is ActionState.RUNNING:
        ways = [(say("Done"), ActionState.DONE)]
    ways.append((say("Drop it"), ActionState.DROPPED))
    # Side by side on a wide screen, below each other where there is no room.
    row = st.container(horizontal=True, gap="small")
    for label, state in ways:
        key = form_key(f"{state}-{one.id[:20]}")
        what: dict[str, Any] = {"action_id": one.id, "state": state.value, "on": day_here(now())}
        if row.button(label, key=key) and attempt(move_action, viewer, form_key=key, **what):
            st.rerun()
    with row:
        change_popover(say, viewer, one, steps, people)
    key = form_key(f"new-step-{one.id[:20]}")
    with row.popover(say("Add a milestone"), key=f"pop-{key}"), st.form(key, border=False):
        title = st.text_input(say("Milestone"), max_chars=STEP_LIMIT)
        due = st.date_input(say("By when? (optional)"), value=None, format="DD/MM/YYYY")
        if st.form_submit_button(say("Add")) and attempt(
            add_step, viewer, form_key=key, action_id=one.id, title=title, due_on=due
        ):
            st.rerun()
