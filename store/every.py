"""Doing a thing at most every so often for each key, in this process. Forgetting is harmless: it is then done once
more.
"""

import threading
from datetime import datetime, timedelta

_MOST_KEYS = 20_000


class Every:
    """Remembers when something was last due for a key."""

    def __init__(self, span: timedelta) -> None:
        """Due again when `span` has passed."""
        self.span = span
        self._last: dict[str, datetime] = {}
        self._lock = threading.Lock()

    def due(self, key: str, now: datetime) -> bool:
        """Whether it is time; saying yes counts as done."""
        with self._lock:
            last = self._last.get(key)
            if last is not None and timedelta(0) <= now - last < self.span:
                return False
            if len(self._last) >= _MOST_KEYS:
                self._last.clear()
            self._last[key] = now
            return True
