"""What an archive of a group holds: which tables, which of their rows, what stays behind, and what is meant by name.

Not a noun with a table (decision 0012). A new column of these tables goes along by itself; a new table of a group must
be named here, and `tests/models/test_group_archive.py` fails until it is named here or among those that stay behind.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import Boolean, Column, Date, DateTime, Float, Integer, Table
from sqlalchemy.types import TypeDecorator

from models.base import Row, is_readable, is_unseen, one_line
from models.errors import Refusal

# Raised when what an archive says changes its meaning; an older program refuses a newer one.
FORMAT = 1
ROWS_MOST = 2_000_000
_FIRST_YEAR, _LAST_YEAR = 1970, 2200
# Columns that hold names: on one line, and never disguised.
_NAMES = frozenset({"name", "title", "question", "sentence", "signed"})

# Table -> the column by which its rows belong to the group, or to rows that are in the archive already.
SCOPES: Mapping[str, str] = MappingProxyType({
    "groups": "id", "meeting_plans": "group_id", "group_scoring": "group_id", "score_criteria": "group_id",
    "memberships": "group_id", "workshops": "group_id", "workshop_touchpoints": "workshop_id",
    "attendances": "workshop_id", "clusters": "workshop_id", "rounds": "group_id", "eligible": "round_id",
    "ideas": "group_id", "supports": "idea_id", "comments": "idea_id", "cluster_ideas": "idea_id",
    "idea_scores": "idea_id", "idea_figures": "idea_id", "round_options": "round_id", "results": "round_id",
    "ballots": "round_id", "ballot_lines": "ballot_id", "ballot_reasons": "ballot_id", "duel_marks": "ballot_id",
    "decisions": "group_id", "outcome_checks": "decision_id", "sent_answers": "decision_id", "feedback": "idea_id",
    "replies": "decision_id", "actions": "idea_id", "action_steps": "action_id",
})  # fmt: skip
# Tables that point at a group's rows and stay behind: secrets, ways in, one person's own, the company's.
LEFT_BEHIND = frozenset({
    "archives_restored", "budget_moves", "diary_calls", "drafts", "imported_ideas", "imports", "invitations",
    "more_time", "promises", "public_answers", "round_keys", "saved_views", "savings", "walls",
})  # fmt: skip
# What opens a door or ties a row to a browser is no part of an archive; what must be there is made anew.
SECRETS: Mapping[str, frozenset[str]] = MappingProxyType({
    "workshops": frozenset({"join_code", "join_token", "join_until"}),
    "feedback": frozenset({"code_hash", "followed_at", "load_id", "fingerprint"}),
})  # fmt: skip
# The company's own rows: told by name, and found or made by name where they are taken in.
NAMED = ("functions", "stages", "touchpoints", "matters", "organisations", "profiles", "processes", "promises")


@dataclass(frozen=True)
class Archive:
    """A group as plain values. tables: rows by table, in an order of their own; people and named rows beside them.

    left: rounds whose ballots stayed behind, because few voted in secret: their totals are here.
    """

    id: str
    made_at: datetime
    company: str
    group: str
    tables: dict[str, list[dict[str, Any]]]
    left: tuple[str, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """How many rows of each table."""
        return {name: len(rows) for name, rows in self.tables.items()}


def table_of(name: str) -> Table:
    """A table by its name."""
    return Row.metadata.tables[name]


def columns_of(name: str) -> list[Column[Any]]:
    """The columns of a table that an archive holds."""
    return [column for column in table_of(name).columns if column.name not in SECRETS.get(name, frozenset())]


def target_of(column: Column[Any]) -> str | None:
    """The table a column points at."""
    for key in column.foreign_keys:
        return str(key.column.table.name)
    return None


def plain_value(value: Any) -> Any:
    """A stored value as JSON has it. Instants are in UTC."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def stored_value(column: Column[Any], value: Any) -> Any:
    """The value of a column from an archive, or a refusal: nothing comes in that the product could not have written."""
    if value is None:
        if not column.nullable:
            raise broken(column)
        return None
    kind: Any = column.type
    if isinstance(kind, TypeDecorator):
        kind = kind.impl_instance
    try:
        if isinstance(kind, DateTime):
            found = datetime.fromisoformat(value)
            # Moments are of the clock; at the ends of the calendar no zone could be applied to them.
            if found.tzinfo is None or not _FIRST_YEAR <= found.year <= _LAST_YEAR:
                raise broken(column)
            return found
        if isinstance(kind, Date):
            return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise broken(column) from None
    if isinstance(kind, Boolean):
        good = isinstance(value, bool)
    elif isinstance(kind, Integer):
        good = isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**53
    elif isinstance(kind, Float):
        good = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e300
    else:
        longest = getattr(kind, "length", None)
        good = isinstance(value, str) and (longest is None or len(value) <= longest) and _as_written(column, value)
    if not good:
        raise broken(column)
    return value


def broken(column: Column[Any] | None = None) -> Refusal:
    """What an archive that was changed gets; where it was noticed is for the log."""
    return Refusal("archive_broken", **({"where": str(column)} if column is not None else {}))


def _as_written(column: Column[Any], text: str) -> bool:
    """Whether a Draft could have let it in. Empty is what was erased."""
    if not is_readable(text) or (text and is_unseen(text)):
        return False
    return column.name not in _NAMES or one_line(text) == text
