"""How far a long piece of work is: told by who does it, heard by who shows it, and neither knows the other.

Not a noun with a table. Invariants: telling changes nothing about the work or its transaction, and with nobody hearing
it does nothing. What hears may raise, to stop: the work then ends like any that failed, and nothing of it counts.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

T = TypeVar("T")
EVERY = 250
PIECE = 1_000


class Stage(StrEnum):
    """What is being done with the rows of a file, in this order."""

    READING = "reading"
    CHECKING = "checking"
    STORING = "storing"


@dataclass(frozen=True)
class HowFar:
    """So many rows, of so many (None: not known yet), and which part of this stage that is, from 0 to 1."""

    stage: Stage
    rows: int
    of: int | None
    part: float


Hears = Callable[[HowFar], None]
_hears: ContextVar[Hears | None] = ContextVar("hears", default=None)


@contextmanager
def heard_by(hears: Hears) -> Iterator[None]:
    """Inside, on this thread, whatever tells how far it is tells `hears`."""
    token = _hears.set(hears)
    try:
        yield
    finally:
        _hears.reset(token)


def tell(stage: Stage, rows: int, of: int | None = None, *, part: float | None = None) -> None:
    """So many rows are done. part: where the whole is not known in rows, how much of it that is."""
    hears = _hears.get()
    if hears is not None:
        share = part if part is not None else rows / of if of else 1.0
        hears(HowFar(stage, rows, of, min(1.0, max(0.0, share))))


def telling(stage: Stage, rows: Sequence[T]) -> Iterator[T]:
    """The rows one by one, telling how many are done."""
    for done, row in enumerate(rows):
        if done % EVERY == 0:
            tell(stage, done, len(rows))
        yield row
    tell(stage, len(rows), len(rows))


def in_pieces(stage: Stage, rows: Sequence[T], size: int = PIECE) -> Iterator[Sequence[T]]:
    """The rows piece by piece, telling how many are done."""
    for at in range(0, len(rows), size):
        tell(stage, at, len(rows))
        yield rows[at : at + size]
    tell(stage, len(rows), len(rows))
