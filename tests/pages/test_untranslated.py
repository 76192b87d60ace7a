"""In the pseudo-locale nothing is said outside the catalogue: pages of the desk, phone pages, sheets."""

import re

import pytest
from sqlalchemy import select
from sqlmodel import col

from models.base import Row
from models.matters import Matter
from store import doors
from tests.pages.desk import open_page, pages, sign_in_of
from tests.pages.grid import STAGES, Place
from tests.pages.lived import Lived
from tests.pages.visible import read_by_people, untranslated
from ui.places import PLACES, may_open
from words.speech import PSEUDO

# "shown", "not_asked": a page that shows one of them has not found words for it.
CODE = re.compile(r"[a-z_]*|\W*")


def own_words() -> set[str]:
    """Everything that people typed or that is data: every text in the database, without the codes of the rules."""
    found: set[str] = set()
    with doors.reading() as session:
        for table in Row.metadata.sorted_tables:
            for row in session.execute(select(table)):
                found |= {value for value in row if isinstance(value, str) and not CODE.fullmatch(value)}
        # What counts is one word each, as the company writes it.
        found |= set(session.scalars(select(col(Matter.name))))
    return found


def looked_at(place: Place, roles: tuple[str, ...], names: list[str]) -> list[str]:
    found, own = [], own_words()
    for role in roles:
        sign_in_id = sign_in_of(place.people[role])
        for name in names:
            if name in PLACES and may_open(place.people[role], name):
                shown = open_page(name, sign_in_id, **place.query(name, role))
                assert not shown.failures, f"{name}: {shown.failures}"
                found += [f"{name} for {role}: {one}" for one in untranslated(read_by_people(shown), own)]
    return found


def test_no_page_of_the_desk_says_a_word_outside_the_catalogue(lived: Lived) -> None:
    found = looked_at(lived(PSEUDO), ("manager", "customer"), pages())
    assert not found, "\n".join(found)


@pytest.mark.parametrize("stage", [name for name, _, _ in STAGES if name != "closed"])
def test_no_stage_of_a_workshop_says_a_word_outside_the_catalogue(lived: Lived, stage: str) -> None:
    found = looked_at(lived(PSEUDO, stage=stage), ("facilitator", "guest"), ["workshop", "round"])
    assert not found, "\n".join(found)


def test_the_search_for_untranslated_words_finds_them() -> None:
    assert untranslated(["⟦Save⟧", "⟦%(n)s ⟦inside⟧⟧ 12", "<b>⟦x⟧</b>"], []) == []
    assert untranslated(["⟦Save⟧ now"], []) == ["now  ⟵  ⟦Save⟧ now"]
    assert untranslated(["Tre giorni certi · 22 Nov 2026"], ["Tre giorni certi"]) == []
    assert untranslated(["Tre giorni certi, forse"], ["Tre giorni certi"]) == ["forse  ⟵  Tre giorni certi, forse"]

