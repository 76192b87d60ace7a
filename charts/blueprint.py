"""The picture of a chain: time runs downwards, what the customer sees stands left of a line, the rest right of it.

Downwards, because a phone is narrow. Each step says its verdict by icon and word as well as by colour; without data it
is grey. Text that people typed enters as data values only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from textwrap import wrap
from typing import Any

import altair as alt
import pandas as pd

from charts.looks import LINE, QUIET, VERDICT_TONES, drawn_once, dressed
from words.speech import Speech

LETTERS, LINES = 22, 2
ROW, HEAD = 92, 34
HALF = 0.44  # half the width of a box, in lanes
LANES = (0.0, 1.0)


@dataclass(frozen=True)
class Box:
    """A step: its name, its verdict with icon and words (already worded), whether customers see it, its place."""

    title: str
    verdict: str
    words: str
    seen: bool
    place: int
    weakest: bool = False


@drawn_once
def blueprint(say: Speech, boxes: Sequence[Box]) -> dict[str, Any]:
    """The chain as boxes from top to bottom, joined in their order, with the line of visibility between the lanes."""
    rows = _rows(boxes)
    depth = max(row["y"] for row in rows) + 1
    frame = pd.DataFrame(rows)
    y_scale = alt.Scale(domain=[-0.75, depth - 0.35], reverse=True, nice=False)
    x_scale = alt.Scale(domain=[-0.5, 1.5], nice=False)
    x = alt.X("x:Q", scale=x_scale, axis=None)
    y = alt.Y("y:Q", scale=y_scale, axis=None)
    tone = alt.Color("verdict:N", scale=alt.Scale(domain=list(VERDICT_TONES), range=list(VERDICT_TONES.values())),
                     legend=None)  # fmt: skip
    base = alt.Chart(frame)
    box = base.mark_rect(fillOpacity=0.13, strokeWidth=1.5, cornerRadius=8).encode(
        x=alt.X("left:Q", scale=x_scale, axis=None), x2="right:Q", y=alt.Y("top:Q", scale=y_scale, axis=None),
        y2="bottom:Q", color=tone, stroke=tone,
        strokeWidth=alt.condition("datum.weakest", alt.value(3.5), alt.value(1.5)),
        tooltip=[alt.Tooltip("title:N", title=say("Step")), alt.Tooltip("words:N", title=say("Verdict"))],
    )  # fmt: skip
    name = base.mark_text(fontSize=14, fontWeight="bold", lineBreak="\n", lineHeight=16, dy=-12, color=QUIET).encode(
        x=x, y=y, text="name:N"
    )
    said = base.mark_text(fontSize=13, fontWeight="bold", dy=22).encode(x=x, y=y, text="words:N", color=tone)
    links = alt.Chart(pd.DataFrame(_links(rows) or [{"x": 0.0, "y": 0.0, "x2": 0.0, "y2": 0.0}]))
    link = links.mark_rule(color=LINE, strokeWidth=2, opacity=0.7).encode(
        x=alt.X("x:Q", scale=x_scale, axis=None), x2="x2:Q", y=alt.Y("y:Q", scale=y_scale, axis=None), y2="y2:Q"
    )
    heads = alt.Chart(pd.DataFrame(
        {"x": list(LANES), "y": [-0.6, -0.6], "text": [say("what customers see"), say("behind the scenes")]}
    )).mark_text(fontSize=13, fontStyle="italic", color=QUIET).encode(x=x, y=y, text="text:N")  # fmt: skip
    line = alt.Chart(pd.DataFrame({"x": [0.5], "y": [-0.7], "y2": [depth - 0.4]})).mark_rule(
        strokeDash=[6, 5], color=QUIET, strokeWidth=1.5
    ).encode(x=x, y=y, y2="y2:Q")  # fmt: skip
    return dressed(line + link + box + name + said + heads, height=HEAD + ROW * depth)


def _rows(boxes: Sequence[Box]) -> list[dict[str, Any]]:
    """One row a step: steps of one place lie in one row where they fit (one a lane), else below each other."""
    rows: list[dict[str, Any]] = []
    depth = 0
    for place in sorted({box.place for box in boxes}):
        lanes = {seen: [box for box in boxes if box.place == place and box.seen is seen] for seen in (True, False)}
        for seen, there in lanes.items():
            for below, box in enumerate(there):
                x, y = LANES[0 if seen else 1], depth + below
                rows.append({
                    "x": x, "y": y, "left": x - HALF, "right": x + HALF, "top": y - 0.36, "bottom": y + 0.36,
                    "title": box.title, "name": _name(box.title), "words": box.words, "verdict": box.verdict,
                    "weakest": box.weakest, "place": place,
                })  # fmt: skip
        depth += max(len(there) for there in lanes.values())
    return rows


def _links(rows: Sequence[dict[str, Any]]) -> list[dict[str, float]]:
    """From each step to each step of the next place, edge to edge."""
    places = sorted({row["place"] for row in rows})
    found = []
    for here, then in pairwise(places):
        last = max(row["y"] for row in rows if row["place"] == here)
        for row in (row for row in rows if row["place"] == here and (row["y"] == last or _alone(rows, row))):
            for after in (one for one in rows if one["place"] == then):
                found.append({"x": row["x"], "y": row["bottom"], "x2": after["x"], "y2": after["top"]})
    return found


def _alone(rows: Sequence[dict[str, Any]], row: dict[str, Any]) -> bool:
    """Whether nothing of its own place stands below it in its lane."""
    return not any(one["place"] == row["place"] and one["x"] == row["x"] and one["y"] > row["y"] for one in rows)


def _name(title: str) -> str:
    lines = wrap(" ".join(title.split()), LETTERS) or [""]
    return "\n".join([*lines[: LINES - 1], lines[LINES - 1] if len(lines) == LINES else lines[LINES - 1] + "…"]
                     if len(lines) >= LINES else lines)  # fmt: skip
