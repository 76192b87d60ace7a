"""The verdict as a command: a file of cases and a rule in, one JSON object out. Needs no database.

python manage.py assess CASES --within 14d --share 80% --at 2016-01-13 --json
"""

import argparse
import json
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import NoReturn, TypedDict
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pandas as pd

from analysis.cases import Cases, Caveat, cases, clean
from analysis.rule import Cancelled, Rule
from analysis.verdict import Assessment, assess
from exchange.tables import CellError, UnreadableFile, read_cases
from words.cells import cell_sentence
from words.speech import speech
from words.warnings import argument_sentence, warning_sentence

UNITS = {"s": 1.0, "min": 60.0, "h": 3_600.0, "d": 86_400.0}
LONGEST = 200 * 366 * UNITS["d"]
FILTERS = ("process", "segment", "touchpoint")
NAMES_SHOWN = 10
TELLING_NOTES = {"encoding_guessed", "cells_outside"}  # notes of the reader that could change a figure

_DURATION = re.compile(r"\s*(\d{1,15}(?:[.,]\d{1,15})?)\s*(s|min|h|d)\s*", re.ASCII)
_PERCENT = re.compile(r"\s*(\d{1,3}(?:[.,]\d{1,15})?)\s*%\s*", re.ASCII)
_PART = re.compile(r"\s*(\d{1,15})\s*/\s*(\d{1,15})\s*|\s*(\d{0,3}[.,]?\d{1,15})\s*", re.ASCII)

Named = dict[str, str | int | None]


class Answer(TypedDict):
    """The JSON object of the command, in the order in which it is printed."""

    cases: int
    open: int
    share: float | None
    closed_only_share: float | None
    lower: float | None
    upper: float | None
    phi: float
    n_eff: float
    n_min: int | None
    base_verdict: str
    verdict: str
    promise_within: float | None
    promise_share: float | None
    warnings: list[Named]


class Refused(Exception):
    """The command cannot be carried out. errors: what `{"error": ...}` will hold."""

    def __init__(self, errors: list[Named]) -> None:
        self.errors = errors
        super().__init__(str(errors[0]["sentence"]))


@dataclass(frozen=True, slots=True)
class Duration:
    """A time and the unit it was written in, which the answer keeps."""

    seconds: float
    unit: str

    @property
    def size(self) -> float:
        """Seconds in one unit."""
        return UNITS[self.unit]


def duration(text: str) -> Duration:
    """14d, 48h, 1.5h, 30min, 45s. Raises Refused."""
    found = _DURATION.fullmatch(text)
    if found:
        # Exact until the last step: 0.1 h is 360 s, not 360.00000000000006.
        seconds = float(Fraction(found[1].replace(",", ".")) * Fraction(UNITS[found[2]]))
        if 0 < seconds <= LONGEST:
            return Duration(seconds, found[2])
    raise _refused("within", "not_a_duration", value=text)


def share(text: str) -> Fraction:
    """80%, 0.8, 4/5, 19/20, exactly. Raises Refused unless above 0 and at most 1."""
    if found := _PERCENT.fullmatch(text):
        given = Fraction(found[1].replace(",", ".")) / 100
    elif found := _PART.fullmatch(text):
        whole = int(found[2]) if found[2] else 1
        given = Fraction(int(found[1]), whole) if found[1] and whole else Fraction(0)
        given = Fraction(found[3].replace(",", ".")) if found[3] else given
    else:
        given = Fraction(0)
    if 0 < given <= 1:
        return given
    raise _refused("share", "not_a_share", value=text)


def moment(text: str, zone: str) -> float:
    """Seconds since 1970 of a date (00:00 on the zone's wall clock) or a date and time, with or without offset.

    Of an hour that exists twice, the first. Raises Refused.
    """
    try:
        there = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise _refused("zone", "not_a_zone", value=zone) from None
    try:
        when = datetime.fromisoformat(text.strip())
        return (when if when.tzinfo else when.replace(tzinfo=there)).timestamp()
    except (ValueError, OverflowError):
        raise _refused("at", "not_a_date", value=text) from None


def assess_file(
    path: str,
    *,
    within: str,
    share_kept: str,
    at: str,
    process: str | None = None,
    segment: str | None = None,
    touchpoint: str | None = None,
    zone: str = "UTC",
    cancelled: Cancelled = Cancelled.EXCLUDED,
    complete: bool = False,
) -> Answer:
    """The JSON object of the command for a file of cases. Raises Refused for a file or an argument it cannot use."""
    limit, p0, snapshot = duration(within), share(share_kept), moment(at, zone)
    if "\0" in path:
        raise _refused("file", "no_file", value=path.replace("\0", ""))
    rule = Rule(limit.seconds, p0, cancelled=cancelled, complete_by_definition=complete)
    try:
        table = read_cases(Path(path), filename=Path(path).name, zone=zone)
    except UnreadableFile as refusal:
        if [error.code for error in refusal.errors] != ["no_rows"]:
            raise Refused([_cell(error) for error in refusal.errors]) from None
        # A header without rows is a readable file of zero cases: a verdict, not a refusal.
        return _answer(cases([], []), snapshot, rule, limit, refusal.errors)
    except OSError:
        raise _refused("file", "no_file", value=path) from None
    frame = _filtered(table.frame, dict(zip(FILTERS, (process, segment, touchpoint), strict=True)))
    notes = [note for note in table.notes if note.code in TELLING_NOTES]
    return _answer(_cases(frame), snapshot, rule, limit, notes)


def _answer(raw: Cases, snapshot: float, rule: Rule, limit: Duration, notes: Sequence[CellError]) -> Answer:
    answer = figures(assess(clean(raw, snapshot), rule), limit)
    answer["warnings"] = [_note(note) for note in notes] + answer["warnings"]
    return answer


def figures(found: Assessment, limit: Duration) -> Answer:
    """What the command prints: shares unrounded, times in the unit of `limit`, None where there is no figure."""
    return {
        "cases": found.cases,
        "open": found.open,
        "share": found.share,
        "closed_only_share": found.closed_only_share,
        "lower": found.lower,
        "upper": found.upper,
        "phi": found.phi,
        "n_eff": found.n_eff,
        "n_min": found.n_min,
        "base_verdict": found.base_verdict.value,
        "verdict": found.verdict.value,
        "promise_within": None if found.promise_within is None else found.promise_within / limit.size,
        "promise_share": found.promise_share,
        "warnings": [_warning(caveat) for caveat in found.warnings],
    }


def main(argv: Sequence[str]) -> int:
    """Run `assess` with these arguments. Prints one JSON object; 0 for any verdict, 2 for a refusal."""
    try:
        asked = _parser().parse_args(argv)
        answer = assess_file(
            asked.cases,
            within=asked.within,
            share_kept=asked.share,
            at=asked.at,
            process=asked.process,
            segment=asked.segment,
            touchpoint=asked.touchpoint,
            zone=asked.zone,
            cancelled=Cancelled(asked.cancelled),
            complete=asked.complete,
        )
    except Refused as refusal:
        _print({"error": refusal.errors})
        return 2
    if asked.json:
        _print(answer)
    else:
        sys.stdout.write(_plain(answer))
    return 0


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise _refused("command", "not_understood", value=message)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="manage.py assess", description="Do these cases support this promise?", allow_abbrev=False)
    parser.add_argument("cases", help=".xlsx, .csv or .csv.gz with columns case_id, start, end")
    parser.add_argument("--within", required=True, help="the promised time: 14d, 48h, 30min, 45s")
    parser.add_argument("--share", required=True, help="how often: 80%%, 0.8, 4/5")
    parser.add_argument("--at", required=True, help="the date of the data: a date means 00:00 in --zone")
    for name in FILTERS:
        parser.add_argument(f"--{name}", help=f"only the cases of this {name}")
    parser.add_argument("--zone", default="UTC", help="where times without offset are wall clock (default UTC)")
    parser.add_argument(
        "--cancelled",
        default=Cancelled.EXCLUDED.value,
        choices=[policy.value for policy in Cancelled],
        help="how cases count whose outcome says cancelled or abandoned (default excluded)",
    )
    parser.add_argument("--complete", action="store_true", help="all cases of the file are complete by definition")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    return parser


def _filtered(frame: pd.DataFrame, wanted: dict[str, str | None]) -> pd.DataFrame:
    for column, name in wanted.items():
        if name is None:
            if column == "process" and column in frame and len(names := _names(frame[column])) > 1:
                raise _refused(column, "several_processes", names=_few(names))
            continue
        if column not in frame:
            raise _refused(column, "no_such_column")
        chosen = frame[column].astype(object) == name.strip()
        if not chosen.any():
            raise _refused(column, "unknown_name", value=name, names=_few(_names(frame[column])))
        frame = frame[chosen]
    return frame


def _names(column: "pd.Series[str]") -> list[str]:
    return sorted(str(name) for name in column.dropna().unique() if str(name))


def _few(names: list[str]) -> str:
    return ", ".join(names[:NAMES_SHOWN]) + (", …" if len(names) > NAMES_SHOWN else "") if names else "—"


def _cases(frame: pd.DataFrame) -> Cases:
    def text(name: str) -> list[str | None] | None:
        if name not in frame:
            return None
        column = frame[name].astype(object)
        return column.where(column.notna(), None).tolist()

    return cases(
        ids=frame["case_id"].astype(object).tolist(),
        start=frame["start"].to_numpy(dtype="float64"),
        end=frame["end"].to_numpy(dtype="float64"),
        outcome=text("outcome"),
        value=frame["value"].to_numpy(dtype="float64") if "value" in frame else None,
        segment=text("segment"),
        touchpoint=text("touchpoint"),
    )


def _warning(caveat: Caveat) -> Named:
    sentence = warning_sentence(speech("en"), caveat.code, caveat.count, caveat.facts)
    return {"code": caveat.code, "count": caveat.count, "sentence": sentence}


def _cell(error: CellError) -> Named:
    sentence = cell_sentence(speech("en"), error.code, error.facts, error.row, error.column)
    return {"row": error.row, "column": error.column, "sentence": sentence}


def _note(note: CellError) -> Named:
    return {"code": note.code, "count": 0 if note.code == "no_rows" else 1, "sentence": str(_cell(note)["sentence"])}


def _refused(column: str, code: str, **facts: str) -> Refused:
    facts["column"] = column
    return Refused([{"row": None, "column": column, "sentence": argument_sentence(speech("en"), code, facts)}])


def _plain(answer: Answer) -> str:
    lines = [f"{name}: {'-' if value is None else value}" for name, value in answer.items() if name != "warnings"]
    lines += [f"! {warning['sentence']}" for warning in answer["warnings"]]
    return "\n".join(lines) + "\n"


def _print(answer: object) -> None:
    sys.stdout.write(json.dumps(answer, ensure_ascii=False, allow_nan=False, indent=2) + "\n")
