"""Passwords: Argon2id, in threads of their own, never inside a door. An unknown person costs the same check as a
known one.
"""

from functools import cache, partial

import anyio.to_thread
from anyio import CapacityLimiter
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

_hasher = PasswordHash((Argon2Hasher(),))
# Each check takes 64 MB and a core for some 50 ms: a crowd waits in line instead of taking the machine.
_threads: list[CapacityLimiter] = []


async def hash_password(password: str) -> str:
    """The hash to store."""
    return await anyio.to_thread.run_sync(partial(_hasher.hash, password), limiter=_limiter())


async def password_fits(password: str, stored: str | None) -> bool:
    """Whether the password is the one behind the hash. With no hash the same work is done, and the answer is no."""
    return await anyio.to_thread.run_sync(partial(_fits, password, stored), limiter=_limiter())


def _fits(password: str, stored: str | None) -> bool:
    return _hasher.verify(password, stored or _nobodys()) and stored is not None


@cache
def _nobodys() -> str:
    return _hasher.hash("nobody has this password")


def warm_passwords() -> None:
    """Make the hash for unknown people before the first of them comes, or their first answer would be slower."""
    _nobodys()


def _limiter() -> CapacityLimiter:
    if not _threads:
        _threads.append(CapacityLimiter(2))
    return _threads[0]
