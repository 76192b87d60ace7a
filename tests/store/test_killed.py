"""F01 in small: processes that write are killed at a random moment; what they were told is saved is saved, once."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from sqlalchemy import select, text

from models.base import Row
from store import doors
from store.settings import ROOT
from tests.conftest import Database

# What everybody needs is imported once; then there are as many processes as ledgers, each with its own connections.
WRITERS = """
import os, sys
from datetime import UTC, datetime
from sqlalchemy import insert
import models
from models.base import Row
from store import doors
url, *ledgers = sys.argv[1:]
who = next((number for number in range(1, len(ledgers)) if os.fork() == 0), 0)
doors.open_store(url)
table = Row.metadata.tables["leases"]
with open(ledgers[who], "a", buffering=1) as log:
    for number in range(100000):
        name = f"w{who}-{number}"
        log.write(f"SENT {name}\\n")
        row = {"name": name, "holder": f"w{who}", "until": datetime.now(UTC)}
        doors.writing(lambda session: session.execute(insert(table), row) and None)
        log.write(f"ACK {name}\\n")
"""


def test_nothing_acknowledged_is_lost_when_writers_are_killed(real_database: Database, tmp_path: Path) -> None:
    dice = random.Random(7)
    ledgers = [tmp_path / f"{number}.ledger" for number in range(3)]
    writers = subprocess.Popen(
        [sys.executable, "-c", WRITERS, real_database.url, *map(str, ledgers)],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and not all(file.exists() and file.stat().st_size > 400 for file in ledgers):
        time.sleep(0.05)
    time.sleep(dice.uniform(0.05, 0.3))
    os.killpg(writers.pid, signal.SIGKILL)
    # Nobody writes any more when nobody holds the other end.
    assert writers.communicate(timeout=10)[0] == b""

    lines = [line.split() for ledger in ledgers for line in ledger.read_text().splitlines()]
    sent = {words[1] for words in lines if words[0] == "SENT"}
    acknowledged = {words[1] for words in lines if words[0] == "ACK"}
    with doors.reading() as session:
        stored = {str(name) for name in session.scalars(select(Row.metadata.tables["leases"].c.name))}
        if real_database.kind == "sqlite":
            assert session.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
    assert len(acknowledged) > 20
    assert acknowledged <= stored <= sent
    assert len(stored - acknowledged) <= len(ledgers), "at most one in flight each"
