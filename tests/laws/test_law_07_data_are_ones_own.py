"""Law 7: anyone can get and erase their data; published totals stay."""

import json
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlmodel import Session, col, select

from models import (
    activity,
    ballots,
    comments,
    conduct,
    decisions,
    feedback_heard,
    feedback_ideas,
    ideas,
    my_data,
    notices,
    organisations,
    people,
    privacy,
    public_answers,
    reply_all,
    results,
    sign_ins,
    supports,
)
from models.access import NOBODY
from models.answers import answer_of_code
from models.ballot_rows import Ballot
from models.base import Row, new_token
from models.errors import NotFound, Refusal
from models.feedback import Feedback
from models.groups import Membership
from models.ideas import Idea
from models.people import Person
from models.recounts import first_wrong_result
from models.sign_ins import SignIn
from models.viewers import viewer_of_person
from store import doors
from tests.company import NOW, Company, again, found
from tests.models.chain import AFTER, CODE, REASON, tie
from tests.models.room import Room, a_room, at

LATER = NOW + timedelta(days=2)
MAIL = "La consegna del mercoledì arriva di giovedì, sempre dopo le dieci, e intanto il bar apre a secco! " * 5


@pytest.fixture
def company(session: Session) -> Company:
    return found(session)


def vote(session: Session, *, secret: bool) -> tuple[Room, list[str]]:
    """Six people on an open vote between two ideas; the first five have voted. Returns their ids."""
    room = a_room(session, secret=secret)
    room.collect("Tre giorni certi", "Anche la domenica")
    people_in = room.guests(promises=3, receives=3)
    conduct.open_round(session, room.elena, now=at(21), round_id=room.vote_id)
    first, second = room.option_ids()
    for number, guest in enumerate(people_in[:5]):
        points = {first: 2, second: 1} if number else {first: 3}
        ballots.cast_ballot(session, room.again(guest), now=at(22), round_id=room.vote_id, points=points)
    return room, [guest.person_id or "" for guest in people_in]


def test_everything_of_mine_comes_in_one_file_and_nothing_of_others(session: Session, company: Company) -> None:
    mine = ideas.add_idea(session, company.customer, now=NOW, group_id=company.group_id, text="Anche la domenica")
    ideas.add_idea(session, company.logistics, now=NOW, group_id=company.group_id, text="Cosa di Rosa")
    comments.add_comment(session, company.customer, now=NOW, idea_id=mine, text="Lo dico da anni")
    notices.tell(session, person_id=company.customer.person_id or "", kind="decided", facts={"idea": "x"}, now=NOW)
    found_data = my_data.export_my_data(session, company.customer, now=LATER)
    assert found_data["person"]["name"] == "Anna R."
    assert [idea["text"] for idea in found_data["ideas"]] == ["Anche la domenica"]
    assert [comment["text"] for comment in found_data["comments"]] == ["Lo dico da anni"]
    assert len(found_data["notices"]) == 1
    # Days as well as instants: whoever fixed when one looks again could not take their file away.
    days = privacy.plain_row(SimpleNamespace(look_on=date(2027, 2, 1), at=NOW), "look_on", "at")
    assert json.loads(json.dumps(days)) == {"look_on": "2027-02-01", "at": NOW.isoformat()}
    text = json.dumps(found_data, ensure_ascii=False)
    assert "Rosa" not in text
    assert "no password" not in text
    for nobody in (NOBODY,):
        with pytest.raises(Refusal, match="not_signed_in"):
            my_data.export_my_data(session, nobody, now=LATER)


def test_a_file_never_proves_how_somebody_voted_in_secret(session: Session) -> None:
    room, voters = vote(session, secret=True)
    mine = my_data.export_my_data(session, viewer_of_person(session, voters[0]), now=LATER)
    assert mine["open_votes"] == []
    assert not any(option in json.dumps(mine) for option in room.option_ids())


def test_erasing_ends_every_way_in_at_once(session: Session, company: Company) -> None:
    anna = company.customer.person_id or ""
    sign_ins.start_sign_in(session, NOBODY, now=NOW, person_id=anna, token=new_token())
    notices.tell(session, person_id=anna, kind="decided", facts={}, now=NOW)
    assert privacy.erase_person(session, company.customer, now=LATER) == anna
    person = session.get(Person, anna)
    assert person is not None
    assert (person.name, person.email, person.password_hash, person.return_code_hash) == ("", None, None, None)
    assert viewer_of_person(session, anna) is NOBODY
    assert all(row.revoked_at for row in session.exec(select(SignIn).where(SignIn.person_id == anna)).all())
    assert all(row.left_at for row in session.exec(select(Membership).where(Membership.person_id == anna)).all())
    assert session.exec(select(notices.Notice).where(notices.Notice.person_id == anna)).all() == []
    assert anna not in {seen.id for seen in people.people_all(session, company.marketing)}
    with pytest.raises(NotFound):
        privacy.erase_person(session, company.customer, now=LATER)
    assert privacy.erased_ids(session) == [anna]


@pytest.mark.parametrize("words", [False, True])
def test_words_go_only_when_asked_for(session: Session, company: Company, words: bool) -> None:
    idea = ideas.add_idea(session, company.customer, now=NOW, group_id=company.group_id, text="Anche la domenica")
    comments.add_comment(session, company.customer, now=NOW, idea_id=idea, text="Lo dico da anni")
    privacy.erase_person(session, company.customer, now=LATER, words=words)
    kept = session.get(Idea, idea)
    assert kept is not None
    assert (kept.text == "Anche la domenica") is not words
    assert ("domenica" in kept.folded) is not words
    written = session.exec(select(comments.Comment.text)).one()
    assert (written == "Lo dico da anni") is not words


def test_no_name_is_left_in_what_others_were_told(session: Session, company: Company) -> None:
    chain_of = ideas.add_idea(session, company.customer, now=NOW, group_id=company.group_id, text="Anche la domenica")
    decided = decisions.decide_idea(session, company.manager, now=NOW, idea_id=chain_of, outcome="no", reason="No.")
    reply_all.send_reply(session, company.manager, now=NOW, decision_id=decided, words="Non si fa.")
    asked = {"by": company.manager.name, "sentence": "In tre giorni"}
    notices.tell(session, person_id=company.logistics.person_id or "", kind="signature_asked", facts=asked, now=NOW)
    root = company.administrator
    session.add(Membership(group_id=company.group_id, person_id=root.person_id or "", role="manager", joined_at=NOW))
    session.flush()
    privacy.erase_person(session, root, now=LATER, person_id=company.manager.person_id)
    assert company.manager.name not in everything_said(session)


def test_every_column_that_names_a_person_is_in_the_file(session: Session) -> None:
    classes = {mapper.class_.__tablename__: mapper.class_.__name__ for mapper in Row._sa_registry.mappers}
    source = Path(my_data.__file__).read_text(encoding="utf-8")
    named = [
        f"{classes[table.name]}.{key.parent.name}" for table in Row.metadata.sorted_tables for key in table.foreign_keys
        if key.column.table.name == "people"
    ]  # fmt: skip
    assert not [one for one in named if one not in source]


def test_the_record_loses_the_words_and_still_verifies(session: Session, company: Company) -> None:
    idea = ideas.add_idea(session, company.customer, now=NOW, group_id=company.group_id, text="Anche la domenica")
    assert activity.history_of(session, "idea", idea)[0].texts == {"text": "Anche la domenica"}
    privacy.erase_person(session, company.customer, now=LATER)
    assert activity.history_of(session, "idea", idea)[0].texts == {}
    assert activity.first_break(session) is None


@pytest.mark.parametrize("secret", [True, False])
def test_an_open_vote_forgets_who_is_erased(session: Session, secret: bool) -> None:
    room, voters = vote(session, secret=secret)
    privacy.erase_person(session, viewer_of_person(session, voters[0]), now=at(23))
    conduct.close_round(session, room.elena, now=at(24), round_id=room.vote_id)
    counted = session.exec(select(Ballot).where(Ballot.round_id == room.vote_id, col(Ballot.state) == "counted")).all()
    assert len(counted) == 4


@pytest.mark.parametrize("secret", [True, False])
def test_a_closed_vote_keeps_its_totals(session: Session, secret: bool) -> None:
    room, voters = vote(session, secret=secret)
    conduct.close_round(session, room.elena, now=at(24), round_id=room.vote_id)
    before = results.result_view(session, room.elena, round_id=room.vote_id).facts
    privacy.erase_person(session, viewer_of_person(session, voters[0]), now=at(25), words=True)
    after = results.result_view(session, room.elena, round_id=room.vote_id).facts
    assert after == before
    assert first_wrong_result(session) is None


def test_the_last_administrator_and_the_last_manager_name_another_one_first(session: Session, company: Company) -> None:
    with pytest.raises(Refusal, match="last_administrator"):
        privacy.erase_person(session, company.administrator, now=LATER)
    with pytest.raises(Refusal, match="last_manager"):
        privacy.erase_person(session, company.manager, now=LATER)


def test_only_an_administrator_erases_somebody_else(session: Session, company: Company) -> None:
    anna = company.customer.person_id or ""
    for somebody in (company.manager, company.marketing, company.guest):
        with pytest.raises(Refusal, match="not_allowed"):
            privacy.erase_person(session, somebody, now=LATER, person_id=anna)
    assert privacy.erase_person(session, company.administrator, now=LATER, person_id=anna) == anna


def test_a_restore_erases_again_whoever_was_erased(session: Session, company: Company) -> None:
    anna = company.customer.person_id or ""
    privacy.erase_ids(session, [anna, "0" * 32, anna], LATER)
    assert privacy.erased_ids(session) == [anna]
    privacy.erase_ids(session, [anna], LATER)


def everything_said(session: Session) -> str:
    """Every text of every table, as one."""
    return "\n".join(str(tuple(row)) for table in Row.metadata.sorted_tables for row in session.execute(table.select()))


def test_a_followed_feedback_of_mine_is_erased_with_my_words_wherever_they_are_repeated(database: object) -> None:
    chain = tie()
    company = chain.company

    def repeat(session: Session) -> str:
        for table, key, column in ((Feedback, chain.feedback_id, "person_id"), (Idea, chain.idea_id, "author_id")):
            row = session.get(table, key)
            setattr(row, column, company.customer.person_id)
        session.flush()
        reply_all.send_reply(session, company.manager, now=AFTER, decision_id=chain.decision_id, words=REASON)
        entry = public_answers.write_answer(
            session, company.manager, now=AFTER, idea_id=chain.idea_id, done="Dal 30 novembre scriviamo tre giorni.",
            said="«Non mi serve presto. Mi serve sapere quando.»",
        )  # fmt: skip
        public_answers.publish_answer(session, company.manager, now=AFTER, entry_id=entry)
        # An e-mail noted for somebody yet unknown, of which an idea took a part, and the public page another one.
        mail = feedback_heard.record_feedback(session, company.marketing, now=AFTER, touchpoint_id=chain.touchpoint_id,
                                              source="email", face=2, words=MAIL)  # fmt: skip
        idea = feedback_ideas.turn_feedback(session, company.marketing, now=AFTER, feedback_id=mail,
                                            group_id=company.group_id, words=MAIL[:120])  # fmt: skip
        supports.support_idea(session, company.logistics, now=AFTER, idea_id=idea)
        decision = decisions.decide_idea(session, company.manager, now=AFTER, idea_id=idea, outcome="do",
                                         reason="Il bar «apre a secco», e “no” non basta.")  # fmt: skip
        quoted = "A chi ha scritto «apre a secco!»: sì. " + MAIL[:120].strip().upper()
        reply_all.send_reply(session, company.manager, now=AFTER, decision_id=decision, words=quoted)
        comments.add_comment(session, company.logistics, now=AFTER, idea_id=idea, text="“Bar apre a secco”, davvero?")
        public_answers.write_answer(
            session, company.manager, now=AFTER, idea_id=idea, done="Parte la sera.", said="«Il bar apre a secco!»"
        )
        voice = session.get_one(Feedback, mail)
        voice.person_id = company.customer.person_id
        # A bar nobody else speaks for is hers; one for which somebody else spoke too is not.
        alone, shared = (
            organisations.organisation_named(session, company.marketing, now=AFTER, name=name)
            for name in ("Bar Solitario", "Bar di Tutti")
        )
        voice.organisation_id = shared
        feedback_heard.record_feedback(session, company.marketing, now=AFTER, touchpoint_id=chain.touchpoint_id,
                                       source="email", face=2, words="Altro", organisation="Bar di Tutti")  # fmt: skip
        organisations.place_person(session, company.marketing, now=AFTER, organisation_id=alone,
                                   person_id=company.customer.person_id or "")  # fmt: skip
        assert "Tre giorni certi" in everything_said(session)
        return entry

    def erase(session: Session) -> None:
        privacy.erase_person(session, again(session, company.customer), now=AFTER, words=True)

    doors.writing(repeat)
    doors.writing(erase)
    with doors.reading() as session:
        left = everything_said(session)
        words = ("Tre giorni certi", "sapere quando", "arriva di gioved", "apre a secco", "Solitario")
        assert [one for one in (*words, company.customer.name) if one.lower() in left.lower()] == []
        assert "Bar di Tutti" in left
        assert "Il bar «…», e “no” non basta." in left, "what the company wrote stands, without the quotation"
        assert public_answers.public_answers(session, company.marketing, now=AFTER) == [], "until it is worded anew"
        assert activity.first_break(session) is None
        row = session.get(Feedback, chain.feedback_id)
        assert row is not None
        assert (row.words, row.code_hash, row.face) == ("", None, 2)
        with pytest.raises(Refusal, match="follow_code_wrong"):
            answer_of_code(session, NOBODY, now=AFTER, code=CODE)
