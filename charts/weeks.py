"""The last weeks of a promise as twelve small bars and the line of its target, drawn by hand: a list has many.

Plain HTML, because the page lets no SVG in beside its charts.
"""

from collections.abc import Sequence
from html import escape

HEIGHT, BAR, GAP = 30, 7, 2
FEWEST = 3


def weeks_picture(weeks: Sequence[float], target: float, words: str) -> str:
    """A bar a week, oldest first, and the target as a dashed line. Empty where there is little to see.

    Bars below the target are hollow: the difference is not in a colour. words: the same for whoever does not see it.
    """
    if len(weeks) < FEWEST:
        return ""
    low = max(0.0, min(*weeks, target) - 0.05)
    span = max(1.0 - low, 0.05)

    def height(share: float) -> int:
        return 2 + round((HEIGHT - 2) * max(0.0, share - low) / span)

    bars = "".join(
        f'<span style="width:{BAR}px;height:{height(share)}px;box-sizing:border-box;border:1px solid currentColor;'
        f'{"background:currentColor" if share >= target else ""}"></span>'
        for share in weeks
    )
    line = f'<span style="position:absolute;left:0;right:0;bottom:{height(target)}px;border-top:1px dashed"></span>'
    wide = len(weeks) * (BAR + GAP) - GAP
    return (
        f'<div role="img" aria-label="{escape(words, quote=True)}" title="{escape(words, quote=True)}"'
        f' style="position:relative;display:flex;align-items:flex-end;gap:{GAP}px;height:{HEIGHT + 2}px;width:{wide}px;'
        f'opacity:.8">{bars}{line}</div>'
    )
