"""A calendar file as RFC 5545 wants it: folded at 75 octets, escaped, CRLF."""

from datetime import UTC, datetime

from exchange.calendar import Event, calendar_file, escaped, folded

NOW = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)


def unfolded(data: bytes) -> list[str]:
    """As a calendar reads it (RFC 5545, 3.1): a line break followed by a space is nothing."""
    return data.replace(b"\r\n ", b"").decode().split("\r\n")


def test_text_is_escaped_and_the_example_of_the_rfc_comes_out() -> None:
    assert escaped("Project XYZ Final Review\nConference Room - 3B\nCome Prepared.") == (
        r"Project XYZ Final Review\nConference Room - 3B\nCome Prepared."
    )
    assert escaped("a,b;c\\d\r\ne\x00") == r"a\,b\;c\\d\ne"


def test_long_lines_are_folded_at_75_octets_and_never_inside_a_character() -> None:
    for line in ("x" * 75, "x" * 76, "SUMMARY:" + "è" * 200, "👩‍👩‍👧‍👦" * 30):
        pieces = folded(line).split(b"\r\n")
        assert all(len(piece) <= 75 for piece in pieces)
        assert all(piece.startswith(b" ") for piece in pieces[1:])
        assert b"".join([pieces[0], *(piece[1:] for piece in pieces[1:])]).decode() == line
    assert folded("x" * 75) == b"x" * 75


def test_a_meeting_is_one_event_with_its_instant_in_utc() -> None:
    event = Event("g-20261215@x", datetime(2026, 12, 15, 15, tzinfo=UTC), 90, "Il Tavolo, del Caffè", "Faenza; sala 2")
    lines = unfolded(calendar_file([event], now=NOW))
    assert lines == [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Due Remi//Due Remi//EN", "CALSCALE:GREGORIAN", "BEGIN:VEVENT",
        "UID:g-20261215@x", "DTSTAMP:20261122T160000Z", "DTSTART:20261215T150000Z", "DTEND:20261215T163000Z",
        r"SUMMARY:Il Tavolo\, del Caffè", r"LOCATION:Faenza\; sala 2", "END:VEVENT", "END:VCALENDAR", "",
    ]  # fmt: skip
