"""Can it take more? What a campaign does to a promise (step 10): by queues, and never beyond what the cases have shown.

Five grounds, each with its own honesty: phones (Erlang), a process known to be saturated (its completions are its
capacity), a capacity that its owner declares (waiting scales by Kingman's formula), a process that was never at its
limit (what it has carried so far is only a lower bound), and a promise on a value (nobody waits: the busiest weeks
tell). Always a range. `prepare` does the work that does not depend on the campaign; `predict` answers in microseconds.
"""

from dataclasses import dataclass

import numpy as np

from analysis.cases import CleanCases
from analysis.flow import Busy, Flow, Peak, busiest, flow, peak
from analysis.phones import waiting
from analysis.population import population
from analysis.prediction import Answer, Ground, Prediction, Staff
from analysis.rule import Metric, Rule
from analysis.survival import Curve, kaplan_meier
from analysis.today import Evidence
from analysis.verdict import Assessment, Verdict, assess
from analysis.weeks import DAY, WEEK

__all__ = ["Answer", "Flow", "Ground", "Prediction", "Prepared", "Staff", "campaign", "flow", "predict", "prepare"]

HOUR = 3600.0
SERVICE_SHARE = 0.05  # the fastest twentieth waited for nothing: their time is the work itself


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """Everything that does not depend on the campaign. today: the assessment of the promise on its own cases.

    service: the time of the fastest twentieth, the work itself; beyond_work: what cases take beyond it on average.
    """

    rule: Rule
    today: Assessment
    flow: Flow | None
    peak: Peak | None
    busy: Busy | None
    curve: Curve
    evidence: Evidence
    service: float
    beyond_work: float


def prepare(
    cases: CleanCases, rule: Rule, *, zone: str = "UTC", today: Assessment | None = None,
    own: CleanCases | None = None,
) -> Prepared:  # fmt: skip
    """The campaign-independent part. cases: all of the process (its flow). own: those of the promise, if others."""
    counted = population(cases if own is None else own, rule)
    found = today if today is not None else assess(cases if own is None else own, rule)
    curve = kaplan_meier(counted.reach, counted.done)
    value = rule.metric is Metric.VALUE
    service, finished = curve.first_time_at(SERVICE_SHARE) or 0.0, counted.reach[counted.done]
    return Prepared(
        rule=rule,
        today=found,
        flow=flow(cases),
        peak=None if value else peak(cases, zone),
        busy=busiest(found.weeks, found.phi) if value and found.weeks is not None else None,
        curve=curve,
        evidence=Evidence(counted, curve, found.phi),
        service=service,
        beyond_work=float(np.mean(np.maximum(finished - service, 0.0))) if len(finished) else 0.0,
    )


def campaign(
    cases: CleanCases, rule: Rule, uplift: float, *, agents: int | None = None, handling: float | None = None,
    declared: float | None = None, patience: float | None = None, zone: str = "UTC", today: Assessment | None = None,
) -> Prediction:  # fmt: skip
    """What `uplift` more (0.3 is 30 % more) does to the promise. declared: the owner's capacity, cases a day.

    agents with handling (seconds a call): phones; patience: mean seconds until callers hang up. Raises ValueError for
    an uplift of -1 or less, a capacity not above 0, agents without handling.
    """
    staff = None
    if agents is not None or handling is not None:
        if agents is None or handling is None:
            raise ValueError("agents and handling time go together")
        staff = Staff(agents, handling, patience)
    return predict(prepare(cases, rule, zone=zone, today=today), uplift, staff=staff, declared=declared)


def predict(
    ready: Prepared, uplift: float, *, staff: Staff | None = None, declared: float | None = None
) -> Prediction:  # fmt: skip
    """The answer for one campaign; see `campaign`."""
    if uplift <= -1 or (declared is not None and not declared > 0):
        raise ValueError("an uplift above -1 and a capacity above 0, please")
    if ready.flow is None:
        return _told(ready, uplift, Ground.NOTHING, "no_flow", _at_most(ready, Verdict.AT_RISK))
    if ready.rule.metric is Metric.VALUE:
        return _by_busy_weeks(ready, uplift)
    if staff is not None and ready.peak is not None:
        return _by_phones(ready, uplift, staff, ready.peak)
    if declared is not None:
        return _by_queue(ready, uplift, declared, Ground.DECLARED)
    if ready.flow.saturated:
        return _by_queue(ready, uplift, ready.flow.mu, Ground.SATURATED)
    return _by_what_was_shown(ready, uplift)


def _by_phones(ready: Prepared, uplift: float, staff: Staff, there: Peak) -> Prediction:
    """Erlang at the calls of the peak hours; the range from the calmest and the busiest 4-week block."""
    within, more = float(ready.rule.threshold), 1.0 + uplift

    def share(an_hour: float) -> float:
        load = an_hour / HOUR * staff.handling
        return waiting(load, staff.agents, staff.handling, within, staff.patience).within

    def busy(an_hour: float) -> float:
        return an_hour * more / HOUR * staff.handling / staff.agents

    expected, worst, best = share(there.an_hour * more), share(there.high * more), share(there.low * more)
    full = busy(there.an_hour) >= 1 and staff.patience is None
    p0 = ready.rule.needed_share
    tested = full or worst < p0
    verdict = _at_most(ready, Verdict.NOT_SUPPORTABLE if full else Verdict.AT_RISK) if tested else ready.today.verdict
    code = "phones_full" if full else "phones_below" if expected < p0 else "phones_edge" if tested else "phones_hold"
    return _told(
        ready, uplift, Ground.PHONES, code, verdict, rho=(busy(there.an_hour), busy(there.low), busy(there.high)),
        shares=(expected, worst, best), model_today=share(there.an_hour),
    )  # fmt: skip


def _by_queue(ready: Prepared, uplift: float, capacity: float, ground: Ground) -> Prediction:
    """A known capacity: beyond it the queue grows, below it waiting scales by utilisation/(1 - utilisation)."""
    assert ready.flow is not None
    seen, more, p0 = ready.flow, 1.0 + uplift, ready.rule.needed_share
    lambda1 = seen.lambda0 * more
    rho = (lambda1 / capacity, seen.lambda_low * more / capacity, seen.lambda_high * more / capacity)
    if rho[0] >= 1:
        room = _days(ready.rule) * capacity - seen.queue
        weeks = None if lambda1 == capacity else max(0.0, room / (lambda1 - capacity) / 7.0)
        verdict = _at_most(ready, Verdict.NOT_SUPPORTABLE)
        return _told(ready, uplift, ground, "queue_grows", verdict, rho=rho, capacity=capacity, breaks=weeks)
    base = seen.lambda0 / capacity
    if base >= 1:
        # Full today and freed by less work: there is no waiting of today that a formula could scale.
        return _told(ready, uplift, ground, "queue_shrinks", _at_most(ready, Verdict.AT_RISK), rho=rho,
                     capacity=capacity)  # fmt: skip
    uneven = (seen.dispersion + 1.0) / 2.0
    expected = ready.curve.at(_stretched(ready, base, rho[0], capacity, uneven))[0]
    worst = min(_limit(ready, _stretched(ready, base, rho[2], capacity, uneven), upper=False), expected)
    best = max(_limit(ready, _stretched(ready, base, rho[1], capacity, 1.0), upper=True), expected)
    tested = uplift > 0 and worst < p0
    verdict = _at_most(ready, Verdict.AT_RISK) if tested else ready.today.verdict
    code = "waits_too_long" if tested and expected < p0 else "waits_edge" if tested else "waits_hold"
    return _told(ready, uplift, ground, code, verdict, rho=rho, capacity=capacity, shares=(expected, worst, best))


def _by_what_was_shown(ready: Prepared, uplift: float) -> Prediction:
    """Never saturated: what it carried is only a lower bound, beyond it the promise is at most at risk."""
    assert ready.flow is not None
    seen, more = ready.flow, 1.0 + uplift
    needed = seen.present_a_week * more
    tried = seen.most_a_week is not None and round(needed) <= round(seen.most_a_week)
    # What it got done is no limit of what it can: this rho only says how far the campaign goes beyond.
    rho = (seen.lambda0 * more / seen.mu, seen.lambda_low * more / seen.mu, seen.lambda_high * more / seen.mu) if (
        seen.mu) else None  # fmt: skip
    if tried or uplift <= 0:
        return _told(ready, uplift, Ground.SHOWN, "tried", ready.today.verdict, rho=rho)
    return _told(ready, uplift, Ground.SHOWN, "never_tried", _at_most(ready, Verdict.AT_RISK), rho=rho)


def _by_busy_weeks(ready: Prepared, uplift: float) -> Prediction:
    """A promise on a value: nobody waits, so the busiest weeks say what more work does to it."""
    assert ready.flow is not None
    busy, p0 = ready.busy, ready.rule.needed_share
    if busy is None:
        return _told(ready, uplift, Ground.NOTHING, "no_flow", _at_most(ready, Verdict.AT_RISK))
    needed = ready.flow.present_a_week * (1.0 + uplift)
    untried = uplift > 0 and round(needed) > busy.most_a_week
    tested = untried or busy.lower < p0
    code = "busy_weeks_miss" if busy.lower < p0 else "never_tried" if untried else "busy_weeks_hold"
    verdict = _at_most(ready, Verdict.AT_RISK) if tested else ready.today.verdict
    return _told(ready, uplift, Ground.BUSY_WEEKS, code, verdict, shares=(busy.share, busy.lower, busy.upper),
                 most=busy.most_a_week)  # fmt: skip


def _told(
    ready: Prepared, uplift: float, ground: Ground, code: str, verdict: Verdict, *,
    rho: tuple[float, float, float] | None = None, capacity: float | None = None,
    shares: tuple[float, float, float] | None = None, model_today: float | None = None, breaks: float | None = None,
    most: float | None = None,
) -> Prediction:  # fmt: skip
    seen, more = ready.flow, 1.0 + uplift
    return Prediction(
        ground=ground, code=code, verdict=verdict, today=ready.today.verdict,
        lambda0=seen.lambda0 if seen else None, mu=seen.mu if seen else None,
        lambda1=seen.lambda0 * more if seen else None, saturated=bool(seen and seen.saturated), capacity=capacity,
        rho=rho[0] if rho else None, rho_low=rho[1] if rho else None, rho_high=rho[2] if rho else None,
        predicted_share=shares[0] if shares else None, low=shares[1] if shares else None,
        high=shares[2] if shares else None, model_today=model_today, weeks_until_break=breaks,
        needed_a_week=seen.present_a_week * more if seen else None,
        most_a_week=most if most is not None else seen.most_a_week if seen else None,
    )  # fmt: skip


def _at_most(ready: Prepared, ceiling: Verdict) -> Verdict:
    """Today's verdict, lowered to the ceiling: a campaign proves nothing, it only takes away."""
    today = ready.today.verdict
    if ceiling is Verdict.NOT_SUPPORTABLE:
        return ceiling
    return ceiling if today is Verdict.SUPPORTED else today


def _stretched(ready: Prepared, base: float, busy: float, capacity: float, uneven: float) -> float:
    """The time of today that becomes T at utilisation `busy`, `base` being today's.

    Waiting for capacity is uneven u/(1 - u)/capacity (Kingman, Proc. Cambridge Phil. Soc. 57 (1961) 902-904, as the VUT
    equation of Hopp and Spearman, Factory Physics 8). Only so much of what a case takes beyond the work itself grows.
    """
    threshold = float(ready.rule.threshold)
    work = min(ready.service, threshold)
    if busy >= 1:
        return 0.0
    now, then = (uneven * u / (1.0 - u) / capacity * DAY * _part(ready.rule) for u in (base, busy))
    waiting_part = min(1.0, now / ready.beyond_work) if ready.beyond_work > 0 else 1.0
    factor = 1.0 + waiting_part * (then / now - 1.0) if now > 0 else 1.0
    return work + (threshold - work) / factor if factor > 0 else np.inf


def _days(rule: Rule) -> float:
    """The threshold in days of the calendar."""
    return float(rule.threshold) / DAY / _part(rule)


def _part(rule: Rule) -> float:
    """How much of the calendar the clock of a rule counts: all of it, or an ordinary week's opening hours."""
    return rule.hours.week_seconds / WEEK if rule.hours is not None else 1.0


def _limit(ready: Prepared, time: float, *, upper: bool) -> float:
    index = int(np.searchsorted(ready.curve.times, time, side="right")) - 1
    if index < 0:
        return 0.0
    at = np.array([index], dtype=np.int64)
    return float((ready.evidence.upper(at) if upper else ready.evidence.lower(at))[0])
