"""Expectation rounds: in which unit a room is asked, and how its answers join what people expect of a promise.

Invariants: one unit for the whole round, that of its promises; the answers of a secret round join without a name, in
the order of their contents, and only when five or more gave one; where an expectation comes from joins only where at
least five in the room say so and no smaller rest can be worked out. Whoever answered a promise before keeps the first
answer where the round knows names; in a secret round nobody can tell, so such an answer counts twice.
"""

from collections import Counter
from datetime import datetime

from sqlmodel import Session, col, select

from analysis.expectation import FEWEST_ANSWERS, asked_unit
from analysis.units import UNITS
from models.ballot_rows import Ballot, BallotLine, BallotReason, BallotState
from models.errors import Refusal
from models.expectations import Expectation
from models.options import RoundOption
from models.promise_terms import PromiseVersion
from models.promises import Promise
from models.round_settings import Unit, settings_from
from models.rounds import Round


def unit_asked(session: Session, row: Round, chosen: Unit | None) -> str:
    """The unit of an expectation round: the chosen one, or that of its promises.

    Raises:
        Refusal: `units_differ` when its promises speak of different kinds of things, or the chosen unit does not fit.
    """
    asked = (
        select(PromiseVersion.amount, PromiseVersion.unit)
        .join(
            Promise,
            (col(Promise.id) == col(PromiseVersion.promise_id)) & (col(Promise.version) == col(PromiseVersion.number)),
        )
        .join(RoundOption, col(RoundOption.promise_id) == col(Promise.id))
        .where(RoundOption.round_id == row.id)
    )
    units = {asked_unit(amount, unit) for amount, unit in session.exec(asked).all()}
    if chosen is not None:
        if any((unit == "value") != (chosen == "value") for unit in units):
            raise Refusal("units_differ", field="unit")
        return chosen
    if len(units) != 1:
        raise Refusal("units_differ", field="unit")
    return units.pop()


def count_expectations(session: Session, row: Round, *, now: datetime) -> None:
    """Write the answers of a round that is being closed beside the others' (`models.conduct` closes)."""
    unit = settings_from(row.settings).unit or "value"
    asked = (
        select(RoundOption.promise_id, BallotLine.value, BallotReason.text, Ballot.person_id)
        .join(BallotLine, col(BallotLine.option_id) == col(RoundOption.id))
        .join(Ballot, col(Ballot.id) == col(BallotLine.ballot_id))
        .join(
            BallotReason,
            (col(BallotReason.ballot_id) == col(BallotLine.ballot_id))
            & (col(BallotReason.option_id) == col(BallotLine.option_id)),
            isouter=True,
        )
        .where(RoundOption.round_id == row.id, Ballot.state == BallotState.COUNTED)
    )
    answers: dict[str, list[tuple[int, str, str | None]]] = {}
    for promise_id, value, origin, person_id in session.exec(asked).all():
        answers.setdefault(promise_id or "", []).append((value, origin or "", person_id))
    for promise_id, given in answers.items():
        if row.secret and len(given) < FEWEST_ANSWERS:
            continue
        told = _origins_to_tell([origin for _, origin, _ in given]) if row.secret else None
        before = set(session.exec(
            select(Expectation.person_id).where(Expectation.promise_id == promise_id)
        ).all())  # fmt: skip
        for value, origin, person_id in sorted(given, key=lambda one: (one[0], one[1], one[2] or "")):
            if person_id is not None and person_id in before:
                continue
            said = origin if origin and (told is None or origin in told) else None
            session.add(
                Expectation(promise_id=promise_id, amount=value, unit=unit, size=value * UNITS.get(unit, 1.0),
                            origin=said, person_id=person_id, created_at=now)
            )  # fmt: skip
    session.flush()


def _origins_to_tell(origins: list[str]) -> set[str]:
    counted = Counter(origins)
    told = {origin for origin, n in counted.items() if origin and n >= FEWEST_ANSWERS}
    rest = sum(n for origin, n in counted.items() if origin not in told)
    return told if rest == 0 or rest >= FEWEST_ANSWERS else set()
