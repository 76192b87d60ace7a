"""What is said of drift: one sentence for everybody, the test's name in the fold, Italian articles right."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from analysis.burning import Burning
from analysis.drift import NO_DRIFT, Drift, Signal
from words.drift import (
    alert_sentence,
    downgrade_sentence,
    drift_sentence,
    how_to_read,
    left_sentence,
    missed_block_sentence,
    pace_sentence,
    signal_sentence,
    soon_sentence,
)
from words.speech import speech

ROME = "Europe/Rome"
IT, EN = speech("it"), speech("en")


def at(month: int, day: int) -> float:
    return datetime(2026, month, day, tzinfo=ZoneInfo(ROME)).timestamp()


def moving(*, worse: bool = False, better: bool = False, since: float | None = None, kind: str = "weeks") -> Drift:
    return Drift(worse, better, since, (), kind, 0.864, (), ())


@pytest.mark.parametrize(
    ("drift", "italian", "english"),
    [
        (moving(worse=True, since=at(10, 12)), "Peggiora dal 12 ottobre.", "Getting worse since 12 October."),
        (moving(worse=True, since=at(10, 8)), "Peggiora dall'8 ottobre.", "Getting worse since 8 October."),
        (moving(better=True, since=at(3, 11)), "Migliora dall'11 marzo.", "Getting better since 11 March."),
        (moving(), "Stabile: ogni settimana circa 86 su 100.", "Steady: every week about 86 of 100."),
        (
            moving(kind="blocks"),
            "Stabile: ogni quattro settimane circa 86 su 100.",
            "Steady: every four weeks about 86 of 100.",
        ),
        (NO_DRIFT, "Troppo poche settimane per vedere se si muove.", "Too few weeks to see whether it moves."),
    ],
)
def test_one_sentence_says_where_it_goes(drift: Drift, italian: str, english: str) -> None:
    assert (drift_sentence(IT, drift, ROME), drift_sentence(EN, drift, ROME)) == (italian, english)


SIGNALS = [
    Signal(code, side, at(10, 12), 9, 0.0004)
    for code, side in (("beyond", -1), ("beyond", 1), ("run", -1), ("run", 1), ("trend", -1), ("trend", 1),
                       ("change", -1), ("change", 1), ("change", 0), ("scatter", 0), ("matured", -1), ("matured", 1))
]  # fmt: skip


@pytest.mark.parametrize("signal", SIGNALS, ids=lambda one: f"{one.code} {one.side}")
def test_every_test_has_its_name_in_the_fold(signal: Signal) -> None:
    said = [signal_sentence(say, signal, ROME) for say in (IT, EN)]
    assert said[0] != said[1]
    assert not {signal.code} & set(said)
    names = ("Laney", "Mann-Kendall", "Pettitt", "Brown-Forsythe", "Kaplan-Meier")
    assert all(any(name in sentence for name in names) for sentence in said)


REASONS: dict[str, dict[str, Any]] = {
    "near_the_bar": {"lower": 0.88, "upper": 0.94, "target": 0.9},
    "week_below": {"start": at(11, 9), "share": 0.71, "lower": 0.8, "n": 60},
    "falling": {"since": at(8, 11), "blocks": 12, "p": 0.01},
    "block_missed": {"start": at(9, 1), "end": at(9, 29), "share": 0.7, "n": 90, "count": 1},
    "campaign_tests": {"predicted_share": 0.71, "low": 0.6, "high": 0.8},
    "campaign_breaks": {"rho": 1.2},
    "part_not_supportable": {"column": "segment", "name": "in bottega", "share": 0.77},
    "too_old": {},
}


@pytest.mark.parametrize("code", REASONS)
def test_every_reason_is_a_sentence_without_method(code: str) -> None:
    for say in (IT, EN):
        said = downgrade_sentence(say, code, REASONS[code], ROME)
        assert said.endswith(".")
        assert "?" not in said
        assert "%" not in said


def test_reasons_say_their_figures() -> None:
    assert downgrade_sentence(IT, "part_not_supportable", REASONS["part_not_supportable"]) == (
        "«in bottega» non regge: 77 su 100."
    )
    assert "dall'11 ago 2026" in downgrade_sentence(IT, "falling", REASONS["falling"], ROME)
    never = {"predicted_share": None, "low": None, "needed_a_week": 452.3, "most_a_week": 330.0}
    assert downgrade_sentence(EN, "campaign_tests", never) == (
        "The campaign tests it: never tried beyond 330 a week, 452 would be needed."
    )
    assert downgrade_sentence(EN, "campaign_tests", {}).startswith("The campaign tests it")
    assert downgrade_sentence(EN, "of another day", {}) == "Something lowers this verdict."


def test_misses_left_are_twelve_of_forty() -> None:
    budget = Burning(40, 28, 12, 0.5, 0.4, 44, alert=False, soon=3)
    assert left_sentence(IT, budget) == "Quanti ne possiamo ancora sbagliare: 12 su 40."
    assert soon_sentence(IT, budget) == "Nel giorno dei dati 3 casi aperti stavano per sforare."
    assert alert_sentence(IT, budget) == ""
    assert "0,5" in pace_sentence(IT, budget)
    over = Burning(40, 41, -1, None, None, 0, alert=True, soon=0)
    assert left_sentence(IT, over) == "1 sbagliato di troppo: se ne potevano sbagliare 40."
    assert (soon_sentence(EN, over), pace_sentence(EN, over)) == ("", "")
    assert alert_sentence(EN, over)


def test_a_missed_block_is_told_and_the_chart_says_how_to_read_it() -> None:
    said = missed_block_sentence(IT, {"start": at(11, 8), "share": 0.71}, ROME)
    assert said == "Nelle quattro settimane dall'8 nov 2026: 71 su 100, sotto l'asticella."
    assert how_to_read(IT, "weeks") != how_to_read(IT, "blocks")
