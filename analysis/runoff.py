"""Instant run-off: whoever is first on the fewest ballots leaves, and those ballots count for the next on them.

A rank that a ballot gives to several who are left is skipped: the ballot counts for its next rank with one idea alone
(docs/decisions/0010). Among equals at the end of the list, those lead whom such shared ranks name more often; who is
still level leaves together: no lot is drawn. Ballots that single out nobody who is left count for nobody.
"""

from collections import Counter
from fractions import Fraction

from analysis.pairwise import BELOW, Ranks


def runoff_places(ranks: Ranks) -> tuple[list[list[int]], list[dict[int, int]]]:
    """Options by place, the last that stayed first; and how many ballots each had, round by round."""
    kinds = Counter(tuple(row) for row in ranks.tolist())
    left = list(range(ranks.shape[1]))
    places: list[list[int]] = []
    rounds = []
    while left:
        held = dict.fromkeys(left, 0)
        shared = dict.fromkeys(left, Fraction(0))
        for row, times in kinds.items():
            levels: dict[int, list[int]] = {}
            for option in left:
                levels.setdefault(row[option], []).append(option)
            levels.pop(BELOW, None)
            first = next((levels[rank] for rank in sorted(levels) if len(levels[rank]) == 1), None)
            if first:
                held[first[0]] += times
            for option in levels[min(levels)] if levels else ():
                shared[option] += Fraction(times, len(levels[min(levels)]))
        rounds.append(held)
        fewest = min((held[option], shared[option]) for option in left)
        places.insert(0, [option for option in left if (held[option], shared[option]) == fewest])
        left = [option for option in left if (held[option], shared[option]) > fewest]
    return places, rounds
