"""The picture of money moved: each line from what it held at the start to what it holds now."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from charts.looks import LINE, QUIET, drawn_once, dressed
from words.speech import Speech

ROW = 34


@drawn_once
def moved(say: Speech, lines: Sequence[tuple[str, int, int]]) -> dict[str, Any]:
    """Lines that changed as (name, at the start, now): a ring where it was, a dot where it is."""
    order = [name for name, start, now in sorted(lines, key=lambda line: (line[2] - line[1], line[0]))]
    frame = pd.DataFrame([{"line": name, "start": start, "now": now} for name, start, now in lines])
    frame["text"] = [
        ("+" if now > start else "\u2212") + say.number(abs(now - start)) for _, start, now in lines
    ]  # fmt: skip
    y = alt.Y("line:N", sort=order, title=None, axis=alt.Axis(labelLimit=190))
    scale = alt.Scale(zero=False, nice=True, padding=24)
    base = alt.Chart(frame)
    way = base.mark_rule(strokeWidth=3, color=LINE, opacity=0.5).encode(
        x=alt.X("start:Q", title=None, scale=scale, axis=None), x2="now:Q", y=y
    )
    was = base.mark_point(size=90, color=QUIET, opacity=1).encode(x=alt.X("start:Q", title=None, scale=scale), y=y)
    here = base.mark_point(size=130, filled=True, color=LINE, opacity=1).encode(
        x=alt.X("now:Q", title=None, scale=scale), y=y
    )
    text = base.mark_text(dy=-11, color=QUIET, fontSize=12).encode(
        x=alt.X("now:Q", title=None, scale=scale), y=y, text="text:N"
    )
    return dressed(way + was + here + text, height=ROW * len(lines) + 20)
