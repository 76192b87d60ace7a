"""The signs beside words are seen on every machine: those that ordinary fonts lack come with us."""

import re
import tomllib
import unicodedata
from pathlib import Path

from tests.web.conftest import Site

ROOT = Path(__file__).resolve().parents[2]
SHOWN = ("ui", "pages", "words", "web", "charts", "locales")
# Signs that fonts for text have on Windows, macOS, Android and Linux (Segoe UI Symbol, Apple Symbols, DejaVu Sans,
# Noto Sans Symbols). A new sign is added here after it was seen in such a font, or to the font in static/.
ORDINARY = "▁▂▃▄▅▆▇█■□▤▲△▸▼▽▾○●◦◫◷★☆☐☑⚓⚖⚙⚠⚡✂✉✎✓✔✕✗✘❚⤢"


def brought(text: str) -> set[str]:
    """The characters of a CSS unicode-range."""
    found: set[str] = set()
    for first, last in re.findall(r"U\+([0-9A-F]{4,5})(?:-([0-9A-F]{4,5}))?", text):
        found |= {chr(one) for one in range(int(first, 16), int(last or first, 16) + 1)}
    return found


def ranges() -> dict[str, str]:
    with (ROOT / ".streamlit" / "config.toml").open("rb") as file:
        (face,) = tomllib.load(file)["theme"]["fontFaces"]
    found = {"desk": str(face["unicodeRange"])}
    for name in ("phone.css", "wall.css", "board.css"):
        text = (ROOT / "static" / name).read_text(encoding="utf-8")
        (found[name],) = re.findall(r'"Due Remi Signs"; src: [^;]+; font-display: swap; unicode-range: ([^;]+);', text)
    return found


def test_each_sign_we_show_is_in_ordinary_fonts_or_comes_with_us() -> None:
    ours = brought(ranges()["desk"])
    unknown = {
        f"{sign} {unicodedata.name(sign, '')} in {file.relative_to(ROOT)}"
        for folder in SHOWN
        for file in (ROOT / folder).rglob("*")
        if file.suffix in {".py", ".po", ".html"}
        for sign in set(file.read_text(encoding="utf-8"))
        if ord(sign) >= 0x2300 and unicodedata.category(sign) == "So" and sign not in ours and sign not in ORDINARY
    }
    assert not unknown


def test_desk_phone_wall_and_board_bring_the_same_signs() -> None:
    (first, *others) = ranges().values()
    assert all(brought(one) == brought(first) for one in others)
    assert len(brought(first)) == 16


def test_the_font_is_given_out_as_a_font_and_is_small(site: Site) -> None:
    answer = site.get("/assets/signs.woff2?v=1")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "font/woff2"
    assert answer.content[:4] == b"wOF2"
    assert len(answer.content) < 6_000
