"""Chains: a published sum of three steps, cases joined by id, and what no chain may claim."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.cases import CleanCases, cases, clean
from analysis.end_to_end import Method, Step, chain
from analysis.rule import Rule
from analysis.steps_in_time import masses, one_after_another, side_by_side, time_at
from analysis.verdict import Verdict
from tests.analysis.material import DAY, days


def test_three_steps_of_mean_two_end_within_12_6_where_their_percentiles_add_up_to_18() -> None:
    size = 0.0002
    step = masses(lambda t: 1 - np.exp(-t / 2), size, 120_000)
    assert time_at(one_after_another([step] * 3), size, 0.95) == pytest.approx(12.592, abs=5e-4)
    alone = time_at(step, size, 0.95)
    assert alone is not None
    assert 3 * alone == pytest.approx(17.974, abs=5e-3)
    kept_alone = np.sum(step[: round(alone / size) + 1])
    assert kept_alone**3 == pytest.approx(0.857375, abs=5e-4)
    # Side by side the slowest counts: the square of the share.
    assert np.sum(side_by_side([step, step])[: round(alone / size) + 1]) == pytest.approx(0.95**2, abs=5e-4)


def step(times: list[float], *, name: str = "", place: int = 0, prefix: str = "", at: float = 400.0) -> Step:
    ids = [f"{prefix}{n}" for n in range(len(times))]
    return Step(name, place, clean(days([float(n) for n in range(len(times))], list(times), ids=ids), at * DAY))


def test_where_all_know_the_same_cases_their_times_are_added_and_slow_ones_stay_slow() -> None:
    # The same cases are slow in both steps: half take 1 + 1 days, half 3 + 3.
    times = [1.0 if n % 2 else 3.0 for n in range(200)]
    together = chain([step(times), step(times, place=1)], Rule(4 * DAY, 0.45))
    assert (together.method, together.independent, together.share) == (Method.SAME_CASES, False, 0.5)
    apart = chain([step(times), step(times, place=1, prefix="x")], Rule(4 * DAY, 0.45))
    assert (apart.method, apart.independent) == (Method.CONVOLVED, True)
    assert apart.share == pytest.approx(0.75, abs=1e-6)
    side = chain([step(times), step(times, prefix="x")], Rule(2 * DAY, 0.2))
    assert side.share == pytest.approx(0.25, abs=1e-6)


def test_a_case_between_two_steps_is_still_on_its_way() -> None:
    first = step([1.0] * 100, at=101.5)
    second = Step("second", 1, clean(days([float(n) + 1 for n in range(95)], [1.0] * 95,
                                          ids=[str(n) for n in range(95)]), 101.5 * DAY))  # fmt: skip
    found = chain([first, second], Rule(3 * DAY, 0.9))
    assert found.method is Method.SAME_CASES
    assert (found.share or 0) > 0.99


def test_a_step_without_evidence_leaves_the_chain_without() -> None:
    good = step([1.0] * 200)
    for empty in (clean(cases([], []), 400 * DAY), clean(days([0.0, 1.0], [1.0, 1.0]), 400 * DAY)):
        found = chain([good, Step("x", 1, empty)], Rule(5 * DAY, 0.9))
        assert found.verdict is Verdict.NOT_ENOUGH_EVIDENCE


times_of = st.lists(st.floats(0.1, 20.0), min_size=60, max_size=120)


@settings(max_examples=12, deadline=None)
@given(times_of, times_of, st.floats(1.0, 20.0), st.booleans(), st.booleans())
def test_a_chain_is_never_better_than_its_weakest_step(
    one: list[float], two: list[float], within: float, parallel: bool, same: bool
) -> None:
    steps = [step(one, name="one"), step(two, name="two", place=0 if parallel else 1, prefix="" if same else "x")]
    rule = Rule(within * DAY, 0.8)
    whole = chain(steps, rule)
    assert whole == whole_again(steps, rule)
    weakest = min(found.share for found in whole.steps if found.share is not None)
    if whole.share is not None and whole.lower is not None and whole.upper is not None:
        assert whole.share <= weakest + 1e-12
        assert whole.lower <= whole.share <= whole.upper
        assert whole.weakest is not None
        assert whole.steps[whole.weakest].share == weakest
    order = {Verdict.NOT_SUPPORTABLE: 0, Verdict.AT_RISK: 1, Verdict.SUPPORTED: 2}
    known = [order[found.verdict] for found in whole.steps if found.verdict in order]
    if whole.verdict in order and len(known) == len(whole.steps):
        assert order[whole.verdict] <= min(known)


def whole_again(steps: list[Step], rule: Rule) -> object:
    """The rows in another order: the same answer."""

    def turned(found: CleanCases) -> CleanCases:
        end = found.start + found.time
        return clean(cases(found.ids[::-1].tolist(), found.start[::-1], end[::-1]), found.at)

    return chain([Step(one.name, one.place, turned(one.cases)) for one in steps], rule)
