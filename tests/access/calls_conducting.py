"""The calls of who conducts and makes a group last: grouping, words said aloud, the order of activities, meetings."""

from datetime import time, timedelta
from typing import Any

from models import (
    clusters,
    conduct,
    curation,
    idea_views,
    meetings,
    option_costs,
    options,
    presence,
    round_order,
    since,
    spoken,
)
from models.access import Viewer
from tests.access.calls import What, ids
from tests.access.material import GROUP_MARK
from tests.access.scene import Scene


def _ideas(scene: Scene, viewer: Viewer) -> What:
    return {"workshop_id": scene["workshop"], "idea_ids": [scene["anna_idea"], scene["elena_idea"]]}


def _group(scene: Scene) -> str:
    """Two ideas under a title, by who conducts just for this call."""
    return clusters.group_ideas(
        scene.session, scene.people["facilitator"], now=scene.now, **_ideas(scene, scene.people["facilitator"]),
        title=GROUP_MARK,
    )  # fmt: skip


def _rename(scene: Scene, viewer: Viewer) -> What:
    return {"cluster_id": _group(scene), "title": "Tempi"}


def _grouped(scene: Scene, viewer: Viewer) -> What:
    _group(scene)
    return {"workshop_id": scene["workshop"]}


def _plan(scene: Scene, viewer: Viewer) -> What:
    return {"group_id": scene["group"], "every": "month", "first_on": scene.facts["day"], "at": time(16)}


def _planned(scene: Scene, viewer: Viewer) -> What:
    meetings.plan_meetings(scene.session, scene.people["facilitator"], now=scene.now, **_plan(scene, viewer))
    return {"group_id": scene["group"]}


def _later(scene: Scene, viewer: Viewer) -> What:
    """The meeting after the one of the scene."""
    return {
        "workshop_id": conduct.create_workshop(
            scene.session, scene.people["facilitator"], now=scene.now, group_id=scene["group"], title=GROUP_MARK,
            planned_on=scene.facts["day"] + timedelta(days=28), questions=["A", "B"],
        )
    }  # fmt: skip


def _costs(scene: Scene, viewer: Viewer) -> What:
    return {
        "round_id": scene["vote"],
        "costs": {one.id: 500 for one in options.options_in(scene.session, scene["vote"])},
    }


# Name (module.function, and the case in brackets), function, arguments.
CALLS: list[tuple[str, Any, Any]] = [
    ("clusters.group_ideas", clusters.group_ideas, lambda s, v: _ideas(s, v) | {"title": "Tempi"}),
    ("clusters.rename_cluster", clusters.rename_cluster, _rename),
    ("clusters.ungroup_ideas", clusters.ungroup_ideas, _ideas),
    ("clusters.clusters_of", clusters.clusters_of, _grouped),
    ("curation.let_in_ideas", curation.let_in_ideas, lambda s, v: {"round_id": s["collect"], "idea_ids": []}),
    ("curation.look_at_ideas", curation.look_at_ideas, ids(round_id="collect")),
    ("curation.people_behind", curation.people_behind, ids(workshop_id="workshop")),
    ("idea_views.ideas_of_workshop", idea_views.ideas_of_workshop, ids(workshop_id="workshop")),
    ("meetings.plan_meetings", meetings.plan_meetings, _plan),
    ("meetings.next_meeting", meetings.next_meeting, _planned),
    ("option_costs.set_costs", option_costs.set_costs, _costs),
    ("presence.presence_of", presence.presence_of, lambda s, v: {"group_id": s["group"], "today": s.facts["day"]}),
    ("round_order.move_round", round_order.move_round, lambda s, v: {"round_id": s["vote"], "up": True}),
    ("round_order.remove_round", round_order.remove_round, ids(round_id="vote")),
    ("since.since_last_time", since.since_last_time, _later),
    ("spoken.write_spoken_idea", spoken.write_spoken_idea,
     lambda s, v: {"round_id": s["collect"], "text": "Detto ad alta voce", "side": "keeps"}),
]  # fmt: skip
