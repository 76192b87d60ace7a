"""The three workshops of the story: what came out of each, on the page of its result."""

from collections.abc import Mapping

import pytest

from demo import company, rooms
from models.attendance import workshops_listed
from models.clusters import clusters_of
from models.results import ResultView, result_view
from models.rounds import RoundKind, RoundState, rounds_of
from models.workshops import Format
from tests.demo.conftest import Example
from words.results_shown import Shown, shown
from words.speech import speech

KINDS = {
    "june": (Format.WHAT_WE_PROMISE, ["collect", "talk", "agreement", "talk"]),
    "august": (Format.TELL_US, ["collect", "score", "group", "dots", "talk"]),
    "november": (Format.COLLECT_AND_CHOOSE, ["collect", "dots"]),
}


def result_of(example: Example, kind: str, key: str, who: str = "Anna R.") -> tuple[ResultView, Shown]:
    found = example.ask(who, result_view, round_id=example.the(kind, key))
    return found, shown(speech("it"), found)


def by_promise(example: Example, found: ResultView, figures: Mapping[str, float]) -> dict[str, float]:
    key_of = {example.the("promise", told.key): told.key for told in company.PROMISES}
    return {key_of[found.options[option].promise_id or ""]: figure for option, figure in figures.items()}


@pytest.mark.parametrize("key", KINDS)
def test_each_workshop_began_as_a_ready_format_and_was_run_to_its_end(example: Example, key: str) -> None:
    workshop_id = example.the("workshop", key)
    format, kinds = KINDS[key]
    shown = example.ask(company.CONDUCTS, workshops_listed, today=example.now.date()).rows
    assert {one.id: one.format for one in shown}[workshop_id] == format
    rows = example.ask(company.CONDUCTS, rounds_of, workshop_id=workshop_id)
    assert [row.kind.value for row in rows] == kinds
    assert {row.state for row in rows} <= {RoundState.CLOSED, RoundState.SKIPPED}
    assert [row.kind for row in rows if row.state == RoundState.SKIPPED] in ([], [RoundKind.DOTS])


def test_november_s_page_says_the_story_s_sentences_its_table_and_its_tie(example: Example) -> None:
    _, said = result_of(example, "round 2", "november")
    # A sentence inside a sentence leaves its full stop at home.
    ideas = [row.name.removesuffix(".") for row in said.rows]
    assert said.sentences[0] == f"Tutti e tre i lati vogliono «{ideas[0]}»."
    assert said.sentences[-1] == (
        f"«{ideas[1]}» divide: 14 punti su 40 da chi promette, 2 su 50 da chi mantiene."
    )  # fmt: skip
    assert "Parità al terzo posto: 18 e 18." in said.notes
    assert [(row.rank, row.tied) for row in said.rows[:5]] == [(1, False), (2, False), (3, True), (3, True), (5, False)]
    table = [[int(row.sides[side].split()[0]) for side in ("promises", "keeps", "receives")] for row in said.rows]
    assert table == [
        [5, 13, 8], [14, 2, 3], [4, 10, 4], [4, 10, 4], [5, 3, 7], [2, 6, 3], [4, 4, 1], [2, 2, 0],
    ]  # fmt: skip


def test_in_june_eighteen_answer_on_nine_promises_and_two_figures_for_one_delivery_divide_them(
    example: Example,
) -> None:
    found, said = result_of(example, "round 3", "june")
    assert (found.facts.voters, len(found.facts.totals), found.round.secret) == (18, 9, True)
    assert str(rooms.FOUND) in found.round.question
    answers = by_promise(example, found, {o: a["agree"] - a["disagree"] for o, a in found.facts.answers.items()})
    assert min(answers.values()) > 0
    assert min(answers, key=lambda key: answers[key]) == "P1"
    assert [row.name for row in said.rows if row.divides] == ["A casa tua in 48 ore"]
    assert said.rows[0].name == "Tostato da meno di 10 giorni"


def test_august_has_38_diaries_with_61_ratings_and_its_lowest_point_is_receiving(example: Example) -> None:
    found, said = result_of(example, "round 2", "august")
    everybody = [score for score in found.facts.scores if not score.side]
    assert (found.facts.voters, found.eligible, sum(score.n for score in everybody)) == (38, 41, 61)
    means = by_promise(example, found, found.facts.totals)
    assert min(means, key=lambda key: means[key]) == "P1"
    assert said.rows[-1].name == "A casa tua in 48 ore"
    clusters = example.ask(company.CONDUCTS, clusters_of, workshop_id=example.the("workshop", "august"))
    assert [cluster.title for cluster in clusters] == ["Ricevo", "Ordino", "Uso"]
