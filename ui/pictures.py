"""A picture of simple shapes on the desk, in the page's own letters and the ink of the theme one sees it in."""

from html import escape
from math import atan2, degrees

import streamlit as st

from charts.picture import Dot, Picture, Shape, Stroke, Words

# How strong the page's ink is for each name of the palette; a tone of its own is taken as it is.
STRENGTHS = {"ink": 1, "quiet": 0.74, "rule": 0.3, "trough": 0.12}
# Where the base line lies in a line of our letters, as a part of their size.
BASE_LINE = 0.856
STYLE = """<style>.dr-pic { position: relative; width: 100%; container-type: inline-size; margin: 0.4rem 0; }
.dr-pic i { position: absolute; font-style: normal; line-height: 1; white-space: pre; box-sizing: border-box; }
.dr-pic.narrow { display: none; }
@media (max-width: 640px) { .dr-pic { display: none; } .dr-pic.narrow { display: block; } }</style>"""


def show_picture(picture: Picture) -> None:
    """The picture as wide as its place, its words for who does not see it. It is text and boxes: nothing in it runs."""
    narrow = _drawn(picture.narrow or picture, "dr-pic narrow")
    st.html(STYLE + _drawn(picture, "dr-pic") + narrow)


def _drawn(picture: Picture, look: str) -> str:
    """The shapes as boxes placed in hundredths of the picture's width, so that letters grow with it."""
    unit = 100 / picture.wide
    shapes = "".join(_shape(shape, unit) for shape in picture.shapes)
    words = escape(picture.words, quote=True)
    tall = f"padding-bottom:{picture.tall * unit:.2f}%"
    return f'<div class="{look}" role="img" aria-label="{words}"><div style="{tall}"></div>{shapes}</div>'


def _shape(shape: Shape, unit: float) -> str:
    strength = STRENGTHS.get(shape.tone)
    colour = "currentColor" if strength is not None else escape(shape.tone, quote=True)
    faint = f";opacity:{strength}" if strength not in (None, 1) else ""

    def at(x: float, y: float) -> str:
        return f"left:{x * unit:.2f}cqw;top:{y * unit:.2f}cqw"

    if isinstance(shape, Words):
        place = at(shape.x, shape.y - BASE_LINE * shape.size)
        aside = {"start": "", "middle": ";transform:translateX(-50%)", "end": ";transform:translateX(-100%)"}
        bold = ";font-weight:600" if shape.bold else ""
        return (f'<i aria-hidden="true" style="{place};font-size:{shape.size * unit:.2f}cqw;color:{colour}{faint}{bold}'
                f'{aside[shape.anchor]}">{escape(shape.text)}</i>')  # fmt: skip
    if isinstance(shape, Stroke):
        return _stroke(shape, unit, colour + faint)
    if isinstance(shape, Dot):
        left, top, wide, tall, round_ = shape.x - shape.r, shape.y - shape.r, 2 * shape.r, 2 * shape.r, "50%"
    else:
        left, top, wide, tall, round_ = shape.x, shape.y, shape.wide, shape.tall, "0"
    edge = f"border:2px solid {colour}"
    paint = (edge if shape.hollow else f"background:{colour}") + faint
    return (f'<i style="{at(left, top)};width:{max(0.0, wide) * unit:.2f}cqw;height:{max(0.0, tall) * unit:.2f}cqw;'
            f'border-radius:{round_};{paint}"></i>')  # fmt: skip


def _stroke(line: Stroke, unit: float, colour: str) -> str:
    """A line as the upper edge of a box of no height, turned to where it goes."""
    across, down = line.to_x - line.x, line.to_y - line.y
    long = (across**2 + down**2) ** 0.5
    edge = "dashed" if line.dashed else "solid"
    thick = max(1.0, line.thick * 0.55)
    place = f"left:{line.x * unit:.2f}cqw;top:calc({line.y * unit:.2f}cqw - {thick / 2:.1f}px)"
    turn = f";transform-origin:0 50%;transform:rotate({degrees(atan2(down, across)):.1f}deg)" if down else ""
    return (f'<i style="{place};width:{long * unit:.2f}cqw;height:0;border-top:{thick:.1f}px {edge} {colour}{turn}">'
            "</i>")  # fmt: skip
