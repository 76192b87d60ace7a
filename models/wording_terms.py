"""What is said in one place: the words, the figure they tell, the link, who changes them, and when somebody saw them.

Invariants: the figure is what the words say there, also when the promise says something else by now; the place is a web
address that begins with http:// or https://, or a plain place; one that was taken away is kept and no longer shown.
"""

import re
from datetime import date, datetime
from typing import Annotated

from pydantic import AfterValidator
from pydantic import Field as Within
from sqlalchemy import CheckConstraint
from sqlmodel import Field

from analysis.units import seconds_of
from models.base import Draft, Row, name_of, new_id, optional_text_of
from models.promise_terms import Unit

WORDS_LIMIT = 200
PLACE_LIMIT = 300
CHANGER_LIMIT = 60
# What a browser would take for a scheme: "javascript:", "data:", also with blanks hidden in it.
_SCHEME = re.compile(r"[a-z][a-z0-9+.\-]*:", re.IGNORECASE)
_WEB = re.compile(r"https?://[^\s<>\"'`\\]+", re.IGNORECASE)


def checked_place(text: str) -> str:
    """A place as it may come in; `not_a_link` where a browser would run it or be sent elsewhere than to the web."""
    bare = re.sub(r"[\s\u0000-\u0020\u200b-\u200f\ufeff]+", "", text)
    if (_SCHEME.match(bare) or bare.startswith("//")) and not is_link(text):
        raise ValueError("not_a_link")
    return text


class WordingDraft(Draft):
    """A wording as it may come in. Without a figure: words that name none."""

    touchpoint_id: str
    words: name_of(WORDS_LIMIT)  # type: ignore[valid-type]
    amount: float | None = Within(default=None, gt=0, le=1e12, allow_inf_nan=False)
    unit: Unit | None = None
    place: Annotated[optional_text_of(PLACE_LIMIT), AfterValidator(checked_place)] = ""  # type: ignore[valid-type]
    changer: optional_text_of(CHANGER_LIMIT) = ""  # type: ignore[valid-type]
    # Who that is, where it is somebody who works here: names are not unique, and change.
    changer_id: str | None = None
    seen_on: date | None = None


class Wording(Row, table=True):
    """One place where a promise is told."""

    __tablename__ = "wordings"
    __table_args__ = (
        CheckConstraint(f"length(words) <= {WORDS_LIMIT}", name="words"),
        CheckConstraint("unit IN ('s', 'min', 'h', 'd', 'w', 'value')", name="unit"),
        CheckConstraint("(amount IS NULL) = (unit IS NULL)", name="figure"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    promise_id: str = Field(max_length=32, foreign_key="promises.id", index=True)
    touchpoint_id: str = Field(max_length=32, foreign_key="touchpoints.id", index=True)
    words: str = Field(max_length=WORDS_LIMIT)
    amount: float | None = None
    unit: str | None = Field(default=None, max_length=6)
    place: str = Field(default="", max_length=PLACE_LIMIT)
    changer: str = Field(default="", max_length=CHANGER_LIMIT)
    changer_id: str | None = Field(default=None, max_length=32, foreign_key="people.id", index=True)
    seen_on: date | None = None
    created_at: datetime
    removed_at: datetime | None = None


def is_link(place: str) -> bool:
    """Whether a place is a web address a browser may be sent to."""
    return bool(_WEB.fullmatch(place))


def size_of(amount: float | None, unit: str | None) -> float | None:
    """A figure as one size: 48 hours and 2 days are the same. None where the words tell none."""
    if amount is None or unit is None:
        return None
    return amount if unit == Unit.VALUE else seconds_of(amount, unit)
