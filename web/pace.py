"""How often one address may do what anybody may do: in this process's memory, so a restart forgives.

Never a lock-out: the answer is a kind sentence, and what was typed stays in the form. Not `web.throttle`, which slows
down guessing: here everything counts and nobody waits; there only wrong attempts, and the wait is the answer. What is
one address is the same for both.
"""

from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.requests import Request

from models.errors import Refusal
from web.throttle import address_of

# A shop's customers share its address: generous for people, far too slow for a script.
LEAVING = RateLimitItemPerMinute(20, namespace="leaving")
# Two presses for each customer, and several people behind one shop's address.
OBSERVING = RateLimitItemPerMinute(60, namespace="observing")
# Wrong codes only; 31 to the power of 8 codes make a hit within a year of trying unlikely.
WRONG_CODES = RateLimitItemPerHour(30, namespace="wrong-codes")
# The public form: a website's server asks for all of them every few minutes; readers of a seal come by the dozen.
OUTWARD = RateLimitItemPerMinute(240, namespace="outward")

_limiter = MovingWindowRateLimiter(MemoryStorage())


def spend(what: RateLimitItem, request: Request) -> None:
    """Count one more for the address that asks.

    Raises:
        Refusal: `wait`.
    """
    if not _limiter.hit(what, address_of(request)):
        raise Refusal("wait")


def must_not_wait(what: RateLimitItem, request: Request) -> None:
    """Refuse an address that has used its share, without counting.

    Raises:
        Refusal: `wait`.
    """
    if not _limiter.test(what, address_of(request)):
        raise Refusal("wait")


def forgive() -> None:
    """Forget every count (tests)."""
    _limiter.storage.reset()
