"""The thread: from any knot to the others, both ways; customers read their own form of it and nothing else."""

import dataclasses
import json
from datetime import timedelta

import pytest
from sqlmodel import Session

from models import answers, curation, decisions, desk, ideas, public_answers, trace
from models.access import NOBODY
from models.errors import NotFound, Refusal
from store import doors
from store.doors import reading, writing
from tests.company import NOW
from tests.conftest import Database
from tests.models.chain import AFTER, CODE, REASON, Chain, tie


@pytest.fixture
def chain(database: Database) -> Chain:
    return tie()


def everything_in(view: object) -> str:
    """All that an object handed to a page holds, as text."""
    return json.dumps(dataclasses.asdict(view), default=str, ensure_ascii=False)  # type: ignore[call-overload]


def test_the_four_knots_are_the_same_from_wherever_one_starts(chain: Chain) -> None:
    starts = {
        "idea": chain.idea_id, "feedback": chain.feedback_id, "decision": chain.decision_id,
        "promise": chain.promise_id, "process": chain.process_id,
    }  # fmt: skip
    assert set(starts) | {"action"} == set(trace.NOUNS)
    for noun, object_id in starts.items():
        with reading() as session:
            found = trace.trace_of(session, chain.company.marketing, now=AFTER, noun=noun, object_id=object_id)
        assert [k.idea_id for k in found.said] == [chain.idea_id], noun
        assert [v.feedback_id for v in found.voices] == [chain.feedback_id], noun
        assert [k.decision.reason for k in found.decided if k.decision] == [REASON], noun
        assert [k.promise_id for k in found.promised] == [chain.promise_id], noun
        assert [(k.verdict, k.cases) for k in found.measured] == [("not supportable", 400)], noun


def test_the_thread_ends_where_customers_read_it_and_begins_there_again(chain: Chain) -> None:
    def told(session: Session) -> str:
        return public_answers.write_answer(
            session, chain.company.manager, now=AFTER, idea_id=chain.idea_id, said="Serve sapere quando.",
            done="Promettiamo tre giorni.",
        )  # fmt: skip

    entry = writing(told)
    for noun, object_id in (("feedback", chain.feedback_id), ("idea", chain.idea_id), ("promise", chain.promise_id)):
        with reading() as session:
            found = trace.trace_of(session, chain.company.marketing, now=AFTER, noun=noun, object_id=object_id)
        assert [(one.entry_id, one.said, one.published) for one in found.beside.told] == [
            (entry, "Serve sapere quando.", False)
        ], noun


def test_three_people_say_it_whatever_way_they_came(chain: Chain) -> None:
    with reading() as session:
        found = trace.trace_of(session, chain.company.marketing, now=AFTER, noun="idea", object_id=chain.idea_id)
    assert (found.said[0].people, found.said[0].sides) == (3, {"receives": 2, "keeps": 1})


def test_the_thread_of_a_promise_shows_no_idea_of_a_group_one_is_not_in(chain: Chain) -> None:
    with reading() as session:
        found = trace.trace_of(session, chain.company.outsider, now=AFTER, noun="promise", object_id=chain.promise_id)
        assert (found.said, found.decided, found.voices) == ((), (), ())
        assert [k.promise_id for k in found.promised] == [chain.promise_id]
        for noun, object_id in (("idea", chain.idea_id), ("decision", chain.decision_id)):
            with pytest.raises(NotFound):
                trace.trace_of(session, chain.company.outsider, now=AFTER, noun=noun, object_id=object_id)


def test_customers_guests_and_strangers_have_no_thread(chain: Chain) -> None:
    with reading() as session:
        for somebody in (chain.company.customer, chain.company.guest, NOBODY):
            with pytest.raises(Refusal):
                trace.trace_of(session, somebody, now=AFTER, noun="promise", object_id=chain.promise_id)


def test_what_is_not_there_has_no_thread(chain: Chain) -> None:
    with reading() as session:
        for noun in (*trace.NOUNS, "person", "'; DROP TABLE"):
            with pytest.raises(NotFound):
                trace.trace_of(session, chain.company.marketing, now=AFTER, noun=noun, object_id="0" * 32)


def test_a_thread_and_a_page_of_answers_ask_few_questions(chain: Chain) -> None:
    with doors.counting() as counted, reading() as session:
        trace.trace_of(session, chain.company.marketing, now=AFTER, noun="process", object_id=chain.process_id)
    assert counted.number <= 18
    with doors.counting() as counted, reading() as session:
        answers.my_answers(session, chain.company.customer, now=AFTER)
    assert counted.number <= 13


def test_who_supports_an_idea_reads_said_decided_promised_measured(chain: Chain) -> None:
    with reading() as session:
        found = answers.my_answers(session, chain.company.customer, now=AFTER)
    (item,) = found.items
    assert (found.total, found.became, item.part, item.others) == (1, 1, "supported", 2)
    assert item.decided is not None
    assert item.promised is not None
    assert item.measured is not None
    assert (item.decided.outcome, item.decided.reason) == ("do", REASON)
    assert item.promised.sentence == "A casa in 3 giorni"
    assert item.measured.share == pytest.approx(0.855, abs=0.01)


def test_who_left_a_word_reads_it_by_the_code_without_an_account(chain: Chain) -> None:
    with reading() as session:
        item = answers.answer_of_code(session, NOBODY, now=AFTER, code="k7p2-qxrt")
        assert item.words == "Non mi serve presto. Mi serve sapere quando."
        assert item.decided is not None
        assert item.promised is not None
        assert item.merged_into is None
        with pytest.raises(Refusal, match="follow_code_wrong"):
            answers.answer_of_code(session, NOBODY, now=AFTER, code="ZZZZ-ZZZZ")


def test_outsiders_are_never_handed_a_process_a_vote_a_name_or_an_id_of_a_person(chain: Chain) -> None:
    company = chain.company
    with reading() as session:
        mine = answers.my_answers(session, company.customer, now=AFTER)
        followed = answers.answer_of_code(session, NOBODY, now=AFTER, code=CODE)
    for view in (mine, followed):
        held = everything_in(view)
        # The one id that is handed over is of a promise its reader is asked about, as on the public page.
        own = {item.promised.id for item in mine.items if item.promised} if view is mine else set()
        assert own <= {chain.promise_id}
        for inside in ("Consegna online segreta", chain.process_id, "Lucia", "Rosa", "Marta"):
            assert inside not in held
        assert (chain.promise_id in held) is bool(own)
        for person in (company.manager, company.marketing, company.logistics):
            assert str(person.person_id) not in held
    fields = {field.name for field in dataclasses.fields(answers.Answer)}
    assert fields.isdisjoint({"vote", "votes", "cost", "process", "process_id", "author_id", "by", "sides", "people"})


def test_a_no_stands_where_a_yes_stands_with_its_reason(chain: Chain) -> None:
    def refuse(session: Session) -> str:
        from models.decisions import decide_idea

        made = ideas.add_idea(
            session, chain.company.customer, now=NOW, group_id=chain.company.group_id, text="Anche la domenica"
        )
        return decide_idea(
            session, chain.company.manager, now=AFTER, idea_id=made, outcome="no", reason="La domenica non gira."
        )

    writing(refuse)
    with reading() as session:
        found = answers.my_answers(session, chain.company.customer, now=AFTER)
    refused = next(item for item in found.items if item.words == "Anche la domenica")
    assert refused.decided is not None
    assert (refused.decided.reason, refused.became, found.became, found.total) == ("La domenica non gira.", False, 1, 2)


@pytest.mark.parametrize("outcome", ["no", "later", "ask"])
def test_what_is_not_done_became_nothing_though_its_decision_touches_a_promise(chain: Chain, outcome: str) -> None:
    def answer(session: Session) -> str:
        made = ideas.add_idea(
            session, chain.company.customer, now=NOW, group_id=chain.company.group_id, text="Consegnate la domenica"
        )
        until = (AFTER + timedelta(days=90)).date() if outcome == "later" else None
        return decisions.decide_idea(
            session, chain.company.manager, now=AFTER, idea_id=made, outcome=outcome, reason="La domenica non gira.",
            until=until, promise_id=chain.promise_id,
        )  # fmt: skip

    writing(answer)
    with reading() as session:
        found = answers.my_answers(session, chain.company.customer, now=AFTER)
    item = next(item for item in found.items if item.words == "Consegnate la domenica")
    assert (item.promised, item.measured, item.became) == (None, None, False)
    assert (found.became, found.total) == (1, 2)


def test_an_idea_that_became_part_of_another_reads_what_became_of_that_one(chain: Chain) -> None:
    def merge(session: Session) -> None:
        made = ideas.add_idea(
            session, chain.company.customer, now=NOW, group_id=chain.company.group_id, text="Ditemi quando arriva"
        )
        curation.merge_ideas(session, chain.company.facilitator, now=AFTER, idea_id=made, into_id=chain.idea_id)

    writing(merge)
    with reading() as session:
        found = answers.my_answers(session, chain.company.customer, now=AFTER)
        on_desk = desk.desk(session, chain.company.manager, now=AFTER, idea_id=chain.idea_id)
    merged = next(item for item in found.items if item.words == "Ditemi quando arriva")
    assert merged.merged_into == "Tre giorni certi"
    assert merged.promised is not None
    assert on_desk.idea is not None
    assert [words for _, words in on_desk.idea.similar] == ["Ditemi quando arriva"]


def test_a_promise_that_is_only_a_draft_is_nobodys_business_outside(chain: Chain) -> None:
    from models.promises import withdraw_promise

    writing(lambda s: withdraw_promise(s, chain.company.marketing, now=AFTER, promise_id=chain.promise_id))
    with reading() as session:
        (item,) = answers.my_answers(session, chain.company.customer, now=AFTER).items
        assert (item.promised, item.measured) == (None, None)


def test_the_desk_names_the_promise_touched_and_its_verdict(chain: Chain) -> None:
    with reading() as session:
        seen = desk.desk(session, chain.company.manager, now=AFTER, idea_id=chain.idea_id)
    assert seen.idea is not None
    assert seen.idea.promise is not None
    assert (seen.idea.promise.verdict, seen.idea.promise.told_here) == ("not supportable", False)
    assert not seen.idea.waiting


def test_a_merged_idea_is_decided_at_the_one_it_is_part_of(chain: Chain) -> None:
    def merge_and_decide(session: Session) -> None:
        from models.decisions import decide_idea

        made = ideas.add_idea(
            session, chain.company.customer, now=NOW, group_id=chain.company.group_id, text="Ditemi quando"
        )
        curation.merge_ideas(session, chain.company.facilitator, now=AFTER, idea_id=made, into_id=chain.idea_id)
        decide_idea(session, chain.company.manager, now=AFTER, idea_id=made, outcome="do")

    with pytest.raises(Refusal, match="merged_away"):
        writing(merge_and_decide)
