"""The page of actions, as somebody answers whether something worked."""

from datetime import timedelta
from typing import Any

import pytest

from models import ideas, outcome_checks
from models.days import day_here
from store import clock
from store.doors import writing
from tests.company import NOW, Company, found
from tests.conftest import Database
from tests.pages.desk import as_json, open_page, sign_in_of

DUE = NOW + timedelta(weeks=8)


@pytest.fixture
def company(database: Database) -> Company:
    return writing(found)


@pytest.fixture
def idea_id(company: Company) -> str:
    """Decided with a yes, to be looked at today."""
    said: dict[str, Any] = {"group_id": company.group_id, "text": "Una sedia in bottega"}
    made = writing(lambda s: ideas.add_idea(s, company.customer, now=NOW, **said))
    fixed: dict[str, Any] = {"idea_id": made, "words": "Meno reclami", "look_on": day_here(DUE)}
    writing(lambda s: outcome_checks.accept_idea(s, company.manager, now=NOW, **fixed))
    return made


@pytest.mark.parametrize(
    ("pressed", "said", "way"),
    [
        ("✔ Ha funzionato", "si può raccontare ai clienti", "Avete detto, abbiamo fatto →"),
        ("◷ Non ancora", "Salvato. Lo riguardiamo il", ""),
        ("✕ Non ha funzionato", "La decisione si può rivedere", "Rivedi la decisione →"),
    ],
)
def test_each_answer_says_what_follows(company: Company, idea_id: str, pressed: str, said: str, way: str) -> None:
    with clock.moving(DUE):
        shown = open_page("actions", sign_in_of(company.manager))
        assert not shown.failures
        next(one for one in shown.app.button if one.label == pressed).click().run()
        assert not shown.failures
        assert any(said in str(one.value) for one in shown.app.success)
        assert way in as_json(shown)
        assert not any(one.label == pressed for one in shown.app.button)
        # On the desk it is no longer to be looked at: what was found stands there.
        front = as_json(open_page("decisions", sign_in_of(company.manager), idea=idea_id))
        assert pressed in front or "lo guardiamo il" in front
        assert "lo guardiamo oggi" not in front
