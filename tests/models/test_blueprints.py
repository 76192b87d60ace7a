"""Chains of processes: drawn, changed, and how they stand."""

from typing import Any

import pytest
from sqlmodel import Session

from analysis.cases import Cases, cases
from analysis.end_to_end import Method
from analysis.verdict import Verdict
from models import blueprints, processes, promises
from models.chain_studies import chain_study
from models.errors import NotFound, Refusal
from models.verdicts import refresh_verdict
from store.doors import reading, writing
from tests.company import NOW, Company, found
from tests.models.promising import DAY, LATER, D, bring, delivery, orders, promise


@pytest.fixture
def company(session: Session) -> Company:
    return found(session)


def packing(session: Session, company: Company, raw: Cases | None = None) -> str:
    rosa = company.logistics
    process = processes.create_process(session, rosa, now=NOW, name="Preparazione", owner_id=rosa.person_id or "")
    if raw is not None:
        bring(session, rosa, process, raw, name="preparazione.xlsx")
    return process


def hours(n: int, took: float, prefix: str) -> Cases:
    start = [D.timestamp() - 80 * DAY + number * 79 * DAY / n for number in range(n)]
    return cases([f"{prefix}{number}" for number in range(n)], start, [one + took * DAY for one in start])


def steps(first: str, second: str) -> list[dict[str, Any]]:
    return [{"process_id": first, "place": 3, "seen": False}, {"process_id": second, "place": 7, "label": "Alla porta"}]


WHOLE = {"amount": 3, "unit": "d", "kept": 9, "of": 10}


def test_a_chain_tells_its_steps_its_weakest_and_what_all_together_keep(session: Session, company: Company) -> None:
    pack = packing(session, company, hours(400, 0.2, "SP-"))
    deliver = delivery(session, company.logistics)
    bring(session, company.logistics, deliver, orders(late_every=50))
    promise_id = promise(session, company.marketing, deliver, kept=99, of=100)
    promises.start_using(session, company.marketing, now=NOW, promise_id=promise_id)
    refresh_verdict(reading, writing, company.marketing, promise_id=promise_id, now=LATER)
    chain_id = blueprints.draw_blueprint(session, company.marketing, now=NOW, name="Dall'ordine alla porta",
                                         steps=steps(pack, deliver), **WHOLE)  # fmt: skip
    seen = blueprints.blueprint_view(session, company.logistics, blueprint_id=chain_id)
    assert [(step.place, step.title, step.seen) for step in seen.steps] == [
        (1, "Preparazione", False), (2, "Alla porta", True),
    ]  # fmt: skip
    study = chain_study(reading, company.marketing, blueprint_id=chain_id, now=LATER)
    assert [one.verdict for one in study.steps] == [Verdict.NOT_ENOUGH_EVIDENCE, study.steps[1].verdict]
    assert study.steps[0].has_data  # but nobody promised anything there
    assert study.whole is not None
    assert (study.whole.verdict, study.whole.method) == (Verdict.SUPPORTED, Method.CONVOLVED)
    # 40 hours or three days, after five hours: only the late ones pass three days.
    assert study.whole.share == pytest.approx(1 - 8 / 400, abs=0.001)
    assert study.weakest is not None
    assert study.weakest.step.title == "Alla porta"
    # The same orders in both files: then their times are added case by case.
    bring(session, company.logistics, pack, hours(400, 0.2, "TB-"), name="stessi.xlsx", now=LATER)
    blueprints.change_blueprint(session, company.marketing, now=NOW, blueprint_id=chain_id, name="La stessa",
                                steps=steps(pack, deliver)[1:], **WHOLE)  # fmt: skip
    again = chain_study(reading, company.marketing, blueprint_id=chain_id, now=LATER)
    assert [one.step.title for one in again.steps] == ["Alla porta"]


def test_a_step_without_data_is_grey_and_leaves_the_chain_without_a_figure(session: Session, company: Company) -> None:
    pack, deliver = packing(session, company), delivery(session, company.logistics)
    bring(session, company.logistics, deliver, orders(late_every=50))
    chain_id = blueprints.draw_blueprint(session, company.marketing, now=NOW, name="Alla porta",
                                         steps=steps(pack, deliver), **WHOLE)  # fmt: skip
    study = chain_study(reading, company.marketing, blueprint_id=chain_id, now=LATER)
    assert (study.steps[0].has_data, study.steps[0].verdict) == (False, Verdict.NOT_ENOUGH_EVIDENCE)
    assert study.whole is not None
    assert (study.whole.verdict, study.whole.share) == (Verdict.NOT_ENOUGH_EVIDENCE, None)


@pytest.mark.parametrize(
    ("what", "code"),
    [
        ({"steps": []}, "no_steps"),
        ({"amount": 3}, "chain_promise_half"),
        ({**WHOLE, "kept": 10}, "never_certain"),
        ({**WHOLE, "unit": "value"}, "not_an_option"),
        ({**WHOLE, "amount": 1e9}, "too_large"),
        ({"name": ""}, "empty"),
        ({"steps": [{"process_id": "0" * 32, "place": 1}]}, "not_an_option"),
        ({"steps": [{"process_id": "P", "place": 13}]}, "too_large"),
    ],
)
def test_a_chain_that_cannot_be_says_why(
    session: Session, company: Company, what: dict[str, Any], code: str
) -> None:
    pack = packing(session, company)
    given = {"name": "Alla porta", "steps": [{"process_id": pack, "place": 1}], **what}
    with pytest.raises(Refusal, match=code):
        blueprints.draw_blueprint(session, company.marketing, now=NOW, **given)


def test_the_same_step_twice_at_one_place_and_a_name_that_is_taken_are_refused_and_a_chain_can_go(
    session: Session, company: Company
) -> None:
    pack, marta = packing(session, company), company.marketing
    one = {"process_id": pack, "place": 1}
    with pytest.raises(Refusal, match="same_step"):
        blueprints.draw_blueprint(session, marta, now=NOW, name="Due volte", steps=[one, one])
    chain_id = blueprints.draw_blueprint(session, marta, now=NOW, name="Alla porta", steps=[one])
    with pytest.raises(Refusal, match="name_taken"):
        blueprints.draw_blueprint(session, marta, now=NOW, name="ALLA PORTA", steps=[one])
    blueprints.remove_blueprint(session, marta, now=NOW, blueprint_id=chain_id)
    assert blueprints.blueprints_all(session, marta) == []
    with pytest.raises(NotFound):
        chain_study(reading, marta, blueprint_id=chain_id, now=LATER)
    assert blueprints.draw_blueprint(session, marta, now=NOW, name="Alla porta", steps=[one])
