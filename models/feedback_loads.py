"""Loads of feedback: one file of voices that came in whole, and can be taken back while nobody acted on it.

Invariants: all or nothing, in one transaction; every row goes through the same rules as a voice noted by hand; every
contact is masked before anything is stored, and what makes a file or a row known again is a hash of masked words, so
that nothing hidden can be found by it; the same contents come in once; taken back, the rows are gone. What takes
seconds is worked out by `voices_plan`, before anybody writes.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, func, insert
from sqlmodel import Field, Session, col, select

from models import activity
from models.access import May, Viewer
from models.activity import Activity
from models.base import Row, new_id
from models.errors import NotFound, Refusal
from models.feedback import Feedback
from models.feedback_known import sifted
from models.feedback_rows import BadVoice, JudgedSheet, VoiceRowLike, judged_rows
from models.organisations import Organisation
from models.people import names_of
from models.telling import Stage, in_pieces

ROWS_MOST = 10_000
LISTED = 5
_AT_ONCE = 1_000


class FeedbackLoad(Row, table=True):
    """One file. `duplicates`: rows left out because they were there; `hidden`: contacts hidden, in `hidden_rows` rows.

    contents: the hash of the masked rows; None once it was taken back, so that the file can come again.
    """

    __tablename__ = "feedback_loads"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    contents: str | None = Field(default=None, max_length=64, unique=True)
    rows: int
    duplicates: int
    hidden: int
    hidden_rows: int
    loaded_at: datetime
    loaded_by: str = Field(max_length=32, foreign_key="people.id")
    undone_at: datetime | None = None
    undone_by: str | None = Field(default=None, max_length=32, foreign_key="people.id")


@dataclass(frozen=True)
class VoicesPlan:
    """What bringing a file in would do. `here`: rows whose voice is here already; `twice`: rows that stand in the file
    a second time; neither comes in. `proposed`: texts without a face that a rule proposes one for; `earlier`: when
    the very same contents came in; `long`: texts longer than a voice, kept whole. `hidden` contacts in `hidden_rows`
    rows would be masked. looked: all that was worked out for it, for `load_voices`."""

    new: int
    here: int
    twice: int
    hidden: int
    hidden_rows: int
    faceless: int
    proposed: int
    long: int
    bad: tuple[BadVoice, ...]
    earlier: datetime | None
    looked: JudgedSheet = field(repr=False, compare=False)

    @property
    def duplicates(self) -> int:
        """How many rows are left out."""
        return self.here + self.twice


@dataclass(frozen=True)
class LoadView:
    """A file that came in. `touched`: on how many of its voices somebody has acted; `mine`: who looks may undo it."""

    id: str
    rows: int
    duplicates: int
    hidden: int
    hidden_rows: int
    at: datetime
    by: str
    undone_at: datetime | None
    touched: int
    mine: bool


def voices_plan(
    session: Session, viewer: Viewer, *, now: datetime, rows: Sequence[VoiceRowLike], touchpoint_id: str, source: str
) -> VoicesPlan:
    """What `load_voices` would do with these rows, every cell it would refuse among it.

    touchpoint_id, source: of the rows whose own cell is empty.
    """
    viewer.must(May.FEEDBACK_RECORD)
    _must_be_few(rows)
    looked = judged_rows(session, rows, touchpoint_id, source, now)
    good = looked.good
    found = sifted(session, good)
    fresh = found.fresh
    faceless = [one for one in fresh if one.face is None]
    return VoicesPlan(
        len(fresh), found.here, found.twice, sum(one.hidden for one in fresh), sum(one.hidden > 0 for one in fresh),
        len(faceless), sum(one.proposed_face is not None for one in faceless),
        sum(one.rest for one in fresh), tuple(looked.bad), _earlier(session, looked.contents), looked,
    )  # fmt: skip


def load_voices(
    session: Session, viewer: Viewer, *, now: datetime, rows: Sequence[VoiceRowLike], touchpoint_id: str, source: str,
    looked: JudgedSheet | None = None,
) -> str:  # fmt: skip
    """Bring the new voices of a sheet in, all or nothing. Returns the load's id.

    looked: what `voices_plan` worked out for these very rows. Without it, or where a name came or went meanwhile, the
    rows are judged here, while others wait.

    Raises:
        Refusal: `too_large` (`limit`), `rows_unreadable` (`count`: so many cells; `voices_plan` names them),
            `voices_loaded`, `no_new_voices`.
    """
    viewer.must(May.FEEDBACK_RECORD)
    _must_be_few(rows)
    looked = judged_rows(session, rows, touchpoint_id, source, now, looked=looked)
    good = looked.good
    if looked.bad:
        raise Refusal("rows_unreadable", count=len(looked.bad))
    if _earlier(session, looked.contents) is not None:
        raise Refusal("voices_loaded")
    fresh = sifted(session, good).fresh
    if not fresh:
        raise Refusal("no_new_voices")
    load = FeedbackLoad(
        contents=looked.contents, rows=len(fresh), duplicates=len(good) - len(fresh),
        hidden=sum(one.hidden for one in fresh), hidden_rows=sum(one.hidden > 0 for one in fresh),
        loaded_at=now, loaded_by=viewer.person_id or "",
    )  # fmt: skip
    session.add(load)
    session.flush()
    places = _organisations(session, dict(sorted({(one.whose, one.organisation) for one in fresh if one.whose})))
    common = {"load_id": load.id, "recorded_by": viewer.person_id, "read_at": now, "read_by": viewer.person_id}
    values = [{**one.values, **common, "id": new_id(), "organisation_id": places.get(one.whose)} for one in fresh]
    # Asked to give the ids back, many rows go in as one statement: SQLite then writes its index of words once for all
    # of them. Row by row that took two seconds of ten thousand.
    for some in in_pieces(Stage.STORING, values):
        session.connection().execute(insert(Feedback).returning(col(Feedback.id)), some)
    after = {"rows": load.rows, "duplicates": load.duplicates, "hidden": load.hidden}
    activity.record(session, viewer, "import", "feedback_load", load.id, now=now, after=after)
    return load.id


def undo_load_of_voices(session: Session, viewer: Viewer, *, now: datetime, load_id: str) -> int:
    """Take a file back: its rows are gone. Whoever brought it in, or an administrator. Returns how many.

    Raises:
        Refusal: `import_undone`, `voices_acted_on` (`count`), `not_allowed`.
    """
    viewer.must(May.FEEDBACK_RECORD)
    load = session.get(FeedbackLoad, load_id)
    if load is None:
        raise NotFound()
    if not _may_undo(viewer, load):
        raise Refusal("not_allowed")
    # Whoever acts on one of them at this very moment comes before or after, not in between.
    session.exec(select(Feedback.id).where(Feedback.load_id == load.id).with_for_update()).all()
    session.refresh(load)
    if load.undone_at is not None:
        raise Refusal("import_undone")
    touched = _touched(session, [load.id]).get(load.id, 0)
    if touched:
        raise Refusal("voices_acted_on", count=touched)
    session.connection().execute(delete(Feedback).where(col(Feedback.load_id) == load.id))
    load.contents, load.undone_at, load.undone_by = None, now, viewer.person_id
    session.add(load)
    session.flush()
    session.expire_all()
    activity.record(session, viewer, "undo", "feedback_load", load.id, now=now, before=load.rows)
    return load.rows


def loads_of_voices(session: Session, viewer: Viewer) -> list[LoadView]:
    """The last files of voices, newest first."""
    viewer.must(May.FEEDBACK_RECORD)
    rows = session.exec(select(FeedbackLoad).order_by(col(FeedbackLoad.loaded_at).desc()).limit(LISTED)).all()
    names = names_of(session, {row.loaded_by for row in rows})
    touched = _touched(session, [row.id for row in rows if row.undone_at is None])
    return [
        LoadView(row.id, row.rows, row.duplicates, row.hidden, row.hidden_rows, row.loaded_at,
                 names.get(row.loaded_by, ""), row.undone_at, touched.get(row.id, 0), _may_undo(viewer, row))
        for row in rows
    ]  # fmt: skip


def _may_undo(viewer: Viewer, load: FeedbackLoad) -> bool:
    return viewer.is_administrator or load.loaded_by == viewer.person_id


def _must_be_few(rows: Sequence[Any]) -> None:
    if len(rows) > ROWS_MOST:
        raise Refusal("too_large", limit=ROWS_MOST)


def _earlier(session: Session, contents: str) -> datetime | None:
    return session.exec(select(FeedbackLoad.loaded_at).where(FeedbackLoad.contents == contents)).first()


def _organisations(session: Session, wanted: dict[str, str]) -> dict[str, str]:
    """Folded name to id; those that are new are made. wanted: folded name to name."""
    found: dict[str, str] = {}
    keys = sorted(wanted)
    for at in range(0, len(keys), _AT_ONCE):
        some = keys[at : at + _AT_ONCE]
        asked = select(Organisation.folded, Organisation.id).where(col(Organisation.folded).in_(some))
        found |= dict(session.exec(asked).all())
    new = [{"id": new_id(), "name": wanted[key], "folded": key} for key in keys if key not in found]
    if new:
        session.connection().execute(insert(Organisation), new)
    return found | {row["folded"]: row["id"] for row in new}


def _touched(session: Session, load_ids: list[str]) -> dict[str, int]:
    # Ticks may have come with the sheet: only those that somebody set here count.
    ticked = exists().where(
        col(Activity.noun) == "feedback", col(Activity.object_id) == col(Feedback.id), col(Activity.verb) == "tick"
    )
    acted = (
        col(Feedback.idea_id).is_not(None) | col(Feedback.taken_at).is_not(None)
        | col(Feedback.answered_at).is_not(None) | col(Feedback.closed_at).is_not(None)
        | ((col(Feedback.argued) > 0) & ticked)
    )  # fmt: skip
    asked = (
        select(Feedback.load_id, func.count()).where(col(Feedback.load_id).in_(load_ids), acted)
        .group_by(col(Feedback.load_id))
    )  # fmt: skip
    return {str(key): int(n) for key, n in session.exec(asked).all()} if load_ids else {}
