"""Which of two? The duels of a round: least shown first, a random partner, a random side, about ten a person.

Invariants: a pair is one, whichever stands left; nobody answers the same pair twice, but may answer it anew; nobody
answers more pairs than the round asks for; which pair comes next tells nothing of what others answered.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from random import Random

from sqlalchemy import delete, func, insert
from sqlmodel import Session, col, select

from models import activity
from models.access import May, Viewer
from models.ballot_rows import Ballot, BallotState, DuelMark
from models.ballots import counted_ballot, new_open_ballot, place_for, record_silently, secret_ballot
from models.eligibility import eligible_in
from models.errors import NotFound, Refusal
from models.options import OptionView, option_as_seen, options_in
from models.round_settings import settings_from
from models.rounds import Round, RoundKind, RoundState, round_seen


@dataclass(frozen=True)
class DuelView:
    """Two to choose from. `done`: how many pairs this person has answered, `of` how many."""

    left: OptionView
    right: OptionView
    done: int
    of: int


def next_duel(session: Session, viewer: Viewer, *, round_id: str, seed: str = "") -> DuelView | None:
    """The next pair for this person; None when all are answered, or this person does not vote here.

    The option least shown so far, against another that this person has not met with it, on a random side. The draw
    is fixed by the person, the round and how many are answered, so a reload shows the same while nobody else votes;
    `seed` draws another one. Five statements.
    """
    row = round_seen(session, viewer, round_id, May.BALLOT_CAST)
    if row.kind != RoundKind.DUELS:
        raise NotFound()
    if row.state != RoundState.OPEN or eligible_in(session, row.id, viewer.person_id) is None:
        return None
    options = {option.id: option for option in options_in(session, row.id)}
    met = _met(session, counted_ballot(session, row, viewer.person_id))
    of = duels_each(row, len(options))
    left_over = [
        (one, two) for one in options for two in options if one < two and (one, two) not in met
    ]  # fmt: skip
    if len(met) >= of or not left_over:
        return None
    shown = _shown(session, row.id)
    drawn = Random(hashlib.sha256(f"{row.id}|{viewer.person_id}|{len(met)}|{seed}".encode()).digest())
    fewest = min(min(shown.get(one, 0), shown.get(two, 0)) for one, two in left_over)
    starts = sorted({one for pair in left_over for one in pair if shown.get(one, 0) == fewest})
    first = drawn.choice(starts)
    partner = drawn.choice(sorted(other for pair in left_over if first in pair for other in pair if other != first))
    left, right = (first, partner) if drawn.random() < 0.5 else (partner, first)
    return DuelView(option_as_seen(options[left]), option_as_seen(options[right]), len(met), of)


def answer_duel(
    session: Session, viewer: Viewer, *, now: datetime, round_id: str, left_id: str, right_id: str,
    winner_id: str | None,
) -> None:  # fmt: skip
    """Say which of two (None: neither, or one cannot say). The same pair again: the last answer counts.

    Raises:
        Refusal: `not_an_option` (not two options of the round, or a winner that is neither), `duels_done`, and those
            of `ballots.place_for`.
    """
    row, eligible = place_for(session, viewer, round_id, now)
    if row.kind != RoundKind.DUELS:
        raise NotFound()
    known = {option.id for option in options_in(session, row.id)}
    if left_id == right_id or not {left_id, right_id} <= known or winner_id not in (None, left_id, right_id):
        raise Refusal("not_an_option", field="winner_id")
    first, second = sorted((left_id, right_id))
    outcome = 0 if winner_id is None else 1 if winner_id == first else -1
    ballot = counted_ballot(session, row, viewer.person_id)
    met = _met(session, ballot)
    if (first, second) not in met and len(met) >= duels_each(row, len(known)):
        raise Refusal("duels_done")
    if row.secret:
        ballot_id = secret_ballot(session, row, eligible)
    else:
        ballot_id = ballot.id if ballot else new_open_ballot(session, row, eligible, now)
    run = session.connection().execute
    run(delete(DuelMark).where(
        col(DuelMark.ballot_id) == ballot_id, col(DuelMark.first_id) == first, col(DuelMark.second_id) == second
    ))  # fmt: skip
    run(insert(DuelMark), [{"ballot_id": ballot_id, "first_id": first, "second_id": second, "outcome": outcome}])
    if row.secret:
        record_silently(session, row, "cast", now)
        return
    activity.record(session, viewer, "cast", "round", row.id, now=now, group_id=row.group_id,
                    before=met.get((first, second)), after=[first, second, outcome])  # fmt: skip


# What `models.receipts` keeps of it names neither the person nor the subject.
answer_duel.leaves_no_subject = True  # type: ignore[attr-defined]


def duels_each(row: Round, options: int) -> int:
    """How many pairs one person answers: as many as the round asks for, or all there are."""
    return min(settings_from(row.settings).pairs_each, options * (options - 1) // 2)


def _met(session: Session, ballot: Ballot | None) -> dict[tuple[str, str], int]:
    if ballot is None:
        return {}
    rows = session.exec(select(DuelMark).where(DuelMark.ballot_id == ballot.id)).all()
    return {(mark.first_id, mark.second_id): mark.outcome for mark in rows}


def _shown(session: Session, round_id: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for side in (DuelMark.first_id, DuelMark.second_id):
        asked = (
            select(side, func.count())
            .join(Ballot, col(Ballot.id) == col(DuelMark.ballot_id))
            .where(Ballot.round_id == round_id, Ballot.state == BallotState.COUNTED)
            .group_by(col(side))
        )
        for option_id, n in session.exec(asked).all():
            found[option_id] = found.get(option_id, 0) + n
    return found
