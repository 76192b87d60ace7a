"""How money is divided: Equal Shares and greedy on rooms counted by hand, and held against the plain rule."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import funding


def counted(wants: Sequence[str], costs: dict[str, Any], money: Any, **how: Any) -> funding.Facts:
    sides = how.pop("sides", [None] * len(wants))
    return funding.count(
        list(costs), [dict.fromkeys(want, 1) for want in wants], sides, costs=costs, money=money, secret=False, **how
    )


def test_a_small_side_gets_its_part_which_greedy_would_give_to_the_large_one() -> None:
    found = counted(["ab", "ab", "ab", "ab", "cd", "cd"], dict.fromkeys("abcd", 100), 300)
    assert found.funded in (["a", "b", "c"], ["a", "b", "d"])
    assert (found.ties, found.tied) == (True, ["c", "d"])
    alone = counted(["ab", "ab", "ab", "a", "c", "c"], {"a": 100, "b": 200, "c": 100}, 300)
    assert (alone.funded, alone.greedy, alone.ties) == (["a", "c"], ["a", "b"], False)
    assert (alone.served, alone.spent) == (6, 200)


def test_money_that_is_left_is_completed_by_add1_and_then_filled() -> None:
    costs = {"a": 60, "b": 50, "c": 10}
    wants = ["a", "a", "ab", "c"]
    plain = {"completion": funding.Completion.NONE, "fill": funding.Fill.NONE}
    assert counted(wants, costs, 100, **plain).funded == ["a", "c"]
    # The next unit a voter never makes b cheap enough before it is the last that fits.
    filled = counted(wants, {**costs, "b": 30}, 100)
    assert (filled.funded, filled.spent) == (["a", "b", "c"], 100)


def test_what_nobody_wants_what_is_too_dear_and_what_stays_below_the_threshold_is_not_funded() -> None:
    costs = {"a": 0, "b": 500, "c": 10, "d": 10}
    for rule in funding.Rule:
        found = counted(["ab", "ab", "d"], costs, 100, rule=rule)
        assert (found.funded, found.spent, found.served) == (["a", "d"], 10, 3)
        assert counted(["ab", "ab", "d"], costs, 100, rule=rule, threshold=2).funded == ["a"]


def test_it_is_said_how_often_other_people_like_these_would_fund_the_same() -> None:
    costs = {"a": 60, "b": 40, "c": 40}
    sure = counted(["ab"] * 12 + ["abc"], costs, 100, redraws=50)
    assert (sure.funded, sure.clear, sure.chances["a"], sure.rival) == (["a", "b"], True, 1.0, None)
    close = counted(["ab"] * 6 + ["ac"] * 5, costs, 100, redraws=50)
    assert (close.funded, close.clear, close.rival) == (["a", "b"], False, "c")
    assert close.chances["b"] + close.chances["c"] == pytest.approx(1)
    again = counted(["ac"] * 5 + ["ab"] * 6, costs, 100, redraws=50)
    assert again.chances == close.chances
    even = counted(["ab"] * 5 + ["ac"] * 5, costs, 100)
    assert (even.greedy_tied, even.redraws, even.chances) == (["b", "c"], 0, {})


def test_cents_are_exact_and_nothing_is_spent_that_is_not_there() -> None:
    costs = {"a": Fraction("33.34"), "b": Fraction("33.33"), "c": Fraction("33.33")}
    found = counted(["abc"] * 3, costs, 100)
    assert (found.funded, found.spent) == (["a", "b", "c"], 100)
    less = counted(["abc"] * 3, costs, Fraction("99.99"))
    assert (less.ties, less.tied, less.spent in (66.66, 66.67)) == (True, ["a", "b", "c"], True)


def test_the_same_money_for_every_side_lifts_a_small_side_and_changes_nothing_between_equal_ones() -> None:
    wants, sides = ["a", "a", "a", "b"], ["keeps", "keeps", "keeps", "gets"]
    costs = {"a": 60, "b": 50}
    none = {"completion": funding.Completion.NONE, "fill": funding.Fill.NONE}
    assert counted(wants, costs, 100, sides=sides, **none).funded == ["a"]
    assert counted(wants, costs, 100, sides=sides, same_money=True, **none).funded == ["b"]
    even = {"sides": ["keeps", "gets", "keeps", "gets"]}
    as_it_is, alike = (counted(wants, costs, 100, same_money=same, **even) for same in (False, True))
    assert (as_it_is.funded, as_it_is.spent) == (alike.funded, alike.spent)


@settings(max_examples=25, deadline=None)
@given(
    wants=st.lists(st.text("abcd", max_size=4), min_size=1, max_size=6),
    costs=st.lists(st.integers(0, 40), min_size=4, max_size=4), money=st.integers(0, 90),
    completion=st.sampled_from(funding.Completion),
)  # fmt: skip
def test_whole_numbers_and_jumps_say_what_plain_fractions_say_step_by_step(
    wants: list[str], costs: list[int], money: int, completion: funding.Completion
) -> None:
    prices = {option: 50 * cost for option, cost in zip("abcd", costs, strict=True)}
    found = counted(wants, prices, 50 * money, completion=completion, fill=funding.Fill.NONE)
    if not found.ties:
        assert set(found.funded) == _step_by_step(wants, prices, 50 * money, completion)


def _step_by_step(wants: list[str], costs: dict[str, int], money: int, completion: funding.Completion) -> set[str]:
    """Equal Shares as the papers write it, in fractions, one add1 step after the other."""
    wanted = [o for o in costs if any(o in want for want in wants) and costs[o] <= money]

    def bought(share: Fraction) -> list[str]:
        purses = [share] * len(wants)
        found = [option for option in wanted if costs[option] == 0]
        while True:
            best: tuple[Fraction, str, Fraction] | None = None
            for option in wanted:
                fans = sorted((purses[i], i) for i, want in enumerate(wants) if option in want)
                if option in found or sum(purse for purse, _ in fans) < costs[option]:
                    continue
                left = Fraction(costs[option])
                for place, (purse, _) in enumerate(fans):
                    payment = left / (len(fans) - place)
                    if purse >= payment:
                        best = min(best or (payment / costs[option], option, payment),
                                   (payment / costs[option], option, payment))  # fmt: skip
                        break
                    left -= purse
            if best is None:
                return found
            found.append(best[1])
            purses = [purse - min(purse, best[2]) if best[1] in wants[i] else purse for i, purse in enumerate(purses)]

    share = Fraction(money, len(wants))
    kept = bought(share)
    while completion is not funding.Completion.NONE:
        left = [option for option in wanted if option not in kept]
        spent = sum(costs[option] for option in kept)
        if not left or (
            completion is funding.Completion.ADD1 and all(costs[option] > money - spent for option in left)
        ):
            break
        share += 1
        more = bought(share)
        if sum(costs[option] for option in more) > money:
            break
        kept = more
    return set(kept)
