"""The lines of Home: what needs a person, of every kind, and which five are shown.

Invariants: only what this person may see anywhere else; facts, no sentences; of several things of one kind the worst
stands there and says how many more there are.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import exists, false, or_
from sqlmodel import Session, col, select

from analysis.verdict import Verdict
from models.access import May, Viewer
from models.actions import OPEN, Action, is_stuck
from models.days import day_here
from models.decisions import Decision, Outcome
from models.desk import desk_counts
from models.feedback_care import late_answers
from models.ideas import Idea
from models.news import changed_verdicts, is_worse, last_here
from models.outcome_checks import OutcomeCheck
from models.people import Person
from models.portfolio import PortfolioRow
from models.promises import Keeper, State
from models.reply_all import unsent_answers
from models.to_change import to_change_open

MOST_LINES = 5
# A check that nobody made is asked for four weeks.
CHECKS_STAY = timedelta(weeks=4)
FORGOTTEN = timedelta(weeks=1)


class Need(StrEnum):
    """Why a line stands there, worst first."""

    WORSE = "worse"
    FAILS = "fails"
    SLIPPING = "slipping"
    SIGN = "sign"
    WAITING = "waiting"
    UNSENT = "unsent"
    STALE = "stale"
    EDGE = "edge"
    TO_CHANGE = "to_change"
    CHECK = "check"
    ANSWER = "answer"
    STILL = "still"
    ONE_OAR = "one_oar"
    ASKED = "asked"
    BETTER = "better"


@dataclass(frozen=True)
class Line:
    """One thing to look at. `facts` are plain values; `promise_id` when it is about one promise, `idea_id` when about
    one idea. `more`: so many others of the same kind are not shown.
    """

    need: Need
    facts: dict[str, Any] = field(default_factory=dict)
    promise_id: str | None = None
    idea_id: str | None = None
    more: int = 0


def lines_of(session: Session, viewer: Viewer, rows: list[PortfolioRow], *, now: datetime, today: date) -> list[Line]:
    """The lines of this person, worst first, at most five. `rows`: the promises they see. At most nine statements."""
    return worst_first([
        *_promise_lines(session, viewer, rows, now), *_waiting(session, viewer, now),
        *_unsent(session, viewer, now),
        *_to_change(session, viewer, today), *_answers(session, viewer, today),
        *_checks(session, viewer, today),
        *_actions(session, viewer, now),
    ])  # fmt: skip


def worst_first(lines: Sequence[Line]) -> list[Line]:
    """At most five lines: the worst of each kind, then, where there is room, the next ones of the worst kinds.

    The last line of a kind says how many more of it there are.
    """
    kinds: dict[Need, list[Line]] = defaultdict(list)
    for line in lines:
        kinds[line.need].append(line)
    order = [need for need in Need if need in kinds]
    shown = dict.fromkeys(order[:MOST_LINES], 1)
    for need in order:
        while need in shown and shown[need] < len(kinds[need]) and sum(shown.values()) < MOST_LINES:
            shown[need] += 1
    found: list[Line] = []
    for need, number in shown.items():
        *before, last = kinds[need][:number]
        found += [*before, replace(last, more=len(kinds[need]) - number)]
    return found


def _promise_lines(session: Session, viewer: Viewer, rows: list[PortfolioRow], now: datetime) -> list[Line]:
    changed: Mapping[str, Verdict] = {}
    if any(row.verdict for row in rows):
        changed = changed_verdicts(session, viewer, rows=rows, since=last_here(session, viewer, now=now))
    found = []
    for row in rows:
        facts: dict[str, Any] = {"sentence": row.terms.sentence, "kept": row.terms.kept, "of": row.terms.of}
        if row.verdict is not None:
            figures = row.verdict.facts
            facts |= {"share": figures.share, "lower": figures.lower, "upper": figures.upper, "at": row.verdict.at}
            facts |= {"verdict": row.stands.value, "zone": row.zone}
            if figures.burning is not None and figures.burning.alert:
                facts |= {"left": figures.burning.left, "allowed": figures.burning.allowed}
            if figures.drift is not None and figures.drift.worsening:
                facts["worse_since"] = figures.drift.since
        before = changed.get(row.id)
        need = _need(viewer, row, before)
        if need is not None:
            facts |= {"before": before.value} if before is not None else {}
            found.append(Line(need, facts, row.id))
    return found


def _need(viewer: Viewer, row: PortfolioRow, before: Verdict | None) -> Need | None:
    if row.state in (State.WITHDRAWN, State.EXPIRED):
        return None
    if row.keeper is Keeper.ASKED and row.process_owner_id == viewer.person_id:
        return Need.SIGN
    if row.state is State.IN_USE:
        need = _need_of_verdict(row, before)
        if need is not None:
            return need
    if row.one_oar:
        return Need.ONE_OAR
    if row.keeper is Keeper.ASKED and row.owner_id == viewer.person_id:
        return Need.ASKED
    return Need.BETTER if before is not None else None


def _need_of_verdict(row: PortfolioRow, before: Verdict | None) -> Need | None:
    if before is not None and is_worse(before, row.stands):
        return Need.WORSE
    if row.stands is Verdict.NOT_SUPPORTABLE:
        return Need.FAILS
    if row.verdict is None:
        return None
    figures = row.verdict.facts
    if row.verdict.too_old:
        return Need.STALE
    burns = figures.burning is not None and figures.burning.alert
    if burns or (row.stands is Verdict.SUPPORTED and figures.drift is not None and figures.drift.worsening):
        return Need.SLIPPING
    return Need.EDGE if row.stands is Verdict.AT_RISK else None


def _waiting(session: Session, viewer: Viewer, now: datetime) -> list[Line]:
    """Ideas that wait on the desk for more than two weeks: the desk's own count, so that both pages say the same."""
    if not groups_in(viewer):
        return []
    counted = desk_counts(session, viewer, now=now)
    return [Line(Need.WAITING, {"number": counted.late, "oldest_days": counted.oldest_days})] if counted.late else []


def _answers(session: Session, viewer: Viewer, today: date) -> list[Line]:
    """Voices one took in charge and has not answered by the day that was said."""
    if not viewer.may(May.FEEDBACK_SEE):
        return []
    late = late_answers(session, viewer, today=today)
    return [Line(Need.ANSWER, {"number": late.number, "days": late.oldest_days})] if late.number else []


def _unsent(session: Session, viewer: Viewer, now: datetime) -> list[Line]:
    """Decisions of this person's groups that nobody was told of for a week; asked for four weeks, as checks are."""
    number = unsent_answers(session, viewer, between=(now - CHECKS_STAY, now - FORGOTTEN)).total
    return [Line(Need.UNSENT, {"number": number})] if number else []


def _to_change(session: Session, viewer: Viewer, today: date) -> list[Line]:
    """Places that still tell what is no longer promised."""
    if not viewer.may(May.PROMISE_SEE):
        return []
    return [
        Line(Need.TO_CHANGE, {"sentence": one.sentence, "left": one.left, "days": one.days}, one.promise_id)
        for one in to_change_open(session, viewer, today=today)
    ]


def _checks(session: Session, viewer: Viewer, today: date) -> list[Line]:
    """What is to be looked at: did it work? By the day that was fixed with the yes. Two statements."""
    asked = (
        select(Decision, Idea.text)
        .join(Idea, col(Idea.id) == col(Decision.idea_id))
        .where(
            col(Decision.group_id).in_(groups_in(viewer)), col(Decision.standing), col(Decision.undone_at).is_(None),
            Decision.outcome == Outcome.DO, col(Decision.until) <= today, col(Decision.until) > today - CHECKS_STAY,
            ~exists().where(col(OutcomeCheck.decision_id) == col(Decision.id)),
        )
        .order_by(col(Decision.until), col(Decision.id))
    )  # fmt: skip
    fixed = (
        select(OutcomeCheck, Idea.text)
        .join(Decision, col(Decision.id) == col(OutcomeCheck.decision_id))
        .join(Idea, col(Idea.id) == col(OutcomeCheck.idea_id))
        .where(
            col(Decision.group_id).in_(groups_in(viewer)), col(Decision.standing),
            col(OutcomeCheck.answer).is_(None), col(OutcomeCheck.look_on) <= today,
        )
        .order_by(col(OutcomeCheck.look_on), col(OutcomeCheck.id))
    )  # fmt: skip
    if not groups_in(viewer):
        return []
    due = [(row.look_on, text, row.promise_id, row.idea_id) for row, text in session.exec(fixed.limit(20)).all()]
    for row, text in session.exec(asked.limit(20)).all():
        due.append((row.until or today, text, row.promise_id, row.idea_id or ""))
    return [
        Line(Need.CHECK, {"sentence": text, "late": (today - day).days}, promise_id, idea_id)
        for day, text, promise_id, idea_id in sorted(due, key=lambda one: one[0])
    ]


def _actions(session: Session, viewer: Viewer, now: datetime) -> list[Line]:
    """Actions that are late, or that nobody has touched for two weeks: one's own first.

    Whoever conducts or manages a group also reads of those about its ideas, and of those that are about a promise only.
    """
    if not viewer.may(May.ACTION_SEE):
        return []
    conducted = [group for group in viewer.seats if viewer.may(May.WORKSHOP_PREPARE, group_id=group)]
    own = col(Action.owner_id) == viewer.person_id
    about = or_(col(Idea.group_id).in_(conducted), col(Action.idea_id).is_(None)) if conducted else false()
    asked = (
        select(Action, Person.name)
        .join(Person, col(Person.id) == col(Action.owner_id))
        .join(Idea, col(Idea.id) == col(Action.idea_id), isouter=True)
        .where(or_(own, about), col(Action.state).in_(OPEN), is_stuck(now))
        .order_by(own.desc(), col(Action.due_on), col(Action.id))
    )
    return [
        Line(Need.STILL, {"sentence": row.title, "still": (now - row.touched_at).days, "action": row.id,
                          "who": "" if row.owner_id == viewer.person_id else name,
                          "late": (day_here(now) - row.due_on).days if row.due_on else 0})
        for row, name in session.exec(asked.limit(20)).all()
    ]  # fmt: skip


def groups_in(viewer: Viewer) -> list[str]:
    """The groups whose ideas and decisions this person reads."""
    return [group for group in viewer.seats if viewer.may(May.DECISION_SEE, group_id=group)]
