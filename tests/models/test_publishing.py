"""Published or not yet: what customers find, who lets them, and what is said when it is taken off again."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from sqlmodel import Session

from analysis.cases import cases
from analysis.verdict import Verdict
from models import all_verdicts, my_data, processes, promises, publishing
from models.access import Viewer
from models.errors import NotFound, Refusal
from store.doors import reading, writing
from tests.company import NOW, Company, found
from tests.models.promising import DAY, LATER, TERMS, bring, delivery, orders, promise
from words.published import public_sentence_of, seal_words
from words.speech import speech


@pytest.fixture
def company(session: Session) -> Company:
    return found(session)


@pytest.fixture
def process_id(session: Session, company: Company) -> str:
    return delivery(session, company.logistics)


@pytest.fixture
def promise_id(session: Session, company: Company, process_id: str) -> str:
    made = promise(session, company.marketing, process_id)
    promises.start_using(session, company.marketing, now=NOW, promise_id=made)
    return made


def refused(code: str, command: Any, session: Session, viewer: Viewer, **what: Any) -> None:
    with pytest.raises(Refusal) as no:
        command(session, viewer, **what)
    assert no.value.code == code


def public(session: Session, viewer: Viewer, promise_id: str, now: Any = LATER) -> publishing.PublicPromise:
    return publishing.public_promise(session, viewer, now=now, promise_id=promise_id)


def test_a_promise_in_use_is_public_only_once_its_owner_publishes_it(
    session: Session, company: Company, process_id: str, promise_id: str
) -> None:
    what: dict[str, Any] = {"now": LATER, "promise_id": promise_id}
    assert publishing.published_count(session, company.marketing) == (0, 1)
    with pytest.raises(NotFound):
        public(session, company.guest, promise_id)
    draft = promise(session, company.marketing, process_id, sentence="Domani")
    refused("publish_in_use", publishing.publish_promise, session, company.marketing, now=LATER, promise_id=draft)
    refused("not_allowed", publishing.publish_promise, session, company.logistics, **what)
    publishing.publish_promise(session, company.administrator, **what)
    refused("nothing_changed", publishing.publish_promise, session, company.marketing, **what)
    assert publishing.published_count(session, company.marketing) == (1, 1)
    seen = public(session, company.guest, promise_id)
    assert (seen.sentence, seen.ended) == ("A casa tua in 48 ore", False)
    assert "Consegna" not in repr(publishing.public_plain(seen))


def test_to_take_it_off_one_says_why_and_the_reason_stays(session: Session, company: Company, promise_id: str) -> None:
    what: dict[str, Any] = {"now": LATER, "promise_id": promise_id}
    refused("nothing_changed", publishing.unpublish_promise, session, company.marketing, reason="Mai stata", **what)
    publishing.publish_promise(session, company.marketing, **what)
    refused("empty", publishing.unpublish_promise, session, company.marketing, reason="  ", **what)
    publishing.unpublish_promise(session, company.marketing, reason="Il corriere ha cambiato orari", **what)
    there, times = publishing.publication_view(session, company.logistics, promise_id=promise_id)
    assert (there, times[0].reason, times[0].ended_by) == (False, "Il corriere ha cambiato orari", "Marta Gualdi")
    gone = public(session, company.guest, promise_id)
    assert gone.ended
    assert publishing.public_plain(gone) == {"id": promise_id, "published": False, "ended_at": LATER.isoformat()}
    assert publishing.public_promises(session, company.guest, now=LATER) == []
    mine = my_data.export_my_data(session, company.marketing, now=LATER)
    assert mine["taken_off_the_public_page"][0]["reason"] == "Il corriere ha cambiato orari"


def test_one_choice_of_a_promise_is_published_by_itself_and_says_nothing_of_the_others(
    session: Session, company: Company, process_id: str
) -> None:
    raw = orders(400, late_every=50)
    shop = np.arange(400) % 4 == 0
    end = np.where(shop, raw.start + 4 * DAY, raw.end)
    bring(session, company.logistics, process_id, cases(
        raw.ids, raw.start, end, segment=["in bottega" if one else "carta" for one in shop]))  # fmt: skip
    made = promise(session, company.marketing, process_id, sentence="Rimborso in due giorni",
                   variants=({"segment": "carta"}, {"segment": "in bottega", "amount": 3, "unit": "d"}))  # fmt: skip
    promises.start_using(session, company.marketing, now=NOW, promise_id=made)
    all_verdicts.refresh_verdicts(reading, writing, company.marketing, now=LATER)
    marta, guest = company.marketing, company.guest
    what: dict[str, Any] = {"now": LATER, "promise_id": made}
    refused("not_an_option", publishing.publish_promise, session, marta, variant="a domicilio", **what)
    publishing.publish_promise(session, marta, variant="carta", **what)
    refused("nothing_changed", publishing.publish_promise, session, marta, variant="carta", **what)
    refused("publish_each", publishing.publish_promise, session, marta, **what)
    (card,) = publishing.public_promises(session, guest, now=LATER)
    assert (card.variant, card.verdict, round(card.share or 0, 2)) == ("carta", Verdict.SUPPORTED, 0.99)
    assert publishing.public_promise(session, guest, **what) == card
    assert publishing.public_plain(card)["variant"] == "carta"
    assert "bottega" not in repr(publishing.public_plain(card))
    with pytest.raises(NotFound):
        publishing.public_promise(session, guest, variant="in bottega", **what)
    # With both public, whoever names none is told the worse one.
    publishing.publish_promise(session, marta, variant="in bottega", **what)
    worst = publishing.public_promise(session, guest, **what)
    assert (worst.variant, worst.amount, worst.unit, worst.verdict) == ("in bottega", 3.0, "d", Verdict.NOT_SUPPORTABLE)
    assert seal_words(speech("it"), card, card.times).first == "Carta: mantenuta 99 volte su 100"
    assert public_sentence_of(speech("it"), worst) == "Rimborso in due giorni (in bottega: 3 giorni)"
    refused("empty", publishing.unpublish_promise, session, marta, variant="in bottega", reason=" ", **what)
    publishing.unpublish_promise(session, marta, variant="in bottega", reason="In bottega non regge", **what)
    there, times = publishing.publication_view(session, company.logistics, promise_id=made)
    assert there
    assert {one.variant: one.reason for one in times} == {"carta": "", "in bottega": "In bottega non regge"}
    assert publishing.public_promise(session, guest, variant="in bottega", **what).ended
    assert publishing.public_promise(session, guest, **what) == card
    # Withdrawn, every choice is off, with the reason.
    refused("withdraw_why", promises.withdraw_promise, session, marta, **what)
    promises.withdraw_promise(session, marta, reason="Non la diciamo più", **what)
    assert publishing.public_promises(session, guest, now=LATER) == []
    assert publishing.public_promise(session, guest, variant="carta", **what).ended


def test_withdrawing_a_published_promise_asks_why_and_another_one_does_not(
    session: Session, company: Company, process_id: str, promise_id: str
) -> None:
    publishing.publish_promise(session, company.marketing, now=LATER, promise_id=promise_id)
    what: dict[str, Any] = {"now": LATER, "promise_id": promise_id}
    refused("withdraw_why", promises.withdraw_promise, session, company.marketing, **what)
    promises.withdraw_promise(session, company.marketing, reason="Diciamo tre giorni", **what)
    assert publishing.publication_view(session, company.marketing, promise_id=promise_id)[1][0].reason
    assert public(session, company.guest, promise_id).ended
    quiet = promise(session, company.marketing, process_id, sentence="Domani")
    promises.withdraw_promise(session, company.marketing, now=LATER, promise_id=quiet)


def test_a_published_promise_past_its_last_day_is_out_of_sight_and_comes_back_when_renewed(
    session: Session, company: Company, promise_id: str
) -> None:
    publishing.publish_promise(session, company.marketing, now=LATER, promise_id=promise_id)
    after = NOW + timedelta(days=200)
    with pytest.raises(NotFound):
        public(session, company.guest, promise_id, after)
    renewed = TERMS | {"valid_until": date(2028, 1, 1)}
    promises.change_promise(session, company.marketing, now=after, promise_id=promise_id, version=1, **renewed)
    assert public(session, company.guest, promise_id, after).sentence == "A casa tua in 48 ore"


def test_another_persons_process_changes_nothing_of_what_is_public(
    session: Session, company: Company, process_id: str, promise_id: str
) -> None:
    publishing.publish_promise(session, company.marketing, now=LATER, promise_id=promise_id)
    processes.change_process(
        session, company.logistics, now=LATER, process_id=process_id, name="Corriere Rapido",
        owner_id=company.outsider.person_id or "",
    )  # fmt: skip
    assert "Corriere" not in repr(public(session, company.guest, promise_id))
