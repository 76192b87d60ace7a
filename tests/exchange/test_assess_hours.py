"""`assess` inside opening hours: a weekend is no time, nor a holiday, and both sides of a clock change count alike."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from exchange.assess import main

Told = Callable[..., tuple[int, dict[str, Any]]]
ASKED = ("--share", "90%", "--at", "2026-06-01", "--zone", "Europe/Rome", "--json")


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Told:
    def run(*argv: Any) -> tuple[int, dict[str, Any]]:
        code = main([*(str(word) for word in argv), *ASKED])
        return code, json.loads(capsys.readouterr().out)

    return run


@pytest.fixture
def fridays(tmp_path: Path) -> Path:
    """Every Friday at five in the afternoon five cases come, done on Monday at five: nine office hours, three days."""
    lines = ["case_id,start,end"]
    for week, friday in enumerate(pd.date_range("2026-01-09", "2026-05-22", freq="7D")):
        begun, done = friday + pd.Timedelta(hours=17), friday + pd.Timedelta(days=3, hours=17)
        lines += [f"c{week}-{n},{begun:%Y-%m-%d %H:%M},{done:%Y-%m-%d %H:%M}" for n in range(5)]
    path = tmp_path / "casi.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_weekend_is_no_time_and_a_day_is_a_working_day(told: Told, fridays: Path, tmp_path: Path) -> None:
    assert told(fridays, "--within", "2d")[1]["share"] == 0.0
    for week in ("mon-fri 9-18", "lun-ven 9:00-18:00", "mon-thu 09:00-18:00; fri 9-12, 12:00-18:00"):
        code, found = told(fridays, "--within", "1d", "--hours", week)
        # The clock goes forward on the 29th of March, a Sunday: no office hour is lost.
        assert (code, found["share"], found["promise_within"], found["recommended_within"]) == (0, 1.0, 1.0, 1.0), week
    assert told(fridays, "--within", "8.9h", "--hours", "mon-fri 9-18")[1]["share"] == 0.0
    # On Saturdays and Sundays from noon to midnight: twenty-four hours more.
    more = told(fridays, "--within", "33h", "--hours", "mon-fri 9-18; sat-sun 12-24")[1]
    assert (more["share"], more["promise_within"]) == (pytest.approx(20 / 20), 33.0)
    free = tmp_path / "chiusi.txt"
    free.write_text("# feste\n2026-04-06   # Pasquetta\n25/12/2026\n", encoding="utf-8")
    easter = told(fridays, "--within", "1h", "--hours", "mon-fri 9-18", "--holidays", free)[1]
    assert easter["share"] == pytest.approx(5 / 100)


@pytest.mark.parametrize(
    ("words", "column", "part"),
    [
        (("--within", "1d", "--hours", "always"), "hours", "are no opening hours"),
        (("--within", "1d", "--hours", "mon-fri 18-9"), "hours", "are no opening hours"),
        (("--within", "1d", "--hours", "mon-fri 9-18; wed 10-12"), "hours", "are no opening hours"),
        (("--within", "1d", "--hours", "xyz 9-18"), "hours", "are no opening hours"),
        (("--within", "1d", "--hours", "mon-fri chiuso"), "hours", "are no opening hours"),
        (("--value-at-most", "1", "--hours", "mon-fri 9-18"), "hours", "only for a promise about a time"),
        (("--within", "1d", "--holidays", "x.txt"), "holidays", "needs --hours"),
        (("--within", "1d", "--hours", "mon 9-18", "--holidays", "nowhere.txt"), "holidays", "no file"),
        (("--within", "1d", "--hours", "mon 9-18", "--holidays", "CASES"), "holidays", "“case_id” is not a day"),
    ],
)
def test_hours_that_cannot_be_meant_are_refused(
    told: Told, fridays: Path, words: tuple[str, ...], column: str, part: str
) -> None:
    code, found = told(fridays, *(str(fridays) if word == "CASES" else word for word in words))
    (error,) = found["error"]
    assert (code, error["column"]) == (2, column)
    assert part in str(error["sentence"])
