"""Pictures as a list of simple shapes, so that board, page and printed deck draw the very same one.

`svg` writes it for a screen, `exchange.month_pdf` for paper. Colours are names of the palette or a fixed middle tone: a
picture sits on a light and on a dark ground. What people typed enters as text and is escaped.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from textwrap import wrap
from types import MappingProxyType

from charts.looks import LINE

WIDE, TALL, NARROW = 1600, 760, 760
# What a letter takes of its size on the average, a bit more than the truth.
LETTER = 0.54
SMALL, NORMAL, LARGE = 26, 30, 40
MOST_ROWS, CUT = 9, "…"

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
    """Shapes on a ground of `wide` by `tall`, and what they show in words. narrow: the same for a phone."""

    wide: float
    tall: float
    shapes: tuple[Shape, ...]
    words: str
    narrow: "Picture | None" = None


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
        lines = fitted(row.name, size, name_wide, 1 if step < (110 if row.note else 76) else 2)
        shapes += _name(lines, row.note, middle, size, name_wide)
        shapes += bar_shapes(row, start, middle, span, thick)
        shapes.append(Words(end + 24, middle + size * 0.35, row.figure, size, "ink", bold=True))
    return Picture(WIDE, max(step * len(shown), 1), tuple(shapes), words, _narrow_rows(shown, words))


def _narrow_rows(rows: Sequence[Row], words: str) -> Picture:
    """The same for a phone: the name above its bar."""
    shapes, y, end = list[Shape](), 0.0, NARROW - 240
    for row in rows:
        for line in fitted(row.name, NORMAL + 4, NARROW, 2):
            y += (NORMAL + 4) * 1.25
            shapes.append(Words(0, y - 8, line, NORMAL + 4))
        shapes += bar_shapes(row, 0, y + 26, end, 36)
        shapes.append(Words(end + 20, y + 37, row.figure, NORMAL + 2, "ink", bold=True))
        y += 52
        if row.note:
            y += SMALL * 1.2
            shapes.append(Words(0, y - 4, fitted(row.note, SMALL, NARROW, 1)[0], SMALL, "quiet"))
        y += 24
    return Picture(NARROW, max(y, 1), tuple(shapes), words)


def bar_shapes(row: Row, start: float, middle: float, span: float, thick: float) -> list[Shape]:
    """The bar of a row, with where it was and what is aimed at."""
    shapes: list[Shape] = [Box(start, middle - thick / 2, span, thick, "trough")]
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
    return shapes


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
    small = _columns(columns, words, mark, mark_words, NARROW, 560.0)
    return replace(_columns(columns, words, mark, mark_words, WIDE, TALL), narrow=small)


def _columns(
    columns: Sequence[Column], words: str, mark: float | None, mark_words: str, wide: float, tall: float
) -> Picture:
    # Beside an aim its words stand at the right, or above where there is no room; figures stand in the columns' feet.
    beside = len(mark_words) * SMALL * LETTER + 20 if mark is not None and wide == WIDE else 0.0
    top, foot, end = 60.0, tall - 60.0, wide - beside
    step = end / max(1, len(columns))
    thick = min(110.0, step * 0.68)
    size = min(NORMAL + 4.0, thick / 1.9)
    shapes: list[Shape] = [Stroke(0, foot, end, foot)]
    for place, column in enumerate(columns):
        middle, high = step * (place + 0.5), (foot - top) * min(1.0, max(0.0, column.size))
        full = high if column.part is None else high * min(1.0, max(0.0, column.part))
        shapes.append(Box(middle - thick / 2, foot - full, thick, full, column.tone))
        if column.part is not None:
            shapes.append(Box(middle - thick / 2, foot - high, thick, high, column.tone, hollow=True))
        inside = mark is not None and high > 2 * size
        shapes.append(Words(middle, foot - 16 if inside else foot - high - 14, column.figure, size,
                            "#ffffff" if inside else "ink", "middle", bold=True))  # fmt: skip
        if column.label:
            # The labels at both ends begin and end with their columns.
            side = "start" if place == 0 else "end" if place == len(columns) - 1 else "middle"
            at = middle + {"start": -thick / 2, "end": thick / 2, "middle": 0.0}[side]
            shapes.append(Words(at, foot + 42, column.label, SMALL, "quiet", side))
    if mark is not None:
        level = foot - (foot - top) * mark
        shapes.append(Stroke(0, level, end, level, "ink", 3, dashed=True))
        shapes.append(Words(wide, level + 9, mark_words, SMALL, "ink", "end") if beside else
                      Words(wide, 26, f"- - {mark_words}", SMALL, "ink", "end"))  # fmt: skip
    return Picture(wide, tall, tuple(shapes), words)


def pairs_picture(pairs: Sequence[tuple[str, str]], heads: tuple[str, str], words: str) -> Picture:
    """What was said beside what was done."""
    half, gap, size = 720.0, 60.0, NORMAL if len(pairs) > 3 else LARGE
    most = 3 if len(pairs) > 3 else 4 if len(pairs) > 1 else 9
    shapes: list[Shape] = [
        Words(0, SMALL, heads[0], SMALL, "quiet"), Words(half + gap, SMALL, heads[1], SMALL, "quiet"),
    ]  # fmt: skip
    y = SMALL + 26.0
    for said, done in pairs[:MOST_ROWS]:
        left, right = fitted(said, size, half, most), fitted(done, size, WIDE - half - gap, most)
        tall = max(len(left), len(right)) * size * 1.3 + 34
        if y + tall > TALL + 10 and y > 100:
            break
        shapes.append(Stroke(0, y, WIDE, y))
        for at, lines, bold in ((0.0, left, False), (half + gap, right, True)):
            for place, line in enumerate(lines):
                shapes.append(Words(at, y + 14 + size * (1 + 1.3 * place), line, size, "ink", bold=bold))
        y += tall
    return Picture(WIDE, y, tuple(shapes), words, _narrow_pairs(pairs, words))


def _narrow_pairs(pairs: Sequence[tuple[str, str]], words: str) -> Picture:
    """The same for a phone: what was done below what was said."""
    shapes, y, size = list[Shape](), 0.0, NORMAL + 6
    for pair in pairs[:MOST_ROWS]:
        for words_of, bold in zip(pair, (False, True), strict=True):
            for line in fitted(words_of, size, NARROW, 9):
                y += size * 1.3
                shapes.append(Words(0, y - 8, line, size, "ink", bold=bold))
            y += 14
        shapes.append(Stroke(0, y + 8, NARROW, y + 8))
        y += 30
    return Picture(NARROW, max(y, 1), tuple(shapes), words)


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
        f' aria-label="{escape(picture.words)}" font-family="Source Sans, Source Sans Pro,'
        f' Arial, sans-serif">{drawn}</svg>'
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
