"""Christmas at Tostalba: what the phones can take, the campaign «Natale di parola», the chain from order to door.

No answer is typed: whether it can be launched is computed from the cases, as for anybody.
"""

from datetime import date
from functools import partial
from typing import Any

from demo import company
from demo.telling import Teller
from models.blueprints import draw_blueprint
from models.campaigns import plan_campaign
from models.capacities import declare_capacity

CAMPAIGN = "Natale di parola"
CHAIN = "Dall'ordine alla porta"
CALL_SECONDS = 330.0


def christmas(story: Teller) -> None:
    """From Monday 16 November on; the campaign leans on promises that were written by then."""
    note = "In due, nelle ore di punta; cinque minuti e mezzo a chiamata."
    story.at("2026-11-16 10:10", partial(_declare, story, "P3", agents=2, handling=CALL_SECONDS, note=note))
    story.at("2026-11-16 11:00", partial(_draw, story))
    story.at("2026-11-19 10:00", partial(_plan, story))


def _declare(story: Teller, key: str, **what: Any) -> None:
    owner = next(process.owner for process in company.PROCESSES if process.key == key)
    story.do(owner, declare_capacity, process_id=story.the("process", key), **what)


def _draw(story: Teller) -> None:
    steps = [
        {"process_id": story.the("process", "P7"), "place": 1, "seen": False},
        {"process_id": story.the("process", "P1"), "place": 2, "seen": True},
    ]
    story.keep("chain", CHAIN, story.do(
        "Rosa Placci", draw_blueprint, name=CHAIN, steps=steps, amount=3.0, unit="d", kept=19, of=20,
    ))  # fmt: skip


def _plan(story: Teller) -> None:
    story.keep("campaign", CAMPAIGN, story.do(
        company.MARTA, plan_campaign, name=CAMPAIGN, starts_on=date(2026, 12, 1), ends_on=date(2027, 1, 6), low=25,
        likely=40, high=55, cost=22_000, other_channels="radio",
        promise_ids=tuple(story.the("promise", key) for key in ("P3", "P1b", "P5")),
        channel_ids=tuple(story.the("touchpoint", name) for name in ("Newsletter", "Botteghe")),
    ))  # fmt: skip
