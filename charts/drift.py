"""The picture of drift: the share kept week by week, the band that chance explains, the bar; full dots are beyond it.

Everything typed stays out of it: figures and dates only. The sentence over it is its title, and the page says it.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import altair as alt
import pandas as pd

from charts.looks import LINE, QUIET, VERDICT_TONES, drawn_once, dressed
from words.promises import out_of
from words.speech import Speech

MOST_POINTS = 60
ROOM = 0.04  # above and below, so that a dot on the edge is whole
WORSE, BETTER, BAR = VERDICT_TONES["not supportable"], VERDICT_TONES["supported"], VERDICT_TONES["at risk"]


class Seen(Protocol):
    """A point of `analysis.drift`: a week (or four), its share, and the limits of chance."""

    @property
    def start(self) -> float: ...  # noqa: D102
    @property
    def n(self) -> int: ...  # noqa: D102
    @property
    def share(self) -> float: ...  # noqa: D102
    @property
    def lower(self) -> float: ...  # noqa: D102
    @property
    def upper(self) -> float: ...  # noqa: D102


@drawn_once
def drift_chart(
    say: Speech, points: Sequence[Seen], *, centre: float, kept: int, of: int, zone: str, since: float | None = None,
    worsening: bool = False,
) -> dict[str, Any]:  # fmt: skip
    """Weekly shares with the band of chance, and the promised share as a line. At least two points.

    since: from here on (seconds since 1970) it is getting worse, or better; those weeks have the colour of it.
    """
    shown, target = points[-MOST_POINTS:], 100.0 * kept / of
    frame = pd.DataFrame([_row(say, point, zone, since) for point in shown])
    lows = [min(point.share, point.lower) for point in shown]
    highs = [max(point.share, point.upper) for point in shown]
    low, high = 100 * min(*lows, kept / of), 100 * max(*highs, kept / of)
    room = max(ROOM * (high - low), 0.2)
    scale = alt.Scale(domain=[max(-room, low - room), min(100 + room, high + room)], nice=False, zero=False)
    months = [say.day(date(2026, month, 1)).split()[-1] for month in range(1, 13)]
    names = "[" + ",".join(f"'{month}'" for month in months) + "]"
    when = alt.Axis(labelExpr=f"date(datum.value) + ' ' + {names}[month(datum.value)]", grid=False, tickCount=6,
                    labelOverlap=True)  # fmt: skip
    x = alt.X("week:T", title=None, axis=when)
    y = alt.Y("kept:Q", title=say("Kept, of 100"), scale=scale, axis=alt.Axis(tickCount=5))
    tips = [
        alt.Tooltip("day:N", title=say("Week of")),
        alt.Tooltip("words:N", title=say("Kept")),
        alt.Tooltip("low:Q", title=say("By chance not below"), format=".0f"),
        alt.Tooltip("high:Q", title=say("By chance not above"), format=".0f"),
    ]
    base = alt.Chart(frame)
    band = base.mark_area(color=QUIET, opacity=0.22).encode(
        x=x, y=alt.Y("low:Q", scale=scale, title=say("Kept, of 100")), y2="high:Q"
    )
    level = _level(100 * centre, scale).mark_rule(color=QUIET, strokeWidth=1).encode(y="at:Q")
    line = _level(target, scale).mark_rule(color=BAR, strokeDash=[6, 4], strokeWidth=1.5).encode(y="at:Q")
    path = base.mark_line(color=LINE, strokeWidth=1.5, opacity=0.6).encode(x=x, y=y)
    tone = alt.Color("state:N", legend=None, scale=alt.Scale(domain=["usual", "moved"],
                     range=[LINE, WORSE if worsening else BETTER]))  # fmt: skip
    hollow = base.transform_filter("!datum.beyond").mark_point(filled=False, size=45, strokeWidth=1.6, opacity=1)
    full = base.transform_filter("datum.beyond").mark_point(filled=True, size=110, opacity=1)
    # A layer without a point would be a picture without a name for whoever hears the page.
    there = ((hollow, not frame["beyond"].all()), (full, frame["beyond"].any()))
    dots = [dot.encode(x=x, y=y, color=tone, tooltip=tips) for dot, some in there if some]
    # Over the picture, where no dot can lie on it.
    said = alt.Title(f"- - -  {say('promised: %(share)s', share=out_of(say, kept, of))}", anchor="start", color=BAR,
                     fontSize=12, fontWeight="normal", offset=6)  # fmt: skip
    return dressed(alt.layer(band, level, line, path, *dots).properties(title=said), height=260)


def _row(say: Speech, point: Seen, zone: str, since: float | None) -> dict[str, Any]:
    there = datetime.fromtimestamp(point.start, UTC).astimezone(ZoneInfo(zone))
    kept = round(point.share * point.n)
    return {
        # Without an offset: the axis shows the wall clock of the process, wherever the browser stands.
        "week": there.replace(tzinfo=None).isoformat(timespec="seconds"),
        "day": say.date(there.date()),
        "kept": 100 * point.share,
        "low": 100 * point.lower,
        "high": 100 * point.upper,
        "words": out_of(say, kept, point.n),
        "beyond": point.share < point.lower - 1e-12 or point.share > point.upper + 1e-12,
        "state": "moved" if since is not None and point.start >= since - 1 else "usual",
    }


def _level(at: float, scale: alt.Scale) -> Any:
    return alt.Chart(pd.DataFrame({"at": [at]})).encode(y=alt.Y("at:Q", scale=scale))
