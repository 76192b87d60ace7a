"""How many speak, week by week, and which places are spoken of more or less than luck explains.

Two periods are compared place by place as two Poisson rates: of all voices of a place, how many fell into the later
one, by the exact binomial (Przyborowski and Wilenski, Biometrika 31 (1940) 313-323), two-sided by doubling the smaller
tail. All places are looked at together (Benjamini and Hochberg), so that of those named at most one in twenty is luck.
Voices of one event come together: a place named here rose or fell, why is for people to say.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from scipy.special import bdtr, bdtrc

from analysis.multiple import benjamini_hochberg

FEWEST_VOICES = 6


@dataclass(frozen=True, slots=True)
class Change:
    """One place: voices in the earlier and in the later period, and how likely luck alone parts them as far."""

    place: str
    before: int
    after: int
    p: float
    rose: bool


def changes(
    before: Mapping[str, int], after: Mapping[str, int], *, days_before: float = 1.0, days_after: float = 1.0
) -> tuple[Change, ...]:
    """The places that rose or fell beyond luck, the surest first. Places with fewer than six voices are left out."""
    share = days_after / (days_before + days_after)
    places = [one for one in sorted({*before, *after}) if before.get(one, 0) + after.get(one, 0) >= FEWEST_VOICES]
    found = []
    for place in places:
        earlier, later = before.get(place, 0), after.get(place, 0)
        rose = later / share > earlier / (1 - share)
        found.append(Change(place, earlier, later, rate_p(earlier, later, share), rose))
    beyond = benjamini_hochberg([one.p for one in found])
    return tuple(sorted((one for one, is_so in zip(found, beyond, strict=True) if is_so), key=lambda one: one.p))


def rate_p(before: int, after: int, share: float = 0.5) -> float:
    """How likely two counts of the same rate lie as far apart; `share`: the later period's part of the time."""
    n = before + after
    if not n:
        return 1.0
    low = float(bdtr(after, n, share))
    high = float(bdtrc(after - 1, n, share)) if after else 1.0
    return min(1.0, 2.0 * min(low, high))


def weekly(counts: Mapping[date, int], since: date, until: date) -> list[tuple[date, int]]:
    """(Monday, how many) for every week between two days, the empty ones too. `counts`: by the day or the Monday."""
    monday, last = since - timedelta(days=since.weekday()), until - timedelta(days=until.weekday())
    found: dict[date, int] = {}
    while monday <= last:
        found[monday] = 0
        monday += timedelta(days=7)
    for day, count in counts.items():
        week = day - timedelta(days=day.weekday())
        if week in found:
            found[week] += count
    return list(found.items())
