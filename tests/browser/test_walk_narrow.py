"""One walk from a sticky note to a verdict and an answer back, 390 pixels wide, in both languages."""

import pytest
from playwright.sync_api import Browser

from tests.browser.guard import Guard
from tests.browser.stations import walk_through
from tests.web.conftest import Server

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", ["it", "en"])
def test_from_a_sticky_note_to_a_verdict_on_a_phone(
    browser: Browser, fresh_server: Server, guard: Guard, language: str
) -> None:
    walk_through(browser, fresh_server, guard, 390, language)
