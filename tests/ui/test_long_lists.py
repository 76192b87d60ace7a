"""Under a very long list it is said that it is turned from its ends only."""

import pytest

from models.paging import ENDS
from tests.apptest import AppTest


def turned(language: str, pages: int, page: int) -> AppTest:
    def under(language: str, pages: int, page: int) -> None:
        from ui.pages_turned import show_pages
        from words.speech import speech

        show_pages(speech(language), pages, page, key="turned")

    return AppTest.from_function(under, args=(language, pages, page), default_timeout=60).run()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("it", "Di 6.600 pagine si aprono le prime 100 e le ultime 100."),
        ("en", "Of 6,600 pages the first 100 and the last 100 can be opened."),
    ],
)
def test_a_very_long_list_says_how_much_of_it_can_be_opened(language: str, words: str) -> None:
    shown = turned(language, 6_600, 6_501)
    assert not shown.exception
    (line,) = shown.caption
    assert line.value.startswith(words)
    assert shown.session_state["turned"] == 6_501, "every page keeps its number"


def test_any_other_list_says_nothing_of_it() -> None:
    assert not turned("it", 2 * ENDS, 7).caption
    assert not turned("it", 1, 1).caption
