"""Waiting on the phone: Erlang C, Erlang A where people hang up, the one-clerk queue, and four ways to count a service.

`load` is the offered work in agents (calls a second times handling seconds); times in seconds. Erlang, Post Office
Electrical Engineers' Journal 10 (1917); Palm, Research on telephone traffic carried by full availability groups (1957).
"""

from dataclasses import dataclass
from math import exp, inf, log

import numpy as np

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(16)
_PIECES, _NO = 32, np.zeros(1)
_MOST_TERMS = 200_000


@dataclass(frozen=True, slots=True)
class Waiting:
    """What callers meet: chance of waiting at all, of hanging up, mean wait in seconds, agents' busy part, and the
    share of all calls answered within the time asked for.
    """

    p_wait: float
    p_abandon: float
    mean_wait: float
    occupancy: float
    within: float


@dataclass(frozen=True, slots=True)
class OneClerk:
    """The M/M/1 queue: mean number waiting, mean wait in seconds, chance that nobody is there."""

    waiting: float
    mean_wait: float
    idle: float


@dataclass(frozen=True, slots=True)
class ServiceLevels:
    """One day's calls counted in four ways, all of them in use; they differ by how hang-ups count."""

    early_hang_ups_kept: float
    answered_only: float
    hang_ups_broken: float
    early_hang_ups_left_out: float


def erlang_b(load: float, agents: int) -> float:
    """The chance that all agents are busy when nobody waits (Erlang 1917), by its stable recursion."""
    blocked = 1.0
    for number in range(1, agents + 1):
        blocked = load * blocked / (number + load * blocked)
    return blocked


def erlang_c(load: float, agents: int, handling: float, within: float) -> Waiting:
    """A queue in which nobody hangs up. With no fewer calls than the agents can take it grows without end.

    P(wait) = n B/(n - a (1 - B)); P(W <= t) = 1 - P(wait) exp(-(n - a) t/h). Cooper, Introduction to Queueing Theory
    (1981), 3.4. Raises ValueError for what cannot be: fewer than one agent, no handling time.
    """
    _must(load, agents, handling)
    if load <= 0:
        return Waiting(0.0, 0.0, 0.0, 0.0, 1.0)
    if load >= agents:
        return Waiting(1.0, 0.0, inf, 1.0, 0.0)
    blocked = erlang_b(load, agents)
    p_wait = agents * blocked / (agents - load * (1.0 - blocked))
    spare = agents - load
    within_t = 1.0 - p_wait * exp(-spare * within / handling)
    return Waiting(p_wait, 0.0, p_wait * handling / spare, load / agents, within_t)


def erlang_a(load: float, agents: int, handling: float, within: float, patience: float) -> Waiting:
    """The same where callers hang up after a time with mean `patience` (exponential): always a steady state.

    With x = n p/h and y = a p/h (p patience, h handling): A = x e^y gamma(x, y)/y^x, P(wait) = A B/(1 + (A - 1) B),
    P(hang up | wait) = 1/(r A) + 1 - 1/r with r = a/n, mean wait of all = P(hang up) patience. Mandelbaum and
    Zeltyn, Service engineering in action: the Palm/Erlang-A queue (2007), 2. `within` counts calls answered in time,
    not those hung up.
    """
    _must(load, agents, handling)
    if not patience > 0:
        raise ValueError("patience must be above 0")
    if load <= 0:
        return Waiting(0.0, 0.0, 0.0, 0.0, 1.0)
    x, y = agents * patience / handling, load * patience / handling
    logged = _log_a(x, y)
    inverse = exp(-logged)
    blocked = erlang_b(load, agents)
    p_wait = blocked / (inverse + (1.0 - inverse) * blocked)
    ratio = load / agents
    p_leave = min(1.0, max(0.0, inverse / ratio + 1.0 - 1.0 / ratio))
    p_abandon = p_wait * p_leave
    # The density of the offered wait v > 0 is proportional to exp(y (1 - e^(-v/p)) - n v/h), its integral A h/n;
    # whoever still holds on then (e^(-v/p)) is answered. Short pieces first: most of it lies near 0.
    edges = np.append(0.0, np.geomspace(min(within, handling / agents) / 16.0, within, _PIECES)) if within > 0 else _NO
    size = np.diff(edges)[:, None]
    points = edges[:-1, None] + (_NODES + 1.0) / 2.0 * size
    offered = np.exp(y * -np.expm1(-points / patience) - agents * points / handling - points / patience - logged)
    answered = float(np.sum(_WEIGHTS * size * offered)) / 2.0 * agents / handling
    served = min(1.0, 1.0 - p_wait + p_wait * answered)
    return Waiting(p_wait, p_abandon, p_abandon * patience, ratio * (1.0 - p_abandon), served)


def waiting(load: float, agents: int, handling: float, within: float, patience: float | None = None) -> Waiting:
    """Erlang A where it is known how long people hold on, else Erlang C (which forgives nothing)."""
    if patience is None:
        return erlang_c(load, agents, handling, within)
    return erlang_a(load, agents, handling, within, patience)


def one_clerk(calls_a_second: float, service: float) -> OneClerk:
    """M/M/1: Lq = r^2/(1 - r), Wq = Lq/lambda (Little). Without end from utilisation 1 on."""
    busy = calls_a_second * service
    if busy >= 1:
        return OneClerk(inf, inf, 0.0)
    line = busy * busy / (1.0 - busy)
    return OneClerk(line, line / calls_a_second if calls_a_second > 0 else 0.0, 1.0 - busy)


def service_levels(
    answered: int, abandoned: int, answered_in_time: int, abandoned_in_time: int, abandoned_late: int
) -> ServiceLevels:
    """The same calls by the four formulas of the trade (ICMI, Queue Tips, March 2005). Some call must be counted."""
    return ServiceLevels(
        early_hang_ups_kept=(answered_in_time + abandoned_in_time) / (answered + abandoned),
        answered_only=answered_in_time / answered,
        hang_ups_broken=answered_in_time / (answered + abandoned),
        early_hang_ups_left_out=answered_in_time / (answered + abandoned_late),
    )


def _log_a(x: float, y: float) -> float:
    """ln of A = x e^y gamma(x, y)/y^x, as the series 1 + y/(x + 1) + y^2/((x + 1)(x + 2)) + ..., kept in scale."""
    term = total = 1.0
    scale, number = 0.0, 0
    while term > 1e-17 * total and number < _MOST_TERMS:
        number += 1
        term *= y / (x + number)
        total += term
        if total > 1e200:
            scale += log(total)
            term, total = term / total, 1.0
    return scale + log(total)


def _must(load: float, agents: int, handling: float) -> None:
    if agents < 1 or not handling > 0 or load < 0:
        raise ValueError("at least one agent, a handling time above 0 and no negative load")
