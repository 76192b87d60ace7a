"""What is understood of a typed sentence, written by hand: phrase -> time, share, or what must be asked."""

import pytest

from words.asking import instead, key_of, language_of, question_of, same_time
from words.figures_said import figures_said

# Phrase -> amount, unit, and the words that said it.
TIMES = [
    ("consegna in 24 ore", 24, "h", "24 ore"),
    ("Consegniamo in 24 ORE!", 24, "h", "24 ORE"),
    ("A casa tua in 48 ore", 48, "h", "48 ore"),
    ("consegna in 24h", 24, "h", "24h"),
    ("quarantott'ore", 48, "h", "quarantott'ore"),
    ("ventiquattr’ore", 24, "h", "ventiquattr’ore"),
    ("Domani mattina è da lei", 1, "d", "Domani mattina"),
    ("arriva domani", 1, "d", "domani"),
    ("domattina", 1, "d", "domattina"),
    ("Ordini oggi, lo bevi dopodomani", 2, "d", "dopodomani"),
    ("dopo domani", 2, "d", "dopo domani"),
    ("il giorno dopo", 1, "d", "il giorno dopo"),
    ("spedizione in giornata", 24, "h", "in giornata"),
    ("lo stesso giorno", 24, "h", "lo stesso giorno"),
    ("entro un'ora e mezza", 1.5, "h", "un'ora e mezza"),
    ("in mezz'ora", 30, "min", "mezz'ora"),
    ("fra mezz’ora", 30, "min", "mezz’ora"),
    ("un quarto d'ora", 15, "min", "un quarto d'ora"),
    ("entro tre quarti d'ora", 45, "min", "tre quarti d'ora"),
    ("1 ora e 30 minuti", 90, "min", "1 ora e 30 minuti"),
    ("1h30", 90, "min", "1h30"),
    ("un'ora e venti", 80, "min", "un'ora e venti"),
    ("entro l'ora", 1, "h", "l'ora"),
    ("Di solito due o tre giorni", 3, "d", "due o tre giorni"),
    ("da 3 a 5 giorni", 5, "d", "3 a 5 giorni"),
    ("tra 3 e 5 giorni", 5, "d", "3 e 5 giorni"),
    ("3–5 giorni, gratis", 5, "d", "3–5 giorni"),
    ("consegna 24/48 h", 48, "h", "24/48 h"),
    ("24h/48h", 48, "h", "24h/48h"),
    ("un giorno o due", 2, "d", "un giorno o due"),
    ("24 ore, massimo 48", 48, "h", "24 ore, massimo 48"),
    ("da 2 ore a 2 giorni", 2, "d", "2 ore a 2 giorni"),
    ("una settimana", 1, "w", "una settimana"),
    ("A ogni idea una risposta in due settimane", 2, "w", "due settimane"),
    ("un paio di giorni", 2, "d", "un paio di giorni"),
    ("una decina di giorni", 10, "d", "una decina di giorni"),
    ("in un mese", 30, "d", "un mese"),
    ("2,5 giorni", 2.5, "d", "2,5 giorni"),
    ("due giorni e mezzo", 2.5, "d", "due giorni e mezzo"),
    ("in 90 secondi", 90, "s", "90 secondi"),
    ("ventitré minuti", 23, "min", "ventitré minuti"),
    ("Tostato da meno di 10 giorni", 10, "d", "10 giorni"),
    ("mai più di 3 giorni", 3, "d", "3 giorni"),
    ("250 g di caffè in 3 giorni", 3, "d", "3 giorni"),
    ("ordina entro le 14, domani a casa", 1, "d", "domani"),
    ("rispondiamo 24 ore su 24 entro 5 minuti", 5, "min", "5 minuti"),
    ("in 2 giorni e 2 euro di spese", 2, "d", "2 giorni"),
    ("within two days", 2, "d", "two days"),
    ("twenty-four hours", 24, "h", "twenty-four hours"),
    ("same day", 24, "h", "same day"),
    ("same-day delivery", 24, "h", "same-day"),
    ("delivered the next day", 1, "d", "the next day"),
    ("tomorrow morning", 1, "d", "tomorrow morning"),
    ("the day after tomorrow", 2, "d", "the day after tomorrow"),
    ("a day or two", 2, "d", "a day or two"),
    ("half an hour", 30, "min", "half an hour"),
    ("an hour and a half", 1.5, "h", "an hour and a half"),
    ("two and a half days", 2.5, "d", "two and a half days"),
    ("between 3 and 5 days", 5, "d", "3 and 5 days"),
    ("two to three weeks", 3, "w", "two to three weeks"),
    ("within a fortnight", 2, "w", "a fortnight"),
    ("a couple of days", 2, "d", "a couple of days"),
    ("2 hours and 15 minutes", 135, "min", "2 hours and 15 minutes"),
    ("under 10 minutes", 10, "min", "10 minutes"),
]

SHARES = [
    ("19 volte su 20", (19, 20)),
    ("98%", (98, 100)),
    ("nel 98,5 per cento dei casi", (985, 1000)),
    ("nove volte su dieci", (9, 10)),
    ("nine times out of ten", (9, 10)),
    ("9 in 10 orders", (9, 10)),
    ("98 ordini su 100 giusti", (98, 100)),
    ("19 times of 20", (19, 20)),
    ("sconto del 10%", None),
    ("aperti 24 ore su 24, 7 giorni su 7", None),
    ("voto 4,5 su 5", None),
]

# Phrase -> why it is asked, and the readings offered.
ASKED = [
    ("in 3", "unit", ["3|min", "3|h", "3|d"]),
    ("entro 3 g", "unit", ["3|d"]),
    ("in qualche giorno", "few", ["2|d", "3|d", "5|d"]),
    ("a few hours", "few", ["2|h", "3|h", "5|h"]),
    ("in mattinata", "part", ["4|h", "12|h"]),
    ("mezza giornata", "part", ["4|h", "12|h"]),
    ("3 giorni lavorativi", "working", ["3|d", "5|d"]),
    ("1-2 business days", "working", ["2|d", "4|d"]),
    ("in 1.500 secondi", "thousands", ["1.5|s", "1500|s"]),
    ("spedito in 24 ore, consegnato in 3 giorni", "which", ["24|h", "3|d"]),
    ("entro le 18", "clock", []),
    ("by 6 pm", "clock", []),
    ("entro venerdì", "clock", []),
    ("Rimborso subito", "soon", []),
]

NOTHING = ["assistenza h24", "aperti 7 giorni su 7", "24/7", "tre volte al giorno", "twice a week",
           "ogni due settimane", "dal 1958", "6 botteghe", "spedizione a 5 euro", "in 0 giorni",
           "99999999999999 anni", "", "🙂", "l'ordine è giusto al primo colpo"]  # fmt: skip


@pytest.mark.parametrize(("phrase", "amount", "unit", "heard"), TIMES, ids=[row[0] for row in TIMES])
def test_a_time_is_heard_in_words_and_digits(phrase: str, amount: float, unit: str, heard: str) -> None:
    said = figures_said(phrase)
    assert said.time is not None, said
    assert (said.time.amount, said.time.unit, said.time.heard) == (amount, unit, heard)
    assert phrase[said.time.start : said.time.end] == heard


@pytest.mark.parametrize(("phrase", "share"), SHARES, ids=[row[0] for row in SHARES])
def test_a_share_is_heard_and_a_discount_is_none(phrase: str, share: tuple[int, int] | None) -> None:
    assert figures_said(phrase).share == share


@pytest.mark.parametrize(("phrase", "doubt", "readings"), ASKED, ids=[row[0] for row in ASKED])
def test_what_reads_two_ways_is_asked_and_never_guessed(phrase: str, doubt: str, readings: list[str]) -> None:
    said = figures_said(phrase)
    assert said.time is None
    assert said.doubt == doubt
    assert [key_of(time) for time in said.choices] == readings


@pytest.mark.parametrize("phrase", NOTHING)
def test_what_is_no_time_is_none(phrase: str) -> None:
    said = figures_said(phrase)
    assert (said.time, said.choices, said.share) == (None, (), None)


def test_a_time_and_a_share_together() -> None:
    for phrase in ("A casa tua in 3 giorni, 99 volte su 100", "99 volte su 100 in 3 giorni"):
        said = figures_said(phrase)
        assert said.time is not None
        assert (said.time.amount, said.time.unit, said.share) == (3, "d", (99, 100))
    assert figures_said("in 48 ore 8 volte su 10").share == (8, 10)
    assert figures_said("sempre in 24 ore").always
    assert figures_said("puntuali al 100%").always


def test_a_chosen_reading_counts_and_another_one_is_not_taken() -> None:
    assert question_of("in 3", chosen="3|h").time == question_of("in 3").said.choices[1]
    assert question_of("in 3", chosen="9|h").must_choose
    assert question_of("in 24 ore", chosen="3|d").time == question_of("in 24 ore").time


@pytest.mark.parametrize(
    ("phrase", "put"),
    [
        ("Consegna in 24 ore", "Consegna in 3 giorni"),
        ("Domani mattina è da lei", "In 3 giorni è da lei"),
        ("spedizione in giornata!", "spedizione in 3 giorni!"),
        ("Ordini oggi, lo bevi dopodomani", "Ordini oggi, lo bevi in 3 giorni"),
        ("subito a casa", "In 3 giorni"),
    ],
)
def test_another_figure_takes_the_place_of_the_one_that_was_typed(phrase: str, put: str) -> None:
    assert instead(question_of(phrase), "3 giorni", "in 3 giorni") == put


def test_a_place_says_the_noted_time_in_its_own_unit() -> None:
    same = same_time("A casa tua in 48 ore", 2, "d")
    assert same is not None
    assert (same.amount, same.unit, language_of(same)) == (48, "h", "it")
    assert same_time("A casa tua in 48 ore", 3, "d") is None
    assert same_time("Tostato di fresco", 3, "d") is None
