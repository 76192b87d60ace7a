"""The Excel file somebody would drop: the street lights of Boston where they are at hand, made-up ones elsewhere."""

from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from exchange.workbook import Sheet, write_workbook
from tests.analysis.material import BOSTON

COLUMNS = ("case_id", "start", "end")


@cache
def lights() -> bytes:
    """Cases of street lights and when they were repaired, as .xlsx with three columns."""
    rows = _real() if BOSTON.is_file() else _made_up()
    return write_workbook([Sheet("Lights", COLUMNS, rows)])


def lights_file(folder: Path) -> Path:
    """The same as a file."""
    path = folder / "street-lights.xlsx"
    path.write_bytes(lights())
    return path


def _real() -> list[tuple[str, datetime, datetime | None]]:
    frame = pd.read_csv(BOSTON, usecols=["case_id", "start", "end", "process"], parse_dates=["start", "end"])
    frame = frame[frame["process"] == "Street Light Outages"]
    ends = [None if pd.isna(end) else end.to_pydatetime() for end in frame["end"]]
    starts = [start.to_pydatetime() for start in frame["start"]]
    return list(zip(frame["case_id"].astype(str), starts, ends, strict=True))


def _made_up() -> list[tuple[str, datetime, datetime | None]]:
    # A year of lights, 64 of 100 repaired within 14 days and the others slowly, as in the real ones.
    chance = np.random.default_rng(311)
    began = datetime(2015, 1, 1, 8)
    rows: list[tuple[str, datetime, datetime | None]] = []
    for number in range(3000):
        start = began + timedelta(days=365 * number / 3000, minutes=float(chance.integers(0, 300)))
        days = chance.uniform(0.2, 13.9) if chance.random() < 0.64 else chance.uniform(14.1, 90)
        end = start + timedelta(days=float(days))
        rows.append((f"L{number:05}", start, end if end < datetime(2016, 1, 12) else None))
    return rows
