"""The picture of money moved: each line from what it held at the start to what it holds now."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from charts.looks import LINE, QUIET, drawn_once, dressed
from words.actions import money
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


@drawn_once
def flows(say: Speech, moves: Sequence[tuple[str, str, int, str]]) -> dict[str, Any]:
    """Each move as (from, to, euro, what it serves): two lines of text over an arrow as thick as the amount."""
    most = max(amount for _, _, amount, _ in moves)
    frame = pd.DataFrame([
        {"place": f"{place:03d}", "serves": why, "amount": amount, "thick": 3 + 15 * amount / most,
         "title": f"{money(say, amount)}: {source} → {target}"}
        for place, (source, target, amount, why) in enumerate(sorted(moves, key=lambda one: -one[2]))
    ])  # fmt: skip
    y = alt.Y("place:N", title=None, axis=None, sort=None)
    x = alt.X("amount:Q", axis=None, scale=alt.Scale(domain=[0, most], nice=False))
    # Cut where the picture ends, not before; the list below the picture says all of it.
    wide = alt.ExprRef("width")
    base = alt.Chart(frame)
    bar = base.mark_bar(color=LINE, opacity=0.75, cornerRadiusEnd=6).encode(
        x=x, y=y, size=alt.Size("thick:Q", scale=None, legend=None)
    )
    way = base.mark_text(align="left", dy=-24, dx=2, fontSize=13, fontWeight="bold", color=QUIET, limit=wide).encode(
        x=alt.value(0), y=y, text="title:N"
    )
    serves = base.mark_text(align="left", dy=22, dx=2, fontSize=12, color=QUIET, limit=wide).encode(
        x=alt.value(0), y=y, text="serves:N"
    )
    return dressed(bar + way + serves, height=78 * len(moves))
