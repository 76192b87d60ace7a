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


def opened(page: str, pages: int) -> AppTest:
    """A list whose page stands in the address, opened at an address."""

    def under(pages: int) -> None:
        import streamlit as st

        from models.paging import page_shown
        from ui.pages_turned import show_pages
        from words.speech import speech

        page = page_shown(int(st.query_params.get("page", "1")), pages)
        st.text(page)
        show_pages(speech("it"), pages, page, key="turned", in_address=True)

    app = AppTest.from_function(under, args=(pages,), default_timeout=60)
    app.query_params["page"] = page
    return app.run()


def where(app: AppTest) -> tuple[str, str, int]:
    """The page that is shown, in the address, and under the list."""
    assert not app.exception
    said = app.query_params["page"]
    (under,) = app.pagination
    return app.text[0].value, said if isinstance(said, str) else said[0], under.value


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


def test_whoever_turns_on_from_the_edge_of_what_cannot_be_opened_comes_to_the_other_side() -> None:
    app = opened("100", 6_600)
    app.pagination[0].set_value(101).run()
    assert where(app) == ("6501", "6501", 6_501)
    app.pagination[0].set_value(6_500).run()
    assert where(app) == ("100", "100", 100)
    app.pagination[0].set_value(99).run()
    assert where(app) == ("99", "99", 99)


@pytest.mark.parametrize(("asked", "pages", "there"), [("150", 6_600, 100), ("9000", 6_600, 6_600), ("7", 3, 3)])
def test_an_address_says_the_page_that_is_shown(asked: str, pages: int, there: int) -> None:
    app = opened(asked, pages)
    assert where(app) == (str(there), str(there), there)
    # Back: corrected again, it would lead to where one is, for ever.
    app.query_params["page"] = asked
    assert where(app.run()) == (str(there), asked, there)


def test_any_other_list_says_nothing_of_it() -> None:
    assert not turned("it", 2 * ENDS, 7).caption
    assert not turned("it", 1, 1).caption
