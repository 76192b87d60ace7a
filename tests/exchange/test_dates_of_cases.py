"""Dates in a table: one format a column, never guessed; every cell that is no date is named."""

import math
from datetime import UTC, datetime

import pytest

from exchange.tables import UnreadableFile, preview_cases, read_cases
from exchange.workbook import Sheet, Value, write_workbook
from tests.exchange.files import codes, csv_of


def epoch(*parts: int) -> float:
    return datetime(*parts, tzinfo=UTC).timestamp()  # type: ignore[misc,arg-type]


def starts(*cells: str, zone: str = "UTC", form: str | None = None) -> list[float]:
    lines = [f'{i},"{cell}",' for i, cell in enumerate(cells)]
    formats = {"start": form} if form else None
    table = read_cases(csv_of(*lines), filename="a.csv", zone=zone, columns=COLUMNS, date_formats=formats)
    return list(table.frame["start"])


def refused(*cells: str, form: str | None = None) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as raised:
        starts(*cells, form=form)
    return raised.value


COLUMNS = {"case_id": "case_id", "start": "start", "end": "end"}
DAY = epoch(2026, 2, 13)


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("2026-02-13", DAY),
        ("2026-02-13 10:30", DAY + 37_800),
        ("2026-02-13T10:30:15", DAY + 37_815),
        ("2026-02-13T10:30:15.25Z", DAY + 37_815.25),
        ("2026-02-13T10:30:00+02:00", DAY + 30_600),
        ("2026-02-13 10:30:00 -0500", DAY + 55_800),
        ("13/02/2026", DAY),
        ("13/02/2026 10:30", DAY + 37_800),
        ("13-02-2026 10:30:15", DAY + 37_815),
        ("02/13/2026 1:30:15 PM", DAY + 48_615),
        ("13.2.2026", DAY),
        ("13 feb 2026", DAY),
        ("13 Febbraio 2026 10:30", DAY + 37_800),
        ("13-February-2026", DAY),
    ],
)
def test_these_ways_of_writing_a_date_are_read(cell: str, moment: float) -> None:
    assert starts(cell, cell) == [moment, moment]


def test_moments_with_and_without_offset_may_stand_in_one_column() -> None:
    assert starts("2026-02-13 10:00", "2026-02-13T10:00:00Z", zone="Europe/Rome") == [DAY + 32_400, DAY + 36_000]


def test_d01_the_thirty_first_of_february_is_named() -> None:
    bad = refused("13.02.2026", "31.02.2026")
    assert [(e.row, e.column, e.code, e.facts["value"]) for e in bad.errors] == [
        (3, "start", "no_such_date", "31.02.2026")
    ]
    assert codes(refused("2026-02-31")) == codes(refused("2026-02-10 25:00")) == ["no_such_date"]


def test_d02_day_and_month_that_cannot_be_told_apart_are_asked_never_guessed() -> None:
    lines = ["1,01/02/2026,03/04/2026", "2,05/06/2026,25/04/2026"]
    preview = preview_cases(csv_of(*lines), "a.csv")
    assert preview.date_formats == {"start": ["dd/mm/yyyy", "mm/dd/yyyy"], "end": ["dd/mm/yyyy"]}
    asked = refused("01/02/2026", "05/06/2026")
    assert [(e.column, e.code) for e in asked.errors] == [("start", "ambiguous_dates")]
    assert starts("01/02/2026", form="dd/mm/yyyy") == [epoch(2026, 2, 1)]
    assert starts("01/02/2026", form="mm/dd/yyyy") == [epoch(2026, 1, 2)]


def test_d02_one_telling_cell_decides_for_the_column_and_contradictions_are_asked() -> None:
    assert starts("01/02/2026", "25/02/2026") == [epoch(2026, 2, 1), epoch(2026, 2, 25)]
    assert starts("02/02/2026", "03/03/2026") == [epoch(2026, 2, 2), epoch(2026, 3, 3)]
    assert codes(refused("25/02/2026", "02/25/2026")) == ["ambiguous_dates"]
    assert [(e.row, e.code) for e in refused("25/02/2026", "02/25/2026", form="dd/mm/yyyy").errors] == [
        (3, "no_such_date")
    ]


def test_d03_years_that_cannot_be_right_are_named() -> None:
    for cell in ("0026-01-01", "1899-12-31", "9999-12-31", "1969-12-31 23:59:59"):
        assert codes(refused("2026-01-01", cell)) == ["year_out_of_range"]
    assert codes(refused("13/02/2026", "13/02/0026", "14/03/26")) == ["year_out_of_range", "two_digit_year"]
    assert starts("1970-01-01", "2100-12-31 23:59:59") == [0.0, epoch(2100, 12, 31, 23, 59, 59)]


def test_d04_end_before_start_equal_or_missing_are_rows_like_others() -> None:
    data = csv_of("1,2026-01-02,2026-01-01", "2,2026-01-01,2026-01-01", "3,2026-01-01,", "4,,2026-01-01")
    frame = read_cases(data, filename="a.csv", zone="UTC").frame
    assert len(frame) == 4
    assert math.isnan(frame["end"][2])
    assert math.isnan(frame["start"][3])


def test_the_hour_that_does_not_exist_moves_forward_and_of_the_hour_that_exists_twice_the_first_counts() -> None:
    assert starts("2026-03-29 02:30", zone="Europe/Rome") == [epoch(2026, 3, 29, 1, 0)]
    assert starts("2026-10-25 02:30", zone="Europe/Rome") == [epoch(2026, 10, 25, 0, 30)]
    assert starts("2026-10-25 01:30", zone="Europe/Dublin") == [epoch(2026, 10, 25, 0, 30)]
    assert starts("25/10/2026 02:30", zone="Europe/Rome") == [epoch(2026, 10, 25, 0, 30)]


def test_excel_dates_are_wall_clock_to_the_second() -> None:
    rows: list[list[Value]] = [
        ["1", datetime(2026, 2, 13, 10, 30, 59), None],
        ["2", datetime(2015, 1, 1, 0, 25, 23), None],
    ]
    data = write_workbook([Sheet("Dati", ["case_id", "start", "end"], rows)])
    assert preview_cases(data, "a.xlsx").date_formats["start"] == ["excel"]
    frame = read_cases(data, filename="a.xlsx", zone="Europe/Rome").frame
    assert list(frame["start"]) == [epoch(2026, 2, 13, 9, 30, 59), epoch(2014, 12, 31, 23, 25, 23)]


def test_a_text_among_excel_dates_and_a_bare_number_are_named() -> None:
    rows: list[list[Value]] = [["1", datetime(2026, 2, 1), None], ["2", "13/02/2026", None], ["3", 45_000, None],
                               ["4", "31/02/2026", None]]  # fmt: skip
    data = write_workbook([Sheet("Dati", ["case_id", "start", "end"], rows)])
    with pytest.raises(UnreadableFile) as bad:
        read_cases(data, filename="a.xlsx", zone="UTC", columns=COLUMNS)
    assert [(e.facts["cell"], e.code) for e in bad.value.errors] == [
        ("B3", "text_among_dates"),
        ("B4", "number_not_date"),
        ("B5", "no_such_date"),
    ]


def test_an_unknown_zone_is_the_callers_mistake() -> None:
    with pytest.raises(ValueError, match="zone"):
        starts("2026-01-01", zone="Europe/Atlantis")
