"""Letters on paper: the screen's own, with a font of signs for what they lack; what people typed is only text."""

from functools import cache
from html import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph

from charts.looks import FONTS

SANS, BOLD, SERIF, SIGNS = "DueRemiSans", "DueRemiSans-Bold", "DueRemiSerif", "DueRemiSigns"
_FILES = {
    SANS: "DueRemiSans-Regular.ttf", BOLD: "DueRemiSans-Bold.ttf", SERIF: "DueRemiSerif-Bold.ttf",
    SIGNS: "DueRemiSigns-Regular.ttf",
}  # fmt: skip


def text(words: str, look: ParagraphStyle) -> Paragraph:
    """The words as a paragraph, whatever stands in them."""
    return Paragraph(marked(words, look.fontName), look)


def marked(words: str, font: str) -> str:
    """The text escaped; signs that the font lacks in the font of signs, what that one lacks too as an empty square."""
    has, signs = _signs_of(font), _signs_of(SIGNS)
    found = [escape(sign, quote=False) if ord(sign) in has else "<br/>" if sign == "\n" else _other(sign, signs)
             for sign in words]  # fmt: skip
    return "".join(found)


def runs(words: str, font: str) -> list[tuple[str, str]]:
    """A line as pieces (font, letters), for whoever draws without paragraphs."""
    has, signs = _signs_of(font), _signs_of(SIGNS)
    found: list[tuple[str, str]] = []
    for sign in words:
        name = font if ord(sign) in has else SIGNS
        letter = sign if ord(sign) in (has if name == font else signs) else "□"
        if found and found[-1][0] == name:
            found[-1] = (name, found[-1][1] + letter)
        else:
            found.append((name, letter))
    return found


def _other(sign: str, signs: frozenset[int]) -> str:
    return f'<font name="{SIGNS}">{escape(sign if ord(sign) in signs else "□", quote=False)}</font>'


@cache
def _signs_of(font: str) -> frozenset[int]:
    register()
    return frozenset(pdfmetrics.getFont(font).face.charToGlyph)


@cache
def register() -> None:
    """The letters, once a process."""
    for name, file in _FILES.items():
        pdfmetrics.registerFont(TTFont(name, str(FONTS / file)))


@cache
def style(font: str, size: float, colour: str, *, before: float = 0, after: float = 0) -> ParagraphStyle:
    """A way to write: one object a look."""
    register()
    return ParagraphStyle(
        f"{font}-{size}-{colour}-{before}-{after}", fontName=font, fontSize=size, leading=size * 1.28,
        textColor=HexColor(colour), spaceBefore=before, spaceAfter=after, splitLongWords=1,
    )  # fmt: skip
