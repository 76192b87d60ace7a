"""The tally sheet: the ballots of a closed vote as lines anybody in the workshop can count again.

Not a noun with a table (decision 0011). Invariants: only after the close, only with ten ballots or more; whose line it
is stands nowhere: a line bears the code of its vote, and the lines are sorted by it; the side stands there only if
every side that voted has five ballots, else on no line; the same ballots give the same sheet.
"""

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, select

from models.access import May, Viewer
from models.counting import Paper, papers_of, sheet_bears_sides
from models.errors import NotFound, Refusal
from models.options import OptionView, option_as_seen, options_in
from models.results import Result
from models.round_settings import RoundSettings, settings_from
from models.rounds import VOTES, RoundKind, RoundState, round_seen
from models.vote_codes import CODE_LENGTH, SHEET_LEAST, shown_code, vote_code
from models.workshops import Workshop

CONSENT_WORDS = {1: "agree", 0: "abstain", -1: "object"}
# What `manage.py tally --method` calls the count of a kind.
METHODS = {RoundKind.RANKED: "schulze", RoundKind.BUDGET: "equal-shares", RoundKind.EXPECT: "expected"}


@dataclass(frozen=True)
class TallyLine:
    """One mark: the code of the vote, its side ("" where no sheet may say it), what is marked, and how.

    Duels: `option_id` won against `loser_id`.
    """

    voter: str
    side: str
    option_id: str
    value: int
    criterion: int = 0
    loser_id: str = ""


@dataclass(frozen=True)
class TallySheet:
    """A sheet and what it takes to count it. `method`: as `manage.py tally` says it. `sides`: whether it has them."""

    round_id: str
    workshop_id: str
    title: str
    question: str
    kind: RoundKind
    method: str
    settings: RoundSettings
    ballots: int
    sides: bool
    options: tuple[OptionView, ...]
    lines: tuple[TallyLine, ...]
    ballots_hash: str


def tally_sheet(session: Session, viewer: Viewer, *, round_id: str) -> TallySheet:
    """The sheet of a closed vote, for whoever is in the workshop.

    Raises:
        Refusal: `result_hidden` before the close; `sheet_of_few` with fewer than ten ballots.
    """
    row = round_seen(session, viewer, round_id, May.RESULT_SEE)
    if RoundKind(row.kind) not in VOTES:
        raise NotFound()
    kept = session.exec(select(Result).where(Result.round_id == row.id)).first()
    if row.state != RoundState.CLOSED or kept is None:
        raise Refusal("result_hidden")
    papers = papers_of(session, row.id)
    if len(papers) < SHEET_LEAST:
        raise Refusal("sheet_of_few", least=SHEET_LEAST)
    sides = sheet_bears_sides([paper.side for paper in papers])
    workshop = session.get(Workshop, row.workshop_id)
    assert workshop is not None  # foreign key
    lines = [line for paper in papers for line in _lines(paper, with_side=sides)]
    kind = RoundKind(row.kind)
    return TallySheet(
        row.id, row.workshop_id, workshop.title, row.question, kind, METHODS.get(kind, kind.value),
        settings_from(row.settings), len(papers), sides,
        tuple(option_as_seen(option) for option in options_in(session, row.id)),
        tuple(sorted(lines, key=_order)), kept.ballots_hash,
    )  # fmt: skip


def line_of_code(session: Session, viewer: Viewer, *, round_id: str, code: str) -> tuple[TallySheet, list[TallyLine]]:
    """The lines that bear a code, for whoever holds it. Nothing is recorded: who asks for which code stays nowhere.

    Raises:
        Refusal: `code_not_on_sheet`, and those of `tally_sheet`.
    """
    sheet = tally_sheet(session, viewer, round_id=round_id)
    wanted = shown_code(code)
    found = [line for line in sheet.lines if line.voter == wanted]
    if len(wanted) != CODE_LENGTH + 1 or not found:
        raise Refusal("code_not_on_sheet", field="code")
    return sheet, found


def _lines(paper: Paper, *, with_side: bool) -> list[TallyLine]:
    voter, side = vote_code(paper.ballot_id), paper.side if with_side else ""
    marks = [TallyLine(voter, side, option_id, value, criterion) for option_id, criterion, value in paper.lines]
    return marks + [
        TallyLine(voter, side, first if outcome > 0 else second, 1, 0, second if outcome > 0 else first)
        for first, second, outcome in paper.duels
        if outcome
    ]


def _order(line: TallyLine) -> tuple[Any, ...]:
    return line.voter, line.option_id, line.criterion, line.loser_id
