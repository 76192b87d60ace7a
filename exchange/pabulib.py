"""Pabulib files (.pb): a city's participatory budget as one file of three parts, META, PROJECTS and VOTES.

Source: Faliszewski et al., Participatory Budgeting: Data, Tools and Analysis (IJCAI 2023), format at pabulib.org.
Votes by approval, by points (cumulative, scoring) and in order (ordinal, counted by Borda) are read; lengths and sums
that META allows were checked when the votes were cast and are not checked again. An idea picked twice in one vote, as
some published files have it, counts once, and that is said.
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from exchange.asked import Refused
from exchange.asked import refused as argument_refused
from exchange.ballot_files import Value, Votes, Wrong, amount_of, wrong
from exchange.case_reading import cell_named
from exchange.csvs import decoded
from exchange.unreadable import CASES, UnreadableFile, one_door, refused

PARTS = ("META", "PROJECTS", "VOTES")
APPROVAL, ORDINAL, POINTS = "approval", "ordinal", "points"
_KINDS = {
    "approval": APPROVAL, "choose-1": APPROVAL, "cumulative": POINTS, "scoring": POINTS, "ordinal": ORDINAL,
}  # fmt: skip
_THRESHOLD = "min_project_score_threshold"


@dataclass(frozen=True)
class Budgeting:
    """A whole .pb file. votes: values are 1, points, or ranks (`kind` ordinal). threshold: an idea below it is out.

    twice: how many votes pick an idea more than once.
    """

    votes: Votes
    kind: str
    costs: dict[str, Fraction]
    money: Fraction
    threshold: Fraction | None
    longest: int
    twice: int = 0


Rows = list[tuple[int, dict[str, str]]]


def is_budgeting(path: str) -> bool:
    """Whether a file is one of these: by its name, or because it begins like one."""
    if path.lower().endswith(".pb"):
        return True
    try:
        with Path(path).open("rb") as file:
            return re.match(rb"(\xef\xbb\xbf)?\s*META\s*(;|\r|\n)", file.read(64)) is not None
    except (OSError, ValueError):
        return False


def read_budgeting(path: str) -> Budgeting:
    """Everything in a .pb file. Raises Refused."""
    parts = _parts(path)
    meta = {cells["key"].casefold(): cells.get("value", "") for _, cells in parts["META"] if cells.get("key")}
    kind = _KINDS.get(meta.get("vote_type", "approval").casefold())
    if kind is None:
        raise wrong(None, "vote_type", "pb_type", value=meta["vote_type"])
    if not meta.get("budget"):
        raise wrong(None, "budget", "pb_budget")
    money = _amount(meta["budget"], None, "budget")
    costs = _projects(parts["PROJECTS"])
    threshold = _amount(meta[_THRESHOLD], None, _THRESHOLD) if meta.get(_THRESHOLD) else None
    votes, twice = _votes(parts["VOTES"], list(costs), kind)
    most = meta.get("max_length", "")
    longest = int(most) if most.isascii() and most.isdigit() else len(costs)
    return Budgeting(votes, kind, costs, money, threshold, longest, twice)


def as_points(found: Budgeting) -> list[dict[str, Value]]:
    """Option to points: ranks become Borda points, the longest list allowed giving the first of it so many."""
    if found.kind != ORDINAL:
        return [{option: value for (option, _), value in ballot.items()} for ballot in found.votes.ballots]
    return [
        {option: max(Fraction(found.longest + 1) - rank, Fraction(0)) for (option, _), rank in ballot.items()}
        for ballot in found.votes.ballots
    ]  # fmt: skip


def _parts(path: str) -> dict[str, Rows]:
    try:
        data = Path(path).read_bytes()
    except (OSError, ValueError):
        raise argument_refused("file", "no_file", value=path.replace("\0", "")) from None
    found: dict[str, Rows] = {}
    part, header = "", list[str]()
    try:
        with one_door():
            if not data:
                raise refused("empty_file")
            if len(data) > CASES.file_bytes:
                raise refused("too_big", limit=CASES.file_bytes // 1_000_000)
            text, _ = decoded(data)
            reader = csv.reader(io.StringIO(text.read(), newline=""), delimiter=";")
            for record in reader:
                cells = [cell.strip() for cell in record]
                if not any(cells):
                    continue
                if cells[0].upper() in PARTS and not any(cells[1:]):
                    part, header = cells[0].upper(), []
                    found[part] = []
                elif part and not header:
                    header = [name.casefold() for name in cells]
                elif part:
                    found[part].append((reader.line_num, dict(zip(header, cells, strict=False))))
    except UnreadableFile as refusal:
        raise Refused([cell_named(error) for error in refusal.errors]) from None
    for name in PARTS:
        if name not in found:
            raise wrong(None, None, "pb_section", name=name)
    return found


def _projects(rows: Rows) -> dict[str, Fraction]:
    gathered, costs = Wrong(), dict[str, Fraction]()
    for row, cells in rows:
        option, cost = cells.get("project_id", ""), cells.get("cost", "")
        if not option:
            gathered.add(row, "project_id", "no_option")
        elif option in costs:
            gathered.add(row, "project_id", "option_twice", option=option)
        elif not cost:
            gathered.add(row, "cost", "no_cost", option=option)
        else:
            amount = _number(cost)
            if isinstance(amount, str):
                gathered.add(row, "cost", amount, value=cost)
            costs[option] = amount if isinstance(amount, Fraction) else Fraction(0)
    gathered.raise_any()
    if not costs:
        raise wrong(None, None, "no_options")
    return costs


def _votes(rows: Rows, options: Sequence[str], kind: str) -> tuple[Votes, int]:
    gathered, votes, known = Wrong(), Votes(options=list(options), criteria=[""]), set(options)
    seen: set[str] = set()
    twice = 0
    for row, cells in rows:
        voter = cells.get("voter_id", "") or f"row {row}"
        if voter in seen:
            gathered.add(row, "voter_id", "voter_twice", voter=voter)
        seen.add(voter)
        marked = [option.strip() for option in cells.get("vote", "").split(",") if option.strip()]
        if kind == APPROVAL and len(once := list(dict.fromkeys(marked))) < len(marked):
            marked, twice = once, twice + 1
        values = _values(marked, cells, kind, row, gathered)
        ballot: dict[tuple[str, str], Value] = {}
        for option, value in zip(marked, values, strict=False):
            if option not in known:
                gathered.add(row, "vote", "unknown_option", option=option)
            elif (option, "") in ballot:
                gathered.add(row, "vote", "marked_twice", voter=voter, option=option)
            else:
                ballot[option, ""] = value
        votes.voters.append(voter)
        votes.sides.append(None)
        votes.ballots.append(ballot)
    gathered.raise_any()
    if not votes.ballots:
        raise wrong(None, None, "no_votes")
    return votes, twice


def _values(marked: Sequence[str], cells: Mapping[str, str], kind: str, row: int, gathered: Wrong) -> list[Value]:
    if kind == APPROVAL:
        return [1] * len(marked)
    if kind == ORDINAL:
        return list(range(1, len(marked) + 1))
    points = [text.strip() for text in cells.get("points", "").split(",") if text.strip()]
    if len(points) != len(marked):
        gathered.add(row, "points", "pb_points", options=len(marked), points=len(points))
        return []
    values: list[Value] = []
    for text in points:
        value = _number(text)
        if isinstance(value, str):
            gathered.add(row, "points", "not_an_amount", value=text)
            return []
        values.append(value)
    return values


def _number(text: str) -> Fraction | str:
    # In these files a lone sign is the decimal one: there are no thousands.
    found = amount_of(text, "," if "," in text and "." not in text else ".")
    return "negative_cost" if found == "negative" else found


def _amount(text: str, row: int | None, column: str) -> Fraction:
    found = _number(text)
    if isinstance(found, str):
        raise wrong(row, column, "not_an_amount", value=text)
    return found
