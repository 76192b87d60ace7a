"""The calls about rounds of every kind: marks, duels, drafts, the clock, what is voted on."""

from typing import Any

from models import conduct, drafts, duels, marks, options, round_clock, rounds
from models.access import Viewer
from models.drafts import KeptDraft
from models.marks import Mark
from tests.access.calls import What, ids
from tests.access.scene import Scene


def _marks(scene: Scene, viewer: Viewer) -> What:
    points = scene.facts.get("points", {})
    return {"round_id": scene["vote"], "marks": [Mark(option, dots) for option, dots in points.items()]}


def _duel(scene: Scene, viewer: Viewer) -> What:
    """A round of duels, opened by who conducts just for this call."""
    session, who, now = scene.session, scene.people["facilitator"], scene.now
    round_id = rounds.add_round(session, who, now=now, workshop_id=scene["workshop"], kind="duels", question="Quale?")
    chosen = [scene["anna_idea"], scene["elena_idea"], scene["guest_idea"]]
    options.choose_options(session, who, now=now, round_id=round_id, idea_ids=chosen)
    conduct.open_round(session, who, now=now, round_id=round_id)
    return {"round_id": round_id}


def _answer(scene: Scene, viewer: Viewer) -> What:
    what = _duel(scene, viewer)
    left, right, _ = options.options_in(scene.session, what["round_id"])
    return {**what, "left_id": left.id, "right_id": right.id, "winner_id": left.id}


def _draft(scene: Scene, person_id: str) -> What:
    kept = KeptDraft(round_id=scene["collect"], person_id=person_id, text="Se ho pagato in bottega", kept_at=scene.now)
    scene.session.add(kept)
    scene.session.flush()
    return {"draft_id": kept.id}


def _my_draft(scene: Scene, viewer: Viewer) -> What:
    return _draft(scene, viewer.person_id or scene["guest"])


def _draft_of_the_guest(scene: Scene, viewer: Viewer) -> What:
    return _draft(scene, scene["guest"])


def _cost(scene: Scene, viewer: Viewer) -> What:
    option = options.options_in(scene.session, scene["vote"])[0]
    return {"round_id": scene["vote"], "option_id": option.id, "cost": 500}


# Name (module.function, and the case in brackets), function, arguments.
CALLS: list[tuple[str, Any, Any]] = [
    ("marks.cast_marks", marks.cast_marks, _marks),
    ("marks.my_marks", marks.my_marks, ids(round_id="vote")),
    ("duels.next_duel", duels.next_duel, _duel),
    ("duels.answer_duel", duels.answer_duel, _answer),
    ("drafts.keep_draft", drafts.keep_draft,
     lambda s, v: {"round_id": s["collect"], "text": "Se ho pagato in bottega"}),
    ("drafts.my_drafts", drafts.my_drafts, ids(round_id="collect")),
    ("drafts.hand_in (one's own)", drafts.hand_in, _my_draft),
    ("drafts.hand_in (the guest's)", drafts.hand_in, _draft_of_the_guest),
    ("drafts.throw_away (one's own)", drafts.throw_away, _my_draft),
    ("drafts.throw_away (the guest's)", drafts.throw_away, _draft_of_the_guest),
    ("options.choose_promises", options.choose_promises,
     lambda s, v: {"round_id": s["vote"], "promise_ids": [s["promise"]]}),
    ("options.set_cost", options.set_cost, _cost),
    ("round_clock.pause_round", round_clock.pause_round, ids(round_id="vote")),
    ("round_clock.resume_round", round_clock.resume_round, ids(round_id="vote")),
    ("round_clock.skip_round", round_clock.skip_round, ids(round_id="vote")),
    ("round_clock.plan_round", round_clock.plan_round,
     lambda s, v: {"round_id": s["vote"], "opens_at": None, "ends_at": None}),
]
