"""Sending a signed message to an address outside, and never to one inside.

A name is resolved once, every address it has must be public, and the connection goes to the very address that was
checked, so a name that answers differently the second time changes nothing. Redirects are not followed. The certificate
is checked for the name. Only the first line of the answer is read, within a few seconds.
"""

import hashlib
import hmac
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from models.announcements import ToSend, claim_delivery, delivery_done
from models.webhooks import Delivery, is_public
from store.tick import Reading, Writing

SECONDS = 5.0
# A tick also closes rounds: it stops sending after this, and goes on at the next one.
SECONDS_A_TICK = 15.0
_ANSWER = 4096


class NotSent(Exception):
    """Why there was no answer; the message is one word for the log of deliveries."""


def resolved(host: str, port: int) -> list[str]:
    """Every number address of a name.

    Raises:
        OSError: the name is not known.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


@dataclass(frozen=True)
class Outside:
    """How to reach addresses outside. Tests give another resolver and another rule; nothing else ever does."""

    resolve: Callable[[str, int], Iterable[str]] = resolved
    allowed: Callable[[str], bool] = is_public
    context: Callable[[], ssl.SSLContext] = ssl.create_default_context
    seconds: float = SECONDS
    clock: Callable[[], float] = field(default=time.monotonic)

    def post(self, url: str, body: bytes, headers: dict[str, str]) -> int:
        """Send, and return the status of the answer.

        Raises:
            NotSent: `refused_address`, `unknown_host`, `unreachable`, `certificate`, `timeout`, `no_answer`.
        """
        until = self.clock() + self.seconds
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or 443
        if parts.scheme != "https" or not host:
            raise NotSent("refused_address")
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        named = f"[{host}]" if ":" in host else host
        first = [f"POST {path} HTTP/1.1", f"Host: {named}" + (f":{port}" if port != 443 else "")]
        sent = {**headers, "Content-Length": str(len(body)), "Connection": "close"}
        head = "\r\n".join([*first, *(f"{name}: {value}" for name, value in sent.items()), "", ""])
        with self._wrapped(host, port, until) as connection, self._in_time(connection, until) as late:
            try:
                connection.do_handshake()
                connection.sendall(head.encode("ascii") + body)
                return self._status(connection)
            except ssl.SSLCertVerificationError as error:
                raise NotSent("certificate") from error
            except (OSError, ValueError, NotSent) as error:
                raise NotSent("timeout" if late or isinstance(error, TimeoutError) else "no_answer") from error

    def _wrapped(self, host: str, port: int, until: float) -> ssl.SSLSocket:
        try:
            addresses = list(self.resolve(host, port))
        except OSError as error:
            raise NotSent("unknown_host") from error
        # One bad address among good ones is enough: whoever owns the name chooses which one is asked.
        if not addresses or not all(self.allowed(address) for address in addresses):
            raise NotSent("refused_address")
        try:
            plain = socket.create_connection((addresses[0], port), timeout=max(0.1, until - self.clock()))
        except OSError as error:
            raise NotSent("timeout" if isinstance(error, TimeoutError) else "unreachable") from error
        return self.context().wrap_socket(plain, server_hostname=host, do_handshake_on_connect=False)

    @contextmanager
    def _in_time(self, connection: ssl.SSLSocket, until: float) -> Iterator[list[bool]]:
        """Cut the connection when the time is over, however slowly the other side drips."""
        late: list[bool] = []

        def cut() -> None:
            late.append(True)
            with suppress(OSError):
                socket.socket.shutdown(connection, socket.SHUT_RDWR)

        watch = threading.Timer(max(0.0, until - self.clock()), cut)
        watch.daemon = True
        watch.start()
        try:
            yield late
        finally:
            watch.cancel()

    def _status(self, connection: ssl.SSLSocket) -> int:
        got = b""
        while b"\n" not in got and len(got) < _ANSWER:
            part = connection.recv(_ANSWER)
            if not part:
                break
            got += part
        words = got.split(b"\n", 1)[0].split()
        if len(words) < 2 or not words[0].startswith(b"HTTP/1.") or not words[1].isdigit():
            raise NotSent("no_answer")
        return int(words[1])


def signature(secret: str, moment: int, body: bytes) -> str:
    """The header that proves who sent it and when: HMAC-SHA256 over "<seconds>.<body>" with the webhook's key."""
    mark = hmac.new(secret.encode(), str(moment).encode() + b"." + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={mark}"


def send_due(reading: Reading, writing: Writing, now: datetime, *, outside: Outside | None = None) -> str:
    """Scheduled work: send what is due, one message at a time, until nothing is or the time of a tick is used up."""
    way, began, sent, failed = outside or Outside(), time.monotonic(), 0, 0
    while time.monotonic() - began < SECONDS_A_TICK:
        found: ToSend | None = writing(lambda session: claim_delivery(session, now=now))
        if found is None:
            break
        status, problem = _tried(way, found, now)
        ended = writing(lambda session, it=found, s=status, p=problem: delivery_done(  # type: ignore[misc]
            session, now=now, delivery_id=it.delivery_id, status=s, problem=p))  # fmt: skip
        sent, failed = (sent + 1, failed) if ended is Delivery.SENT else (sent, failed + 1)
    return f"{sent} sent, {failed} not" if sent or failed else "nothing due"


def _tried(way: Outside, found: ToSend, now: datetime) -> tuple[int | None, str]:
    if found.secret is None:
        return None, "no_key"
    body = found.body.encode()
    moment = int(now.timestamp())
    headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "DueRemi",
               "X-DueRemi-Signature": signature(found.secret, moment, body)}  # fmt: skip
    try:
        status = way.post(found.url, body, headers)
    except NotSent as why:
        return None, str(why)
    if 300 <= status < 400:
        return status, "redirect"
    return status, "" if 200 <= status < 300 else "refused"
