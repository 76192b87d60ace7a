"""Law 8, for ideas. An import is all or nothing, names each cell that cannot come in and why, and can be undone."""

import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from exchange.ideas_sheet import scan_ideas, write_ideas
from models import activity, ideas, imports
from models.access import NOBODY, Viewer
from models.backlog import BacklogQuery, backlog
from models.errors import NotFound, NotSignedIn, Refusal
from models.functions import Side
from models.ideas import Idea
from models.imports import Import, import_ideas, import_plan, imports_of
from models.receipts import once
from models.telling import HowFar, Stage, heard_by
from store.doors import counting, reading, writing
from store.settings import ROOT
from tests.company import NOW, Company, found
from tests.conftest import Database
from tests.exchange.files import csv_of
from tests.models.bringing import LATER, SHA, bring, count, keys, plan, records, refused, row, said, several, undo
from words.cells import cell_sentence
from words.refusals import refusal_sentence
from words.speech import speech


@pytest.fixture
def company(database: Database) -> Company:
    return writing(found)


def test_ideas_come_in_whole_in_the_order_of_the_file_with_names_as_the_sheet_reads(company: Company) -> None:
    bring(company, [row("Zeta", side="receives"), row("Alfa", side="  LOGISTICA "), row("Media", side="Direzione")])
    assert said(company) == ["Zeta", "Alfa", "Media"]
    with reading() as session:
        sides = dict(session.exec(select(Idea.text, Idea.side)).all())
        authors = session.exec(select(Idea.author_id)).all()
        listed = backlog(session, company.facilitator, now=NOW, asked=BacklogQuery()).rows
    assert sides == {"Zeta": Side.RECEIVES, "Alfa": Side.KEEPS, "Media": None}
    assert set(authors) == {None}, "whoever drops the file has not said these words"
    assert {one.words: (one.people, sum(one.sides.values())) for one in listed} == {
        "Zeta": (1, 1), "Alfa": (1, 1), "Media": (0, 0),
    }, "somebody of a side: people and sides say the same"  # fmt: skip


def test_x25_row_7_bad_among_500_and_nothing_comes_in_and_row_7_is_named(company: Company) -> None:
    rows = several(500)
    rows[5] = row("x" * 181, at=7)
    refusal = refused(bring, company, rows)
    assert (refusal.code, refusal.facts["count"], refusal.facts["row"], refusal.facts["reason"]) == (
        "rows_unreadable", 1, 7, "too_long",
    )  # fmt: skip
    assert said(company) == []
    assert "1 cella non può entrare" in refusal_sentence(speech("it"), refusal.code, refusal.facts)


def test_x25_all_bad_cells_are_named_together_the_first_fifty_and_how_many(company: Company) -> None:
    lines = [f"idea {number},Luna,nessuno,ignota{number}" for number in range(30)]
    lines[3] = "#REF!,,,"
    scan, asked = plan(company, csv_of(*lines, header="Idea,Punto di contatto,Lato,Chiave"))
    refusal = scan.refusal((cell.row, cell.field, cell.code, cell.facts) for cell in asked.bad)
    assert (len(refusal.errors), refusal.total) == (50, 29 * 3 + 1)
    assert [(e.row, e.code, e.facts["cell"]) for e in refusal.errors[:4]] == [
        (2, "touchpoint_unknown", "B2"), (2, "side_unknown", "C2"), (2, "key_unknown", "D2"),
        (3, "touchpoint_unknown", "B3"),
    ]  # fmt: skip
    broken = [error for error in refusal.errors if error.row == 5]
    assert [(error.code, error.facts["cell"]) for error in broken] == [("error_cell", "A5")]


@pytest.mark.parametrize("language", ["it", "en"])
@pytest.mark.parametrize(
    "code", ["touchpoint_unknown", "side_unknown", "key_unknown", "idea_changed", "too_long", "unreadable_characters"]
)
def test_each_reason_is_a_sentence_that_says_what_to_do(language: str, code: str) -> None:
    sentence = cell_sentence(speech(language), code, {"value": "Luna", "limit": 180}, 7, "Idea")
    assert sentence.startswith(("Row 7, column “Idea”: ", "Riga 7, colonna «Idea»: "))
    assert "check it, please" not in sentence
    assert "controlla." not in sentence


@pytest.mark.parametrize("bad", ["nul\x00", "\x0b", "\ud800", "\uffff"])
def test_t12_a_row_goes_through_the_same_draft_as_a_typed_idea(company: Company, bad: str) -> None:
    refusal = refused(bring, company, [row(f"testo {bad}")])
    typed = refused(
        writing,
        lambda s: ideas.add_idea(s, company.facilitator, now=NOW, group_id=company.group_id, text=f"testo {bad}"),
    )
    assert (refusal.code, refusal.facts["reason"]) == ("rows_unreadable", typed.code)
    assert said(company) == []


def test_t02_what_only_looks_like_text_is_an_empty_idea(company: Company) -> None:
    assert refused(bring, company, [row("\u2800\u200b ")]).facts["reason"] == "empty"


def test_x13_ten_thousand_and_one_rows_are_too_many(company: Company) -> None:
    refusal = refused(bring, company, several(10_001))
    assert (refusal.code, refusal.facts["limit"]) == ("too_large", 10_000)


def test_x23_the_same_file_twice_says_when_it_came_in(company: Company) -> None:
    bring(company, several(2))
    refusal = refused(bring, company, several(2), now=LATER)
    assert refusal.code == "file_imported"
    assert "17 nov 2026, 16:00" in refusal_sentence(speech("it"), refusal.code, refusal.facts)
    assert len(said(company)) == 2


def test_x23_the_same_file_may_come_in_again_once_it_was_undone_and_into_another_group(company: Company) -> None:
    undo(company, bring(company, several(2)))
    bring(company, several(2), now=LATER)
    bring(company, several(2), who=company.administrator, group_id=company.other_group_id)
    assert len(said(company)) == len(said(company, company.other_group_id)) == 2


def test_the_same_form_twice_is_one_import_and_one_receipt(company: Company) -> None:
    def send() -> Any:
        what = {"group_id": company.group_id, "rows": several(3), "sha256": SHA}
        return writing(lambda s: once(s, company.facilitator, import_ideas, form_key="k" * 20, now=NOW, **what))

    first, again = send(), send()
    assert (first.code, first.answer) == (again.code, again.answer)
    assert (again.again, len(said(company))) == (True, 3)


def test_two_people_who_drop_the_same_file_at_once_bring_it_in_once(real_database: Database) -> None:
    company = writing(found)

    def drop(who: Viewer) -> str:
        try:
            return bring(company, several(200), who=who)
        except Refusal as refusal:
            return refusal.code

    with ThreadPoolExecutor(2) as people:
        answers = list(people.map(drop, [company.facilitator, company.manager]))
    assert answers.count("file_imported") == 1
    assert len(said(company)) == 200


def test_x27_the_key_of_another_group_is_as_unknown_as_an_invented_one(company: Company) -> None:
    theirs = writing(
        lambda s: ideas.add_idea(
            s, company.administrator, now=NOW, group_id=company.other_group_id, text="Segreto di altri"
        )
    )
    reasons = []
    for key in (theirs, "f" * 32, "1"):
        refusal = refused(bring, company, [row("Segreto di altri", key=key)])
        reasons.append((refusal.facts["cell"], refusal.facts["reason"]))
    assert reasons == [("key", "key_unknown")] * 3
    assert said(company) == []


def test_a_known_key_with_the_same_words_does_nothing_and_with_other_words_is_refused(company: Company) -> None:
    bring(company, [row("Tre giorni certi", side="receives")])
    (key,) = keys(company)
    assert refused(bring, company, [row(" Tre giorni  certi\u200b", key=key, side="receives")], sha256="b").code == (
        "nothing_new"
    )
    for changed, cell in (
        (row("Due giorni certi", key=key, side="receives"), "text"),
        (row("Tre giorni certi", key=key, side="promises"), "side"),
        (row("Tre giorni certi", key=key), "side"),
    ):
        facts = refused(bring, company, [changed, row("nuova")], sha256="b").facts
        assert (facts["cell"], facts["reason"]) == (cell, "idea_changed")
    assert said(company) == ["Tre giorni certi"]


def test_known_rows_and_new_rows_may_stand_in_one_file(company: Company) -> None:
    bring(company, [row("Prima")])
    (key,) = keys(company)
    scan, asked = plan(
        company, write_ideas([row("Prima", key=key), row("Seconda"), row("prima")], language="it"), "a.xlsx"
    )
    assert (asked.new, asked.known, asked.alike, asked.bad) == (2, 1, 1, ())
    other = refused(bring, company, [row("Terza", side="Nessuno")], sha256="b", looked=asked.looked)
    assert other.facts["reason"] == "side_unknown", "what was looked through speaks for its own rows only"
    bring(company, scan.rows, sha256=scan.sha256, now=LATER, looked=asked.looked)
    assert said(company) == ["Prima", "Seconda", "prima"]


def test_f09_a_failure_in_the_middle_of_an_import_leaves_nothing(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("the disk is gone")

    before = records()
    monkeypatch.setattr(imports, "insert", fail)
    with pytest.raises(RuntimeError):
        bring(company, several(20))
    assert (said(company), count(Import), records()) == ([], 0, before)


def test_whoever_waits_hears_how_far_it_is_and_who_stops_it_leaves_nothing(company: Company) -> None:
    heard: list[HowFar] = []

    def stop(far: HowFar) -> None:
        heard.append(far)
        if far.stage is Stage.STORING and far.rows:
            raise KeyboardInterrupt

    data = csv_of(*[one.text for one in several(1_500)], header="Idea")
    with heard_by(heard.append):
        rows = scan_ideas(data, filename="a.csv").rows
    with heard_by(stop), pytest.raises(KeyboardInterrupt):
        bring(company, rows)
    assert said(company) == []
    assert list(dict.fromkeys(one.stage for one in heard if one.part == 1)) == [Stage.READING, Stage.CHECKING]
    assert (heard[-1].stage, heard[-1].rows, heard[-1].of) == (Stage.STORING, 1_000, 1_500)


def test_only_who_conducts_brings_in_looks_and_takes_back(company: Company) -> None:
    import_id = bring(company, several(1))
    for who, kind in (
        (company.marketing, "not_allowed"), (company.customer, "not_allowed"), (company.guest, "not_allowed"),
        (company.outsider, "not_found"), (company.administrator, "not_found"), (company.removed, "not_found"),
        (company.guest_of_another, "not_found"), (NOBODY, "not_signed_in"), (company.disabled, "not_signed_in"),
    ):  # fmt: skip
        assert refused(bring, company, several(1), who=who, sha256="b").code == kind
        assert refused(undo, company, import_id, who=who).code == kind
        with reading() as session:
            asked: dict[str, Any] = {"group_id": company.group_id}
            assert refused(import_plan, session, who, rows=[], sha256="b", **asked).code == kind
            assert refused(imports_of, session, who, **asked).code == kind
    assert isinstance(refused(undo, company, "f" * 32), NotFound)
    assert isinstance(refused(undo, company, "f" * 32, who=NOBODY), NotSignedIn)


IMPORTER = """
import sys
from collections import namedtuple
from datetime import UTC, datetime
import models
from models.imports import import_ideas
from models.viewers import viewer_of_person
from store import doors
url, who, group_id, ledger = sys.argv[1:]
Row = namedtuple("Row", "key text touchpoint side row")
doors.open_store(url)
with open(ledger, "a", buffering=1) as log:
    for number in range(10000):
        rows = [Row("", f"Idea {number} {at}", "", "", at + 2) for at in range(500)]
        log.write(f"SENT {number}\\n")
        doors.writing(lambda s: import_ideas(
            s, viewer_of_person(s, who), now=datetime.now(UTC), group_id=group_id, rows=rows, sha256=f"{number:064}"))
        log.write(f"ACK {number}\\n")
"""


def test_f02_killed_during_an_import_of_500_rows_there_are_500_or_none(real_database: Database, tmp_path: Path) -> None:
    company = writing(found)
    ledger = tmp_path / "importer.ledger"
    importer = subprocess.Popen(
        [sys.executable, "-c", IMPORTER, real_database.url, company.facilitator.person_id or "", company.group_id,
         str(ledger)],
        cwd=ROOT, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    until = time.monotonic() + 60
    while time.monotonic() < until and not (ledger.exists() and ledger.read_text().count("ACK") >= 2):
        time.sleep(0.01)
    time.sleep(random.Random(7).uniform(0.02, 0.2))
    importer.send_signal(signal.SIGKILL)
    importer.wait(10)
    lines = ledger.read_text().split("\n")
    sent, acknowledged = (sum(line.startswith(word) for line in lines) for word in ("SENT", "ACK"))
    stored = count(Import)
    assert 2 <= acknowledged <= stored <= sent <= acknowledged + 1
    assert len(said(company)) == 500 * stored == count(imports.BroughtIdea)
    with reading() as session:
        assert activity.first_break(session) is None


def test_l5_ten_thousand_rows_come_in_and_go_again_in_a_bounded_number_of_statements(real_database: Database) -> None:
    company = writing(found)
    rows = [row(f"Idea numero {number}: " + "perché così va meglio " * 6, at=number) for number in range(10_000)]
    data = write_ideas(rows, language="it")
    with counting() as counted:
        scan, asked = plan(company, data, "diecimila.xlsx")
        assert scan.refusal() is None
        import_id = bring(company, scan.rows, sha256=scan.sha256)
    assert counted.number < 150
    assert (asked.new, len(said(company))) == (10_000, 10_000)
    with counting() as counted:
        assert undo(company, import_id) == 10_000
    assert counted.number < 150
