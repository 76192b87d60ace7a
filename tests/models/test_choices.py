"""What could be said: the three named figures, the margin of surprise, and when a promise is too soft."""

from dataclasses import replace
from datetime import date

import pytest

from analysis.verdict import Verdict
from models.choices import Choices, Stop, choices_of, margin_of, too_soft
from models.competitors import ClaimView
from models.errors import Refusal
from models.expectations import Expected
from models.portfolio import moved
from models.promise_terms import Terms, new_version, terms_of
from models.studies import Study, study
from models.terms_draft import terms_draft
from tests.company import NOW
from tests.models.promising import TERMS, D, orders

# Six of seven orders after 40 hours, every seventh after three days.
TWO = Expected(38, 2.0, "d", {"advertising": 38})


def said(**other: object) -> Terms:
    return terms_of(new_version("p", terms_draft(NOW, **(TERMS | other)), 1, "who", NOW))


def of(terms: Terms) -> tuple[Study, Choices]:
    found = study(orders(), terms.rule(), D.timestamp())
    choices = choices_of(found, terms)
    assert choices is not None
    return found, choices


def named(choices: Choices) -> dict[str, tuple[float, str, Verdict]]:
    found = {stop: choices.all[place] for stop, place in choices.stops.items()}
    return {stop.value: (one.amount, one.unit, one.point.verdict) for stop, one in found.items()}


def claim(high: float, *, stale: bool = False) -> ClaimView:
    return ClaimView("c", "p", "Nerofondo", "24/48 h", 1, high, "d", "", "", False, date(2026, 11, 3),
                     date(2027, 2, 1), stale)  # fmt: skip


def test_a_promise_that_does_not_hold_is_the_bold_one() -> None:
    assert named(of(said())[1]) == {
        "careful": (4, "d", Verdict.SUPPORTED),
        "balanced": (3, "d", Verdict.SUPPORTED),
        "bold": (48, "h", Verdict.NOT_SUPPORTABLE),
    }


def test_a_promise_softer_than_it_need_be_is_the_careful_one_and_one_that_fits_is_balanced() -> None:
    assert named(of(said(amount=5, unit="d"))[1])["careful"] == (5, "d", Verdict.SUPPORTED)
    assert named(of(said(amount=3, unit="d"))[1]) == {
        "careful": (4, "d", Verdict.SUPPORTED),
        "balanced": (3, "d", Verdict.SUPPORTED),
        "bold": (2, "d", Verdict.NOT_SUPPORTABLE),
    }


def test_a_promise_that_holds_and_could_be_harder_by_one_step_at_most_stays_the_balanced_one() -> None:
    found = study(orders(late_every=40), said(kept=9, of=10, amount=42, unit="h").rule(), D.timestamp())
    choices = choices_of(found, said(kept=9, of=10, amount=42, unit="h"))
    assert choices is not None
    assert (found.facts.say.amount, found.facts.say.unit) == (40, "h") if found.facts.say else False
    assert named(choices)["balanced"] == (40, "h", Verdict.SUPPORTED), "two steps away: the promise is the careful one"
    own = said(kept=9, of=10, amount=41, unit="h")
    choices = choices_of(study(orders(late_every=40), own.rule(), D.timestamp()), own)
    assert choices is not None
    assert named(choices) == {
        "careful": (42, "h", Verdict.SUPPORTED),
        "balanced": (41, "h", Verdict.SUPPORTED),
        "bold": (40, "h", Verdict.SUPPORTED),
    }


def test_to_most_it_comes_a_day_before_promised_or_at_the_promises_own_aim() -> None:
    terms = said(amount=3, unit="d")
    found, choices = of(terms)
    balanced = choices.all[choices.stops[Stop.BALANCED]]
    margin = margin_of(choices, found, terms, balanced)
    assert margin is not None
    assert (round(margin.share, 2), margin.amount, margin.unit) == (0.86, 1, "d")
    aimed = replace(terms, aim_amount=42, aim_unit="h")
    margin = margin_of(choices, found, aimed, balanced)
    assert margin is not None
    assert (round(margin.share, 2), margin.amount, margin.unit) == (0.86, 30, "h")
    bold = choices.all[choices.stops[Stop.BOLD]]
    assert margin_of(choices, found, terms, bold) is None, "nobody gets it after a single day"


def test_too_soft_is_softer_than_they_expect_or_than_a_fresh_claim_and_avoidable_where_a_bolder_figure_holds() -> None:
    _, choices = of(said())
    careful, balanced, bold = (choices.all[choices.stops[stop]] for stop in Stop)
    soft = too_soft(choices, careful, TWO, [])
    assert soft is not None
    assert soft.avoidable, "three days hold as well"
    soft = too_soft(choices, balanced, TWO, [claim(9)])
    assert soft is not None
    assert (soft.expected, soft.avoidable) == (TWO, False)
    assert too_soft(choices, bold, TWO, [claim(2)]) is None
    by_claim = too_soft(choices, careful, None, [claim(2)])
    assert by_claim is not None
    assert by_claim.claim is not None
    assert too_soft(choices, careful, None, [claim(2, stale=True)]) is None
    assert too_soft(choices, careful, Expected(4, None, "d"), []) is None, "four answers say nothing yet"


@pytest.mark.parametrize(
    "other",
    [
        {"metric": "value", "direction": "at least", "amount": 1, "unit": "value", "yes_no": True, "yes_when": ("sì",)},
        {"metric": "value", "direction": "between", "amount": 60, "ceiling": 65, "unit": "value"},
    ],
)
def test_yes_or_no_and_between_have_no_slider(other: dict[str, object]) -> None:
    terms = said(**other)
    assert choices_of(study(orders(), said().rule(), D.timestamp()), terms) is None


def test_evidence_that_would_mislead_has_no_slider() -> None:
    found = study(orders(), said().rule(), D.timestamp())
    trapped = replace(found, facts=replace(found.facts, verdict=Verdict.NOT_ENOUGH_EVIDENCE))
    assert choices_of(trapped, said()) is None


@pytest.mark.parametrize(
    ("aim", "code", "field"),
    [
        ({"aim_amount": 2, "aim_unit": "d"}, "aim_softer", "aim_amount"),  # as much as is said
        ({"aim_amount": 3, "aim_unit": "d"}, "aim_softer", "aim_amount"),
        ({"aim_amount": 1}, "empty", "aim_amount"),
        ({"aim_amount": 1, "aim_unit": "value"}, "not_an_option", "aim_unit"),
    ],
)
def test_what_is_aimed_at_is_better_than_what_is_said(aim: dict[str, object], code: str, field: str) -> None:
    with pytest.raises(Refusal) as caught:
        said(**aim)
    assert (caught.value.code, caught.value.field) == (code, field)
    assert (said(aim_amount=1, aim_unit="d").aim_amount, said().aim_amount) == (1, None)


def test_another_aim_is_another_version_and_moves_no_bar() -> None:
    assert not moved(said(), said(aim_amount=1, aim_unit="d"))
