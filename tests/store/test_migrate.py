"""The shape of the database: up, the same as in code, down again; interrupted, refused, and one process at a time."""

import threading
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from models.base import Row
from store import migrate
from tests.conftest import Database

FIRST = '''
revision = "0001"
down_revision = None
import sqlalchemy as sa
from alembic import op
def upgrade():
    op.create_table("a", sa.Column("id", sa.Integer, primary_key=True))
    {after}
def downgrade():
    op.drop_table("a")
'''


@pytest.fixture
def versions(tmp_path: Path) -> Path:
    folder = tmp_path / "versions"
    folder.mkdir()
    return folder


def tables(database: Database) -> set[str]:
    return set(inspect(database.engine).get_table_names()) - {"alembic_version"}


def test_a_migration_made_from_the_code_brings_the_code_s_tables_and_takes_them_back(
    empty_database: Database, versions: Path
) -> None:
    engine = empty_database.engine
    made = migrate.make_revision(engine, "everything", versions=versions)
    assert made.name == "0001_everything.py"
    assert migrate.upgrade(engine, versions=versions) == "0001"
    assert migrate.differences(engine, Row.metadata) == []
    assert migrate.upgrade(engine, versions=versions) == "0001", "a second start changes nothing"
    migrate.check_schema(engine, versions=versions)
    migrate.downgrade(engine, versions=versions)
    assert tables(empty_database) == set()


def test_the_migrations_in_the_repository_agree_with_the_tables_in_code(empty_database: Database) -> None:
    if migrate.head_version() is None:
        pytest.fail("there is no migration yet: make migration")
    engine = empty_database.engine
    migrate.upgrade(engine)
    assert migrate.differences(engine, Row.metadata) == []
    migrate.downgrade(engine)
    assert tables(empty_database) == set()


def test_after_an_interruption_nothing_is_left_and_the_next_start_finishes(
    empty_database: Database, versions: Path
) -> None:
    """F16"""
    file = versions / "0001_first.py"
    file.write_text(FIRST.format(after='raise KeyboardInterrupt("power cut")'))
    with pytest.raises(KeyboardInterrupt):
        migrate.upgrade(empty_database.engine, versions=versions)
    assert tables(empty_database) == set()
    file.write_text(FIRST.format(after="pass # mended by the next start"))
    assert migrate.upgrade(empty_database.engine, versions=versions) == "0001"
    assert tables(empty_database) == {"a"}


def test_a_newer_database_is_refused_with_one_sentence_and_not_touched(
    empty_database: Database, versions: Path
) -> None:
    (versions / "0001_first.py").write_text(FIRST.format(after="pass"))
    engine = empty_database.engine
    migrate.upgrade(engine, versions=versions)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0999'"))
    for refused in (migrate.upgrade, migrate.check_schema):
        with pytest.raises(migrate.SchemaTooNew, match="install the newer version"):
            refused(engine, versions=versions)
    assert migrate.schema_version(engine) == "0999"


def test_an_older_database_is_refused_where_nobody_migrates(empty_database: Database, versions: Path) -> None:
    (versions / "0001_first.py").write_text(FIRST.format(after="pass"))
    with pytest.raises(migrate.SchemaBehind, match=r"manage\.py migrate"):
        migrate.check_schema(empty_database.engine, versions=versions)


def test_two_servers_that_start_together_migrate_once(empty_database: Database, versions: Path) -> None:
    (versions / "0001_first.py").write_text(FIRST.format(after="import time; time.sleep(0.3)"))
    wrong: list[Exception] = []

    def start() -> None:
        try:
            migrate.upgrade(empty_database.engine, versions=versions)
        except Exception as error:
            wrong.append(error)
            raise

    servers = [threading.Thread(target=start) for _ in range(3)]
    for one in servers:
        one.start()
    for one in servers:
        one.join(20)
    assert wrong == []
    assert tables(empty_database) == {"a"}


def test_rebuilding_a_table_keeps_the_rows_that_refer_to_it(empty_database: Database, versions: Path) -> None:
    """On SQLite a changed column means a new table in place of the old one: foreign keys must not fire meanwhile."""
    engine = empty_database.engine
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE parent (id INTEGER PRIMARY KEY, n INTEGER)"))
        connection.execute(text("CREATE TABLE child (id INTEGER REFERENCES parent (id) ON DELETE CASCADE)"))
        connection.execute(text("INSERT INTO parent VALUES (1, 1)"))
        connection.execute(text("INSERT INTO child VALUES (1)"))
    change = FIRST.replace('op.create_table("a", sa.Column("id", sa.Integer, primary_key=True))',
        'with op.batch_alter_table("parent") as batch: batch.alter_column("n", nullable=False)')  # fmt: skip
    (versions / "0001_first.py").write_text(change.format(after="pass"))
    migrate.upgrade(engine, versions=versions)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM child")).scalar_one() == 1
