"""The calls about listening: what care does about a voice, what counts, organisations, lists, our own answers."""

from dataclasses import dataclass
from datetime import timedelta

from models import (
    feedback,
    feedback_care,
    feedback_heard,
    feedback_loads,
    feedback_more,
    matters,
    organisations,
    own_answers,
    voices,
)
from models.access import NOBODY, Viewer
from models.base import new_code
from tests.access.calls import What, ids, nothing
from tests.access.material import STAFF_MARK
from tests.access.scene import Scene


@dataclass(frozen=True)
class Row:
    """One row of a list, as a sheet gives it."""

    row: int = 2
    at: float | None = None
    words: str = ""
    touchpoint: str = ""
    to_touchpoint: str = ""
    source: str = ""
    face: str = ""
    reference: str = ""
    matter: str = ""
    came_by: str = ""
    function: str = ""
    organisation: str = ""
    profile: str = ""
    recommends: str = ""
    effort: str = ""
    key: str = ""
    ticks: tuple[bool, bool, bool] = (False, False, False)


def _list(scene: Scene, viewer: Viewer) -> What:
    # Another text each time: the same contents come in once.
    row = Row(words=f"Pacco in ritardo, {new_code()}. {STAFF_MARK}")
    return {"rows": [row], "touchpoint_id": scene["touchpoint"], "source": "review"}


def _own_list(scene: Scene, viewer: Viewer) -> What:
    """A list this very person brought in (somebody who works here, else the owner)."""
    who = viewer if viewer.is_staff else scene.people["process_owner"]
    found = feedback_loads.load_voices(scene.session, who, now=scene.now, **_list(scene, who))
    return {"load_id": found}


def _some_loads(scene: Scene, viewer: Viewer) -> What:
    _own_list(scene, viewer)
    return {}


def _some_bar(scene: Scene, viewer: Viewer) -> What:
    who = scene.people["process_owner"]
    organisations.organisation_named(scene.session, who, now=scene.now, name=f"Bar {new_code()} {STAFF_MARK}")
    return {}


def _noted(scene: Scene, viewer: Viewer) -> What:
    """Something this very person noted."""
    if viewer.is_staff:
        feedback_heard.record_feedback(
            scene.session, viewer, now=scene.now, touchpoint_id=scene["touchpoint"], source="phone", face=2,
            words=f"Lento. {STAFF_MARK}",
        )  # fmt: skip
    return {}


def _noted_again(scene: Scene, viewer: Viewer) -> What:
    """What is asked again of a voice this very person noted; else of one that somebody else noted."""
    who = viewer if viewer.is_staff else scene.people["process_owner"]
    said = {"touchpoint_id": scene["touchpoint"], "source": "phone", "face": 2, "words": f"Lento. {STAFF_MARK}"}
    found = feedback_heard.record_feedback(scene.session, who, now=scene.now, **said)  # type: ignore[arg-type]
    return {"feedback_id": found, **said}


def _noted_back(scene: Scene, viewer: Viewer) -> What:
    return {"feedback_id": _noted_again(scene, viewer)["feedback_id"]}


def _just_left(scene: Scene, viewer: Viewer) -> What:
    code = new_code()
    feedback.leave_feedback(scene.session, NOBODY, now=scene.now, token=scene["door"], face=4, code=code)
    return {"code": code, "recommends": 9}


def _matter(scene: Scene, viewer: Viewer) -> What:
    row = matters.Matter(name=new_code(), folded=new_code(), position=1)
    scene.session.add(row)
    scene.session.flush()
    return {"matter_id": row.id, "name": f"cura {new_code()}"}


CALLS = [
    ("feedback_care.take_feedback", feedback_care.take_feedback,
     lambda s, v: {"feedback_id": s["voice"], "answer_by": s.now.date() + timedelta(days=3),
                   "person_id": s.people["process_owner"].person_id}),
    ("feedback_care.answer_feedback", feedback_care.answer_feedback,
     lambda s, v: {"feedback_id": s["voice"], "words": "Arriva domani."}),
    ("feedback_care.close_feedback", feedback_care.close_feedback,
     lambda s, v: {"feedback_id": s["voice"], "words": "Grazie di averci scritto."}),
    ("feedback_care.tick_argued", feedback_care.tick_argued,
     lambda s, v: {"feedback_id": s["voice"], "said_what": True, "said_when": False, "said_proof": False}),
    ("feedback_care.assign_feedback", feedback_care.assign_feedback,
     lambda s, v: {"feedback_id": s["voice"], "function_id": None}),
    ("feedback_care.confirm_faces", feedback_care.confirm_faces, lambda s, v: {"faces": {s["voice"]: 3}}),
    ("feedback_care.late_answers", feedback_care.late_answers, lambda s, v: {"today": s.now.date()}),
    ("feedback_care.care_time", feedback_care.care_time, lambda s, v: {"since": s.now}),
    ("feedback_care.listening_people", feedback_care.listening_people, nothing),
    ("feedback_heard.correct_feedback (one's own)", feedback_heard.correct_feedback, _noted_again),
    ("feedback_heard.heard_choices", feedback_heard.heard_choices, nothing),
    ("feedback_heard.still_correctable", feedback_heard.still_correctable, _noted),
    ("feedback_heard.take_back_feedback (one's own)", feedback_heard.take_back_feedback, _noted_back),
    ("feedback_more.add_to_feedback", feedback_more.add_to_feedback, _just_left),
    ("feedback_loads.voices_plan", feedback_loads.voices_plan, _list),
    ("feedback_loads.load_voices", feedback_loads.load_voices, _list),
    ("feedback_loads.loads_of_voices", feedback_loads.loads_of_voices, _some_loads),
    ("feedback_loads.undo_load_of_voices (one's own)", feedback_loads.undo_load_of_voices, _own_list),
    ("matters.add_matter", matters.add_matter, lambda s, v: {"name": f"cura {new_code()}"}),
    ("matters.rename_matter", matters.rename_matter, _matter),
    ("organisations.organisation_named", organisations.organisation_named,
     lambda s, v: {"name": f"Bar {new_code()} {STAFF_MARK}"}),
    ("organisations.organisations_found", organisations.organisations_found, _some_bar),
    ("organisations.place_person", organisations.place_person,
     lambda s, v: {"person_id": s.people["customer"].person_id, "organisation_id": None}),
    ("own_answers.use_own_answers", own_answers.use_own_answers, ids(process_id="process")),
    ("own_answers.end_own_answers", own_answers.end_own_answers, ids(process_id="process")),
    ("own_answers.own_answers_of", own_answers.own_answers_of, ids(process_id="process")),
    ("voices.last_noted", voices.last_noted, _noted),
]  # fmt: skip
