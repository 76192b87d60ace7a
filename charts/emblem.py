"""The emblem: expected, promised, kept as three marks on one axis, and competitors' claims as small ranges below.

Plain HTML, because it is read on phones, in both themes and by screen readers: text stays text and takes the page's own
colour. What people typed passes through the escaping of `markupsafe`, as in a template.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, log10

from markupsafe import Markup

from charts.looks import LINE, VERDICT_TONES
from words.speech import Speech

MOST_TICKS = 6


@dataclass(frozen=True)
class Mark:
    """A mark: a label and what is said of it (both already in words), and where it stands; None: no figure."""

    label: str
    size: float | None
    words: str


@dataclass(frozen=True)
class Range:
    """A competitor's claim: a name, from low to high, what is said of it; stale claims are grey."""

    name: str
    low: float
    high: float
    words: str
    stale: bool = False


# One rule a verdict, in the colours of every chart.
_VERDICTS = "\n".join(
    ".dr-dot.{0}, .dr-gap.{0} {{ border-color: {1}; background: {1}; }}".format(verdict.replace(" ", "-"), tone)
    for verdict, tone in VERDICT_TONES.items()
)
STYLE = Markup("""<style>
.dr-marks { margin: 0.25rem 0 0; --dr-quiet: color-mix(in srgb, currentColor 68%, transparent);
  --dr-line: color-mix(in srgb, currentColor 28%, transparent); --dr-blue: /* blue */;
  font-variant-numeric: tabular-nums; }
.dr-row { display: grid; grid-template-columns: 6.5rem minmax(8rem, 1fr) minmax(9rem, 17rem); column-gap: 1rem;
  align-items: center; min-height: 2.6rem; }
.dr-row b { font-weight: 600; }
.dr-track { position: relative; align-self: stretch; min-height: 2.2rem; }
.dr-track::before { content: ""; position: absolute; left: 0; right: 0; top: 50%;
  border-top: 2px solid var(--dr-line); }
.dr-said { border-left: 2px dashed var(--dr-blue); position: absolute; top: 0; bottom: 0; margin-left: -1px;
  opacity: 0.7; }
.dr-gap { position: absolute; top: calc(50% - 4px); height: 8px; border-radius: 4px; opacity: 0.55; }
.dr-dot { position: absolute; top: calc(50% - 0.55rem); margin-left: -0.55rem; width: 1.1rem; height: 1.1rem;
  border-radius: 50%; border: 3px solid var(--dr-blue); background: var(--dr-ground, transparent); }
.dr-dot.expected { border-style: double; border-width: 5px; }
.dr-dot.promised { background: var(--dr-blue); }
/* verdicts */
.dr-other { color: var(--dr-quiet); font-size: 0.9rem; min-height: 1.7rem; }
.dr-other .dr-track { min-height: 1.5rem; }
.dr-other .dr-track::before { border-top-width: 1px; }
.dr-span { position: absolute; top: calc(50% - 5px); height: 10px; min-width: 2px; border: solid currentColor;
  border-width: 0 2px; background: linear-gradient(currentColor, currentColor) center / 100% 2px no-repeat; }
.dr-other.stale { opacity: 0.75; font-style: italic; }
.dr-axis { color: var(--dr-quiet); font-size: 0.85rem; min-height: 1.4rem; }
.dr-axis .dr-track { min-height: 1.2rem; }
.dr-axis .dr-track::before { display: none; }
.dr-axis .dr-track span { position: absolute; transform: translateX(-50%); white-space: nowrap; }
@media (max-width: 640px) {
  .dr-row { grid-template-columns: 1fr; row-gap: 0; margin-bottom: 0.3rem; }
  .dr-row .dr-track { order: 3; min-height: 1.5rem; margin: 0 0.6rem; }
  .dr-row { grid-template-columns: auto 1fr; }
  .dr-row .dr-track { grid-column: 1 / -1; }
}
</style>""".replace("/* verdicts */", _VERDICTS).replace("/* blue */", LINE))


def emblem(
    say: Speech, *, expected: Mark | None, promised: Mark, kept: Mark, ranges: Sequence[Range] = (), tone: str,
    unit: float, unit_name: str,
) -> str:  # fmt: skip
    """The picture as HTML with its text alternative. `tone`: the verdict, whose colour the third mark takes.

    unit: how much one step of the axis' unit is, in the sizes of the marks (86,400 for days in seconds).
    """
    marks = [("expected", expected), ("promised", promised), ("kept", kept)]
    shown = sorted(ranges, key=lambda one: (one.low, one.high))[:MOST_TICKS]
    sizes = [mark.size for _, mark in marks if mark is not None and mark.size is not None]
    end = max([*sizes, *(one.high for one in shown), 1e-9]) * 1.12
    rows = []
    for kind, mark in marks:
        if mark is None:
            continue
        track = _said(promised.size, end)
        if kind == "kept" and promised.size is not None and mark.size is not None:
            low, high = sorted((promised.size, mark.size))
            track += Markup('<span class="dr-gap {}" style="left:{}%;width:{}%"></span>').format(
                _css(tone), _at(low, end), _at(high - low, end)
            )
        if mark.size is not None:
            track += Markup('<span class="dr-dot {}" style="left:{}%"></span>').format(
                f"{kind} {_css(tone)}" if kind == "kept" else kind, _at(mark.size, end)
            )
        rows.append(_row("", Markup("<b>{}</b>").format(mark.label), track, mark.words))
    for one in shown:
        track = _said(promised.size, end) + Markup('<span class="dr-span" style="left:{}%;width:{}%"></span>').format(
            _at(one.low, end), _at(one.high - one.low, end)
        )
        kind = "dr-other stale" if one.stale else "dr-other"
        rows.append(_row(kind, Markup("{}").format(one.name), track, one.words))
    rows.append(_row("dr-axis", Markup(""), _axis(say, end, unit, unit_name), ""))
    said = [f"{mark.label}: {mark.words}" for _, mark in marks if mark] + [f"{one.name}: {one.words}" for one in shown]
    picture = Markup('<div class="dr-marks" role="img" aria-label="{}">{}</div>')
    return STYLE + picture.format("; ".join(said), Markup("").join(rows))


def _axis(say: Speech, end: float, unit: float, unit_name: str) -> Markup:
    """Figures under the tracks: from nothing to the end in at most seven steps, the last one named by the unit."""
    step = _nice(end / unit / 7)
    step = 1.0 if step < 1 <= end / unit / 2 else step
    places = [round(k * step, 6) for k in range(int(end / unit / step) + 1)]
    figures = [*(say.number(place) for place in places[:-1]), f"{say.number(places[-1])} {unit_name}".rstrip()]
    drawn = [Markup('<span style="left:{}%">{}</span>').format(_at(place * unit, end), figure)
             for place, figure in zip(places, figures, strict=True)]  # fmt: skip
    return Markup("").join(drawn)


def _row(kind: str, name: Markup, track: Markup, words: str) -> Markup:
    return Markup('<div class="dr-row {}"><span>{}</span><div class="dr-track">{}</div><span>{}</span></div>').format(
        kind, name, track, words
    )


def _said(promised: float | None, end: float) -> Markup:
    return Markup("") if promised is None else Markup('<span class="dr-said" style="left:{}%"></span>').format(
        _at(promised, end)
    )


def _at(size: float, end: float) -> str:
    return f"{100 * size / end:.2f}"


def _css(tone: str) -> str:
    return tone.replace(" ", "-")


def _nice(least: float) -> float:
    power = 10.0 ** ceil(log10(max(least, 1e-9)) - 1)
    return next(power * k for k in (1, 2, 5, 10) if power * k >= least - 1e-12)
