"""Weekly numbers as a sheet: what is written is read back the same; what cannot be read is named, cell by cell."""

import io
from datetime import date

import openpyxl
import pytest

from exchange.traffic_sheet import scan_traffic, write_traffic
from exchange.unreadable import UnreadableFile
from models.traffic import TrafficRow

ROWS = [
    TrafficRow("Ordino", date(2026, 11, 9), 612, 289, 2),
    TrafficRow("Ne sento parlare", date(2026, 11, 9), 9800, None, 3),
]


@pytest.mark.parametrize("language", ["it", "en"])
def test_what_is_written_is_read_back_the_same(language: str) -> None:
    scan = scan_traffic(write_traffic(ROWS, language=language), "numeri.xlsx")
    assert (scan.rows, scan.errors) == (ROWS, [])


def test_every_cell_that_cannot_be_read_is_named_and_figures_are_read_as_people_write_them() -> None:
    sheet = (b"Fase;Settimana;Arrivano;Se ne vanno\nOrdino;2026-11-09;9.800;\nScelgo;9/11/26;poche;tre\n"
             b";2026-11-09;1;0\n")  # fmt: skip
    scan = scan_traffic(sheet, "numeri.csv")
    assert [(row.arrived, row.left) for row in scan.rows] == [(9800, None)]
    assert [(error.row, error.column, error.code) for error in scan.errors] == [
        (3, "Settimana", "two_digit_year"), (3, "Arrivano", "not_a_number"), (3, "Se ne vanno", "not_a_number"),
        (4, "Fase", "stage_missing"),
    ]  # fmt: skip
    monday = scan_traffic(b"Fase;Settimana;Arrivano\nOrdino;2026-11-09T00:00:00+05:00;5\n", "numeri.csv")
    assert [row.week for row in monday.rows] == [date(2026, 11, 9)], "the day that is written, whatever its zone"
    refusal = scan.refusal([(2, "stage", "stage_unknown", {"value": "Ordino"})])
    assert refusal is not None
    assert len(refusal.errors) == 5
    with pytest.raises(UnreadableFile):
        scan_traffic(b"Fase;Altro\nOrdino;3\n", "numeri.csv")


def test_a_day_that_could_be_two_is_asked_for_the_whole_column_and_never_guessed() -> None:
    sheet = b"Fase;Settimana;Arrivano\nOrdino;01/02/2026;5\nScelgo;09/11/2026;6\n"
    asked = scan_traffic(sheet, "numeri.csv")
    assert (asked.formats, asked.rows, asked.errors) == (["dd/mm/yyyy", "mm/dd/yyyy"], [], [])
    read = {form: [row.week for row in scan_traffic(sheet, "numeri.csv", date_format=form).rows]
            for form in asked.formats}  # fmt: skip
    assert read == {"dd/mm/yyyy": [date(2026, 2, 1), date(2026, 11, 9)],
                    "mm/dd/yyyy": [date(2026, 1, 2), date(2026, 9, 11)]}  # fmt: skip
    told = scan_traffic(b"Fase;Settimana;Arrivano\nOrdino;31/02/2026;5\nScelgo;16.11.2026;6\n", "numeri.csv")
    assert [(error.row, error.code) for error in told.errors] == [(2, "no_such_date"), (3, "other_date_format")]
    assert scan_traffic(b"Fase;Settimana;Arrivano\nOrdino;16/11/2026;5\n", "n.csv").rows[0].week == date(2026, 11, 16)


def test_a_cell_that_says_yes_is_no_one_and_an_empty_one_is_no_nought() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (("Fase", "Settimana", "Arrivano"), ("Ordino", date(2026, 11, 9), True), ("Scelgo", None, None)):
        sheet.append(row)
    data = io.BytesIO()
    book.save(data)
    scan = scan_traffic(data.getvalue(), "numeri.xlsx")
    assert scan.rows == []
    assert [(error.row, error.column, error.code) for error in scan.errors] == [
        (2, "Arrivano", "yes_no_not_number"), (3, "Settimana", "nothing_there"),
        (3, "Arrivano", "nothing_there"),
    ]  # fmt: skip
