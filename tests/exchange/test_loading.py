"""Files of any size come in whole or not at all, piece by piece where they are large, and only what changed is kept."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlmodel import func, select

from analysis.cases import Cases, clean
from exchange import batches, loading
from exchange.asked import Reading
from exchange.loading import Doors, Wanted, load_file
from exchange.unreadable import UnreadableFile
from models.access import Viewer
from models.case_sets import evidence_cases, evidence_sets
from models.errors import Refusal
from models.evidence import CaseVersion, Load, loads_of, undo_load
from models.processes import create_process
from store.doors import reading, writing
from tests.company import found
from tests.conftest import Database

AT = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.fixture
def company(database: Database) -> tuple[Viewer, str]:
    """The owner of a process, and its id."""
    owner = writing(found).logistics
    return owner, writing(
        lambda session: create_process(session, owner, now=AT, name="Consegna", owner_id=owner.person_id or "")
    )


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces of a hundred rows, so that a thousand are many."""
    for module in (batches, loading):
        monkeypatch.setattr(module, "PIECE", 100)


Load_ = Callable[..., dict[str, Any]]


@pytest.fixture
def bring(company: tuple[Viewer, str]) -> Load_:
    owner, process_id = company

    def load(path: Path | bytes, at: datetime = AT, name: str = "orders.csv", **more: Any) -> dict[str, Any]:
        told = more.pop("told", None)
        wanted = Wanted(process_id, owner, at, name, Reading("Europe/Rome", **more.pop("reading", {})), **more)
        return load_file(path, name, wanted, Doors(reading, writing, lambda: at), told)

    return load


def orders(n: int, *, done: Callable[[int], bool] = lambda number: number % 9 > 0, extra: str = "") -> bytes:
    lines = ["Ordine;Aperto il;Chiuso il;Importo;Canale"]
    for number in range(n):
        start = datetime(2026, 9, 13, tzinfo=UTC) + timedelta(minutes=30 * number)
        end = f"{start + timedelta(hours=5):%d/%m/%Y %H:%M}" if done(number) else ""
        more = f"1.{number % 1000:03d},5;{'sito' if number % 2 else 'app'}"
        lines.append(f"T{number};{start:%d/%m/%Y %H:%M};{end};{more}")
    return ("\n".join(lines) + "\n" + extra).encode()


def known(company: tuple[Viewer, str]) -> Cases:
    owner, process_id = company
    with reading() as session:
        which = evidence_sets(session, owner, process_ids={process_id})[process_id]
        return evidence_cases(session, owner, which=which)


def count(table: type[Any]) -> int:
    with reading() as session:
        return session.exec(select(func.count()).select_from(table)).one()


def test_a_large_file_gives_the_same_cases_as_a_small_one(
    company: tuple[Viewer, str], bring: Load_, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes(orders(950, extra="T3;13/09/2026 01:30;14/09/2026 10:00;1,5;app\n"))
    at_once = bring(path)
    whole = known(company)
    owner, process_id = company
    writing(lambda session: undo_load(session, owner, now=AT, process_id=process_id, number=1))
    heard: list[str] = []
    for module in (batches, loading):
        monkeypatch.setattr(module, "PIECE", 100)
    in_pieces = bring(path, told=lambda stage, rows, part: heard.append(stage))
    assert set(heard) == {"looking", "reading", "storing"}
    same = ("rows", "new", "changed", "same")
    assert [in_pieces[name] for name in same] == [at_once[name] for name in same] == [951, 950, 0, 0]
    again = known(company)
    for name in whole.__slots__:
        np.testing.assert_array_equal(getattr(again, name), getattr(whole, name))
    assert clean(again, AT.timestamp()).warnings == clean(whole, AT.timestamp()).warnings
    with reading() as session:
        last, first = loads_of(session, owner, process_id=process_id)
    assert last.notes == first.notes == (("same_id", 1),)


@pytest.mark.usefixtures("small_pieces")
def test_a_later_load_writes_a_version_only_for_what_changed_and_replay_reads_the_old_one(
    company: tuple[Viewer, str], bring: Load_
) -> None:
    bring(orders(900))
    later = AT + timedelta(days=1)
    told = bring(orders(905, done=lambda number: number % 9 > 0 or number < 90), at=later)
    assert (told["new"], told["changed"], told["same"]) == (5, 10, 890)
    assert count(CaseVersion) == 900 + 15
    owner, process_id = company
    with reading() as session:
        then = evidence_sets(session, owner, process_ids={process_id}, loaded_by=AT)[process_id]
        replayed = evidence_cases(session, owner, which=then)
    assert (len(replayed), int(np.isnan(replayed.end).sum())) == (900, 100)
    assert (len(known(company)), int(np.isnan(known(company).end).sum())) == (905, 91)
    # The same file a day later says nothing new, and still moves the date of the data.
    told = bring(orders(905, done=lambda number: number % 9 > 0 or number < 90), at=later + timedelta(days=1), salt="x")
    assert (told["new"], told["changed"], told["same"]) == (0, 0, 905)
    with pytest.raises(Refusal, match="as_of_older"):
        bring(orders(300), at=AT)
    with pytest.raises(Refusal, match="already_imported"):
        bring(orders(905, done=lambda number: number % 9 > 0 or number < 90), at=later + timedelta(days=2))


@pytest.mark.usefixtures("small_pieces")
def test_cancelled_or_broken_off_nothing_counts_and_nothing_is_left(company: tuple[Viewer, str], bring: Load_) -> None:
    bring(orders(50))

    def cancel(stage: str, rows: int, part: float) -> None:
        if stage == "storing" and part > 0.4:
            assert count(CaseVersion) > 50
            assert len(known(company)) == 50
            with pytest.raises(Refusal, match="load_running"):
                bring(orders(60), name="b.csv")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bring(orders(900), told=cancel)
    assert (count(CaseVersion), count(Load), len(known(company))) == (50, 1, 50)
    assert bring(orders(900))["new"] == 850


@pytest.mark.usefixtures("small_pieces")
def test_every_bad_cell_of_a_large_file_is_named_and_nothing_comes_in(bring: Load_) -> None:
    bad = "".join(f"X{number};31/02/2026;;x;sito\n" for number in range(60))
    with pytest.raises(UnreadableFile) as caught:
        bring(orders(500, extra=bad))
    assert (caught.value.total, len(caught.value.errors)) == (120, 50)
    first = caught.value.errors[0]
    assert (first.row, first.column, first.code, first.facts["cell"]) == (502, "Aperto il", "no_such_date", "B502")
    assert count(Load) == 0


@pytest.mark.usefixtures("small_pieces")
def test_dates_that_could_be_read_in_two_ways_are_asked_for_the_whole_column(bring: Load_) -> None:
    days = "".join(f"Q{number};01/{1 + number % 12:02d}/2026;;1;sito\n" for number in range(300))
    head = "Ordine;Aperto il;Chiuso il;Importo;Canale\n"
    with pytest.raises(UnreadableFile) as caught:
        bring((head + days).encode())
    assert [error.code for error in caught.value.errors] == ["ambiguous_dates"]
    assert bring((head + days).encode(), reading={"dates": "mm/dd/yyyy"})["rows"] == 300
    # One cell at the very end that allows one reading only settles all of them.
    assert bring((head + days + "Z;31/01/2026;;1;sito\n").encode(), at=AT + timedelta(1))["changed"] > 0


def test_a_file_with_several_processes_must_say_which(bring: Load_) -> None:
    lines = "".join(f"{n},2026-09-01,2026-09-02,{'resi' if n % 3 else 'consegne'}\n" for n in range(30))
    data = b"case_id,start,end,processo\n" + lines.encode()
    with pytest.raises(UnreadableFile, match="which_process"):
        bring(data)
    assert bring(data, only="resi")["rows"] == 20
    with pytest.raises(UnreadableFile, match="no_such_process"):
        bring(data, only="altro")


def test_who_may_not_bring_data_brings_none(company: tuple[Viewer, str]) -> None:
    owner, process_id = company
    stranger = replace(owner, person_id="0" * 32)
    with pytest.raises(Refusal, match="not_allowed"):
        load_file(orders(20), "o.csv", Wanted(process_id, stranger, AT, "o.csv"), Doors(reading, writing, lambda: AT))
    assert count(Load) == 0


def test_an_event_log_comes_in_through_the_same_door(company: tuple[Viewer, str], bring: Load_) -> None:
    event = (
        '<event><string key="concept:name" value="{}"/>'
        '<date key="time:timestamp" value="2026-10-{:02d}T08:00Z"/></event>'
    )  # fmt: skip
    traces = "".join(
        f'<trace><string key="concept:name" value="t{n}"/>{event.format("Ordine", n)}'
        f"{event.format('Consegna', n + 2) if n % 4 else ''}</trace>"
        for n in range(1, 21)
    )
    events = {"start_event": "Ordine", "end_event": "Consegna"}
    told = bring(f"<log>{traces}</log>".encode(), name="ordini.xes", reading=events)
    assert (told["rows"], told["new"]) == (20, 20)
    cases = known(company)
    assert (int(np.isnan(cases.end).sum()), set((cases.end - cases.start)[~np.isnan(cases.end)])) == (5, {172_800.0})
