"""The command `backtest`: what would have been recommended on past days, and whether it was kept."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from exchange.backtest import main
from tests.analysis.material import BOSTON, needs_material

Told = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Told:
    def run(*argv: Any) -> tuple[int, dict[str, Any]]:
        code = main([*(str(word) for word in argv), "--json"])
        return code, json.loads(capsys.readouterr().out, parse_constant=pytest.fail)

    return run


def orders(folder: Path, weeks: int, hours: Callable[[int], float]) -> Path:
    lines = ["case_id,start,end"]
    for number in range(weeks * 28):
        start = pd.Timestamp("2026-01-05") + pd.Timedelta(hours=6 * number)
        end = start + pd.Timedelta(hours=hours(number))
        lines.append(f"o{number},{start:%Y-%m-%d %H:%M},{end:%Y-%m-%d %H:%M}")
    path = folder / "orders.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@needs_material
def test_street_lights_replayed_month_by_month_keep_the_figures_of_the_rules(told: Told) -> None:
    code, found = told(
        BOSTON, "--within", "14d", "--share", "80%", "--at", "2016-01-13", "--process", "Street Light Outages"
    )
    assert (code, found["looks"], len(found["past"])) == (0, 10, 10)
    # With the open cases the figure of the day was right; without them far too good.
    assert found["mean_error"] < 0.01
    assert found["mean_error_closed_only"] > 0.1
    assert found["recommended"]["share"] > 0.8 > found["plain_percentile"]["share"]
    assert all(past["verdict"] == "not supportable" for past in found["past"])


def test_a_steady_process_keeps_what_was_recommended(told: Told, tmp_path: Path) -> None:
    path = orders(tmp_path, 40, lambda number: 20.0 if number % 10 else 70.0)
    asked = (path, "--within", "24h", "--share", "85%", "--at", "2026-10-12", "--complete")
    _, found = told(*asked)
    assert found["recommended"] == {"kept": found["recommended"]["of"], "of": found["recommended"]["of"], "share": 1.0}
    assert found["supported"]["of"] > 0
    assert {past["recommended_within"] for past in found["past"]} == {20.0}
    # What was not known on a day is not used on that day: the same look, with the later half of the file gone.
    half = tmp_path / "half.csv"
    half.write_text("\n".join(path.read_text(encoding="utf-8").splitlines()[:700]) + "\n", encoding="utf-8")
    early = told(half, *asked[1:])[1]["past"][0]
    assert {name: early[name] for name in ("at", "cases", "open", "share", "verdict")} == {
        name: found["past"][0][name] for name in ("at", "cases", "open", "share", "verdict")
    }


def test_a_process_that_breaks_shows_figures_that_were_not_kept(told: Told, tmp_path: Path) -> None:
    path = orders(tmp_path, 40, lambda number: 20.0 if number < 20 * 28 else 60.0)
    _, found = told(path, "--within", "24h", "--share", "85%", "--at", "2026-10-12", "--complete", "--every", "7d")
    assert 0 < found["recommended"]["kept"] < found["recommended"]["of"]
    assert found["past"][-1]["verdict"] != "supported"


def test_a_file_of_few_weeks_cannot_look_back(told: Told, tmp_path: Path) -> None:
    path = orders(tmp_path, 10, lambda number: 20.0)
    code, found = told(path, "--within", "24h", "--share", "85%", "--at", "2026-03-20")
    assert (code, "too few weeks" in found["error"][0]["sentence"]) == (2, True)
