"""The open door: a face and a sentence, kept without what could harm whoever wrote it, and never lost on the way."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from models import feedback, feedback_heard, feedback_ideas, ideas, touchpoints, voices
from models.access import NOBODY, Viewer
from models.errors import NotFound, Refusal
from store import doors
from tests.company import NOW, Company, found


@pytest.fixture
def company(session: Session) -> Company:
    return found(session)


@pytest.fixture
def shop(session: Session, company: Company) -> str:
    touchpoints.lay_stages(session, "it")
    stage = touchpoints.stages_all(session, company.manager)[3]
    return touchpoints.add_touchpoint(session, company.manager, now=NOW, name="Bottega di Faenza", stage_id=stage.id)


def door_of(session: Session, viewer: Viewer, touchpoint_id: str) -> str:
    return next(t.door_token for t in touchpoints.touchpoints_all(session, viewer) if t.id == touchpoint_id)


def leave(session: Session, company: Company, shop: str, **what: object) -> str:
    token = door_of(session, company.marketing, shop)
    given: dict[str, object] = {"face": 2, "words": "Scrivono 48 ore, sono arrivate in cinque giorni."}
    return feedback.leave_feedback(session, NOBODY, now=NOW, token=token, **(given | what))  # type: ignore[arg-type]


def test_a_stranger_leaves_a_word_and_staff_read_it(session: Session, company: Company, shop: str) -> None:
    leave(session, company, shop, face=1, reference="TB-20877")
    (row,) = voices.feedback_listed(session, company.marketing).rows
    assert (row.face, row.touchpoint, row.source, row.reference, row.read) == (
        1, "Bottega di Faenza", "door", "TB-20877", False,
    )  # fmt: skip
    feedback.read_feedback(session, company.marketing, now=NOW, feedback_id=row.id)
    assert voices.feedback_counts(session, company.marketing).new == 0


def test_a_face_alone_is_enough_at_the_door(session: Session, company: Company, shop: str) -> None:
    leave(session, company, shop, words="", face=5)
    assert voices.feedback_listed(session, company.marketing).rows[0].words == ""


def test_addresses_numbers_and_accounts_are_hidden_before_anything_is_stored(
    session: Session, company: Company, shop: str
) -> None:
    said = "Sono anna@posta.it, 333 123 4567, IBAN IT60X0542811101000000123456. Ordine TB-20877 del 31/10/2026."
    leave(session, company, shop, words=said, reference="anna@posta.it 3331234567")
    row = session.exec(select(feedback.Feedback)).one()
    assert row.words == "Sono ••••, ••••, IBAN IT••••. Ordine TB-20877 del 31/10/2026."
    assert row.reference == "•••• 3331234567"
    assert row.hidden == 4
    assert "anna" not in row.folded


@pytest.mark.parametrize(
    ("what", "field", "code"),
    [
        ({"face": 6}, "face", "too_large"),
        ({"face": 0}, "face", "too_small"),
        ({"words": "a" * 281}, "words", "too_long"),
        ({"words": "nullo\x00"}, "words", "unreadable_characters"),
        ({"reference": "x" * 61}, "reference", "too_long"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_field(
    session: Session, company: Company, shop: str, what: dict[str, object], field: str, code: str
) -> None:
    with pytest.raises(Refusal) as no:
        leave(session, company, shop, **what)
    assert (no.value.code, no.value.field) == (code, field)


def test_a_door_that_is_not_there_stays_closed(session: Session, company: Company) -> None:
    with pytest.raises(NotFound):
        feedback.leave_feedback(session, NOBODY, now=NOW, token="ZZZZ", face=3)


def test_the_code_opens_nothing_until_somebody_asks_to_follow(session: Session, company: Company, shop: str) -> None:
    leave(session, company, shop, code="K7P2QXRT")
    with pytest.raises(Refusal, match="follow_code_wrong"):
        feedback.feedback_of_code(session, code="K7P2QXRT")
    feedback.follow_feedback(session, NOBODY, now=NOW, code="k7p2-qxrt")
    assert feedback.feedback_of_code(session, code=" K7P2 QXRT ").face == 2


def test_customers_and_guests_never_read_the_feedback_of_others(session: Session, company: Company, shop: str) -> None:
    feedback_id = leave(session, company, shop)
    for nosy in (company.customer, company.guest, NOBODY):
        with pytest.raises(Refusal):
            voices.feedback_listed(session, nosy)
        with pytest.raises(Refusal):
            feedback_ideas.turn_feedback(session, nosy, now=NOW, feedback_id=feedback_id, group_id=company.group_id)


def test_one_click_makes_an_idea_that_speaks_for_the_customer(session: Session, company: Company, shop: str) -> None:
    feedback_id = leave(session, company, shop)
    idea_id = feedback_ideas.turn_feedback(
        session, company.marketing, now=NOW, feedback_id=feedback_id, group_id=company.group_id
    )
    idea = ideas.idea_for(session, company.marketing, idea_id)
    assert (idea.text, idea.side, idea.author_id, idea.touchpoint_id) == (
        "Scrivono 48 ore, sono arrivate in cinque giorni.", "receives", None, shop,
    )  # fmt: skip
    assert [v.id for v in voices.feedback_of_idea(session, company.marketing, idea_id=idea_id)] == [feedback_id]
    with pytest.raises(Refusal, match="already_an_idea"):
        feedback_ideas.turn_feedback(
            session, company.logistics, now=NOW, feedback_id=feedback_id, group_id=company.group_id
        )


def test_two_feedback_can_say_the_same_idea(session: Session, company: Company, shop: str) -> None:
    first, second = leave(session, company, shop), leave(session, company, shop, words="Ancora in ritardo.")
    idea_id = feedback_ideas.turn_feedback(
        session, company.marketing, now=NOW, feedback_id=first, group_id=company.group_id
    )
    feedback_ideas.link_feedback(session, company.logistics, now=NOW, feedback_id=second, idea_id=idea_id)
    assert len(voices.feedback_of_idea(session, company.marketing, idea_id=idea_id)) == 2


def test_an_idea_of_another_group_is_neither_named_nor_linked_to(session: Session, company: Company, shop: str) -> None:
    first, second = leave(session, company, shop), leave(session, company, shop, words="Ancora.")
    theirs = feedback_ideas.turn_feedback(
        session, company.administrator, now=NOW, feedback_id=first, group_id=company.other_group_id
    )
    with pytest.raises(NotFound):
        feedback_ideas.link_feedback(session, company.marketing, now=NOW, feedback_id=second, idea_id=theirs)
    with pytest.raises(NotFound):
        feedback_ideas.turn_feedback(
            session, company.marketing, now=NOW, feedback_id=second, group_id=company.other_group_id
        )
    turned = voices.feedback_listed(session, company.marketing, which="turned").rows[0]
    assert (turned.turned, turned.idea_id, turned.idea) == (True, None, None)


def test_what_was_heard_elsewhere_is_noted_by_staff_only(session: Session, company: Company, shop: str) -> None:
    feedback_heard.record_feedback(
        session, company.logistics, now=NOW, touchpoint_id=shop, source="phone", face=1, words="Pacco fermo a Imola."
    )
    assert voices.feedback_listed(session, company.marketing).rows[0].source == "phone"
    with pytest.raises(Refusal, match="empty"):
        feedback_heard.record_feedback(
            session, company.logistics, now=NOW, touchpoint_id=shop, source="phone", face=1, words=" \u200b "
        )
    with pytest.raises(Refusal, match="not_allowed"):
        feedback_heard.record_feedback(
            session, company.customer, now=NOW, touchpoint_id=shop, source="phone", face=1, words="x"
        )


def test_the_list_finds_words_without_accents_and_comes_in_pages(session: Session, company: Company, shop: str) -> None:
    token = door_of(session, company.marketing, shop)
    for number in range(25):
        feedback.leave_feedback(
            session, NOBODY, now=NOW + timedelta(minutes=number), token=token, face=3,
            words="Perché così tardi?" if number % 5 == 0 else f"Voce {number}, 100%",
        )  # fmt: skip
    assert voices.feedback_listed(session, company.marketing, search="PERCHE COSI").total == 5
    assert voices.feedback_listed(session, company.marketing, search="100%").total == 20
    assert voices.feedback_listed(session, company.marketing, search="%' OR 1=1 --").total == 0
    second = voices.feedback_listed(session, company.marketing, page=2)
    assert (second.total, second.pages, len(second.rows)) == (25, 2, 5)
    assert voices.feedback_listed(session, company.marketing, page=99).page == 2
    session.flush()
    session.expire_all()
    with doors.counting() as counted:
        voices.feedback_listed(session, company.marketing)
        voices.feedback_counts(session, company.marketing)
    assert counted.number <= 5
