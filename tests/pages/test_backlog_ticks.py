"""Ideas ticked on one page of the backlog stay ticked on the next, are changed together, and can be let go."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from models import backlog, curation
from models.curation import ImportedIdea
from models.functions import Side
from store import clock
from store.doors import reading, writing
from tests.company import NOW, Company, found
from tests.conftest import Database
from tests.pages.desk import Shown, open_page, sign_in_of

LATER = NOW + timedelta(days=20)
ALL = backlog.BacklogQuery(standing="all")


@pytest.fixture
def company(database: Database) -> Company:
    company: Company = writing(found)
    said = [ImportedIdea(text=f"Idea numero {day}", side=Side.RECEIVES, said_at=NOW + timedelta(minutes=day))
            for day in range(23)]  # fmt: skip
    writing(lambda s: curation.import_ideas(s, company.facilitator, now=NOW, group_id=company.group_id, ideas=said))
    return company


def on_page(company: Company, page: int) -> list[Any]:
    with reading() as session:
        asked = replace(ALL, page=page)
        return backlog.backlog(session, company.manager, now=LATER, asked=asked).rows


def ticked_on_the_first_page(company: Company, *places: int) -> Shown:
    """The second page, after these rows of the first were ticked; a table's ticks are not for `AppTest` to set."""
    rows = on_page(company, 1)
    shown = open_page("decisions", sign_in_of(company.manager), stands="all", page="2")
    shown.app.session_state["backlog-ticked"] = (ALL, {rows[at].id: rows[at] for at in places})
    shown.app.run()
    assert shown.failures == []
    return shown


def told(shown: Shown) -> list[str]:
    return [one.value for one in [*shown.app.markdown, *shown.app.caption] if "pagina:" in one.value
            or "scelt" in one.value]  # fmt: skip


def test_what_was_ticked_on_another_page_is_named_changed_with_the_rest_and_then_let_go(company: Company) -> None:
    with clock.moving(LATER):
        shown = ticked_on_the_first_page(company, 0, 3)
        assert told(shown) == ["**2 idee scelte**", "2 non sono in questa pagina: «Idea numero 0» · «Idea numero 3»"]
        next(one for one in shown.app.button_group if one.key == "bulk-what").set_value("decide").run()
        next(one for one in shown.app.radio if one.label == "Decisione").set_value("no")
        shown.app.text_area[-1].input("Per ora no.")
        next(one for one in shown.app.button if one.label == "Decidi").click().run()
        assert shown.failures == []
        assert told(shown) == []
    stands = [row.decision.outcome if row.decision else None for row in [*on_page(company, 1), *on_page(company, 2)]]
    assert (stands.count("no"), stands[0], stands[3]) == (2, "no", "no")


def test_ticks_are_let_go_by_a_press_and_by_another_search(company: Company) -> None:
    with clock.moving(LATER):
        shown = ticked_on_the_first_page(company, 1)
        assert told(shown)[0] == "**1 idea scelta**"
        next(one for one in shown.app.button if one.label == "Togli tutte le spunte").click().run()
        assert told(shown) == []
        shown = ticked_on_the_first_page(company, 1)
        shown.app.query_params["q"] = "numero 2"
        shown.app.run()
        assert "I numeri qui sopra sono di tutte le idee, non solo di quelle trovate." in [
            one.value for one in shown.app.caption
        ]
        assert told(shown) == [], "whose ideas one does not see are not changed by chance"
