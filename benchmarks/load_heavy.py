"""L5: what is heavy, beside a full room: 10,000 cases or voices brought in, a table of 10,000 rows taken away.

Either the cases, over HTTP as programs send them, or the voices, looked through and brought in by a process of their
own (`python -m benchmarks.load_heavy URL PERSON TOUCHPOINT NUMBER`), as another server process would do it, so that the
room meets its transaction and the phones that are played here do not wait for it. The table is the list of all voices
as an Excel file. Twice: while people come in and while they vote.
"""

import asyncio
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from sqlmodel import Session

from benchmarks.load_room import Room
from exchange.listening_sheet import VoiceRow
from models.access import Viewer
from models.base import new_token
from models.feedback_loads import load_voices, voices_plan
from models.processes import create_process
from models.tokens import make_token
from models.touchpoints import add_touchpoint, lay_stages, stages_all
from models.viewers import viewer_of_person
from store.doors import reading, use_engine, writing
from store.engine import make_engine
from tests.web.conftest import NO_TLS

ROOT = Path(__file__).resolve().parent.parent
ROWS = 10_000
WORDS = ("Il corriere è passato due volte e nessuno ha suonato", "Al telefono mi hanno risposto subito",
         "Il pacco era aperto, scrivetemi a anna.rossi@example.org", "Tutto bene, grazie")  # fmt: skip


@dataclass
class Heavy:
    """A process with a key for programs, who brings voices in, and how long each thing took, in seconds."""

    what: str
    process_id: str
    key: str
    marketing: Viewer
    touchpoint_id: str
    cookie: str
    url: str
    took: dict[str, list[float]] = field(default_factory=dict)

    async def go(self, address: str, number: int) -> None:
        """Bring rows in and take a table away at once, for the `number`th time."""
        if self.what == "cases":
            bringing = self._timed("10,000 cases brought in", lambda: self._cases(address, number))
        else:
            bringing = self._timed("10,000 voices brought in", lambda: self._list(number))
        await asyncio.gather(bringing, self._timed("a table of 10,000 rows", lambda: self._table(address)))

    def _list(self, number: int) -> None:
        told = subprocess.run(
            [sys.executable, "-m", "benchmarks.load_heavy", self.url, self.marketing.person_id or "",
             self.touchpoint_id, str(number)], cwd=ROOT, capture_output=True, text=True, check=True,
        )  # fmt: skip
        self.took.setdefault("of which one transaction", []).append(float(told.stdout))

    def _cases(self, address: str, number: int) -> None:
        now = datetime.now(UTC)
        lines = ["numero ordine,aperto il,chiuso il"]
        for at in range(ROWS):
            opened = now - timedelta(days=2 + at % 80)
            lines += [f"TB-{number}-{at},{opened:%Y-%m-%d %H:%M},{opened + timedelta(hours=30):%Y-%m-%d %H:%M}"]
        answer = httpx.post(
            f"{address}/api/processes/{self.process_id}/cases?at={now:%Y-%m-%dT%H:%M}", content="\n".join(lines) + "\n",
            headers={"Content-Type": "text/csv", "Authorization": f"Bearer {self.key}"}, timeout=120, verify=NO_TLS,
        )  # fmt: skip
        assert answer.status_code == 201, answer.text
        assert answer.json()["new"] == ROWS, answer.text

    def _table(self, address: str) -> None:
        answer = httpx.get(f"{address}/download/table/listening.xlsx", headers={"Cookie": self.cookie}, timeout=120,
                           verify=NO_TLS)  # fmt: skip
        assert answer.status_code == 200, answer.status_code
        assert len(answer.content) > 10 * ROWS

    async def _timed(self, name: str, work: Callable[[], None]) -> None:
        began = time.perf_counter()
        await asyncio.to_thread(work)
        self.took.setdefault(name, []).append(time.perf_counter() - began)


def voices(touchpoint_id: str, number: int) -> dict[str, Any]:
    """A list of 10,000 voices, other ones each time, as `load_voices` takes it."""
    rows = [VoiceRow(at + 2, None, f"{WORDS[at % 4]} ({number}, {at})", "", "", "", "", "", "", "", "", "")
            for at in range(ROWS)]  # fmt: skip
    return {"now": datetime.now(UTC), "rows": rows, "touchpoint_id": touchpoint_id, "source": "review"}


def lay_heavy(session: Session, room: Room, what: str) -> Heavy:
    """A process with a key, and 10,000 voices that can be taken away."""
    owner, now, key = room.company.logistics, datetime.now(UTC), new_token()
    process_id = create_process(session, owner, now=now, name="Consegna", owner_id=owner.person_id or "")
    make_token(session, owner, now=now, process_id=process_id, name="Gestionale", token=key)
    manager = room.company.manager
    lay_stages(session, "it")
    stage = stages_all(session, manager)[0].id
    point = add_touchpoint(session, manager, now=now, name="Negozio online", stage_id=stage)
    url = session.get_bind().engine.url.render_as_string(hide_password=False)
    heavy = Heavy(what, process_id, key, room.company.marketing, point, room.cookie, url)
    load_voices(session, heavy.marketing, **voices(point, 0))
    return heavy


def main(url: str, person_id: str, touchpoint_id: str, number: str) -> None:
    """Bring the list of this number in, and say how many seconds its transaction took."""
    what = voices(touchpoint_id, int(number))
    with use_engine(make_engine(url)):
        with reading() as session:
            viewer = viewer_of_person(session, person_id)
            looked = voices_plan(session, viewer, **what).looked
        began = time.perf_counter()
        writing(lambda session: load_voices(session, viewer, looked=looked, **what))
        print(time.perf_counter() - began)


if __name__ == "__main__":
    main(*sys.argv[1:])
