"""What hangs beside the four knots of a thread: themes, both versions of a promise, who signed, what is done, what is
still to be changed, whether it was so for customers, and what *You said, we did* says of it.

Not a noun with a table. Two statements at most, for the ideas and promises that a thread has chosen and may show.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import String, case, cast, func, literal, union_all
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from models.actions import Action
from models.clusters import Cluster, ClusterIdea
from models.decisions import Decision
from models.felt import Felt, FeltAnswer
from models.people import Person
from models.promise_terms import PromiseVersion
from models.public_answers import PublicAnswer
from models.reply_all import SentAnswer, SentView, sent_view
from models.signatures import Signature
from models.to_change import ToChange

ACTIONS_SHOWN = 20
ENTRIES_SHOWN = 20


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
class ToldKnot:
    """An entry of *You said, we did* about one of the ideas or promises, in the words of both languages."""

    entry_id: str
    position: int
    published: bool
    said: str
    done: str
    said_en: str
    done_en: str


@dataclass(frozen=True)
class Beside:
    """All of it."""

    themes: tuple[ThemeKnot, ...] = ()
    versions: tuple[VersionKnot, ...] = ()
    signed: tuple[SignedKnot, ...] = ()
    actions: tuple[ActionKnot, ...] = ()
    places: tuple[PlacesKnot, ...] = ()
    felt: tuple[FeltKnot, ...] = ()
    told: tuple[ToldKnot, ...] = ()


def beside(session: Session, *, idea_ids: Collection[str], promises: Mapping[str, int]) -> Beside:
    """What hangs beside these ideas and promises (with the number of each one's version). The caller has asked for
    permission and chosen what may be shown.
    """
    found: dict[str, list[Any]] = {
        "theme": [], "signed": [], "places": [], "felt": [], "action": [], "told": [],
    }  # fmt: skip
    for row in session.execute(_small_facts(idea_ids, set(promises))).all():
        found[row[0]].append(row[1:])
    versions = session.exec(
        select(PromiseVersion).where(col(PromiseVersion.promise_id).in_(promises))
        .order_by(col(PromiseVersion.promise_id), col(PromiseVersion.number))
    ).all() if any(number > 1 for number in promises.values()) else []  # fmt: skip
    # Of several answers to one version the last one counts.
    last = {(row[0], row[1]): row[3:6] for row in sorted(found["signed"], key=lambda one: one[:3])}
    return Beside(
        tuple(ThemeKnot(key, title, workshop_id) for key, _, _, title, workshop_id, *_ in found["theme"]),
        tuple(VersionKnot(one.promise_id, one.number, one.sentence, one.created_at, one.reason) for one in versions),
        tuple(SignedKnot(key, version, *said) for (key, version), said in last.items()),
        tuple(ActionKnot(key, title, state, lever, idea_id, promise_id)
              for key, _, _, title, state, lever, idea_id, promise_id in sorted(found["action"], key=lambda one: one[3])
              )[:ACTIONS_SHOWN],
        tuple(PlacesKnot(key, int(places), int(done)) for key, places, done, *_ in found["places"]),
        tuple(FeltKnot(key, int(yes), int(no)) for key, yes, no, *_ in found["felt"]),
        tuple(ToldKnot(key, int(place), bool(out), *words)
              for key, place, out, *words, _ in sorted(found["told"], key=lambda one: one[1])[:ENTRIES_SHOWN]),
    )  # fmt: skip


def decided_and_sent(session: Session, decision_ids: Iterable[str]) -> tuple[dict[str, str], dict[str, SentView]]:
    """Who made these decisions, by their id, and what was sent about each. One statement."""
    ids = list(decision_ids)
    asked = (
        select(Person.id, Person.name, SentAnswer)
        .join(Decision, col(Decision.decided_by) == col(Person.id))
        .join(SentAnswer, col(SentAnswer.decision_id) == col(Decision.id), isouter=True)
        .where(col(Decision.id).in_(ids))
    )
    rows = session.exec(asked).all() if ids else []
    return {who: name for who, name, _ in rows}, {sent.decision_id: sent_view(sent) for _, _, sent in rows if sent}


def _small_facts(idea_ids: Collection[str], promise_ids: Collection[str]) -> Any:
    """Themes, signatures, places, what was felt, actions, entries as rows: which, of what, two numbers, five texts."""
    none, zero = cast(literal(""), String), literal(0)

    def facts(which: str, *what: Any) -> Any:
        return select_columns(literal(which), *what)

    def number(fits: Any) -> Any:
        return func.coalesce(func.sum(case((fits, 1), else_=0)), 0)

    themes = (
        facts("theme", ClusterIdea.idea_id, zero, zero, Cluster.title, Cluster.workshop_id, none, none, none)
        .join(Cluster, col(Cluster.id) == col(ClusterIdea.cluster_id))
        .where(col(ClusterIdea.idea_id).in_(idea_ids))
    )
    signed = (
        facts("signed", Signature.promise_id, Signature.version, Signature.number, Signature.answer,
              Person.name, Signature.words, none, none)
        .join(Person, col(Person.id) == col(Signature.person_id))
        .where(col(Signature.promise_id).in_(promise_ids))
    )  # fmt: skip
    places = (
        facts("places", ToChange.promise_id, func.count(), number(col(ToChange.done_at).is_not(None)),
              none, none, none, none, none)
        .where(col(ToChange.promise_id).in_(promise_ids), col(ToChange.aside_at).is_(None))
        .group_by(col(ToChange.promise_id))
    )  # fmt: skip
    felt = (
        facts("felt", FeltAnswer.promise_id, number(col(FeltAnswer.answer) == Felt.YES),
              number(col(FeltAnswer.answer) == Felt.NO), none, none, none, none, none)
        .where(col(FeltAnswer.promise_id).in_(promise_ids))
        .group_by(col(FeltAnswer.promise_id))
    )  # fmt: skip
    actions = facts(
        "action", Action.id, zero, zero, Action.title, Action.state, Action.lever, Action.idea_id, Action.promise_id
    ).where(col(Action.promise_id).in_(promise_ids) | col(Action.idea_id).in_(idea_ids))  # fmt: skip
    told = facts(
        "told", PublicAnswer.id, PublicAnswer.position, case((col(PublicAnswer.published_at).is_not(None), 1), else_=0),
        PublicAnswer.said, PublicAnswer.done, PublicAnswer.said_en, PublicAnswer.done_en, none,
    ).where(col(PublicAnswer.promise_id).in_(promise_ids) | col(PublicAnswer.idea_id).in_(idea_ids))  # fmt: skip
    return union_all(themes, signed, places, felt, actions, told)
