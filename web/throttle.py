"""Slowing down whoever guesses: only wrong attempts count, by address and kind of secret; a delay, never a
lock-out.

The delay comes before the check, so that a guess costs the same whether it was right or given up early. Counts are
of this process: two servers let an attacker guess twice as fast, which the lengths of codes and passwords bear.
"""

from asyncio import sleep
from collections import Counter

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.requests import HTTPConnection

from models.errors import Refusal

FREE = 5
LONGEST_SECONDS = 4.0
# The space of the codes of feedback: one, whichever page they are typed on.
FOLLOWING = "follow"
# So many may wait at once from one address; a room of 300 phones scans the QR, which is not counted at all.
WAITING = 40
_MOST = 100_000
_WINDOW = RateLimitItemPerMinute(_MOST, 10)

_limiter = MovingWindowRateLimiter(MemoryStorage())
_waiting: Counter[tuple[str, str]] = Counter()


def delay_after(wrong: int) -> float:
    """Seconds to wait before the next attempt is looked at, after so many wrong ones within ten minutes."""
    if wrong < FREE:
        return 0.0
    return min(LONGEST_SECONDS, 0.25 * 2.0 ** min(wrong - FREE, 10))


def address_of(request: HTTPConnection) -> str:
    """The address the gate found out; all of one IPv6 household count as one."""
    host = request.client.host if request.client else ""
    return ":".join(host.split(":")[:4]) if ":" in host else host


async def slow_down(space: str, address: str) -> None:
    """Wait as long as earlier wrong attempts ask for.

    Raises:
        Refusal: `wait`: too many attempts of this address are waiting already; nothing was checked.
    """
    key = (space, address)
    seconds = delay_after(_MOST - _limiter.get_window_stats(_WINDOW, space, address).remaining)
    if not seconds:
        return
    if _waiting[key] >= WAITING:
        raise Refusal("wait")
    _waiting[key] += 1
    try:
        await sleep(seconds)
    finally:
        _waiting[key] -= 1
        if not _waiting[key]:
            del _waiting[key]


def count_wrong(space: str, address: str) -> None:
    """Note one wrong attempt."""
    _limiter.hit(_WINDOW, space, address)


def forgive() -> None:
    """Forget every count (tests)."""
    _limiter.storage.reset()
