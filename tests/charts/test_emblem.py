"""The emblem: three marks on one axis, competitors below, the same said in words, and nothing typed becomes markup."""

import re

from charts.emblem import Mark, Range, emblem
from words.speech import speech

DAY = 86_400.0


def drawn(*ranges: Range, expected: Mark | None = None, kept: float | None = 2.5 * DAY) -> str:
    promised, reached = Mark("Promesso", 2 * DAY, "48 ore"), Mark("Mantenuto", kept, "2 giorni e mezzo, 19 su 20")
    return emblem(speech("it"), expected=expected, promised=promised, kept=reached, ranges=ranges,
                  tone="not supportable", unit=DAY, unit_name="giorni")  # fmt: skip


def places(html: str, kind: str) -> list[float]:
    return [float(left) for left in re.findall(rf'dr-{kind}[^"]*" style="left:([0-9.]+)%', html)]


def test_the_marks_stand_where_they_belong_on_one_axis() -> None:
    html = drawn(Range("Espressia", 3 * DAY, 5 * DAY, "3-5 giorni"), expected=Mark("Atteso", 2 * DAY, "2 giorni"))
    expected, promised, kept = places(html, "dot")
    assert expected == promised
    assert round(kept / promised, 3) == 2.5 / 2
    (low,) = places(html, "span")
    assert round(low / promised, 2) == 1.5
    assert ">5 giorni<" in html


def test_all_of_it_is_said_in_words_too_and_nobody_asked_is_no_mark() -> None:
    html = drawn(Range("Nerofondo", DAY, 2 * DAY, "1-2 giorni, da ricontrollare", stale=True))
    said = re.search(r'aria-label="([^"]+)"', html)
    assert said is not None
    assert said[1] == (
        "Promesso: 48 ore; Mantenuto: 2 giorni e mezzo, 19 su 20; Nerofondo: 1-2 giorni, da ricontrollare"
    )
    assert "dr-other stale" in html
    assert "Atteso" not in html


def test_what_is_never_kept_has_words_and_no_mark() -> None:
    html = drawn(kept=None)
    assert len(places(html, "dot")) == 1
    assert "dr-gap" not in html.split("</style>")[1]


def test_what_people_typed_is_no_markup() -> None:
    evil = '"><img src=x onerror=alert(1)>'
    body = drawn(Range(evil, DAY, 2 * DAY, evil), expected=Mark(evil, None, evil)).split("</style>")[1]
    assert "<img" not in body
    assert body.count("onerror") == 4 + 4  # in the rows and in the text alternative, as text
