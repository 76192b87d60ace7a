"""How long a million CSV rows take into SQLite, and how much more memory: `python -m benchmarks.million_rows [ROWS]`.

A database of its own in a temporary folder, a file drawn from a seed; no server, nothing else is touched.
"""

import random
import resource
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from models.access import Viewer

ROWS = 1_000_000


def write_file(path: Path, rows: int) -> None:
    """Orders of a year, one in forty still open."""
    draw = random.Random(1958)
    first = datetime(2025, 11, 1, tzinfo=UTC)
    with path.open("w", encoding="utf-8") as file:
        file.write("Ordine;Aperto il;Chiuso il;Tipo cliente;Canale;Esito\n")
        for number in range(rows):
            start = first + timedelta(seconds=number * 31_536_000 / rows)
            done = start + timedelta(hours=draw.expovariate(1 / 40))
            end = "" if draw.random() < 0.025 else f"{done:%Y-%m-%d %H:%M:%S}"
            kind, channel = draw.choice(("privato", "bar", "ufficio")), draw.choice(("sito", "app", "telefono"))
            outcome = draw.choice(("consegnato", "consegnato", "annullato"))
            file.write(f"TB-{number:07d};{start:%Y-%m-%d %H:%M:%S};{end};{kind};{channel};{outcome}\n")


def resident() -> float:
    """Megabytes of this process now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


class Peak:
    """The most memory seen, asked every 20 ms."""

    def __init__(self) -> None:
        """Begin to look."""
        self.most, self._on = resident(), True
        threading.Thread(target=self._look, daemon=True).start()

    def _look(self) -> None:
        while self._on:
            self.most = max(self.most, resident())
            time.sleep(0.02)

    def end(self) -> float:
        """The most there was."""
        self._on = False
        return self.most


def main(rows: int = ROWS) -> None:
    """Print seconds and megabytes for reading and storing, then for the same file a day later."""
    import models  # noqa: F401  every table
    from models.base import Row
    from store.doors import use_engine, writing
    from store.engine import make_engine
    from tests.company import found

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "orders.csv"
        write_file(path, rows)
        print(f"{rows} rows, {path.stat().st_size / 1e6:.0f} MB")
        engine = make_engine(f"sqlite:///{folder}/bench.db")
        Row.metadata.create_all(engine)
        with use_engine(engine):
            company = writing(found)
            from models.processes import create_process

            now = datetime(2026, 11, 22, tzinfo=UTC)
            owner = company.logistics
            process_id = writing(lambda session: create_process(
                session, owner, now=now, name="Consegna", owner_id=owner.person_id or ""
            ))  # fmt: skip
            small = Path(folder) / "small.csv"
            write_file(small, 1_000)
            _timed("warm", small, owner, process_id, now)
            _timed("first", path, owner, process_id, now + timedelta(hours=1))
            _timed("again, a day later", path, owner, process_id, now + timedelta(days=1), salt="x")
        engine.dispose()


def _timed(name: str, path: Path, owner: Viewer, process_id: str, at: datetime, salt: str = "") -> None:
    from exchange.asked import Reading
    from exchange.loading import Doors, Wanted, load_file
    from store.doors import reading, writing

    before, began, peak = resident(), time.perf_counter(), Peak()
    wanted = Wanted(process_id, owner, at, path.name, Reading("Europe/Rome"), salt=salt)
    told = load_file(path, path.name, wanted, Doors(reading, writing, lambda: at))
    took = time.perf_counter() - began
    print(f"{name}: {took:.1f} s, {peak.end() - before:.0f} MB more; {told}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
