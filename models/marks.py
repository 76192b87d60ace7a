"""Voting, whatever the kind: marks on options, one ballot a person and round, the last one counts.

Invariants: those of `models.ballots`; the rule of each kind stands in `models.mark_rules`; duels have their own command
(`models.duels`), because they are answered one at a time.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlmodel import Session

from models.access import May, Viewer
from models.ballots import keep_marks, my_ballot, place_for
from models.errors import NotFound
from models.mark_rules import Mark
from models.rounds import RoundKind, round_seen

__all__ = ["Mark", "cast_marks", "my_marks"]


def cast_marks(
    session: Session, viewer: Viewer, *, now: datetime, round_id: str,
    marks: Sequence[Mark] | Callable[[RoundKind], Sequence[Mark]],
) -> None:  # fmt: skip
    """Vote in a round of any kind but duels, or vote anew: the last ballot counts.

    marks: what is said, or how to read it once the round has told its kind (a form that came from outside).

    Raises:
        Refusal: `not_found` in duels and where there is no vote; those of `ballots.place_for`, of reading the marks and
            of `mark_rules.checked`.
    """
    row, voter = place_for(session, viewer, round_id, now)
    if row.kind == RoundKind.DUELS:
        raise NotFound()
    keep_marks(session, viewer, row, voter, marks(row.kind) if callable(marks) else marks, now)


# What `models.receipts` keeps of it names neither the person nor the subject.
cast_marks.leaves_no_subject = True  # type: ignore[attr-defined]


def my_marks(session: Session, viewer: Viewer, *, round_id: str) -> tuple[Mark, ...]:
    """One's own marks in a round, none where there is no ballot (in a secret round while its key exists)."""
    row = round_seen(session, viewer, round_id, May.RESULT_SEE)
    mine = my_ballot(session, row, viewer.person_id)
    return mine.marks if mine else ()
