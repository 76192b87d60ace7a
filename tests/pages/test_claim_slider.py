"""The slider of the claim card: verdict, band and sentence move at once, in a moment, and no database is asked."""

import time

from streamlit.testing.v1 import AppTest

from store import doors
from tests.conftest import Database

# Twelve times what it takes on a quiet machine: the bench says how long it is, this that nothing heavy slipped in.
ENOUGH_SECONDS = 1.0


def card() -> None:
    """Only the fragment, on 400 orders: six of seven after 40 hours, every seventh after three days."""
    from models.choices import choices_of
    from models.expectations import Expected
    from models.promise_terms import new_version, terms_of
    from models.studies import SHELF, study
    from models.terms_draft import terms_draft
    from tests.company import NOW
    from tests.models.promising import TERMS, D, orders
    from ui.promise_choices import show_choices
    from words.speech import speech

    terms = terms_of(new_version("p", terms_draft(NOW, **TERMS), 1, "who", NOW))
    found = SHELF.get("slider", lambda: study(orders(), terms.rule(), D.timestamp()))
    choices = choices_of(found, terms)
    assert choices is not None
    expected = Expected(38, 2.0, "d", {"advertising": 38})
    show_choices(speech("it"), "p", found, terms, choices, expected, [], may_edit=True, may_write=True)


def test_each_stop_says_its_own_verdict_and_nothing_is_asked_of_the_database(database: Database) -> None:
    doors.close_store()  # whoever asked anything now would fail
    app = AppTest.from_function(card, default_timeout=60).run()
    assert not app.exception
    said = " ".join(str(one.value) for one in app.markdown)
    assert "✔ Regge" in said
    assert "A 86 clienti su 100 arriva un giorno prima del promesso." in said
    assert any("niente di più audace regge" in str(one.value) for one in app.caption)
    bold = next(one for one in app.button if "Audace" in one.label)
    app = bold.click().run()
    said = " ".join(str(one.value) for one in app.markdown)
    assert "**✕ Non regge**" in said
    assert "86 su 100" in said
    careful = next(one for one in app.button if "Prudente" in one.label)
    app = careful.click().run()
    assert "Troppo prudente: si aspettano 2 giorni" in app.warning[0].value
    assert not app.exception


def test_sliding_takes_a_moment() -> None:
    app = AppTest.from_function(card, default_timeout=60).run()
    took = []
    for place in (0, 2, 4, 1, 3):
        app.select_slider[0].set_value(place)
        began = time.perf_counter()
        app.run()
        took.append(time.perf_counter() - began)
    assert sorted(took)[2] < ENOUGH_SECONDS, took
