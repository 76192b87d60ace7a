"""The calls about what processes can take: declared capacities, campaigns, chains. Each makes its own."""

from datetime import date
from typing import Any

from models import blueprints, campaigns, capacities
from models.access import Viewer
from models.base import new_code
from tests.access.calls import What
from tests.access.material import STAFF_MARK
from tests.access.scene import Scene

CAPACITY = {"a_week": 300.0, "note": STAFF_MARK}


def _plan(scene: Scene, **more: object) -> What:
    return {
        "name": f"Natale {new_code()} {STAFF_MARK}", "starts_on": date(2026, 12, 1), "ends_on": date(2027, 1, 6),
        "low": 25, "likely": 40, "high": 55, "cost": 22_000, "other_channels": STAFF_MARK,
        "promise_ids": (scene["promise"],), "channel_ids": (scene["touchpoint"],), **more,
    }  # fmt: skip


def _chain(scene: Scene, **more: object) -> What:
    steps = [{"process_id": scene["process"], "place": 1, "label": STAFF_MARK}]
    return {"name": f"Alla porta {new_code()} {STAFF_MARK}", "steps": steps, **more}


def _campaign(scene: Scene) -> str:
    return campaigns.plan_campaign(scene.session, scene.people["member"], now=scene.now, **_plan(scene))


def _drawn(scene: Scene) -> str:
    return blueprints.draw_blueprint(scene.session, scene.people["member"], now=scene.now, **_chain(scene))


def _declared(scene: Scene, **what: Any) -> What:
    owner = scene.people["process_owner"]
    capacities.declare_capacity(scene.session, owner, now=scene.now, process_id=scene["process"], **CAPACITY)
    return what


def _with_campaign(scene: Scene, viewer: Viewer) -> What:
    _campaign(scene)
    return {}


def _with_chain(scene: Scene, viewer: Viewer) -> What:
    _drawn(scene)
    return {}


CALLS: list[tuple[str, Any, Any]] = [
    ("capacities.declare_capacity", capacities.declare_capacity,
     lambda s, v: {"process_id": s["process"], **CAPACITY}),
    ("capacities.capacities_of", capacities.capacities_of,
     lambda s, v: _declared(s, process_ids={s["process"]})),
    ("capacities.capacity_history", capacities.capacity_history,
     lambda s, v: _declared(s, process_id=s["process"])),
    ("campaigns.plan_campaign", campaigns.plan_campaign, lambda s, v: _plan(s)),
    ("campaigns.change_campaign", campaigns.change_campaign,
     lambda s, v: _plan(s, campaign_id=_campaign(s), cost=None)),
    ("campaigns.call_off_campaign", campaigns.call_off_campaign, lambda s, v: {"campaign_id": _campaign(s)}),
    ("campaigns.campaigns_all", campaigns.campaigns_all, _with_campaign),
    ("campaigns.campaigns_ahead", campaigns.campaigns_ahead,
     lambda s, v: {**_with_campaign(s, v), "today": date(2026, 11, 1)}),
    ("campaigns.campaign_view", campaigns.campaign_view, lambda s, v: {"campaign_id": _campaign(s)}),
    ("blueprints.draw_blueprint", blueprints.draw_blueprint, lambda s, v: _chain(s)),
    ("blueprints.change_blueprint", blueprints.change_blueprint,
     lambda s, v: _chain(s, blueprint_id=_drawn(s), amount=3, unit="d", kept=19, of=20)),
    ("blueprints.remove_blueprint", blueprints.remove_blueprint, lambda s, v: {"blueprint_id": _drawn(s)}),
    ("blueprints.blueprints_all", blueprints.blueprints_all, _with_chain),
    ("blueprints.blueprint_view", blueprints.blueprint_view, lambda s, v: {"blueprint_id": _drawn(s)}),
]  # fmt: skip
