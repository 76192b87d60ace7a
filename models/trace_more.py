"""What hangs beside the four knots of a thread: themes, both versions of a promise, who signed, what is done, what is
still to be changed, and whether it was so for customers.

Not a noun with a table. Six statements at most, for the ideas and promises that a thread has chosen and may show.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case
from sqlmodel import Session, col, func, select

from models.actions import Action
from models.clusters import Cluster, ClusterIdea
from models.felt import Felt, FeltAnswer
from models.people import Person
from models.promise_terms import PromiseVersion
from models.signatures import Signature
from models.to_change import ToChange

ACTIONS_SHOWN = 20


@dataclass(frozen=True)
class ThemeKnot:
    """The title under which an idea stood together with others in a workshop."""

    idea_id: str
    title: str
    workshop_id: str


@dataclass(frozen=True)
class VersionKnot:
    """What a promise said, version by version: the bar that moved stays in sight."""

    promise_id: str
    number: int
    sentence: str
    since: datetime
    reason: str


@dataclass(frozen=True)
class SignedKnot:
    """What who keeps it answered, the last answer to each version."""

    promise_id: str
    version: int
    answer: str
    who: str
    words: str
    at: datetime


@dataclass(frozen=True)
class ActionKnot:
    """What is done about it."""

    action_id: str
    title: str
    state: str
    lever: str
    idea_id: str | None
    promise_id: str | None


@dataclass(frozen=True)
class PlacesKnot:
    """The checklist: how many places are to tell the new figure, and how many do."""

    promise_id: str
    places: int
    done: int


@dataclass(frozen=True)
class FeltKnot:
    """Was it so for you too? How many said yes, and no."""

    promise_id: str
    yes: int
    no: int


@dataclass(frozen=True)
class Beside:
    """All of it."""

    themes: tuple[ThemeKnot, ...] = ()
    versions: tuple[VersionKnot, ...] = ()
    signed: tuple[SignedKnot, ...] = ()
    actions: tuple[ActionKnot, ...] = ()
    places: tuple[PlacesKnot, ...] = ()
    felt: tuple[FeltKnot, ...] = ()


def beside(session: Session, *, idea_ids: Collection[str], promises: Mapping[str, int]) -> Beside:
    """What hangs beside these ideas and promises (with the number of each one's version). The caller has asked for
    permission and chosen what may be shown.
    """
    promise_ids = set(promises)
    themes = session.exec(
        select(ClusterIdea.idea_id, Cluster.title, Cluster.workshop_id)
        .join(Cluster, col(Cluster.id) == col(ClusterIdea.cluster_id))
        .where(col(ClusterIdea.idea_id).in_(idea_ids), col(Cluster.title) != "")
    ).all() if idea_ids else []  # fmt: skip
    versions = session.exec(
        select(PromiseVersion).where(col(PromiseVersion.promise_id).in_(promise_ids))
        .order_by(col(PromiseVersion.promise_id), col(PromiseVersion.number))
    ).all() if any(number > 1 for number in promises.values()) else []  # fmt: skip
    touching = col(Action.promise_id).in_(promise_ids) | col(Action.idea_id).in_(idea_ids)
    actions = session.exec(select(Action).where(touching).order_by(col(Action.created_at)).limit(ACTIONS_SHOWN)).all()
    return Beside(
        tuple(ThemeKnot(idea_id, title, workshop_id) for idea_id, title, workshop_id in themes),
        tuple(VersionKnot(one.promise_id, one.number, one.sentence, one.created_at, one.reason) for one in versions),
        _signed(session, promise_ids) if promise_ids else (),
        tuple(ActionKnot(one.id, one.title, one.state, one.lever, one.idea_id, one.promise_id) for one in actions),
        _places(session, promise_ids) if promise_ids else (), _felt(session, promise_ids) if promise_ids else (),
    )  # fmt: skip


def _signed(session: Session, promise_ids: Collection[str]) -> tuple[SignedKnot, ...]:
    rows = session.exec(
        select(Signature, Person.name)
        .join(Person, col(Person.id) == col(Signature.person_id))
        .where(col(Signature.promise_id).in_(promise_ids))
        .order_by(col(Signature.promise_id), col(Signature.version), col(Signature.number))
    ).all()
    last = {(row.promise_id, row.version): (row, name) for row, name in rows}
    return tuple(
        SignedKnot(row.promise_id, row.version, row.answer, name or "", row.words, row.at)
        for row, name in last.values()
    )


def _places(session: Session, promise_ids: Collection[str]) -> tuple[PlacesKnot, ...]:
    done = func.sum(case((col(ToChange.done_at).is_not(None), 1), else_=0))
    asked = (
        select(ToChange.promise_id, func.count(), done)
        .where(col(ToChange.promise_id).in_(promise_ids), col(ToChange.aside_at).is_(None))
        .group_by(col(ToChange.promise_id))
    )
    return tuple(PlacesKnot(one, int(places), int(ready or 0)) for one, places, ready in session.exec(asked).all())


def _felt(session: Session, promise_ids: Collection[str]) -> tuple[FeltKnot, ...]:
    yes = func.sum(case((col(FeltAnswer.answer) == Felt.YES, 1), else_=0))
    no = func.sum(case((col(FeltAnswer.answer) == Felt.NO, 1), else_=0))
    asked = (
        select(FeltAnswer.promise_id, yes, no)
        .where(col(FeltAnswer.promise_id).in_(promise_ids))
        .group_by(col(FeltAnswer.promise_id))
    )
    return tuple(FeltKnot(one, int(said or 0), int(denied or 0)) for one, said, denied in session.exec(asked).all())
