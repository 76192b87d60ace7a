"""What goes out as Excel or CSV comes back unchanged and never runs as a formula."""

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exchange.csvs import csv_rows, decoded, without_guard, write_csv
from exchange.plaintext import EXCEL_TEXT, clean
from exchange.sheetxml import DATE, NUMBER, YES_NO
from exchange.table_stream import table_pieces
from exchange.unreadable import OTHERS
from exchange.workbook import Sheet, Value, open_workbook, write_workbook

DANGEROUS = [
    '=HYPERLINK("http://evil","Click")', "=cmd|'/C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1+1", "\r=1+1", "＝1+1",
    "'=1",
]  # fmt: skip


def read_back(data: bytes) -> list[list[str]]:
    book = open_workbook(data, OTHERS)
    return [cells for _, cells in book.rows(book.sheets[0])]


@pytest.mark.parametrize("text", DANGEROUS)
def test_x17_a_text_that_looks_like_a_formula_is_stored_as_text(text: str) -> None:
    data = write_workbook([Sheet("Idee", [text], [[text]])])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in xml
    page = openpyxl.load_workbook(io.BytesIO(data)).active
    assert page is not None
    assert [cell.data_type for row in page.iter_rows() for cell in row] == ["s", "s"]
    assert read_back(data) == [[clean(text)], [clean(text)]]


def test_x18_in_csv_only_texts_get_an_apostrophe_and_numbers_stay() -> None:
    data = write_csv(["Nota", "Valore"], [["=1+1", -5], ["-5", -2.5], ["ciao", 3], ["＝1", None]], separator=";")
    assert data.decode("utf-8-sig").split("\r\n")[1:5] == ["'=1+1;-5", "'-5;-2.5", "ciao;3", "'＝1;"]


@given(st.lists(st.text(max_size=40), min_size=1, max_size=4))
def test_x18_texts_come_back_from_csv_as_they_were(texts: list[str]) -> None:
    stream, guessed = decoded(write_csv(["x"] * len(texts) + ["y"], [[*texts, "end"]]))
    records = [cells for _, cells in csv_rows(stream)]
    assert [without_guard(cell) for cell in records[1][:-1]] == [clean(text) for text in texts]
    assert not guessed


def expected(value: Value) -> str:
    """How a written value is read back, by the rules of `write_workbook`."""
    if value is None:
        return ""
    if isinstance(value, str):
        text = clean(value)
        return "" if text.isspace() else text
    if isinstance(value, bool):
        return YES_NO + str(int(value))
    if isinstance(value, datetime):
        return DATE + value.isoformat(" ", "seconds")
    if isinstance(value, int):
        return NUMBER + str(value) if abs(value) <= 2**53 else str(value)
    assert isinstance(value, float)
    return NUMBER + (str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value))


VALUES = st.one_of(
    st.none(),
    st.text(max_size=30),
    st.sampled_from(["_x000A_", "#N/A", "=1+1", "TRUE", "007", "1e5", " x ", "http://a.it", *DANGEROUS]),
    st.booleans(),
    st.integers(-(2**70), 2**70).filter(lambda n: abs(n) <= 10**14 or abs(n) > 2**53),
    st.floats(-1e14, 1e14).map(lambda x: x + 0.0),
    st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1)).map(lambda moment: moment.replace(microsecond=0)),
)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.lists(VALUES, min_size=3, max_size=3), min_size=1, max_size=4))
def test_x19_what_is_written_is_read_back_equal_in_values(rows: list[list[Value]]) -> None:
    book = open_workbook(write_workbook([Sheet("Idee", ["a", "b", "c"], rows)]), OTHERS)
    seen = {number: [*cells, "", "", ""][:3] for number, cells in book.rows("Idee")}
    for number, row in enumerate(rows, 2):
        assert seen.get(number, ["", "", ""]) == [expected(value) for value in row]
    # Written while its rows are asked for it is the same table, to the last cell.
    pieces = b"".join(table_pieces("Idee", ["a", "b", "c"], iter(rows), zone="UTC", foot="F", shortened="…"))
    streamed = openpyxl.load_workbook(io.BytesIO(pieces)).active
    assert streamed is not None
    assert (streamed.freeze_panes, streamed.auto_filter.ref) == ("A2", f"A1:C{len(rows) + 1}")
    assert {number: [*cells, "", "", ""][:3] for number, cells in open_workbook(pieces, OTHERS).rows("Idee")} == seen


def test_x30_a_text_too_long_for_excel_is_cut_and_says_so() -> None:
    for text in ("a" * 32_768, "👩" * 20_000):
        (_, [cell]) = read_back(write_workbook([Sheet("Idee", ["a"], [[text]])]))
        assert cell.endswith("… (shortened)")
        assert len(cell.encode("utf-16-le")) // 2 <= EXCEL_TEXT
    (_, [whole]) = read_back(write_workbook([Sheet("Idee", ["a"], [["a" * 32_767]])]))
    assert whole == "a" * 32_767


def test_t12_a_surrogate_or_a_control_character_never_writes_a_corrupt_file() -> None:
    data = write_workbook([Sheet("I\x00dee", ["a\x0b"], [["x\ud800\x00\uffffy"]])])
    assert read_back(data) == [["a"], ["xy"]]
    assert write_csv(["a"], [["x\ud800y"]]).decode("utf-8-sig") == "a\r\nxy\r\n"


def test_n01_what_is_no_number_is_written_as_an_empty_cell() -> None:
    assert read_back(write_workbook([Sheet("I", ["a", "b"], [[float("nan"), 1], [float("inf"), 2]])]))[1:] == [
        ["", NUMBER + "1"], ["", NUMBER + "2"],
    ]  # fmt: skip


def test_headers_are_bold_frozen_and_filtered_and_dates_are_dates() -> None:
    data = write_workbook([Sheet("a/b", ["Idea", "Giorno"], [["x", date(2026, 2, 1)]]), Sheet("A b", ["c"], [])])
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["a b", "A b 2"]
    page = book["a b"]
    assert page["A1"].font.b
    assert (page.freeze_panes, page.auto_filter.ref) == ("A2", "A1:B2")
    assert page["B2"].value == datetime(2026, 2, 1)
    assert page["B2"].is_date
