"""Votes of every kind: what each takes and refuses, that the last one counts, that it can be taken back."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import Session, select

from models import ballots, conduct, duels, marks, options, round_clock, rounds
from models.access import Viewer
from models.ballot_rows import Ballot, BallotLine, BallotReason, DuelMark
from models.errors import NotFound, Refusal
from models.marks import Mark
from models.round_settings import RoundSettings
from models.rounds import VOTES, RoundKind
from tests.models.promising import delivery, promise
from tests.models.room import Room, a_room, at
from tests.models.voting import IDEAS, SETTINGS, TAKEN, Said, a_vote, said
from words.refusals import refusal_sentence
from words.speech import speech

# By kind: what is refused, with its code.
REFUSED: dict[str, list[tuple[Said, str]]] = {
    "dots": [([(0, 4, 0, "")], "over_cap"), ([(0, 3, 0, ""), (1, 1, 0, "")], "over_budget")],
    "approval": [([(0, 1, 0, ""), (1, 1, 0, ""), (2, 1, 0, "")], "over_picks"), ([(0, 2, 0, "")], "not_an_option"),
                 ([(0, 0, 0, "")], "nothing_marked")],
    "score": [([(0, 6, 0, "")], "score_outside"), ([(0, 0, 0, "")], "score_outside"),
              ([(0, 3, 2, "")], "not_an_option"), ([(0, 3, -1, "")], "not_an_option")],
    "ranked": [([(0, 0, 0, "")], "rank_not_positive"), ([(0, -1, 0, "")], "rank_not_positive"),
               ([(0, 1_000_001, 0, "")], "rank_not_positive")],
    "agreement": [([(0, 2, 0, "")], "not_an_option")],
    "budget": [([(0, 900, 0, "")], "not_an_option")],
    "consent": [([(0, -1, 0, " \u200b ")], "objection_reason"), ([(0, -2, 0, "perché sì")], "not_an_option"),
                ([(0, -1, 0, "a" * 301)], "too_long")],
    "expect": [([(0, -1, 0, "")], "number_negative"), ([(0, 999_999, 0, "")], "number_absurd"),
               ([(0, 2, 0, "dall'oroscopo")], "not_an_option")],
}  # fmt: skip
EVERYWHERE: list[tuple[Callable[[list[str]], list[Mark]], str]] = [
    (lambda ids: [], "nothing_marked"),
    (lambda ids: [Mark("elsewhere", 1)], "not_an_option"),
    (lambda ids: [Mark(ids[0], True)], "not_a_number"),
    (lambda ids: [Mark(ids[0], 1.5)], "not_a_number"),  # type: ignore[arg-type]
    (lambda ids: [Mark(ids[0], 1), Mark(ids[0], 1)], "marked_twice"),
]


@pytest.fixture(params=[True, False], ids=["secret", "open"])
def room(session: Session, request: pytest.FixtureRequest) -> Room:
    made = a_room(session, secret=request.param)
    made.collect(*IDEAS)
    return made


def test_every_kind_takes_a_vote_replaces_it_and_lets_it_be_taken_back(room: Room) -> None:
    session = room.session
    row = session.get(rounds.Round, room.vote_id)
    assert row is not None
    (anna,) = room.guests(receives=1)
    assert set(TAKEN) == {kind.value for kind in VOTES} - {"duels"}
    for number, (kind, (first, second)) in enumerate(TAKEN.items()):
        round_id = a_vote(room, kind, 20 + 5 * number, secret=row.secret)
        ids = [option.id for option in options.options_in(session, round_id)]
        now = at(22 + 5 * number)

        def cast(what: list[Mark], now: Any = now, round_id: str = round_id) -> None:
            marks.cast_marks(session, anna, now=now, round_id=round_id, marks=what)

        for what, code in [(said(ids, bad), code) for bad, code in REFUSED[kind]] + [
            (bad(ids), code) for bad, code in EVERYWHERE
        ]:
            with pytest.raises(Refusal) as no:
                cast(what)
            expected = "no_dots" if (kind, code) == ("dots", "nothing_marked") else code
            assert (kind, no.value.code) == (kind, expected)
            sentence = refusal_sentence(speech("it"), no.value.code, no.value.facts)
            assert sentence != refusal_sentence(speech("it"), "never heard of", {})
            assert "?" not in sentence, sentence
        cast(said(ids, first))
        assert marks.my_marks(session, anna, round_id=round_id) == tuple(sorted(said(ids, first), key=_place))
        cast(said(ids, second))
        kept = tuple(sorted(said(ids, second), key=_place))
        assert ballots.ballot_place(session, anna, round_id=round_id).marks == kept
        of_round = select(Ballot).where(Ballot.round_id == round_id)
        named = not row.secret or kind == "consent"
        assert len(session.exec(of_round).all()) == (2 if named else 1), "only an open vote keeps its history"
        assert {ballot.person_id for ballot in session.exec(of_round).all()} == {anna.person_id if named else None}
        ballots.withdraw_ballot(session, anna, now=now, round_id=round_id)
        assert marks.my_marks(session, anna, round_id=round_id) == ()
        with pytest.raises(Refusal, match="no_ballot"):
            ballots.withdraw_ballot(session, anna, now=now, round_id=round_id)
        cast(said(ids, first))
        round_clock.pause_round(session, room.elena, now=now, round_id=round_id)
        with pytest.raises(Refusal, match="round_paused"):
            cast(said(ids, second))
        round_clock.resume_round(session, room.elena, now=now, round_id=round_id)
        conduct.close_round(session, room.elena, now=now, round_id=round_id)
        with pytest.raises(Refusal, match="round_closed"):
            cast(said(ids, second))
        with pytest.raises(Refusal, match="vote_stays_closed"):
            conduct.reopen_round(session, room.elena, now=now, round_id=round_id)
    if row.secret:
        # No words of a secret vote are left behind by what replaced it.
        kept_ids = set(session.exec(select(Ballot.id)).all())
        for table in (BallotLine, BallotReason):
            assert set(session.exec(select(table.ballot_id)).all()) <= kept_ids


def _place(mark: Mark) -> tuple[str, int]:
    return mark.option_id, mark.criterion


def test_duels_show_each_pair_once_the_least_shown_first_and_take_the_last_answer(room: Room) -> None:
    session = room.session
    row = session.get(rounds.Round, room.vote_id)
    assert row is not None
    anna, bea = room.guests(receives=2)
    round_id = a_vote(room, "duels", secret=row.secret)
    seen: list[frozenset[str]] = []

    def answer(who: Viewer, left: str, right: str, winner: str | None) -> None:
        duels.answer_duel(
            session, who, now=at(23), round_id=round_id, left_id=left, right_id=right, winner_id=winner
        )  # fmt: skip

    while (pair := duels.next_duel(session, anna, round_id=round_id)) is not None:
        assert duels.next_duel(session, anna, round_id=round_id) == pair, "a reload shows the same"
        assert (pair.done, pair.of) == (len(seen), 3)
        seen.append(frozenset({pair.left.id, pair.right.id}))
        answer(anna, pair.left.id, pair.right.id, None if len(seen) == 1 else pair.left.id)
    assert len(set(seen)) == len(seen) == 3
    ids = [option.id for option in options.options_in(session, round_id)]
    # The other way round it is the same pair: answered anew, not once more.
    answer(anna, ids[1], ids[0], ids[0])
    outcomes = session.exec(select(DuelMark)).all()
    assert len(outcomes) == 3
    first, second = sorted(ids[:2])
    told = next(mark for mark in outcomes if (mark.first_id, mark.second_id) == (first, second))
    assert told.outcome == (1 if first == ids[0] else -1)
    for left, right, winner in ((ids[0], ids[0], None), (ids[0], "elsewhere", None), (ids[0], ids[1], ids[2])):
        with pytest.raises(Refusal, match="not_an_option"):
            answer(bea, left, right, winner)
    with pytest.raises(NotFound):
        marks.cast_marks(session, bea, now=at(23), round_id=round_id, marks=[Mark(ids[0], 1)])
    with pytest.raises(NotFound):
        duels.next_duel(session, bea, round_id=room.vote_id)
    # What one person met counts as shown: the next starts where fewest have been.
    answer(bea, ids[0], ids[1], ids[1])
    following = duels.next_duel(session, bea, round_id=round_id)
    assert following is not None
    assert ids[2] in {following.left.id, following.right.id}
    sides = {
        (pair.left.id, pair.right.id)
        for n in range(30) if (pair := duels.next_duel(session, bea, round_id=round_id, seed=str(n))) is not None
    }  # fmt: skip
    assert any((right, left) in sides for left, right in sides), "no option always stands left"
    carla = room.guest("Carla", "receives", at(24))
    before = duels.next_duel(session, carla, round_id=round_id)
    answer(bea, following.left.id, following.right.id, following.left.id)
    then = duels.next_duel(session, bea, round_id=round_id)
    assert then is not None
    assert before is not None
    assert duels.next_duel(session, carla, round_id=round_id) == before, "the first pair waits too, whoever answers"
    answer(carla, before.left.id, before.right.id, before.right.id)
    assert duels.next_duel(session, bea, round_id=round_id) == then, "a pair waits for its answer, whoever else answers"
    # To answer an older pair anew leaves the one that waits.
    answer(bea, following.right.id, following.left.id, None)
    assert duels.next_duel(session, bea, round_id=round_id) == then
    ballots.withdraw_ballot(session, anna, now=at(24), round_id=round_id)
    again = duels.next_duel(session, anna, round_id=round_id)
    assert again is not None
    assert again.done == 0


def test_nobody_answers_more_pairs_than_asked(session: Session) -> None:
    room = a_room(session)
    room.collect(*IDEAS)
    SETTINGS["duels"] = {"pairs_each": 1}
    try:
        round_id = a_vote(room, "duels")
    finally:
        del SETTINGS["duels"]
    # A latecomer votes too.
    anna = room.guest("Anna", "receives", at(22))
    ids = [option.id for option in options.options_in(session, round_id)]
    duels.answer_duel(session, anna, now=at(23), round_id=round_id, left_id=ids[0], right_id=ids[1], winner_id=None)
    assert duels.next_duel(session, anna, round_id=round_id) is None
    with pytest.raises(Refusal, match="duels_done"):
        duels.answer_duel(session, anna, now=at(23), round_id=round_id, left_id=ids[0], right_id=ids[2], winner_id=None)


def test_none_of_these_stands_last_on_a_ranked_list_and_can_be_ranked(session: Session) -> None:
    room = a_room(session)
    room.collect(*IDEAS)
    round_id = a_vote(room, "ranked")
    people = [room.guest(f"Anna {n}", "receives", at(22)) for n in range(12)]
    lists = [options.options_of(session, one, round_id=round_id) for one in people]
    assert all([option.none_of_these for option in seen] == [False, False, False, True] for seen in lists)
    assert len({tuple(option.id for option in seen) for seen in lists}) > 1, "each sees an order of their own"
    marks.cast_marks(session, people[0], now=at(23), round_id=round_id, marks=[Mark(lists[0][3].id, 1)])


def test_a_vote_does_not_open_without_what_its_kind_needs(session: Session) -> None:
    room = a_room(session)
    room.collect(*IDEAS)
    elena = room.elena

    def made(kind: str, **settings: Any) -> str:
        return rounds.add_round(session, elena, now=at(20), workshop_id=room.workshop_id, kind=kind, question="E?",
                                settings=settings)  # fmt: skip

    def no(code: str, round_id: str) -> None:
        with pytest.raises(Refusal, match=code):
            conduct.open_round(session, elena, now=at(21), round_id=round_id)

    fund = made("budget", money=100)
    no("too_few_options", fund)
    options.choose_options(session, elena, now=at(20), round_id=fund, idea_ids=room.idea_ids)
    no("cost_missing", fund)
    first = options.options_in(session, fund)[0]
    for cost, code in ((0, "too_small"), (-5, "too_small"), (10**10, "too_large"), ("gratis", "not_a_number")):
        with pytest.raises(Refusal, match=code):
            options.set_cost(session, elena, now=at(20), round_id=fund, option_id=first.id, cost=cost)  # type: ignore[arg-type]
    for option in options.options_in(session, fund):
        options.set_cost(session, elena, now=at(20), round_id=fund, option_id=option.id, cost=60)
    # Chosen anew, an idea keeps its cost.
    options.choose_options(session, elena, now=at(20), round_id=fund, idea_ids=room.idea_ids[::-1])
    conduct.open_round(session, elena, now=at(21), round_id=fund)
    without = made("budget")
    options.choose_options(session, elena, now=at(20), round_id=without, idea_ids=room.idea_ids)
    for option in options.options_in(session, without):
        options.set_cost(session, elena, now=at(20), round_id=without, option_id=option.id, cost=60)
    no("money_missing", without)
    expect = made("expect")
    options.choose_options(session, elena, now=at(20), round_id=expect, idea_ids=room.idea_ids)
    no("promise_needed", expect)
    process_id = delivery(session, elena)
    hours = promise(session, elena, process_id)
    weeks = promise(session, elena, process_id, amount=2, unit="w")
    options.choose_promises(session, elena, now=at(20), round_id=expect, promise_ids=[hours, weeks])
    no("units_differ", expect)
    options.choose_promises(session, elena, now=at(20), round_id=expect, promise_ids=[hours])
    conduct.open_round(session, elena, now=at(21), round_id=expect)
    assert rounds.round_view(session, elena, round_id=expect).settings.unit == "d", "48 hours are asked in days"
    with pytest.raises(NotFound):
        options.choose_promises(session, elena, now=at(20), round_id=without, promise_ids=["elsewhere"])


@pytest.mark.parametrize(
    ("given", "code"),
    [({"picks": 0}, "too_small"), ({"money": 0}, "too_small"), ({"minutes": 10**7}, "too_large"),
     ({"criteria": ("A", "B", "C", "D")}, "too_many_criteria"), ({"criteria": ("Utile", "utile")}, "criteria_twice"),
     ({"criteria": ("",)}, "empty"), ({"moderation": "sometimes"}, "not_an_option"), ({"unit": "y"}, "not_an_option"),
     ({"secret_backdoor": True}, "unknown_field"), ({"pairs_each": "many"}, "not_a_number")],
)  # fmt: skip
def test_settings_are_looked_at_before_they_are_kept(session: Session, given: dict[str, Any], code: str) -> None:
    room = a_room(session)
    with pytest.raises(Refusal, match=code):
        rounds.add_round(session, room.elena, now=at(0), workshop_id=room.workshop_id, kind="score", question="E?",
                         settings=given)  # fmt: skip


def test_settings_freeze_when_the_round_opens_and_a_consent_always_has_names(session: Session) -> None:
    room = a_room(session)
    room.collect(*IDEAS)
    pulse = a_vote(room, "approval")
    before = rounds.round_view(session, room.elena, round_id=pulse)
    assert before.settings == RoundSettings(picks=2)
    with pytest.raises(Refusal, match="round_frozen"):
        rounds.change_round(
            session, room.elena, now=at(22), round_id=pulse, question="E?", secret=True, others_see=True,
            latecomers=True, budget=None, cap=3, settings={"picks": 5},
        )  # fmt: skip
    assert rounds.round_view(session, room.elena, round_id=pulse).settings == before.settings
    consent = rounds.add_round(
        session, room.elena, now=at(22), workshop_id=room.workshop_id, kind=RoundKind.CONSENT, question="Obiezioni?"
    )
    assert not rounds.round_view(session, room.elena, round_id=consent).secret
    rounds.change_round(
        session, room.elena, now=at(22), round_id=consent, question="E?", secret=True, others_see=True, latecomers=True,
        budget=None, cap=3, settings={"minutes": 4},
    )  # fmt: skip
    kept = rounds.round_view(session, room.elena, round_id=consent)
    assert (kept.secret, kept.settings.minutes, kept.settings.picks) == (False, 4, 5)
