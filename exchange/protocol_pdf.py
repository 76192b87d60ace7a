"""The protocol of a workshop as a PDF to send around: a page for the whole, a page an activity, method in small print.

The letters are `exchange.paper`'s; what people typed is text and nothing else. No moment of export is in it.
"""

import io
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
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

from charts.looks import INK, LINE, QUIET, RULE, SIDE_TONES, TROUGH
from exchange.paper import BOLD, SANS, SERIF, marked, register, style, text
from models.actions import ActionView
from models.protocol import Protocol, Step
from words.actions import state_chip
from words.answers import decided_line
from words.boat import boat_told
from words.protocol import attendance_line, ideas_line
from words.results_shown import Shown, shown
from words.rounds import state_word, step_name
from words.shown import ShownRow
from words.speech import Speech, speech

WIDTH, HEIGHT = A4[0] - 40 * mm, A4[1] - 38 * mm
# The method in small print, the smaller where its last lines would stand on a page of their own.
SMALL = (7.0, 6.6, 6.2)
# On paper so many ideas of one activity; the workbook holds all.
IDEAS_MOST, ROWS_MOST = 40, 40


def protocol_pdf(protocol: Protocol, *, language: str, invented: bool = False) -> bytes:
    """The document; the same workshop gives the same bytes. `invented`: the example company says so on every page."""
    say = speech(language)
    told = {step.round.id: shown(say, step.result) for step in protocol.steps if step.result is not None}
    story: list[Flowable] = _cover(say, protocol, told)
    for step in protocol.steps:
        # An activity that left nothing to read (a discussion) stands on the first page.
        if step.result is not None or step.ideas:
            story += [PageBreak(), *_page(say, protocol, step, told.get(step.round.id))]
    foot = " · ".join([protocol.workshop.title, say.date(protocol.workshop.planned_on)])
    out = io.BytesIO()
    document = BaseDocTemplate(
        out, pagesize=A4, title=protocol.workshop.title, author="Due Remi", lang=language, invariant=1,
        leftMargin=20 * mm, rightMargin=20 * mm, topMargin=18 * mm, bottomMargin=20 * mm,
    )  # fmt: skip
    frame = Frame(20 * mm, 20 * mm, WIDTH, HEIGHT, leftPadding=0, rightPadding=0, topPadding=0,
                  bottomPadding=0)  # fmt: skip
    said = say("Invented company, invented data") if invented else ""
    document.addPageTemplates(PageTemplate(frames=[frame], onPage=lambda canvas, _: _foot(canvas, foot, said)))
    document.build(story)
    return out.getvalue()


def _cover(say: Speech, protocol: Protocol, told: dict[str, Shown]) -> list[Flowable]:
    workshop = protocol.workshop
    story: list[Flowable] = [
        text(f"{workshop.group} · {say.date(workshop.planned_on)}", style(SANS, 11, QUIET)),
        text(workshop.title, style(SERIF, 24, INK, after=8)),
        text(attendance_line(say, protocol.attendance), style(SANS, 11, INK, after=10)),
    ]
    for step in protocol.steps:
        found = told.get(step.round.id)
        head = f"{step.round.position}. {step_name(say, step.round.kind)} · {step.round.question}"
        line = found.sentences[0] if found else state_word(say, step.round.state)
        if step.round.kind == "collect":
            line = ideas_line(say, len(step.ideas), len(step.ideas))
        story.append(KeepTogether([
            text(head, style(SANS, 10, QUIET, before=4)), text(line, style(BOLD, 12, INK, after=4)),
        ]))  # fmt: skip
    story += _decided(say, protocol)
    return story


def _decided(say: Speech, protocol: Protocol) -> list[Flowable]:
    story: list[Flowable] = []
    if protocol.decisions:
        story.append(text(say("Decided"), style(SERIF, 15, INK, before=14, after=4)))
    for one in protocol.decisions:
        story.append(KeepTogether([
            text(one.words, style(BOLD, 11, INK)),
            text(decided_line(say, one.outcome, one.reason, one.until), style(SANS, 11, INK)),
            text(" · ".join(part for part in (one.by, say.date(one.at, protocol.workshop.zone)) if part),
                  style(SANS, 9, QUIET, after=5)),
        ]))  # fmt: skip
    if protocol.actions:
        story.append(text(say("Open actions"), style(SERIF, 15, INK, before=14, after=4)))
    for action in protocol.actions:
        facts = [_state(say, action), action.owner, say.date(action.due_on) if action.due_on else ""]
        story.append(text(action.title, style(BOLD, 11, INK)))
        story.append(text(" · ".join(fact for fact in facts if fact), style(SANS, 9, QUIET, after=5)))
    return story


def _state(say: Speech, action: ActionView) -> str:
    return state_chip(say, action.state, late=action.late, still_days=action.still_days, stalled=action.stalled)


def _page(say: Speech, protocol: Protocol, step: Step, found: Shown | None) -> list[Flowable]:
    """An activity, on one page wherever the small print can make it so."""
    if found is None:
        return _step(say, protocol, step, None, SMALL[0])
    tries = (_step(say, protocol, step, found, small) for small in SMALL)
    story = next((one for one in tries if _high(one) <= HEIGHT), None) or _step(say, protocol, step, found, SMALL[0])
    # The last line does not stand on a page of its own.
    return [*story[:-2], KeepTogether(story[-2:])]


def _high(story: list[Flowable]) -> float:
    return float(sum(one.getSpaceBefore() + one.wrap(WIDTH, HEIGHT)[1] + one.getSpaceAfter() for one in story))


def _step(say: Speech, protocol: Protocol, step: Step, found: Shown | None, small_print: float) -> list[Flowable]:
    row = step.round
    when = say.moment(row.closed_at, protocol.workshop.zone) if row.closed_at else ""
    facts = [f"{row.position}. {step_name(say, row.kind)}", state_word(say, row.state), when]
    story: list[Flowable] = [
        text(" · ".join(fact for fact in facts if fact), style(SANS, 10, QUIET)),
        text(row.question, style(SANS, 12, INK, after=6)),
    ]
    if found is None:
        return story + _ideas(say, step)
    assert step.result is not None  # what is shown has a result
    story.append(text(found.sentences[0], style(SERIF, 19, INK, after=6)))
    story += [text(sentence, style(SANS, 11.5, INK, after=3)) for sentence in found.sentences[1:]]
    story.append(text(" · ".join(found.head), style(SANS, 10, QUIET, before=4, after=8)))
    if found.rows:
        story.append(_bars(found))
    left = len(found.rows) - ROWS_MOST
    if left > 0:
        story.append(text(say.many("%(n)s more stands in the workbook.", "%(n)s more stand in the workbook.", left),
                           style(SANS, 9, QUIET)))  # fmt: skip
    story += [text(note, style(SANS, 10, INK, before=3)) for note in found.notes]
    pulled = boat_told(say, found, kind=str(row.kind), secret=row.secret)
    story += [text(line, style(SANS, 10, INK, before=3)) for line in pulled]
    small = style(SANS, small_print, QUIET, after=0.5)
    story.append(text(say("How it was counted"), style(BOLD, 8, INK, before=8, after=1)))
    story += [text(line, small) for line in found.method]
    beside = [text(f"{heading}: {' '.join(lines)}", small) for heading, lines in found.beside]
    result = step.result
    record = say("Counted on %(day)s by %(method)s (%(versions)s). Fingerprint of the ballots: %(hash)s",
                 day=say.moment(result.counted_at, protocol.workshop.zone), method=result.method,
                 versions=", ".join(f"{name} {version}" for name, version in sorted(result.versions.items())),
                 hash=result.ballots_hash[:16])  # fmt: skip
    return [*story, *beside, text(record, small)]


def _ideas(say: Speech, step: Step) -> list[Flowable]:
    if step.round.kind != "collect":
        return []
    some = step.ideas[:IDEAS_MOST]
    story: list[Flowable] = [text(ideas_line(say, len(step.ideas), len(some)), style(SERIF, 19, INK, after=8))]
    for idea in some:
        support = say.many("%(n)s supports it", "%(n)s support it", idea.supports) if idea.supports else ""
        facts = " · ".join(part for part in (idea.touchpoint or "", support) if part)
        story.append(KeepTogether([
            text(f"– {idea.text}", style(SANS, 11, INK)),
            *([text(facts, style(SANS, 9, QUIET, after=3))] if facts else []),
        ]))  # fmt: skip
    return story


def _bars(found: Shown) -> Table:
    """A line a row: place, words, bar with its figure, and a small bar for each shown side, all on one scale."""
    sides = found.columns
    side_wide = 20 * mm
    bar_wide = 38 * mm if sides else 60 * mm
    most = max((share for row in found.rows for share in row.side_shares.values()), default=0.0) or 1.0
    cell, small = style(SANS, 9.5, INK), style(SANS, 8.5, QUIET)
    body: list[list[Any]] = [["", "", "", *[text(label, small) for _, label in sides]]] if sides else []
    for row in found.rows[:ROWS_MOST]:
        body.append([
            text(_place(row), style(BOLD, 10, INK)), [text(row.name, cell), *([text(row.note, small)] if row.note
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
        self.words = text(figure, style(SANS, 8.5, INK))
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


def _foot(canvas: Any, words: str, said: str) -> None:
    register()
    canvas.saveState()
    places = ((words, 20 * mm, 100 * mm, TA_LEFT), (said, 105 * mm, 60 * mm, TA_RIGHT),
              (str(canvas.getPageNumber()), 170 * mm, 20 * mm, TA_RIGHT))  # fmt: skip
    for line, x, wide, align in places:
        look = ParagraphStyle("foot", parent=style(SANS, 8, QUIET), alignment=align)
        paragraph = Paragraph(marked(line, SANS), look)
        paragraph.wrap(wide, 20 * mm)
        paragraph.drawOn(canvas, x, 12 * mm)
    canvas.restoreState()
