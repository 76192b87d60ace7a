"""Imports: many ideas at once from a sheet, all or nothing, and taken back while nobody has acted on them (law 8).

Invariants:
- A row goes through the same Draft as every other idea; with one bad cell nothing comes in, and all of them are named.
- The same file comes in once; after it was undone it may come in again.
- An import only adds. A row whose key is an idea of this group and says the same does nothing; one that says something
  else is refused, because changing an idea is its author's; any other key is unknown, whosesoever it is.
- Undoing withdraws the ideas, deletes none, and is refused once anybody supported, commented, chose, decided or
  promised on one of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Index, func, insert, or_, text, update
from sqlalchemy.orm import aliased
from sqlmodel import Field, Session, col, select

from models import activity, curation
from models.access import May, Viewer
from models.base import Row, fold, new_id
from models.comments import Comment
from models.curation import IMPORT_MOST
from models.decisions import Decision
from models.errors import NotFound, Refusal
from models.feedback import Feedback
from models.functions import Function
from models.groups import group_for
from models.ideas import Idea, IdeaState
from models.options import RoundOption
from models.people import names_of
from models.promises import Promise
from models.sheet_rows import BadCell, JudgedIdeas, SheetRow, judged, parts_of
from models.supports import Support
from models.touchpoints import Touchpoint

LISTED = 5


class ImportKind(StrEnum):
    """What an import brings."""

    IDEAS = "ideas"


class Import(Row, table=True):
    """One file that came in. Of the file itself only its hash is kept."""

    __tablename__ = "imports"
    __table_args__ = (
        CheckConstraint("kind IN ('ideas')", name="kind"),
        CheckConstraint("row_count >= 1", name="row_count"),
        Index("uq_imports_standing", "group_id", "kind", "sha256", unique=True,
              sqlite_where=text("undone_at IS NULL"), postgresql_where=text("undone_at IS NULL")),
    )  # fmt: skip

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    group_id: str = Field(max_length=32, foreign_key="groups.id", index=True)
    kind: str = Field(default=ImportKind.IDEAS, max_length=10)
    sha256: str = Field(max_length=64)
    row_count: int
    imported_at: datetime
    imported_by: str = Field(max_length=32, foreign_key="people.id")
    undone_at: datetime | None = None


class BroughtIdea(Row, table=True):
    """Which import an idea came with."""

    __tablename__ = "imported_ideas"

    idea_id: str = Field(max_length=32, foreign_key="ideas.id", primary_key=True)
    import_id: str = Field(max_length=32, foreign_key="imports.id", index=True)


@dataclass(frozen=True)
class ImportPlan:
    """What bringing a file in would do. `alike`: new rows whose words already stand in the group.

    looked: all that was worked out for it, for `import_ideas`.
    """

    new: int
    known: int
    alike: int
    bad: tuple[BadCell, ...]
    earlier: datetime | None
    looked: JudgedIdeas = field(repr=False, compare=False)


@dataclass(frozen=True)
class ImportView:
    """An import as who conducts sees it. `touched`: on how many of its ideas somebody has acted since."""

    id: str
    rows: int
    at: datetime
    by: str
    undone_at: datetime | None
    touched: int


@dataclass(frozen=True)
class ImportNames:
    """What may stand in the columns of the sheet: touchpoints by name, functions with their side."""

    touchpoints: list[str]
    functions: list[tuple[str, str | None]]


def import_ideas(
    session: Session, viewer: Viewer, *, now: datetime, group_id: str, rows: Sequence[SheetRow], sha256: str,
    looked: JudgedIdeas | None = None,
) -> str:  # fmt: skip
    """Bring the new rows of a sheet into a group, all or nothing, in the order of the file. Returns the import's id.

    looked: what `import_plan` worked out for these very rows; without it, or where a name or one of their ideas changed
    meanwhile, they are judged here, while others wait.

    Raises:
        Refusal: `too_large` (`limit`), `file_imported` (`on`), `rows_unreadable` (`count`, and `row`, `field`, `code`
            of the first), `nothing_new`.
    """
    viewer.must(May.GROUP_IMPORT, group_id=group_id)
    group = group_for(session, viewer, group_id)
    _must_be_few(rows)
    earlier = _earlier(session, group_id, sha256)
    if earlier is not None:
        raise Refusal("file_imported", on=earlier, zone=group.zone)
    looked = judged(session, group_id, rows, looked=looked)
    ideas, bad = looked.ideas, looked.bad
    if bad:
        raise Refusal("rows_unreadable", count=len(bad), row=bad[0].row, cell=bad[0].field, reason=bad[0].code)
    if not ideas:
        raise Refusal("nothing_new")
    row = Import(group_id=group_id, sha256=sha256, row_count=len(ideas), imported_at=now,
                 imported_by=viewer.person_id or "")  # fmt: skip
    session.add(row)
    session.flush()
    ids = curation.import_ideas(session, viewer, now=now, group_id=group_id, ideas=ideas, import_id=row.id)
    session.connection().execute(insert(BroughtIdea), [{"idea_id": one, "import_id": row.id} for one in ids])
    return row.id


def undo_import(session: Session, viewer: Viewer, *, now: datetime, import_id: str) -> int:
    """Take an import back: its ideas are withdrawn. Returns how many.

    Raises:
        Refusal: `import_undone` (already), `import_touched` (`count`: so many ideas somebody has acted on).
    """
    row = session.get(Import, import_id)
    viewer.must(May.GROUP_IMPORT, group_id=row.group_id if row else None)
    if row is None:
        raise NotFound()
    mine = select(BroughtIdea.idea_id).where(BroughtIdea.import_id == row.id)
    # Whoever supports one of them at this very moment comes before or after, not in between.
    session.exec(select(Idea.id).where(col(Idea.id).in_(mine)).with_for_update()).all()
    session.refresh(row)
    if row.undone_at is not None:
        raise Refusal("import_undone")
    touched = _touched(session, [row.id]).get(row.id, 0)
    if touched:
        raise Refusal("import_touched", count=touched)
    row.undone_at = now
    session.add(row)
    withdrawn = update(Idea).where(col(Idea.id).in_(mine)).values(state=IdeaState.WITHDRAWN, changed_at=now)
    session.connection().execute(withdrawn)
    session.flush()
    session.expire_all()
    activity.record(session, viewer, "undo", "import", row.id, now=now, group_id=row.group_id, before=row.row_count)
    return row.row_count


def import_plan(
    session: Session, viewer: Viewer, *, group_id: str, rows: Sequence[SheetRow], sha256: str
) -> ImportPlan:
    """What `import_ideas` would do with these rows, every cell it would refuse among it."""
    viewer.must(May.GROUP_IMPORT, group_id=group_id)
    _must_be_few(rows)
    looked = judged(session, group_id, rows)
    folded = {fold(idea.text) for idea in looked.ideas}
    alike: set[str] = set()
    for some in parts_of(sorted(folded)):
        asked = select(Idea.folded).where(
            Idea.group_id == group_id, Idea.state == IdeaState.SHOWN, col(Idea.folded).in_(some)
        )
        alike |= set(session.exec(asked).all())
    earlier = _earlier(session, group_id, sha256)
    return ImportPlan(len(looked.ideas), looked.unchanged, len(alike), tuple(looked.bad), earlier, looked)


def import_names(session: Session, viewer: Viewer) -> ImportNames:
    """The names that the sheet understands, for the template; for whoever may import into some group.

    Raises:
        NotFound: this person conducts nowhere.
    """
    viewer.must(May.ACCOUNT_OWN)
    if not any(viewer.may(May.GROUP_IMPORT, group_id=group_id) for group_id in viewer.seats):
        raise NotFound()
    names = session.exec(select(Touchpoint.name).order_by(col(Touchpoint.folded))).all()
    functions = session.exec(select(Function.name, Function.side).order_by(col(Function.folded))).all()
    return ImportNames([str(name) for name in names], [(str(name), side) for name, side in functions])


def imports_of(session: Session, viewer: Viewer, *, group_id: str) -> list[ImportView]:
    """The last imports of a group, newest first."""
    viewer.must(May.GROUP_IMPORT, group_id=group_id)
    asked = select(Import).where(Import.group_id == group_id).order_by(col(Import.imported_at).desc()).limit(LISTED)
    rows = session.exec(asked).all()
    names = names_of(session, {row.imported_by for row in rows})
    touched = _touched(session, [row.id for row in rows if row.undone_at is None])
    return [
        ImportView(row.id, row.row_count, row.imported_at, names.get(row.imported_by, ""), row.undone_at,
                   touched.get(row.id, 0))
        for row in rows
    ]  # fmt: skip


def _must_be_few(rows: Sequence[SheetRow]) -> None:
    if len(rows) > IMPORT_MOST:
        raise Refusal("too_large", limit=IMPORT_MOST)


def _earlier(session: Session, group_id: str, sha256: str) -> datetime | None:
    asked = select(Import.imported_at).where(
        Import.group_id == group_id, Import.sha256 == sha256, col(Import.undone_at).is_(None)
    )
    return session.exec(asked).first()


def _touched(session: Session, import_ids: list[str]) -> dict[str, int]:
    """Of each import, how many ideas somebody has acted on since."""
    other = aliased(Idea)

    def there_is(column: Any) -> Any:
        return select(column).where(column == col(Idea.id)).exists()

    acted = or_(
        col(Idea.state) != IdeaState.SHOWN, col(Idea.merged_into_id).is_not(None),
        there_is(col(Support.idea_id)), there_is(col(Comment.idea_id)), there_is(col(RoundOption.idea_id)),
        there_is(col(Decision.idea_id)), there_is(col(Promise.idea_id)), there_is(col(Feedback.idea_id)),
        select(other.id).where(other.merged_into_id == col(Idea.id)).exists(),
    )  # fmt: skip
    asked = (
        select(BroughtIdea.import_id, func.count())
        .join(Idea, col(Idea.id) == col(BroughtIdea.idea_id))
        .where(col(BroughtIdea.import_id).in_(import_ids), acted)
        .group_by(col(BroughtIdea.import_id))
    )
    return {str(key): int(n) for key, n in session.exec(asked).all()} if import_ids else {}
