"""The command `assess`: a file of cases and a rule in, one JSON object out; no database."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from exchange.assess import duration, main, moment, share
from tests.analysis.material import BOSTON, needs_material

Told = Callable[..., tuple[int, dict[str, Any]]]
Csv = Callable[..., Path]

KEYS = [
    "cases", "open", "share", "closed_only_share", "lower", "upper", "phi", "n_eff", "n_min",
    "base_verdict", "verdict", "promise_within", "promise_share", "warnings", "recommended_within", "matured_share",
    "downgrades", "drift", "capacity",
]  # fmt: skip


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Told:
    """Run the command; its exit code and what it printed, read as strict JSON."""

    def run(*argv: Any, json_asked: Any = True) -> tuple[int, dict[str, Any]]:
        code = main([str(word) for word in argv] + (["--json"] if json_asked else []))
        out = capsys.readouterr().out

        def refuse(constant: Any) -> None:
            raise AssertionError(f"{constant} is no JSON")

        return code, json.loads(out, parse_constant=refuse)

    return run


@pytest.fixture
def csv(tmp_path: Path) -> Csv:
    def write(*lines: Any, header: Any = "case_id,start,end", name: str = "cases.csv") -> Path:
        path = tmp_path / name
        path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
        return path

    return write


def forty(kept: int = 36) -> list[str]:
    lines = []
    for day in range(40):
        start = pd.Timestamp("2026-01-01 08:00") + pd.Timedelta(days=day)
        end = start + pd.Timedelta(hours=5 if day < kept else 60)
        lines.append(f"c{day},{start:%Y-%m-%d %H:%M},{end:%Y-%m-%d %H:%M}")
    return lines


@pytest.fixture(scope="module")
def street_lights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("boston") / "street lights.csv"
    table = pd.read_csv(BOSTON)
    table[table["process"] == "Street Light Outages"].to_csv(path, index=False)
    return path


ASKED = ("--within", "48h", "--share", "80%", "--at", "2026-04-01")


class TestBoston:
    # fmt: off
    rows = (
        ("Request for Recycling Cart", "30d", "80%", (2971, 14.5848768150503, 0.776583328767237, 203.634309993198,
         0.723235449476564, 0.823791004807293, 14, "at risk", 38.842719907)),
        ("Street Light Outages", "14d", "80%", (7956, 6.67412460974335, 0.6377072505093, 1189.66912730527,
         0.614129786195613, 0.660779038002474, 14, "not supportable", 65.761134259)),
        ("Graffiti Removal", "45d", "75%", (4284, 11.1824133809398, 0.715610015132036, 380.555966819427,
         0.675087140843897, 0.753614111033779, 11, "at risk", 61.361747685)),
        ("Tree Emergencies", "1d", "90%", (785, 1.66330436281339, 0.872611464968153, 471.95210783444,
         0.844556502449302, 0.897123623523633, 29, "not supportable", 1.972523148)),
        ("Tree Emergencies", "2d", "0.9", (785, 1.45190901935831, 0.926114649681529, 540.667486415187,
         0.904888421985832, 0.94377020663156, 29, "supported", 1.956840278)),
    )
    # fmt: on

    @needs_material
    @pytest.mark.parametrize(("process", "within", "target", "expected"), rows)
    def test_the_five_reference_rows_agree(
        self, told: Told, process: str, within: str, target: str, expected: tuple[Any, ...]
    ) -> None:
        code, found = told(
            BOSTON, "--within", within, "--share", target, "--at", "2016-01-13", "--process", process
        )  # fmt: skip
        cases, phi, kept, n_eff, lower, upper, n_min, verdict, could = expected
        assert code == 0
        assert list(found) == KEYS
        assert (found["cases"], found["n_min"], found["verdict"]) == (cases, n_min, verdict)
        assert found["base_verdict"] == verdict
        assert found["warnings"] == []
        figures = [found[name] for name in ("phi", "share", "n_eff", "lower", "upper", "promise_within")]
        assert figures == pytest.approx([phi, kept, n_eff, lower, upper, could], abs=1e-9)

    @needs_material
    def test_street_lights_as_a_workbook_say_what_the_csv_says(
        self, told: Told, street_lights: Path, tmp_path: Path
    ) -> None:
        table = pd.read_csv(street_lights, usecols=["case_id", "start", "end", "process"])
        for column in ("start", "end"):
            table[column] = pd.to_datetime(table[column])
        path = tmp_path / "street lights.xlsx"
        table.to_excel(path, index=False)
        code, found = told(path, "--within", "14d", "--share", "8/10", "--at", "2016-01-13")
        assert (code, found["verdict"], found["cases"], found["open"]) == (0, "not supportable", 7956, 1188)
        assert [round(100 * found[name], 1) for name in ("share", "lower", "upper")] == [63.8, 61.4, 66.1]
        assert round(found["closed_only_share"], 3) == 0.75
        assert found["promise_within"] == pytest.approx(65.761134259, abs=1e-9)

    @needs_material
    def test_another_unit_changes_no_figure_but_the_unit_of_the_answer(self, told: Told, street_lights: Path) -> None:
        asked = ("--share", "4/5", "--at", "2016-01-13", "--process", "Street Light Outages")
        _, in_days = told(street_lights, "--within", "14d", *asked)
        for within, factor in (("336h", 24), ("20160min", 1440), ("1209600s", 86_400)):
            _, other = told(street_lights, "--within", within, *asked)
            for time in ("promise_within", "recommended_within"):
                assert other.pop(time) == pytest.approx(in_days[time] * factor, rel=1e-12)
            assert other == {name: value for name, value in in_days.items() if name in other}
            assert len(in_days) == len(other) + 2

    @needs_material
    def test_one_segment_and_one_touchpoint_can_be_asked_for(self, told: Told, street_lights: Path) -> None:
        asked = ("--within", "14d", "--share", "80%", "--at", "2016-01-13", "--process", "Street Light Outages")
        _, everywhere = told(street_lights, *asked)
        _, dorchester = told(street_lights, *asked, "--segment", "Dorchester")
        _, by_phone = told(street_lights, *asked, "--segment", "Dorchester", "--touchpoint", "Constituent Call")
        assert everywhere["cases"] > dorchester["cases"] > by_phone["cases"] > 0

    @needs_material
    def test_several_processes_must_be_chosen_from(self, told: Told) -> None:
        code, found = told(BOSTON, "--within", "14d", "--share", "80%", "--at", "2016-01-13")
        assert code == 2
        assert (found["error"][0]["row"], found["error"][0]["column"]) == (None, "process")
        assert "Abandoned Vehicles" in found["error"][0]["sentence"]


class TestAnyVerdictIsSuccess:
    def test_a_sound_promise_is_supported(self, told: Told, csv: Csv) -> None:
        code, found = told(csv(*forty(38)), *ASKED)
        assert (code, found["verdict"], found["share"], found["closed_only_share"]) == (0, "supported", 0.95, 0.95)
        assert found["promise_within"] == 5.0

    def test_a_header_without_rows_is_zero_cases(self, told: Told, csv: Csv) -> None:
        code, found = told(csv(), *ASKED)
        assert (code, list(found)) == (0, KEYS)
        assert (found["cases"], found["share"], found["verdict"]) == (0, None, "not enough evidence")
        assert [warning["code"] for warning in found["warnings"]] == ["no_rows"]

    def test_all_open_cases_are_a_verdict_too(self, told: Told, csv: Csv) -> None:
        code, found = told(
            csv(*(f"c{n},2026-01-{n + 1:02},," for n in range(28)), header="case_id,start,end,x"), *ASKED
        )
        assert (code, found["open"], found["share"], found["verdict"]) == (0, 28, 0.0, "not supportable")
        assert found["promise_within"] is None
        assert found["closed_only_share"] is None

    def test_all_of_100_has_no_smallest_number_of_cases(self, told: Told, csv: Csv) -> None:
        code, found = told(csv(*forty(40)), "--within", "48h", "--share", "100%", "--at", "2026-04-01")
        assert (code, found["n_min"], found["verdict"]) == (0, None, "not enough evidence")
        assert "never_certain" in {warning["code"] for warning in found["warnings"]}

    def test_dirty_rows_are_counted_in_sentences(self, told: Told, csv: Csv) -> None:
        path = csv(*forty(), "x,2026-02-02 10:00,2026-02-01 10:00", "c0,2026-01-01 08:00,", "y,,2026-02-01")
        _, found = told(path, *ASKED)
        counted = {warning["code"]: warning["count"] for warning in found["warnings"]}
        assert counted.items() >= {"end_before_start": 1, "same_id": 1, "no_start": 1}.items()
        assert all(
            set(warning) == {"code", "count", "sentence"} and warning["sentence"] for warning in found["warnings"]
        )
        assert found["cases"] == 41

    def test_who_cancels_does_not_count_unless_asked_for(self, told: Told, csv: Csv) -> None:
        lines = [f"{line},{'cancelled' if n % 10 == 0 else ''}" for n, line in enumerate(forty(40))]
        path = csv(*lines, header="case_id,start,end,outcome")
        _, left_out = told(path, *ASKED)
        _, broken = told(path, *ASKED, "--cancelled", "broken")
        assert (left_out["cases"], left_out["share"]) == (36, 1.0)
        assert (broken["cases"], broken["share"]) == (40, 0.9)

    def test_a_compressed_file_says_the_same(self, told: Told, csv: Csv, tmp_path: Path) -> None:
        path = csv(*forty())
        packed = tmp_path / "cases.csv.gz"
        packed.write_bytes(gzip.compress(path.read_bytes()))
        assert told(path, *ASKED) == told(packed, *ASKED)

    def test_row_order_and_further_columns_change_nothing(self, told: Told, csv: Csv) -> None:
        plain = told(csv(*forty()), *ASKED)
        mixed = csv(*(f"{line},note {n}" for n, line in reversed(list(enumerate(forty())))),
                    header="case_id,start,end,remark", name="mixed.csv")  # fmt: skip
        assert told(mixed, *ASKED) == plain

    def test_without_json_people_can_read_it(self, csv: Csv, capsys: pytest.CaptureFixture[str]) -> None:
        assert main([str(csv(*forty())), *ASKED]) == 0
        assert "verdict: " in capsys.readouterr().out


class TestZones:
    def test_a_date_is_midnight_on_the_wall_clock_of_the_zone(self) -> None:
        assert moment("2026-01-13", "Europe/Rome") == pd.Timestamp("2026-01-12T23:00Z").timestamp()
        assert moment("2026-01-13", "UTC") == pd.Timestamp("2026-01-13T00:00Z").timestamp()
        assert moment("2026-01-13T10:00+02:00", "UTC") == pd.Timestamp("2026-01-13T08:00Z").timestamp()

    def test_the_hour_that_exists_twice_is_the_first_of_the_two(self) -> None:
        assert moment("2026-10-25T02:30", "Europe/Rome") == pd.Timestamp("2026-10-25T00:30Z").timestamp()

    def test_a_case_across_the_change_of_the_clocks_takes_its_true_time(self, told: Told, csv: Csv) -> None:
        path = csv("a,2026-03-29 00:00,2026-03-29 04:00")
        asked = ("--within", "3h", "--share", "50%", "--at", "2026-05-01")
        assert told(path, *asked, "--zone", "Europe/Rome")[1]["share"] == 1.0
        assert told(path, *asked)[1]["share"] == 0.0


class TestRefusals:
    def refused(self, told: Told, *argv: Any) -> list[dict[str, Any]]:
        code, found = told(*argv)
        assert code == 2
        assert list(found) == ["error"]
        for error in found["error"]:
            assert list(error) == ["row", "column", "sentence"]
            assert error["sentence"]
        errors: list[dict[str, Any]] = found["error"]
        return errors

    def test_an_unreadable_cell_is_named_by_row_and_column(self, told: Told, csv: Csv) -> None:
        errors = self.refused(told, csv(*forty(), "bad,2026-02-30,2026-03-01"), *ASKED)
        assert [(error["row"], error["column"]) for error in errors] == [(42, "start")]

    def test_an_unknown_process_is_answered_with_the_ones_there_are(self, told: Told, csv: Csv) -> None:
        path = csv(*(f"{line},repairs" for line in forty()), header="case_id,start,end,process")
        assert "repairs" in self.refused(told, path, *ASKED, "--process", "returns")[0]["sentence"]

    def test_a_filter_on_a_column_that_is_not_there(self, told: Told, csv: Csv) -> None:
        assert self.refused(told, csv(*forty()), *ASKED, "--segment", "north")[0]["column"] == "segment"

    def test_a_file_that_is_not_there(self, told: Told, tmp_path: Path) -> None:
        assert self.refused(told, tmp_path / "none.csv", *ASKED)[0]["column"] == "file"

    def test_a_workbook_that_is_none(self, told: Told, tmp_path: Path) -> None:
        path = tmp_path / "cases.xlsx"
        path.write_bytes(b"not a workbook")
        self.refused(told, path, *ASKED)

    @pytest.mark.parametrize(
        ("option", "value"),
        [
            ("--within", "14"), ("--within", "0d"), ("--within", "-1d"), ("--within", "2 weeks"), ("--within", "nan d"),
            ("--share", "80"), ("--share", "0"), ("--share", "101%"), ("--share", "4/0"), ("--share", "most"),
            ("--at", "yesterday"), ("--at", "2016-13-01"), ("--zone", "Europe/Faenza"), ("--zone", "../etc"),
            ("--cancelled", "maybe"), ("--unknown", "1"),
        ],
    )  # fmt: skip
    def test_arguments_that_say_nothing(self, told: Told, csv: Csv, option: str, value: str) -> None:
        options = dict(zip(ASKED[::2], ASKED[1::2], strict=True)) | {option: value}
        argv = [f"{name}={given}" for name, given in options.items()]
        self.refused(told, csv(*forty()), *argv)

    def test_the_snapshot_date_must_be_said(self, told: Told, csv: Csv) -> None:
        self.refused(told, csv(*forty()), "--within", "2d", "--share", "80%")


def test_times_and_shares_as_people_write_them() -> None:
    assert [duration(text).seconds for text in ("14d", "48h", "1.5h", "1,5 h", "30min", "45s", "0.1h")] == [
        1_209_600, 172_800, 5_400, 5_400, 1_800, 45, 360,
    ]  # fmt: skip
    assert [float(share(text)) for text in ("80%", "80 %", "0.8", ".8", "0,8", "4/5", "19/20", "99.5%", "1")] == [
        0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.95, 0.995, 1,
    ]  # fmt: skip


def test_a_workbook_by_hand(told: Told, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(["case_id", "start", "end"])
    for day in range(30):
        start = pd.Timestamp("2026-01-01 09:00") + pd.Timedelta(days=day)
        sheet.append([f"c{day}", start.to_pydatetime(), (start + pd.Timedelta(hours=4)).to_pydatetime()])
    path = tmp_path / "by hand.xlsx"
    book.save(path)
    code, found = told(path, *ASKED)
    assert (code, found["cases"], found["share"], found["verdict"]) == (0, 30, 1.0, "supported")
