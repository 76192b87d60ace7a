"""What lowers a verdict, and why (step 8 of the promise rules): near the bar, getting worse, tested by the campaign.

A reason is (code, facts); facts are plain figures (and names), so that they can be kept and read back. The codes:
`near_the_bar` · `week_below`, `falling`, `block_missed` (the three tests of getting worse) · `campaign_tests` ·
`part_not_supportable` · `campaign_breaks` (not supportable after the campaign, whatever the history says) · `too_old`.
"""

from collections.abc import Sequence
from typing import Any

from analysis.cases import CleanCases, only
from analysis.drift import Drift
from analysis.limits import limits
from analysis.multiple import judged_share
from analysis.prediction import Prediction
from analysis.rule import Rule
from analysis.today import Block
from analysis.verdict import Assessment, Verdict

Reason = tuple[str, dict[str, Any]]

NEAR, WEEK, FALLING, BLOCK = "near_the_bar", "week_below", "falling", "block_missed"
CAMPAIGN, BREAKS, PART, TOO_OLD = "campaign_tests", "campaign_breaks", "part_not_supportable", "too_old"
GETTING_WORSE = (WEEK, FALLING, BLOCK)


def downgrades(
    found: Assessment, drifting: Drift, missed: Sequence[Block], cases: CleanCases, rule: Rule, *,
    predicted: Prediction | None = None, campaign: str = "", named: Sequence[tuple[str, str]] = (),
    too_old: bool = False,
) -> tuple[Reason, ...]:  # fmt: skip
    """Every reason for which `found` says less than its figures alone, in the order of step 8.

    missed: the blocks missed beyond chance (`blocks_beyond_chance`). predicted: what the campaign that tests
    the promise does to it; campaign: its name, if it has one.
    named: parts that the promise names, as (column, name) with column `segment` or `touchpoint`. too_old: every case
    is older than the period. A base verdict below "at risk" cannot be lowered and has no reason but `campaign_breaks`
    and `too_old`.
    """
    reasons: list[Reason] = []
    if too_old:
        reasons.append((TOO_OLD, {}))
    if found.base_verdict is Verdict.AT_RISK:
        reasons.append((NEAR, {"lower": found.lower, "upper": found.upper, "target": rule.needed_share}))
    if found.base_verdict in (Verdict.SUPPORTED, Verdict.AT_RISK):
        reasons += getting_worse(drifting, missed)
        if predicted is not None and _tests(predicted, rule):
            reasons.append((CAMPAIGN, _campaign_facts(predicted, rule, campaign)))
        reasons += [(PART, facts) for facts in _parts(found, cases, rule, named)]
    if (
        predicted is not None
        and predicted.verdict is Verdict.NOT_SUPPORTABLE
        and predicted.today is not predicted.verdict
    ):
        reasons.append((BREAKS, _campaign_facts(predicted, rule, campaign)))
    return tuple(reasons)


def getting_worse(drifting: Drift, missed: Sequence[Block]) -> list[Reason]:
    """The three tests: a week below Laney's limit in the last four, a falling trend, a block missed beyond chance."""
    reasons: list[Reason] = []
    low = drifting.recent_low
    if low is not None:
        reasons.append((WEEK, {"start": low.start, "share": low.share, "lower": low.lower, "n": low.n}))
    if drifting.falling is not None:
        facts = {"since": drifting.falling.since, "blocks": drifting.falling.count, "p": drifting.falling.p}
        reasons.append((FALLING, facts))
    if missed:
        worst = min(missed, key=lambda block: block.share if block.share is not None else 1.0)
        reasons.append((BLOCK, {"start": worst.start, "end": worst.end, "share": worst.share, "n": worst.n,
                                "count": len(missed)}))  # fmt: skip
    return reasons


def missed_blocks(found: Sequence[Block], p0: float) -> tuple[Block, ...]:
    """The blocks of step 6 (c) whose share lies below the bar: always shown, whatever chance may have had in it."""
    return tuple(block for block in found if block.share is not None and block.share < p0 - 1e-12)


def blocks_beyond_chance(found: Sequence[Block], phi: float, p0: float) -> tuple[Block, ...]:
    """Those whose upper limit on n/phi cases lies below the bar: missed by more than chance explains.

    The limit is that of step 4 (Clopper and Pearson 1934). A plain "missed a block" would lower 30 to 50 of 100 sound
    promises at 20 cases a week.
    """
    return tuple(
        block
        for block in found
        if block.n and block.share is not None and limits(block.share, block.n / phi)[1] < p0
    )  # fmt: skip


def final_verdict(found: Assessment, reasons: Sequence[Reason]) -> Verdict:
    """The verdict after step 8: what misleads or is too old decides nothing; then the campaign; then "at risk"."""
    codes = {code for code, _ in reasons}
    trapped = found.verdict is not found.base_verdict
    if trapped or TOO_OLD in codes:
        return Verdict.NOT_ENOUGH_EVIDENCE
    if BREAKS in codes:
        return Verdict.NOT_SUPPORTABLE
    if found.base_verdict is Verdict.SUPPORTED and codes:
        return Verdict.AT_RISK
    return found.base_verdict


def of_another_figure(there: Verdict, *, own: Verdict, base: Verdict, bolder: bool) -> Verdict:
    """The verdict of another figure by the same cases, beside the promise's own (final and base).

    What lowers a promise lowers each bolder figure too: nobody can keep one day better than two.
    """
    lowered = base is Verdict.SUPPORTED and own is Verdict.AT_RISK
    return Verdict.AT_RISK if lowered and bolder and there is Verdict.SUPPORTED else there


def _tests(predicted: Prediction, rule: Rule) -> bool:
    """The limit of the predicted share lies below the bar, or nobody has ever seen the process carry so much."""
    if predicted.verdict is Verdict.NOT_SUPPORTABLE:
        return False
    return predicted.tested or (predicted.low is not None and predicted.low < rule.needed_share)


def _campaign_facts(predicted: Prediction, rule: Rule, campaign: str) -> dict[str, Any]:
    names = ("code", "predicted_share", "low", "high", "rho", "needed_a_week", "most_a_week", "weeks_until_break")
    facts = {**{name: getattr(predicted, name) for name in names}, "target": rule.needed_share}
    return {**facts, "campaign": campaign} if campaign else facts


def _parts(found: Assessment, cases: CleanCases, rule: Rule, named: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
    """The named parts whose own upper limit, by the phi of the whole, lies below the bar."""
    low = []
    for column, name in named:
        judged = judged_share(only(cases, getattr(cases, column) == name), rule, found.phi)
        if judged is not None and (high := limits(*judged)[1]) < rule.needed_share:
            low.append({"column": column, "name": name, "share": judged[0], "upper": high})
    return low
