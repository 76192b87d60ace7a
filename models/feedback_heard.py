"""What was heard elsewhere (a call, a visit, a review), noted on somebody's behalf in ten seconds.

Invariants: the words are needed, everything else may be left out but the face and the touchpoint; a hand-over goes from
one touchpoint to another; who is spoken for sees what became of it, and their organisation comes along by itself. For
ten minutes, and while nobody acts on it, whoever noted a voice may correct it or take it back; then it stays.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import Field
from sqlmodel import Session, col, select

from analysis.masking import HIDDEN, masked
from models import activity, functions, matters, organisations, people, profiles, touchpoints
from models.access import Kind, May, Viewer
from models.base import draft, fold, optional_text_of
from models.days import day_here
from models.errors import NotFound, Refusal
from models.feedback import (
    WHOLE_LIMIT,
    CameBy,
    Feedback,
    FeedbackDraft,
    fingerprint_of,
    new_feedback,
    put_words,
    whole_text,
)
from models.people import Person

CUSTOMERS_LIMIT = 200
CORRECT_WITHIN = timedelta(minutes=10)
NOTED_MOST = 20
# As in every list of voices: a year like 0026 is a slip of the finger.
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)


class HeardDraft(FeedbackDraft):
    """What staff may note beside a face and a sentence, or a whole e-mail."""

    words: optional_text_of(WHOLE_LIMIT) = ""  # type: ignore[valid-type]
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


@dataclass(frozen=True)
class Noted:
    """A voice as the form takes it again. `until`: so long it may be corrected; `heard_at`: when, if not when noted."""

    until: datetime
    heard_at: datetime | None
    typed: dict[str, str]


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
    who = {"person_id": person_id, "organisation": organisation}
    what = {"face": face, "words": words, "reference": reference, "source": source, **more}
    said, belongs = _judged(session, viewer, now, touchpoint_id, heard_at, who, what)
    row = new_feedback(session, touchpoint_id, said, heard_at or now, None)
    row.recorded_by, row.read_at, row.read_by = viewer.person_id, now, viewer.person_id
    _put(session, row, said, person_id, belongs)
    activity.record(session, viewer, "record", "feedback", row.id, now=now, after={"face": row.face})
    return row.id


def correct_feedback(
    session: Session, viewer: Viewer, *, now: datetime, feedback_id: str, touchpoint_id: str, source: str, face: int,
    words: str = "", reference: str = "", person_id: str | None = None, organisation: str = "",
    heard_at: datetime | None = None, **more: object,
) -> str:  # fmt: skip
    """Say anew what one noted oneself a moment ago: as `record_feedback`, all of it. Returns the id.

    Raises:
        Refusal: as `record_feedback`, or `noted_too_late`, `voice_acted_on`.
        NotFound: there is no such voice, or somebody else noted it.
    """
    viewer.must(May.FEEDBACK_RECORD)
    row = _noted_by_me(session, viewer, now, feedback_id)
    who = {"person_id": person_id, "organisation": organisation}
    what = {"face": face, "words": words, "reference": reference, "source": source, **more}
    said, belongs = _judged(session, viewer, now, touchpoint_id, heard_at, who, what)
    before = {"face": row.face, "source": row.source, "touchpoint_id": row.touchpoint_id}
    put_words(row, said)
    # What was hidden the first time stands there hidden already.
    row.hidden += said.words.count(HIDDEN) + said.reference.count(HIDDEN)
    row.face, row.source, row.touchpoint_id = said.face, said.source, touchpoint_id
    row.created_at = heard_at or row.read_at or now
    _put(session, row, said, person_id, belongs)
    after = {"face": row.face, "source": row.source, "touchpoint_id": row.touchpoint_id}
    activity.record(session, viewer, "change", "feedback", row.id, now=now, before=before, after=after)
    return row.id


def take_back_feedback(session: Session, viewer: Viewer, *, now: datetime, feedback_id: str) -> None:
    """What one noted oneself a moment ago was a mistake: it is gone. Refusals as `correct_feedback`."""
    viewer.must(May.FEEDBACK_RECORD)
    row = _noted_by_me(session, viewer, now, feedback_id)
    session.delete(row)
    session.flush()
    activity.record(session, viewer, "undo", "feedback", feedback_id, now=now, before={"face": row.face})


def still_correctable(session: Session, viewer: Viewer, *, now: datetime) -> dict[str, Noted]:
    """The voices this person may still correct or take back, by id, at most `NOTED_MOST`."""
    viewer.must(May.FEEDBACK_RECORD)
    asked = (
        select(Feedback, organisations.Organisation.name)
        .join(organisations.Organisation, col(organisations.Organisation.id) == col(Feedback.organisation_id),
              isouter=True)
        .where(Feedback.recorded_by == viewer.person_id, col(Feedback.read_at) > now - CORRECT_WITHIN,
               col(Feedback.load_id).is_(None))
        .order_by(col(Feedback.read_at).desc(), col(Feedback.id)).limit(NOTED_MOST)
    )  # fmt: skip
    return {row.id: _noted(row, name) for row, name in session.execute(asked).all() if not _acted_on(row)}


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


def _judged(
    session: Session, viewer: Viewer, now: datetime, touchpoint_id: str, heard_at: datetime | None,
    who: dict[str, Any], what: dict[str, Any],
) -> tuple[HeardDraft, str | None]:  # fmt: skip
    """What was noted, and the organisation it belongs to; refused if it does not hold."""
    if session.get(touchpoints.Touchpoint, touchpoint_id) is None:
        raise Refusal("not_an_option", field="touchpoint_id")
    said = draft(HeardDraft, **what)
    _must_exist(session, said, touchpoint_id)
    if not said.words:
        raise Refusal("empty", field="words")
    if heard_at is not None and heard_at > now:
        raise Refusal("in_the_future", field="heard_on")
    if heard_at is not None and heard_at < EARLIEST:
        raise Refusal("not_valid", field="heard_on")
    belongs: str | None = None
    if fold(who["organisation"]):
        # As in a list that is brought in: beside the bar's name stood whom to call there.
        name = masked(who["organisation"]).text
        belongs = organisations.organisation_named(session, viewer, now=now, name=name)
    if who["person_id"] is not None:
        belongs = belongs or people.person_for(session, who["person_id"]).organisation_id
    return said, belongs


def _put(session: Session, row: Feedback, said: HeardDraft, person_id: str | None, belongs: str | None) -> None:
    row.person_id, row.organisation_id = person_id, belongs
    put_beside(row, said)
    row.fingerprint = fingerprint_of(day_here(row.created_at), whole_text(row.words, row.rest), row.touchpoint_id)
    session.add(row)


def _noted_by_me(session: Session, viewer: Viewer, now: datetime, feedback_id: str) -> Feedback:
    """One's own voice, held while it is changed: whoever acts on it at this very moment comes before or after."""
    asked = select(Feedback).where(Feedback.id == feedback_id).with_for_update()
    row = session.exec(asked.execution_options(populate_existing=True)).first()
    if row is None or row.recorded_by != viewer.person_id or row.load_id is not None:
        raise NotFound()
    if row.read_at is None or now - row.read_at >= CORRECT_WITHIN:
        raise Refusal("noted_too_late")
    if _acted_on(row):
        raise Refusal("voice_acted_on")
    return row


def _acted_on(row: Feedback) -> bool:
    return any((row.idea_id, row.taken_at, row.answered_at, row.closed_at))


def _noted(row: Feedback, organisation: str | None) -> Noted:
    names = ("source", "touchpoint_id", "to_touchpoint_id", "matter_id", "came_by", "function_id", "profile_id",
             "person_id", "reference")  # fmt: skip
    typed = {name: str(getattr(row, name) or "") for name in names}
    typed |= {"face": str(row.face or ""), "words": whole_text(row.words, row.rest), "organisation": organisation or ""}
    typed |= {name: "1" for name in ("said_what", "said_when", "said_proof") if getattr(row, name)}
    noted_at = row.read_at or row.created_at
    return Noted(noted_at + CORRECT_WITHIN, None if row.created_at == noted_at else row.created_at, typed)
