"""What may be said at a touchpoint today, and who has read it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from models import my_data, people, privacy, promises, readings, touchpoints, wordings
from models.access import NOBODY, Viewer
from models.errors import NotFound, Refusal
from models.front_line import Sheet, front_line
from models.readings import SheetReading, read_sheet, readers_of
from store.doors import counting, reading, writing
from tests.company import NOW, Company, found
from tests.conftest import Database
from tests.models.promising import LATER, bring, delivery, orders, promise
from words.front_line import how_often, if_asked, read_by, to_say, why_not
from words.speech import speech

IT = speech("it")


@dataclass
class Counter:
    """A promise told on the site (48 hours), by agents (tomorrow) and by phone (two or three days)."""

    company: Company
    process_id: str
    promise_id: str
    points: dict[str, str]


@pytest.fixture
def counter(database: Database) -> Iterator[Counter]:
    with Session(bind=database.connection, join_transaction_mode="create_savepoint") as session:
        company = found(session)
        process_id = delivery(session, company.logistics)
        bring(session, company.logistics, process_id, orders())
        promise_id = promise(session, company.marketing, process_id)
        promises.start_using(session, company.marketing, now=NOW, promise_id=promise_id)
        stage = touchpoints.stages_all(session, company.manager)[2].id
        points = {}
        for name, words, amount in (("Sito", "A casa tua in 48 ore", 2), ("Agenti", "Domani mattina è da lei", 1),
                                    ("Telefono", "Di solito due o tre giorni", 3), ("Social", "", 0)):  # fmt: skip
            points[name] = touchpoints.add_touchpoint(
                session, company.administrator, now=NOW, name=name, stage_id=stage
            )
            if words:
                wordings.add_wording(session, company.marketing, now=NOW, promise_id=promise_id, words=words,
                                     touchpoint_id=points[name], amount=amount, unit="d")  # fmt: skip
        session.commit()
        yield Counter(company, process_id, promise_id, points)


def sheet(counter: Counter, name: str, *, viewer: Viewer | None = None, days: float = 0) -> Sheet:
    return front_line(reading, viewer or counter.company.marketing, now=LATER + timedelta(days=days),
                      touchpoint_id=counter.points[name])  # fmt: skip


def test_what_holds_may_be_said_and_what_does_not_is_said_again_with_the_figure_that_does(counter: Counter) -> None:
    agents = sheet(counter, "Agenti")
    assert [(to_say(IT, line), how_often(IT, line)) for line in agents.may] == [("In 3 giorni è da lei", "100 su 100")]
    assert [(line.words, why_not(IT, line)) for line in agents.never] == [("Domani mattina è da lei", "oggi 0 su 100")]
    assert [if_asked(IT, line) for line in agents.asked] == [
        ("Sito: «A casa tua in 48 ore», oggi 86 su 100.", "Rispondi: «A casa tua in 3 giorni» (100 su 100)."),
        ("Telefono: «Di solito due o tre giorni»", "Rispondi: sì, 100 su 100."),
    ]
    phone = sheet(counter, "Telefono")
    assert [to_say(IT, line) for line in phone.may] == ["Di solito due o tre giorni"]
    assert phone.never == ()


def test_where_nothing_is_told_the_promise_can_still_be_answered_for(counter: Counter) -> None:
    social = sheet(counter, "Social")
    assert (social.may, social.never) == ((), ())
    assert [if_asked(IT, line)[1] for line in social.asked] == ["Rispondi: «A casa tua in 3 giorni» (100 su 100)."]


def test_the_sheet_says_from_when_its_data_are_and_until_when_it_is_good(counter: Counter) -> None:
    site = sheet(counter, "Sito")
    assert site.as_of is not None
    assert site.until == (site.as_of + timedelta(days=90)).date()
    late = sheet(counter, "Sito", days=100)
    assert late.may == ()
    assert [why_not(IT, line) for line in late.never] == ["nessun dato per dirlo"]
    assert {if_asked(IT, line)[1] for line in late.asked} == {"Rispondi: su questo non promettiamo ancora un tempo."}


def read(counter: Counter, viewer: Viewer, name: str, fingerprint: str) -> str:
    return writing(lambda session: read_sheet(session, viewer, now=LATER, touchpoint_id=counter.points[name],
                                              fingerprint=fingerprint))  # fmt: skip


def by(counter: Counter, viewer: Viewer, name: str) -> readings.ReadBy:
    shown = sheet(counter, name)
    with reading() as session:
        return readers_of(session, viewer, touchpoint_id=counter.points[name], fingerprint=shown.fingerprint)


def test_read_counts_who_promises_and_keeps_once_and_a_changed_content_starts_anew(counter: Counter) -> None:
    company, shown = counter.company, sheet(counter, "Agenti")
    before = by(counter, company.marketing, "Agenti")
    assert before.readers == 0
    first = read(counter, company.marketing, "Agenti", shown.fingerprint)
    assert read(counter, company.marketing, "Agenti", shown.fingerprint) == first
    read(counter, company.logistics, "Agenti", shown.fingerprint)
    # Direction decides: she may read it, and is not counted.
    read(counter, company.manager, "Agenti", shown.fingerprint)
    after = by(counter, company.marketing, "Agenti")
    assert (after.readers, after.of, after.mine, after.asked) == (2, before.of, LATER, True)
    assert read_by(IT, after) == f"Letto da 2 su {before.of}"
    assert by(counter, company.marketing, "Sito").readers == 0
    # New data that change no sentence ask nobody to read again; another sentence does.
    writing(lambda s: bring(s, company.logistics, counter.process_id, orders(40, first=400), name="more.xlsx"))
    assert sheet(counter, "Agenti").fingerprint == shown.fingerprint
    writing(lambda s: wordings.add_wording(s, company.marketing, now=LATER, promise_id=counter.promise_id,
                                           touchpoint_id=counter.points["Agenti"], words="In un giorno", amount=1,
                                           unit="d"))  # fmt: skip
    assert by(counter, company.marketing, "Agenti").readers == 0


def test_who_left_or_was_erased_is_not_counted_and_takes_the_reading_along(counter: Counter) -> None:
    company, shown = counter.company, sheet(counter, "Agenti")
    outsider = company.outsider
    of = by(counter, company.marketing, "Agenti").of
    for viewer in (company.marketing, outsider):
        read(counter, viewer, "Agenti", shown.fingerprint)
    with reading() as session:
        mine = my_data.export_my_data(session, outsider, now=LATER)
    assert [one["touchpoint_id"] for one in mine["sheets_read"]] == [counter.points["Agenti"]]
    writing(lambda s: privacy.erase_person(s, outsider, now=LATER))
    now_by = by(counter, company.marketing, "Agenti")
    assert (now_by.readers, now_by.of) == (1, of - 1)
    with reading() as session:
        assert [row.person_id for row in session.exec(select(SheetReading)).all()] == [company.marketing.person_id]
    writing(lambda s: people.disable_person(s, company.administrator, now=LATER,
                                            person_id=company.logistics.person_id or ""))  # fmt: skip
    assert by(counter, company.marketing, "Agenti").of == of - 2


def test_customers_guests_and_strangers_are_told_no_and_hidden_is_missing(counter: Counter) -> None:
    shown = sheet(counter, "Sito")
    for viewer in (counter.company.customer, counter.company.guest, NOBODY):
        with pytest.raises(Refusal, match=r"not_allowed|not_signed_in"):
            sheet(counter, "Sito", viewer=viewer)
        with pytest.raises(Refusal, match=r"not_allowed|not_signed_in"):
            read(counter, viewer, "Sito", shown.fingerprint)
    with pytest.raises(NotFound):
        front_line(reading, counter.company.marketing, now=LATER, touchpoint_id="0" * 32)
    with pytest.raises(Refusal, match="not_valid"):
        read(counter, counter.company.marketing, "Sito", "what?")


def test_a_sheet_asks_the_database_little_once_it_is_computed(counter: Counter) -> None:
    sheet(counter, "Agenti")
    with counting() as counted:
        sheet(counter, "Agenti")
    assert len(counted.statements) <= 10
