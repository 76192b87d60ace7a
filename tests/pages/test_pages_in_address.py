"""The page of a list stands in the address; one that is not there is said to be the page that is shown."""

from datetime import timedelta

import pytest

from models import curation
from models.curation import ImportedIdea
from store import clock
from store.doors import writing
from tests.company import NOW, Company, found
from tests.conftest import Database
from tests.pages.desk import open_page, sign_in_of

LATER = NOW + timedelta(days=20)


@pytest.fixture
def company(database: Database) -> Company:
    company: Company = writing(found)
    said = [ImportedIdea(text=f"Idea numero {day}", said_at=NOW + timedelta(minutes=day)) for day in range(30)]
    writing(lambda s: curation.import_ideas(s, company.facilitator, now=NOW, group_id=company.group_id, ideas=said))
    return company


@pytest.mark.parametrize(
    ("page", "query", "there"),
    [
        ("ideas", {}, "2"),
        ("decisions", {"stands": "all"}, "2"),
        ("decisions", {"stands": "all", "view": "board"}, "5"),
        ("decisions", {"q": "numero 7"}, "1"),
        ("decisions", {"q": "nessuna lo dice"}, "1"),
    ],
)
def test_the_address_says_the_page_that_is_shown(
    company: Company, page: str, query: dict[str, str], there: str
) -> None:
    with clock.moving(LATER):
        shown = open_page(page, sign_in_of(company.manager), page="9", **query)
        assert shown.failures == []
        said = shown.app.query_params["page"]
        assert (said if isinstance(said, str) else said[0]) == there
        assert [one.value for one in shown.app.pagination] == ([] if there == "1" else [int(there)])
        if there != "1":
            shown.app.pagination[0].set_value(1).run()
            said = shown.app.query_params["page"]
            assert (said if isinstance(said, str) else said[0]) == "1"
