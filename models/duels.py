"""Which of two? The duels of a round: least shown first, a random partner, a random side, about ten a person.

Invariants: a pair is one, whichever stands left; nobody answers the same pair twice, but may answer it anew; nobody
answers more pairs than the round asks for; which pair comes next tells nothing of what others answered, and it stays
the same on every device until it is answered: it is drawn with the answer before it and waits in the ballot.
"""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, union_all, update
from sqlalchemy import select as select_columns
from sqlmodel import Session

from models import activity
from models.access import May, Viewer
from models.ballot_rows import Ballot, BallotState, DuelMark
from models.ballot_writing import Voter, new_open_ballot, secret_ballot, secret_id_by, voter_in
from models.ballots import place_for, record_silently
from models.errors import NotFound, Refusal
from models.options import OptionView, options_for
from models.rounds import RoundKind, RoundState, RoundView, round_as_seen, round_seen
from models.statements import run, table_of

Pair = tuple[str, str]


@dataclass(frozen=True)
class DuelView:
    """Two to choose from. `done`: how many pairs this person has answered, `of` how many."""

    left: OptionView
    right: OptionView
    done: int
    of: int


def next_duel(session: Session, viewer: Viewer, *, round_id: str, seed: str = "") -> DuelView | None:
    """The next pair for this person; None when all are answered, or this person does not vote here.

    The option least shown so far, against another that this person has not met with it, on a random side. It was drawn
    with the answer before; the first one by person and round alone. `seed` draws another one.
    """
    row = round_as_seen(round_seen(session, viewer, round_id, May.BALLOT_CAST))
    if row.kind is not RoundKind.DUELS:
        raise NotFound()
    return duel_in(session, viewer, row, seed=seed)


def duel_in(session: Session, viewer: Viewer, row: RoundView, *, seed: str = "") -> DuelView | None:
    """The same, of a round whose permission was asked. Three statements, one more where nothing waits."""
    voter = voter_in(session, row.id, viewer.person_id) if row.state is RoundState.OPEN else None
    if voter is None:
        return None
    options = {option.id: option for option in options_for(session, viewer, row)}
    ballot_id, waits, met = _ballot(session, row, voter)
    of = duels_each(row, len(options))
    if waits is None or seed or not set(waits) <= set(options) or len(met) >= of:
        shown = _shown(session, row.id) if ballot_id else {}
        waits = _drawn(row, voter, options, met, shown, seed)
    return DuelView(options[waits[0]], options[waits[1]], len(met), of) if waits else None


def answer_duel(
    session: Session, viewer: Viewer, *, now: datetime, round_id: str, left_id: str, right_id: str,
    winner_id: str | None,
) -> None:  # fmt: skip
    """Say which of two (None: neither, or one cannot say). The same pair again: the last answer counts.

    Raises:
        Refusal: `not_an_option` (not two options of the round, or a winner that is neither), `duels_done`, and those
            of `ballots.place_for`.
    """
    row, voter = place_for(session, viewer, round_id, now)
    if row.kind is not RoundKind.DUELS:
        raise NotFound()
    known = [option.id for option in options_for(session, viewer, row)]
    if left_id == right_id or not {left_id, right_id} <= set(known) or winner_id not in (None, left_id, right_id):
        raise Refusal("not_an_option", field="winner_id")
    pair = first, second = _pair(left_id, right_id)
    outcome = 0 if winner_id is None else 1 if winner_id == first else -1
    ballot_id, waits, met = _ballot(session, row, voter)
    if pair not in met and len(met) >= duels_each(row, len(known)):
        raise Refusal("duels_done")
    if row.secret:
        ballot_id, _ = secret_ballot(session, row, voter)
    elif ballot_id is None:
        ballot_id = new_open_ballot(session, row, voter, now)
    if pair in met:
        run(session, _FORGET, ballot_id=ballot_id, first=first, second=second)
    run(session, _SAY, ballot_id=ballot_id, first_id=first, second_id=second, outcome=outcome)
    before = met.get(pair)
    met[pair] = outcome
    if waits is None or _pair(*waits) in met:
        following = _drawn(row, voter, known, met, _shown(session, row.id)) or (None, None)
        run(session, _WAIT, ballot_id=ballot_id, left=following[0], right=following[1])
    if row.secret:
        record_silently(session, row, "cast", now)
        return
    activity.record(session, viewer, "cast", "round", row.id, now=now, group_id=row.group_id, before=before,
                    after=[first, second, outcome])  # fmt: skip


# What `models.receipts` keeps of it names neither the person nor the subject.
answer_duel.leaves_no_subject = True  # type: ignore[attr-defined]


def duels_each(row: RoundView, options: int) -> int:
    """How many pairs one person answers: as many as the round asks for, or all there are."""
    return min(row.settings.pairs_each, options * (options - 1) // 2)


def _drawn(
    row: RoundView, voter: Voter, options: Collection[str], met: Mapping[Pair, int], shown: Mapping[str, int],
    seed: str = "",
) -> Pair | None:  # fmt: skip
    """Left and right of the next pair, drawn by person, round and number answered; None when enough are answered.

    In a secret round by the ballot's id instead: who knows the people cannot draw their pairs again.
    """
    left_over = [(one, two) for one in options for two in options if one < two and (one, two) not in met]
    if len(met) >= duels_each(row, len(options)) or not left_over:
        return None
    who = secret_id_by(voter.key, voter.person_id) if row.secret else voter.person_id
    drawn = Random(hashlib.sha256(f"{row.id}|{who}|{len(met)}|{seed}".encode()).digest())
    fewest = min(min(shown.get(one, 0), shown.get(two, 0)) for one, two in left_over)
    starts = sorted({one for pair in left_over for one in pair if shown.get(one, 0) == fewest})
    first = drawn.choice(starts)
    partner = drawn.choice(sorted(other for pair in left_over if first in pair for other in pair if other != first))
    return (first, partner) if drawn.random() < 0.5 else (partner, first)


def _ballot(session: Session, row: RoundView, voter: Voter) -> tuple[str | None, Pair | None, dict[Pair, int]]:
    """A person's counted ballot, the pair that waits in it as left and right, and what was answered."""
    if row.secret:
        rows = run(session, _MET_IN, ballot_id=secret_id_by(voter.key, voter.person_id)).all()
    else:
        rows = run(session, _MET_BY, round_id=row.id, person_id=voter.person_id).all()
    if not rows:
        return None, None, {}
    waits = (rows[0].next_left, rows[0].next_right) if rows[0].next_left and rows[0].next_right else None
    return rows[0].id, waits, {(one.first_id, one.second_id): one.outcome for one in rows if one.first_id is not None}


def _shown(session: Session, round_id: str) -> dict[str, int]:
    """How often each option has been shown: answered, or waiting for an answer."""
    found: dict[str, int] = {}
    for option_id, n in run(session, _SHOWN, round_id=round_id).all():
        if option_id is not None:
            found[option_id] = found.get(option_id, 0) + n
    return found


def _pair(one: str, two: str) -> Pair:
    return (one, two) if one < two else (two, one)


_ballots: Any = table_of(Ballot)
_marks: Any = table_of(DuelMark)
_id: Any = bindparam("ballot_id")
_MET = select_columns(
    _ballots.c.id, _ballots.c.next_left, _ballots.c.next_right, _marks.c.first_id, _marks.c.second_id, _marks.c.outcome
).outerjoin_from(_ballots, _marks, _marks.c.ballot_id == _ballots.c.id)
_MET_IN = _MET.where(_ballots.c.id == _id)
_MET_BY = _MET.where(
    _ballots.c.round_id == bindparam("round_id"), _ballots.c.person_id == bindparam("person_id"),
    _ballots.c.state == BallotState.COUNTED,
)  # fmt: skip
_OF_ROUND = (_ballots.c.round_id == bindparam("round_id")) & (_ballots.c.state == BallotState.COUNTED)
_SHOWN = union_all(
    *[
        select_columns(side, func.count())
        .join_from(_marks, _ballots, _ballots.c.id == _marks.c.ballot_id)
        .where(_OF_ROUND)
        .group_by(side)
        for side in (_marks.c.first_id, _marks.c.second_id)
    ],
    *[
        select_columns(side, func.count()).where(_OF_ROUND).group_by(side)
        for side in (_ballots.c.next_left, _ballots.c.next_right)
    ],
)  # fmt: skip
_SAY = insert(_marks)
_FORGET = delete(_marks).where(
    _marks.c.ballot_id == _id, _marks.c.first_id == bindparam("first"), _marks.c.second_id == bindparam("second")
)
_WAIT = update(_ballots).where(_ballots.c.id == _id).values(next_left=bindparam("left"), next_right=bindparam("right"))
