"""The recorded verdicts of the example company equal `assess` on its own exported cases."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from analysis.rule import Metric
from exchange.assess import assess_file
from exchange.csvs import write_csv
from exchange.tables import read_cases
from models.case_sets import evidence_cases
from models.evidence import cases_of_columns
from models.studies import study
from models.verdicts import latest_verdicts, promise_bases
from tests.demo.conftest import Example

TIMED = ("P1", "P1b", "P2", "P3", "P4", "P6", "P6b", "P8", "P9")
COUNTED = ("P5", "P7")
FIGURES = ("share", "closed_only_share", "lower", "upper", "phi", "n_eff", "promise_share")
COLUMNS = ("case_id", "start", "end", "outcome", "value", "segment", "touchpoint")


def exported(example: Example, key: str, folder: Path) -> Path:
    """The cases that the verdict of a promise rests on, as a file."""
    promise_id = example.the("promise", key)
    basis = example.ask("Marta Gualdi", promise_bases, promise_ids=[promise_id])[promise_id]
    assert basis.which is not None
    since = basis.terms.since(basis.which.as_of, basis.zone)
    found = example.ask("Marta Gualdi", evidence_cases, which=basis.which, since=since,
                        segment=basis.terms.segment or None)  # fmt: skip
    rome = ZoneInfo("Europe/Rome")

    def told(seconds: float) -> datetime | None:
        return None if seconds != seconds else datetime.fromtimestamp(seconds, UTC).astimezone(rome)

    rows = [
        [name, told(start), told(end), outcome, None if value != value else value, segment, touchpoint]
        for name, start, end, outcome, value, segment, touchpoint in zip(
            found.ids.tolist(), found.start.tolist(), found.end.tolist(), found.outcome.tolist(),
            found.value.tolist(), found.segment.tolist(), found.touchpoint.tolist(), strict=True,
        )
    ]  # fmt: skip
    path = folder / f"{key}.csv"
    path.write_bytes(write_csv(COLUMNS, rows))
    return path


@pytest.mark.parametrize("key", TIMED)
def test_the_command_says_of_the_exported_cases_what_the_page_says(example: Example, key: str, tmp_path: Path) -> None:
    promise_id = example.the("promise", key)
    recorded = example.ask("Marta Gualdi", latest_verdicts, promise_ids=[promise_id], now=example.now)[promise_id]
    terms = example.ask("Marta Gualdi", promise_bases, promise_ids=[promise_id])[promise_id].terms
    answer = assess_file(
        str(exported(example, key, tmp_path)), within=f"{terms.amount:g}{terms.unit}",
        share_kept=f"{terms.kept}/{terms.of}", at="2026-11-23", zone="Europe/Rome", complete=terms.complete,
    )  # fmt: skip
    facts = recorded.facts
    assert (answer["cases"], answer["open"], answer["n_min"]) == (facts.cases, facts.open, facts.n_min)
    assert (answer["base_verdict"], answer["verdict"]) == (facts.base_verdict, facts.verdict)
    for name in FIGURES:
        assert answer[name] == pytest.approx(getattr(facts, name), abs=1e-9), name  # type: ignore[literal-required]
    size = {"s": 1, "min": 60, "h": 3600, "d": 86400}[terms.unit]
    assert (answer["promise_within"] or 0) * size == pytest.approx(facts.promise_within, abs=1e-6)


@pytest.mark.parametrize("key", COUNTED)
def test_a_promise_on_a_value_says_the_same_of_its_exported_cases(example: Example, key: str, tmp_path: Path) -> None:
    promise_id = example.the("promise", key)
    recorded = example.ask("Marta Gualdi", latest_verdicts, promise_ids=[promise_id], now=example.now)[promise_id]
    basis = example.ask("Marta Gualdi", promise_bases, promise_ids=[promise_id])[promise_id]
    path = exported(example, key, tmp_path)
    table = read_cases(path, filename=path.name, zone="Europe/Rome")
    assert basis.terms.metric is Metric.VALUE
    assert basis.which is not None
    read = cases_of_columns({str(name): table.frame[name] for name in table.frame})
    again = study(read, basis.terms.rule(), basis.which.as_of.timestamp())
    for name in FIGURES:
        assert getattr(again.facts, name) == pytest.approx(getattr(recorded.facts, name), abs=1e-9), name
    assert (again.facts.cases, again.facts.verdict) == (recorded.facts.cases, recorded.facts.verdict)
