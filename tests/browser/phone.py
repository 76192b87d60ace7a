"""A phone without script: the plain pages as a customer or a participant has them in the hand."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import BrowserContext, Page, Route

from tests.browser.desk import WAIT, Look
from words.speech import Speech


@dataclass
class Phone:
    """One phone. `twin` gives a page with script, for axe alone, which needs one to run: all phones share it."""

    page: Page
    twin: Callable[[], Page]
    address: str
    say: Speech
    look: Look

    @classmethod
    def open(cls, context: BrowserContext, address: str, say: Speech, look: Look, twin: Callable[[], Page]) -> "Phone":
        """A new phone that nobody knows yet."""
        page = context.new_page()
        page.set_default_timeout(WAIT)
        return cls(page, twin, address, say, look)

    def go(self, path: str) -> None:
        """Open an address."""
        self.page.goto(path if path.startswith("http") else f"{self.address}{path}")

    @property
    def title(self) -> str:
        """The first heading."""
        return self.page.locator("h1").first.inner_text()

    @property
    def text(self) -> str:
        """What the page says."""
        return " ".join(self.page.locator("main").inner_text().split())

    def press(self, name: str) -> None:
        """Press a button, and wait for the page that answers."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name, exact=True).first.click()

    def tick(self, words: str) -> None:
        """Tap one of several answers."""
        self.page.get_by_label(words).first.check(force=True)

    def examine(self, station: str) -> None:
        """Look at this page as it stands; axe looks at its twin."""
        if self.look.axe_at is None:
            self.look(self.page, f"{station}-noscript")
            return
        # The twin is nobody: it must not ask what is on now.
        body = self.page.content().replace('data-ask="', 'data-asked="').replace('data-events="', 'data-told="')
        here = self.page.url

        def same(route: Route) -> None:
            route.fulfill(body=body, content_type="text/html; charset=utf-8")

        twin = self.twin()
        twin.route(here, same)
        twin.goto(here)
        self.look(self.page, f"{station}-noscript", twin)
        twin.unroute(here)

    def close(self) -> None:
        """Put it away."""
        self.page.context.close()
