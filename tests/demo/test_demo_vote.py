"""The vote of 17 November: exactly the points of the story, in ballots that people could have cast."""

import pytest
from sqlmodel import Session, col, select

from demo import said
from demo.dots import ballots
from models.access import Viewer
from models.ballot_rows import Ballot, BallotLine
from models.results import ResultView, result_view
from tests.demo.conftest import Example

EVEN = {1: 22, 2: 16, 3: 14, 6: 14, 4: 14, 5: 9, 7: 7, 8: 3}


def result_of(example: Example) -> tuple[ResultView, dict[int, str]]:
    found = example.ask("Anna R.", result_view, round_id=example.the("round 2", "november"))
    by_idea = {view.idea_id: option_id for option_id, view in found.options.items()}
    return found, {number: by_idea[example.the("idea", number)] for number in said.VOTE}


def test_each_side_gave_each_idea_the_points_of_the_story(example: Example) -> None:
    found, option_of = result_of(example)
    options = {option.id: option for option in found.facts.options}
    for number, points in said.VOTE.items():
        option = options[option_of[number]]
        assert (option.by_side["promises"], option.by_side["keeps"], option.by_side["receives"]) == points
        assert option.total == sum(points)
        assert round(100 * (option.even_share or 0)) == EVEN[number]


def test_24_of_25_voted_in_secret_8_10_and_6(example: Example) -> None:
    found, _ = result_of(example)
    assert (found.facts.voters, found.eligible, found.round.secret) == (24, 25, True)
    assert {side.side: (side.voters, side.given) for side in found.facts.sides} == {
        "promises": (8, 40), "keeps": (10, 50), "receives": (6, 30),
    }  # fmt: skip


def test_the_three_sentences_of_the_result(example: Example) -> None:
    found, option_of = result_of(example)
    facts = found.facts
    assert facts.leaders == [option_of[1]]
    assert sorted(facts.wanted_by[option_of[1]]) == ["keeps", "promises", "receives"]
    assert list(facts.wanted_by[option_of[2]]) == ["promises"]
    assert sorted(facts.wanted_by[option_of[3]]) == ["keeps", "receives"]
    assert facts.gap is not None
    assert (facts.gap.id, facts.gap.more_points, facts.gap.more_given, facts.gap.less_points, facts.gap.less_given) == (
        option_of[2], 14, 40, 2, 50,
    )  # fmt: skip
    assert {frozenset(tied) for tied in facts.ties} == {frozenset({option_of[3], option_of[6]})}


def test_every_ballot_has_five_dots_and_at_most_three_on_one_and_names_nobody(example: Example) -> None:
    def cast(session: Session, _: Viewer) -> tuple[list[Ballot], list[BallotLine]]:
        votes = session.exec(select(Ballot).where(Ballot.round_id == example.the("round 2", "november"))).all()
        mine = col(BallotLine.ballot_id).in_([vote.id for vote in votes])
        return list(votes), list(session.exec(select(BallotLine).where(mine)).all())

    votes, lines = example.ask("Elena Mazzotti", cast)
    assert len(votes) == 24
    assert all(vote.person_id is None and vote.cast_at is None for vote in votes)
    given: dict[str, int] = {}
    for line in lines:
        assert line.value <= 3
        given[line.ballot_id] = given.get(line.ballot_id, 0) + line.value
    assert set(given.values()) == {5}


def test_ballots_are_the_same_every_time_and_refuse_points_that_cannot_be_given() -> None:
    points = {number: of_side[0] for number, of_side in said.VOTE.items()}
    assert ballots(points, 8) == ballots(points, 8)
    with pytest.raises(ValueError, match="cannot be"):
        ballots(points, 9)
    with pytest.raises(ValueError, match="cannot be"):
        ballots({1: 10}, 2)
