"""Our own answers as evidence: from an idea or a voice to its first answer here, as cases of a process (A12).

"Every idea gets a first answer in 14 days" is a promise like any other: what happened in this installation becomes the
cases of a process, once a day, and the same engine judges it.

Invariants: whoever owns the process says so, and ends it; a case is an idea of any group, with what was merged into it,
or a voice that somebody waits for (who follows it, has an account, or was taken in charge), under a random number: no
words, no names; an answer is a decision, what was said to a voice, or its closing; without one the case is open.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from sqlalchemy import func
from sqlmodel import Field, Session, col, select

from analysis.cases import Cases
from models import activity
from models.access import May, Viewer
from models.base import Row
from models.decisions import Decision
from models.errors import Refusal
from models.evidence import Load, Source, store_load
from models.feedback import Feedback
from models.ideas import Idea, IdeaState
from models.processes import Process, process_for
from models.viewers import viewer_of_person

TAKEN_EVERY = timedelta(hours=24)
# A rolling year and a bit; of an enormous installation the newest, so that nobody waits for the write.
LOOKS_BACK = timedelta(days=400)
CASES_MOST = 20_000
FILE_NAME = "Due Remi"


class OwnAnswers(Row, table=True):
    """A process whose cases are our own first answers."""

    __tablename__ = "own_answers"

    process_id: str = Field(primary_key=True, max_length=32, foreign_key="processes.id")
    made_by: str = Field(max_length=32, foreign_key="people.id", index=True)
    made_at: datetime
    taken_at: datetime | None = None


@dataclass(frozen=True)
class OwnAnswersView:
    """Whether a process takes its cases from here, since when, and when it last did."""

    made_at: datetime
    taken_at: datetime | None


def use_own_answers(session: Session, viewer: Viewer, *, now: datetime, process_id: str) -> int:
    """From now on our own first answers are the cases of this process. Returns how many there are.

    Raises:
        Refusal: `no_cases` while there is no idea and no voice; `already_on`.
    """
    process = process_for(session, viewer, process_id)
    viewer.must(May.EVIDENCE_LOAD, owner_id=process.owner_id)
    if session.get(OwnAnswers, process.id) is not None:
        raise Refusal("already_on")
    row = OwnAnswers(process_id=process.id, made_by=viewer.person_id or "", made_at=now)
    session.add(row)
    activity.record(session, viewer, "connect", "process", process.id, now=now, after="own answers")
    return _take(session, viewer, row, process, now)


def end_own_answers(session: Session, viewer: Viewer, *, now: datetime, process_id: str) -> None:
    """No longer; what came in stays."""
    process = process_for(session, viewer, process_id)
    viewer.must(May.EVIDENCE_LOAD, owner_id=process.owner_id)
    row = session.get(OwnAnswers, process.id)
    if row is not None:
        session.delete(row)
        activity.record(session, viewer, "end", "process", process.id, now=now, before="own answers")


def own_answers_of(session: Session, viewer: Viewer, *, process_id: str) -> OwnAnswersView | None:
    """Whether this process takes its cases from here."""
    process_for(session, viewer, process_id)
    row = session.get(OwnAnswers, process_id)
    return OwnAnswersView(row.made_at, row.taken_at) if row else None


def take_own_answers(session: Session, *, now: datetime) -> int:
    """The scheduled job: once a day, for each process that asked. Returns how many took something in."""
    due = select(OwnAnswers).where(
        col(OwnAnswers.taken_at).is_(None) | (col(OwnAnswers.taken_at) <= now - TAKEN_EVERY)
    )
    taken = 0
    for row in session.exec(due).all():
        process = session.get(Process, row.process_id)
        if process is None:
            continue
        try:
            taken += _take(session, viewer_of_person(session, process.owner_id), row, process, now) > 0
        except Refusal:
            # Nothing new since yesterday, or older than what somebody loaded by hand: asked again tomorrow.
            row.taken_at = now
            session.add(row)
    return taken


def first_answers(session: Session, *, now: datetime) -> Cases:
    """Every idea and every voice that somebody waits for, with its first answer. Two statements."""
    since = now - LOOKS_BACK
    decided = (
        select(Decision.idea_id, func.min(Decision.decided_at).label("at"))
        .where(col(Decision.undone_at).is_(None), col(Decision.idea_id).is_not(None))
        .group_by(col(Decision.idea_id)).subquery()
    )  # fmt: skip
    whole = func.coalesce(Idea.merged_into_id, Idea.id)
    ideas = session.exec(
        select(Idea.id, Idea.created_at, decided.c.at)
        .join(decided, decided.c.idea_id == whole, isouter=True)
        .where(Idea.created_at >= since, col(Idea.created_at) <= now, Idea.state == IdeaState.SHOWN,
               # What became part of another is answered with it: one idea, one answer, one case.
               col(Idea.merged_into_id).is_(None))
        .order_by(col(Idea.created_at).desc(), col(Idea.id)).limit(CASES_MOST)
    ).all()  # fmt: skip
    waited = col(Feedback.followed_at).is_not(None) | col(Feedback.person_id).is_not(None)
    asked = (
        select(  # type: ignore[call-overload]
            Feedback.id, Feedback.created_at, Feedback.answered_at, Feedback.closed_at, decided.c.at, Feedback.linked_at
        )
        .join(Idea, col(Idea.id) == col(Feedback.idea_id), isouter=True)
        .join(decided, decided.c.idea_id == whole, isouter=True)
        .where(Feedback.created_at >= since, waited | col(Feedback.taken_at).is_not(None))
        .order_by(col(Feedback.created_at).desc(), col(Feedback.id)).limit(CASES_MOST)
    )  # fmt: skip
    voices = session.exec(asked).all()
    found = [(f"I-{one[:10]}", said, at, "idea") for one, said, at in ideas]
    found += [(f"V-{one[:10]}", said, _first(*ends, _both(at, linked)), "feedback")
              for one, said, *ends, at, linked in voices]  # fmt: skip
    found.sort(key=lambda case: (case[1], case[0]))
    number = len(found)
    nothing = np.full(number, None, dtype=object)
    return Cases(
        np.array([case for case, *_ in found], dtype=object), np.array([said.timestamp() for _, said, *_ in found]),
        np.array([at.timestamp() if at is not None else np.nan for _, _, at, _ in found]), nothing,
        np.full(number, np.nan), np.array([what for *_, what in found], dtype=object), nothing.copy(),
    )  # fmt: skip


def _both(decided: datetime | None, linked: datetime | None) -> datetime | None:
    """A voice that joins what was decided before is answered when it joins: nothing is answered before it is said."""
    return max(decided, linked) if decided is not None and linked is not None else decided


def _first(*moments: datetime | None) -> datetime | None:
    return min((one for one in moments if one is not None), default=None)


def _take(session: Session, viewer: Viewer, row: OwnAnswers, process: Process, now: datetime) -> int:
    cases = first_answers(session, now=now)
    row.taken_at = now
    session.add(row)
    # A day on which nothing was said still moves the day up to which the data are complete.
    said = "|".join(f"{one},{start},{end}" for one, start, end in zip(cases.ids, cases.start, cases.end, strict=True))
    contents = hashlib.sha256(f"{now:%Y-%m-%d}|{said}".encode()).hexdigest()
    if session.exec(select(Load.id).where(Load.process_id == process.id, Load.file_hash == contents)).first():
        return 0
    told = store_load(
        session, viewer, now=now, process=process, as_of=now, file_name=FILE_NAME, file_hash=contents, found=cases,
        source=Source.PROGRAM,
    )  # fmt: skip
    return int(told["new"]) + int(told["changed"])
