"""A file that is replaced while it is looked at, and a person who has signed out meanwhile (X31)."""

from io import StringIO
from typing import Any

import pytest

from models import evidence, sign_ins, touchpoints
from models.evidence import LoadView
from store import clock
from store.doors import reading, writing
from tests.company import Company, found
from tests.conftest import Database
from tests.models.promising import LATER, delivery
from tests.pages.desk import Shown, open_page, sign_in_of
from ui import case_file, evidence_in


@pytest.fixture
def company(database: Database) -> Company:
    clock.set_clock(lambda: LATER)
    return writing(found)


@pytest.fixture
def process_id(company: Company) -> str:
    return writing(lambda s: delivery(s, company.logistics))


def rows(n: int) -> bytes:
    text = StringIO()
    text.write("Ordine;Ordinato il;Consegnato il\n")
    for number in range(n):
        text.write(f"TB-{number};2026-11-{number % 9 + 1:02d} 10:00:00;2026-11-{number % 9 + 2:02d} 09:00:00\n")
    return text.getvalue().encode()


def drop(shown: Shown, data: bytes) -> Any:
    shown.app.file_uploader[0].upload("ordini.csv", data, "text/csv")
    return shown.app.run()


def test_x16_what_is_not_read_of_an_event_log_is_said_before_it_comes_in(company: Company, process_id: str) -> None:
    who = '<string key="org:resource" value="R"/>'
    event = f'<event><date key="time:timestamp" value="2026-11-0{{}}T08:00Z"/>{who}</event>'
    traces = f'<trace><string key="concept:name" value="t1"/>{event.format(1)}{event.format(4)}</trace>'
    shown = open_page("process", sign_in_of(company.logistics), process=process_id)
    shown.app.file_uploader[0].upload("ordini.xes", f"<log>{traces}</log>".encode(), "text/xml")
    app = shown.app.run()
    said = [one.value for one in app.caption]
    assert "1 caso nel registro eventi" in said
    assert "Questi attributi del registro eventi non vengono usati: org:resource (2 volte)." in [
        one.replace("\\", "") for one in said
    ]
    next(one for one in app.button if one.label == "Carica i casi").click().run()
    assert not shown.failures
    assert [one.rows for one in loads(company, process_id)] == [1]


def test_an_event_log_whose_first_event_has_no_time_comes_in_by_the_events_one_names(
    company: Company, process_id: str
) -> None:
    event = '<event><string key="concept:name" value="{}"/><date key="time:timestamp" value="{}"/></event>'
    named = [("bozza", "ieri"), ("ordine", "2026-11-01T08:00Z"), ("consegna", "2026-11-04T08:00Z"), ("fine", "n/d")]
    log = f"<log><trace>{''.join(event.format(*one) for one in named)}</trace></log>"
    shown = open_page("process", sign_in_of(company.logistics), process=process_id)
    shown.app.file_uploader[0].upload("ordini.xes", log.encode(), "text/xml")
    app = shown.app.run()
    assert "1 caso nel registro eventi" in [one.value for one in app.caption]
    assert any("non ha un orario leggibile" in one.value for one in app.caption)

    def asked(label: str) -> Any:
        return next(one for one in app.text_input if one.label.startswith(label))

    asked("Evento che fa partire").set_value("ordine")
    asked("Evento che lo ferma").set_value("consegna")
    next(one for one in app.button if one.label == "Carica i casi").click().run()
    assert not shown.failures
    assert [one.rows for one in loads(company, process_id)] == [1]


def test_event_logs_are_named_only_where_they_are_read(company: Company, process_id: str) -> None:
    label = "Trascina qui l'elenco dei casi (Excel, CSV{})"
    process = open_page("process", sign_in_of(company.logistics), process=process_id)
    check = open_page("check", sign_in_of(company.marketing))
    assert process.app.file_uploader[0].label == label.format(", XES")
    assert check.app.file_uploader[0].label == label.format("")
    check.app.file_uploader[0].upload("ordini.csv", rows(30), "text/csv")
    check.app.run()
    assert not check.failures


def test_an_event_log_that_cannot_be_read_is_said_where_it_was_dropped(company: Company, process_id: str) -> None:
    shown = open_page("process", sign_in_of(company.logistics), process=process_id)
    shown.app.file_uploader[0].upload("ordini.xes", b"<log>" + b"<a>" * 100, "text/xml")
    app = shown.app.run()
    assert [one.value for one in app.error] == ["Questo file non si può usare così com'è. Non è entrato niente."]
    assert not shown.failures


def loads(company: Company, process_id: str) -> list[LoadView]:
    with reading() as session:
        return evidence.loads_of(session, company.logistics, process_id=process_id)


def take_in(app: Any) -> Any:
    return next(one for one in app.button if one.label.startswith("Carica") or "righe" in one.label).click().run()


def test_a_file_replaced_before_it_comes_in_is_the_one_that_comes_in(company: Company, process_id: str) -> None:
    shown = open_page("process", sign_in_of(company.logistics), process=process_id)
    drop(shown, rows(30))
    drop(shown, rows(45))
    take_in(shown.app)
    assert not shown.failures
    assert [one.rows for one in loads(company, process_id)] == [45]


def test_who_has_signed_out_meanwhile_brings_nothing_in(company: Company, process_id: str) -> None:
    shown = open_page("process", sign_in_of(company.logistics), process=process_id)
    drop(shown, rows(30))
    who = company.logistics.person_id or ""
    writing(lambda s: sign_ins.end_sign_ins(s, company.logistics, now=LATER, person_id=who))
    take_in(shown.app)
    assert not shown.failures
    assert loads(company, process_id) == []


def test_a_file_too_large_to_be_looked_at_whole_says_where_it_can_be_read(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(case_file, "MOST_WHOLE", 100)
    shown = open_page("check", sign_in_of(company.marketing))
    drop(shown, rows(30))
    assert next(one.value for one in shown.app.error).startswith("Questo file è troppo grande per guardarlo qui.")


def test_weeks_that_could_be_two_are_asked_before_anything_can_come_in(company: Company) -> None:
    writing(lambda s: touchpoints.lay_stages(s, "it"))
    shown = open_page("journey_setup", sign_in_of(company.marketing))
    sheet = b"Fase;Settimana;Arrivano\nOrdino;02/11/2026;5\nScelgo;09/11/2026;6\n"
    shown.app.file_uploader[0].upload("numeri.csv", sheet, "text/csv")
    app = shown.app.run()

    def offered() -> list[str]:
        return [one.label for one in app.button if one.label.startswith("Porta dentro")]

    assert offered() == []
    next(one for one in app.radio if one.label == "Come si leggono le date?").set_value("dd/mm/yyyy")
    app.run()
    assert not shown.failures
    assert len(offered()) == 1


def test_a_file_that_came_in_already_is_said_before_anybody_is_asked_how_its_dates_are_read(
    company: Company, process_id: str
) -> None:
    data = b"Ordine;Ordinato il;Consegnato il\nTB-1;03/11/2026;05/11/2026\nTB-2;04/11/2026;06/11/2026\n"
    shown = open_page("process", sign_in_of(company.logistics), process=process_id)
    for asked in drop(shown, data).radio:
        asked.set_value("dd/mm/yyyy")
    take_in(shown.app.run())
    assert [one.rows for one in loads(company, process_id)] == [2]
    app = drop(shown, data)
    assert [one.value for one in app.warning if "già" in one.value], [one.value for one in app.warning]
    assert list(app.radio) == []
    assert not {"Inizio", "Fine (vuota se aperto)"} & {one.label for one in app.selectbox}
    assert len(app.file_uploader) == 1, "another file can be dropped instead"
    drop(shown, rows(30))
    take_in(shown.app)
    assert not shown.failures
    assert sorted(one.rows for one in loads(company, process_id)) == [2, 30]


@pytest.mark.parametrize("way", ["whole", "in pieces", "of events"])
def test_a_file_of_cases_that_came_in_already_says_so_as_soon_as_it_is_dropped(
    company: Company, process_id: str, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, data = "ordini.csv", rows(30)
    if way == "in pieces":
        monkeypatch.setattr(evidence_in, "LARGE", 10)
    if way == "of events":
        event = '<event><date key="time:timestamp" value="2026-11-01T08:00Z"/></event>'
        name = "ordini.xes"
        data = f'<log><trace><string key="concept:name" value="t1"/>{event}</trace></log>'.encode()
    shown = open_page("process", sign_in_of(company.logistics), process=process_id)

    def dropped() -> Any:
        shown.app.file_uploader[0].upload(name, data, "text/csv")
        return shown.app.run()

    def takes_in(app: Any) -> list[Any]:
        return [one for one in app.button if one.label.startswith("Carica")]

    takes_in(dropped())[0].click().run()
    assert len(loads(company, process_id)) == 1
    app = dropped()
    assert [one.value for one in app.warning if "già" in one.value], [one.value for one in app.warning]
    assert takes_in(app) == []
    writing(lambda s: evidence.undo_load(s, company.logistics, now=LATER, process_id=process_id, number=1))
    assert takes_in(app.run()), "taken back, it may come in again"
    assert not shown.failures
