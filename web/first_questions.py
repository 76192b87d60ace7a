"""What the first pages of a large company would wait for, asked by the server itself before anybody may ask.

After a machine was switched on, or a database started anew, nothing of it is in memory: the first page, the first
search read their part of half a gigabyte from the disk, here and there. Read in order it takes a fraction of that.
A small database is left alone: it is read in no time.
"""

import logging
import time
from contextlib import suppress
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from models.errors import Refusal
from models.first_questions import TABLES, first_questions
from store.ahead import read_in_order
from store.doors import StoreTrouble, reading
from store.settings import settings

# Nobody waits longer for a server to begin, whatever there is to read; reading in order takes half of it at most.
MOST_SECONDS = 6.0
LARGE_BYTES = 50_000_000

log = logging.getLogger("dueremi.start")


def read_ahead(engine: Engine, *, now: datetime, large: int = LARGE_BYTES) -> int:
    """Have a large database in memory: the whole of it read in order, then what pages ask. Returns how many questions
    were asked: none of a database below `large` bytes. What fails is logged; the pages say it themselves.
    """
    until = time.monotonic() + MOST_SECONDS
    asked = 0
    try:
        if not read_in_order(engine, TABLES, large=large, seconds=MOST_SECONDS / 2):
            return 0
        with reading() as session:
            questions = first_questions(session, now=now, zone=settings().zone)
        for question in questions:
            if time.monotonic() >= until:
                break
            with suppress(Refusal), reading() as session:
                question(session)
                asked += 1
    except (StoreTrouble, SQLAlchemyError, OSError):
        log.warning("the database was not read ahead", exc_info=True)
    return asked
