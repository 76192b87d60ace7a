"""Closing a vote of each kind while everybody looks: `python -m benchmarks.load_closing [--phones 300] [--only KIND]`.

So many people have voted; the end comes by itself, the server counts (budgets: 25 ideas, the others 12; duels: three
pairs each), and meanwhile twenty pages a second are asked for by phones of the room. Said for each kind: seconds from
the end to the kept result, and how long pages took from a second before the end to three after it.
"""

import argparse
import asyncio
import random
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import psutil
from sqlmodel import Session, select

from benchmarks.load import SERVE, at_share, database
from benchmarks.load_phones import Line
from benchmarks.load_room import a_collecting
from models import conduct, ideas, joining, options, rounds
from models.access import NOBODY, Viewer
from models.base import new_code, new_token
from models.duels import answer_duel, next_duel
from models.marks import Mark, cast_marks
from models.results import Result
from models.viewers import viewer_of_token
from models.workshops import join_view
from store.doors import reading, use_engine, writing
from store.engine import make_engine
from store.migrate import upgrade
from tests.models.promising import delivery, promise
from tests.web.conftest import start_server, stop_server
from web.entry import COOKIE

SIDES = ("promises", "keeps", "receives")
KINDS = ("dots", "approval", "score", "ranked", "duels", "agreement", "consent", "expect", "budget")
IDEAS, IDEAS_OF_A_BUDGET, PAIRS = 12, 25, 3
SETTINGS: dict[str, dict[str, Any]] = {"score": {"criteria": ("Utile", "Facile")}, "budget": {"money": 100_000}}
AHEAD, BEFORE, AFTER, PAGES_A_SECOND = 5.0, 1.0, 3.0, 20
LONGEST = 60.0


@dataclass
class Scene:
    """Who conducts, a workshop, its ideas, and the cookie of each phone."""

    elena: Viewer
    logistics: Viewer
    workshop_id: str
    idea_ids: list[str]
    phones: list[str] = field(default_factory=list)


def main() -> int:
    """Measure and print; figures inform, they do not fail."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--phones", type=int, default=300)
    asked.add_argument("--only", choices=("sqlite", "postgresql"))
    chosen = asked.parse_args()
    for kind in ("sqlite", "postgresql"):
        if chosen.only in (None, kind):
            with database(kind) as (url, folder):
                print(f"\n{kind}, closing with {chosen.phones} voters, seconds:", flush=True)
                measure(url, folder, chosen.phones)
    return 0


def measure(url: str, folder: Path, phones: int) -> None:
    """Serve a room, let it vote in each kind, and let each vote come to its end."""
    engine = make_engine(url)
    upgrade(engine)
    with use_engine(engine):
        scene = writing(partial(_a_scene, phones=phones))
        server = start_server(folder, SERVE, DATABASE_URL=url)
        try:
            assert server.process.poll() is None, server.logged()
            asyncio.run(_each_kind(scene, int(server.address.rpartition(":")[2]), psutil.Process(server.process.pid)))
        finally:
            stop_server(server)
    engine.dispose()


async def _each_kind(scene: Scene, port: int, server: psutil.Process) -> None:
    await asyncio.sleep(6)  # what the server imports after its start
    for kind in KINDS:
        end = datetime.now(UTC) + timedelta(minutes=2)
        round_id = await asyncio.to_thread(writing, partial(_voted, scene=scene, kind=kind, ends_at=end))
        # The end comes nearer now that everybody has voted: as if they had done so in the last minute.
        end = datetime.now(UTC) + timedelta(seconds=AHEAD)
        await asyncio.to_thread(writing, partial(_end_at, round_id=round_id, ends_at=end))
        pages: list[float] = []
        used = server.cpu_times()
        _, counted = await asyncio.gather(_look(scene, port, end, pages), _kept_after(round_id, end))
        spent = server.cpu_times()
        print(f"  {kind:<10} kept after {counted:5.2f} (a look every 0.7 s is in it); {len(pages)} pages: p50 "
              f"{at_share(pages, 0.5):.3f}, p95 {at_share(pages, 0.95):.3f}, longest {max(pages):.3f}; server "
              f"{spent.user + spent.system - used.user - used.system:.1f} s of processor", flush=True)  # fmt: skip


async def _look(scene: Scene, port: int, end: datetime, took: list[float]) -> None:
    """Twenty pages a second, each on a phone of its own, whether the server keeps up or not; one phone listens."""
    listening = Line("127.0.0.1", port)
    path, ends = f"/w/{scene.workshop_id}", time.perf_counter() + (end - datetime.now(UTC)).total_seconds()
    await listening.listen(f"{path}/events", scene.phones[0])

    async def one(due: float, cookie: str) -> None:
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        line = Line("127.0.0.1", port)
        answer = await line.ask("GET", path, cookie)
        line.close()
        assert answer.status == 200, answer
        took.append(time.perf_counter() - due)

    number = round((BEFORE + AFTER) * PAGES_A_SECOND)
    await asyncio.gather(*[one(ends - BEFORE + place / PAGES_A_SECOND, random.choice(scene.phones))
                           for place in range(number)])  # fmt: skip
    listening.close()


async def _kept_after(round_id: str, end: datetime) -> float:
    def kept() -> bool:
        with reading() as session:
            return session.exec(select(Result.round_id).where(Result.round_id == round_id)).first() is not None

    await asyncio.sleep((end - datetime.now(UTC)).total_seconds())
    while not await asyncio.to_thread(kept):
        if (after := (datetime.now(UTC) - end).total_seconds()) > LONGEST:
            return after
        await asyncio.sleep(0.05)
    return (datetime.now(UTC) - end).total_seconds()


def _a_scene(session: Session, phones: int) -> Scene:
    now = datetime.now(UTC)
    company, workshop_id, collect_id, _ = a_collecting(session)
    elena = company.facilitator
    scene = Scene(elena, company.logistics, workshop_id, [])
    join = join_view(session, elena, workshop_id=workshop_id).token
    for number in range(phones):
        cookie = new_token()
        joining.join_workshop(session, NOBODY, now=now, token=cookie, return_code=new_code(6), join_token=join,
                              name=f"Ospite {number}", side=SIDES[number % 3])  # fmt: skip
        scene.phones.append(f"{COOKIE}={cookie}")
    for number in range(IDEAS_OF_A_BUDGET):
        cookie = scene.phones[number % phones].partition("=")[2]
        writer, minute = viewer_of_token(session, cookie, now=now), now + timedelta(minutes=number // phones)
        text = f"Idea numero {number}"
        scene.idea_ids.append(ideas.write_idea(session, writer, now=minute, round_id=collect_id, text=text))
    conduct.close_round(session, elena, now=now, round_id=collect_id)
    return scene


def _voted(session: Session, scene: Scene, kind: str, ends_at: datetime) -> str:
    """A vote of this kind, open, in which everybody has voted."""
    now, elena = datetime.now(UTC), scene.elena
    round_id = rounds.add_round(session, elena, now=now, workshop_id=scene.workshop_id, kind=kind, question="E ora?",
                                secret=True, settings=SETTINGS.get(kind))  # fmt: skip
    if kind == "expect":
        owner = scene.logistics
        told = promise(session, owner, delivery(session, owner))
        options.choose_promises(session, elena, now=now, round_id=round_id, promise_ids=[told])
    else:
        chosen = scene.idea_ids[: IDEAS_OF_A_BUDGET if kind == "budget" else IDEAS]
        options.choose_options(session, elena, now=now, round_id=round_id, idea_ids=chosen)
    ids = [one.id for one in options.options_in(session, round_id)]
    if kind == "budget":
        for option_id in ids:
            options.set_cost(session, elena, now=now, round_id=round_id, option_id=option_id,
                             cost=random.randrange(2_000, 15_000))  # fmt: skip
    conduct.open_round(session, elena, now=now, round_id=round_id, ends_at=ends_at)
    for cookie in scene.phones:
        viewer = viewer_of_token(session, cookie.partition("=")[2], now=now)
        if kind == "duels":
            for _ in range(PAIRS):
                pair = next_duel(session, viewer, round_id=round_id)
                assert pair is not None
                answer_duel(session, viewer, now=now, round_id=round_id, left_id=pair.left.id, right_id=pair.right.id,
                            winner_id=random.choice((pair.left.id, pair.right.id)))  # fmt: skip
        else:
            cast_marks(session, viewer, now=now, round_id=round_id, marks=_MARKS[kind](ids))
    return round_id


def _end_at(session: Session, round_id: str, ends_at: datetime) -> None:
    row = session.get_one(rounds.Round, round_id)
    row.ends_at = ends_at
    session.add(row)


def _picked(ids: list[str], most: int) -> list[Mark]:
    return [Mark(option_id, 1) for option_id in random.sample(ids, most)]


def _dotted(ids: list[str]) -> list[Mark]:
    first, second = random.sample(ids, 2)
    return [Mark(first, 2), Mark(second, 1)]


def _said(ids: list[str]) -> list[Mark]:
    given = [(option_id, random.choice((-1, 0, 1))) for option_id in ids]
    return [Mark(option_id, value, 0, "Non ce la facciamo" if value < 0 else "") for option_id, value in given]


_MARKS: dict[str, Callable[[list[str]], list[Mark]]] = {
    "dots": _dotted,
    "approval": lambda ids: _picked(ids, 5),
    "score": lambda ids: [Mark(one, random.randint(1, 5), of) for one in ids for of in (0, 1)],
    "ranked": lambda ids: [Mark(one, place + 1) for place, one in enumerate(random.sample(ids, len(ids)))],
    "agreement": lambda ids: [Mark(one, random.choice((-1, 0, 1))) for one in ids],
    "consent": _said,
    "expect": lambda ids: [Mark(ids[0], random.randint(1, 9), 0, "friend")],
    "budget": lambda ids: _picked(ids, random.randint(3, 8)),
}


if __name__ == "__main__":
    sys.exit(main())
