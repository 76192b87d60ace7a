"""`assess` on every kind of promise: a time, a figure, yes or no, with hang-ups, over a period; and from event logs."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from exchange.assess import main

Told = Callable[..., tuple[int, dict[str, Any]]]
AT = ("--at", "2026-04-01")


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Told:
    def run(*argv: Any) -> tuple[int, dict[str, Any]]:
        code = main([*(str(word) for word in argv), "--json"])

        def refuse(constant: str) -> None:
            raise AssertionError(f"{constant} is no JSON")

        return code, json.loads(capsys.readouterr().out, parse_constant=refuse)

    return run


@pytest.fixture
def days(tmp_path: Path) -> Callable[..., Path]:
    """A CSV of one case every six hours from January on; `row(n)` gives what follows the start."""

    def write(header: str, row: Callable[[int], str], n: int = 320) -> Path:
        path = tmp_path / "cases.csv"
        starts = [pd.Timestamp("2026-01-01") + pd.Timedelta(hours=6 * at) for at in range(n)]
        lines = [f"c{at},{start:%Y-%m-%d %H:%M},{row(at)}" for at, start in enumerate(starts)]
        path.write_text("\n".join([f"case_id,start,{header}", *lines]) + "\n", encoding="utf-8")
        return path

    return write


def test_a_figure_at_most_at_least_and_between(told: Told, days: Callable[..., Path]) -> None:
    path = days("età", lambda at: '"12,5"' if at % 10 == 0 else '"8,0"')
    asked = ("--share", "85%", *AT, "--columns", "value=Età")
    code, found = told(path, "--value-at-most", "10", *asked)
    assert (code, found["cases"], found["share"], found["verdict"]) == (0, 320, 0.9, "supported")
    assert found["recommended_within"] == found["promise_within"] == 8.0
    assert told(path, "--value-at-least", "10", *asked)[1]["share"] == pytest.approx(0.1)
    between = told(path, "--between", "8,12", *asked)[1]
    assert (between["share"], between["promise_within"], between["recommended_within"]) == (0.9, None, None)


def test_yes_or_no_in_italian_and_english(told: Told, days: Callable[..., Path]) -> None:
    path = days("giusto", lambda at: ("no" if at % 40 == 0 else "sì") if at % 3 else ("KO" if at % 40 == 0 else "ok"))
    code, found = told(path, "--yes", "Giusto", "--share", "95%", *AT)
    assert (code, found["cases"], found["share"], found["open"]) == (0, 320, 312 / 320, 0)
    assert (found["verdict"], found["promise_within"]) == ("supported", None)


def test_only_ever_yes_beside_empty_cells_proves_nothing(told: Told, days: Callable[..., Path]) -> None:
    _, found = told(days("giusto", lambda at: "x" if at % 4 else ""), "--yes", "giusto", "--share", "95%", *AT)
    assert (found["verdict"], found["base_verdict"]) == ("not enough evidence", "supported")
    assert "only_yes" in {warning["code"] for warning in found["warnings"]}


def test_an_answer_that_is_neither_is_named(told: Told, days: Callable[..., Path]) -> None:
    path = days("giusto", lambda at: "forse" if at == 5 else "sì")
    code, found = told(path, "--yes", "giusto", "--share", "95%", *AT)
    assert (code, found["error"][0]["row"], found["error"][0]["column"]) == (2, 7, "giusto")
    assert "forse" in found["error"][0]["sentence"]
    code, found = told(path, "--yes", "corretto", "--share", "95%", *AT)
    assert (code, found["error"][0]["column"]) == (2, "corretto")


def test_hang_ups_count_as_the_promise_says(told: Told, days: Callable[..., Path]) -> None:
    def call(at: int) -> str:
        start = pd.Timestamp("2026-01-01") + pd.Timedelta(hours=6 * at)
        gone = at % 5 == 0
        end = start + pd.Timedelta(seconds=10 if gone else 30)
        return f"{end:%Y-%m-%d %H:%M:%S},{'riagganciato' if gone else 'risposto'}"

    path = days("end,esito", call)
    asked = (path, "--within", "60s", "--share", "80%", *AT, "--outcome-abandoned", "Riagganciato, perso")
    shares = {policy: told(*asked, "--abandoned", policy)[1] for policy in ("broken", "excluded", "censored")}
    assert [shares[policy]["share"] for policy in ("broken", "excluded")] == [0.8, 1.0]
    assert shares["excluded"]["cases"] == 256
    assert shares["censored"]["share"] == 1.0
    assert shares["excluded"] == told(*asked)[1]
    code, refused = told(*asked, "--abandoned", "broken", "--cancelled", "excluded")
    assert (code, "keep one" in refused["error"][0]["sentence"]) == (2, True)
    unseen = told(*asked[:-1], "perso")[1]
    assert "abandoned_unseen" in {warning["code"] for warning in unseen["warnings"]}


def test_a_period_looks_at_what_started_in_it(told: Told, days: Callable[..., Path]) -> None:
    path = days("end", lambda at: f"{pd.Timestamp('2026-01-01') + pd.Timedelta(hours=6 * at + 5):%Y-%m-%d %H:%M}")
    asked = (path, "--within", "8h", "--share", "80%", *AT)
    # Starts of 80 days, to 21 March; 30 days back from 1 April begin on 2 March.
    assert [told(*asked, "--period", period)[1]["cases"] for period in ("90d", "30d")] == [320, 80]
    code, old = told(path, "--within", "8h", "--share", "80%", "--at", "2026-12-01", "--period", "90d")
    assert (code, old["cases"], old["share"], old["verdict"]) == (0, 0, None, "not enough evidence")
    assert [one["code"] for one in old["downgrades"]] == ["too_old"]
    assert "period" in old["downgrades"][0]["sentence"]


@pytest.mark.parametrize(
    "argv",
    [
        (), ("--within", "2d", "--yes", "end"), ("--value-at-most", "ten"), ("--between", "5"), ("--between", "9,2"),
        ("--within", "2d", "--uplift", "many"), ("--within", "2d", "--agents", "3"),
        ("--within", "2d", "--period", "0d"),
        ("--within", "2d", "--abandoned", "broken"), ("--within", "2d", "--columns", "start"),
        ("--within", "2d", "--dates", "american"), ("--value-at-most", "3", "--agents", "2", "--handling", "60s"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_one_sentence(told: Told, days: Callable[..., Path], argv: tuple[str, ...]) -> None:
    code, found = told(days("end,value", lambda at: ",1"), "--share", "80%", *AT, *argv)
    assert (code, list(found)) == (2, ["error"])
    assert all(error["sentence"].endswith(".") for error in found["error"])


def log(*traces: tuple[str, list[tuple[str, str]]], extra: str = "") -> bytes:
    """An event log: each trace is a name and its events (name, time)."""
    body = "".join(
        f'<trace><string key="concept:name" value="{name}"/><string key="canale" value="web"/>{extra}'
        + "".join(
            f'<event><string key="concept:name" value="{event}"/><date key="time:timestamp" value="{at}"/></event>'
            for event, at in events
        )
        + "</trace>"
        for name, events in traces
    )
    return (
        '<?xml version="1.0"?><log xes.version="1.0" xmlns="http://www.xes-standard.org/">'
        f'<global scope="trace"><string key="concept:name" value="x"/></global>{body}</log>'
    ).encode()


def traces(n: int = 60) -> list[tuple[str, list[tuple[str, str]]]]:
    def at(day: int, hour: float) -> str:
        return f"{pd.Timestamp('2026-01-01') + pd.Timedelta(days=day, hours=hour):%Y-%m-%dT%H:%M:%S.000+01:00}"

    return [
        (f"t{day}", [("Ordine", at(day, 8)), ("Spedito", at(day, 12 if day % 5 else 60))]
         + ([("Pagato", at(day, 200))] if day % 2 else []))
        for day in range(n)
    ]  # fmt: skip


def test_an_event_log_between_its_first_and_last_event(told: Told, tmp_path: Path) -> None:
    path = tmp_path / "log.xes"
    path.write_bytes(log(*traces()))
    packed = tmp_path / "log.xes.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    asked = ("--share", "50%", *AT)
    code, whole = told(path, "--within", "2d", *asked, "--touchpoint", "web")
    assert (code, whole["cases"], whole["open"], whole["share"]) == (0, 60, 0, 24 / 60)
    assert told(packed, "--within", "2d", *asked, "--touchpoint", "web") == (code, whole)


def test_an_event_log_between_two_named_events_has_open_cases(told: Told, tmp_path: Path) -> None:
    path = tmp_path / "log.xes"
    path.write_bytes(log(*traces()))
    asked = (path, "--within", "10d", "--share", "50%", *AT, "--start-event", "ordine")
    assert told(*asked, "--end-event", "Spedito")[1]["share"] == 1.0
    assert told(*asked, "--end-event", "Pagato")[1]["open"] == 30
    code, found = told(*asked, "--end-event", "Consegnato")
    assert (code, "Spedito" in found["error"][0]["sentence"]) == (2, True)


@pytest.mark.parametrize(
    "data",
    [
        b"", b"hello", b"<html></html>", log(*traces(3))[:-40], gzip.compress(log(*traces(3))),
        b'<?xml version="1.0"?><!DOCTYPE log [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><log><trace/></log>',
        b'<?xml version="1.0"?><!DOCTYPE log SYSTEM "file:///etc/hostname"><log><trace/></log>',
        log(("t", [("a", "yesterday"), ("b", "2026-01-01")])),
    ],
)  # fmt: skip
def test_an_event_log_that_is_none_is_one_sentence(told: Told, tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "log.xes"
    path.write_bytes(data)
    code, found = told(path, "--within", "2d", "--share", "80%", *AT)
    assert (code, len(found["error"])) == (2, 1)
    assert found["error"][0]["sentence"].endswith(".")


def test_an_event_log_that_unpacks_without_end_is_refused(told: Told, tmp_path: Path) -> None:
    path = tmp_path / "bomb.xes.gz"
    path.write_bytes(gzip.compress(b"<log>" + b" " * 60_000_000, compresslevel=9))
    code, found = told(path, "--within", "2d", "--share", "80%", *AT)
    assert (code, "harm" in found["error"][0]["sentence"]) == (2, True)
