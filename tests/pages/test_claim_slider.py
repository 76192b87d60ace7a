"""The slider of the claim card: verdict, band and sentence move at once, and no database is asked.

How long that takes stands in the bench.
"""

from models.studies import SHELF, Study
from store import doors
from tests.apptest import AppTest
from tests.conftest import Database


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


def test_sliding_studies_nothing_anew() -> None:
    def unexpected() -> Study:
        raise AssertionError("the study is on the shelf")

    SHELF.empty()
    app = AppTest.from_function(card, default_timeout=60).run()
    kept = SHELF.get("slider", unexpected)
    for place in (0, 2, 4, 1, 3):
        app.select_slider[0].set_value(place).run()
        assert not app.exception
    assert len(SHELF) == 1
    assert SHELF.get("slider", unexpected) is kept
