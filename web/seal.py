"""The seal: a small picture for the company's own website that says how often a promise was kept, and from when the
data are. One SVG without script, under 4 KB, light and dark, with a title that is read aloud.
"""

from xml.sax.saxutils import escape

from words.published import SealWords

WIDTH, HEIGHT = 320, 64
# State -> (light ground, dark ground): the colours of the verdicts, as on every page.
_COLOURS = {
    "supported": ("#00695c", "#5fc9b8"),
    "at risk": ("#8a5200", "#f0b04d"),
    "not supportable": ("#b03a1a", "#ff8f6b"),
}
_GREY = ("#59626b", "#a8b0b8")
# State -> the sign in the circle, drawn: fonts of strangers may lack it.
_SIGNS = {
    "supported": '<path d="M22 33l7 7 13-15"/>',
    "at risk": '<path d="M21 29q6-6 11 0t11 0M21 38q6-6 11 0t11 0"/>',
    "not supportable": '<path d="M24 24l16 16M40 24L24 40"/>',
    "too old": '<path d="M32 22v11l7 5"/>',
    "ended": '<path d="M23 32h18"/>',
}
_ASKING = '<path d="M26 27q0-6 6-6t6 6q0 4-6 7v3M32 42v1"/>'


def seal_svg(said: SealWords, *, theme: str = "") -> str:
    """The picture. `theme` "light" or "dark" holds it there; otherwise it follows the reader's system."""
    light, dark = _COLOURS.get(said.state, _GREY)
    on_light = f".g{{fill:#fff;stroke:#dcd8ce}}.t{{fill:#1d2329}}.s{{fill:#59626b}}.m{{stroke:{light}}}"
    on_dark = f".g{{fill:#1d232a;stroke:#47525e}}.t{{fill:#e9e6df}}.s{{fill:#a8b0b8}}.m{{stroke:{dark}}}"
    style = {"light": on_light, "dark": on_dark}.get(
        theme, f"{on_light}@media (prefers-color-scheme:dark){{{on_dark}}}"
    )
    sign = _SIGNS.get(said.state, _ASKING)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'role="img" aria-labelledby="t"><title id="t">{escape(said.title)}</title><style>{style}'
        "text{font-family:system-ui,-apple-system,'Segoe UI',Roboto,sans-serif}"
        ".m{fill:none;stroke-width:3.5;stroke-linecap:round;stroke-linejoin:round}</style>"
        f'<rect class="g" x=".5" y=".5" width="{WIDTH - 1}" height="{HEIGHT - 1}" rx="10"/>'
        f'<g class="m"><circle cx="32" cy="32" r="20" stroke-width="2"/>{sign}</g>'
        f"{_line(said.first, 't', 28, 15, 600)}{_line(said.second, 's', 48, 12.5, 400)}</svg>"
    )


def _line(text: str, kind: str, y: int, size: float, weight: int) -> str:
    # Fonts differ: a long line is squeezed into the room there is instead of running out of it.
    room = WIDTH - 64 - 14
    long = len(text) * size * (0.62 if weight > 400 else 0.55) > room
    fit = f' textLength="{room}" lengthAdjust="spacingAndGlyphs"' if long else ""
    return f'<text class="{kind}" x="64" y="{y}" font-size="{size}" font-weight="{weight}"{fit}>{escape(text)}</text>'
