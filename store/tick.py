"""Scheduled work, by one server at a time: most jobs in a transaction of their own, some opening the doors themselves.

What computes for long or asks another machine is `BetweenDoors`: it reads, works outside any door, then writes, so that
nobody waits for it.
"""

import os
import secrets
import socket
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from store.doors import reading, writing
from store.lease import give_back_lease, take_lease

Reading = Callable[[], AbstractContextManager[Session]]
Writing = Callable[[Callable[[Session], Any]], Any]


@dataclass(frozen=True)
class BetweenDoors:
    """A job `(reading, writing, now)` that opens both doors itself, as often as it needs."""

    work: Callable[[Reading, Writing, datetime], object]


Job = Callable[[Session, datetime], object] | BetweenDoors
LASTS = timedelta(minutes=5)
# Who this process is among several on several machines.
HOLDER = f"{socket.gethostname()[:30]}-{os.getpid()}-{secrets.token_hex(4)}"


def tick(jobs: Mapping[str, Job], *, now: datetime, holder: str = HOLDER) -> dict[str, object]:
    """Run every job once, unless another holder is at it. Returns what each job answered, by name.

    A job that raises is rolled back and raises here, after its lease is given back; those before it stay done. After
    a job that took minutes the lease is prolonged, or, when another has it by now, the rest is left to that one.
    """
    if not take_lease("tick", holder, now=now, lasts=LASTS):
        return {}
    try:
        answers: dict[str, object] = {}
        held = began = time.monotonic()
        for name, job in jobs.items():
            if time.monotonic() - held > LASTS.total_seconds() / 3:
                held = time.monotonic()
                if not take_lease("tick", holder, now=now + timedelta(seconds=held - began), lasts=LASTS):
                    break
            answers[name] = _run(job, now)
        return answers
    finally:
        give_back_lease("tick", holder)


def _run(job: Job, now: datetime) -> object:
    if isinstance(job, BetweenDoors):
        return job.work(reading, writing, now)
    return writing(lambda session: job(session, now))
