"""Rows of a sheet of ideas, judged: which are new, which are here already, which cells cannot come in and why.

Not a noun with a table; `models.imports` asks, and asks for permission. Every row goes through the Draft that every
other idea goes through, so a sheet can bring nothing that could not be typed. It is done before anybody writes, and
what came of it is handed to the command.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from sqlmodel import Session, col, select

from models.base import draft, fold
from models.curation import ImportedIdea
from models.errors import Refusal
from models.functions import Function, Side
from models.ideas import Idea
from models.telling import Stage, telling
from models.touchpoints import Touchpoint

# Databases take some tens of thousands of parameters in one question; this stays far below.
_AT_ONCE = 5_000
_QUOTED = 40


class SheetRow(Protocol):
    """One row as it stands in the sheet: names, not ids; "" where the cell is empty. `side`: a side or a function."""

    @property
    def key(self) -> str: ...  # noqa: D102
    @property
    def text(self) -> str: ...  # noqa: D102
    @property
    def touchpoint(self) -> str: ...  # noqa: D102
    @property
    def side(self) -> str: ...  # noqa: D102
    @property
    def row(self) -> int: ...  # noqa: D102


@dataclass(frozen=True)
class BadCell:
    """A cell that cannot come in: its row in the file, the field of the sheet, a code, plain facts."""

    row: int
    field: str
    code: str
    facts: dict[str, object]


# The group, the touchpoints and sides by name, the ideas whose keys the rows bear.
_By = tuple[str, dict[str, str], dict[str, str | None], dict[str, tuple[str, str | None, str | None]]]


@dataclass(frozen=True, eq=False)
class JudgedIdeas:
    """The new ideas, how many rows are known and unchanged, every cell that cannot come in; and what they were judged
    by, so that a command can tell whether it would judge the same."""

    ideas: list[ImportedIdea] = field(repr=False)
    unchanged: int
    bad: list[BadCell] = field(repr=False)
    _rows: Sequence[SheetRow] = field(repr=False)
    _by: _By = field(repr=False)

    def stands(self, rows: Sequence[SheetRow], by: _By) -> bool:
        """Whether these very rows would be judged the same: no name and no idea of theirs changed meanwhile."""
        return rows is self._rows and by == self._by


def judged(
    session: Session, group_id: str, rows: Sequence[SheetRow], *, looked: JudgedIdeas | None = None
) -> JudgedIdeas:
    """The rows, judged. looked: the same, judged before; kept if it stands."""
    places = dict(session.exec(select(Touchpoint.folded, Touchpoint.id)).all())
    sides: dict[str, str | None] = dict(session.exec(select(Function.folded, Function.side)).all())
    sides |= {side.value: side.value for side in Side}
    known = _known(session, group_id, [row.key for row in rows if row.key])
    if looked is not None and looked.stands(rows, (group_id, places, sides, known)):
        return looked
    ideas: list[ImportedIdea] = []
    bad: list[BadCell] = []
    unchanged = 0
    for row in telling(Stage.CHECKING, rows):
        wrong: list[tuple[str, str, dict[str, object]]] = []
        place, side = places.get(fold(row.touchpoint)), sides.get(fold(row.side))
        if row.touchpoint and place is None:
            wrong.append(("touchpoint", "touchpoint_unknown", {"value": row.touchpoint[:_QUOTED]}))
        if row.side and fold(row.side) not in sides:
            wrong.append(("side", "side_unknown", {"value": row.side[:_QUOTED]}))
        try:
            said = draft(ImportedIdea, text=row.text, side=side, touchpoint_id=place)
        except Refusal as refusal:
            wrong.append((refusal.field or "text", refusal.code, refusal.facts))
            said = None
        there = known.get(row.key)
        if row.key and there is None:
            wrong.append(("key", "key_unknown", {"value": row.key[:_QUOTED]}))
        elif there is not None and said is not None and not wrong:
            wrong += [(field, "idea_changed", {}) for field in _changes(there, said)]
            unchanged += not wrong
        if wrong:
            bad += [BadCell(row.row, field, code, facts) for field, code, facts in wrong]
        elif said is not None and there is None:
            ideas.append(said)
    return JudgedIdeas(ideas, unchanged, bad, rows, (group_id, places, sides, known))


def _known(session: Session, group_id: str, keys: list[str]) -> dict[str, tuple[str, str | None, str | None]]:
    found: dict[str, tuple[str, str | None, str | None]] = {}
    for some in parts_of(keys):
        asked = select(Idea.id, Idea.text, Idea.side, Idea.touchpoint_id).where(
            Idea.group_id == group_id, col(Idea.id).in_(some)
        )
        found |= {str(key): (words, side, place) for key, words, side, place in session.exec(asked).all()}
    return found


def _changes(there: tuple[str, str | None, str | None], said: ImportedIdea) -> list[str]:
    """The fields in which a known row differs from its idea."""
    words, side, place = there
    same = {"text": _visible(words) == _visible(said.text), "side": side == said.side,
            "touchpoint": place == said.touchpoint_id}  # fmt: skip
    return [field for field, equal in same.items() if not equal]


def _visible(words: str) -> str:
    # A cell keeps no invisible characters and edges of white space; the ideas they stood in are the same ideas.
    return "".join(sign for sign in words if unicodedata.category(sign)[0] not in "CZ")


def parts_of(items: Sequence[str]) -> Iterator[Sequence[str]]:
    """So many at a time as one question to the database can name."""
    return (items[at : at + _AT_ONCE] for at in range(0, len(items), _AT_ONCE))
