"""Numbers as people say them: digits with a comma or a point, Italian and English words, halves and couples.

Plain text in, figures out; no language model, no sentence. A number that reads two ways (1.500) gives both.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_SIGNS = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|[^\w\s]|_")
_TWO_WAYS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
_IT_SMALL = (
    "zero", "uno", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove", "dieci", "undici", "dodici",
    "tredici", "quattordici", "quindici", "sedici", "diciassette", "diciotto", "diciannove",
)  # fmt: skip
_IT_TENS = ("venti", "trenta", "quaranta", "cinquanta", "sessanta", "settanta", "ottanta", "novanta")
_EN_SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_EN_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
# A couple, a dozen: the word, and what it counts. "Di" and "of" follow or not.
_ROUND = {"paio": 2, "coppia": 2, "couple": 2, "decina": 10, "dozzina": 12, "dozen": 12, "quindicina": 15,
          "ventina": 20, "trentina": 30}  # fmt: skip
_ONE = {"un", "uno", "una", "a", "an", "one", "single"}
_SIGN_HALVES = {"½": 0.5, "¼": 0.25, "¾": 0.75}


@dataclass(frozen=True)
class Token:
    """A word, a number or a sign: folded text, and where it stands in what was typed."""

    text: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        """Letters."""
        return self.text[0].isalpha()

    @property
    def is_digits(self) -> bool:
        """Digits."""
        return self.text[0].isdigit()


@dataclass(frozen=True)
class Number:
    """A number read from the tokens before `end`. `other`: its second reading, where there is one."""

    value: float
    end: int
    other: float | None = None
    digits: bool = False


def tokens_of(text: str) -> list[Token]:
    """The tokens of a text, without accents and in small letters. Apostrophes and white space part words."""
    letters: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        plain = sign if sign in _SIGN_HALVES else unicodedata.normalize("NFKD", sign).casefold()
        for letter in plain:
            if not unicodedata.combining(letter):
                letters.append(" " if letter in "'’‘`´" else letter)
                places.append(place)
    folded = "".join(letters)
    return [Token(found[0], places[found.start()], places[found.end() - 1] + 1) for found in _SIGNS.finditer(folded)]


def number_at(tokens: Sequence[Token], at: int) -> Number | None:
    """The number that begins at a token, with halves ("due e mezzo", "2½", "one and a half"). None where none does."""
    found = _whole(tokens, at)
    if found is None:
        return None
    end = found.end
    words = [token.text for token in tokens[end : end + 3]]
    if words[:1] and words[0] in _SIGN_HALVES:
        return Number(found.value + _SIGN_HALVES[words[0]], end + 1)
    if words[:2] in (["e", "mezzo"], ["e", "mezza"]):
        return Number(found.value + 0.5, end + 2)
    if words[:3] == ["and", "a", "half"]:
        return Number(found.value + 0.5, end + 3)
    return found


def is_one(token: Token) -> bool:
    """Whether this is an article or the word one."""
    return token.text in _ONE


def _whole(tokens: Sequence[Token], at: int) -> Number | None:
    if at >= len(tokens):
        return None
    text = tokens[at].text
    if tokens[at].is_digits:
        return _digits(text, at)
    if text in _SIGN_HALVES:
        return Number(_SIGN_HALVES[text], at + 1)
    # "Un paio di", "a couple of", "una decina di".
    here = at + 1 if text in _ONE and at + 1 < len(tokens) and tokens[at + 1].text in _ROUND else at
    if tokens[here].text in _ROUND:
        end = here + 1
        if end < len(tokens) and tokens[end].text in ("di", "of", "d"):
            end += 1
        return Number(float(_ROUND[tokens[here].text]), end)
    if text in ("un", "una", "a", "an", "single"):
        return Number(1.0, at + 1)
    if text in WORDS:
        return _worded(tokens, at)
    return None


def _digits(text: str, at: int) -> Number | None:
    parts = re.split(r"[.,]", text)
    if len(parts) > 2:
        joined = "".join(parts)
        return Number(float(joined), at + 1, digits=True) if all(len(part) == 3 for part in parts[1:]) else None
    value = float(".".join(parts))
    other = float("".join(parts)) if _TWO_WAYS.fullmatch(text) else None
    return Number(value, at + 1, other, digits=True)


def _worded(tokens: Sequence[Token], at: int) -> Number:
    value, end = WORDS[tokens[at].text], at + 1
    # "Twenty-four", "twenty four": a ten and a one, with a hyphen or a blank.
    if tokens[at].text in _EN_TENS:
        after = end + 1 if end < len(tokens) and tokens[end].text == "-" else end
        if after < len(tokens) and tokens[after].text in _EN_SMALL[1:10]:
            return Number(float(value + _EN_SMALL.index(tokens[after].text)), after + 1)
    if end < len(tokens) and tokens[end].text == "hundred":
        return Number(float(value * 100), end + 1)
    return Number(float(value), end)


def _italian() -> dict[str, int]:
    below: dict[int, str] = dict(enumerate(_IT_SMALL))
    for ten, word in enumerate(_IT_TENS, start=2):
        below[ten * 10] = word
        for one in range(1, 10):
            # Ventuno, ventotto: the ten loses its vowel.
            below[ten * 10 + one] = (word[:-1] if one in (1, 8) else word) + _IT_SMALL[one]
    found = {word: value for value, word in below.items()}
    # Ventun giorni, vent'ore, ventiquattr'ore, quarantott'ore.
    found |= {word[:-1]: value for value, word in below.items() if value >= 20 and value % 10 in (0, 1, 4, 8)}
    for hundred in range(1, 10):
        begins = "cento" if hundred == 1 else f"{_IT_SMALL[hundred]}cento"
        found[begins] = hundred * 100
        found |= {begins + word: hundred * 100 + value for value, word in below.items() if value}
    return found | {"mille": 1000}


WORDS: dict[str, int] = {
    **{word: value for value, word in enumerate(_EN_SMALL)},
    **{word: value * 10 for value, word in enumerate(_EN_TENS, start=2)},
    **_italian(),
}
