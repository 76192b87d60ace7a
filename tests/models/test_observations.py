"""Observed on the spot: taps become cases through the same door as every file, and keep nobody's name."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from sqlmodel import Session, func, select

from analysis.cases import cases
from models import observations, promises, touchpoints
from models.access import NOBODY
from models.base import new_token
from models.case_sets import evidence_cases, evidence_sets
from models.errors import NotFound, Refusal
from models.evidence import Load, Source, loads_of
from models.observations import SETTLES, Tap
from models.observed_cases import take_in_taps
from tests.company import NOW, Company, found
from tests.models.promising import DAY, TERMS, D, bring, delivery

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=ZoneInfo("Europe/Rome"))


@pytest.fixture
def company(session: Session) -> Company:
    return found(session)


@pytest.fixture
def process_id(session: Session, company: Company) -> str:
    return delivery(session, company.logistics)


def watch(session: Session, company: Company, process_id: str, **terms: object) -> tuple[str, str]:
    """A link for a new promise of the process: its id and its token."""
    promise_id = promises.create_promise(session, company.logistics, now=NOW, process_id=process_id, **(TERMS | terms))
    stage = touchpoints.stages_all(session, company.administrator)[0].id
    names = {point.name: point.id for point in touchpoints.touchpoints_all(session, company.administrator)}
    point = names.get("Bottega") or touchpoints.add_touchpoint(
        session, company.administrator, now=NOW, name="Bottega", stage_id=stage
    )
    token = new_token()
    what = {"promise_id": promise_id, "touchpoint_id": point, "token": token}
    return observations.open_watch(session, company.logistics, now=NOW, **what), token


YES_NO = {"sentence": "L'ordine è giusto", "metric": "value", "direction": "at least", "unit": "value", "amount": 1,
          "yes_when": ("giusto",)}  # fmt: skip
QUEUE = {"sentence": "Ti serviamo in 5 minuti", "amount": 5, "unit": "min"}


def known(session: Session, company: Company, process_id: str) -> object:
    which = evidence_sets(session, company.logistics, process_ids={process_id})[process_id]
    return evidence_cases(session, company.logistics, which=which)


def test_ten_taps_become_cases_once_they_have_settled(session: Session, company: Company, process_id: str) -> None:
    _, token = watch(session, company, process_id, **YES_NO)
    for number in range(10):
        at = NOON + timedelta(minutes=number)
        observations.tap_answer(session, NOBODY, now=at, token=token, yes=number != 3)
    observations.take_back_tap(session, NOBODY, now=NOON + timedelta(minutes=10), token=token)
    seen = observations.watched_at(session, token=token, now=NOON + timedelta(minutes=10))
    assert (seen.today, seen.sentence, seen.touchpoint) == (9, "L'ordine è giusto", "Bottega")
    assert take_in_taps(session, now=NOON + timedelta(minutes=20)) == 0
    later = NOON + timedelta(minutes=9) + SETTLES
    assert take_in_taps(session, now=later) == 9
    assert take_in_taps(session, now=later) == 0
    taken = known(session, company, process_id)
    assert taken.outcome.tolist() == ["giusto"] * 3 + ["no"] + ["giusto"] * 5  # type: ignore[attr-defined]
    assert set(taken.touchpoint.tolist()) == {"Bottega"}  # type: ignore[attr-defined]
    (load,) = loads_of(session, company.logistics, process_id=process_id)
    assert (load.source, load.rows, load.as_of) == (Source.OBSERVED, 9, NOON + timedelta(minutes=8, seconds=1))
    with pytest.raises(Refusal, match="tap_settled"):
        observations.take_back_tap(session, NOBODY, now=later, token=token)
    (view,) = observations.watches_of(session, company.logistics, process_id=process_id)
    assert (view.taps, view.waiting) == (9, 0)


def test_a_stopwatch_gives_a_time_and_one_that_nobody_stops_gives_none(
    session: Session, company: Company, process_id: str
) -> None:
    _, token = watch(session, company, process_id, **QUEUE)
    with pytest.raises(Refusal, match="not_running"):
        observations.stop_stopwatch(session, NOBODY, now=NOON, token=token)
    for number in range(3):
        at = NOON + timedelta(minutes=10 * number)
        observations.start_stopwatch(session, NOBODY, now=at, token=token)
        if number < 2:
            assert observations.stop_stopwatch(session, NOBODY, now=at + timedelta(seconds=200), token=token) == 200
    next_day = NOON + timedelta(days=1)
    assert observations.watched_at(session, token=token, now=next_day).running is None
    with pytest.raises(Refusal, match="not_running"):
        observations.stop_stopwatch(session, NOBODY, now=next_day, token=token)
    assert take_in_taps(session, now=next_day) == 2
    taken = known(session, company, process_id)
    np.testing.assert_allclose(taken.end - taken.start, 200)  # type: ignore[attr-defined]


def test_what_is_observed_never_ages_the_open_cases_of_a_file(
    session: Session, company: Company, process_id: str
) -> None:
    bring(session, company.logistics, process_id, cases(["a"], [D.timestamp() - DAY], [float("nan")]))
    _, token = watch(session, company, process_id, **QUEUE)
    observations.start_stopwatch(session, NOBODY, now=NOON, token=token)
    observations.stop_stopwatch(session, NOBODY, now=NOON + timedelta(minutes=3), token=token)
    take_in_taps(session, now=NOON + timedelta(hours=1))
    assert evidence_sets(session, company.logistics, process_ids={process_id})[process_id].as_of == D


def test_a_link_opens_one_promise_and_only_who_answers_for_the_process_gives_it_out(
    session: Session, company: Company, process_id: str
) -> None:
    watch_id, token = watch(session, company, process_id, **YES_NO)
    with pytest.raises(Refusal, match="not_valid"):
        observations.start_stopwatch(session, NOBODY, now=NOON, token=token)
    with pytest.raises(NotFound):
        observations.tap_answer(session, NOBODY, now=NOON, token=new_token(), yes=True)
    with pytest.raises(Refusal, match="not_allowed"):
        observations.close_watch(session, company.marketing, now=NOON, watch_id=watch_id)
    observations.close_watch(session, company.logistics, now=NOON, watch_id=watch_id)
    with pytest.raises(NotFound):
        observations.watched_at(session, token=token, now=NOON)
    for terms in ({"amount": 2, "unit": "d"}, {"metric": "value", "unit": "value", "amount": 10}):
        with pytest.raises(Refusal, match="not_watchable"):
            watch(session, company, process_id, **terms)
    assert (session.exec(select(func.count()).select_from(Tap)).one(),
            session.exec(select(func.count()).select_from(Load)).one()) == (0, 0)  # fmt: skip


def test_more_than_anybody_can_see_is_refused(
    session: Session, company: Company, process_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(observations, "MOST_A_DAY", 3)
    _, token = watch(session, company, process_id, **YES_NO)
    for number in range(3):
        observations.tap_answer(session, NOBODY, now=NOON + timedelta(seconds=number), token=token, yes=True)
    with pytest.raises(Refusal, match="enough_taps"):
        observations.tap_answer(session, NOBODY, now=NOON + timedelta(minutes=1), token=token, yes=True)
    observations.tap_answer(session, NOBODY, now=NOON + timedelta(days=1), token=token, yes=True)
