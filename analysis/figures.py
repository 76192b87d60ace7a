"""Shares as people count them: 19 of 20, 8 of 10, 61 of 100."""

from math import floor


def natural_frequency(share: float) -> tuple[int, int]:
    """The share rounded down to k of n, n the simplest of 10, 20 and 100 that says the same hundredth.

    Between 99 of 100 and all, thousandths: 997 of 1000. Never rounds up, so that a promise in these words is still
    backed. Raises ValueError outside 0 to 1.

    >>> natural_frequency(0.95), natural_frequency(0.638), natural_frequency(0.8), natural_frequency(0.9973)
    ((19, 20), (63, 100), (8, 10), (997, 1000))
    """
    if not 0 <= share <= 1:
        raise ValueError(f"{share} is not a share")
    # .29 * 100 is 28.999999999999996: same hundredth, hence the grain of tolerance.
    hundredths = floor(share * 100 + 1e-9)
    if hundredths == 99 and (thousandths := floor(share * 1000 + 1e-9)) > 990:
        return thousandths, 1000
    for simple in (10, 20):
        if hundredths % (100 // simple) == 0:
            return hundredths * simple // 100, simple
    return hundredths, 100


def told_frequency(share: float, target: float | None = None) -> tuple[int, int]:
    """The share rounded to the nearest hundredth as k of 100, one form for every figure: what strangers are told.

    The same hundredth that the desk shows: below all never 100, above none never 0, below the target never the target.
    Raises ValueError outside 0 to 1.

    >>> told_frequency(0.9523), told_frequency(0.9496, 0.95), told_frequency(0.9996), told_frequency(0.8)
    ((95, 100), (94, 100), (99, 100), (80, 100))
    """
    if not 0 <= share <= 1:
        raise ValueError(f"{share} is not a share")
    k = round(100 * share)
    k = min(k, 99) if share < 1 else k
    k = max(k, 1) if share > 0 else k
    k = k - 1 if target is not None and share < target <= k / 100 else k
    return k, 100
