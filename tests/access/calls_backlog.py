"""The calls about the backlog: lists, scores, several ideas at once, saved views, how a group scores."""

from typing import Any

from models import (
    askers,
    backlog,
    backlog_choices,
    backlog_views,
    bulk,
    gaps,
    idea_figures,
    idea_scores,
    saved_views,
    scoring,
    scoring_settings,
    similar,
)
from models.access import Viewer
from models.backlog import BacklogQuery
from models.base import new_code
from tests.access.calls import What, ids, nothing
from tests.access.scene import Scene


def _asked(scene: Scene, viewer: Viewer) -> What:
    return {"asked": BacklogQuery(group_id=scene["group"])}


def _many(name: str, **more: object) -> Any:
    return lambda scene, viewer: {"idea_ids": [scene[name]], **more}


def _act(scene: Scene, viewer: Viewer) -> What:
    """Something that who manages the group did to several ideas."""
    manager = scene.people["manager"]
    made = bulk.decide_many(
        scene.session, manager, now=scene.now, idea_ids=[scene["guest_idea"]], outcome="later", reason="Dopo.",
        until=scene.now.date(),
    )
    return {"act_id": made}


def _view(scene: Scene, viewer: Viewer) -> What:
    """A view that a member shares with the group."""
    made = saved_views.save_view(
        scene.session, scene.people["member"], now=scene.now, name="Dei bar", asked="q=bar", group_id=scene["group"]
    )
    return {"view_id": made}


def _shared(scene: Scene, viewer: Viewer) -> What:
    _view(scene, viewer)
    return {}


def _criterion(scene: Scene, viewer: Viewer, **more: object) -> What:
    made = scoring_settings.add_criterion(
        scene.session, scene.people["manager"], now=scene.now, group_id=scene["group"], name=f"Di parola {new_code(6)}"
    )
    return {"criterion_id": made, **more}


_SCORES = {"value": 4.0, "effort": 2.0}

CALLS: list[tuple[str, Any, Any]] = [
    ("askers.askers_of", askers.askers_of, ids(idea_id="anna_idea")),
    ("backlog.backlog", backlog.backlog, _asked),
    ("backlog_views.desk_and_board", backlog_views.desk_and_board, _asked),
    ("backlog.desk_and_backlog", backlog.desk_and_backlog, _asked),
    ("backlog.still_asked", backlog.still_asked, lambda s, v: {**_asked(s, v), "ids": [s["anna_idea"]]}),
    ("backlog_views.picture", backlog_views.picture, _asked),
    ("backlog_choices.backlog_choices", backlog_choices.backlog_choices, nothing),
    ("bulk.decide_many", bulk.decide_many, _many("guest_idea", outcome="do")),
    ("bulk.hide_many", bulk.hide_many, _many("anna_idea", reason="Fuori tema")),
    ("bulk.merge_many", bulk.merge_many, lambda s, v: {"idea_ids": [s["anna_idea"]], "into_id": s["guest_idea"]}),
    ("bulk.tag_many", bulk.tag_many, lambda s, v: {"idea_ids": [s["anna_idea"]], "touchpoint_id": s["touchpoint"]}),
    ("bulk.touch_many", bulk.touch_many, lambda s, v: {"idea_ids": [s["anna_idea"]], "promise_id": s["promise"]}),
    ("bulk.undo_bulk", bulk.undo_bulk, _act),
    ("gaps.idea_of_gap", gaps.idea_of_gap,
     lambda s, v: {"promise_id": s["promise"], "group_id": s["group"], "lever": "process", "text": "Di notte"}),
    ("gaps.pull_lever", gaps.pull_lever,
     lambda s, v: {"promise_id": s["promise"], "group_id": s["group"], "lever": "process", "text": "Di notte"}),
    ("idea_figures.set_cost", idea_figures.set_cost, lambda s, v: {"idea_id": s["anna_idea"], "cost": 600}),
    ("idea_figures.touch_promise", idea_figures.touch_promise, ids(idea_id="anna_idea", promise_id="promise")),
    ("idea_scores.evaluation_queues", idea_scores.evaluation_queues, lambda s, v: {"group_ids": [s["group"]]}),
    ("idea_scores.score_idea", idea_scores.score_idea,
     lambda s, v: {"idea_id": s["anna_idea"], "scores": _SCORES}),
    ("idea_scores.score_sheet", idea_scores.score_sheet, ids(idea_id="anna_idea")),
    ("idea_scores.weigh_idea", idea_scores.weigh_idea,
     lambda s, v: {"idea_id": s["anna_idea"], "scores": _SCORES, "cost": None}),
    ("saved_views.my_views", saved_views.my_views, _shared),
    ("saved_views.remove_view", saved_views.remove_view, _view),
    ("saved_views.save_view", saved_views.save_view,
     lambda s, v: {"name": "Le mie", "asked": "mine=1", "group_id": s["group"]}),
    ("scoring.scoring_of", scoring.scoring_of, ids(group_id="group")),
    ("scoring_settings.add_criterion", scoring_settings.add_criterion,
     lambda s, v: {"group_id": s["group"], "name": "Vicino"}),
    ("scoring_settings.end_criterion", scoring_settings.end_criterion, _criterion),
    ("scoring_settings.set_scoring", scoring_settings.set_scoring,
     lambda s, v: {"group_id": s["group"], "method": "rice", "several": True}),
    ("scoring_settings.weigh_criterion", scoring_settings.weigh_criterion,
     lambda s, v: _criterion(s, v, weight=3)),
    ("similar.alike_ideas", similar.alike_ideas, ids(idea_id="anna_idea")),
]  # fmt: skip
