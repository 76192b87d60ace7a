"""The boat: one inline SVG seen from above, two oars that pull together or turn it. No animation, no inline style.

The angle is the difference of the two oars' shares of the option in focus: one and a half degrees for each point of a
hundred, towards the oar that pulls more, at most 45. The longer the oar the larger its share: a stub at nothing, full
length at the whole, by square root between. Colours come from the page (`currentColor` and the classes below), so it
is drawn alike in light and dark and on paper.
"""

from markupsafe import Markup

DEGREES_A_POINT = 1.5
MOST_DEGREES = 45.0
_WIDTH, _HEIGHT = 320, 200
_STUB, _REACH = 34, 76
# An oar leaves the hull at its rowlock and leans back; the last third is its blade.
_ROWLOCK = (38, 92)
_LEAN = (0.87, 0.49)
_BLADE_FROM = 0.66


def angle(promises: float, keeps: float) -> float:
    """Degrees the bow leans: negative towards who promises (left), positive towards who keeps. Shares from 0 to 1."""
    turned = 100 * (keeps - promises) * DEGREES_A_POINT
    return round(max(-MOST_DEGREES, min(MOST_DEGREES, turned)), 1)


def boat_picture(promises: float, keeps: float, said: str) -> Markup:
    """The SVG, with `said` as its text alternative."""
    centre = _WIDTH // 2
    return Markup(
        '<svg class="boat" viewBox="0 0 {width} {height}" role="img" aria-label="{said}" fill="none" '
        'stroke="currentColor" stroke-width="5" stroke-linecap="round" stroke-linejoin="round">'
        # Where straight on would lead.
        '<path d="M{centre} 4V196" stroke-width="3" stroke-dasharray="2 11" opacity="0.55"/>'
        '<g transform="rotate({angle} {centre} 100)">{left}{right}'
        '<path class="boat-hull" d="M{centre} 14C{a} 62 {a} 140 {b} 184H{c}C{d} 140 {d} 62 {centre} 14Z"/>'
        '<path d="M{e} 92H{f}M{e} 132H{f}" stroke-width="4"/></g></svg>'
    ).format(
        width=_WIDTH, height=_HEIGHT, said=said, angle=angle(promises, keeps), centre=centre,
        left=_oar("oar-promises", promises, -1), right=_oar("oar-keeps", keeps, 1),
        a=centre - 50, b=centre - 24, c=centre + 24, d=centre + 50, e=centre - 35, f=centre + 35,
    )  # fmt: skip


def _oar(name: str, share: float, way: int) -> Markup:
    long = _STUB + _REACH * _part(share)

    def at(part: float) -> str:
        x = _WIDTH / 2 + way * (_ROWLOCK[0] + _LEAN[0] * long * part)
        return f"{round(x)} {round(_ROWLOCK[1] + _LEAN[1] * long * part)}"

    return Markup(
        '<g class="{}"><path d="M{}L{}" stroke-width="6"/><path d="M{}L{}" stroke-width="16"/></g>'
    ).format(name, at(-0.2), at(1), at(_BLADE_FROM), at(1))  # fmt: skip


def _part(share: float) -> float:
    # Shares of dots are small where there are many ideas: the square root keeps the shorter oar in sight.
    return float(max(0.0, min(1.0, share)) ** 0.5)
