"""A process and a promise for the tests, by commands only."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

from analysis.cases import Cases, cases
from models import evidence, processes, promises
from models.access import Viewer
from tests.company import NOW

D = datetime(2026, 11, 17, tzinfo=ZoneInfo("Europe/Rome"))
DAY = 86_400.0
TERMS: dict[str, Any] = {
    "sentence": "A casa tua in 48 ore", "amount": 48, "unit": "h", "kept": 19, "of": 20, "period_days": 90,
    "valid_until": date(2027, 5, 17),
}  # fmt: skip


def orders(n: int = 400, *, late_every: int = 7, over: float = 80.0, first: int = 0, at: datetime = D) -> Cases:
    """Orders over the last days before D, evenly; all arrive after 40 hours, every so many after 3 days."""
    start = [at.timestamp() - over * DAY + number * over * DAY / n for number in range(n)]
    took = [(3.0 if number % late_every == 0 else 40 / 24) * DAY for number in range(n)]
    ended = [s + t if s + t <= at.timestamp() else float("nan") for s, t in zip(start, took, strict=True)]
    return cases([f"TB-{first + number}" for number in range(n)], start, ended)


def delivery(session: Session, owner: Viewer) -> str:
    """The process of delivering, with its owner."""
    return processes.create_process(
        session, owner, now=NOW, name="Consegna online", owner_id=owner.person_id or "", noun_one="ordine",
        noun_many="ordini",
    )  # fmt: skip


def bring(
    session: Session, owner: Viewer, process_id: str, raw: Cases, *, name: str = "ordini.xlsx", at: datetime = D,
    now: datetime = NOW,
) -> dict[str, Any]:  # fmt: skip
    """Load a file; its name stands for its content."""
    return evidence.load_cases(
        session, owner, now=now, process_id=process_id, as_of=at, file_name=name, file_hash=name, cases=raw
    )


def promise(session: Session, who: Viewer, process_id: str, **other: Any) -> str:
    """Forty-eight hours, 19 of 20."""
    return promises.create_promise(session, who, now=NOW, process_id=process_id, **(TERMS | other))


LATER = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
WEEK = timedelta(days=7)
