"""How few voices are found among many: indexes of those that say or are something, without all the others.

Not a noun: `models.feedback` has them on its table.
"""

from collections.abc import Iterator

from sqlalchemy import Index, text

# What of it is told beside when and where, and what else is read with it.
_SAID: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("recommends", ("recommends",), ()),
    ("effort", ("effort",), ()),
    ("matter", ("matter_id",), ()),
    ("profile", ("profile_id",), ("face",)),
    ("to", ("to_touchpoint_id",), ()),
    ("speaker", ("organisation_id", "person_id"), ()),
    ("answer", ("taken_at", "followed_at", "answered_at", "closed_at"), ()),
)
# What of them an index says is read there: SQLite looks a row up for any column that is in a condition only.
# Not read yet; in somebody's charge; without a face; closed. The conditions are those of `models.voices`.
_ARE: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("unread", ("created_at", "id", "argued", "read_at"), "read_at IS NULL"),
    ("charge", ("taken_by", "answer_by", "taken_at", "answered_at", "closed_at"),
     "taken_at IS NOT NULL AND answered_at IS NULL AND closed_at IS NULL"),
    ("faceless", ("created_at", "id", "argued", "face"), "face IS NULL"),
    # Without the open ones: what is not closed is nearly everything, and must not be looked for here.
    ("closed", ("closed_at",), "closed_at IS NOT NULL"),
)


def of_few_voices() -> Iterator[Index]:
    """Each holds all that is counted from it."""
    for name, said, beside in _SAID:
        there = " OR ".join(f"{one} IS NOT NULL" for one in said)
        yield _index(f"with_{name}", ("created_at", "touchpoint_id", *said, *beside), there)
    for name, columns, there in _ARE:
        yield _index(name, columns, there)


def _index(name: str, columns: tuple[str, ...], there: str) -> Index:
    return Index(f"ix_feedback_{name}", *columns, sqlite_where=text(there), postgresql_where=text(there))
