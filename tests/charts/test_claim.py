"""The pictures of a claim: right points, what people typed only as data, and they render without a browser."""

import json
from fractions import Fraction

import pytest
import vl_convert

from analysis.rule import Rule
from charts.claim import Mark, claim_curve, three_marks
from models.studies import study
from tests.models.promising import DAY, D, orders
from words.speech import speech

FOUND = study(orders(), Rule(48 * 3600, Fraction(19, 20)), D.timestamp())


@pytest.mark.parametrize("language", ["it", "en"])
def test_the_curve_ends_a_little_beyond_what_could_be_promised(language: str) -> None:
    band = FOUND.assessment.band
    assert band is not None
    spec = claim_curve(
        speech(language), band, threshold=2 * DAY, target=0.95, unit="d", verdict="not supportable", within=3 * DAY
    )
    points = max(spec["datasets"].values(), key=len)
    assert max(point["t"] for point in points) <= 5.0
    assert all(point["low"] <= point["kept"] + 1e-9 <= point["high"] + 2e-9 for point in points)
    assert vl_convert.vegalite_to_svg(json.dumps(spec)).startswith("<svg")


def test_three_marks_share_one_axis_in_a_unit_that_fits() -> None:
    marks = [Mark("Promesso", 2 * DAY, "48 ore"), Mark("Mantenuto", 2.5 * DAY, "2 giorni e mezzo, 19 su 20")]
    spec = three_marks(speech("it"), marks)
    points = max(spec["datasets"].values(), key=len)
    assert [point["t"] for point in points] == [2.0, 2.5]
    assert "giorni" in json.dumps(spec)


def test_what_people_typed_stays_data() -> None:
    evil = "<img src=x onerror=alert(1)> ${datum} ![x](http://evil)"
    spec = three_marks(speech("it"), [Mark(evil, DAY, evil)])
    without = json.dumps({name: part for name, part in spec.items() if name != "datasets"})
    assert "evil" not in without
    assert evil in json.dumps(spec["datasets"], ensure_ascii=False)
