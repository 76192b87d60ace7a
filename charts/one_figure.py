"""A single figure is said large, with its bar below: a lone bar would leave a page or a slide empty."""

from collections.abc import Sequence

from charts.picture import LARGE, NORMAL, WIDE, Picture, Row, Shape, Words, bar_shapes, fitted, rows_picture

HUGE = 180.0


def figure_or_rows(rows: Sequence[Row], words: str, *, name_wide: float = 560) -> Picture:
    """The rows as bars; a row that is alone as a large figure."""
    drawn = rows_picture(rows, words, name_wide=name_wide)
    if len(rows) != 1:
        return drawn
    row, y = rows[0], HUGE * 0.8
    shapes: list[Shape] = [Words(0, y, row.figure, HUGE, row.tone, bold=True)]
    shapes.append(Words(0, y + 80, fitted(row.name, LARGE, WIDE, 1)[0], LARGE))
    y += 90
    if row.note or row.word:
        shapes.append(Words(0, y + 36, fitted(row.note or row.word, NORMAL, WIDE, 1)[0], NORMAL, "quiet"))
        y += 46
    shapes += bar_shapes(row, 0, y + 58, WIDE, 60)
    return Picture(WIDE, y + 110, tuple(shapes), words, drawn.narrow)
