"""A day begins at midnight where people are: an hour or two before the day of UTC, in November as in July."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session

from exchange.listening_sheet import read_voices
from models import (
    action_steps,
    actions,
    decisions,
    desk,
    feedback_care,
    feedback_heard,
    feedback_loads,
    ideas,
    month,
    outcome_checks,
    traffic,
    voices,
)
from models.days import count_days_in, day_here
from models.errors import Refusal
from models.listening_figures import listening_figures
from models.today import today_view
from models.today_lines import Need
from models.voice_counts import day_counts
from tests.company import Company

ZONE = "Europe/Rome"
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("midnight", "today"),
    [
        (datetime(2026, 11, 24, 23, 30, tzinfo=UTC), date(2026, 11, 25)),
        (datetime(2027, 7, 20, 22, 30, tzinfo=UTC), date(2027, 7, 21)),
    ],
)
def test_half_an_hour_after_midnight_yesterday_is_over(
    session: Session, company: Company, places: tuple[str, str], midnight: datetime, today: date
) -> None:
    lucia, rosa, care = company.manager, company.logistics, company.marketing
    evening, yesterday = midnight - timedelta(hours=2), today - timedelta(days=1)
    one, two = (
        ideas.add_idea(session, care, now=evening, group_id=company.group_id, text=text) for text in ("Uno", "Due")
    )
    action = actions.start_action(
        session, rosa, now=evening, idea_id=one, title="Ricambi", lever="process", due_on=yesterday
    )
    step = action_steps.add_step(session, rosa, now=evening, action_id=action, title="Scaffale")
    decisions.decide_idea(session, lucia, now=evening, idea_id=one, outcome="later", until=today)
    outcome_checks.accept_idea(session, lucia, now=evening, idea_id=two, words="In due giorni", look_on=today)
    first, other = (
        feedback_heard.record_feedback(
            session, care, now=evening, touchpoint_id=place, source="phone", face=2, words="Nessuno sa niente."
        )
        for place in places
    )
    feedback_care.take_feedback(session, care, now=evening, feedback_id=first, answer_by=yesterday)

    def seen(now: datetime) -> dict[str, object]:
        return {
            "day": day_here(now),
            "action late": [found.late for found in actions.actions_of(session, rosa, now=now)],
            "back at the desk": desk.desk_counts(session, lucia, now=now).waiting,
            "look due": [found.due for found in outcome_checks.checks_of(session, lucia, now=now)],
            "answers late": voices.feedback_counts(session, care, today=day_here(now)).late,
            "at Home": {
                line.need.value: line.facts.get("late", line.facts.get("days"))
                for who in (lucia, rosa, care)
                for line in today_view(session, who, now=now, zone=ZONE).lines
                if line.need in (Need.STILL, Need.ANSWER, Need.CHECK)
            },
        }

    assert seen(evening) == {
        "day": yesterday, "action late": [False], "back at the desk": 0, "look due": [False], "answers late": 0,
        "at Home": {},
    }  # fmt: skip
    assert seen(midnight) == {
        "day": today, "action late": [True], "back at the desk": 1, "look due": [True], "answers late": 1,
        "at Home": {"still": 1, "answer": 1, "check": 0},
    }  # fmt: skip

    with pytest.raises(Refusal, match="day_gone"):
        feedback_care.take_feedback(session, care, now=midnight, feedback_id=other, answer_by=yesterday)
    with pytest.raises(Refusal, match="too_small"):
        outcome_checks.accept_idea(session, lucia, now=midnight, idea_id=one, words="Presto", look_on=today)
    with pytest.raises(Refusal, match="too_large"):
        actions.move_action(
            session, rosa, now=midnight, action_id=action, state="running", on=today + timedelta(days=1)
        )
    actions.move_action(session, rosa, now=midnight, action_id=action, state="running", on=today)
    action_steps.tick_step(session, rosa, now=midnight, step_id=step)
    assert action_steps.steps_of(session, rosa, action_ids=[action])[action][0].done_on == today
    feedback_care.take_feedback(session, care, now=midnight, feedback_id=other, answer_by=today)
    for voice in (first, other):
        feedback_care.answer_feedback(session, care, now=midnight, feedback_id=voice, words="Arriva domani.", minutes=5)
    told = month.month_of(session, lucia, now=midnight, first=today.replace(day=1), zone=ZONE).voices
    assert (told.due, told.in_time) == (2, 1), "one had been promised for the day that is over"


@pytest.mark.parametrize(
    ("midnight", "today"),
    [
        (datetime(2026, 11, 24, 23, 30, tzinfo=UTC), date(2026, 11, 25)),
        (datetime(2027, 7, 20, 22, 30, tzinfo=UTC), date(2027, 7, 21)),
        # The clocks went back the day before: its last hour is not the next day's.
        (datetime(2026, 10, 25, 23, 30, tzinfo=UTC), date(2026, 10, 26)),
    ],
)
def test_voices_are_counted_and_known_again_by_the_day_they_were_said_there(
    session: Session, company: Company, places: tuple[str, str], midnight: datetime, today: date
) -> None:
    care, said = company.marketing, {"source": "phone", "face": 2, "words": "Nessuno sa niente."}
    for at in (midnight - timedelta(minutes=31), midnight, midnight + timedelta(hours=9)):
        feedback_heard.record_feedback(session, care, now=at, touchpoint_id=places[0], **said)  # type: ignore[arg-type]
    later = midnight + timedelta(days=60)
    counts = day_counts(session, since=midnight - timedelta(days=60), until=later, zone=ZONE)
    assert sorted((one.day, one.voices) for one in counts) == [(today - timedelta(days=1), 1), (today, 2)]
    figures = listening_figures(session, care, now=later, zone=ZONE, period_days=60)
    assert (figures.tally.voices, figures.before) == (2, 1), "a period begins with a day, not with an hour of it"
    rows = read_voices(
        f"Data;Testo\n{today:%d/%m/%Y};Nessuno sa niente.\n".encode(), "voci.csv",
        columns={"date": "Data", "words": "Testo"}, zone=ZONE, date_format="dd/mm/yyyy",
    ).rows  # fmt: skip
    plan = feedback_loads.voices_plan(session, care, now=later, rows=rows, touchpoint_id=places[0], source="phone")
    assert (plan.new, plan.duplicates) == (0, 1), "the file says the day, whoever noted it an hour of it"


def test_a_week_begins_with_its_monday_there() -> None:
    sunday_night = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    assert traffic.monday(day_here(sunday_night)) == date(2026, 11, 23)


def test_no_room_takes_the_day_of_utc_for_today() -> None:
    rooms = ("models", "pages", "ui", "web", "words", "exchange")
    files = [path for room in rooms for path in (ROOT / room).rglob("*.py")]
    assert [path.name for path in files if re.search(r"\bnow(\(\))?\.date\(\)", path.read_text(encoding="utf-8"))] == []


def test_an_installation_elsewhere_has_its_own_midnight() -> None:
    try:
        count_days_in("America/New_York")
        assert day_here(datetime(2026, 11, 25, 4, 30, tzinfo=UTC)) == date(2026, 11, 24)
    finally:
        count_days_in(ZONE)
