"""The picture of drift: what lies beyond the band is full, what moved is coloured, dates are those of the process."""

import json

import pytest
import vl_convert

from analysis.drift import Point
from charts.drift import MOST_POINTS, drift_chart
from words.speech import speech

WEEK = 7 * 86_400.0
MONDAY = 1_760_306_400.0  # 13 October 2025, midnight in Rome
POINTS = tuple(Point(MONDAY + week * WEEK, 60, 0.9 - 0.06 * (week > 8), 0.85, 0.98) for week in range(12))


def drawn(language: str = "it", points: tuple[Point, ...] = POINTS, since: float | None = None) -> tuple[dict, list]:  # type: ignore[type-arg]
    spec = drift_chart(speech(language), points, centre=0.9, kept=19, of=20, zone="Europe/Rome", since=since,
                       worsening=since is not None)  # fmt: skip
    return spec, max(spec["datasets"].values(), key=len)


@pytest.mark.parametrize("language", ["it", "en"])
def test_it_renders_and_says_the_bar_in_words(language: str) -> None:
    spec, _ = drawn(language)
    svg = vl_convert.vegalite_to_svg(json.dumps(spec))
    assert {"it": "promesso: 19 su 20", "en": "promised: 19 of 20"}[language] in svg
    assert "NaN" not in svg


def test_only_what_is_beyond_the_band_is_full_and_what_moved_is_marked() -> None:
    _, rows = drawn(since=MONDAY + 9 * WEEK)
    assert [row["beyond"] for row in rows] == [False] * 9 + [True] * 3
    assert [row["state"] for row in rows] == ["usual"] * 9 + ["moved"] * 3


def test_a_week_begins_on_the_wall_clock_of_the_process() -> None:
    _, rows = drawn()
    assert (rows[0]["week"], rows[0]["day"], rows[0]["words"]) == ("2025-10-13T00:00:00", "13 ott 2025", "54 su 60")


def test_the_promise_lies_inside_the_picture_even_where_no_week_reaches_it() -> None:
    spec, _ = drawn()
    axes = [layer["encoding"]["y"] for layer in spec["layer"]]
    domains = [axis["scale"]["domain"] for axis in axes if "scale" in axis]
    assert domains
    assert all(low < 84 and high > 98 for low, high in domains)


def test_at_most_sixty_weeks_are_drawn() -> None:
    many = tuple(Point(MONDAY + week * WEEK, 60, 0.9, 0.85, 0.98) for week in range(100))
    _, rows = drawn(points=many)
    assert len(rows) == MOST_POINTS
