"""Each kind of promise, its variants and what it rests on, as both languages say them."""

from dataclasses import replace
from typing import Any

import pytest

from analysis.verdict import Verdict
from models.errors import Refusal
from models.promise_terms import TermsDraft
from models.studies import VerdictFacts
from models.variants import VariantFacts
from tests.models.promising import TERMS
from tests.words.test_promise_words import facts
from words.kinds import bar_cell, bar_words, figure_words, not_ours_sentence, period_reason, variant_sentence
from words.refusals import refusal_sentence
from words.speech import speech
from words.verdicts import method_sentences, next_move, other_sentence, today_sentence

IT, EN = speech("it"), speech("en")
MEASURE: dict[str, Any] = {"metric": "value", "unit": "value", "amount": 10, "value_unit": "giorni"}
YES: dict[str, Any] = {"metric": "value", "unit": "value", "direction": "at least", "amount": 1, "yes_no": True,
                       "yes_when": ("giusto", "ok")}  # fmt: skip


def bar(**terms: Any) -> TermsDraft:
    return TermsDraft(**(TERMS | terms))


@pytest.mark.parametrize(
    ("terms", "italian", "english"),
    [
        ({}, "in 48 ore", "within 48 hours"),
        ({"business": True}, "entro 48 ore, in orario di lavoro", "within 48 hours, in opening hours"),
        ({"business": True, "amount": 3, "unit": "d"}, "in 3 giorni lavorativi", "within 3 working days"),
        ({"business": True, "amount": 1, "unit": "w"}, "in 1 settimana lavorativa", "within 1 working week"),
        (MEASURE, "10 giorni o meno", "10 giorni or less"),
        (MEASURE | {"direction": "at least", "amount": 4.5, "value_unit": "su 5"}, "4,5 su 5 o più",
         "4.5 su 5 or more"),
        (MEASURE | {"direction": "between", "amount": 60, "ceiling": 65, "value_unit": "°C"}, "fra 60 e 65 °C",
         "between 60 and 65 °C"),
        (YES, "", ""),
    ],
)  # fmt: skip
def test_what_keeps_a_promise_is_said_in_the_words_of_its_kind(
    terms: dict[str, Any], italian: str, english: str
) -> None:
    assert (bar_words(IT, bar(**terms)), bar_words(EN, bar(**terms))) == (italian, english)


def test_a_cell_is_never_empty() -> None:
    assert bar_cell(IT, bar(**YES)) == "sì: giusto, ok"
    assert figure_words(IT, bar(business=True), 2, "h") == "2 ore"


def holding(**other: Any) -> VerdictFacts:
    return facts(**({"verdict": Verdict.SUPPORTED} | other))


@pytest.mark.parametrize(
    ("terms", "today"),
    [
        (YES | {"kept": 49, "of": 50}, "Puoi dirlo oggi: almeno 49 su 50."),
        (MEASURE, "Puoi dirlo oggi: 10 giorni o meno, almeno 19 su 20."),
        ({"business": True, "amount": 3, "unit": "d"}, "Puoi dirlo oggi: entro 3 giorni lavorativi, almeno 19 su 20."),
        ({"business": True}, "Puoi dirlo oggi: entro 48 ore, in orario di lavoro, almeno 19 su 20."),
    ],
)  # fmt: skip
def test_what_may_be_said_today_fits_the_kind(terms: dict[str, Any], today: str) -> None:
    assert today_sentence(IT, holding(), bar(**terms)) == today


def test_yes_or_no_that_does_not_hold_says_a_smaller_share_and_no_other_figure() -> None:
    broken = facts(say=None)
    assert today_sentence(IT, broken, bar(**YES)) == "Oggi puoi dire: almeno 17 su 20."
    assert other_sentence(IT, broken, bar(**YES)) == ""
    assert next_move(IT, broken, places=1, bar=bar(**YES)) == "Migliora il processo"


def test_the_method_says_which_clock_and_leaves_the_curve_to_clocks() -> None:
    business = " ".join(method_sentences(IT, holding(promise_within=90_000.0), bar=bar(business=True)))
    assert "orario di lavoro" in business
    assert "25 ore" in business
    assert "Kaplan" not in " ".join(method_sentences(IT, holding(), bar=bar(**MEASURE)))
    assert "Kaplan" in " ".join(method_sentences(IT, holding(), bar=bar()))


def variant(segment: str, verdict: Verdict, share: float, **more: Any) -> VariantFacts:
    plain = {"amount": None, "unit": None, "cases": 126, "open": 4, "kept": 97, "unknown": 3, "lower": 0.7,
             "upper": 0.83}  # fmt: skip
    return VariantFacts(segment=segment, verdict=verdict, share=share, **(plain | more))


def test_the_worst_choice_is_named_where_it_is_worse_than_the_whole() -> None:
    card, shop = variant("carta", Verdict.SUPPORTED, 0.95), variant("in bottega", Verdict.NOT_SUPPORTABLE, 0.77)
    edge = facts(verdict=Verdict.AT_RISK, variants=(card, shop))
    assert variant_sentence(IT, edge, 0.9) == "Non regge per «in bottega»: 77 su 100."
    assert variant_sentence(EN, edge, 0.9) == "It does not hold for “in bottega”: 77 of 100."
    assert next_move(IT, edge, places=2, bar=bar()) == "in bottega: 77 su 100"
    few = replace(holding(), variants=(card, variant("nuova", Verdict.NOT_ENOUGH_EVIDENCE, 0.9, unknown=0, kept=9,
                                                     cases=10)))  # fmt: skip
    assert variant_sentence(IT, few, 0.9) == "Pochi dati per «nuova»: 9 su 10."
    assert variant_sentence(IT, facts(variants=(card,)), 0.9) == ""
    assert "«in bottega»" in variant_sentence(IT, replace(edge, headline_of="in bottega"), 0.9)


def test_what_is_not_ours_and_why_this_period_are_one_sentence_each() -> None:
    assert not_ours_sentence(IT, ["Corriere"], []) == "Si regge su qualcosa che non è in mano nostra: Corriere."
    assert "solo in parte (Social)" in not_ours_sentence(IT, ["Corriere"], ["Social"])
    assert not_ours_sentence(IT, [], []) == ""
    assert period_reason(IT, 180, 14.2) == "Circa 14 casi a settimana: proponiamo di guardare indietro 180 giorni."


@pytest.mark.parametrize(
    ("code", "given", "italian"),
    [
        ("hours_unreadable", {"day": 1, "text": "boh"}, "Martedì: non riusciamo a leggere «boh»."),
        ("hours_order", {"day": 6}, "Domenica: ogni ora"),
        ("holiday_unreadable", {"text": "Natale"}, "la festività «Natale»"),
        ("restart_reason", {}, "perché si riparte"),
        ("hours_missing", {}, "non ha ancora un orario"),
    ],
)
def test_each_no_names_what_to_do(code: str, given: dict[str, Any], italian: str) -> None:
    refusal = Refusal(code, **given)
    assert italian in refusal_sentence(IT, refusal.code, refusal.facts)
    assert refusal_sentence(EN, refusal.code, refusal.facts) != refusal_sentence(IT, refusal.code, refusal.facts)
