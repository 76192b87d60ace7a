"""The picture of a campaign: only the marker moves behind the slider, and it renders."""

import json

import vl_convert

from charts.campaign import uplift_curve
from words.speech import speech

POINTS = [(0, 0.84, 0.8, 0.93), (50, 0.66, 0.58, 0.85), (100, 0.4, 0.2, 0.7)]


def test_behind_the_slider_only_the_marker_moves() -> None:
    one = uplift_curve(speech("it"), POINTS, target=0.8, percent=0, share=0.84, verdict="supported")
    two = uplift_curve(speech("it"), POINTS, target=0.8, percent=50, share=0.66, verdict="not supportable")
    here = [spec["datasets"].pop("here") for spec in (one, two)]
    assert [(point["more"], point["kept"]) for (point,) in here] == [(0, 84.0), (50, 66.0)]
    assert here[0][0]["tone"] != here[1][0]["tone"]
    assert one == two
    for language in ("it", "en"):
        spec = uplift_curve(speech(language), POINTS, target=0.8, percent=50, share=0.66, verdict="at risk")
        picture = vl_convert.vegalite_to_svg(json.dumps(spec))
        assert picture.startswith("<svg")
        assert ("promesso" if language == "it" else "promised") in picture
