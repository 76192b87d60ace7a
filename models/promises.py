"""Promises: a sentence as the customer reads it, and the rule by which a process keeps it or does not.

Invariants: a promise belongs to a process and to an owner who makes it; what was said at any time stays: every change
of time, share, period, segment or policy is a new version; nobody promises 100 of 100; a new version asks its keeper
anew; a promise may be in use without the keeper's signature, and then says so (`one_oar`). Nothing here holds a
verdict.
"""

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Session, col, select

from models import activity, ideas, notices, people
from models.access import Kind, May, Viewer
from models.base import Row, new_id
from models.days import day_in
from models.errors import NotFound, Refusal
from models.opening_hours import hours_of
from models.processes import Process, process_for
from models.promise_terms import PromiseVersion, TermsDraft, new_version, row_fields
from models.publications import end_publication
from models.terms_draft import terms_draft
from models.to_change import Why, open_changes
from models.wording_terms import size_of


class State(StrEnum):
    """Where a promise stands."""

    DRAFT = "draft"
    ASKED = "asked"
    AGREED = "agreed"
    CONTESTED = "contested"
    IN_USE = "in_use"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class Keeper(StrEnum):
    """What who must keep the promise says to its present version."""

    NOT_ASKED = "not_asked"
    ASKED = "asked"
    YES = "yes"
    BUT = "but"
    NO = "no"


class Promise(Row, table=True):
    """One promise. `version`: the number of the one that is said now. `keeper`: the answer to that version."""

    __tablename__ = "promises"
    __table_args__ = (
        CheckConstraint(
            "state IN ('draft', 'asked', 'agreed', 'contested', 'in_use', 'withdrawn', 'expired')", name="state"
        ),
        CheckConstraint("keeper IN ('not_asked', 'asked', 'yes', 'but', 'no')", name="keeper"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    process_id: str = Field(max_length=32, foreign_key="processes.id", index=True)
    owner_id: str = Field(max_length=32, foreign_key="people.id", index=True)
    idea_id: str | None = Field(default=None, max_length=32, foreign_key="ideas.id", index=True)
    state: str = Field(default=State.DRAFT, max_length=10)
    keeper: str = Field(default=Keeper.NOT_ASKED, max_length=10)
    version: int = 1
    created_at: datetime
    asked_at: datetime | None = None
    in_use_since: datetime | None = None
    # Rows from before there was a choice stay where customers found them: an upgrade takes nothing off the public page.
    published: bool = Field(default=False, sa_column_kwargs={"server_default": "1"})


def create_promise(
    session: Session, viewer: Viewer, *, now: datetime, process_id: str, owner_id: str | None = None,
    idea_id: str | None = None, **terms: Any,
) -> str:  # fmt: skip
    """Write a promise, a draft until somebody is asked to keep it. Whoever writes owns it, unless said. Returns its id.

    `terms` are the fields of `TermsDraft`.

    Raises:
        Refusal: `never_certain` (100 of 100), `valid_until_past`, `not_staff`, `clock_at_most`, `hours_missing`,
            `yes_needed`, `ceiling_needed`, `ceiling_low`, `variant_twice`, `variant_of_segment`, or a field's own.
    """
    viewer.must(May.PROMISE_WRITE)
    process = process_for(session, viewer, process_id)
    if idea_id is not None:
        ideas.idea_for(session, viewer, idea_id)
    owner = people.person_for(session, owner_id or viewer.person_id or "")
    if owner.kind != Kind.STAFF:
        raise Refusal("not_staff", field="owner_id")
    said = terms_draft(now, **terms)
    _hours_known(process, said)
    row = Promise(process_id=process.id, owner_id=owner.id, idea_id=idea_id, created_at=now)
    session.add(row)
    session.flush()
    session.add(new_version(row.id, said, 1, viewer.person_id or "", now))
    session.flush()
    activity.record(
        session, viewer, "write", "promise", row.id, now=now, after=said.model_dump(mode="json"),
        texts={"sentence": said.sentence},
    )  # fmt: skip
    return row.id


def change_promise(
    session: Session, viewer: Viewer, *, now: datetime, promise_id: str, version: int, **terms: Any
) -> int:
    """Say a promise anew: a new version, for which the keeper is asked again if asked before. Returns its number.

    version: the one that was read; somebody else's change in between is not overwritten.

    Raises:
        Refusal: `changed_meanwhile`, `nothing_changed`, `promise_over`, `restart_reason` (to start counting again one
            says why), and those of `create_promise`.
    """
    row = promise_for(session, viewer, promise_id, lock=True)
    viewer.must(May.PROMISE_EDIT, owner_id=row.owner_id)
    if row.state == State.WITHDRAWN:
        raise Refusal("promise_over")
    if row.version != version:
        raise Refusal("changed_meanwhile")
    before, said = version_row(session, row), terms_draft(now, **terms)
    _hours_known(process_for(session, viewer, row.process_id), said)
    fields = {name: value for name, value in row_fields(said).items() if name != "reason"}
    if all(getattr(before, name) == value for name, value in fields.items()):
        raise Refusal("nothing_changed")
    if said.counts_from is not None and said.counts_from != before.counts_from and not said.reason:
        raise Refusal("restart_reason", field="reason")
    row.version += 1
    session.add(new_version(row.id, said, row.version, viewer.person_id or "", now))
    asked_before = row.keeper != Keeper.NOT_ASKED
    row.keeper = Keeper.NOT_ASKED
    if row.state == State.EXPIRED:
        row.state = State.IN_USE if row.in_use_since else State.DRAFT
    elif row.state != State.IN_USE:
        row.state = State.DRAFT
    session.add(row)
    session.flush()
    moved = {n: [str(getattr(before, n)), str(value)] for n, value in fields.items() if getattr(before, n) != value}
    activity.record(
        session, viewer, "change", "promise", row.id, now=now, before=before.number, after=moved,
        texts={"sentence": said.sentence, "reason": said.reason},
    )  # fmt: skip
    if size_of(before.amount, before.unit) != size_of(said.amount, said.unit):
        open_changes(session, viewer, now=now, promise_id=row.id, version=row.version, why=Why.FIGURE,
                     amount=said.amount, unit=said.unit)  # fmt: skip
    if asked_before:
        _ask_keeper(session, viewer, row, said.sentence, now)
    return row.version


def ask_keeper(session: Session, viewer: Viewer, *, now: datetime, promise_id: str) -> None:
    """Ask who answers for the process to sign: the first signature is the asker's own, the second is theirs."""
    row = promise_for(session, viewer, promise_id, lock=True)
    viewer.must(May.PROMISE_EDIT, owner_id=row.owner_id)
    if row.state in (State.WITHDRAWN, State.EXPIRED):
        raise Refusal("promise_over")
    if row.keeper == Keeper.YES:
        raise Refusal("already_signed")
    _ask_keeper(session, viewer, row, version_row(session, row).sentence, now)


def start_using(session: Session, viewer: Viewer, *, now: datetime, promise_id: str) -> None:
    """Begin to tell it to customers. Without the keeper's signature too: nobody is blocked, everybody sees."""
    row = promise_for(session, viewer, promise_id, lock=True)
    viewer.must(May.PROMISE_EDIT, owner_id=row.owner_id)
    if row.state in (State.WITHDRAWN, State.EXPIRED):
        raise Refusal("promise_over")
    if row.state == State.IN_USE:
        raise Refusal("nothing_changed")
    before, row.state, row.in_use_since, row.published = row.state, State.IN_USE, now, False
    session.add(row)
    activity.record(session, viewer, "use", "promise", row.id, now=now, before=before, after=row.keeper)


def withdraw_promise(session: Session, viewer: Viewer, *, now: datetime, promise_id: str, reason: str = "") -> None:
    """Stop telling it. The promise stays with its history; one that customers find on the public page says why.

    Raises:
        Refusal: `withdraw_why`: it is published, and no reason was given; or the reason's own.
    """
    row = promise_for(session, viewer, promise_id, lock=True)
    viewer.must(May.PROMISE_EDIT, owner_id=row.owner_id)
    if row.published and row.in_use_since is not None:
        if not reason.strip():
            raise Refusal("withdraw_why", field="reason")
        reason = end_publication(session, viewer, now=now, promise_id=row.id, since=row.in_use_since, reason=reason)
    before, row.state, row.published = row.state, State.WITHDRAWN, False
    session.add(row)
    activity.record(session, viewer, "withdraw", "promise", row.id, now=now, before=before, texts={"reason": reason})
    open_changes(session, viewer, now=now, promise_id=row.id, version=row.version, why=Why.WITHDRAWN)


def expire_promises(session: Session, *, now: datetime) -> int:
    """Scheduled work: what was valid until a day that has passed is expired, and its owner told. Returns how many."""
    asked = (
        select(Promise, PromiseVersion, Process.zone)
        .join(PromiseVersion, _of_now())
        .join(Process, col(Process.id) == col(Promise.process_id))
        .where(
            col(Promise.state).not_in([State.WITHDRAWN, State.EXPIRED]),
            col(PromiseVersion.valid_until) <= now.astimezone(UTC).date(),
        )
    )
    expired = 0
    for row, version, zone in session.exec(asked).all():
        if not is_past(version.valid_until, zone, now):
            continue
        before, row.state = row.state, State.EXPIRED
        session.add(row)
        facts = {"promise_id": row.id, "sentence": version.sentence}
        notices.tell(session, person_id=row.owner_id, kind="promise_expired", facts=facts, now=now)
        activity.record(session, None, "expire", "promise", row.id, now=now, before=before)
        expired += 1
    return expired


def is_past(valid_until: date, zone: str, now: datetime) -> bool:
    """Whether the last valid day has ended on the wall clock of a zone."""
    return day_in(zone, now) > valid_until


def promise_for(session: Session, viewer: Viewer, promise_id: str, *, lock: bool = False) -> Promise:
    """The row of a promise this person may see, or `NotFound`. For the commands of other nouns."""
    viewer.must(May.PROMISE_SEE)
    asked = select(Promise).where(Promise.id == promise_id)
    row = session.exec(asked.with_for_update() if lock else asked).first()
    if row is None:
        raise NotFound()
    return row


def version_row(session: Session, row: Promise, number: int | None = None) -> PromiseVersion:
    """A version's row; the present one unless a number is given."""
    wanted = row.version if number is None else number
    asked = select(PromiseVersion).where(PromiseVersion.promise_id == row.id, PromiseVersion.number == wanted)
    found = session.exec(asked).first()
    if found is None:
        raise NotFound()
    return found


def _hours_known(process: Process, said: TermsDraft) -> None:
    if said.business and hours_of(process) is None:
        raise Refusal("hours_missing", field="business")


def _of_now() -> Any:
    return (col(PromiseVersion.promise_id) == col(Promise.id)) & (col(PromiseVersion.number) == col(Promise.version))


def _ask_keeper(session: Session, viewer: Viewer, row: Promise, sentence: str, now: datetime) -> None:
    process = process_for(session, viewer, row.process_id)
    row.keeper, row.asked_at = Keeper.ASKED, now
    if row.state != State.IN_USE:
        row.state = State.ASKED
    session.add(row)
    session.flush()
    facts = {"promise_id": row.id, "sentence": sentence, "process": process.name, "by": viewer.name}
    notices.tell(session, person_id=process.owner_id, kind="signature_asked", facts=facts, now=now, about=row.id)
    activity.record(session, viewer, "ask", "promise", row.id, now=now, after={"version": row.version})
