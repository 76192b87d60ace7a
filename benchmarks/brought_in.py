"""How long it takes to bring in 10,000 rows, by each importer of the desk, from the file to the last row stored.

    .venv/bin/python -m benchmarks.brought_in [--only sqlite|postgresql]

Aim: at most 15 s each, with a bar that moves. In the example company, through the functions its pages call; beside the
seconds stands how often the bar was told of each stage. Loopback only, a minute.
"""

import argparse
import io
import os
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from benchmarks.many import kept
from demo import company
from demo.build import build
from demo.links import story_now
from exchange.ideas_sheet import scan_ideas
from exchange.listening_sheet import read_voices
from exchange.tables import preview_cases, read_cases
from exchange.traffic_sheet import scan_traffic
from exchange.workbook import Sheet, Value, write_workbook
from models.evidence import cases_of_columns, load_cases
from models.feedback_loads import load_voices, voices_plan
from models.groups import Group
from models.imports import import_ideas, import_plan
from models.people import Person
from models.processes import Process
from models.telling import HowFar, Stage, heard_by
from models.touchpoints import Stage as Place
from models.touchpoints import Touchpoint
from models.traffic import load_traffic, traffic_plan
from models.viewers import viewer_of_person
from store.doors import close_store, open_store, reading, writing
from store.migrate import upgrade

ROWS, AIM = 10_000, 15
ZONE = "Europe/Rome"
FIRST = datetime(2026, 5, 2, 9, tzinfo=ZoneInfo(ZONE))


@dataclass(frozen=True)
class Here:
    """Who brings in, and where to."""

    conducts: Any
    direction: Any
    owner: Any
    group_id: str
    point_id: str
    process_id: str
    stages: list[str]
    now: datetime


Act = Callable[[Here, bytes], Callable[[], object]]


def main() -> int:
    """Build, bring in, print. Returns 0; figures inform, they do not fail."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.brought_in")
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    asked = parser.parse_args()
    for kind in ("sqlite", "postgresql"):
        if asked.only in (None, kind):
            _one(kind)
    return 0


def _one(kind: str) -> None:
    with ExitStack() as stack:
        url, _ = stack.enter_context(kept(kind, None))
        os.environ["DATABASE_URL"] = url
        stack.callback(close_store)
        upgrade(open_store())
        build()
        here = _here()
        print(f"\n{kind + ', seconds':<36}looked through  stored  processor  told of: read, checked, stored")
        for what, act, columns, row in IMPORTERS:
            data = _book(columns, [row(here, n) for n in range(ROWS)])
            told: Counter[Stage] = Counter()

            def hears(far: HowFar, told: Counter[Stage] = told) -> None:
                told[far.stage] += 1

            began, cpu = time.perf_counter(), time.process_time()
            with heard_by(hears):
                store = act(here, data)
                looked = time.perf_counter()
                store()
            done, over = time.perf_counter(), ""
            if done - began > AIM:
                over = f"over {AIM} s"
            counts = ", ".join(str(told[stage]) for stage in Stage)
            used = time.process_time() - cpu
            print(f"{ROWS} {what:<30}{looked - began:>14.2f}{done - looked:>8.2f}{used:>11.2f}  {counts} {over}",
                  flush=True)  # fmt: skip


def _here() -> Here:
    with reading() as session:

        def who(name: str) -> Any:
            return viewer_of_person(session, session.exec(select(Person.id).where(Person.name == name)).one())

        places = select(Touchpoint.id).order_by(col(Touchpoint.folded)).limit(1)
        process = session.exec(select(Process).where(Process.name == "Botteghe")).one()
        return Here(
            who(company.CONDUCTS), who(company.DIRECTION), viewer_of_person(session, process.owner_id),
            session.exec(select(Group.id)).one(), session.exec(places).one(), process.id,
            [str(name) for name in session.exec(select(Place.name).order_by(col(Place.position))).all()], story_now(),
        )  # fmt: skip


def _ideas(here: Here, data: bytes) -> Callable[[], object]:
    scan = scan_ideas(data, filename="a.xlsx")
    what: dict[str, Any] = {"group_id": here.group_id, "rows": scan.rows, "sha256": scan.sha256}
    plan = _asked(lambda s: import_plan(s, here.conducts, **what))
    return lambda: writing(lambda s: import_ideas(s, here.conducts, now=here.now, looked=plan.looked, **what))


def _voices(here: Here, data: bytes) -> Callable[[], object]:
    scan = read_voices(data, "a.xlsx", columns={"words": "Testo", "date": "Data", "face": "Voto"}, zone=ZONE)
    what: dict[str, Any] = {"rows": scan.rows, "touchpoint_id": here.point_id, "source": "review"}
    plan = _asked(lambda s: voices_plan(s, here.direction, now=here.now, **what))
    return lambda: writing(lambda s: load_voices(s, here.direction, now=here.now, looked=plan.looked, **what))


def _cases(here: Here, data: bytes) -> Callable[[], object]:
    seen = preview_cases(data, "a.xlsx")
    table = read_cases(data, filename="a.xlsx", zone=ZONE, columns=seen.proposal)
    found = cases_of_columns({name: list(table.frame[name]) for name in table.frame.columns})
    return lambda: writing(lambda s: load_cases(
        s, here.owner, now=here.now, process_id=here.process_id, as_of=here.now - timedelta(hours=1),
        file_name="a.xlsx", file_hash=table.source_sha256, cases=found, lines=[int(row) for row in table.row_numbers],
    ))  # fmt: skip


def _weeks(here: Here, data: bytes) -> Callable[[], object]:
    scan = scan_traffic(data, "a.xlsx")
    what: dict[str, Any] = {"now": here.now, "rows": scan.rows, "sha256": scan.sha256}
    plan = _asked(lambda s: traffic_plan(s, here.direction, **what))
    if plan.bad or scan.errors:
        raise AssertionError(plan.bad[:3] or scan.errors[:3])
    return lambda: writing(lambda s: load_traffic(s, here.direction, **what))


def _asked(ask: Callable[[Session], Any]) -> Any:
    with reading() as session:
        return ask(session)


def _book(columns: list[str], rows: list[list[Value]]) -> bytes:
    return io.BytesIO(write_workbook([Sheet("Foglio", columns, rows)], zone=ZONE)).getvalue()


def _idea_row(_: Here, n: int) -> list[Value]:
    return [f"Una scatola {_name(n)} con la data", "", ""]


def _voice_row(_: Here, n: int) -> list[Value]:
    said = f"Il pacco di {_name(n)} è tardi, scrivete a {_name(n)}@example.it"
    return [said, FIRST + timedelta(minutes=20 * n), n % 5 + 1]


def _case_row(_: Here, n: int) -> list[Value]:
    start = FIRST + timedelta(minutes=20 * n)
    return [f"TB-{n:05d}", start, start + timedelta(minutes=900 + n % 700)]


def _week_row(here: Here, n: int) -> list[Value]:
    week = date(1990, 1, 1) + timedelta(weeks=n // len(here.stages))
    return [here.stages[n % len(here.stages)], week, 1000 + n, n % 99]


IMPORTERS: tuple[tuple[str, Act, list[str], Callable[[Here, int], list[Value]]], ...] = (
    ("ideas", _ideas, ["Idea", "Punto di contatto", "Lato"], _idea_row),
    ("voices", _voices, ["Testo", "Data", "Voto"], _voice_row),
    ("cases", _cases, ["Ordine", "Ordinato il", "Consegnato il"], _case_row),
    ("weekly numbers", _weeks, ["Fase", "Settimana", "Arrivano", "Se ne vanno"], _week_row),
)


def _name(number: int) -> str:
    # Letters: a long number would be taken for a telephone, masked, and every voice be the same.
    return "".join(chr(ord("a") + int(figure)) for figure in str(number))


if __name__ == "__main__":
    sys.exit(main())
