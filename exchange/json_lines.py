"""JSON lines of cases: one object a line, its keys the columns. Written as the CSV that all cases are read from."""

import csv
import io
import json
from pathlib import Path
from typing import Any

from exchange.unreadable import FIRST_NAMED, CellError, UnreadableFile, refused

MOST_KEYS = 50


def as_csv(source: Path, target: Path) -> None:
    """Write the objects of `source` to `target`; line n of the one is row n + 1 of the other.

    Raises UnreadableFile naming each line that is no plain object (codes `json_line`, `json_value`).
    """
    keys = _keys(source)
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(keys)
        for _, found in _objects(source):
            # A line without anything would be no row, and the numbers of all that follow would be wrong.
            writer.writerow([_plain(found.get(key)) for key in keys])


def _keys(source: Path) -> list[str]:
    """Every key, in the order of its first appearance; all lines are judged before anything is written."""
    keys: dict[str, None] = {}
    errors: list[CellError] = []
    total = 0
    for line, found in _objects(source, errors):
        keys.update(dict.fromkeys(found))
        if len(keys) > MOST_KEYS:
            raise refused("json_keys", limit=MOST_KEYS)
        for key, value in found.items():
            if isinstance(value, dict | list):
                total += 1
                errors.append(CellError(line, key, "json_value"))
    if errors:
        raise UnreadableFile(sorted(errors, key=lambda error: error.row or 0)[:FIRST_NAMED], len(errors))
    if not keys:
        raise refused("no_rows")
    return list(keys)


def _objects(source: Path, errors: list[CellError] | None = None) -> Any:
    with source.open("rb") as raw, io.TextIOWrapper(raw, encoding="utf-8-sig", errors="replace") as text:
        for number, line in enumerate(text, start=1):
            if not line.strip():
                raise refused("json_line", row=number)
            try:
                found = json.loads(line, parse_constant=_not_finite)
            except (ValueError, RecursionError):
                found = None
            if isinstance(found, dict):
                yield number, found
            elif errors is not None:
                errors.append(CellError(number, None, "json_line"))


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _not_finite(name: str) -> str:
    return name
