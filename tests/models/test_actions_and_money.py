"""What is done so that a promise is kept: actions with an owner, looks whether they worked, money moved."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Event
from typing import Any

import pytest
from sqlmodel import Session

from models import action_steps, actions, budget_lines, decisions, evidence, ideas, outcome_checks
from models.access import Viewer
from models.actions import ActionState
from models.errors import NotFound, Refusal
from models.outcome_checks import Answer
from models.today import today_view
from store.doors import reading, writing
from tests.company import NOW, Company, found
from tests.conftest import Database
from tests.models.promising import bring, delivery, orders, promise

TODAY = NOW.date()


@pytest.fixture
def company(session: Session) -> Company:
    return found(session)


@pytest.fixture
def process_id(session: Session, company: Company) -> str:
    process = delivery(session, company.logistics)
    bring(session, company.logistics, process, orders(late_every=5, over=80.0))
    return process


@pytest.fixture
def promise_id(session: Session, company: Company, process_id: str) -> str:
    return promise(session, company.marketing, process_id)


@pytest.fixture
def idea_id(session: Session, company: Company) -> str:
    return ideas.add_idea(session, company.marketing, now=NOW, group_id=company.group_id, text="Terzo operatore")


def plan(session: Session, viewer: Viewer, promise_id: str, **other: Any) -> str:
    what = {"title": "Ricambi in officina", "lever": "process", "cost": 9_000, "due_on": TODAY + timedelta(days=30)}
    return actions.start_action(session, viewer, now=NOW, promise_id=promise_id, **{**what, **other})


def refusal(call: Any, *args: Any, **what: Any) -> str:
    with pytest.raises(Refusal) as refused:
        call(*args, **what)
    return refused.value.code


@pytest.mark.parametrize("cost", [2**31, 2**63, -1, 1.5, float("nan"), float("inf"), "9e9", "true"])
def test_n01_to_n04_a_cost_that_is_no_amount_is_refused_and_nothing_is_kept(
    session: Session, company: Company, promise_id: str, cost: Any
) -> None:
    assert refusal(plan, session, company.marketing, promise_id, cost=cost)
    assert actions.actions_of(session, company.marketing, now=NOW, promise_id=promise_id) == []


def test_an_action_starts_reaches_its_milestones_and_ends(session: Session, company: Company, promise_id: str) -> None:
    marta, rosa = company.marketing, company.logistics
    one = plan(session, marta, promise_id, owner_id=rosa.person_id)
    step = action_steps.add_step(session, rosa, now=NOW, action_id=one, title="Scaffale pronto")
    actions.move_action(session, rosa, now=NOW, action_id=one, state="running", on=TODAY)
    action_steps.tick_step(session, rosa, now=NOW, step_id=step)
    (seen,) = actions.actions_of(session, marta, now=NOW, promise_id=promise_id)
    assert (seen.state, seen.started_on, seen.owner, seen.may_edit) == (ActionState.RUNNING, TODAY, rosa.name, False)
    assert action_steps.steps_of(session, marta, action_ids=[one])[one][0].done_on == TODAY
    other = action_steps.add_step(session, rosa, now=NOW, action_id=one, title="Cartello")
    action_steps.change_step(session, rosa, now=NOW, step_id=step, title="Scaffale pieno", due_on=TODAY)
    action_steps.remove_step(session, rosa, now=NOW, step_id=other)
    (kept,) = action_steps.steps_of(session, marta, action_ids=[one])[one]
    assert (kept.title, kept.due_on, kept.done_on) == ("Scaffale pieno", TODAY, TODAY)
    assert refusal(action_steps.remove_step, session, marta, now=NOW, step_id=step) == "not_allowed"
    later = NOW + timedelta(days=40)
    (seen,) = actions.actions_of(session, rosa, now=later, promise_id=promise_id)
    assert (seen.late, seen.stalled, seen.still_days, seen.may_edit) == (True, True, 40, True)
    assert refusal(actions.move_action, session, marta, now=NOW, action_id=one, state="done", on=TODAY) == "not_allowed"
    before = TODAY - timedelta(days=1)
    assert refusal(actions.move_action, session, rosa, now=NOW, action_id=one, state="done", on=before) == "too_small"
    actions.move_action(session, rosa, now=later, action_id=one, state="done", on=later.date())
    assert refusal(action_steps.tick_step, session, rosa, now=later, step_id=step) == "action_over"
    assert refusal(action_steps.change_step, session, rosa, now=later, step_id=step, title="Altro") == "action_over"
    assert refusal(action_steps.remove_step, session, rosa, now=later, step_id=step) == "action_over"


def test_an_action_serves_something_and_customers_do_not_see_it(
    session: Session, company: Company, promise_id: str
) -> None:
    assert refusal(actions.start_action, session, company.marketing, now=NOW, title="A", lever="waiting") == (
        "about_nothing"
    )
    assert refusal(plan, session, company.marketing, promise_id, owner_id=company.customer.person_id) == "not_staff"
    plan(session, company.marketing, promise_id)
    assert refusal(actions.actions_of, session, company.customer, now=NOW) == "not_allowed"


def test_what_will_tell_is_fixed_with_the_yes_and_answered_with_the_figures_of_the_day(
    session: Session, company: Company, promise_id: str, idea_id: str
) -> None:
    lucia = company.manager
    look = TODAY + timedelta(days=20)
    what: dict[str, Any] = {"idea_id": idea_id, "words": "In due giorni", "aim": 95, "look_on": look}
    assert refusal(outcome_checks.accept_idea, session, lucia, now=NOW, **what) == "aim_without_promise"
    today = {**what, "promise_id": promise_id, "look_on": TODAY}
    assert refusal(outcome_checks.accept_idea, session, lucia, now=NOW, **today) == "too_small"
    outcome_checks.accept_idea(session, lucia, now=NOW, promise_id=promise_id, **what)
    assert refusal(
        outcome_checks.accept_idea, session, company.marketing, now=NOW, promise_id=promise_id, **what
    ) == "not_allowed"  # fmt: skip
    (early,) = outcome_checks.checks_of(session, lucia, now=NOW)
    assert (early.due, early.aim, early.split) == (False, 95, TODAY)
    (due,) = outcome_checks.checks_of(session, lucia, now=NOW + timedelta(days=20))
    assert (due.due, due.may_answer) == (True, True)
    measured = outcome_checks.measure(reading, lucia, promise_id=promise_id, day=TODAY - timedelta(days=20))
    assert measured is not None
    assert measured.found.before.share == pytest.approx(0.8, abs=0.05)
    answer: dict[str, Any] = {"check_id": due.id, "answer": "not_yet", "measured": measured}
    assert refusal(outcome_checks.answer_check, session, lucia, now=NOW, **answer) == "again_missing"
    again_on = TODAY + timedelta(days=50)
    outcome_checks.answer_check(session, lucia, now=NOW, again_on=again_on, **answer)
    following, answered = outcome_checks.checks_of(session, lucia, now=NOW)
    assert (following.answer, following.look_on, following.aim) == (None, again_on, 95)
    assert (answered.answer, answered.share_before) == (Answer.NOT_YET, measured.found.before.share)
    assert refusal(outcome_checks.answer_check, session, lucia, now=NOW, **answer, again_on=again_on) == (
        "already_answered"
    )


def test_figures_of_other_cases_are_not_written_down(
    session: Session, company: Company, process_id: str, promise_id: str, idea_id: str
) -> None:
    lucia, rosa = company.manager, company.logistics
    look = TODAY + timedelta(days=20)
    outcome_checks.accept_idea(
        session, lucia, now=NOW, idea_id=idea_id, promise_id=promise_id, words="In due giorni", look_on=look
    )
    (check,) = outcome_checks.checks_of(session, lucia, now=NOW)
    measured = outcome_checks.measure(reading, lucia, promise_id=promise_id, day=TODAY)
    evidence.undo_load(session, rosa, now=NOW, process_id=process_id, number=1)
    assert refusal(
        outcome_checks.answer_check, session, lucia, now=NOW, check_id=check.id, answer="worked", measured=measured
    ) == "inputs_changed"  # fmt: skip


def test_a_decision_taken_back_is_no_longer_looked_at(
    session: Session, company: Company, promise_id: str, idea_id: str
) -> None:
    lucia = company.manager
    made = outcome_checks.accept_idea(
        session, lucia, now=NOW, idea_id=idea_id, words="Meno telefonate", look_on=TODAY + timedelta(days=9)
    )
    (check,) = outcome_checks.checks_of(session, lucia, now=NOW)
    decisions.undo_decision(session, lucia, now=NOW, decision_id=made)
    assert outcome_checks.checks_of(session, lucia, now=NOW) == []
    with pytest.raises(NotFound):
        outcome_checks.answer_check(session, lucia, now=NOW, check_id=check.id, answer="worked")


def test_money_is_moved_never_added_and_no_line_goes_below_zero(
    session: Session, company: Company, promise_id: str
) -> None:
    elena = company.facilitator
    lines = [
        budget_lines.add_line(session, elena, now=NOW, name=name, year=2026, amount=amount)
        for name, amount in (("Radio locale", 48_000), ("Officina e ricambi", 54_000))
    ]
    radio, parts = lines
    move = {"from_id": radio, "to_id": parts, "promise_id": promise_id}
    budget_lines.move_money(session, elena, now=NOW, amount=9_000, **move)
    budget_lines.move_money(session, elena, now=NOW, amount=2_000, to_id=parts, reason="12 chiamate in meno",
                            estimated_by=company.marketing.person_id)
    seen = budget_lines.budget_view(session, company.marketing, year=2026)
    assert [(line.now, line.saved) for line in seen.lines] == [(63_000, 2_000), (39_000, 0)]
    assert (seen.total, sum(line.now for line in seen.lines), seen.moved) == (102_000, 102_000, 9_000)
    assert [one.estimated_by for one in seen.moves if not one.source] == ["Marta Gualdi"]
    assert {one.promise for one in seen.moves} == {"", "A casa tua in 48 ore"}
    with pytest.raises(Refusal) as over:
        budget_lines.move_money(session, elena, now=NOW, amount=39_001, **move)
    assert (over.value.code, over.value.facts["left"]) == ("below_zero", 39_000)

    def refused(**what: Any) -> str:
        return refusal(budget_lines.move_money, session, elena, now=NOW, amount=1, **what)

    assert refused(from_id=radio, to_id=radio) == "same_line"
    assert refused(from_id="", to_id=parts) == refused(from_id=radio, to_id="") == "line_missing"
    assert refused(to_id=radio) == refused(to_id=radio, reason="12 chiamate") == "saving_unexplained"
    by_customer = {"reason": "12 chiamate", "estimated_by": company.customer.person_id}
    assert refused(to_id=radio, **by_customer) == "not_staff"
    again: dict[str, Any] = {"name": "RADIO locale", "year": 2026, "amount": 1}
    assert refusal(budget_lines.add_line, session, elena, now=NOW, **again) == "name_taken"
    next_year = budget_lines.add_line(session, elena, now=NOW, **{**again, "year": 2027})
    assert refused(from_id=radio, to_id=next_year) == "other_year"
    assert refusal(budget_lines.move_money, session, company.marketing, now=NOW, amount=1, **move) == "not_allowed"


def test_of_two_who_move_the_same_money_at_once_one_is_told_what_is_left(real_database: Database) -> None:
    company = writing(found)
    elena = company.facilitator

    def add(name: str) -> str:
        return writing(partial(budget_lines.add_line, viewer=elena, now=NOW, name=name, year=2026, amount=100))

    radio, parts, fairs = add("Radio"), add("Officina"), add("Fiere")
    moved, ended = Event(), Event()

    def first(session: Session) -> None:
        budget_lines.move_money(session, elena, now=NOW, from_id=radio, to_id=parts, amount=80)
        moved.set()
        # The other one has every chance to be quicker.
        ended.wait(0.3)

    def second() -> str:
        moved.wait(20)
        try:
            writing(partial(budget_lines.move_money, viewer=elena, now=NOW, from_id=radio, to_id=fairs, amount=80))
        except Refusal as refused:
            return f"{refused.code} {refused.facts['left']}"
        finally:
            ended.set()
        return "moved as well"

    with ThreadPoolExecutor(1) as other:
        answer = other.submit(second)
        writing(first)
        assert answer.result() == "below_zero 20"
    with reading() as session:
        seen = budget_lines.budget_view(session, company.marketing, year=2026)
    assert (sorted(line.now for line in seen.lines), seen.total) == ([20, 100, 180], 300)


def test_home_asks_for_the_look_that_is_due_and_for_the_action_that_stands_still(
    session: Session, company: Company, promise_id: str, idea_id: str
) -> None:
    lucia, rosa = company.manager, company.logistics
    made = plan(session, rosa, promise_id)
    actions.move_action(session, rosa, now=NOW, action_id=made, state="running", on=TODAY)
    look = TODAY + timedelta(days=20)
    outcome_checks.accept_idea(
        session, lucia, now=NOW, idea_id=idea_id, promise_id=promise_id, words="In due giorni", look_on=look
    )
    later = NOW + timedelta(days=21)

    def needs(who: Viewer) -> dict[str, Any]:
        return {line.need.value: line.facts for line in today_view(session, who, now=later).lines}

    stands = {"sentence": "Ricambi in officina", "still": 21, "late": -9}
    # Its owner reads of it, and so does whoever conducts or manages, with whose it is; a colleague does not.
    for who, named in ((rosa, ""), (lucia, rosa.name), (company.facilitator, rosa.name)):
        assert {**needs(who)["still"], "action": ""} == {**stands, "who": named, "action": ""}
    assert "still" not in needs(company.marketing)
    assert today_view(session, company.marketing, now=later).stuck_actions == 1
    assert needs(lucia)["check"]["late"] == 1
    (check,) = outcome_checks.checks_of(session, lucia, now=later)
    outcome_checks.answer_check(session, lucia, now=later, check_id=check.id, answer="no")
    assert "check" not in needs(lucia)
