"""Reading ahead: a large database is brought into memory in the order in which it lies, before anybody waits for it.

Read here and there, as pages would ask for it, half a gigabyte takes many times as long.
"""

import os
import time
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Engine, text

from store.doors import reading

# Of a file; more than this has no room in memory anyway.
MOST_BYTES = 2_000_000_000
_PIECE = 1 << 20

_held: dict[Path, int] = {}


def read_in_order(engine: Engine, tables: Sequence[str], *, large: int, seconds: float) -> bool:
    """Whether there are `large` bytes or more, and then they were read, for so many seconds at most.

    tables: those of which pages are made; of a file all is read.
    """
    until = time.monotonic() + seconds
    if engine.dialect.name == "sqlite":
        file = Path(str(engine.url.database))
        if not file.is_file() or file.stat().st_size < large:
            return False
        handle = _handle_of(file)
        for number in range(MOST_BYTES // _PIECE):
            if not os.pread(handle, _PIECE, number * _PIECE) or time.monotonic() >= until:
                break
        return True
    with reading() as session:
        connection = session.connection()
        sizes = " + ".join(f"pg_table_size('{table}')" for table in tables)
        if int(connection.execute(text(f"SELECT {sizes}")).scalar_one()) < large:
            return False
        # The rows themselves, in the order in which they lie: an index would lead here and there.
        for way in ("indexscan", "indexonlyscan", "bitmapscan"):
            connection.execute(text(f"SET LOCAL enable_{way} = off"))
        connection.execute(text(f"SET LOCAL statement_timeout = {round(1000 * seconds)}"))
        for table in tables:
            connection.execute(text(f"SELECT count(*) FROM {table}"))
    return True


def _handle_of(file: Path) -> int:
    """A handle of the file that is never closed: closing one would take from SQLite every lock that this process holds
    on the file (it is so of POSIX locks), and another process could clear the log away below it.
    """
    if file not in _held:
        _held[file] = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
    return _held[file]
