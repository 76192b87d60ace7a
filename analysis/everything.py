"""Everything the cases say of a promise, in one object: steps 1 to 9 of the promise rules, in their order.

assessment (1-6) -> error budget (7) -> drift (9) -> what lowers the verdict, and the verdict (8)
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.burning import Burning, burning
from analysis.capacity import predict, prepare
from analysis.cases import CleanCases, only
from analysis.downgrades import Reason, blocks_beyond_chance, downgrades, final_verdict, missed_blocks
from analysis.drift import YEAR, Drift, drift
from analysis.population import population
from analysis.prediction import Prediction, Staff
from analysis.rule import Direction, Rule
from analysis.today import Block, blocks
from analysis.verdict import Assessment, Verdict, assess
from analysis.weeks import DAY

DEFAULT_PERIOD = 90.0  # days, for the error budget of cases that come without a period


@dataclass(frozen=True, slots=True, eq=False)
class Tested:
    """A campaign that tests a promise. uplift: so much more (0.3 is 30 in 100). flow: all cases of the process, as
    they came without it. staff, declared (cases a day), zone (of the peak hours): as `analysis.capacity` wants them.
    """

    uplift: float
    flow: CleanCases
    staff: Staff | None = None
    declared: float | None = None
    zone: str = "UTC"
    name: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Examination:
    """assessment: steps 1 to 6 on the cases of the period. verdict: after step 8; `assessment.base_verdict` stays.

    drift: over the period and, at least, the year before D. burning: the error budget of the period. downgrades: why
    the verdict says less than the figures, (code, facts). missed_blocks: those of the last six four-week blocks whose
    share lies below the bar. predicted: the campaign that was asked about. history: the cases that drift looked at.
    """

    assessment: Assessment
    verdict: Verdict
    drift: Drift
    burning: Burning
    downgrades: tuple[Reason, ...]
    missed_blocks: tuple[Block, ...]
    predicted: Prediction | None
    history: CleanCases


def examine(
    cases: CleanCases, rule: Rule, *, since: float | None = None, period_days: float | None = None,
    uplift: float | None = None, staff: Staff | None = None, declared: float | None = None, zone: str = "UTC",
    named: Sequence[tuple[str, str]] = (), campaign: Tested | None = None,
) -> Examination:  # fmt: skip
    """The verdict of `rule` with everything that bears on it. Deterministic; about 0.4 s for 166,000 cases.

    cases: everything there is (from the day a promise starts again, if it did). since: the first start that counts for
    the verdict (None: all); drift looks back at least a year, whatever the period. period_days: of the error budget
    (None: from `since` to the snapshot, or 90). uplift: a campaign that brings so much more (0.3 is 30 in 100), with
    the phones' staff, the capacity that the owner declares (cases a day) and the zone of the peak hours, as
    `analysis.capacity` wants them; or all of it, with the flow of the whole process, as `campaign`. named: segments and
    touchpoints that the promise names, as (column, name).
    """
    current, history = cases, cases
    if since is not None:
        current = only(cases, np.asarray(cases.start >= since, dtype=np.bool_))
        history = only(cases, np.asarray(cases.start >= min(since, cases.at - YEAR), dtype=np.bool_))
    days = period_days or (DEFAULT_PERIOD if since is None else max(1.0, (cases.at - since) / DAY))
    found = assess(current, rule)
    drifting = drift(found, history, rule)
    predicted = None
    if campaign is None and uplift is not None:
        campaign = Tested(uplift, history, staff, declared, zone)
    if campaign is not None:
        ready = prepare(campaign.flow, rule, zone=campaign.zone, today=found, own=current)
        predicted = predict(ready, campaign.uplift, staff=campaign.staff, declared=campaign.declared)
    track = _track_record(found, current, history, rule)
    reasons = downgrades(
        found, drifting, blocks_beyond_chance(track, found.phi, rule.needed_share), current, rule,
        predicted=predicted, campaign=campaign.name if campaign else "", named=named,
        too_old=not len(current) and len(history) > 0,
    )  # fmt: skip
    return Examination(
        assessment=found,
        verdict=final_verdict(found, reasons),
        drift=drifting,
        burning=burning(current, rule, cases.at, days),
        downgrades=reasons,
        missed_blocks=missed_blocks(track, rule.needed_share),
        predicted=predicted,
        history=history,
    )


def _track_record(found: Assessment, current: CleanCases, history: CleanCases, rule: Rule) -> tuple[Block, ...]:
    """The six blocks of step 6 (c), over the whole history where the period is shorter than they are.

    For "between" too, which has no other figure to recommend but a share in each block all the same.
    """
    if history is current and rule.direction is not Direction.BETWEEN:
        return found.blocks
    counted = population(history, rule)
    return blocks(counted, rule.needed_share) if len(counted) else ()
