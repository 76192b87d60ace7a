"""Campaigns: what is guessed, whether it can be launched, and what came in."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session

from analysis.prediction import Answer
from analysis.verdict import Verdict
from models import all_verdicts, campaigns, capacities, my_data, portfolio, promises, verdicts
from models.errors import NotFound, Refusal
from models.launching import afterwards, launch_of, worst_answer
from models.studies import SHELF
from store.doors import counting, reading, writing
from tests.company import NOW, Company, found
from tests.models.promising import LATER, bring, delivery, orders, promise
from words.drift import downgrade_sentence
from words.speech import speech

ROME = ZoneInfo("Europe/Rome")


@pytest.fixture
def company(session: Session) -> Company:
    return found(session)


@pytest.fixture
def process_id(session: Session, company: Company) -> str:
    process = delivery(session, company.logistics)
    bring(session, company.logistics, process, orders(late_every=50, over=80.0))
    return process


@pytest.fixture
def promise_id(session: Session, company: Company, process_id: str) -> str:
    return promise(session, company.marketing, process_id)


def plan(promise_id: str, **other: Any) -> dict[str, Any]:
    return {
        "name": "Natale di parola", "starts_on": date(2026, 12, 1), "ends_on": date(2027, 1, 6), "low": 25,
        "likely": 40, "high": 55, "cost": 22_000, "promise_ids": (promise_id,), **other,
    }  # fmt: skip


def test_a_campaign_is_planned_changed_and_called_off_and_stays(
    session: Session, company: Company, promise_id: str
) -> None:
    marta = company.marketing
    found_id = campaigns.plan_campaign(session, marta, now=NOW, **plan(promise_id, other_channels="radio"))
    seen = campaigns.campaign_view(session, company.logistics, campaign_id=found_id)
    assert (seen.name, seen.likely, seen.owner, seen.may_edit) == ("Natale di parola", 40, marta.name, False)
    assert (round(seen.weeks, 2), seen.promise_ids) == (5.29, (promise_id,))
    campaigns.change_campaign(session, marta, now=NOW, campaign_id=found_id, **plan(promise_id, cost=None, high=60))
    assert campaigns.campaigns_all(session, marta)[0].high == 60
    campaigns.call_off_campaign(session, marta, now=NOW, campaign_id=found_id)
    assert campaigns.campaigns_all(session, marta)[0].called_off
    with pytest.raises(Refusal, match="campaign_over"):
        campaigns.change_campaign(session, marta, now=NOW, campaign_id=found_id, **plan(promise_id))
    assert [one["name"] for one in my_data.export_my_data(session, marta, now=NOW)["campaigns_planned"]] == [seen.name]


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"ends_on": date(2026, 11, 30)}, "days_turned"),
        ({"likely": 60}, "guess_order"),
        ({"low": -95}, "too_small"),
        ({"high": 1001}, "too_large"),
        ({"promise_ids": ()}, "no_promises"),
        ({"promise_ids": ("0" * 32,)}, "not_an_option"),
        ({"channel_ids": ("0" * 32,)}, "not_an_option"),
        ({"name": "   "}, "empty"),
        ({"cost": -1}, "too_small"),
    ],
)
def test_a_plan_that_cannot_be_says_why(
    session: Session, company: Company, promise_id: str, other: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refusal, match=code):
        campaigns.plan_campaign(session, company.marketing, now=NOW, **plan(promise_id, **other))


def test_once_it_has_begun_the_guess_stays_and_two_do_not_share_a_name(
    session: Session, company: Company, promise_id: str
) -> None:
    marta, christmas = company.marketing, datetime(2026, 12, 10, 12, tzinfo=ROME)
    found_id = campaigns.plan_campaign(session, marta, now=NOW, **plan(promise_id))
    with pytest.raises(Refusal, match="name_taken"):
        campaigns.plan_campaign(session, marta, now=NOW, **plan(promise_id, name="NATALE di parola"))
    with pytest.raises(Refusal, match="guess_fixed"):
        campaigns.change_campaign(session, marta, now=christmas, campaign_id=found_id, **plan(promise_id, likely=30))
    campaigns.change_campaign(session, marta, now=christmas, campaign_id=found_id, **plan(promise_id, cost=25_000))


def test_capacity_is_what_its_owner_says_last_and_all_of_it_stays(
    session: Session, company: Company, process_id: str
) -> None:
    rosa = company.logistics
    capacities.declare_capacity(session, rosa, now=NOW, process_id=process_id, a_week=450, note="Con due furgoni.")
    capacities.declare_capacity(session, rosa, now=LATER, process_id=process_id, agents=2, handling=330)
    counts = capacities.capacities_of(session, rosa, process_ids={process_id})[process_id]
    assert (counts.agents, counts.handling, counts.a_week, counts.by) == (2, 330, None, rosa.name)
    history = capacities.capacity_history(session, company.marketing, process_id=process_id)
    assert [one.a_week for one in history] == [None, 450]
    refused = (({"agents": 2}, "agents_half"), ({"patience": 60}, "agents_half"), ({"a_week": 0}, "too_small"))
    for wrong, code in refused:
        with pytest.raises(Refusal, match=code):
            capacities.declare_capacity(session, rosa, now=NOW, process_id=process_id, **wrong)
    with pytest.raises(Refusal, match="not_allowed"):
        capacities.declare_capacity(session, company.marketing, now=NOW, process_id=process_id, a_week=900)
    capacities.declare_capacity(session, rosa, now=LATER, process_id=process_id)
    assert capacities.capacities_of(session, rosa, process_ids={process_id}) == {}


def test_what_was_never_tried_asks_the_owner_and_a_declared_capacity_answers(
    session: Session, company: Company, process_id: str, promise_id: str
) -> None:
    def answer(uplift: float) -> Answer:
        ready = launch_of(reading, company.marketing, promise_ids=[promise_id], now=LATER)
        return worst_answer(one.predict(uplift) for one in ready)

    assert (answer(0.0), answer(0.4)) == (Answer.YES, Answer.ASK)
    capacities.declare_capacity(session, company.logistics, now=NOW, process_id=process_id, a_week=5000)
    assert answer(0.4) is Answer.YES
    capacities.declare_capacity(session, company.logistics, now=NOW, process_id=process_id, a_week=30)
    assert answer(0.4) is Answer.NO
    # New cases that are all late: nothing holds any more, with or without a campaign.
    bring(session, company.logistics, process_id, orders(late_every=1, first=0), name="tardi.xlsx")
    assert answer(0.0) is Answer.NO


def test_without_data_nobody_knows_and_a_withdrawn_promise_is_left_out(session: Session, company: Company) -> None:
    empty = delivery(session, company.logistics)
    promise_id = promise(session, company.marketing, empty)
    ready = launch_of(reading, company.marketing, promise_ids=[promise_id], now=LATER)
    assert [one.predict(0.4) for one in ready] == [None]
    assert worst_answer(one.predict(0.4) for one in ready) is Answer.UNKNOWN
    promises.withdraw_promise(session, company.marketing, now=NOW, promise_id=promise_id)
    assert launch_of(reading, company.marketing, promise_ids=[promise_id], now=LATER) == []


def test_afterwards_what_came_in_is_held_against_the_guess(
    session: Session, company: Company, process_id: str, promise_id: str
) -> None:
    # 35 a week until the first of October, 70 from then on to the end of the data.
    first = datetime(2026, 10, 1, tzinfo=ROME)
    data_end = datetime(2026, 11, 17, tzinfo=ROME)
    days = (data_end - first).days
    bring(session, company.logistics, process_id, orders(days * 5, late_every=50, over=float(days), first=9000),
          name="ottobre.xlsx")  # fmt: skip
    found_id = campaigns.plan_campaign(
        session, company.marketing, now=datetime(2026, 9, 20, tzinfo=ROME),
        **plan(promise_id, starts_on=date(2026, 10, 1), ends_on=date(2026, 10, 31), low=80, likely=100, high=120),
    )  # fmt: skip
    campaign = campaigns.campaign_view(session, company.marketing, campaign_id=found_id)
    ready = launch_of(reading, company.marketing, promise_ids=campaign.promise_ids, now=LATER)
    (after,) = afterwards(ready, campaign)
    assert (round(after.came.uplift, 1), after.came.whole, round(after.came.days)) == (1.0, True, 31)
    assert after.during is not None
    ahead = campaigns.campaign_view(session, company.marketing, campaign_id=campaigns.plan_campaign(
        session, company.marketing, now=NOW, **plan(promise_id, name="Pasqua")))  # fmt: skip
    assert afterwards(ready, ahead) == []


def test_the_people_planned_for_the_campaign_answer_in_it(
    session: Session, company: Company, process_id: str, promise_id: str
) -> None:
    # One call an hour at ten thousand seconds: more than two can take.
    capacities.declare_capacity(session, company.logistics, now=NOW, process_id=process_id, agents=2, handling=10_000)
    found_id = campaigns.plan_campaign(session, company.marketing, now=NOW, **plan(promise_id))

    def answer() -> Answer:
        campaign = campaigns.campaign_view(session, company.logistics, campaign_id=found_id)
        return worst_answer(one.predict(0.4) for one in launch_of(
            reading, company.marketing, promise_ids=campaign.promise_ids, now=LATER, campaign=campaign))  # fmt: skip

    assert answer() is Answer.NO
    planned = plan(promise_id, agents={process_id: 6})
    campaigns.change_campaign(session, company.marketing, now=NOW, campaign_id=found_id, **planned)
    assert answer() is Answer.YES
    for wrong, code in (({process_id: 0}, "too_small"), ({"0" * 32: 3}, "not_an_option")):
        with pytest.raises(Refusal, match=code):
            campaigns.change_campaign(session, company.marketing, now=NOW, campaign_id=found_id,
                                      **plan(promise_id, agents=wrong))  # fmt: skip
    campaigns.change_campaign(session, company.marketing, now=NOW, campaign_id=found_id, **plan(promise_id))
    assert campaigns.campaigns_ahead(session, company.marketing, today=date(2027, 1, 6))[0].agents == {}
    assert campaigns.campaigns_ahead(session, company.marketing, today=date(2027, 1, 7)) == []


def test_while_it_lasts_a_campaign_lowers_the_verdict_it_tests_and_no_longer(
    session: Session, company: Company, process_id: str, promise_id: str
) -> None:
    campaigns.plan_campaign(session, company.marketing, now=NOW, **plan(promise_id))

    def stands(month: int, day: int, hour: int = 12) -> tuple[Verdict, str]:
        now = datetime(2026 if month > 1 else 2027, month, day, hour, tzinfo=ROME)
        all_verdicts.refresh_verdicts(reading, writing, company.marketing, now=now)
        (row,) = portfolio.promise_rows(session, company.marketing, now=now)
        assert row.verdict is not None
        reasons = row.verdict.facts.downgrades
        return row.stands, " ".join(downgrade_sentence(speech("it"), code, facts) for code, facts in reasons)

    before = (Verdict.SUPPORTED, "")
    assert stands(11, 30, 23) == before
    tested = stands(12, 1, 0)
    assert tested[0] is Verdict.AT_RISK
    assert tested[1].startswith("«Natale di parola» la mette alla prova: mai provato oltre 35 a settimana")
    assert stands(12, 24) == tested
    # Afterwards it stands as before, on record as the newest; and a campaign called off tests nothing.
    assert stands(1, 7) == before
    assert stands(1, 8) == before
    verdict_rows = verdicts.verdicts_of(session, company.marketing, promise_id=promise_id, now=LATER)
    holds, edge = Verdict.SUPPORTED, Verdict.AT_RISK
    assert [one.facts.verdict for one in verdict_rows] == [holds, edge, holds]
    (campaign,) = campaigns.campaigns_all(session, company.marketing)
    campaigns.call_off_campaign(session, company.marketing, now=LATER, campaign_id=campaign.id)
    assert stands(12, 24) == before


def test_a_campaign_of_many_promises_asks_as_few_statements_as_one_of_two(
    session: Session, company: Company, process_id: str, promise_id: str
) -> None:
    ids = [promise_id, *(promise(session, company.marketing, process_id, sentence=f"In {n} ore", amount=n)
                         for n in range(49, 60))]  # fmt: skip

    def asked(chosen: list[str]) -> int:
        SHELF.empty()
        with counting() as counted:
            assert len(launch_of(reading, company.marketing, promise_ids=chosen, now=LATER)) == len(chosen)
        return counted.number

    assert asked(ids[2:]) == asked(ids[:2])


def test_customers_learn_of_no_campaign(session: Session, company: Company, promise_id: str) -> None:
    found_id = campaigns.plan_campaign(session, company.marketing, now=NOW, **plan(promise_id))
    for somebody in (company.customer, company.guest):
        with pytest.raises(Refusal):
            campaigns.campaign_view(session, somebody, campaign_id=found_id)
    with pytest.raises(NotFound):
        campaigns.campaign_view(session, company.marketing, campaign_id="0" * 32)
    assert portfolio.promise_rows(session, company.marketing, now=LATER, promise_ids=[promise_id])
