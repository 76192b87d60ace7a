"""A group as one Excel workbook: its ideas, the totals of its votes, promises with verdicts, its decisions.

The sheet of ideas begins with the columns of the template, so that it can be brought in again; headers and the words of
sides, verdicts and decisions are in the person's language, what people typed is as they typed it. No moment of export
is in it: the same group gives the same values.
"""

from collections.abc import Iterable

from exchange.ideas_sheet import SIDES, WIDTHS, idea_headers, idea_sheet, side_cell
from exchange.workbook import Sheet, Value, write_workbook
from models.group_export import DecisionLine, GroupExport, IdeaLine, TotalLine
from models.imports import ImportNames
from models.portfolio import PortfolioRow
from words.answers import outcome_words
from words.book import verdict_word, yes_no
from words.kinds import bar_cell
from words.promises import out_of, state_words
from words.rounds import side_column, step_name
from words.speech import Speech, speech

Rows = list[list[Value]]


def group_book(export: GroupExport, *, language: str) -> bytes:
    """The workbook, moments on the wall clock of the group."""
    say = speech(language)
    sheets = [
        _ideas(say, export.ideas),
        _totals(say, export.totals),
        _promises(say, export.promises, export.words),
        _decisions(say, export.decisions),
    ]
    return write_workbook(sheets, zone=export.group.zone, shortened=say("… (shortened)"))


def template_book(names: ImportNames, *, language: str) -> bytes:
    """The empty sheet of ideas, and beside it what may stand in its columns."""
    say = speech(language)
    touchpoints: list[Value] = list(names.touchpoints)
    sides: list[Value] = [side_cell(say, side) for side in SIDES]
    functions: list[Value] = [name for name, _ in names.functions]
    longest = max(len(touchpoints), len(sides), len(functions))
    filled = [[*column, *[None] * (longest - len(column))] for column in (touchpoints, sides, functions)]
    headers = [say("Touchpoints you can write"), say("Sides you can write"), say("or a function, for its side")]
    known = Sheet(say("What you can write"), headers, [list(row) for row in zip(*filled, strict=True)], (34, 24, 30))
    return write_workbook([idea_sheet(say, []), known])


def _ideas(say: Speech, ideas: Iterable[IdeaLine]) -> Sheet:
    headers = [*idea_headers(say), say("Workshop"), say("Said on"), say("Supports"), say("Comments"),
               say("Part of the idea with key")]  # fmt: skip
    rows: Rows = [
        [idea.text, idea.touchpoint, side_cell(say, idea.side), idea.key, idea.workshop, idea.said_at, idea.supports,
         idea.comments, idea.part_of]
        for idea in ideas
    ]  # fmt: skip
    return Sheet(say("Ideas"), headers, rows, (*WIDTHS, 28, 20, 12, 12, 36))


def _totals(say: Speech, totals: Iterable[TotalLine]) -> Sheet:
    headers = [say("Workshop"), say("Question"), say("Closed on"), say("Vote"), say("Voted"), say("Could vote"),
               say("Place"), say("Idea"), say("Dots"),
               *[say("Dots: %(side)s", side=side_column(say, side)) for side in SIDES],
               say("Key"), say("Note"), say("Activity"), say("Figure"),
               *[say("Figure: %(side)s", side=side_column(say, side)) for side in SIDES]]  # fmt: skip
    rows: Rows = [
        [line.workshop, line.question, line.closed_at, say("secret vote") if line.secret else say("open vote"),
         line.voters, line.eligible, line.rank, line.text, line.points,
         *[line.by_side.get(side) for side in SIDES], line.key, _withheld(say, line),
         step_name(say, line.kind), None if line.figure is None else round(line.figure, 4),
         *[_rounded(line.figures.get(side)) for side in SIDES]]
        for line in totals
    ]  # fmt: skip
    widths = (28, 40, 20, 10, 10, 12, 8, 70, 8, 16, 16, 16, 36, 50, 18, 10, 18, 18, 18)
    return Sheet(say("Totals"), headers, rows, widths)


def _rounded(figure: float | None) -> float | None:
    return None if figure is None else round(figure, 4)


def _withheld(say: Speech, line: TotalLine) -> str:
    if line.withheld:
        return say("Not shown: with fewer than five people you could tell who voted.")
    if line.secret and len(line.by_side or line.figures) < len(SIDES):
        return say("Secret vote: a side is shown from five voters on.")
    return ""


def _promises(say: Speech, promises: Iterable[PortfolioRow], words: dict[str, str]) -> Sheet:
    headers = [say("Promise"), say("Verdict"), say("Kept, of 100"), say("Promised"), say("Promised, of 100"),
               say("Time or figure"), say("Cases"), say("Still open"), say("Data as of"), say("Where it stands"),
               say("Signed by who keeps it"), say("Process"), say("Owner"), say("Told in places"),
               say("From the idea")]  # fmt: skip
    rows: Rows = []
    for row in promises:
        seen = row.verdict
        share = seen.facts.share if seen and not seen.too_old else None
        signed = say("one oar only") if row.one_oar else yes_no(say, row.keeper == "yes")
        rows.append(
            [row.terms.sentence, verdict_word(say, row.stands), None if share is None else 100 * share,
             out_of(say, row.terms.kept, row.terms.of), 100 * row.terms.kept / row.terms.of,
             bar_cell(say, row.terms),
             seen.facts.cases if seen else None, seen.facts.open if seen else None, seen.at if seen else None,
             state_words(say, row.state), signed, row.process, row.owner, row.places, words.get(row.idea_id or "", "")]
        )  # fmt: skip
    return Sheet(say("Promises"), headers, rows, (48, 16, 13, 13, 16, 18, 10, 11, 20, 18, 22, 24, 22, 14, 70))


def _decisions(say: Speech, decisions: Iterable[DecisionLine]) -> Sheet:
    headers = [say("Idea"), say("Decision"), say("Why"), say("Until"), say("As voted"), say("Decided by"),
               say("Decided on"), say("Still stands"), say("Key")]  # fmt: skip
    rows: Rows = [
        [line.text, outcome_words(say, line.outcome), line.reason, line.until, yes_no(say, line.as_voted), line.by,
         line.at, yes_no(say, line.standing), line.key]
        for line in decisions
    ]  # fmt: skip
    return Sheet(say("Decisions"), headers, rows, (70, 14, 70, 14, 12, 24, 20, 14, 36))
