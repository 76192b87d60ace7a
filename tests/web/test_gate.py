"""The gate: from where one may come, what is closed, how much may be sent, and who Streamlit is told is here."""

from typing import Any

import anyio
import httpx
import pytest
from starlette.types import Message, Receive, Scope, Send

from store.doors import writing
from tests.company import Company, found_this_hour
from tests.conftest import Database
from tests.web.conftest import Site
from web.entry import COOKIE
from web.gate import BROWSER_HEADER, FORM_LIMIT, SIGN_IN_HEADER, SOCKETS_OF_STRANGERS, Gate

HOST = "localhost:8501"
HERE = f"http://{HOST}"
PAGE = b'<!DOCTYPE html>\n<html lang="en"><head><title>Streamlit</title><script>\nx=1\n</script></head></html>'


class Inside:
    """What stands behind the gate: remembers what reached it, answers with Streamlit's page or accepts the socket."""

    def __init__(self) -> None:
        self.reached: list[Scope] = []
        self.body = b""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.reached.append(scope)
        if scope["type"] == "websocket":
            await send({"type": "websocket.accept"})
            while (await receive())["type"] != "websocket.disconnect":
                pass
            return
        while True:
            message = await receive()
            self.body += message.get("body", b"")
            if not message.get("more_body"):
                break
        headers = [(b"content-type", b"text/html; charset=utf-8"), (b"cache-control", b"public"), (b"etag", b"x")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": PAGE})


@pytest.fixture
def inside() -> Inside:
    return Inside()


def ask(inside: Inside, method: str, path: str, cookies: str = "", headers: dict[str, str] | None = None,
        content: Any = None) -> httpx.Response:  # fmt: skip
    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(app=Gate(inside), client=("10.9.9.9", 4711))
        async with httpx.AsyncClient(transport=transport, base_url=HERE) as client:
            sent = {"Host": HOST, **({"Cookie": cookies} if cookies else {}), **(headers or {})}
            return await client.request(method, path, headers=sent, content=content)

    return anyio.run(send)


def connect(gate: Gate, *, cookies: str = "", origin: str | None = HERE, host: str = HOST, hold: int = 1,
            more: list[tuple[bytes, bytes]] | None = None, text: bool = False) -> list[list[Message]]:  # fmt: skip
    """Open `hold` sockets at once and return what each was sent."""
    headers = [(b"host", host.encode()), (b"cookie", cookies.encode()), *(more or [])]
    if origin is not None:
        headers.append((b"origin", origin.encode()))
    scope = {"type": "websocket", "path": "/_stcore/stream", "query_string": b"", "headers": headers, "scheme": "ws",
             "client": ("10.9.9.9", 4711), "subprotocols": []}  # fmt: skip
    sent: list[list[Message]] = [[] for _ in range(hold)]

    async def all_of_them() -> None:
        everybody_in = anyio.Event()

        async def one(number: int) -> None:
            said = [{"type": "websocket.connect"}, *([{"type": "websocket.receive", "text": "hello"}] if text else [])]

            async def receive() -> Message:
                if said:
                    return said.pop(0)
                await everybody_in.wait()
                return {"type": "websocket.disconnect", "code": 1000}

            async def send(message: Message) -> None:
                sent[number].append(message)

            await gate({**scope, "headers": list(headers)}, receive, send)

        async with anyio.create_task_group() as group:
            for number in range(hold):
                group.start_soon(one, number)
            with anyio.move_on_after(20):
                while not all(sent):
                    await anyio.sleep(0.01)
            everybody_in.set()

    anyio.run(all_of_them)
    return sent


def signed_in(site: Site, company: Company) -> tuple[str, str]:
    sign_in_id = site.sign_in(company.marketing.person_id or "")
    return f"{COOKIE}={site.cookies[COOKIE]}", sign_in_id


# Who is here


@pytest.mark.parametrize(
    "name", [b"x-dueremi-sign-in", b"X-Dueremi-Sign-In", b"x_dueremi_sign_in", b"X-DUEREMI-BROWSER"]
)
def test_nobody_brings_an_identity_from_outside(inside: Inside, site: Site, company: Company, name: bytes) -> None:
    connect(Gate(inside), more=[(name, b"somebody else")])
    told = [value for key, value in inside.reached[0]["headers"] if key.lower().startswith((b"x-dueremi", b"x_due"))]
    assert b"somebody else" not in told
    assert len(told) == 1


def test_streamlit_is_told_the_sign_in_of_the_cookie(inside: Inside, site: Site, company: Company) -> None:
    cookie, sign_in_id = signed_in(site, company)
    connect(Gate(inside), cookies=cookie)
    headers = dict(inside.reached[0]["headers"])
    assert headers[SIGN_IN_HEADER] == sign_in_id.encode()
    assert BROWSER_HEADER not in headers


def test_two_strangers_are_told_apart_and_one_is_the_same_twice(inside: Inside, site: Site) -> None:
    for cookies in ("dueremi_browser=a", "dueremi_browser=a", "dueremi_browser=b", "", ""):
        connect(Gate(inside), cookies=cookies)
    first, again, other, unknown, unknown_too = (dict(scope["headers"])[BROWSER_HEADER] for scope in inside.reached)
    assert first == again
    assert len({first, other, unknown, unknown_too}) == 4
    assert all(SIGN_IN_HEADER not in dict(scope["headers"]) for scope in inside.reached)


def test_a_cookie_that_is_no_sign_in_is_a_stranger(inside: Inside, site: Site, company: Company) -> None:
    connect(Gate(inside), cookies=f"{COOKIE}=forged; {COOKIE}=forged2")
    assert SIGN_IN_HEADER not in dict(inside.reached[0]["headers"])


# From where


@pytest.mark.parametrize("origin", [None, "null", "http://evil.example", "http://localhost:9999", "http://localhost.evil",
                                    "https://localhost:8501.evil", "file://"])  # fmt: skip
def test_a_socket_from_another_page_or_from_none_is_closed(inside: Inside, site: Site, origin: str | None) -> None:
    assert connect(Gate(inside), origin=origin)[0][0]["type"] == "websocket.close"
    assert inside.reached == []


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "", "a@localhost:8501", "localhost:8501/x"])
def test_a_request_by_another_name_is_refused(inside: Inside, site: Site, host: str) -> None:
    assert ask(inside, "GET", "/", headers={"Host": host}).status_code in (400, 421)
    assert connect(Gate(inside), host=host, origin=f"http://{host}")[0][0]["type"] == "websocket.close"
    assert inside.reached == []


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_a_form_of_another_site_is_refused(inside: Inside, site: Site, method: str) -> None:
    for headers in ({}, {"Origin": "http://evil.example"}, {"Origin": "null"}):
        assert ask(inside, method, "/signout", headers=headers).status_code == 403
    assert inside.reached == []


# What is closed, what is sent, what is answered


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/agent/openapi.json", "/_stcore/agent", "/auth/login",
                                  "/_stcore/script-health-check", "/oauth2callback"])  # fmt: skip
def test_what_we_do_not_use_is_closed(inside: Inside, site: Site, company: Company, path: str) -> None:
    cookie, _ = signed_in(site, company)
    assert ask(inside, "GET", path, cookie).status_code == 404
    assert inside.reached == []


@pytest.mark.parametrize("path", ["/media/abc.png", "/_stcore/upload_file/session/file"])
def test_files_are_for_people_who_are_signed_in(inside: Inside, site: Site, company: Company, path: str) -> None:
    assert ask(inside, "GET", path).status_code == 404
    assert inside.reached == []
    cookie, _ = signed_in(site, company)
    answer = ask(inside, "GET", path, cookie)
    assert answer.status_code == 200
    assert answer.headers.get_list("cache-control") == ["no-store"]


def test_a_desk_address_sends_a_stranger_to_sign_in_and_back(inside: Inside, site: Site) -> None:
    answer = ask(inside, "GET", "/people?x=%2F%2Fevil")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/signin?next=/people%3Fx%3D%252F%252Fevil"
    assert ask(inside, "GET", "/").headers["location"] == "/signin"
    assert inside.reached == []


def test_the_desk_page_speaks_the_reader_s_language_and_holds_no_inline_script(
    inside: Inside, site: Site, company: Company
) -> None:
    cookie, _ = signed_in(site, company)
    answer = ask(inside, "GET", "/ideas", cookie, headers={"Accept-Encoding": "gzip", "If-None-Match": "x"})
    assert '<html lang="it">' in answer.text
    assert "<title>Due Remi</title>" in answer.text
    assert "x=1" not in answer.text
    assert "/assets/desk.js" in answer.text
    # What Streamlit calls its tools in English alone.
    assert "/assets/desk-words.js" in answer.text
    assert "A tutto schermo" in answer.text
    assert "Barra laterale" in answer.text
    assert answer.headers["content-length"] == str(len(answer.content))
    assert "etag" not in answer.headers
    assert not {b"accept-encoding", b"if-none-match"} & {name for name, _ in inside.reached[0]["headers"]}


@pytest.mark.parametrize("path", ["/", "/people", "/media/x", "/_stcore/metrics", "/static/js/x.js", "/healthz",
                                  "/_stcore/health"])  # fmt: skip
def test_every_answer_says_what_a_browser_may_do(inside: Inside, site: Site, path: str) -> None:
    headers = ask(inside, "GET", path).headers
    policy = headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "unsafe-eval" not in policy
    assert "script-src 'self' 'unsafe-inline'" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "ws://localhost:8501" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cache-control"] == ("public" if path.startswith("/static/") else "no-store")


def test_a_plain_page_allows_no_inline_style_either(site: Site, company: Company) -> None:
    policy = site.get("/signin").headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "style-src 'self'" in policy


@pytest.mark.parametrize("length", [str(FORM_LIMIT + 1), "-1", "many", ""])
def test_a_form_that_says_it_is_too_large_is_not_read(inside: Inside, site: Site, length: str) -> None:
    answer = ask(inside, "POST", "/assets/x", headers={"Origin": HERE, "Content-Length": length}, content=b"x")
    assert answer.status_code == 413
    assert inside.body == b""


def test_a_form_that_hides_its_size_is_cut_off(inside: Inside, site: Site) -> None:
    async def much() -> Any:
        for _ in range(20):
            yield b"x" * (FORM_LIMIT // 10)

    answer = ask(inside, "POST", "/assets/x", headers={"Origin": HERE}, content=much())
    assert answer.status_code == 413
    assert len(inside.body) <= FORM_LIMIT


def test_sockets_of_strangers_are_capped_and_those_of_people_are_not(inside: Inside, real_database: Database) -> None:
    gate, site = Gate(inside), Site()
    company = writing(found_this_hour)
    refused = [one for one in connect(gate, hold=SOCKETS_OF_STRANGERS + 5) if one[0]["type"] == "websocket.close"]
    assert len(refused) == 5
    assert connect(gate)[0][0]["type"] == "websocket.accept", "those who left make room"
    cookie, _ = signed_in(site, company)
    everybody = connect(gate, cookies=cookie, hold=200)
    assert all(one[0]["type"] == "websocket.accept" for one in everybody)


def test_a_text_frame_ends_the_socket_without_reaching_streamlit(inside: Inside, site: Site) -> None:
    assert connect(Gate(inside), text=True)[0] == [{"type": "websocket.accept"}]


def test_with_the_database_away_a_person_reads_one_sentence(inside: Inside) -> None:
    from store.doors import use_engine
    from store.engine import make_engine

    with use_engine(make_engine("postgresql://nobody@127.0.0.1:1/none", busy_seconds=1)):
        answer = ask(inside, "GET", "/people", f"{COOKIE}=x", headers={"Accept-Language": "it"})
        assert answer.status_code == 503
        assert "Non hai perso niente" in answer.text
        assert connect(Gate(inside), cookies=f"{COOKIE}=x")[0][0]["type"] == "websocket.close"


def test_the_name_of_the_first_page_leads_to_it(site: Site, company: Company) -> None:
    site.sign_in(company.marketing.person_id or "")
    answer = site.get("/home?lang=it")
    assert (answer.status_code, answer.headers["location"]) == (307, "/?lang=it")
    assert site.get("/answers").status_code != 307
    # Nothing lies below a page of the desk: whoever types such an address reads what the one above it says.
    below = site.get("/ideas/old-one", headers={"accept": "text/html"})
    assert (below.status_code, below.headers["location"]) == (303, "/ideas")
    customer = Site()
    customer.sign_in(company.customer.person_id or "")
    assert customer.get("/answers").headers["location"] == "/"
    assert Site().get("/home").headers["location"] == "/signin?next=/home"
