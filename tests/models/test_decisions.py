"""A decision is a record beside the vote: who asked is told, a no says why, nothing is overwritten."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session

from models import backlog, decisions, desk, ideas, notices, replies, reply_all, reply_several, supports
from models.access import NOBODY, Viewer
from models.answers import my_answers
from models.backlog import BacklogQuery
from models.errors import NotFound, Refusal
from models.standings import Standing
from store import doors
from tests.company import NOW, Company, found

LATER = NOW + timedelta(days=20)


@pytest.fixture
def company(session: Session) -> Company:
    return found(session)


def write(session: Session, who: Viewer, group_id: str, text: str = "Anche la domenica") -> str:
    return ideas.add_idea(session, who, now=NOW, group_id=group_id, text=text)


@pytest.fixture
def idea(session: Session, company: Company) -> str:
    return write(session, company.customer, company.group_id)


def decide(
    session: Session, who: Viewer, idea_id: str, outcome: str, reason: str = "Perché sì.", **more: object
) -> str:
    return decisions.decide_idea(
        session,
        who,
        now=LATER,
        idea_id=idea_id,
        outcome=outcome,
        reason=reason,
        **more,  # type: ignore[arg-type]
    )


def test_a_no_needs_a_reason_and_a_question_needs_a_question(session: Session, company: Company, idea: str) -> None:
    for outcome, code in (("no", "reason_missing"), ("ask", "question_missing"), ("later", "until_missing")):
        with pytest.raises(Refusal, match=code) as refusal:
            decide(session, company.manager, idea, outcome, " \u200b ")
        assert refusal.value.field == ("until" if outcome == "later" else "reason")
    decide(session, company.manager, idea, "do", "")


def test_only_the_manager_of_the_group_decides(session: Session, company: Company, idea: str) -> None:
    for somebody in (company.facilitator, company.marketing, company.customer, company.guest):
        with pytest.raises(Refusal, match="not_allowed"):
            decide(session, somebody, idea, "do")
    for outside in (company.administrator, company.outsider, company.removed):
        with pytest.raises(NotFound):
            decide(session, outside, idea, "do")
    with pytest.raises(Refusal, match="not_signed_in"):
        decide(session, NOBODY, idea, "do")


def tell_all(session: Session, company: Company, decision_id: str) -> None:
    """Reply to all, with the words as they were proposed."""
    words = reply_all.reply_preview(session, company.manager, decision_id=decision_id).words
    reply_all.send_reply(session, company.manager, now=NOW, decision_id=decision_id, words=words)


def test_who_wrote_and_who_supports_are_told_with_the_reason(session: Session, company: Company, idea: str) -> None:
    supports.support_idea(session, company.logistics, now=NOW, idea_id=idea)
    decided = decide(session, company.manager, idea, "no", "Il corriere la domenica non gira.")
    assert notices.notices_for(session, company.customer) == []
    # Whoever sends it asked as well: three ask, two read, and the preview says why.
    supports.support_idea(session, company.manager, now=NOW, idea_id=idea)
    seen = reply_all.reply_preview(session, company.manager, decision_id=decided)
    assert (seen.people, seen.missed.yours, seen.missed.others) == (2, True, 0)
    tell_all(session, company, decided)
    for told in (company.customer, company.logistics):
        (notice,) = notices.notices_for(session, told)
        assert (notice.kind, notice.facts["outcome"], notice.facts["reason"]) == (
            "decided", "no", "Il corriere la domenica non gira.",
        )  # fmt: skip
    assert notices.notices_for(session, company.marketing) == []
    assert notices.mark_read(session, company.customer, now=LATER) == 1
    assert notices.unread_count(session, company.customer) == 0
    assert notices.unread_count(session, company.logistics) == 1


def test_several_decisions_are_told_with_one_press_each_person_counted_once(
    session: Session, company: Company, idea: str
) -> None:
    supports.support_idea(session, company.logistics, now=NOW, idea_id=idea)
    other = write(session, company.customer, company.group_id, "Un sms se il corriere ritarda")
    first = decide(session, company.manager, idea, "no", "Il corriere la domenica non gira.")
    second = decide(session, company.manager, other, "do", "Si può fare subito.")
    seen = reply_several.several_preview(session, company.manager)
    assert (seen.people, seen.total) == (2, 2)
    assert {(one.decision_id, one.people, one.words, one.signed) for one in seen.items} == {
        (first, 2, "Il corriere la domenica non gira.", "Lucia Ferrante"),
        (second, 1, "Si può fare subito.", "Lucia Ferrante"),
    }
    with pytest.raises(NotFound):
        reply_several.send_replies(session, company.manager, now=NOW, decision_ids=[])
    done = reply_several.send_replies(session, company.manager, now=NOW, decision_ids=[first, second])
    assert done == {"decisions": 2, "people": 2}
    read = [notice.facts["reason"] for notice in notices.notices_for(session, company.customer)]
    assert sorted(map(str, read)) == ["Il corriere la domenica non gira.", "Si può fare subito."]
    assert len(notices.notices_for(session, company.logistics)) == 1
    assert reply_several.several_preview(session, company.manager).items == ()
    # Whoever presses again from another tab sends nothing twice.
    with pytest.raises(Refusal, match="answer_sent"):
        reply_several.send_replies(session, company.manager, now=NOW, decision_ids=[second])


def test_deciding_again_keeps_what_was_said_before(session: Session, company: Company, idea: str) -> None:
    decide(session, company.manager, idea, "later", "Dopo Natale.", until=date(2027, 2, 28))
    decide(session, company.manager, idea, "do", "Il corriere ora gira.")
    now, before = decisions.decision_history(session, company.marketing, idea_id=idea)
    assert (now.outcome, now.standing, now.by) == ("do", True, "Lucia Ferrante")
    assert (before.outcome, before.standing, before.until) == ("later", False, date(2027, 2, 28))


def test_taking_back_restores_what_stood_and_tells_only_who_had_read_it(
    session: Session, company: Company, idea: str
) -> None:
    supports.support_idea(session, company.logistics, now=NOW, idea_id=idea)
    tell_all(session, company, decide(session, company.manager, idea, "later", "Dopo Natale.", until=date(2027, 2, 28)))
    wrong = decide(session, company.manager, idea, "no", "Errore di tasto.")
    tell_all(session, company, wrong)
    notices.mark_read(session, company.customer, now=LATER)
    decisions.undo_decision(session, company.manager, now=LATER, decision_id=wrong)
    assert [n.kind for n in notices.notices_for(session, company.logistics)] == ["decided"]
    assert "decision_undone" in [n.kind for n in notices.notices_for(session, company.customer)]
    standing = decisions.standing_of(session, [idea])[idea]
    assert standing.outcome == "later"
    with pytest.raises(Refusal, match="decided_again"):
        decisions.undo_decision(session, company.manager, now=LATER, decision_id=wrong)
    assert [d.undone for d in decisions.decision_history(session, company.manager, idea_id=idea)].count(True) == 1


def test_a_question_is_answered_by_who_had_a_part_and_comes_back_to_the_desk(
    session: Session, company: Company, idea: str
) -> None:
    asked = decide(session, company.manager, idea, "ask", "Ti basta fino alle 18?")
    assert desk.desk(session, company.manager, now=LATER).waiting == 0
    answers = my_answers(session, company.customer, now=LATER)
    assert answers.items[0].asks
    for stranger in (company.marketing, company.guest_of_another):
        with pytest.raises(NotFound):
            replies.reply(session, stranger, now=LATER, decision_id=asked, words="Io dico la mia")
    replies.reply(session, company.customer, now=LATER, decision_id=asked, words="Sì, mi basta.")
    replies.reply(session, company.customer, now=LATER, decision_id=asked, words="Anzi, fino alle 19.")
    seen = desk.desk(session, company.manager, now=LATER)
    assert seen.idea is not None
    assert (seen.waiting, seen.idea.replies) == (1, ("Anzi, fino alle 19.",))
    assert "answered" in [n.kind for n in notices.notices_for(session, company.manager)]


def test_the_desk_shows_the_oldest_first_and_says_how_long(session: Session, company: Company) -> None:
    for number in range(3):
        ideas.add_idea(
            session, company.customer, now=NOW + timedelta(days=number), group_id=company.group_id,
            text=f"Idea numero {number}",
        )  # fmt: skip
    seen = desk.desk(session, company.manager, now=NOW + timedelta(days=15, hours=1))
    assert (seen.waiting, seen.late, seen.oldest_days) == (3, 2, 15)
    assert seen.idea is not None
    assert (seen.idea.words, seen.idea.may_decide, seen.idea.people) == ("Idea numero 0", True, 1)
    second = desk.desk(session, company.marketing, now=NOW, place=2)
    assert second.idea is not None
    assert (second.idea.words, second.idea.may_decide) == ("Idea numero 1", False)


def test_what_was_put_off_comes_back_on_its_day(session: Session, company: Company, idea: str) -> None:
    decide(session, company.manager, idea, "later", "Vediamo.", until=(LATER + timedelta(days=10)).date())
    assert desk.desk(session, company.manager, now=LATER + timedelta(days=9)).waiting == 0
    assert desk.desk(session, company.manager, now=LATER + timedelta(days=10)).waiting == 1


def test_the_desk_of_another_group_is_not_there(session: Session, company: Company, idea: str) -> None:
    for outside in (company.outsider, company.removed):
        with pytest.raises(NotFound):
            desk.desk(session, outside, now=NOW, group_id=company.group_id)
    assert desk.desk(session, company.administrator, now=NOW).counts[Standing.ALL] == 0
    with pytest.raises(NotFound):
        desk.desk(session, company.administrator, now=NOW, idea_id=idea)
    for outsider in (company.guest, company.guest_of_another):
        with pytest.raises(NotFound):
            backlog.backlog(session, outsider, now=NOW, asked=BacklogQuery())


def test_the_table_filters_searches_and_counts_with_few_questions(session: Session, company: Company) -> None:
    for number in range(24):
        moment = NOW + timedelta(minutes=10 * number)
        text = f"Perché il caffè numero {number}"
        made = ideas.add_idea(session, company.customer, now=moment, group_id=company.group_id, text=text)
        if number % 2:
            decide(session, company.manager, made, "no", "Per ora no.")
    session.flush()
    session.expire_all()
    with doors.counting() as counted:
        seen, first = backlog.desk_and_backlog(session, company.manager, now=LATER, asked=BacklogQuery())
    assert counted.number <= 17
    assert (first.total, [row.id for row in first.rows][:1]) == (24, [seen.idea.id if seen.idea else ""])
    page = backlog.backlog(session, company.manager, now=LATER, asked=BacklogQuery(search="PERCHE"))
    assert (seen.counts[Standing.ALL], seen.counts[Standing.NO], seen.waiting) == (24, 12, 12)
    assert (page.total, page.pages, len(page.rows)) == (24, 2, 20)
    refused = backlog.backlog(session, company.manager, now=LATER, asked=BacklogQuery(standing="no", page=9))
    assert (refused.total, refused.page, {row.decision.outcome for row in refused.rows if row.decision}) == (
        12, 1, {"no"},
    )  # fmt: skip
