"""The picture of a counted vote, to take away: a bar a row, beside it the sides; the conclusion is its title.

Text that people typed enters as data values and as the literal title only, never as an expression. Unlike the charts of
a page it has a white ground and a size of its own: it is made to be put into a document.
"""

import json
import textwrap
from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd
import vl_convert

from charts.looks import FONTS, INK, LINE, QUIET, SIDE_TONES, VERDICT_TONES
from words.shown import Shown, ShownRow

PRINTED = "Due Remi Sans, Source Sans Pro, Due Remi Signs, sans-serif"
TITLE = "Due Remi Serif, Source Serif Pro, Due Remi Signs, serif"
ROW, NAME_WIDTH, BAR_WIDTH, SIDE_WIDTH = 46, 300, 300, 96
NAME_SIGNS, TITLE_SIGNS, MOST_LINES = 42, 78, 3
MOST_ROWS = 40

vl_convert.register_font_directory(str(FONTS))


def result_picture(found: Shown, *, question: str) -> dict[str, Any]:
    """The picture as a Vega-Lite dictionary. `question` stands under the title, with how many voted."""
    rows = found.rows[:MOST_ROWS]
    height = max(1, len(rows)) * ROW
    order = [f"{place:03d}" for place in range(len(rows))]
    panels = [_names(rows, order, height), _bars(rows, order, height)]
    panels += [_side(rows, order, height, side, label) for side, label in found.columns]
    title = alt.Title(
        _lines(found.sentences[0], TITLE_SIGNS), subtitle=[*_lines(question, TITLE_SIGNS + 20), " · ".join(found.head)],
        anchor="start", font=TITLE, fontSize=22, color=INK, subtitleFont=PRINTED,
        subtitleFontSize=14, subtitleColor=QUIET, subtitlePadding=8, offset=18,
    )  # fmt: skip
    spec: dict[str, Any] = (
        alt.hconcat(*panels, spacing=14)
        .properties(title=title, background="#ffffff", padding=24)
        .configure(font=PRINTED)
        .configure_view(strokeWidth=0)
        .to_dict()
    )
    return spec


def as_svg(spec: dict[str, Any]) -> bytes:
    """The picture as SVG, readable wherever the fonts are not: its words stay words."""
    svg: str = vl_convert.vegalite_to_svg(json.dumps(spec))
    return svg.encode()


def as_png(spec: dict[str, Any]) -> bytes:
    """The picture as PNG, twice as fine as its size."""
    png: bytes = vl_convert.vegalite_to_png(json.dumps(spec), scale=2)
    return png


def _lines(text: str, width: int) -> list[str]:
    found = textwrap.wrap(text, width, break_long_words=True) or [""]
    return found if len(found) <= MOST_LINES else [*found[: MOST_LINES - 1], found[MOST_LINES - 1] + " …"]


def _frame(rows: Sequence[ShownRow], order: list[str], **columns: list[Any]) -> pd.DataFrame:
    return pd.DataFrame({"row": order[: len(rows)], **columns})


def _y(order: list[str]) -> alt.Y:
    return alt.Y("row:N", sort=order, axis=None, scale=alt.Scale(paddingInner=0.35, paddingOuter=0.15))


def _place(row: ShownRow) -> str:
    signs = f"{' =' if row.tied else ''}{' ⚡' if row.divides else ''}"
    return f"{row.rank or ''}{signs}".strip()


def _names(rows: Sequence[ShownRow], order: list[str], height: int) -> Any:
    names = [_lines(row.name, NAME_SIGNS) for row in rows]
    frame = _frame(
        rows, order, place=[_place(row) for row in rows], name=["\n".join(lines) for lines in names],
        lines=[len(lines) for lines in names],
    )  # fmt: skip
    base = alt.Chart(frame).encode(y=_y(order))
    place = base.mark_text(align="left", baseline="middle", fontSize=14, fontWeight="bold", color=INK).encode(
        x=alt.value(0), text="place:N"
    )
    # A text of several lines hangs from its first: it is lifted so that its middle stands at the bar.
    written = [
        base.transform_filter(f"datum.lines === {count}")
        .mark_text(align="left", baseline="middle", fontSize=14, lineHeight=16, color=INK, lineBreak="\n",
                   dy=-8 * (count - 1))
        .encode(x=alt.value(42), text="name:N")
        for count in sorted({len(lines) for lines in names})
    ]  # fmt: skip
    return alt.layer(place, *written).properties(width=NAME_WIDTH, height=height)


def _bars(rows: Sequence[ShownRow], order: list[str], height: int) -> Any:
    frame = _frame(rows, order, share=[row.share for row in rows], figure=[row.figure for row in rows])
    base = alt.Chart(frame).encode(y=_y(order))
    x = alt.X("share:Q", axis=None, scale=alt.Scale(domain=[0, 1.45], nice=False))
    bar = base.mark_bar(color=LINE, cornerRadiusEnd=2).encode(x=x)
    figure = base.mark_text(align="left", baseline="middle", dx=6, fontSize=14, color=INK).encode(x=x, text="figure:N")
    return alt.layer(bar, figure).properties(width=BAR_WIDTH, height=height)


def _side(rows: Sequence[ShownRow], order: list[str], height: int, side: str, label: str) -> Any:
    # One scale for all the sides: their parts can be held against each other.
    most = max((share for row in rows for share in row.side_shares.values()), default=0.0) or 1.0
    frame = _frame(
        rows, order, share=[row.side_shares.get(side, 0.0) / most for row in rows],
        figure=[row.sides.get(side, "") for row in rows],
    )  # fmt: skip
    base = alt.Chart(frame).encode(y=_y(order))
    x = alt.X("share:Q", axis=None, scale=alt.Scale(domain=[0, 1.7], nice=False))
    tone = SIDE_TONES.get(side, VERDICT_TONES["not enough evidence"])
    bar = base.mark_bar(color=tone, cornerRadiusEnd=2).encode(x=x)
    figure = base.mark_text(align="left", baseline="middle", dx=4, fontSize=13, color=INK).encode(x=x, text="figure:N")
    head = alt.Title(label, anchor="start", font=PRINTED, fontSize=14, color=INK, fontWeight="normal")
    return alt.layer(bar, figure).properties(width=SIDE_WIDTH, height=height, title=head)
