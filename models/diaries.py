"""The diary: what a customer went through, moment by moment, noted on their own phone in twenty seconds (A25).

Invariants:
- Nobody keeps one without having said yes to a page that says what is kept, for what, and until when; the moment of
  that yes is kept. There is no account: a code, stored as a hash, opens the diary, and only that one.
- An entry is where, a face, one sentence; masked like every feedback before it is stored. Staff read entries without
  a name; one diary's entries belong together, so a path can be drawn.
- Whoever holds the code reads everything back, deletes an entry, or the whole diary: then nothing of it is left.
  Erasing a person deletes their diaries.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, delete, func
from sqlmodel import Field, Session, col, select

from analysis.masking import masked
from models import activity
from models.access import May, Viewer
from models.base import Row, draft, new_id, normal_code, token_hash
from models.diary_calls import DiaryCall, call_at, call_behind, is_over, takes_in
from models.errors import Refusal
from models.feedback import WORDS_LIMIT, FeedbackDraft
from models.profiles import Profile
from models.touchpoints import Stage, Touchpoint

CODE_LENGTH = 8
MOST_ENTRIES = 100
LISTED = 10


class Diary(Row, table=True):
    """One person's diary. person_id: whoever was signed in when they said yes."""

    __tablename__ = "diaries"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    call_id: str = Field(max_length=32, foreign_key="diary_calls.id", index=True)
    person_id: str | None = Field(default=None, max_length=32, foreign_key="people.id", index=True)
    profile_id: str | None = Field(default=None, max_length=32, foreign_key="profiles.id", index=True)
    code_hash: str = Field(max_length=64, unique=True)
    consented_at: datetime
    ends_on: date


class DiaryEntry(Row, table=True):
    """One moment: where, how it was, one sentence."""

    __tablename__ = "diary_entries"
    __table_args__ = (
        CheckConstraint("face BETWEEN 1 AND 5", name="face"),
        CheckConstraint(f"length(words) <= {WORDS_LIMIT}", name="words"),
        Index("ix_diary_entries_at", "at", "touchpoint_id"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    diary_id: str = Field(max_length=32, foreign_key="diaries.id", index=True)
    touchpoint_id: str = Field(max_length=32, foreign_key="touchpoints.id", index=True)
    face: int
    words: str = Field(default="", max_length=WORDS_LIMIT)
    hidden: int = 0
    at: datetime


@dataclass(frozen=True)
class PublicCall:
    """What whoever is invited may know. is_open: one may still begin; is_over: also its last day has passed."""

    title: str
    ends_on: date
    profiles: list[tuple[str, str]]
    is_open: bool
    is_over: bool


@dataclass(frozen=True)
class EntryView:
    """An entry as whoever wrote it reads it back."""

    id: str
    at: datetime
    touchpoint: str
    face: int
    words: str


@dataclass(frozen=True)
class DiaryView:
    """A diary as whoever holds its code sees it. `places`: (id, name) of where it can have happened, by stage."""

    title: str
    ends_on: date
    is_over: bool
    entries: list[EntryView]
    places: list[tuple[str, list[tuple[str, str]]]]


@dataclass(frozen=True)
class CallView:
    """An invitation as staff see it: how many keep a diary, and how many moments they noted."""

    id: str
    title: str
    token: str
    ends_on: date
    is_open: bool
    workshop_id: str | None
    diaries: int
    entries: int


def begin_diary(
    session: Session, viewer: Viewer, *, now: datetime, zone: str, token: str, code: str, agreed: bool,
    profile_id: str = "",
) -> str:  # fmt: skip
    """Somebody said yes. `code` opens their diary from now on; the caller shows it once. Returns the diary's id.

    Raises:
        Refusal: `not_found` when nobody is invited here (any more), `consent_missing`.
    """
    viewer.must(May.DIARY_KEEP)
    call = call_at(session, token, now, zone)
    if not agreed:
        raise Refusal("consent_missing", field="agreed")
    profile = session.get(Profile, profile_id) if profile_id else None
    row = Diary(
        call_id=call.id, person_id=viewer.person_id, profile_id=profile.id if profile else None,
        code_hash=token_hash(normal_code(code)), consented_at=now, ends_on=call.ends_on,
    )  # fmt: skip
    session.add(row)
    session.flush()
    # Nobody's name: whoever keeps a diary stays unknown to the record.
    activity.record(session, None, "begin", "diary", row.id, now=now)
    return row.id


def note_entry(
    session: Session, viewer: Viewer, *, now: datetime, zone: str, code: str, touchpoint_id: str, face: int | str,
    words: str = "",
) -> str:  # fmt: skip
    """One more moment. Returns its id.

    Raises:
        Refusal: `diary_code_wrong`, `diary_over`, `not_an_option` (field `touchpoint_id`), `too_many_entries`, or a
            field's own.
    """
    viewer.must(May.DIARY_KEEP)
    diary = diary_row(session, code)
    if is_over(diary.ends_on, now, zone):
        raise Refusal("diary_over")
    if session.get(Touchpoint, touchpoint_id) is None:
        raise Refusal("not_an_option", field="touchpoint_id")
    said = draft(FeedbackDraft, face=face, words=words)
    count = session.exec(select(func.count()).select_from(DiaryEntry).where(DiaryEntry.diary_id == diary.id)).one()
    if count >= MOST_ENTRIES:
        raise Refusal("too_many_entries", limit=MOST_ENTRIES)
    kept = masked(said.words)
    row = DiaryEntry(
        diary_id=diary.id, touchpoint_id=touchpoint_id, face=said.face or 3, words=kept.text[:WORDS_LIMIT],
        hidden=kept.hidden, at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    activity.record(session, None, "record", "diary", diary.id, now=now)
    return row.id


def delete_entry(session: Session, viewer: Viewer, *, now: datetime, code: str, entry_id: str) -> None:
    """Take a moment out of one's diary: nothing of it is left. Twice is once."""
    viewer.must(May.DIARY_KEEP)
    diary = diary_row(session, code)
    gone = delete(DiaryEntry).where(col(DiaryEntry.id) == entry_id, col(DiaryEntry.diary_id) == diary.id)
    if session.connection().execute(gone).rowcount:
        activity.record(session, None, "delete_entry", "diary", diary.id, now=now)


def delete_diary(session: Session, viewer: Viewer, *, now: datetime, code: str) -> None:
    """Delete one's diary with everything in it."""
    viewer.must(May.DIARY_KEEP)
    diary = diary_row(session, code)
    diary_id = diary.id
    drop_diaries(session, [diary_id])
    activity.record(session, None, "delete", "diary", diary_id, now=now)


def drop_diaries(session: Session, diary_ids: list[str]) -> None:
    """Diaries with their entries, out of the database. For the commands that may."""
    session.flush()
    run = session.connection().execute
    run(delete(DiaryEntry).where(col(DiaryEntry.diary_id).in_(diary_ids)))
    run(delete(Diary).where(col(Diary.id).in_(diary_ids)))
    session.expire_all()


def drop_diaries_of(session: Session, person_id: str) -> None:
    """What a person who is being erased kept as a diary."""
    drop_diaries(session, list(session.exec(select(Diary.id).where(Diary.person_id == person_id)).all()))


def moments_of(session: Session, person_id: str) -> list[DiaryEntry]:
    """Every moment in the diaries of a person, for what they take away with them."""
    mine = select(Diary.id).where(Diary.person_id == person_id)
    return list(session.exec(select(DiaryEntry).where(col(DiaryEntry.diary_id).in_(mine))).all())


def diary_call(session: Session, viewer: Viewer, *, now: datetime, zone: str, token: str) -> PublicCall:
    """The invitation behind a link, for anybody, also when it is closed; or `NotFound`."""
    viewer.must(May.DIARY_KEEP)
    call = call_behind(session, token)
    rows = session.exec(select(Profile.id, Profile.motivation).order_by(col(Profile.position))).all()
    profiles = [(one, words) for one, words in rows if words]
    return PublicCall(call.title, call.ends_on, profiles, takes_in(call, now, zone), is_over(call.ends_on, now, zone))


def diary_of_code(session: Session, viewer: Viewer, *, now: datetime, zone: str, code: str) -> DiaryView:
    """Everything in a diary, newest first, for whoever holds its code.

    Raises:
        Refusal: `diary_code_wrong`.
    """
    viewer.must(May.DIARY_KEEP)
    diary = diary_row(session, code)
    title = session.exec(select(DiaryCall.title).where(DiaryCall.id == diary.call_id)).one()
    asked = (
        select(DiaryEntry, Touchpoint.name)
        .join(Touchpoint, col(Touchpoint.id) == col(DiaryEntry.touchpoint_id))
        .where(DiaryEntry.diary_id == diary.id)
        .order_by(col(DiaryEntry.at).desc())
    )
    entries = [EntryView(row.id, row.at, name, row.face, row.words) for row, name in session.exec(asked).all()]
    return DiaryView(title, diary.ends_on, is_over(diary.ends_on, now, zone), entries, _places(session))


def diary_calls(
    session: Session, viewer: Viewer, *, now: datetime, zone: str, workshop_id: str | None = None
) -> list[CallView]:
    """The last invitations, of one workshop or all, with what came of them, newest first. One statement."""
    viewer.must(May.JOURNEY_SEE)
    asked = (
        select(DiaryCall, func.count(func.distinct(Diary.id)), func.count(col(DiaryEntry.id)))
        .join(Diary, col(Diary.call_id) == col(DiaryCall.id), isouter=True)
        .join(DiaryEntry, col(DiaryEntry.diary_id) == col(Diary.id), isouter=True)
        .group_by(col(DiaryCall.id))
        .order_by(col(DiaryCall.opened_at).desc())
        .limit(LISTED)
    )
    if workshop_id is not None:
        asked = asked.where(DiaryCall.workshop_id == workshop_id)
    return [
        CallView(row.id, row.title, row.token, row.ends_on,
                 takes_in(row, now, zone), row.workshop_id, diaries, entries)
        for row, diaries, entries in session.exec(asked).all()
    ]  # fmt: skip


def diary_row(session: Session, code: str) -> Diary:
    """The diary behind a code.

    Raises:
        Refusal: `diary_code_wrong`.
    """
    row = session.exec(select(Diary).where(Diary.code_hash == token_hash(normal_code(code)))).first()
    if row is None:
        raise Refusal("diary_code_wrong", field="code")
    return row


def _places(session: Session) -> list[tuple[str, list[tuple[str, str]]]]:
    asked = (
        select(Stage.name, Touchpoint.id, Touchpoint.name)
        .join(Touchpoint, col(Touchpoint.stage_id) == col(Stage.id))
        .order_by(col(Stage.position), col(Touchpoint.folded))
    )
    found: dict[str, list[tuple[str, str]]] = {}
    for stage, touchpoint_id, name in session.exec(asked).all():
        found.setdefault(stage, []).append((touchpoint_id, name))
    return list(found.items())
