"""Many at once, with real commits: one person's twenty threads, a close between them, two people with one form."""

import threading
from collections.abc import Callable
from itertools import combinations

from sqlmodel import Session, select

from models import ballots, conduct, feedback, feedback_ideas, options, recounts, rounds, touchpoints
from models.access import NOBODY, Viewer
from models.ballot_rows import Ballot, BallotLine, DuelMark
from models.duels import answer_duel
from models.errors import Refusal
from models.ideas import Idea
from models.marks import Mark, cast_marks
from models.receipts import Receipt, once
from models.rounds import Round
from store import doors
from tests.company import NOW, Company, found
from tests.conftest import Database
from tests.models.room import Room, a_room, at

IDEAS = ("Tre giorni certi", "Spedizione in giornata", "Terzo operatore", "Orario limite")


def all_at_once(works: list[Callable[[], object]]) -> list[object]:
    """Run them in threads that start together; answers or what was raised."""
    start, found = threading.Barrier(len(works)), [None] * len(works)

    def run(place: int) -> None:
        start.wait()
        try:
            found[place] = works[place]()  # type: ignore[call-overload]
        except Exception as error:  # noqa: BLE001 - the test looks at it
            found[place] = error  # type: ignore[call-overload]

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return list(found)


def prepared(secret: bool, people: int = 1) -> tuple[Room, list[str], list[object]]:
    made: dict[str, object] = {}

    def work(session: Session) -> None:
        room = a_room(session, secret=secret)
        room.collect(*IDEAS)
        made["people"] = room.guests(receives=people)
        conduct.open_round(session, room.elena, now=at(30), round_id=room.vote_id)
        made["room"], made["options"] = room, room.option_ids()

    doors.writing(work)
    return made["room"], made["options"], made["people"]  # type: ignore[return-value]


def casting(room: Room, viewer: object, key: str, points: dict[str, int]) -> Callable[[], object]:
    return lambda: doors.writing(
        lambda session: once(session, viewer, ballots.cast_ballot, form_key=key, now=at(31), round_id=room.vote_id,  # type: ignore[arg-type]
                             points=points)
    )  # fmt: skip


def test_twenty_threads_spend_a_budget_of_three_exactly_once(real_database: Database) -> None:
    _twenty(*prepared(True))


def _twenty(room: Room, listed: list[str], people: list[object]) -> None:
    works = [casting(room, people[0], f"tab-{n}", {listed[n % 4]: 2, listed[(n + 1) % 4]: 1}) for n in range(20)]
    found = all_at_once(works)
    assert [answer for answer in found if isinstance(answer, Exception)] == []
    with doors.reading() as session:
        assert len(session.exec(select(Ballot).where(Ballot.state == "counted")).all()) == 1
        totals = recounts.recount(session, room.vote_id)
    assert sum(sum(sides.values()) for sides in totals.values()) == 3


def test_twenty_threads_in_an_open_vote_leave_one_ballot_that_counts(real_database: Database) -> None:
    _twenty(*prepared(False))


def test_twenty_threads_answer_three_pairs_exactly_and_a_set_of_marks_is_never_mixed(real_database: Database) -> None:
    room, _, people = prepared(True)
    made: dict[str, list[str]] = {}

    def work(session: Session) -> None:
        for kind, picks in (("duels", {"pairs_each": 3}), ("approval", {"picks": 2})):
            round_id = rounds.add_round(session, room.elena, now=at(31), workshop_id=room.workshop_id, kind=kind,
                                        question="Quale?", settings=picks)  # fmt: skip
            options.choose_options(session, room.elena, now=at(31), round_id=round_id, idea_ids=room.idea_ids)
            conduct.open_round(session, room.elena, now=at(31), round_id=round_id)
            made[kind] = [round_id, *(option.id for option in options.options_in(session, round_id))]

    doors.writing(work)
    duel, *four = made["duels"]
    pulse, *listed = made["approval"]
    pairs = list(combinations(four, 2)) * 2
    works = [sending(people[0], f"duel-{n}", answer_duel, round_id=duel, left_id=left, right_id=right, winner_id=left)
             for n, (left, right) in enumerate(pairs)]  # fmt: skip
    works += [sending(people[0], f"pick-{n}", cast_marks, round_id=pulse,
                      marks=[Mark(listed[n % 4], 1), Mark(listed[(n + 1) % 4], 1)]) for n in range(8)]  # fmt: skip
    found = all_at_once(works)
    no = [answer for answer in found if isinstance(answer, Exception)]
    assert {getattr(answer, "code", answer) for answer in no} <= {"duels_done"}
    with doors.reading() as session:
        assert len(session.exec(select(DuelMark)).all()) == 3
        assert len(session.exec(select(Ballot)).all()) == 2
        # Two together from one form, never one of each.
        assert {line.option_id for line in session.exec(select(BallotLine)).all()} in [
            {listed[n], listed[(n + 1) % 4]} for n in range(4)
        ]


def sending(viewer: object, key: str, command: object, **what: object) -> Callable[[], object]:
    return lambda: doors.writing(
        lambda session: once(session, viewer, command, form_key=key, now=at(32), **what)  # type: ignore[arg-type]
    )


def test_one_form_sent_by_two_servers_is_one_ballot_and_one_receipt(real_database: Database) -> None:
    room, listed, people = prepared(True)
    found = all_at_once([casting(room, people[0], "one-form", {listed[0]: 3}) for _ in range(8)])
    assert [answer for answer in found if isinstance(answer, Exception)] == []
    assert len({answer.code for answer in found}) == 1  # type: ignore[attr-defined]
    with doors.reading() as session:
        assert len(session.exec(select(Receipt).where(Receipt.form_key == "one-form")).all()) == 1
        assert len(session.exec(select(Ballot)).all()) == 1
        assert [line.value for line in session.exec(select(BallotLine)).all()] == [3]


def test_a_vote_is_in_the_result_or_refused_never_lost_between(real_database: Database) -> None:
    room, listed, people = prepared(True, people=12)
    votes = [casting(room, person, f"form-{n}", {listed[0]: 3}) for n, person in enumerate(people)]

    def close() -> object:
        return doors.writing(
            lambda session: conduct.close_round(session, room.elena, now=at(31), round_id=room.vote_id)
        )

    found = all_at_once([*votes[:6], close, *votes[6:]])
    refused = [answer for answer in found if isinstance(answer, Refusal)]
    assert {answer.code for answer in refused} <= {"round_closed"}
    assert not [answer for answer in found if isinstance(answer, Exception) and not isinstance(answer, Refusal)]
    with doors.reading() as session:
        row = session.get(Round, room.vote_id)
        assert row is not None
        assert row.state == "closed"
        assert recounts.first_wrong_result(session) is None
        accepted = len(people) - len(refused)
        assert len(session.exec(select(Ballot)).all()) == accepted


def test_two_who_turn_one_voice_into_an_idea_at_once_make_one(real_database: Database) -> None:
    def work(session: Session) -> tuple[Company, str]:
        company = found(session)
        touchpoints.lay_stages(session, "it")
        stage = touchpoints.stages_all(session, company.manager)[0]
        touchpoints.add_touchpoint(session, company.manager, now=NOW, name="Sito", stage_id=stage.id)
        token = touchpoints.touchpoints_all(session, company.manager)[0].door_token
        said = feedback.leave_feedback(session, NOBODY, now=NOW, token=token, face=2, words="Mi serve sapere quando.")
        return company, said

    company, voice = doors.writing(work)

    def turning(viewer: Viewer) -> Callable[[], object]:
        return lambda: doors.writing(lambda session: feedback_ideas.turn_feedback(
            session, viewer, now=NOW, feedback_id=voice, group_id=company.group_id
        ))  # fmt: skip

    answers = all_at_once([turning(company.marketing), turning(company.manager), turning(company.facilitator)])
    assert sorted(isinstance(one, str) for one in answers) == [False, False, True]
    with doors.reading() as session:
        assert len(session.exec(select(Idea.id)).all()) == 1
