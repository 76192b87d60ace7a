"""The protocol of a workshop as a PDF to send around: a page for the whole, a page an activity, method in small print.

The only module that imports reportlab. The letters are the screen's own (`charts/fonts`), with a font of signs for what
they lack; what people typed is escaped, so it is text and nothing else. No moment of export is in it.
"""

import io
from functools import cache
from html import escape
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    KeepTogether,
    PageBreak,
    PageTemplate,
    Paragraph,
    Table,
    TableStyle,
)

from charts.looks import FONTS, INK, LINE, QUIET, RULE, SIDE_TONES, TROUGH
from models.actions import ActionView
from models.protocol import Protocol, Step
from words.actions import state_chip
from words.answers import decided_line
from words.protocol import attendance_line, ideas_line
from words.results_shown import Shown, shown
from words.rounds import state_word, step_name
from words.shown import ShownRow
from words.speech import Speech, speech

WIDTH = A4[0] - 40 * mm
# On paper so many ideas of one activity; the workbook holds all.
IDEAS_MOST, ROWS_MOST = 40, 40
SANS, BOLD, SERIF, SIGNS = "DueRemiSans", "DueRemiSans-Bold", "DueRemiSerif", "DueRemiSigns"
_FILES = {
    SANS: "DueRemiSans-Regular.ttf", BOLD: "DueRemiSans-Bold.ttf", SERIF: "DueRemiSerif-Bold.ttf",
    SIGNS: "DueRemiSigns-Regular.ttf",
}  # fmt: skip


def protocol_pdf(protocol: Protocol, *, language: str, invented: bool = False) -> bytes:
    """The document; the same workshop gives the same bytes. `invented`: the example company says so on every page."""
    say = speech(language)
    told = {step.round.id: shown(say, step.result) for step in protocol.steps if step.result is not None}
    story: list[Flowable] = _cover(say, protocol, told)
    for step in protocol.steps:
        # An activity that left nothing to read (a discussion) stands on the first page.
        if step.result is not None or step.ideas:
            story += [PageBreak(), *_step(say, protocol, step, told.get(step.round.id))]
    foot = " · ".join([protocol.workshop.title, say.date(protocol.workshop.planned_on)])
    out = io.BytesIO()
    document = BaseDocTemplate(
        out, pagesize=A4, title=protocol.workshop.title, author="Due Remi", lang=language, invariant=1,
        leftMargin=20 * mm, rightMargin=20 * mm, topMargin=18 * mm, bottomMargin=20 * mm,
    )  # fmt: skip
    frame = Frame(20 * mm, 20 * mm, WIDTH, A4[1] - 38 * mm, leftPadding=0, rightPadding=0, topPadding=0,
                  bottomPadding=0)  # fmt: skip
    said = say("Invented company, invented data") if invented else ""
    document.addPageTemplates(PageTemplate(frames=[frame], onPage=lambda canvas, _: _foot(canvas, foot, said)))
    document.build(story)
    return out.getvalue()


def _cover(say: Speech, protocol: Protocol, told: dict[str, Shown]) -> list[Flowable]:
    workshop = protocol.workshop
    story: list[Flowable] = [
        _text(f"{workshop.group} · {say.date(workshop.planned_on)}", _style(SANS, 11, QUIET)),
        _text(workshop.title, _style(SERIF, 24, INK, after=8)),
        _text(attendance_line(say, protocol.attendance), _style(SANS, 11, INK, after=10)),
    ]
    for step in protocol.steps:
        found = told.get(step.round.id)
        head = f"{step.round.position}. {step_name(say, step.round.kind)} · {step.round.question}"
        line = found.sentences[0] if found else state_word(say, step.round.state)
        if step.round.kind == "collect":
            line = ideas_line(say, len(step.ideas), len(step.ideas))
        story.append(KeepTogether([
            _text(head, _style(SANS, 10, QUIET, before=4)), _text(line, _style(BOLD, 12, INK, after=4)),
        ]))  # fmt: skip
    story += _decided(say, protocol)
    return story


def _decided(say: Speech, protocol: Protocol) -> list[Flowable]:
    story: list[Flowable] = []
    if protocol.decisions:
        story.append(_text(say("Decided"), _style(SERIF, 15, INK, before=14, after=4)))
    for one in protocol.decisions:
        story.append(KeepTogether([
            _text(one.words, _style(BOLD, 11, INK)),
            _text(decided_line(say, one.outcome, one.reason, one.until), _style(SANS, 11, INK)),
            _text(" · ".join(part for part in (one.by, say.date(one.at, protocol.workshop.zone)) if part),
                  _style(SANS, 9, QUIET, after=5)),
        ]))  # fmt: skip
    if protocol.actions:
        story.append(_text(say("Open actions"), _style(SERIF, 15, INK, before=14, after=4)))
    for action in protocol.actions:
        facts = [_state(say, action), action.owner, say.date(action.due_on) if action.due_on else ""]
        story.append(_text(action.title, _style(BOLD, 11, INK)))
        story.append(_text(" · ".join(fact for fact in facts if fact), _style(SANS, 9, QUIET, after=5)))
    return story


def _state(say: Speech, action: ActionView) -> str:
    return state_chip(say, action.state, late=action.late, still_days=action.still_days, stalled=action.stalled)


def _step(say: Speech, protocol: Protocol, step: Step, found: Shown | None) -> list[Flowable]:
    row = step.round
    when = say.moment(row.closed_at, protocol.workshop.zone) if row.closed_at else ""
    facts = [f"{row.position}. {step_name(say, row.kind)}", state_word(say, row.state), when]
    story: list[Flowable] = [
        _text(" · ".join(fact for fact in facts if fact), _style(SANS, 10, QUIET)),
        _text(row.question, _style(SANS, 12, INK, after=6)),
    ]
    if found is None:
        return story + _ideas(say, step)
    assert step.result is not None  # what is shown has a result
    story.append(_text(found.sentences[0], _style(SERIF, 19, INK, after=6)))
    story += [_text(sentence, _style(SANS, 11.5, INK, after=3)) for sentence in found.sentences[1:]]
    story.append(_text(" · ".join(found.head), _style(SANS, 10, QUIET, before=4, after=8)))
    if found.rows:
        story.append(_bars(found))
    left = len(found.rows) - ROWS_MOST
    if left > 0:
        story.append(_text(say.many("%(n)s more stands in the workbook.", "%(n)s more stand in the workbook.", left),
                           _style(SANS, 9, QUIET)))  # fmt: skip
    story += [_text(note, _style(SANS, 10, INK, before=3)) for note in found.notes]
    small = _style(SANS, 7, QUIET, after=0.5)
    story.append(_text(say("How it was counted"), _style(BOLD, 8, INK, before=8, after=1)))
    story += [_text(line, small) for line in found.method]
    for heading, lines in found.beside:
        story.append(_text(f"{heading}: {' '.join(lines)}", small))
    result = step.result
    record = say("Counted on %(day)s by %(method)s (%(versions)s). Fingerprint of the ballots: %(hash)s",
                 day=say.moment(result.counted_at, protocol.workshop.zone), method=result.method,
                 versions=", ".join(f"{name} {version}" for name, version in sorted(result.versions.items())),
                 hash=result.ballots_hash[:16])  # fmt: skip
    return [*story, _text(record, small)]


def _ideas(say: Speech, step: Step) -> list[Flowable]:
    if step.round.kind != "collect":
        return []
    some = step.ideas[:IDEAS_MOST]
    story: list[Flowable] = [
        _text(ideas_line(say, len(step.ideas), len(some)), _style(SERIF, 19, INK, after=8))
    ]
    for idea in some:
        support = say.many("%(n)s supports it", "%(n)s support it", idea.supports) if idea.supports else ""
        facts = " · ".join(part for part in (idea.touchpoint or "", support) if part)
        story.append(KeepTogether([
            _text(f"– {idea.text}", _style(SANS, 11, INK)),
            *([_text(facts, _style(SANS, 9, QUIET, after=3))] if facts else []),
        ]))  # fmt: skip
    return story


def _bars(found: Shown) -> Table:
    """A line a row: place, words, bar with its figure, and a small bar for each shown side, all on one scale."""
    sides = found.columns
    side_wide = 20 * mm
    bar_wide = 38 * mm if sides else 60 * mm
    most = max((share for row in found.rows for share in row.side_shares.values()), default=0.0) or 1.0
    cell, small = _style(SANS, 9.5, INK), _style(SANS, 8.5, QUIET)
    body: list[list[Any]] = [["", "", "", *[_text(label, small) for _, label in sides]]] if sides else []
    for row in found.rows[:ROWS_MOST]:
        body.append([
            _text(_place(row), _style(BOLD, 10, INK)), [_text(row.name, cell), *([_text(row.note, small)] if row.note
            else [])],
            _Bar(row.share, row.figure, bar_wide - 4 * mm, LINE),
            *[_Bar(row.side_shares.get(side, 0.0) / most, row.sides.get(side, ""), side_wide - 2 * mm,
                   SIDE_TONES.get(side, QUIET)) for side, _ in sides],
        ])  # fmt: skip
    wide = [12 * mm, WIDTH - 12 * mm - bar_wide - side_wide * len(sides), bar_wide, *[side_wide] * len(sides)]
    return Table(body, colWidths=wide, repeatRows=1 if sides else 0, style=TableStyle([
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 2 * mm), ("TOPPADDING", (0, 0), (-1, -1), 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2), ("LINEBELOW", (0, 0), (-1, -2), 0.25, HexColor(RULE)),
    ]))  # fmt: skip


def _place(row: ShownRow) -> str:
    return f"{row.rank or ''}{' =' if row.tied else ''}{' ⚡' if row.divides else ''}".strip()


class _Bar(Flowable):  # type: ignore[misc]
    """A bar with its figure below it; nothing where there is no figure."""

    def __init__(self, share: float, figure: str, wide: float, tone: str) -> None:
        super().__init__()
        self.share, self.tone, self.room = max(0.0, min(1.0, share)), tone, wide
        self.words = _text(figure, _style(SANS, 8.5, INK))
        self.width = wide
        self.height = 6 + self.words.wrap(wide, 1000)[1]
        self.empty = not figure

    def draw(self) -> None:
        """The bar above, its figure below: nothing runs into anything, however long."""
        if self.empty:
            return
        self.canv.setFillColor(HexColor(TROUGH))
        self.canv.rect(0, self.height - 5, self.room, 4, stroke=0, fill=1)
        self.canv.setFillColor(HexColor(self.tone))
        self.canv.rect(0, self.height - 5, self.room * self.share, 4, stroke=0, fill=1)
        self.words.drawOn(self.canv, 0, 0)


def _text(text: str, style: ParagraphStyle) -> Paragraph:
    return Paragraph(_marked(text, style.fontName), style)


def _marked(text: str, font: str) -> str:
    """The text escaped; signs that the font lacks in the font of signs, what that one lacks too as an empty square."""
    has, signs = _signs_of(font), _signs_of(SIGNS)
    found = [escape(sign, quote=False) if ord(sign) in has else "<br/>" if sign == "\n" else _other(sign, signs)
             for sign in text]  # fmt: skip
    return "".join(found)


def _other(sign: str, signs: frozenset[int]) -> str:
    return f'<font name="{SIGNS}">{escape(sign if ord(sign) in signs else "□", quote=False)}</font>'


@cache
def _signs_of(font: str) -> frozenset[int]:
    _register()
    return frozenset(pdfmetrics.getFont(font).face.charToGlyph)


@cache
def _register() -> None:
    for name, file in _FILES.items():
        pdfmetrics.registerFont(TTFont(name, str(FONTS / file)))


@cache
def _style(font: str, size: float, colour: str, *, before: float = 0, after: float = 0) -> ParagraphStyle:
    _register()
    return ParagraphStyle(
        f"{font}-{size}-{colour}-{before}-{after}", fontName=font, fontSize=size, leading=size * 1.28,
        textColor=HexColor(colour), spaceBefore=before, spaceAfter=after, splitLongWords=1,
    )  # fmt: skip


def _foot(canvas: Any, words: str, said: str) -> None:
    _register()
    canvas.saveState()
    places = ((words, 20 * mm, 100 * mm, TA_LEFT), (said, 105 * mm, 60 * mm, TA_RIGHT),
              (str(canvas.getPageNumber()), 170 * mm, 20 * mm, TA_RIGHT))  # fmt: skip
    for text, x, wide, align in places:
        style = ParagraphStyle("foot", parent=_style(SANS, 8, QUIET), alignment=align)
        paragraph = Paragraph(_marked(text, SANS), style)
        paragraph.wrap(wide, 20 * mm)
        paragraph.drawOn(canvas, x, 12 * mm)
    canvas.restoreState()
