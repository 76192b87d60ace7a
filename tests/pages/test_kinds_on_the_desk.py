"""The three kinds of promise as one chooses them at the desk: in a check, and when a promise is changed."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import numpy as np
import pytest

from models import in_hands, opening_hours, promises, touchpoints
from models.portfolio import promise_card
from store import clock
from store.doors import reading, writing
from tests.company import NOW, Company, found
from tests.conftest import Database
from tests.models.promising import DAY, LATER, D, bring, delivery, orders, promise
from tests.pages.desk import open_page, sign_in_of
from tests.pages.test_promise_pages import ROME, drop


@pytest.fixture
def company(database: Database) -> Company:
    clock.set_clock(lambda: LATER)
    return writing(found)


def tasted() -> bytes:
    """400 parcels: 396 right, 380 given 4 stars or more, by two choices of the customer; each takes five hours."""
    lines = ["Ordine;Ordinato il;Consegnato il;Esito;Valutazione;Segmento;Canale"]
    for k in range(400):
        start = D.timestamp() - (80 - k / 6) * DAY
        times = [datetime.fromtimestamp(at, ROME).strftime("%Y-%m-%d %H:%M:%S") for at in (start, start + 5 * 3600)]
        outcome, stars = "sbagliato" if k % 100 == 0 else "giusto", 3 if k % 20 == 0 else 4 + k % 2
        lines.append(f"{k};{times[0]};{times[1]};{outcome};{stars};{'carta' if k % 2 else 'in bottega'};Corriere")
    return ("\n".join(lines) + "\n").encode()


def pick(app: Any, label: str, value: object) -> Any:
    """Choose in the group of buttons, box or field that has this label."""
    kinds = ("button_group", "selectbox", "number_input", "text_input", "multiselect")
    for kind in kinds:
        for one in getattr(app, kind, None) or app.get(kind):
            if one.label == label:
                one.set_value(value)
                return app.run()
    raise AssertionError(f"nothing is called {label}")


def said(app: Any) -> str:
    kinds = ("title", "subheader", "markdown", "caption", "info", "error")
    return " ".join(str(one.value) for kind in kinds for one in app.get(kind))


def field(app: Any, kind: str, label: str) -> Any:
    return next(one for one in app.get(kind) if one.label == label)


def test_what_was_typed_for_one_kind_is_there_when_one_comes_back(company: Company) -> None:
    app = drop(open_page("check", sign_in_of(company.marketing)), tasted())
    app = pick(app, "entro", 7)
    app = pick(app, "Che cosa prometti?", "yes_no")
    assert not app.exception
    assert "✔ Regge: 99 volte su 100 in tutto il file; ne promettiamo 95." in said(app)
    assert "Puoi dirlo oggi: almeno 19 su 20." in said(app)
    assert field(app, "multiselect", "È mantenuta quando l'esito è").value == ["giusto"]
    app = pick(app, "Che cosa prometti?", "measure")
    app = pick(app, "la cifra è", "at least")
    app = pick(app, "cifra", 4.0)
    app = pick(app, "Unità della cifra", "su 5")
    assert "su 5 o più, almeno 19 su 20" in said(app)
    app = pick(app, "Che cosa prometti?", "time")
    assert field(app, "number_input", "entro").value == 7
    app = pick(app, "Che cosa prometti?", "measure")
    assert field(app, "number_input", "cifra").value == 4.0
    assert field(app, "text_input", "Unità della cifra").value == "su 5"
    assert not app.exception


def test_a_check_without_the_column_says_which_one_is_missing(company: Company) -> None:
    head, *rows = tasted().decode().splitlines()
    bare = "\n".join(";".join(line.split(";")[:3]) for line in (head, *rows)).encode()
    app = drop(open_page("check", sign_in_of(company.marketing)), bare)
    for kind, word in (("yes_no", "com'è finito"), ("measure", "cifra di ogni caso")):
        app = pick(app, "Che cosa prometti?", kind)
        assert word in said(app)
        assert app.title[0].value == "Si può dire? Controlla una promessa."


def test_a_check_counts_opening_hours_and_says_so_and_what_is_not_ours(company: Company) -> None:
    with reading() as session:
        stage = touchpoints.stages_all(session, company.manager)[0].id
    writing(lambda s: touchpoints.add_touchpoint(s, company.manager, now=NOW, name="Corriere", stage_id=stage,
                                                 control="no"))  # fmt: skip
    app = drop(open_page("check", sign_in_of(company.marketing)), tasted())
    app = pick(app, "entro", 6)
    app = pick(app, "Si conta", True)
    assert "entro 6 ore, in orario di lavoro, almeno 19 su 20" in said(app)
    assert "non è in mano nostra: Corriere" in said(app)
    for day in ("Lunedì", "Martedì", "Mercoledì", "Giovedì", "Venerdì"):
        app = pick(app, day, "")
    assert "orario di lavoro" in app.error[0].value


@pytest.fixture
def promise_id(company: Company) -> str:
    process_id = writing(lambda s: delivery(s, company.logistics))
    raw = orders()
    raw.segment[:] = np.where(np.arange(400) % 2 == 0, "carta", "in bottega")
    writing(lambda s: bring(s, company.logistics, process_id, raw))
    writing(lambda s: opening_hours.set_opening_hours(
        s, company.logistics, now=NOW, process_id=process_id, week=["8-20"] * 6 + [""]
    ))  # fmt: skip
    with reading() as session:
        stage = touchpoints.stages_all(session, company.manager)[0].id
    courier = writing(lambda s: touchpoints.add_touchpoint(
        s, company.manager, now=NOW, name="Corriere_", stage_id=stage, control="no"
    ))  # fmt: skip
    writing(lambda s: in_hands.tie_process(s, company.logistics, now=NOW, process_id=process_id,
                                           touchpoint_ids=[courier]))  # fmt: skip
    return writing(lambda s: promise(s, company.marketing, process_id))


def change(company: Company, promise_id: str, **terms: Any) -> None:
    with reading() as session:
        version = promise_card(session, company.marketing, now=LATER, promise_id=promise_id).row.terms.number
    base: dict[str, Any] = {"sentence": "Da noi si può contare", "amount": 48, "unit": "h", "kept": 19, "of": 20,
                            "valid_until": LATER.date().replace(year=2027)}  # fmt: skip
    writing(lambda s: promises.change_promise(s, company.marketing, now=LATER, promise_id=promise_id, version=version,
                                              **(base | terms)))  # fmt: skip


def test_the_card_says_each_choice_and_what_is_not_ours(company: Company, promise_id: str) -> None:
    change(company, promise_id, variants=({"segment": "carta"}, {"segment": "in bottega", "amount": 4, "unit": "d"}))
    shown = open_page("promise", sign_in_of(company.marketing), promise=promise_id)
    assert not shown.failures
    text = said(shown.app)
    assert "Una promessa, più scelte" in text
    assert "**in bottega** · in 4 giorni" in text
    assert "scelta peggiore, «carta»" in text
    assert "Corriere\\_" in text


@pytest.mark.parametrize(
    ("terms", "told"),
    [
        ({"amount": 20, "business": True}, "entro 20 ore, in orario di lavoro"),
        ({"amount": 3, "unit": "d", "business": True}, "in 3 giorni lavorativi"),
        ({"metric": "value", "unit": "value", "amount": 60, "ceiling": 65, "direction": "between",
          "value_unit": "°C"}, "fra 60 e 65 °C"),
        ({"metric": "value", "unit": "value", "amount": 1, "direction": "at least", "yes_no": True,
          "yes_when": ("giusto",)}, "sì: giusto"),
        ({"metric": "value", "unit": "value", "amount": 4.5, "direction": "at least", "value_unit": "su 5"},
         "4,5 su 5 o più"),
    ],
)  # fmt: skip
def test_every_kind_has_its_card_its_form_and_its_place_in_the_list(
    company: Company, promise_id: str, terms: dict[str, Any], told: str
) -> None:
    change(company, promise_id, **terms)
    sign_in = sign_in_of(company.marketing)
    for name, of in (("promise", {"promise": promise_id}), ("promises", {}), ("home", {})):
        shown = open_page(name, sign_in, **of)
        assert not shown.failures, name
        if name == "promise":
            assert told in said(shown.app)


def test_the_hours_of_a_process_are_on_its_page_and_only_its_owner_has_the_form(
    company: Company, promise_id: str
) -> None:
    with reading() as session:
        process_id = promise_card(session, company.marketing, now=LATER, promise_id=promise_id).row.process_id
    shown: Callable[[Any], Any] = lambda who: open_page("process", sign_in_of(who), process=process_id)  # noqa: E731
    owner, other = shown(company.logistics), shown(company.marketing)
    assert not owner.failures + other.failures
    assert "Lunedì: 8\\:00\\-20\\:00" in said(other.app)
    assert [one.label for one in other.app.button].count("Salva l'orario") == 0
    field(owner.app, "text_input", "Domenica").set_value("10-13")
    next(one for one in owner.app.button if one.label == "Salva l'orario").click().run()
    assert "10\\:00\\-13\\:00" in said(shown(company.marketing).app)
