"""Values and their proofs, the scorecard of touchpoints, and what is true and nobody tells."""

from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import Session

from analysis.drift import Drift, Point
from analysis.verdict import Verdict
from models import promises, touchpoints, values, verdicts, wordings
from models.case_sets import evidence_cases
from models.errors import Refusal
from models.portfolio_view import PortfolioView, portfolio_view
from models.scorecard import Score, same_words, scorecard_facts, scores
from models.studies import study
from models.to_tell import answers_given, improvements
from tests.company import NOW, Company, found
from tests.models.promising import LATER, bring, delivery, orders, promise
from words.speech import speech
from words.truths import answers_sentence, better_sentence


@pytest.fixture
def company(session: Session) -> Company:
    return found(session)


@pytest.fixture
def promise_id(session: Session, company: Company) -> str:
    """Four days, kept always; in use."""
    process_id = delivery(session, company.logistics)
    bring(session, company.logistics, process_id, orders())
    made = promise(session, company.marketing, process_id, sentence="A casa tua in 4 giorni", amount=4, unit="d")
    promises.start_using(session, company.marketing, now=NOW, promise_id=made)
    basis = verdicts.promise_bases(session, company.marketing)[made]
    assert basis.which is not None
    raw = evidence_cases(session, company.marketing, which=basis.which)
    facts = study(raw, basis.terms.rule(), basis.which.as_of.timestamp()).facts
    verdicts.record_verdict(session, company.marketing, now=NOW, promise_id=made, basis=basis.key, facts=facts)
    return made


def place(session: Session, company: Company, name: str, control: str = "ours") -> str:
    touchpoints.lay_stages(session, "it")
    stage = touchpoints.stages_all(session, company.manager)[0].id
    return touchpoints.add_touchpoint(session, company.manager, now=NOW, name=name, stage_id=stage, control=control)


def tell(session: Session, company: Company, promise_id: str, point: str, words: str, amount: float | None) -> None:
    what: dict[str, Any] = {"touchpoint_id": point, "words": words, "amount": amount, "unit": "d" if amount else None}
    wordings.add_wording(session, company.marketing, now=NOW, promise_id=promise_id, **what)


def card(session: Session, company: Company, judged: dict[Any, Verdict] | None = None) -> dict[str, Score]:
    places = wordings.told_everywhere(session, company.marketing)
    facts = scorecard_facts(session, company.marketing, now=LATER, places=places)
    return {score.name: score for score in scores(facts, judged or {})}


def view(session: Session, company: Company) -> PortfolioView:
    return portfolio_view(session, company.marketing, now=LATER)


def test_a_value_lists_the_promises_that_prove_it_and_without_one_it_has_no_proof(
    session: Session, company: Company, promise_id: str
) -> None:
    who = company.facilitator
    first = values.add_value(session, who, now=NOW, name="Di parola", promise_ids=[promise_id])
    values.add_value(session, who, now=LATER, name="Pulito", sentence="Il meno possibile da buttare.")
    seen = values.values_all(session, company.logistics)
    assert [(one.name, one.promise_ids, one.without_proof) for one in seen] == [
        ("Di parola", (promise_id,), False), ("Pulito", (), True)
    ]  # fmt: skip
    for wrong, code in (({"name": "di  PAROLA"}, "name_taken"), ({"name": " "}, "empty"),
                        ({"name": "Fresco", "promise_ids": ["0" * 32]}, "not_an_option")):  # fmt: skip
        with pytest.raises(Refusal, match=code):
            values.add_value(session, who, now=NOW, **wrong)
    with pytest.raises(Refusal, match="not_allowed"):
        values.change_value(session, company.marketing, now=NOW, value_id=first, name="Fresco")
    promises.withdraw_promise(session, company.marketing, now=LATER, promise_id=promise_id)
    assert [one.name for one in view(session, company).without_proof] == ["Di parola", "Pulito"]
    values.remove_value(session, who, now=LATER, value_id=first)
    values.add_value(session, who, now=LATER, name="Di parola")  # the name is free again


def test_each_touchpoint_is_judged_by_figures_words_values_and_verdict(
    session: Session, company: Company, promise_id: str
) -> None:
    good, bad, vague = (place(session, company, name) for name in ("Vetrina", "Agenti", "Volantino"))
    place(session, company, "Corriere", "no")
    tell(session, company, promise_id, good, "Da noi a casa tua: 4 giorni", 4)
    tell(session, company, promise_id, bad, "Domani mattina è da lei", 1)
    tell(session, company, promise_id, vague, "Prestissimo", None)
    values.add_value(session, company.facilitator, now=NOW, name="Di parola", promise_ids=[promise_id])
    seen = card(session, company, {(promise_id, 1.0, "d"): Verdict.NOT_SUPPORTABLE})
    assert list(seen) == ["Agenti", "Vetrina", "Volantino", "Corriere"]
    first, second, third, last = seen.values()
    assert (first.figures, first.wording, first.proves, first.keeps) == ("no", "partly", "no", "not supportable")
    assert (second.figures, second.wording, second.proves, second.keeps) == ("yes", "yes", "yes", "supported")
    assert (third.figures, third.wording, third.proves) == ("none", "partly", "yes")
    assert (last.figures, last.wording, last.proves, last.keeps) == ("none", "none", "none", None)
    # While places are being changed, what counts is what is to be told.
    what: dict[str, Any] = {"promise_id": promise_id, "amount": 1, "unit": "d"}
    wordings.say_another_figure(session, company.marketing, now=LATER, **what)
    seen = card(session, company)
    assert (seen["Agenti"].figures, seen["Vetrina"].figures) == ("yes", "no")


@pytest.mark.parametrize(
    ("sentence", "words", "same"),
    [
        ("A casa tua in 48 ore", "A casa tua in 48 ore", True),
        ("A casa tua in 48 ore", "Ordini oggi, lo bevi dopodomani", False),
        ("Macchina riparata in una settimana", "Riparazione in settimana", True),
        ("Ti rispondiamo entro un minuto", "Rispondiamo entro un minuto", True),
        ("We answer within a minute", "A person, soon", False),
    ],
)
def test_the_same_words_are_at_least_half_of_those_that_matter(sentence: str, words: str, same: bool) -> None:
    assert same_words(sentence, words) is same


def test_what_holds_and_nobody_tells_is_worth_telling_and_where_it_is_silent_is_named(
    session: Session, company: Company, promise_id: str
) -> None:
    window, _ = place(session, company, "Vetrina"), place(session, company, "Corriere", "no")
    agents = place(session, company, "Agenti")
    assert [(one.places, one.silent) for one in view(session, company).truths.kept] == [(0, ("Agenti", "Vetrina"))]
    tell(session, company, promise_id, window, "In 4 giorni", 4)
    assert [(one.places, one.silent) for one in view(session, company).truths.kept] == [(1, ("Agenti",))]
    tell(session, company, promise_id, agents, "In 4 giorni", 4)
    assert view(session, company).truths.kept == []


def test_what_got_better_a_value_with_proof_and_answers_are_worth_telling_too(
    session: Session, company: Company, promise_id: str
) -> None:
    values.add_value(session, company.facilitator, now=NOW, name="Di parola", promise_ids=[promise_id])
    values.add_value(session, company.facilitator, now=LATER, name="Pulito")
    point = place(session, company, "Vetrina")
    (proven,) = view(session, company).truths.proven
    assert (proven.value.name, proven.silent) == ("Di parola", ("Vetrina",))
    tell(session, company, promise_id, point, "In 4 giorni", 4)
    assert view(session, company).truths.proven == []
    (row,) = view(session, company).rows
    assert row.verdict is not None
    points = tuple(Point(week * 604800.0, 50, 0.71 if week < 6 else 0.92, 0.5, 1.0) for week in range(12))
    drift = Drift(False, True, 6 * 604800.0, (), "weeks", 0.8, points, ())
    better = replace(row, verdict=replace(row.verdict, facts=replace(row.verdict.facts, drift=drift)))
    (found_,) = improvements([better])
    assert (round(found_.before, 2), round(found_.after, 2)) == (0.71, 0.92)
    assert improvements([replace(better, state=promises.State.DRAFT), row]) == []
    it = speech("it")
    assert better_sentence(it, "In una settimana.", found_.since, 0.71, 0.92, 0.9, "Europe/Rome").endswith(
        "92 volte su 100, prima 71."
    )
    assert answers_given(session, company.marketing, now=LATER) == {}
    assert answers_sentence(it, {}) == ""
    assert answers_sentence(it, {"do": 3, "no": 1}).startswith("Negli ultimi tre mesi 4 idee hanno avuto risposta: 3")


def test_a_promise_told_without_data_is_counted_and_one_told_nowhere_is_not(
    session: Session, company: Company, promise_id: str
) -> None:
    blind = promise(session, company.marketing, next(iter(view(session, company).rows)).process_id, amount=3, unit="d")
    assert view(session, company).told_without_data == 0
    tell(session, company, blind, place(session, company, "Vetrina"), "In tre giorni", 3)
    assert view(session, company).told_without_data == 0, "a draft is told to nobody"
    promises.start_using(session, company.marketing, now=NOW, promise_id=blind)
    seen = view(session, company)
    assert (seen.told_without_data, [row.id for row in seen.watch]) == (1, [blind, promise_id])
