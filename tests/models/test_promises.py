"""What people do to a promise, and what it never lets happen."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from models import activity, notices, portfolio, promises, publishing, signatures
from models.errors import NotFound, Refusal
from models.promises import Keeper, State
from tests.company import NOW, Company, found
from tests.models.promising import LATER, TERMS, delivery, promise


@pytest.fixture
def company(session: Session) -> Company:
    return found(session)


@pytest.fixture
def process_id(session: Session, company: Company) -> str:
    return delivery(session, company.logistics)


@pytest.fixture
def promise_id(session: Session, company: Company, process_id: str) -> str:
    return promise(session, company.marketing, process_id)


def card(session: Session, company: Company, promise_id: str) -> portfolio.PromiseCard:
    return portfolio.promise_card(session, company.marketing, now=LATER, promise_id=promise_id)


def refused(code: str, call: Any, *arguments: Any, **what: Any) -> Refusal:
    with pytest.raises(Refusal) as caught:
        call(*arguments, **what)
    assert caught.value.code == code
    return caught.value


def test_a_new_promise_is_a_draft_with_all_that_was_said(session: Session, company: Company, promise_id: str) -> None:
    row = card(session, company, promise_id).row
    assert (row.state, row.keeper, row.one_oar) == (State.DRAFT, Keeper.NOT_ASKED, False)
    assert (row.terms.sentence, row.terms.amount, row.terms.unit) == ("A casa tua in 48 ore", 48, "h")
    assert (row.terms.kept, row.terms.of, row.terms.cancelled, row.terms.period_days) == (19, 20, "excluded", 90)
    assert (row.owner, row.process_owner, row.noun.many) == ("Marta Gualdi", "Rosa Placci", "ordini")


def test_nobody_promises_a_hundred_of_a_hundred(session: Session, company: Company, process_id: str) -> None:
    refusal = refused("never_certain", promise, session, company.marketing, process_id, kept=20, of=20)
    assert refusal.field == "kept"


@pytest.mark.parametrize(
    ("other", "code", "field"),
    [
        ({"sentence": " \u200b "}, "empty", "sentence"),
        ({"sentence": "x" * 121}, "too_long", "sentence"),
        ({"amount": 0}, "too_small", "amount"),
        ({"amount": float("nan")}, "not_a_number", "amount"),
        ({"amount": 1e12}, "too_large", "amount"),
        ({"unit": "y"}, "not_an_option", "unit"),
        ({"kept": 0}, "too_small", "kept"),
        ({"of": 1001}, "too_large", "of"),
        ({"kept": 21}, "not_valid", "kept"),
        ({"period_days": 1}, "too_small", "period_days"),
        ({"valid_until": date(2026, 11, 1)}, "valid_until_past", "valid_until"),
        ({"direction": "at least"}, "clock_at_most", "direction"),
        ({"verdict": "supported"}, "unknown_field", "verdict"),
    ],
)
def test_what_cannot_be_promised_is_refused_at_its_field(
    session: Session, company: Company, process_id: str, other: dict[str, Any], code: str, field: str
) -> None:
    assert refused(code, promise, session, company.marketing, process_id, **other).field == field


def test_the_process_owner_is_asked_and_told(session: Session, company: Company, promise_id: str) -> None:
    promises.ask_keeper(session, company.marketing, now=NOW, promise_id=promise_id)
    told = notices.notices_for(session, company.logistics)
    assert [(one.kind, one.facts["sentence"], one.facts["by"]) for one in told] == [
        ("signature_asked", "A casa tua in 48 ore", "Marta Gualdi")
    ]
    assert signatures.to_sign(session, company.logistics) == 1
    assert card(session, company, promise_id).row.state is State.ASKED


@pytest.mark.parametrize(
    ("answer", "said", "state"),
    [
        ("yes", {}, State.AGREED),
        ("but", {"amount": 10, "unit": "d"}, State.CONTESTED),
        ("no", {"words": "dipende dal corriere"}, State.CONTESTED),
    ],
)
def test_who_keeps_it_says_yes_but_or_no(
    session: Session, company: Company, promise_id: str, answer: str, said: dict[str, Any], state: State
) -> None:
    promises.ask_keeper(session, company.marketing, now=NOW, promise_id=promise_id)
    signatures.sign_promise(
        session, company.logistics, now=NOW, promise_id=promise_id, version=1, answer=answer, **said
    )
    seen = card(session, company, promise_id)
    assert (seen.row.state, seen.row.keeper) == (state, answer)
    assert seen.signatures[0].words == said.get("words", "")
    assert (seen.signatures[0].amount, seen.signatures[0].unit) == (said.get("amount"), said.get("unit"))
    assert notices.notices_for(session, company.marketing)[0].kind == "signature_answered"


def test_a_no_says_why_and_a_but_says_what(session: Session, company: Company, promise_id: str) -> None:
    promises.ask_keeper(session, company.marketing, now=NOW, promise_id=promise_id)
    what: dict[str, Any] = {"now": NOW, "promise_id": promise_id, "version": 1}
    refused("no_needs", signatures.sign_promise, session, company.logistics, answer="no", words="  ", **what)
    refused("but_needs", signatures.sign_promise, session, company.logistics, answer="but", **what)
    refused("not_an_option", signatures.sign_promise, session, company.logistics, answer="asked", **what)


def test_only_who_answers_for_the_process_signs_and_only_what_was_asked(
    session: Session, company: Company, promise_id: str
) -> None:
    what: dict[str, Any] = {"now": NOW, "promise_id": promise_id, "version": 1, "answer": "yes"}
    refused("not_asked", signatures.sign_promise, session, company.logistics, **what)
    promises.ask_keeper(session, company.marketing, now=NOW, promise_id=promise_id)
    for other in (company.marketing, company.administrator, company.outsider):
        refused("not_allowed", signatures.sign_promise, session, other, **what)
    refused("changed_meanwhile", signatures.sign_promise, session, company.logistics, **(what | {"version": 2}))


def test_in_use_without_the_second_signature_says_one_oar_only(
    session: Session, company: Company, promise_id: str
) -> None:
    promises.start_using(session, company.marketing, now=NOW, promise_id=promise_id)
    rows = portfolio.promise_rows(session, company.outsider, now=LATER)
    assert [(row.state, row.one_oar) for row in rows] == [(State.IN_USE, True)]
    promises.ask_keeper(session, company.marketing, now=NOW, promise_id=promise_id)
    assert card(session, company, promise_id).row.one_oar
    signatures.sign_promise(session, company.logistics, now=NOW, promise_id=promise_id, version=1, answer="yes")
    row = card(session, company, promise_id).row
    assert (row.state, row.one_oar) == (State.IN_USE, False)


@pytest.mark.parametrize(
    "change",
    [{"amount": 72}, {"kept": 9, "of": 10}, {"period_days": 180}, {"cancelled": "broken"}, {"segment": "bottega"}],
)
def test_every_change_of_time_share_period_policy_or_segment_is_a_new_version_that_asks_anew(
    session: Session, company: Company, promise_id: str, change: dict[str, Any]
) -> None:
    promises.ask_keeper(session, company.marketing, now=NOW, promise_id=promise_id)
    signatures.sign_promise(session, company.logistics, now=NOW, promise_id=promise_id, version=1, answer="yes")
    number = promises.change_promise(
        session, company.marketing, now=LATER, promise_id=promise_id, version=1, **(TERMS | change), reason="i dati"
    )
    seen = card(session, company, promise_id)
    assert number == 2
    assert (seen.row.state, seen.row.keeper) == (State.ASKED, Keeper.ASKED)
    assert [(view.terms.number, view.moved, view.terms.reason) for view in seen.versions] == [
        (1, False, ""),
        (2, True, "i dati"),
    ]
    assert len(notices.notices_for(session, company.logistics)) == 2


def test_another_sentence_with_the_same_bar_is_a_version_but_no_moved_bar(
    session: Session, company: Company, promise_id: str
) -> None:
    other = TERMS | {"sentence": "Due giorni e sei a casa"}
    promises.change_promise(session, company.marketing, now=LATER, promise_id=promise_id, version=1, **other)
    assert [view.moved for view in card(session, company, promise_id).versions] == [False, False]


def test_two_people_changing_at_once_do_not_overwrite_each_other(
    session: Session, company: Company, promise_id: str
) -> None:
    what: dict[str, Any] = {"now": LATER, "promise_id": promise_id, "version": 1}
    promises.change_promise(session, company.marketing, **what, **(TERMS | {"amount": 72}))
    refused("changed_meanwhile", promises.change_promise, session, company.marketing, **what, **(TERMS | {"kept": 18}))


def test_saying_the_same_again_changes_nothing(session: Session, company: Company, promise_id: str) -> None:
    refused("nothing_changed", promises.change_promise, session, company.marketing, now=LATER, promise_id=promise_id,
            version=1, **TERMS)  # fmt: skip


def test_a_withdrawn_promise_leaves_the_list_and_keeps_its_card(
    session: Session, company: Company, promise_id: str
) -> None:
    promises.withdraw_promise(session, company.marketing, now=LATER, promise_id=promise_id)
    assert portfolio.promise_rows(session, company.marketing, now=LATER) == []
    assert card(session, company, promise_id).row.state is State.WITHDRAWN
    refused("promise_over", promises.start_using, session, company.marketing, now=LATER, promise_id=promise_id)


def test_a_promise_past_its_last_day_is_expired_and_a_new_version_renews_it(
    session: Session, company: Company, promise_id: str
) -> None:
    promises.start_using(session, company.marketing, now=NOW, promise_id=promise_id)
    publishing.publish_promise(session, company.marketing, now=NOW, promise_id=promise_id)
    after = NOW + timedelta(days=200)
    assert portfolio.promise_card(session, company.marketing, now=after, promise_id=promise_id).row.state == "expired"
    assert promises.expire_promises(session, now=after) == 1
    assert promises.expire_promises(session, now=after) == 0
    assert publishing.public_promises(session, company.customer, now=after) == []
    renewed = TERMS | {"valid_until": date(2028, 1, 1)}
    promises.change_promise(session, company.marketing, now=after, promise_id=promise_id, version=1, **renewed)
    row = portfolio.promise_card(session, company.marketing, now=after, promise_id=promise_id).row
    assert row.state is State.IN_USE


def test_the_last_valid_day_still_counts_on_the_wall_clock_of_the_process(
    session: Session, company: Company, process_id: str
) -> None:
    promise_id = promise(session, company.marketing, process_id, valid_until=date(2026, 11, 20))
    almost = NOW.replace(day=20, hour=22, minute=59)
    assert portfolio.promise_card(session, company.marketing, now=almost, promise_id=promise_id).row.state == "draft"
    midnight = NOW.replace(day=20, hour=23, minute=0)
    assert (
        portfolio.promise_card(session, company.marketing, now=midnight, promise_id=promise_id).row.state == "expired"
    )


def test_customers_and_guests_never_see_the_inside_of_a_promise(
    session: Session, company: Company, promise_id: str
) -> None:
    for outside in (company.customer, company.guest):
        refused("not_allowed", portfolio.promise_rows, session, outside, now=LATER)
        refused("not_allowed", portfolio.promise_card, session, outside, now=LATER, promise_id=promise_id)
    assert publishing.public_promises(session, company.customer, now=LATER) == []  # a draft is nobody's business
    promises.start_using(session, company.marketing, now=NOW, promise_id=promise_id)
    assert publishing.public_promises(session, company.customer, now=LATER) == []  # in use, and not published yet
    publishing.publish_promise(session, company.marketing, now=NOW, promise_id=promise_id)
    seen = publishing.public_promises(session, company.customer, now=LATER)[0]
    assert seen.sentence == "A casa tua in 48 ore"
    assert "Consegna" not in repr(seen)
    assert "Rosa" not in repr(seen)


def test_an_unknown_promise_and_a_guessed_one_give_the_same_answer(session: Session, company: Company) -> None:
    for guess in ("", "0" * 32, "'; DROP TABLE promises"):
        with pytest.raises(NotFound):
            portfolio.promise_card(session, company.marketing, now=LATER, promise_id=guess)


def test_every_step_is_on_the_record(session: Session, company: Company, promise_id: str) -> None:
    promises.ask_keeper(session, company.marketing, now=NOW, promise_id=promise_id)
    signatures.sign_promise(session, company.logistics, now=NOW, promise_id=promise_id, version=1, answer="yes")
    promises.start_using(session, company.marketing, now=NOW, promise_id=promise_id)
    verbs = [change.verb for change in activity.history_of(session, "promise", promise_id)]
    assert verbs == ["use", "sign", "ask", "write"]
    assert activity.first_break(session) is None
