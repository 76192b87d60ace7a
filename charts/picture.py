"""Pictures as a list of simple shapes, so that board, page and printed deck draw the very same one.

A picture is computed once from plain facts; `svg` writes it for a screen, `exchange.month_pdf` for paper. Colours are
names of the palette or a fixed middle tone, so that one picture sits on a light and on a dark ground. Each picture says
in words what it shows. Text that people typed enters as text and is escaped.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap
from types import MappingProxyType

from charts.looks import LINE, QUIET

WIDE, TALL = 1600, 760
# What a letter takes of its size, on the average, in the fonts of the product: a bit more than the truth.
LETTER = 0.54
SMALL, NORMAL, LARGE = 26, 30, 40
MOST_ROWS = 9
CUT = "…"

# "page": the ink of whatever page it stands in.
INKS: Mapping[str, Mapping[str, tuple[str, float]]] = MappingProxyType({
    "page": {"ink": ("currentColor", 1), "quiet": ("currentColor", 0.72), "rule": ("currentColor", 0.3),
             "trough": ("currentColor", 0.12)},
    "light": {"ink": ("#22282e", 1), "quiet": ("#5b656e", 1), "rule": ("#c3c9ce", 1), "trough": ("#e8ebee", 1)},
    "dark": {"ink": ("#f2f4f6", 1), "quiet": ("#b4bcc4", 1), "rule": ("#5d6770", 1), "trough": ("#333b42", 1)},
})  # fmt: skip


@dataclass(frozen=True)
class Box:
    """A filled or hollow rectangle, from its upper left corner."""

    x: float
    y: float
    wide: float
    tall: float
    tone: str = LINE
    hollow: bool = False


@dataclass(frozen=True)
class Dot:
    """A full or hollow circle."""

    x: float
    y: float
    r: float
    tone: str = LINE
    hollow: bool = False


@dataclass(frozen=True)
class Stroke:
    """A straight line."""

    x: float
    y: float
    to_x: float
    to_y: float
    tone: str = "rule"
    thick: float = 2
    dashed: bool = False


@dataclass(frozen=True)
class Words:
    """One line of text on its base line. anchor: start, middle or end."""

    x: float
    y: float
    text: str
    size: float = NORMAL
    tone: str = "ink"
    anchor: str = "start"
    bold: bool = False


Shape = Box | Dot | Stroke | Words


@dataclass(frozen=True)
class Picture:
    """Shapes on a ground of `wide` by `tall`, and what they show in words."""

    wide: float
    tall: float
    shapes: tuple[Shape, ...]
    words: str


@dataclass(frozen=True)
class Row:
    """A row with a bar. `size` and `was` from 0 to 1 of the whole; `mark` is where a line stands (what is aimed at).

    part: how much of the bar is of the full tone, where the rest is paler. note: a small second line under the name.
    """

    name: str
    size: float | None
    figure: str
    tone: str = LINE
    note: str = ""
    was: float | None = None
    mark: float | None = None
    part: float | None = None


def rows_picture(rows: Sequence[Row], words: str, *, name_wide: float = 560, figure_wide: float = 250) -> Picture:
    """Names at the left, a bar each, its figure at the right. A ring: where it was. A line: what is aimed at."""
    shown = list(rows[:MOST_ROWS])
    step = min(150.0, TALL / max(1, len(shown)))
    size = SMALL if step < 84 else NORMAL if step < 130 else LARGE - 4
    start, end = name_wide + 20, WIDE - figure_wide
    thick, span = min(46.0, step * 0.36), end - start
    shapes: list[Shape] = []
    for place, row in enumerate(shown):
        middle = step * (place + 0.5)
        lines = fitted(row.name, size, name_wide, 1 if row.note or step < 76 else 2)
        shapes += _name(lines, row.note, middle, size, name_wide)
        shapes.append(Box(start, middle - thick / 2, span, thick, "trough"))
        if row.size is not None:
            long = span * min(1.0, max(0.0, row.size))
            full = long if row.part is None else long * min(1.0, max(0.0, row.part))
            shapes.append(Box(start, middle - thick / 2, full, thick, row.tone))
            if row.part is not None:
                shapes.append(Box(start, middle - thick / 2, long, thick, row.tone, hollow=True))
        if row.was is not None:
            shapes.append(Dot(start + span * row.was, middle, thick * 0.42, "ink", hollow=True))
        if row.mark is not None:
            at = start + span * row.mark
            shapes.append(Stroke(at, middle - thick * 0.85, at, middle + thick * 0.85, "ink", 4))
        shapes.append(Words(end + 24, middle + size * 0.35, row.figure, size, "ink", bold=True))
    return Picture(WIDE, max(step * len(shown), 1), tuple(shapes), words)


@dataclass(frozen=True)
class Column:
    """A column: its label below, its figure above, its size from 0 to 1, how much of it is of the full tone."""

    label: str
    size: float
    figure: str
    tone: str = LINE
    part: float | None = None


def columns_picture(
    columns: Sequence[Column], words: str, *, mark: float | None = None, mark_words: str = ""
) -> Picture:
    """Columns side by side, oldest first; a dashed line across: what is aimed at."""
    top, foot, left = 70.0, TALL - 70.0, 10.0
    step = (WIDE - left) / max(1, len(columns))
    thick = min(110.0, step * 0.6)
    every = max(1, -(-len(columns) * 120 // WIDE))
    shapes: list[Shape] = [Stroke(0, foot, WIDE, foot)]
    for place, column in enumerate(columns):
        middle, tall = left + step * (place + 0.5), (foot - top) * min(1.0, max(0.0, column.size))
        full = tall if column.part is None else tall * min(1.0, max(0.0, column.part))
        shapes.append(Box(middle - thick / 2, foot - full, thick, full, column.tone))
        if column.part is not None:
            shapes.append(Box(middle - thick / 2, foot - tall, thick, tall, column.tone, hollow=True))
        shapes.append(Words(middle, foot - tall - 14, column.figure, NORMAL, "ink", "middle", bold=True))
        if place % every == 0:
            shapes.append(Words(middle, foot + 44, column.label, SMALL, "quiet", "middle"))
    if mark is not None:
        level = foot - (foot - top) * mark
        shapes.append(Stroke(0, level, WIDE, level, "ink", 3, dashed=True))
        shapes.append(Words(WIDE, level - 12, mark_words, SMALL, "ink", "end"))
    return Picture(WIDE, TALL, tuple(shapes), words)


@dataclass(frozen=True)
class Way:
    """What went from one figure to another: a ring where it was, a dot where it is; from 0 to 1."""

    name: str
    was: float
    now: float
    figure: str


def ways_picture(ways: Sequence[Way], words: str, *, name_wide: float = 560, figure_wide: float = 420) -> Picture:
    """A line a row, from where it was to where it is."""
    shown = list(ways[:MOST_ROWS])
    step = min(110.0, TALL / max(1, len(shown)))
    start, span = name_wide + 40, WIDE - figure_wide - name_wide - 80
    shapes: list[Shape] = []
    for place, way in enumerate(shown):
        middle = step * (place + 0.5)
        shapes += _name(fitted(way.name, NORMAL, name_wide, 2), "", middle, NORMAL, name_wide)
        shapes.append(Stroke(start, middle, start + span, middle, "trough", 3))
        shapes.append(Stroke(start + span * way.was, middle, start + span * way.now, middle, LINE, 8))
        shapes.append(Dot(start + span * way.was, middle, 13, QUIET, hollow=True))
        shapes.append(Dot(start + span * way.now, middle, 15))
        shapes.append(Words(start + span + 40, middle + NORMAL * 0.35, way.figure, NORMAL, "ink", bold=True))
    return Picture(WIDE, max(step * len(shown), 1), tuple(shapes), words)


def pairs_picture(pairs: Sequence[tuple[str, str]], heads: tuple[str, str], words: str) -> Picture:
    """What was said beside what was done, a pair a row."""
    half, gap, size = 720.0, 60.0, NORMAL if len(pairs) > 3 else LARGE
    shapes: list[Shape] = [
        Words(0, SMALL, heads[0], SMALL, "quiet"), Words(half + gap, SMALL, heads[1], SMALL, "quiet"),
    ]  # fmt: skip
    y = SMALL + 26.0
    for said, done in pairs[:MOST_ROWS]:
        left, right = fitted(said, size, half, 3), fitted(done, size, WIDE - half - gap, 3)
        tall = max(len(left), len(right)) * size * 1.3 + 34
        if y + tall > TALL + 10 and y > 100:
            break
        shapes.append(Stroke(0, y, WIDE, y))
        for at, lines, bold in ((0.0, left, False), (half + gap, right, True)):
            for place, line in enumerate(lines):
                shapes.append(Words(at, y + 14 + size * (1 + 1.3 * place), line, size, "ink", bold=bold))
        y += tall
    return Picture(WIDE, y, tuple(shapes), words)


def fitted(text: str, size: float, wide: float, lines: int) -> list[str]:
    """The text in at most so many lines of this width; what does not fit ends in an ellipsis."""
    signs = max(4, int(wide / (size * LETTER)))
    found = wrap(" ".join(text.split()), signs, break_long_words=True) or [""]
    if len(found) > lines:
        found = [*found[: lines - 1], f"{found[lines - 1][: signs - 1].rstrip()}{CUT}"]
    return found


def svg(picture: Picture, inks: str = "page") -> str:
    """The picture as SVG without style attributes and scripts: it may stand in a page of the strictest policy."""
    palette = INKS[inks]
    drawn = "".join(_drawn(shape, palette) for shape in picture.shapes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(picture.wide)} {_n(picture.tall)}" role="img"'
        f' aria-label="{escape(picture.words)}" font-family="Source Sans, Source Sans 3, Source Sans Pro,'
        f' system-ui, sans-serif">{drawn}</svg>'
    )


def _name(lines: Sequence[str], note: str, middle: float, size: float, wide: float) -> list[Shape]:
    every = [(line, size, "ink") for line in lines] + ([(fitted(note, SMALL - 4, wide, 1)[0], SMALL - 4.0, "quiet")]
                                                       if note else [])  # fmt: skip
    tall = sum(part[1] * 1.22 for part in every)
    y, found = middle - tall / 2, list[Shape]()
    for text, letters, tone in every:
        y += letters * 1.22
        found.append(Words(0, y - letters * 0.3, text, letters, tone))
    return found


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
