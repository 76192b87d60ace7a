"""One walk: who is on it, what they carry from station to station, and how they look at what they see."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.desk import Desk, Look
from tests.browser.guard import Guard
from tests.browser.phone import Phone
from tests.web.conftest import Server
from words.speech import Speech, speech

DESK_HEIGHT, PHONE_HEIGHT = 900, 844
WIDE, NARROW = 1280, 390
# The smallest phone, and a desk at 200 % zoom.
SMALLEST, ZOOMED = 320, 640


@dataclass
class Walk:
    """The state of a walk. `kept` holds what one station hands to a later one: links, codes, names.

    `width`: how wide the desk is at this station. Each page is looked at in both widths, wherever it is worked at.
    """

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
    wall: Page | None = None
    twin: Page | None = None

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
        """How the desk's pages are looked at. axe looks at each in one width here, in the other on the other walk."""
        also = {"it": SMALLEST, "en": ZOOMED}[self.language]
        return Look(self.language, (WIDE, NARROW), self._axe_at, self.findings, also)

    def turn(self, width: int) -> None:
        """From here on everybody works at desks of this width."""
        self.width = width
        for desk in self.desks.values():
            desk.page.set_viewport_size({"width": width, "height": DESK_HEIGHT})

    def context(self, *, width: int | None = None, height: int = DESK_HEIGHT, script: bool = True) -> BrowserContext:
        """A browser of its own for one person, at a desk unless it says otherwise."""
        locale = {"it": "it-IT", "en": "en-GB"}[self.language]
        made = self.browser.new_context(
            locale=locale, viewport={"width": width or self.width, "height": height}, accept_downloads=True,
            java_script_enabled=script,
        )  # fmt: skip
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
            look = Look(self.language, (NARROW,), NARROW if self._axe_at == NARROW else None, self.findings)
            context = self.context(width=NARROW, height=PHONE_HEIGHT, script=False)
            self.phones[name] = Phone.open(context, self.server.address, self.say, look, self._with_script)
        return self.phones[name]

    def _with_script(self) -> Page:
        if self.twin is None:
            self.twin = self.context(width=NARROW, height=PHONE_HEIGHT).new_page()
        return self.twin

    def close(self) -> None:
        """Everybody goes home."""
        for desk in self.desks.values():
            desk.page.context.close()
        for phone in self.phones.values():
            phone.close()
        if self.twin is not None:
            self.twin.context.close()

    @property
    def _axe_at(self) -> int:
        return {"it": WIDE, "en": NARROW}[self.language]
