"""`verify` finds what is lost, doubled or broken, and finds nothing where nothing is."""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import insert, text
from sqlmodel import Session

from models.base import Row
from store import doors
from store.verify import Ledger, LedgerUnreadable, read_ledgers, verify
from tests.conftest import Database

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def save(key: str, code: str = "CODE") -> None:
    row = {"id": key, "form_key": key, "command": "c", "person_hash": None, "code": code, "at": NOW, "answer": "null"}
    doors.writing(lambda session: session.execute(insert(Row.metadata.tables["receipts"]), row) and None)


def put(row: dict[str, object], session: Session) -> None:
    session.execute(insert(Row.metadata.tables["receipts"]), row)


def ledger_of(folder: Path, *lines: str) -> Ledger:
    path = folder / "client.ledger"
    path.write_text("\n".join([*lines, ""]))
    return read_ledgers([path])


def found(folder: Path, *lines: str) -> list[str]:
    return verify(Row.metadata, ledger_of(folder, *lines))


def test_nothing_wrong_is_nothing_found(database: Database, tmp_path: Path) -> None:
    save("run1-a")
    assert verify(Row.metadata) == []
    heard = ["ACK run1-a CODE", "REFUSED run1-c"]
    assert found(tmp_path, "RUN run1-", "SENT run1-a", "SENT run1-b", "SENT run1-c", *heard) == []


def test_what_was_acknowledged_must_be_there_with_its_code(database: Database, tmp_path: Path) -> None:
    save("run1-a", "OTHER")
    assert found(tmp_path, "SENT run1-a", "ACK run1-a CODE", "SENT run1-b", "ACK run1-b CODE") == [
        "acknowledged with code CODE but stored with OTHER: run1-a", "acknowledged but missing: run1-b",
    ]  # fmt: skip


def test_what_was_refused_must_not_be_there(database: Database, tmp_path: Path) -> None:
    save("run1-a")
    assert found(tmp_path, "SENT run1-a", "REFUSED run1-a") == ["refused but stored: run1-a"]


def test_what_nobody_sent_must_not_be_there_but_other_runs_do_not_matter(database: Database, tmp_path: Path) -> None:
    for key in ("run1-a", "run1-z", "elsewhere"):
        save(key)
    sent = ["SENT run1-a", "SENT run1-b"]
    assert found(tmp_path, *sent) == ["stored but never sent: run1-z"], "the keys of a ledger share the beginning run1-"
    assert found(tmp_path, "RUN run1-", *sent) == ["stored but never sent: run1-z"]
    assert found(tmp_path, "RUN run2-", *sent) == []


def test_a_last_line_cut_by_a_kill_was_not_said(tmp_path: Path) -> None:
    path = tmp_path / "cut.ledger"
    path.write_text("SENT run1-a\nACK run1-a CO")
    assert read_ledgers([path]).acknowledged == {}


def test_a_line_that_makes_no_sense_is_named(tmp_path: Path) -> None:
    with pytest.raises(LedgerUnreadable, match="line 2"):
        ledger_of(tmp_path, "SENT a", "LOST b")


def test_a_double_that_slipped_past_the_database_is_found(real_database: Database) -> None:
    save("run1-a")
    with real_database.engine.connect() as connection:
        if real_database.kind == "sqlite":
            shape = connection.execute(text("SELECT sql FROM sqlite_master WHERE name = 'receipts'")).scalar_one()
            connection.rollback()
            driver = connection.connection.driver_connection
            assert driver is not None
            rule = next(part for part in shape.split("\n") if "UNIQUE" in part)
            for step in ("DROP TABLE receipts", shape.replace(rule, rule.replace("UNIQUE (form_key)", "CHECK (1)"))):
                driver.execute(step)
        else:
            connection.execute(text("ALTER TABLE receipts DROP CONSTRAINT uq_receipts_form_key"))
            connection.execute(text("DELETE FROM receipts"))
            connection.commit()
    same = {"form_key": "twice", "command": "c", "code": "C", "at": NOW, "answer": "null"}
    for number in range(2):
        doors.writing(partial(put, {"id": str(number)} | same))
    assert verify(Row.metadata) == ["1 times a second row where only one may be: receipts.form_key"]


def test_a_reference_to_nothing_is_found(real_database: Database) -> None:
    with real_database.engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute(
            "PRAGMA foreign_keys = OFF" if real_database.kind == "sqlite" else "SET session_replication_role = replica"
        )
        driver.execute("INSERT INTO activity_texts (seq, texts) VALUES (5, 'x')")
        driver.commit()
        connection.invalidate()
    assert verify(Row.metadata) == ["1 rows of activity_texts refer by seq to a missing row of activity"]


def test_rules_of_nouns_are_asked_too(database: Database) -> None:
    assert verify(Row.metadata, checks=[lambda session: ["the record of activity breaks at number 3"]]) == [
        "the record of activity breaks at number 3"
    ]
