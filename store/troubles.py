"""What can go wrong with the database, told apart by what a person can do about it. In every case nothing was saved."""

import sqlite3

from sqlalchemy.exc import DBAPIError, TimeoutError


class StoreTrouble(Exception):
    """The database could not do its part; nothing of the command was saved."""


class StoreBusy(StoreTrouble):
    """Others hold the database. Trying again in a moment helps."""


class StoreFull(StoreTrouble):
    """No room on the disk. Reading still works; the operator must free space."""


class StoreDown(StoreTrouble):
    """The database cannot be reached or read. Heals without a restart once it is back.

    When the connection broke while the answer to the commit was under way, the effect may stand: the same form key
    again gives its receipt.
    """


# A transaction lost against another one: the whole of it may be run again.
_PG_CONFLICTS = {"40001": "serialization failure", "40P01": "deadlock"}
# Two people took the same key at once: run again, the second finds what the first wrote (its receipt, its name taken).
_PG_TAKEN = "23505"
_PG_BUSY = {"55P03", "57014", "53300", "53200"}
_PG_DOWN = {"57P01", "57P02", "57P03", "25006", "58030"}
_LITE_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_LITE_DOWN = {
    sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH,
}  # fmt: skip


def may_run_again(error: Exception) -> bool:
    """Whether running the whole transaction once more can succeed: it lost a race or found the file locked."""
    if not isinstance(error, DBAPIError):
        return False
    state = _state(error)
    return state in _PG_CONFLICTS or state == _PG_TAKEN or _lite(error) in _LITE_BUSY


def trouble_of(error: Exception) -> StoreTrouble | None:
    """The trouble behind a database error, or None when the error is a mistake of ours and must stay visible."""
    if isinstance(error, TimeoutError):
        return StoreBusy("no free connection to the database in time")
    if not isinstance(error, DBAPIError):
        return None
    state, code = _state(error), _lite(error)
    if state in _PG_CONFLICTS or state in _PG_BUSY or code in _LITE_BUSY:
        return StoreBusy(_PG_CONFLICTS.get(state or "", "the database is locked by another writer"))
    if state == "53100" or code == sqlite3.SQLITE_FULL:
        return StoreFull("no room left for the database")
    lost = error.connection_invalidated or (state or "").startswith("08") or _never_connected(error)
    if lost or state in _PG_DOWN or code in _LITE_DOWN:
        return StoreDown("the database cannot be reached")
    return None


def _state(error: DBAPIError) -> str | None:
    state = getattr(error.orig, "sqlstate", None)
    return state if isinstance(state, str) else None


def _lite(error: DBAPIError) -> int | None:
    code = getattr(error.orig, "sqlite_errorcode", None)
    # The low byte is the kind, the rest says more than we need.
    return code & 0xFF if isinstance(code, int) else None


def _never_connected(error: DBAPIError) -> bool:
    # psycopg gives no state when no server answered.
    kind = type(error.orig)
    return kind.__module__.startswith("psycopg") and kind.__name__ == "OperationalError" and _state(error) is None
