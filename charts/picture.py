"""Pictures as a list of simple shapes, so that board, page and printed deck draw the very same one.

`charts.as_svg` writes it for the board, `ui.pictures` for the desk, `exchange.month_pdf` for paper. Colours are names
of the palette or a fixed middle tone: a picture sits on a light and on a dark ground. What people typed is only text.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from textwrap import wrap

from charts.looks import LINE

WIDE, TALL, NARROW = 1600, 760, 760
# What a letter takes of its size on the average, a bit more than the truth.
LETTER = 0.495
SMALL, NORMAL, LARGE = 30, 34, 44
MOST_ROWS, CUT = 9, "…"
# Room for what a tone says in words, after the figure.
WORD_WIDE = 190


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
    word: what the tone says, for whoever does not see colours; it stands after the figure.
    """

    name: str
    size: float | None
    figure: str
    tone: str = LINE
    note: str = ""
    was: float | None = None
    mark: float | None = None
    part: float | None = None
    word: str = ""


def rows_picture(rows: Sequence[Row], words: str, *, name_wide: float = 600, figure_wide: float = 280) -> Picture:
    """Names at the left, a bar each, its figure at the right. A ring: where it was. A line: what is aimed at."""
    shown = list(rows[:MOST_ROWS])
    if any(row.word for row in shown):
        figure_wide += WORD_WIDE
    step = min(150.0, TALL / max(1, len(shown)))
    # Read across a warehouse: as large as two lines of a name still fit.
    size = max(SMALL, min(LARGE, step * 0.385))
    start, end = name_wide + 20, WIDE - figure_wide
    thick, span = min(46.0, step * 0.36), end - start
    shapes: list[Shape] = []
    for place, row in enumerate(shown):
        middle = step * (place + 0.5)
        lines = fitted(row.name, size, name_wide, 1 if row.note or step < 76 else 2)
        shapes += _name(lines, row.note, middle, size, name_wide)
        shapes += bar_shapes(row, start, middle, span, thick)
        shapes.append(Words(end + 24, middle + size * 0.35, row.figure, size, "ink", bold=True))
        if row.word:
            shapes.append(Words(WIDE - WORD_WIDE, middle + size * 0.35, row.word, SMALL, "quiet"))
    return Picture(WIDE, max(step * len(shown), 1), tuple(shapes), words, _narrow_rows(shown, words))


def _narrow_rows(rows: Sequence[Row], words: str) -> Picture:
    """The same for a phone: the name above its bar."""
    shapes, y, end = list[Shape](), 0.0, NARROW - 240
    for row in rows:
        for line in fitted(row.name, NORMAL + 4, NARROW, 2):
            y += (NORMAL + 4) * 1.25
            shapes.append(Words(0, y - 8, line, NORMAL + 4))
        shapes += bar_shapes(row, 0, y + 34, end, 36)
        shapes.append(Words(end + 20, y + 45, row.figure, NORMAL + 2, "ink", bold=True))
        y += 60
        if row.note or row.word:
            y += SMALL * 1.2
            shapes.append(Words(0, y - 4, fitted(row.note or row.word, SMALL, NARROW, 1)[0], SMALL, "quiet"))
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
    half, gap, few = 720.0, 60.0, LARGE if len(pairs) > 1 else LARGE + 12
    size = SMALL if len(pairs) > 4 else NORMAL if len(pairs) > 3 else few
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


def _name(lines: Sequence[str], note: str, middle: float, size: float, wide: float) -> list[Shape]:
    every = [(line, size, "ink") for line in lines] + ([(fitted(note, SMALL, wide, 1)[0], float(SMALL), "quiet")]
                                                       if note else [])  # fmt: skip
    tall = sum(part[1] * 1.22 for part in every)
    y, found = middle - tall / 2, list[Shape]()
    for text, letters, tone in every:
        y += letters * 1.22
        found.append(Words(0, y - letters * 0.3, text, letters, tone))
    return found
