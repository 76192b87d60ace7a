"""Which promise is meant: by the words, else asked."""

import pytest

from words.meant import Promised, meant

MINUTE, HOUR, DAY = 60.0, 3_600.0, 86_400.0
AMONG = [
    Promised("home", ("A casa tua in 48 ore", "Domani mattina è da lei", "Consegna online", "ordine"), 2 * DAY),
    Promised("repair", ("Macchina riparata in una settimana", "Officina", "riparazione", "riparazioni"), 7 * DAY),
    Promised("answer", ("Ti rispondiamo entro un minuto", "Contact center", "chiamata"), MINUTE),
    Promised("ideas", ("Ogni idea ha una prima risposta in 14 giorni", "Il Tavolo", "idea", "idee"), 14 * DAY),
    Promised("visit", ("Tecnico al tuo bar entro 4 ore", "Il tecnico arriva entro quattro ore"), 4 * HOUR),
    Promised("refund", ("Rimborso entro 7 giorni", "Resi"), 7 * DAY),
    Promised("refund in the shop", ("Rimborso in bottega entro 7 giorni", "Resi"), 7 * DAY),
]  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "seconds", "key"),
    [
        ("consegna in 24 ore", DAY, "home"),
        ("Consegniamo in 24 ore", DAY, "home"),
        ("we deliver in 24 hours", DAY, "home"),
        ("spedizione in giornata", DAY, "home"),
        ("domani mattina è da lei", DAY, "home"),
        ("ripariamo la macchina in 3 giorni", 3 * DAY, "repair"),
        ("repaired in 3 days", 3 * DAY, "repair"),
        ("rispondiamo in un minuto", 60.0, "answer"),
        ("rispondiamo alle idee in una settimana", 7 * DAY, "ideas"),
        ("technician within 2 hours", 2 * HOUR, "visit"),
        ("rimborso in bottega in 3 giorni", 3 * DAY, "refund in the shop"),
    ],
)
def test_words_in_common_tell_which_promise_is_meant(sentence: str, seconds: float, key: str) -> None:
    assert meant(sentence, AMONG, seconds=seconds).sure == key


@pytest.mark.parametrize(
    ("sentence", "likely"),
    [
        ("rimborso in 3 giorni", {"refund", "refund in the shop"}),
        ("arriva dopodomani", {"home", "visit"}),
        ("in 3 giorni", {"home", "repair", "refund"}),
    ],
)
def test_in_doubt_the_likeliest_are_asked_about(sentence: str, likely: set[str]) -> None:
    found = meant(sentence, AMONG, seconds=3 * DAY)
    assert found.sure is None
    assert set(found.likely) == likely


def test_where_one_stands_tells_when_only_a_figure_was_typed() -> None:
    here = [Promised(one.key, one.texts, one.seconds, one.key == "visit") for one in AMONG]
    assert meant("in 3 ore", here, seconds=3 * HOUR).sure == "visit"
    assert meant("pane fresco in 3 ore", here, seconds=3 * HOUR).sure is None


def test_among_nothing_nothing_is_meant() -> None:
    assert meant("consegna in 24 ore", []).sure is None
