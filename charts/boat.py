"""The boat: one inline SVG seen from above, two oars that pull together or turn it. No animation, no inline style.

The angle is the difference of the two oars' shares of the option in focus: one and a half degrees for each point of a
hundred, towards the oar that pulls more, at most 45. The longer the oar the larger its share: a stub at nothing, full
length at the whole, by square root between. Colours come from the page (`currentColor` and the classes below), so it
is drawn alike in light and dark and on paper.
"""

from markupsafe import Markup

DEGREES_A_POINT = 1.5
MOST_DEGREES = 45.0
_WIDTH, _HEIGHT = 360, 240
_STUB, _REACH = 26, 82


def angle(promises: float, keeps: float) -> float:
    """Degrees the bow leans: negative towards who promises (left), positive towards who keeps. Shares from 0 to 1."""
    turned = 100 * (keeps - promises) * DEGREES_A_POINT
    return round(max(-MOST_DEGREES, min(MOST_DEGREES, turned)), 1)


def boat_picture(promises: float, keeps: float, said: str) -> Markup:
    """The SVG, with `said` as its text alternative."""
    left, right = _STUB + _REACH * _part(promises), _STUB + _REACH * _part(keeps)
    centre = _WIDTH // 2
    return Markup(
        '<svg class="boat" viewBox="0 0 {width} {height}" role="img" aria-label="{said}" fill="none" '
        'stroke="currentColor" stroke-width="5" stroke-linecap="round" stroke-linejoin="round">'
        # Where straight on would lead.
        '<path d="M{centre} 14V226" stroke-width="2" stroke-dasharray="3 9" opacity="0.6"/>'
        '<g transform="rotate({angle} {centre} 128)">'
        '<path class="boat-hull" d="M{centre} 34C{a} 84 {a} 168 {b} 216H{c}C{d} 168 {d} 84 {centre} 34Z"/>'
        '<path d="M{e} 122H{f}" stroke-width="4"/>'
        '<g class="oar-promises"><path d="M{e} 122L{lx} {ly}" stroke-width="6"/>'
        '<path d="M{lx} {ly}l-20 16" stroke-width="14"/></g>'
        '<g class="oar-keeps"><path d="M{f} 122L{rx} {ry}" stroke-width="6"/>'
        '<path d="M{rx} {ry}l20 16" stroke-width="14"/></g>'
        "</g></svg>"
    ).format(
        width=_WIDTH, height=_HEIGHT, said=said, angle=angle(promises, keeps), centre=centre,
        a=centre - 46, b=centre - 26, c=centre + 26, d=centre + 46, e=centre - 38, f=centre + 38,
        lx=_whole(centre - 38 - 0.83 * left), ly=_whole(122 + 0.5 * left),
        rx=_whole(centre + 38 + 0.83 * right), ry=_whole(122 + 0.5 * right),
    )  # fmt: skip


def _part(share: float) -> float:
    # Shares of dots are small where there are many ideas: the square root keeps the shorter oar in sight.
    return float(max(0.0, min(1.0, share)) ** 0.5)


def _whole(value: float) -> int:
    return round(value)
