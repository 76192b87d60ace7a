"""How promises and verdicts are said: times, shares, titles, what to do next, in both languages."""

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from analysis.rule import Rule
from analysis.verdict import Verdict
from models.promise_terms import TermsDraft
from models.studies import Told, VerdictFacts, study
from tests.models.promising import TERMS, D, orders
from words.promises import (
    exact_time,
    hundredths,
    keeper_words,
    of_hundred,
    period_words,
    portfolio_title,
    target_words,
    time_words,
    told_words,
)
from words.refusals import refusal_sentence
from words.speech import speech
from words.telling import figures_differ
from words.verdicts import (
    as_of_words,
    closed_only_sentence,
    evidence_line,
    headline,
    missing_sentence,
    next_move,
    other_sentence,
    today_sentence,
    too_old_sentence,
)

IT, EN = speech("it"), speech("en")
PROMISED = TermsDraft(**TERMS)


def facts(**other: object) -> VerdictFacts:
    """Forty-eight hours, kept 86 times of 100."""
    found = study(orders(), Rule(48 * 3600, Fraction(19, 20)), D.timestamp()).facts
    plain = {"verdict": Verdict.NOT_SUPPORTABLE, "base_verdict": Verdict.NOT_SUPPORTABLE, "share": 0.862, "lower": 0.85,
             "upper": 0.87, "cases": 4154, "open": 75, "sure_of": (17, 20), "need_cases": None, "need_weeks": None,
             "say": Told(3, "d", 0.99, 0.98, Verdict.SUPPORTED)}  # fmt: skip
    return replace(found, **(plain | other))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("amount", "unit", "italian", "english"),
    [
        (48, "h", "48 ore", "48 hours"),
        (1, "h", "1 ora", "1 hour"),
        (1, "d", "1 giorno", "1 day"),
        (2.5, "d", "2 giorni e mezzo", "2 and a half days"),
        (2.5, "h", "2 ore e mezza", "2 and a half hours"),
        (3, "w", "3 settimane", "3 weeks"),
        (60, "s", "60 secondi", "60 seconds"),
        (0.5, "d", "0,5 giorni", "0.5 days"),
        (1500, "min", "1.500 minuti", "1,500 minutes"),
    ],
)
def test_times_are_said_as_people_say_them(amount: float, unit: str, italian: str, english: str) -> None:
    assert (time_words(IT, amount, unit), time_words(EN, amount, unit)) == (italian, english)


def test_a_figure_that_is_no_time_keeps_its_own_unit() -> None:
    assert time_words(IT, 10, "value", "giorni dalla tostatura") == "10 giorni dalla tostatura"
    assert time_words(IT, 4.5, "value") == "4,5"


@pytest.mark.parametrize(
    ("share", "target", "of_a_hundred"),
    [
        (0.8618, 0.95, 86), (0.9999, None, 99), (1.0, None, 100), (0.0, None, 0), (0.0001, None, 1),
        (0.949, 0.95, 94), (0.95, 0.95, 95), (0.951, 0.95, 95),
    ],
)  # fmt: skip
def test_a_share_is_a_hundredth_that_never_flatters(share: float, target: float | None, of_a_hundred: int) -> None:
    assert hundredths(share, target) == of_a_hundred


def test_the_target_is_said_beside_a_figure_of_a_hundred() -> None:
    assert [target_words(IT, *share) for share in ((19, 20), (8, 10), (95, 100), (2, 3), (997, 1000))] == [
        "95", "80", "95", "2 su 3", "997 su 1.000",
    ]  # fmt: skip


def test_the_title_of_a_promise_that_does_not_hold() -> None:
    period = period_words(IT, 90)
    assert headline(IT, facts(), kept=19, of=20, period=period) == (
        "Non regge: 86 volte su 100 negli ultimi 90 giorni; ne promettiamo 95."
    )
    assert headline(EN, facts(), kept=19, of=20, period=period_words(EN, 90)) == (
        "Does not hold: 86 times of 100 in the last 90 days; we promise 95."
    )


@pytest.mark.parametrize(
    ("other", "italian"),
    [
        ({"verdict": Verdict.SUPPORTED, "share": 0.988}, "Regge: 99 volte su 100 nell'ultimo anno; ne promettiamo 95."),
        (
            {"verdict": Verdict.AT_RISK, "share": 0.92, "lower": 0.88, "upper": 0.94},
            "In bilico: 92 volte su 100 nell'ultimo anno; con questi casi la cifra vera può stare fra 88 e 94, e ne "
            "promettiamo 95.",
        ),
        (
            {"verdict": Verdict.NOT_ENOUGH_EVIDENCE, "base_verdict": Verdict.NOT_ENOUGH_EVIDENCE, "cases": 170,
             "kept": 166, "unknown": 0},
            "Pochi dati: 166 volte su 170 nell'ultimo anno; ne promettiamo 19 su 20.",
        ),
        (
            {"verdict": Verdict.NOT_ENOUGH_EVIDENCE, "base_verdict": Verdict.SUPPORTED, "unknown": 3},
            "Pochi dati: così com'è, questo file ingannerebbe. Dice 86 volte su 100 nell'ultimo anno.",
        ),
        ({"share": None}, "Pochi dati: ancora nessun caso da giudicare."),
    ],
)  # fmt: skip
def test_the_title_of_every_other_verdict(other: dict[str, object], italian: str) -> None:
    assert headline(IT, facts(**other), kept=19, of=20, period=period_words(IT, 365)) == italian


def test_the_first_layer_knows_no_percent_and_no_statistics() -> None:
    for say in (IT, EN):
        said = [
            headline(say, facts(verdict=verdict), kept=19, of=20, period=period_words(say, 90)) for verdict in Verdict
        ]
        said.append(today_sentence(say, facts(), PROMISED))
        said.append(evidence_line(say, facts(), cases="4.154 ordini", as_of=D, zone="Europe/Rome"))
        for sentence in said:
            assert "%" not in sentence
            for word in ("confiden", "p-value", "phi", "kaplan", "interval"):
                assert word not in sentence.lower()


def test_what_may_be_said_today_and_the_other_way_out() -> None:
    assert today_sentence(IT, facts(), PROMISED) == "Oggi puoi dire: entro 3 giorni, almeno 19 su 20."
    assert other_sentence(IT, facts(), PROMISED) == "Oppure tieni 48 ore e di': almeno 17 su 20."
    none = facts(say=None, sure_of=None)
    assert today_sentence(IT, none, PROMISED) == "Non c'è ancora una cifra onesta."


def test_what_is_missing_is_said_in_cases_and_weeks() -> None:
    few = facts(verdict=Verdict.NOT_ENOUGH_EVIDENCE, base_verdict=Verdict.NOT_ENOUGH_EVIDENCE, need_cases=38,
                need_weeks=5)  # fmt: skip
    assert missing_sentence(IT, few) == "Pochi casi: altri 38 casi, circa 5 settimane."
    assert missing_sentence(EN, few) == "Too few cases: 38 more cases, about 5 weeks."
    assert missing_sentence(IT, facts()) == ""


def test_the_next_move_is_three_words() -> None:
    few = facts(verdict=Verdict.NOT_ENOUGH_EVIDENCE, base_verdict=Verdict.NOT_ENOUGH_EVIDENCE, need_cases=76)
    trapped = facts(verdict=Verdict.NOT_ENOUGH_EVIDENCE)
    moves = [
        next_move(IT, facts(), places=5),
        next_move(IT, few, places=1),
        next_move(IT, facts(verdict=Verdict.SUPPORTED), places=0),
        next_move(IT, facts(verdict=Verdict.SUPPORTED), places=3),
        next_move(IT, facts(say=None), places=1),
        next_move(IT, trapped, places=1),
        next_move(IT, None, places=1),
        next_move(IT, facts(), places=1, too_old=True),
    ]
    assert moves == ["Di' 3 giorni", "Altri 76 casi", "Da raccontare", "Continua così", "Migliora il processo",
                     "Chiedi tutti i casi", "Porta i dati", "Porta dati nuovi"]  # fmt: skip


def test_beside_a_figure_stand_cases_open_ones_and_the_date_of_the_data() -> None:
    assert evidence_line(IT, facts(), cases="4.154 ordini", as_of=D, zone="Europe/Rome") == (
        "4.154 ordini, 75 ancora in corso, dati aggiornati al 16 nov 2026."
    )


def test_data_up_to_midnight_are_those_of_the_day_before() -> None:
    assert as_of_words(IT, datetime(2026, 11, 22, 23, 0, tzinfo=UTC), "Europe/Rome") == "22 nov 2026"
    assert as_of_words(IT, datetime(2026, 11, 22, 23, 0, 1, tzinfo=UTC), "Europe/Rome") == "23 nov 2026"


def test_why_the_report_says_something_nicer() -> None:
    said = closed_only_sentence(IT, facts(closed_only_share=0.75, share=0.638, open=1188))
    assert "75 su 100" in said
    assert "64 su 100" in said
    assert said.endswith(
        "Il tuo report conta solo i casi chiusi, e quelli lenti non lo sono ancora: per questo è più bello."
    )


def test_old_data_suspend_the_verdict_in_the_clients_words() -> None:
    assert too_old_sentence(IT, 94) == "Dati di 94 giorni fa: l'esito è sospeso finché non ne arrivano di nuovi."


def test_the_portfolio_is_titled_by_its_answer() -> None:
    assert portfolio_title(IT, 3, 2, 2, 2) == "9 promesse: 3 reggono, 2 in bilico, 2 non reggono, 2 con pochi dati."
    assert portfolio_title(EN, 1, 0, 0, 0) == "1 promise: 1 holds."
    assert portfolio_title(IT, 0, 0, 0, 0) == "Ancora nessuna promessa."


def test_five_places_and_three_figures() -> None:
    assert figures_differ(IT, 5, 3) == "Cinque posti, tre cifre diverse."
    assert told_words(IT, 5, differs=True) == "5 posti ⚠"
    assert told_words(IT, 0, differs=False) == "non la dice nessuno"


@pytest.mark.parametrize(
    ("keeper", "more", "italian"),
    [
        ("yes", {}, "Rosa: sì, la reggo"),
        ("but", {"figure": "10 giorni"}, "Rosa: sì, ma 10 giorni"),
        ("no", {"words": "dipende dal corriere"}, "Rosa: no («dipende dal corriere»)"),
        ("asked", {}, "Chiesta a Rosa, che non ha ancora risposto"),
    ],
)
def test_who_keeps_it_is_quoted(keeper: str, more: dict[str, str], italian: str) -> None:
    assert keeper_words(IT, keeper, "Rosa", **more) == italian


def test_exact_times_stand_in_the_fold_only() -> None:
    assert exact_time(IT, 65.761134259 * 86_400) == "65,8 giorni"
    assert exact_time(EN, 80 * 60) == "1.3 hours"
    assert of_hundred(IT, 0.638) == "64 su 100"


def test_since_a_day() -> None:
    assert period_words(IT, 90, date(2026, 9, 14)) == "dal 14 set 2026"


@pytest.mark.parametrize("code", ["never_certain", "already_imported", "no_needs", "changed_meanwhile", "as_of_older"])
def test_every_no_has_its_own_sentence_in_both_languages(code: str) -> None:
    given = {"on": datetime(2026, 11, 22, 9, 0, tzinfo=UTC)}
    italian, english = refusal_sentence(IT, code, given), refusal_sentence(EN, code, given)
    assert italian != english
    assert "?" not in italian + english
    assert "Non perdi niente" not in italian
