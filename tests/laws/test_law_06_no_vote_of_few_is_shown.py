"""Law 6. In a secret round no number tells how one of fewer than five voted, nor gives it by subtraction.

The rule itself, with every combination of sides, is in `tests/analysis/test_dots.py`.
"""

import json

import pytest
from sqlmodel import Session, select

from models import ballots, conduct, results
from models.results import Result
from tests.models.room import Room, a_room, at
from words.results import three_sentences
from words.rounds import what_will_show
from words.speech import speech


def counted(session: Session, *, secret: bool = True, **numbers: int) -> tuple[Room, results.ResultView]:
    room = a_room(session, secret=secret)
    room.collect("Tre giorni certi", "Spedizione in giornata", "Terzo operatore")
    people = room.guests(**numbers)
    conduct.open_round(session, room.elena, now=at(30), round_id=room.vote_id)
    first, second, third = room.option_ids()
    for n, person in enumerate(people):
        points = [{first: 2, second: 1}, {first: 1, third: 2}, {second: 3}][n % 3]
        ballots.cast_ballot(session, person, now=at(31), round_id=room.vote_id, points=points)
    conduct.close_round(session, room.elena, now=at(40), round_id=room.vote_id)
    return room, results.result_view(session, room.elena, round_id=room.vote_id)


@pytest.mark.parametrize(
    ("promises", "keeps", "receives", "shown"),
    [(4, 0, 0, None), (5, 0, 0, ["promises"]), (6, 0, 0, ["promises"]), (4, 4, 4, []), (5, 5, 5, None),
     (8, 10, 6, None), (8, 10, 4, ["keeps"]), (8, 1, 0, []), (5, 9, 5, None)],
)  # fmt: skip
def test_no_small_side_can_be_read_or_worked_out(
    session: Session, promises: int, keeps: int, receives: int, shown: list[str] | None
) -> None:
    numbers = {"promises": promises, "keeps": keeps, "receives": receives}
    _, seen = counted(session, secret=True, **{side: n for side, n in numbers.items() if n})
    sides = [side.side for side in seen.facts.sides]
    if shown is not None:
        assert sides == shown
    elif sum(numbers.values()) < 5:
        assert seen.facts.withheld
    rest = seen.facts.voters - sum(side.voters for side in seen.facts.sides)
    assert all(side.voters >= 5 for side in seen.facts.sides)
    assert not sides or rest == 0 or rest >= 5


def test_what_is_withheld_is_not_even_kept(session: Session) -> None:
    counted(session, promises=3, receives=1)
    kept = json.loads(session.exec(select(Result)).one().output)
    assert (kept["options"], kept["leaders"], kept["given"], kept["gap"]) == ([], [], 0, None)


def test_an_open_vote_shows_its_sides_however_few(session: Session) -> None:
    _, seen = counted(session, secret=False, promises=1, keeps=1, receives=1)
    assert [side.voters for side in seen.facts.sides] == [1, 1, 1]


def test_the_sentences_say_what_is_not_shown(session: Session) -> None:
    _, seen = counted(session, promises=4, keeps=4, receives=4)
    names = {option_id: option.text for option_id, option in seen.options.items()}
    said = three_sentences(speech("it"), seen.facts, names)
    assert said[-1] == "Voto segreto e meno di cinque per lato: mostriamo solo il totale."
    assert not any("chi promette" in sentence or "chi mantiene" in sentence for sentence in said)


def test_the_builder_says_it_before_opening() -> None:
    say = speech("it")
    what = {"people": 12, "secret": True, "total": True, "sides": [], "all_sides": False}
    assert what_will_show(say, **what) == "Con 12 persone e voto segreto vedrai solo il totale."  # type: ignore[arg-type]
    what = {"people": 3, "secret": True, "total": False, "sides": [], "all_sides": False}
    assert "meno di cinque" in what_will_show(say, **what)  # type: ignore[arg-type]
