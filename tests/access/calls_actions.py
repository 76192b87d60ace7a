"""The calls about what is done: actions, looks whether they worked, money moved. Each makes its own."""

from datetime import timedelta
from typing import Any

from models import action_steps, actions, budget_lines, felt, outcome_checks, promises, publishing
from models.access import NOBODY, Viewer
from models.base import new_code, new_token
from tests.access.calls import What
from tests.access.material import STAFF_MARK
from tests.access.scene import Scene

ACTION = {"title": f"Ricambi {STAFF_MARK}", "lever": "process", "note": STAFF_MARK}


def _action(scene: Scene) -> str:
    owner = scene.people["process_owner"]
    return actions.start_action(scene.session, owner, now=scene.now, promise_id=scene["promise"], **ACTION)


def _step(scene: Scene) -> str:
    owner = scene.people["process_owner"]
    return action_steps.add_step(scene.session, owner, now=scene.now, action_id=_action(scene), title=STAFF_MARK)


def _with_step(scene: Scene, viewer: Viewer) -> What:
    return {"action_ids": [_of_step(scene)]}


def _of_step(scene: Scene) -> str:
    row = scene.session.get(action_steps.ActionStep, _step(scene))
    assert row is not None
    return row.action_id


def _telling(scene: Scene) -> What:
    look_on = scene.now.date() + timedelta(days=30)
    return {"idea_id": scene["guest_idea"], "words": f"Meno attese {STAFF_MARK}", "look_on": look_on}


def _check(scene: Scene) -> str:
    outcome_checks.accept_idea(scene.session, scene.people["manager"], now=scene.now, **_telling(scene))
    return outcome_checks.checks_of(scene.session, scene.people["manager"], now=scene.now)[0].id


def _with_check(scene: Scene, viewer: Viewer) -> What:
    _check(scene)
    return {"now": scene.now}


def _with_fixed(scene: Scene, viewer: Viewer) -> What:
    _check(scene)
    return {"idea_id": scene["guest_idea"]}


def _line(scene: Scene) -> str:
    who = scene.people["facilitator"]
    return budget_lines.add_line(
        scene.session, who, now=scene.now, name=f"Radio {new_code()} {STAFF_MARK}", year=2026, amount=9_000
    )


def _with_lines(scene: Scene, viewer: Viewer) -> What:
    _line(scene)
    return {"year": 2026}


def _published(scene: Scene) -> str:
    """The scene's promise, in use and on the public page."""
    owner = scene.people["administrator"]
    row = promises.promise_for(scene.session, owner, scene["promise"])
    if row.state != promises.State.IN_USE:
        promises.start_using(scene.session, owner, now=scene.now, promise_id=row.id)
    if not row.published:
        publishing.publish_promise(scene.session, owner, now=scene.now, promise_id=row.id)
    return row.id


def _felt(scene: Scene, viewer: Viewer) -> What:
    promise_id = _published(scene)
    felt.say_how_it_was(scene.session, NOBODY, now=scene.now, promise_id=promise_id, answer="yes", browser=new_token())
    return {"promise_ids": [promise_id]}


CALLS: list[tuple[str, Any, Any]] = [
    ("actions.start_action", actions.start_action, lambda s, v: {"promise_id": s["promise"], **ACTION}),
    ("actions.change_action", actions.change_action, lambda s, v: {"action_id": _action(s), **ACTION}),
    ("actions.move_action", actions.move_action,
     lambda s, v: {"action_id": _action(s), "state": "running", "on": s.now.date()}),
    ("actions.actions_of", actions.actions_of,
     lambda s, v: {"now": s.now, "promise_id": s["promise"]} if _action(s) else {}),
    ("action_steps.add_step", action_steps.add_step, lambda s, v: {"action_id": _action(s), "title": STAFF_MARK}),
    ("action_steps.tick_step", action_steps.tick_step, lambda s, v: {"step_id": _step(s)}),
    ("action_steps.change_step", action_steps.change_step, lambda s, v: {"step_id": _step(s), "title": STAFF_MARK}),
    ("action_steps.remove_step", action_steps.remove_step, lambda s, v: {"step_id": _step(s)}),
    ("action_steps.steps_of", action_steps.steps_of, _with_step),
    ("outcome_checks.accept_idea", outcome_checks.accept_idea, lambda s, v: _telling(s)),
    ("outcome_checks.answer_check", outcome_checks.answer_check,
     lambda s, v: {"check_id": _check(s), "answer": "worked"}),
    ("outcome_checks.fixed_with", outcome_checks.fixed_with, _with_fixed),
    ("outcome_checks.checks_of", outcome_checks.checks_of, _with_check),
    ("budget_lines.add_line", budget_lines.add_line,
     lambda s, v: {"name": f"Radio {new_code()}", "year": 2026, "amount": 1}),
    ("budget_lines.move_money", budget_lines.move_money,
     lambda s, v: {"from_id": _line(s), "to_id": _line(s), "amount": 5}),
    ("budget_lines.budget_view", budget_lines.budget_view, _with_lines),
    ("felt.say_how_it_was", felt.say_how_it_was,
     lambda s, v: {"promise_id": _published(s), "answer": "no", "browser": new_token()}),
    ("felt.felt_of", felt.felt_of, _felt),
    ("felt.my_felt", felt.my_felt, lambda s, v: {**_felt(s, v), "browser": new_token()}),
    ("felt.sentence_reported", felt.sentence_reported, lambda s, v: {"promise_id": _published(s)}),
    ("felt.leave_about_promise", felt.leave_about_promise,
     lambda s, v: {"promise_id": _published(s), "token": s["door"], "face": 2, "words": "Tardi.", "code": "CDEFGHJK"}),
    ("felt.told_at_door", felt.told_at_door, lambda s, v: {"door": "ABCDEFGHJKMN"}),
]  # fmt: skip
