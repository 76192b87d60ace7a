"""One company in which everything exists that a command or question can be about, and everybody of the matrix.

What only the group's people may read bears the mark GROUP_MARK, what only who works here may read bears STAFF_MARK: an
answer given to somebody else in which a mark turns up is a leak, whatever the table says.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from models import (
    attendance,
    ballots,
    comments,
    conduct,
    curation,
    decisions,
    evidence,
    feedback,
    feedback_ideas,
    functions,
    groups,
    ideas,
    imports,
    invitations,
    options,
    processes,
    promises,
    reply_all,
    rounds,
    signatures,
    supports,
    to_change,
    touchpoints,
    values,
    verdicts,
    wordings,
    workshops,
)
from models.access import NOBODY, Viewer
from models.base import new_token, token_hash
from models.people import Person
from models.rounds import rounds_in
from models.studies import study
from models.viewers import viewer_of_person
from tests import company as small
from tests.access.material import GROUP_MARK, STAFF_MARK, TERMS, SheetLine, some_cases

FOLLOW_CODE, RETURN_CODE = "ABCDEFGH", "ABC234"


def at(minutes: float) -> datetime:
    """So many minutes after the founding."""
    return small.NOW + timedelta(minutes=minutes)


@dataclass
class Scene:
    """Who is there, and what, by name."""

    session: Session
    company: small.Company
    people: dict[str, Viewer]
    ids: dict[str, str] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    now: datetime = small.NOW

    def __getitem__(self, name: str) -> str:
        """The id of a thing by its name in the scene."""
        return self.ids[name]


def set_up(session: Session) -> Scene:
    """The company before anything has opened: the workshop stands, collecting and voting wait."""
    company = small.found(session)
    removed = small.add_person(session, company.manager, "Nora Valli", "Vendite", company.group_id)
    scene = Scene(session, company, {})
    scene.ids |= {"group": company.group_id, "other_group": company.other_group_id}
    elena = company.facilitator
    groups.change_group(
        session, company.manager, now=at(0), group_id=company.group_id, name=f"Il Tavolo {GROUP_MARK}",
        purpose=GROUP_MARK, zone="Europe/Rome",
    )  # fmt: skip
    stage_id = touchpoints.stages_all(session, company.administrator)[0].id
    scene.ids |= {"stage": stage_id}
    scene.ids["touchpoint"] = touchpoints.add_touchpoint(
        session, company.administrator, now=at(0), name="Bottega", stage_id=stage_id
    )
    scene.ids["door"] = touchpoints.touchpoints_all(session, company.administrator)[0].door_token
    _workshops(scene, elena)
    there = {
        "workshop": (company.guest, company.customer, company.marketing, removed),
        "quiet_workshop": (company.guest, company.customer), "other_workshop": (company.guest_of_another,),
    }  # fmt: skip
    for name, who in ((name, who) for name, people in there.items() for who in people):
        attendance.attend(session, scene[name], who.person_id or "", None, now=at(1))
    scene.ids["removed"] = removed.person_id or ""
    scene.ids["guest"] = company.guest.person_id or ""
    session.get_one(Person, scene["guest"]).return_code_hash = token_hash(RETURN_CODE)
    scene.people = {
        "nobody": NOBODY, "guest": company.guest, "guest_of_another": company.guest_of_another,
        "customer": company.customer, "member": company.marketing, "facilitator": elena, "manager": company.manager,
        "process_owner": company.outsider, "administrator": company.administrator,
        "removed": company.removed, "disabled": company.disabled,
    }  # fmt: skip
    _promises(scene)
    _ideas_between(scene)
    _invitations(scene)
    return scene


def open_collecting(scene: Scene) -> None:
    """Everybody writes; somebody supports and comments; Nora is taken out of the group; the list of the vote stands."""
    session, now = scene.session, at(30)
    nora = viewer_of_person(session, scene["removed"])
    people = {**scene.people, "removed": nora}
    conduct.open_round(session, people["facilitator"], now=now, round_id=scene["collect"])
    writers = {"customer": "anna_idea", "facilitator": "elena_idea", "guest": "guest_idea", "member": "hidden_idea",
               "removed": "nora_idea"}  # fmt: skip
    for who, name in writers.items():
        scene.ids[name] = ideas.write_idea(
            session, people[who], now=now, round_id=scene["collect"], text=f"{GROUP_MARK} {name} aspettare il pacco"
        )
    scene.ids["withdrawn_idea"] = ideas.write_idea(
        session, people["customer"], now=now, round_id=scene["collect"], text=f"{GROUP_MARK} da ritirare"
    )
    ideas.withdraw_idea(session, people["customer"], now=now, idea_id=scene["withdrawn_idea"])
    scene.ids["merged_idea"] = ideas.write_idea(
        session, people["facilitator"], now=now, round_id=scene["collect"], text=f"{GROUP_MARK} la stessa cosa"
    )
    curation.merge_ideas(
        session, people["facilitator"], now=now, idea_id=scene["merged_idea"], into_id=scene["elena_idea"]
    )
    for who in ("guest", "member", "removed"):
        supports.support_idea(session, people[who], now=now, idea_id=scene["anna_idea"])
    scene.ids["comment"] = comments.add_comment(
        session, people["customer"], now=now, idea_id=scene["elena_idea"], text=f"{GROUP_MARK} anche da noi"
    )
    curation.hide_idea(session, people["facilitator"], now=now, idea_id=scene["hidden_idea"], reason=GROUP_MARK)
    options.choose_options(
        session, people["facilitator"], now=now, round_id=scene["vote"],
        idea_ids=[scene["anna_idea"], scene["elena_idea"], scene["guest_idea"]],
    )  # fmt: skip
    # Left by somebody outside the group who has a place elsewhere.
    scene.ids["voice_of_group"] = _voice(scene, "STUVWXYZ", now, people["guest_of_another"])
    feedback_ideas.link_feedback(
        session, people["member"], now=now, feedback_id=scene["voice_of_group"], idea_id=scene["anna_idea"]
    )
    scene.facts["follow_of_group"] = "STUVWXYZ"
    groups.remove_member(
        session, people["manager"], now=now, group_id=scene["group"], person_id=scene["removed"]
    )
    scene.people["removed"] = small.again(session, nora)
    scene.now = at(35)


def open_voting(scene: Scene) -> None:
    """Collecting ends, everybody who has a side votes."""
    session, people, now = scene.session, scene.people, at(60)
    conduct.open_round(session, people["facilitator"], now=now, round_id=scene["vote"])
    first = options.options_in(session, scene["vote"])[0].id
    scene.facts["points"] = {first: 1}
    for who in ("guest", "customer", "member", "facilitator"):
        ballots.cast_ballot(session, people[who], now=now, round_id=scene["vote"], points={first: 1})
    scene.ids["late_idea"] = ideas.hand_in_late(
        session, people["guest"], now=now, round_id=scene["collect"], text=f"{GROUP_MARK} arrivata tardi"
    )
    scene.now = at(65)


def close_voting(scene: Scene) -> None:
    """The result stands; the manager decides about one idea and asks about another."""
    session, people, now = scene.session, scene.people, at(90)
    conduct.close_round(session, people["facilitator"], now=now, round_id=scene["vote"])
    scene.ids["decision"] = decisions.decide_idea(
        session, people["manager"], now=now, idea_id=scene["elena_idea"], outcome="do", reason="La vogliono tutti.",
        promise_id=scene["promise"],
    )  # fmt: skip
    scene.ids["question"] = decisions.decide_idea(
        session, people["manager"], now=now, idea_id=scene["anna_idea"], outcome="ask", reason="Quando succede?"
    )
    reply_all.send_reply(session, people["manager"], now=now, decision_id=scene["question"], words="Quando succede?")
    promise = promises.create_promise(
        session, people["member"], now=now, process_id=scene["process"], idea_id=scene["anna_idea"],
        **{**TERMS, "sentence": f"{STAFF_MARK}: ancora una bozza"},
    )  # fmt: skip
    scene.ids["promise_of_idea"] = promise
    scene.now = at(95)


def archive(scene: Scene) -> None:
    """The workshop is only read from here on."""
    workshops.archive_workshop(
        scene.session, scene.people["facilitator"], now=at(120), workshop_id=scene["workshop"]
    )
    scene.now = at(125)


def _workshops(scene: Scene, elena: Viewer) -> None:
    session, company = scene.session, scene.company
    day = date(2026, 11, 17)
    questions = [f"{GROUP_MARK}: che cosa ti ha fatto aspettare?", f"{GROUP_MARK}: quali portiamo avanti?"]
    for name, who, group_id in (
        ("workshop", elena, scene["group"]),
        ("quiet_workshop", elena, scene["group"]),
        ("other_workshop", company.administrator, scene["other_group"]),
    ):
        title = "Un altro incontro" if who is company.administrator else f"{GROUP_MARK} {name}"
        scene.ids[name] = conduct.create_workshop(
            session, who, now=at(0), group_id=group_id, title=title, planned_on=day, questions=questions
        )
    scene.ids["collect"], scene.ids["vote"] = (row.id for row in rounds_in(session, scene["workshop"]))
    scene.ids["quiet"] = rounds_in(session, scene["quiet_workshop"])[0].id
    rounds.change_round(
        session, elena, now=at(0), round_id=scene["quiet"], question=GROUP_MARK, secret=True, others_see=False,
        latecomers=True, budget=None, cap=3,
    )  # fmt: skip
    conduct.open_round(session, elena, now=at(0), round_id=scene["quiet"])
    ideas.write_idea(session, company.customer, now=at(1), round_id=scene["quiet"], text=f"{GROUP_MARK} sottovoce")
    join = workshops.join_view(session, elena, workshop_id=scene["workshop"])
    scene.facts |= {"join_token": join.token, "day": day}


def _promises(scene: Scene) -> None:
    session, company, now = scene.session, scene.company, at(5)
    marta, vito = company.marketing, company.outsider
    scene.ids["process"] = processes.create_process(
        session, vito, now=now, name=f"Spedizioni {STAFF_MARK}", owner_id=vito.person_id or ""
    )
    evidence.load_cases(
        session, vito, now=now, process_id=scene["process"], as_of=now, file_name="casi.csv", file_hash="a" * 64,
        cases=some_cases(),
    )  # fmt: skip
    for name in ("promise", "draft_promise"):
        scene.ids[name] = promises.create_promise(session, marta, now=now, process_id=scene["process"], **TERMS)
    promises.ask_keeper(session, marta, now=now, promise_id=scene["promise"])
    signatures.sign_promise(
        session, vito, now=now, promise_id=scene["promise"], version=1, answer="but", words=f"{STAFF_MARK} permettendo",
        amount=3, unit="d",
    )  # fmt: skip
    promises.start_using(session, marta, now=now, promise_id=scene["promise"])
    scene.facts["place"] = {"touchpoint_id": scene["touchpoint"], "words": "in 48 ore", "amount": 48, "unit": "h"}
    scene.ids["wording"] = wordings.add_wording(
        session, marta, now=now, promise_id=scene["promise"], **scene.facts["place"], place=STAFF_MARK
    )
    wordings.say_another_figure(session, marta, now=now, promise_id=scene["promise"], amount=3, unit="d")
    changes = to_change.to_change_of(session, marta, promise_id=scene["promise"], today=now.date())
    assert changes is not None
    scene.ids["item"] = changes.items[0].id
    scene.ids["value"] = values.add_value(
        session, company.facilitator, now=now, name="Di parola", promise_ids=[scene["promise"]]
    )
    for name in ("promise", "draft_promise"):
        basis = verdicts.promise_bases(session, marta, promise_ids=[scene[name]])[scene[name]]
        assert basis.which is not None
        found = study(some_cases(), basis.terms.rule(), basis.which.as_of.timestamp()).facts
        scene.facts[f"study:{name}"] = {"basis": basis.key, "facts": found}
        scene.facts["set"] = basis.which
    verdicts.record_verdict(
        session, marta, now=now, promise_id=scene["promise"], **scene.facts["study:promise"]
    )


def _ideas_between(scene: Scene) -> None:
    session, company = scene.session, scene.company
    scene.ids["import"] = imports.import_ideas(
        session, company.facilitator, now=at(6), group_id=scene["group"], sha256="d" * 64,
        rows=[SheetLine(f"{GROUP_MARK} da un foglio")],
    )  # fmt: skip
    scene.ids["loose_idea"] = ideas.add_idea(
        session, company.marketing, now=at(6), group_id=scene["group"], text=f"{GROUP_MARK} fra un incontro e l'altro"
    )
    scene.ids["supported_idea"] = ideas.add_idea(
        session, company.customer, now=at(6), group_id=scene["group"], text=f"{GROUP_MARK} già sostenuta"
    )
    supports.support_idea(session, company.marketing, now=at(7), idea_id=scene["supported_idea"])
    scene.ids["other_idea"] = ideas.add_idea(
        session, company.administrator, now=at(6), group_id=scene["other_group"], text="Di un altro tavolo"
    )
    scene.ids["voice"] = _voice(scene, FOLLOW_CODE, at(6))


def _voice(scene: Scene, code: str, now: datetime, who: Viewer = NOBODY) -> str:
    found = feedback.leave_feedback(
        scene.session, who, now=now, token=scene["door"], face=2, words="Tre giorni di attesa", code=code
    )
    feedback.follow_feedback(scene.session, who, now=now, code=code)
    return found


def _invitations(scene: Scene) -> None:
    session, lucia = scene.session, scene.company.manager
    by_name = {function.name: function.id for function in functions.functions_all(session)}
    scene.facts |= {"functions": by_name, "invitation": (token := new_token())}
    made = invitations.invite_person(session, lucia, now=at(8), token=token, function_id=by_name["Marketing"])
    scene.ids["invitation"] = made
    scene.ids["rosa"] = scene.company.logistics.person_id or ""
