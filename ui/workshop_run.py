"""Running an activity: open it with its minutes, give time, pause, close, skip, reopen. One primary button a moment."""

import html
from datetime import datetime, timedelta

import streamlit as st

from models.access import Viewer
from models.conduct import close_round, open_round, reopen_round
from models.round_clock import extend_round, pause_round, resume_round, skip_round
from models.rounds import RoundKind, RoundState, RoundView
from ui.cards import plain
from ui.entry import attempt, form_key, now
from ui.folds import fold
from ui.workshop_desk import Desk, look_at
from ui.workshop_options import ready_to_open
from words.activities import activity_name, activity_sentence, minutes_words
from words.rounds import more_time, state_word, time_left
from words.speech import Speech

# Ends that can be chosen in one tap, in minutes; None: whoever conducts closes by hand.
ENDS: tuple[int | None, ...] = (None, 3, 5, 8, 10, 12, 15, 20, 30, 60, 7 * 1440, 14 * 1440, 21 * 1440)
MORE, DAY = 2, 1440


def activity_head(say: Speech, desk: Desk, row: RoundView) -> None:
    """The question, and below it the one sentence that says what this activity is."""
    state = say("❚❚ Paused") if row.paused_left is not None else state_word(say, row.state)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{row.position}. {plain(activity_name(say, row.kind))}** · {state}", width="content")
        if row.state is RoundState.OPEN and row.ends_at is not None:
            _clock(say, row.ends_at, desk.workshop.zone)
    st.subheader(plain(row.question), anchor=False)
    st.caption(plain(activity_sentence(say, row, desk.workshop.zone)))


def _clock(say: Speech, ends_at: datetime, zone: str) -> None:
    """How long it still goes on; `static/desk.js` lets the figures run."""
    seconds = max(0, int((ends_at - now()).total_seconds()))
    if seconds >= 3600:
        st.markdown(time_left(say, ends_at, now(), zone), width="content")
        return
    figures = f'<strong data-left="{seconds}">{seconds // 60}:{seconds % 60:02}</strong>'
    st.html(html.escape(say("%(clock)s left", clock="@")).replace("@", figures), width="content")


def controls(say: Speech, viewer: Viewer, desk: Desk, row: RoundView) -> None:
    """What the state of the activity allows, the likely thing first."""
    if row.state is RoundState.OPEN and row.paused_left is not None:
        _paused(say, viewer, desk, row)
    elif row.state is RoundState.OPEN:
        _running(say, viewer, desk, row)
    elif row.state is RoundState.CLOSED:
        _over(say, viewer, desk, row)
    else:
        _ahead(say, viewer, desk, row)


def open_label(say: Speech, row: RoundView) -> str:
    """What the primary button says."""
    if row.votes:
        return say("Open the vote")
    labels = {
        RoundKind.COLLECT: say("Open the collecting"), RoundKind.GROUP: say("Start grouping"),
        RoundKind.TALK: say("Start talking"),
    }  # fmt: skip
    return labels[row.kind]


def _ahead(say: Speech, viewer: Viewer, desk: Desk, row: RoundView) -> None:
    left, right, aside = st.columns([3, 3, 1], vertical_alignment="bottom")
    # Dates that were planned stand; otherwise the minutes of the format are proposed.
    end = row.ends_at if row.ends_at is not None else _end_choice(say, left, row, say("For how long"))
    if row.opens_at is not None and row.opens_at > now():
        left.caption(say("It opens by itself on %(moment)s.", moment=say.moment(row.opens_at, desk.workshop.zone)))
    elif row.ends_at is not None:
        left.caption(say("Open until %(moment)s", moment=say.moment(row.ends_at, desk.workshop.zone)))
    start, over = form_key(f"open-{row.id}"), form_key(f"skip-{row.id}")
    ready = ready_to_open(desk, row)
    if right.button(
        open_label(say, row), key=start, type="primary" if ready else "secondary", width="stretch"
    ) and attempt(open_round, viewer, form_key=start, round_id=row.id, ends_at=end):
        look_at(desk.workshop.id)
    may_skip = row.state is RoundState.BEFORE and any(one.opened_at is not None for one in desk.rounds)
    if (
        may_skip
        and aside.button(say("Skip it"), key=over, type="tertiary")
        and attempt(skip_round, viewer, form_key=over, round_id=row.id)
    ):
        look_at(desk.workshop.id)


def _running(say: Speech, viewer: Viewer, desk: Desk, row: RoundView) -> None:
    more, hold, shut = form_key(f"more-{row.id}"), form_key(f"pause-{row.id}"), form_key(f"close-{row.id}")
    if desk.more_time:
        st.info(more_time(say, desk.more_time))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if st.button(say("Close now"), key=shut, type="primary") and attempt(
            close_round, viewer, form_key=shut, round_id=row.id
        ):
            look_at(desk.workshop.id)
        if (
            row.ends_at is not None
            and st.button(_more_words(say, added := _more_of(row.ends_at)), key=more)
            and attempt(
                extend_round, viewer, form_key=more, round_id=row.id, ends_at=row.ends_at + timedelta(minutes=added)
            )
        ):
            st.rerun()
        if st.button(say("Pause"), key=hold) and attempt(pause_round, viewer, form_key=hold, round_id=row.id):
            st.rerun()
    with fold(say("Another end"), f"end-{row.id}"):
        move = form_key(f"extend-{row.id}")
        end = _end_choice(say, st, row, say("New end, from now"))
        if st.button(say("Move the end"), key=move) and attempt(
            extend_round, viewer, form_key=move, round_id=row.id, ends_at=end
        ):
            st.rerun()


def _more_of(ends_at: datetime) -> int:
    """A little more, as long as what is left: two minutes in a room, a day where it goes on for days."""
    return DAY if ends_at - now() >= timedelta(minutes=DAY) else MORE


def _more_words(say: Speech, minutes: int) -> str:
    if minutes == DAY:
        return say("One day more")
    return say.many("%(n)s minute more", "%(n)s minutes more", minutes)


def _paused(say: Speech, viewer: Viewer, desk: Desk, row: RoundView) -> None:
    on, shut = form_key(f"resume-{row.id}"), form_key(f"close-{row.id}")
    seconds = row.paused_left or 0
    if seconds:
        left = round(seconds / 60)
        left = round(left / DAY) * DAY if left >= DAY else max(1, left)
        st.caption(say("%(time)s are left when you go on.", time=minutes_words(say, left)))
    with st.container(horizontal=True):
        if st.button(say("Resume"), key=on, type="primary") and attempt(
            resume_round, viewer, form_key=on, round_id=row.id
        ):
            st.rerun()
        if st.button(say("Close now"), key=shut) and attempt(close_round, viewer, form_key=shut, round_id=row.id):
            look_at(desk.workshop.id)


def _over(say: Speech, viewer: Viewer, desk: Desk, row: RoundView) -> None:
    """What comes next is the primary thing; a vote stays closed, anything else may go on."""
    following = desk.following
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if following is not None:
            way = form_key(f"next-{row.id}")
            if st.button(
                say("Next: %(activity)s", activity=plain(activity_name(say, following.kind))),
                key=way,
                type="secondary" if desk.revealing else "primary",
            ):
                look_at(desk.workshop.id, following.id)
        if not row.votes:
            again = form_key(f"open-{row.id}")
            if st.button(say("Reopen"), key=again) and attempt(
                reopen_round, viewer, form_key=again, round_id=row.id, ends_at=None
            ):
                look_at(desk.workshop.id)


def _end_choice(say: Speech, where: object, row: RoundView, label: str) -> datetime | None:
    minutes = row.settings.minutes if row.state in (RoundState.BEFORE, RoundState.SKIPPED) else None
    choices = sorted({*ENDS, minutes} - {None}, key=lambda one: one or 0)
    ends = [None, *choices]
    chosen = where.selectbox(  # type: ignore[attr-defined]
        label, ends, index=ends.index(minutes), format_func=lambda one: _end_words(say, one),
        key=f"end-{row.id}-{row.state}",
    )  # fmt: skip
    return now() + timedelta(minutes=chosen) if chosen else None


def _end_words(say: Speech, minutes: int | None) -> str:
    return say("until I close it") if minutes is None else minutes_words(say, minutes)
