"""One voice as staff see it, with the names of what it points at. `models.voices` asks, and asks for permission."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from models import functions, organisations, people, touchpoints
from models.feedback import Feedback, Source, whole_text
from models.ideas import Idea
from models.matters import Matter
from models.profiles import Profile
from models.promise_terms import PromiseVersion
from models.promises import Promise


@dataclass(frozen=True)
class Ticks:
    """It says what happened; when and where; there is a proof."""

    what: bool = False
    when: bool = False
    proof: bool = False

    @property
    def argued(self) -> int:
        """How many of the three."""
        return self.what + self.when + self.proof


@dataclass(frozen=True)
class Charge:
    """Who answers, by when, and what was said; `closing`: the last words to it. `by` is empty while nobody does."""

    by_id: str | None = None
    by: str = ""
    answer_by: date | None = None
    answered_at: datetime | None = None
    answer: str = ""
    closed_at: datetime | None = None
    closing: str = ""
    minutes: int | None = None


@dataclass(frozen=True)
class FeedbackView:
    """A feedback as staff see it. `idea_id` only when the reader is in the idea's group.

    face: None for a text that came without one; `proposed_face` then waits for a person to confirm it.
    promise_id, promise: the published promise that was not kept for whoever left it.
    to_touchpoint: where the hand-over led to that hurt. `followed`: whoever left it reads what becomes of it.
    rest: what follows the words of a long text, all of which is `whole`. recommends: 0 to 10; effort: 1 to 7.
    """

    id: str
    at: datetime
    touchpoint_id: str
    touchpoint: str
    source: Source
    face: int | None
    words: str
    reference: str
    hidden: int
    read: bool
    turned: bool
    idea_id: str | None
    idea: str | None
    promise_id: str | None = None
    promise: str = ""
    proposed_face: int | None = None
    to_touchpoint: str = ""
    ticks: Ticks = Ticks()
    matter: str = ""
    came_by: str | None = None
    function_id: str | None = None
    function: str = ""
    organisation: str = ""
    charge: Charge = Charge()
    followed: bool = False
    rest: str = ""
    whole: str = ""
    profile: str = ""
    recommends: int | None = None
    effort: int | None = None


def voice_views(session: Session, seats: Container[str], rows: list[Feedback]) -> list[FeedbackView]:
    """These rows as staff see them who sit in these groups. Statements: one for each sort of thing they point at."""
    places = {row.touchpoint_id for row in rows} | {row.to_touchpoint_id for row in rows if row.to_touchpoint_id}
    points = touchpoints.touchpoint_names(session, places)
    linked = {row.idea_id for row in rows if row.idea_id}
    # Whose they are is looked at here: asked for by many ids and a group, SQLite reads the whole group.
    asked = select(Idea.id, Idea.text, Idea.group_id).where(col(Idea.id).in_(linked))
    texts = {one: text for one, text, group in (session.exec(asked) if linked else ()) if group in seats}
    names = _Names(
        points, people.names_of(session, {row.taken_by for row in rows if row.taken_by}),
        organisations.organisation_names(session, {row.organisation_id for row in rows if row.organisation_id}),
        _named(session, Matter, {row.matter_id for row in rows if row.matter_id}),
        _named(session, functions.Function, {row.function_id for row in rows if row.function_id}),
        _named(session, Profile, {row.profile_id for row in rows if row.profile_id}),
        _sentences(session, {row.promise_id for row in rows if row.promise_id}), texts,
    )  # fmt: skip
    return [_view(row, names) for row in rows]


@dataclass(frozen=True)
class _Names:
    """What the rows of a page point at, by id."""

    points: dict[str, str]
    people: dict[str, str]
    organisations: dict[str, str]
    matters: dict[str, str]
    functions: dict[str, str]
    profiles: dict[str, str]
    promises: dict[str, str]
    ideas: dict[str, str]


def _view(row: Feedback, names: _Names) -> FeedbackView:
    charge = Charge(row.taken_by, names.people.get(row.taken_by or "", ""), row.answer_by, row.answered_at,
                    row.answer or "", row.closed_at, row.closing or "", row.minutes)  # fmt: skip
    ticks = Ticks(bool(row.said_what), bool(row.said_when), bool(row.said_proof))
    return FeedbackView(
        row.id, row.created_at, row.touchpoint_id, names.points.get(row.touchpoint_id, ""), Source(row.source),
        row.face, row.words, row.reference, row.hidden, row.read_at is not None, row.idea_id is not None,
        row.idea_id if row.idea_id in names.ideas else None, names.ideas.get(row.idea_id or ""), row.promise_id,
        promise=names.promises.get(row.promise_id or "", ""), proposed_face=row.proposed_face, ticks=ticks,
        to_touchpoint=names.points.get(row.to_touchpoint_id or "", ""), came_by=row.came_by, charge=charge,
        matter=names.matters.get(row.matter_id or "", ""), function_id=row.function_id,
        function=names.functions.get(row.function_id or "", ""),
        organisation=names.organisations.get(row.organisation_id or "", ""),
        followed=row.followed_at is not None or row.person_id is not None, rest=row.rest or "",
        whole=whole_text(row.words, row.rest), profile=names.profiles.get(row.profile_id or "", ""),
        recommends=row.recommends, effort=row.effort,
    )  # fmt: skip


def _named(session: Session, table: Any, ids: set[str]) -> dict[str, str]:
    return dict(session.exec(select(table.id, table.name).where(col(table.id).in_(ids))).all()) if ids else {}


def _sentences(session: Session, promise_ids: set[str]) -> dict[str, str]:
    """What each of these promises says now."""
    asked = select(Promise.id, PromiseVersion.sentence).join(
        PromiseVersion,
        (col(PromiseVersion.promise_id) == col(Promise.id)) & (col(PromiseVersion.number) == col(Promise.version)),
    ).where(col(Promise.id).in_(promise_ids))  # fmt: skip
    return dict(session.exec(asked).all()) if promise_ids else {}
