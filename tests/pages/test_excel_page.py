"""The page Excel: what a person sees before and after ideas come in, and after they were taken back."""

import pytest
from sqlmodel import func, select

from exchange.ideas_sheet import IdeaRow, write_ideas
from models.ideas import Idea, IdeaState
from store.doors import reading, writing
from tests.company import Company, found_this_hour
from tests.conftest import Database
from tests.exchange.files import csv_of
from tests.pages.desk import Shown, as_json, open_page, sign_in_of

IDEAS = write_ideas([IdeaRow("", f"Idea numero {n}", "", "receives", n + 2) for n in range(12)], language="it")


@pytest.fixture
def company(database: Database) -> Company:
    return writing(found_this_hour)


@pytest.fixture
def shown(company: Company) -> Shown:
    page = open_page("excel", sign_in_of(company.facilitator))
    assert page.failures == []
    return page


def drop(shown: Shown, data: bytes, name: str) -> None:
    shown.app.file_uploader[0].upload(name, data, "application/octet-stream").run()
    assert shown.failures == []


def press(shown: Shown, label: str) -> None:
    next(one for one in shown.app.button if one.label == label).click().run()
    assert shown.failures == []


def in_sight() -> int:
    with reading() as session:
        return session.exec(select(func.count()).select_from(Idea).where(Idea.state == IdeaState.SHOWN)).one()


def test_a_sheet_is_looked_at_brought_in_and_taken_back(company: Company, shown: Shown) -> None:
    assert f"/download/group/{company.group_id}.xlsx" in as_json(shown)
    drop(shown, IDEAS, "idee.xlsx")
    assert in_sight() == 0
    press(shown, "Aggiungi 12 idee")
    assert in_sight() == 12
    assert "importazione di Elena Mazzotti" in as_json(shown)
    drop(shown, IDEAS, "la stessa.xlsx")
    assert "è già stato importato il" in as_json(shown)
    assert not [one for one in shown.app.button if one.label.startswith("Aggiungi")]
    press(shown, "Annulla l'ultima importazione")
    assert in_sight() == 0


def test_every_cell_that_cannot_come_in_is_named_and_there_is_no_button(shown: Shown) -> None:
    drop(shown, csv_of("una,Luna", "x" * 181 + ",", header="Idea,Punto di contatto"), "idee.csv")
    said = as_json(shown).replace("\\\\", "")
    assert "2 celle non si possono leggere" in said or "2 celle" in said
    assert "2 celle non si leggono" in said
    assert "Riga 2, colonna «Punto di contatto»" in said
    assert "Riga 3, colonna «Idea»: è troppo lungo" in said
    assert not [one for one in shown.app.button if one.label.startswith("Aggiungi")]


def test_a_file_that_is_no_table_is_refused_in_a_sentence(shown: Shown) -> None:
    drop(shown, b"hello", "idee.xlsx")
    assert "Questo non è un file Excel" in as_json(shown)


def test_who_conducts_nothing_does_not_find_the_page(company: Company) -> None:
    page = open_page("excel", sign_in_of(company.marketing))
    assert "/download/group" not in as_json(page)
    assert page.failures == []
