"""One walk from a sticky note to a verdict and an answer back, in English, in both widths by turns."""

import pytest
from playwright.sync_api import Browser

from tests.browser.guard import Guard
from tests.browser.stations import walk_through
from tests.web.conftest import Server

pytestmark = pytest.mark.browser


def test_from_a_sticky_note_to_a_verdict_in_english(browser: Browser, fresh_server: Server, guard: Guard) -> None:
    walk_through(browser, fresh_server, guard, "en")
