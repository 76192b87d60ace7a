"""The picture of before and after: for each stretch how often a promise was kept, a dot on the range the cases allow.

The aim that was fixed is a dashed line. The sentence over it says the same, and what else may explain it stands below.
"""

from typing import Any

import altair as alt
import pandas as pd

from charts.looks import LINE, QUIET, VERDICT_TONES, drawn_once, dressed
from words.promises import hundredths
from words.speech import Speech

ROW = 52
# The axis below the rows stands in the same height.
FOOT = 56
ROOM = 6

# Share, lower, upper, cases.
Side = tuple[float, float, float, int]


@drawn_once
def before_after_chart(say: Speech, before: Side, after: Side, aim: int | None) -> dict[str, Any]:
    """Two stretches as (share, lower, upper, cases), fractions; aim: so many of 100."""
    heads = (say.many("before, %(n)s case", "before, %(n)s cases", before[3]),
             say.many("since then, %(n)s case", "since then, %(n)s cases", after[3]))  # fmt: skip
    frame = pd.DataFrame([
        {"when": head, "share": 100 * share, "low": 100 * low, "high": 100 * high,
         "text": say("%(n)s of 100", n=say.number(hundredths(share)))}
        for head, (share, low, high, _) in zip(heads, (before, after), strict=True)
    ])  # fmt: skip
    edges = [*frame["low"], *frame["high"], *([float(aim)] if aim is not None else [])]
    domain = [max(0.0, min(edges) - ROOM), min(100.0, max(edges) + ROOM)]
    scale = alt.Scale(domain=domain, nice=False, zero=False)
    y = alt.Y("when:N", sort=list(heads), title=None, axis=alt.Axis(labelLimit=220, labelFontSize=13, ticks=False,
                                                                    domain=False))  # fmt: skip
    x = alt.X("share:Q", title=say("Kept, of 100"), scale=scale, axis=alt.Axis(tickCount=6))
    base = alt.Chart(frame)
    reach = base.mark_rule(strokeWidth=6, color=LINE, opacity=0.35, strokeCap="round").encode(
        x=alt.X("low:Q", scale=scale, title=say("Kept, of 100")), x2="high:Q", y=y
    )
    dot = base.mark_point(size=150, filled=True, color=LINE, opacity=1).encode(x=x, y=y)
    text = base.mark_text(dy=-15, fontSize=13, fontWeight="bold", color=QUIET).encode(x=x, y=y, text="text:N")
    layers = reach + dot + text
    if aim is not None:
        wanted = alt.Chart(pd.DataFrame([{"aim": float(aim)}])).mark_rule(
            strokeDash=[5, 4], strokeWidth=2, color=VERDICT_TONES["at risk"]
        )
        layers += wanted.encode(x=alt.X("aim:Q", scale=scale, title=say("Kept, of 100")))
    return dressed(layers, height=2 * ROW + FOOT)
