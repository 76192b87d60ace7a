"""Law 7, its other side: whoever answers for something hands it over before they are erased."""

from typing import Any

import pytest
from sqlmodel import Session

from models import actions, handing_over, privacy, processes, promises
from models.errors import Refusal
from tests.company import NOW, Company, again, found
from tests.models.promising import delivery, promise
from words.refusals import refusal_sentence
from words.speech import speech


@pytest.fixture
def company(session: Session) -> Company:
    return found(session)


def refused(code: str, command: Any, *args: Any, **what: Any) -> Refusal:
    with pytest.raises(Refusal) as no:
        command(*args, **what)
    assert no.value.code == code
    return no.value


def test_whoever_owns_a_process_or_a_promise_is_told_what_to_hand_over_first(
    session: Session, company: Company
) -> None:
    process_id = delivery(session, company.logistics)
    promise_id = promise(session, company.logistics, process_id)
    actions.start_action(
        session, company.logistics, now=NOW, promise_id=promise_id, title="Terzo corriere", lever="process"
    )
    rosa, no = company.logistics.person_id or "", "owns_things"
    refusal = refused(no, privacy.erase_person, session, company.logistics, now=NOW)
    said = refusal_sentence(speech("it"), refusal.code, refusal.facts)
    assert said == "Prima passa a un'altra persona: Consegna online, «A casa tua in 48 ore» e Terzo corriere."
    refused(no, privacy.erase_person, session, company.administrator, now=NOW, person_id=rosa)

    marta = company.marketing.person_id or ""
    given = handing_over.hand_over(session, company.logistics, now=NOW, to_person_id=marta)
    assert given == {"processes": 1, "promises": 1, "actions": 1}
    assert processes.process_view(session, company.marketing, process_id=process_id).owner_id == marta
    assert promises.promise_for(session, company.marketing, promise_id).owner_id == marta
    assert privacy.erase_person(session, company.logistics, now=NOW) == rosa


def test_what_is_withdrawn_holds_nobody_back(session: Session, company: Company) -> None:
    promise_id = promise(session, company.logistics, delivery(session, company.marketing))
    promises.withdraw_promise(session, company.logistics, now=NOW, promise_id=promise_id)
    privacy.erase_person(session, company.logistics, now=NOW)


def test_only_to_somebody_who_works_here_and_only_by_oneself_or_an_administrator(
    session: Session, company: Company
) -> None:
    delivery(session, company.logistics)
    rosa, marta = company.logistics.person_id or "", company.marketing.person_id or ""
    what: dict[str, Any] = {"now": NOW, "to_person_id": marta}
    anna = company.customer.person_id or ""
    refused("not_staff", handing_over.hand_over, session, company.logistics, now=NOW, to_person_id=anna)
    refused("nothing_changed", handing_over.hand_over, session, company.logistics, now=NOW, to_person_id=rosa)
    refused("nothing_changed", handing_over.hand_over, session, company.manager, **what)
    refused("not_allowed", handing_over.hand_over, session, company.manager, person_id=rosa, **what)
    handing_over.hand_over(session, again(session, company.administrator), person_id=rosa, **what)
    assert not handing_over.owned_by(session, company.logistics)


def test_the_no_fits_customers_too(session: Session, company: Company) -> None:
    refusal = refused("not_allowed", processes.processes_all, session, company.customer)
    assert refusal_sentence(speech("it"), refusal.code, refusal.facts) == (
        "Questo tocca a un'altra persona: chiedi a chi se ne occupa."
    )
