"""What the form of a vote holds on a phone, kind by kind: what stands in its fields, and the marks that come back.

A field's name is its kind of mark and the option: `dots-ID`, `rank-ID`, `mark-ID`, `score-ID-0`, `amount-ID`,
`reason-ID`; what is picked comes as many `pick=ID`. A refused form comes back with these fields as they were sent.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import FormData

from models.errors import Refusal
from models.expectations import Origin
from models.marks import Mark
from models.workshop_now import Now
from words import phone as said
from words.claim import origin_words
from words.speech import Speech

# More than any list of options has, with three criteria each: a form with more fields is not ours.
FIELDS_MOST = 200
# With more ratings than these the list comes in pages of about so many: one task a screen. A page is saved when one
# goes on, so nothing is lost between two of them.
RATINGS_MOST, RATINGS_A_PAGE = 15, 12
LONGEST_NUMBER = 9
_NAMES = {"dots": "dots", "ranked": "rank", "agreement": "mark", "consent": "mark", "expect": "amount"}


@dataclass(frozen=True)
class Given:
    """What one gave, as the fields hold it: by option, or by option and number of the criterion where one rates."""

    values: dict[Any, Any] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    origin: str = ""


def given_in_form(form: FormData, kind: str) -> Given:
    """The fields as they were sent, numbers still as text."""
    sent = [(name, str(value).strip()) for name, value in form.multi_items()]
    reasons = {name.removeprefix("reason-"): text for name, text in sent if name.startswith("reason-") and text}
    if kind in ("approval", "budget"):
        return Given({value: 1 for name, value in sent if name == "pick"})
    if kind == "score":
        found = [(name.split("-"), text) for name, text in sent if name.startswith("score-") and text]
        return Given({(parts[1], _whole(parts[2])): text for parts, text in found if len(parts) == 3})
    before = f"{_NAMES.get(kind, '')}-"
    values = {name.removeprefix(before): text for name, text in sent if name.startswith(before) and text}
    return Given(values, reasons, str(form.get("origin", "")))


def marks_in(given: Given, kind: str) -> list[Mark]:
    """The marks of a form.

    Raises:
        Refusal: `not_a_number`, `not_whole`.
    """
    if kind == "score":
        return [Mark(option, _whole(value), criterion) for (option, criterion), value in given.values.items()]
    marks = []
    for option, text in given.values.items():
        value = _whole(text)
        if value == 0 and kind == "dots":
            continue
        reason = given.reasons.get(option, "") if kind == "consent" and value == -1 else ""
        marks.append(Mark(option, value, 0, given.origin if kind == "expect" else reason))
    return marks


def given_before(marks: Sequence[Mark], kind: str) -> Given:
    """What one's kept vote says, in the shape of the fields."""
    if kind == "score":
        return Given({(mark.option_id, mark.criterion): mark.value for mark in marks})
    return Given(
        {mark.option_id: mark.value for mark in marks},
        {mark.option_id: mark.reason for mark in marks if mark.reason},
        next((mark.reason for mark in marks if mark.reason), "") if kind == "expect" else "",
    )


def fields_of(say: Speech, found: Now, given: Given, page: str = "") -> dict[str, Any]:
    """What the template of this kind needs besides the options. `page`: which page of a long list, as it was asked."""
    row, place = found.round, found.place
    assert row is not None
    assert place is not None
    kind, settings = str(row.kind), row.settings
    values = _numbers(given.values)
    criteria = settings.criteria or ("",)
    spent = sum(option.cost or 0 for option in found.options if values.get(option.id))
    stances = said.consents(say) if kind == "consent" else said.stances(say)
    return {
        "task": said.task(say, kind, budget=place.budget, cap=place.cap, picks=settings.picks, money=settings.money),
        "who_sees": said.who_sees_mark(say, kind, row.secret),
        "given": values, "reasons": given.reasons, "most": place.budget if kind == "dots" else 0,
        "left_over": _left_over(place.budget, values) if kind == "dots" else 0,
        "picks": settings.picks, "criteria": criteria, "scale": said.scale(say), "stances": stances,
        "places": range(1, len(found.options) + 1),
        "costs": {option.id: said.euros(say, option.cost or 0) for option in found.options},
        "money": settings.money, "spent": said.on_the_list(say, said.euros(say, spent), settings.money),
        "spent_words": said.on_the_list(say, said.money_words(say, "%n"), settings.money),
        "unit": said.unit_of(say, settings.unit), "chosen_origin": given.origin,
        "origins": [(one.value, origin_words(say, one.value)) for one in Origin],
    } | _paged(found, len(criteria) if kind == "score" else 0, page)  # fmt: skip


def _paged(found: Now, criteria: int, page: str) -> dict[str, Any]:
    """The options of one page, and which page of how many it is."""
    options = found.options
    if len(options) * criteria <= RATINGS_MOST:
        return {"on_page": options, "page": 1, "pages": 1}
    each = max(1, RATINGS_A_PAGE // criteria)
    pages = -(-len(options) // each)
    at = min(max(1, int(page)), pages) if page.isascii() and page.isdigit() else 1
    return {"on_page": options[(at - 1) * each : at * each], "page": at, "pages": pages}


def my_lines(say: Speech, found: Now, given: Given) -> list[tuple[str, str]]:
    """One's own vote to read: the option's words and what one gave it, the most first where there is a most."""
    row = found.round
    assert row is not None
    kind, names = str(row.kind), {option.id: option.text or say("None of these") for option in found.options}
    order = sorted(given.values.items(), key=lambda line: line[1], reverse=kind in ("dots", "score", "agreement"))
    found_lines: dict[str, list[str]] = {}
    for key, value in order:
        option, criterion = key if isinstance(key, tuple) else (key, 0)
        criteria = row.settings.criteria
        label = criteria[criterion] if kind == "score" and criterion < len(criteria) else ""
        words = said.mark_words(say, kind, int(value), unit=row.settings.unit, criterion=label)
        found_lines.setdefault(option, []).append(words)
        if option in given.reasons:
            why = given.reasons[option]
            found_lines[option].append(origin_words(say, why) if kind == "expect" else say.quoted(why))
    return [(names[option], " · ".join(words)) for option, words in found_lines.items() if option in names]


def _numbers(values: dict[Any, Any]) -> dict[Any, Any]:
    """Fields with what can be read as a number as a number; the rest comes back as it was typed."""
    return {key: _read(value) for key, value in values.items()}


def _read(value: Any) -> Any:
    try:
        return _whole(value)
    except Refusal:
        return value


def _whole(value: object) -> int:
    text = str(value).strip()
    digits = text.removeprefix("-")
    if not digits.isascii() or not digits.isdigit() or len(text) > LONGEST_NUMBER:
        parts = text.replace(",", ".").split(".")
        halves = len(parts) == 2 and all(part.isascii() and part.isdigit() for part in parts)
        raise Refusal("not_whole" if halves else "not_a_number", field="points")
    return int(text)


def _left_over(budget: int, values: Mapping[str, Any]) -> int:
    return max(0, budget - sum(n for n in values.values() if isinstance(n, int)))
