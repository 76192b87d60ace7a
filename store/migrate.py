"""The shape of the database and its versions. Every start brings the shape up to date, one process at a time.

A migration happens wholly or not at all: both databases run it in one transaction, so after an interruption the next
start simply does it again. A database newer than the program is refused, never touched.
"""

import fcntl
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, MetaData

from store.engine import WRITING, StartRefused

# Alembic tells how it works at every start; only its warnings are for operators.
logging.getLogger("alembic").setLevel(logging.WARNING)

SCRIPTS = Path(__file__).parent / "migrations"
_LOCK_KEY = 1958002
_LOCK_WAIT = "120s"


class SchemaTooNew(StartRefused):
    """The database was made by a newer version of the program."""


class SchemaBehind(StartRefused):
    """The database is older than the program and must be migrated first."""


def head_version(versions: Path | None = None) -> str | None:
    """The schema version this program knows, or None when there are no migrations at all."""
    return ScriptDirectory.from_config(_config(versions)).get_current_head()


def schema_version(engine: Engine) -> str | None:
    """The schema version of the database, or None for an empty one."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def check_schema(engine: Engine, *, versions: Path | None = None) -> None:
    """Whether program and database fit; part of every start that does not migrate by itself.

    Raises:
        SchemaTooNew: the database is newer than the program.
        SchemaBehind: the database is older than the program.
    """
    found = schema_version(engine)
    _refuse_newer(found, versions)
    if found != head_version(versions):
        raise SchemaBehind("The database is older than this program: run 'python manage.py migrate' first.")


def upgrade(engine: Engine, revision: str = "head", *, versions: Path | None = None) -> str | None:
    """Bring the database to `revision`, waiting for anyone else who is doing so. Returns the version then in force.

    Raises:
        SchemaTooNew: the database is newer than the program; nothing was touched.
    """
    with _alone(engine) as connection:
        found = MigrationContext.configure(connection).get_current_revision()
        _refuse_newer(found, versions)
        command.upgrade(_config(versions, connection), revision)
        return MigrationContext.configure(connection).get_current_revision()


def downgrade(engine: Engine, revision: str = "base", *, versions: Path | None = None) -> None:
    """Take the database back to `revision`. For tests and for an operator with a backup: data may be lost."""
    with _alone(engine) as connection:
        command.downgrade(_config(versions, connection), revision)


def differences(engine: Engine, metadata: MetaData) -> list[Any]:
    """What the tables in code have that the database has not, and the reverse; empty when they agree."""
    with engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True, "include_object": belongs_to_schema}
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))


def belongs_to_schema(_thing: Any, name: str | None, kind: str, _reflected: bool, _other: Any) -> bool:
    """Whether a table, column or index of the database is one that the code declares: the note in a backup and the
    index of the search (with the tables that FTS5 makes for itself) are not."""
    if kind == "column":
        return name != "search_vector"
    return not (kind in ("table", "index") and (name == "backup_about" or "_search" in str(name)))


def make_revision(engine: Engine, message: str, *, versions: Path | None = None, number: str | None = None) -> Path:
    """Write a migration from the difference between the tables in code and an up-to-date database."""
    known = len(list(ScriptDirectory.from_config(_config(versions)).walk_revisions()))
    with _alone(engine) as connection:
        made = command.revision(
            _config(versions, connection), message=message, autogenerate=True, rev_id=number or f"{known + 1:04d}"
        )
    if made is None or isinstance(made, list):
        raise RuntimeError("exactly one migration was expected")
    return Path(made.path)


def _config(versions: Path | None = None, connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", str(versions or SCRIPTS / "versions").replace("%", "%%"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config


def _refuse_newer(found: str | None, versions: Path | None) -> None:
    known = {script.revision for script in ScriptDirectory.from_config(_config(versions)).walk_revisions()}
    if found is not None and found not in known:
        raise SchemaTooNew(
            f"The database has schema {found}, which this version of Due Remi does not know: install the newer version."
        )


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    """One connection in one transaction, with every other migrating process kept out until it ends."""
    if engine.dialect.name == "postgresql":
        with engine.begin() as connection:
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{_LOCK_WAIT}'")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK_KEY})")
            yield connection
        return
    lock_file = Path(f"{engine.url.database}.migrating")
    with lock_file.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with engine.execution_options(**{WRITING: True}).connect() as connection:
            driver = connection.connection.driver_connection
            assert driver is not None
            # Rebuilding a table drops it: with foreign keys on, that would delete or refuse. Only outside a transaction
            # can they be switched, and what the migration left is checked before it counts.
            driver.execute("PRAGMA foreign_keys = OFF")
            try:
                with connection.begin():
                    yield connection
                    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
                    if broken is not None:
                        raise RuntimeError(f"the migration leaves a broken reference in table {broken[0]}")
            finally:
                driver.execute("PRAGMA foreign_keys = ON")
