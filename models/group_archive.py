"""A group taken out whole: everything of it as plain values, to be taken in by another installation.

Not a noun with a table (decision 0012). Invariants: only who manages the group; no e-mail unless asked for; how a named
person voted is in no archive, but for consents, which everybody reads by name; of a secret vote the ballots go along
only where the tally sheet may show them with their sides, else its totals alone; no way in, key or code goes along; the
same group gives the same rows.
"""

import json
from collections import Counter
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select, tuple_
from sqlmodel import Session, col

from analysis.dots import LEAST
from models import activity
from models.access import May, Viewer
from models.archive_shape import NAMED, SCOPES, Archive, columns_of, plain_value, table_of, target_of
from models.archives_restored import ArchiveRestored
from models.ballot_rows import BallotState
from models.base import new_id
from models.errors import NotFound, Refusal
from models.groups import Group, manager_of
from models.ideas import IdeaState
from models.installation import company_view
from models.promise_terms import PromiseVersion
from models.promises import Promise
from models.recounts import TOTALS_ONLY
from models.rounds import VOTES, Round, RoundKind, RoundState
from models.viewers import viewer_of_person
from models.vote_codes import SHEET_LEAST

_CHUNK = 500
Rows = list[dict[str, Any]]


def archive_group(session: Session, viewer: Viewer, *, now: datetime, group_id: str) -> str:
    """Note that a group was taken out, by whom. Returns the id of the archive that is about to be made."""
    viewer.must(May.GROUP_ARCHIVE, group_id=group_id)
    _no_open_vote(session, group_id)
    archive_id = new_id()
    activity.record(session, viewer, "take_out", "group", group_id, now=now, group_id=group_id, after=archive_id)
    return archive_id


def archive_of(
    session: Session, viewer: Viewer, *, now: datetime, group_id: str, archive_id: str = "", emails: bool = False
) -> Archive:
    """Everything of a group. A bounded number of statements for each table.

    Raises:
        Refusal: `archive_vote_open`: ballots nobody may count yet go nowhere.
        NotFound: not there, or not this person's to take out.
    """
    viewer.must(May.GROUP_ARCHIVE, group_id=group_id)
    group = session.get(Group, group_id)
    if group is None:
        raise NotFound()
    _no_open_vote(session, group_id)
    whole, left = _ballots_that_go(session, group_id)
    tables: dict[str, Rows] = {}
    for name, scope in SCOPES.items():
        tables[name] = _rows(session, name, scope, group_id, tables, whole)
    _without_names(session, group_id, tables)
    _without_loose_ends(tables)
    people = {row[column.name] for name, rows in tables.items() for column in columns_of(name)
              if target_of(column) == "people" for row in rows if row[column.name]}  # fmt: skip
    named = _named(session, tables)
    _by_key(tables, named)
    tables |= named
    tables["people"] = _people(session, people, emails)
    left = _totals_only(tables, left)
    return Archive(archive_id or new_id(), now, company_view(session).company, group.name, tables, left)


def group_and_manager(session: Session, named: str) -> tuple[str, Viewer]:
    """A group by its name or id, and somebody who manages it: for the operator's command."""
    group_id, person_id = manager_of(session, named)
    return group_id, viewer_of_person(session, person_id)


def _no_open_vote(session: Session, group_id: str) -> None:
    asked = select(Round.id).where(  # type: ignore[call-overload]
        col(Round.group_id) == group_id, col(Round.state) == RoundState.OPEN, col(Round.kind).in_(VOTES)
    )
    if session.execute(asked.limit(1)).first() is not None:
        raise Refusal("archive_vote_open")


def _ballots_that_go(session: Session, group_id: str) -> tuple[set[str], tuple[str, ...]]:
    """The rounds whose ballots go along, and those of which only the totals do."""
    ballots, rounds = table_of("ballots"), table_of("rounds")
    asked = (
        select(ballots.c.round_id, rounds.c.secret, ballots.c.side, func.count())
        .join(rounds, rounds.c.id == ballots.c.round_id)
        .where(rounds.c.group_id == group_id, rounds.c.state == RoundState.CLOSED)
        .where(ballots.c.state == BallotState.COUNTED)
        .group_by(ballots.c.round_id, rounds.c.secret, ballots.c.side)
    )
    sides: dict[str, Counter[str]] = {}
    secret = set()
    for round_id, is_secret, side, n in session.execute(asked).all():
        sides.setdefault(round_id, Counter())[side] += n
        if is_secret:
            secret.add(round_id)
    few = {one for one in secret if sides[one].total() < SHEET_LEAST or min(sides[one].values()) < LEAST}
    return set(sides) - few, tuple(sorted(few))


def _rows(
    session: Session, name: str, scope: str, group_id: str, tables: dict[str, Rows], whole: set[str]
) -> Rows:
    table, columns = table_of(name), columns_of(name)
    asked: Select[Any] = select(*columns)
    target = target_of(table.c[scope])
    if name == "ballots":
        asked = asked.where(table.c.state == BallotState.COUNTED)
        keys: list[str] | None = sorted(whole)
    elif name == "groups" or target == "groups":
        asked, keys = asked.where(table.c[scope] == group_id), None
    else:
        keys = [row["id"] for row in tables[str(target)]]
    if name == "ideas":
        asked = asked.where(table.c.state != IdeaState.WITHDRAWN)
    order = asked.order_by(*table.primary_key.columns)
    found: Rows = []
    for part in [None] if keys is None else [keys[at : at + _CHUNK] for at in range(0, len(keys), _CHUNK)]:
        some = order if part is None else order.where(table.c[scope].in_(part))
        found += [{key: plain_value(value) for key, value in row.items()} for row in session.execute(some).mappings()]
    # One order on both databases, whatever their collation.
    names = [column.name for column in table.primary_key.columns]
    return sorted(found, key=lambda row: tuple(str(row[key]) for key in names))


def _without_names(session: Session, group_id: str, tables: dict[str, Rows]) -> None:
    """Ballots lose their voter where the vote is no consent; the seat of who restored the group is not the group's."""
    consents = {row["id"] for row in tables["rounds"] if row["kind"] == RoundKind.CONSENT}
    for row in tables["ballots"]:
        if row["round_id"] not in consents:
            row["person_id"] = None
    restored = session.execute(select(  # type: ignore[call-overload]
        ArchiveRestored.restored_by, ArchiveRestored.restored_at).where(col(ArchiveRestored.group_id) == group_id)
    ).first()  # fmt: skip
    if restored is not None:
        own = (restored[0], plain_value(restored[1]))
        tables["memberships"] = [row for row in tables["memberships"] if (row["person_id"], row["joined_at"]) != own]


def _without_loose_ends(tables: dict[str, Rows]) -> None:
    """What points at a row that stays behind points at nothing, or stays behind as well. Until nothing changes."""
    while True:
        kept = {name: {row["id"] for row in rows} for name, rows in tables.items() if "id" in table_of(name).c}
        changed = False
        for name, rows in tables.items():
            for column in columns_of(name):
                target = target_of(column)
                if target is None or target in ("people", *NAMED):
                    continue
                there = kept.get(target, set())
                loose = [row for row in rows if row[column.name] is not None and row[column.name] not in there]
                if not loose:
                    continue
                changed = True
                if column.nullable and (name, column.name) not in _ABOUT:
                    for row in loose:
                        row[column.name] = None
                else:
                    gone = {id(row) for row in loose}
                    rows = tables[name] = [row for row in rows if id(row) not in gone]
        if not changed:
            return


def _people(session: Session, ids: set[str], emails: bool) -> Rows:
    """Who is meant: name, side, language; an address only where it was asked for."""
    table, found = table_of("people"), list[dict[str, Any]]()
    wanted = sorted(ids)
    columns = [table.c[name] for name in ("id", "kind", "name", "side", "language", "erased_at", "created_at")]
    columns += [table.c.email] if emails else []
    for at in range(0, len(wanted), _CHUNK):
        asked = select(*columns).where(table.c.id.in_(wanted[at : at + _CHUNK])).order_by(table.c.id)
        found += [{key: plain_value(value) for key, value in row.items()} for row in session.execute(asked).mappings()]
    return sorted(found, key=lambda row: str(row["id"]))


def _named(session: Session, tables: dict[str, Rows]) -> dict[str, Rows]:
    """The company's rows that are meant, by name: what they are called, and what it takes to make them anew."""
    wanted: dict[str, set[str]] = {name: set() for name in NAMED}
    for name, rows in tables.items():
        for column in columns_of(name):
            target = target_of(column)
            if target in wanted:
                wanted[target] |= {row[column.name] for row in rows if row[column.name]}
    found: dict[str, Rows] = {"promises": _promises(session, wanted["promises"])}
    wanted["processes"] |= {row["process_id"] for row in found["promises"]}
    found["touchpoints"] = _plain(session, "touchpoints", wanted["touchpoints"], ("name", "stage_id", "control"))
    wanted["stages"] |= {row["stage_id"] for row in found["touchpoints"]}
    found["stages"] = _plain(session, "stages", wanted["stages"], ("name", "position"))
    found["functions"] = _plain(session, "functions", wanted["functions"], ("name", "side"))
    found["matters"] = _plain(session, "matters", wanted["matters"], ("name", "position"))
    found["organisations"] = _plain(session, "organisations", wanted["organisations"], ("name",))
    found["profiles"] = _plain(session, "profiles", wanted["profiles"], ("name", "motivation", "history", "position"))
    found["processes"] = _plain(session, "processes", wanted["processes"], ("name", "noun_one", "noun_many", "zone"))
    return {name: found[name] for name in NAMED}


def _by_key(tables: dict[str, Rows], named: dict[str, Rows]) -> None:
    """Named rows are meant by their place among those of their kind, not by an id that is another one elsewhere."""
    keys: dict[str, dict[str, str]] = {}
    for name in NAMED:
        rows = named[name]
        for row in rows:
            for column, target in _POINTS.get(name, ()):
                row[column] = keys[target][row[column]]
        rows.sort(key=lambda row: json.dumps({k: v for k, v in row.items() if k != "id"}, sort_keys=True))
        keys[name] = {row["id"]: f"{name}/{place}" for place, row in enumerate(rows, start=1)}
        for row in rows:
            row["id"] = keys[name][row["id"]]
    for name, rows in tables.items():
        for column_ in columns_of(name):
            named_by = keys.get(target_of(column_) or "")
            if named_by is not None:
                for row in rows:
                    row[column_.name] = named_by.get(row[column_.name])
        primary = [column_.name for column_ in table_of(name).primary_key.columns]
        rows.sort(key=lambda row: tuple(str(row[key]) for key in primary))


def _totals_only(tables: dict[str, Rows], left: tuple[str, ...]) -> tuple[str, ...]:
    """Note on the results whose ballots stay behind that nobody can count them again; which rounds these are."""
    for row in tables["results"]:
        said = json.loads(row["versions"])
        if row["round_id"] in left:
            row["versions"] = json.dumps(said | {TOTALS_ONLY: "1"}, sort_keys=True)
        elif TOTALS_ONLY in said:
            left = (*left, row["round_id"])
    return tuple(sorted(left))


def _plain(session: Session, name: str, ids: set[str], columns: tuple[str, ...]) -> Rows:
    table = table_of(name)
    asked = select(table.c.id, *[table.c[column] for column in columns]).where(table.c.id.in_(ids))
    rows = [{key: plain_value(value) for key, value in row.items()} for row in session.execute(asked).mappings()]
    return sorted(rows, key=lambda row: str(row["name"]))


def _promises(session: Session, ids: set[str]) -> Rows:
    """A promise by its sentence, with the terms it has now: where it is not known it becomes a draft."""
    versions, promises = table_of(PromiseVersion.__tablename__), table_of(Promise.__tablename__)
    terms = [column for column in versions.columns if column.name not in _NOT_TERMS]
    asked = (
        select(promises.c.id, promises.c.process_id, *terms)
        .join(versions, tuple_(versions.c.promise_id, versions.c.number) == tuple_(promises.c.id, promises.c.version))
        .where(promises.c.id.in_(ids))
    )
    rows = [{key: plain_value(value) for key, value in row.items()} for row in session.execute(asked).mappings()]
    return sorted(rows, key=lambda row: str(row["sentence"]))


# Named rows that point at other named rows.
_POINTS = {"touchpoints": (("stage_id", "stages"),), "promises": (("process_id", "processes"),)}
# Without it the row would be about nothing, or about something else: it stays behind with what it is about.
_ABOUT = frozenset({("decisions", "idea_id")})
_NOT_TERMS = frozenset({"id", "promise_id", "number", "created_at", "created_by", "reason"})
