"""Promises that are kept or not, by the outcome of each case; and those between two figures."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import pytest

from analysis.cases import Cases, cases, clean
from analysis.rule import Cancelled, Direction, Metric, Rule
from analysis.verdict import Verdict, assess, inputs_hash
from analysis.yes_no import answers, is_answered, likely_yes

DAY = 86_400.0
D = 400 * DAY
RIGHT = Rule(1, Fraction(49, 50), metric=Metric.VALUE, direction=Direction.AT_LEAST, yes=frozenset(["giusto"]))


def parcels(outcomes: Sequence[str | None]) -> Cases:
    start = D - np.linspace(300, 1, len(outcomes)) * DAY
    return cases([f"SP-{k}" for k in range(len(outcomes))], start, start + DAY, outcome=outcomes)


def test_an_outcome_is_a_yes_whatever_its_spaces_and_capitals() -> None:
    column = np.array(["Giusto", " GIUSTO ", "sbagliato", "", None, "non giusto"], dtype=object)
    assert answers(column, frozenset(["giusto"])).tolist()[:3] == [1.0, 1.0, 0.0]
    assert np.isnan(answers(column, frozenset(["giusto"]))[3:5]).all()
    assert answers(column, frozenset(["giusto"]))[5] == 0.0
    assert likely_yes(["sbagliato", "Giusto", "forse", "Sì"]) == ["Giusto", "Sì"]
    assert is_answered(["sì", "No", ""])
    assert not is_answered(["sì", "forse"])


def test_the_share_is_that_of_the_yeses_and_no_other_figure_is_recommended() -> None:
    found = assess(clean(parcels(["giusto"] * 1980 + ["sbagliato"] * 20), D), RIGHT)
    same = assess(
        clean(cases([str(k) for k in range(2000)], D - np.linspace(300, 1, 2000) * DAY,
                    value=[1.0] * 1980 + [0.0] * 20), D),
        Rule(1, Fraction(49, 50), metric=Metric.VALUE, direction=Direction.AT_LEAST),
    )  # fmt: skip
    assert (found.share, found.lower, found.upper, found.phi) == (same.share, same.lower, same.upper, same.phi)
    assert found.share == 0.99
    assert (found.promise_within, found.keep_share_within, found.track_record_within, found.band) == (None,) * 4
    assert len(found.blocks) == 6


def test_a_cancelled_order_is_no_wrong_order_unless_the_promise_says_so() -> None:
    raw = parcels(["giusto"] * 90 + ["annullato"] * 10)
    assert assess(clean(raw, D), RIGHT).cases == 90
    strict = Rule(1, Fraction(49, 50), metric=Metric.VALUE, direction=Direction.AT_LEAST, yes=frozenset(["giusto"]),
                  cancelled=Cancelled.BROKEN)  # fmt: skip
    assert assess(clean(raw, D), strict).share == 0.9
    # Who promises cancellations within a day keeps that promise by cancelling.
    kept = Rule(1, Fraction(49, 50), metric=Metric.VALUE, direction=Direction.AT_LEAST, yes=frozenset(["annullato"]))
    assert assess(clean(raw, D), kept).kept == 10


def test_only_yes_and_empty_cells_are_a_trap_that_decides_nothing() -> None:
    marked = assess(clean(parcels(["giusto"] * 900 + [None] * 100), D), RIGHT)
    assert marked.base_verdict is Verdict.SUPPORTED
    assert marked.verdict is Verdict.NOT_ENOUGH_EVIDENCE
    assert [(one.code, one.count) for one in marked.warnings if one.code == "only_yes"] == [("only_yes", 100)]
    whole = assess(clean(parcels(["giusto"] * 900 + ["sbagliato"] + [None] * 100), D), RIGHT)
    assert whole.verdict is whole.base_verdict


def test_other_outcomes_are_another_promise_and_another_fingerprint() -> None:
    raw = parcels(["giusto", "quasi", "sbagliato"])
    wider = Rule(1, Fraction(49, 50), metric=Metric.VALUE, direction=Direction.AT_LEAST,
                 yes=frozenset(["giusto", "quasi"]))  # fmt: skip
    assert assess(clean(raw, D), wider).kept == 2
    assert inputs_hash(raw, RIGHT, D) != inputs_hash(raw, wider, D)


def test_between_keeps_both_ends_and_nothing_outside() -> None:
    rule = Rule(60, Fraction(9, 10), metric=Metric.VALUE, direction=Direction.BETWEEN, ceiling=65)
    raw = cases([str(k) for k in range(6)], [D - DAY * k for k in range(1, 7)], value=[60, 65, 59.9, 65.1, 62, np.nan])
    found = assess(clean(raw, D), rule)
    assert (found.cases, found.kept, found.broken, found.promise_within) == (5, 3, 2, None)


@pytest.mark.parametrize("wrong", [
    {"threshold": 1, "direction": Direction.AT_MOST}, {"threshold": 2, "direction": Direction.AT_LEAST},
    {"threshold": 1, "metric": Metric.CLOCK, "direction": Direction.AT_MOST},
])  # fmt: skip
def test_yes_or_no_is_nothing_but_at_least_one(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="yes or no"):
        Rule(**({"share": Fraction(9, 10), "metric": Metric.VALUE, "yes": frozenset(["sì"])} | wrong))  # type: ignore[arg-type]
