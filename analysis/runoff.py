"""Instant run-off: whoever is first on the fewest ballots leaves, and those ballots count for the next on them.

Equal ranks share a ballot equally. Several that are last together leave together: no lot is drawn. Ballots on which
nobody ranked is left count for nobody.
"""

from collections import Counter
from fractions import Fraction

from analysis.pairwise import BELOW, Ranks


def runoff_places(ranks: Ranks) -> tuple[list[list[int]], list[dict[int, Fraction]]]:
    """Options by place, the last that stayed first; and how many ballots each had, round by round."""
    kinds = Counter(tuple(row) for row in ranks.tolist())
    left = list(range(ranks.shape[1]))
    places: list[list[int]] = []
    rounds = []
    while left:
        held = dict.fromkeys(left, Fraction(0))
        for row, times in kinds.items():
            best = min(row[option] for option in left)
            if best == BELOW:
                continue
            tops = [option for option in left if row[option] == best]
            for option in tops:
                held[option] += Fraction(times, len(tops))
        rounds.append(held)
        fewest = min(held.values())
        places.insert(0, [option for option in left if held[option] == fewest])
        left = [option for option in left if held[option] > fewest]
    return places, rounds
