"""One whole thread for the tests, by commands only: a customer's word, idea, decision, promise, cases, verdict."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session

from analysis.cases import cases
from models import decisions, evidence, feedback, feedback_ideas, processes, promises, supports, touchpoints, verdicts
from models.access import NOBODY
from store.doors import reading, writing
from tests.company import NOW, Company, found

CODE = "K7P2QXRT"
REASON = "La vogliono tutti e tre i lati. Dal 30 novembre scriviamo 3 giorni."
AFTER = NOW + timedelta(days=5)


@dataclass(frozen=True)
class Chain:
    """What the thread is made of, by id."""

    company: Company
    touchpoint_id: str
    feedback_id: str
    idea_id: str
    decision_id: str
    process_id: str
    promise_id: str


def tie() -> Chain:
    """Build it through the writing door, and let the verdict be computed."""
    chain = writing(_tie)
    refreshed = verdicts.refresh_verdict(
        reading, writing, chain.company.marketing, promise_id=chain.promise_id, now=AFTER
    )
    assert refreshed is not None
    return chain


def _tie(session: Session) -> Chain:
    company = found(session, now=NOW)
    touchpoints.lay_stages(session, "it")
    stage = touchpoints.stages_all(session, company.manager)[3]
    point = touchpoints.add_touchpoint(session, company.manager, now=NOW, name="Corriere", stage_id=stage.id)
    token = next(t.door_token for t in touchpoints.touchpoints_all(session, company.manager) if t.id == point)
    said = feedback.leave_feedback(
        session, NOBODY, now=NOW, token=token, face=2, words="Non mi serve presto. Mi serve sapere quando.", code=CODE
    )
    feedback.follow_feedback(session, NOBODY, now=NOW, code=CODE)
    idea = feedback_ideas.turn_feedback(
        session, company.marketing, now=NOW, feedback_id=said, group_id=company.group_id, words="Tre giorni certi"
    )
    supports.support_idea(session, company.customer, now=NOW, idea_id=idea)
    supports.support_idea(session, company.logistics, now=NOW, idea_id=idea)
    process = processes.create_process(
        session, company.logistics, now=NOW, name="Consegna online segreta", owner_id=company.logistics.person_id or ""
    )
    promise = promises.create_promise(
        session, company.marketing, now=NOW, process_id=process, idea_id=idea, sentence="A casa in 3 giorni", amount=3,
        unit="d", kept=19, of=20, period_days=90, valid_until=date(2027, 6, 1),
    )  # fmt: skip
    promises.start_using(session, company.marketing, now=NOW, promise_id=promise)
    decision = decisions.decide_idea(
        session, company.manager, now=NOW + timedelta(days=1), idea_id=idea, outcome="do", reason=REASON
    )
    day = 86_400.0
    start = [NOW.timestamp() - (80 - number * 70 / 400) * day for number in range(400)]
    took = [(2.5 if number % 7 else 5.0) * day for number in range(400)]
    raw = cases([f"T{number}" for number in range(400)], start, [s + t for s, t in zip(start, took, strict=True)])
    evidence.load_cases(
        session, company.logistics, now=NOW, process_id=process, as_of=NOW, file_name="consegne.xlsx", file_hash="x",
        cases=raw,
    )  # fmt: skip
    return Chain(company, point, said, idea, decision, process, promise)
