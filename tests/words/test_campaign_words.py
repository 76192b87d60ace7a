"""What is said of a campaign: the answer first, people and cases in it, no utilisation, no per cent."""

from fractions import Fraction

import numpy as np
import pytest

from analysis.capacity import campaign
from analysis.cases import cases, clean
from analysis.rule import Rule
from tests.models.promising import DAY
from words.campaigns import Told, answer_title, came_words, method_sentences, reason_sentences
from words.during import during_words, fall_title
from words.speech import speech

IT, EN = speech("it"), speech("en")
TOLD = Told("In 3 giorni", "3 giorni", 4, 5, "Rosa", "ordini")


def test_the_title_is_the_answer() -> None:
    yes = answer_title(IT, "yes", 40, 3, ["a", "b", "c"])
    assert yes == "Sì: con 40 in più ogni 100 reggono tutte e 3 le promesse."
    assert answer_title(IT, "no", 40, 3, ["Entro un minuto"]) == (
        "Così no: con 40 in più ogni 100 «Entro un minuto» non reggerebbe."
    )
    assert answer_title(EN, "no", 40, 3, ["a", "b"]) == (
        "Not as things are: with 40 more for every 100 2 promises of 3 fall short."
    )
    assert fall_title(IT, "40 in più ogni 100", "Entro un minuto", 0.714, 0.8) == (
        "Così no: con 40 in più ogni 100 «Entro un minuto» scende a 71 su 100."
    )
    assert answer_title(EN, "ask", 40, 3, ["a", "b"]) == (
        "Nobody has tried it yet: 2 promises of 3 with 40 more for every 100."
    )
    assert answer_title(EN, "edge", -10, 1, ["a"]) == (
        "Only just: with 10 fewer for every 100 “a” would be on the edge."
    )
    assert answer_title(IT, "unknown", 0, 1, ["a"]) == "Nessuno può dirlo: ci sono pochi dati su «a»."


def full(n: int, done_a_day: float) -> tuple[np.ndarray, np.ndarray]:
    """Ten a day come; so many get done, in their order: the queue grows."""
    start = np.arange(n) * DAY / 10
    return start, np.maximum(start + DAY, np.arange(n) * DAY / done_a_day)


@pytest.mark.parametrize(
    ("what", "code", "part"),
    [
        ({"agents": 1, "handling": 300.0}, "phones_hold", "Con 1 persona al telefono, nelle ore di punta"),
        ({"agents": 1, "handling": 9000.0}, "phones_full", "la coda cresce senza fine"),
        ({"declared": 20.0}, "waits_hold", "Può reggere 140 ordini a settimana, dice Rosa"),
        ({"declared": 12.0}, "queue_grows", "84 è tutto quello che può fare"),
        ({}, "never_tried", "Mai provato oltre 70 ordini a settimana, ne servirebbero 98. Chiedi a Rosa."),
    ],
)
def test_every_ground_has_its_sentence(what: dict[str, float], code: str, part: str) -> None:
    start = np.arange(2000) * DAY / 10
    took = np.where(np.arange(2000) % 20 == 0, 4.0, 1.0) * DAY
    there = clean(cases([str(n) for n in range(2000)], start, start + took), 205 * DAY)
    found = campaign(there, Rule(3 * DAY, Fraction(4, 5)), 0.4, **what)  # type: ignore[arg-type]
    said = " ".join(reason_sentences(IT, found, TOLD, agents=1 if "agents" in what else None))
    short = during_words(IT, found, target=0.8, owner="Rosa", agents=1, enough=3, then=found)
    assert "%" not in short
    assert ("con 3 persone al telefono: " in short) is (found.predicted_share is not None)
    assert found.code == code
    assert part in said
    assert "%" not in said
    assert method_sentences(IT, found, None) == [
        "Non c'è nemmeno una settimana di casi: non si può calcolare nessun ritmo."
    ]


def test_a_queue_that_grows_says_so() -> None:
    start, end = full(2000, 8.0)
    there = clean(cases([str(n) for n in range(2000)], start, end), 200 * DAY)
    found = campaign(there, Rule(60 * DAY, Fraction(4, 5)), 0.0)
    assert (found.code, found.saturated) == ("queue_grows", True)
    assert any("70 a settimana e 56" in one for one in reason_sentences(IT, found, TOLD))


def test_what_came_in_is_held_against_the_guess() -> None:
    guess = {"low": 25, "likely": 40, "high": 55}
    assert came_words(IT, 0.33, 37, whole=True, **guess) == (
        "Sono arrivati 33 in più ogni 100, come stimato: 40 in più ogni 100 (da 25 a 55)."
    )
    assert "diversamente dalla stima" in came_words(IT, 0.7, 37, whole=True, **guess)
    assert came_words(IT, 0.1, 1.2, whole=False, **guess).startswith("Finora (1 giorno)")
