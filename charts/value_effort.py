"""The picture of the backlog: value upwards, effort to the right, colour and shape by the verdict of what it touches.

Ideas on the same spot are set beside each other. What people typed is data only: it stands in tooltips.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from charts.looks import QUIET, VERDICT_TONES, drawn_once, dressed
from words.speech import Speech

HEIGHT = 420
SHAPES = {"supported": "circle", "at risk": "diamond", "not supportable": "cross", "not enough evidence": "square"}
NONE = "none"


@drawn_once
def value_effort(
    say: Speech, ideas: Sequence[tuple[str, str, float, float, str]], names: Sequence[tuple[str, str]], *,
    by_fives: bool = True,
) -> dict[str, Any]:  # fmt: skip
    """Ideas as (id, words, value, effort, verdict or `none`); names: each verdict as it is said.

    by_fives: both axes go from 1 to 5; else they follow the figures (RICE).
    """
    seen: Counter[tuple[float, float]] = Counter()
    rows = []
    for idea_id, words, value, effort, verdict in ideas:
        nth = seen[(value, effort)]
        seen[(value, effort)] += 1
        aside, up = (nth % 5) * 0.14, (nth // 5 % 5) * 0.14
        rows.append({"id": idea_id, "idea": words, "value": value + (up if by_fives else 0),
                     "effort": effort + (aside if by_fives else 0), "verdict": dict(names)[verdict]})  # fmt: skip
    order = [said for _, said in names]
    tones = [VERDICT_TONES.get(key, QUIET) for key, _ in names]
    shapes = [SHAPES.get(key, "triangle-up") for key, _ in names]
    fives: dict[str, Any] = {"domain": [0.6, 5.8], "nice": False}
    # Room at the end for the mark that lies furthest out.
    wide, high = (fives if by_fives else {"domain": [0, 1.08 * max(figures) or 1], "nice": False}
                  for figures in ([one[3] for one in ideas], [one[2] for one in ideas]))  # fmt: skip
    across = say("Effort →") if by_fives else say("Effort: months of one person →")
    axis: dict[str, Any] = {"values": [1, 2, 3, 4, 5], "format": "d"} if by_fives else {}
    # A click names the idea; without a click nothing is chosen.
    chosen = alt.selection_point(name="chosen", fields=["id"], on="click", empty=True)
    chart = (
        alt.Chart(pd.DataFrame(rows, columns=["id", "idea", "value", "effort", "verdict"]))
        .mark_point(filled=True, size=150, opacity=0.9)
        .encode(
            x=alt.X("effort:Q", title=across, scale=alt.Scale(**wide), axis=alt.Axis(**axis)),
            y=alt.Y("value:Q", title=say("Value ↑"), scale=alt.Scale(**high), axis=alt.Axis(**axis)),
            color=alt.Color("verdict:N", title=None, scale=alt.Scale(domain=order, range=tones),
                            legend=alt.Legend(orient="top", labelColor=QUIET, columns=2, labelLimit=170)),
            shape=alt.Shape("verdict:N", title=None, scale=alt.Scale(domain=order, range=shapes)),
            opacity=alt.condition(chosen, alt.value(0.95), alt.value(0.35)),
            tooltip=[alt.Tooltip("idea:N", title=say("Idea")), alt.Tooltip("verdict:N", title=say("Promise touched"))],
        )
        .add_params(chosen)
    )  # fmt: skip
    return dressed(chart, height=HEIGHT)
