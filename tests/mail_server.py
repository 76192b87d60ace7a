"""A real SMTP server for tests, on loopback only: a thread, a socket, and what it is to do with the next mails."""

import socket
import threading
from collections import deque
from contextlib import suppress
from email import message_from_bytes, policy
from email.message import EmailMessage

from exchange.mail import PostOffice


class MailServer:
    """Keeps what it takes. `next_answers`, mail by mail: `refuse` (451), `never` (550), `break`, else taken."""

    def __init__(self) -> None:
        """Listen on a free port."""
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.taken: list[EmailMessage] = []
        self.next_answers: deque[str] = deque()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    @property
    def office(self) -> PostOffice:
        """How to reach it."""
        return PostOffice("127.0.0.1", self._socket.getsockname()[1], "none", "", "", "risposte@example.com", 5.0)

    def close(self) -> None:
        """Listen no more."""
        # A thread that waits for the next caller is woken by one.
        port = self._socket.getsockname()[1]
        self._socket.close()
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=0.2).close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with connection, connection.makefile("rwb") as wire:
                try:
                    self._talk(wire)
                except (OSError, ValueError):
                    continue

    def _talk(self, wire) -> None:  # type: ignore[no-untyped-def]
        def say(line: str) -> None:
            wire.write(line.encode() + b"\r\n")
            wire.flush()

        say("220 here")
        while line := wire.readline():
            word = line[:4].upper()
            if word == b"DATA":
                say("354 go on")
                body = b""
                while (part := wire.readline()) != b".\r\n":
                    body += part
                answer = self.next_answers.popleft() if self.next_answers else ""
                if answer == "break":
                    return
                if answer in ("refuse", "never"):
                    say("451 later" if answer == "refuse" else "550 no")
                    continue
                self.taken.append(message_from_bytes(body, policy=policy.default))
                say("250 taken")
            else:
                say("250 fine")
