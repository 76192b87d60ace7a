"""The journey on one map, listening in figures, several voices one idea: counted by the database, said by people."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import Session, col, select

from models import (
    diaries,
    diary_calls,
    ideas,
    journey,
    journey_stories,
    listening_figures,
    my_data,
    privacy,
    profiles,
    themes,
    touchpoints,
    traffic,
)
from models.access import NOBODY
from models.base import new_code
from models.errors import NotFound, Refusal
from models.feedback import Feedback
from models.feedback_heard import record_feedback
from models.parts import parts_in
from tests.company import NOW, Company, found

ZONE = "Europe/Rome"
PLACES = (("Newsletter", 0), ("Sito", 2), ("Corriere", 3), ("Botteghe", 1), ("Officina", 4))


@pytest.fixture
def company(session: Session) -> Company:
    return found(session)


@pytest.fixture
def at(session: Session, company: Company) -> dict[str, str]:
    """Touchpoints by name, on the six stages."""
    touchpoints.lay_stages(session, "it")
    stages = touchpoints.stages_all(session, company.manager)
    return {
        name: touchpoints.add_touchpoint(session, company.manager, now=NOW, name=name, stage_id=stages[stage].id)
        for name, stage in PLACES
    }


def hear(
    session: Session, company: Company, place: str, faces: list[int], words: str = "In ritardo", **more: Any
) -> None:
    days = more.pop("days", 3)
    for number, face in enumerate(faces):
        record_feedback(
            session, company.marketing, now=NOW, touchpoint_id=place, source="phone", face=face,
            words=f"{words} {number}", heard_at=NOW - timedelta(days=days, minutes=number), **more,
        )  # fmt: skip


def keep_diary(session: Session, company: Company, moments: list[tuple[str, int]], viewer: Any = NOBODY) -> str:
    diary_calls.invite_to_diary(session, company.marketing, now=NOW, zone=ZONE, title="Raccontateci",
                                ends_on=NOW.date() + timedelta(days=14))  # fmt: skip
    token = diaries.diary_calls(session, company.marketing, now=NOW, zone=ZONE)[0].token
    code = new_code(diaries.CODE_LENGTH)
    diaries.begin_diary(session, viewer, now=NOW, zone=ZONE, token=token, code=code, agreed=True)
    for number, (place, face) in enumerate(moments):
        diaries.note_entry(session, NOBODY, now=NOW - timedelta(hours=number), zone=ZONE, code=code,
                           touchpoint_id=place, face=face, words="Scrivete a io@posta.it")  # fmt: skip
    return code


def test_the_map_shows_where_it_hurts_and_how_far_apart_people_are(
    session: Session, company: Company, at: dict[str, str]
) -> None:
    hear(session, company, at["Corriere"], [1, 1, 1, 5, 2], said_what=True)
    hear(session, company, at["Sito"], [3] * 5, to_touchpoint_id=at["Botteghe"])
    hear(session, company, at["Newsletter"], [1] * 3)
    # One voice makes no hand-over.
    hear(session, company, at["Newsletter"], [1], to_touchpoint_id=at["Sito"])
    hear(session, company, at["Corriere"], [5] * 9, days=200)
    keep_diary(session, company, [(at["Sito"], 4), (at["Corriere"], 1), (at["Officina"], 5)])
    traffic.note_traffic(session, company.marketing, now=NOW, stage_id=stage_of(session, company, 2),
                         week=NOW.date() - timedelta(days=8), arrived=612, left=289)  # fmt: skip
    statements = 0

    def count(*_: object) -> None:
        nonlocal statements
        statements += 1

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", count)
    seen = journey.journey(session, company.marketing, now=NOW + timedelta(minutes=1))
    event.remove(engine, "before_cursor_execute", count)
    assert statements <= 14
    by_name = {stage.name: stage for stage in seen.stages}
    assert [stage.tally.voices for stage in seen.stages] == [4, 0, 6, 6, 1, 0]
    # Six faces beside six: the mean is lower, but luck may have made it so.
    assert seen.lowest is None
    assert [stage.name for stage in seen.too_close or ()] == ["Ricevo", "Ordino"]
    assert by_name["Ne sento parlare"].mean is None, "four faces are too few to be drawn"
    assert (by_name["Ricevo"].tally.argued, by_name["Ricevo"].tally.diaries) == (5, 1)
    assert (by_name["Ricevo"].spread or 0) > 1 > (by_name["Ordino"].spread or 0)
    assert by_name["Ordino"].flow == traffic.StageFlow(1, 612.0, 289.0)
    (hurts,) = seen.hand_overs
    assert (hurts.from_id, hurts.to_id, hurts.voices) == (at["Sito"], at["Botteghe"], 5)
    assert [sorted(story.faces.values()) for story in seen.stories] == [[1.0, 4.0, 5.0]]
    cell = journey_stories.journey_cell(session, company.marketing, now=NOW + timedelta(minutes=1),
                                        touchpoint_ids=[at["Officina"]])  # fmt: skip
    assert [(voice.id, voice.words) for voice in cell.voices] == [("", "Scrivete a ••••")]
    hear(session, company, at["Corriere"], [1] * 9, words="Mai arrivato")
    seen = journey.journey(session, company.marketing, now=NOW + timedelta(minutes=1))
    assert seen.lowest is not None
    assert (seen.lowest.name, seen.too_close) == ("Ricevo", None)


def test_a_profile_sees_its_own_journey_and_its_name_is_there_once(
    session: Session, company: Company, at: dict[str, str]
) -> None:
    anna = profiles.add_profile(session, company.marketing, now=NOW, name="Anna", motivation="Certezza")
    hear(session, company, at["Sito"], [4] * 5, profile_id=anna)
    hear(session, company, at["Sito"], [1] * 7)
    mine = journey.journey(session, company.marketing, now=NOW, profile_id=anna)
    assert (mine.voices, mine.profiles[0].motivation) == (5, "Certezza")
    figures = listening_figures.listening_figures(session, company.marketing, now=NOW)
    assert [(one.name, one.tally.voices) for one in figures.by_profile] == [("Anna", 5)]
    with pytest.raises(Refusal, match="name_taken"):
        profiles.add_profile(session, company.marketing, now=NOW, name="anna ")


def test_figures_stand_from_twenty_answers_and_an_organisation_is_one_who_speaks(
    session: Session, company: Company, at: dict[str, str]
) -> None:
    for week in range(12):
        when = {"days": 3 + 7 * week}
        face, words = (5, "Chiedete di Marta") if week % 3 else (1, "Aspettato in piedi")
        hear(session, company, at["Sito"], [face], words, recommends=9, organisation="Bar Sole", **when)
        if week < 8:
            hear(session, company, at["Corriere"], [1], "Consegna in ritardo", recommends=3, **when)
            hear(session, company, at["Officina"], [5], "Tutto liscio", **when)
    hear(session, company, at["Newsletter"], [4], days=175)
    found = listening_figures.listening_figures(session, company.marketing, now=NOW, zone=ZONE)
    assert (found.tally.voices, found.before, found.speakers, found.tally.unhappy) == (28, 1, 17, 12)
    nps = found.recommends.recommends
    assert nps is not None
    assert (nps.n, nps.promoters, nps.detractors, nps.score) == (20, 12, 8, 20.0)
    assert (found.effort.n, found.effort.effort) == (0, None)
    assert sum(count for _, count in found.weeks) == 28
    rose = [("Sito", True), ("Corriere", True), ("Officina", True)]
    assert [(one.place, one.rose) for one in found.changed] == rose
    # What one bar says eight times is the word of one: too few to be shown.
    assert ([term.word for term in found.unhappy_words], [term.word for term in found.happy_words]) == (
        ["consegna", "ritardo"], ["liscio"]
    )  # fmt: skip
    stage = stage_of(session, company, 3)
    only = listening_figures.listening_figures(session, company.marketing, now=NOW, stage_id=stage)
    assert (only.tally.voices, [one.name for one in only.by_touchpoint]) == (8, ["Corriere"])
    # The same number in one hour is one event; and before anybody was heard nothing could be.
    hear(session, company, at["Newsletter"], [3] * 12, days=60)
    again = listening_figures.listening_figures(session, company.marketing, now=NOW, zone=ZONE)
    assert "Newsletter" not in [one.place for one in again.changed]
    year = listening_figures.listening_figures(session, company.marketing, now=NOW, zone=ZONE, period_days=182)
    assert (year.before, year.changed) == (0, ())


def test_several_voices_become_one_idea_that_counts_each_organisation_once(
    session: Session, company: Company, at: dict[str, str]
) -> None:
    hear(session, company, at["Corriere"], [1, 1, 2], words="Consegna in ritardo a Imola", organisation="Bar Sole")
    hear(session, company, at["Sito"], [2], words="Ritardi nella consegna, sempre a Imola")
    hear(session, company, at["Sito"], [5], words="Caffè buono")
    theme = themes.voices_with_word(session, company.marketing, now=NOW, word="ritardi")
    assert theme.total == 4
    few = themes.voices_with_word(session, company.marketing, now=NOW, word="ritardi", most=2)
    assert (few.voices, few.total) == (theme.voices[:2], 4), "and one may ask for more"
    # Who is thankful for the same thing does not say what a complaint says.
    hear(session, company, at["Sito"], [5], words="Consegna sempre a Imola")
    close = themes.alike_voices(session, company.marketing, now=NOW, feedback_id=theme.voices[0].id)
    assert 5 not in {voice.face for voice in close.voices}
    nearest = themes.alike_voices(session, company.marketing, now=NOW, feedback_id=theme.voices[0].id, most=1)
    assert (nearest.voices, nearest.total) == (close.voices[:1], close.total)
    assert {voice.words[:8] for voice in close.voices} == {"Consegna", "Ritardi "} or len(close.voices) == 3
    what = {"feedback_ids": [voice.id for voice in theme.voices], "group_id": company.group_id,
            "words": "Scriverlo prima che chiamino loro"}  # fmt: skip
    made = themes.turn_several(session, company.facilitator, now=NOW, **what)  # type: ignore[arg-type]
    assert made["people"] == 2
    linked = session.exec(select(Feedback).where(Feedback.idea_id == made["idea_id"])).all()
    assert len(linked) == 4
    assert ideas.idea_for(session, company.facilitator, made["idea_id"]).side == "receives"
    assert themes.voices_with_word(session, company.marketing, now=NOW, word="ritardo").total == 0
    # The desk counts people too: a bar, somebody unknown, and one by name however often; who speaks for the bar is it.
    for organisation, people in (("", 3), ("", 3), ("Bar Sole", 2)):
        hear(session, company, at["Sito"], [2], person_id=company.customer.person_id, organisation=organisation)
        said = session.exec(select(Feedback.id).where(
            Feedback.person_id == company.customer.person_id, col(Feedback.idea_id).is_(None)
        )).all()  # fmt: skip
        themes.link_several(session, company.facilitator, now=NOW, idea_id=made["idea_id"], feedback_ids=said)
        behind = parts_in(session, [made["idea_id"]])[made["idea_id"]]
        assert (behind.count, behind.sides) == (people, {"receives": people})
    with pytest.raises(Refusal, match="already_an_idea"):
        themes.link_several(session, company.facilitator, now=NOW, idea_id=made["idea_id"],
                            feedback_ids=[theme.voices[0].id])  # fmt: skip


def test_a_diary_asks_for_a_yes_is_read_back_and_goes_with_its_person(
    session: Session, company: Company, at: dict[str, str]
) -> None:
    code = keep_diary(session, company, [(at["Sito"], 2), (at["Corriere"], 1)], company.customer)
    seen = diaries.diary_of_code(session, NOBODY, now=NOW, zone=ZONE, code=f" {code[:4]}-{code[4:].lower()}")
    assert [(one.touchpoint, one.words) for one in seen.entries] == [
        ("Sito", "Scrivete a ••••"), ("Corriere", "Scrivete a ••••")
    ]  # fmt: skip
    token = diaries.diary_calls(session, company.marketing, now=NOW, zone=ZONE)[0].token
    with pytest.raises(Refusal, match="consent_missing"):
        diaries.begin_diary(session, NOBODY, now=NOW, zone=ZONE, token=token, code="ABCDEFGH", agreed=False)
    after = NOW + timedelta(days=20)
    with pytest.raises(Refusal, match="diary_over"):
        diaries.note_entry(session, NOBODY, now=after, zone=ZONE, code=code, touchpoint_id=at["Sito"], face=3)
    with pytest.raises(NotFound):
        diaries.begin_diary(session, NOBODY, now=after, zone=ZONE, token=token, code="ABCDEFGH", agreed=True)
    moments = journey_stories.diary_moments(session, company.marketing)
    assert [(one.diary, one.touchpoint, one.face) for one in moments.rows] == [(1, "Corriere", 1), (1, "Sito", 2)]
    taken = my_data.export_my_data(session, company.customer, now=NOW)
    assert [entry["face"] for entry in taken["diary_entries"]] == [2, 1] or len(taken["diary_entries"]) == 2
    privacy.erase_person(session, company.customer, now=NOW)
    assert session.exec(select(diaries.DiaryEntry)).all() == []
    with pytest.raises(Refusal, match="diary_code_wrong"):
        diaries.diary_of_code(session, NOBODY, now=NOW, zone=ZONE, code=code)


def test_a_sheet_of_weeks_comes_in_whole_counts_from_then_on_and_is_taken_back(
    session: Session, company: Company, at: dict[str, str]
) -> None:
    week = NOW.date() - timedelta(days=8)
    who = company.marketing
    stage = stage_of(session, company, 2)
    traffic.note_traffic(session, who, now=NOW, stage_id=stage, week=week, arrived=600)
    good = traffic.TrafficRow("ordino", week, 612, 289, 2)
    bad = traffic.TrafficRow("Altrove", week + timedelta(days=30), 5, 9, 3)
    rows = [good, bad, traffic.TrafficRow("ORDINO ", traffic.monday(week), 5, None, 4)]
    plan = traffic.traffic_plan(session, who, now=NOW, rows=rows, sha256="a" * 64)
    assert [(cell.row, cell.field, cell.code) for cell in plan.bad] == [
        (3, "stage", "stage_unknown"), (3, "left", "more_left"), (4, "week", "week_twice")
    ]  # fmt: skip
    assert (plan.again, plan.earlier) == (1, None)
    with pytest.raises(Refusal, match="rows_unreadable"):
        traffic.load_traffic(session, who, now=NOW, rows=[good, bad], sha256="a" * 64)
    later = NOW + timedelta(hours=1)
    load = traffic.load_traffic(session, who, now=later, rows=[good], sha256="a" * 64)
    with pytest.raises(Refusal, match="file_imported"):
        traffic.load_traffic(session, who, now=later, rows=[good], sha256="a" * 64)
    assert traffic.traffic_plan(session, who, now=later, rows=[good], sha256="a" * 64).earlier == later

    def flow() -> traffic.StageFlow:
        return traffic.traffic_by_stage(session, who, since=NOW.date() - timedelta(days=90), until=NOW.date())[stage]

    assert flow() == traffic.StageFlow(1, 612.0, 289.0)
    assert [row.arrived for row in traffic.traffic_noted(session, who, since=week - timedelta(days=7))] == [612]
    traffic.undo_traffic(session, who, now=later, load_id=load)
    assert flow() == traffic.StageFlow(1, 600.0, None)


def stage_of(session: Session, company: Company, place: int) -> str:
    return touchpoints.stages_all(session, company.manager)[place].id
