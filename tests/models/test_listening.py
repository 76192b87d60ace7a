"""Listening between workshops: noted in ten seconds, argued or not, answered by a day, closed with respect, listed."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from models import (
    answers,
    evidence,
    feedback,
    feedback_care,
    feedback_heard,
    feedback_ideas,
    feedback_loads,
    feedback_more,
    functions,
    ideas,
    matters,
    month,
    organisations,
    own_answers,
    privacy,
    processes,
    replies,
    touchpoints,
    voices,
)
from models.access import NOBODY, Viewer
from models.curation import merge_ideas
from models.decisions import decide_idea, undo_decision
from models.errors import NotFound, Refusal
from models.feedback import Feedback
from models.notices import Notice
from tests.company import NOW, Company

TODAY = NOW.date()
ZONE = "Europe/Rome"


def note(session: Session, who: Viewer, place: str, **more: object) -> str:
    what: dict[str, object] = {"source": "phone", "face": 2, "words": "Reso fatto online, in bottega non ne sapevano."}
    return feedback_heard.record_feedback(session, who, now=NOW, touchpoint_id=place, **(what | more))  # type: ignore[arg-type]


def left(session: Session, company: Company, place: str, code: str = "BCDEFGHJ") -> str:
    """A stranger's word at the open door, followed."""
    token = next(one.door_token for one in touchpoints.touchpoints_all(session, company.marketing) if one.id == place)
    said = feedback.leave_feedback(session, NOBODY, now=NOW, token=token, face=1, words="Ladri!", code=code)
    feedback.follow_feedback(session, NOBODY, now=NOW, code=code)
    return said


def test_a_hand_over_that_hurt_names_both_places_and_is_found_at_both(
    session: Session, company: Company, places: tuple[str, str]
) -> None:
    site, shop = places
    with pytest.raises(Refusal, match="same_place"):
        note(session, company.marketing, site, to_touchpoint_id=site)
    with pytest.raises(Refusal, match="in_the_future"):
        note(session, company.marketing, site, heard_at=NOW + timedelta(hours=1))
    counts = matters.matters_all(session)[1]
    note(
        session, company.marketing, site, to_touchpoint_id=shop, matter_id=counts.id, came_by="friend", source="forum",
        organisation="Bar Due Mori", said_what=True, said_when=True, heard_at=NOW - timedelta(days=2),
    )  # fmt: skip
    for place in places:
        (voice,) = voices.feedback_listed(session, company.marketing, touchpoint_id=place).rows
        assert (voice.touchpoint, voice.to_touchpoint, voice.matter, voice.organisation, voice.ticks.argued) == (
            "Sito", "Bottega di Faenza", "certezza", "Bar Due Mori", 2,
        )  # fmt: skip
    assert voices.last_noted(session, company.marketing)[0].came_by == "friend"
    assert voices.last_noted(session, company.logistics) == []


def test_several_people_of_one_organisation_speak_for_it(
    session: Session, company: Company, places: tuple[str, str]
) -> None:
    bar = organisations.organisation_named(session, company.marketing, now=NOW, name="Bar Due Mori")
    assert organisations.organisation_named(session, company.marketing, now=NOW, name="BAR due mori ") == bar
    anna = company.customer.person_id or ""
    with pytest.raises(Refusal, match="not_a_customer"):
        organisations.place_person(
            session, company.marketing, now=NOW, person_id=company.marketing.person_id or "", organisation_id=bar
        )
    organisations.place_person(session, company.marketing, now=NOW, person_id=anna, organisation_id=bar)
    note(session, company.marketing, places[0], person_id=anna)
    assert voices.feedback_listed(session, company.logistics).rows[0].organisation == "Bar Due Mori"


def test_care_takes_a_voice_in_charge_is_reminded_and_whoever_left_it_reads_the_answer(
    session: Session, company: Company, places: tuple[str, str]
) -> None:
    voice = left(session, company, places[0])
    care, told = company.marketing, company.logistics
    with pytest.raises(Refusal, match="day_gone"):
        feedback_care.take_feedback(
            session, care, now=NOW, feedback_id=voice, answer_by=TODAY - timedelta(days=1)
        )
    feedback_care.take_feedback(
        session, care, now=NOW, feedback_id=voice, answer_by=TODAY + timedelta(days=2), person_id=told.person_id
    )
    later = TODAY + timedelta(days=5)
    assert voices.feedback_counts(session, care, today=later).late == 1
    assert feedback_care.late_answers(session, told, today=later) == feedback_care.LateAnswers(1, 3)
    assert feedback_care.late_answers(session, care, today=later).number == 0, "it is up to whoever took it"
    feedback_care.answer_feedback(session, told, now=NOW, feedback_id=voice, words="Arriva domani.", minutes=15)
    answer = answers.answer_of_code(session, NOBODY, now=NOW, code="BCDEFGHJ")
    assert (answer.said_back, answer.closing) == ("Arriva domani.", "")
    assert voices.feedback_counts(session, care, today=later).charge == 0
    with pytest.raises(Refusal, match="already_answered"):
        feedback_care.take_feedback(session, care, now=NOW, feedback_id=voice, answer_by=later)


def test_a_message_closed_with_respect_counts_says_why_and_takes_no_more_words(
    session: Session, company: Company, places: tuple[str, str]
) -> None:
    voice = left(session, company, places[0])
    other = left(session, company, places[0], code="KMNPQRST")
    care = company.marketing
    feedback_care.close_feedback(
        session, care, now=NOW, feedback_id=voice, words="Grazie. Se ci scrivi un fatto, lo guardiamo.", minutes=30
    )
    for again in (feedback_care.answer_feedback, feedback_care.close_feedback):
        with pytest.raises(Refusal, match="closed_with_respect"):
            again(session, care, now=NOW, feedback_id=voice, words="Ancora.")
    with pytest.raises(Refusal, match="closed_with_respect"):
        replies.reply_by_code(session, NOBODY, now=NOW, code="BCDEFGHJ", words="Ladri!")
    assert "un fatto" in answers.answer_of_code(session, NOBODY, now=NOW, code="BCDEFGHJ").closing
    counts = voices.feedback_counts(session, care)
    unhappy = sum(voices.feedback_listed(session, care, face=face).total for face in (1, 2))
    assert (counts.all, counts.closed, unhappy) == (2, 1, 2)
    feedback_care.answer_feedback(session, care, now=NOW, feedback_id=other, words="Scusaci.", minutes=10)
    assert feedback_care.care_time(session, care, since=NOW - timedelta(days=90)) == feedback_care.CareTime(40, 30, 1)


def test_three_ticks_tell_how_well_argued_and_the_most_argued_come_first(
    session: Session, company: Company, places: tuple[str, str]
) -> None:
    first, _ = note(session, company.marketing, places[0]), note(session, company.marketing, places[1])
    feedback_care.tick_argued(
        session, company.logistics, now=NOW, feedback_id=first, said_what=True, said_when=True, said_proof=True
    )
    listed = voices.feedback_listed(session, company.marketing, order="argued")
    assert (listed.total, listed.argued, listed.rows[0].id, listed.rows[0].ticks.argued) == (2, 1, first, 3)
    assert [row.id for row in voices.feedback_listed(session, company.marketing, which="argued").rows] == [first]
    keeper = functions.functions_all(session)[0]
    feedback_care.assign_feedback(session, company.marketing, now=NOW, feedback_id=first, function_id=keeper.id)
    found = voices.feedback_listed(session, company.marketing, function_id=keeper.id, source="phone", face=2).rows
    assert [row.function for row in found] == [keeper.name]


def test_what_is_asked_after_the_door_is_added_once_within_the_hour_and_with_the_code_only(
    session: Session, company: Company, places: tuple[str, str]
) -> None:
    voice = left(session, company, places[0])
    add = feedback_more.add_to_feedback
    with pytest.raises(Refusal, match="asked_too_late"):
        add(session, NOBODY, now=NOW + timedelta(hours=2), code="BCDEFGHJ", recommends=9)
    for wrong in ({"recommends": 11}, {"effort": 0}, {"matter_id": "gone"}, {"words": "altro"}):
        with pytest.raises(Refusal):
            add(session, NOBODY, now=NOW, code="BCDEFGHJ", **wrong)
    with pytest.raises(Refusal, match="follow_code_wrong"):
        add(session, NOBODY, now=NOW, code="ZZZZZZZZ", recommends=9)
    add(session, NOBODY, now=NOW, code="BCDEFGHJ", recommends=9, came_by="friend", said_what=True)
    row = session.get(Feedback, voice)
    assert row is not None
    assert (row.recommends, row.came_by, row.argued) == (9, "friend", 1)


def test_our_own_first_answers_are_the_cases_of_a_process_once_a_day(
    session: Session, company: Company, places: tuple[str, str]
) -> None:
    owner = company.logistics
    process = processes.create_process(session, owner, now=NOW, name="Risposte", owner_id=owner.person_id or "")
    voice = left(session, company, places[0])
    left(session, company, places[0], code="KMNPQRST")
    feedback_care.answer_feedback(
        session, company.marketing, now=NOW + timedelta(days=3), feedback_id=voice, words="Domani."
    )
    later = NOW + timedelta(days=4)
    with pytest.raises(Refusal, match="not_allowed"):
        own_answers.use_own_answers(session, company.marketing, now=later, process_id=process)
    assert own_answers.use_own_answers(session, owner, now=later, process_id=process) == 2
    rows = session.exec(select(evidence.CaseVersion).where(evidence.CaseVersion.process_id == process)).all()
    lasted = [row.end - row.start if row.end is not None and row.start is not None else None for row in rows]
    assert sorted(lasted, key=str) == [3 * 86_400, None], "the other one is still open"
    assert own_answers.take_own_answers(session, now=later + timedelta(hours=1)) == 0, "once a day"
    feedback_care.answer_feedback(
        session, company.marketing, now=later, feedback_id=session.exec(
            select(Feedback.id).where(col(Feedback.answered_at).is_(None))
        ).one(), words="Anche a te.",
    )  # fmt: skip
    assert own_answers.take_own_answers(session, now=later + timedelta(hours=25)) == 1
    # What joins an idea that was decided before is answered when it joins, not before it was said.
    said = {"feedback_id": note(session, company.marketing, places[0]), "group_id": company.group_id}
    idea = feedback_ideas.turn_feedback(session, company.facilitator, now=NOW - timedelta(days=9), **said)
    decided = decide_idea(session, company.manager, now=NOW - timedelta(days=8), idea_id=idea, outcome="no",
                          reason="C'è già.")  # fmt: skip
    late = left(session, company, places[0], code="VWXYZBCD")
    feedback_ideas.link_feedback(session, company.facilitator, now=NOW + timedelta(hours=6), feedback_id=late,
                                 idea_id=idea)  # fmt: skip
    cases = own_answers.first_answers(session, now=later)
    took = dict(zip(cases.ids, cases.end - cases.start, strict=True))
    assert (took[f"V-{late[:10]}"], took[f"I-{idea[:10]}"]) == (6 * 3600, 86_400)
    # Part of another it is no case of its own; and a decision taken back is no answer.
    other = ideas.add_idea(session, company.facilitator, now=NOW, group_id=company.group_id, text="Lo stesso")
    merge_ideas(session, company.facilitator, now=NOW, idea_id=other, into_id=idea)
    undo_decision(session, company.manager, now=NOW, decision_id=decided)
    cases = own_answers.first_answers(session, now=later)
    assert f"I-{other[:10]}" not in cases.ids
    assert {one for one, end in zip(cases.ids, cases.end, strict=True) if end != end} == {
        f"I-{idea[:10]}", f"V-{late[:10]}"
    }  # fmt: skip


def test_erasing_a_person_reaches_what_was_noted_for_them_and_answered_to_them(
    session: Session, company: Company, places: tuple[str, str]
) -> None:
    anna = company.customer
    voice = note(session, company.marketing, places[0], person_id=anna.person_id, words="Sono Anna di via Roma 3.")
    feedback_care.answer_feedback(session, company.marketing, now=NOW, feedback_id=voice, words="Cara Anna, eccoci.")
    waits = note(session, company.marketing, places[0], person_id=anna.person_id, words="Aspetto ancora.")
    privacy.erase_person(session, anna, now=NOW, words=True)
    row = session.get(Feedback, voice)
    assert row is not None
    assert (row.words, row.folded, row.answer, row.fingerprint) == ("", "", None, None)
    assert row.face == 2, "it stays counted"
    feedback_care.answer_feedback(session, company.marketing, now=NOW, feedback_id=waits, words="È partito.")
    feedback_care.close_feedback(session, company.marketing, now=NOW, feedback_id=waits, words="Grazie.")
    told = session.exec(select(Notice.id).where(Notice.person_id == anna.person_id)).all()
    assert told == [], "care goes on, and nobody is told who is not there any more"


def test_customers_and_guests_see_nothing_of_it(session: Session, company: Company, places: tuple[str, str]) -> None:
    voice = left(session, company, places[0])
    for nosy in (company.customer, NOBODY):
        for ask in (voices.feedback_counts, voices.last_noted, feedback_loads.loads_of_voices):
            with pytest.raises((Refusal, NotFound)):
                ask(session, nosy)
        with pytest.raises((Refusal, NotFound)):
            feedback_care.answer_feedback(session, nosy, now=NOW, feedback_id=voice, words="Io.")


def test_the_three_usual_figures_of_a_month_stand_from_twenty_answers_on(
    session: Session, company: Company, places: tuple[str, str]
) -> None:
    faces, likely, easy = [5] * 12 + [2] * 8, [9] * 10 + [8] * 6 + [6] * 4, [7] * 10 + [3] * 10
    for days, answers_given in ((0, 20), (NOW.day + 5, 19)):
        session.add_all(
            Feedback(touchpoint_id=places[0], source="door", face=face, recommends=one, effort=other,
                     created_at=NOW - timedelta(days=days, hours=1))
            for face, one, other in list(zip(faces, likely, easy, strict=True))[:answers_given]
        )  # fmt: skip
    session.flush()
    first = TODAY.replace(day=1)
    this = month.month_of(session, company.manager, now=NOW, first=first, zone=ZONE).voices
    assert this.elsewhere == (0, 0)
    with pytest.MonkeyPatch.context() as one_only:
        one_only.setattr(month, "PLACES_SHOWN", 0)
        rest = month.month_of(session, company.manager, now=NOW, first=first, zone=ZONE).voices
        assert rest.elsewhere == (this.total, this.faces[1] + this.faces[2]), "what is not named is in one row"
    assert this.recommends is not None
    assert this.effort is not None
    assert this.satisfied is not None
    assert (this.recommends.score, this.effort.mean, this.satisfied.share) == (30.0, 5.0, 0.6)
    before = (first - timedelta(days=1)).replace(day=1)
    few = month.month_of(session, company.manager, now=NOW, first=before, zone=ZONE).voices
    assert (few.total, few.recommends, few.effort, few.satisfied) == (19, None, None, None)
    # Like with like: what came in October after the day it is now in November is not held against November, nor is a
    # whole month against its first days.
    told = []
    for later in (NOW, NOW + timedelta(days=13), NOW + timedelta(days=14), NOW + timedelta(days=20)):
        for month_of in {first, later.date().replace(day=1)}:
            seen = month.month_of(session, company.manager, now=later, first=month_of, zone=ZONE).voices
            told.append((later.day, month_of.month, seen.before, seen.so_far, seen.too_early))
    assert sorted(told) == [(1, 11, 19, None, False), (1, 12, 0, 1, True), (7, 11, 19, None, False),
                            (7, 12, 0, 7, False), (17, 11, 0, 17, False), (30, 11, 19, 30, False)]  # fmt: skip
