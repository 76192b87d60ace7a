"""What must hold for any cases at all."""

from dataclasses import fields
from fractions import Fraction
from random import Random
from typing import Any

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analysis.cases import Cases, cases, clean
from analysis.limits import limits
from analysis.population import Population, population
from analysis.rule import Cancelled, Rule
from analysis.survival import Curve, kaplan_meier
from analysis.today import Evidence
from analysis.verdict import Verdict, assess, effective_cases, inputs_hash
from tests.analysis.material import DAY, days

AT = 120.0

Table = list[tuple[float, float | None, str | None]]

times = st.one_of(
    st.none(), st.integers(0, 240).map(lambda half_hours: half_hours / 48), st.integers(-2, 90).map(float)
)
rows = st.lists(
    st.tuples(st.integers(0, 130).map(float), times, st.sampled_from([None, "done", "cancelled"])), max_size=120
)
rules = st.builds(
    Rule,
    st.sampled_from([0.5, 3.0, 10.0, 45.0]).map(lambda time: time * DAY),
    st.sampled_from([Fraction(1, 2), Fraction(4, 5), Fraction(19, 20), Fraction(1)]),
    cancelled=st.sampled_from(list(Cancelled)),
)


def told(found: Any) -> dict[str, Any]:
    """The assessment as something that can be compared."""
    said = {}
    for field in fields(found):
        value = getattr(found, field.name)
        if field.name in ("weeks", "band") and value is not None:
            value = [getattr(value, column.name).tolist() for column in fields(value)]
        said[field.name] = value
    return said


def as_cases(table: Table, **columns: Any) -> Cases:
    return days([row[0] for row in table], [row[1] for row in table], outcome=[row[2] for row in table], **columns)


@given(rows, rules)
@settings(max_examples=100, deadline=None)
def test_the_share_lies_between_its_limits_and_nothing_is_not_a_number(table: Table, rule: Rule) -> None:
    found: Any = assess(clean(as_cases(table), AT * DAY), rule)
    assert found.kept + found.broken + found.unknown == found.cases
    if found.share is not None:
        assert 0 <= found.lower <= found.share + 1e-12
        assert found.share - 1e-12 <= found.upper <= 1
    for field in fields(found):
        value = getattr(found, field.name)
        assert not isinstance(value, float) or np.isfinite(value), field.name
    if found.band is not None:
        for column in (found.band.times, found.band.share, found.band.lower, found.band.upper):
            assert np.isfinite(column).all()
    for caveat in found.warnings:
        assert caveat.count >= 0


@given(rows, rules, st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_the_order_of_the_rows_changes_nothing(table: Table, rule: Rule, random: Random) -> None:
    named = [(f"case {place}", *row) for place, row in enumerate(table)]
    mixed = random.sample(named, len(named))

    def from_rows(lines: Any) -> Cases:
        return days([r[1] for r in lines], [r[2] for r in lines], [r[0] for r in lines], outcome=[r[3] for r in lines])

    assert told(assess(clean(from_rows(named), AT * DAY), rule)) == told(
        assess(clean(from_rows(mixed), AT * DAY), rule)
    )
    assert inputs_hash(from_rows(named), rule, AT) == inputs_hash(from_rows(mixed), rule, AT)


@given(rows, rules)
@settings(max_examples=50, deadline=None)
def test_further_columns_change_nothing(table: Table, rule: Rule) -> None:
    plain = as_cases(table)
    full = as_cases(table, segment=["north"] * len(table), touchpoint=["phone"] * len(table), value=[1.0] * len(table))
    assert told(assess(clean(plain, AT * DAY), rule)) == told(assess(clean(full, AT * DAY), rule))


@given(rows, rules, st.sampled_from([-500, 3650]))
@settings(max_examples=50, deadline=None)
def test_moving_all_dates_by_whole_days_moves_no_figure(table: Table, rule: Rule, shift: int) -> None:
    here = as_cases(table)
    there = cases(here.ids, here.start + shift * DAY, here.end + shift * DAY, outcome=here.outcome)
    one, other = told(assess(clean(here, AT * DAY), rule)), told(assess(clean(there, (AT + shift) * DAY), rule))
    for name in ("blocks", "weeks"):
        one.pop(name), other.pop(name)
    assert one == other


@given(rows, rules)
@settings(max_examples=100, deadline=None)
def test_what_is_recommended_is_never_shorter_than_what_the_limits_back(table: Table, rule: Rule) -> None:
    found: Any = assess(clean(as_cases(table), AT * DAY), rule)
    assert (found.promise_within is None) == (found.keep_share_within is None)
    if found.promise_within is not None:
        assert found.promise_within >= found.keep_share_within
    if found.base_verdict is Verdict.SUPPORTED:
        assert found.keep_share_within is not None
        assert found.keep_share_within <= rule.threshold


def lower_at(counted: Population, curve: Curve, time: float, phi: float) -> tuple[float, float]:
    share, variance = curve.at(time)
    n_eff = effective_cases(counted, share, variance, phi)
    return share, limits(share, n_eff)[0] if n_eff > 0 else 0.0


@given(
    rows, st.sampled_from([0.5, 2.0, 5.0, 10.0]), st.sampled_from([1.5, 3.0, 8.0]), st.sampled_from([0.5, 0.8, 0.95])
)
@settings(max_examples=100, deadline=None)
def test_supported_at_a_time_is_supported_at_a_longer_one_with_the_same_phi(
    table: Table, time: float, longer: float, p0: float
) -> None:
    raw = clean(as_cases(table), AT * DAY)
    phi = assess(raw, Rule(time * DAY, p0)).phi
    shorter_one = population(raw, Rule(time * DAY, p0))
    longer_one = population(raw, Rule(time * longer * DAY, p0))
    # Where cases are open between the two times, fewer are known at the longer one: see docs/decisions/0002.
    assume(longer_one.known.all())
    curve = kaplan_meier(shorter_one.reach, shorter_one.done)
    share, lower = lower_at(shorter_one, curve, time * DAY, phi)
    later_share, later_lower = lower_at(longer_one, curve, time * longer * DAY, phi)
    if share > 0 and lower >= p0 and later_share < 1:
        assert later_lower >= p0


@given(rows, rules)
@settings(max_examples=100, deadline=None)
def test_the_curve_at_a_point_is_the_verdict_at_that_threshold(table: Table, rule: Rule) -> None:
    raw = clean(as_cases(table), AT * DAY)
    counted = population(raw, rule)
    curve = kaplan_meier(counted.reach, counted.done)
    evidence = Evidence(counted, curve, 1.7)
    for place, time in enumerate(curve.times.tolist()):
        there = population(raw, Rule(time, rule.share, cancelled=rule.cancelled))
        share, variance = curve.at(time)
        expected = effective_cases(there, share, variance, 1.7)
        assert np.isclose(evidence.n_eff(np.array([place]))[0], expected, rtol=1e-9), (place, time)
