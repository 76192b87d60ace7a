"""The pictures of the journey: how people felt from stage to stage with a band of how far apart, single stories, faces.

Each is a small SVG that a page shows as an image (nothing in it runs), stretched over the columns of its table: the
picture of the line has no letters, so that it may be stretched; faces and words stand over it as elements of the page.
"""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from itertools import pairwise

from charts.looks import LINE, QUIET, VERDICT_TONES

COLUMN, TALL, MARGIN = 100.0, 180.0, 24.0
LOW, HIGH = 1.0, 5.0
STORY_TONES = ("#b5740c", "#1a8f7e", "#8d5fb8", "#d4552f", "#5b7f2b")
_DASHES = ("", "6 4", "2 4", "9 3 2 3", "4 2")


def height_of(face: float) -> float:
    """How far from the top a face stands, of `TALL`."""
    return MARGIN + (HIGH - face) / (HIGH - LOW) * (TALL - 2 * MARGIN)


def emotion(
    means: Sequence[float | None], spreads: Sequence[float | None],
    stories: Sequence[Mapping[int, float]] = (), quiet: bool = False,
) -> str:  # fmt: skip
    """The line through the stages with its band, as the address of an image; stories: face by place of the stage.

    quiet: the average steps back behind the stories.
    """
    felt = [(place, mean, spread or 0.0) for place, (mean, spread) in enumerate(zip(means, spreads, strict=True))
            if mean is not None]  # fmt: skip
    parts = [f'<path d="M0,{height_of(3):.1f}H{COLUMN * len(means):.0f}" stroke="{QUIET}" stroke-opacity=".4" '
             'stroke-dasharray="2 5" vector-effect="non-scaling-stroke"/>']  # fmt: skip
    if felt:
        upper = [(_x(place), height_of(min(HIGH, mean + spread))) for place, mean, spread in felt]
        lower = [(_x(place), height_of(max(LOW, mean - spread))) for place, mean, spread in felt]
        back = _curve(list(reversed(lower)))
        parts.append(f'<path d="{_curve(upper)}L{back[1:]}Z" fill="{LINE}" fill-opacity="{0.1 if quiet else 0.17}"/>')
        line = _curve([(_x(place), height_of(mean)) for place, mean, _ in felt])
        parts.append(_stroke(line, LINE, 1.5 if quiet else 3.0))
    for number, story in enumerate(stories):
        points = [(_x(place), height_of(face)) for place, face in sorted(story.items())]
        tone, dash = STORY_TONES[number % len(STORY_TONES)], _DASHES[number % len(_DASHES)]
        parts.append(_stroke(_curve(points), tone, 2.5, dash))
    return drawn_image(COLUMN * len(means), TALL, "".join(parts), stretched=True)


def face(mean: float) -> str:
    """A face between 1 (sad) and 5 (happy) as the address of an image; the mouth tells as much as the colour."""
    tone = tone_of(mean)
    bend = (mean - 3.0) * 5.5
    mouth = f'<path d="M14 {31 - bend / 3:.1f}Q24 {31 + bend:.1f} 34 {31 - bend / 3:.1f}"'
    eyes = "".join(f'<circle cx="{x}" cy="20" r="2.8" fill="#ffffff"/>' for x in (17, 31))
    inside = (f'<circle cx="24" cy="24" r="22" fill="{tone}"/>{eyes}{mouth} fill="none" stroke="#ffffff" '
              'stroke-width="3" stroke-linecap="round"/>')  # fmt: skip
    return drawn_image(48, 48, inside)


def swatch(number: int) -> str:
    """A short piece of one story's line, for the words beside it."""
    tone, dash = STORY_TONES[number % len(STORY_TONES)], _DASHES[number % len(_DASHES)]
    return drawn_image(40, 10, _stroke("M1,5H39", tone, 3.0, dash))


def hand_over(here: int, there: int, columns: int) -> str:
    """An arrow from the middle of one column to another's, below them; within one column it comes back to it."""
    start, end = _x(here), _x(there)
    if here == there:
        start, end = start - 14, end + 14
    path = f"M{start:.0f},2C{start:.0f},30 {end:.0f},30 {end:.0f},5"
    tone = VERDICT_TONES["not supportable"]
    head = f'<path d="M{end - 3:.1f},9L{end:.1f},2L{end + 3:.1f},9Z" fill="{tone}"/>'
    return drawn_image(COLUMN * columns, 28, _stroke(path, tone, 2.0) + head, stretched=True)


def tone_of(mean: float) -> str:
    """The colour of a mean face: low, between, high."""
    if mean < 2.75:
        return VERDICT_TONES["not supportable"]
    return VERDICT_TONES["at risk"] if mean < 3.5 else VERDICT_TONES["supported"]


def _x(place: int) -> float:
    return COLUMN * (place + 0.5)


def _curve(points: Sequence[tuple[float, float]]) -> str:
    """Through the points, level at each of them, so that no bend says more than the figures."""
    path = f"M{points[0][0]:.1f},{points[0][1]:.1f}"
    for (x0, y0), (x1, y1) in pairwise(points):
        middle = (x0 + x1) / 2
        path += f"C{middle:.1f},{y0:.1f} {middle:.1f},{y1:.1f} {x1:.1f},{y1:.1f}"
    return path


def _stroke(path: str, tone: str, wide: float, dash: str = "") -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (f'<path d="{path}" fill="none" stroke="{tone}" stroke-width="{wide}" stroke-linecap="round"{dashed} '
            'vector-effect="non-scaling-stroke"/>')  # fmt: skip


def drawn_image(wide: float, tall: float, inside: str, *, stretched: bool = False) -> str:
    """A drawing as the address of an image: it can be shown, and nothing in it runs."""
    how = ' preserveAspectRatio="none"' if stretched else ""
    drawn = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:.0f} {tall:.0f}"{how}>{inside}</svg>'
    return "data:image/svg+xml;base64," + b64encode(drawn.encode()).decode()
