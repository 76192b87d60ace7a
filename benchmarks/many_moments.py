"""Moments in which somebody waits in a company after years: search, a vote counted, files in and out, plain pages.

`python -m benchmarks.many` prints them below its pages: seconds by the clock, and of the processors (server, database).
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from statistics import median

import httpx
from sqlmodel import Session, col, select

from demo import company
from demo.links import story_now
from exchange.listening_sheet import VoiceRow
from models.backlog import BacklogQuery, Sort, backlog
from models.counting import count_of, papers_of
from models.feedback_loads import load_voices, voices_plan
from models.groups import Membership
from models.idea_views import ideas_of_groups
from models.imports import import_ideas, import_plan
from models.options import options_in
from models.people import Person
from models.rounds import Round
from models.touchpoints import Touchpoint
from models.viewers import viewer_of_person
from models.voices import Order, feedback_listed
from models.workshops import Workshop
from store.doors import reading, writing
from tests.models.bringing import several

RUNS = 3
IMPORTED = 10_000
# Words of the generator: in one of fourteen texts each, so many thousands say them.
WORDS = "corriere pacchi"
PLAIN = ("/mine", "/my-data", "/commitments", "/you-said")
TABLES = ("ideas", "backlog", "listening")


@dataclass(frozen=True)
class Moment:
    """What was waited for; seconds: the longest, the usual time, of the processors, and what is aimed at."""

    what: str
    longest: float
    usual: float
    used: float
    aim: float | None


def searches_and_counts(used: Callable[[], float]) -> list[Moment]:
    """Searching, the last page, a full room's vote counted: asked without a page around them."""
    now = story_now()
    with reading() as session:
        who = viewer_of_person(session, _person(session, company.DIRECTION))
        place = session.exec(select(Touchpoint.id).order_by(col(Touchpoint.folded)).limit(1)).one()
        crowd = session.exec(
            select(Round)
            .join(Workshop, col(Workshop.id) == col(Round.workshop_id))
            .where(Workshop.title == "Workshop 0")
        ).one()
        options, round_id = options_in(session, crowd.id), crowd.id
        papers = papers_of(session, round_id)
        session.expunge_all()
    # No page at the desk opens so deep in a list (`models.paging`): what is walked through without that rule.
    deep = BacklogQuery(sort=Sort.OLDEST, page=4_000)
    asked: tuple[tuple[str, float | None, Callable[[Session], object]], ...] = (
        ("ideas searched", 0.2, lambda s: ideas_of_groups(s, who, search=WORDS, now=now)),
        ("the backlog searched", 0.2, lambda s: backlog(s, who, now=now, asked=BacklogQuery(search=WORDS))),
        ("voices searched", 0.2, lambda s: feedback_listed(s, who, search=WORDS)),
        ("a late page of the backlog", 1, lambda s: backlog(s, who, now=now, asked=deep, ends=None)),
        ("a late page of voices", 1, lambda s: feedback_listed(s, who, page=9_000, ends=None)),
        ("the voices of a touchpoint", 1, lambda s: feedback_listed(s, who, touchpoint_id=place, order=Order.ARGUED)),
        ("300 ballots of 100 marks read", None, lambda s: papers_of(s, round_id)),
        ("and counted", 0.2, lambda s: count_of(crowd, options, papers)),
    )
    return [_timed(what, aim, used, lambda ask=ask: _visit(ask)) for what, aim, ask in asked]  # type: ignore[misc]


def imports(used: Callable[[], float]) -> list[Moment]:
    """10,000 ideas and 10,000 voices: looked through, then brought in. What came in stays: only for a bench."""
    now = story_now() + timedelta(minutes=5)
    with reading() as session:
        conducts = viewer_of_person(session, _person(session, company.CONDUCTS))
        direction = viewer_of_person(session, _person(session, company.DIRECTION))
        group_id = session.exec(
            select(Membership.group_id).where(Membership.person_id == conducts.person_id).limit(1)
        ).one()
        place = session.exec(select(Touchpoint.id).order_by(col(Touchpoint.folded)).limit(1)).one()
    # Another text every time, or nothing of it would be new.
    first = int(time.time()) * 1_000 % 10**9
    ideas = several(IMPORTED, first)
    rows = [VoiceRow(n + 2, now.timestamp() - 60 * n - 90, f"Il pacco di {_name(first + n)} è arrivato tardi",
                     *("",) * 9) for n in range(IMPORTED)]  # fmt: skip
    heard = {"rows": rows, "touchpoint_id": place, "source": "review"}
    sheet = {"group_id": group_id, "rows": ideas, "sha256": f"{first:064d}"}

    with reading() as session:
        ideas_looked = import_plan(session, conducts, **sheet).looked  # type: ignore[arg-type]
        voices_looked = voices_plan(session, direction, now=now, **heard).looked  # type: ignore[arg-type]

    return [
        _timed("10,000 ideas looked through", 15, used, lambda: _visit(
            lambda s: import_plan(s, conducts, **sheet)), 1),  # type: ignore[arg-type]
        _timed("10,000 ideas imported", 15, used, lambda: writing(
            lambda s: import_ideas(s, conducts, now=now, looked=ideas_looked, **sheet)), 1),  # type: ignore[arg-type]
        _timed("10,000 voices looked through", 15, used, lambda: _visit(
            lambda s: voices_plan(s, direction, now=now, **heard)), 1),  # type: ignore[arg-type]
        _timed("10,000 voices imported", 15, used, lambda: writing(
            lambda s: load_voices(s, direction, now=now, looked=voices_looked, **heard)), 1),  # type: ignore[arg-type]
    ]  # fmt: skip


def plain_pages(address: str, cookie: str, used: Callable[[], float]) -> list[Moment]:
    """Pages of phones and of the public."""
    with _client(address, cookie) as client:
        return [_timed(path, 1, used, partial(_got, client, path)) for path in PLAIN]


def tables(address: str, cookie: str, used: Callable[[], float]) -> list[Moment]:
    """Whole tables as Excel."""
    with _client(address, cookie) as client:
        paths = {name: f"/download/table/{name}.xlsx" for name in TABLES}
        return [_timed(f"the table of {name} as Excel", None, used, partial(_got, client, path), 1)
                for name, path in paths.items()]  # fmt: skip


def _client(address: str, cookie: str) -> httpx.Client:
    return httpx.Client(base_url=address, headers={"Cookie": cookie}, timeout=180, follow_redirects=True)


def _got(client: httpx.Client, path: str) -> object:
    return client.get(path).raise_for_status()


def _name(number: int) -> str:
    # Letters: a long number would be taken for a telephone, masked, and every voice be the same.
    return "".join(chr(ord("a") + int(figure)) for figure in str(number))


def _timed(
    what: str, aim: float | None, used: Callable[[], float], act: Callable[[], object], runs: int = RUNS
) -> Moment:
    took, before = [], used()
    for _ in range(runs):
        began = time.perf_counter()
        act()
        took.append(time.perf_counter() - began)
    return Moment(what, max(took), median(took), (used() - before) / runs, aim)


def _visit(ask: Callable[[Session], object]) -> object:
    with reading() as session:
        return ask(session)


def _person(session: Session, name: str) -> str:
    return session.exec(select(Person.id).where(Person.name == name)).one()


def line_of(one: Moment) -> str:
    """As it is printed."""
    over = f"over {one.aim:g} s" if one.aim is not None and one.longest > one.aim else ""
    aim = f"aim {one.aim:g}" if one.aim is not None else ""
    return f"{one.what:<34}{1000 * one.usual:>8.0f}{1000 * one.longest:>9.0f}{1000 * one.used:>12.0f}  {aim:<8} {over}"
