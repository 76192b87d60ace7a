"""What must not be kept from a sentence that a stranger left: addresses, numbers to call or to pay, tax codes.

Pure: text in, text and count out. It errs on the side of keeping order numbers, dates and amounts readable, because
they help to check what happened; a number counts as a telephone only if it is written like one.
"""

import re
from dataclasses import dataclass

HIDDEN = "••••"
# From the beginning of a word on: a word of thousands of letters is looked at once, not once a letter.
_SIGN = r"[^\s@<>()\[\]«»\"',;:]"
_EMAIL = re.compile(rf"(?<!{_SIGN}){_SIGN}+@{_SIGN}+\.[^\s@<>()\[\]«»\"',;:.]+")
# Two letters, two check digits, 11 to 30 more; people write it in groups of four, and words may follow.
_IBAN = re.compile(r"\b[A-Za-z]{2}\d{2}(?:[ \-]?[A-Za-z0-9]){11,30}")
# An Italian one is hidden also when its check digits are wrong: a typing error tells nearly as much.
_ITALIAN_IBAN = re.compile(r"\bIT\d{2}[ \-]?[A-Z](?:[ \-]?\d){10}(?:[ \-]?[A-Z0-9]){12}\b", re.IGNORECASE)
# The Italian tax code: six letters, two digits, a month letter, two digits, place and check letter.
# A letter may stand for a digit where two people would have the same; people write it in groups.
_TAX_CODE = re.compile(
    r"\b(?=[A-Z ]{,20}\d)[A-Z]{3} ?[A-Z]{3} ?[\dL-NP-V]{2} ?[A-EHLMPR-T] ?[\dL-NP-V]{2} ?[A-Z] ?[\dL-NP-V]{3} ?[A-Z]\b",
    re.IGNORECASE,
)
_CARD = re.compile(r"(?<![\w.,])\d(?:[ \-]?\d){12,18}(?![\w])")
_DATE = re.compile(r"(?<!\d)(?:0?[1-9]|[12]\d|3[01])[./\-](?:0?[1-9]|1[0-2])[./\-](?:\d{4}|\d{2})(?!\d)")
_PHONES = (
    # International: +39 333 1234567, 0039...
    re.compile(r"(?<![\w+])(?:\+|00)\d(?:[ .\-/()]{0,2}\d){7,13}(?!\w)"),
    # Italian mobile: 333 1234567, 333-12.34.567
    re.compile(r"(?<![\w\-/])(?<!\d[.,])3\d{2}(?:[ .\-/]?\d){6,7}(?![\w])"),
    # Italian landline: 0544 123456, 02-12345678, (0544) 123456
    re.compile(r"(?<![\w\-/])(?<!\d[.,])0\d{1,3}(?:\) ?|[ .\-/])?\d{2,4}[ .\-/]?\d{2,4}(?:[ .\-/]?\d{1,3})?(?![\w])"),
)
# What a paste brings along: spaces that do not break, other dashes, wide signs; and signs nobody sees inside a word.
_PLAIN = {
    **dict.fromkeys((*range(0x2000, 0x200B), 0xA0, 0x202F, 0x205F, 0x3000), " "),
    **dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2212, 0xFE63), "-"),
    **{sign: chr(sign - 0xFEE0) for sign in range(0xFF01, 0xFF5F)},
}
_UNSEEN = re.compile(r"(?<=[\w+@.])[\u00ad\u200b-\u200f\u2060\ufeff]+(?=[\w@.])")


@dataclass(frozen=True)
class Masked:
    """A text that may be kept, and how many things were hidden in it."""

    text: str
    hidden: int


def masked(text: str, *, phones: bool = True) -> Masked:
    """Hide e-mail addresses, IBANs, payment cards, Italian tax codes and (unless told not to) telephone numbers.

    `phones=False` is for a field that asks for an order number, which may look like a telephone. What was masked once
    stays as it is when it is masked again: two addresses written into one are hidden both.
    """
    found = _once(text, phones)
    count = found.hidden
    while found.hidden:
        found = _once(found.text, phones)
        count += found.hidden
    return Masked(found.text, count)


def _once(text: str, phones: bool) -> Masked:
    count = 0

    def hide(found: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return HIDDEN

    def hide_iban(found: re.Match[str]) -> str:
        nonlocal count
        written = found.group()
        # From long to short: what follows the number must not hide it.
        for length in range(len(written), 14, -1):
            spelled = re.sub(r"[ \-]", "", written[:length]).upper()
            if written[length - 1].isalnum() and len(spelled) >= 15 and _remainder(spelled) == 1:
                count += 1
                return spelled[:2] + HIDDEN + written[length:]
        return written

    def hide_card(found: re.Match[str]) -> str:
        return hide(found) if _is_card(re.sub(r"\D", "", found.group())) else found.group()

    def hide_phone(found: re.Match[str]) -> str:
        digits = len(re.sub(r"\D", "", found.group()))
        return hide(found) if 8 <= digits <= 15 and not _DATE.search(found.group()) else found.group()

    text = _EMAIL.sub(hide, _UNSEEN.sub("", text.translate(_PLAIN)))
    text = _ITALIAN_IBAN.sub(lambda found: "IT" + hide(found), text)
    text = _IBAN.sub(hide_iban, text)
    text = _TAX_CODE.sub(hide, text)
    text = _CARD.sub(hide_card, text)
    for pattern in _PHONES if phones else ():
        text = pattern.sub(hide_phone, text)
    return Masked(text, count)


def _remainder(spelled: str) -> int:
    """The ISO 13616 check: first four signs to the end, letters as numbers, modulo 97."""
    return int("".join(str(int(sign, 36)) for sign in spelled[4:] + spelled[:4])) % 97


def _is_card(digits: str) -> bool:
    """Luhn's check."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
