"""Law 12. A verdict is computed, dated, and expires; nobody types it. One oar only says so everywhere."""

import inspect
from datetime import timedelta

import pytest
from pydantic import BaseModel
from sqlmodel import func, select

from analysis.verdict import Verdict
from models import portfolio, promise_terms, promises, signatures, verdicts
from models.base import Draft
from models.errors import Refusal
from models.studies import study
from models.verdicts import VerdictRow
from store.doors import reading, writing
from tests.company import NOW, Company, found
from tests.conftest import Database
from tests.models.promising import LATER, TERMS, D, bring, delivery, orders, promise


@pytest.fixture
def company(database: Database) -> Company:
    return writing(found)


@pytest.fixture
def process_id(company: Company) -> str:
    return writing(lambda s: delivery(s, company.logistics))


@pytest.fixture
def promise_id(company: Company, process_id: str) -> str:
    writing(lambda s: bring(s, company.logistics, process_id, orders()))
    return writing(lambda s: promise(s, company.marketing, process_id))


def drafts(kind: type[BaseModel] = Draft) -> list[type[BaseModel]]:
    return [one for child in kind.__subclasses__() for one in (child, *drafts(child))]


def test_no_form_anywhere_has_a_field_for_a_verdict() -> None:
    typed = {name for kind in drafts() for name in kind.model_fields}
    assert typed & {"verdict", "base_verdict", "share", "lower", "upper", "status"} == set()


def test_no_command_but_the_recording_one_takes_a_verdict() -> None:
    for module in (promises, promise_terms, signatures):
        for _, command in inspect.getmembers(module, inspect.isfunction):
            assert not {"verdict", "facts"} & set(inspect.signature(command).parameters)


def test_a_verdict_on_inputs_that_are_no_longer_current_is_refused(
    company: Company, process_id: str, promise_id: str
) -> None:
    with reading() as session:
        basis = verdicts.promise_bases(session, company.marketing, promise_ids=[promise_id])[promise_id]
    facts = study(orders(), basis.terms.rule(), D.timestamp()).facts
    writing(lambda s: bring(s, company.logistics, process_id, orders(401), name="newer", now=LATER))
    with pytest.raises(Refusal, match="inputs_changed"):
        writing(
            lambda s: verdicts.record_verdict(
                s, company.marketing, now=LATER, promise_id=promise_id, basis=basis.key, facts=facts
            )
        )
    with reading() as session:
        assert session.exec(select(func.count()).select_from(VerdictRow)).one() == 0


def test_a_new_version_makes_the_old_verdict_no_longer_current(company: Company, promise_id: str) -> None:
    verdicts.refresh_verdict(reading, writing, company.marketing, promise_id=promise_id, now=LATER)
    harder = TERMS | {"amount": 24}
    writing(
        lambda s: promises.change_promise(s, company.marketing, now=LATER, promise_id=promise_id, version=1, **harder)
    )
    with reading() as session:
        row = portfolio.promise_rows(session, company.marketing, now=LATER)[0]
    assert row.verdict is None  # nothing is shown for 24 hours until it is computed for 24 hours


def test_a_verdict_has_the_date_of_its_data_and_is_suspended_when_they_are_too_old(
    company: Company, promise_id: str
) -> None:
    verdicts.refresh_verdict(reading, writing, company.marketing, promise_id=promise_id, now=LATER)
    for moment, too_old in ((D + timedelta(days=90), False), (D + timedelta(days=90, seconds=1), True)):
        with reading() as session:
            row = portfolio.promise_rows(session, company.marketing, now=moment)[0]
        assert row.verdict is not None
        assert row.verdict.at == D
        assert row.verdict.too_old is too_old
        assert row.stands is (Verdict.NOT_ENOUGH_EVIDENCE if too_old else Verdict.NOT_SUPPORTABLE)


def test_one_oar_only_is_said_in_the_list_and_on_the_card(company: Company, promise_id: str) -> None:
    writing(lambda s: promises.start_using(s, company.marketing, now=NOW, promise_id=promise_id))
    with reading() as session:
        assert portfolio.promise_rows(session, company.outsider, now=LATER)[0].one_oar
        assert portfolio.promise_card(session, company.outsider, now=LATER, promise_id=promise_id).row.one_oar
