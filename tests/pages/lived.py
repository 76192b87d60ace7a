"""The fixture `lived`: a company in which everything exists, built once a worker and put back after each test."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from sqlalchemy import Engine

from store import clock, doors
from store.engine import WRITING, make_engine
from tests.access import scene
from tests.conftest import Store
from tests.pages.grid import Place, a_company

Lived = Callable[..., Place]
_built: dict[tuple[str, str, str], tuple[Engine, Place]] = {}


@pytest.fixture
def lived(store: Store, kind: str) -> Iterator[Lived]:
    """`lived(language, stage=...)` opens such a company in savepoints and gives its people and ids."""
    with ExitStack() as undo:

        def opened(language: str = "it", *, stage: str = "closed") -> Place:
            engine, place = _company(store, kind, language, stage)
            connection = undo.enter_context(engine.execution_options(**{WRITING: True}).connect())
            outer = connection.begin()
            undo.callback(outer.rollback)
            undo.enter_context(doors.use_connection(connection))
            clock.set_clock(lambda: scene.at(130))
            return place

        yield opened


def _company(store: Store, kind: str, language: str, stage: str) -> tuple[Engine, Place]:
    key = (kind, language, stage)
    if key not in _built:
        engine = make_engine(store.filled(kind))
        with doors.use_engine(engine):
            _built[key] = engine, a_company(language, stage=stage)
    return _built[key]
