"""What the cases say of a rule: the verdict's figures, computed outside any door from arrays and a rule.

Invariants: pure but for a bounded cache; the same evidence gives the same figures; nothing here is typed by anybody.
The record of it (`models.verdicts`) holds the plain part; the curve and its band are computed anew from the same cases.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from math import ceil, floor
from typing import Any

import numpy as np

from analysis.burning import Burning
from analysis.cases import Cases, CleanCases, clean, only
from analysis.downgrades import of_another_figure
from analysis.drift import Drift, Point, Signal
from analysis.everything import Examination, Tested, examine
from analysis.figures import natural_frequency
from analysis.multiple import Segment, segments
from analysis.rule import Direction, Metric, Rule
from analysis.units import customer_time, one_more, seconds_of
from analysis.verdict import Assessment, Verdict, assess
from analysis.weeks import WEEK
from models.promise_terms import Variant
from models.shelf import Shelf
from models.variants import (
    VariantFacts,
    cases_of,
    judge_variants,
    named_parts,
    rule_of_variant,
    stands_for_all,
    variants_from,
)

WEEKS_SHOWN = 12
POINTS_KEPT = 26
RATE_WEEKS = 12
KEPT_STUDIES = 128


@dataclass(frozen=True)
class Told:
    """A figure somebody tells, and how often the same cases keep it. Shares are fractions, None without cases."""

    amount: float
    unit: str
    share: float | None
    lower: float | None
    verdict: Verdict


@dataclass(frozen=True)
class VerdictFacts:
    """Everything a sentence about a verdict needs, as plain values; see `analysis.verdict.Assessment` for each.

    promise_within: exact, in seconds for a clock promise. say: the same rounded up to a customer's figure, with the
    share it keeps. careful: the next more careful figure. sure_of: k of n that may be said if the time stays. weeks:
    share kept in each of the last weeks that can be judged, oldest first. warnings: (code, count, facts). variants: one
    verdict a choice of the customer; headline_of: the one whose figures these are (empty: those of all the cases).

    downgrades: why `verdict` says less than `base_verdict` (code, facts). drift: with the last half year of its points.
    burning: misses left in the period. missed_blocks: of the last six, those below the bar. behind: segments that fall
    behind it. Verdicts recorded before these existed have none.
    """

    verdict: Verdict
    base_verdict: Verdict
    cases: int
    open: int
    kept: int
    broken: int
    unknown: int
    matured: int
    share: float | None
    closed_only_share: float | None
    lower: float | None
    upper: float | None
    phi: float
    n_eff: float
    n_min: int | None
    promise_within: float | None
    promise_share: float | None
    say: Told | None
    careful: Told | None
    sure_of: tuple[int, int] | None
    need_cases: int | None
    need_weeks: int | None
    weeks: tuple[float, ...]
    warnings: tuple[tuple[str, int, dict[str, float]], ...]
    variants: tuple[VariantFacts, ...] = ()
    headline_of: str = ""
    matured_share: float | None = None
    downgrades: tuple[tuple[str, dict[str, Any]], ...] = ()
    drift: Drift | None = None
    burning: Burning | None = None
    missed_blocks: tuple[dict[str, Any], ...] = ()
    behind: tuple[Segment, ...] = ()

    def plain(self) -> dict[str, Any]:
        """JSON-able; `facts_of` reads it back."""
        return asdict(self)


@dataclass(frozen=True, eq=False)
class Study:
    """The figures, the assessment with its curve, a verdict for each figure told, and drift with its whole chart."""

    facts: VerdictFacts
    assessment: Assessment
    told: dict[tuple[float, str], Told]
    drift: Drift


def facts_of(plain: dict[str, Any]) -> VerdictFacts:
    """The figures as they were before `plain`."""

    def told(value: dict[str, Any] | None) -> Told | None:
        return Told(**{**value, "verdict": Verdict(value["verdict"])}) if value else None

    return VerdictFacts(
        **{
            **plain,
            "verdict": Verdict(plain["verdict"]),
            "base_verdict": Verdict(plain["base_verdict"]),
            "say": told(plain["say"]),
            "careful": told(plain["careful"]),
            "sure_of": tuple(plain["sure_of"]) if plain["sure_of"] else None,
            "weeks": tuple(plain["weeks"]),
            "warnings": tuple((code, count, facts) for code, count, facts in plain["warnings"]),
            "variants": variants_from(plain.get("variants", ())),
            "downgrades": tuple((code, facts) for code, facts in plain.get("downgrades", ())),
            "drift": _drift_of(plain.get("drift")),
            "burning": Burning(**plain["burning"]) if plain.get("burning") else None,
            "missed_blocks": tuple(plain.get("missed_blocks", ())),
            "behind": tuple(Segment(**one) for one in plain.get("behind", ())),
        }
    )


def study(
    raw: Cases, rule: Rule, at: float, *, figures: Iterable[tuple[float, str]] = (), variants: Sequence[Variant] = (),
    since: float | None = None, period_days: float | None = None, campaign: Tested | None = None,
) -> Study:  # fmt: skip
    """Assess `rule` on the cases at snapshot `at` (seconds since 1970), and each told figure by the same cases.

    variants: choices of the customer that the promise names, a verdict each (`models.variants`). since: the first start
    that counts for the verdict (None: all of them do); what is older serves to see drift. period_days: of the error
    budget. campaign: one that is on tests it.
    """
    history = clean(raw, at)
    cleaned = history if since is None else only(history, np.asarray(history.start >= since, dtype=np.bool_))
    judged = judge_variants(cleaned, rule, variants)
    worst = stands_for_all(judged)
    if worst is not None:
        rule = rule_of_variant(rule, worst)
        history, cleaned = cases_of(history, worst.segment), cases_of(cleaned, worst.segment)
    seen = examine(history, rule, since=since, period_days=period_days, campaign=campaign,
                   named=() if worst is not None else named_parts(variants))  # fmt: skip
    found = seen.assessment

    def told(amount: float, unit: str) -> Told:
        same = seconds_of(amount, unit, rule.hours) if unit != "value" else amount
        if same == rule.threshold:
            return Told(amount, unit, found.share, found.lower, seen.verdict)
        there = assess(cleaned, replace(rule, threshold=same))
        bolder = same > rule.threshold if rule.direction is Direction.AT_LEAST else same < rule.threshold
        verdict = of_another_figure(there.verdict, own=seen.verdict, base=found.base_verdict, bolder=bolder)
        return Told(amount, unit, there.share, there.lower, verdict)

    comparable = rule.metric is Metric.CLOCK or rule.graded
    own = {(amount, unit) for amount, unit in figures
           if comparable and (unit == "value") == (rule.metric is Metric.VALUE)}  # fmt: skip
    shares = {figure: told(*figure) for figure in sorted(own)}
    say = _say(found, rule)
    more = one_more(*say) if say and rule.metric is Metric.CLOCK else None
    facts = VerdictFacts(
        verdict=seen.verdict, base_verdict=found.base_verdict, cases=found.cases, open=found.open, kept=found.kept,
        broken=found.broken, unknown=found.unknown, matured=found.matured, share=found.share,
        closed_only_share=found.closed_only_share, lower=found.lower, upper=found.upper, phi=found.phi,
        n_eff=found.n_eff, n_min=found.n_min, promise_within=found.promise_within, promise_share=found.promise_share,
        say=told(*say) if say else None, careful=told(*more) if more else None,
        sure_of=natural_frequency(found.lower) if found.lower else None,
        need_cases=found.need.cases if found.need else None, need_weeks=found.need.weeks if found.need else None,
        weeks=_weeks(found), warnings=tuple((w.code, w.count, dict(w.facts)) for w in found.warnings),
        variants=judged, headline_of=worst.segment if worst else "",
        matured_share=found.matured_share, downgrades=seen.downgrades, burning=seen.burning,
        drift=replace(seen.drift, points=seen.drift.points[-POINTS_KEPT:]), missed_blocks=_blocks(seen),
        behind=_behind(cleaned, rule, found),
    )  # fmt: skip
    return Study(facts, found, shares, seen.drift)


def part_of(raw: Cases, *, since: float | None = None, segment: str = "") -> Cases:
    """The cases that count for a promise: of its segment, started since then (without a start they stay, and are told).

    The same choice as `models.case_sets.evidence_cases` makes in the database.
    """
    keep = np.ones(len(raw), dtype=np.bool_)
    if since is not None:
        keep &= np.isnan(raw.start) | (raw.start >= since)
    if segment:
        keep &= np.asarray([name == segment for name in raw.segment.tolist()], dtype=np.bool_)
    return raw if keep.all() else Cases(**{name: getattr(raw, name)[keep] for name in Cases.__slots__})


def cases_a_week(raw: Cases, at: float) -> float:
    """Starts a week over the last 12 weeks before the last start (all the time there is, if less)."""
    starts = raw.start[~np.isnan(raw.start) & (raw.start <= at)]
    if not len(starts):
        return 0.0
    last = float(np.max(starts))
    span = min(RATE_WEEKS * WEEK, max(last - float(np.min(starts)), WEEK))
    return float(np.count_nonzero(starts >= last - span)) / (span / WEEK)


def proposed_period(a_week: float) -> int:
    """Days to look back: 90 from 20 cases a week, 180 from 10, a year below."""
    return 90 if a_week >= 20 else 180 if a_week >= 10 else 365


SHELF: Shelf[Study] = Shelf(KEPT_STUDIES)


def _say(found: Assessment, rule: Rule) -> tuple[float, str] | None:
    """What may be said today: the promise itself while it holds, else the recommendation in a customer's figure."""
    if found.promise_within is None:
        return None
    if rule.metric is Metric.CLOCK:
        return customer_time(found.promise_within, rule.hours)
    whole = float(rule.threshold).is_integer()
    if rule.direction is Direction.AT_LEAST:
        return (float(floor(found.promise_within)) if whole else found.promise_within), "value"
    return (float(ceil(found.promise_within)) if whole else found.promise_within), "value"


def _blocks(seen: Examination) -> tuple[dict[str, Any], ...]:
    names = ("start", "end", "n", "share")
    return tuple({name: getattr(block, name) for name in names} for block in seen.missed_blocks)


def _behind(cleaned: CleanCases, rule: Rule, found: Assessment) -> tuple[Segment, ...]:
    """Segments that fall behind, where there are others that might not."""
    judged = segments(cleaned, rule, found.phi)
    return tuple(one for one in judged if one.behind) if len(judged) > 1 else ()


def _drift_of(plain: dict[str, Any] | None) -> Drift | None:
    if plain is None:
        return None
    signals = tuple(Signal(**one) for one in plain["signals"])
    points = tuple(Point(**one) for one in plain["points"])
    return Drift(**{**plain, "signals": signals, "points": points, "blocks": tuple(plain["blocks"])})


def _weeks(found: Assessment) -> tuple[float, ...]:
    if found.weeks is None:
        return ()
    judged = found.weeks.n > 0
    shares = found.weeks.kept[judged] / found.weeks.n[judged]
    return tuple(round(float(share), 4) for share in shares[-WEEKS_SHOWN:])
