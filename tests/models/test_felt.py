"""Was it so for you too? Kept in the data beside kept in the customers' eyes."""

import pytest
from sqlmodel import Session, select

from models import (
    felt,
    in_hands,
    my_data,
    privacy,
    processes,
    promises,
    publishing,
    touchpoints,
    voices,
    wordings,
)
from models.access import NOBODY
from models.errors import NotFound, Refusal
from models.felt import Felt, FeltAnswer
from tests.company import NOW, Company, found
from tests.models.promising import delivery, promise


@pytest.fixture
def company(session: Session) -> Company:
    return found(session)


@pytest.fixture
def promise_id(session: Session, company: Company) -> str:
    made = promise(session, company.marketing, delivery(session, company.logistics))
    promises.start_using(session, company.marketing, now=NOW, promise_id=made)
    return made


def test_only_what_is_published_is_asked_and_the_last_answer_counts(
    session: Session, company: Company, promise_id: str
) -> None:
    with pytest.raises(NotFound):
        felt.say_how_it_was(session, NOBODY, now=NOW, promise_id=promise_id, answer="yes", browser="a")
    publishing.publish_promise(session, company.marketing, now=NOW, promise_id=promise_id)
    felt.say_how_it_was(session, NOBODY, now=NOW, promise_id=promise_id, answer="yes", browser="a")
    felt.say_how_it_was(session, NOBODY, now=NOW, promise_id=promise_id, answer="no", browser="a")
    felt.say_how_it_was(session, company.customer, now=NOW, promise_id=promise_id, answer="yes")
    with pytest.raises(Refusal):
        felt.say_how_it_was(session, NOBODY, now=NOW, promise_id=promise_id, answer="perhaps", browser="b")
    with pytest.raises(NotFound):
        felt.say_how_it_was(session, NOBODY, now=NOW, promise_id=promise_id, answer="yes")
    seen = felt.felt_of(session, company.marketing, promise_ids=[promise_id])[promise_id]
    assert (seen.yes, seen.no, seen.share) == (1, 1, None)
    assert felt.my_felt(session, NOBODY, promise_ids=[promise_id], browser="a") == {promise_id: Felt.NO}
    with pytest.raises(Refusal):
        felt.felt_of(session, company.customer, promise_ids=[promise_id])


def test_from_five_answers_on_there_is_a_figure_and_i_do_not_know_counts_for_nothing(
    session: Session, company: Company, promise_id: str
) -> None:
    publishing.publish_promise(session, company.marketing, now=NOW, promise_id=promise_id)
    for place, answer in enumerate(["yes"] * 4 + ["no", "unsure"]):
        felt.say_how_it_was(session, NOBODY, now=NOW, promise_id=promise_id, answer=answer, browser=str(place))
    seen = felt.felt_of(session, company.marketing, promise_ids=[promise_id])[promise_id]
    assert (seen.knowing, seen.unsure, seen.share) == (5, 1, 0.8)
    assert seen.range is not None
    assert seen.range[0] < 0.8 < seen.range[1]


def test_whoever_says_no_tells_it_where_it_was_promised_and_listening_knows_of_which_promise(
    session: Session, company: Company, promise_id: str
) -> None:
    publishing.publish_promise(session, company.marketing, now=NOW, promise_id=promise_id)
    touchpoints.lay_stages(session, "it")
    stage = touchpoints.stages_all(session, company.manager)[3]
    touchpoints.add_touchpoint(session, company.manager, now=NOW, name="Corriere", stage_id=stage.id)
    (point,) = touchpoints.touchpoints_all(session, company.marketing)
    door = felt.say_how_it_was(session, NOBODY, now=NOW, promise_id=promise_id, answer="no", browser="a")
    assert door == point.door_token, "told nowhere yet, a no still leads to where more can be said"
    left = {"token": point.door_token, "face": 2, "words": "Arrivata dopo.", "promise_id": promise_id}
    told = felt.leave_about_promise(session, NOBODY, now=NOW, **left)  # type: ignore[arg-type]
    (heard,) = voices.feedback_listed(session, company.logistics).rows
    assert (heard.id, heard.promise_id, heard.promise) == (told, promise_id, "A casa tua in 48 ore")


def test_what_is_told_of_a_promise_that_is_not_theirs_to_read_is_kept_and_tied_to_none(
    session: Session, company: Company, promise_id: str
) -> None:
    touchpoints.lay_stages(session, "it")
    stage = touchpoints.stages_all(session, company.manager)[3]
    touchpoints.add_touchpoint(session, company.manager, now=NOW, name="Corriere", stage_id=stage.id)
    (point,) = touchpoints.touchpoints_all(session, company.marketing)
    left = {"token": point.door_token, "face": 2, "promise_id": promise_id}
    # In use, not published: for a customer who had no part in it and for a stranger it is not there.
    for who, words in ((company.customer, "Arrivata dopo."), (NOBODY, "Anche a me.")):
        felt.leave_about_promise(session, who, now=NOW, words=words, **left)  # type: ignore[arg-type]
    publishing.publish_promise(session, company.marketing, now=NOW, promise_id=promise_id)
    promises.withdraw_promise(session, company.marketing, now=NOW, promise_id=promise_id, reason="Non si dice più.")
    felt.leave_about_promise(session, NOBODY, now=NOW, words="E adesso?", **left)  # type: ignore[arg-type]
    rows = voices.feedback_listed(session, company.logistics).rows
    assert {row.words for row in rows} == {"Arrivata dopo.", "Anche a me.", "E adesso?"}
    assert [row.promise_id for row in rows] == [None, None, None]


def test_a_no_is_told_where_it_was_felt_the_last_place_the_process_passes_through(
    session: Session, company: Company, promise_id: str
) -> None:
    assert felt.sentence_reported(session, NOBODY, promise_id=promise_id) == "", "not theirs to read, not published"
    publishing.publish_promise(session, company.marketing, now=NOW, promise_id=promise_id)
    touchpoints.lay_stages(session, "it")
    stages = touchpoints.stages_all(session, company.manager)
    site, courier = (
        touchpoints.add_touchpoint(session, company.manager, now=NOW, name=name, stage_id=stages[place].id)
        for name, place in (("Sito", 2), ("Corriere", 3))
    )
    wordings.add_wording(session, company.marketing, now=NOW, promise_id=promise_id, touchpoint_id=site, words="48 ore")
    in_hands.tie_process(
        session, company.logistics, now=NOW, process_id=processes.processes_all(session, company.logistics)[0].id,
        touchpoint_ids=[site, courier],
    )  # fmt: skip
    doors = {one.id: one.door_token for one in touchpoints.touchpoints_all(session, company.marketing)}
    door = felt.say_how_it_was(session, NOBODY, now=NOW, promise_id=promise_id, answer="no", browser="a")
    assert felt.sentence_reported(session, NOBODY, promise_id=promise_id) == "A casa tua in 48 ore"
    assert door == doors[courier]


def test_a_customer_takes_the_answer_away_and_erased_leaves_it_without_a_name(
    session: Session, company: Company, promise_id: str
) -> None:
    publishing.publish_promise(session, company.marketing, now=NOW, promise_id=promise_id)
    felt.say_how_it_was(session, company.customer, now=NOW, promise_id=promise_id, answer="yes")
    held = my_data.export_my_data(session, company.customer, now=NOW)
    assert [one["answer"] for one in held["how_promises_went"]] == ["yes"]
    privacy.erase_person(session, company.customer, now=NOW)
    assert session.exec(select(FeltAnswer.person_id)).all() == [None]
