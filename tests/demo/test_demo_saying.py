"""At Tostalba: what may be said of «consegna in 24 ore», at the counter, without counting anything twice."""

import pytest

from models.front_line import front_line
from models.readings import readers_of
from models.saying import can_we_say
from models.studies import SHELF
from store.doors import counting, reading
from tests.demo.conftest import Example
from words.asking import question_of
from words.front_line import how_often, read_by, to_say, why_not
from words.saying import sentences
from words.speech import speech

IT = speech("it")


def said(example: Example, sentence: str) -> str:
    question = question_of(sentence)
    answer = can_we_say(reading, example.viewer("Marta Gualdi"), now=example.now, asked=question).answer
    assert answer is not None
    return " ".join(sentences(IT, question, answer))


def test_24_hours_do_not_hold_and_what_does_is_said_with_who_says_and_expects_what(example: Example) -> None:
    assert said(example, "consegna in 24 ore") == (
        "Non regge: 21 su 100. Puoi dire «in 3 giorni» (99 su 100). Sul sito c'è scritto 48 ore. "
        "Un concorrente dice 1-2 giorni. I clienti se ne aspettano 2."
    )


@pytest.mark.parametrize(
    ("sentence", "begins"),
    [
        ("domani mattina è da lei", "Non regge: 21 su 100. Puoi dire «in 3 giorni» (99 su 100)."),
        ("consegna in 3 giorni", "Regge: 99 su 100. Puoi dirlo."),
        ("rispondiamo in un minuto", "Regge: 85 su 100. Puoi dirlo, e perfino"),
        ("macchina riparata in una settimana", "In bilico: 92 su 100"),
        ("il tecnico arriva in 4 ore", "Pochi dati: finora 166 su 170."),
    ],
)
def test_each_promise_answers_as_the_story_says(example: Example, sentence: str, begins: str) -> None:
    assert said(example, sentence).startswith(begins)


def test_an_answer_is_counted_once_from_its_own_cases_and_another_figure_costs_no_counting(example: Example) -> None:
    """How long that takes stands in the bench."""
    SHELF.empty()  # as after a restart
    with counting() as asked:
        said(example, "consegna in 24 ore")
    assert asked.number <= 14
    assert len(SHELF) == 1
    with counting() as again:
        said(example, "consegna in 25 ore")
    assert again.number == asked.number - 1, "the cases are not read again"
    assert len(SHELF) == 1


def test_agents_say_three_days_and_not_tomorrow_and_fourteen_of_nineteen_have_read_it(example: Example) -> None:
    viewer = example.viewer("Marta Gualdi")
    agents = front_line(reading, viewer, now=example.now, touchpoint_id=example.the("touchpoint", "Agenti"))
    assert ("In 3 giorni è da lei", "99 su 100") in [(to_say(IT, one), how_often(IT, one)) for one in agents.may]
    assert ("Domani mattina è da lei", "oggi 21 su 100") in [(one.words, why_not(IT, one)) for one in agents.never]
    desk = front_line(reading, viewer, now=example.now, touchpoint_id=example.the("touchpoint", "Contact center"))
    by = example.ask("Marta Gualdi", readers_of, touchpoint_id=desk.touchpoint_id, fingerprint=desk.fingerprint)
    assert read_by(IT, by) == "Letto da 14 su 19"
