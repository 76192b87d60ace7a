"""Bad Excel files of HARDENING: each is refused with one code, quickly, and nothing of it is used."""

import contextlib
import io
import logging
import resource
import tracemalloc
import zipfile

import pytest

from exchange.tables import OTHERS, UnreadableFile, preview_cases, read_cases
from exchange.workbook import Sheet, write_workbook
from exchange.zipdoor import ACCEPTED
from tests.exchange.files import GOOD, cases_xml, codes, raw_xlsx, row_xml, sheet_xml

GOOD_SHEET = sheet_xml(cases_xml(GOOD))
BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
XXE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def refusal_of(data: bytes, filename: str = "cases.xlsx", **what: object) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as refused:
        read_cases(data, filename=filename, zone="UTC", **what)  # type: ignore[arg-type]
    with pytest.raises(UnreadableFile):
        preview_cases(data, filename)
    return refused.value


def test_a_good_file_by_hand_is_read() -> None:
    table = read_cases(raw_xlsx(GOOD_SHEET), filename="cases.xlsx", zone="UTC")
    assert table.frame["case_id"].tolist() == ["A1"]
    assert (table.frame["end"] - table.frame["start"]).tolist() == [86_400.0]


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv", "a.csv.gz"])
def test_x01_a_file_of_no_bytes_is_called_empty(name: str) -> None:
    assert codes(refusal_of(b"", name)) == ["empty_file"]


@pytest.mark.parametrize("data", [b"hello", b"<html><body>no</body></html>", b"\x89PNG\r\n\x1a\n0000", b"a,b\n1,2\n"])
def test_x02_x04_something_else_renamed_to_xlsx_is_refused_with_what_we_accept(data: bytes) -> None:
    refusal = refusal_of(data)
    assert codes(refusal) == ["not_a_workbook"]
    assert refusal.errors[0].facts["accepted"] == ACCEPTED


def test_x02_a_workbook_or_picture_renamed_to_csv_is_refused() -> None:
    assert codes(refusal_of(raw_xlsx(GOOD_SHEET), "a.csv")) == ["not_a_csv"]
    assert codes(refusal_of(b"\x89PNG\r\n\x1a\n0000", "a.csv")) == ["not_a_csv"]


def test_x03_the_old_xls_and_the_locked_xlsx_are_named_as_either() -> None:
    assert codes(refusal_of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))) == ["old_or_locked"]


def test_x04_macros_xlsb_and_ods_are_refused_by_name() -> None:
    macros = raw_xlsx(GOOD_SHEET, extra={"xl/vbaProject.bin": b"x"})
    binary = raw_xlsx(GOOD_SHEET, extra={"xl/workbook.bin": b"x"}, leave_out=["xl/workbook.xml"])
    opened = raw_xlsx(
        GOOD_SHEET,
        extra={"mimetype": "application/vnd.oasis.opendocument.spreadsheet"},
        leave_out=["xl/workbook.xml"],
    )
    for data, kind in ((macros, ".xlsm"), (binary, ".xlsb"), (opened, ".ods")):
        refusal = refusal_of(data)
        assert codes(refusal) == ["wrong_kind"]
        assert refusal.errors[0].facts == {"kind": kind, "accepted": ACCEPTED}
    assert codes(refusal_of(b"x", "macro.xlsm")) == ["wrong_kind"]


@pytest.mark.parametrize("doctype", [BOMB, XXE])
def test_x05_entities_are_refused_in_the_sheet_the_strings_and_the_workbook(doctype: str) -> None:
    shared = f'<sst xmlns="x"><si><t>{"&b;" if doctype is BOMB else "&a;"}</t></si></sst>'
    book = raw_xlsx(GOOD_SHEET)
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        workbook = archive.read("xl/workbook.xml").decode()
    for data in (
        raw_xlsx(doctype + GOOD_SHEET),
        raw_xlsx(GOOD_SHEET, shared=doctype + shared),
        raw_xlsx(GOOD_SHEET, extra={"xl/workbook.xml": doctype + workbook}),
    ):
        assert codes(refusal_of(data)) == ["unsafe_file"]


def test_x06_a_bomb_of_300_mb_is_refused_without_unpacking_anything_and_in_20_mb(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("xl/sharedStrings.xml", "w", force_zip64=True) as part:
            for _ in range(300):
                part.write(b"a" * 1_000_000)
        archive.writestr("xl/workbook.xml", "<x/>")
    data = out.getvalue()
    assert len(data) < 400_000
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    unpacked: list[object] = []
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda _, name, *__, **___: unpacked.append(name))
    with pytest.raises(UnreadableFile) as refused:
        read_cases(data, filename="a.xlsx", zone="UTC")
    assert unpacked == []
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000
    assert codes(refused.value) == ["unsafe_file"]


def test_x06_too_many_members_are_refused() -> None:
    extra: dict[str, str | bytes] = {f"m{i}": b"" for i in range(2_001)}
    assert codes(refusal_of(raw_xlsx(GOOD_SHEET, extra=extra))) == ["unsafe_file"]


@pytest.mark.parametrize("kept", [10, 100, 500, -30, -1])
def test_x07_a_cut_zip_is_damaged_and_the_trace_goes_to_the_log(kept: int, caplog: pytest.LogCaptureFixture) -> None:
    data = raw_xlsx(GOOD_SHEET)
    with caplog.at_level(logging.ERROR):
        assert codes(refusal_of(data[:kept])) == ["damaged_file"]
    assert caplog.records[0].exc_info


def test_x07_every_broken_byte_is_one_refusal_never_another_error() -> None:
    data = write_workbook([Sheet("Dati", ["case_id", "start", "end"], [GOOD] * 20)])
    for at in range(0, len(data), 97):
        broken = data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]
        with contextlib.suppress(UnreadableFile):
            read_cases(broken, filename="a.xlsx", zone="UTC")


def test_x08_a_zip_without_workbook_a_missing_sheet_and_charts_only() -> None:
    assert codes(refusal_of(raw_xlsx(GOOD_SHEET, leave_out=["xl/workbook.xml"]))) == ["no_workbook"]
    assert codes(refusal_of(raw_xlsx(GOOD_SHEET, leave_out=["xl/worksheets/sheet1.xml"]))) == ["damaged_file"]
    links = '<Relationships><Relationship Id="r1" Type="x/chartsheet" Target="chartsheets/sheet1.xml"/></Relationships>'
    assert codes(refusal_of(raw_xlsx(GOOD_SHEET, extra={"xl/_rels/workbook.xml.rels": links}))) == ["no_sheet"]


@pytest.mark.parametrize("name", ["../../x", "/etc/x", "xl\\..\\..\\x"])
def test_x09_members_that_point_outside_are_refused(name: str) -> None:
    assert codes(refusal_of(raw_xlsx(GOOD_SHEET, extra={name: b"x"}))) == ["unsafe_file"]


def test_x10_a_file_over_the_limit_names_the_limit() -> None:
    with pytest.raises(UnreadableFile) as refused:
        read_cases(bytes(5_000_001), filename="a.xlsx", zone="UTC", limit=OTHERS)
    assert codes(refused.value) == ["too_big"]
    assert refused.value.errors[0].facts["limit"] == 5


def test_x11_a_sheet_that_lies_about_its_size_is_read_whole() -> None:
    rows = [(f"A{i}", *GOOD[1:]) for i in range(10_000)]
    data = raw_xlsx(sheet_xml(cases_xml(*rows), dimension="A1:A2"))
    assert len(read_cases(data, filename="a.xlsx", zone="UTC").frame) == 10_000


def test_x12_one_lost_cell_at_the_end_of_the_sheet_costs_nothing_and_is_said() -> None:
    lost = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c><c r="XFC1048576"><v>1</v></c></row>'
    near = row_xml(1_048_575, ["x"])
    for far in (near, lost):
        data = raw_xlsx(sheet_xml(cases_xml(*[(f"A{i}", *GOOD[1:]) for i in range(198)]) + far))
        tracemalloc.start()
        preview = preview_cases(data, "a.xlsx")
        table = read_cases(data, filename="a.xlsx", zone="UTC")
        # A grid of a million rows, or of sixteen thousand columns, would be many times that.
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
        tracemalloc.stop()
        assert preview.total_rows == len(table.frame) == 198
        assert preview.notes
    rows = preview_cases(raw_xlsx(sheet_xml(cases_xml(GOOD) + near)), "a.xlsx").notes
    assert [(note.code, note.facts) for note in rows] == [("rows_ignored", {"first": 3, "last": 1_048_575})]


def test_x12_a_whole_block_after_a_wide_gap_still_belongs_to_the_table() -> None:
    block = "".join(row_xml(number, (f"B{number}", *GOOD[1:])) for number in range(5_000, 5_050))
    table = read_cases(raw_xlsx(sheet_xml(cases_xml(GOOD) + block)), filename="a.xlsx", zone="UTC")
    assert table.row_numbers.tolist() == [2, *range(5_000, 5_050)]
