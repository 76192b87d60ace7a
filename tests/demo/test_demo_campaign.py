"""Christmas at Tostalba: the three answers of the story, as the page computes them."""

import pytest

from analysis.prediction import Answer
from analysis.verdict import Verdict
from demo.campaign import CAMPAIGN, CHAIN
from models.campaigns import campaign_view
from models.chain_studies import chain_study
from models.launching import Ready, launch_of, worst_answer
from store.doors import reading
from tests.demo.conftest import Example


@pytest.fixture
def christmas(example: Example) -> dict[str, Ready]:
    marta = example.viewer("Marta Gualdi")
    campaign = example.ask("Marta Gualdi", campaign_view, campaign_id=example.the("campaign", CAMPAIGN))
    assert (campaign.low, campaign.likely, campaign.high, campaign.cost) == (25, 40, 55, 22_000)
    ready = launch_of(reading, marta, promise_ids=campaign.promise_ids, now=example.now)
    return {key: one for key in ("P3", "P1b", "P5") for one in ready if one.row.id == example.the("promise", key)}


def test_two_on_the_phone_do_not_hold_and_a_third_does(christmas: dict[str, Ready]) -> None:
    two, three = christmas["P3"].predict(0.4), christmas["P3"].predict(0.4, 3)
    assert two is not None
    assert three is not None
    assert (two.answer, three.answer) == (Answer.NO, Answer.YES)
    assert (round(100 * (two.predicted_share or 0)), round(100 * (three.predicted_share or 0))) == (71, 93)
    assert christmas["P3"].enough_agents(0.4) == 3


def test_three_days_were_never_tried_and_freshness_holds(christmas: dict[str, Ready]) -> None:
    three_days, fresh = christmas["P1b"].predict(0.4), christmas["P5"].predict(0.4)
    assert three_days is not None
    assert (three_days.answer, three_days.today) == (Answer.ASK, Verdict.SUPPORTED)
    assert (round(three_days.most_a_week or 0), round(three_days.needed_a_week or 0)) == (330, 452)
    assert christmas["P1b"].row.process_owner == "Rosa Placci"
    assert fresh is not None
    assert fresh.answer is Answer.YES
    assert worst_answer(one.predict(0.4) for one in christmas.values()) is Answer.NO


def test_the_chain_from_order_to_door_is_weakest_at_the_delivery(example: Example) -> None:
    marta = example.viewer("Marta Gualdi")
    study = chain_study(reading, marta, blueprint_id=example.the("chain", CHAIN), now=example.now)
    assert study.whole is not None
    assert (study.whole.verdict, round(100 * (study.whole.share or 0))) == (Verdict.SUPPORTED, 98)
    assert study.weakest is not None
    assert study.weakest.step.process == "Consegna online"
    assert [one.verdict for one in study.steps] == [Verdict.SUPPORTED, Verdict.NOT_SUPPORTABLE]
