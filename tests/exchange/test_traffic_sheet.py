"""Weekly numbers as a sheet: what is written is read back the same; what cannot be read is named, cell by cell."""

from datetime import date

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
        (3, "Settimana", "not_a_date"), (3, "Arrivano", "not_a_number"), (3, "Se ne vanno", "not_a_number"),
        (4, "Fase", "stage_missing"),
    ]  # fmt: skip
    refusal = scan.refusal([(2, "stage", "stage_unknown", {"value": "Ordino"})])
    assert refusal is not None
    assert len(refusal.errors) == 5
    with pytest.raises(UnreadableFile):
        scan_traffic(b"Fase;Altro\nOrdino;3\n", "numeri.csv")
