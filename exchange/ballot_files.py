"""Votes as a file: one line a mark (voter, group, option, value), read whole or refused whole.

Nothing here counts. Every line that cannot be read is named with its row and column (the first fifty). Without a column
for the voter each line is a ballot of its own; an empty value is no mark; a second mark for an option in a ballot is
refused.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from exchange.asked import Named, Refused
from exchange.asked import refused as argument_refused
from exchange.case_reading import cell_named
from exchange.csvs import csv_rows, decoded, unpacked, without_guard
from exchange.figures import Signs
from exchange.unreadable import CASES, FIRST_NAMED, UnreadableFile, one_door, refused, shown
from words.speech import speech
from words.tally_words import tally_sentence

Value = int | Fraction
Mark = tuple[str, str]
"""An option and a criterion ("" where there is none)."""

_NAMES = {"side": "group", "lato": "group", "gruppo": "group"}
_WHOLE = re.compile(r"[+-]?\d{1,15}(?:[.,]0{1,6})?", re.ASCII)
_AMOUNT = re.compile(r"[+-]?(\d{1,15}(?:[.,]\d{0,9})?|[.,]\d{1,9})", re.ASCII)
_TIGHT = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
CONSENT = {"agree": 1, "abstain": 0, "object": -1, "1": 1, "0": 0, "-1": -1}


@dataclass
class Votes:
    """The ballots of a file. `sides` stands beside `ballots`, None for no group; `options` in their order.

    named: the file says who voted; else every line is a ballot.
    """

    options: list[str] = field(default_factory=list)
    voters: list[str] = field(default_factory=list)
    sides: list[str | None] = field(default_factory=list)
    ballots: list[dict[Mark, Value]] = field(default_factory=list)
    criteria: list[str] = field(default_factory=list)
    named: bool = True


@dataclass
class Wrong:
    """What is wrong with a file, gathered; `raise_any` refuses it."""

    errors: list[Named] = field(default_factory=list)

    def add(self, row: int | None, column: str | None, code: str, **facts: object) -> None:
        """One thing wrong."""
        if len(self.errors) < FIRST_NAMED:
            said = {name: shown(str(value)) for name, value in facts.items()}
            sentence = tally_sentence(speech("en"), code, said)
            self.errors.append({"row": row, "column": column, "sentence": sentence})

    def raise_any(self) -> None:
        """Raises Refused where something was added."""
        if self.errors:
            raise Refused(self.errors)


def wrong(row: int | None, column: str | None, code: str, **facts: object) -> Refused:
    """A refusal for one reason, to be raised."""
    gathered = Wrong()
    gathered.add(row, column, code, **facts)
    return Refused(gathered.errors)


def rows_of(path: str) -> list[tuple[int, list[str]]]:
    """The rows of a CSV (also .csv.gz) with their numbers. Raises Refused."""
    try:
        data = Path(path).read_bytes()
    except (OSError, ValueError):
        raise argument_refused("file", "no_file", value=path.replace("\0", "")) from None
    try:
        with one_door():
            if not data:
                raise refused("empty_file")
            if len(data) > CASES.file_bytes:
                raise refused("too_big", limit=CASES.file_bytes // 1_000_000)
            text, _ = decoded(unpacked(data, CASES) if data[:2] == b"\x1f\x8b" else data)
            return [(row, [without_guard(cell.strip()) for cell in cells]) for row, cells in csv_rows(text)]
    except UnreadableFile as refusal:
        raise Refused([cell_named(error) for error in refusal.errors]) from None


def read_votes(
    rows: Sequence[tuple[int, list[str]]], value_of: Callable[[str], Value | str], *, valued: bool = True,
    options: Sequence[str] | None = None,
) -> Votes:  # fmt: skip
    """The ballots of a file of marks. Raises Refused.

    Args:
        rows: of the file, the first the names of the columns.
        value_of: what a value means, or the code of why it means nothing.
        valued: whether there must be a column of values; without it each line is a 1.
        options: what can be voted for; None: whatever occurs, in its natural order.
    """
    columns = _columns(rows, ("option", "value") if valued else ("option",), "voter,group,option,value")
    gathered, votes = Wrong(), Votes(named="voter" in columns)
    places: dict[str, int] = {}
    marks: set[str] = set()
    for row, cells in rows[1:]:
        voter, group, option, value, criterion = (
            _cell(cells, columns, name) for name in ("voter", "group", "option", "value", "criterion")
        )
        if "voter" in columns and not voter:
            gathered.add(row, "voter", "no_voter")
            continue
        place = _place(votes, places, voter or f"row {row}", group or None, row, gathered)
        if not option:
            if value:
                gathered.add(row, "option", "no_option")
            continue
        if options is not None and option not in options:
            gathered.add(row, "option", "unknown_option", option=option)
            continue
        marks.add(option)
        if "value" in columns and not value:
            continue
        found = value_of(value) if "value" in columns else 1
        if isinstance(found, str):
            gathered.add(row, "value", found, value=value)
        elif (option, criterion) in votes.ballots[place]:
            gathered.add(row, "option", "marked_twice", voter=votes.voters[place], option=option)
        else:
            votes.ballots[place][option, criterion] = found
    gathered.raise_any()
    if not votes.ballots:
        raise wrong(None, None, "no_votes")
    votes.options = list(options) if options is not None else sorted(marks, key=natural)
    votes.criteria = sorted({criterion for ballot in votes.ballots for _, criterion in ballot}, key=natural)
    return votes


def read_duels(rows: Sequence[tuple[int, list[str]]], *, options: Sequence[str] | None = None) -> Votes:
    """Duels: a ballot maps (winner, loser) to how many times. Raises Refused."""
    columns = _columns(rows, ("winner", "loser"), "winner,loser")
    gathered, votes = Wrong(), Votes(named="voter" in columns)
    places: dict[str, int] = {}
    seen: set[str] = set()
    for row, cells in rows[1:]:
        winner, loser, times, voter, group = (
            _cell(cells, columns, name) for name in ("winner", "loser", "n", "voter", "group")
        )
        if "voter" in columns and not voter:
            gathered.add(row, "voter", "no_voter")
            continue
        place = _place(votes, places, voter or f"row {row}", group or None, row, gathered)
        fine = True
        for column, option in (("winner", winner), ("loser", loser)):
            if not option or (options is not None and option not in options):
                gathered.add(row, column, "unknown_option" if option else "no_option", option=option)
                fine = False
        if fine and winner == loser:
            gathered.add(row, "loser", "against_itself", option=winner)
            fine = False
        many = whole(times) if "n" in columns else 1
        if isinstance(many, str):
            gathered.add(row, "n", many, value=times)
        elif fine:
            seen |= {winner, loser}
            ballot = votes.ballots[place]
            ballot[winner, loser] = ballot.get((winner, loser), 0) + many
    gathered.raise_any()
    if not votes.ballots:
        raise wrong(None, None, "no_votes")
    votes.options = list(options) if options is not None else sorted(seen, key=natural)
    return votes


def read_options(path: str, *, priced: bool) -> dict[str, Fraction]:
    """What can be voted for, with what it costs (0 where costs do not matter). Raises Refused."""
    rows = rows_of(path)
    columns = _columns(rows, ("option", "cost") if priced else ("option",), "option,cost")
    gathered = Wrong()
    signs = Signs()
    signs.see(_cell(cells, columns, "cost") for _, cells in rows[1:])
    found: dict[str, Fraction] = {}
    for row, cells in rows[1:]:
        option, cost = _cell(cells, columns, "option"), _cell(cells, columns, "cost")
        if not option:
            gathered.add(row, "option", "no_option")
        elif option in found:
            gathered.add(row, "option", "option_twice", option=option)
        elif priced and not cost:
            gathered.add(row, "cost", "no_cost", option=option)
        else:
            amount = amount_of(cost, signs.sign()) if priced else Fraction(0)
            if isinstance(amount, str):
                gathered.add(row, "cost", "negative_cost" if amount == "negative" else amount, value=cost)
            found[option] = amount if isinstance(amount, Fraction) else Fraction(0)
    gathered.raise_any()
    if not found:
        raise wrong(None, None, "no_options")
    return found


def whole(text: str) -> int | str:
    """A whole number from 0, or the code of why it is none."""
    number = integer(text)
    return "not_whole" if number is None or number < 0 else number


def integer(text: str) -> int | None:
    """A whole number, None where it is none: 3, -1, also 3.0 as spreadsheets write it."""
    return int(re.split(r"[.,]", text)[0]) if _WHOLE.fullmatch(text) else None


def amount_of(text: str, sign: str = "") -> Fraction | str:
    """A number from 0, exactly, or the code of why it is none. sign: the decimal sign where the column proves one."""
    plain = re.sub(r"[\s\u202f\u00a0'’€]", "", text)
    if sign in (".", ","):
        plain = plain.replace("," if sign == "." else ".", "")
    elif sign == "?" or _TIGHT.fullmatch(plain):
        return "two_readings"
    if not _AMOUNT.fullmatch(plain):
        return "not_an_amount"
    number = Fraction(plain.replace(",", ".").removesuffix("."))
    return number if number >= 0 else "negative"


def natural(text: str) -> list[tuple[int, int, str]]:
    """A key under which c2 stands before c10."""
    return [(0, int(part), "") if part.isdigit() and part.isascii() else (1, 0, part)
            for part in re.split(r"(\d+)", text) if part]  # fmt: skip


def _columns(rows: Sequence[tuple[int, list[str]]], needed: Sequence[str], example: str) -> dict[str, int]:
    if not rows:
        raise wrong(None, None, "no_votes")
    row, names = rows[0]
    found: dict[str, int] = {}
    for place, name in enumerate(names):
        plain = _NAMES.get(name.casefold(), name.casefold())
        if plain in found and plain:
            raise wrong(row, plain, "column_twice", name=plain)
        found[plain] = place
    for name in needed:
        if name not in found:
            raise wrong(row, name, "no_column", name=name, example=example)
    return found


def _cell(cells: Sequence[str], columns: Mapping[str, int], name: str) -> str:
    place = columns.get(name)
    return cells[place] if place is not None and place < len(cells) else ""


def _place(
    votes: Votes, places: dict[str, int], voter: str, group: str | None, row: int, gathered: Wrong
) -> int:  # fmt: skip
    place = places.setdefault(voter, len(votes.ballots))
    if place == len(votes.ballots):
        votes.voters.append(voter)
        votes.sides.append(group)
        votes.ballots.append({})
    elif votes.sides[place] != group:
        one, other = votes.sides[place] or "–", group or "–"
        gathered.add(row, "group", "two_groups", voter=voter, one=one, other=other)
    return place
