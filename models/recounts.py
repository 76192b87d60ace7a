"""Recounting: whether every kept result is what its ballots say, and every ballot within its rule (`manage.py verify`).

Not a noun with a table. Invariants: dots are summed by the database itself, everything else is counted anew from the
ballots; figures drawn by lot are compared only where the same library drew them.
"""

import json
import math
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from models.ballot_rows import Ballot, BallotLine, BallotState
from models.counting import count_of, fingerprint, papers_of
from models.eligibility import eligible_by_side
from models.options import options_in
from models.results import Result, versions
from models.round_settings import settings_from
from models.rounds import Round, RoundKind
from models.standing_beside import beside_of

# What rests on random draws: another version of numpy may draw others.
_DRAWN = frozenset({"chances", "chance_first", "clear", "rival"})


# In the versions of a result that came with an archive whose secret ballots, being few, stayed behind (decision 0012).
TOTALS_ONLY = "totals_only"


def first_wrong_result(session: Session, *, group_id: str | None = None) -> str | None:
    """The first round (of a group) whose kept result is not what its ballots say, or None."""
    asked = select(Result, Round).join(Round, col(Round.id) == col(Result.round_id)).order_by(col(Result.round_id))
    if group_id is not None:
        asked = asked.where(Round.group_id == group_id)
    for kept, row in session.exec(asked).all():
        if not _right(session, kept, row):
            return row.id
    return None


def recount(session: Session, round_id: str) -> dict[str, dict[str, int]]:
    """Values by option and side, summed by the database: what the kept dots and picks must equal."""
    rows = session.exec(
        select(BallotLine.option_id, Ballot.side, func.sum(BallotLine.value))
        .join(Ballot, col(Ballot.id) == col(BallotLine.ballot_id))
        .where(Ballot.round_id == round_id, Ballot.state == BallotState.COUNTED)
        .group_by(BallotLine.option_id, Ballot.side)
    ).all()
    found: dict[str, dict[str, int]] = {}
    for option_id, side, points in rows:
        found.setdefault(str(option_id), {})[str(side)] = int(points)
    return found


def overspent_rounds(session: Session) -> list[str]:
    """The rounds that hold a ballot beyond its dots or its picks; no command lets one in."""
    limited = col(Round.kind).in_([RoundKind.DOTS, RoundKind.APPROVAL])
    rounds = {row.id: row for row in session.exec(select(Round).where(limited)).all()}
    asked = (
        select(Ballot.round_id, func.sum(BallotLine.value), func.max(BallotLine.value))
        .join(BallotLine, col(BallotLine.ballot_id) == col(Ballot.id))
        .join(Round, col(Round.id) == col(Ballot.round_id))
        .where(limited)
        .group_by(col(Ballot.id), col(Ballot.round_id))
        .distinct()
    )
    found = set()
    for round_id, given, highest in session.exec(asked).all():
        row = rounds[round_id]
        dots = row.kind == RoundKind.DOTS
        limit, single = (row.budget or 0, row.cap) if dots else (settings_from(row.settings).picks, 1)
        if given > limit or highest > single:
            found.add(row.id)
    return sorted(found)


def _right(session: Session, kept: Result, row: Round) -> bool:
    options, papers = options_in(session, row.id), papers_of(session, row.id)
    if not papers and TOTALS_ONLY in json.loads(kept.versions):
        return True
    if fingerprint(row.kind, papers) != kept.ballots_hash:
        return False
    if row.kind == RoundKind.DOTS:
        counted = recount(session, row.id)
        said = json.loads(kept.output)["options"]
        if any(option["total"] != sum(counted.get(option["id"], {}).values()) for option in said):
            return False
    facts = count_of(row, options, papers, edition=json.loads(kept.variant).get("edition", 1))
    anew = json.loads(json.dumps(facts.as_json()))
    if kept.beside is not None:
        beside = beside_of(row, options, papers, facts, eligible_by_side(session, row.id)).as_json()
        if not _same(json.loads(kept.beside), json.loads(json.dumps(beside)), frozenset()):
            return False
    drawn_alike = json.loads(kept.versions).get("numpy") == versions()["numpy"]
    return _same(json.loads(kept.output), anew, frozenset() if drawn_alike else _DRAWN)


def _same(kept: Any, anew: Any, apart: frozenset[str]) -> bool:
    """Whether two counts say the same, floats to nine digits; fields in `apart` are not compared."""
    if isinstance(kept, dict) and isinstance(anew, dict):
        # A field that the method learned later is not missing in what was kept before.
        return kept.keys() <= anew.keys() and all(_same(kept[key], anew[key], apart) for key in kept.keys() - apart)
    if isinstance(kept, list) and isinstance(anew, list):
        return len(kept) == len(anew) and all(_same(one, two, apart) for one, two in zip(kept, anew, strict=True))
    if isinstance(kept, int | float) and isinstance(anew, int | float) and not isinstance(kept, bool):
        return math.isclose(kept, anew, rel_tol=1e-9, abs_tol=1e-9)
    return bool(kept == anew)
