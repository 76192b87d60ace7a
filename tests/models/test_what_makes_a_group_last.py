"""When a group meets next, who came, and what happened since the last time."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlmodel import Session

from models import conduct, decisions, joining, meetings, presence, since
from models.errors import Refusal
from models.since import Open
from tests.models.room import START, Room, a_room, at

TODAY = START.date()


@pytest.fixture
def room(session: Session) -> Room:
    return a_room(session)


def plan(room: Room, every: str, first: date, hour: int = 16) -> tuple[datetime, ...]:
    meetings.plan_meetings(
        room.session, room.elena, now=START, group_id=room.group_id, every=every, first_on=first, at=time(hour),
        minutes=90, place="Faenza",
    )  # fmt: skip
    found = meetings.next_meeting(room.session, room.elena, now=START, group_id=room.group_id)
    return found.dates if found else ()


def test_a_month_is_the_same_weekday_and_the_hour_on_the_wall_stays(room: Room) -> None:
    # 15 September 2026 is the third Tuesday; the clocks go back in October.
    dates = plan(room, "month", date(2026, 9, 15))
    assert dates[:2] == (datetime(2026, 11, 17, 15, tzinfo=UTC), datetime(2026, 12, 15, 15, tzinfo=UTC))
    assert plan(room, "two_weeks", date(2026, 10, 20))[0] == datetime(2026, 11, 17, 15, tzinfo=UTC)
    # The fifth Tuesday, where there is one, else the last.
    assert [one.day for one in plan(room, "month", date(2026, 12, 29))[:3]] == [29, 26, 23]
    with pytest.raises(Refusal, match="end_in_the_past"):
        plan(room, "once", date(2026, 11, 16))
    omar = room.staff("Omar", "keeps")
    with pytest.raises(Refusal, match="not_allowed"):
        meetings.plan_meetings(
            room.session, omar, now=START, group_id=room.group_id, every="week", first_on=TODAY, at=time(9)
        )  # fmt: skip
    guest = room.guest("Anna", "receives")
    with pytest.raises(Refusal, match="not_allowed"):
        meetings.next_meeting(room.session, guest, now=START, group_id=room.group_id)


def test_a_function_that_did_not_come_twice_is_missing_and_once_is_not(room: Room) -> None:
    omar, carlo = room.staff("Omar", "keeps"), room.staff("Carlo", "promises")
    for days, who in ((0, (omar, carlo)), (7, (omar,)), (14, (omar,))):
        on = TODAY + timedelta(days=days)
        workshop = conduct.create_workshop(
            room.session, room.elena, now=at(0), group_id=room.group_id, title=f"Incontro {days}", planned_on=on,
            questions=["Che cosa?", "Quali?"],
        )  # fmt: skip
        for viewer in who:
            joining.attend_workshop(room.session, viewer, now=at(1), workshop_id=workshop)

    def missing(on: date) -> list[tuple[str, int]]:
        found = presence.presence_of(room.session, room.elena, group_id=room.group_id, today=on)
        return [(one.function or one.side, one.meetings) for one in found.missing]

    assert missing(TODAY + timedelta(days=8)) == []
    (side, function) = missing(TODAY + timedelta(days=15))
    assert side == ("promises", 2)
    assert function[1] == 2
    with pytest.raises(Refusal, match="not_allowed"):
        presence.presence_of(room.session, omar, group_id=room.group_id, today=TODAY)


def test_a_meeting_begins_with_what_was_decided_and_what_is_open(room: Room) -> None:
    room.collect("Tre giorni certi", "Spedizione in giornata", "Ritiro in bottega")
    later = conduct.create_workshop(
        room.session, room.elena, now=at(30), group_id=room.group_id, title="Il prossimo",
        planned_on=TODAY + timedelta(days=28), questions=["Che cosa?", "Quali?"],
    )  # fmt: skip
    assert since.since_last_time(room.session, room.elena, workshop_id=room.workshop_id, now=at(30)) is None
    certain, same_day, pick_up = room.idea_ids
    day = TODAY + timedelta(days=20)
    decisions.decide_idea(room.session, room.elena, now=at(40), idea_id=certain, outcome="do", until=day)
    decisions.decide_idea(room.session, room.elena, now=at(40), idea_id=same_day, outcome="no", reason="Costa troppo.")
    decisions.decide_idea(room.session, room.elena, now=at(41), idea_id=pick_up, outcome="later", until=day)
    omar = room.staff("Omar", "keeps")

    def seen(days: int) -> list[tuple[str, Open]]:
        moment = at(60) + timedelta(days=days)
        found = since.since_last_time(room.session, omar, workshop_id=later, now=moment)
        assert found is not None
        assert (found.on, found.decided_all) == (TODAY, 3)
        return [(one.words, one.why) for one in found.still_open]

    assert seen(1) == [("Tre giorni certi", Open.TO_DO)]
    assert sorted(seen(21)) == [("Ritiro in bottega", Open.DUE), ("Tre giorni certi", Open.CHECK)]
