"""The example company, built once a run and database; the tests only look at it."""

import fcntl
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest

from demo.build import build
from demo.links import MORNING
from demo.telling import moment
from models.access import NOBODY, Viewer
from models.viewers import viewer_of_person
from store import clock, doors
from store.engine import make_engine

A = TypeVar("A")


@dataclass
class Example:
    """The built company: ids by (what, name), as the builder kept them."""

    ids: dict[tuple[str, str], str]

    @property
    def now(self) -> datetime:
        return moment(MORNING).astimezone(UTC)

    def the(self, kind: str, name: object) -> str:
        return self.ids[(kind, str(name))]

    def viewer(self, name: str) -> Viewer:
        with doors.reading() as session:
            return viewer_of_person(session, self.the("person", name)) if name else NOBODY

    def ask(self, name: str, question: Callable[..., A], **what: Any) -> A:
        with doors.reading() as session:
            viewer = viewer_of_person(session, self.the("person", name)) if name else NOBODY
            return question(session, viewer, **what)


@pytest.fixture(scope="session", params=("sqlite", "postgresql"))
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def built(store: Any, kind: str, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> tuple[str, Example]:
    """Where the company of this kind of database lies: the first worker that asks builds it, the others wait."""
    shared = tmp_path_factory.getbasetemp() if worker_id == "master" else tmp_path_factory.getbasetemp().parent
    kept = Path(shared) / f"example-{kind}.json"
    with Path(f"{kept}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            url = store.filled(kind)
            engine = make_engine(url)
            with doors.use_engine(engine):
                ids = build().ids
            engine.dispose()
            kept.write_text(json.dumps({"url": url, "ids": [[*key, found] for key, found in ids.items()]}))
    told = json.loads(kept.read_text())
    return told["url"], Example({(what, name): found for what, name, found in told["ids"]})


@pytest.fixture
def example(built: tuple[str, Example]) -> Iterator[Example]:
    """The company on the Monday morning after the last data came in."""
    engine = make_engine(built[0])
    with doors.use_engine(engine), clock.moving(moment(MORNING)):
        yield built[1]
    engine.dispose()
