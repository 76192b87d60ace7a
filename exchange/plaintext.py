"""Text of a cell, made safe the same way in both directions, and the letters of columns."""

import re
import unicodedata

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_EDGES = re.compile(r"^[\s\u200b\u2060\ufeff]+|[\s\u200b\u2060\ufeff]+$")
# Letters that show nothing, as `models.base` has them (which a reader without a database does not load).
BLANKS = "\u2800\u3164\u115f\u1160\uffa0"

ERROR_TEXTS = frozenset(
    {"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#RIF!", "#N/D", "#VALORE!",
     "#NOME?", "#NULLO!"}
)  # fmt: skip
"""Errors as Excel writes them into a CSV, English and Italian."""

EXCEL_TEXT = 32_767
"""The longest text an Excel cell holds, counted as Excel counts (UTF-16 units)."""


def clean(text: str) -> str:
    """`text` without control characters, lone surrogates and noncharacters, NFC, line ends as one newline.

    U+2028 and U+2029 stay: they are part of what was written, and one cell stays one cell.
    """
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _UNWANTED.sub("", text))


def trimmed(text: str) -> str:
    """`clean(text)` without spaces and invisible characters at both ends; what cannot be seen is ""."""
    if text.isascii():
        return clean(text).strip()
    text = _EDGES.sub("", clean(text))
    return "" if all(c.isspace() or c in BLANKS or unicodedata.category(c) == "Cf" for c in text) else text


def folded(text: str) -> str:
    """For comparing names of columns: case, accents, punctuation and runs of spaces do not matter."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join(plain.split())


def cut(text: str, shortened: str = "… (shortened)") -> str:
    """`text` as long as an Excel cell can hold; what is cut is said at its end."""
    if len(text) * 2 <= EXCEL_TEXT or _units(text) <= EXCEL_TEXT:
        return text
    room = EXCEL_TEXT - _units(shortened)
    while _units(text) > room:
        text = text[: len(text) - max(1, (_units(text) - room) // 2)]
    return text + shortened


def _units(text: str) -> int:
    return len(text) + sum(c > "\uffff" for c in text)


def letter(index: int) -> str:
    """The letter of column `index` (0 is A, 26 is AA)."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_index(letters: str) -> int:
    """The reverse of `letter`. ValueError when it is no column Excel has (A to XFD)."""
    number = 0
    if not letters or len(letters) > 3:
        raise ValueError("not a column")
    for c in letters:
        if not "A" <= c <= "Z":
            raise ValueError("not a column")
        number = number * 26 + ord(c) - 64
    return number - 1


def fits(values: pd.Series, pattern: str) -> pd.Series:
    """Which cells match the regular expression somewhere (RE2 syntax, no look-around).

    Arrow and not `Series.str`: pandas falls back to Python's `re`, ten times slower on 166,000 rows.
    """
    matched = pc.match_substring_regex(pa.array(values, pa.large_string()), pattern)
    return pd.Series(matched.to_numpy(zero_copy_only=False), index=values.index, dtype=bool)
