"""The decision desk and the backlog below it, as somebody looks, narrows, weighs, picks and decides."""

from datetime import timedelta
from typing import Any

import pytest

from models import curation
from models.curation import ImportedIdea
from models.functions import Side
from store import clock
from store.doors import writing
from tests.company import NOW, Company, found
from tests.conftest import Database
from tests.pages.desk import Shown, open_page, sign_in_of

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
        labelled(shown.app.button, "Si fa").click().run()
        assert "Da decidere 2" in text_of(shown)
        assert shown.app.title[0].value == "2 idee aspettano da più di 14 giorni. La più vecchia: 19."
        labelled(shown.app.button, "Annulla").click().run()
        assert "Da decidere 3" in text_of(shown)


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
        customer = text_of(open_page("decisions", sign_in_of(company.customer), view="picture"))
        assert "Disegno" not in customer
        assert "Costo" not in customer
