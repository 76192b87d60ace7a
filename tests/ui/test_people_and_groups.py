"""Home for an empty company, inviting, groups and accounts, as people use these pages."""

import re
from pathlib import Path

import pytest

from models import functions, groups
from models.people import people_all
from models.viewers import viewer_of_person
from store.doors import reading, writing
from store.settings import Settings
from tests.company import Company, found_this_hour
from tests.conftest import Database
from tests.pages.desk import open_page, sign_in_of
from ui.cards import plain
from web.sign_in import same_site
from words.speech import speech

IT = speech("it")


@pytest.fixture
def company(database: Database) -> Company:
    return writing(found_this_hour)


def test_an_empty_company_has_three_doors(company: Company) -> None:
    shown = open_page("home", sign_in_of(company.manager))
    assert shown.failures == []
    assert [one.value for one in shown.app.subheader] == [
        "Controlla una promessa", "Prepara un workshop", "Guarda l'azienda di esempio",
    ]  # fmt: skip
    assert "make demo" in shown.texts


def test_an_invitation_is_shown_once_and_its_link_is_a_secret(company: Company) -> None:
    shown = open_page("people", sign_in_of(company.administrator))
    button = next(one for one in shown.app.button if one.label == "Crea il link")
    button.click().run()
    assert shown.failures == []
    links = re.findall(r"http://localhost:8501/invite/[\w-]{43}", shown.app.code[0].value)
    assert len(links) == 1
    other = open_page("people", sign_in_of(company.administrator))
    assert not other.app.code


def test_somebody_without_a_group_to_run_invites_nobody(company: Company) -> None:
    shown = open_page("people", sign_in_of(company.logistics))
    assert shown.failures == []
    assert not [one for one in shown.app.button if one.label == "Crea il link"]
    assert not [one for one in shown.app.button if one.label == "Chiudi l'account"]


def test_the_administrator_closes_an_account(company: Company) -> None:
    shown = open_page("people", sign_in_of(company.administrator))
    box = shown.app.selectbox(key="whose")
    box.set_value(next(one for one in box.options if "Marta" in one)).run()
    next(one for one in shown.app.button if one.label == "Chiudi l'account").click().run()
    assert shown.failures == []
    with reading() as session:
        marta = next(one for one in people_all(session, company.administrator) if one.name.startswith("Marta"))
    assert marta.disabled


def test_the_administrator_erases_somebody_after_reading_what_it_reaches(
    company: Company, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Settings, "var", property(lambda _: tmp_path))
    shown = open_page("people", sign_in_of(company.administrator))
    assert not [one for one in shown.app.button if one.label == "Cancella per sempre"]
    box = shown.app.selectbox(key="erase-whom")
    assert not [one for one in box.options if "Ada" in one], "oneself under one's own account"
    box.set_value(next(one for one in box.options if "Marta" in one)).run()
    assert "Resta, senza il nome" in str(shown.texts)
    assert next(one for one in shown.app.button if one.label == "Cancella per sempre").disabled
    next(one for one in shown.app.checkbox if one.label.startswith("Sì, cancella")).check().run()
    next(one for one in shown.app.button if one.label == "Cancella per sempre").click().run()
    assert shown.failures == []
    assert "Il registro dice chi" in str(shown.texts)
    with reading() as session:
        assert not [one for one in people_all(session, company.administrator) if one.name.startswith("Marta")]
    assert (tmp_path / "erased.txt").read_text() == f"{company.marketing.person_id}\n"


def test_the_last_administrator_stays_and_is_told(company: Company) -> None:
    shown = open_page("people", sign_in_of(company.administrator))
    box = shown.app.selectbox(key="whose")
    box.set_value(next(one for one in box.options if "Ada" in one)).run()
    next(one for one in shown.app.button if one.label == "Chiudi l'account").click().run()
    assert [one.value for one in shown.app.error] == [IT("The last administrator stays. Name another one first.")]


def test_a_group_is_created_and_then_managed_by_whoever_created_it(company: Company) -> None:
    shown = open_page("group", sign_in_of(company.logistics))
    name = next(one for one in shown.app.text_input if one.label == "Nome")
    name.set_value("Il tavolo della logistica")
    next(one for one in shown.app.button if one.label == "Crea").click().run()
    assert shown.failures == []
    with reading() as session:
        viewer = viewer_of_person(session, company.logistics.person_id or "")
        mine = {group.name: group.id for group in groups.my_groups(session, viewer)}
    assert viewer.seats[mine["Il tavolo della logistica"]].role == "manager"


def test_a_member_changes_no_roles(company: Company) -> None:
    shown = open_page("group", sign_in_of(company.marketing))
    assert shown.failures == []
    assert not [one for one in shown.app.button if one.label in ("Salva il ruolo", "Crea il link")]


def test_a_manager_gives_a_role(company: Company) -> None:
    shown = open_page("group", sign_in_of(company.manager))
    who = next(one for one in shown.app.selectbox if one.label == "Chi?")
    who.set_value(next(one for one in who.options if "Rosa" in one)).run()
    role = next(one for one in shown.app.selectbox if one.key == f"role-{company.logistics.person_id}")
    role.set_value("conduce").run()
    next(one for one in shown.app.button if one.label == "Salva il ruolo").click().run()
    assert shown.failures == []
    with reading() as session:
        rosa = viewer_of_person(session, company.logistics.person_id or "")
    assert rosa.seats[company.group_id].role == "facilitator"


def test_the_language_is_changed_for_good(company: Company) -> None:
    here = sign_in_of(company.marketing)
    shown = open_page("account", here)
    shown.app.radio[0].set_value("en")
    shown.app.button[0].click().run()
    assert open_page("account", here).app.button[0].label == "Save"


@pytest.mark.parametrize(
    "typed",
    ["![x](http://evil/p.png)", "[Sign in again](http://evil)", ":material/home: :red[x] $x^2$ :streamlit:", "# a\n---",
     "| a | b |\n|---|---|", "<script>x</script>", "**a** _b_ `c`", "1. one", "http://evil.example", "a@evil.example",
     "WWW.evil.example"],
)  # fmt: skip
def test_what_a_person_typed_has_no_meaning_in_a_label(typed: str) -> None:
    escaped = plain(typed)
    assert "\n" not in escaped
    # A sign of no width is all that is added, and only within an address of the web.
    assert escaped.replace("\\", "").replace("\u2060", "") == " ".join(typed.split()).replace("\\", "")
    assert not re.search(r"https?://|www\.", escaped.replace("\\", "")), "a bare address is no link either"
    for sign in "![](){}<>*_`#$:|@.":
        assert re.search(rf"(?<!\\){re.escape(sign)}", escaped) is None


def test_every_function_has_a_side_in_words(company: Company) -> None:
    from ui.forms import function_label

    with reading() as session:
        labels = [function_label(IT, one) for one in functions.functions_all(session)]
    assert "Logistica · chi mantiene" in labels
    assert "Direzione · decide, non vota per nessun lato" in labels
    assert same_site("/group") == "/group"
