"""Counting by every method: what must hold whatever the ballots, and small rooms counted by hand."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import agreement, approval, consent, duels, expected, funding, ranked, scores
from analysis.counted import Count

OPTIONS = ("a", "b", "c")
Room = Callable[..., Count]
Ballots = Sequence[Mapping[Any, int]]

COSTS = {"a": 400, "b": 300, "c": 350}


def _funded(options: Sequence[str], ballots: Ballots, sides: Sequence[str | None], **how: Any) -> Count:
    money = how.pop("money", 700)
    return funding.count(options, ballots, sides, costs=COSTS, money=money, **how)


def _greedy(options: Sequence[str], ballots: Ballots, sides: Sequence[str | None], **how: Any) -> Count:
    return _funded(options, ballots, sides, rule=funding.Rule.GREEDY, **how)


def _consent(options: Sequence[str], ballots: Ballots, sides: Sequence[str | None], secret: bool, **_: Any) -> Count:
    return consent.count(options, ballots, sides)


def _ranked(rule: ranked.Rule) -> Room:
    def count(options: Sequence[str], ballots: Ballots, sides: Sequence[str | None], **how: Any) -> Count:
        return ranked.count(options, ballots, sides, rule=rule, **how)

    return count


# The count, the values a mark may have, and a ballot that wants "a" and nothing else.
METHODS: dict[str, tuple[Room, tuple[int, ...], dict[Any, int]]] = {
    "points": (approval.summed, (0, 1, 2, 3), {"a": 3}),
    "approval": (approval.count, (0, 1), {"a": 1}),
    "score": (scores.count, (1, 2, 3, 4, 5), {"a": 5, "b": 1, "c": 2}),
    "schulze": (_ranked(ranked.Rule.SCHULZE), (1, 2, 3), {"a": 1, "b": 2}),
    "borda": (_ranked(ranked.Rule.BORDA), (1, 2, 3), {"a": 1, "b": 2}),
    "irv": (_ranked(ranked.Rule.RUNOFF), (1, 2, 3), {"a": 1, "b": 2}),
    "agreement": (agreement.count, (-1, 0, 1), {"a": 1, "b": -1, "c": 0}),
    "equal-shares": (_funded, (0, 1), {"a": 1}),
    "greedy": (_greedy, (0, 1), {"a": 1}),
    "consent": (_consent, (-1, 0, 1), {"a": 1, "b": -1, "c": 0}),
}


def counted(method: str, ballots: Ballots, sides: Sequence[str | None], *, secret: bool = False, **how: Any) -> Count:
    count, _, _ = METHODS[method]
    if method == "score":
        ballots = [{(option, 0): value for option, value in ballot.items()} for ballot in ballots]
    return count(OPTIONS, ballots, sides, secret=secret, **how)


def rooms(method: str) -> st.SearchStrategy[list[tuple[dict[str, int], str | None]]]:
    mark = st.sampled_from(METHODS[method][1])
    ballot = st.dictionaries(st.sampled_from(OPTIONS), mark, max_size=3)
    return st.lists(st.tuples(ballot, st.sampled_from(["promises", "keeps", None])), min_size=1, max_size=7)


@pytest.mark.parametrize("method", METHODS)
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_who_votes_first_and_how_many_times_the_same_room_votes_changes_nothing(
    method: str, data: st.DataObject
) -> None:
    room = data.draw(rooms(method))
    ballots, sides = [ballot for ballot, _ in room], [side for _, side in room]
    found = counted(method, ballots, sides, seed=None)
    assert counted(method, ballots[::-1], sides[::-1], seed=None) == found
    # (A+1)/(S+2) leans on how many answered, as it is meant to.
    if method != "agreement":
        twice = counted(method, ballots * 2, sides * 2, seed=None)
        assert (twice.ranking, twice.winners, twice.ties) == (found.ranking, found.winners, found.ties)
    assert sorted(option for place in found.ranking for option in place) == sorted(found.totals)
    assert type(found).from_json(found.as_json()) == found
    if isinstance(found, funding.Facts):
        assert found.spent <= found.budget
        assert found.greedy_spent <= found.budget


@pytest.mark.parametrize("method", METHODS)
def test_an_idea_that_everybody_wants_wins_everywhere(method: str) -> None:
    everybody = [METHODS[method][2]] * 6
    found = counted(method, everybody, ["promises", "keeps"] * 3)
    assert found.winners == ["a"]
    assert found.ranking[0] == ["a"]
    assert found.clear or method in ("equal-shares", "greedy", "consent")


@pytest.mark.parametrize("method", METHODS)
def test_one_voter_no_voter_and_a_room_that_says_nothing_are_counted(method: str) -> None:
    assert counted(method, [], []).voters == 0
    assert counted(method, [METHODS[method][2]], [None]).winners == ["a"]
    silent = counted(method, [{}, {}], ["keeps", None])
    assert silent.voters == 2
    assert all(len(place) == 3 for place in silent.ranking)


@pytest.mark.parametrize("method", [method for method in METHODS if method != "consent"])
def test_in_secret_nothing_of_four_voters_and_no_column_of_four_can_be_read(method: str) -> None:
    wants, others = METHODS[method][2], {"b": METHODS[method][1][-1]}
    few = counted(method, [wants] * 4, ["keeps"] * 4, secret=True)
    assert few.withheld
    assert (few.voters, few.totals, few.ranking, few.by_group) == (4, {}, [], {})
    room = counted(method, [wants] * 6 + [others] * 9, ["promises"] * 6 + ["keeps"] * 5 + ["gets"] * 4, secret=True)
    # The four are hidden, and with them the five: all minus the shown columns would be the four.
    assert [one.side for one in room.sides] == ["promises"]
    assert list(room.by_group) == ["promises"]
    assert not room.whole


def test_in_secret_a_rating_or_answer_of_few_has_no_cell_of_its_own() -> None:
    sides = ["promises"] * 5 + ["keeps"] * 6
    rated: list[dict[Any, int]] = [{("a", 0): 4, ("b", 0): 2} for _ in range(5)] + [{("a", 0): 2} for _ in range(6)]
    rated[9] = {("a", 0): 2, ("b", 0): 5}
    found = scores.count(("a", "b"), rated, sides, secret=True)
    assert found.by_group == {"keeps": {"a": 2.0}, "promises": {"a": 4.0}}
    assert set(found.totals) == {"a", "b"}
    answers = [{"a": 1, "b": 1}] * 5 + [{"a": -1}] * 6
    common = agreement.count(("a", "b"), answers, sides, secret=True)
    assert list(common.totals) == ["a"]
    assert common.by_side["promises"]["b"] == {"agree": 5, "disagree": 0, "pass": 0}
    assert "b" not in common.by_side["keeps"]
    days = expected.count(("a", "b"), [{"a": 3, "b": 9}] * 4 + [{"a": 5}] * 7, sides, secret=True, unit="days")
    assert set(days.totals) == {"a"}


def test_unranked_stands_below_all_ranked_and_equal_ranks_give_half_a_point() -> None:
    found = ranked.count(OPTIONS, [{"a": 1}, {"b": 1, "c": 1}, {"c": 7, "a": 2}], [None] * 3, secret=False)
    assert found.pairwise == {"a": {"b": 2, "c": 2}, "b": {"a": 1, "c": 0}, "c": {"a": 1, "b": 1}}
    assert found.totals == {"a": 4, "b": 2, "c": 3}
    assert (found.condorcet, found.winners) == ("a", ["a"])


def test_a_circle_has_no_condorcet_winner_and_schulze_breaks_it_at_its_weakest_link() -> None:
    circle = [{"a": 1, "b": 2, "c": 3}] * 4 + [{"b": 1, "c": 2, "a": 3}] * 3 + [{"c": 1, "a": 2, "b": 3}] * 2
    found = ranked.count(OPTIONS, circle, [None] * 9, secret=False)
    assert found.condorcet is None
    assert found.ranking == [["a"], ["b"], ["c"]]
    # a beats b 6 to 3, b beats c 7 to 2, c beats a only 5 to 4.
    assert found.by_rule == {"schulze": [["a"], ["b"], ["c"]], "borda": [["a", "b"], ["c"]],
                             "irv": [["a"], ["b"], ["c"]]}  # fmt: skip
    assert found.rounds[0] == {"a": 4, "b": 3, "c": 2}


def ordered(kinds: dict[str, int]) -> list[dict[str, int]]:
    """Ballots from orders written as letters, the best first, and how many cast each."""
    return [{name: rank for rank, name in enumerate(order, start=1)} for order, n in kinds.items() for _ in range(n)]


def test_published_elections_by_every_rule() -> None:
    # Schulze (2011), example 1: 45 voters, E before A, C, B, D.
    schulze = ordered({"ACBED": 5, "ADECB": 5, "BEDAC": 8, "CABED": 3, "CAEBD": 7, "CBADE": 2, "DCEBA": 7, "EBADC": 8})
    found = ranked.count("ABCDE", schulze, [None] * 45, secret=False, seed=None)
    assert [place for place, *_ in found.ranking] == list("EACBD")
    assert (found.condorcet, found.ties) == (None, False)
    # The capital of Tennessee: Memphis, Nashville, Chattanooga, Knoxville.
    capital = ordered({"MNCK": 42, "NCKM": 26, "CKNM": 15, "KCNM": 17})
    found = ranked.count("MNCK", capital, [None] * 100, secret=False, seed=None)
    assert (found.condorcet, found.winners, found.by_rule["borda"][0]) == ("N", ["N"], ["N"])
    assert found.by_rule["irv"] == [["K"], ["M"], ["N"], ["C"]]
    assert found.totals == {"M": 126, "N": 194, "C": 173, "K": 107}


def test_an_idea_that_won_every_duel_and_one_that_was_never_shown_still_have_a_figure() -> None:
    answers = [{("a", "b"): 3}, {("a", "c"): 2, ("c", "b"): 1}]
    found = duels.count(("a", "b", "c", "d"), answers, [None] * 2, secret=False)
    assert found.ranking == [["a"], ["d"], ["c"], ["b"]]
    assert found.shown == {"a": 5, "b": 4, "c": 3, "d": 0}
    assert found.totals["b"] == 0
    assert 0.5 < found.beats["d"] < found.beats["a"] < 1
    even = duels.count(("a", "b"), [{("a", "b"): 2, ("b", "a"): 2}], [None], secret=False)
    assert (even.ranking, even.ties, even.beats) == ([["a", "b"]], True, {"a": 0.5, "b": 0.5})


def test_common_ground_is_the_product_over_the_sides_and_a_pass_counts_among_those_who_answered() -> None:
    found = agreement.count(
        ("a", "b"), [{"a": 1, "b": 1}, {"a": 1, "b": 0}, {"a": -1, "b": 1}], ["promises", "promises", "keeps"],
        secret=False,
    )  # fmt: skip
    assert found.by_group == {"keeps": {"a": pytest.approx(1 / 3), "b": pytest.approx(2 / 3)},
                              "promises": {"a": 0.75, "b": 0.5}}  # fmt: skip
    assert found.totals == {"a": 0.25, "b": pytest.approx(1 / 3)}
    assert found.winners == ["b"]


def test_a_score_is_a_median_and_a_mean_of_those_who_answered_never_a_sum() -> None:
    found = scores.count(
        ("a", "b"), [{("a", 0): 5, ("a", 1): 3}, {("a", 0): 2, ("b", 0): 4}, {("a", 0): 4}], [None] * 3, secret=False,
        criteria=2,
    )  # fmt: skip
    first = found.scores[0]
    assert (first.n, first.median, first.counts) == (3, 4.0, [0, 1, 0, 1, 1])
    assert first.mean == pytest.approx(11 / 3)
    assert first.high == pytest.approx(2 / 3)
    assert found.totals == {"a": pytest.approx((11 / 3 + 3) / 2), "b": 4.0}
    assert found.winners == ["b"]


def test_an_objection_holds_an_idea_up_however_many_agree() -> None:
    found = consent.count(("a", "b", "c"), [{"a": 1, "b": 1, "c": 0}] * 5 + [{"a": -1, "b": 0}], [None] * 6)
    assert found.winners == ["b"]
    assert found.ranking == [["b"], ["c"], ["a"]]
    assert found.answers["a"] == {"agree": 5, "abstain": 0, "object": 1}


def test_what_people_expect_is_a_median_with_its_quartiles() -> None:
    found = expected.count(("a",), [{"a": days} for days in (2, 3, 3, 5, 9)], [None] * 5, secret=True, unit="days")
    spread = found.spreads[0]
    assert (spread.n, spread.median, spread.lower, spread.upper) == (5, 3.0, 3.0, 5.0)
