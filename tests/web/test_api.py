"""Cases that a program brings with a key: in, once, and no further."""

import gzip
import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from exchange.unreadable import CASES
from models.base import new_token, token_hash
from models.evidence import loads_of, undo_load
from models.people import disable_person
from models.processes import create_process
from models.tokens import ApiToken, make_token, revoke_token, tokens_of
from store import clock
from store.doors import reading, writing
from tests.company import Company, found
from tests.conftest import Database
from tests.web.conftest import Site
from web import api, throttle

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
CSV = "numero ordine,aperto il,chiuso il\n" + "".join(
    f"TB-{n},2026-10-{1 + n % 28:02d} 08:00,{'' if n % 9 == 0 else f'2026-10-{1 + n % 28:02d} 19:00'}\n"
    for n in range(90)
)


@dataclass
class Program:
    """A program with a key, beside a browser of somebody who is signed in."""

    site: Site
    company: Company
    process_id: str
    key: str
    key_id: str

    def send(self, body: str | bytes = CSV, at: str = "2026-11-20", *, kind: str = "text/csv", key: str | None = None,
             process: str | None = None, more: str = "", **headers: str) -> httpx.Response:  # fmt: skip
        said = {"Content-Type": kind, "Origin": "", "Accept": "*/*", "Accept-Language": "en", **headers}
        said.setdefault("Authorization", f"Bearer {self.key if key is None else key}")
        path = f"/api/processes/{process or self.process_id}/cases?at={at}{more}"
        return self.site.ask("POST", path, headers=said, content=body)

    def loads(self) -> int:
        with reading() as session:
            return len(loads_of(session, self.company.logistics, process_id=self.process_id))


@pytest.fixture
def program(database: Database) -> Program:
    clock.set_clock(lambda: NOW)
    api.forgive()
    throttle.forgive()
    company = writing(found)
    owner = company.logistics
    process_id = writing(
        lambda session: create_process(session, owner, now=NOW, name="Consegna", owner_id=owner.person_id or "")
    )
    key = new_token()
    what = {"process_id": process_id, "name": "Gestionale", "token": key}
    key_id = writing(lambda session: make_token(session, owner, now=NOW, **what))
    return Program(Site(), company, process_id, key, key_id)


def sentence(answer: httpx.Response) -> str:
    assert answer.headers["content-type"].startswith("application/json")
    said = [str(error["sentence"]) for error in answer.json()["error"]]
    assert all(one.strip() for one in said)
    return " ".join(said)


def test_a_delivery_comes_in_once_and_the_same_again_says_so(program: Program) -> None:
    first = program.send()
    assert first.status_code == 201
    assert first.json() == {"number": 1, "rows": 90, "new": 90, "changed": 0, "same": 0, "again": False}
    again = program.send()
    assert (again.status_code, again.json()["number"], again.json()["again"]) == (200, 1, True)
    assert program.loads() == 1
    # A day on with nothing new: the date of the data moves.
    later = program.send(at="2026-11-21T18:00")
    assert (later.status_code, later.json()["new"], later.json()["same"]) == (201, 0, 90)
    older = program.send(CSV + "TB-x,2026-10-01,\n", at="2026-11-01")
    assert (older.status_code, "newer data" in sentence(older)) == (409, True)


def test_what_somebody_took_back_does_not_come_in_again_by_itself(program: Program) -> None:
    program.send()
    writing(lambda session: undo_load(session, program.company.logistics, now=NOW, process_id=program.process_id,
                                      number=1))  # fmt: skip
    again = program.send()
    assert (again.status_code, "took this very delivery back" in sentence(again)) == (409, True)


def test_json_lines_and_packed_tables_say_the_same(program: Program) -> None:
    lines = "\n".join(
        json.dumps(
            {"case_id": f"TB-{n}", "start": f"2026-10-{1 + n % 28:02d}T08:00:00+02:00", "end": None, "value": n / 2}
        )
        for n in range(40)
    )
    told = program.send(lines, kind="application/x-ndjson").json()
    assert (told["rows"], told["new"]) == (40, 40)
    told = program.send(gzip.compress(CSV.encode()), at="2026-11-21", kind="application/gzip").json()
    assert (told["rows"], told["new"], told["changed"]) == (90, 50, 40)


@pytest.mark.parametrize(
    ("body", "kind", "row", "column"),
    [
        ("case_id,start,end\na,2026-10-01,\nb,31/02/2026,\n", "text/csv", 3, "start"),
        ('{"case_id":"a","start":"2026-10-01","end":null}\n{"case_id":"b","start":"soon","end":null}',
         "application/x-ndjson", 2, "start"),
        ('{"case_id":"a"}\nnot json', "application/x-ndjson", 2, None),
        ('{"case_id":"a","start":{"x":1},"end":""}', "application/jsonl", 1, "start"),
        ("", "text/csv", None, None), ("start,end\n2026-10-01,\n", "text/csv", None, None),
        ("case_id,start,end\na,01/02/2026,\n", "text/csv", None, None),
    ],
)  # fmt: skip
def test_every_no_names_row_and_column_and_nothing_comes_in(
    program: Program, body: str, kind: str, row: int | None, column: str | None
) -> None:
    answer = program.send(body, kind=kind)
    assert answer.status_code == 422
    error = answer.json()["error"][0]
    if row is not None:
        assert (error["row"], error["column"]) == (row, column)
    assert sentence(answer)
    assert program.loads() == 0


def test_a_column_that_could_be_read_in_two_ways_can_be_told(program: Program) -> None:
    assert program.send("nr,dal,al\na,01/02/2026,\n", more="&dates=dd/mm/yyyy").status_code == 201


def test_a_key_opens_its_own_process_and_nothing_else(program: Program) -> None:
    owner = program.company.logistics
    other = writing(
        lambda session: create_process(session, owner, now=NOW, name="Resi", owner_id=owner.person_id or "")
    )
    answers = [
        program.send(process=other), program.send(process="0" * 32), program.send(key="x"), program.send(key=""),
        program.send(Authorization="Basic eDp5"),
    ]  # fmt: skip
    assert {answer.status_code for answer in answers} == {401}
    assert len({sentence(answer) for answer in answers}) == 1
    assert program.loads() == 0
    # The key is no way in to anything a person sees.
    header = {"Authorization": f"Bearer {program.key}"}
    assert program.site.get(f"/download/cases/{program.process_id}.csv", headers=header).status_code in (401, 404)


def test_a_cookie_never_counts_here_and_the_key_needs_no_origin(program: Program) -> None:
    program.site.sign_in(program.company.logistics.person_id or "")
    without = program.send(Authorization="", Origin="http://localhost:8501")
    assert (without.status_code, program.loads()) == (401, 0)
    from_elsewhere = program.send(Authorization="", Origin="https://evil.example")
    assert (from_elsewhere.status_code, program.loads()) == (401, 0)
    assert program.send(Origin="https://anywhere.example").status_code == 201


def test_revoked_or_without_its_person_a_key_is_none(program: Program) -> None:
    owner, admin = program.company.logistics, program.company.administrator
    with reading() as session:
        (seen,) = tokens_of(session, owner, process_id=program.process_id)
        stored = session.get(ApiToken, program.key_id)
    assert (seen.name, seen.hint, seen.used_at) == ("Gestionale", program.key[-4:], None)
    assert stored is not None
    assert (stored.hash, program.key in repr(stored)) == (token_hash(program.key), False)
    program.send()
    with reading() as session:
        assert tokens_of(session, owner, process_id=program.process_id)[0].used_at == NOW
    writing(lambda session: disable_person(session, admin, now=NOW, person_id=owner.person_id or ""))
    assert program.send(at="2026-11-21").status_code == 401
    writing(lambda session: revoke_token(session, admin, now=NOW, token_id=program.key_id))
    with reading() as session:
        assert tokens_of(session, admin, process_id=program.process_id)[0].revoked_at == NOW


def test_too_much_too_often_too_odd(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    assert program.send("<x/>", kind="text/html").status_code == 415
    assert program.site.get(f"/api/processes/{program.process_id}/cases").status_code == 405
    assert program.send(at="yesterday").status_code == program.send(at="").status_code == 422
    assert program.send(at="2027-01-01").status_code == 422
    with monkeypatch.context() as patch:
        patch.setattr(api, "CASES", replace(CASES, file_bytes=1_000))
        large = program.send()
        assert (large.status_code, "200 MB" in sentence(large)) == (413, True)
    for _ in range(40):
        answer = program.send("x", kind="text/html")
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "60")
    clock.set_clock(lambda: NOW + timedelta(minutes=2))
    assert program.loads() == 0
