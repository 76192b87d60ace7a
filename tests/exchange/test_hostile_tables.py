"""Every hostile file of HARDENING on every importer of tables: one reader, so one answer, whoever's table it is.

A point that is no matter of a table has its test where it is one: what is stored (X23 same file, X27 foreign keys,
X28 and X29 people, D04 to D09) with the models, exports (X18, X19) with what is written, texts typed by hand with the
laws; votes and counting (N04, N05, N08) with the ballots.
"""

import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest

from exchange.unreadable import OTHERS
from tests.exchange.files import raw_xlsx, sheet_xml
from tests.exchange.importers import (
    CASES_LARGE,
    CASES_WHOLE,
    IDEAS,
    TABLES,
    VOICES,
    WEEKS,
    Found,
    Importer,
    outcome,
    table_xml,
)
from words.cells import cell_sentence
from words.speech import speech

OF_CASES = (CASES_WHOLE.name, CASES_LARGE.name)
ENTITIES = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
LOST = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
FORMULA = '=HYPERLINK("http://evil","Click")'
CLIMBING = "../../etc/passwd\r\n" + "a" * 300 + ".xlsx"


@dataclass(frozen=True)
class Point:
    """A hostile file: how it is made of an importer's good table, and what is said of it.

    refused: the code; noted: the code of a note; else the rows are read. unlike: importers that say another code, or
    read it ("") for a reason of their own. `first`: what then stands in the first row's column of text.
    """

    name: str
    make: Callable[[Importer], bytes]
    refused: str = ""
    noted: str = ""
    rows: int = 1
    first: str | None = None
    filename: str = "a.xlsx"
    sheet: str | None = None
    unlike: tuple[tuple[str, str], ...] = ()
    only: tuple[str, ...] = tuple(one.name for one in TABLES)


def whole(importer: Importer) -> str:
    """The sheet of its good table."""
    return sheet_xml(table_xml([importer.header, *importer.rows()]))


def with_text(value: object) -> Callable[[Importer], bytes]:
    """Its good row with this where the text stands."""
    return lambda importer: importer.book(importer.rows(1, **{f"c{importer.text}": value}))


def csv_text(value: str) -> Callable[[Importer], bytes]:
    """The same as CSV."""
    return lambda importer: importer.csv(importer.rows(1, **{f"c{importer.text}": value}))


def with_date(value: object) -> Callable[[Importer], bytes]:
    """Its good row with this where the first date stands."""
    return lambda importer: importer.book(importer.rows(1, **{f"c{importer.date}": value}))


def with_number(value: object) -> Callable[[Importer], bytes]:
    """Its good row with this where a number stands."""
    return lambda importer: importer.book(importer.rows(1, **{f"c{importer.number}": value}))


def packed_bomb(importer: Importer) -> bytes:
    """Twenty megabytes of the same letter, packed to twenty kilobytes."""
    out = io.BytesIO(raw_xlsx(whole(importer)))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/x.xml", "w") as part:
        for _ in range(20):
            part.write(b"a" * 1_000_000)
    return out.getvalue()


def stored_whole(body: str) -> bytes:
    """A workbook that is not packed, so that the door's look at how it is packed finds nothing."""
    return raw_xlsx(body, compression=zipfile.ZIP_STORED)


def another_column(importer: Importer) -> tuple[list[list[object]], list[object]]:
    """Its good row with a cell under a header that nobody knows."""
    return [[*row, "rosso"] for row in importer.rows()], [*importer.header, "Colore preferito"]


def spoiled(importer: Importer) -> bytes:
    """Sixty cells that cannot be read among five hundred and sixty rows."""
    error = ("e", "<v>#N/A</v>")
    return importer.book([*importer.rows(500), *importer.rows(60, **{f"c{importer.text}": error})])


DATED = (VOICES.name, WEEKS.name, *OF_CASES)
# A column of numbers that holds none is no column of numbers: of cases it is left out, and that is said.
LEFT_OUT = tuple((name, "columns_ignored") for name in OF_CASES)
POINTS = (
    Point("X01 no bytes", lambda _: b"", "empty_file"),
    Point("X02 a page of the web", lambda _: b"<html><body>no</body></html>", "not_a_workbook"),
    Point("X02 a picture", lambda _: b"\x89PNG\r\n\x1a\n0000", "not_a_workbook"),
    Point("X02 a workbook called csv", lambda i: raw_xlsx(whole(i)), "not_a_csv", filename="a.csv"),
    Point("X03 old or locked", lambda _: OLD, "old_or_locked"),
    Point("X04 macros", lambda i: raw_xlsx(whole(i), extra={"xl/vbaProject.bin": b"x"}), "wrong_kind"),
    Point("X04 a csv called xlsx", lambda i: i.csv(i.rows()), "not_a_workbook"),
    Point("X05 entities in the sheet", lambda i: raw_xlsx(ENTITIES + whole(i)), "unsafe_file"),
    Point("X05 entities in the texts", lambda i: raw_xlsx(whole(i), shared=OUTSIDE + "<sst/>"), "unsafe_file"),
    Point("X06 packed bomb", packed_bomb, "unsafe_file"),
    Point("X06 elements within elements", lambda i: stored_whole(whole(i).replace("</sheetData>", "<a>" * 200_000)),
          "unsafe_file"),
    Point("X06 a cell without end",
          lambda i: stored_whole(sheet_xml(table_xml([i.header, *i.rows(1, **{f"c{i.text}": "a" * 2_000_000})]))),
          "unsafe_file"),
    Point("X06 a tag without end",
          lambda _: stored_whole(sheet_xml(f'<row r="{"1" * 4_500_000}"></row>')), "unsafe_file"),
    Point("X06 a name for every element",
          lambda i: stored_whole(whole(i).replace("</sheetData>", "".join(f"<a{n}/>" for n in range(20_000)))),
          "unsafe_file"),
    Point("X06 a csv row of a million cells", lambda i: i.csv(i.rows()) + b"," * 1_000_000 + b"x\n",
          "too_many_columns", filename="a.csv"),
    Point("X06 a csv row without end", lambda i: i.csv(i.rows()) + b"," * 4_500_000, "too_many_columns",
          filename="a.csv"),
    Point("X06 a csv cell without end", lambda i: i.csv(i.rows()) + b"a" * 4_500_000, "cell_too_long",
          filename="a.csv"),
    Point("X12 coloured cells to the end of the sheet, as csv",
          lambda i: i.csv([[*row, *[""] * 16_000] for row in i.rows(3)], [*i.header, *[""] * 16_000]), rows=3,
          filename="a.csv"),
    Point("X07 cut", lambda i: raw_xlsx(whole(i))[:-30], "damaged_file"),
    Point("X08 no workbook", lambda i: raw_xlsx(whole(i), leave_out=["xl/workbook.xml"]), "no_workbook"),
    Point("X08 no sheet", lambda i: raw_xlsx(whole(i), leave_out=["xl/worksheets/sheet1.xml"]), "damaged_file"),
    Point("X09 a member outside", lambda i: raw_xlsx(whole(i), extra={"../../x": b"x"}), "unsafe_file"),
    Point("X10 over five megabytes", lambda _: bytes(5_000_001), "too_big"),
    Point("X11 a size that lies",
          lambda i: raw_xlsx(sheet_xml(table_xml([i.header, *i.rows(200)]), dimension="A1:A2")), rows=200),
    Point("X12 one lost cell",
          lambda i: raw_xlsx(sheet_xml(table_xml([i.header, *i.rows()]) + LOST)), noted="cells_outside"),
    Point("X13 one row over", lambda i: i.csv(i.rows(10_001)), "too_many_rows", filename="a.csv"),
    Point("X14 no header", lambda i: raw_xlsx(sheet_xml(table_xml(i.rows(3)))), "header_missing",
          unlike=((IDEAS.name, "column_missing"),)),
    Point("X14 the same header twice", lambda i: i.book(i.rows(), [*i.header[:-1], i.header[0]]), "header_twice"),
    Point("X14 another order", lambda i: i.book([row[::-1] for row in i.rows(2)], i.header[::-1]), rows=2),
    Point("X14 capitals and spaces", lambda i: i.book(i.rows(2), [f"  {one.upper()}  " for one in i.header]), rows=2),
    Point("X14 header in row 3", lambda i: raw_xlsx(sheet_xml(table_xml([i.header, *i.rows(2)], first=3))), rows=2),
    Point("X14 a title above",
          lambda i: raw_xlsx(sheet_xml(table_xml([["La nostra tabella"], [], i.header, *i.rows(2)]))), rows=2),
    Point("X15 two sheets", lambda i: raw_xlsx(whole(i), sheets=("Uno", "Due")), "which_sheet"),
    Point("X15 two sheets, said which", lambda i: raw_xlsx(whole(i), sheets=("Uno", "Due")), sheet="Due"),
    Point("X16 another column", lambda i: i.book(*another_column(i)), noted="columns_ignored"),
    Point("X16 another column in csv", lambda i: i.csv(*another_column(i)), noted="columns_ignored", filename="a.csv"),
    Point("X17 a formula as text", with_text(FORMULA), first=FORMULA),
    Point("X17 the same in csv", csv_text("@SUM(1+1)"), first="@SUM(1+1)", filename="a.csv"),
    Point("X20 a formula with its value", with_text(("str", "<f>B9</f><v>Ricevo</v>")), first="Ricevo"),
    Point("X20 a formula without", with_text(("n", "<f>1+1</f>")), "formula_without_result"),
    Point("X21 a name to climb out", lambda i: raw_xlsx(whole(i)), filename=CLIMBING),
    Point("X22 an error", with_text(("e", "<v>#REF!</v>")), "error_cell"),
    Point("X25 sixty bad cells", spoiled, "error_cell"),
    Point("X26 yes or no as text", with_text(("b", "<v>1</v>")), first="1"),
    Point("X30 twenty thousand letters", with_text("a" * 20_000), first="a" * 20_000),
    Point("D01 a day that is none", with_date("31.02.2026"), "no_such_date", only=DATED),
    Point("D02 day or month first", with_date("01/02/2026"), noted="asked", rows=0, only=DATED),
    Point("D03 the year 26", with_date("0026-01-01"), "year_out_of_range", only=DATED),
    Point("D03 before Excel's days", with_date("1899-12-31"), "year_out_of_range", only=DATED),
    Point("D03 the end of days", with_date("9999-12-31"), "year_out_of_range", only=DATED),
    Point("D03 no day of Excel", with_date(9_000_000_000), "number_not_date", only=DATED),
    Point("N01 no number", with_number("NaN"), "not_a_number", only=(WEEKS.name, *OF_CASES), unlike=LEFT_OUT),
    Point("N01 without end", with_number("inf"), "not_a_number", only=(WEEKS.name, *OF_CASES), unlike=LEFT_OUT),
    Point("N02 yes for one", with_number(("b", "<v>1</v>")), "yes_no_not_number",
          only=(VOICES.name, WEEKS.name, *OF_CASES), unlike=LEFT_OUT),
    Point("N06 people below nought", with_number(-1), "not_whole", only=(WEEKS.name,)),
    Point("N07 nothing is no nought", with_number(""), "nothing_there", only=(WEEKS.name,)),
    Point("T01 empty", with_text(""), "case_id_missing", only=(WEEKS.name, *OF_CASES),
          unlike=((WEEKS.name, "stage_missing"),)),
    Point("T02 only signs nobody sees", with_text("\u00a0\u200b\u2800"), "case_id_missing",
          only=(WEEKS.name, *OF_CASES), unlike=((WEEKS.name, "stage_missing"),)),
    Point("T02 an idea of nothing", with_text("\u00a0\u200b\u2800"), rows=0, only=(IDEAS.name,)),
    Point("T05 a script", with_text("<script>alert(1)</script>"), first="<script>alert(1)</script>"),
    Point("T12 no letter of XML", with_text("a\uffffb"), "damaged_file"),
    Point("T12 signs that print nothing", csv_text("a\x00b\x0bc"), first="abc", filename="a.csv"),
    Point("T14 two ways of one letter", with_text("e\u0301"), first="\u00e9"),
    Point("T18 a line within a cell", csv_text("a\u2028b"), first="a\u2028b", filename="a.csv"),
)  # fmt: skip


def of_every_importer() -> Sequence[object]:
    """Each point with each importer it applies to."""
    return [
        pytest.param(point, importer, id=f"{point.name}, {importer.name}")
        for point in POINTS
        for importer in TABLES
        if importer.name in point.only
    ]


def read(point: Point, importer: Importer) -> Found:
    """What came of it; cases by the limits of all others, so that no file here is large."""
    return outcome(importer, point.make(importer), point.filename, sheet=point.sheet, limit=OTHERS)


@pytest.mark.parametrize(("point", "importer"), of_every_importer())
def test_every_hostile_table_gets_one_answer_whoever_reads_it(point: Point, importer: Importer) -> None:
    found = read(point, importer)
    unlike = dict(point.unlike).get(importer.name)
    refused = "" if unlike == "columns_ignored" else unlike or point.refused
    if refused:
        assert (found.said[0], found.rows) == (refused, []), "refused, and nothing of it is used"
        for language in ("it", "en"):
            for error in found.errors:
                said = cell_sentence(speech(language), error.code, error.facts, error.row, error.column)
                assert said.endswith((".", "?")), said
                assert error.row is None or str(error.row) in said, "the row is named"
                assert error.column is None or error.column in said, "and the column"
        return
    assert found.errors == []
    assert found.noted[:1] == ([unlike or point.noted] if unlike or point.noted else [])
    assert len(found.rows) == point.rows
    if point.first is not None:
        assert found.rows[0][importer.text] == point.first


@pytest.mark.parametrize("importer", TABLES, ids=lambda one: one.name)
def test_x25_the_first_fifty_bad_cells_are_named_and_all_are_counted(importer: Importer) -> None:
    found = outcome(importer, spoiled(importer))
    assert (len(found.errors), found.total, found.errors[0].row) == (50, 60, 502)
