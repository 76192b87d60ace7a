"""A large table is asked for and written by a process of its own, at a lower priority: a room that votes never waits.

It leaves in pieces as it is written, so whoever asked sees it grow from the first second. The viewer is the one of the
request, read just before; the question asks for permission again.
"""

import os
import pickle
import sys
from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from pathlib import Path

import anyio
from anyio import CapacityLimiter

from exchange.desk_tables import desk_table
from exchange.table_book import book_pieces
from models.access import Viewer
from store.doors import reading
from words.speech import speech

ROOT = Path(__file__).resolve().parent.parent
LOWER = 19
# Two at a time, because one may leave over a slow line: the next large table waits for them, and no vote for any.
_writers: list[CapacityLimiter] = []


async def pieces_apart(
    viewer: Viewer, name: str, asked: Mapping[str, str], *, now: datetime, zone: str, foot: str
) -> AsyncIterator[bytes]:
    """The workbook in pieces. Whoever goes away meanwhile ends it.

    Raises:
        RuntimeError: the process failed; its trace is in the log. What has left by then is no whole file.
    """
    if not _writers:
        _writers.append(CapacityLimiter(2))
    command = [sys.executable, "-m", "web.table_apart"]
    async with _writers[0], await anyio.open_process(command, cwd=ROOT, stderr=None) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        await process.stdin.send(pickle.dumps((viewer, name, dict(asked), now, zone, foot)))
        await process.stdin.aclose()
        async for piece in process.stdout:
            yield piece
        if await process.wait():
            raise RuntimeError("a table was not written whole")


def write() -> None:
    """The process: who asks for what in (only ever from the function above), a workbook out."""
    os.nice(LOWER)
    viewer, name, asked, now, zone, foot = pickle.load(sys.stdin.buffer)
    say = speech(viewer.language)
    with reading() as session:
        table = desk_table(session, viewer, name=name, say=say, now=now, asked=asked)
        for piece in book_pieces(table, say, zone=zone, foot=foot):
            sys.stdout.buffer.write(piece)
            # What was asked is plain values by now: without this every row of it would stay in memory.
            session.expunge_all()
            session.info.clear()


if __name__ == "__main__":
    write()
