"""F01 in small: processes that write are killed at a random moment; what they were told is saved is saved, once."""

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

WRITER = """
import sys
from datetime import UTC, datetime
from sqlalchemy import insert
import models
from models.base import Row
from store import doors
url, who, ledger = sys.argv[1:]
doors.open_store(url)
table = Row.metadata.tables["leases"]
with open(ledger, "a", buffering=1) as log:
    for number in range(100000):
        name = f"{who}-{number}"
        log.write(f"SENT {name}\\n")
        row = {"name": name, "holder": who, "until": datetime.now(UTC)}
        doors.writing(lambda session: session.execute(insert(table), row) and None)
        log.write(f"ACK {name}\\n")
"""


def test_nothing_acknowledged_is_lost_when_writers_are_killed(real_database: Database, tmp_path: Path) -> None:
    dice = random.Random(7)
    ledgers = [tmp_path / f"{number}.ledger" for number in range(3)]
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, real_database.url, f"w{number}", str(ledger)],
            cwd=ROOT, stderr=subprocess.DEVNULL,
        )
        for number, ledger in enumerate(ledgers)
    ]  # fmt: skip
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and not all(file.exists() and file.stat().st_size > 400 for file in ledgers):
        time.sleep(0.05)
    time.sleep(dice.uniform(0.05, 0.3))
    for writer in writers:
        writer.send_signal(signal.SIGKILL)
        writer.wait(10)

    lines = [line.split() for ledger in ledgers for line in ledger.read_text().splitlines()]
    sent = {words[1] for words in lines if words[0] == "SENT"}
    acknowledged = {words[1] for words in lines if words[0] == "ACK"}
    with doors.reading() as session:
        stored = {str(name) for name in session.scalars(select(Row.metadata.tables["leases"].c.name))}
        if real_database.kind == "sqlite":
            assert session.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
    assert len(acknowledged) > 20
    assert acknowledged <= stored <= sent
    assert len(stored - acknowledged) <= len(writers), "at most one in flight each"
