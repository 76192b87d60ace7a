"""The pictures of a claim: the curve of time promised against share kept with its band, and the line of three marks.

Text that people typed enters as data values only. The conclusion of a chart is its title, which the page says in words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from analysis.today import Band
from analysis.units import UNITS
from charts.looks import LINE, QUIET, VERDICT_TONES, drawn_once, dressed
from words.promises import unit_words
from words.speech import Speech

MOST_POINTS = 200


@dataclass(frozen=True)
class Mark:
    """A point on the line of three marks: a label (already in words), a time in seconds, what is said of it."""

    label: str
    seconds: float
    words: str


@drawn_once
def claim_curve(
    say: Speech, band: Band, *, threshold: float, target: float, unit: str, value_unit: str = "", verdict: str,
    within: float | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Share kept within each time, with the range it lies in; the promise is the crossing of the two fine lines.

    threshold, within: the promise and what could be promised, in seconds (or the figure's own unit when `unit` is
    "value"). The time axis ends a little beyond them.
    """
    size = UNITS.get(unit, 1.0)
    step = max(1, len(band.times) // MOST_POINTS)
    frame = pd.DataFrame(
        {"t": band.times / size, "kept": band.share * 100, "low": band.lower * 100, "high": band.upper * 100}
    ).iloc[::step]
    # Beyond the promise and what could be promised instead, nothing more is to be seen.
    end = max(2.5 * threshold, 1.4 * (within or 0.0), float(band.times[0])) / size
    frame = frame[frame["t"] <= end]
    name = unit_words(say, unit) if unit != "value" else value_unit
    x = alt.X("t:Q", title=say("Time promised (%(unit)s)", unit=name) if unit != "value" else say("Figure promised"),
              scale=alt.Scale(nice=False, zero=True), axis=alt.Axis(tickCount=8))  # fmt: skip
    scale = alt.Scale(domain=[0, 100])
    tips = [
        alt.Tooltip("t:Q", title=say("Within"), format=".1f"),
        alt.Tooltip("kept:Q", title=say("Kept, of 100"), format=".0f"),
        alt.Tooltip("low:Q", title=say("At least"), format=".0f"),
        alt.Tooltip("high:Q", title=say("At most"), format=".0f"),
    ]
    base = alt.Chart(frame)
    area = base.mark_area(opacity=0.22, color=LINE, interpolate="step-after").encode(
        x=x, y=alt.Y("low:Q", title=say("Kept, of 100"), scale=scale), y2="high:Q", tooltip=tips
    )
    line = base.mark_line(color=LINE, strokeWidth=2.5, interpolate="step-after").encode(
        x=x, y=alt.Y("kept:Q", scale=scale), tooltip=tips
    )
    promised = pd.DataFrame({"t": [threshold / size], "kept": [target * 100]})
    rules = alt.Chart(promised)
    tone = VERDICT_TONES[verdict]
    upright = rules.mark_rule(color=tone, strokeDash=[4, 3]).encode(x="t:Q")
    level = rules.mark_rule(color=tone, strokeDash=[4, 3]).encode(y=alt.Y("kept:Q", scale=scale))
    dot = rules.mark_point(color=tone, filled=True, size=90).encode(x="t:Q", y=alt.Y("kept:Q", scale=scale))
    return dressed(area + line + upright + level + dot, height=300)


@drawn_once
def three_marks(say: Speech, marks: Sequence[Mark]) -> dict[str, Any]:
    """Expected, promised, kept on one axis of time; each mark with its words."""
    longest = max((mark.seconds for mark in marks), default=1.0)
    unit = next((u for u in ("d", "h", "min") if longest >= UNITS[u]), "s")
    frame = pd.DataFrame(
        {
            "label": [mark.label for mark in marks],
            "t": [mark.seconds / UNITS[unit] for mark in marks],
            "zero": [0.0] * len(marks),
            "words": [mark.words for mark in marks],
        }
    )
    y = alt.Y("label:N", sort=None, title=None, axis=alt.Axis(domain=False, ticks=False, labelLimit=140))
    room = alt.Scale(domain=[0, longest / UNITS[unit] * 1.15], nice=False)
    x = alt.X("t:Q", title=unit_words(say, unit), scale=room, axis=alt.Axis(grid=False, tickCount=5, tickMinStep=1))
    base = alt.Chart(frame)
    zero = alt.X("zero:Q", scale=room, title=unit_words(say, unit))
    stalk = base.mark_rule(color=QUIET).encode(y=y, x=zero, x2="t:Q")
    dot = base.mark_point(filled=True, size=140, color=LINE, opacity=1).encode(y=y, x=x)
    # Above its line, from the left: there is room for the words on a phone too.
    text = base.mark_text(align="left", dx=2, dy=-11, color=QUIET, fontSize=13).encode(y=y, x=zero, text="words:N")
    return dressed(stalk + dot + text, height=46 * max(1, len(marks)) + 70)
