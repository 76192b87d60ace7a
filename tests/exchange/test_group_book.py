"""The group as one workbook: what is in it, in which words, what is left out, and that it comes back as it went."""

import io
import re
import zipfile
from datetime import timedelta
from typing import Any

import pytest

from exchange.group_book import group_book, template_book
from exchange.ideas_sheet import read_ideas, scan_ideas
from exchange.sheetxml import DATE, NUMBER
from exchange.unreadable import OTHERS
from exchange.workbook import open_workbook
from models import ballots, conduct, curation, ideas
from models.access import Viewer
from models.group_export import group_export
from models.imports import import_ideas, import_names, import_plan
from models.portfolio import promise_rows
from models.touchpoints import add_touchpoint, lay_stages, stages_all
from store.doors import counting, reading, writing
from tests.company import NOW, Company, again, found
from tests.conftest import Database
from tests.models.chain import AFTER, REASON, Chain, tie
from tests.models.room import Room, a_room, at

NASTY = [
    '=HYPERLINK("http://evil","Click")', "+1", "-1", "@SUM(A1)", "'=1+1", "''=1", "_x000A_ alla lettera", "007", "#N/A",
    "due righe\ndi testo", "TRUE", "1e5", "31/12/2026", "👩\u200d👩\u200d👧\u200d👦 e \u2028 basta",
    "\u200bcon un bordo\u200b", "perché, è così; «davvero»", "\U0001f600" * 180,
]  # fmt: skip


@pytest.fixture
def chain(database: Database) -> Chain:
    return tie()


@pytest.fixture
def company(database: Database) -> Company:
    return writing(found)


def book(viewer: Viewer, group_id: str, language: str = "it") -> bytes:
    with reading() as session:
        return group_book(group_export(session, viewer, now=AFTER, group_id=group_id), language=language)


def sheets(data: bytes) -> dict[str, list[list[str]]]:
    opened = open_workbook(data, OTHERS)
    return {name: [cells for _, cells in opened.rows(name)] for name in opened.sheets}


def records(data: bytes, sheet: str) -> list[dict[str, str]]:
    head, *rows = sheets(data)[sheet]
    return [dict(zip(head, [*cells, *[""] * (len(head) - len(cells))], strict=True)) for cells in rows]


def say_all(company: Company, *texts: str) -> None:
    """Each idea a minute after the other: more at once would be too fast for a person."""
    for minute, text in enumerate(texts):
        writing(
            lambda s, m=minute, t=text: ideas.add_idea(  # type: ignore[misc]
                s, company.marketing, now=NOW + timedelta(minutes=2 * m), group_id=company.group_id, text=t
            )
        )


def test_one_sheet_each_for_ideas_totals_promises_and_decisions_in_the_persons_language(chain: Chain) -> None:
    group_id = chain.company.group_id
    assert list(sheets(book(chain.company.manager, group_id))) == ["Idee", "Totali", "Promesse", "Decisioni"]
    english = sheets(book(chain.company.manager, group_id, "en"))
    assert list(english) == ["Ideas", "Totals", "Promises", "Decisions"]
    assert english["Ideas"][0][:4] == ["Idea", "Touchpoint", "Author's side", "Key"]


def test_the_pseudo_language_leaves_no_header_untranslated(chain: Chain) -> None:
    pseudo = sheets(book(chain.company.manager, chain.company.group_id, "xx"))
    assert [name for rows in pseudo.values() for name in rows[0] if not name.startswith("⟦")] == []


def test_an_idea_has_its_words_its_touchpoint_its_side_and_its_supports_but_never_its_author(chain: Chain) -> None:
    data = book(chain.company.manager, chain.company.group_id)
    (idea,) = records(data, "Idee")
    assert (idea["Idea"], idea["Lato di chi scrive"]) == ("Tre giorni certi", "chi riceve")
    assert (idea["Punto di contatto"], idea["Sostegni"]) == ("Corriere", NUMBER + "2")
    assert idea["Chiave"] == chain.idea_id
    assert "Marta" not in str(sheets(data)["Idee"])
    assert str(chain.company.marketing.person_id) not in str(sheets(data))


def test_a_promise_says_what_its_card_says_and_comes_from_its_idea(chain: Chain) -> None:
    (row,) = records(book(chain.company.manager, chain.company.group_id), "Promesse")
    with reading() as session:
        (card,) = promise_rows(session, chain.company.manager, now=AFTER)
    assert card.verdict is not None
    assert card.verdict.facts.share is not None
    assert (row["Promessa"], row["Esito"], row["Dall'idea"]) == ("A casa in 3 giorni", "Non regge", "Tre giorni certi")
    assert float(row["Mantenute, su 100"][2:]) == pytest.approx(100 * card.verdict.facts.share, abs=1e-9)
    assert (row["Promesso"], row["Firmata da chi mantiene"]) == ("19 su 20", "un remo solo")
    assert row["Casi"] == f"{NUMBER}{card.verdict.facts.cases}"


def test_a_decision_has_its_reason_and_its_moment_on_the_wall_clock_of_the_group(chain: Chain) -> None:
    (row,) = records(book(chain.company.manager, chain.company.group_id), "Decisioni")
    assert (row["Decisione"], row["Perché"], row["Decisa da"], row["Vale ancora"]) == (
        "Si fa", REASON, "Lucia Ferrante", "sì",
    )  # fmt: skip
    assert row["Decisa il"] == DATE + "2026-11-18 16:00:00"


def test_what_was_withdrawn_or_hidden_and_what_is_another_groups_stays_inside(company: Company) -> None:
    say_all(company, "Resta qui", "Mi sono sbagliata", "Non sta bene")
    with reading() as session:
        keys = {i.text: i.key for i in group_export(session, company.manager, now=NOW, group_id=company.group_id).ideas}
    writing(lambda s: ideas.withdraw_idea(s, company.marketing, now=NOW, idea_id=keys["Mi sono sbagliata"]))
    writing(lambda s: curation.hide_idea(s, company.manager, now=NOW, idea_id=keys["Non sta bene"], reason="offende"))
    elsewhere = company.other_group_id
    writing(lambda s: ideas.add_idea(s, company.administrator, now=NOW, group_id=elsewhere, text="Segreto di altri"))
    said = str(sheets(book(company.manager, company.group_id)))
    assert "Resta qui" in said
    assert not [text for text in ("Mi sono sbagliata", "Non sta bene", "offende", "Segreto di altri") if text in said]


def voted(*, secret: bool, **people: int) -> Room:
    """A closed vote by so many people of each side, Elena's export in hand."""

    def work(session: Any) -> Room:
        room = a_room(session, secret=secret)
        room.collect("Tre giorni certi", "Anche la domenica")
        guests = room.guests(**people)
        conduct.open_round(session, room.elena, now=at(21), round_id=room.vote_id)
        first, second = room.option_ids()
        for guest in guests:
            ballots.cast_ballot(
                session, room.again(guest), now=at(22), round_id=room.vote_id, points={first: 2, second: 1}
            )
        conduct.close_round(session, room.elena, now=at(30), round_id=room.vote_id)
        return room

    return writing(work)


def test_totals_by_side_stand_where_five_voted(database: Database) -> None:
    room = voted(secret=True, promises=5, keeps=5, receives=5)
    first, second = records(book(room.elena, room.group_id), "Totali")
    assert (first["Idea"], first["Posto"], first["Punti"]) == ("Tre giorni certi", NUMBER + "1", NUMBER + "30")
    assert [second[f"Punti: {side}"] for side in ("promette", "mantiene", "clienti")] == [NUMBER + "5"] * 3
    assert (first["Hanno votato"], first["Voto"], first["Nota"]) == (NUMBER + "15", "voto segreto", "")


def test_l6_a_side_of_fewer_than_five_in_secret_is_not_in_the_file_nor_one_that_would_give_it_away(
    database: Database,
) -> None:
    room = voted(secret=True, promises=6, keeps=3, receives=3)
    rows = records(book(room.elena, room.group_id), "Totali")
    for row in rows:
        assert [row["Punti: mantiene"], row["Punti: clienti"]] == ["", ""]
        assert row["Nota"] == "Voto segreto: un lato si mostra da cinque votanti in su."


def test_l6_a_secret_vote_of_four_leaves_no_number_but_how_many_voted(database: Database) -> None:
    room = voted(secret=True, promises=4)
    (row,) = records(book(room.elena, room.group_id), "Totali")
    assert (row["Idea"], row["Punti"], row["Posto"], row["Hanno votato"]) == ("", "", "", NUMBER + "4")
    assert row["Nota"].startswith("Non lo mostriamo")


def test_in_an_open_vote_sides_are_shown_however_few(database: Database) -> None:
    room = voted(secret=False, promises=1, keeps=2)
    first, _ = records(book(room.elena, room.group_id), "Totali")
    assert (first["Punti: promette"], first["Punti: mantiene"]) == (NUMBER + "2", NUMBER + "4")
    assert first["Voto"] == "voto palese"


def test_a_vote_that_is_still_open_leaves_no_number(database: Database) -> None:
    room = writing(lambda s: a_room(s))
    assert sheets(book(room.elena, room.group_id))["Totali"][1:] == []


def test_x17_nothing_in_the_book_is_a_formula(company: Company) -> None:
    say_all(company, *NASTY)
    with zipfile.ZipFile(io.BytesIO(book(company.manager, company.group_id))) as archive:
        xml = b"".join(archive.read(name) for name in archive.namelist() if "worksheets" in name)
    assert b"<f" not in re.sub(rb"<filter|<font|<formula1", b"", xml)


def test_x19_bringing_an_export_back_does_nothing_and_the_next_export_is_equal_in_values(company: Company) -> None:
    say_all(company, *NASTY)
    first = book(company.manager, company.group_id)
    scan = scan_ideas(first, filename="Il Tavolo.xlsx")
    assert scan.refusal() is None
    with reading() as session:
        plan = import_plan(session, company.manager, group_id=company.group_id, rows=scan.rows, sha256=scan.sha256)
    assert (plan.new, plan.known, plan.bad) == (0, len(NASTY), ())
    assert sheets(book(company.manager, company.group_id)) == sheets(first)


@pytest.mark.parametrize(("out", "back"), [("it", "it"), ("it", "en"), ("en", "it")])
def test_x19_ideas_brought_into_another_group_without_their_keys_go_out_as_they_came(
    company: Company, out: str, back: str
) -> None:
    def touchpoint(session: Any) -> str:
        lay_stages(session, "it")
        stage = stages_all(session, company.manager)[0].id
        return add_touchpoint(session, company.manager, now=NOW, name="Bottega «Faenza»", stage_id=stage)

    place = writing(touchpoint)
    say_all(company, *NASTY)
    writing(
        lambda s: ideas.add_idea(
            s, company.customer, now=NOW, group_id=company.group_id, text="Qui", touchpoint_id=place
        )
    )
    first = read_ideas(book(company.manager, company.group_id, out), filename="a.xlsx").rows
    rows = [type(row)("", row.text, row.touchpoint, row.side, row.row) for row in first]
    writing(
        lambda s: import_ideas(
            s, company.administrator, now=NOW, group_id=company.other_group_id, rows=rows, sha256="x"
        )
    )
    second = read_ideas(book(company.administrator, company.other_group_id, back), filename="b.xlsx").rows
    assert [(r.text, r.touchpoint, r.side) for r in second] == [(r.text, r.touchpoint, r.side) for r in first]
    assert len({row.key for row in first} | {row.key for row in second}) == len(first) + len(second)


def test_the_template_reads_back_and_says_what_may_be_written(chain: Chain) -> None:
    with reading() as session:
        data = template_book(import_names(session, chain.company.manager), language="it")
    told = sheets(data)
    assert told["Idee"] == [["Idea", "Punto di contatto", "Lato di chi scrive", "Chiave"]]
    columns = list(zip(*[[*cells, *[""] * (3 - len(cells))] for cells in told["Che cosa puoi scrivere"]], strict=True))
    assert "Corriere" in columns[0]
    assert columns[1][1:4] == ("chi promette", "chi mantiene", "chi riceve")
    assert "Marketing" in columns[2]


def test_the_book_asks_as_much_of_the_database_for_two_ideas_as_for_forty(company: Company) -> None:
    def asked() -> int:
        with counting() as counted:
            book(again_manager(company), company.group_id)
        return counted.number

    say_all(company, "una", "due")
    few = asked()
    say_all(company, *[f"idea numero {number}" for number in range(38)])
    assert asked() == few <= 22


def again_manager(company: Company) -> Viewer:
    with reading() as session:
        return again(session, company.manager)
