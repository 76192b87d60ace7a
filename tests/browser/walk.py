"""One walk: who is on it, what they carry from station to station, and how they look at what they see."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext

from tests.browser.desk import Desk, Look
from tests.browser.guard import Guard
from tests.browser.phone import Phone
from tests.web.conftest import Server
from words.speech import Speech, speech

DESK_HEIGHT = 900


@dataclass
class Walk:
    """The state of a walk. `kept` holds what one station hands to a later one: links, codes, names."""

    browser: Browser
    server: Server
    guard: Guard
    width: int
    language: str
    findings: list[str] = field(default_factory=list)
    kept: dict[str, str] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    desks: dict[str, Desk] = field(default_factory=dict)
    phones: dict[str, Phone] = field(default_factory=dict)

    @property
    def say(self) -> Speech:
        """The words on the screen, looked up in the same catalogue."""
        return speech(self.language)

    @contextmanager
    def timed(self, name: str) -> Iterator[None]:
        """Add what happens inside to the seconds of something that people are promised to do quickly."""
        began = time.monotonic()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + time.monotonic() - began

    @property
    def folder(self) -> Path:
        """Where files of this walk may lie."""
        return self.server.log.parent

    def words(self, italian: str, english: str) -> str:
        """What people themselves type, in the language of this walk."""
        return italian if self.language == "it" else english

    @property
    def look(self) -> Look:
        """How pages of this walk are looked at."""
        return self._look(self.width < 640)

    def context(self) -> BrowserContext:
        """A browser of its own for one person at a desk."""
        locale = {"it": "it-IT", "en": "en-GB"}[self.language]
        made = self.browser.new_context(
            locale=locale, viewport={"width": self.width, "height": DESK_HEIGHT}, accept_downloads=True
        )
        self.guard.watch(made)
        return made

    def desk(self, name: str) -> Desk:
        """The desk of a person; the first call opens it."""
        if name not in self.desks:
            self.desks[name] = Desk.open(self.context(), self.server.address, self.say, self.look)
        return self.desks[name]

    def phone(self, name: str) -> Phone:
        """The phone of a person, 390 px wide, without script."""
        if name not in self.phones:
            self.phones[name] = Phone.open(self.browser, self.guard, self.say, self._look(True), 390)
        return self.phones[name]

    def close(self) -> None:
        """Everybody goes home."""
        for desk in self.desks.values():
            desk.page.context.close()
        for phone in self.phones.values():
            phone.close()

    def _look(self, narrow: bool) -> Look:
        # axe looks at the page, not at its words: each width once, one in each language, so that CI stays quick.
        with_axe = (self.width, self.language) in ((1280, "it"), (390, "en"))
        return Look(f"{self.width}-{self.language}", narrow, with_axe, self.findings)
