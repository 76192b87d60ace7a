"""A table of ours as it comes in: which sheet it is, which column is which, what is said beside it, one refusal.

Ideas, voices and weekly numbers come through here alike: what one of them refuses or says, all of them do.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from exchange.columns import refuse_doubles
from exchange.grid import Grid, read_grid
from exchange.plaintext import folded
from exchange.tables import all_of
from exchange.unreadable import CellError, Limit, UnreadableFile

R = TypeVar("R")
Names = Mapping[str, Collection[str]]
"""Field -> the folded headers under which it stands."""


@dataclass(frozen=True)
class Scan(Generic[R]):
    """A table as read, its unreadable cells beside it: the rules may find more, and all are named together.

    notes: what refuses nothing and is said all the same. formats: how its days can be read; while two are possible and
    none was chosen, no row and no cell is judged.
    """

    rows: list[R]
    notes: list[CellError]
    errors: list[CellError]
    sha256: str
    _places: Mapping[str, str]
    _grid: Grid = field(repr=False)
    formats: list[str] = field(default_factory=list)

    def refusal(self, more: Iterable[tuple[int, str, str, dict[str, object]]] = ()) -> UnreadableFile | None:
        """The refusal for every cell that cannot come in, or None. `more`: (row, field, code, facts) from the rules."""
        named = {(error.row, error.column) for error in self.errors}
        found = [CellError(row, self._places.get(name), code, facts) for row, name, code, facts in more]
        errors = [*self.errors, *(error for error in found if (error.row, error.column) not in named)]
        return all_of(errors, self._grid) if errors else None


def own_grid(
    data: bytes, filename: str, *, names: Names, titles: Collection[str], sheet: str | None, limit: Limit
) -> Grid:  # fmt: skip
    """The grid of a file. Of several filled sheets the one with a title of ours (folded) is read; several or none so
    called: which_sheet."""
    known = {name for synonyms in names.values() for name in synonyms}.__contains__
    try:
        return read_grid(data, filename, limit=limit, known=known, sheet=sheet)
    except UnreadableFile as refusal:
        asked = refusal.errors[0]
        sheets = asked.facts.get("sheets")
        if asked.code != "which_sheet" or not isinstance(sheets, list):
            raise
        ours = [name for name in sheets if folded(name) in titles]
        if len(ours) != 1:
            raise
    return read_grid(data, filename, limit=limit, known=known, sheet=ours[0])


def places_of(grid: Grid, names: Names, needed: Mapping[str, str]) -> dict[str, str]:
    """Field -> label of the column. needed: field -> what its column is called where none was found.

    Raises UnreadableFile: `column_missing`, `header_twice` (also two headers of one meaning).
    """
    place: dict[str, str] = {}
    errors: list[CellError] = []
    for name, synonyms in names.items():
        labels = [label for label in grid.columns if folded(label) in synonyms]
        if len(labels) > 1 and folded(labels[0]) not in grid.twice:
            errors.append(CellError(None, labels[0], "header_twice", {"letters": [grid.letters[at] for at in labels]}))
        if labels:
            place[name] = labels[0]
        elif name in needed:
            errors.append(CellError(None, None, "column_missing", {"field": needed[name], "columns": grid.columns}))
    merged = [note for note in grid.notes if note.code == "header_merged"]
    if errors:
        raise UnreadableFile([*errors, *merged])
    refuse_doubles(grid, place)
    return place


def said_beside(grid: Grid, places: Mapping[str, str]) -> list[CellError]:
    """What is said of a table that can be read: what the grid found, and the columns that nobody reads."""
    unnamed = {f"({note.column})" for note in grid.notes if note.code == "column_without_name"}
    ignored = [label for label in grid.columns if label not in places.values() and label not in unnamed]
    return [*grid.notes, *([CellError(None, None, "columns_ignored", {"columns": ignored})] if ignored else [])]
