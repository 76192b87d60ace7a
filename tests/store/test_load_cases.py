"""The operator brings cases in and has databases asked, from the command line."""

import json
from pathlib import Path

from models.days import count_days_in, zone_here
from models.evidence import loads_of
from models.processes import create_process
from store.doors import reading, writing
from tests.company import NOW, found
from tests.conftest import Database
from tests.store.test_manage import manage


def test_a_file_comes_in_as_the_owner_of_the_process(migrated_database: Database, tmp_path: Path) -> None:
    owner = writing(found).logistics
    process_id = writing(
        lambda session: create_process(session, owner, now=NOW, name="Consegna online", owner_id=owner.person_id or "")
    )
    path = tmp_path / "ordini.csv"
    lines = [f"{n};{1 + n % 28:02d}/10/2026;" for n in range(30)]
    path.write_text("\n".join(["ordine;aperto il;chiuso il", *lines]) + "\n", encoding="utf-8")
    count_days_in("America/New_York")
    brought = manage(migrated_database, "load-cases", "consegna  ONLINE", path, "--at", "2026-11-15")
    assert (brought.returncode, brought.stderr, json.loads(brought.stdout)["new"]) == (0, "", 30)
    with reading() as session:
        (load,) = loads_of(session, owner, process_id=process_id)
    assert (load.file_name, f"{load.as_of:%Y-%m-%dT%H:%M}") == ("ordini.csv", "2026-11-14T23:00")
    assert zone_here() == "Europe/Rome", "as the installation says, not whoever ran before"
    path.write_text("ordine;aperto il;chiuso il\n1;31/10/2026;\n", encoding="utf-8")
    newer = manage(migrated_database, "load-cases", process_id, path, "--at", "2026-11-15T00:30")
    assert (newer.returncode, newer.stderr) == (0, "")
    path.write_text("ordine;aperto il;chiuso il\n2;31/10/2026;\n", encoding="utf-8")
    older = manage(migrated_database, "load-cases", process_id, path, "--at", "2026-11-14")
    assert "as of 15 Nov 2026" in json.loads(older.stdout)["error"][0]["sentence"], "the day it was there"
    path.write_text("\n".join(["ordine;aperto il;chiuso il", *lines]) + "\n", encoding="utf-8")
    again = manage(migrated_database, "load-cases", process_id, path, "--at", "2026-11-16")
    assert (again.returncode, "already" in json.loads(again.stdout)["error"][0]["sentence"]) == (1, True)
    asked = manage(migrated_database, "refresh", "Un altro")
    assert (asked.returncode, asked.stderr) == (1, "There is no process “Un altro”.\n")
