"""A phone without script: the plain pages as a customer or a participant has them in the hand."""

from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext, Page, Route

from tests.browser.desk import WAIT, Look
from tests.browser.guard import Guard
from words.speech import Speech


@dataclass
class Phone:
    """One phone. `twin` is the same page with script, for axe alone: it needs one to run."""

    page: Page
    twin: Page
    address: str
    say: Speech
    look: Look

    @classmethod
    def open(cls, browser: Browser, guard: Guard, say: Speech, look: Look, width: int) -> "Phone":
        """A new phone that nobody knows yet."""
        locale = {"it": "it-IT", "en": "en-GB"}[say.language]
        size = {"width": width, "height": 844}

        def context(script: bool) -> BrowserContext:
            made = browser.new_context(locale=locale, viewport=size, java_script_enabled=script)  # type: ignore[arg-type]
            guard.watch(made)
            return made

        page, twin = context(False).new_page(), context(True).new_page()
        page.set_default_timeout(WAIT)
        return cls(page, twin, guard.address, say, look)

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
        self.page.get_by_role("button", name=name, exact=True).first.click()
        self.page.wait_for_load_state()

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

        self.twin.route(here, same)
        self.twin.goto(here)
        self.look(self.page, f"{station}-noscript", self.twin)
        self.twin.unroute(here)

    def close(self) -> None:
        """Put it away."""
        self.page.context.close()
        self.twin.context.close()
