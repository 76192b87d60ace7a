"""What stands beside the figures of a verdict: drift, what lowers it, and what a campaign would do to it.

Codes come from `analysis`, sentences from `words`; JSON knows null, never NaN or Infinity.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from math import isfinite
from typing import TypedDict

from analysis.capacity import Staff
from analysis.cases import CleanCases
from analysis.everything import Examination, examine
from analysis.flow import flow
from analysis.verdict import Verdict
from exchange.asked import Asked, Named
from words.drift import downgrade_sentence
from words.speech import speech


class SignalSaid(TypedDict):
    """A test that fired. side: -1 for the worse, 1 for the better, 0 neither."""

    code: str
    side: int
    since: str | None
    count: int
    p: float | None


class DriftSaid(TypedDict):
    """Whether the process is getting worse or better, since when (a day, UTC), and which tests say so."""

    worsening: bool
    improving: bool
    since: str | None
    signals: list[SignalSaid]


class Capacity(TypedDict):
    """Step 10. Starts and completions a day; rho after the uplift, or today; predicted_share only after one."""

    lambda0: float | None
    mu: float | None
    saturated: bool | None
    rho: float | None
    predicted_share: float | None


@dataclass(frozen=True, eq=False)
class Beside:
    """The examination, the verdict as lowered, and why."""

    seen: Examination
    verdict: Verdict
    downgrades: list[Named]
    drift: DriftSaid | None
    capacity: Capacity


def examined(cases: CleanCases, asked: Asked) -> Beside:
    """Everything the cases say of the promise, on the period asked for, and with the campaign asked for.

    `cases` are all there are: drift and capacity look further back than the period.
    """
    since = None if asked.period is None else asked.at - asked.period
    phones = asked.agents is not None and asked.handling is not None
    staff = Staff(asked.agents or 1, asked.handling or 1.0) if phones else None
    uplift = (asked.uplift or 0.0) if phones else asked.uplift
    seen = examine(cases, asked.rule, since=since, uplift=uplift, staff=staff, zone=asked.reading.zone)
    say = speech("en")
    reasons: list[Named] = [
        {"code": code, "sentence": downgrade_sentence(say, code, facts, asked.reading.zone)}
        for code, facts in seen.downgrades
    ]
    return Beside(seen, seen.verdict, reasons, _drift(seen), _capacity(seen))


def _capacity(seen: Examination) -> Capacity:
    """Today's flow, and after the uplift how full it would be and what share would be kept."""
    now, then = flow(seen.history), seen.predicted
    if now is None:
        return {"lambda0": None, "mu": None, "saturated": None, "rho": None, "predicted_share": None}
    today = now.lambda0 / now.mu if now.mu else None
    return {
        "lambda0": finite(now.lambda0),
        "mu": finite(now.mu),
        "saturated": now.saturated,
        "rho": finite(today if then is None else then.rho),
        "predicted_share": None if then is None else finite(then.predicted_share),
    }


def _drift(seen: Examination) -> DriftSaid | None:
    if not len(seen.history):
        return None
    moved = seen.drift
    signals: list[SignalSaid] = [
        {"code": one.code, "side": one.side, "since": _day(one.since), "count": one.count, "p": finite(one.p)}
        for one in moved.signals
    ]
    return {
        "worsening": moved.worsening, "improving": moved.improving, "since": _day(moved.since), "signals": signals,
    }  # fmt: skip


def finite(number: float | None) -> float | None:
    """The number, or None where JSON has none for it."""
    return None if number is None or not isfinite(number) else float(number)


def _day(seconds: float | None) -> str | None:
    return None if finite(seconds) is None else f"{datetime.fromtimestamp(seconds or 0.0, UTC):%Y-%m-%d}"
