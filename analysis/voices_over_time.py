"""How many speak, week by week, and which places are spoken of more or less than luck explains.

Two periods are compared place by place as two Poisson rates: of all voices of a place, how many fell into the later
one, by the exact binomial (Przyborowski and Wilenski, Biometrika 31 (1940) 313-323), two-sided by doubling the smaller
tail. All places are looked at together (Benjamini and Hochberg), so that of those named at most one in twenty is luck.
Voices of one event come together, and weeks are not alike: where the weeks within a period differ more than luck alone
would have them (Pearson's dispersion), so many voices count as one. Without that, weeks twice as uneven had a place
named in one look of three though nothing had changed. What rose or fell is named; why is for people to say.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from scipy.special import betainc

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
    before: Mapping[str, int], after: Mapping[str, int], *, days_before: float = 1.0, days_after: float = 1.0,
    uneven: Mapping[str, float] | None = None,
) -> tuple[Change, ...]:  # fmt: skip
    """The places that rose or fell beyond luck, the surest first. Places with fewer than six voices are left out.

    uneven: by place, how many times more its weeks differ than luck (`unevenness`); 1 where nothing is said.
    """
    share = days_after / (days_before + days_after)
    places = [one for one in sorted({*before, *after}) if before.get(one, 0) + after.get(one, 0) >= FEWEST_VOICES]
    found = []
    for place in places:
        earlier, later = before.get(place, 0), after.get(place, 0)
        rose = later / share > earlier / (1 - share)
        at_once = (uneven or {}).get(place, 1.0)
        found.append(Change(place, earlier, later, rate_p(earlier / at_once, later / at_once, share), rose))
    beyond = benjamini_hochberg([one.p for one in found])
    return tuple(sorted((one for one, is_so in zip(found, beyond, strict=True) if is_so), key=lambda one: one.p))


def rate_p(before: float, after: float, share: float = 0.5) -> float:
    """How likely two counts of the same rate lie as far apart; `share`: the later period's part of the time.

    Counts need not be whole: of voices that come together each is a part of one.
    """
    if not before + after:
        return 1.0
    # The tails of the binomial as incomplete betas, which hold between whole numbers too.
    low = float(betainc(before, after + 1, 1 - share)) if before else 1.0
    high = float(betainc(after, before + 1, share)) if after else 1.0
    return min(1.0, 2.0 * min(low, high))


def unevenness(weeks: Mapping[str, Sequence[Sequence[int]]]) -> dict[str, float]:
    """By place, how many times more its weeks differ than luck, never less than one nor than all places together.

    weeks: for each place its counts week by week, a list a period: only within a period weeks are held to be alike.
    """
    found: dict[str, tuple[float, int]] = {}
    for place, periods in weeks.items():
        chi, free = 0.0, 0
        for counts in periods:
            mean = sum(counts) / len(counts) if counts else 0.0
            if len(counts) > 1 and mean:
                chi += sum((count - mean) ** 2 for count in counts) / mean
                free += len(counts) - 1
        found[place] = chi, free
    free = sum(of for _, of in found.values())
    together = max(1.0, sum(chi for chi, _ in found.values()) / free) if free else 1.0
    return {place: max(together, chi / of) if of else together for place, (chi, of) in found.items()}


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
