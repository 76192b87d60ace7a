"""Cases out of another database: one SELECT in a read-only transaction, with a limit on rows and on time.

PostgreSQL, and SQLite files only in the one folder the operator allows. The question must be one statement that begins
with SELECT or WITH; what really keeps it from writing is the database: a read-only transaction there, a file opened for
reading here. Nothing of the address but machine and database is ever shown, logged or raised.
"""

import csv
import re
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.pool import NullPool
from sqlmodel import Session

from exchange.asked import Reading, Refused
from exchange.loading import Doors, Wanted, load_file
from exchange.unreadable import CASES, CellError, UnreadableFile
from models.errors import Refusal
from models.evidence import Source
from models.sources import PLACE_LIMIT, DueSource, due_sources, note_asked

SECONDS = 120
LOOK_SECONDS = 15
CONNECT_SECONDS = 10
MOST_BYTES = CASES.file_bytes
_DRIVERS = {"postgresql": "postgresql+psycopg", "postgresql+psycopg": "postgresql+psycopg"}
_COMMENTS = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)


class SourceTrouble(Exception):
    """The database gave no cases. code: `source_unfit`, `source_away`, `source_refused`, `source_slow`, `source_long`,
    `source_columns`; never a word of the database itself, which may repeat the question or the address.
    """

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def place_of(url: str, query: str, *, files: Path | None) -> str:
    """What may be shown of an address: kind, machine, database.

    `files`: the only folder whose SQLite files may be read (None: no file at all).

    Raises:
        Refusal: `source_unfit` (field `url`), `source_not_select` (field `query`).
    """
    address = _address(url, files)
    _select(query)
    if address.get_backend_name() == "sqlite":
        return f"sqlite: {Path(address.database or '').name}"[:PLACE_LIMIT]
    port = f":{address.port}" if address.port else ""
    return f"postgresql: {address.host or 'localhost'}{port}/{address.database or ''}"[:PLACE_LIMIT]


def answer_as_csv(
    url: str,
    query: str,
    target: Path,
    *,
    files: Path | None,
    most: int = CASES.csv_rows,
    seconds: float = SECONDS,
    first: int | None = None,
) -> int:
    """Ask, and write the answer with its column names to `target`. Returns how many rows. Raises SourceTrouble."""
    try:
        address, statement = _address(url, files), _select(query)
    except Refusal:
        raise SourceTrouble("source_unfit") from None
    sqlite_file = address.get_backend_name() == "sqlite"
    if sqlite_file and not Path(address.database or "").is_file():
        raise SourceTrouble("source_away")
    engine = create_engine(
        _read_only_file(address) if sqlite_file else address, poolclass=NullPool, hide_parameters=True,
        connect_args={} if sqlite_file else _postgresql(seconds),
    )  # fmt: skip
    if sqlite_file:
        event.listen(engine, "connect", lambda raw, _: _bound(raw, seconds))
    began = time.monotonic()
    try:
        with engine.connect() as connection:
            if not sqlite_file:
                connection = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            rows = _rows(connection, statement)
            return _write(rows if first is None else islice(rows, first + 1), target, most, began + seconds)
    except SourceTrouble:
        raise
    except DBAPIError as problem:
        raise SourceTrouble(_why(problem, began, seconds)) from None
    except (SQLAlchemyError, OSError, UnicodeError):
        raise SourceTrouble("source_refused") from None
    finally:
        engine.dispose()


def refresh(doors: Doors, *, files: Path | None, process_id: str | None = None) -> dict[str, str]:
    """Ask every database whose turn has come (all of one process, when it is named). Returns name -> what came of it.

    Each is asked outside any door; a failure is noted and stops no other.
    """
    with doors.reading() as session:
        due = due_sources(session, now=doors.now(), process_id=process_id)
    told: dict[str, str] = {}
    for source in due:
        trouble, said = "", ""
        try:
            answer = _refreshed(source, doors, files)
            said = f"{answer['rows']} rows, {answer['new']} new, {answer['changed']} changed"
        except (SourceTrouble, Refusal) as problem:
            trouble = problem.code
        except UnreadableFile as problem:
            trouble = "source_cells" if problem.errors[0].row else "source_columns"
        except Refused:
            trouble = "source_columns"
        told[source.name] = said or trouble
        noted = {"source_id": source.id, "now": doors.now(), "trouble": trouble}
        doors.writing(partial(_note, noted=noted))
    return told


def _note(session: Session, *, noted: dict[str, Any]) -> None:
    note_asked(session, **noted)


def look_at(url: str, query: str, *, files: Path | None, rows: int = 8) -> list[list[str]]:
    """The column names and the first rows of an answer, before anything is kept. Raises SourceTrouble."""
    with tempfile.TemporaryDirectory(prefix="dueremi-source-") as folder:
        path = Path(folder) / "answer.csv"
        answer_as_csv(url, query, path, files=files, first=rows, seconds=LOOK_SECONDS)
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.reader(file))


def _refreshed(source: DueSource, doors: Doors, files: Path | None) -> dict[str, Any]:
    # Of what the database knew at this moment, in one snapshot.
    as_of = doors.now().replace(microsecond=0)
    if source.viewer.person_id is None:
        raise Refusal("not_allowed")
    with tempfile.TemporaryDirectory(prefix="dueremi-source-") as folder:
        path = Path(folder) / "answer.csv"
        answer_as_csv(source.url, source.query, path, files=files)
        wanted = Wanted(
            source.process_id, source.viewer, as_of, source.name, Reading(source.zone), Source.DATABASE,
            salt=as_of.isoformat(),
        )  # fmt: skip
        try:
            return load_file(path, path.name, wanted, doors)
        except UnreadableFile as problem:
            raise UnreadableFile([_in_answer(error) for error in problem.errors], problem.total) from None


def _in_answer(error: CellError) -> CellError:
    """The header of our scratch file is no row of the answer."""
    return error if error.row is None else CellError(error.row - 1, error.column, error.code, error.facts)


def _address(url: str, files: Path | None) -> URL:
    try:
        address = make_url(url.strip())
    except (ArgumentError, ValueError):
        raise Refusal("source_unfit", field="url") from None
    if address.drivername in _DRIVERS and address.database:
        # Options in the address could lift the limits.
        allowed = {"sslmode", "sslrootcert", "host", "port"}
        query = {name: value for name, value in address.query.items() if name in allowed}
        return address.set(drivername=_DRIVERS[address.drivername], query=query)
    if address.drivername in ("sqlite", "sqlite+pysqlite") and files and address.database and not address.query:
        path = Path(address.database).resolve()
        if path.is_relative_to(files.resolve()):
            return address.set(database=str(path))
    raise Refusal("source_unfit", field="url")


def _select(query: str) -> str:
    bare = _COMMENTS.sub(" ", query).strip().removesuffix(";").strip()
    if ";" in bare or not re.match(r"(?i)(select|with)\b", bare):
        raise Refusal("source_not_select", field="query")
    return bare


def _postgresql(seconds: float) -> dict[str, Any]:
    limit = int(seconds * 1000)
    return {
        "connect_timeout": CONNECT_SECONDS,
        "options": f"-c default_transaction_read_only=on -c statement_timeout={limit} -c lock_timeout=5000"
        f" -c idle_in_transaction_session_timeout={limit}",
    }


def _read_only_file(address: URL) -> URL:
    path = quote(str(Path(address.database or "").absolute()))
    return URL.create("sqlite", database=f"file:{path}", query={"mode": "ro", "uri": "true"})


def _bound(raw: Any, seconds: float) -> None:
    until = time.monotonic() + seconds
    raw.execute("PRAGMA query_only = ON")
    raw.set_progress_handler(lambda: 1 if time.monotonic() > until else 0, 10_000)
    raw.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)


def _rows(connection: Connection, statement: str) -> Iterator[tuple[Any, ...]]:
    """The column names, then the rows, as the database sends them."""
    asked = connection.execution_options(stream_results=True, yield_per=5_000, no_parameters=True)
    found = asked.exec_driver_sql(statement)
    yield tuple(found.keys())
    for part in found.partitions(5_000):
        yield from (tuple(row) for row in part)


def _write(rows: Iterator[tuple[Any, ...]], target: Path, most: int, until: float) -> int:
    count = -1
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        for row in rows:
            count += 1
            if count > most or file.tell() > MOST_BYTES:
                raise SourceTrouble("source_long")
            if not count % 5_000 and time.monotonic() > until:
                raise SourceTrouble("source_slow")
            writer.writerow([_plain(value) for value in row])
    return count


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, date | int | Decimal):
        return str(value)
    return str(value).replace("\x00", "")


def _why(problem: DBAPIError, began: float, seconds: float) -> str:
    state = str(getattr(problem.orig, "sqlstate", "") or "")
    if state == "57014" or "interrupted" in str(problem.orig) or time.monotonic() - began > seconds:
        return "source_slow"
    if problem.connection_invalidated or state[:2] in ("08", "28", "3D", "57") or not state:
        return "source_refused" if isinstance(problem.orig, sqlite3.Error) else "source_away"
    return "source_refused"
