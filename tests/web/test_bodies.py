"""Whoever sends without saying how much (X10, chunked): cut off at the limit, told so, and it costs no memory.

A real server is asked at every address of ours that takes a form, and at those that take files, with a body that does
not end by itself; what passes the limit inside is asked of the gate and of the address for programs.
"""

import re
import socket
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from starlette.routing import Route

from exchange.unreadable import CASES
from tests.company import Company
from tests.conftest import Database
from tests.web.conftest import Server, Site
from tests.web.test_api import CSV, Program, program, sentence
from tests.web.test_gate import HERE, Inside, ask, inside, signed_in
from web import api, gate
from web.gate import FORM_LIMIT
from web.routes import all_routes

__all__ = ["inside", "program"]  # the fixtures

PIECE = b"x" * 65_536
PIECES = 24
FORM = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data; boundary=b"


def addresses() -> list[tuple[str, str]]:
    """Every address that takes a body: ours, the one for programs, and Streamlit's for files."""
    ours = [("POST", re.sub(r"\{\w+\}", "a1", route.path)) for route in all_routes()
            if isinstance(route, Route) and "POST" in (route.methods or ())]  # fmt: skip
    others = [("PUT", "/_stcore/upload_file/session/file"), ("DELETE", "/_stcore/upload_file/session/file"),
              ("POST", "/nowhere"), ("PUT", "/signin"), ("GET", "/signin"), ("GET", "/"),
              ("POST", "/public/promises.json"), ("PATCH", "/api/processes/a1/cases"),
              ("POST", "/auth/login")]  # fmt: skip
    return sorted({*ours, *others})


def endless(server: Server, method: str, path: str, kind: str) -> tuple[int, str]:
    """Status and text of the answer to a body that goes on and on."""
    place = urlsplit(server.address)
    said = [
        f"{method} {path} HTTP/1.1", f"Host: {place.netloc}", f"Origin: {server.address}", f"Content-Type: {kind}",
        "Transfer-Encoding: chunked", "Accept: text/html", "Accept-Language: it", "Authorization: Bearer nobody",
    ]  # fmt: skip
    first = b'--b\r\nContent-Disposition: form-data; name="name"; filename="f"\r\n\r\n' if kind is PARTS else b"name="
    with socket.create_connection((place.hostname or "", place.port or 80), timeout=20) as connection:
        connection.sendall("\r\n".join([*said, "", ""]).encode() + b"%x\r\n%s\r\n" % (len(first), first))
        try:
            for _ in range(PIECES):
                connection.sendall(b"%x\r\n%s\r\n" % (len(PIECE), PIECE))
        except (BrokenPipeError, ConnectionResetError):
            pass  # it has answered and closed
        got = b""
        try:
            while b"\r\n\r\n" not in got and (more := connection.recv(65_536)):
                got += more
        except ConnectionResetError:
            pass
    status = re.match(rb"HTTP/1\.1 (\d{3})", got)
    return int(status[1]) if status else 0, got.decode(errors="replace")


def memory(server: Server) -> int:
    """What the server holds, in bytes."""
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) * 1024  # type: ignore[index]


def test_x10_no_address_reads_a_body_without_end(server: Server) -> None:
    endless(server, "POST", "/signin", FORM)
    before, answers = memory(server), dict[tuple[str, str, str], int]()
    for kind in (FORM, PARTS, "text/csv"):
        for method, path in addresses():
            answers[method, path, kind], _ = endless(server, method, path, kind)
    # 0: it had closed before we could read what it said.
    fine = {which: range(200 if which[0] == "GET" else 300, 500) for which in answers}
    odd = {which: status for which, status in answers.items() if status and status not in fine[which]}
    assert odd == {}
    assert answers["POST", "/signin", FORM] == answers["POST", "/signin", PARTS] == 413
    assert sum(status == 413 for status in answers.values()) > len(answers) // 4
    assert memory(server) - before < 30_000_000, "some hundreds of megabytes were sent"
    assert httpx.get(f"{server.address}/healthz").status_code == 200
    assert "Traceback" not in server.logged()


async def pieces(size: int, count: int) -> AsyncIterator[bytes]:
    """A body that does not say how long it is."""
    for _ in range(count):
        yield b"x" * size


def test_x10_a_form_without_length_is_told_its_limit_in_a_sentence(database: Database) -> None:
    site = Site()
    answer = site.ask("POST", "/signin", headers={"Content-Type": FORM}, content=pieces(FORM_LIMIT // 4, 6))
    assert answer.status_code == 413
    assert "È troppo lungo per mandarlo in una volta sola, e non è stato salvato niente." in answer.text


def test_x10_a_file_without_length_is_cut_off_at_the_limit_of_files(
    inside: Inside, database: Database, monkeypatch: pytest.MonkeyPatch, company: Company
) -> None:
    monkeypatch.setattr(gate, "UPLOAD_LIMIT", 1_000_000)
    cookie, _ = signed_in(Site(), company)
    answer = ask(inside, "PUT", "/_stcore/upload_file/s/f", cookie, {"Origin": HERE}, pieces(100_000, 30))
    assert answer.status_code == 413
    assert len(inside.body) <= 1_000_000


def test_x10_cases_without_length_come_in_or_are_cut_off(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    async def whole() -> AsyncIterator[bytes]:
        for line in CSV.splitlines(keepends=True):
            yield line.encode()

    headers = {"Content-Type": "text/csv", "Origin": "", "Authorization": f"Bearer {program.key}",
               "Accept-Language": "en"}  # fmt: skip
    path = f"/api/processes/{program.process_id}/cases?at=2026-11-20"
    assert program.site.ask("POST", path, headers=headers, content=whole()).status_code == 201
    with monkeypatch.context() as patch:
        patch.setattr(api, "CASES", replace(CASES, file_bytes=1_000))
        large = program.site.ask("POST", path, headers=headers, content=pieces(600, 4))
    assert (large.status_code, "200 MB" in sentence(large)) == (413, True)
    assert program.loads() == 1
