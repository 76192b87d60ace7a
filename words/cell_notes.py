"""What is said beside a file that can be read: what of it is left out, counted and named. Refuses nothing."""

from collections.abc import Mapping

from words.speech import Speech

Say = Speech


def counted_note(say: Say, code: str, facts: Mapping[str, object]) -> str:
    """A sentence that counts; "" for any other code."""
    if code == "cells_outside":
        return _cells_outside(say, facts.get("count"))
    if code == "attributes_ignored":
        return _attributes_ignored(say, facts)
    if code == "times_unread":
        return _times_unread(say, facts.get("count"))
    return ""


def about_note(say: Say, code: str, said: Mapping[str, str]) -> str:
    """A sentence about the whole table; "" for any other code."""
    match code:
        case "encoding_guessed":
            return say("The accents in this file may be wrong: check them, or save it as “CSV UTF-8”.")
        case "rows_ignored":
            return say("Empty rows %(first)s–%(last)s ignored.", **said)
        case "column_without_name":
            return say("Column %(column)s has no name in the header.", **said)
        case "columns_ignored":
            return say("These columns are not read: %(columns)s.", **said)
    return ""


def one_line(value: object) -> str:
    """What stands in somebody's file, quoted: on one line, without signs that turn or hide what comes after them."""
    text = str(value)
    return text if text.isprintable() else " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _cells_outside(say: Say, count: object) -> str:
    return say.many(
        "%(n)s cell far to the right of the table is left out.",
        "%(n)s cells far to the right of the table are left out.", count if isinstance(count, int) else 0,
    )  # fmt: skip


def _times_unread(say: Say, count: object) -> str:
    return say.many(
        "In %(n)s case the first or the last event has no readable time: name the events that start and stop the"
        " clock.",
        "In %(n)s cases the first or the last event has no readable time: name the events that start and stop the"
        " clock.", count if isinstance(count, int) else 0,
    )  # fmt: skip


def _attributes_ignored(say: Say, facts: Mapping[str, object]) -> str:
    """Which attributes of an event log nobody reads, each with how often it stands there."""
    names, counts, others = facts.get("names"), facts.get("counts"), facts.get("others")
    listed = [
        say.many("%(name)s (%(n)s time)", "%(name)s (%(n)s times)", count, name=one_line(name) or "–")
        for name, count in zip(
            names if isinstance(names, list) else [], counts if isinstance(counts, list) else [], strict=False
        )
    ]  # fmt: skip
    if isinstance(others, int) and others:
        listed.append(say.many("others (%(n)s time)", "others (%(n)s times)", others))
    return say("These attributes of the event log are not read: %(names)s.", names=", ".join(listed))
