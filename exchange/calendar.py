"""Dates as a calendar file (iCalendar, RFC 5545): what people put into their own calendar with one tap.

Instants are written in UTC, so no time zone needs to be described: a rhythm that keeps its hour on the wall is
written as one event a date, each at its own instant. Text is escaped (3.3.11), lines are folded at 75 octets (3.1),
never inside a character, and end with CRLF.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

FOLD_AT = 75


@dataclass(frozen=True)
class Event:
    """One date. `uid` stays the same whenever the file is made again, so that a calendar replaces and does not add."""

    uid: str
    start: datetime
    minutes: int
    title: str
    place: str = ""
    words: str = ""
    address: str = ""


def calendar_file(events: Iterable[Event], *, now: datetime) -> bytes:
    """The whole file, UTF-8."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Due Remi//Due Remi//EN", "CALSCALE:GREGORIAN"]
    for event in events:
        lines += [
            "BEGIN:VEVENT", f"UID:{event.uid}", f"DTSTAMP:{_utc(now)}", f"DTSTART:{_utc(event.start)}",
            f"DTEND:{_utc(event.start + timedelta(minutes=event.minutes))}", f"SUMMARY:{escaped(event.title)}",
        ]  # fmt: skip
        lines += [f"LOCATION:{escaped(event.place)}"] if event.place else []
        lines += [f"DESCRIPTION:{escaped(event.words)}"] if event.words else []
        lines += [f"URL:{event.address}"] if event.address else []
        lines.append("END:VEVENT")
    lines.append("END:VCALENDAR")
    return b"".join(folded(line) + b"\r\n" for line in lines)


def escaped(text: str) -> str:
    """A TEXT value: backslash, semicolon, comma and line break escaped; other control characters left out."""
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    plain = plain.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return "".join(sign for sign in plain if sign >= " " and sign != "\x7f")


def folded(line: str) -> bytes:
    """One content line in pieces of at most 75 octets; each further piece begins with a space, which counts."""
    pieces: list[bytes] = []
    piece = b""
    for sign in line:
        octets = sign.encode()
        room = FOLD_AT if not pieces else FOLD_AT - 1
        if len(piece) + len(octets) > room:
            pieces.append(piece)
            piece = b""
        piece += octets
    return b"\r\n ".join([*pieces, piece])


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
