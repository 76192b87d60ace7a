"""Messages to the company's own addresses when a verdict changes: signed, tried again, never to an address inside."""

import hashlib
import hmac
import json
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from models import promises, verdicts, webhooks
from models.announcements import announce_verdicts
from models.errors import NotFound, Refusal
from models.webhooks import Delivery, is_public
from store import doors
from store.backup import SECRET_TABLES
from store.doors import reading, writing
from tests.company import NOW, Company, found
from tests.conftest import Database
from tests.models.promising import LATER, bring, delivery, orders, promise
from web.sending import NotSent, Outside, send_due

SECRET = "la-chiave-che-firma"


@pytest.fixture
def company(database: Database) -> Company:
    return writing(found)


@pytest.fixture
def promise_id(company: Company) -> str:
    """A promise in use that holds."""
    process_id = writing(lambda s: delivery(s, company.logistics))
    writing(lambda s: bring(s, company.logistics, process_id, orders(late_every=1000)))
    made = writing(lambda s: promise(s, company.marketing, process_id))
    writing(lambda s: promises.start_using(s, company.marketing, now=NOW, promise_id=made))
    refresh(company, made, LATER)
    return made


def refresh(company: Company, promise_id: str, now: datetime) -> None:
    verdicts.refresh_verdict(reading, writing, company.marketing, promise_id=promise_id, now=now)


def add(company: Company, url: str = "https://cms.example/due-remi") -> str:
    return writing(lambda s: webhooks.add_webhook(s, company.administrator, now=NOW, url=url, secret=SECRET))


def announce(now: datetime) -> int:
    return writing(lambda s: announce_verdicts(s, now=now))


def deliveries(company: Company) -> list[webhooks.DeliveryView]:
    with reading() as session:
        return webhooks.deliveries_of(session, company.administrator)


class Receiver:
    """An address that takes messages over TLS on this machine, and answers what it is told to."""

    def __init__(self, folder: Path) -> None:
        """Listen with a certificate made for the occasion."""
        key, certificate = folder / "key.pem", folder / "certificate.pem"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days",
             "2", "-subj", "/CN=cms.example", "-addext", "subjectAltName=DNS:cms.example", "-keyout", str(key), "-out",
             str(certificate)],
            check=True, capture_output=True,
        )  # fmt: skip
        self.certificate = certificate
        self.answer = b"HTTP/1.1 204 No Content\r\n\r\n"
        self.got: list[bytes] = []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(certificate, key)
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                plain, _ = self.socket.accept()
            except OSError:
                return
            try:
                with self.context.wrap_socket(plain, server_side=True) as taken:
                    whole = b""
                    while not self._complete(whole):
                        whole += taken.recv(65536)
                    self.got.append(whole)
                    taken.sendall(self.answer)
            except OSError:
                continue

    @staticmethod
    def _complete(message: bytes) -> bool:
        head, found, body = message.partition(b"\r\n\r\n")
        length = next((int(line[15:]) for line in head.split(b"\r\n") if line.startswith(b"Content-Length:")), 0)
        return bool(found) and len(body) >= length

    def way(self, **other: Any) -> Outside:
        """How the tests reach it: its own resolver, its own rule, its own certificate."""
        trust = {"context": lambda: ssl.create_default_context(cafile=str(self.certificate))}
        here = {"resolve": lambda _host, _port: ["127.0.0.1"], "allowed": lambda _address: True}
        return Outside(**{**here, **trust, "seconds": 2.0, **other})


@pytest.fixture
def receiver(tmp_path: Path) -> Iterator[Receiver]:
    there = Receiver(tmp_path)
    yield there
    there.socket.close()


def test_a_changed_verdict_is_announced_once_with_the_public_form(company: Company, promise_id: str) -> None:
    add(company)
    assert announce(LATER) == 1
    assert announce(LATER) == 0
    told = deliveries(company)[0]
    assert (told.event, told.sentence, told.state) == ("verdict.changed", "A casa tua in 48 ore", Delivery.WAITING)
    # Data that become too old are a change as well.
    assert announce(LATER + timedelta(days=120)) == 1
    with reading() as session:
        oldest = select(webhooks.WebhookDelivery.body).order_by(col(webhooks.WebhookDelivery.created_at))
        body = json.loads(session.exec(oldest).first() or "")
    assert (body["before"], body["promise"]["published"]) == (None, False)
    assert "Consegna" not in json.dumps(body)


def test_a_promise_nobody_uses_is_no_news(company: Company, promise_id: str) -> None:
    writing(lambda s: promises.withdraw_promise(s, company.marketing, now=LATER, promise_id=promise_id))
    assert announce(LATER) == 0


def test_a_message_arrives_signed_and_is_not_sent_twice(company: Company, promise_id: str, receiver: Receiver) -> None:
    add(company, f"https://cms.example:{receiver.port}/due-remi?x=1")
    announce(LATER)
    assert send_due(reading, writing, LATER, outside=receiver.way()) == "1 sent, 0 not"
    assert send_due(reading, writing, LATER, outside=receiver.way()) == "nothing due"
    head, _, body = receiver.got[0].partition(b"\r\n\r\n")
    lines = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:])
    assert head.startswith(b"POST /due-remi?x=1 HTTP/1.1\r\nHost: cms.example:")
    moment, mark = (part.split("=")[1] for part in lines["X-DueRemi-Signature"].split(","))
    assert mark == hmac.new(SECRET.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()
    assert json.loads(body)["promise"]["verdict"] == "supported"
    assert (deliveries(company)[0].state, deliveries(company)[0].status) == (Delivery.SENT, 204)


def test_what_fails_is_tried_again_ever_later_and_given_up(
    company: Company, promise_id: str, receiver: Receiver
) -> None:
    add(company, f"https://cms.example:{receiver.port}/")
    announce(LATER)
    receiver.answer = b"HTTP/1.1 500 Oh\r\n\r\n"
    now, tries = LATER, 0
    for wait in (*webhooks.AGAIN, timedelta(0)):
        assert send_due(reading, writing, now, outside=receiver.way()) == "0 sent, 1 not"
        tries += 1
        assert send_due(reading, writing, now + wait * 0.9, outside=receiver.way()) == "nothing due"
        now += wait
    last = deliveries(company)[0]
    assert (last.state, last.status, last.problem, last.attempts) == (Delivery.GIVEN_UP, 500, "refused", tries)


def test_a_redirect_is_not_followed(company: Company, promise_id: str, receiver: Receiver) -> None:
    add(company, f"https://cms.example:{receiver.port}/")
    announce(LATER)
    receiver.answer = f"HTTP/1.1 302 Found\r\nLocation: https://127.0.0.1:{receiver.port}/in\r\n\r\n".encode()
    send_due(reading, writing, LATER, outside=receiver.way())
    assert len(receiver.got) == 1
    assert (deliveries(company)[0].status, deliveries(company)[0].problem) == (302, "redirect")


def test_an_address_inside_is_refused_after_the_name_was_resolved(receiver: Receiver) -> None:
    inside = receiver.way(allowed=is_public)
    with pytest.raises(NotSent, match="refused_address"):
        inside.post(f"https://cms.example:{receiver.port}/", b"{}", {})
    mixed = receiver.way(resolve=lambda _host, _port: ["93.184.216.34", "10.0.0.8"], allowed=is_public)
    with pytest.raises(NotSent, match="refused_address"):
        mixed.post("https://cms.example/", b"{}", {})
    assert receiver.got == []


def test_a_name_is_resolved_once_so_that_it_cannot_answer_differently_the_second_time(receiver: Receiver) -> None:
    asked: list[str] = []

    def resolve(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.8"]

    way = receiver.way(resolve=resolve, allowed=lambda address: address == "127.0.0.1")
    assert way.post(f"https://cms.example:{receiver.port}/", b"{}", {}) == 204
    assert asked == ["cms.example"]


def test_a_certificate_for_another_name_is_refused(receiver: Receiver) -> None:
    with pytest.raises(NotSent, match="certificate"):
        receiver.way().post(f"https://other.example:{receiver.port}/", b"{}", {})
    assert receiver.got == []


def test_whoever_answers_nothing_holds_nobody_up(receiver: Receiver) -> None:
    silent = socket.create_server(("127.0.0.1", 0))
    with pytest.raises(NotSent, match="timeout"):
        receiver.way(seconds=0.3).post(f"https://cms.example:{silent.getsockname()[1]}/", b"{}", {})
    silent.close()


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
     "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "::ffff:10.0.0.1", "::ffff:93.184.216.34", "64:ff9b::a00:1",
     "2002:a00:1::", "ff02::1", "fec0::1", "fe80::1%eth0"],
)  # fmt: skip
def test_addresses_inside_are_told_from_those_outside(address: str) -> None:
    assert not is_public(address)
    assert is_public("93.184.216.34")
    assert is_public("2606:2800:220:1:248:1893:25c8:1946")


@pytest.mark.parametrize(
    ("url", "code"),
    [("http://cms.example/", "webhook_https"), ("https://", "webhook_https"), ("ftp://x.example", "webhook_https"),
     ("https://a:b@cms.example/", "webhook_https"), ("https://cms.example/#x", "webhook_https"),
     ("https://cms.example:99999/", "webhook_https"), ("https://cms example/", "webhook_https"),
     ("https://localhost/", "webhook_private"), ("https://127.0.0.1/", "webhook_private"),
     ("https://[::1]/", "webhook_private"), ("https://2130706433/", "webhook_private"),
     ("https://127.1/", "webhook_private"), ("https://printer.local/", "webhook_private"),
     ("https://x/" + "y" * 500, "too_long"), ("", "empty")],
)  # fmt: skip
def test_only_a_whole_https_address_outside_can_be_told(company: Company, url: str, code: str) -> None:
    with pytest.raises(Refusal) as no:
        add(company, url)
    assert no.value.code == code


def test_only_administrators_have_them_and_the_key_is_in_no_view_and_no_backup(company: Company) -> None:
    hook = add(company)
    for somebody in (company.marketing, company.manager, company.customer):
        with reading() as session, pytest.raises(Refusal, match="not_allowed"):
            webhooks.webhooks_all(session, somebody)
    with reading() as session:
        assert SECRET not in repr(webhooks.webhooks_all(session, company.administrator))
    assert "webhook_secrets" in SECRET_TABLES
    with pytest.raises(Refusal, match="webhook_twice"):
        add(company)
    writing(lambda s: webhooks.try_webhook(s, company.administrator, now=NOW, webhook_id=hook))
    writing(lambda s: webhooks.end_webhook(s, company.administrator, now=NOW, webhook_id=hook))
    assert (deliveries(company)[0].state, deliveries(company)[0].problem) == (Delivery.GIVEN_UP, "ended")
    with pytest.raises(NotFound):
        writing(lambda s: webhooks.try_webhook(s, company.administrator, now=NOW, webhook_id=hook))
    assert send_due(doors.reading, doors.writing, NOW) == "nothing due"


def test_without_its_key_after_a_restore_nothing_is_sent_until_there_is_a_new_one(
    company: Company, promise_id: str, receiver: Receiver
) -> None:
    hook = add(company, f"https://cms.example:{receiver.port}/")
    writing(lambda s: s.delete(s.get(webhooks.WebhookSecret, hook)))
    announce(LATER)
    assert send_due(reading, writing, LATER, outside=receiver.way()) == "0 sent, 1 not"
    assert deliveries(company)[0].problem == "no_key"
    writing(lambda s: webhooks.renew_secret(s, company.administrator, now=LATER, webhook_id=hook, secret="nuova"))
    assert send_due(reading, writing, LATER + webhooks.AGAIN[0], outside=receiver.way()) == "1 sent, 0 not"
