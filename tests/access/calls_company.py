"""The calls about what belongs to the company: people, touchpoints, feedback, processes, promises, one's account."""

from collections.abc import Callable
from datetime import date
from typing import Any

from models import (
    case_sets,
    checks,
    decisions,
    entry_links,
    evidence,
    feedback,
    feedback_heard,
    feedback_ideas,
    functions,
    groups,
    installation,
    invitations,
    log,
    moved_bars,
    my_data,
    notices,
    people,
    portfolio,
    portfolio_view,
    privacy,
    processes,
    promises,
    readings,
    replay,
    scorecard,
    sign_ins,
    signatures,
    subjects,
    to_change,
    to_tell,
    today,
    touchpoints,
    trace,
    values,
    verdicts,
    voices,
    wordings,
)
from models.access import Viewer
from models.base import new_token
from tests.access.calls import What, ids, nothing, oneself
from tests.access.material import TERMS, some_cases
from tests.access.scene import RETURN_CODE, Scene


def _file(scene: Scene, viewer: Viewer) -> What:
    return {"as_of": scene.now, "file_name": "casi.csv", "file_hash": "b" * 64, "cases": some_cases(70)}


def _check(scene: Scene, **more: object) -> What:
    return {**_file(scene, scene.people["nobody"]), "lines": list(range(2, 72)), **TERMS, **more}


def _new_process(scene: Scene, viewer: Viewer) -> What:
    owner = scene.people["process_owner"].person_id
    return _check(scene, process={"name": "Riparazioni", "owner_id": owner})


def _invite(scene: Scene, **more: object) -> What:
    return {"token": new_token(), "function_id": scene.facts["functions"]["Marketing"], **more}


def _account(scene: Scene, viewer: Viewer) -> What:
    return {"name": "Ivo Tani", "email": "ivo@example.com", "password_hash": "no", "language": "it"}


def _thread(noun: str, name: str | None = None) -> Callable[[Scene, Viewer], What]:
    return lambda s, v: {"noun": noun, "object_id": s[name or noun]}


CALLS: list[tuple[str, Any, Any]] = [
    ("case_sets.evidence_sets", case_sets.evidence_sets, lambda s, v: {"process_ids": {s["process"]}}),
    ("case_sets.evidence_cases", case_sets.evidence_cases, lambda s, v: {"which": s.facts["set"]}),
    ("case_sets.evidence_of_many", case_sets.evidence_of_many, lambda s, v: {"sets": [s.facts["set"]]}),
    ("case_sets.evidence_summary", case_sets.evidence_summary, lambda s, v: {"which": s.facts["set"]}),
    ("checks.save_check", checks.save_check, _new_process),
    ("checks.save_check (into a process that exists)", checks.save_check,
     lambda s, v: _check(s, process_id=s["process"])),
    ("checks.save_check (from an idea of the group)", checks.save_check,
     lambda s, v: {**_new_process(s, v), "idea_id": s["anna_idea"]}),
    ("decisions.decide_promise", decisions.decide_promise,
     lambda s, v: {"promise_id": s["promise"], "outcome": "do"}),
    ("entry_links.make_entry_link", entry_links.make_entry_link,
     lambda s, v: {"person_id": s["rosa"], "token": new_token()}),
    ("entry_links.open_entry_link", entry_links.open_entry_link,
     lambda s, v: {"link": new_token(), "token": new_token()}),
    ("evidence.load_cases", evidence.load_cases, lambda s, v: {"process_id": s["process"], **_file(s, v)}),
    ("evidence.undo_load", evidence.undo_load, lambda s, v: {"process_id": s["process"], "number": 1}),
    ("evidence.loads_of", evidence.loads_of, ids(process_id="process")),
    ("feedback.leave_feedback", feedback.leave_feedback,
     lambda s, v: {"token": s["door"], "face": 4, "words": "Bene.", "code": "BCDEFGHJ"}),
    ("feedback.follow_feedback", feedback.follow_feedback, lambda s, v: {"code": s.facts["follow_of_group"]}),
    ("feedback_heard.record_feedback", feedback_heard.record_feedback,
     lambda s, v: {"touchpoint_id": s["touchpoint"], "source": "phone", "face": 2, "words": "Lento."}),
    ("feedback.read_feedback", feedback.read_feedback, ids(feedback_id="voice")),
    ("feedback_ideas.turn_feedback", feedback_ideas.turn_feedback, ids(feedback_id="voice", group_id="group")),
    ("feedback_ideas.link_feedback", feedback_ideas.link_feedback, ids(feedback_id="voice", idea_id="anna_idea")),
    ("functions.add_function", functions.add_function, lambda s, v: {"name": "Qualità", "side": "keeps"}),
    ("groups.create_group", groups.create_group, lambda s, v: {"name": "Un terzo tavolo"}),
    ("installation.open_installation", installation.open_installation,
     lambda s, v: {"code": "ABCDEFGH", "company": "Mia", **_account(s, v)}),
    ("installation.call_invented", installation.call_invented, nothing),
    ("invitations.invite_person", invitations.invite_person, lambda s, v: _invite(s)),
    ("invitations.invite_person (into the group)", invitations.invite_person,
     lambda s, v: _invite(s, group_id=s["group"])),
    ("invitations.invite_person (to manage the group)", invitations.invite_person,
     lambda s, v: _invite(s, group_id=s["group"], role="manager")),
    ("invitations.invite_person (as administrator)", invitations.invite_person,
     lambda s, v: _invite(s, role="administrator")),
    ("invitations.accept_invitation", invitations.accept_invitation,
     lambda s, v: {"token": s.facts["invitation"], **_account(s, v)}),
    ("invitations.revoke_invitation", invitations.revoke_invitation, ids(invitation_id="invitation")),
    ("log.log_page", log.log_page, nothing),
    ("log.record_whole", log.record_whole, nothing),
    ("my_data.export_my_data", my_data.export_my_data, nothing),
    ("notices.mark_read", notices.mark_read, nothing),
    ("notices.notices_for", notices.notices_for, nothing),
    ("notices.unread_count", notices.unread_count, nothing),
    ("notices.unread_in_company", notices.unread_in_company, nothing),
    ("people.disable_person", people.disable_person, ids(person_id="rosa")),
    ("people.disable_person (the last administrator)", people.disable_person,
     lambda s, v: {"person_id": s.people["administrator"].person_id}),
    ("people.set_administrator", people.set_administrator, lambda s, v: {"person_id": s["rosa"], "on": True}),
    ("people.set_administrator (oneself)", people.set_administrator, oneself(on=True)),
    ("people.set_administrator (a customer)", people.set_administrator,
     lambda s, v: {"person_id": s.people["customer"].person_id, "on": True}),
    ("people.set_administrator (the last one off)", people.set_administrator,
     lambda s, v: {"person_id": s.people["administrator"].person_id, "on": False}),
    ("people.set_language", people.set_language, lambda s, v: {"language": "en"}),
    ("people.people_all", people.people_all, nothing),
    ("portfolio.promise_rows", portfolio.promise_rows, nothing),
    ("portfolio.promise_card", portfolio.promise_card, ids(promise_id="promise")),
    ("privacy.erase_person (oneself)", privacy.erase_person, nothing),
    ("privacy.erase_person (somebody else)", privacy.erase_person, ids(person_id="rosa")),
    ("processes.create_process", processes.create_process,
     lambda s, v: {"name": "Riparazioni", "owner_id": s.people["process_owner"].person_id}),
    ("processes.change_process", processes.change_process,
     lambda s, v: {"process_id": s["process"], "name": "Consegne", "owner_id": s["rosa"]}),
    ("processes.processes_all", processes.processes_all, nothing),
    ("processes.process_view", processes.process_view, ids(process_id="process")),
    ("promises.create_promise", promises.create_promise, lambda s, v: {"process_id": s["process"], **TERMS}),
    ("promises.create_promise (from an idea of the group)", promises.create_promise,
     lambda s, v: {"process_id": s["process"], "idea_id": s["anna_idea"], **TERMS}),
    ("promises.change_promise", promises.change_promise,
     lambda s, v: {"promise_id": s["promise"], "version": 1, **TERMS, "amount": 72}),
    ("promises.ask_keeper", promises.ask_keeper, ids(promise_id="draft_promise")),
    ("promises.start_using", promises.start_using, ids(promise_id="draft_promise")),
    ("promises.withdraw_promise", promises.withdraw_promise, ids(promise_id="promise")),
    ("readings.read_sheet", readings.read_sheet,
     lambda s, v: {"touchpoint_id": s["touchpoint"], "fingerprint": "a" * 64}),
    ("readings.readers_of", readings.readers_of,
     lambda s, v: {"touchpoint_id": s["touchpoint"], "fingerprint": "a" * 64}),
    ("subjects.subjects_of", subjects.subjects_of, nothing),
    ("sign_ins.change_password", sign_ins.change_password, lambda s, v: {"password_hash": "no"}),
    ("sign_ins.own_hash", sign_ins.own_hash, nothing),
    ("sign_ins.return_by_code", sign_ins.return_by_code, lambda s, v: {"code": RETURN_CODE, "token": new_token()}),
    ("sign_ins.sign_out", sign_ins.sign_out, nothing),
    ("signatures.sign_promise", signatures.sign_promise,
     lambda s, v: {"promise_id": s["promise"], "version": 1, "answer": "yes"}),
    ("signatures.signatures_of", signatures.signatures_of, ids(promise_id="promise")),
    ("signatures.to_sign", signatures.to_sign, nothing),
    ("today.today_view", today.today_view, nothing),
    ("touchpoints.add_touchpoint", touchpoints.add_touchpoint,
     lambda s, v: {"name": "Telefono", "stage_id": s["stage"]}),
    ("touchpoints.change_touchpoint", touchpoints.change_touchpoint,
     lambda s, v: {"touchpoint_id": s["touchpoint"], "name": "Negozio", "stage_id": s["stage"], "control": "ours"}),
    ("touchpoints.open_doors", touchpoints.open_doors, nothing),
    ("touchpoints.stages_all", touchpoints.stages_all, nothing),
    ("touchpoints.touchpoints_all", touchpoints.touchpoints_all, nothing),
    ("trace.trace_of (an idea)", trace.trace_of, _thread("idea", "anna_idea")),
    ("trace.trace_of (a decision)", trace.trace_of, _thread("decision")),
    ("trace.trace_of (a feedback)", trace.trace_of, _thread("feedback", "voice_of_group")),
    ("trace.trace_of (a promise)", trace.trace_of, _thread("promise", "promise_of_idea")),
    ("trace.trace_of (a process)", trace.trace_of, _thread("process")),
    ("verdicts.promise_bases", verdicts.promise_bases, nothing),
    ("verdicts.record_verdict", verdicts.record_verdict,
     lambda s, v: {"promise_id": s["draft_promise"], **s.facts["study:draft_promise"]}),
    ("verdicts.latest_verdicts", verdicts.latest_verdicts, lambda s, v: {"promise_ids": [s["promise"]]}),
    ("verdicts.verdicts_of", verdicts.verdicts_of, ids(promise_id="promise")),
    ("moved_bars.how_often_moved", moved_bars.how_often_moved, nothing),
    ("moved_bars.moved_bars", moved_bars.moved_bars, nothing),
    ("portfolio_view.portfolio_view", portfolio_view.portfolio_view, nothing),
    ("replay.replay_plan", replay.replay_plan, lambda s, v: {"today": s.now.date()}),
    ("scorecard.scorecard_facts", scorecard.scorecard_facts,
     lambda s, v: {"places": wordings.told_everywhere(s.session, s.people["member"])}),
    ("to_change.change_done", to_change.change_done, lambda s, v: {"item_id": s["item"], "words": "in 3 giorni"}),
    ("to_change.figures_to_tell", to_change.figures_to_tell, nothing),
    ("to_tell.answers_given", to_tell.answers_given, nothing),
    ("to_change.to_change_of", to_change.to_change_of,
     lambda s, v: {"promise_id": s["promise"], "today": s.now.date()}),
    ("to_change.to_change_open", to_change.to_change_open, lambda s, v: {"today": s.now.date()}),
    ("values.add_value", values.add_value, lambda s, v: {"name": "Fresco", "promise_ids": [s["promise"]]}),
    ("values.change_value", values.change_value, lambda s, v: {"value_id": s["value"], "name": "Vicino"}),
    ("values.remove_value", values.remove_value, ids(value_id="value")),
    ("values.values_all", values.values_all, nothing),
    ("voices.feedback_counts", voices.feedback_counts, nothing),
    ("voices.feedback_listed", voices.feedback_listed, nothing),
    ("wordings.add_wording", wordings.add_wording, lambda s, v: {"promise_id": s["promise"], **s.facts["place"]}),
    ("wordings.change_wording", wordings.change_wording,
     lambda s, v: {"wording_id": s["wording"], **s.facts["place"], "seen_on": date(2026, 11, 1)}),
    ("wordings.remove_wording", wordings.remove_wording, ids(wording_id="wording")),
    ("wordings.say_another_figure", wordings.say_another_figure,
     lambda s, v: {"promise_id": s["promise"], "amount": 4, "unit": "d"}),
    ("wordings.see_wording", wordings.see_wording, ids(wording_id="wording")),
    ("wordings.told_everywhere", wordings.told_everywhere, nothing),
    ("wordings.wordings_of", wordings.wordings_of, ids(promise_id="promise")),
]  # fmt: skip
