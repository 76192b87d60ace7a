"""What happens when the program starts and while it runs, however it was started."""

import asyncio
import gc
import importlib
import inspect
import logging
import pkgutil
import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

import charts
from models.access import SCHEDULED
from models.all_verdicts import refresh_verdicts
from models.announcements import announce_verdicts
from models.conduct import close_due_rounds, open_due_rounds
from models.days import count_days_in
from models.installation import first_code
from models.observed_cases import take_in_taps
from models.own_answers import take_own_answers
from models.promises import expire_promises
from models.round_clock import destroy_due_keys
from store import clock
from store.doors import StoreTrouble, close_store, open_store, writing
from store.engine import StartRefused, check_engine
from store.migrate import upgrade
from store.planning import learn_at_times
from store.settings import settings
from store.tick import BetweenDoors, Job, Reading, Writing, tick
from store.traces import forget_traces
from web.first_questions import read_ahead
from web.mailing import send_mails
from web.passwords import warm_passwords
from web.sending import send_due
from words.speech import LANGUAGES, speech

TICK_SECONDS = 30
# What every page is put together of. The pages import it; it is only named here, so that the first need not wait.
UI = str(Path(__file__).resolve().parent.parent / "ui")
# What Streamlit and tables import once somebody needs it.
_LATER = ("pandas", "pyarrow", "streamlit.emojis", "streamlit.material_icon_names", "PIL.ImageFile",
          "exchange.workbook")  # fmt: skip
# Seconds that a thread computes before another that waits gets its turn. A page takes twenty turns, mostly short ones
# between two answers of the database; Python's own 5 ms let it wait a tenth of a second beside whoever counts a vote.
TURN = 0.001
# The scheduled work of every noun, by name.
JOBS: dict[str, Job] = {
    "open rounds": lambda session, now: open_due_rounds(session, now=now),
    "close rounds": lambda session, now: close_due_rounds(session, now=now),
    "forget the order of secret votes": BetweenDoors(forget_traces),
    "destroy keys": lambda session, now: destroy_due_keys(session, now=now),
    "expire promises": lambda session, now: expire_promises(session, now=now),
    "take in what was observed": lambda session, now: take_in_taps(session, now=now),
    "take in our own answers": lambda session, now: take_own_answers(session, now=now),
    "ask databases": BetweenDoors(lambda reading, writing, now: ask_databases(reading, writing, now)),
    "refresh verdicts": BetweenDoors(
        lambda reading, writing, now: refresh_verdicts(reading, writing, SCHEDULED, now=now)
    ),
    "announce verdicts": lambda session, now: announce_verdicts(session, now=now),
    "send webhooks": BetweenDoors(send_due),
    "look at the tables": BetweenDoors(learn_at_times),
    "send mails": BetweenDoors(lambda reading, writing, now: send_mails(reading, writing, now)),
}

log = logging.getLogger("dueremi.start")


def open_for_business() -> None:
    """Open and check the store, bring the schema up to date, have a large database in memory, and print the one-time
    code while nobody has set it up.

    Raises:
        StartRefused: one sentence about what is not as it must be.
    """
    sys.setswitchinterval(TURN)
    _check_excel()
    count_days_in(settings().zone)
    engine = open_store()
    try:
        check_engine(engine)
        upgrade(engine)
        code = writing(lambda session: first_code(session, now=clock.now()))
        read_ahead(engine, now=clock.now())
    except StartRefused:
        raise
    except (StoreTrouble, SQLAlchemyError) as trouble:
        log.error("start", exc_info=trouble)
        raise StartRefused("The database cannot be opened and brought up to date; the log says why.") from trouble
    if code is not None:
        # For the operator's eyes only: the log may go elsewhere, the terminal is theirs.
        sys.stdout.write(
            f"\n  Due Remi: {settings().public_url}/setup\n"
            f"  One-time code for the first administrator, good for 24 hours: {code[:4]}-{code[4:]}\n\n"
        )
        sys.stdout.flush()


def warm() -> None:
    """Import what the first page, its first table and its first chart would otherwise wait for (1.5 s), and read the
    catalogues of words (0.15 s).

    What is there then stays until the end: nobody's page waits for the collector of waste to look through it.
    """
    warm_passwords()
    ours = *_modules(charts.__path__, "charts"), *_modules([UI], "ui")
    for name in (*_LATER, *ours):
        importlib.import_module(name)
    for language in LANGUAGES:
        speech(language).date(clock.now(), settings().zone)
    # The first chart that is drawn imports more, whichever it is.
    drawing = importlib.import_module("charts.value_effort")
    drawing.value_effort(speech(LANGUAGES[0]), (("", "", 1.0, 1.0, drawing.NONE),), ((drawing.NONE, ""),))
    # At its first element Streamlit looks up who started it, module by module: 0.15 s, and nothing once it is known.
    inspect.stack()
    gc.collect()
    gc.freeze()


async def ticking() -> None:
    """Scheduled work, again and again until the server stops; a failure is logged and the next round tries again."""
    while True:
        await asyncio.sleep(TICK_SECONDS)
        try:
            await asyncio.to_thread(_tick)
        except Exception:
            log.exception("scheduled work failed")


def ask_databases(
    reading: Reading, writing: Writing, now: datetime, process_id: str | None = None
) -> dict[str, str]:  # fmt: skip
    """Ask the databases whose turn has come (or all of one process) for their cases. Returns what came of each."""
    # What reads tables is imported when somebody asks for it: the server starts without.
    loading, asking = importlib.import_module("exchange.loading"), importlib.import_module("exchange.sql_source")
    doors = loading.Doors(reading, writing, lambda: now)
    told: dict[str, str] = asking.refresh(doors, files=settings().source_files, process_id=process_id)
    return told


def _modules(folders: Iterable[str], name: str) -> list[str]:
    # The shell is a script: it runs for a person, and is nobody's module.
    return [f"{name}.{part.name}" for part in pkgutil.iter_modules(folders) if part.name != "shell"]


def close() -> None:
    """Give the connections back."""
    close_store()


def _tick() -> None:
    tick(JOBS, now=clock.now())


def _check_excel() -> None:
    try:
        importlib.import_module("exchange.workbook")
    except ImportError as error:
        raise StartRefused(f"Excel files cannot be read safely ({error}): install requirements.txt.") from error
