"""What one ballot may say, kind by kind: the rule that was fixed before the first vote, and how it says no.

Invariants: a mark stands on an option of the round, once an option and criterion; a number is a whole number; what a
kind does not know (a reason, a criterion) is not kept; a ballot says something or is not cast.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from analysis.units import UNITS
from models.base import Draft, draft, optional_text_of
from models.errors import Refusal
from models.expectations import Origin
from models.promise_terms import LONGEST
from models.round_settings import RoundSettings
from models.rounds import Round, RoundKind, RoundView

# The database's own net around every value of every kind.
VALUE_LEAST, VALUE_MOST = -1, 1_000_000
SCORE_LEAST, SCORE_MOST = 1, 5
# The kinds in which a mark may bear words beside its value.
REASONS = frozenset({RoundKind.CONSENT, RoundKind.EXPECT})
REASON_LIMIT = 300
AnyRound = Round | RoundView


@dataclass(frozen=True)
class Mark:
    """One mark of a ballot. `value` by kind: dots; 1 picked (approval, budget); 1 to 5 (score, for each `criterion`,
    counted from 0); rank, 1 the best (ranked); 1 agree, 0 pass, -1 disagree (agreement); 1 agree, 0 abstain, -1 object
    with its `reason` (consent); the number in the round's unit, with where it comes from as `reason` (expect; one of
    `Origin`, or empty).
    """

    option_id: str
    value: int
    criterion: int = 0
    reason: str = ""


class ReasonDraft(Draft):
    """Why somebody objects, as it may come in."""

    reason: optional_text_of(REASON_LIMIT) = ""  # type: ignore[valid-type]


def checked(row: AnyRound, settings: RoundSettings, known: Collection[str], marks: Sequence[Mark]) -> list[Mark]:
    """The marks that will be kept, in the order of their options, or the refusal of the first that breaks the rule.

    Raises:
        Refusal: `not_an_option`, `not_a_number`, `marked_twice`, `nothing_marked`; dots: `too_small`, `over_cap`,
            `over_budget`, `no_dots`; approval: `over_picks`; score: `score_outside`; ranked: `rank_not_positive`;
            consent: `objection_reason`; expect: `number_negative`, `number_absurd`.
    """
    places: set[tuple[str, int]] = set()
    for mark in marks:
        if mark.option_id not in known:
            raise Refusal("not_an_option", field="marks")
        if type(mark.value) is not int or type(mark.criterion) is not int:
            raise Refusal("not_a_number", field="marks")
        if (mark.option_id, mark.criterion) in places:
            raise Refusal("marked_twice", field="marks")
        places.add((mark.option_id, mark.criterion))
    kept = _RULES[RoundKind(row.kind)](row, settings, marks)
    if not kept:
        raise Refusal("nothing_marked", field="marks")
    return sorted(kept, key=lambda mark: (mark.option_id, mark.criterion))


def _dots(row: AnyRound, _: RoundSettings, marks: Sequence[Mark]) -> list[Mark]:
    budget = row.budget or 0
    for mark in marks:
        if mark.value < 0:
            raise Refusal("too_small", field="points", limit=0)
        if mark.value > row.cap:
            raise Refusal("over_cap", field="points", limit=row.cap)
    given = [Mark(mark.option_id, mark.value) for mark in marks if mark.value]
    total = sum(mark.value for mark in given)
    if total > budget:
        raise Refusal("over_budget", field="points", given=total, budget=budget)
    if not given:
        raise Refusal("no_dots", field="points")
    return given


def _picked(marks: Sequence[Mark]) -> list[Mark]:
    if any(mark.value not in (0, 1) for mark in marks):
        raise Refusal("not_an_option", field="marks")
    return [Mark(mark.option_id, 1) for mark in marks if mark.value]


def _approval(_: AnyRound, settings: RoundSettings, marks: Sequence[Mark]) -> list[Mark]:
    given = _picked(marks)
    if len(given) > settings.picks:
        raise Refusal("over_picks", field="marks", given=len(given), limit=settings.picks)
    return given


def _budget(_: AnyRound, __: RoundSettings, marks: Sequence[Mark]) -> list[Mark]:
    return _picked(marks)


def _score(_: AnyRound, settings: RoundSettings, marks: Sequence[Mark]) -> list[Mark]:
    for mark in marks:
        if not 0 <= mark.criterion < max(1, len(settings.criteria)):
            raise Refusal("not_an_option", field="marks")
        if not SCORE_LEAST <= mark.value <= SCORE_MOST:
            raise Refusal("score_outside", field="marks", least=SCORE_LEAST, limit=SCORE_MOST)
    return [Mark(mark.option_id, mark.value, mark.criterion) for mark in marks]


def _ranked(_: AnyRound, __: RoundSettings, marks: Sequence[Mark]) -> list[Mark]:
    # A weak order: equal ranks are allowed, and whatever has no rank stands below all that have one.
    if any(not 1 <= mark.value <= VALUE_MOST for mark in marks):
        raise Refusal("rank_not_positive", field="marks")
    return [Mark(mark.option_id, mark.value) for mark in marks]


def _agreement(_: AnyRound, __: RoundSettings, marks: Sequence[Mark]) -> list[Mark]:
    if any(mark.value not in (-1, 0, 1) for mark in marks):
        raise Refusal("not_an_option", field="marks")
    return [Mark(mark.option_id, mark.value) for mark in marks]


def _consent(_: AnyRound, __: RoundSettings, marks: Sequence[Mark]) -> list[Mark]:
    kept = []
    for mark in marks:
        if mark.value not in (-1, 0, 1):
            raise Refusal("not_an_option", field="marks")
        reason = draft(ReasonDraft, reason=mark.reason).reason if mark.value == -1 else ""
        if mark.value == -1 and not reason:
            raise Refusal("objection_reason", field="reason")
        kept.append(Mark(mark.option_id, mark.value, 0, reason))
    return kept


def _expect(_: AnyRound, settings: RoundSettings, marks: Sequence[Mark]) -> list[Mark]:
    # A number beyond what a promise can say was typed by mistake, and one such answer would tell nothing.
    longest = int(LONGEST / UNITS[settings.unit]) if settings.unit in UNITS else VALUE_MOST
    most = min(longest, VALUE_MOST)
    for mark in marks:
        if mark.value < 0:
            raise Refusal("number_negative", field="marks")
        if mark.value > most:
            raise Refusal("number_absurd", field="marks", limit=most)
        if mark.reason and mark.reason not in tuple(Origin):
            raise Refusal("not_an_option", field="marks")
    return [Mark(mark.option_id, mark.value, 0, str(mark.reason)) for mark in marks]


_Rule = Callable[[AnyRound, RoundSettings, Sequence[Mark]], list[Mark]]
_RULES: Mapping[RoundKind, _Rule] = MappingProxyType(
    {
        RoundKind.DOTS: _dots, RoundKind.APPROVAL: _approval, RoundKind.SCORE: _score, RoundKind.RANKED: _ranked,
        RoundKind.AGREEMENT: _agreement, RoundKind.BUDGET: _budget, RoundKind.CONSENT: _consent,
        RoundKind.EXPECT: _expect,
    }
)  # fmt: skip
