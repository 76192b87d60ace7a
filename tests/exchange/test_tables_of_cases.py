"""What stands in a table of cases: headers, columns, cells that cannot be read, limits, strange texts."""

import csv
import gzip
import io
import tracemalloc
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from exchange.csvs import write_csv
from exchange.tables import CaseTable, Limit, UnreadableFile, preview_cases, read_cases
from exchange.workbook import Sheet, write_workbook
from tests.exchange.files import GOOD, cases_xml, codes, csv_of, raw_xlsx, row_xml, sheet_xml

BOSTON = Path(__file__).resolve().parents[3] / "shared/data/boston311_2015_cases.csv.gz"
PROPOSED = {name: name for name in ("case_id", "start", "end", "process", "segment", "touchpoint")}
IGNORED = ["target", "ontime_status", "status", "reason", "department"]


def read(data: bytes, filename: str = "a.csv", zone: str = "UTC", **what: Any) -> CaseTable:
    return read_cases(data, filename=filename, zone=zone, **what)


def refused(data: bytes, filename: str = "a.csv", **what: Any) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as raised:
        read(data, filename, **what)
    return raised.value


@pytest.fixture(scope="module")
def street_lights() -> list[list[str]]:
    if not BOSTON.exists():
        pytest.skip("the client's data is not here")
    with gzip.open(BOSTON, "rt", newline="") as file:
        rows = list(csv.reader(file))
    # Every sixth: dates of the whole year, open cases among them. The whole of them as Excel is in test_assess.
    return [rows[0], *[row for row in rows if row[7].startswith("Street Light")][::6]]


def test_the_street_lights_are_the_same_as_csv_and_as_excel(street_lights: list[list[str]]) -> None:
    head, *rows = street_lights
    book = write_workbook([Sheet("Casi", head, rows)])
    text = write_csv(head, rows)
    for data, name in ((book, "a.xlsx"), (gzip.compress(text), "a.csv.gz")):
        preview = preview_cases(data, name)
        assert (preview.proposal, preview.ignored_columns, preview.total_rows) == (PROPOSED, IGNORED, 1_326)
        assert preview.date_formats == {"start": ["iso"], "target": ["iso"], "end": ["iso"]}
        assert len(preview.rows) == 8
    one = read(book, "a.xlsx").frame
    other = read(text).frame
    assert one.equals(other)
    assert int(one["end"].isna().sum()) == sum(not row[3] for row in rows) > 100


def test_italian_and_english_names_are_recognised() -> None:
    for header, case, start, end in (
        ("Numero ordine;Data ordine;Consegnato il;Canale", "Numero ordine", "Data ordine", "Consegnato il"),
        ("TICKET;Aperto;Chiuso;Source", "TICKET", "Aperto", "Chiuso"),
        ("Ordered at;Delivered at;Order ID;Channel", "Order ID", "Ordered at", "Delivered at"),
    ):
        cells = {case: "7", start: "2026-01-01", end: "2026-01-02"}
        line = ";".join(cells.get(name, "web") for name in header.split(";"))
        proposal = preview_cases(csv_of(line, header=header), "a.csv").proposal
        assert proposal == {"case_id": case, "start": start, "end": end, "touchpoint": header.split(";")[3]}


def test_a_status_that_only_says_open_or_closed_is_no_outcome_but_one_that_cancels_is() -> None:
    header = "case_id,start,end,status"
    lines = [f"{i},2026-01-01,2026-01-02,{state}" for i, state in enumerate(("Closed", "Open"))]
    assert "outcome" not in preview_cases(csv_of(*lines, header=header), "a.csv").proposal
    lines.append("9,2026-01-01,,Annullato")
    assert preview_cases(csv_of(*lines, header=header), "a.csv").proposal["outcome"] == "status"


def test_x13_one_row_over_the_limit_names_the_limit() -> None:
    few = Limit(file_bytes=10**6, unpacked_bytes=10**7, csv_rows=3, sheet_rows=2)
    lines = [f"{i},2026-01-01,2026-01-02" for i in range(4)]
    assert len(read(csv_of(*lines[:3]), limit=few).frame) == 3
    over = refused(csv_of(*lines), limit=few)
    assert codes(over) == ["too_many_rows"]
    assert over.errors[0].facts == {"limit": 3}
    assert codes(refused(raw_xlsx(sheet_xml(cases_xml(GOOD, GOOD, GOOD))), "a.xlsx", limit=few)) == ["too_many_rows"]


def test_x14_a_header_in_other_order_case_and_with_spaces_or_in_row_3_is_found() -> None:
    table = read(csv_of("2026-01-01,,7", header="  START , End,  Case   ID "))
    assert table.frame["case_id"].tolist() == ["7"]
    body = row_xml(1, ["Report 2026"]) + row_xml(3, ["case_id", "start", "end"]) + row_xml(4, GOOD)
    assert read(raw_xlsx(sheet_xml(body)), "a.xlsx").row_numbers.tolist() == [4]


def test_x14_a_missing_header_a_missing_column_and_a_header_given_twice_are_named() -> None:
    assert codes(refused(b"1,2026-01-01,2026-01-02\n2,2026-01-01,2026-01-02\n")) == ["header_missing"]
    missing = refused(csv_of("1,2026-01-01", header="case_id,start"))
    assert (codes(missing), missing.errors[0].facts["field"]) == (["column_missing"], "end")
    twice = refused(csv_of("1,2026-01-01,2026-01-02,2026-01-03", header="case_id,start,end,End"))
    assert (codes(twice), twice.errors[0].facts) == (["header_twice"], {"letters": ["C", "D"]})
    assert codes(refused(csv_of("1,2026-01-01,"), columns={"case_id": "case_id", "start": "start", "end": "Fine"})) == [
        "column_unknown"
    ]


def test_x14_a_merged_header_is_explained() -> None:
    body = row_xml(1, ["case_id", "Date"]) + row_xml(2, GOOD)
    merged = '<mergeCells count="1"><mergeCell ref="B1:C1"/></mergeCells>'
    notes = preview_cases(raw_xlsx(sheet_xml(body, after=merged)), "a.xlsx").notes
    assert [(note.code, note.facts) for note in notes][-1] == ("header_merged", {"range": "B1:C1"})


def test_x15_two_filled_sheets_are_asked_for() -> None:
    data = raw_xlsx(sheet_xml(cases_xml(GOOD)), sheets=["Nord", "Sud"])
    preview = preview_cases(data, "a.xlsx")
    assert (preview.sheets, preview.columns) == (["Nord", "Sud"], [])
    asked = refused(data, "a.xlsx")
    assert (codes(asked), asked.errors[0].facts) == (["which_sheet"], {"sheets": ["Nord", "Sud"]})
    assert len(read(data, "a.xlsx", sheet="Sud").frame) == 1
    assert codes(refused(data, "a.xlsx", sheet="Est")) == ["sheet_unknown"]


def test_x15_an_empty_second_sheet_asks_nothing() -> None:
    data = raw_xlsx(sheet_xml(cases_xml(GOOD)), sheets=["Dati", "Foglio2"],
                    extra={"xl/worksheets/sheet2.xml": sheet_xml("")})  # fmt: skip
    assert len(read(data, "a.xlsx").frame) == 1


def test_x16_columns_that_are_not_read_are_listed() -> None:
    preview = preview_cases(csv_of("1,2026-01-01,,x", header="case_id,start,end,Umore"), "a.csv")
    assert preview.ignored_columns == ["Umore"]


def test_x20_a_formula_counts_by_its_result_and_without_one_is_named() -> None:
    def with_cell(cell: str) -> bytes:
        head = row_xml(1, ["case_id", "start", "end", "value"])
        inside = "".join(f'<c r="{c}2" t="inlineStr"><is><t>{v}</t></is></c>' for c, v in zip("ABC", GOOD, strict=True))
        return raw_xlsx(sheet_xml(f'{head}<row r="2">{inside}{cell}</row>'))

    good = read(with_cell('<c r="D2"><f>1+1</f><v>2</v></c>'), "a.xlsx", columns={**COLUMNS, "value": "value"})
    assert good.frame["value"].tolist() == [2.0]
    bad = refused(with_cell('<c r="D2"><f>1+1</f></c>'), "a.xlsx", columns={**COLUMNS, "value": "value"})
    assert codes(bad) == ["formula_without_result"]
    assert (bad.errors[0].row, bad.errors[0].facts["cell"]) == (2, "D2")


COLUMNS = {"case_id": "case_id", "start": "start", "end": "end"}


@pytest.mark.parametrize("name", ["../../etc/passwd.csv", "a" * 300 + ".csv", 'a"b\r\nSet-Cookie: x.csv'])
def test_x21_the_name_of_the_file_is_never_used_or_shown(name: str) -> None:
    assert len(read(csv_of("1,2026-01-01,"), name).frame) == 1
    assert name not in repr(refused(b"", name).errors)


def test_x22_error_cells_are_named() -> None:
    cell = '<row r="2"><c r="A2" t="e"><v>#REF!</v></c><c r="B2" t="e"><v>#N/A</v></c></row>'
    bad = refused(raw_xlsx(sheet_xml(row_xml(1, ["case_id", "start", "end"]) + cell)), "a.xlsx", columns=COLUMNS)
    assert [(error.code, error.facts["cell"]) for error in bad.errors] == [("error_cell", "A2"), ("error_cell", "B2")]
    assert codes(refused(csv_of("#N/A,2026-01-01,"))) == ["error_cell"]


def test_x23_the_same_file_twice_has_the_same_hash() -> None:
    first, again, other = (read(csv_of(line)) for line in ("1,2026-01-01,", "1,2026-01-01,", "2,2026-01-01,"))
    assert first.source_sha256 == again.source_sha256 != other.source_sha256


def test_x25_one_bad_cell_refuses_all_and_the_first_fifty_are_named_with_the_count() -> None:
    lines = [f"{i},2026-01-01,2026-01-02" for i in range(500)]
    lines[5] = "5,2026-01-01,soon"
    one = refused(csv_of(*lines))
    assert [(e.row, e.column, e.code, e.facts["value"], e.facts["cell"]) for e in one.errors] == [
        (7, "end", "not_a_date", "soon", "C7")
    ]
    many = refused(csv_of(*[line if i % 4 == 0 else line[:-1] + "x" for i, line in enumerate(lines)]))
    assert (len(many.errors), many.total) == (50, 375 + 1 - (5 % 4 != 0))


def test_x26_n02_yes_and_no_are_words_in_a_text_and_refused_as_a_number() -> None:
    head = row_xml(1, ["case_id", "start", "end", "outcome", "value"])
    cells = '<c r="A2"><v>7</v></c><c r="B2" t="inlineStr"><is><t>2026-01-01</t></is></c>'
    flag = '<c r="E2" t="b"><v>1</v></c>'
    data = raw_xlsx(sheet_xml(f'{head}<row r="2">{cells}{flag}</row>'))
    assert codes(refused(data, "a.xlsx", columns={**COLUMNS, "value": "value"})) == ["yes_no_not_number"]
    table = read(csv_of("1,2026-01-01,,Ja", "2,2026-01-01,,x", header="case_id,start,end,outcome"))
    assert table.frame["outcome"].tolist() == ["Ja", "x"]


def test_x30_a_cell_of_20000_characters_is_read_whole_and_shown_short() -> None:
    data = write_workbook([Sheet("D", ["case_id", "start", "end", "outcome"], [[*GOOD, "è" * 20_000]])])
    assert read(data, "a.xlsx").frame["outcome"].str.len().tolist() == [20_000]
    assert len(preview_cases(data, "a.xlsx").rows[0][3]) < 50


def test_numbers_as_case_ids_are_the_same_in_excel_and_csv() -> None:
    data = write_workbook([Sheet("D", ["case_id", "start", "end"], [[101001240735, *GOOD[1:]], [2**60, *GOOD[1:]]])])
    assert read(data, "a.xlsx").frame["case_id"].tolist() == ["101001240735", str(2**60)]


def test_a_case_without_id_is_an_unreadable_cell() -> None:
    assert codes(refused(csv_of("1,2026-01-01,", " ,2026-01-01,"))) == ["case_id_missing"]


def test_t12_unwanted_characters_are_stripped_from_csv_and_excel_alike() -> None:
    dirty = "a\x00b\x0bc\uffffd"
    text = read(csv_of(f"1,2026-01-01,,{dirty}", header="case_id,start,end,outcome"))
    book = write_workbook([Sheet("D", ["case_id", "start", "end", "outcome"], [["1", GOOD[1], "", dirty + "\ud800"]])])
    assert text.frame["outcome"].tolist() == read(book, "a.xlsx").frame["outcome"].tolist() == ["abcd"]


def test_t18_line_separators_and_line_breaks_in_a_cell_stay_one_cell() -> None:
    text = read(csv_of('1,2026-01-01,,"a\u2028b\nc"', "2,2026-01-01,,d", header="case_id,start,end,outcome"))
    assert text.frame["outcome"].tolist() == ["a\u2028b\nc", "d"]
    assert text.row_numbers.tolist() == [2, 3]


@pytest.mark.parametrize(
    ("encoding", "separator"), [("utf-8", ";"), ("utf-8-sig", "\t"), ("cp1252", ","), ("utf-16", "\t")]
)
def test_encodings_and_separators_are_found(encoding: str, separator: str) -> None:
    lines = ["case_id;start;end;outcome", "1;2026-01-01;;città, però", "2;2026-01-01;;perché"]
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(line.split(";") for line in lines)
    assert read(out.getvalue().encode(encoding)).frame["outcome"].tolist() == ["città, però", "perché"]


def test_a_separator_too_many_and_an_open_quote_are_named_with_their_row() -> None:
    wide = refused(csv_of("1,2026-01-01,", "2,2026-01-01,,x"))
    assert [(error.row, error.code) for error in wide.errors] == [(3, "too_many_cells")]
    assert codes(refused(csv_of("1,2026-01-01,", '2,"2026-01-01,'))) == ["open_quote"]


def test_x06_a_gzip_bomb_is_refused_long_before_all_of_it_is_unpacked() -> None:
    machine = zlib.compressobj(9, wbits=31)
    head = machine.compress(b"a" * 1_000_000) + machine.flush(zlib.Z_FULL_FLUSH)
    # After a full flush each megabyte is the same few bytes: 300 of them without compressing 300 times.
    bomb = head + 299 * (machine.compress(b"a" * 1_000_000) + machine.flush(zlib.Z_FULL_FLUSH))
    assert len(bomb) < 400_000
    tracemalloc.start()
    assert codes(refused(bomb, "a.csv.gz")) == ["unsafe_file"]
    assert tracemalloc.get_traced_memory()[1] < 60_000_000
    tracemalloc.stop()
    assert codes(refused(gzip.compress(csv_of("1,2026-01-01,"))[:-9], "a.csv.gz")) == ["damaged_file"]


def test_n01_n07_a_decimal_comma_is_understood_empty_is_not_zero_and_infinity_is_refused() -> None:
    def values(*cells: str) -> list[float]:
        lines = [f"{i};2026-01-01;;{cell}" for i, cell in enumerate(cells)]
        return list(read(csv_of(*lines, header="case_id;start;end;value"), columns=VALUED).frame["value"])

    assert values("1,5", "2", "-3,25") == [1.5, 2.0, -3.25]
    assert values("1.234,50", "12,5", "1.000") == [1234.5, 12.5, 1000.0]
    assert values("1,234,567", "2.5") == [1234567.0, 2.5]
    assert values("1.234", "2.500") == [1.234, 2.5]
    assert np.isnan(values("", "3")[0])
    for bad, code in (
        ("NaN", "not_finite"),
        ("-inf", "not_finite"),
        ("1e999", "not_finite"),
        ("tanto", "not_a_number"),
    ):
        line = f"1;2026-01-01;;{bad}"
        assert codes(refused(csv_of(line, header="case_id;start;end;value"), columns=VALUED)) == [code]
    both = refused(
        csv_of("1;2026-01-01;;1.234", "2;2026-01-01;;1,500", header="case_id;start;end;value"), columns=VALUED
    )
    assert codes(both) == ["ambiguous_number", "ambiguous_number"]


VALUED = {**COLUMNS, "value": "value"}
