"""Where Tostalba tells its promises, what decision 1 makes it change, its values, and how its portfolio reads."""

from datetime import date

from models.moved_bars import moved_bars
from models.portfolio_view import PortfolioView, portfolio_view
from models.replay import replay
from models.scorecard import Score, scorecard_facts, scores
from models.to_change import to_change_open
from models.values import values_all
from models.wordings import told_everywhere
from store.doors import reading
from tests.demo.conftest import Example
from words.portfolio import moved_words
from words.speech import speech

MARTA, IT = "Marta Gualdi", speech("it")


def view(example: Example) -> PortfolioView:
    return example.ask(MARTA, portfolio_view, now=example.now)


def test_five_places_tell_the_delivery_and_two_of_them_say_three_days_already(example: Example) -> None:
    (changes,) = example.ask(MARTA, to_change_open, today=example.now.date())
    assert (changes.sentence, changes.amount, changes.unit, changes.due) == (
        "A casa tua in 48 ore", 3, "d", date(2026, 11, 30)
    )  # fmt: skip
    assert [(one.touchpoint, one.words, one.done, one.changer) for one in changes.items] == [
        ("Sito", "A casa tua in 48 ore", False, "Marta"),
        ("Newsletter", "Ordini oggi, lo bevi dopodomani", False, "Comunicazione"),
        ("Agenti", "Domani mattina è da lei", False, "Vendite"),
        ("Contact center", "Di solito due o tre giorni", True, "Assistenza"),
        ("App abbonamento", "Consegna prevista: 3 giorni", True, "Prodotto"),
    ]
    assert (changes.left, changes.mine, changes.days, changes.late) == (3, 1, 5, False)


def test_four_values_and_one_without_proof(example: Example) -> None:
    promises = {example.the("promise", key): key for key in ("P1", "P3", "P4", "P5", "P6", "P7", "P8")}
    found = {one.name: [promises[proof] for proof in one.promise_ids] for one in example.ask(MARTA, values_all)}
    assert found == {
        "Fresco": ["P5"], "Di parola": ["P1", "P6", "P7"], "Vicino": ["P3", "P4", "P8"], "Pulito": []
    }  # fmt: skip
    assert [one.name for one in view(example).without_proof] == ["Pulito"]


def test_the_portfolio_reads_as_the_story_does(example: Example) -> None:
    seen = view(example)
    verdicts = [str(row.stands) for row in seen.counted]
    assert verdicts == ["not supportable"] * 2 + ["at risk"] * 2 + ["not enough evidence"] * 2 + ["supported"] * 3
    assert [row.terms.sentence for row in seen.watch][:2] == [
        "A casa tua in 48 ore", "Ogni idea ha una prima risposta in 14 giorni"
    ]  # fmt: skip
    assert (len(seen.watch), seen.moves, seen.told_without_data) == (4, 3, 0)
    told = [truth.row.terms.sentence for truth in seen.truths.kept]
    assert {"L'ordine è giusto al primo colpo", "Tostato da meno di 10 giorni"} <= set(told)
    assert "Ti rispondiamo entro un minuto" not in told


def test_three_moved_bars_with_the_verdict_before_and_after(example: Example) -> None:
    moves = example.ask(MARTA, moved_bars)
    said = [moved_words(IT, one.before, one.after, (one.before.counts_from, one.after.counts_from)) for one in moves]
    assert said == ["da 95 a 90", "si conta da capo dal 14 set 2026", "da 30 secondi a 60 secondi"]
    was, then = moves[-1].was, moves[-1].then
    assert was is not None
    assert then is not None
    assert (was.verdict, then.verdict) == ("not supportable", "supported")
    assert moves[1].was is not None
    assert round(100 * (moves[1].was.share or 0)) == 71


def test_the_scorecard_finds_who_tells_other_figures_and_who_promises_too_much(example: Example) -> None:
    places = example.ask(MARTA, told_everywhere)
    facts = example.ask(MARTA, scorecard_facts, now=example.now, places=places)
    found: dict[str, Score] = {one.name: one for one in scores(facts, {})}
    assert [name for name, one in found.items() if one.figures == "no"] == ["Agenti", "Newsletter", "Sito"]
    assert {"Corriere", "WhatsApp", "Social"} <= {name for name, one in found.items() if not one.told}


def test_the_year_again_shows_that_calls_hold_since_the_bar_was_moved(example: Example) -> None:
    year = replay(reading, example.viewer(MARTA), today=date(2026, 11, 23))
    rows = {row.sentence: dict(zip(year.days, row.cells, strict=True)) for row in year.rows}
    answered = rows["Ti rispondiamo entro un minuto"]
    assert [cell.verdict if cell else None for cell in list(answered.values())[-6:]] == ["supported"] * 6
    assert year.left == 0
