"""The operator's commands: `python manage.py --help`. Each imports what it needs itself: `assess` stays quick."""

import argparse
import importlib
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from sqlalchemy import MetaData
    from sqlmodel import Session

    from exchange.loading import Doors
    from store.backup import Erase
    from store.settings import Settings
    from store.tick import Job
    from store.verify import Check

ROOT = Path(__file__).resolve().parent
ALONE = {
    "assess": "a verdict from a file of cases; needs no database",
    "backtest": "how often the recommended figure was kept; needs no database",
    "tally": "a vote counted from a file of ballots; needs no database",
}
# The same as `exchange.asked.add_reading`, which costs an import that most commands can do without.
READING_OPTIONS = {
    "--sheet": "which sheet of a workbook",
    "--columns": "which column is which: case_id=Ordine,start=Aperto il,end=Chiuso il",
    "--dates": "how all dates are written, such as dd/mm/yyyy",
    "--start-event": ".xes: the event that starts the clock",
    "--end-event": ".xes: the event that stops it",
}


def main(argv: Sequence[str]) -> int:
    """Run one command and return its exit code: 0 done, 1 refused or something is wrong, 2 wrongly asked."""
    if argv and argv[0] in ALONE:
        alone: Callable[[Sequence[str]], int] = importlib.import_module(f"exchange.{argv[0]}").main
        return alone(argv[1:])
    asked = _parser().parse_args(argv)
    from store.engine import StartRefused
    from store.troubles import StoreTrouble, trouble_of

    command: Callable[[argparse.Namespace], int] = asked.command
    try:
        return command(asked)
    except (StartRefused, StoreTrouble, FileExistsError) as refused:
        print(refused, file=sys.stderr)
        return 1
    except Exception as error:
        # Outside the doors a database that is away shows as the driver's own error.
        trouble = trouble_of(error)
        if trouble is None:
            raise
        print(f"{trouble}.", file=sys.stderr)
        return 1


def migrate(_: argparse.Namespace) -> int:
    """Bring the database to the schema of this program."""
    from store.doors import open_store
    from store.migrate import upgrade

    print(f"The database has schema {upgrade(open_store())}.")
    return 0


def run(_: argparse.Namespace) -> int:
    """Migrate, check, say where to go, and serve."""
    if sys.version_info < (3, 11):  # noqa: UP036  the person who starts it may have another one
        print("Due Remi needs Python 3.11 or newer.", file=sys.stderr)
        return 1
    from store.doors import close_store, open_store
    from store.engine import check_engine
    from store.migrate import upgrade

    chosen = _settings()
    engine = open_store(chosen.database_url)
    upgrade(engine)
    check_engine(engine)
    close_store()
    print(f"\n  Due Remi: {chosen.public_url}\n", flush=True)
    # While nobody has set it up, app.py prints the one-time code at its start, however it is started.
    # Streamlit reads .streamlit/config.toml from here; forwarded headers are believed by web/ alone.
    os.chdir(ROOT)
    where = ["--host", chosen.bind, "--port", str(chosen.port)]
    quiet = ["--log-level", "warning", "--no-access-log", "--no-proxy-headers", "--no-server-header"]
    return os.execv(sys.executable, [sys.executable, "-m", "uvicorn", "app:app", *where, *quiet])


def tick(_: argparse.Namespace) -> int:
    """Do the scheduled work that is due, unless another server is at it."""
    from store import clock
    from store.doors import open_store
    from store.tick import tick as run_jobs

    open_store()
    importlib.import_module("models.days").count_days_in(_settings().zone)
    for name, answer in run_jobs(_jobs(), now=clock.now()).items():
        print(f"{name}: {answer}")
    return 0


def load_cases(asked: argparse.Namespace) -> int:
    """Bring a file of cases into a process, as its owner; exit 1 when it is refused."""
    from exchange.operating import load_path

    return load_path(asked, _doors())


def group(asked: argparse.Namespace) -> int:
    """Write a focus group into a file for another installation, or take one in from such a file."""
    from exchange.group_operating import group as work
    from store.backup import read_erased

    return work(asked.way, _doors(), read_erased(_settings().var / "erased.txt"))


def _doors() -> "Doors":
    from exchange.loading import Doors
    from store import clock, doors
    from store.migrate import check_schema

    check_schema(doors.open_store())
    importlib.import_module("models.days").count_days_in(_settings().zone)
    return Doors(doors.reading, doors.writing, clock.now)


def refresh(asked: argparse.Namespace) -> int:
    """Ask the databases of one process, or those whose turn has come; exit 1 when one gave nothing."""
    from models.processes import process_named
    from web.start import ask_databases

    doors = _doors()
    process_id = None
    if asked.process is not None:
        with doors.reading() as session:
            found = process_named(session, asked.process)
        if found is None:
            print(f"There is no process “{asked.process}”.", file=sys.stderr)
            return 1
        process_id = found.id
    told = ask_databases(doors.reading, doors.writing, doors.now(), process_id)
    for name, said in told.items():
        print(f"{name}: {said}")
    return 1 if any(said.startswith("source_") for said in told.values()) else 0


def backup(asked: argparse.Namespace) -> int:
    """Write everything but the secrets into one file."""
    from store import clock
    from store.backup import backup as write
    from store.doors import open_store
    from store.migrate import check_schema

    engine = open_store()
    check_schema(engine)
    size = write(engine, asked.path, _metadata(), now=clock.now())
    print(f"{asked.path}: {size} bytes. The keys of secret rounds are not in it.")
    return 0


def restore(asked: argparse.Namespace) -> int:
    """Take a backup back and erase again whoever asked to be erased."""
    from store import clock
    from store.backup import read_erased
    from store.backup import restore as take_back
    from store.doors import open_store

    done = take_back(
        open_store(), asked.path, _metadata(), now=clock.now(), erase=_erase(), replace=asked.replace,
        erased=read_erased(_settings().var / "erased.txt"),
    )  # fmt: skip
    print(f"{done.rows} rows are back; {done.erased} persons were erased again.")
    if done.lost_receipts:
        print(f"{len(done.lost_receipts)} forms acknowledged after the backup are lost:", *done.lost_receipts, sep="\n")
    return 0


def verify(asked: argparse.Namespace) -> int:
    """Look for anything lost, doubled or broken; exit 1 when something is."""
    from store.doors import open_store
    from store.verify import LedgerUnreadable, engine_name, read_ledgers
    from store.verify import verify as look

    engine = open_store()
    try:
        ledger = read_ledgers(asked.ledgers, asked.run) if asked.ledgers else None
    except (LedgerUnreadable, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    problems = look(_metadata(), ledger, _checks())
    print("\n".join(problems) if problems else f"{engine_name(engine)}: nothing lost, nothing broken.")
    return 1 if problems else 0


def demo(asked: argparse.Namespace) -> int:
    """Build the example company, print five links to become somebody, and open it."""
    from demo.build import main as tell

    return tell([*(["--no-start"] if asked.no_start else []), *(["--again"] if asked.again else [])])


def migration(asked: argparse.Namespace) -> int:
    """For developers: write a migration from the difference between the code and an up-to-date database."""
    from store.engine import make_engine
    from store.migrate import make_revision, upgrade

    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{folder}/new.db")
        upgrade(engine)
        make_revision(engine, asked.message)
        engine.dispose()
    return 0


def _checks() -> "list[Check]":
    """The rules of nouns that `verify` asks, besides the database's own."""
    from models.activity import first_break
    from models.recounts import first_wrong_result, overspent_rounds

    def tallies(session: "Session") -> Iterable[str]:
        wrong = first_wrong_result(session)
        return [] if wrong is None else [f"the kept result of round {wrong} is not what its ballots say"]

    def budgets(session: "Session") -> Iterable[str]:
        return [f"round {number} holds a ballot over its budget" for number in overspent_rounds(session)]

    def chain(session: "Session") -> Iterable[str]:
        number = first_break(session)
        return [] if number is None else [f"the record of activity breaks at number {number}"]

    return [chain, tallies, budgets]


def _jobs() -> "dict[str, Job]":
    """The scheduled work, by name: the same that a running server does."""
    from web.start import JOBS

    return JOBS


def _erase() -> "Erase":
    return cast("Erase", importlib.import_module("models.privacy").erase_ids)


def _metadata() -> "MetaData":
    import models  # noqa: F401  fills the metadata with every table
    from models.base import Row

    return Row.metadata


def _settings() -> "Settings":
    from store.settings import settings

    return settings()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="manage.py", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, said in ALONE.items():
        commands.add_parser(name, help=said)

    def add(command: Callable[[argparse.Namespace], int], name: str = "") -> argparse.ArgumentParser:
        added = commands.add_parser(name or command.__name__, help=command.__doc__, description=command.__doc__)
        added.set_defaults(command=command)
        return added

    from_file = add(load_cases, "load-cases")
    from_file.add_argument("process", help="the process: its name or its id")
    from_file.add_argument("file", type=Path, help=".xlsx, .csv, .csv.gz, .xes or .xes.gz")
    from_file.add_argument("--at", required=True, help="the data are complete up to this date or moment")
    from_file.add_argument("--only", help="of a file with several processes, this one")
    for option, help_text in READING_OPTIONS.items():
        from_file.add_argument(option, help=help_text)
    add(refresh).add_argument("process", nargs="?", help="the process: its name or its id")
    for plain in (run, migrate, tick):
        add(plain)
    add(group).add_argument("way", nargs=argparse.REMAINDER, help="out GROUP FILE [--emails] | in FILE [--look]")
    example = add(demo)
    example.add_argument("--no-start", action="store_true", help="build it and print the links, do not start the app")
    example.add_argument("--again", action="store_true", help="open the one that is there, with five new links")
    add(backup).add_argument("path", type=Path, help="a file that does not exist yet")
    back = add(restore)
    back.add_argument("path", type=Path, help="a file written by backup")
    back.add_argument("--replace", action="store_true", help="empty the database first")
    checked = add(verify)
    checked.add_argument("ledgers", nargs="*", type=Path, metavar="LEDGER", help="lines SENT, ACK, REFUSED by clients")
    checked.add_argument("--run", action="append", default=[], help="keys that begin so must all be in a ledger")
    add(migration).add_argument("message", help="what changes, in three words")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
