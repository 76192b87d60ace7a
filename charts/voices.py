"""Small pictures beside a row of figures: voices week by week, and how many of them went badly."""

from collections.abc import Sequence

from charts.journey import drawn_image
from charts.looks import LINE, QUIET, VERDICT_TONES

WIDE, TALL = 160.0, 34.0


def spark(weeks: Sequence[int], most: int) -> str:
    """One bar a week, on the scale of the fullest week of all rows, as the address of an image."""
    if not weeks:
        return drawn_image(WIDE, TALL, "")
    step = WIDE / len(weeks)
    bars = "".join(
        f'<rect x="{place * step + 0.5:.1f}" y="{TALL - max(1.0, count / max(1, most) * (TALL - 2)):.1f}" '
        f'width="{max(1.0, step - 1.5):.1f}" height="{max(1.0, count / max(1, most) * (TALL - 2)):.1f}" '
        f'fill="{LINE if count else QUIET}" fill-opacity="{1 if count else 0.5}"/>'
        for place, count in enumerate(weeks)
    )
    return drawn_image(WIDE, TALL, bars)


def faces_bar(faces: Sequence[int]) -> str:
    """The five faces as parts of one bar, the lowest left, as the address of an image."""
    whole = sum(faces) or 1
    tones = (VERDICT_TONES["not supportable"], VERDICT_TONES["not supportable"], QUIET, VERDICT_TONES["supported"],
             VERDICT_TONES["supported"])  # fmt: skip
    parts, x = "", 0.0
    for count, tone, strength in zip(faces, tones, (1.0, 0.6, 0.5, 0.6, 1.0), strict=True):
        wide = WIDE * count / whole
        parts += f'<rect x="{x:.1f}" y="10" width="{wide:.1f}" height="14" fill="{tone}" fill-opacity="{strength}"/>'
        x += wide
    return drawn_image(WIDE, TALL, parts)
