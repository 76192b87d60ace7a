"""The calls about what stands around a promise: what customers expect, what competitors say. Each makes its own."""

from datetime import date
from typing import Any

from models import asking, competitors, expectations
from models.access import NOBODY, Viewer
from models.base import new_token
from tests.access.calls import What
from tests.access.material import STAFF_MARK
from tests.access.scene import Scene

CLAIM = {"name": f"Nerofondo {STAFF_MARK}", "claim": "in 24 ore", "low": 1, "high": 1, "unit": "d",
         "seen_on": date(2026, 11, 1)}  # fmt: skip


def _token(scene: Scene) -> str:
    marta = scene.people["member"]
    return asking.start_asking(scene.session, marta, now=scene.now, promise_id=scene["promise"], question="Quanto?")


def _asked(scene: Scene, viewer: Viewer) -> What:
    _token(scene)
    return {"promise_id": scene["promise"]}


def _answered(scene: Scene, viewer: Viewer) -> What:
    expectations.answer_expectation(scene.session, NOBODY, now=scene.now, **_answer(scene, viewer))
    return {"promise_id": scene["promise"]}


def _answer(scene: Scene, viewer: Viewer) -> What:
    return {"token": _token(scene), "amount": 2, "origin": "friend", "browser": new_token()}


def _claim(scene: Scene) -> str:
    marta = scene.people["member"]
    return competitors.add_competitor(scene.session, marta, now=scene.now, promise_id=scene["promise"], **CLAIM)


def _claims(scene: Scene, viewer: Viewer) -> What:
    _claim(scene)
    return {"promise_ids": [scene["promise"]], "today": date(2026, 11, 2)}


def _door(scene: Scene, viewer: Viewer) -> What:
    _token(scene)
    return {"door": scene["door"], "browser": new_token()}


CALLS: list[tuple[str, Any, Any]] = [
    ("asking.start_asking", asking.start_asking, lambda s, v: {"promise_id": s["promise"], "question": "Quanto?"}),
    ("asking.stop_asking", asking.stop_asking, _asked),
    ("asking.asking_of", asking.asking_of, _asked),
    ("expectations.answer_expectation", expectations.answer_expectation, _answer),
    ("expectations.question_at", expectations.question_at, lambda s, v: {"token": _token(s)}),
    ("expectations.question_at_door", expectations.question_at_door, _door),
    ("expectations.expectation_of", expectations.expectation_of, _answered),
    ("expectations.expectations_of", expectations.expectations_of,
     lambda s, v: {"promise_ids": [_answered(s, v)["promise_id"]]}),
    ("competitors.add_competitor", competitors.add_competitor, lambda s, v: {"promise_id": s["promise"], **CLAIM}),
    ("competitors.change_competitor", competitors.change_competitor,
     lambda s, v: {"competitor_id": _claim(s), **CLAIM, "claim": "in giornata"}),
    ("competitors.remove_competitor", competitors.remove_competitor, lambda s, v: {"competitor_id": _claim(s)}),
    ("competitors.claims_of", competitors.claims_of, _claims),
]  # fmt: skip
