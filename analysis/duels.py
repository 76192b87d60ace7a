"""Counting "which of the two?": strengths after Bradley and Terry with a small ridge, shown as a chance to win.

Minimises alpha * sum(strength^2) - log likelihood by Newton's method, as `opt_pairwise` of the library choix does:
ideas that won every duel are normal, and without the ridge they have no finite strength. Source: Bradley & Terry,
Biometrika 39 (1952); choix.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.counted import Count, nothing, ranking_of, room_of, standing
from analysis.redrawn import Matrix, redrawn

METHOD = "duels"
ALPHA = 0.001
VARIANT = f"Bradley-Terry, ridge {ALPHA}"
REDRAWN_FITS = 200
_STEPS = 100
_SMALL = 1e-10
# Strengths closer than this are the same: the fit is exact to about the twelfth digit.
_SAME = 6
# Decimals told: beyond them two machines need not agree (their libraries add up in another order).
_TOLD = 12

Duel = tuple[str, str]
"""Who won, and against whom."""


@dataclass(frozen=True, kw_only=True)
class Facts(Count):
    """`totals`, `by_group`: strengths, the weakest 0. beats: the chance to beat another idea, drawn evenly.

    duels: how many were decided. shown: how many duels each idea was in. beats_by_side: for each shown side.
    """

    duels: int
    shown: dict[str, int]
    beats: dict[str, float]
    beats_by_side: dict[str, dict[str, float]]


def count(
    options: Sequence[str], ballots: Sequence[Mapping[Duel, int]], sides: Sequence[str | None], *, secret: bool,
    order: Sequence[str] = (), seed: int | None = 0,
) -> Facts:  # fmt: skip
    """Count duels: a ballot maps (winner, loser) to how many times. Skipped duels are not in it."""
    room = room_of(sides, secret=secret, order=order)
    if room.withheld:
        return Facts(method=METHOD, variant=VARIANT, **nothing(room), duels=0, shown={}, beats={}, beats_by_side={})
    wins = _wins(options, ballots)
    strengths = fit(wins)
    by_side = {side: fit(_wins(options, [ballots[place] for place in room.of(side)])) for side in room.names}

    def figures(places: list[int], drawn: Matrix) -> Matrix:
        ordered = [ballots[place] for place in places]
        return np.array([fit(_wins(options, ordered, own.tolist())) for own in drawn])

    plain = [sorted([*duel, times] for duel, times in ballot.items()) for ballot in ballots]
    some = len(ballots) > 1 and wins.any()
    chances = redrawn(options, plain, sides, figures, times=REDRAWN_FITS, seed=seed) if some else None
    met = wins.sum(axis=0) + wins.sum(axis=1)
    return Facts(
        method=METHOD, variant=VARIANT, **room.common(), totals=_from_weakest(options, strengths),
        by_group={side: _from_weakest(options, own) for side, own in by_side.items()},
        **standing(ranking_of(dict(zip(options, strengths.tolist(), strict=True)), best=lambda s: round(s, _SAME) +
        0.0),
                   chances),
        duels=int(wins.sum()), shown={option: int(met[place]) for place, option in enumerate(options)},
        beats=_beats(options, strengths), beats_by_side={side: _beats(options, own) for side, own in by_side.items()},
    )  # fmt: skip


def fit(wins: NDArray[np.float64], alpha: float = ALPHA) -> NDArray[np.float64]:
    """Strengths that sum to zero, for wins[i, j] = how often i beat j. Never fails: the objective is convex."""
    size = len(wins)
    strengths = np.zeros(size)
    met = wins + wins.T
    for _ in range(_STEPS):
        chance = 1.0 / (1.0 + np.exp(np.clip(strengths[None, :] - strengths[:, None], -500, 500)))
        slope = 2 * alpha * strengths - (wins - met * chance).sum(axis=1)
        if not size or np.abs(slope).max() < _SMALL * max(1.0, float(wins.max())):
            break
        bend = met * chance * (1 - chance)
        hessian = np.diag(bend.sum(axis=1) + 2 * alpha) - bend
        step = np.linalg.solve(hessian, slope)
        now, part = _objective(strengths, wins, alpha), 1.0
        # A full step unless it overshoots: then half of it, until it no longer does.
        while part > 1e-6 and _objective(strengths - part * step, wins, alpha) > now - 1e-4 * part * float(slope @
        step):
            part /= 2
        # Nearer than numbers can tell: the last step is the full one.
        strengths = strengths - (part if part > 1e-6 else 1.0) * step
        if part <= 1e-6:
            break
    centred: NDArray[np.float64] = strengths - strengths.mean() if size else strengths
    return centred


def _objective(strengths: NDArray[np.float64], wins: NDArray[np.float64], alpha: float) -> float:
    differences = strengths[None, :] - strengths[:, None]
    return float(alpha * (strengths**2).sum() + (wins * np.logaddexp(0.0, differences)).sum())


def _wins(
    options: Sequence[str], ballots: Sequence[Mapping[Duel, int]], weights: Sequence[float] | None = None
) -> NDArray[np.float64]:
    places = {option: place for place, option in enumerate(options)}
    wins = np.zeros((len(options), len(options)))
    for ballot, weight in zip(ballots, weights or [1.0] * len(ballots), strict=True):
        if weight:
            for (winner, loser), times in ballot.items():
                wins[places[winner], places[loser]] += weight * times
    return wins


def _from_weakest(options: Sequence[str], strengths: NDArray[np.float64]) -> dict[str, float]:
    weakest = strengths.min(initial=np.inf)
    return {option: round(float(own - weakest), _TOLD) for option, own in zip(options, strengths, strict=True)}


def _beats(options: Sequence[str], strengths: NDArray[np.float64]) -> dict[str, float]:
    chance = 1.0 / (1.0 + np.exp(strengths[None, :] - strengths[:, None]))
    others = max(1, len(options) - 1)
    return {option: round(float((chance[place].sum() - 0.5) / others), _TOLD) if len(options) > 1 else 0.5
            for place, option in enumerate(options)}  # fmt: skip
