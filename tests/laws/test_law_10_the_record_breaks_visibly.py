"""Law 10: each change says who, what, when; the record breaks visibly if edited outside."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from models import activity, ballots, conduct, groups, ideas, log
from models.access import NOBODY
from models.activity import Activity, first_break
from models.errors import Refusal
from tests.company import NOW, Company, found
from tests.models.room import a_room, at


@pytest.fixture
def company(session: Session) -> Company:
    made = found(session)
    for number in range(3):
        ideas.add_idea(
            session, made.customer, now=NOW + timedelta(minutes=number), group_id=made.group_id, text=f"Idea {number}"
        )
    return made


def edit(session: Session, change: str, **facts: object) -> None:
    """Change the table as somebody with the database's password would."""
    session.flush()
    session.connection().execute(text(change), facts)
    session.expire_all()


def test_a_change_says_who_what_when(session: Session, company: Company) -> None:
    newest = log.log_page(session, company.administrator).rows[0]
    assert (newest.who, newest.verb, newest.noun, newest.at) == (
        "Anna R.", "write", "idea", NOW + timedelta(minutes=2),
    )  # fmt: skip
    assert first_break(session) is None


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE activity SET verb = 'hide' WHERE seq = :seq",
        "UPDATE activity SET person_id = NULL WHERE seq = :seq",
        "UPDATE activity SET object_id = 'another' WHERE seq = :seq",
        "UPDATE activity SET after_hash = 'f00d' WHERE seq = :seq",
        "DELETE FROM activity WHERE seq = :seq",
    ],
)
def test_a_line_that_was_changed_outside_is_found(session: Session, company: Company, change: str) -> None:
    last = log.log_page(session, company.administrator).total
    session.connection().execute(text("DELETE FROM activity_texts"))
    edit(session, change, seq=last - 3)
    broken = first_break(session)
    assert broken is not None
    assert last - 3 <= broken <= last - 2


def test_a_line_whose_hash_was_made_anew_breaks_at_the_next_one(session: Session, company: Company) -> None:
    row = session.exec(select(Activity).where(Activity.seq == 5)).one()
    row.verb = "hide"
    row.hash = activity._row_hash(row)
    session.add(row)
    session.flush()
    assert first_break(session) == 6


def test_an_erased_text_leaves_the_record_whole(session: Session, company: Company) -> None:
    activity.erase_texts(session, company.customer.person_id or "")
    assert first_break(session) is None


def test_what_a_refused_command_did_is_not_on_record(session: Session, company: Company) -> None:
    before = log.log_page(session, company.administrator).total
    with pytest.raises(Refusal):
        groups.change_group(
            session, company.marketing, now=NOW, group_id=company.group_id, name="Mio", purpose="", zone="Europe/Rome"
        )
    assert log.log_page(session, company.administrator).total == before


def test_a_secret_vote_is_on_record_without_the_person(session: Session) -> None:
    room = a_room(session)
    room.collect("Tre giorni certi", "Anche la domenica")
    guest = room.guest("Walter", "receives")
    conduct.open_round(session, room.elena, now=at(21), round_id=room.vote_id)
    ballots.cast_ballot(
        session, room.again(guest), now=at(22.5), round_id=room.vote_id, points={room.option_ids()[0]: 1}
    )
    row = session.exec(select(Activity).where(Activity.verb == "cast")).one()
    assert (row.person_id, row.at, row.after_hash) == (None, at(22), None)


def test_only_an_administrator_reads_the_log_and_finds_no_words_in_it(session: Session, company: Company) -> None:
    for somebody in (company.manager, company.marketing, company.customer, company.guest, NOBODY):
        with pytest.raises(Refusal):
            log.log_page(session, somebody)
        with pytest.raises(Refusal):
            log.record_whole(session, somebody)
    seen = log.log_page(session, company.administrator)
    assert not any("Idea 0" in str(row) for row in seen.rows)
    assert log.record_whole(session, company.administrator) is None
    assert log.log_page(session, company.administrator, page=99).page == seen.pages
