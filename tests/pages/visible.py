"""What of a page people read, and what of it never went through the catalogue.

In the pseudo-locale every sentence of the catalogue comes in ⟦brackets⟧. What is left outside them must be people's own
words, names, data, numbers or dates; anything else with letters in it is a sentence that nobody can translate.
"""

import json
import re
from collections.abc import Iterable, Iterator
from html import unescape

from tests.pages.desk import Shown

# Fields of Streamlit's messages that a person reads. Others hold ids, icons, kinds, addresses.
READ = {"body", "label", "help", "placeholder", "options", "caption", "captions", "title", "text", "header", "value",
        "alt", "formatted_options", "content", "summary", "default", "error_message"}  # fmt: skip
LETTERS = re.compile(r"[^\W\d_]{2,}")
# What may stand outside: markup, addresses, icons, codes, dates and times, units beside numbers.
NOT_WORDS = re.compile(
    r"<style.*?</style>|<[^>]*>|https?://\S+|/[\w/.?=&-]+|:material/\w+:|:[a-z-]+\[|\$\$\S+|&\w+;"
    r"|\b[0-9A-Z]{3,5}-[0-9A-Z]{3,5}\b|\blocalhost\S*"
    r"|\b\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\w*(?: \d{4})?|\b\w+\.(?:csv|xlsx|json|md)\b"
    r"|\b(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday) \d+ \w+|\b(?:[A-Z]\w+ )?\d{4}\b",
    re.S,
)
# Names that are the same in every language.
NAMES = {"Due", "Remi", "Italiano", "English", "Excel", "CSV", "Europe", "Rome", "QR", "UTC"}


def outside(text: str) -> str:
    """What of a text stands outside the brackets."""
    depth, found = 0, []
    for sign in text:
        if sign == "⟦":
            depth += 1
        elif sign == "⟧":
            depth -= 1
        elif depth == 0:
            found.append(sign)
    return "".join(found)


def untranslated(texts: Iterable[str], own: Iterable[str]) -> list[str]:
    """The texts that hold words from nowhere. `own`: what people typed and the data, longest match first."""
    known = sorted({word for word in own if LETTERS.search(word)}, key=len, reverse=True)
    pattern = re.compile("|".join(re.escape(word) for word in known)) if known else re.compile(r"(?!)")
    found = []
    for text in texts:
        # Markdown escapes stand before signs of what people typed, and what keeps an address from becoming a link.
        plain = NOT_WORDS.sub(" ", pattern.sub(" ", unescape(outside(text)).replace("\\", "").replace("\u2060", "")))
        words = [word for word in LETTERS.findall(plain) if word not in NAMES]
        if words:
            found.append(f"{' '.join(words)}  ⟵  {text[:160]}")
    return sorted(set(found))


def read_by_people(shown: Shown) -> list[str]:
    """Every text of a desk page that a person reads: elements, tables, charts."""
    found: list[str] = []
    for element in shown.app._tree:
        proto = getattr(element, "proto", None)
        if hasattr(proto, "ListFields"):
            found += _strings(proto)
    for frame in shown.app.dataframe:
        found += [str(name) for name in frame.value.columns]
        found += [str(cell) for column in frame.value.columns for cell in frame.value[column] if isinstance(cell, str)]
    return found


def _strings(message: object, name: str = "") -> Iterator[str]:
    for field, value in message.ListFields():  # type: ignore[attr-defined]
        if field.name == "spec" and isinstance(value, str):
            yield from _in_chart(json.loads(value))
        elif field.message_type is not None:
            entries = field.message_type.GetOptions().map_entry
            for part in [] if entries else value if field.is_repeated else [value]:
                yield from _strings(part, field.name)
        elif field.type == field.TYPE_STRING and field.name in READ:
            yield from (value if field.is_repeated else [value])


def _in_chart(part: object, name: str = "") -> Iterator[str]:
    """Titles, texts and labels of a chart's specification."""
    if isinstance(part, dict):
        for key, value in part.items():
            yield from _in_chart(value, key)
    elif isinstance(part, list):
        for one in part:
            yield from _in_chart(one, name)
    elif isinstance(part, str) and name in {"title", "text", "description", "subtitle"}:
        yield part
