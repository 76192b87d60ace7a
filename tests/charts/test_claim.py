"""The pictures of a claim: right points, what people typed only as data, and they render without a browser."""

import json
from fractions import Fraction
from typing import Any

import pytest
import vl_convert

from analysis.rule import Rule
from charts.claim import claim_curve, slid_curve
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
    drawn = vl_convert.vegalite_to_svg(json.dumps(spec))
    assert drawn.startswith("<svg")
    # Half days on the axis are written as people write them.
    assert (">0,5<" in drawn, ">0.5<" in drawn) == (language == "it", language == "en")


def test_behind_the_slider_only_the_marker_moves() -> None:
    band = FOUND.assessment.band
    assert band is not None
    what: dict[str, Any] = {"target": 0.95, "end": 4 * DAY, "unit": "d", "unit_size": DAY}
    two = slid_curve(speech("it"), band, at=2 * DAY, share=0.86, verdict="not supportable", **what)
    three = slid_curve(speech("it"), band, at=3 * DAY, share=1.0, verdict="supported", **what)
    assert [(point["t"], point["kept"]) for spec in (two, three) for point in spec["datasets"].pop("here")] == [
        (2.0, 86.0), (3.0, 100.0),
    ]  # fmt: skip
    assert two == three
    assert vl_convert.vegalite_to_svg(json.dumps(three | {"datasets": three["datasets"] | {"here": []}}))
