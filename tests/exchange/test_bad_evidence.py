"""Bad evidence gives a sentence, never a verdict that looks right; and a large file is refused in the same words."""

import gzip
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from exchange.assess import main
from exchange.batches import CaseFile
from exchange.tables import UnreadableFile, read_cases

FIRST = datetime(2026, 1, 1, 8)
AT = "2026-04-01"


def case(number: int, hours: float | None = 5, name: str = "") -> str:
    start = FIRST + timedelta(hours=6 * number)
    end = "" if hours is None else f"{start + timedelta(hours=hours):%Y-%m-%d %H:%M}"
    return f"{name or f'c{number}'},{start:%Y-%m-%d %H:%M},{end}"


def some(n: int = 300, hours: Callable[[int], float | None] = lambda number: 5) -> list[str]:
    return [case(number, hours(number)) for number in range(n)]


def closed_lately() -> list[str]:
    """Everything closed in the last three weeks: of the old cases only the slow ones."""
    old = [f"o{n},2025-{1 + n % 9:02d}-10 08:00,2026-03-2{n % 9} 08:00" for n in range(40)]
    new = [case(number, 5) for number in range(280, 355)]
    return old + new


# What is wrong, the rows, and what must be said: the codes of warnings, and the verdicts that are allowed.
FEW, NO = "not enough evidence", "not supportable"
WRONG: dict[str, tuple[list[str], set[str], set[str]]] = {
    "end before start": (some() + [f"z{n},2026-03-02 10:00,2026-03-01 10:00" for n in range(3)], {"end_before_start"},
                         {"supported"}),
    "the same id twice": ([*some(), case(7, None, "c7"), case(9, 900, "c9")], {"same_id"}, {"supported"}),
    "all open": (some(hours=lambda number: None), set(), {NO}),
    "all open and young": ([f"c{n},2026-03-31 {8 + n % 12:02d}:00," for n in range(60)], set(), {FEW}),
    "one case": (some(1), {"few_weeks"}, {FEW}),
    "nothing started yet": ([f"c{n},2026-05-{1 + n:02d},2026-05-{1 + n:02d}" for n in range(28)],
                            {"start_after_snapshot"}, {FEW}),
    "no start anywhere": ([f"c{n},,2026-03-01" for n in range(30)], {"no_start"}, {FEW}),
    "ends in the future": ([case(n) for n in range(300)] + [f"f{n},2026-03-30 08:00,2026-06-01" for n in range(40)],
                           {"end_after_snapshot"}, {"supported", "at risk", NO}),
    "cut by closing date": (closed_lately(), {"cut_by_closing_date"}, {FEW}),
    "open cases left out": ([line for line in some(340, lambda n: 300 if n % 2 else 5)
                             if line.split(",")[2] < "2026-03-27"], {"open_cases_missing"}, {FEW}),
    "no rows": ([], {"no_rows"}, {FEW}),
    "two clocks in one file": (some(200) + [f"u{n},2026-03-0{1 + n % 9}T08:00+02:00,2026-03-0{1 + n % 9}T11:00Z"
                                            for n in range(100)], set(), {"supported"}),
}  # fmt: skip


def assessed(capsys: pytest.CaptureFixture[str], path: Path, *more: str) -> tuple[int, dict[str, Any]]:
    code = main([str(path), "--within", "48h", "--share", "80%", "--at", AT, "--json", *more])
    return code, json.loads(capsys.readouterr().out, parse_constant=pytest.fail)


@pytest.mark.parametrize("name", list(WRONG))
def test_bad_evidence_is_said_and_proves_nothing(name: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    rows, codes, verdicts = WRONG[name]
    path = tmp_path / "cases.csv"
    path.write_text("\n".join(["case_id,start,end", *rows]) + "\n", encoding="utf-8")
    code, found = assessed(capsys, path)
    assert code == 0
    assert codes <= {warning["code"] for warning in found["warnings"]}
    assert found["verdict"] in verdicts
    assert all(len(warning["sentence"]) > 20 for warning in found["warnings"])


def test_a_hundred_of_a_hundred_is_never_proven(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_text("\n".join(["case_id,start,end", *some()]) + "\n", encoding="utf-8")
    code = main([str(path), "--within", "48h", "--share", "100%", "--at", AT, "--json"])
    found = json.loads(capsys.readouterr().out)
    assert (code, found["n_min"], found["verdict"]) == (0, None, "not enough evidence")
    assert "never_certain" in {warning["code"] for warning in found["warnings"]}


HEADER = "case_id,start,end"
FILES: dict[str, tuple[str, bytes]] = {
    "0 bytes": ("a.csv", b""),
    "only a header": ("a.csv", HEADER.encode()),
    "wrong columns": ("a.csv", b"colour,size\nred,1\nblue,2\n"),
    "no header": ("a.csv", b"1,2026-01-01,2026-01-02\n2,2026-01-01,2026-01-02\n"),
    "a picture": ("a.csv", b"\x89PNG\r\n\x1a\n" + bytes(50)),
    "a web page": ("a.xlsx", b"<html>hello</html>"),
    "packed but not said so": ("a.csv", gzip.compress(HEADER.encode())),
    "said packed but not": ("a.csv.gz", HEADER.encode()),
    "packed and cut": ("a.csv.gz", gzip.compress(f"{HEADER}\na,2026-01-01,\n".encode() * 99)[:-9]),
    "an open quote": ("a.csv", f'{HEADER}\na,"2026-01-01,\nb,2026-01-02,\n'.encode()),
    "a cell too many": ("a.csv", f"{HEADER}\na,2026-01-01,,x\n".encode()),
    "a column twice": ("a.csv", b"case_id,start,start,end\na,2026-01-01,2026-01-02,\n"),
    "a case without number": ("a.csv", f"{HEADER}\na,2026-01-01,\n,2026-01-02,\n".encode()),
    "day 31 of February": ("a.csv", f"{HEADER}\na,31.02.2026,\nb,01.03.2026,\n".encode()),
    "day or month": ("a.csv", f"{HEADER}\na,01/02/2026,\n".encode()),
    "two digits of a year": ("a.csv", f"{HEADER}\na,2026-01-01,\nb,01/02/26,\n".encode()),
    "year 26": ("a.csv", f"{HEADER}\na,0026-01-01,\n".encode()),
    "not a number": ("a.csv", b"case_id,start,end,value\nb,2026-01-01,,inf\n" + b"c,2026-01-01,,2\n" * 9),
    "an error cell": ("a.csv", f"{HEADER}\n#REF!,2026-01-01,\nb,#N/A,\n".encode()),
    "another kind": ("a.pdf", b"%PDF-1.7"),
}  # fmt: skip


@pytest.mark.parametrize("name", list(FILES))
def test_a_file_read_piece_by_piece_is_refused_as_one_read_whole(name: str) -> None:
    filename, data = FILES[name]

    def told(read: Callable[[], object]) -> list[tuple[int | None, str | None, str]]:
        with pytest.raises(UnreadableFile) as caught:
            read()
        return [(error.row, error.column, error.code) for error in caught.value.errors]

    whole = told(lambda: read_cases(data, filename=filename, zone="UTC"))
    pieces = told(lambda: list(CaseFile(data, filename).pieces(zone="UTC")))
    assert pieces == whole
