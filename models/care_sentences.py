"""What to write to a customer before the customer calls, promise by promise and language by language.

Invariants: the words are the company's own, with places for the case, the promise and the day it was promised for; a
place we do not know is refused, because the customer would read it. Without words of its own a promise takes the
product's (`words.care`).
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Session, col, select

from models import activity
from models.access import May, Viewer
from models.base import Draft, Row, draft, optional_text_of
from models.errors import Refusal
from models.promises import promise_for

WORDS_LIMIT = 500
LANGUAGES = ("it", "en")
# What may stand in the words between braces: the case, the promise, the moment it was promised for.
PLACES = ("caso", "promessa", "entro", "case", "promise", "by")
_PLACE = re.compile(r"\{([^{}]*)\}")


class CareWordsDraft(Draft):
    """Words as they may come in. Empty: the product's own again."""

    words: optional_text_of(WORDS_LIMIT)  # type: ignore[valid-type]


class CareSentence(Row, table=True):
    """The words of one promise in one language."""

    __tablename__ = "care_sentences"
    __table_args__ = (
        CheckConstraint("language IN ('it', 'en')", name="language"),
        CheckConstraint(f"length(words) <= {WORDS_LIMIT}", name="words"),
    )

    promise_id: str = Field(max_length=32, foreign_key="promises.id", primary_key=True)
    language: str = Field(max_length=2, primary_key=True)
    words: str = Field(max_length=WORDS_LIMIT)
    changed_at: datetime
    changed_by: str = Field(max_length=32, foreign_key="people.id", index=True)


def write_care_sentence(
    session: Session, viewer: Viewer, *, now: datetime, promise_id: str, language: str, words: str
) -> None:
    """What to write to the customers of this promise; empty words give the product's own back.

    Raises:
        Refusal: `not_an_option` (the language), `care_place_unknown` (fact `place`), or the words' own.
    """
    viewer.must(May.CARE_WARN)
    promise_for(session, viewer, promise_id)
    if language not in LANGUAGES:
        raise Refusal("not_an_option", field="language")
    said = draft(CareWordsDraft, words=words)
    unknown = [place for place in _PLACE.findall(said.words) if place not in PLACES]
    if unknown:
        raise Refusal("care_place_unknown", field="words", place=unknown[0][:30])
    row = session.get(CareSentence, {"promise_id": promise_id, "language": language})
    before = row.words if row else ""
    if row is not None:
        session.delete(row)
        session.flush()
    if said.words:
        session.add(CareSentence(promise_id=promise_id, language=language, words=said.words, changed_at=now,
                                 changed_by=viewer.person_id or ""))  # fmt: skip
    activity.record(
        session, viewer, "care_words", "promise", promise_id, now=now, before=before, after=said.words,
        texts={"words": said.words},
    )  # fmt: skip


def care_sentences(session: Session, viewer: Viewer, *, promise_id: str) -> dict[str, str]:
    """The words written for this promise, by language."""
    viewer.must(May.CARE_SEE)
    return sentences_of(session, {promise_id}).get(promise_id, {})


def sentences_of(session: Session, promise_ids: Iterable[str]) -> dict[str, dict[str, str]]:
    """The words of several promises, for the questions of other nouns (they ask for permission)."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    asked = select(CareSentence).where(col(CareSentence.promise_id).in_(list(promise_ids)))
    for row in session.exec(asked).all():
        found[row.promise_id][row.language] = row.words
    return found
