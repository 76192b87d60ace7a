"""A backup holds everything but the secrets; a restore brings it back on either database, and nobody who was erased."""

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Column, DateTime, ForeignKey, Integer, LargeBinary, MetaData, String, Table, insert, select, text
from sqlmodel import Session

from models.base import Row
from store import backup as kept
from store import migrate
from store.engine import make_engine
from tests.conftest import Database, Store

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
KEY = b"a-secret-key-that-must-not-leave"


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    """The product's tables, and three more that make a backup hard: secret, circular, numbered by the database."""
    whole = MetaData(naming_convention=Row.metadata.naming_convention)
    for table in Row.metadata.sorted_tables:
        if table.name != "round_keys":
            table.to_metadata(whole)
    Table("round_keys", whole, Column("id", Integer, primary_key=True), Column("key", LargeBinary, index=True))
    Table(
        "tree", whole,
        Column("id", Integer, primary_key=True),
        Column("said", String(200), nullable=False),
        Column("at", DateTime(timezone=True)),
        Column("parent", ForeignKey("tree.id")),
    )  # fmt: skip
    return whole


@pytest.fixture(scope="module")
def versions(metadata: MetaData, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("versions")
    (folder / "0001_all.py").write_text(
        'revision = "0001"\ndown_revision = None\nfrom alembic import op\nimport tests.store.test_backup as here\n'
        "def upgrade():\n    here.CURRENT[0].create_all(op.get_bind())\ndef downgrade():\n    pass\n"
    )
    CURRENT[:] = [metadata]
    return folder


CURRENT: list[MetaData] = []


@pytest.fixture
def filled(empty_database: Database, metadata: MetaData, versions: Path) -> Database:
    migrate.upgrade(empty_database.engine, versions=versions)
    tree = metadata.tables["tree"]
    with empty_database.engine.begin() as connection:
        connection.execute(insert(tree), [{"id": 1, "said": "perché 🌊 'quoted'", "at": NOW, "parent": None}])
        connection.execute(insert(tree), [{"id": 2, "said": "child of a later row", "at": None, "parent": None}])
        connection.execute(insert(tree), [{"id": 7, "said": "later", "at": NOW, "parent": 1}])
        connection.execute(tree.update().where(tree.c.id == 2).values(parent=7))
        connection.execute(insert(metadata.tables["round_keys"]), [{"id": 1, "key": KEY * 50}])
        connection.execute(insert(metadata.tables["receipts"]), [receipt("kept")])
    return empty_database


@pytest.fixture(params=["sqlite", "postgresql"])
def other(request: pytest.FixtureRequest, store: Store) -> Iterator[Database]:
    url = store.empty(request.param)
    engine = make_engine(url)
    yield Database(request.param, url, engine)
    engine.dispose()
    store.drop(url)


def receipt(key: str) -> dict[str, object]:
    return {
        "id": key, "form_key": key, "command": "c", "person_hash": None, "code": key[:8], "at": NOW, "answer": "null",
    }  # fmt: skip


def nobody(_session: Session, ids: Sequence[str], _now: datetime) -> None:
    raise AssertionError(f"nobody to erase, but {ids}")


def test_no_key_of_a_secret_round_is_anywhere_in_the_file(filled: Database, metadata: MetaData, tmp_path: Path) -> None:
    path = tmp_path / "b.db"
    assert kept.backup(filled.engine, path, metadata, now=NOW) == path.stat().st_size
    with sqlite3.connect(path) as file:
        tables = {row[0] for row in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert "round_keys" not in tables
    assert {"tree", "receipts", "alembic_version"} <= tables
    assert KEY not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0, "only its owner may read it"
    assert [file.name for file in tmp_path.iterdir()] == ["b.db"], "nothing half-made is left"


def test_a_backup_never_overwrites_another(filled: Database, metadata: MetaData, tmp_path: Path) -> None:
    path = tmp_path / "b.db"
    path.write_text("precious")
    with pytest.raises(FileExistsError):
        kept.backup(filled.engine, path, metadata, now=NOW)
    assert path.read_text() == "precious"


def test_everything_comes_back_on_either_database(
    filled: Database, other: Database, metadata: MetaData, versions: Path, tmp_path: Path
) -> None:
    kept.backup(filled.engine, tmp_path / "b.db", metadata, now=NOW)
    done = kept.restore(other.engine, tmp_path / "b.db", metadata, now=NOW, erase=nobody, versions=versions)
    assert done == kept.Restored(rows=4, erased=0, lost_receipts=())
    tree = metadata.tables["tree"]
    with filled.engine.connect() as here, other.engine.connect() as there:
        asked = select(tree.c.id, tree.c.said, tree.c.parent).order_by(tree.c.id)
        assert there.execute(asked).all() == here.execute(asked).all()
        assert there.execute(select(metadata.tables["receipts"].c.at)).scalar_one() == NOW
        assert there.execute(select(metadata.tables["round_keys"])).all() == []
    with other.engine.begin() as connection:
        connection.execute(insert(tree), {"said": "the next number is free"})
        assert connection.execute(text("SELECT max(id) FROM tree")).scalar_one() == 8


def test_a_database_that_holds_something_is_not_overwritten_unasked(
    filled: Database, metadata: MetaData, versions: Path, tmp_path: Path
) -> None:
    kept.backup(filled.engine, tmp_path / "b.db", metadata, now=NOW)
    with pytest.raises(kept.RestoreRefused, match="not empty"):
        kept.restore(filled.engine, tmp_path / "b.db", metadata, now=NOW, erase=nobody, versions=versions)


def test_what_was_acknowledged_after_the_backup_is_listed_as_lost(
    filled: Database, metadata: MetaData, versions: Path, tmp_path: Path
) -> None:
    """F15"""
    kept.backup(filled.engine, tmp_path / "b.db", metadata, now=NOW)
    with filled.engine.begin() as connection:
        connection.execute(insert(metadata.tables["receipts"]), [receipt("too late")])
    done = kept.restore(
        filled.engine, tmp_path / "b.db", metadata, now=NOW, erase=nobody, replace=True, versions=versions
    )
    assert done.lost_receipts == ("too late",)
    with filled.engine.connect() as connection:
        assert connection.scalars(select(metadata.tables["receipts"].c.form_key)).all() == ["kept"]


def test_the_erased_stay_erased_and_a_failing_erasure_undoes_the_restore(
    filled: Database, other: Database, metadata: MetaData, versions: Path, tmp_path: Path
) -> None:
    kept.backup(filled.engine, tmp_path / "b.db", metadata, now=NOW)
    listed = tmp_path / "var" / "erased.txt"
    for person in ("p1", "p2", "p1"):
        kept.note_erased(listed, person)
    seen: list[object] = []

    def failing(_session: Session, _ids: Sequence[str], _now: datetime) -> None:
        raise ValueError("cannot erase")

    def erase(session: Session, ids: Sequence[str], now: datetime) -> None:
        seen.append((list(ids), now))
        session.execute(metadata.tables["tree"].update().values(said=""))

    later = NOW + timedelta(days=1)
    with pytest.raises(ValueError, match="cannot erase"):
        kept.restore(
            other.engine, tmp_path / "b.db", metadata, now=later, erase=failing,
            erased=kept.read_erased(listed), versions=versions,
        )  # fmt: skip
    with other.engine.connect() as connection:
        assert connection.execute(select(metadata.tables["tree"])).all() == []
    done = kept.restore(
        other.engine, tmp_path / "b.db", metadata, now=later, erase=erase,
        erased=kept.read_erased(listed), versions=versions,
    )  # fmt: skip
    assert seen == [(["p1", "p2"], later)]
    assert done.erased == 2
    with other.engine.connect() as connection:
        assert set(connection.scalars(select(metadata.tables["tree"].c.said))) == {""}


@pytest.mark.parametrize("content", [b"", b"not a database", None])
def test_what_is_no_backup_is_refused_with_one_sentence(
    empty_database: Database, metadata: MetaData, versions: Path, tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "b.db"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(kept.RestoreRefused, match=r"b\.db"):
        kept.restore(empty_database.engine, path, metadata, now=NOW, erase=nobody, versions=versions)
