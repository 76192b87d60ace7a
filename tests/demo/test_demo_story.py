"""What was said and decided at Tostalba, and that all of it went through the product's own rules."""

from datetime import date

import pytest
from sqlmodel import Session, col, func, select

from analysis.verdict import Verdict
from demo import company, said
from models.access import Viewer
from models.activity import Activity, first_break
from models.answers import my_answers
from models.attendance import people_in, workshops_listed
from models.comments import comments_of
from models.decisions import Decision, Outcome, decision_history
from models.feedback import Feedback
from models.functions import Side
from models.groups import members_of
from models.ideas import Idea
from models.installation import company_view
from models.parts import parts_in
from models.public_answers import public_answers
from models.publishing import public_promises, published_count
from models.recounts import first_wrong_result
from models.today import today_view
from tests.demo.conftest import Example

E5 = {"do": {1, 3, 6, 7, 9, 10, 11, 12, 16, 17, 19, 21, 24, 26, 30}, "later": {4, 14, 22}, "no": {2, 18, 28},
      "ask": {8, 25, 27}}  # fmt: skip


def test_the_company_says_that_it_is_invented(example: Example) -> None:
    found = example.ask("", lambda session, _: company_view(session))
    assert (found.company, found.is_invented) == ("Torrefazione Tostalba S.p.A.", True)


def test_six_public_answers_and_each_figure_is_of_this_moment(example: Example) -> None:
    found = [one.measure for one in example.ask("", public_answers, now=example.now)]
    seen = [(round(100 * one.share), one.told) if one else None for one in found]
    assert seen == [(99, False), (92, True), None, None, (21, False), (95, False)]


def test_nine_promise_ten_keep_six_receive_and_two_speak_for_no_side(example: Example) -> None:
    people = [m for m in example.ask(company.CONDUCTS, members_of, group_id=example.the("group", company.GROUP))
              if m.role != "guest"]  # fmt: skip
    sides = {side: sum(member.side == side for member in people) for side in (*Side, None)}
    assert sides == {Side.PROMISES: 9, Side.KEEPS: 10, Side.RECEIVES: 6, None: 2}


def test_three_workshops_with_18_41_and_24_people(example: Example) -> None:
    today = example.now.date()
    shown = example.ask(company.CONDUCTS, workshops_listed, today=today).rows
    held = [one.title for one in shown if one.planned_on <= today]
    assert held == ["Natale senza sorprese", "Raccontateci l'estate", "Che cosa promettiamo?"]
    for key, number in (("june", 18), ("august", 41), ("november", 24)):
        workshop_id = example.the("workshop", key)
        assert example.ask("", lambda s, _, wanted=workshop_id: people_in(s, wanted)) == number


def test_the_next_meeting_stands_on_everybodys_home(example: Example) -> None:
    meeting = example.ask(company.MARTA, today_view, now=example.now).meeting
    assert meeting is not None
    assert (meeting.on, meeting.people) == (date(2026, 12, 15), 27)


def test_customers_find_five_of_the_nine_promises(example: Example) -> None:
    found = example.ask("", public_promises, now=example.now)
    assert len(found) == 5
    assert "A casa tua in 48 ore" not in [one.sentence for one in found]
    (refund,) = [one for one in found if one.variant]
    assert (refund.sentence, refund.variant, refund.verdict) == ("Rimborso entro 7 giorni", "carta", Verdict.SUPPORTED)
    assert round(100 * (refund.share or 0)) == 95
    assert example.ask(company.MARTA, published_count) == (5, 9)


def test_the_thirty_ideas_stand_where_the_story_leaves_them(example: Example) -> None:
    def standing(session: Session, _: Viewer) -> dict[str, str]:
        asked = select(Decision).where(col(Decision.standing), col(Decision.idea_id).is_not(None))
        # What was put off to a day that has come is to be decided again.
        due = {Outcome.LATER: example.now.date()}
        return {str(row.idea_id): str(row.outcome) for row in session.exec(asked).all()
                if row.until is None or row.until > due.get(Outcome(row.outcome), date.min)}  # fmt: skip

    outcomes = example.ask(company.DIRECTION, standing)
    for told in said.IDEAS[:30]:
        expected = next((name for name, numbers in E5.items() if told.number in numbers), None)
        assert outcomes.get(example.the("idea", told.number)) == expected, told.text


def test_similar_ideas_are_one_and_seven_people_stand_behind_three_certain_days(example: Example) -> None:
    def merged(session: Session, _: Viewer) -> dict[str, str | None]:
        return dict(session.exec(select(Idea.id, Idea.merged_into_id)).all())

    into = example.ask(company.CONDUCTS, merged)
    the = example.the
    first, eleventh = the("idea", 1), the("idea", 11)
    assert [into[the("idea", number)] for number in (32, 33, 34)] == [first, eleventh, None]
    assert example.ask("", lambda session, _: parts_in(session, [first]))[first].count == 7


@pytest.mark.parametrize(("number", "as_voted"), [(1, True), (2, False), (3, True)])
def test_a_decision_says_whether_it_follows_the_vote(example: Example, number: int, as_voted: bool) -> None:
    found = example.ask(company.DIRECTION, decision_history, idea_id=example.the("idea", number))[0]
    assert found.as_voted is as_voted
    assert found.by == company.DIRECTION


def test_promise_nine_is_decided_too_and_the_spare_parts_were_decided_in_september(example: Example) -> None:
    promise_id = example.the("promise", "P9")
    asked = select(Decision).where(Decision.promise_id == promise_id, col(Decision.idea_id).is_(None))
    found = example.ask(company.DIRECTION, lambda session, _: session.exec(asked).one())
    assert (found.outcome, found.reason) == (Outcome.DO, said.PROMISE_9_DECISION)
    spare = example.ask(company.DIRECTION, decision_history, idea_id=example.the("idea", 9))[0]
    assert f"{spare.at:%d %m}" == "10 09"


def test_five_comments(example: Example) -> None:
    texts = [c.text for number in (1, 2, 4, 28)
             for c in example.ask("Anna R.", comments_of, idea_id=example.the("idea", number))]  # fmt: skip
    assert sorted(texts) == sorted(text for *_, text in said.COMMENTS)


def test_twenty_voices_and_no_bank_account_in_them(example: Example) -> None:
    def voices(session: Session, _: Viewer) -> list[Feedback]:
        return list(session.exec(select(Feedback).order_by(col(Feedback.created_at))).all())

    told = {example.the("feedback", number) for number in range(1, 21)}
    found = [voice for voice in example.ask("Teresa Ricci", voices) if voice.id in told]
    assert len(found) == 20
    cash = next(voice for voice in found if "contanti" in voice.words)
    assert "IT••••" in cash.words
    assert "0542811101" not in cash.words
    assert cash.hidden == 1
    thread = {voice.idea_id for voice in found if "48 ore" in voice.words}
    assert thread == {example.the("idea", 1)}


def test_anna_is_asked_something_and_reads_it_first(example: Example) -> None:
    anna = example.ask("Anna R.", my_answers, now=example.now).items[0]
    assert anna.asks
    assert anna.decided is not None
    assert anna.decided.reason == "Ti basta poterlo cambiare fino alle 18 del giorno prima?"


def test_nothing_was_slipped_in_beside_the_rules(example: Example) -> None:
    def checked(session: Session, _: Viewer) -> tuple[int | None, str | None]:
        return first_break(session), first_wrong_result(session)

    assert example.ask("", checked) == (None, None)


def test_time_only_went_forward_while_the_story_was_told(example: Example) -> None:
    def moments(session: Session, _: Viewer) -> list[object]:
        # What happens in a secret vote is noted to the minute only.
        asked = select(Activity.at).where(Activity.verb != "cast").order_by(col(Activity.seq))
        return list(session.exec(asked).all())

    found = example.ask("", moments)
    assert found == sorted(found)  # type: ignore[type-var]
    assert example.ask("", lambda session, _: session.exec(select(func.count()).select_from(Activity)).one()) > 300
