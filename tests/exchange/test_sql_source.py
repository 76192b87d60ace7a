"""Cases asked of another database: read only, bounded, and with nothing of its address told to anybody."""

import logging
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlmodel import select

from exchange.loading import Doors
from exchange.sql_source import SourceTrouble, answer_as_csv, look_at, place_of, refresh
from models.access import Viewer
from models.activity import Activity
from models.case_sets import evidence_cases, evidence_sets
from models.errors import Refusal
from models.evidence import Source, loads_of
from models.processes import create_process
from models.sources import connect_source, end_source, sources_of
from store.doors import reading, writing
from tests.company import Company, found
from tests.conftest import Database, Store

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SELECT = (
    "SELECT nr AS case_id, aperto AS start, chiuso AS \"end\", canale AS touchpoint FROM ordini WHERE canale <> 'x%'"
)


@pytest.fixture(scope="module")
def orders(store: Store) -> Iterator[str]:
    """The address of somebody else's PostgreSQL database with five hundred orders."""
    url = store.empty("postgresql")
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"))
    with engine.begin() as there:
        there.execute(text(
            "CREATE TABLE ordini AS SELECT 'TB-' || n AS nr, timestamptz '2026-09-01 08:00+02' + n * interval '3 hours'"
            " AS aperto, CASE WHEN n % 9 > 0 THEN timestamptz '2026-09-01 18:00+02' + n * interval '3 hours' END AS"
            " chiuso, CASE n % 2 WHEN 0 THEN 'sito' ELSE 'app' END AS canale FROM generate_series(1, 500) n"
        ))  # fmt: skip
    engine.dispose()
    yield url
    store.drop(url)


@pytest.fixture
def company(database: Database) -> Company:
    return writing(found)


@pytest.fixture
def process_id(company: Company) -> str:
    owner = company.logistics
    return writing(
        lambda session: create_process(session, owner, now=NOW, name="Ordini", owner_id=owner.person_id or "")
    )


def connect(viewer: Viewer, process_id: str, url: str, query: str = SELECT) -> str:
    place = place_of(url, query, files=None)
    what: dict[str, Any] = {"process_id": process_id, "name": "Gestionale", "url": url, "query": query, "place": place}
    return writing(lambda session: connect_source(session, viewer, now=NOW, **what))


def asked(moment: datetime, process_id: str | None = None) -> dict[str, str]:
    return refresh(Doors(reading, writing, lambda: moment), files=None, process_id=process_id)


def test_a_real_postgresql_is_asked_in_its_turn_and_only_changes_are_kept(
    company: Company, process_id: str, orders: str
) -> None:
    connect(company.administrator, process_id, orders)
    assert asked(NOW) == {"Gestionale": "500 rows, 500 new, 0 changed"}
    assert asked(NOW + timedelta(hours=1)) == {}
    engine = create_engine(make_url(orders).set(drivername="postgresql+psycopg"))
    with engine.begin() as there:
        there.execute(text("UPDATE ordini SET chiuso = now() WHERE nr = 'TB-9'"))
    engine.dispose()
    assert asked(NOW + timedelta(hours=25)) == {"Gestionale": "500 rows, 0 new, 1 changed"}
    with reading() as session:
        last, first = loads_of(session, company.logistics, process_id=process_id)
        which = evidence_sets(session, company.logistics, process_ids={process_id})[process_id]
        known = evidence_cases(session, company.logistics, which=which)
        (source,) = sources_of(session, company.logistics, process_id=process_id)
    assert (last.source, first.as_of, last.as_of) == (Source.DATABASE, NOW, NOW + timedelta(hours=25))
    at = known.ids.tolist().index("TB-1")
    assert datetime.fromtimestamp(known.start[at], UTC) == datetime(2026, 9, 1, 9, tzinfo=UTC)
    assert (known.touchpoint[at], source.trouble, source.asked_at) == ("app", "", NOW + timedelta(hours=25))
    header, *rows = look_at(orders, SELECT, files=None, rows=3)
    assert (header, len(rows)) == (["case_id", "start", "end", "touchpoint"], 3)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("WITH gone AS (DELETE FROM ordini RETURNING nr) SELECT nr AS case_id FROM gone", "source_refused"),
        ("SELECT nextval('x')", "source_refused"), ("SELECT nope FROM ordini", "source_refused"),
        ("SELECT pg_sleep(30)", "source_slow"), ("SELECT generate_series(1, 10000000) AS case_id", "source_long"),
        ("SELECT set_config('transaction_read_only', 'off', false)", "source_refused"),
    ],
)  # fmt: skip
def test_a_question_can_neither_write_nor_go_on_for_ever(orders: str, tmp_path: Path, query: str, code: str) -> None:
    with pytest.raises(SourceTrouble) as caught:
        answer_as_csv(orders, query, tmp_path / "a.csv", files=None, most=20_000, seconds=1.5)
    assert (caught.value.code, str(caught.value)) == (code, code)
    engine = create_engine(make_url(orders).set(drivername="postgresql+psycopg"))
    with engine.connect() as there:
        assert there.execute(text("SELECT count(*) FROM ordini")).scalar() == 500
    engine.dispose()


@pytest.mark.parametrize(
    "query",
    ["DELETE FROM ordini", "SELECT 1; DROP TABLE ordini", "", "-- SELECT\nUPDATE ordini SET nr = 1", "EXPLAIN SELECT 1",
     "COPY ordini TO STDOUT", "/* SELECT */ VACUUM"],
)  # fmt: skip
def test_what_is_no_single_select_is_not_even_asked(orders: str, query: str) -> None:
    with pytest.raises(Refusal, match="source_not_select"):
        place_of(orders, query, files=None)


@pytest.mark.parametrize(
    "url",
    ["mysql://u:p@host/db", "sqlite:////etc/passwd", "sqlite://", "file:///etc/passwd", "nonsense", "postgresql://host",
     "postgresql+pg8000://u:p@h/d", "http://host/"],
)  # fmt: skip
def test_only_postgresql_is_asked_unless_the_operator_allows_a_folder(url: str, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="source_unfit"):
        place_of(url, "SELECT 1", files=None)
    with pytest.raises(Refusal, match="source_unfit"):
        place_of(url, "SELECT 1", files=tmp_path)


def test_a_file_in_the_allowed_folder_is_opened_for_reading_only(tmp_path: Path) -> None:
    path = tmp_path / "shop.db"
    with sqlite3.connect(path) as file:
        file.execute("CREATE TABLE o (case_id, start, 'end')")
        file.execute("INSERT INTO o VALUES (1, '2026-01-01', NULL)")
    url, target = f"sqlite:///{path}", tmp_path / "a.csv"
    assert place_of(url, "SELECT * FROM o", files=tmp_path) == "sqlite: shop.db"
    assert answer_as_csv(url, "SELECT * FROM o", target, files=tmp_path) == 1
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
    for query, code in ((endless, "source_slow"), ("SELECT * FROM nope", "source_refused")):
        with pytest.raises(SourceTrouble, match=code):
            answer_as_csv(url, query, target, files=tmp_path, seconds=0.5)


def test_nothing_of_the_address_is_shown_kept_in_the_record_or_logged(
    company: Company, process_id: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    url = "postgresql://lettore:molto-segreto@127.0.0.1:1/negozio"
    source_id = connect(company.administrator, process_id, url)
    assert asked(NOW) == {"Gestionale": "source_away"}
    with reading() as session:
        (seen,) = sources_of(session, company.logistics, process_id=process_id)
        record = [repr(row) for row in session.exec(select(Activity)).all()]
    assert (seen.place, seen.trouble, seen.has_address) == ("postgresql: 127.0.0.1:1/negozio", "source_away", True)
    for told in (repr(seen), *record, caplog.text):
        assert "molto-segreto" not in told
    writing(lambda session: end_source(session, company.administrator, now=NOW, source_id=source_id))
    with reading() as session:
        assert sources_of(session, company.logistics, process_id=process_id) == []
    assert asked(NOW, process_id) == {}


def test_who_is_no_administrator_connects_nothing(company: Company, process_id: str, orders: str) -> None:
    with pytest.raises(Refusal, match="not_allowed"):
        connect(company.logistics, process_id, orders)


def test_an_answer_without_the_columns_is_told_and_brings_nothing(
    company: Company, process_id: str, orders: str
) -> None:
    connect(company.administrator, process_id, orders, "SELECT nr, canale FROM ordini")
    assert asked(NOW) == {"Gestionale": "source_columns"}
    with reading() as session:
        assert loads_of(session, company.logistics, process_id=process_id) == []
