"""L5: what is heavy, beside a full room: 10,000 cases or voices brought in, a table of 10,000 rows taken away.

Either the cases, over HTTP as programs send them, or the voices, looked through and brought in by this process, as
another server process would do it, so that the room meets its transaction. The table is the list of all voices as an
Excel file. Twice: while people come in and while they vote.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
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
from store.doors import reading, writing
from tests.web.conftest import NO_TLS

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
    took: dict[str, list[float]] = field(default_factory=dict)

    async def go(self, address: str, number: int) -> None:
        """Bring rows in and take a table away at once, for the `number`th time."""
        if self.what == "cases":
            bringing = self._timed("10,000 cases brought in", lambda: self._cases(address, number))
        else:
            bringing = self._timed("10,000 voices brought in", lambda: self._list(number))
        await asyncio.gather(bringing, self._timed("a table of 10,000 rows", lambda: self._table(address)))

    def voices(self, number: int) -> dict[str, Any]:
        """A list of 10,000 voices, other ones each time, as `load_voices` takes it."""
        rows = [VoiceRow(at + 2, None, f"{WORDS[at % 4]} ({number}, {at})", "", "", "", "", "", "", "", "", "")
                for at in range(ROWS)]  # fmt: skip
        return {"now": datetime.now(UTC), "rows": rows, "touchpoint_id": self.touchpoint_id, "source": "review"}

    def _list(self, number: int) -> None:
        what = self.voices(number)
        with reading() as session:
            looked = voices_plan(session, self.marketing, **what).looked
        began = time.perf_counter()
        writing(lambda session: load_voices(session, self.marketing, looked=looked, **what))
        self.took.setdefault("of which nobody else may write", []).append(time.perf_counter() - began)

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


def lay_heavy(session: Session, room: Room, what: str) -> Heavy:
    """A process with a key, and 10,000 voices that can be taken away."""
    owner, now, key = room.company.logistics, datetime.now(UTC), new_token()
    process_id = create_process(session, owner, now=now, name="Consegna", owner_id=owner.person_id or "")
    make_token(session, owner, now=now, process_id=process_id, name="Gestionale", token=key)
    manager = room.company.manager
    lay_stages(session, "it")
    stage = stages_all(session, manager)[0].id
    point = add_touchpoint(session, manager, now=now, name="Negozio online", stage_id=stage)
    heavy = Heavy(what, process_id, key, room.company.marketing, point, room.cookie)
    load_voices(session, heavy.marketing, **heavy.voices(0))
    return heavy
