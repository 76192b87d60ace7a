"""How each of Tostalba's processes runs: when cases come, how long they take, when they can end."""

from dataclasses import dataclass

import numpy as np

from demo.rhythm import DAY, HOUR, Bools, Floats, Pace, Rhythm, Whole, august, hours_of


@dataclass(frozen=True)
class Process:
    """Rhythm and pace of a process; times lie on a grain of seconds."""

    rhythm: Rhythm
    pace: Pace
    grain: float = 60.0


def _office(weekday: Whole, hour: Floats) -> Bools:
    return (weekday < 5) & (hour >= 9) & (hour < 18)


def _shop(weekday: Whole, hour: Floats) -> Bools:
    return (weekday < 6) & (hour >= 9) & (hour < 19.5)


def _courier(weekday: Whole, hour: Floats) -> Bools:
    return (weekday < 6) & (hour >= 8) & (hour < 20) & ((weekday < 5) | (hour < 14))


def _friday_evening(weekday: Whole, hour: Floats) -> Floats:
    """What is ordered late on Friday or on Saturday leaves on Monday."""
    late = np.where((weekday == 4) & (hour >= 15), 2.6, 0.0) + np.where(weekday == 5, 1.5, 0.0)
    return np.asarray(late + np.where(hour >= 15, 0.3, 0.0), dtype=np.float64)


def _monday_morning(weekday: Whole, hour: Floats) -> Floats:
    return np.asarray(np.where((hour >= 10) & (hour < 13), 0.6, 0.0) + np.where(weekday == 0, 0.5, 0.0))


_EVENINGS = hours_of(6, 24, 12, 13, 20, 21, 22)
_SHOP_HOURS = hours_of(9, 19, 10, 11, 17, 18)
_WORKING = (1.3, 1.1, 1.0, 1.0, 0.9, 0.0, 0.0)

DELIVERY = Process(
    Rhythm((1.15, 1.05, 1.0, 1.0, 1.05, 0.8, 0.95), _EVENINGS, august),
    Pace(
        ((5 * HOUR, 0.0), (24 * HOUR, 0.21), (36 * HOUR, 0.52), (48 * HOUR, 0.860), (60 * HOUR, 0.9545),
         (72 * HOUR, 0.9895), (96 * HOUR, 0.9985), (150 * HOUR, 1.0)),
        late=_friday_evening, weeks=0.12, ends=_courier,
    ),
)  # fmt: skip
REPAIR = Process(
    Rhythm((1.3, 1.0, 1.0, 1.0, 1.0, 0.7, 0.0), _SHOP_HOURS),
    Pace(
        ((0.8 * DAY, 0.0), (2 * DAY, 0.22), (3.2 * DAY, 0.50), (5 * DAY, 0.75), (7 * DAY, 0.916), (8 * DAY, 0.945),
         (12 * DAY, 0.985), (19 * DAY, 1.0)),
        weeks=0.3, ends=_shop,
    ),
)  # fmt: skip
REPAIR_BEFORE = Process(
    Rhythm((1.3, 1.0, 1.0, 1.0, 1.0, 0.7, 0.0), _SHOP_HOURS, lambda day: 0.5 + 0.5 * august(day)),
    Pace(
        ((1.5 * DAY, 0.0), (3.5 * DAY, 0.25), (5.1 * DAY, 0.50), (7 * DAY, 0.707), (10 * DAY, 0.88), (14 * DAY, 0.96),
         (25 * DAY, 1.0)),
        weeks=0.15, ends=_shop,
    ),
)  # fmt: skip
CALL = Process(
    Rhythm((1.5, 1.1, 1.0, 1.0, 1.0, 0.35, 0.0), hours_of(9, 18, 10, 11, 12), august),
    Pace(
        ((2.0, 0.0), (8.0, 0.35), (30.0, 0.70), (60.0, 0.846), (120.0, 0.94), (300.0, 0.99), (760.0, 1.0)),
        late=_monday_morning, weeks=0.1,
    ),
    grain=1.0,
)  # fmt: skip
BAR_VISIT = Process(
    Rhythm((1.3, 1.0, 1.0, 1.0, 1.1, 0.0, 0.0), hours_of(6, 15, 6, 7, 8), lambda day: 0.4 + 0.6 * august(day)),
    Pace(((0.4 * HOUR, 0.0), (1.5 * HOUR, 0.5), (4 * HOUR, 166 / 170), (6 * HOUR, 1.0)), weeks=0.6),
)
FRESHNESS = Process(
    Rhythm(_WORKING, hours_of(8, 18), august),
    Pace(((2 * DAY, 0.0), (5 * DAY, 0.45), (8 * DAY, 0.86), (10.95 * DAY, 0.9887), (16 * DAY, 1.0))),
)
REFUND_CARD = Process(
    Rhythm((1.2, 1.0, 1.0, 1.0, 1.0, 0.6, 0.3), hours_of(8, 21), august),
    Pace(
        ((0.5 * DAY, 0.0), (3 * DAY, 0.45), (5 * DAY, 0.78), (7 * DAY, 0.951), (8 * DAY, 0.985), (15 * DAY, 1.0)),
        ends=_office,
    ),
)  # fmt: skip
REFUND_SHOP = Process(
    Rhythm((1.0, 1.0, 1.0, 1.0, 1.1, 1.4, 0.0), _SHOP_HOURS, august),
    Pace(
        ((1.0 * DAY, 0.0), (5 * DAY, 0.42), (7 * DAY, 0.77), (8 * DAY, 0.925), (11 * DAY, 0.975), (20 * DAY, 1.0)),
        ends=_office,
    ),
)  # fmt: skip
PACKING = Process(
    Rhythm(_WORKING, hours_of(7, 17), august),
    Pace(((0.2 * HOUR, 0.0), (3 * HOUR, 0.8), (8 * HOUR, 1.0))),
)
SHOP_QUEUE = Process(
    Rhythm((0.6, 0.8, 0.8, 0.8, 1.0, 1.8, 0.0), hours_of(8, 19, 8, 13)),
    Pace(((20.0, 0.0), (150.0, 0.6), (300.0, 52 / 55), (520.0, 1.0))),
    grain=10.0,
)
