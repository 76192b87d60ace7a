"""What stands around Tostalba's promises: expected, promised, kept as the story prints it, and three competitors."""

from datetime import date

import pytest

from analysis.expectation import Story
from models.case_sets import evidence_cases
from models.choices import Stop, choices_of, margin_of, story_now
from models.competitors import ClaimView, claims_of
from models.expectations import Expected, expectation_of
from models.promise_terms import Terms
from models.studies import Study, study
from models.verdicts import promise_bases
from tests.demo.conftest import Example

TODAY = date(2026, 11, 23)


def expected(example: Example, key: str) -> Expected | None:
    return example.ask("Marta Gualdi", expectation_of, promise_id=example.the("promise", key))


def studied(example: Example, key: str) -> tuple[Study, Terms]:
    promise_id = example.the("promise", key)
    basis = example.ask("Marta Gualdi", promise_bases, promise_ids=[promise_id])[promise_id]
    assert basis.which is not None
    since = basis.terms.since(basis.which.as_of, basis.zone)
    raw = example.ask("Marta Gualdi", evidence_cases, which=basis.which, since=since, segment=None)
    return study(raw, basis.terms.rule(), basis.which.as_of.timestamp()), basis.terms


@pytest.mark.parametrize(
    ("key", "median", "unit", "story"),
    [("P1", 2, "d", Story.OVERPROMISED), ("P2", 10, "d", Story.ROOM), ("P3", 2, "min", Story.ROOM)],
)
def test_expected_promised_and_kept_tell_the_story(
    example: Example, key: str, median: float, unit: str, story: Story
) -> None:
    asked = expected(example, key)
    assert asked is not None
    assert (asked.median, asked.unit) == (median, unit)
    assert story_now(*studied(example, key), asked) is story


def test_thirty_eight_say_where_they_have_it_from(example: Example) -> None:
    asked = expected(example, "P1")
    assert asked is not None
    assert asked.count == 38
    assert asked.sources == {"advertising": 17, "another_company": 11, "last_time": 7, "friend": 3}


def test_three_competitors_and_one_to_be_checked_again(example: Example) -> None:
    ids = [example.the("promise", key) for key in ("P1", "P2")]
    claims: list[ClaimView] = example.ask("Marta Gualdi", claims_of, promise_ids=ids, today=TODAY)
    assert [(one.name, one.low, one.high, one.stale) for one in claims] == [
        ("Nerofondo", 1, 2, False), ("Espressia", 3, 5, False), ("Moka Serale", 15, 15, True),
    ]  # fmt: skip


def test_three_days_hold_and_to_86_of_100_it_comes_a_day_before(example: Example) -> None:
    for key in ("P1", "P1b"):
        found, terms = studied(example, key)
        choices = choices_of(found, terms)
        assert choices is not None
        balanced, bold = (choices.all[choices.stops[stop]] for stop in (Stop.BALANCED, Stop.BOLD))
        assert (balanced.amount, balanced.unit, round(100 * balanced.point.share)) == (3, "d", 99)
        assert round(100 * bold.point.share) == 86
        margin = margin_of(choices, found, terms, balanced)
        assert margin is not None
        assert (round(100 * margin.share), margin.amount, margin.unit) == (86, 1, "d")
