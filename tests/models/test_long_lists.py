"""Very long lists are turned from both ends: the count is exact, every page keeps its number, Excel asks for all."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session

from models import backlog, curation, decisions, feedback, feedback_care, voices
from models.access import NOBODY
from models.answers import my_answers
from models.backlog import BacklogQuery, Sort
from models.curation import ImportedIdea
from models.feedback import Feedback
from models.idea_scores import weigh_idea
from models.idea_views import ideas_of_groups
from models.paging import ENDS, is_long, page_shown, page_turned_to
from models.supports import Support
from models.touchpoints import Touchpoint
from store import doors
from tests.company import NOW, Company, found

LATER = NOW + timedelta(days=20)
FIVE = ("Uno", "Due", "Tre", "Quattro", "Cinque")


@pytest.fixture
def company(session: Session) -> Company:
    return found(session)


@pytest.fixture
def five(session: Session, company: Company) -> list[str]:
    said = [ImportedIdea(text=f"{text} pacco", said_at=NOW + timedelta(days=day)) for day, text in enumerate(FIVE)]
    ids = curation.import_ideas(session, company.facilitator, now=NOW, group_id=company.group_id, ideas=said)
    for number, idea_id in enumerate(ids):
        weigh_idea(session, company.manager, now=LATER, idea_id=idea_id, scores={"value": 5 - number, "effort": 1},
                   cost=100 * number)  # fmt: skip
    return ids


def test_of_a_long_list_the_nearest_page_that_can_be_opened_is_shown() -> None:
    asked = [page_shown(page, 6_600) for page in (-3, 1, ENDS, ENDS + 1, 3_300, 3_301, 6_500, 6_501, 6_600, 99_999)]
    assert asked == [1, 1, 100, 100, 100, 6_501, 6_501, 6_501, 6_600, 6_600]
    assert [page_shown(page, 2 * ENDS) for page in (ENDS, ENDS + 1)] == [ENDS, ENDS + 1]
    assert page_shown(3_300, 6_600, None) == 3_300
    assert (is_long(2 * ENDS), is_long(2 * ENDS + 1)) == (False, True)


def test_whoever_turns_a_long_list_always_comes_to_another_page() -> None:
    turned = [(100, 101), (100, 3_000), (99, 101), (6_501, 6_500), (6_502, 6_500), (6_501, 4_000), (1, 6_600), (3, 4)]
    assert [page_turned_to(to, shown, 6_600) for shown, to in turned] == [6_501, 6_501, 100, 100, 6_501, 100, 6_600, 4]
    assert page_turned_to(ENDS + 1, ENDS, 2 * ENDS) == ENDS + 1, "a list that is whole is turned page by page"
    assert page_turned_to(6_600, 6_600, 6_600) == 6_600


@pytest.mark.parametrize("search", ["", "pacco"])
@pytest.mark.parametrize("sort", [Sort.OLDEST, Sort.NEWEST, Sort.BEST, Sort.CHEAPEST])
def test_the_backlog_keeps_both_ends_its_count_and_its_order(
    session: Session, company: Company, five: list[str], sort: str, search: str
) -> None:
    def page(number: int, ends: int | None) -> tuple[list[str], int, int, int]:
        asked = BacklogQuery(sort=sort, search=search, page=number)
        seen = backlog.backlog(session, company.manager, now=LATER, asked=asked, size=1, ends=ends)
        return [row.id for row in seen.rows], seen.total, seen.page, seen.pages

    order = five[::-1] if sort == Sort.NEWEST else five
    _both_ends_and_all(page, order)


def test_decided_ideas_stand_in_the_order_of_their_score_too(
    session: Session, company: Company, five: list[str]
) -> None:
    for idea_id in five[1:4]:
        decisions.decide_idea(session, company.manager, now=LATER, idea_id=idea_id, outcome="do")
    asked = BacklogQuery(sort=Sort.BEST, standing="do")
    pages = [backlog.backlog(session, company.manager, now=LATER, asked=one, size=2)
             for one in (asked, BacklogQuery(sort=Sort.BEST, standing="do", page=2))]  # fmt: skip
    assert [row.id for page in pages for row in page.rows] == five[1:4]
    assert {page.total for page in pages} == {3}


@pytest.mark.parametrize("search", ["", "pacco"])
def test_the_ideas_keep_both_ends_their_count_and_their_order(
    session: Session, company: Company, five: list[str], search: str
) -> None:
    def page(number: int, ends: int | None) -> tuple[list[str], int, int, int]:
        seen = ideas_of_groups(session, company.facilitator, search=search, page=number, size=1, now=LATER, ends=ends)
        return [row.id for row in seen.ideas], seen.total, seen.page, seen.pages

    _both_ends_and_all(page, five[::-1])


@pytest.mark.parametrize(
    ("what", "order"),
    [
        ({}, (4, 3, 2, 1, 0)), ({"search": "pacco"}, (4, 3, 2, 1, 0)), ({"which": "argued"}, (4, 3, 2, 1, 0)),
        ({"order": "argued"}, (2, 4, 3, 1, 0)), ({"order": "due"}, (1, 4, 3, 2, 0)),
        ({"order": "due", "search": "pacco"}, (1, 4, 3, 2, 0)), ({"order": "due", "which": "argued"}, (1, 4, 3, 2, 0)),
    ],
)  # fmt: skip
def test_the_voices_keep_both_ends_their_count_and_their_order(
    session: Session, company: Company, places: tuple[str, str], what: dict[str, Any], order: tuple[int, ...]
) -> None:
    token = session.get_one(Touchpoint, places[0]).door_token
    said = []
    for day, text in enumerate(FIVE):
        moment, words = NOW + timedelta(days=day), f"{text} pacco"
        left = feedback.leave_feedback(session, NOBODY, now=moment, token=token, face=2, words=words)
        said.append(session.get_one(Feedback, left))
    for number, row in enumerate(said):
        feedback_care.tick_argued(session, company.logistics, now=LATER, feedback_id=row.id, said_what=True,
                                  said_when=number == 2, said_proof=False)  # fmt: skip
    said[1].answer_by, said[1].taken_at = LATER.date(), LATER
    session.add_all(said)
    session.flush()

    def page(number: int, ends: int | None) -> tuple[list[str], int, int, int]:
        seen = voices.feedback_listed(session, company.manager, page=number, size=1, ends=ends, **what)
        return [row.id for row in seen.rows], seen.total, seen.page, seen.pages

    _both_ends_and_all(page, [said[number].id for number in order])


def test_many_answers_ask_no_more_questions_than_few(session: Session, company: Company) -> None:
    numbers = []
    for many in (3, 160):
        said = [ImportedIdea(text=f"Idea {many}-{number}", said_at=NOW) for number in range(many)]
        ids = curation.import_ideas(session, company.facilitator, now=NOW, group_id=company.group_id, ideas=said)
        me = company.customer.person_id or ""
        session.add_all(Support(idea_id=one, person_id=me, created_at=NOW + timedelta(seconds=second))
                        for second, one in enumerate(ids))  # fmt: skip
        # The one supported last is always among the latest hundred.
        decisions.decide_idea(session, company.manager, now=LATER, idea_id=ids[-1], outcome="do")
        session.flush()
        session.expire_all()
        with doors.counting() as counted:
            seen = my_answers(session, company.customer, now=LATER)
        assert (seen.total, seen.latest) == ((3, False) if many == 3 else (100, True))
        numbers.append(counted.number)
    assert numbers[1] == numbers[0] <= 13


Page = Callable[[int, int | None], tuple[list[str], int, int, int]]


def _both_ends_and_all(page: Page, order: list[str]) -> None:
    """Of five pages the first and the last can be opened; where all are asked for, all of them come."""
    assert [page(number, 1) for number in (1, 2, 4, 5)] == [
        ([order[0]], 5, 1, 5), ([order[0]], 5, 1, 5), ([order[4]], 5, 5, 5), ([order[4]], 5, 5, 5),
    ]  # fmt: skip
    assert [page(number, None) for number in range(1, 6)] == [([order[n]], 5, n + 1, 5) for n in range(5)]
    assert [page(number, ENDS)[0] for number in (2, 3)] == [[order[1]], [order[2]]]
