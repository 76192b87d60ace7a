"""A group taken in from an archive of another installation: looked at first, then all of it or nothing.

Not a noun with a table (decision 0012). Invariants: only administrators; a new group, never rows of one that is here;
the same archive once; ids stay what they were, so that counts and codes say the same; no reference leads out of it;
people come without a way in, and whoever restores manages the group; every result that came with its ballots
is counted again before anything is kept.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exc, insert, select, update
from sqlmodel import Session, col

from models import activity
from models.access import Kind, May, Viewer
from models.archive_names import NamedRow, found_here, make_missing
from models.archive_shape import NAMED, ROWS_MOST, SCOPES, SECRETS, Archive, broken, columns_of, stored_value, table_of
from models.archive_shape import target_of as points_at
from models.archives_restored import ArchiveRestored
from models.base import Row, fold, new_code, new_id, new_token
from models.days import day_here
from models.decisions import Decision
from models.errors import NotFound, Refusal
from models.feedback import fingerprint_of, folded_words, whole_text
from models.groups import Group, seat_manager
from models.people import Person
from models.privacy import blank_again, erase_ids
from models.recounts import first_wrong_result
from models.reply_all import SentAnswer, sent_view
from models.round_settings import settings_from
from models.rounds import Round
from models.telling import Stage, tell
from models.viewers import viewer_of_person
from models.workshops import CODE_LENGTH

_ID = re.compile(r"[0-9a-f]{32}")
_BALLOT = re.compile(r"[0-9a-f]{32}|[0-9a-f]{64}")
_CHUNK = 500
# What a value of another kind than the one that belongs there ends in.
_ODD = (exc.IntegrityError, exc.DataError, exc.StatementError, AttributeError, KeyError, TypeError, ValueError)
Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class RestorePlan:
    """What taking an archive in would do. made: named rows that are not here; known: people who are here already."""

    group: str
    company: str
    made_at: datetime
    counts: dict[str, int]
    people: int
    known: tuple[str, ...]
    made: tuple[NamedRow, ...]
    found: int
    totals_only: int


def restore_plan(session: Session, viewer: Viewer, *, archive: Archive) -> RestorePlan:
    """Look at an archive. Nothing is written.

    Raises:
        Refusal: `archive_known`, `archive_here`, `archive_broken`.
    """
    viewer.must(May.GROUP_RESTORE)
    _must_be_new(session, archive)
    _checked(archive)
    try:
        named = found_here(session, archive.tables)
        known = _people_here(session, archive.tables["people"])
    except _ODD as error:
        raise broken() from error
    names = {row["id"]: row["name"] for row in archive.tables["people"]}
    return RestorePlan(
        archive.group, archive.company, archive.made_at, archive.counts, len(names),
        tuple(sorted(str(names[key]) for key in known)), tuple(one for one in named if one.here is None),
        sum(one.here is not None for one in named), len(archive.left),
    )  # fmt: skip


def restore_group(
    session: Session, viewer: Viewer, *, now: datetime, archive: Archive, sha256: str = "", erased: Iterable[str] = ()
) -> str:  # fmt: skip
    """Take an archive in as a new group. Returns its id.

    Whoever was erased after it was taken out stays erased: here, or by the list `erased` kept outside the database.

    Raises:
        Refusal: those of `restore_plan`.
    """
    viewer.must(May.GROUP_RESTORE)
    _must_be_new(session, archive)
    _checked(archive)
    group_id = str(archive.tables["groups"][0]["id"])
    try:
        named = found_here(session, archive.tables)
        ids = make_missing(session, archive.tables, named, person_id=viewer.person_id or "", now=now)
        people = _people_here(session, archive.tables["people"])
        people |= _new_people(session, archive.tables["people"], people, now)
        _lay_down(session, archive.tables, ids, people, now)
        session.flush()
        session.expire_all()
        _must_be_read(session, group_id)
        wrong = first_wrong_result(session, group_id=group_id)
    except _ODD as error:
        raise broken() from error
    if wrong is not None:
        raise broken()
    here = set(people.values())
    blank_again(session, here, now)
    erase_ids(session, here.intersection(erased), now)
    seat_manager(session, viewer, group_id, now=now)
    session.add(ArchiveRestored(
        id=archive.id, group_id=group_id, sha256=sha256, restored_by=viewer.person_id, restored_at=now,
    ))  # fmt: skip
    session.flush()
    activity.record(
        session, viewer, "take_in", "group", group_id, now=now, group_id=group_id,
        after={"archive": archive.id, "rows": archive.counts}, texts={"name": archive.group},
    )  # fmt: skip
    return group_id


def an_administrator(session: Session) -> Viewer:
    """The first administrator of the installation: for the operator's command."""
    asked = select(Person.id).where(  # type: ignore[call-overload]
        col(Person.is_administrator), col(Person.disabled_at).is_(None)
    )
    person_id = session.execute(asked.order_by(col(Person.created_at))).scalars().first()
    if person_id is None:
        raise NotFound()
    return viewer_of_person(session, person_id)


def _must_be_new(session: Session, archive: Archive) -> None:
    before = session.get(ArchiveRestored, archive.id)
    if before is not None:
        raise Refusal("archive_known", day=day_here(before.restored_at))
    groups = archive.tables.get("groups", [])
    if len(groups) != 1 or not isinstance(groups[0].get("id"), str):
        raise broken()
    if session.get(Group, groups[0]["id"]) is not None:
        raise Refusal("archive_here")


def _checked(archive: Archive) -> None:
    """Every table is one we know, every id looks like one and stands once, every reference leads into the archive."""
    tables = archive.tables
    if set(tables) != {*SCOPES, *NAMED, "people"} or sum(archive.counts.values()) > ROWS_MOST:
        raise broken()
    there = {name: _ids(name, rows) for name, rows in tables.items()}
    group_id = tables["groups"][0]["id"]
    done, whole = 0, sum(archive.counts.values())
    for name in SCOPES:
        done += len(tables[name])
        tell(Stage.CHECKING, done, whole)
        columns = columns_of(name)
        wanted = {column.name for column in columns}
        for row in tables[name]:
            if set(row) - wanted or row.get("group_id", group_id) not in (group_id, None):
                raise broken()
        for column in columns:
            target = points_at(column)
            for row in tables[name] if target is not None else ():
                value = row.get(column.name)
                if value is not None and (not isinstance(value, str) or value not in there.get(str(target), ())):
                    raise broken(column)


def _ids(name: str, rows: Rows) -> frozenset[str]:
    if "id" not in table_of(name).c:
        return frozenset()
    ids = [row.get("id") for row in rows]
    looks = _BALLOT if name == "ballots" else _ID
    good = all(isinstance(one, str) and (name in NAMED or looks.fullmatch(one)) for one in ids)
    if not good or len(set(ids)) < len(ids):
        raise broken()
    return frozenset(str(one) for one in ids)


def _people_here(session: Session, rows: Rows) -> dict[str, str]:
    """People of the archive who are here: taken in before, or with an account under the same address."""
    found: dict[str, str] = {}
    addresses = {row["email"]: row["id"] for row in rows if isinstance(row.get("email"), str)}
    for column, wanted in ((Person.email, addresses), (Person.id, {row["id"]: row["id"] for row in rows})):
        keys = sorted(wanted)
        for at in range(0, len(keys), _CHUNK):
            asked = select(column, Person.id).where(col(column).in_(keys[at : at + _CHUNK]))  # type: ignore[call-overload]
            found |= {wanted[key]: person_id for key, person_id in session.execute(asked).all()}
    return found


def _new_people(session: Session, rows: Rows, here: Mapping[str, str], now: datetime) -> dict[str, str]:
    """Everybody else: a name and a side, no address, no way in."""
    table, made = table_of("people"), list[dict[str, Any]]()
    for row in rows:
        if row["id"] in here:
            continue
        said = {name: stored_value(table.c[name], row.get(name))
                for name in ("id", "kind", "name", "side", "language", "erased_at", "created_at")}  # fmt: skip
        made.append(said | {"is_administrator": False, "disabled_at": None if said["kind"] == Kind.GUEST else now})
    _insert(session, "people", made)
    return {row["id"]: row["id"] for row in made}


def _lay_down(
    session: Session, tables: Mapping[str, Rows], ids: Mapping[str, str], people: Mapping[str, str], now: datetime
) -> None:
    """Every row, tables before those that point at them; what points at its own table in a second pass."""
    order = [table.name for table in Row.metadata.sorted_tables if table.name in SCOPES]
    done, whole = 0, sum(len(tables[name]) for name in order)
    for name in order:
        tell(Stage.STORING, done, whole)
        done += len(tables[name])
        columns, later = columns_of(name), list[tuple[str, str, str]]()
        made: Rows = []
        for row in tables[name]:
            laid: dict[str, Any] = {}
            for column in columns:
                if column.name not in row:
                    continue
                value, target = row[column.name], points_at(column)
                if target == name and value is not None:
                    later.append((row["id"], column.name, value))
                    value = None
                elif value is not None and target in NAMED:
                    value = ids[value]
                elif value is not None and target == "people":
                    value = people[value]
                laid[column.name] = stored_value(column, value)
            if "folded" in laid:
                laid["folded"] = (
                    folded_words(whole_text(str(laid["words"]), laid.get("rest"))) if name == "feedback"
                    else fold(str(laid["text"]))
                )  # fmt: skip
            if name == "feedback" and laid["words"]:
                text, at = whole_text(str(laid["words"]), laid.get("rest")), laid["created_at"]
                laid["fingerprint"] = fingerprint_of(day_here(at), text, laid["touchpoint_id"])
            made.append(_anew(name) | laid)
        if name == "ballots":
            _voters_without_names(session, made, now)
        _insert(session, name, made)
        table = table_of(name)
        for key, column_name, value in later:
            session.execute(update(table).where(table.c.id == key).values({column_name: value}))


def _must_be_read(session: Session, group_id: str) -> None:
    """What is kept as text and read as values can be read: else a page that shows it would fail one day."""
    for kept in session.execute(select(col(Round.settings)).where(col(Round.group_id) == group_id)).scalars():
        settings_from(kept)
    sent = select(SentAnswer).join(Decision, col(Decision.id) == col(SentAnswer.decision_id))
    for row in session.execute(sent.where(col(Decision.group_id) == group_id)).scalars():
        sent_view(row)


def _anew(name: str) -> dict[str, Any]:
    """What an archive has not, and a row must have."""
    if name == "workshops":
        # Nobody comes in by an old way: who conducts renews it.
        past = datetime.fromisoformat("2000-01-01T00:00:00+00:00")
        return {"join_code": new_code(CODE_LENGTH), "join_token": new_token(), "join_until": past}
    return {column: None for column in SECRETS.get(name, ()) if table_of(name).c[column].nullable}


def _voters_without_names(session: Session, ballots: Rows, now: datetime) -> None:
    """An open ballot belongs to somebody: to a voter of its own who has no name, so that nobody's vote is told."""
    voters = []
    for row in ballots:
        if not row["secret"] and row["person_id"] is None:
            row["person_id"] = new_id()
            voters.append({"id": row["person_id"], "kind": Kind.GUEST, "name": "", "language": "it",
                           "is_administrator": False, "created_at": now, "erased_at": now})  # fmt: skip
    _insert(session, "people", voters)


def _insert(session: Session, name: str, rows: Rows) -> None:
    for at in range(0, len(rows), _CHUNK):
        session.execute(insert(table_of(name)), rows[at : at + _CHUNK])
