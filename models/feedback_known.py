"""Which rows of a sheet of voices are here already, and which stand in it twice.

Not a noun with a table; `models.feedback_loads` asks, and asks for permission. Invariants: a row that says the same as
another one of its file in every cell is a copy of it, but for faces without words and without a key, each of which is
somebody; what the file brings n times and is here m times is new max(0, n - m) times, and what is here to the second
counts first. So one's own table, brought back, brings nothing twice, whatever program has saved it meanwhile.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from models.days import day_here, midnight_in, zone_here
from models.feedback import Feedback
from models.feedback_rows import BARE, JudgedRow, bare_fingerprint
from models.organisations import Organisation

_AT_ONCE = 5_000
_ROWS_AT_ONCE = 2_000


@dataclass(frozen=True)
class Sifted:
    """The rows that are new; how many others are here already, and how many stand in the file a second time."""

    fresh: list[JudgedRow]
    here: int
    twice: int


# The moment to the second, where it was heard, the face, the order number.
_Exact = tuple[int, str, int | None, str]
# How many there are of each, by what they are known again by, and by day.
_Here = Mapping[str, Mapping[date, Counter[_Exact]]]


def sifted(session: Session, rows: Sequence[JudgedRow]) -> Sifted:
    """What of these rows is new. Statements: one for every five thousand fingerprints, and one more."""
    seen: set[tuple[object, ...]] = set()
    own: list[JudgedRow] = []
    for row in rows:
        if not (row.values["words"] or row.key) or row.entry not in seen:
            own.append(row)
            seen.add(row.entry)
    here = _here(session, own)
    known: set[int] = set()
    # Whoever is here to the second first: in a longer file the new one may stand above the old one.
    for exactly in (True, False):
        for at, row in enumerate(own):
            if at not in known and _taken(here, row, exactly):
                known.add(at)
    return Sifted([row for at, row in enumerate(own) if at not in known], len(known), len(rows) - len(own))


def _taken(here: _Here, row: JudgedRow, exactly: bool) -> bool:
    """Whether this row is one of those that are here, and no other row's."""
    said = row.values
    mine = _exact(said["created_at"], said["source"], said["face"], said["reference"])
    found = [*here.get(row.fingerprint, {}).values()]
    if row.undated is not None:
        # What a list without dates brought is of the day it came in.
        found += [one for day, one in here.get(row.undated, {}).items() if day == day_here(said["created_at"])]
    for there in found:
        one = mine if exactly else next(iter(there), mine)
        if one in there:
            there[one] -= 1
            if not there[one]:
                del there[one]
            return True
    return False


def _exact(at: datetime, source: str, face: int | None, reference: str) -> _Exact:
    return int(at.timestamp()), str(source), face, reference


def _here(session: Session, rows: Sequence[JudgedRow]) -> _Here:
    here: defaultdict[str, defaultdict[date, Counter[_Exact]]] = defaultdict(lambda: defaultdict(Counter))
    prints = sorted({row.fingerprint for row in rows} | {row.undated for row in rows if row.undated is not None})
    asked = select(  # type: ignore[call-overload]
        Feedback.fingerprint, Feedback.created_at, Feedback.source, Feedback.face, Feedback.reference
    )  # fmt: skip
    for at in range(0, len(prints), _AT_ONCE):
        for known, moment, *beside in session.exec(
            asked.where(col(Feedback.fingerprint).in_(prints[at : at + _AT_ONCE]))
        ):
            here[str(known)][day_here(moment)][_exact(moment, *beside)] += 1
    bare = [day_here(row.values["created_at"]) for row in rows if not row.values["words"]]
    for known, exact, day in _bare_ones(session, min(bare), max(bare)) if bare else ():
        here[known][day][exact] += 1
    return here


def _bare_ones(session: Session, first: date, last: date) -> Iterator[tuple[str, _Exact, date]]:
    """The faces without words that no list brought, in these days: what they are known by may change for an hour."""
    begin, end = (midnight_in(zone_here(), day) for day in (first, last + timedelta(days=1)))
    asked = (
        select(Feedback.created_at, Organisation.folded, *(getattr(Feedback, name) for name in BARE))
        .join(Organisation, col(Organisation.id) == col(Feedback.organisation_id), isouter=True)
        .where(col(Feedback.fingerprint).is_(None), Feedback.words == "", col(Feedback.created_at) >= begin,
               col(Feedback.created_at) < end)
    )  # fmt: skip
    for moment, whose, *beside in session.execute(asked.execution_options(yield_per=_ROWS_AT_ONCE)):
        said = dict(zip(BARE, beside, strict=True))
        exact = _exact(moment, said["source"], said["face"], said["reference"])
        day = day_here(moment)
        yield bare_fingerprint(day, whose or "", said), exact, day
