"""Event logs that somebody made to harm, or that hold more than we read: one sentence, in little memory, at once."""

import gzip
import tracemalloc
from collections.abc import Callable

import pytest

from exchange.unreadable import OTHERS, UnreadableFile
from exchange.xes import preview_log, read_log
from words.cells import cell_sentence
from words.speech import speech

EVENT = (
    '<event><string key="concept:name" value="{}"/><date key="time:timestamp" value="2026-01-{:02d}T08:00Z"/>{}</event>'
)
MANY = 300_000


def log(inside: str) -> bytes:
    return f'<log xes.version="1.0" xmlns="http://www.xes-standard.org/">{inside}</log>'.encode()


def trace(name: str, more: str = "", of_event: str = "") -> str:
    events = EVENT.format("Ordine", 1, of_event) + EVENT.format("Consegna", 3, of_event)
    return f'<trace><string key="concept:name" value="{name}"/>{more}{events}</trace>'


def refusal_of(data: bytes, name: str = "a.xes") -> list[str]:
    with pytest.raises(UnreadableFile) as refused:
        read_log(data, filename=name, zone="UTC")
    return [error.code for error in refused.value.errors]


def test_x16_attributes_that_nobody_reads_are_named_with_how_often_they_stand_there() -> None:
    more = '<string key="canale" value="web"/><string key="cliente:nome" value="Anna"/>'
    of_event = '<string key="org:resource" value="Rosa"/><list key="righe"><int key="pezzi" value="3"/></list>'
    data = log(trace("t1", more, of_event) + trace("t2", "", of_event) + trace("t3"))
    seen = preview_log(data, "a.xes", zone="UTC")
    (note,) = seen.notes
    assert seen.cases == 3
    assert note.facts == {"names": ["org:resource", "righe", "cliente:nome"], "counts": [4, 4, 1], "others": 0}
    assert cell_sentence(speech("it"), note.code, note.facts) == (
        "Questi attributi del registro eventi non vengono usati: org:resource (4 volte), righe (4 volte),"
        " cliente:nome (1 volta)."
    )
    assert read_log(data, filename="a.xes", zone="UTC")[0]["touchpoint"].tolist() == ["web", None, None]


def test_x16_a_log_without_other_attributes_says_nothing_of_them() -> None:
    assert preview_log(log(trace("t1")), "a.xes", zone="UTC").notes == []


def test_x16_an_attribute_called_a_figure_that_holds_none_is_said_too() -> None:
    data = log("".join(trace(f"t{n}", '<string key="importo" value="molto"/>') for n in range(3)))
    (note,) = preview_log(data, "a.xes", zone="UTC").notes
    assert (note.facts["names"], note.facts["counts"]) == (["value"], [3])


def test_x16_of_very_many_attributes_the_most_frequent_are_named_and_the_others_counted() -> None:
    more = "".join(f'<string key="k{n:02d}" value="x"/>' for n in range(25))
    (note,) = preview_log(log(trace("t1", more)), "a.xes", zone="UTC").notes
    said = cell_sentence(speech("en"), note.code, note.facts)
    assert said.endswith("k19 (1 time), others (5 times).")


def test_t11_a_name_that_turns_the_line_around_is_shown_on_one_line_without_turning_it() -> None:
    more = '<string key="&#x202E;gnp.exe&#10;[x](http://evil)" value="x"/>'
    (note,) = preview_log(log(trace("t1", more)), "a.xes", zone="UTC").notes
    said = cell_sentence(speech("en"), note.code, note.facts)
    assert not {"\u202e", "\n"} & set(said)
    assert "gnp.exe" in said


def timed(name: str, when: str) -> str:
    return f'<event><string key="concept:name" value="{name}"/><date key="time:timestamp" value="{when}"/></event>'


def test_a_log_whose_first_and_last_event_have_no_time_is_looked_at_and_read_between_two_others() -> None:
    case = "<trace>{}{}{}{}</trace>".format(
        timed("bozza", "ieri"), timed("ordine", "2026-01-01T08:00Z"), timed("consegna", "2026-01-03T08:00Z"),
        timed("archivio", "n/d"),
    )  # fmt: skip
    data = log(case * 3)
    assert refusal_of(data)[0] == "event_without_time"
    seen = preview_log(data, "a.xes", zone="UTC")
    assert (seen.cases, [note.code for note in seen.notes]) == (3, ["times_unread"])
    assert [cell_sentence(speech(language), "times_unread", seen.notes[0].facts) for language in ("it", "en")] == [
        "In 3 casi il primo o l'ultimo evento non ha un orario leggibile: scrivi l'evento che fa partire il tempo e"
        " quello che lo ferma.",
        "In 3 cases the first or the last event has no readable time: name the events that start and stop the clock.",
    ]
    frame = read_log(data, filename="a.xes", zone="UTC", start_event="ordine", end_event="consegna")[0]
    assert (frame["end"] - frame["start"]).tolist() == [2 * 86_400.0] * 3


def test_a_figure_that_is_none_refuses_a_log_whatever_its_times_and_is_all_that_is_named() -> None:
    figures = "".join(trace(f"t{n}", f'<string key="importo" value="{n}"/>') for n in range(100))
    wrong = f'<trace><string key="importo" value="NaN"/>{timed("a", "ieri")}</trace>'
    with pytest.raises(UnreadableFile) as refused:
        preview_log(log(figures + wrong), "a.xes", zone="UTC")
    assert [error.code for error in refused.value.errors] == ["figure_of_case"]
    assert refusal_of(log(figures + wrong)) == ["event_without_time", "figure_of_case"]


def test_events_of_no_trace_are_passed_over_however_many_there_are_and_cost_no_memory() -> None:
    data = log(EVENT.format("Ordine", 1, "") * 30_000 + trace("t1"))
    tracemalloc.start()
    try:
        frame = read_log(data, filename="a.xes", zone="UTC")[0]
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()
    assert frame["case_id"].tolist() == ["t1"]


HARMFUL: list[tuple[str, Callable[[], bytes], str]] = [
    ("spaces, packed a thousand times", lambda: gzip.compress(b"<log>" + b" " * 20_000_000), "a.xes.gz"),
    ("elements that are none of a log", lambda: log("<a/>" * MANY), "a.xes"),
    ("names that come once each", lambda: log("".join(f"<a{n}/>" for n in range(MANY // 10))), "a.xes"),
    ("elements within elements", lambda: b"<log>" + b"<a>" * MANY, "a.xes"),
    ("attributes without end", lambda: log("<trace>" + '<int key="a" value="1"/>' * MANY + "</trace>"), "a.xes"),
    ("a value without end", lambda: log(f'<trace><string key="{"a" * 5_000_000}" value="1"/></trace>'), "a.xes"),
    ("entities", lambda: b'<!DOCTYPE log [<!ENTITY a "b">]>' + log(trace("&a;")), "a.xes"),
    ("another file's text", lambda: b'<!DOCTYPE log SYSTEM "file:///etc/passwd">' + log(trace("t")), "a.xes"),
]


@pytest.mark.parametrize(("make", "name"), [pytest.param(*rest, id=what) for what, *rest in HARMFUL])
def test_x05_x06_a_harmful_log_is_refused_in_twenty_megabytes(make: Callable[[], bytes], name: str) -> None:
    data = make()
    tracemalloc.start()
    try:
        assert refusal_of(data, name) == ["unsafe_log"]
        # Its own bytes are no part of what reading it costs.
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


def test_x06_a_trace_of_very_many_events_costs_no_memory_and_is_read() -> None:
    events = '<event><date key="time:timestamp" value="2026-01-01T08:00Z"/></event>' * 60_000
    data = log(f"<trace>{events}{EVENT.format('Fine', 9, '')}</trace>")
    tracemalloc.start()
    try:
        frame = read_log(data, filename="a.xes", zone="UTC")[0]
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()
    assert (frame["end"] - frame["start"]).tolist() == [8 * 86_400.0]


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.xes", "empty_file"), (b"<html/>", "a.xes", "damaged_log"), (b"\x89PNG", "a.xes", "damaged_log"),
        (log(trace("t"))[:-20], "a.xes", "damaged_log"), (log(""), "a.xes", "no_trace"),
        (gzip.compress(log(trace("t"))), "a.xes", "damaged_log"), (log(trace("t")), "a.xes.gz", "damaged_log"),
        (gzip.compress(log(trace("t")))[:-9], "a.xes.gz", "damaged_log"),
        (log(EVENT.format("a", 45, "").join(("<trace>", "</trace>"))), "a.xes", "event_without_time"),
        (log(trace("t").replace("2026", "0026")), "a.xes", "event_without_time"),
    ],
)  # fmt: skip
def test_x01_to_x08_and_dates_of_a_log_are_one_sentence(data: bytes, name: str, code: str) -> None:
    assert refusal_of(data, name)[0] == code


def test_x10_x13_a_log_over_the_limits_names_the_limit() -> None:
    with pytest.raises(UnreadableFile) as large:
        read_log(bytes(5_000_001), filename="a.xes", zone="UTC", limit=OTHERS)
    with pytest.raises(UnreadableFile) as long:
        read_log(log("<trace/>" * 10_001), filename="a.xes", zone="UTC", limit=OTHERS)
    assert [one.value.errors[0].code for one in (large, long)] == ["too_big", "too_many_rows"]
    assert [one.value.errors[0].facts["limit"] for one in (large, long)] == [5, 10_000]
