"""The picture of a campaign: how often a promise would be kept by how much more comes, with range and target."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from charts.looks import LINE, QUIET, VERDICT_TONES, drawn_once, dressed
from words.speech import Speech

Point = tuple[int, float, float, float]


def uplift_curve(
    say: Speech, points: Sequence[Point], *, target: float, percent: int, share: float, verdict: str
) -> dict[str, Any]:
    """Share kept by how many more come for every hundred; the marker stands at one guess.

    points: (more for every hundred, share, low, high), ascending. The curve is drawn once, only the marker moves.
    """
    spec = _ground(say, tuple(points), target=target)
    spec["datasets"] |= {"here": [{"more": percent, "kept": share * 100, "tone": VERDICT_TONES[verdict]}]}
    return spec


@drawn_once
def _ground(say: Speech, points: Sequence[Point], *, target: float) -> dict[str, Any]:
    frame = pd.DataFrame(
        [{"more": more, "kept": share * 100, "low": low * 100, "high": high * 100} for more, share, low, high in points]
    )
    scale = alt.Scale(domain=[0, 100])
    x = alt.X("more:Q", title=say("How much more comes, for every hundred"), axis=alt.Axis(tickCount=6),
              scale=alt.Scale(domain=[points[0][0], points[-1][0]], nice=False))  # fmt: skip
    y = alt.Y("kept:Q", title=say("Kept, of 100"), scale=scale, axis=alt.Axis(tickCount=3))
    base = alt.Chart(frame)
    area = base.mark_area(opacity=0.22, color=LINE).encode(
        x=x, y=alt.Y("low:Q", title=say("Kept, of 100"), scale=scale), y2="high:Q"
    )
    line = base.mark_line(color=LINE, strokeWidth=2.5).encode(x=x, y=y)
    bar = pd.DataFrame({"kept": [target * 100], "at": [points[-1][0]], "text": [say("promised")]})
    level = alt.Chart(bar).mark_rule(color=QUIET, strokeDash=[4, 3], strokeWidth=2).encode(y=y)
    name = alt.Chart(bar).mark_text(align="right", dy=-8, color=QUIET, fontSize=12).encode(
        x=alt.X("at:Q"), y=y, text="text:N"
    )  # fmt: skip
    here = alt.Chart(alt.NamedData(name="here"))
    tone = alt.Color("tone:N", scale=None, legend=None)
    upright = here.mark_rule(strokeWidth=2).encode(x=x, color=tone)
    dot = here.mark_point(filled=True, size=140, opacity=1).encode(x=x, y=y, color=tone)
    return dressed(area + line + level + name + upright + dot, height=220)
