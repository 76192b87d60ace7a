"""Whose turn it is: how many threads work for plain pages at once, and who need not stand in line.

So many at once, those who came first go first. A whole room visits at once, and more threads would only take turns with
each other, and with the page of who conducts. Whoever has just sent a form does not stand in that line: the page after
it says that it is kept.
"""

from collections.abc import Callable
from functools import cache, partial
from typing import Any, TypeVar

import anyio.to_thread
from anyio import CapacityLimiter

A = TypeVar("A")

THREADS, VISITS, AHEAD = 20, 4, 3
# Who sends and never looks is not kept in mind without end.
MOST_SENT = 2_000

_sent: set[str] = set()


async def in_thread(work: Callable[..., A], *args: Any, **what: Any) -> A:
    """Run a blocking call in a worker thread: the database, a password hash."""
    return await anyio.to_thread.run_sync(partial(work, *args, **what), limiter=_at_most("work", THREADS))


async def in_turn(token: str, work: Callable[[], A]) -> A:
    """Run what a visit asks in a worker thread, when it is this one's turn. token: of the sign-in that visits."""
    ahead = token in _sent
    _sent.discard(token)
    limiter = _at_most("ahead", AHEAD) if ahead else _at_most("visits", VISITS)
    return await anyio.to_thread.run_sync(work, limiter=limiter)


def has_sent(token: str) -> None:
    """Whoever holds this token has sent something: their next visit goes ahead."""
    if len(_sent) >= MOST_SENT:
        _sent.clear()
    _sent.add(token)


@cache
def _at_most(line: str, threads: int) -> CapacityLimiter:
    return CapacityLimiter(threads)
