"""What was heard elsewhere (a call, a visit, a review), noted on somebody's behalf in ten seconds.

Invariants: the words are needed, everything else may be left out but the face and the touchpoint; a hand-over goes from
one touchpoint to another; who is spoken for sees what became of it, and their organisation comes along by itself.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import Field
from sqlmodel import Session, col, select

from models import activity, functions, matters, organisations, people, profiles, touchpoints
from models.access import Kind, May, Viewer
from models.base import draft, fold
from models.errors import Refusal
from models.feedback import CameBy, Feedback, FeedbackDraft, fingerprint_of, new_feedback
from models.people import Person

CUSTOMERS_LIMIT = 200


class HeardDraft(FeedbackDraft):
    """What staff may note beside a face and a sentence."""

    to_touchpoint_id: str | None = None
    matter_id: str | None = None
    came_by: CameBy | None = None
    function_id: str | None = None
    profile_id: str | None = None
    said_what: bool = False
    said_when: bool = False
    said_proof: bool = False
    recommends: int | None = Field(default=None, ge=0, le=10)
    effort: int | None = Field(default=None, ge=1, le=7)


@dataclass(frozen=True)
class Choices:
    """What may be chosen beside face and words. Pairs are id and name."""

    touchpoints: list[touchpoints.TouchpointView]
    matters: list[matters.MatterView]
    functions: list[functions.FunctionView]
    profiles: list[tuple[str, str]]
    customers: list[tuple[str, str]]
    organisations: list[str]


def record_feedback(
    session: Session, viewer: Viewer, *, now: datetime, touchpoint_id: str, source: str, face: int, words: str = "",
    reference: str = "", person_id: str | None = None, organisation: str = "", heard_at: datetime | None = None,
    **more: object,
) -> str:  # fmt: skip
    """Something heard elsewhere, noted by somebody who works here. Returns the id.

    `person_id` names a customer with an account, who then sees what became of it; `organisation` the bar or office they
    speak for; `heard_at`: when, if not now; `more`: the further fields of `HeardDraft`.

    Raises:
        Refusal: `not_an_option` (the field says which), `same_place` when both touchpoints are one, `in_the_future`,
            `empty` (field `words`), or a field's own.
    """
    viewer.must(May.FEEDBACK_RECORD)
    if session.get(touchpoints.Touchpoint, touchpoint_id) is None:
        raise Refusal("not_an_option", field="touchpoint_id")
    said = draft(HeardDraft, face=face, words=words, reference=reference, source=source, **more)
    _must_exist(session, said, touchpoint_id)
    if not said.words:
        raise Refusal("empty", field="words")
    if heard_at is not None and heard_at > now:
        raise Refusal("in_the_future", field="heard_at")
    belongs: str | None = None
    if fold(organisation):
        belongs = organisations.organisation_named(session, viewer, now=now, name=organisation)
    if person_id is not None:
        belongs = belongs or people.person_for(session, person_id).organisation_id
    row = new_feedback(session, touchpoint_id, said, heard_at or now, None)
    row.recorded_by, row.person_id, row.read_at, row.read_by = viewer.person_id, person_id, now, viewer.person_id
    row.organisation_id = belongs
    put_beside(row, said)
    row.fingerprint = fingerprint_of(row.created_at.date(), row.words, touchpoint_id)
    session.add(row)
    activity.record(session, viewer, "record", "feedback", row.id, now=now, after={"face": row.face})
    return row.id


def heard_choices(session: Session, viewer: Viewer) -> Choices:
    """What the form offers to choose from. Customers with an account, at most `CUSTOMERS_LIMIT` of them by name."""
    viewer.must(May.FEEDBACK_RECORD)
    asked = (
        select(Person.id, Person.name)
        .where(Person.kind == Kind.CUSTOMER, col(Person.erased_at).is_(None), Person.name != "")
        .order_by(Person.name).limit(CUSTOMERS_LIMIT)
    )  # fmt: skip
    return Choices(
        touchpoints.touchpoints_all(session, viewer), matters.matters_all(session), functions.functions_all(session),
        _named(session, profiles.Profile), [(str(one), str(name)) for one, name in session.exec(asked).all()],
        [one.name for one in organisations.organisations_found(session, viewer)],
    )  # fmt: skip


def _named(session: Session, table: Any) -> list[tuple[str, str]]:
    rows = session.exec(select(table.id, table.name).order_by(table.position)).all()
    return [(str(one), str(name)) for one, name in rows]


def put_beside(row: Feedback, said: HeardDraft) -> None:
    """What was said beside face and words, on the row."""
    row.to_touchpoint_id, row.matter_id, row.came_by = said.to_touchpoint_id, said.matter_id, said.came_by
    row.function_id, row.profile_id = said.function_id, said.profile_id
    row.recommends, row.effort = said.recommends, said.effort
    row.said_what, row.said_when, row.said_proof = int(said.said_what), int(said.said_when), int(said.said_proof)
    row.argued = row.said_what + row.said_when + row.said_proof


def _must_exist(session: Session, said: HeardDraft, touchpoint_id: str) -> None:
    pointed: dict[str, tuple[Any, str | None]] = {
        "to_touchpoint_id": (touchpoints.Touchpoint, said.to_touchpoint_id),
        "matter_id": (matters.Matter, said.matter_id),
        "function_id": (functions.Function, said.function_id),
        "profile_id": (profiles.Profile, said.profile_id),
    }
    for field, (table, wanted) in pointed.items():
        if wanted is not None and session.get(table, wanted) is None:
            raise Refusal("not_an_option", field=field)
    if said.to_touchpoint_id == touchpoint_id:
        raise Refusal("same_place", field="to_touchpoint_id")
