"""What customers expect, asked in the promise's own unit, and where that expectation comes from (A2, A9).

Invariants:
- An answer is a number with a unit and a source; one a person, or one a browser where nobody is signed in. Whoever
  answers again keeps the first answer and is told so.
- Fewer than five answers show as their count only. A browser is kept as a hash that differs from promise to promise.
- Erasing a person keeps the number and drops the link (`models.privacy`).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import Field as Within
from sqlalchemy import CheckConstraint, UniqueConstraint, func
from sqlmodel import Field, Session, col, select

from analysis.expectation import FEWEST_ANSWERS, asked_unit, size_in
from analysis.rule import Metric
from analysis.units import UNITS
from models import activity
from models.access import May, Viewer
from models.asking import ExpectationQuestion, asked_behind
from models.base import Draft, Row, draft, new_id, token_hash
from models.errors import Refusal
from models.promise_terms import LONGEST, PromiseVersion
from models.promises import Promise, State
from models.touchpoints import Touchpoint
from models.wording_terms import Wording


class Origin(StrEnum):
    """Where an expectation comes from."""

    FRIEND = "friend"
    REVIEWS = "reviews"
    ADVERTISING = "advertising"
    LAST_TIME = "last_time"
    ANOTHER_COMPANY = "another_company"


class AnswerDraft(Draft):
    """An answer as it may come in, in the unit that was asked."""

    amount: float = Within(ge=0, le=1e12, allow_inf_nan=False)
    origin: Origin


class Expectation(Row, table=True):
    """One answer. `size`: seconds for a time, the figure itself for a value."""

    __tablename__ = "expectations"
    __table_args__ = (
        UniqueConstraint("promise_id", "person_id"),
        UniqueConstraint("promise_id", "browser_hash"),
        CheckConstraint("unit IN ('s', 'min', 'h', 'd', 'w', 'value')", name="unit"),
        CheckConstraint("origin IN ({})".format(", ".join(f"'{one.value}'" for one in Origin)), name="origin"),
        CheckConstraint("person_id IS NULL OR browser_hash IS NULL", name="one_of"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    promise_id: str = Field(max_length=32, foreign_key="promises.id", index=True)
    amount: float
    unit: str = Field(max_length=6)
    size: float
    # Not said, or not to be told: an answer given in a room.
    origin: str | None = Field(default=None, max_length=16)
    touchpoint_id: str | None = Field(default=None, max_length=32, foreign_key="touchpoints.id")
    person_id: str | None = Field(default=None, max_length=32, foreign_key="people.id", index=True)
    browser_hash: str | None = Field(default=None, max_length=64)
    created_at: datetime


@dataclass(frozen=True)
class Expected:
    """What people expect of a promise. `median`, in `unit`, and `sources` (how many say where it comes from) only from
    five answers on. `size`: the median as it compares with other times or figures.
    """

    count: int
    median: float | None
    unit: str
    sources: dict[str, int] = field(default_factory=dict)

    @property
    def size(self) -> float | None:
        """Seconds for a time, the figure itself for a value."""
        return None if self.median is None else self.median * UNITS.get(self.unit, 1.0)


@dataclass(frozen=True)
class PublicQuestion:
    """What whoever is asked may know: the question and its unit. `answered`: this person or browser already did."""

    promise_id: str
    token: str
    question: str
    unit: str
    value_unit: str
    answered: bool


def answer_expectation(
    session: Session, viewer: Viewer, *, now: datetime, token: str, amount: float | str, origin: str,
    browser: str = "", door: str = "",
) -> dict[str, Any]:  # fmt: skip
    """What somebody expects, and where that comes from. `browser`: a secret of the browser, for who is not signed in;
    `door`: the open door behind which it was asked. Returns {"id", "again"}: the first answer stays.

    Raises:
        Refusal: `not_found` when nobody is asked here, `empty` (field `origin`), `too_large`, or a field's own.
    """
    viewer.must(May.EXPECTATION_ANSWER)
    promise, asked, version = asked_behind(session, token, lock=True)
    first = _first_answer(session, viewer, promise.id, browser)
    if first is not None:
        return {"id": first, "again": True}
    if not origin:
        raise Refusal("empty", field="origin")
    said = draft(AnswerDraft, amount=amount, origin=origin)
    unit = asked_unit(version.amount, version.unit)
    size = said.amount * UNITS.get(unit, 1.0)
    if unit != "value" and size > LONGEST:
        raise Refusal("too_large", field="amount", limit=round(size_in(LONGEST, unit)))
    point = session.exec(select(Touchpoint.id).where(Touchpoint.door_token == door)).first() if door else None
    row = Expectation(
        promise_id=promise.id, amount=said.amount, unit=unit, size=size, origin=said.origin, touchpoint_id=point,
        person_id=viewer.person_id, browser_hash=None if viewer.person_id else _browser(promise.id, browser),
        created_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    # Nobody's name: whoever answers a stranger's question stays unknown to the record.
    activity.record(session, None, "answer", "expectation", row.id, now=now, after={"promise": asked.promise_id})
    return {"id": row.id, "again": False}


def question_at(session: Session, viewer: Viewer, *, token: str, browser: str = "") -> PublicQuestion:
    """What is asked behind a token, for anybody, or `NotFound`."""
    viewer.must(May.EXPECTATION_ANSWER)
    promise, asked, version = asked_behind(session, token)
    answered = _first_answer(session, viewer, promise.id, browser) is not None
    return _public(asked, version, answered)


def question_at_door(session: Session, viewer: Viewer, *, door: str, browser: str = "") -> PublicQuestion | None:
    """The question for somebody at a touchpoint's open door: of a promise in use that is told there and that they
    have not answered; the one with the fewest answers first. None when there is none. Four statements at most.
    """
    viewer.must(May.EXPECTATION_ANSWER)
    answers = (
        select(Expectation.promise_id, func.count().label("n")).group_by(col(Expectation.promise_id)).subquery()
    )
    told = (
        select(Wording.promise_id)
        .join(Touchpoint, col(Touchpoint.id) == col(Wording.touchpoint_id))
        .where(Touchpoint.door_token == door, col(Wording.removed_at).is_(None))
    )
    asked = (
        select(ExpectationQuestion, PromiseVersion)
        .join(Promise, col(Promise.id) == col(ExpectationQuestion.promise_id))
        .join(
            PromiseVersion,
            (col(PromiseVersion.promise_id) == col(Promise.id)) & (col(PromiseVersion.number) == col(Promise.version)),
        )
        .outerjoin(answers, answers.c.promise_id == col(Promise.id))
        .where(col(Promise.id).in_(told), Promise.state == State.IN_USE, col(ExpectationQuestion.closed_at).is_(None))
        .order_by(func.coalesce(answers.c.n, 0), col(Promise.id))
        .limit(3)
    )
    for row, version in session.exec(asked).all():
        if _first_answer(session, viewer, row.promise_id, browser) is None:
            return _public(row, version, answered=False)
    return None


def expectation_of(session: Session, viewer: Viewer, *, promise_id: str) -> Expected | None:
    """What people expect of one promise; None while nobody answered. Three statements."""
    return expectations_of(session, viewer, promise_ids=[promise_id]).get(promise_id)


def expectations_of(session: Session, viewer: Viewer, *, promise_ids: Iterable[str]) -> dict[str, Expected]:
    """The same for many promises, those with an answer only. Answers in another kind of unit than the promise has by
    now (a time once, a figure today) do not count. Three statements.
    """
    viewer.must(May.PROMISE_SEE)
    same_kind = (
        (col(Promise.id) == col(Expectation.promise_id))
        & (col(PromiseVersion.promise_id) == col(Promise.id))
        & (col(PromiseVersion.number) == col(Promise.version))
        & ((col(Expectation.unit) == "value") == (col(PromiseVersion.metric) == Metric.VALUE))
        & col(Promise.id).in_(list(promise_ids))
    )
    counted = (
        select(Expectation.promise_id, Expectation.origin, func.count())
        .where(same_kind)
        .group_by(col(Expectation.promise_id), col(Expectation.origin))
    )
    tallies: dict[str, dict[str | None, int]] = {}
    for promise_id, origin, n in session.exec(counted).all():
        tallies.setdefault(promise_id, {})[origin] = n
    if not tallies:
        return {}
    middles, units = _medians(session, same_kind), _units(session, list(tallies))
    found = {}
    for promise_id, sources in tallies.items():
        count, unit = sum(sources.values()), units[promise_id]
        enough = count >= FEWEST_ANSWERS
        named = {origin: n for origin, n in sources.items() if origin}
        ordered = dict(sorted(named.items(), key=lambda said: (-said[1], said[0])))
        found[promise_id] = Expected(
            count, size_in(middles[promise_id], unit) if enough else None, unit, ordered if enough else {}
        )
    return found


def _units(session: Session, promise_ids: list[str]) -> dict[str, str]:
    """The unit in which each promise is asked about now."""
    asked = (
        select(Promise.id, PromiseVersion.amount, PromiseVersion.unit)
        .join(PromiseVersion, col(PromiseVersion.promise_id) == col(Promise.id))
        .where(col(Promise.id).in_(promise_ids), col(PromiseVersion.number) == col(Promise.version))
    )
    return {promise_id: asked_unit(amount, unit) for promise_id, amount, unit in session.exec(asked).all()}


def _medians(session: Session, same_kind: Any) -> dict[str, float]:
    """The median size by promise: the mean of the one or two answers in the middle."""
    place = func.row_number().over(partition_by=col(Expectation.promise_id), order_by=col(Expectation.size))
    number = func.count().over(partition_by=col(Expectation.promise_id))
    lined = (
        select(col(Expectation.promise_id).label("promise_id"), col(Expectation.size).label("size"),
               place.label("place"), number.label("n"))
        .where(same_kind)
        .subquery()
    )  # fmt: skip
    asked = (
        select(lined.c.promise_id, func.avg(lined.c.size))
        .where((lined.c.place * 2).between(lined.c.n, lined.c.n + 2))
        .group_by(lined.c.promise_id)
    )
    return {promise_id: float(size) for promise_id, size in session.exec(asked).all()}


def _first_answer(session: Session, viewer: Viewer, promise_id: str, browser: str) -> str | None:
    asked = select(Expectation.id).where(Expectation.promise_id == promise_id)
    if viewer.person_id:
        return session.exec(asked.where(Expectation.person_id == viewer.person_id)).first()
    if not browser:
        return None
    return session.exec(asked.where(Expectation.browser_hash == _browser(promise_id, browser))).first()


def _browser(promise_id: str, browser: str) -> str | None:
    return token_hash(f"{promise_id}|{browser}") if browser else None


def _public(asked: ExpectationQuestion, version: PromiseVersion, answered: bool) -> PublicQuestion:
    unit = asked_unit(version.amount, version.unit)
    return PublicQuestion(asked.promise_id, asked.token, asked.question, unit, version.value_unit, answered)
