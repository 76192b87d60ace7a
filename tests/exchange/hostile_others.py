"""What comes in beside tables, each by the points of the list: ballots (CSV and .pb), JSON lines of cases, opening
hours and holidays asked as text, archives of groups.

Of every point of X, D and N stands here what such a file answers, or in words why there can be none of the kind. Weekly
numbers, ideas, voices and cases are tables (`test_hostile_tables`), event logs have their own (`test_hostile_logs`).
"""

import gzip
import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from exchange.batches import CaseFile
from exchange.group_archive import read_archive
from exchange.hours_asked import hours_asked
from exchange.json_lines import as_csv
from exchange.tally import tally_file

Read = Callable[[bytes, Path], object]
POINTS = {
    *(f"X{n:02d}" for n in range(1, 32)), *(f"D{n:02d}" for n in range(1, 10)), *(f"N{n:02d}" for n in range(1, 9)),
}  # fmt: skip
READ, NO = "read", "refused"
HEAD = "voter,group,option,value\n"
META = "META\nkey;value\nbudget;100\nvote_type;approval\nPROJECTS\nproject_id;cost\np1;40\np2;60\n"
CASE = '{"case_id": "A1", "start": "2026-01-01 10:00", "end": "2026-01-02 10:00"}\n'
FORMULA = '=HYPERLINK("http://evil","Click")'


def of_ballots(data: bytes, folder: Path) -> object:
    path = folder / "votes.csv"
    path.write_bytes(data)
    return tally_file(str(path), method="dots")


def of_prices(data: bytes, folder: Path) -> object:
    path = folder / "votes.pb"
    path.write_bytes(data)
    return tally_file(str(path), method="greedy")


def of_lines(data: bytes, folder: Path) -> object:
    path, table = folder / "cases.jsonl", folder / "cases.csv"
    path.write_bytes(data)
    as_csv(path, table)
    file = CaseFile(table, table.name)
    return [row for piece in file.pieces(zone="UTC") for row in piece.frame.itertuples(index=False)]


def of_hours(data: bytes, folder: Path) -> object:
    return hours_asked(data.decode(errors="replace"), None, "Europe/Rome")


def of_holidays(data: bytes, folder: Path) -> object:
    path = folder / "free.txt"
    path.write_bytes(data)
    return hours_asked("mon-fri 9-18", str(path), "Europe/Rome")


def of_archives(data: bytes, folder: Path) -> object:
    return read_archive(data)


def zipped(members: Mapping[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return out.getvalue()


BOMB = zipped({"manifest.json": b" " * 30_000_000})
PNG = b"\x89PNG\r\n\x1a\n0000"
NO_BOOK = "text, not a workbook: one sent in its place is X02"
STORED = "what is stored, compared and allowed is the models' matter, whichever way it came"
OUT = "about what goes out: `test_written_tables` and `test_tally`"
NO_DAYS = "holds no days"
SCREEN = "comes in by a command or a program: there is no uploader, no screen and no session"
WHOLE = "made by us and sealed: what a person changes in it breaks the seal, which is X07"

BOOK = "X03 X04 X05 X08 X09 X11 X12 X15 X20 X22"
STORE = "X23 X24 X27 X28 X29 D04 D05 D06 D07 D08 D09"
DAYS = "D01 D02 D03"


def why(*groups: tuple[str, str]) -> dict[str, str]:
    """Point -> why there is none of the kind."""
    return {point: reason for reason, points in groups for point in points.split()}


KINDS: dict[str, tuple[Read, dict[str, list[tuple[bytes, str]]], dict[str, str]]] = {
    "ballots": (
        of_ballots,
        {
            "X01": [(b"", NO)],
            "X02": [(b"hello", NO), (PNG, NO), (b"<html></html>", NO), (BOMB, NO)],
            "X06": [
                (gzip.compress(b"voter,option,value\n" + b"a" * 30_000_000), NO),
                ((HEAD + "v,,p,1\n").encode() + b"," * 4_500_000, NO),
                (HEAD.encode() + b'"' + b"a" * 500_000, NO),
            ],
            "X07": [(gzip.compress((HEAD + "v,,p,1\n").encode())[:-9], NO)],
            "X14": [(b"v,,p,1\n", NO), (b"option,option,value\np,p,1\n", NO), (b"VALUE , Option\n1,p\n", READ)],
            "X16": [(b"voter,option,value,colour\nv,p,1,red\n", READ)],
            "X17": [((HEAD + f'v,,"{FORMULA.replace(chr(34), chr(34) * 2)}",1\n').encode(), READ)],
            "X25": [((HEAD + "v,,p,x\n" * 60).encode(), NO)],
            "X26": [((HEAD + "v,,p,true\n").encode(), NO)],
            "X30": [((HEAD + f"v,,{'a' * 20_000},1\n").encode(), READ)],
            "N01": [((HEAD + f"v,,p,{bad}\n").encode(), NO) for bad in ("NaN", "inf", "-inf", "1e999")],
            "N02": [((HEAD + "v,,p,True\n").encode(), NO)],
            "N03": [((HEAD + f"v,,p,{2**31}\n").encode(), READ), ((HEAD + f"v,,p,{10**30}\n").encode(), NO)],
            "N04": [((HEAD + "v,,p,-1\n").encode(), NO), ((HEAD + "v,,p,-0\n").encode(), READ)],
            "N05": [((HEAD + "v,,p,0.1\n").encode(), NO)],
            "N07": [((HEAD + "v,,p,\n").encode(), READ)],
            "N08": [(HEAD.encode(), NO)],
        },
        why(
            (NO_BOOK, BOOK),
            (STORED, STORE),
            (OUT, "X18 X19"),
            (NO_DAYS, DAYS),
            (SCREEN, "X21 X31"),
            ("a file of the operator's own: as large as a file of cases, which is tried there", "X10 X13"),
            ("votes are no percentages", "N06"),
        ),
    ),
    "pb": (
        of_prices,
        {
            "X01": [(b"", NO)],
            "X02": [(b"hello", NO), (PNG, NO), (BOMB, NO)],
            "X06": [(META.encode() + b"VOTES\nvoter_id;vote\n1;" + b'"' + b"a" * 500_000, NO)],
            "X07": [(META.encode(), NO)],
            "X14": [(b"META\nbudget;100\nPROJECTS\nVOTES\n", NO)],
            "X16": [((META + "VOTES\nvoter_id;vote;colour\n1;p1;red\n").encode(), READ)],
            "X17": [((META.replace("p1", "=1+1") + "VOTES\nvoter_id;vote\n1;=1+1\n").encode(), READ)],
            "X24": [((META + "p1;3\nVOTES\nvoter_id;vote\n1;p1\n").encode(), NO)],
            "X25": [((META + "VOTES\nvoter_id;vote\n" + "".join(f"{n};px\n" for n in range(60))).encode(), NO)],
            "X30": [((META + f"VOTES\nvoter_id;vote\n{'a' * 20_000};p1\n").encode(), READ)],
            "N01": [
                ((META.replace("100", bad) + "VOTES\nvoter_id;vote\n1;p1\n").encode(), NO) for bad in ("NaN", "inf")
            ],
            "N03": [((META.replace("100", "9" * 30) + "VOTES\nvoter_id;vote\n1;p1\n").encode(), NO)],
            "N04": [((META.replace("40", "-40") + "VOTES\nvoter_id;vote\n1;p1\n").encode(), NO)],
            "N05": [((META.replace("40", "0.1") + "VOTES\nvoter_id;vote\n1;p1\n").encode(), READ)],
            "N07": [((META.replace(";40", ";") + "VOTES\nvoter_id;vote\n1;p1\n").encode(), NO)],
            "N08": [((META + "VOTES\nvoter_id;vote\n").encode(), NO)],
        },
        why(
            (NO_BOOK, BOOK),
            (STORED, STORE.replace("X24 ", "")),
            (OUT, "X18 X19"),
            (NO_DAYS, DAYS),
            (SCREEN, "X21 X31"),
            ("a file of the operator's own: as large as a file of cases, which is tried there", "X10 X13"),
            ("names alone are in a vote: there is no yes, no one and no percentage", "X26 N02 N06"),
        ),
    ),
    "JSON lines": (
        of_lines,
        {
            "X01": [(b"", NO)],
            "X02": [(b"hello", NO), (PNG, NO), (b"[]", NO), (BOMB, NO)],
            "X06": [
                (b"[" * 100_000, NO),
                (b'{"a":' * 5_000, NO),
                (b'{"case_id": "' + b"a" * 500_000 + b'"}\n', NO),
                (b"{" + b",".join(b'"k%d": 1' % n for n in range(5_000)) + b"}", NO),
            ],
            "X07": [(CASE[:-9].encode(), NO)],
            "X14": [(b'{"start": "2026-01-01"}\n', NO), (CASE.upper().encode(), READ)],
            "X16": [(CASE.replace("{", '{"colour": "red", ').encode(), READ)],
            "X17": [(CASE.replace("A1", "=1+1").encode(), READ), (CASE.replace("A1", "@SUM(1)").encode(), READ)],
            "X25": [((CASE + "x\n" * 60).encode(), NO)],
            "X26": [(CASE.replace('"A1"', "true").encode(), READ)],
            "X30": [(CASE.replace("A1", "a" * 20_000).encode(), READ)],
            "D01": [(CASE.replace("2026-01-02", "2026-02-31").encode(), NO)],
            "D02": [(CASE.replace("2026-01-01", "01/02/2026").replace("2026-01-02", "03/02/2026").encode(), NO)],
            "D03": [
                (CASE.replace("2026-01-01", year).encode(), NO) for year in ("0026-01-01", "1899-12-31", "9999-12-31")
            ],
            "N01": [(CASE.replace("}", ', "value": NaN}').encode(), READ)],
            "N03": [
                (CASE.replace("}", f', "value": {2**63}}}').encode(), READ),
                (CASE.replace("}", f', "value": {"9" * 5_000}}}').encode(), NO),
            ],
            "N07": [(CASE.replace("}", ', "value": null}').encode(), READ)],
        },
        why(
            (NO_BOOK, BOOK),
            (STORED, STORE),
            (OUT, "X18 X19"),
            (SCREEN, "X21 X31"),
            (
                "how large and how long is judged of the table it becomes, and of the body: `test_bodies`",
                "X10 X13",
            ),
            ("a figure of a case may be anything that is a number", "N02 N04 N05 N06"),
            ("no rounds here", "N08"),
        ),
    ),
    "opening hours": (
        of_hours,
        {
            "X01": [(b"", NO)],
            "X02": [(b"hello", NO), (PNG, NO)],
            "X06": [(b"mon-fri 9-18;" * 50_000, NO), (b"mon " * 50_000, NO)],
            "X07": [(b"mon-fri 9-", NO)],
            "X14": [(b"MON-FRI 9-18", READ), (b"lun-ven 9-18", READ), (b" mon - fri  9-18 ", READ)],
            "X17": [(FORMULA.encode(), NO), (b"=1+1", NO)],
            "X24": [(b"mon 9-18; mon 10-12", NO)],
            "X26": [(b"mon true", NO)],
            "D04": [(b"mon-fri 18-9", NO), (b"mon-fri 9-9", NO), (b"mon-fri 9", NO)],
            "D05": [(b"mon-fri 9-24", READ), (b"mon-fri 9-25", NO)],
            "N01": [(b"mon-fri NaN-inf", NO)],
            "N03": [(b"mon-fri 9-" + b"9" * 5_000, NO)],
            "N04": [(b"mon-fri -1-18", NO)],
            "N05": [(b"mon-fri 9.5-18", NO)],
            "N07": [(b"mon-fri", NO)],
        },
        why(
            (
                "one line of words, no file and no table",
                f"{BOOK} X10 X13 X16 X18 X19 X21 X23 X25 X27 X28 X29 X30 X31",
            ),
            ("hours are no days", f"{DAYS} D06 D07 D08 D09"),
            ("hours are no votes", "N02 N06 N08"),
        ),
    ),
    "holidays": (
        of_holidays,
        {
            "X01": [(b"", READ)],
            "X02": [(b"hello", NO), (PNG, NO), (BOMB, NO)],
            "X06": [(b"2026-12-25\n" * 50_000, NO), (b"9" * 500_000, NO)],
            "X16": [(b"2026-12-25 # Natale\n", READ)],
            "X17": [(FORMULA.encode(), NO)],
            "D01": [(b"31.02.2026", NO), (b"2026-02-31", NO)],
            "D02": [(b"25/12/2026", READ)],
            "D03": [(b"0026-01-01", NO)],
            "N01": [(b"NaN", NO)],
        },
        why(
            (
                "lines of days, no table",
                f"{BOOK} X07 X10 X13 X14 X18 X19 X21 X24 X25 X26 X23 X27 X28 X29 X30 X31",
            ),
            ("a day alone has neither end nor zone, and may be over", "D04 D05 D06 D07 D08 D09"),
            ("days are no figures", "N02 N03 N04 N05 N06 N07 N08"),
        ),
    ),
    "archive": (
        of_archives,
        {
            "X01": [(b"", NO)],
            "X02": [(b"hello", NO), (PNG, NO), (b"<html></html>", NO)],
            "X03": [(b"\xd0\xcf\x11\xe0" + bytes(600), NO)],
            "X04": [(zipped({"xl/workbook.xml": b"<x/>"}), NO)],
            "X05": [(zipped({"manifest.json": b"<!DOCTYPE x>", "manifest.sha256": b"0"}), NO)],
            "X06": [(BOMB, NO), (zipped({f"m{n}": b"" for n in range(2_100)}), NO)],
            "X07": [(BOMB[:-30], NO), (b"PK\x03\x04", NO)],
            "X08": [(zipped({}), NO), (zipped({"manifest.json": b"{}"}), NO)],
            "X09": [(zipped({"../../x": b"x"}), NO)],
            "X14": [
                (
                    zipped(
                        {
                            "manifest.json": b"[]",
                            "manifest.sha256": b"4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945",
                        }
                    ),
                    NO,
                )
            ],
        },
        why(
            (
                WHOLE,
                f"X11 X12 X15 X16 X17 X20 X22 X24 X25 X26 X30 {DAYS} N01 N02 N03 N04 N05 N06 N07 N08",
            ),
            (
                "`test_group_archive` tries changed rows, foreign ids, the same archive twice and what it may do",
                "X23 X27 X28 X29 D04 D05 D06 D07 D08 D09",
            ),
            ("larger than 200 MB is cut off at the gate: `test_bodies`; a group has no limit of rows", "X10 X13"),
            ("the restored group is exported again in `test_group_archive`", "X18 X19"),
            ("the name of the file is never used, and the page keeps nothing of it", "X21 X31"),
        ),
    ),
}
