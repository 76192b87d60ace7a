"""Few things are drawn one by one: answers as circles, money as arrows. A lone bar says nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from charts.looks import LINE
from charts.picture import NARROW, NORMAL, WIDE, Box, Dot, Picture, Shape, Stroke, Words, fitted

# More circles than this nobody counts, and more arrows than this do not stand on one page.
CIRCLES_MOST, ARROWS_MOST = 40, 4
ROW_OF, FIGURE = 10, 120.0


@dataclass(frozen=True)
class Arrow:
    """An amount from one line to another. source empty: it was not there before. note: what it serves."""

    source: str
    target: str
    figure: str
    note: str = ""


def circles_picture(full: int, of: int, figure: str, name: str, tone: str, words: str) -> Picture:
    """`full` of `of` circles full, the figure large before them."""
    return replace(_circles(full, of, figure, name, tone, words, WIDE),
                   narrow=_circles(full, of, figure, name, tone, words, NARROW))  # fmt: skip


def _circles(full: int, of: int, figure: str, name: str, tone: str, words: str, wide: float) -> Picture:
    beside = wide == WIDE
    shapes: list[Shape] = [Words(0, FIGURE * 0.85, figure, FIGURE, "ink", bold=True),
                           Words(0, FIGURE * 0.85 + 62, name, NORMAL + 10, "quiet")]  # fmt: skip
    left, top = (620.0, 0.0) if beside else (0.0, FIGURE * 0.85 + 110)
    r = min(130.0 if of <= ROW_OF // 2 else 70.0, (wide - left) / min(of, ROW_OF) / 2 - 6)
    step = 2 * r + 12
    for place in range(of):
        across, down = place % ROW_OF, place // ROW_OF
        shapes.append(Dot(left + r + 4 + across * step, top + r + 4 + down * step, r if place < full else r - 2, tone,
                          hollow=place >= full))  # fmt: skip
    rows = (of + ROW_OF - 1) // ROW_OF
    return Picture(wide, max(FIGURE + 80.0, top + rows * step + 8), tuple(shapes), words)


def arrows_picture(arrows: Sequence[Arrow], words: str) -> Picture:
    """Two boxes and an arrow for each, the amount on the arrow, below it what it serves."""
    return replace(_arrows(arrows, words, WIDE), narrow=_arrows(arrows, words, NARROW))


def _arrows(arrows: Sequence[Arrow], words: str, wide: float) -> Picture:
    shapes, y = list[Shape](), 0.0
    size = 44.0 if wide == WIDE else 34.0
    half = wide * 0.33 if wide == WIDE else wide
    high = 220.0 if len(arrows) == 1 else 140.0
    size = size * 1.3 if len(arrows) == 1 else size
    for one in arrows[:ARROWS_MOST]:
        if wide == WIDE:
            middle, start, end = y + 10 + high / 2, half + 24, wide - half - 24
            shapes += _box(one.source, 0, y + 10, half, high, size, hollow=True) if one.source else []
            shapes += _box(one.target, wide - half, y + 10, half, high, size, hollow=False)
            shapes += [Stroke(start, middle, end, middle, LINE, 6), Stroke(end - 26, middle - 20, end, middle, LINE, 6),
                       Stroke(end - 26, middle + 20, end, middle, LINE, 6),
                       Words((start + end) / 2, middle - 24, one.figure, 56, "ink", "middle", bold=True)]  # fmt: skip
            y += high + 20
        else:
            for line in fitted(f"{one.source} → {one.target}" if one.source else one.target, size, wide, 3):
                y += size * 1.3
                shapes.append(Words(0, y - 8, line, size))
            y += 70
            shapes.append(Words(0, y - 12, one.figure, 58, LINE, bold=True))
        if one.note:
            y += 42
            note = fitted(one.note, NORMAL + 2, wide * 0.66 if wide == WIDE else wide, 1)[0]
            shapes.append(Words(wide if wide == WIDE else 0, y - 6, note, NORMAL + 2, "quiet",
                                "end" if wide == WIDE else "start"))  # fmt: skip
        y += 36
    return Picture(wide, max(1.0, y - 30), tuple(shapes), words)


def _box(name: str, x: float, y: float, wide: float, tall: float, size: float, *, hollow: bool) -> list[Shape]:
    """A box with its name in the middle; a full one is written in white."""
    while size > 26 and len(fitted(name, size, wide - 60, 9)) > 2:
        size -= 4
    lines = fitted(name, size, wide - 60, 3)
    first = y + tall / 2 - (len(lines) - 1) * size * 0.62 + size * 0.34
    tone = "ink" if hollow else "#ffffff"
    return [Box(x, y, wide, tall, LINE, hollow=hollow),
            *(Words(x + wide / 2, first + place * size * 1.24, line, size, tone, "middle", bold=not hollow)
              for place, line in enumerate(lines))]  # fmt: skip
