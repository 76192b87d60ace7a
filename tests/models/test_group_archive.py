"""A group taken out whole and taken in elsewhere: equal in values, counted again, all or nothing, once."""

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text, update
from sqlmodel import Session, col, select

from exchange.group_archive import archive_file, read_archive
from models import activity, touchpoints
from models.archive_names import found_here, make_missing
from models.archive_shape import LEFT_BEHIND, SCOPES, Archive
from models.base import Row
from models.comments import Comment
from models.decisions import Decision
from models.errors import Refusal
from models.feedback import Feedback
from models.group_archive import archive_of
from models.group_restore import restore_group, restore_plan
from models.groups import Group
from models.ideas import Idea, IdeaState
from models.people import Person
from models.recounts import first_wrong_result
from models.retold import GONE
from store.engine import WRITING
from tests.company import NOW, again, found
from tests.conftest import Store
from tests.models.archived import lived_in


def test_every_table_that_points_at_a_group_is_taken_along_or_left_behind_on_purpose() -> None:
    own = set(SCOPES)
    pointing = {table.name for table in Row.metadata.sorted_tables
                for key in table.foreign_keys if key.column.table.name in own}  # fmt: skip
    assert pointing - own == set(LEFT_BEHIND), "a new table of a group goes along, or stays behind: say which"


def elsewhere(store: Store, kind: str, work: Callable[[Session], Any]) -> Any:
    """Run something in a database of another kind, as another installation."""
    engine = store.engine("postgresql" if kind == "sqlite" else "sqlite")
    with engine.execution_options(**{WRITING: True}).connect() as connection:
        outer = connection.begin()
        with Session(bind=connection, join_transaction_mode="create_savepoint") as there:
            found_ = work(there)
        outer.rollback()
    return found_


def test_a_group_is_the_same_in_another_installation_and_everything_in_it_counts_again(
    session: Session, store: Store, kind: str
) -> None:
    company, group_id = lived_in(session)
    refused = session.exec(select(Decision).where(Decision.outcome == "no")).one()
    session.execute(update(Idea).where(col(Idea.id) == refused.idea_id).values(state=IdeaState.WITHDRAWN))
    taken = archive_of(session, company.manager, now=NOW, group_id=group_id)
    assert refused.id not in {row["id"] for row in taken.tables["decisions"]}, "its idea was erased: it stays behind"
    file = archive_file(taken)
    read = read_archive(file)
    assert read.tables == taken.tables, "the file says what was taken"
    said = json.dumps(taken.tables, ensure_ascii=False)
    assert not [secret for secret in ("@example.com", "join_token", "code_hash") if secret in said]
    consent = next(row["id"] for row in taken.tables["rounds"] if row["kind"] == "consent")
    open_ballots = [row for row in taken.tables["ballots"] if not row["secret"]]
    assert {row["person_id"] for row in open_ballots if row["round_id"] != consent} == {None}, "no vote by name"
    assert len(taken.left) == 1, "of a secret vote of few the totals alone go along"
    assert {row["round_id"] for row in taken.tables["ballots"]}.isdisjoint(taken.left)

    def take_in(there: Session) -> Archive:
        root = found(there).administrator
        plan = restore_plan(there, root, archive=read)
        assert [one.name for one in plan.made if one.table == "touchpoints"] == ["Bottega di Faenza"]
        assert (plan.totals_only, plan.known) == (1, ())
        new = restore_group(there, root, now=NOW, archive=read)
        assert new == group_id
        assert first_wrong_result(there) is None, "every vote that came with its ballots counts to the same"
        assert activity.first_break(there) is None
        prints = there.exec(select(Feedback.fingerprint).where(Feedback.words != "")).all()
        assert [one is None for one in prints] == [False], "a sheet that brings them again is known"
        with pytest.raises(Refusal) as twice:
            restore_group(there, root, now=NOW, archive=read)
        assert twice.value.code == "archive_known"
        came = there.exec(select(Person).where(Person.id == company.marketing.person_id)).one()
        assert (came.name, came.email, came.disabled_at) == ("Marta Gualdi", None, NOW), "a name without a way in"
        return archive_of(there, again(there, root), now=NOW, group_id=new, archive_id=read.id)

    second = elsewhere(store, kind, take_in)
    for name in taken.tables:
        assert second.tables[name] == taken.tables[name], name
    assert second.left == taken.left
    assert archive_file(second) == file, "taken out again it is the same file"

    def take_in_after_an_erasure(there: Session) -> list[str]:
        root, rosa = found(there).administrator, company.logistics.person_id or ""
        restore_group(there, root, now=NOW, archive=read, erased=(rosa,))
        told = there.exec(select(Comment.text)).all()
        return [*told, *there.exec(select(Person.name).where(Person.id == rosa)).all()]

    assert elsewhere(store, kind, take_in_after_an_erasure) == [GONE, ""], "whoever was erased since stays erased"


def test_an_installation_that_began_in_another_language_takes_the_stages_of_an_archive_in(session: Session) -> None:
    root = found(session).administrator
    tables: dict[str, Any] = {
        "stages": [
            {"id": "stages/1", "name": "I receive", "position": 4}, {"id": "stages/2", "name": "Before", "position": 1}
        ]
    }  # fmt: skip
    named = found_here(session, tables)
    assert [one.here is None for one in named] == [False, True], "what everybody starts with is the same in any words"
    make_missing(session, tables, named, person_id=root.person_id or "", now=NOW)
    stages = [one.name for one in touchpoints.stages_all(session, root)]
    assert stages == [*touchpoints.STARTING["it"], "Before"], "its place is taken: behind those that are here"


def changed(file: bytes, member: str, new: bytes | None, *, name: str = "") -> bytes:
    """The zip with one member other than it was."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as fresh:
        for one in old.namelist():
            if one != member:
                fresh.writestr(one, old.read(one))
            elif new is not None:
                fresh.writestr(name or one, new)
    return out.getvalue()


def test_a_changed_a_cut_off_and_a_hostile_archive_are_refused_and_nothing_is_kept(session: Session) -> None:
    company, group_id = lived_in(session)
    taken = archive_of(session, company.manager, now=NOW, group_id=group_id)
    file = archive_file(taken)
    root = company.administrator
    for data, code in (
        (file[: len(file) // 2], "archive_broken"),
        (changed(file, "tables/ideas.jsonl", b'{"id":"x"}\n'), "archive_broken"),
        (changed(file, "tables/ideas.jsonl", None), "archive_broken"),
        (changed(file, "tables/ideas.jsonl", b"", name="../../etc/passwd"), "archive_unsafe"),
        (changed(file, "manifest.json", b'{"product": "Due Remi"}'), "archive_broken"),
        (changed(file, "tables/ideas.jsonl", b"0" * 3_000_000), "archive_unsafe"),
        (b"not a zip", "archive_unsafe"),
    ):  # fmt: skip
        with pytest.raises(Refusal) as refused:
            read_archive(data)
        assert refused.value.code == code
    with pytest.raises(Refusal) as here:
        restore_plan(session, root, archive=taken)
    assert here.value.code == "archive_here"
    for viewer in (company.manager, company.facilitator, company.marketing):
        with pytest.raises(Refusal) as refused:
            restore_group(session, viewer, now=NOW, archive=taken)
        assert refused.value.code == "not_allowed"
    with pytest.raises(Refusal):
        archive_of(session, company.facilitator, now=NOW, group_id=group_id)


def test_an_archive_whose_rows_lead_out_of_it_or_whose_result_is_not_its_ballots_is_refused_whole(
    session: Session, store: Store, kind: str
) -> None:
    company, group_id = lived_in(session)
    taken = archive_of(session, company.manager, now=NOW, group_id=group_id)
    foreign = company.other_group_id

    def forged(there: Session) -> None:
        root = found(there).administrator
        before = there.connection().execute(text("SELECT count(*) FROM people")).scalar()
        for name, column, value in (
            ("ideas", "group_id", foreign), ("ideas", "round_id", "f" * 32), ("ideas", "text", "x" * 181),
            ("comments", "author_id", root.person_id), ("ballot_lines", "value", 4), ("decisions", "outcome", "maybe"),
            ("ideas", "touchpoint_id", []), ("ideas", "created_at", {}), ("rounds", "settings", '{"budget":'),
            ("comments", "text", "\u2800\u202e"), ("groups", "name", "T11 \u202egnp.exe"),
            ("ideas", "text", "T12 \x0b"), ("ideas", "text", "T12 \uffff"), ("ideas", "text", "T12 \x00"),
            ("ideas", "created_at", "0026-01-01T00:00:00+00:00"), ("ideas", "created_at", "9999-12-31T23:59:59+00:00"),
            ("ideas", "created_at", "2026-01-01T00:00:00"), ("workshops", "planned_on", "2026-02-31"),
        ):  # fmt: skip
            bad = read_archive(archive_file(taken))
            bad.tables[name][0][column] = value
            with pytest.raises(Refusal) as refused, there.begin_nested():
                restore_group(there, root, now=NOW, archive=bad)
            assert refused.value.code == "archive_broken", (name, column)
        assert there.get(Group, group_id) is None
        assert there.connection().execute(text("SELECT count(*) FROM people")).scalar() == before

    elsewhere(store, kind, forged)
