"""The month as a deck in PDF: pages of 16 to 9, on each one answer as its title, one picture, method in small print.

The pictures are those of the page (`exchange.month_slides`), drawn from the same shapes. No moment of export is in it:
the same month gives the same bytes.
"""

import io
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from charts.as_svg import INKS
from charts.looks import INK, QUIET
from charts.picture import Box, Dot, Picture, Shape, Stroke, Words
from exchange.month_slides import Slide, month_slides
from exchange.paper import BOLD, SANS, SERIF, register, runs, style, text
from models.month_figures import Month
from words.month import month_name, month_title
from words.speech import Speech, speech

# Points: 13.33 by 7.5 inches, the usual size of a wide slide.
PAGE = (960.0, 540.0)
MARGIN = 48.0
TITLE, SMALL, METHOD = 28, 13, 9.5
INVISIBLE, MOST_SCALE = 1e-6, 0.62


def month_pdf(month: Month, *, language: str, zone: str, company: str, invented: bool = False) -> bytes:
    """The deck. `invented`: the example company says so on every page."""
    say, out = speech(language), io.BytesIO()
    name = month_name(say, month.span.first)
    register()
    canvas = Canvas(out, pagesize=PAGE, invariant=1, lang=language)
    canvas.setTitle(f"{company} · {name}")
    canvas.setAuthor("Due Remi")
    said = say("Invented company, invented data") if invented else ""
    slides = month_slides(say, month, zone)
    _cover(canvas, say, month, company, name, slides)
    _foot(canvas, f"{company} · {name}", said)
    canvas.showPage()
    for slide in slides:
        _slide(canvas, slide)
        _foot(canvas, f"{company} · {name}", said)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _cover(canvas: Canvas, say: Speech, month: Month, company: str, name: str, slides: list[Slide]) -> None:
    counted = month.counted
    holds = sum(n for verdict, n in counted.items() if verdict == "supported")
    title = month_title(say, name[:1].upper() + name[1:], holds, sum(counted.values()), month.voices.total)
    top = PAGE[1] - 84
    top -= _paragraph(canvas, company, SANS, 15, QUIET, top) + 14
    top -= _title(canvas, title, 34, top) + 26
    for slide in slides:
        top -= _paragraph(canvas, slide.sentence, SANS, 15, INK, top) + 6
    if not slides:
        _paragraph(canvas, say("Nothing was measured, said or decided in this month."), SANS, 14, INK, top)


def _slide(canvas: Canvas, slide: Slide) -> None:
    top = PAGE[1] - 40
    top -= _title(canvas, slide.sentence, TITLE, top) + 18
    foot = 104.0
    _picture(canvas, slide.picture, MARGIN, foot, PAGE[0] - 2 * MARGIN, top - foot)
    small = _paragraph(canvas, slide.how, SANS, SMALL, INK, foot - 12)
    _paragraph(canvas, slide.method, SANS, METHOD, QUIET, foot - 12 - small - 3)


def _title(canvas: Canvas, words: str, size: float, top: float) -> float:
    """An answer on one line where a slightly smaller letter lets it fit: no last word alone below; how tall it is."""
    fits = (less for less in (size, size - 2, size - 4) if stringWidth(words, SERIF, less) <= PAGE[0] - 2 * MARGIN)
    return _paragraph(canvas, words, SERIF, next(fits, size), INK, top)


def _paragraph(canvas: Canvas, words: str, font: str, size: float, tone: str, top: float) -> float:
    """Words between the margins, from `top` downwards; how tall they are."""
    paragraph = text(words, style(font, size, tone))
    _, tall = paragraph.wrap(PAGE[0] - 2 * MARGIN, PAGE[1])
    paragraph.drawOn(canvas, MARGIN, top - tall)
    return float(tall)


def _picture(canvas: Canvas, picture: Picture, x: float, y: float, wide: float, tall: float) -> None:
    """The picture as large as it fits in its place."""
    scale = min(wide / picture.wide, tall / max(picture.tall, 1), MOST_SCALE)
    canvas.saveState()
    # A short one stands a little below its sentence, not in the middle of nowhere.
    canvas.translate(x, y + tall - max(0.0, tall - picture.tall * scale) / 3)
    canvas.scale(scale, scale)
    for shape in picture.shapes:
        _draw(canvas, shape)
    canvas.restoreState()


def _draw(canvas: Canvas, shape: Shape) -> None:
    colour = HexColor(INKS["light"].get(shape.tone, (shape.tone, 1))[0])
    canvas.setFillColor(colour)
    canvas.setStrokeColor(colour)
    canvas.setDash([])
    if isinstance(shape, Words):
        _line(canvas, shape)
    elif isinstance(shape, Stroke):
        canvas.setLineWidth(shape.thick)
        canvas.setDash([14, 10] if shape.dashed else [])
        canvas.line(shape.x, -shape.y, shape.to_x, -shape.to_y)
    else:
        canvas.setLineWidth(4)
        fill, stroke = int(not shape.hollow), int(shape.hollow)
        if isinstance(shape, Dot):
            canvas.circle(shape.x, -shape.y, shape.r, stroke=stroke, fill=fill)
        else:
            _box(canvas, shape, stroke, fill)


def _box(canvas: Canvas, box: Box, stroke: int, fill: int) -> None:
    inset = 2 if box.hollow else 0
    wide, tall = box.wide - 2 * inset, box.tall - 2 * inset
    if wide > INVISIBLE and tall > INVISIBLE:
        canvas.rect(box.x + inset, -box.y - box.tall + inset, wide, tall, stroke=stroke, fill=fill)


def _line(canvas: Canvas, words: Words) -> None:
    pieces = runs(words.text, BOLD if words.bold else SANS)
    wide = sum(stringWidth(letters, font, words.size) for font, letters in pieces)
    x = words.x - {"start": 0.0, "middle": wide / 2, "end": wide}[words.anchor]
    for font, letters in pieces:
        canvas.setFont(font, words.size)
        canvas.drawString(x, -words.y, letters)
        x += stringWidth(letters, font, words.size)


def _foot(canvas: Any, words: str, said: str) -> None:
    page = str(canvas.getPageNumber())
    _line_at(canvas, MARGIN, words)
    _line_at(canvas, PAGE[0] / 2, said, "middle")
    _line_at(canvas, PAGE[0] - MARGIN, page, "end")


def _line_at(canvas: Canvas, x: float, words: str, anchor: str = "start") -> None:
    canvas.setFillColor(HexColor(QUIET))
    _line(canvas, Words(x, -20, words, 9, "quiet", anchor))
