"""Counting a closed vote: its ballots as plain contents, and what the method of its kind says of them.

Not a noun with a table. Invariants: ballots stand in the order of their contents, so no order of voting survives; the
same ballots give the same count and the same fingerprint whoever counts; what may not be shown (law 6) is in no count.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from analysis import agreement, approval, consent, dots, duels, expected, funding, ranked, scores
from analysis.counted import Count
from models.ballot_rows import Ballot, BallotLine, BallotState, DuelMark
from models.functions import Side
from models.options import RoundOption
from models.round_settings import RoundSettings, settings_from
from models.rounds import Round, RoundKind
from models.vote_codes import SHEET_LEAST

Facts = dots.Facts | Count
# How results are counted today; a result says with which edition it was counted, and is recounted by that one.
# 2: a budget says how close it was; statements are counted by side only where the tally sheet bears the sides; what
# stands beside ratings is said of every criterion.
EDITION = 2
Line = tuple[str, int, int]
"""An option, a criterion (0 where there is one only), a value."""


@dataclass(frozen=True)
class Paper:
    """One ballot that counts: whose side, its lines by option, and its duels as (first, second, outcome).

    `ballot_id` is for the tally sheet alone; no count reads it.
    """

    side: str
    lines: tuple[Line, ...]
    duels: tuple[tuple[str, str, int], ...]
    ballot_id: str = ""

    def values(self) -> dict[str, int]:
        """The value by option, where there is one criterion."""
        return {option_id: value for option_id, _, value in self.lines}


def papers_of(session: Session, round_id: str) -> list[Paper]:
    """The ballots of a round that count, in the order of their contents. Three questions."""
    counted = (Ballot.round_id == round_id, Ballot.state == BallotState.COUNTED)
    sides = dict(session.exec(select(Ballot.id, Ballot.side).where(*counted)).all())
    lines: dict[str, tuple[Line, ...]] = dict.fromkeys(sides, ())
    met: dict[str, list[tuple[str, str, int]]] = {ballot_id: [] for ballot_id in sides}
    # A row a ballot: a full room that rates a hundred ideas has thirty thousand lines.
    listed, line = (
        (func.json_agg, func.json_build_array)
        if session.get_bind().dialect.name == "postgresql"
        else (func.json_group_array, func.json_array)
    )
    asked = (
        select(BallotLine.ballot_id, listed(line(BallotLine.option_id, BallotLine.criterion, BallotLine.value)))
        .join(Ballot, col(Ballot.id) == col(BallotLine.ballot_id)).where(*counted).group_by(BallotLine.ballot_id)
    )  # fmt: skip
    for ballot_id, found in session.exec(asked).all():
        said = json.loads(found) if isinstance(found, str) else found
        lines[ballot_id] = tuple(sorted((option_id, criterion, value) for option_id, criterion, value in said))
    answers = select(DuelMark).join(Ballot, col(Ballot.id) == col(DuelMark.ballot_id)).where(*counted)
    for mark in session.exec(answers).all():
        met[mark.ballot_id].append((mark.first_id, mark.second_id, mark.outcome))
    papers = [
        Paper(side, lines[ballot_id], tuple(sorted(met[ballot_id])), ballot_id)
        for ballot_id, side in sides.items()
        if lines[ballot_id] or met[ballot_id]
    ]
    return sorted(papers, key=lambda paper: (paper.side, paper.lines, paper.duels))


def decided_in(session: Session, ballot_id: str) -> tuple[tuple[str, str], ...]:
    """The duels of one ballot as (winner, loser), without those skipped."""
    asked = select(DuelMark).where(DuelMark.ballot_id == ballot_id).order_by(col(DuelMark.first_id))
    return tuple(
        (mark.first_id, mark.second_id) if mark.outcome > 0 else (mark.second_id, mark.first_id)
        for mark in session.exec(asked).all()
        if mark.outcome
    )


def fingerprint(kind: str, papers: Sequence[Paper]) -> str:
    """SHA-256 of the ballots' contents, without the words beside a line: their writer may have them erased."""
    if kind == RoundKind.DOTS:
        plain: list[Any] = [[paper.side, sorted(paper.values().items())] for paper in papers]
    else:
        plain = [[paper.side, paper.lines, paper.duels] for paper in papers]
    return hashlib.sha256(json.dumps(plain).encode()).hexdigest()


def count_of(
    row: Round, options: Sequence[RoundOption], papers: Sequence[Paper], *, edition: int = EDITION
) -> Facts:  # fmt: skip
    """What the method of the round's kind says of these ballots."""
    how = _Way(row.secret, settings_from(row.settings), [option.id for option in options],
               {option.id: option.cost or 0 for option in options}, [paper.side for paper in papers],
               edition)  # fmt: skip
    return _COUNTS[RoundKind(row.kind)](how, papers)


def facts_from(kind: str, kept: Mapping[str, Any]) -> Facts:
    """A count from what was kept of it."""
    return dots.facts_of(kept) if kind == RoundKind.DOTS else _FACTS[RoundKind(kind)].from_json(kept)


def totals_of(facts: Facts) -> dict[str, int | float]:
    """The figure of each option, whatever the kind."""
    return {one.id: one.total for one in facts.options} if isinstance(facts, dots.Facts) else dict(facts.totals)


@dataclass(frozen=True)
class _Way:
    secret: bool
    settings: RoundSettings
    options: list[str]
    costs: dict[str, int]
    sides: list[str]
    edition: int

    @property
    def common(self) -> dict[str, Any]:
        return {"secret": self.secret, "order": list(Side)}


def _dots(how: _Way, papers: Sequence[Paper]) -> Facts:
    given = [paper.values() for paper in papers]
    points = [[values.get(option, 0) for option in how.options] for values in given]
    return dots.count(how.options, points, how.sides, **how.common)


def _approval(how: _Way, papers: Sequence[Paper]) -> Facts:
    return approval.count(how.options, [paper.values() for paper in papers], how.sides, **how.common)


def _score(how: _Way, papers: Sequence[Paper]) -> Facts:
    rated = [{(option, criterion): value for option, criterion, value in paper.lines} for paper in papers]
    return scores.count(how.options, rated, how.sides, criteria=max(1, len(how.settings.criteria)), **how.common)


def _ranked(how: _Way, papers: Sequence[Paper]) -> Facts:
    return ranked.count(how.options, [paper.values() for paper in papers], how.sides, **how.common)


def _duels(how: _Way, papers: Sequence[Paper]) -> Facts:
    decided = [
        {(first, second) if outcome > 0 else (second, first): 1 for first, second, outcome in paper.duels if outcome}
        for paper in papers
    ]
    return duels.count(how.options, decided, how.sides, **how.common)


def _agreement(how: _Way, papers: Sequence[Paper]) -> Facts:
    # Where there is a sheet and it may not bear the sides, whoever counts again knows one room only.
    together = how.edition > 1 and len(papers) >= SHEET_LEAST and not sheet_bears_sides(how.sides)
    return agreement.count(
        how.options, [paper.values() for paper in papers], how.sides, together=together, **how.common
    )  # fmt: skip


def sheet_bears_sides(sides: Sequence[str]) -> bool:
    """Whether a tally sheet of votes from these sides may say them: every side has five ballots."""
    return all(n >= dots.LEAST for n in Counter(sides).values())


def _budget(how: _Way, papers: Sequence[Paper]) -> Facts:
    settings = how.settings
    return funding.count(
        how.options, [paper.values() for paper in papers], how.sides, costs=how.costs, money=settings.money or 0,
        completion=funding.Completion(settings.completion), fill=funding.Fill(settings.fill),
        redraws=funding.REDRAWN_BUDGETS if how.edition > 1 else 0, **how.common,
    )  # fmt: skip


def _consent(how: _Way, papers: Sequence[Paper]) -> Facts:
    return consent.count(how.options, [paper.values() for paper in papers], how.sides, order=list(Side))


def _expect(how: _Way, papers: Sequence[Paper]) -> Facts:
    given = [paper.values() for paper in papers]
    return expected.count(how.options, given, how.sides, unit=how.settings.unit or "", **how.common)


_Count = Callable[[_Way, Sequence[Paper]], Facts]
_COUNTS: Mapping[RoundKind, _Count] = MappingProxyType(
    {
        RoundKind.DOTS: _dots, RoundKind.APPROVAL: _approval, RoundKind.SCORE: _score, RoundKind.RANKED: _ranked,
        RoundKind.DUELS: _duels, RoundKind.AGREEMENT: _agreement, RoundKind.BUDGET: _budget,
        RoundKind.CONSENT: _consent, RoundKind.EXPECT: _expect,
    }
)  # fmt: skip
_FACTS: Mapping[RoundKind, type[Count]] = MappingProxyType(
    {
        RoundKind.APPROVAL: approval.Facts, RoundKind.SCORE: scores.Facts, RoundKind.RANKED: ranked.Facts,
        RoundKind.DUELS: duels.Facts, RoundKind.AGREEMENT: agreement.Facts, RoundKind.BUDGET: funding.Facts,
        RoundKind.CONSENT: consent.Facts, RoundKind.EXPECT: expected.Facts,
    }
)  # fmt: skip
