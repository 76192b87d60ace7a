"""The month: what happened in one calendar month, computed once for page, workbook, deck and board.

Not a noun with a table. Invariants: a bounded number of statements, everything counted by the database; days are those
of the installation's zone; an idea's words only for who is in its group (law 4), no customer's name or words; what has
no data is None or empty, never a zero that looks like a figure.
"""

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import case, func, literal, union_all
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from analysis.nps import nps
from analysis.satisfaction import ces, csat
from analysis.verdict import Verdict
from models.access import May, Viewer
from models.actions import OPEN, Action, ActionState
from models.budget_lines import BudgetLine, BudgetMove
from models.decisions import Decision, Outcome
from models.errors import Refusal
from models.feedback import Feedback
from models.ideas import Idea, IdeaState
from models.month_figures import (
    Decided,
    Done,
    Month,
    Moved,
    PromiseMonth,
    Span,
    Stood,
    Voices,
    WeekOf,
    span_of,
)
from models.people import names_of
from models.promise_terms import PromiseVersion, terms_of
from models.promises import Promise, State
from models.public_answers import PublicAnswer
from models.touchpoints import Touchpoint
from models.verdicts import VerdictRow

# What a month lists of each kind; its numbers count all.
MOST_LISTED = 200
PLACES_SHOWN = 8
# From one tick on a voice is argued, as in listening: what happened, when and where, or a proof (A10).
ARGUED_FROM = 1


def month_of(session: Session, viewer: Viewer, *, now: datetime, first: date, zone: str, language: str = "it") -> Month:
    """What happened in a month that has begun. Fourteen statements at most.

    Raises:
        Refusal: `month_to_come`.
    """
    viewer.must(May.MONTH_SEE)
    span = span_of(first.replace(day=1), zone)
    if span.start > now:
        raise Refusal("month_to_come")
    in_it = (col(Decision.decided_at) >= span.start, col(Decision.decided_at) < span.end, col(Decision.standing))
    counted = select(Decision.outcome, func.count()).where(*in_it).group_by(col(Decision.outcome))
    written = select(func.count()).select_from(Idea).where(
        col(Idea.created_at) >= span.start, col(Idea.created_at) < span.end, Idea.state == IdeaState.SHOWN
    )  # fmt: skip
    done, late, still_open = _actions(session, span, now)
    return Month(
        span, _promises(session, span), _voices(session, span, now), int(session.exec(written).one()),
        {Outcome(outcome): int(n) for outcome, n in session.exec(counted).all()},
        _decisions(session, viewer, in_it), done, late, still_open, _moves(session, span),
        _published(session, span, language),
    )  # fmt: skip


def _promises(session: Session, span: Span) -> tuple[PromiseMonth, ...]:
    """Those in use that were so before the month ended, with the last verdict before it began and before it ended."""
    asked = (
        select(Promise, PromiseVersion)
        .join(
            PromiseVersion,
            (col(PromiseVersion.promise_id) == col(Promise.id)) & (col(PromiseVersion.number) == col(Promise.version)),
        )
        .where(Promise.state == State.IN_USE, col(Promise.created_at) < span.end)
    )
    found = session.exec(asked).all()
    then, now = _stood(session, span.start, span.end)
    rows = [PromiseMonth(one.id, terms_of(version), then.get(one.id), now.get(one.id)) for one, version in found]
    worst = [Verdict.NOT_SUPPORTABLE, Verdict.AT_RISK, Verdict.NOT_ENOUGH_EVIDENCE, Verdict.SUPPORTED]
    # As in the portfolio: within one verdict the one furthest below its target comes first.
    return tuple(sorted(rows, key=lambda row: (
        worst.index(row.now.verdict) if row.now else 2,
        (row.now.share if row.now and row.now.share is not None else 1.0) - row.terms.kept / row.terms.of,
        row.promise_id)))  # fmt: skip


def _stood(session: Session, *instants: datetime) -> list[dict[str, Stood]]:
    """For each instant the newest verdict of each promise on data of before it, unless it was too old by then."""
    row = VerdictRow
    parts = []
    for place, until in enumerate(instants):
        newest = (
            select(col(row.promise_id).label("promise_id"), func.max(row.number).label("number"))
            .where(col(row.at) <= until)
            .group_by(col(row.promise_id))
            .subquery()
        )
        columns: list[Any] = [literal(place), row.promise_id, row.verdict, row.share, row.cases, row.at]
        parts.append(select(*columns).join(
            newest, (newest.c.promise_id == col(row.promise_id)) & (newest.c.number == col(row.number))
        ).where(col(row.until) >= until))  # fmt: skip
    found: list[dict[str, Stood]] = [{} for _ in instants]
    for place, promise_id, verdict, share, cases, at in session.execute(union_all(*parts)).all():
        found[place][promise_id] = Stood(Verdict(verdict), share, cases, at)
    return found


def _voices(session: Session, span: Span, now: datetime) -> Voices:
    at, faces = col(Feedback.created_at), range(1, 6)
    earlier = span_of((span.first - timedelta(days=1)).replace(day=1), str(span.start.tzinfo))
    inside = at >= span.start
    weeks = [week for week in _weeks(span) if week[0] <= now]
    argued = inside & (col(Feedback.argued) >= ARGUED_FROM)
    # Like with like: a month that is running beside as much of the one before, by the clock on the wall there.
    here = span.start.tzinfo
    running = now.astimezone(here) - span.start if now < span.end else None
    as_much = span.start if running is None else min(span.start, earlier.start + running)
    fits: list[Any] = [inside, at < as_much, argued, *[inside & (col(Feedback.face) == face) for face in faces]]
    fits += [(at >= start) & (at < end) for start, end in weeks]
    fits += [argued & (at >= start) & (at < end) for start, end in weeks]
    numbers: list[Any] = [func.sum(case((one, 1), else_=0)) for one in fits]
    asked: Any = select(*numbers).where(at >= earlier.start, at < span.end)
    found = [int(n or 0) for n in session.exec(asked).one()]
    (total, before, reasoned), felt = found[:3], found[3:8]
    places = _places(session, span)
    named, named_badly = sum(n for _, n, _ in places), sum(bad for _, _, bad in places)
    heard, told = found[8 : 8 + len(weeks)], found[8 + len(weeks) :]
    scale, ease = _scales(session, span)
    first, last = span.days
    answered: Any = col(Feedback.answered_at)
    # A day ends at midnight there: of a month there are thirty, so each can be asked for its own.
    days = [first + timedelta(days=n) for n in range((last - first).days)]
    ends = {day: literal(datetime.combine(day + timedelta(days=1), time(), here), answered.type) for day in days}
    in_time = func.sum(case((answered < case(ends, value=col(Feedback.answer_by)), 1), else_=0))
    promised: Any = select(func.count(), in_time).where(
        col(Feedback.answer_by) >= first, col(Feedback.answer_by) < last
    )
    due, kept = session.exec(promised).one()
    return Voices(
        total, before, reasoned, dict(zip(faces, felt, strict=True)),
        tuple(WeekOf(start.date(), n, some) for (start, _), n, some in zip(weeks, heard, told, strict=True)),
        places, (total - named, felt[0] + felt[1] - named_badly), int(due or 0), int(kept or 0), csat(felt),
        nps(scale), ces(ease),
        None if running is None else running.days + 1,
    )  # fmt: skip


def _scales(session: Session, span: Span) -> tuple[list[int], list[int]]:
    """How many chose each step of both scales. Few answer them: they are read alone. One statement."""
    at, parts = col(Feedback.created_at), []
    for place, column in enumerate((col(Feedback.recommends), col(Feedback.effort))):
        asked: Any = select(literal(place), column, func.count()).group_by(column)
        parts.append(asked.where(at >= span.start, at < span.end, column.is_not(None)))
    found = {(place, int(step)): int(n) for place, step, n in session.execute(union_all(*parts)).all()}
    return [found.get((0, step), 0) for step in range(11)], [found.get((1, step), 0) for step in range(1, 8)]


def _places(session: Session, span: Span) -> tuple[tuple[str, int, int], ...]:
    """The touchpoints most was heard about, and how much of it went badly."""
    badly, many = func.sum(case((col(Feedback.face) <= 2, 1), else_=0)), func.count()
    at = col(Feedback.created_at)
    asked: Any = (
        select(Touchpoint.name, many, badly)
        .join(Touchpoint, col(Touchpoint.id) == col(Feedback.touchpoint_id))
        .where(at >= span.start, at < span.end)
        .group_by(col(Touchpoint.id), col(Touchpoint.name))
        .order_by(many.desc(), col(Touchpoint.name))
        .limit(PLACES_SHOWN)
    )
    return tuple((name, int(n), int(bad or 0)) for name, n, bad in session.exec(asked).all())


def _weeks(span: Span) -> list[tuple[datetime, datetime]]:
    """The weeks of a month from Monday to Monday, cut at its ends."""
    here, found, day = span.start.tzinfo, [], span.first
    while day < span.days[1]:
        following = min(day + timedelta(days=7 - day.weekday()), span.days[1])
        found.append((datetime.combine(day, time(), here), datetime.combine(following, time(), here)))
        day = following
    return found


def _decisions(session: Session, viewer: Viewer, in_it: tuple[Any, ...]) -> tuple[Decided, ...]:
    asked = (
        select(Decision, Idea.text, PromiseVersion.sentence)
        .join(Idea, col(Idea.id) == col(Decision.idea_id), isouter=True)
        .join(Promise, col(Promise.id) == col(Decision.promise_id), isouter=True)
        .join(
            PromiseVersion,
            (col(PromiseVersion.promise_id) == col(Promise.id)) & (col(PromiseVersion.number) == col(Promise.version)),
            isouter=True,
        )
        .where(*in_it)
        .order_by(col(Decision.decided_at), col(Decision.id))
        .limit(MOST_LISTED)
    )
    # A decision about a promise, of no idea: the promise is what it is about.
    rows = [(row, text or sentence) for row, text, sentence in session.exec(asked).all()
            if row.group_id is None or viewer.may(May.DECISION_SEE, group_id=row.group_id)]  # fmt: skip
    names = names_of(session, {row.decided_by for row, _ in rows})
    return tuple(
        Decided(text or "", Outcome(row.outcome), row.reason, names.get(row.decided_by, ""), row.decided_at,
                row.as_voted)
        for row, text in rows
    )  # fmt: skip


def _actions(session: Session, span: Span, now: datetime) -> tuple[tuple[Done, ...], tuple[Done, ...], int]:
    first, last = span.days
    # A month that is running is looked at today: what is due tomorrow is not late.
    by = min(last, now.astimezone(span.start.tzinfo).date())
    over = (col(Action.state) == ActionState.DONE) & (col(Action.ended_on) >= first) & (col(Action.ended_on) < last)
    still = col(Action.ended_on).is_(None) | (col(Action.ended_on) >= last)
    slow = (col(Action.due_on) < by) & still & (col(Action.created_at) < span.end)
    listed = select(Action).where(over | slow).order_by(col(Action.due_on), col(Action.id)).limit(2 * MOST_LISTED)
    rows = session.exec(listed).all()
    ended = [row for row in rows if row.ended_on is not None and first <= row.ended_on < last]
    found = [ended, [row for row in rows if row not in ended]]
    names = names_of(session, {row.owner_id for row in rows})
    asked = select(func.count()).select_from(Action).where(
        col(Action.created_at) < span.end, col(Action.state).in_(OPEN) | (col(Action.ended_on) >= last)
    )
    done, late = (
        tuple(Done(row.title, names.get(row.owner_id, ""), row.due_on, row.ended_on) for row in rows) for rows in found
    )
    return done, late, int(session.exec(asked).one())


def _moves(session: Session, span: Span) -> tuple[Moved, ...]:
    source, target = aliased(BudgetLine), aliased(BudgetLine)
    asked: Any = (
        select(BudgetMove, col(source.name), col(target.name), col(PromiseVersion.sentence))
        .join(source, col(source.id) == col(BudgetMove.from_id), isouter=True)
        .join(target, col(target.id) == col(BudgetMove.to_id))
        .join(Promise, col(Promise.id) == col(BudgetMove.promise_id), isouter=True)
        .join(
            PromiseVersion,
            (col(PromiseVersion.promise_id) == col(Promise.id)) & (col(PromiseVersion.number) == col(Promise.version)),
            isouter=True,
        )
        .where(col(BudgetMove.moved_at) >= span.start, col(BudgetMove.moved_at) < span.end)
        .order_by(col(BudgetMove.moved_at), col(BudgetMove.id))
        .limit(MOST_LISTED)
    )
    return tuple(
        Moved(taken or "", given, move.amount, sentence or "", move.reason, move.moved_at)
        for move, taken, given, sentence in session.exec(asked).all()
    )


def _published(session: Session, span: Span, language: str) -> tuple[tuple[str, str], ...]:
    asked = (
        select(PublicAnswer)
        .where(col(PublicAnswer.published_at) >= span.start, col(PublicAnswer.published_at) < span.end)
        .order_by(col(PublicAnswer.position), col(PublicAnswer.id))
        .limit(MOST_LISTED)
    )
    rows = session.exec(asked).all()
    return tuple(said_done(row, language) for row in rows)


def said_done(row: PublicAnswer, language: str) -> tuple[str, str]:
    """What was said and what was done, in this language, or in the other one where it was written in one only."""
    own, other = ((row.said_en, row.done_en), (row.said, row.done))[:: 1 if language == "en" else -1]
    return own[0] or other[0], own[1] or other[1]
