"""The operator's commands, as an operator types them."""

import io
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import manage as program
from store.settings import ROOT
from tests.conftest import Database


def manage(database: Database, *words: str | Path) -> subprocess.CompletedProcess[str]:
    """One command in this process, whose doors lead to the database of the test: a start of Python each costs 2 s."""
    said, complained = io.StringIO(), io.StringIO()
    with redirect_stdout(said), redirect_stderr(complained):
        code = program.main([str(word) for word in words])
    return subprocess.CompletedProcess(words, code, said.getvalue(), complained.getvalue())


def typed(database: Database, *words: str | Path) -> subprocess.CompletedProcess[str]:
    """The same in a process of its own, to which nothing but DATABASE_URL says where the database is."""
    return subprocess.run(
        [sys.executable, "manage.py", *map(str, words)], cwd=ROOT, capture_output=True, text=True, check=False,
        env=os.environ | {"DATABASE_URL": database.url},
    )  # fmt: skip


def test_a_new_database_is_migrated_saved_verified_and_taken_back(empty_database: Database, tmp_path: Path) -> None:
    assert manage(empty_database, "migrate").returncode == 0
    checked = manage(empty_database, "verify")
    assert (checked.returncode, checked.stderr) == (0, "")
    assert "nothing lost" in checked.stdout
    saved = manage(empty_database, "backup", tmp_path / "b.db")
    assert saved.returncode == 0, saved.stderr
    again = manage(empty_database, "backup", tmp_path / "b.db")
    assert (again.returncode, again.stderr.count("\n")) == (1, 1), "one sentence, no trace"


def test_a_lost_form_makes_verify_fail(migrated_database: Database, tmp_path: Path) -> None:
    ledger = tmp_path / "client.ledger"
    ledger.write_text("SENT run1-a\nACK run1-a CODE\n")
    checked = manage(migrated_database, "verify", ledger)
    assert (checked.returncode, checked.stdout) == (1, "acknowledged but missing: run1-a\n")


def test_a_database_that_is_not_migrated_is_not_saved(empty_database: Database, tmp_path: Path) -> None:
    refused = typed(empty_database, "backup", tmp_path / "b.db")
    assert refused.returncode == 1
    assert "manage.py migrate" in refused.stderr


def test_help_names_every_command() -> None:
    said = subprocess.run(
        [sys.executable, "manage.py", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    for command in ("assess", "run", "migrate", "tick", "backup", "restore", "verify", "demo"):
        assert command in said


def test_assess_starts_without_the_database_s_libraries() -> None:
    code = "import sys, manage\ntry: manage.main(['assess', '--help'])\nexcept SystemExit: pass\nprint(*sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert not {"sqlalchemy", "sqlmodel", "streamlit"} & set(said.split())
