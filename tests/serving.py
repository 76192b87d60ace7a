"""Real servers in processes of their own on a database of the test, and its people as browsers and tabs.

The database is as the migrations leave it, and each server looks whether it is, as at any start; the company is built
through the doors of this process, on the same database.
"""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import httpx
from sqlalchemy import Engine
from sqlmodel import Session

from models import conduct, ideas, joining, options
from models.access import NOBODY, Viewer
from models.base import new_code, new_token
from models.rounds import rounds_in
from models.sign_ins import start_sign_in
from models.viewers import viewer_of_person
from models.workshops import join_view
from store import doors
from store.engine import make_engine
from tests.company import Company, found
from tests.conftest import Store
from tests.web.conftest import NO_TLS, Server, start_server, stop_server
from web.entry import COOKIE


@dataclass
class Served:
    """A company on one database and the servers that serve it."""

    kind: str
    url: str
    engine: Engine
    folder: Path
    company: Company
    servers: list[Server] = field(default_factory=list)

    def start(self) -> Server:
        """One more server on the same database."""
        folder = self.folder / f"server{len(self.servers)}"
        folder.mkdir()
        for _ in range(3):
            self._waits_for_the_disk("on")
            server = start_server(folder, DATABASE_URL=self.url)
            # Another worker of the tests may have made the shared PostgreSQL quick again in the meantime.
            if server.process.poll() is None or "fsync" not in server.logged():
                break
        assert server.process.poll() is None, server.logged()
        self.servers.append(server)
        return server

    def alive(self) -> list[Server]:
        """The servers that still run."""
        return [server for server in self.servers if server.process.poll() is None]

    def _waits_for_the_disk(self, state: str) -> None:
        """A real server starts only on a PostgreSQL that waits for the disk; that of the tests does not, by itself."""
        if self.kind == "postgresql":
            with self.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
                connection.exec_driver_sql(f"ALTER SYSTEM SET fsync = {state}")
                connection.exec_driver_sql("SELECT pg_reload_conf()")
            time.sleep(0.2)

    def stop(self) -> None:
        """Stop the servers; the tests' PostgreSQL is quick again."""
        for server in self.servers:
            stop_server(server)
        self._waits_for_the_disk("off")

    def cookie(self, viewer: Viewer) -> str:
        """The Cookie header of somebody who has just signed in."""
        token = new_token()
        doors.writing(
            lambda session: start_sign_in(
                session, NOBODY, now=datetime.now(UTC), person_id=viewer.person_id or "", token=token
            )
        )
        return f"{COOKIE}={token}"


@dataclass(frozen=True)
class Vote:
    """An open vote: its workshop, its round, its options, and guests with their cookies."""

    workshop_id: str
    round_id: str
    options: list[str]
    guests: list[str]


@contextmanager
def serving(store: Store, kind: str, folder: Path, *, servers: int = 1) -> Iterator[Served]:
    """A founded company on a database of its own, and so many servers on it."""
    url = store.migrated(kind)
    engine = make_engine(url)
    with ExitStack() as undo:
        undo.callback(store.drop, url)
        undo.callback(engine.dispose)
        undo.enter_context(doors.use_engine(engine))
        # By the machine's own clock: the servers know no other.
        company = doors.writing(lambda session: found(session, now=datetime.now(UTC)))
        served = Served(kind, url, engine, folder, company)
        undo.callback(served.stop)
        for _ in range(servers):
            served.start()
        yield served


def open_vote(served: Served, *, guests: int, secret: bool = True) -> Vote:
    """A workshop in which collecting is over and voting is open; so many guests with a phone each."""
    now = datetime.now(UTC)

    def work(session: Session) -> Vote:
        elena = viewer_of_person(session, served.company.facilitator.person_id or "")
        workshop_id = conduct.create_workshop(
            session, elena, now=now, group_id=served.company.group_id, title="Natale senza sorprese",
            planned_on=now.date(), questions=["Che cosa?", "Quali?"], secret=secret,
        )  # fmt: skip
        collect, vote = rounds_in(session, workshop_id)
        conduct.open_round(session, elena, now=now, round_id=collect.id)
        # One each: more than ten ideas a minute by one person are refused.
        writers = (served.company.facilitator, served.company.marketing, served.company.logistics)
        texts = ("Tre giorni certi", "Spedizione in giornata", "Un terzo operatore a Natale")
        written = [
            ideas.write_idea(session, writer, now=now, round_id=collect.id, text=text)
            for writer, text in zip(writers, texts, strict=True)
        ]
        options.choose_options(session, elena, now=now, round_id=vote.id, idea_ids=written)
        join = join_view(session, elena, workshop_id=workshop_id)
        cookies = []
        for number in range(guests):
            token = new_token()
            joining.join_workshop(
                session, NOBODY, now=now, token=token, return_code=new_code(6), join_token=join.token,
                name=f"Ospite {number}", side=("promises", "keeps", "receives")[number % 3],
            )  # fmt: skip
            cookies.append(f"{COOKIE}={token}")
        conduct.open_round(session, elena, now=now, round_id=vote.id)
        return Vote(workshop_id, vote.id, [row.id for row in options.options_in(session, vote.id)], cookies)

    return doors.writing(work)


def send_vote(server: Server, vote: Vote, cookie: str, form_key: str, points: dict[str, int]) -> httpx.Response:
    """The form of the phone's voting page, sent by a guest. The confirmation code is in the Location of a 303."""
    form = {"form_key": form_key, "round_id": vote.round_id, **{f"dots-{one}": str(n) for one, n in points.items()}}
    return httpx.post(
        f"{server.address}/w/{vote.workshop_id}/vote", data=form,
        headers={"Cookie": cookie, "Origin": server.address, "Accept": "text/html"}, timeout=20, verify=NO_TLS,
    )  # fmt: skip


def code_in(answer: httpx.Response) -> str | None:
    """The confirmation code of a form that was saved, or None."""
    location = answer.headers.get("location", "")
    return location.partition("saved=")[2] or None if answer.status_code == 303 else None
