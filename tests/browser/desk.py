"""Somebody at the desk: a Streamlit page driven by what stands on it, in the words of the person's language."""

import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Locator, Page, TimeoutError, expect

from tests.browser.guard import axe_findings, too_small, too_wide
from words.speech import Speech

DONE = "[data-testid=stApp][data-test-connection-state=CONNECTED][data-test-script-state=notRunning]"
# A page stands when nothing of an earlier run is faded, its title is there, no part of the program is still being
# fetched (a button without its words), our own style is in force, and nothing is still unfolding: what is tapped while
# it moves is not tapped at all.
STANDS = """() => {
  const app = document.querySelector('[data-testid=stApp]');
  const empty = one => !one.textContent.trim() && !one.querySelector('svg, img');
  const moving = one => one.playState === 'running' && one.effect.getComputedTiming().endTime !== Infinity;
  return !!app && !!app.querySelector('h1') && !app.querySelector('[data-stale=true], [data-testid=stSkeleton]')
    && ![...app.querySelectorAll('[data-testid=stMain] button[data-testid^=stBaseButton]')].some(empty)
    && [...app.querySelectorAll('style')].some(one => one.textContent.includes('.dr-chip'))
    && !document.getAnimations().some(moving);
}"""
WAIT = 60_000
EVERY_DAY = ("/", "/decisions", "/listening", "/people", "/processes")
# How often the page began to run since this was first asked: a click reaches the server after it happens.
_RUNS = """() => {
  const app = document.querySelector('[data-testid=stApp]');
  if (!app) return -1;
  if (window.countedRuns === undefined) {
    window.countedRuns = 0;
    const look = () => { if (app.dataset.testScriptState !== 'notRunning') window.countedRuns += 1; };
    new MutationObserver(look).observe(app, { attributes: true, attributeFilter: ['data-test-script-state'] });
  }
  return window.countedRuns;
}"""
_BY_MENU = """path => {
  const ways = [...document.querySelectorAll('nav a, [data-testid=stSidebarNav] a')];
  if (path === '/' || location.pathname === path) return false;
  const way = ways.find(one => new URL(one.href).pathname === path);
  if (way) way.click();
  return !!way;
}"""

# As when somebody goes back or forward in the browser: the address changes, and the page that stands there follows.
_ON_ANOTHER_PAGE = """path => !!document.querySelector('[data-testid=stApp]')
  && new URL(path, location.href).pathname !== location.pathname"""
_AS_BACK = """path => {
  history.pushState({}, '', path);
  dispatchEvent(new PopStateEvent('popstate', { state: {} }));
}"""


@dataclass
class Look:
    """How pages are looked at: in which widths, at which of them axe looks too, and what was found so far.

    also: one more width, in which nothing of the pages read every day may run out of the window: the smallest phone, or
    200 % zoom.
    """

    language: str
    widths: tuple[int, ...]
    axe_at: int | None
    findings: list[str]
    also: int | None = None

    def __call__(self, page: Page, station: str, twin: Page | None = None) -> None:
        """In each width: a picture when DUEREMI_SHOTS is set, room for text and thumb, axe (on the page's twin)."""
        size = page.viewport_size
        assert size is not None
        if self.also and urlsplit(page.url).path in EVERY_DAY and page.locator("[data-testid=stApp]").count():
            page.set_viewport_size({"width": self.also, "height": size["height"]})
            wide = [f"wider than the window: {line}" for line in _lasting(too_wide, page)]
            self.findings += [f"{station} ({self.also}-{self.language}): {line}" for line in wide]
        # The width in which the person works comes last, so that the page is left as it was found.
        for width in sorted(self.widths, key=lambda one: one == size["width"]):
            if width != page.viewport_size["width"]:  # type: ignore[index]
                page.set_viewport_size({"width": width, "height": size["height"]})
                page.wait_for_timeout(250)
            self._at(page, station, width, twin or page)

    def _at(self, page: Page, station: str, width: int, with_script: Page) -> None:
        variant = f"{width}-{self.language}"
        folder = os.environ.get("DUEREMI_SHOTS")
        if folder:
            _picture(page, Path(folder) / f"{station}-{variant}.png")
        found = [f"wider than the window: {line}" for line in _lasting(too_wide, page)]
        if width < 640:
            found += [f"too small for a thumb: {line}" for line in _lasting(too_small, page)]
        if width == self.axe_at:
            found += [f"axe: {line}" for line in axe_findings(with_script)]
        self.findings += [f"{station} ({variant}): {line}" for line in found]


@dataclass
class Desk:
    """One tab of the desk."""

    page: Page
    address: str
    say: Speech
    look: Look

    @classmethod
    def open(cls, context: BrowserContext, address: str, say: Speech, look: Look) -> "Desk":
        """A new tab in a context."""
        page = context.new_page()
        page.set_default_timeout(WAIT)
        return cls(page, address, say, look)

    def go(self, path: str) -> "Desk":
        """Go to a page by the menu where it stands there, else by its address; wait until the page stands.

        The whole program is loaded anew only where nothing of it stands yet, or when it is the same page again.
        """
        # A click through the DOM: on a phone the menu is behind its button, and opening it each time is not the point.
        if self.page.evaluate(_BY_MENU, path):
            self.page.wait_for_url(f"{self.address}{path}")
        elif self.page.evaluate(_ON_ANOTHER_PAGE, path):
            with self.run(within=5):
                self.page.evaluate(_AS_BACK, path)
            return self
        else:
            self.page.goto(f"{self.address}{path}")
        return self.done()

    def done(self) -> "Desk":
        """Wait until the page has finished and nothing of an earlier run stands there faded."""
        self.page.wait_for_selector(DONE, timeout=WAIT)
        self.page.wait_for_timeout(120)
        self.page.wait_for_function(STANDS, polling=60, timeout=WAIT)
        self.page.wait_for_selector(DONE, timeout=WAIT)
        return self

    @contextmanager
    def run(self, *, within: float) -> Iterator[None]:
        """What happens inside makes the page run: wait for the run to begin (a moment, when none comes) and to end."""
        before = self.page.evaluate(_RUNS)
        yield
        until = time.monotonic() + within
        while time.monotonic() < until and self.page.evaluate(_RUNS) == before:
            self.page.wait_for_timeout(40)
        self.done()

    def title(self) -> str:
        """What the page answers."""
        return self.page.locator("h1").first.inner_text()

    def shows(self, words: str) -> None:
        """These words are on the page, wherever."""
        expect(self.page.get_by_text(words).filter(visible=True).first).to_be_visible(timeout=WAIT)

    def titled(self, words: str | re.Pattern[str]) -> None:
        """The title says this."""
        expect(self.page.locator("h1").first).to_have_text(words, timeout=WAIT)

    def value(self, label: str) -> str:
        """What stands in a field or select box."""
        return self.page.get_by_label(label, exact=True).locator("visible=true").first.input_value()

    def write(self, label: str, text: str, within: Locator | None = None) -> None:
        """Fill in a field by its label."""
        field = (within or self.page).get_by_label(label, exact=True).locator("visible=true").first
        with self.run(within=0.4):
            field.fill(text)
            field.blur()

    def choose(self, label: str, option: str, within: Locator | None = None) -> None:
        """Choose in a select box by its label."""
        box = (within or self.page).locator("[data-testid=stSelectbox]", has_text=label).locator("visible=true").first
        wanted = self.page.get_by_role("option", name=option).first
        # A list that opens while a run ends is closed by it: people click again, so does this.
        for _ in range(4):
            box.locator("input, [role=combobox]").first.click()
            try:
                with self.run(within=0.4):
                    wanted.click(timeout=4_000)
                return
            except TimeoutError:
                self.page.keyboard.press("Escape")
        raise AssertionError(f"{label}: no {option}")

    def press(self, name: str, within: Locator | None = None) -> None:
        """Press a button."""
        # Streamlit's lists and tables bring buttons of their own, some of them called like ours.
        ours = self.page.locator("button[data-testid^=stBaseButton]")
        named = (within or self.page).get_by_role("button", name=name, exact=True)
        button = named.and_(ours).locator("visible=true").first
        button.scroll_into_view_if_needed()
        with self.run(within=5):
            button.click()

    def unfold(self, name: str, within: Locator | None = None) -> None:
        """Open a fold."""
        with self.run(within=0.4):
            (within or self.page).locator("summary", has_text=name).locator("visible=true").first.click()

    def follow(self, name: str) -> None:
        """Follow a link of the page (not of the menu)."""
        with self.run(within=5):
            self.page.locator("[data-testid=stMain]").get_by_role("link", name=name).first.click()


def _lasting(look: Callable[[Page], list[str]], page: Page) -> list[str]:
    """What is found and stays: on a busy machine a page is still being laid out when it is looked at."""
    found = look(page)
    for _ in range(20):
        if not found:
            break
        page.wait_for_timeout(250)
        found = look(page)
    return found


def _picture(page: Page, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    size = page.viewport_size
    assert size is not None
    # Streamlit scrolls inside the page: the whole of it shows only in a window that is tall enough.
    tall = page.evaluate("(document.querySelector('[data-testid=stMain]') || document.scrollingElement).scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": max(size["height"], min(int(tall) + 80, 6000))})
    page.wait_for_timeout(150)
    page.screenshot(path=path)
    page.set_viewport_size(size)
