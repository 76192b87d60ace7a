"""Two ways in which a file misleads although every row is right (step 1, the traps).

Either sets the verdict to "not enough evidence" with its caveat; the base verdict stays what the figures alone say.
"""

import numpy as np

from analysis.cases import Caveat
from analysis.population import Population
from analysis.rule import Metric, Rule

CROWDED_SHARE = 0.6
MISSING_OPEN = 5.0


def traps(cases: Population, rule: Rule) -> tuple[Caveat, ...]:
    """The traps this file falls into: `cut_by_closing_date`, `open_cases_missing`, `only_yes`; none for an empty file.

    only_yes: every answer of a yes/no promise is a yes and some cases have none: an empty cell may mean no.
    """
    if not len(cases):
        return ()
    found = []
    recent = recent_starts(cases)
    if recent > CROWDED_SHARE * len(cases):
        found.append(Caveat("cut_by_closing_date", recent, {"cases": len(cases)}))
    if rule.metric is Metric.CLOCK and not rule.complete_by_definition and not cases.open.any():
        expected = expected_open(cases)
        if expected >= MISSING_OPEN:
            found.append(Caveat("open_cases_missing", round(expected), {"expected": expected}))
    unanswered = sum(caveat.count for caveat in cases.warnings if caveat.code == "no_value")
    if rule.yes and unanswered and cases.kept.all():
        found.append(Caveat("only_yes", unanswered))
    return tuple(found)


def recent_starts(cases: Population) -> int:
    """Starts in the last quarter of (first start .. D). An extract by closing date has few old cases."""
    first = float(np.min(cases.start))
    if first == cases.at:
        return 0
    return int(np.count_nonzero(cases.start > cases.at - (cases.at - first) / 4))


def expected_open(cases: Population) -> float:
    """How many cases should still be open at D: the sum over cases of S_closed(age at D).

    S_closed(a): the share of the file's own closed cases that took longer than a.
    """
    closed = np.sort(cases.closed_time[~np.isnan(cases.closed_time)])
    if not len(closed):
        return 0.0
    longer = len(closed) - np.searchsorted(closed, cases.age, side="right")
    return float(np.sum(longer)) / len(closed)
