"""Plain values of the scene: who its people are, the marks their words bear, a promise, cases, a line of a sheet."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import numpy as np

from analysis.cases import Cases, cases

GROUP_MARK = "Xiloteca"
STAFF_MARK = "Zincatura"
# The columns of expected.csv.
PEOPLE = (
    "nobody", "guest", "guest_of_another", "customer", "member", "facilitator", "manager", "process_owner",
    "administrator", "removed", "disabled",
)  # fmt: skip
IN_THE_GROUP = ("guest", "customer", "member", "facilitator", "manager")
WORK_HERE = ("member", "facilitator", "manager", "process_owner", "administrator", "removed")
TERMS: dict[str, Any] = {
    "sentence": "A casa in 48 ore", "amount": 48, "unit": "h", "kept": 19, "of": 20, "valid_until": date(2027, 6, 30),
}  # fmt: skip


def some_cases(number: int = 60) -> Cases:
    """Dated cases, one an hour, each done a day later."""
    start = datetime(2026, 11, 1, tzinfo=UTC).timestamp() + 3600.0 * np.arange(number)
    return cases([f"c{i}" for i in range(number)], start.tolist(), (start + 86_400).tolist())


@dataclass(frozen=True)
class SheetLine:
    """A row of a sheet of ideas, as the reader of Excel files gives it."""

    text: str
    key: str = ""
    touchpoint: str = ""
    side: str = ""
    row: int = 2
