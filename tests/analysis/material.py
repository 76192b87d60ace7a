"""Where the published material lies, and short ways to say cases. The folder beside the repo may be absent (in CI)."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.cases import Cases, Floats, cases

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
ORACLES = SHARED / "oracles"
BOSTON = SHARED / "data" / "boston311_2015_cases.csv.gz"
DAY = 86_400.0
WEEK = 7 * DAY

needs_material = pytest.mark.skipif(not ORACLES.is_dir(), reason="the published material is not beside the repo")


def seconds(column: "pd.Series[Any]") -> Floats:
    """Seconds since 1970 of a column of wall-clock times in UTC."""
    since = (pd.to_datetime(column) - pd.Timestamp(0)) / pd.Timedelta(1, "s")
    return np.asarray(since, dtype=np.float64)


def boston(process: str) -> Cases:
    frame = pd.read_csv(BOSTON)
    frame = frame[frame["process"] == process]
    return cases(
        frame["case_id"].astype(str).tolist(),
        seconds(frame["start"]),
        seconds(frame["end"]),
        segment=frame["segment"].tolist(),
        touchpoint=frame["touchpoint"].tolist(),
    )


def days(
    start: Sequence[float], time: Sequence[float | None], ids: Sequence[str] | None = None, **columns: Any
) -> Cases:
    """Cases that start on these days and take so many days; None is still open."""
    begun = np.array(start) * DAY
    took = np.array([np.nan if one is None else one for one in time]) * DAY
    return cases(ids or [f"case {n}" for n in range(len(start))], begun, begun + took, **columns)


def steady(n: int, kept: int, *, a_day: int = 1, late: float | None = 20.0) -> Cases:
    """n cases, `a_day` of them a day, of which `kept` (spread evenly) take one day, and the others `late` days."""
    on_time = [(place + 1) * kept // n > place * kept // n for place in range(n)]
    return days([float(place // a_day) for place in range(n)], [1.0 if good else late for good in on_time])
