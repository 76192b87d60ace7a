"""How much may still go wrong: error budget and burn rate (step 7 builds on these two).

Google SRE workbook, "Alerting on SLOs", table 5-8; OpenSLO for the terms.
"""


def misses_allowed(share: float, cases: float) -> float:
    """(1 - p0) N: of `cases` (or minutes, or any size) this many may break a promise of `share`."""
    return (1.0 - share) * cases


def burn_rate(missed: int, cases: int, share: float) -> float:
    """Share broken over the share allowed; 1 spends the budget exactly. At least one case, share below 1."""
    return missed / cases / (1.0 - share)


def burn_to_spend(part: float, window: float, period: float) -> float:
    """The burn rate at which `part` of a period's budget is gone after one `window` (same unit as `period`)."""
    return part * period / window
