"""What time it is, in one place, so that tests and the example company can move it.

Rules never ask: they get `now` as a parameter. Whoever calls a rule asks here.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta


def _system() -> datetime:
    return datetime.now(UTC)


_source: Callable[[], datetime] = _system


def now() -> datetime:
    """This instant, aware, in UTC."""
    moment = _source()
    if moment.tzinfo is None:
        raise ValueError("the clock gave a time without a zone")
    return moment.astimezone(UTC)


def set_clock(source: Callable[[], datetime] | None) -> None:
    """Let `now()` ask `source` from here on; None gives the machine's clock back."""
    global _source
    _source = source or _system


class MovingClock:
    """A clock that stands until it is moved. Call it for its time."""

    def __init__(self, start: datetime) -> None:
        """Start at an aware instant."""
        self.moment = start

    def __call__(self) -> datetime:
        """The time this clock shows."""
        return self.moment

    def go(self, moment: datetime) -> None:
        """Show this instant; going back is allowed (a wrong clock is one of the faults)."""
        self.moment = moment

    def forward(self, step: timedelta) -> None:
        """Show a later instant."""
        self.moment += step


@contextmanager
def moving(start: datetime) -> Iterator[MovingClock]:
    """Inside, `now()` shows `start` until the yielded clock is moved; afterwards the clock of before is back."""
    before = _source
    clock = MovingClock(start)
    set_clock(clock)
    try:
        yield clock
    finally:
        set_clock(before)
