"""Scheduled work: each job in its own transaction, by one server at a time."""

import os
import secrets
import socket
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from sqlmodel import Session

from store.doors import writing
from store.lease import give_back_lease, take_lease

Job = Callable[[Session, datetime], object]
LASTS = timedelta(minutes=5)
# Who this process is among several on several machines.
HOLDER = f"{socket.gethostname()[:30]}-{os.getpid()}-{secrets.token_hex(4)}"


def tick(jobs: Mapping[str, Job], *, now: datetime, holder: str = HOLDER) -> dict[str, object]:
    """Run every job `(session, now)` once, unless another holder is at it. Returns what each job answered, by name.

    A job that raises is rolled back and raises here, after its lease is given back; those before it stay done.
    """
    if not take_lease("tick", holder, now=now, lasts=LASTS):
        return {}
    try:
        answers: dict[str, object] = {}
        for name, job in jobs.items():
            answers[name] = _run(job, now)
        return answers
    finally:
        give_back_lease("tick", holder)


def _run(job: Job, now: datetime) -> object:
    return writing(lambda session: job(session, now))
