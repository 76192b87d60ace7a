"""The published examples as they stand in the material, each through the product's own functions.

The same figures stand as literals in the tests of each module, so that they are tested without the material too.
"""

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from analysis.budget import burn_to_spend, misses_allowed
from analysis.control import Chart, p_chart, xmr_chart
from analysis.limits import fewest_cases, limits, wilson
from analysis.multiple import benjamini_hochberg, bonferroni, holm
from analysis.percentiles import cases_for_coverage, percentile, rank_confidence
from analysis.survival import Curve, kaplan_meier
from analysis.trend import levene, pettitt
from tests.analysis.material import ORACLES, needs_material

Given = dict[str, Any]


def curve(given: Given) -> Curve:
    return kaplan_meier(np.array(given["time"], dtype=float), np.array(given["event"], dtype=bool))


def still_open(given: Given, time: float) -> float:
    return 1 - curve(given).at(time)[0]


def one_value_a_period(given: Given) -> Given:
    values = np.array(given["x"], dtype=float)
    chart = xmr_chart(values)
    limits_ = {"mean": chart.centre, "mr_bar": float(np.mean(np.abs(np.diff(values))))}
    return {**limits_, "ucl": chart.upper[0], "lcl": chart.lower[0], "signals": int(np.count_nonzero(chart.beyond))}


def shares_of_a_fixed_number(given: Given) -> Given:
    defects = np.array(given["defects"])
    chart: Chart = p_chart(defects, np.full(len(defects), given["n"]))
    out = (np.flatnonzero(chart.beyond) + 1).tolist()
    return {"pbar": chart.centre, "lcl": chart.lower[0], "ucl": chart.upper[0], "out": out}


def scatter_around_the_mean(given: Given) -> Given:
    found = levene([np.array(group, dtype=float) for group in given["groups"]], center="mean")
    assert found is not None
    return {"F": found.f, "p": found.p}


def change(given: Given) -> Given:
    found = pettitt(np.array(given["x"]))
    assert found is not None
    return {"K": found.statistic, "t": found.after, "p": found.p}


ANSWERS: dict[str, Callable[[Given], Given]] = {
    "P2": lambda given: {"wilson": list(wilson(given["kept"], given["n"], 1 - given["conf"]))},
    "P3": lambda given: {"exact": list(limits(given["failed"] / given["n"], given["n"]))},
    "Q1": lambda given: {"confidence": rank_confidence(given["n"], given["p"], *given["ranks"])},
    "Q3": lambda given: {"coverage": limits(1.0, given["n"])[0]},
    "Q4": lambda given: {
        "n_one_sided": fewest_cases(given["coverage"]),
        "n_two_sided": cases_for_coverage(given["coverage"], two_sided=True),
    },
    "Q5": lambda given: {"n": [cases_for_coverage(share, two_sided=True) for share in given["two_sided_coverage"]]},
    "Q6": lambda given: {"n_plus_1_method": percentile(np.array(given["x"], dtype=float), given["p"])},
    "K1": lambda given: {f"S_at_{time}": still_open(given, time) for time in (1, 2, 3)},
    "K3": lambda given: {
        "S": {str(time): still_open(given, time) for time in (6, 7, 10, 13, 16, 22, 23)},
        "median": curve(given).first_time_at(0.5),
    },
    "S1": one_value_a_period,
    "S2": shares_of_a_fixed_number,
    "D2": scatter_around_the_mean,
    "D4": change,
    "M1": lambda given: {
        "bh_rejected": int(benjamini_hochberg(given["p"], given["alpha"]).sum()),
        "bonferroni_rejected": int(bonferroni(given["p"], given["alpha"]).sum()),
        "holm_rejected": int(holm(given["p"], given["alpha"]).sum()),
    },
    "B1": lambda given: {"budget_minutes": misses_allowed(given["target"], given["window_minutes"])},
    "B2": lambda given: {
        "burn": [burn_to_spend(part, window, given["period_h"]) for part, window in given["rules"]],
    },
}


def flat(answer: Any) -> list[float]:
    parts = answer.values() if isinstance(answer, dict) else answer if isinstance(answer, list) else None
    return [float(answer)] if parts is None else [number for part in parts for number in flat(part)]


@needs_material
@pytest.mark.parametrize("name", ANSWERS)
def test_a_published_example_comes_out_as_printed(name: str) -> None:
    examples = {one["id"]: one for one in json.loads((ORACLES / "promise_examples.json").read_text(encoding="utf-8"))}
    example = examples[name]
    answer = ANSWERS[name](example["inputs"])
    assert list(answer) == list(example["expected"])
    assert flat(answer) == pytest.approx(flat(example["expected"]), rel=0, abs=max(example["tol"], 1e-12))


@needs_material
def test_therneaus_quantiles_come_out_at_the_left_end_of_a_flat_piece() -> None:
    examples = {one["id"]: one for one in json.loads((ORACLES / "promise_examples.json").read_text(encoding="utf-8"))}
    given, expected = examples["K4"]["inputs"], examples["K4"]["expected"]
    found = [curve(given).first_time_at(1 - level) for level in given["q_of_S"]]
    # R prints the middle of the piece, 3.5 and 9.5, where the curve is exactly at the level.
    assert expected["quantile"] == [1, 3.5, 6, 9, 9.5, None]
    assert found == [1, 1, 6, 9, 9, None]
    assert still_open(given, 1e9) == pytest.approx(expected["S_end"], abs=1e-9)


@needs_material
@pytest.mark.parametrize("name", ["S3", "D1"])
def test_two_examples_name_data_that_are_not_in_the_material(name: str) -> None:
    """If they ever are, this test says so: then they belong into the table above."""
    examples = {one["id"]: one for one in json.loads((ORACLES / "promise_examples.json").read_text(encoding="utf-8"))}
    assert list(examples[name]["inputs"]) == ["data"]
    assert isinstance(examples[name]["inputs"]["data"], str)


@needs_material
def test_levenes_centre_decides_the_conclusion_of_the_same_data() -> None:
    examples = {one["id"]: one for one in json.loads((ORACLES / "promise_examples.json").read_text(encoding="utf-8"))}
    groups = [np.array(group, dtype=float) for group in examples["D2"]["inputs"]["groups"]]
    around_the_median = levene(groups)
    assert around_the_median is not None
    assert (around_the_median.f, around_the_median.p) == pytest.approx((0.55055, 0.736), abs=5e-4)
