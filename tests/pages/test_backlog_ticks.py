"""Ideas ticked on one page of the backlog stay ticked on the next, are changed together, and can be let go."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from models import backlog, curation, decisions
from models.curation import ImportedIdea
from models.functions import Side
from store import clock, doors
from store.doors import reading, writing
from tests.company import NOW, Company, found
from tests.conftest import Database
from tests.pages.desk import Shown, open_page, sign_in_of
from tests.pages.test_every_page import QUERIES_MOST

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
    """The second page, after these rows of the first were ticked."""
    shown = open_page("decisions", sign_in_of(company.manager), stands="all")
    tick(shown, *places)
    turn(shown, page="2")
    return shown


def tick(shown: Shown, *places: int) -> None:
    """These rows of the page stand ticked, as the browser says it; `AppTest` has no hand for a table's ticks."""
    states = shown.app._tree.get_widget_states()
    table = next(one for one in shown.app.dataframe if "backlog-table" in one.proto.id)
    ticks = {"selection": {"rows": list(places), "columns": [], "cells": []}}
    states.widgets.add(id=table.proto.id, string_value=json.dumps(ticks))
    shown.app._run(states)
    assert shown.failures == []


def turn(shown: Shown, **address: str) -> int:
    """Run the page at this address. Returns how many questions it asked."""
    for name, value in address.items():
        shown.app.query_params[name] = value
    with doors.counting() as counted:
        shown.app.run()
    assert shown.failures == []
    return counted.number


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


def test_a_ticked_idea_that_is_decided_at_the_desk_is_picked_no_more(company: Company) -> None:
    with clock.moving(LATER):
        first = on_page(company, 1)[0]
        shown = open_page("decisions", sign_in_of(company.manager), stands="waiting")
        tick(shown, 0, 1)
        assert told(shown)[0] == "**2 idee scelte**"
        next(one for one in shown.app.button if one.label == "Si fa").click().run()
        assert shown.failures == []
        rows = on_page(company, 1)
        assert (rows[0].id, rows[0].decision.outcome) == (first.id, "do")
        assert told(shown)[0] == "**1 idea scelta**", "whoever changes what is picked changes what is listed"


@pytest.mark.parametrize("gone", ["decided", "hidden", "merged"])
def test_what_is_on_no_page_of_the_list_any_more_is_picked_no_more(company: Company, gone: str) -> None:
    manager = company.manager
    with clock.moving(LATER):
        first, second, third, *_ = on_page(company, 1)
        shown = open_page("decisions", sign_in_of(manager), stands="waiting")
        tick(shown, 0, 1)
        turn(shown, page="2")
        assert told(shown)[0] == "**2 idee scelte**"
    commands = {
        "decided": lambda s: decisions.decide_idea(s, manager, now=LATER, idea_id=first.id, outcome="do"),
        "hidden": lambda s: curation.hide_idea(s, manager, now=LATER, idea_id=first.id, reason="Fuori tema."),
        "merged": lambda s: curation.merge_ideas(s, manager, now=LATER, idea_id=first.id, into_id=third.id),
    }
    writing(commands[gone])
    with clock.moving(LATER):
        assert turn(shown) <= QUERIES_MOST
        assert told(shown) == ["**1 idea scelta**", f"1 non è in questa pagina: «{second.words}»"]


def test_without_a_choice_of_standing_the_ticks_are_of_what_waits(company: Company) -> None:
    with clock.moving(LATER):
        first, second, *_ = on_page(company, 1)
        shown = open_page("decisions", sign_in_of(company.manager))
        tick(shown, 0, 1)
        turn(shown, page="2")
        writing(lambda s: decisions.decide_idea(s, company.manager, now=LATER, idea_id=first.id, outcome="do"))
        turn(shown)
        assert told(shown) == ["**1 idea scelta**", f"1 non è in questa pagina: «{second.words}»"]


@pytest.mark.parametrize("away", [{"view": "board"}, {"view": "picture"}, {"q": "senza"}])
def test_ticks_are_as_they_were_left_when_the_table_comes_back(company: Company, away: dict[str, str]) -> None:
    with clock.moving(LATER):
        shown = open_page("decisions", sign_in_of(company.manager), stands="all")
        tick(shown, 0)
        there_and_back(shown, away)
        assert told(shown) == ["**1 idea scelta**"], "what was ticked stays ticked"
        tick(shown, 0)
        tick(shown)
        assert told(shown) == []
        there_and_back(shown, away)
        assert told(shown) == [], "what was unticked stays unticked"


def there_and_back(shown: Shown, away: dict[str, str]) -> None:
    turn(shown, **away)
    assert not [one for one in shown.app.dataframe if "backlog-table" in one.proto.id]
    for name in away:
        del shown.app.query_params[name]
    turn(shown)
