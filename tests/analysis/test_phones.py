"""Waiting on the phone, against published examples and against itself."""

import json
from typing import Any

import pytest

from analysis.phones import erlang_a, erlang_c, one_clerk, service_levels, waiting
from tests.analysis.material import ORACLES, needs_material


def answers(name: str, given: dict[str, Any]) -> dict[str, float]:
    if name == "W1":
        one = erlang_c(given["calls_per_s"] * given["aht_s"], given["agents"], given["aht_s"], given["T_s"])
        return {"p_wait": one.p_wait, "asa_s": one.mean_wait, "service_level": one.within}
    if name in ("W2", "W3"):
        load, handling = given["calls"] / given["per_min"] * given["aht_min"], given["aht_min"] * 60
        one = waiting(load, given["agents"], handling, given.get("T_s", 0), given.get("patience_min", 0) * 60 or None)
        return {
            "p_wait": one.p_wait, "p_abandon": one.p_abandon, "occupancy": one.occupancy,
            "asa_min": one.mean_wait / 60, "service_level": one.within,
        }  # fmt: skip
    if name == "W5":
        line = one_clerk(given["lam_h"] / 3600, given["service_min"] * 60)
        return {"Lq": line.waiting, "Wq_min": line.mean_wait / 60, "p0": line.idle}
    four = service_levels(**_renamed(given))
    return {
        "f1_pct": 100 * four.early_hang_ups_kept, "f2_answered_only_pct": 100 * four.answered_only,
        "f3_all_abandoned_fail_pct": 100 * four.hang_ups_broken,
        "f4_late_abandons_fail_pct": 100 * four.early_hang_ups_left_out,
    }  # fmt: skip


def _renamed(given: dict[str, int]) -> dict[str, int]:
    names = {"answered_in_T": "answered_in_time", "abandoned_in_T": "abandoned_in_time",
             "abandoned_after_T": "abandoned_late"}  # fmt: skip
    return {names.get(name, name): value for name, value in given.items()}


@needs_material
@pytest.mark.parametrize("name", ["W1", "W2", "W3", "W5", "W6"])
def test_a_published_example_comes_out_as_printed(name: str) -> None:
    example = next(one for one in json.loads((ORACLES / "promise_examples.json").read_text()) if one["id"] == name)
    found = answers(name, dict(example["inputs"]))
    assert {key: found[key] for key in example["expected"]} == pytest.approx(example["expected"], abs=example["tol"])


def test_two_clerks_who_answered_84_of_100_answer_71_with_40_percent_more_calls_and_three_93() -> None:
    load = 8 / 3600 * 330
    assert [round(100 * erlang_c(load * more, agents, 330, 60).within) for more, agents in
            ((1.0, 2), (1.4, 2), (1.4, 3))] == [84, 71, 93]  # fmt: skip


def test_whoever_never_hangs_up_meets_the_same_queue_by_both_formulas() -> None:
    patient, certain = erlang_a(10, 14, 180, 20, 1e7), erlang_c(10, 14, 180, 20)
    assert (patient.within, patient.p_wait) == pytest.approx((certain.within, certain.p_wait), abs=1e-5)
    # In the long run everybody is answered or has hung up, also where the agents are too few.
    for load, agents in ((10.0, 14), (30.0, 20), (1.0, 1)):
        one = erlang_a(load, agents, 180, 1e7, 300)
        assert one.within == pytest.approx(1 - one.p_abandon, abs=1e-9)


def test_more_calls_than_the_agents_can_take_wait_for_ever_unless_people_hang_up() -> None:
    assert erlang_c(3, 3, 330, 60).within == 0
    assert one_clerk(1, 2).mean_wait == float("inf")
    assert 0 < erlang_a(6, 3, 330, 60, 120).within < 1
    assert erlang_c(0, 1, 330, 60).within == 1
    with pytest.raises(ValueError, match="at least one agent"):
        erlang_c(1, 0, 330, 60)
