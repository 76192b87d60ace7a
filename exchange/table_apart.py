"""A large table is written by a process of its own, at a lower priority, so that a room that votes never waits for it.

What is asked of the database is asked before, with the viewer of the request; the process gets plain values and gives
a workbook back. A small one is written right here: starting a process would take longer.
"""

import os
import pickle
import subprocess
import sys
from pathlib import Path

from exchange.table_book import Table, table_book
from words.speech import Speech, speech

ROOT = Path(__file__).resolve().parent.parent
# About half a second of writing.
LARGE = 1_000
LOWER = 19
LONGEST_SECONDS = 300


def table_book_apart(table: Table, say: Speech, *, zone: str, foot: str) -> bytes:
    """As `table_book`. The caller waits, but holds nothing that others need.

    Raises:
        subprocess.SubprocessError: the process failed or took five minutes; its trace is in the log.
    """
    if len(table.rows) < LARGE:
        return table_book(table, say, zone=zone, foot=foot)
    done = subprocess.run(
        [sys.executable, "-m", "exchange.table_apart"], input=pickle.dumps((table, say.language, zone, foot)),
        stdout=subprocess.PIPE, cwd=ROOT, timeout=LONGEST_SECONDS, check=True,
    )  # fmt: skip
    written: bytes = done.stdout
    return written


def write() -> None:
    """The process: values in (only ever from the function above), a workbook out."""
    os.nice(LOWER)
    table, language, zone, foot = pickle.load(sys.stdin.buffer)
    sys.stdout.buffer.write(table_book(table, speech(language), zone=zone, foot=foot))


if __name__ == "__main__":
    write()
