"""A real server with real sockets: nobody's tab runs no page, nobody takes over a tab, and signing out reaches
every tab.
"""

import httpx
import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from tests.desk import Desk
from tests.web.conftest import PASSWORD, ROOT, Server, assert_it_waits_for_somebody, start_server, stop_server
from ui.places import PLACES
from web.entry import COOKIE
from words.speech import speech


def cookies(browser: httpx.Client) -> str:
    return "; ".join(f"{name}={value}" for name, value in browser.cookies.items())


def closes(tab: Desk, frame: str | bytes) -> bool:
    """Whether the server closes the socket within twenty seconds of a frame; perhaps while it is still being sent."""
    try:
        tab.socket.send(frame)
        while True:
            tab.socket.recv(timeout=20)
    except TimeoutError:
        return False
    except ConnectionClosed:
        return True


# Nobody is here. These run first, on a server on which no page has ever run.


@pytest.mark.parametrize("place", ["people", "log", "account", "home", "group"])
def test_on_a_cold_server_an_address_typed_by_nobody_runs_no_page(server: Server, place: str) -> None:
    with server.browser() as browser:
        answer = browser.get(f"/{place}")
        assert answer.status_code == 303
        assert answer.headers["location"] == f"/signin?next=/{place}"
    with Desk(server.address) as tab:
        shown = tab.run(place).texts
    assert speech("it")("Sign in to go on.") in shown
    assert "Elena" not in shown
    assert "Invita" not in shown


def test_every_place_has_its_notice_for_nobody(server: Server) -> None:
    with Desk(server.address) as tab:
        for name in PLACES:
            assert "/signin?next=" in tab.run(name).texts


# Somebody is


def test_somebody_signed_in_reads_the_page(server: Server) -> None:
    browser = server.signed_in()
    page = browser.get("/people")
    assert page.status_code == 200
    assert '<html lang="it">' in page.text
    with Desk(server.address, cookies(browser)) as tab:
        assert "Elena Mazzotti" in str([str(message) for message in tab.run("people").messages])


def test_a_tab_taken_over_by_its_number_opens_a_fresh_one(server: Server) -> None:
    owner, thief = server.signed_in(), server.signed_in()
    with Desk(server.address, cookies(owner)) as tab:
        tab.run("people")
        for stranger in (cookies(thief), "", "dueremi_browser=stolen"):
            with Desk(server.address, stranger, session_id=tab.session_id) as other:
                other.run("people")
                assert other.session_id != tab.session_id
        number = tab.session_id
    # The owner's own reconnect after a lost network is the same tab.
    with Desk(server.address, cookies(owner), session_id=number) as back:
        back.run("people")
        assert back.session_id == number


def test_a_stranger_s_tab_is_not_another_stranger_s(server: Server) -> None:
    with Desk(server.address, "dueremi_browser=one") as tab:
        tab.run()
        with Desk(server.address, "dueremi_browser=two", session_id=tab.session_id) as other:
            other.run()
            assert other.session_id != tab.session_id


def test_an_identity_in_a_header_counts_for_nothing(server: Server) -> None:
    with Desk(server.address, headers={"X-Dueremi-Sign-In": "a" * 32}) as tab:
        assert "/signin?next=" in tab.run("people").texts


def test_signing_out_ends_every_open_tab_at_its_next_click(server: Server) -> None:
    browser, elsewhere = server.signed_in(), server.signed_in()
    with Desk(server.address, cookies(browser)) as one, Desk(server.address, cookies(elsewhere)) as two:
        for tab in (one, two):
            assert "/signin?next=" not in tab.run("people").texts
        assert browser.post("/signout", headers={"Origin": server.address}).status_code == 303
        for tab in (one, two):
            assert "/signin?next=" in tab.run("people").texts
    assert elsewhere.get("/people").status_code == 303


def test_a_page_alone_after_signing_out_is_not_kept_by_the_browser(server: Server) -> None:
    browser = server.signed_in()
    assert browser.get("/").headers["cache-control"] == "no-store"
    assert browser.get("/account").headers["cache-control"] == "no-store"


# The wire


@pytest.mark.parametrize("origin", [None, "http://evil.example"])
def test_a_socket_without_our_origin_does_not_open(server: Server, origin: str | None) -> None:
    with pytest.raises((InvalidHandshake, ConnectionClosed, ConnectionError)):
        Desk(server.address, origin=origin).run()


@pytest.mark.parametrize("frame", ["hello", b"\xff\xfe garbage"])
def test_what_is_no_message_closes_the_socket_and_nothing_else(server: Server, frame: str | bytes) -> None:
    with Desk(server.address, cookies(server.signed_in())) as tab:
        assert closes(tab, frame)
    assert httpx.get(f"{server.address}/healthz").text == "ok\n"


def test_thirty_megabytes_of_widgets_close_the_socket(server: Server) -> None:
    message = BackMsg()
    message.rerun_script.widget_states.widgets.add(id="x", string_value="x" * 30_000_000)
    with Desk(server.address, cookies(server.signed_in())) as tab:
        assert closes(tab, message.SerializeToString())
    assert httpx.get(f"{server.address}/healthz").status_code == 200


def test_nobody_uploads_without_a_sign_in(server: Server) -> None:
    with Desk(server.address) as tab:
        tab.run()
        path = f"/_stcore/upload_file/{tab.session_id}/x"
        answer = httpx.put(server.address + path, files={"f": b"x"}, headers={"Origin": server.address})
        assert answer.status_code == 404


def test_a_file_goes_into_ones_own_tab_only(server: Server) -> None:
    mine, other = server.signed_in(), server.signed_in()
    with Desk(server.address, cookies(mine)) as tab:
        tab.run()
        path = f"/_stcore/upload_file/{tab.session_id}/x"
        answers = []
        for browser in (other, mine):
            browser.get("/_stcore/health")
            token = browser.cookies.get("_streamlit_xsrf") or ""
            headers = {"Origin": server.address, "X-Xsrftoken": token}
            answers += [browser.put(path, files={"f": b"x"}, headers=headers).status_code,
                        browser.delete(path, headers=headers).status_code]  # fmt: skip
        assert answers == [404, 404, 204, 204]


def test_a_line_of_the_log_cannot_be_forged(server: Server) -> None:
    form = {"email": "x\r\n[ADMIN] fake line", "password": "y"}
    httpx.post(f"{server.address}/signin", data=form, headers={"Origin": server.address})
    assert not [line for line in server.logged().splitlines() if line.startswith("[ADMIN]")]
    assert PASSWORD not in server.logged()
    assert COOKIE + "=" not in server.logged()


# Starting


@pytest.mark.parametrize(
    "command",
    [
        ["{root}/app.py"],
        ["-m", "streamlit", "run", "{root}/app.py", "--server.port", "{port}"],
    ],
    ids=["python", "streamlit"],
)
def test_it_starts_in_three_ways_from_any_folder(tmp_path_factory: pytest.TempPathFactory, command: list[str]) -> None:
    """The third way is the server of all the tests above."""
    folder = tmp_path_factory.mktemp("elsewhere")
    asked = [part.replace("{root}", str(ROOT)) for part in command]
    started = start_server(folder, asked, cwd=folder)
    try:
        assert_it_waits_for_somebody(started)
        with Desk(started.address) as tab:
            assert "/signin?next=" in tab.run("people").texts
    finally:
        stop_server(started)


def test_a_database_that_is_not_there_is_one_sentence(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("refused")
    started = start_server(folder, DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")
    stop_server(started)
    said = [line for line in started.logged().splitlines() if line.startswith("Due Remi does not start")]
    assert len(said) == 1
    assert started.process.returncode != 0
