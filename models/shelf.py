"""A shelf: what was computed last, by the key of what it rests on. Not a noun with a table; a restart forgets it.

Invariants: the same key gives the same thing; never more than its size; safe for threads (made twice at worst).
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Shelf(Generic[T]):
    """The last things of one kind. Whoever puts one there makes its key from everything it depends on."""

    def __init__(self, size: int) -> None:
        """size: how many are kept; the one not asked for longest goes first."""
        self._size, self._lock = size, Lock()
        self._kept: OrderedDict[Hashable, T] = OrderedDict()

    def __len__(self) -> int:
        """How many are kept."""
        with self._lock:
            return len(self._kept)

    def empty(self) -> None:
        """Forget them all, as a restart does (tests and the bench)."""
        with self._lock:
            self._kept.clear()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The thing of this key, made outside the lock when it is not there."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)
        return made
