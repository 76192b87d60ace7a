"""The pictures of a claim: the curve of time promised against share kept with its band, still and behind a slider.

Text that people typed enters as data values only. The conclusion of a chart is its title, which the page says in words.
"""

from typing import Any

import altair as alt
import pandas as pd

from analysis.today import Band
from analysis.units import UNITS
from charts.looks import LINE, QUIET, VERDICT_TONES, drawn_once, dressed
from words.promises import unit_words
from words.speech import Speech

MOST_POINTS = 200


@drawn_once
def claim_curve(
    say: Speech, band: Band, *, threshold: float, target: float, unit: str, value_unit: str = "", verdict: str,
    within: float | None = None, size: float | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Share kept within each time, with the range it lies in; the promise is the crossing of the two fine lines.

    threshold, within: the promise and what could be promised, in seconds (or the figure's own unit when `unit` is
    "value"). size: seconds of one unit, where a day is a working day. The time axis ends a little beyond them.
    """
    size = size or UNITS.get(unit, 1.0)
    step = max(1, len(band.times) // MOST_POINTS)
    frame = pd.DataFrame(
        {"t": band.times / size, "kept": band.share * 100, "low": band.lower * 100, "high": band.upper * 100}
    ).iloc[::step]
    # Beyond the promise and what could be promised instead, nothing more is to be seen.
    if unit != "value":
        frame = frame[frame["t"] <= max(2.5 * threshold, 1.4 * (within or 0.0), float(band.times[0])) / size]
    name = unit_words(say, unit) if unit != "value" else value_unit
    x = alt.X("t:Q", title=say("Time promised (%(unit)s)", unit=name) if unit != "value" else say("Figure promised"),
              scale=alt.Scale(nice=False, zero=unit != "value"), axis=alt.Axis(tickCount=8))  # fmt: skip
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


def slid_curve(
    say: Speech, band: Band, *, at: float, share: float, verdict: str, target: float, end: float, unit: str,
    unit_size: float, value_unit: str = "",
) -> dict[str, Any]:  # fmt: skip
    """The same curve behind a slider: its marker stands at one figure. The curve is drawn once, only the marker moves.

    at, end: in the sizes of the band (seconds, or the figure). unit_size: one `unit` in these sizes.
    """
    spec = _ground(say, band, target=target, end=end, unit=unit, unit_size=unit_size, value_unit=value_unit)
    spec["datasets"] |= {"here": [{"t": at / unit_size, "kept": share * 100, "tone": VERDICT_TONES[verdict]}]}
    return spec


@drawn_once
def _ground(
    say: Speech, band: Band, *, target: float, end: float, unit: str, unit_size: float, value_unit: str
) -> dict[str, Any]:
    step = max(1, len(band.times) // MOST_POINTS)
    columns = {"t": band.times / unit_size, "kept": band.share, "low": band.lower, "high": band.upper}
    frame = pd.DataFrame({name: line if name == "t" else line * 100 for name, line in columns.items()}).iloc[::step]
    scale = alt.Scale(domain=[0, 100])
    name = value_unit or None if unit == "value" else unit_words(say, unit)
    x = alt.X("t:Q", title=name, scale=alt.Scale(domain=[0, end / unit_size], nice=False, clamp=True),
              axis=alt.Axis(tickCount=6))  # fmt: skip
    y = alt.Y("kept:Q", title=say("Kept, of 100"), scale=scale, axis=alt.Axis(tickCount=3))
    base = alt.Chart(frame[frame["t"] <= end / unit_size])
    area = base.mark_area(opacity=0.22, color=LINE, interpolate="step-after").encode(
        x=x, y=alt.Y("low:Q", title=say("Kept, of 100"), scale=scale), y2="high:Q"
    )
    line = base.mark_line(color=LINE, strokeWidth=2.5, interpolate="step-after").encode(x=x, y=y)
    bar = alt.Chart(pd.DataFrame({"kept": [target * 100]}))
    level = bar.mark_rule(color=QUIET, strokeDash=[4, 3]).encode(y=y)
    here = alt.Chart(alt.NamedData(name="here"))
    tone = alt.Color("tone:N", scale=None, legend=None)
    upright = here.mark_rule(strokeWidth=2).encode(x=x, color=tone)
    dot = here.mark_point(filled=True, size=140, opacity=1).encode(x=x, y=y, color=tone)
    return dressed(area + line + level + upright + dot, height=170)
