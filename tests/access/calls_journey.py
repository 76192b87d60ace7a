"""The calls about the journey: profiles, diaries, weekly numbers, the map, listening in figures, several voices."""

from datetime import timedelta
from typing import Any

from models import (
    diaries,
    diary_calls,
    feedback_heard,
    journey,
    journey_stories,
    listening_figures,
    profiles,
    themes,
    touchpoints,
    traffic,
)
from models.access import NOBODY, Viewer
from models.base import new_code, new_token
from tests.access.calls import What, nothing
from tests.access.material import STAFF_MARK
from tests.access.scene import Scene

ZONE = "Europe/Rome"


def _profile(scene: Scene, viewer: Viewer) -> What:
    who = scene.people["process_owner"]
    name = f"Anna {new_code()} {STAFF_MARK}"
    found = profiles.add_profile(scene.session, who, now=scene.now, name=name)
    return {"profile_id": found, "name": name}


def _with_profile(scene: Scene, viewer: Viewer) -> What:
    _profile(scene, viewer)
    return {}


def _new_call(scene: Scene, viewer: Viewer) -> What:
    return {"zone": ZONE, "title": f"Raccontateci {STAFF_MARK}", "ends_on": scene.now.date() + timedelta(days=9)}


def _token(scene: Scene) -> str:
    who = scene.people["process_owner"]
    diary_calls.invite_to_diary(scene.session, who, now=scene.now, zone=ZONE, title="Raccontateci",
                                ends_on=scene.now.date() + timedelta(days=9))  # fmt: skip
    return diaries.diary_calls(scene.session, who, now=scene.now, zone=ZONE)[0].token


def _code(scene: Scene) -> str:
    code = new_code(diaries.CODE_LENGTH)
    diaries.begin_diary(scene.session, NOBODY, now=scene.now, zone=ZONE, token=_token(scene), code=code, agreed=True)
    return code


def _to_close(scene: Scene, viewer: Viewer) -> What:
    _token(scene)
    who = scene.people["process_owner"]
    return {"call_id": diaries.diary_calls(scene.session, who, now=scene.now, zone=ZONE)[0].id}


def _entry(scene: Scene, viewer: Viewer) -> What:
    code = _code(scene)
    found = diaries.note_entry(scene.session, NOBODY, now=scene.now, zone=ZONE, code=code, face=2,
                               touchpoint_id=scene["touchpoint"])  # fmt: skip
    return {"code": code, "entry_id": found}


def _listed(scene: Scene, viewer: Viewer) -> What:
    _token(scene)
    return {"zone": ZONE}


def _rows(scene: Scene) -> list[traffic.TrafficRow]:
    stage = touchpoints.stages_all(scene.session, scene.people["process_owner"])[0]
    return [traffic.TrafficRow(stage.name, scene.now.date() - timedelta(days=9), 12, 3, 2)]


def _load(scene: Scene, viewer: Viewer) -> What:
    who = scene.people["process_owner"]
    sha = new_token().ljust(64, "0")[:64]
    return {"load_id": traffic.load_traffic(scene.session, who, now=scene.now, rows=_rows(scene), sha256=sha)}


def _week(scene: Scene, viewer: Viewer) -> What:
    stage = touchpoints.stages_all(scene.session, scene.people["process_owner"])[0]
    return {"stage_id": stage.id, "week": scene.now.date() - timedelta(days=9), "arrived": 12, "left": 3}


def _noted(scene: Scene, viewer: Viewer) -> What:
    traffic.note_traffic(scene.session, scene.people["process_owner"], now=scene.now, **_week(scene, viewer))
    return {"since": scene.now.date() - timedelta(days=90)}


def _said_late(scene: Scene, viewer: Viewer) -> str:
    """Two voices that say the same; the id of one."""
    what: What = {"touchpoint_id": scene["touchpoint"], "source": "phone", "face": 1}
    who = scene.people["process_owner"]
    said = [feedback_heard.record_feedback(scene.session, who, now=scene.now - timedelta(hours=1), words=words, **what)
            for words in ("Pacco in ritardo", "In ritardo il pacco")]  # fmt: skip
    return said[0]


def _with_late(scene: Scene, viewer: Viewer) -> What:
    _said_late(scene, viewer)
    return {"word": "ritardo"}


def _loads(scene: Scene, viewer: Viewer) -> What:
    _load(scene, viewer)
    return {}


CALLS: list[tuple[str, Any, Any]] = [
    ("diaries.begin_diary", diaries.begin_diary,
     lambda s, v: {"zone": ZONE, "token": _token(s), "code": new_code(diaries.CODE_LENGTH), "agreed": True}),
    ("diaries.delete_diary", diaries.delete_diary, lambda s, v: {"code": _code(s)}),
    ("diaries.delete_entry", diaries.delete_entry, _entry),
    ("diaries.diary_call", diaries.diary_call, lambda s, v: {"zone": ZONE, "token": _token(s)}),
    ("diaries.diary_calls", diaries.diary_calls, _listed),
    ("diaries.diary_of_code", diaries.diary_of_code, lambda s, v: {"zone": ZONE, "code": _code(s)}),
    ("diaries.note_entry", diaries.note_entry,
     lambda s, v: {"zone": ZONE, "code": _code(s), "touchpoint_id": s["touchpoint"], "face": 2}),
    ("diary_calls.close_diary_call", diary_calls.close_diary_call, _to_close),
    ("diary_calls.invite_to_diary", diary_calls.invite_to_diary, _new_call),
    ("journey.journey", journey.journey, nothing),
    ("journey_stories.diary_moments", journey_stories.diary_moments, lambda s, v: (_entry(s, v), {})[1]),
    ("journey_stories.journey_cell", journey_stories.journey_cell,
     lambda s, v: {"touchpoint_ids": [s["touchpoint"]]}),
    ("listening_figures.listening_figures", listening_figures.listening_figures, nothing),
    ("listening_figures.places_to_choose", listening_figures.places_to_choose, nothing),
    ("profiles.add_profile", profiles.add_profile, lambda s, v: {"name": f"Anna {STAFF_MARK}"}),
    ("profiles.change_profile", profiles.change_profile, _profile),
    ("profiles.profiles_all", profiles.profiles_all, _with_profile),
    ("themes.alike_voices", themes.alike_voices, lambda s, v: {"feedback_id": _said_late(s, v)}),
    ("themes.link_several", themes.link_several,
     lambda s, v: {"feedback_ids": [s["voice"]], "idea_id": s["anna_idea"]}),
    ("themes.turn_several", themes.turn_several,
     lambda s, v: {"feedback_ids": [s["voice"]], "group_id": s["group"], "words": "Prima."}),
    ("themes.voices_with_word", themes.voices_with_word, _with_late),
    ("traffic.load_traffic", traffic.load_traffic, lambda s, v: {"rows": _rows(s), "sha256": "a" * 64}),
    ("traffic.note_traffic", traffic.note_traffic, _week),
    ("traffic.traffic_by_stage", traffic.traffic_by_stage, lambda s, v: _noted(s, v) | {"until": s.now.date()}),
    ("traffic.traffic_loads", traffic.traffic_loads, _loads),
    ("traffic.traffic_noted", traffic.traffic_noted, _noted),
    ("traffic.traffic_plan", traffic.traffic_plan,
     lambda s, v: {"rows": [traffic.TrafficRow("?", s.now.date(), 1, 2, 2)], "sha256": "a" * 64}),
    ("traffic.undo_traffic", traffic.undo_traffic, _load),
]  # fmt: skip
