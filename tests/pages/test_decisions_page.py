"""The decision desk and the backlog below it, as somebody looks, narrows, weighs, picks and decides."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session

from models import actions, curation, decisions, feedback, feedback_more, ideas, replies, supports, touchpoints
from models.access import NOBODY
from models.curation import ImportedIdea
from models.desk import desk
from models.functions import Side
from models.scoring_settings import set_scoring
from store import clock
from store.doors import writing
from tests.apptest import AppTest
from tests.company import NOW, Company, found
from tests.conftest import Database
from tests.pages.desk import ENOUGH_SECONDS, Shown, as_json, open_page, run, sign_in_of

LATER = NOW + timedelta(days=20)


@pytest.fixture
def company(database: Database) -> Company:
    company: Company = writing(found)
    said = [
        ImportedIdea(text=text, side=Side.RECEIVES, said_at=NOW + timedelta(days=day))
        for day, text in enumerate(("Il pacco arriva tardi", "Due pacchi in uno", "Una sedia in bottega"))
    ]
    writing(lambda s: curation.import_ideas(s, company.facilitator, now=NOW, group_id=company.group_id, ideas=said))
    return company


def labelled(elements: Any, label: str) -> Any:
    return next(one for one in elements if one.label == label)


def unfolded() -> None:
    """A page with nothing but what is told of decisions, its fold open."""
    import streamlit as st

    from ui import reply_parts

    st.session_state[reply_parts._FOLD] = True
    reply_parts._unsent(None)


def text_of(shown: Shown) -> str:
    assert shown.failures == []
    return " ".join(shown.texts)


def test_deciding_narrowing_and_taking_back(company: Company) -> None:
    with clock.moving(LATER):
        sign_in = sign_in_of(company.manager)
        shown = open_page("decisions", sign_in)
        assert shown.title == "3 idee aspettano da più di 14 giorni. La più vecchia: 20."
        assert len(shown.queries) <= 20
        assert "Da decidere 3" in text_of(shown)
        labelled(shown.app.text_area, "Perché? Lo legge chi l'ha chiesta.").input("Con il corriere della sera.")
        labelled(shown.app.button, "Si fa").click().run()
        assert "Da decidere 2" in text_of(shown)
        assert shown.app.title[0].value == "2 idee aspettano da più di 14 giorni. La più vecchia: 19."
        labelled(shown.app.button, "Annulla").click().run()
        assert "Da decidere 3" in text_of(shown)
        again = labelled(shown.app.text_area, "Perché? Lo legge chi l'ha chiesta.").value
        assert again == "Con il corriere della sera.", "what was typed comes back with the idea"


def test_back_undoes_a_choice_in_the_list_and_in_what_chooses_it(company: Company) -> None:
    with clock.moving(LATER):
        shown = open_page("decisions", sign_in_of(company.manager), stands="all", view="board")
        chosen = shown.app.session_state
        assert chosen["backlog-view"] == "board"
        del shown.app.query_params["view"]
        shown.app.run()
        assert (chosen["backlog-view"], chosen["backlog-stands"]) == ("table", "all")
        del shown.app.query_params["stands"]
        shown.app.run()
        assert chosen["backlog-stands"] == "waiting"
        # What is being typed is nobody's to mend, though the address keeps it without the space at its end.
        shown.app.text_input(key="backlog-q").set_value("due ").run()
        assert (chosen["backlog-q"], shown.app.query_params["q"]) == ("due ", "due")


def test_a_choice_of_voices_stands_in_the_address_and_back_undoes_it(company: Company) -> None:
    writing(lambda s: listened_to(s, company))
    shown = open_page("listening", sign_in_of(company.marketing), which="argued", q="pacco")
    key = "listening-which-True-4"
    assert (shown.app.session_state[key], shown.app.text_input(key="listening-search").value) == ("argued", "pacco")
    del shown.app.query_params["which"]
    shown.app.run()
    assert shown.app.session_state[key] == "new"


def listened_to(session: Session, company: Company) -> None:
    """A voice at an open door, well argued, and nobody has read it."""
    touchpoints.lay_stages(session, "it")
    stage = touchpoints.stages_all(session, company.manager)[3]
    touchpoints.add_touchpoint(session, company.manager, now=NOW, name="Corriere", stage_id=stage.id)
    (point,) = touchpoints.touchpoints_all(session, company.manager)
    code = "K7P2QXRT"
    feedback.leave_feedback(session, NOBODY, now=NOW, token=point.door_token, face=2, words="Il pacco!", code=code)
    feedback_more.add_to_feedback(session, NOBODY, now=NOW, code=code, said_what=True)


def test_the_desk_says_what_a_decision_leaves_open(company: Company) -> None:
    with clock.moving(LATER):
        manager = company.manager
        idea = writing(lambda s: desk(s, manager, now=LATER)).idea
        assert idea is not None
        what: dict[str, Any] = {"title": "Provare con un corriere", "lever": "process", "cost": 600}
        writing(lambda s: actions.start_action(s, manager, now=LATER, idea_id=idea.id, **what))
        shown = open_page("decisions", sign_in_of(manager))
        assert "C'è già un'azione: «Provare con un corriere» · ○ In partenza · 600\xa0€" in text_of(shown)
        assert len(shown.queries) <= 20
        labelled(shown.app.text_area, "Perché? Lo legge chi l'ha chiesta.").input("Costa troppo.")
        labelled(shown.app.button, "Più avanti").click().run()
        assert "Più avanti, fino a quando? Metti il giorno: allora torna da sola sul tavolo." in text_of(shown)
        assert labelled(shown.app.text_area, "Perché? Lo legge chi l'ha chiesta.").value == "Costa troppo."
        labelled(shown.app.button, "Non si fa").click().run()
        assert "La sua azione è ancora aperta: chiudila →" in text_of(shown)


def test_a_link_is_a_view(company: Company) -> None:
    with clock.moving(LATER):
        sign_in = sign_in_of(company.manager)
        found = text_of(open_page("decisions", sign_in, q="pacco", view="board"))
        assert "«Due pacchi in uno»" in found
        assert "«Una sedia in bottega»" not in found
        assert "2 idee trovate." in text_of(open_page("decisions", sign_in, q="PACCHI"))
        nonsense = open_page("decisions", sign_in, q="'; DROP--", stands="?", days="x", page="-1", sort="z", at="<b>")
        assert "Niente con queste parole" in text_of(nonsense)
        assert "Nessuna idea qui ha già un valore" in text_of(open_page("decisions", sign_in, view="picture"))
        assert "Niente con queste parole" in text_of(open_page("decisions", sign_in, view="picture", q="zzz"))
        customer = text_of(open_page("decisions", sign_in_of(company.customer), view="picture"))
        assert "Disegno" not in customer
        assert "Costo" not in customer


def test_filters_stay_open_while_one_after_the_other_is_chosen(company: Company) -> None:
    with clock.moving(LATER):
        app = open_page("decisions", sign_in_of(company.manager), stands="all").app
        app.session_state["backlog-filters"] = True
        app.run()
        labels = []
        for name in ("mine", "unscored"):
            app.toggle(key=f"backlog-{name}").set_value(True).run()
            labels.append(next(one.label for one in app.expander if one.label.startswith("Filtri")))
            assert app.session_state["backlog-filters"] is True
        assert labels == ["Filtri e ordine (1)", "Filtri e ordine (2)"]


def test_who_scores_by_rice_is_led_from_one_idea_to_the_next(company: Company) -> None:
    with clock.moving(LATER):
        group, manager = company.group_id, company.manager
        writing(lambda s: set_scoring(s, manager, now=LATER, group_id=group, method="rice", several=True))
        shown = open_page("decisions", sign_in_of(manager))
        labelled(shown.app.button, "Valuta la prossima").click().run()
        assert "Vedi le valutazioni degli altri quando hai dato la tua." in text_of(shown)
        said = ("Quante persone tocca", 500), ("Quanto cambia", 3.0), ("Quanto ne siamo", 80), ("Fatica: mesi", 2.0)
        for label, value in said:
            next(one for one in shown.app.number_input if one.label.startswith(label)).set_value(value)
        labelled(shown.app.button, "Salva la valutazione").click().run()
        assert "Ne hai valutate 1; 2 idee aspettano ancora la tua valutazione." in text_of(shown)
        assert "valore 1.200 · fatica 2 mesi · 600 per ogni mese" in text_of(shown)
        assert "rende di più per ogni mese di lavoro." in text_of(
            open_page("decisions", sign_in_of(manager), view="picture")
        )


def test_what_is_decided_says_so_first_and_the_list_of_ideas_leads_to_it(company: Company) -> None:
    with clock.moving(LATER):
        sign_in = sign_in_of(company.manager)
        idea = writing(lambda s: desk(s, company.manager, now=LATER)).idea
        assert idea is not None
        shown = open_page("decisions", sign_in)
        another_tab = open_page("decisions", sign_in)
        assert labelled(shown.app.button, "Apri").disabled
        labelled(shown.app.text_input, "Da che cosa lo capiremo?").set_value("Meno telefonate")
        labelled(shown.app.button, "Si fa").click().run()
        assert any("Lo capiremo da: Meno telefonate" in one.value for one in shown.app.success)
        # Whoever comes too late reads that nothing was done.
        labelled(another_tab.app.button, "Chiedi").click().run()
        assert [one.value.endswith("il tuo clic non ha cambiato niente.") for one in another_tab.app.warning] == [True]
        # What everybody will read is a part of its own: opened, it asks for no more than a page may.
        writing(lambda s: supports.support_idea(s, company.logistics, now=LATER, idea_id=idea.id))
        told = run(AppTest.from_function(unfolded, default_timeout=ENOUGH_SECONDS), sign_in)
        assert "La legge 1 persona." in text_of(told)
        assert len(told.queries) <= 20
        table = open_page("decisions", sign_in, stands="do").app.dataframe[0].value
        assert table["Stato"][0].startswith("✓ Si fa · ")
        assert "Giorni" not in table
        ideas = open_page("ideas", sign_in)
        assert (ideas.title, len(ideas.queries) <= 20) == ("Qui ci sono 3 idee.", True)
        assert text_of(ideas).count("⏳ Da decidere") == 2
        assert "✓ Si fa" in text_of(ideas)
        assert f"idea={idea.id}" in as_json(ideas)
        opened = open_page("decisions", sign_in, idea=idea.id)
        assert len(opened.queries) <= 20
        assert "**Già deciso · ✓ Si fa" in text_of(opened)
        assert "Lo capiremo da: Meno telefonate" in text_of(opened)
        assert "Rivedi la decisione" in text_of(opened)
        assert "Non si fa" not in [one.label for one in opened.app.button]


def test_what_was_asked_stands_beside_what_they_answered(company: Company) -> None:
    manager, customer = company.manager, company.customer
    what: dict[str, Any] = {"group_id": company.group_id, "text": "Vorrei cambiare indirizzo"}
    idea = writing(lambda s: ideas.add_idea(s, customer, now=NOW, **what))
    asked: dict[str, Any] = {"idea_id": idea, "outcome": "ask", "reason": "Fino alle 18 ti basta?"}
    made = writing(lambda s: decisions.decide_idea(s, manager, now=NOW, **asked))
    writing(lambda s: replies.reply(s, customer, now=LATER, decision_id=made, words="Sì, mi basta"))
    with clock.moving(LATER):
        front = text_of(open_page("decisions", sign_in_of(manager), idea=idea))
    assert "Abbiamo chiesto: «Fino alle 18 ti basta?»" in front
    assert "Risposta: «Sì, mi basta»" in front
