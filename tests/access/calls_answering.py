"""The calls about answers: sent to all, told by mail, published; and what is spared. Each makes its own."""

from typing import Any

from models import mail_choices, public_answers, reply_all, reply_several, savings
from models.access import Viewer
from models.decisions import Decision
from models.mail_choices import MailChoice, mail_token
from tests.access.calls import What, ids, nothing
from tests.access.material import STAFF_MARK
from tests.access.scene import Scene

ENTRY = {"said": "Quando arriva?", "done": "Lo diciamo prima."}


def _idea(scene: Scene) -> str:
    row = scene.session.get(Decision, scene["decision"])
    assert row is not None
    return row.idea_id or ""


def _sent(scene: Scene, viewer: Viewer) -> What:
    manager = scene.people["manager"]
    if reply_all.sent_answers(scene.session, manager, idea_id=_idea(scene)):
        return {"idea_id": _idea(scene)}
    reply_all.send_reply(scene.session, manager, now=scene.now, decision_id=scene["decision"], words="Ecco.")
    return {"idea_id": _idea(scene)}


def _token(scene: Scene, purpose: str) -> str:
    guest = scene.people["guest"]
    mail_choices.choose_mail(scene.session, guest, now=scene.now, how="weekly", email="ospite@example.com")
    row = scene.session.get(MailChoice, guest.person_id)
    assert row is not None
    return mail_token(row, purpose)


def _entry(scene: Scene) -> str:
    return public_answers.write_answer(scene.session, scene.people["manager"], now=scene.now, **ENTRY)


def _written(scene: Scene, viewer: Viewer) -> What:
    _entry(scene)
    return {}


def _published(scene: Scene, viewer: Viewer) -> What:
    public_answers.publish_answer(scene.session, scene.people["manager"], now=scene.now, entry_id=_entry(scene))
    return {}


def _saving(scene: Scene) -> What:
    return {"what": f"Chiamate {STAFF_MARK}", "year": 2026, "a_week": 12, "minutes": 5.5,
            "estimated_by": scene.people["process_owner"].person_id}  # fmt: skip


def _saved(scene: Scene) -> str:
    return savings.enter_saving(scene.session, scene.people["manager"], now=scene.now, **_saving(scene))


CALLS: list[tuple[str, Any, Any]] = [
    ("reply_all.reply_preview", reply_all.reply_preview, ids(decision_id="decision")),
    ("reply_all.send_reply", reply_all.send_reply, lambda s, v: {"decision_id": s["decision"], "words": "Ecco."}),
    ("reply_several.several_preview", reply_several.several_preview, nothing),
    ("reply_several.send_replies", reply_several.send_replies, lambda s, v: {"decision_ids": [s["decision"]]}),
    ("reply_all.unsent_answers", reply_all.unsent_answers, nothing),
    ("reply_all.sent_answers", reply_all.sent_answers, _sent),
    ("mail_choices.choose_mail", mail_choices.choose_mail, lambda s, v: {"how": "never"}),
    ("mail_choices.my_mail_choice", mail_choices.my_mail_choice, nothing),
    ("mail_choices.confirm_mail", mail_choices.confirm_mail, lambda s, v: {"token": _token(s, "confirm")}),
    ("mail_choices.stop_mail", mail_choices.stop_mail, lambda s, v: {"token": _token(s, "stop")}),
    ("mail_choices.mail_link_view", mail_choices.mail_link_view,
     lambda s, v: {"token": _token(s, "stop"), "purpose": "stop"}),
    ("public_answers.write_answer", public_answers.write_answer, lambda s, v: ENTRY),
    ("public_answers.publish_answer", public_answers.publish_answer, lambda s, v: {"entry_id": _entry(s)}),
    ("public_answers.move_answer", public_answers.move_answer, lambda s, v: {"entry_id": _entry(s), "up": True}),
    ("public_answers.proposed_answer", public_answers.proposed_answer, lambda s, v: {"idea_id": _idea(s)}),
    ("public_answers.ideas_to_tell", public_answers.ideas_to_tell, nothing),
    ("public_answers.answers_written", public_answers.answers_written, _written),
    ("public_answers.public_answers", public_answers.public_answers, _published),
    ("savings.enter_saving", savings.enter_saving, lambda s, v: _saving(s)),
    ("savings.take_back_saving", savings.take_back_saving, lambda s, v: {"saving_id": _saved(s)}),
    ("savings.savings_of", savings.savings_of, lambda s, v: {"year": 2026} if _saved(s) else {}),
]  # fmt: skip
