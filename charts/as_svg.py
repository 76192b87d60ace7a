"""A picture of simple shapes as SVG, without style attributes and scripts: for pages of the strictest policy."""

from collections.abc import Mapping
from html import escape
from types import MappingProxyType

from charts.picture import Dot, Picture, Shape, Stroke, Words

# "page": the ink of whatever page it stands in.
INKS: Mapping[str, Mapping[str, tuple[str, float]]] = MappingProxyType({
    "page": {"ink": ("currentColor", 1), "quiet": ("currentColor", 0.72), "rule": ("currentColor", 0.3),
             "trough": ("currentColor", 0.12)},
    "light": {"ink": ("#22282e", 1), "quiet": ("#5b656e", 1), "rule": ("#c3c9ce", 1), "trough": ("#e8ebee", 1)},
    "dark": {"ink": ("#f2f4f6", 1), "quiet": ("#b4bcc4", 1), "rule": ("#5d6770", 1), "trough": ("#333b42", 1)},
})  # fmt: skip


def svg(picture: Picture, inks: str = "page") -> str:
    """The picture as SVG; every text in it is escaped."""
    palette = INKS[inks]
    drawn = "".join(_drawn(shape, palette) for shape in picture.shapes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(picture.wide)} {_n(picture.tall)}" role="img"'
        ' preserveAspectRatio="xMinYMin"'
        f' aria-label="{escape(picture.words)}" font-family="Source Sans, Source Sans Pro,'
        f' Arial, sans-serif">{drawn}</svg>'
    )


def _drawn(shape: Shape, palette: Mapping[str, tuple[str, float]]) -> str:
    colour, strength = palette.get(shape.tone, (shape.tone, 1))
    faint = f' opacity="{strength}"' if strength != 1 else ""
    if isinstance(shape, Words):
        bold = ' font-weight="600"' if shape.bold else ""
        anchor = f' text-anchor="{shape.anchor}"' if shape.anchor != "start" else ""
        return (f'<text x="{_n(shape.x)}" y="{_n(shape.y)}" font-size="{_n(shape.size)}" fill="{colour}"{faint}{anchor}'
                f"{bold}>{escape(shape.text)}</text>")  # fmt: skip
    if isinstance(shape, Stroke):
        dashed = ' stroke-dasharray="14 10"' if shape.dashed else ""
        return (f'<line x1="{_n(shape.x)}" y1="{_n(shape.y)}" x2="{_n(shape.to_x)}" y2="{_n(shape.to_y)}"'
                f' stroke="{colour}" stroke-width="{_n(shape.thick)}"{dashed}{faint}/>')  # fmt: skip
    paint = f'fill="none" stroke="{colour}" stroke-width="4"' if shape.hollow else f'fill="{colour}"'
    if isinstance(shape, Dot):
        return f'<circle cx="{_n(shape.x)}" cy="{_n(shape.y)}" r="{_n(shape.r)}" {paint}{faint}/>'
    inset = 2 if shape.hollow else 0
    wide, tall = max(0.0, shape.wide - 2 * inset), max(0.0, shape.tall - 2 * inset)
    return (f'<rect x="{_n(shape.x + inset)}" y="{_n(shape.y + inset)}" width="{_n(wide)}" height="{_n(tall)}"'
            f" {paint}{faint}/>")  # fmt: skip


def _n(number: float) -> str:
    return f"{number:.1f}".rstrip("0").rstrip(".")
