"""What the example company promises, and what its cases say: the table of the story."""

from datetime import date
from statistics import median

import numpy as np
import pytest

from analysis.verdict import Verdict
from demo import cases as drawn
from demo.figures import assessed, of100
from demo.rhythm import DAY, HOUR
from models.answers import my_answers
from models.desk import desk
from models.portfolio import promise_card, promise_rows
from models.promises import Keeper, State
from models.signatures import to_sign
from models.standings import Standing
from models.today import today_view
from tests.demo.conftest import Example

HOLDS, EDGE = Verdict.SUPPORTED, Verdict.AT_RISK
FAILS, FEW = Verdict.NOT_SUPPORTABLE, Verdict.NOT_ENOUGH_EVIDENCE

# Promise: cases, open, kept of 100, between, verdict, what could be said today (customer's figure), places told.
TOLD = {
    "P1": (4154, 75, 86, (85, 87), FAILS, (3, "d"), 5),
    "P2": (400, 23, 92, (88, 94), EDGE, (8, "d"), 3),
    "P3": (3834, 0, 85, (83, 86), HOLDS, None, 3),
    "P4": (170, 0, 98, (94, 99), FEW, None, 1),
    "P5": (794, 0, 99, (98, 99), HOLDS, None, 4),
    "P6": (574, 11, 91, (89, 93), EDGE, (8, "d"), 2),
    "P7": (7928, 0, 99, (99, 99), HOLDS, None, 0),
    "P8": (55, 0, 95, (87, 98), FEW, None, 1),
    "P9": (130, 4, 82, (75, 87), FAILS, (3, "w"), 2),
}


def row_of(example: Example, key: str):  # type: ignore[no-untyped-def]
    rows = example.ask("Marta Gualdi", promise_rows, now=example.now)
    return next(row for row in rows if row.id == example.the("promise", key))


@pytest.mark.parametrize("key", TOLD)
def test_a_promise_has_the_figures_of_the_story(example: Example, key: str) -> None:
    cases, still_open, share, between, verdict, say, places = TOLD[key]
    row = row_of(example, key)
    facts = row.verdict.facts
    seen = (facts.cases, facts.open, round(100 * facts.share), (round(100 * facts.lower), round(100 * facts.upper)))
    assert seen == (cases, still_open, share, between)
    assert row.verdict.verdict is verdict
    assert row.places == places
    if say:
        assert (facts.say.amount, facts.say.unit) == say
        assert facts.say.verdict is HOLDS


def test_of_nine_promises_in_use_three_hold(example: Example) -> None:
    today = example.ask("Lucia Ferrante", today_view, now=example.now)
    assert today.promised == 9
    assert today.ideas == {"promises": 44, "keeps": 31, "receives": 55}
    assert [today.promises[verdict] for verdict in (HOLDS, EDGE, FAILS, FEW)] == [3, 2, 2, 2]
    waiting = next(line.facts for line in today.lines if line.need == "waiting")
    assert waiting == {"number": 4, "oldest_days": 31}


def test_the_desk_says_the_same_of_what_waits_as_home(example: Example) -> None:
    shown = (Standing.ALL, Standing.WAITING, Standing.DO, Standing.LATER, Standing.NO)
    found = example.ask("Lucia Ferrante", desk, now=example.now)
    assert (found.late, found.oldest_days) == (4, 31)
    assert found.idea is not None
    assert found.idea.id == example.the("idea", 13)
    assert [found.counts[one] for one in shown] == [130, 9, 33, 19, 44]
    fifth = example.ask("Lucia Ferrante", desk, now=example.now, idea_id=example.the("idea", 5)).idea
    assert fifth is not None
    assert (fifth.figures.value, fifth.figures.effort, fifth.figures.cost, fifth.age_days) == (4, 2, 600, 24)
    assert fifth.promise is not None
    assert fifth.promise.sentence == "Rimborso in bottega entro 7 giorni"


def test_errors_in_parcels_are_81_of_7928_and_their_share_is_known_to_a_decimal(example: Example) -> None:
    facts = row_of(example, "P7").verdict.facts
    assert facts.broken == 81
    assert [round(100 * f, 1) for f in (facts.share, facts.lower, facts.upper)] == [99.0, 98.8, 99.2]


def test_the_bar_visits_are_166_of_170_and_would_hold_at_nine_of_ten(example: Example) -> None:
    assert row_of(example, "P4").verdict.facts.kept == 166
    assert assessed(drawn.bar_visits(), 4 * HOUR, 0.9).verdict is HOLDS


def test_the_shops_are_52_of_55_and_need_more_observations(example: Example) -> None:
    facts = row_of(example, "P8").verdict.facts
    assert facts.kept == 52
    # The story says 76; the rule of the product, asked exactly, says 74 (docs/demo.md).
    assert facts.need_cases == 74


def test_deliveries_21_within_a_day_and_99_within_three() -> None:
    recent = drawn.online_deliveries().since(date(2026, 8, 25))
    assert [of100(assessed(recent, hours * HOUR, 0.95)) for hours in (24, 48, 72)] == [21, 86, 99]
    assert assessed(recent, 72 * HOUR, 0.95).verdict is HOLDS


def test_the_story_s_two_parcels_are_among_the_deliveries() -> None:
    found = drawn.online_deliveries()
    lost, friday = found.ids.index("TB-20877"), found.ids.index("TB-23114")
    assert found.end[lost] - found.start[lost] > 4 * DAY
    assert found.end[friday] - found.start[friday] > 3 * DAY
    assert len(set(found.ids)) == len(found)


def test_repairs_before_and_after_the_spare_parts() -> None:
    found = drawn.repairs()
    before, after = found.before(drawn.SINCE_AUTUMN), found.since(drawn.SINCE_AUTUMN)
    then = assessed(before, 7 * DAY, 0.9)
    assert (then.cases, [round(100 * f) for f in (then.share or 0, then.lower or 0, then.upper or 0)]) == (
        559, [71, 67, 74],
    )  # fmt: skip
    assert round(median((before.end - before.start).tolist()) / DAY, 1) == 5.1
    took = after.end - after.start
    assert round(median(took[~np.isnan(took)].tolist()) / DAY, 1) == 3.2


def test_refunds_paid_by_card_and_in_the_shop() -> None:
    found = drawn.refunds()
    shop = assessed(found.of("in bottega"), 7 * DAY, 0.9)
    assert of100(assessed(found.of("carta"), 7 * DAY, 0.9)) == 95
    assert [round(100 * f) for f in (shop.share or 0, shop.lower or 0, shop.upper or 0)] == [77, 70, 83]


def test_there_are_about_26_000_cases_and_august_is_quiet() -> None:
    assert sum(len(find()) for find in drawn.PROCESSES.values()) == pytest.approx(26_000, abs=300)
    orders = drawn.online_deliveries()
    august = len(orders.since(date(2026, 8, 10)).before(date(2026, 8, 17)))
    september = len(orders.since(date(2026, 9, 7)).before(date(2026, 9, 14)))
    assert august < september / 2


def test_the_bar_moved_three_times_and_both_figures_stay_in_view(example: Example) -> None:
    moved = {}
    for key in TOLD:
        card = example.ask("Marta Gualdi", promise_card, now=example.now, promise_id=example.the("promise", key))
        for version in card.versions:
            if version.moved:
                moved[key] = version
    assert {key: version.terms.created_at.date() for key, version in moved.items()} == {
        "P3": date(2026, 6, 12), "P2": date(2026, 9, 14), "P8": date(2026, 10, 20),
    }  # fmt: skip
    seen = {key: (version.before, version.after) for key, version in moved.items()}
    assert [found.facts.verdict for found in seen["P3"] if found] == [FAILS, HOLDS]
    assert next(round(100 * (found.facts.share or 0)) for found in seen["P2"] if found) == 71
    assert [found.version for found in seen["P8"] if found] == [1, 2]


def test_who_signed_and_who_did_not(example: Example) -> None:
    rows = {key: row_of(example, key) for key in TOLD}
    assert {key for key, row in rows.items() if row.one_oar} == {"P1"}
    assert rows["P1"].keeper is Keeper.NO
    assert example.ask("Teresa Ricci", to_sign) == 1
    shop = row_of(example, "P6b")
    assert (shop.state, shop.keeper, round(100 * shop.verdict.facts.share)) == (State.ASKED, Keeper.ASKED, 77)


def test_48_hours_are_told_in_five_places_with_three_figures(example: Example) -> None:
    card = example.ask("Marta Gualdi", promise_card, now=example.now, promise_id=example.the("promise", "P1"))
    assert [wording.touchpoint for wording in card.wordings] == [
        "Sito", "Newsletter", "Agenti", "Contact center", "App abbonamento",
    ]  # fmt: skip
    assert card.figures == [(1, "d"), (2, "d"), (3, "d")]
    assert card.signatures[0].words == "Dipende dal corriere, e il venerdì sera non parte niente."


def test_anna_reads_what_became_of_her_four_ideas(example: Example) -> None:
    answers = example.ask("Anna R.", my_answers, now=example.now)
    assert (answers.became, answers.total) == (2, 4)
    # Two more cards are what she said elsewhere: the line below the title tells them apart.
    assert (answers.answered, answers.told) == (2, 2)
    three_days = next(item for item in answers.items if item.words.startswith("Meglio tre giorni"))
    assert three_days.others == 6
    assert three_days.promised is not None
    assert three_days.promised.sentence == "A casa tua in 3 giorni"
    assert three_days.measured is not None
    assert round(100 * (three_days.measured.share or 0)) == 99
