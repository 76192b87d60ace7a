"""One voice a language: sentences from the catalogue, numbers and dates by Babel.

The key of a sentence is its English. Italian stands in `locales/it/*.po`, one file an area, one domain. The language
`xx` is the pseudo-locale: every sentence from the catalogue comes in brackets, so that a test sees what was never
translated.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_time
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

CATALOGUES = Path(__file__).resolve().parent.parent / "locales"
LANGUAGES = ("it", "en")
PSEUDO = "xx"
# The sign that stands where erased words were (`models.retold.GONE`). An "…" alone is what somebody wrote.
ERASED = "…\u00a0"
# The class below has a method called date, which hides the type of that name inside it.
When = date | datetime


@dataclass(frozen=True)
class Speech:
    """How the product speaks to one person. Call it with an English sentence, literally."""

    language: str
    sentences: dict[str, str]
    plurals: dict[tuple[str, str], tuple[str, str]]

    def __call__(self, sentence: str, /, **facts: object) -> str:
        """The sentence in this language; `%(name)s` places are filled with the facts (already worded)."""
        said = self.sentences.get(sentence, sentence)
        filled = said % facts if facts else said
        return f"⟦{filled}⟧" if self.language == PSEUDO else filled

    def many(self, one: str, other: str, n: int, /, **facts: object) -> str:
        """The singular or plural; `%(n)s` is filled with the number."""
        pair = self.plurals.get((one, other), (one, other))
        filled = pair[0 if n == 1 else 1] % {"n": self.number(n), **facts}
        return f"⟦{filled}⟧" if self.language == PSEUDO else filled

    @property
    def locale(self) -> str:
        """The Babel locale."""
        return "it" if self.language == "it" else "en"

    def number(self, value: float) -> str:
        """A number as people write it: 4.154 in Italian, 4,154 in English; no needless decimals."""
        return _figure(value, "#,##0.###", self.locale)

    def decimal(self, value: float, places: int = 1) -> str:
        """A number with a fixed number of decimals."""
        return _figure(value, "#,##0." + "0" * places if places else "#,##0", self.locale)

    def date(self, value: When, zone: str | None = None) -> str:
        """22 nov 2026."""
        return format_date(_there(value, zone), format="d MMM yyyy", locale=self.locale)

    def day(self, value: When, zone: str | None = None) -> str:
        """22 nov, for a date of this year or one whose year is plain."""
        return format_date(_there(value, zone), format="d MMM", locale=self.locale)

    def long_day(self, value: When, zone: str | None = None) -> str:
        """12 ottobre, for a date whose year is plain."""
        return format_date(_there(value, zone), format="d MMMM", locale=self.locale)

    def weekday(self, value: When, zone: str | None = None) -> str:
        """Lunedì 23 novembre."""
        text = format_date(_there(value, zone), format="EEEE d MMMM", locale=self.locale)
        return text[:1].upper() + text[1:]

    def time(self, value: datetime, zone: str) -> str:
        """16:21, on the wall clock of a zone."""
        return format_time(value.astimezone(ZoneInfo(zone)), format="HH:mm", locale=self.locale)

    def moment(self, value: datetime, zone: str) -> str:
        """22 nov 2026, 16:21."""
        return _moment(value.astimezone(ZoneInfo(zone)).replace(tzinfo=None), self.locale)

    def month(self, value: When) -> str:
        """nov 2026."""
        return format_date(value, format="MMM yyyy", locale=self.locale)

    def quoted(self, text: str) -> str:
        """What somebody wrote or a promise says, in the marks of the language: «…» in Italian, “…” in English."""
        # The sign itself says nothing to whoever meets it.
        said = self("words that were erased") if text == ERASED else text
        return f"“{said}”" if self.language == "en" else f"«{said}»"

    def listed(self, items: list[str]) -> str:
        """A, B e C."""
        if len(items) < 2:
            return "".join(items)
        return f"{', '.join(items[:-1])} {self('and')} {items[-1]}"


Say = Speech | Callable[..., str]


@cache
def speech(language: str) -> Speech:
    """The voice for a language code; an unknown one speaks English."""
    sentences: dict[str, str] = {}
    plurals: dict[tuple[str, str], tuple[str, str]] = {}
    for path in sorted((CATALOGUES / language).glob("*.po")) if language in LANGUAGES else []:
        with path.open("rb") as file:
            catalogue = read_po(file, locale=language)
        for message in catalogue:
            if not message.id or not message.string:
                continue
            if isinstance(message.id, tuple | list):
                strings: Any = message.string
                plurals[message.id[0], message.id[1]] = (strings[0], strings[1])
            else:
                sentences[message.id] = str(message.string)
    return Speech(language if language in (*LANGUAGES, PSEUDO) else "en", sentences, plurals)


def language_for(accept_language: str | None) -> str:
    """The first of our languages that a browser asks for; Italian when it asks for none of them."""
    for part in (accept_language or "").split(","):
        code = part.split(";")[0].strip().lower()[:2]
        if code in LANGUAGES:
            return code
    return "it"


def whole_minutes(span: timedelta) -> int:
    """A span in started minutes, for "4 minutes left"."""
    return max(0, -(-int(span.total_seconds()) // 60))


@lru_cache(maxsize=10_000)
def _figure(value: float, pattern: str, locale: str) -> str:
    # Babel reads the pattern anew for each number, and a page says the same few hundred again and again.
    return str(format_decimal(value, locale=locale, format=pattern))


@lru_cache(maxsize=10_000)
def _moment(there: datetime, locale: str) -> str:
    # As with figures. By the clock on the wall: one instant is equal to itself in every zone.
    return str(format_datetime(there, format="d MMM yyyy, HH:mm", locale=locale))


def _there(value: date | datetime, zone: str | None) -> date:
    if isinstance(value, datetime):
        return (value.astimezone(ZoneInfo(zone)) if zone else value).date()
    return value
