"""The protocol of a workshop as one Excel workbook: activities, results, ideas, attendance, decisions, open actions.

Headers and sentences are in the person's language; what people typed is as they typed it, and never runs. No moment of
export is in it: the same workshop gives the same values.
"""

from collections.abc import Iterable

from exchange.ideas_sheet import SIDES, side_cell
from exchange.workbook import Sheet, Value, write_workbook
from models.protocol import Protocol, Step
from words.actions import state_chip
from words.answers import as_voted_words, outcome_words
from words.boat import boat_told
from words.protocol import attendance_name
from words.results_shown import Shown, shown
from words.rounds import side_column, state_word, step_name, vote_kind
from words.speech import Speech, speech

Rows = list[list[Value]]


def protocol_book(protocol: Protocol, *, language: str) -> bytes:
    """The workbook, moments on the wall clock of the group."""
    say = speech(language)
    told = [(step, shown(say, step.result)) for step in protocol.steps if step.result is not None]
    sheets = [
        _steps(say, protocol, {step.round.id: found for step, found in told}),
        _results(say, told),
        _beside(say, told),
        _ideas(say, protocol.steps),
        _attendance(say, protocol),
        _decisions(say, protocol),
        *([_actions(say, protocol)] if protocol.actions else []),
    ]
    return write_workbook(sheets, zone=protocol.workshop.zone, shortened=say("… (shortened)"))


def _steps(say: Speech, protocol: Protocol, told: dict[str, Shown]) -> Sheet:
    headers = [say("Activity"), say("Kind"), say("Question"), say("Where it stands"), say("Opened on"),
               say("Closed on"), say("Vote"), say("In a sentence"), say("Is it clear?"),
               say("Who sees it differently?")]  # fmt: skip
    rows: Rows = []
    for step in protocol.steps:
        row, sentences = step.round, (told[step.round.id].sentences if step.round.id in told else [])
        rows.append(
            [row.position, step_name(say, row.kind), row.question, state_word(say, row.state), row.opened_at,
             row.closed_at, vote_kind(say, row.secret) if step.result else "", *[*sentences, "", "", ""][:3]]
        )  # fmt: skip
    return Sheet(say("Activities"), headers, rows, (10, 18, 44, 18, 20, 20, 16, 60, 60, 60))


def _results(say: Speech, told: Iterable[tuple[Step, Shown]]) -> Sheet:
    headers = [say("Activity"), say("Question"), say("Place"), say("Idea"), say("Figure"), say("Tie"),
               *[side_column(say, side) for side in SIDES], say("Note"), say("Voted"), say("Could vote")]  # fmt: skip
    rows: Rows = []
    for step, found in told:
        result = step.result
        assert result is not None  # those without are not told
        head: list[Value] = [step.round.position, step.round.question]
        if not found.rows:
            rows.append([*head, None, "", "", "", *[None] * len(SIDES), found.sentences[0], result.facts.voters,
                         result.eligible])  # fmt: skip
        rows += [
            [*head, row.rank or None, row.name, row.figure, "=" if row.tied else "",
             *[row.sides.get(side) for side in SIDES], row.note, result.facts.voters, result.eligible]
            for row in found.rows
        ]  # fmt: skip
    return Sheet(say("Results"), headers, rows, (10, 44, 8, 70, 30, 8, 16, 16, 16, 40, 10, 12))


def _beside(say: Speech, told: Iterable[tuple[Step, Shown]]) -> Sheet:
    headers = [say("Activity"), say("What"), say("Line")]
    rows: Rows = []
    for step, found in told:
        result = step.result
        assert result is not None  # those without are not told
        boat = boat_told(say, found, kind=str(step.round.kind), secret=step.round.secret)
        lines = [
            (say("Note"), found.notes),
            (say("The boat"), boat),
            (say("How it was counted"), found.method),
            *found.beside,
        ]
        rows += [[step.round.position, heading, line] for heading, some in lines for line in some]
        rows.append([step.round.position, say("Method"), result.method])
        rows.append([step.round.position, say("Counted on"), result.counted_at])
        rows.append([step.round.position, say("Fingerprint"), result.ballots_hash])
        rows += [[step.round.position, name, version] for name, version in sorted(result.versions.items())]
    return Sheet(say("How it was counted"), headers, rows, (10, 36, 110))


def _ideas(say: Speech, steps: Iterable[Step]) -> Sheet:
    headers = [say("Activity"), say("Idea"), say("Side"), say("Where"), say("Supports"), say("Comments"), say("Key")]
    rows: Rows = [
        [step.round.position, idea.text, side_cell(say, idea.side or ""), idea.touchpoint or "", idea.supports,
         idea.comments, idea.id]
        for step in steps for idea in step.ideas
    ]  # fmt: skip
    return Sheet(say("Ideas"), headers, rows, (10, 80, 18, 24, 12, 12, 36))


def _attendance(say: Speech, protocol: Protocol) -> Sheet:
    rows: Rows = [[attendance_name(say, side), people] for side, people in protocol.attendance.items()]
    return Sheet(say("Attendance"), [say("Side"), say("People")], rows, (36, 12))


def _decisions(say: Speech, protocol: Protocol) -> Sheet:
    headers = [say("Idea"), say("Decision"), say("Why"), say("Until"), say("As voted"), say("Decided by"),
               say("Decided on"), say("Key")]  # fmt: skip
    rows: Rows = [
        [one.words, outcome_words(say, one.outcome), one.reason, one.until, as_voted_words(say, one.as_voted), one.by,
         one.at, one.idea_id]
        for one in protocol.decisions
    ]  # fmt: skip
    return Sheet(say("Decisions"), headers, rows, (70, 14, 70, 14, 24, 24, 20, 36))


def _actions(say: Speech, protocol: Protocol) -> Sheet:
    headers = [say("Action"), say("Where it stands"), say("Who"), say("By when"), say("For the idea")]
    rows: Rows = [
        [one.title, state_chip(say, one.state, late=one.late, still_days=one.still_days, stalled=one.stalled),
         one.owner, one.due_on, one.idea]
        for one in protocol.actions
    ]  # fmt: skip
    return Sheet(say("Open actions"), headers, rows, (60, 18, 24, 14, 70))
