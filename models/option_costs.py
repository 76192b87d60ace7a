"""What the options of a budget vote cost, said for all of them at once: one form, one save."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from models.access import May, Viewer
from models.options import set_cost
from models.rounds import round_for


def set_costs(session: Session, viewer: Viewer, *, now: datetime, round_id: str, costs: Mapping[str, int]) -> None:
    """Set the cost of each named option (whole euros, by option id) before the vote opens; all or none.

    Raises:
        Refusal: those of `options.set_cost`.
    """
    round_for(session, viewer, round_id, May.ROUND_RUN)
    for option_id, cost in costs.items():
        set_cost(session, viewer, now=now, round_id=round_id, option_id=option_id, cost=cost)
