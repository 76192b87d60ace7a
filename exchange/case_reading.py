"""Cases out of any file we read (.xlsx, .csv, .csv.gz, .xes, .xes.gz), chosen and named for one promise."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.cases import Cases, cases
from analysis.rule import Cancelled, Rule
from exchange.asked import FILTERS, YES, Named, Reading, Refused, refused
from exchange.tables import CaseTable, CellError, UnreadableFile, read_cases
from exchange.xes import is_log, read_log
from words.cells import cell_sentence
from words.speech import speech

NAMES_SHOWN = 10
TELLING_NOTES = {"encoding_guessed", "cells_outside"}  # notes of the reader that could change a figure
ABANDONED, NO = "abandoned", "no"


def read_any(source: bytes | Path, *, filename: str, reading: Reading, clock: bool = True) -> CaseTable:
    """The cases of a file. `clock`: the promise is about a time, so an end column is needed.

    Raises UnreadableFile, and OSError where a path cannot be read.
    """
    if is_log(filename):
        frame, notes, digest = read_log(
            source, filename=filename, zone=reading.zone, start_event=reading.start_event, end_event=reading.end_event
        )
        return CaseTable(frame, np.arange(1, len(frame) + 1, dtype=np.int64), digest, notes)
    return read_cases(
        source, filename=filename, zone=reading.zone, sheet=reading.sheet, also=reading.columns, dates=reading.dates,
        yes=reading.yes, besides=reading.besides, end_needed=clock,
    )  # fmt: skip


def read_asked(path: str, reading: Reading, *, clock: bool = True) -> CaseTable:
    """Like `read_any` for a path of the command line. Raises Refused; a header without rows is a table of no cases."""
    if "\0" in path:
        raise refused("file", "no_file", value=path.replace("\0", ""))
    try:
        return read_any(Path(path), filename=Path(path).name, reading=reading, clock=clock)
    except UnreadableFile as refusal:
        if [error.code for error in refusal.errors] not in (["no_rows"], ["no_trace"]):
            raise Refused([cell_named(error) for error in refusal.errors]) from None
        # A header without rows is a readable file of zero cases: a verdict, not a refusal.
        nothing = pd.DataFrame({"case_id": [], "start": [], "end": []})
        return CaseTable(nothing, np.array([], dtype=np.int64), hashlib.sha256(b"").hexdigest(), refusal.errors)
    except OSError:
        raise refused("file", "no_file", value=path) from None


def filtered(frame: pd.DataFrame, wanted: Mapping[str, str | None]) -> pd.DataFrame:
    """The rows of the process, segment and touchpoint asked for. Raises Refused, also where one must be chosen."""
    for column in FILTERS:
        name = wanted.get(column)
        if name is None:
            if column == "process" and column in frame and len(names := _names(frame[column])) > 1:
                raise refused(column, "several_processes", names=_few(names))
            continue
        if column not in frame:
            raise refused(column, "no_such_column")
        chosen = frame[column].astype(object) == name.strip()
        if not chosen.any():
            raise refused(column, "unknown_name", value=name, names=_few(_names(frame[column])))
        frame = frame[chosen]
    return frame


def cases_of(frame: pd.DataFrame, rule: Rule, abandoned: frozenset[str] | None = None) -> Cases:
    """The arrays of a frame. `abandoned`: the outcomes that mean so; all others then mean nothing of the kind.

    A column of yes and no becomes the outcome. Raises Refused where there is no outcome to look at.
    """

    def text(name: str) -> list[str | None] | None:
        if name not in frame:
            return None
        column = frame[name].astype(object)
        return column.where(column.notna(), None).tolist()

    outcome = text("outcome")
    if abandoned is not None:
        if outcome is None and len(frame):
            raise refused("outcome", "no_such_column")
        wanted = {name.casefold() for name in abandoned}
        outcome = [ABANDONED if one and one.casefold() in wanted else None for one in outcome or ()]
    if "answer" in frame:
        left = [bool(one) and rule.is_cancelled(str(one)) for one in outcome or [None] * len(frame)]
        # Of a case that was given up on its way nobody knows the answer, where the policy says so.
        given_up = None if rule.cancelled is Cancelled.CENSORED else ABANDONED
        said = {1.0: YES, 0.0: NO}
        outcome = [given_up if gone else said.get(answer) for gone, answer in zip(left, frame["answer"], strict=True)]
    return cases(
        ids=frame["case_id"].astype(object).tolist(),
        start=frame["start"].to_numpy(dtype="float64"),
        end=frame["end"].to_numpy(dtype="float64"),
        outcome=outcome,
        value=frame["value"].to_numpy(dtype="float64") if "value" in frame else None,
        segment=text("segment"),
        touchpoint=text("touchpoint"),
    )


def cell_named(error: CellError, language: str = "en") -> Named:
    """An unreadable cell as the commands print it."""
    sentence = cell_sentence(speech(language), error.code, error.facts, error.row, error.column)
    return {"row": error.row, "column": error.column, "sentence": sentence}


def note_named(note: CellError) -> Named:
    """A remark of the reader among the warnings."""
    count = 0 if note.code in ("no_rows", "no_trace") else 1
    return {"code": note.code, "count": count, "sentence": str(cell_named(note)["sentence"])}


def _names(column: "pd.Series[str]") -> list[str]:
    return sorted(str(name) for name in column.dropna().unique() if str(name))


def _few(names: list[str]) -> str:
    return ", ".join(names[:NAMES_SHOWN]) + (", …" if len(names) > NAMES_SHOWN else "") if names else "—"
