"""Counting dots: what wins, how clear it is, who sees it differently, and what may not be shown (law 6)."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.dots import LEAST, Facts, budget_for, count, facts_of, sides_to_show, total_may_show

IDEAS = ["certain days", "same day", "third operator", "loan machine", "refund in shop", "cut-off time", "photo",
         "choose carrier"]  # fmt: skip
# The vote of 17 November in the example company: eight promise, ten keep, six receive, five dots each.
NOVEMBER = {"promises": [5, 14, 4, 5, 2, 4, 4, 2], "keeps": [13, 2, 10, 3, 6, 10, 4, 2],
            "receives": [8, 3, 4, 7, 3, 4, 1, 0]}  # fmt: skip


def ballots_of(table: dict[str, list[int]], each: int) -> tuple[list[list[int]], list[str | None]]:
    """Ballots that add up to a table: the dots of a side dealt out in turn, `each` a ballot."""
    points: list[list[int]] = []
    sides: list[str | None] = []
    for side, totals in table.items():
        dots = [idea for idea, number in enumerate(totals) for _ in range(number)]
        voters = -(-len(dots) // each)
        hands = [[0] * len(totals) for _ in range(voters)]
        for place, idea in enumerate(dots):
            hands[place % voters][idea] += 1
        points += hands
        sides += [side] * voters
    return points, sides


def november(secret: bool = True) -> Facts:
    points, sides = ballots_of(NOVEMBER, 5)
    return count(IDEAS, points, sides, secret=secret, order=["promises", "keeps", "receives"])


def test_all_three_sides_want_the_first_idea() -> None:
    facts = november()
    assert (facts.voters, facts.given) == (24, 120)
    assert facts.leaders == ["certain days"]
    assert facts.options[0].total == 26
    assert facts.wanted_by["certain days"] == ["promises", "keeps", "receives"]
    assert facts.wanted_by["same day"] == ["promises"]


def test_same_day_divides_fourteen_of_forty_against_two_of_fifty() -> None:
    gap = november().gap
    assert gap is not None
    assert (gap.id, gap.more, gap.more_points, gap.more_given) == ("same day", "promises", 14, 40)
    assert (gap.less, gap.less_points, gap.less_given) == ("keeps", 2, 50)


def test_a_tie_at_the_third_place_is_a_tie() -> None:
    facts = november()
    assert facts.ties == [["third operator", "cut-off time"]]
    third = [option for option in facts.options if option.rank == 3]
    assert [(option.total, option.tied) for option in third] == [(18, True), (18, True)]
    assert [option.rank for option in facts.options] == [1, 2, 3, 3, 5, 6, 7, 8]


def test_every_side_counting_the_same_stands_beside_the_raw_count() -> None:
    even = {option.id: round(100 * (option.even_share or 0)) for option in november().options}
    assert even == {"certain days": 22, "same day": 16, "third operator": 14, "loan machine": 14,
                    "refund in shop": 9, "cut-off time": 14, "photo": 7, "choose carrier": 3}  # fmt: skip


def test_a_tie_in_front_is_never_broken() -> None:
    facts = count(["a", "b", "c"], [[1, 1, 0]] * 6, ["keeps"] * 6, secret=False)
    assert facts.leaders == ["a", "b"]
    assert not facts.clear
    assert facts.chance_first == pytest.approx(0.5)


def test_a_unanimous_idea_wins_everywhere_and_is_clear() -> None:
    facts = count(["a", "b"], [[3, 0]] * 10, ["keeps"] * 5 + ["promises"] * 5, secret=True)
    assert facts.leaders == ["a"]
    assert facts.chance_first == 1
    assert facts.clear
    assert facts.gap is None


def test_a_vote_with_one_dot_between_two_ideas_is_close() -> None:
    facts = count(["a", "b"], [[1, 0]] * 6 + [[0, 1]] * 5, ["keeps"] * 11, secret=False)
    assert facts.leaders == ["a"]
    assert not facts.clear
    assert facts.rival == "b"


def test_nobody_voted() -> None:
    facts = count(["a", "b"], [], [], secret=False)
    assert (facts.voters, facts.given, facts.leaders, facts.chance_first) == (0, 0, [], None)
    assert [option.rank for option in facts.options] == [1, 1]


@pytest.mark.parametrize(("ideas", "dots"), [(2, 3), (8, 3), (9, 3), (13, 4), (25, 5), (36, 6), (49, 7), (400, 7)])
def test_dots_are_the_square_root_of_the_ideas_from_three_to_seven(ideas: int, dots: int) -> None:
    assert budget_for(ideas) == dots


@pytest.mark.parametrize(("voters", "seen"), [(LEAST - 1, False), (LEAST, True), (LEAST + 1, True)])
def test_in_secret_the_total_needs_five_voters(voters: int, seen: bool) -> None:
    assert total_may_show(voters, secret=True) is seen
    assert total_may_show(voters, secret=False)
    facts = count(["a", "b"], [[1, 0]] * voters, ["keeps"] * voters, secret=True)
    assert facts.withheld is not seen
    assert bool(facts.options) is seen
    assert bool(facts.leaders) is seen


@pytest.mark.parametrize(
    ("voters", "shown"),
    [
        ({"promises": 8, "keeps": 10, "receives": 6}, ("keeps", "promises", "receives")),
        ({"promises": 5, "keeps": 5, "receives": 5}, ("keeps", "promises", "receives")),
        # Three would be hidden; the total minus the two others gives them, so the smaller of these goes with them.
        ({"promises": 8, "keeps": 10, "receives": 3}, ("keeps",)),
        ({"promises": 4, "keeps": 4, "receives": 4}, ()),
        # Two small sides hide each other: eight people together.
        ({"promises": 4, "keeps": 10, "receives": 4}, ("keeps",)),
        ({"promises": 2, "keeps": 10, "receives": 2}, ()),
        ({"promises": 0, "keeps": 10, "receives": 6}, ("keeps", "receives")),
        ({"keeps": 12}, ("keeps",)),
        ({"keeps": 12, None: 1}, ()),
        ({"keeps": 12, None: 5}, ("keeps",)),
    ],
)
def test_the_sides_that_may_be_shown_in_secret(voters: dict[str | None, int], shown: tuple[str, ...]) -> None:
    voters = {side: number for side, number in voters.items() if number}
    assert sides_to_show(voters, secret=True) == shown


def test_in_an_open_vote_every_side_is_shown_however_few_they_are() -> None:
    assert sides_to_show({"promises": 1, "keeps": 2}, secret=False) == ("keeps", "promises")


@given(st.dictionaries(st.sampled_from(["promises", "keeps", "receives", None]), st.integers(1, 12)))
def test_no_number_of_fewer_than_five_can_be_worked_out(voters: dict[str | None, int]) -> None:
    shown = sides_to_show(voters, secret=True)
    assert all(voters[side] >= LEAST for side in shown)
    rest = sum(voters.values()) - sum(voters[side] for side in shown)
    assert rest == 0 or rest >= LEAST or not shown


a_vote = st.lists(
    st.tuples(st.lists(st.integers(0, 3), min_size=4, max_size=4), st.sampled_from(["promises", "keeps", "receives"])),
    max_size=30,
)


@given(a_vote, st.booleans(), st.randoms())
def test_the_order_of_voters_changes_nothing(
    votes: list[tuple[list[int], str]], secret: bool, chance: random.Random
) -> None:
    mixed = list(votes)
    chance.shuffle(mixed)
    options = ["a", "b", "c", "d"]
    first = count(options, [v[0] for v in votes], [v[1] for v in votes], secret=secret)
    assert count(options, [v[0] for v in mixed], [v[1] for v in mixed], secret=secret) == first
    assert facts_of(first.as_json()) == first


@given(a_vote)
def test_doubling_every_ballot_changes_no_rank(votes: list[tuple[list[int], str]]) -> None:
    options = ["a", "b", "c", "d"]
    once = count(options, [v[0] for v in votes], [v[1] for v in votes], secret=False)
    twice = count(options, [v[0] for v in votes * 2], [v[1] for v in votes * 2], secret=False)
    assert [(o.id, o.rank) for o in once.options] == [(o.id, o.rank) for o in twice.options]
    assert [2 * o.total for o in once.options] == [o.total for o in twice.options]
    assert once.wanted_by == twice.wanted_by


@given(a_vote)
def test_nothing_hidden_is_in_the_facts(votes: list[tuple[list[int], str]]) -> None:
    facts = count(["a", "b", "c", "d"], [v[0] for v in votes], [v[1] for v in votes], secret=True)
    shown = {side.side for side in facts.sides}
    assert all(set(option.by_side) == shown for option in facts.options)
    assert all(set(sides) <= shown for sides in facts.wanted_by.values())
    if facts.gap is not None:
        assert {facts.gap.more, facts.gap.less} <= shown
    if not facts.whole:
        assert all(option.even_share is None for option in facts.options)
