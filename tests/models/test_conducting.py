"""Conducting: pausing, skipping, planning, more time for one, latecomers, drafts, and what expectations become."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from models import conduct, drafts, formats, ideas, marks, more_time, my_data, options, privacy, round_clock, rounds
from models.access import Viewer
from models.drafts import KeptDraft
from models.eligibility import Eligible
from models.errors import NotFound, Refusal
from models.expectations import Expectation, expectation_of
from models.idea_views import my_ideas_in_round
from models.marks import Mark
from models.pulse import pulse
from models.rounds import RoundState, RoundView
from models.workshops import Format
from tests.models.promising import delivery, promise
from tests.models.room import Room, a_room, at


@pytest.fixture
def room(session: Session) -> Room:
    return a_room(session)


def seen(room: Room, round_id: str) -> RoundView:
    return rounds.round_view(room.session, room.elena, round_id=round_id)


def write(room: Room, who: Viewer, text: str, minute: float, round_id: str = "") -> str:
    return ideas.write_idea(room.session, who, now=at(minute), round_id=round_id or room.collect_id, text=text)


def run(room: Room, command: Any, minute: float, round_id: str = "", **what: Any) -> None:
    command(room.session, room.elena, now=at(minute), round_id=round_id or room.collect_id, **what)


def test_a_pause_stops_the_clock_and_keeps_what_is_left(room: Room) -> None:
    (anna,) = room.guests(receives=1)
    run(room, conduct.open_round, 0, ends_at=at(8))
    run(room, round_clock.pause_round, 3)
    assert (seen(room, room.collect_id).paused_left, seen(room, room.collect_id).ends_at) == (300, None)
    assert conduct.close_due_rounds(room.session, now=at(60)) == 0, "a pause may last"
    for no in (lambda: write(room, anna, "Una", 4), lambda: run(room, round_clock.pause_round, 4),
               lambda: more_time.ask_more_time(room.session, anna, now=at(4), round_id=room.collect_id)):  # fmt: skip
        with pytest.raises(Refusal, match="round_paused"):
            no()
    run(room, round_clock.resume_round, 60)
    assert seen(room, room.collect_id).ends_at == at(65)
    write(room, anna, "Una", 64)
    with pytest.raises(Refusal, match="round_not_paused"):
        run(room, round_clock.resume_round, 64)
    # Without an end there is nothing to keep, and nothing comes back as an end.
    run(room, round_clock.extend_round, 64, ends_at=None)
    run(room, round_clock.pause_round, 64)
    run(room, round_clock.resume_round, 70)
    assert seen(room, room.collect_id).ends_at is None
    run(room, round_clock.pause_round, 71)
    run(room, conduct.close_round, 72)
    assert (seen(room, room.collect_id).paused, seen(room, room.collect_id).state) == (False, RoundState.CLOSED)


def test_a_round_is_skipped_and_still_opens_later(room: Room) -> None:
    run(room, round_clock.skip_round, 0)
    assert seen(room, room.collect_id).state is RoundState.SKIPPED
    with pytest.raises(Refusal, match="round_not_open"):
        write(room, room.elena, "Una", 1)
    with pytest.raises(Refusal, match="round_frozen"):
        run(room, round_clock.skip_round, 1)
    run(room, conduct.open_round, 2)
    write(room, room.elena, "Una", 3)
    with pytest.raises(Refusal, match="round_frozen"):
        run(room, round_clock.skip_round, 4)


def test_from_date_to_date_a_round_opens_and_closes_by_itself(room: Room) -> None:
    with pytest.raises(Refusal, match="ends_before_it_opens"):
        run(room, round_clock.plan_round, 0, opens_at=at(60), ends_at=at(60))
    with pytest.raises(Refusal, match="end_in_the_past"):
        run(room, round_clock.plan_round, 0, opens_at=None, ends_at=at(0))
    before = pulse(room.session, workshop_id=room.workshop_id, now=at(0))
    run(room, round_clock.plan_round, 0, opens_at=at(60), ends_at=at(60 * 24 * 14))
    told = pulse(room.session, workshop_id=room.workshop_id, now=at(0))
    # Phones that wait are told of the date by themselves: it stands on another page.
    assert before is not None
    assert told is not None
    assert before.phone.split(".")[0] != told.phone.split(".")[0]
    # A vote without options cannot open by itself: it keeps its plan, and nothing of it is half open.
    run(room, round_clock.plan_round, 0, room.vote_id, opens_at=at(60), ends_at=None)
    assert conduct.open_due_rounds(room.session, now=at(59)) == 0
    assert conduct.open_due_rounds(room.session, now=at(61)) == 1
    assert (seen(room, room.collect_id).state, seen(room, room.collect_id).ends_at) == ("open", at(60 * 24 * 14))
    assert (seen(room, room.vote_id).state, seen(room, room.vote_id).opens_at) == ("before", at(60))
    assert room.session.exec(select(Eligible)).all() == []
    with pytest.raises(Refusal, match="round_frozen"):
        run(room, round_clock.plan_round, 62, opens_at=None, ends_at=None)
    written = [write(room, room.elena, text, 63) for text in ("Una", "Due")]
    options.choose_options(room.session, room.elena, now=at(64), round_id=room.vote_id, idea_ids=written)
    assert conduct.open_due_rounds(room.session, now=at(65)) == 1
    assert seen(room, room.collect_id).state is RoundState.CLOSED, "a vote that opens ends the writing"
    assert conduct.open_due_rounds(room.session, now=at(66)) == 0


def test_opened_by_hand_before_its_time_it_still_ends_as_planned(room: Room) -> None:
    run(room, round_clock.plan_round, 0, opens_at=at(60), ends_at=at(90))
    run(room, conduct.open_round, 10)
    assert (seen(room, room.collect_id).ends_at, seen(room, room.collect_id).opens_at) == (at(90), None)


def test_who_needs_more_time_has_it_and_the_others_do_not(room: Room) -> None:
    anna, bea = room.guests(receives=2)
    run(room, conduct.open_round, 0, ends_at=at(8))
    more_time.ask_more_time(room.session, anna, now=at(7), round_id=room.collect_id)
    assert conduct.close_due_rounds(room.session, now=at(9)) == 0, "it waits for her"
    write(room, anna, "Con calma", 9)
    with pytest.raises(Refusal, match="round_closed"):
        write(room, bea, "In ritardo", 9)
    with pytest.raises(Refusal, match="round_closed"):
        more_time.ask_more_time(room.session, bea, now=at(9), round_id=room.collect_id)
    # Again, and again: until who conducts closes.
    more_time.ask_more_time(room.session, anna, now=at(17), round_id=room.collect_id)
    write(room, anna, "Ancora", 27)
    assert more_time.asked_more_time(room.session, room.elena, round_id=room.collect_id) == 1
    # The others may be let in again as long as it is not closed.
    run(room, round_clock.extend_round, 27, ends_at=at(30))
    write(room, bea, "Grazie", 29)
    assert conduct.close_due_rounds(room.session, now=at(30)) == 1
    with pytest.raises(Refusal, match="round_closed"):
        write(room, anna, "Troppo tardi", 30)


def test_a_latecomer_votes_where_the_round_lets_and_guests_only_where_they_may(room: Room) -> None:
    room.collect("Una", "Due")
    early = room.guest("Anna", "receives", at(20))
    marta = room.staff("Marta", "promises")
    late: dict[str, Viewer] = {}
    for number, (latecomers, guests_vote) in enumerate(((True, True), (False, True), (True, False))):
        round_id = rounds.add_round(
            room.session, room.elena, now=at(21), workshop_id=room.workshop_id, kind="approval", question="Quali?",
            settings={"guests_vote": guests_vote},
        )  # fmt: skip
        run(room, rounds.change_round, 21, round_id, question="Quali?", secret=True, others_see=True,
            latecomers=latecomers, budget=None, cap=3)  # fmt: skip
        run(room, options.choose_options, 21, round_id, idea_ids=room.idea_ids)
        run(room, conduct.open_round, 22, round_id)
        name = f"Bea {number}"
        late[name] = room.guest(name, "receives", at(23))
        in_it = {row.person_id for row in room.session.exec(select(Eligible).where(Eligible.round_id == round_id))}
        assert marta.person_id in in_it
        assert (early.person_id in in_it, late[name].person_id in in_it) == (guests_vote, latecomers and guests_vote)
        run(room, conduct.close_round, 24, round_id)
    # After the end nobody becomes a voter, even before the close is written.
    run(room, options.choose_options, 25, room.vote_id, idea_ids=room.idea_ids)
    run(room, conduct.open_round, 25, room.vote_id, ends_at=at(30))
    nobody = room.guest("Carla", "receives", at(31))
    of_vote = select(Eligible.person_id).where(Eligible.round_id == room.vote_id)
    assert nobody.person_id not in set(room.session.exec(of_vote))


def test_what_somebody_was_writing_is_kept_for_them_alone_until_they_hand_it_in(room: Room) -> None:
    anna, bea = room.guests(receives=2)
    with pytest.raises(Refusal, match="round_not_open"):
        drafts.keep_draft(room.session, anna, now=at(0), round_id=room.collect_id, text="Prima")
    run(room, conduct.open_round, 0, ends_at=at(8))
    run(room, conduct.close_round, 8)

    def keep(text: str) -> str:
        return drafts.keep_draft(room.session, anna, now=at(9), round_id=room.collect_id, text=text)

    first, second = keep("Se ho pagato in bottega"), keep("Anche la domenica")
    assert keep("Anche la domenica ") == second, "the same words are one draft"
    for other in (bea, room.elena):
        assert drafts.my_drafts(room.session, other, round_id=room.collect_id) == []
        with pytest.raises(NotFound):
            drafts.hand_in(room.session, other, now=at(9), draft_id=first)
        with pytest.raises(NotFound):
            drafts.throw_away(room.session, other, now=at(9), draft_id=first)
    assert len(drafts.my_drafts(room.session, anna, round_id=room.collect_id)) == 2
    assert [one["text"] for one in my_data.export_my_data(room.session, anna, now=at(9))["drafts_not_sent"]]
    drafts.hand_in(room.session, anna, now=at(10), draft_id=first)
    drafts.throw_away(room.session, anna, now=at(10), draft_id=second)
    assert drafts.my_drafts(room.session, anna, round_id=room.collect_id) == []
    handed = [(idea.text, idea.state) for idea in my_ideas_in_round(room.session, anna, round_id=room.collect_id)]
    assert handed == [("Se ho pagato in bottega", "late")]
    for number in range(drafts.DRAFTS_MOST):
        keep(f"Bozza {number}")
    with pytest.raises(Refusal, match="drafts_enough"):
        keep("Una di troppo")
    privacy.erase_person(room.session, anna, now=at(11))
    assert room.session.exec(select(KeptDraft)).all() == []


def test_no_vote_reopens_what_is_no_vote_does(room: Room) -> None:
    for kind in ("group", "talk"):
        round_id = rounds.add_round(
            room.session, room.elena, now=at(0), workshop_id=room.workshop_id, kind=kind, question="Che ne dite?"
        )
        for minute in (1, 3):
            command = conduct.open_round if minute == 1 else conduct.reopen_round
            run(room, command, minute, round_id)
            run(room, conduct.close_round, minute + 1, round_id)
        assert seen(room, round_id).state is RoundState.CLOSED


@pytest.mark.parametrize("format", list(Format))
def test_every_format_is_a_workshop_ready_to_open(room: Room, format: Format) -> None:
    parts = formats.FORMATS[format]
    questions = [f"Domanda {number}?" for number in range(len(parts))]
    made = conduct.create_workshop(
        room.session, room.elena, now=at(0), group_id=room.group_id, title="Un workshop", planned_on=at(0).date(),
        questions=questions, format=format,
    )  # fmt: skip
    rows = rounds.rounds_of(room.session, room.elena, workshop_id=made)
    assert [(row.kind, row.question, row.settings.minutes) for row in rows] == [
        (part.kind, question, part.minutes) for part, question in zip(parts, questions, strict=True)
    ]
    with pytest.raises(Refusal, match="not_valid"):
        conduct.create_workshop(
            room.session, room.elena, now=at(0), group_id=room.group_id, title="Un workshop", planned_on=at(0).date(),
            questions=[*questions, "E poi?"], format=format,
        )  # fmt: skip


@pytest.mark.parametrize(("secret", "people"), [(True, 6), (True, 4), (False, 4)])
def test_what_a_room_expects_joins_what_people_expect_of_the_promise(room: Room, secret: bool, people: int) -> None:
    session, elena = room.session, room.elena
    process_id = delivery(session, elena)
    asked = promise(session, elena, process_id)
    round_id = rounds.add_round(
        session, elena, now=at(0), workshop_id=room.workshop_id, kind="expect", question="Quanto te lo aspetti?",
        secret=secret,
    )  # fmt: skip
    options.choose_promises(session, elena, now=at(1), round_id=round_id, promise_ids=[asked])
    guests = room.guests(receives=people)
    if not secret:
        # Who answered elsewhere keeps the first answer.
        session.add(Expectation(promise_id=asked, amount=9, unit="d", size=9 * 86_400.0, origin="reviews",
                                person_id=guests[0].person_id, created_at=at(0)))  # fmt: skip
    run(room, conduct.open_round, 2, round_id)
    (option,) = options.options_in(session, round_id)
    for number, guest in enumerate(guests):
        origin = "friend" if number else "reviews"
        marks.cast_marks(session, guest, now=at(3), round_id=round_id, marks=[Mark(option.id, number + 1, 0, origin)])
    before = expectation_of(session, elena, promise_id=asked)
    assert before is None or before.count == (0 if secret else 1), "nothing counts before the close"
    run(room, conduct.close_round, 4, round_id)
    found = expectation_of(session, elena, promise_id=asked)
    if secret and people < 5:
        assert found is None, "fewer than five in a secret round: nothing of it is told"
        return
    kept = session.exec(select(Expectation)).all()
    assert found is not None
    assert found.count == people == len(kept)
    if secret:
        assert (found.median, found.unit) == (3.5, "d")
        assert {(one.person_id, one.browser_hash) for one in kept} == {(None, None)}
        # Five say a friend and one reviews: the one could be worked out, so neither is told.
        assert found.sources == {}
    else:
        assert sorted(one.amount for one in kept) == [2, 3, 4, 9]
    assert timedelta(seconds=max(one.size for one in kept)) >= timedelta(days=4)
