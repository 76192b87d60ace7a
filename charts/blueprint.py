"""The picture of a chain: time runs downwards, what the customer sees stands left of a line, the rest right of it.

Downwards, because a phone is narrow. Each step is a card of its own ground, so that its words can be read on a light
and on a dark page; it says its verdict by icon and word as well as by colour, and without data it is grey. Text that
people typed enters as data values only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from textwrap import wrap
from typing import Any

import altair as alt
import pandas as pd

from charts.looks import QUIET, VERDICT_TONES, drawn_once, dressed
from words.speech import Speech

LETTERS, LINES = 27, 2  # of the words on a card: longer ones are cut, and whole in the tooltip and in words below
ROW, HEAD = 156, 40
HALF, HIGH = 0.46, 0.4  # half the width and half the height of a card, in lanes and rows
SEEN, BEHIND = 0.0, 1.0
CARD, INK = "#fdfcf9", "#26323c"
# The words on a card: the dark tones of the page, 4.5 to 1 on the card's ground.
WORDS = {"supported": "#00695c", "at risk": "#8a5200", "not supportable": "#b03a1a", "not enough evidence": "#59626b"}


@dataclass(frozen=True)
class Box:
    """A step: its name, the promise that is told there, its verdict (icon and words, worded), whether customers see it,
    its place in the chain, and whether the chain breaks there first.
    """

    title: str
    verdict: str
    words: str
    seen: bool
    place: int
    promise: str = ""
    weakest: bool = False


@drawn_once
def blueprint(say: Speech, boxes: Sequence[Box]) -> dict[str, Any]:
    """The chain as cards from top to bottom, joined in their order, with the line of visibility between the lanes."""
    rows = _rows(say, boxes, say("the weakest step"))
    depth = max(int(row["y"]) for row in rows) + 1
    wide, tall = alt.Scale(domain=[-0.5, 1.5], nice=False), alt.Scale(domain=[-0.8, depth - 0.5], reverse=True)
    x, y = alt.X("x:Q", scale=wide, axis=None), alt.Y("y:Q", scale=tall, axis=None)
    edge = _coloured(VERDICT_TONES)
    base = alt.Chart(pd.DataFrame(rows))
    card = base.mark_rect(fill=CARD, cornerRadius=8).encode(
        x=alt.X("left:Q", scale=wide, axis=None), x2="right:Q", y=alt.Y("top:Q", scale=tall, axis=None), y2="bottom:Q",
        stroke=edge, strokeWidth=alt.condition("datum.weakest", alt.value(4), alt.value(1.5)),
        tooltip=[alt.Tooltip("title:N", title=say("Step")), alt.Tooltip("words:N", title=say("Verdict")),
                 alt.Tooltip("promise:N", title=say("Promise"))],
    )  # fmt: skip

    def line(field: str, dy: int, **looks: Any) -> Any:
        return base.mark_text(dy=dy, lineBreak="\n", **looks).encode(x=x, y=y, text=f"{field}:N")

    name = line("name", -40, fontSize=14, fontWeight="bold", color=INK, lineHeight=16)
    told = line("short", -8, fontSize=12, fontStyle="italic", color=INK, lineHeight=14)
    said = line("words", 24, fontSize=13, fontWeight="bold").encode(color=_coloured(WORDS))
    mark = line("mark", 44, fontSize=12, fontStyle="italic", color=INK)
    heads = alt.Chart(pd.DataFrame(
        {"x": [SEEN, BEHIND], "y": [-0.65, -0.65], "text": [say("what customers see"), say("behind the scenes")]}
    )).mark_text(fontSize=13, fontStyle="italic", color=QUIET).encode(x=x, y=y, text="text:N")  # fmt: skip
    sight = alt.Chart(pd.DataFrame({"x": [0.5], "y": [-0.8], "y2": [depth - 0.5]})).mark_rule(
        strokeDash=[6, 5], color=QUIET, strokeWidth=1.5
    ).encode(x=x, y=y, y2="y2:Q")  # fmt: skip
    parts = [sight, *_arrows(rows, x, y), card, name, told, said, mark, heads]
    return dressed(alt.layer(*parts), height=HEAD + ROW * depth)


def _coloured(tones: Any) -> alt.Color:
    scale = alt.Scale(domain=list(tones), range=list(tones.values()))
    return alt.Color("verdict:N", scale=scale, legend=None)


def _rows(say: Speech, boxes: Sequence[Box], weakest: str) -> list[dict[str, Any]]:
    """One row a step; steps of one place lie beside each other in their lanes, and below each other within one."""
    rows: list[dict[str, Any]] = []
    depth = 0
    for place in sorted({box.place for box in boxes}):
        lanes = [[box for box in boxes if box.place == place and box.seen is seen] for seen in (True, False)]
        for x, there in zip((SEEN, BEHIND), lanes, strict=True):
            for below, box in enumerate(there):
                y = depth + below
                rows.append({
                    "x": x, "y": y, "left": x - HALF, "right": x + HALF, "top": y - HIGH, "bottom": y + HIGH,
                    "title": box.title, "name": _short(box.title), "promise": box.promise,
                    "short": _short(say.quoted(box.promise)) if box.promise else "", "words": box.words,
                    "verdict": box.verdict, "weakest": box.weakest, "mark": weakest if box.weakest else "",
                    "place": place,
                })  # fmt: skip
        depth += max(len(there) for there in lanes)
    return rows


def _arrows(rows: Sequence[dict[str, Any]], x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """From the last cards of each place to the first ones of the next, with a point at the end."""
    found: list[dict[str, Any]] = []
    ends: list[dict[str, Any]] = []
    for here, then in pairwise(sorted({row["place"] for row in rows})):
        first, last = _lanes(rows, then, first=True), _lanes(rows, here, first=False)
        bend = min(row["top"] for row in first) - (1 - 2 * HIGH) / 2
        for number, (before, after) in enumerate((b, a) for b in last for a in first):
            there, here_x = after["x"], before["x"]
            path = [(here_x, before["bottom"]), (here_x, bend), (there, bend), (there, after["top"])]
            found += [{"link": f"{here} {number}", "step": at, "x": px, "y": py} for at, (px, py) in enumerate(path)]
            ends.append({"x": after["x"], "y": after["top"] - 0.05})
    if not found:
        return []
    line = alt.Chart(pd.DataFrame(found)).mark_line(color=QUIET, strokeWidth=2, interpolate="linear").encode(
        x=x, y=y, detail="link:N", order="step:Q"
    )  # fmt: skip
    head = alt.Chart(pd.DataFrame(ends)).mark_point(
        shape="triangle-down", filled=True, size=110, color=QUIET, opacity=1
    ).encode(x=x, y=y)  # fmt: skip
    return [line, head]


def _lanes(rows: Sequence[dict[str, Any]], place: int, *, first: bool) -> list[dict[str, Any]]:
    """The uppermost (or lowermost) card of a place in each lane."""
    there = [row for row in rows if row["place"] == place]
    pick = min if first else max
    return [pick((row for row in there if row["x"] == x), key=lambda row: float(row["y"]))
            for x in sorted({row["x"] for row in there})]  # fmt: skip


def _short(text: str) -> str:
    """At most two lines of a card; what does not fit is cut."""
    lines = wrap(" ".join(text.split()), LETTERS, max_lines=LINES, placeholder="…")
    return "\n".join(lines)
