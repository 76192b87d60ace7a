"""What is taken out and brought back is the same when it is taken out once more: weekly numbers, and cases."""

import io
from datetime import UTC, datetime, timedelta
from typing import Any

import openpyxl
from sqlalchemy import delete
from sqlmodel import Session

from analysis.cases import cases
from exchange.asked import Reading
from exchange.loading import Doors, Wanted, load_file
from exchange.traffic_sheet import scan_traffic
from models import processes, touchpoints, traffic
from models.access import Viewer
from models.evidence import load_cases
from store import clock
from store.doors import reading, writing
from tests.company import Company
from tests.web.conftest import Site

WEEKS = "/download/journey-weeks.xlsx"


def cells(book: bytes) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(io.BytesIO(book)).worksheets[0].iter_rows(values_only=True))


def weeks_of_half_a_year(session: Session, who: Viewer) -> None:
    """Along three stages, some weeks left open, one noted twice, one stage named as a sheet would run it."""
    touchpoints.lay_stages(session, "it")
    stages = touchpoints.stages_all(session, who)
    last = traffic.monday(clock.now().date()) - timedelta(days=7)
    for number in range(20):
        for place, stage in enumerate(stages[:3]):
            left = None if (number + place) % 4 == 0 else number * 7
            traffic.note_traffic(
                session, who, now=clock.now(), stage_id=stage.id, week=last - timedelta(days=7 * number),
                arrived=9_800 * (3 - place) + number, left=left,
            )  # fmt: skip
    traffic.note_traffic(session, who, now=clock.now(), stage_id=stages[0].id, week=last, arrived=0, left=0)


def test_weekly_numbers_are_the_same_after_they_were_brought_back(site: Site, company: Company) -> None:
    marta = company.marketing
    writing(lambda s: weeks_of_half_a_year(s, marta))
    site.sign_in(marta.person_id or "")
    first = site.get(WEEKS).content
    assert len(cells(first)) == 61

    def bring() -> None:
        scan = scan_traffic(first, "numeri.xlsx")
        assert scan.refusal([]) is None
        writing(lambda s: traffic.load_traffic(s, marta, now=clock.now(), rows=scan.rows, sha256=scan.sha256))

    bring()
    assert cells(site.get(WEEKS).content) == cells(first), "over what stands there"
    for table in (traffic.StageTraffic, traffic.TrafficLoad):
        writing(lambda s, table=table: s.execute(delete(table)))  # type: ignore[misc]
    assert len(cells(site.get(WEEKS).content)) < 61
    bring()
    assert cells(site.get(WEEKS).content) == cells(first), "and where nothing stood"


def test_cases_are_the_same_after_they_were_brought_back(site: Site, company: Company) -> None:
    keeper = company.logistics
    at = datetime(2026, 11, 17, 8, tzinfo=UTC)

    def process(session: Session, name: str) -> str:
        return processes.create_process(
            session, keeper, now=at, name=name, owner_id=keeper.person_id or "", zone="Europe/Rome"
        )

    home, elsewhere = (writing(lambda s, name=name: process(s, name)) for name in ("Consegna", "Altrove"))  # type: ignore[misc]
    number = 400
    # Open ones, a night on which the clock is put back, fractions of a second, cells that would run, and empty ones.
    begun = [datetime(2026, 10, 24, 22, tzinfo=UTC).timestamp() + 600.25 * place for place in range(number)]
    took = [float("nan") if place % 9 == 0 else 3_600.5 * (1 + place % 60) for place in range(number)]
    words = [None, "Bottega", "=1+1", "-5", 'à "la" carte; e, poi', "'ndrina", "007"]
    raw = cases(
        [f"{'=' if place % 50 == 7 else ''}TB-{place:05d}" for place in range(number)], begun,
        [start + time for start, time in zip(begun, took, strict=True)],
        segment=[words[place % 7] for place in range(number)],
        touchpoint=[words[(place + 3) % 7] for place in range(number)],
        outcome=[None if place % 9 == 0 else ("reso" if place % 5 else "ok") for place in range(number)],
        value=[float("nan") if place % 6 == 0 else place / 8 - 3 for place in range(number)],
    )  # fmt: skip
    writing(lambda s: load_cases(s, keeper, now=at, process_id=home, as_of=at, file_name="ordini.csv",
                                 file_hash="a", cases=raw))  # fmt: skip
    site.sign_in(keeper.person_id or "")
    first = site.get(f"/download/cases/{home}.csv").content
    lines = sorted(first.decode("utf-8-sig").splitlines())
    assert len(lines) == number + 1

    def bring(process_id: str) -> dict[str, Any]:
        wanted = Wanted(process_id, keeper, at, "cases.csv", Reading("Europe/Rome"))
        return load_file(first, "cases.csv", wanted, Doors(reading, writing, lambda: at))

    told = bring(home)
    assert (told["new"], told["changed"]) == (0, 0), "at home every one of them is known"
    bring(elsewhere)
    again = site.get(f"/download/cases/{elsewhere}.csv").content
    assert sorted(again.decode("utf-8-sig").splitlines()) == lines
