"""Coming in: QR and code, what stops them, who one is inside (J01 to J06 of the client's list)."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from models import conduct, groups, joining, rounds, workshops
from models.access import NOBODY, May, Role, Viewer
from models.attendance import people_in, present_in, workshop_view
from models.base import CODE_ALPHABET, new_code, new_token
from models.eligibility import Eligible
from models.errors import NotFound, Refusal
from models.people import Person
from models.sign_ins import return_by_code
from models.viewers import viewer_of_person, viewer_of_token
from models.workshops import Workshop
from tests.models.room import START, Room, a_room, at


@pytest.fixture
def room(session: Session) -> Room:
    return a_room(session)


def row(room: Room) -> Workshop:
    found = room.session.get(Workshop, room.workshop_id)
    assert found is not None
    return found


def join(room: Room, viewer: Viewer = NOBODY, *, now: float = 1, token: str = "", **what: str) -> dict[str, str]:
    where = what or {"join_token": row(room).join_token}
    return joining.join_workshop(
        room.session, viewer, now=at(now), token=token or new_token(), return_code=new_code(6), name="Anna",
        side="receives", **where,
    )  # fmt: skip


def test_a_guest_is_a_name_and_a_side_and_is_signed_in(room: Room) -> None:
    token = new_token()
    found = join(room, token=token)
    anna = viewer_of_token(room.session, token, now=at(2))
    assert (anna.person_id, anna.name, anna.side) == (found["person_id"], "Anna", "receives")
    assert {seat.role for seat in anna.seats.values()} == {Role.GUEST}
    assert people_in(room.session, room.workshop_id) == 1
    assert [one.name for one in present_in(room.session, room.elena, workshop_id=room.workshop_id)] == ["Anna"]


@pytest.mark.parametrize("spelled", [str.lower, lambda c: f" {c[:4]} - {c[4:]} ", lambda c: "\u00a0".join(c)])
def test_the_code_counts_however_it_is_typed(room: Room, spelled: object) -> None:
    assert join(room, join_code=spelled(row(room).join_code))["workshop_id"] == room.workshop_id  # type: ignore[operator]


def test_codes_hold_no_letters_that_look_alike(room: Room) -> None:
    assert len(row(room).join_code) == 8
    assert set(row(room).join_code) <= set(CODE_ALPHABET)
    assert set("01OIL").isdisjoint(CODE_ALPHABET)


def test_wrong_expired_revoked_renewed_and_archived_let_nobody_in(room: Room) -> None:
    old = row(room).join_code
    for code in ("", "2345", "ZZZZZZZZ"):
        with pytest.raises(Refusal, match="code_wrong"):
            join(room, join_code=code)
    until = row(room).join_until
    with pytest.raises(Refusal, match="code_wrong"):
        join(room, now=(until - START) / timedelta(minutes=1))
    workshops.renew_join(room.session, room.elena, now=at(2), workshop_id=room.workshop_id)
    with pytest.raises(Refusal, match="code_wrong"):
        join(room, join_code=old)
    assert join(room)
    workshops.revoke_join(room.session, room.elena, now=at(3), workshop_id=room.workshop_id)
    with pytest.raises(Refusal, match="code_wrong"):
        join(room, now=4)
    workshops.renew_join(room.session, room.elena, now=at(5), workshop_id=room.workshop_id)
    workshops.archive_workshop(room.session, room.elena, now=at(6), workshop_id=room.workshop_id)
    with pytest.raises(Refusal, match="code_wrong"):
        join(room, now=7)


def test_a_member_comes_as_who_they_are_and_keeps_the_role(room: Room) -> None:
    omar = room.staff("Omar", "keeps", Role.FACILITATOR)
    assert join(room, omar)["person_id"] == omar.person_id
    assert room.again(omar).seats[room.group_id].role is Role.FACILITATOR
    assert room.again(omar).seats[room.group_id].side == "keeps"


def test_somebody_of_another_group_comes_in_by_the_code_as_a_guest(room: Room) -> None:
    vito = Person(kind="staff", name="Vito", email="vito@example.org", side="promises", created_at=START)
    room.session.add(vito)
    room.session.flush()
    other = groups.create_group(
        room.session, viewer_of_person(room.session, vito.id), now=START, name="Un altro tavolo"
    )
    viewer = viewer_of_person(room.session, vito.id)
    with pytest.raises(NotFound):
        workshop_view(room.session, viewer, workshop_id=room.workshop_id)
    join(room, viewer)
    after = room.again(viewer)
    assert {after.seats[other].role, after.seats[room.group_id].role} == {Role.MANAGER, Role.GUEST}
    assert not after.may(May.ROUND_RUN, group_id=room.group_id)


def test_who_was_taken_out_does_not_come_back_by_the_code(room: Room) -> None:
    anna = room.guest("Anna", "receives")
    groups.remove_member(
        room.session, room.elena, now=at(2), group_id=room.group_id, person_id=anna.person_id or ""
    )  # fmt: skip
    with pytest.raises(NotFound):
        join(room, room.again(anna), now=3)
    assert people_in(room.session, room.workshop_id) == 0


def test_a_guest_of_one_workshop_does_not_see_the_next_one(room: Room) -> None:
    anna = room.guest("Anna", "receives")
    other = conduct.create_workshop(
        room.session, room.elena, now=at(2), group_id=room.group_id, title="Il prossimo", planned_on=START.date(),
        questions=["Che cosa?", "Quali?"],
    )  # fmt: skip
    with pytest.raises(NotFound):
        workshop_view(room.session, anna, workshop_id=other)
    with pytest.raises(NotFound):
        rounds.rounds_of(room.session, anna, workshop_id=other)
    with pytest.raises(NotFound):
        joining.attend_workshop(room.session, anna, now=at(3), workshop_id=other)


def test_the_return_code_opens_the_same_place_and_an_old_one_does_not(room: Room) -> None:
    anna = room.guest("Anna", "receives")
    joining.renew_return_code(room.session, anna, now=at(2), return_code="K7P-2QX")
    token = new_token()
    return_by_code(room.session, NOBODY, now=at(3), code="k7p 2qx", token=token)
    assert viewer_of_token(room.session, token, now=at(4)).person_id == anna.person_id
    joining.renew_return_code(room.session, anna, now=at(5), return_code="ABC-DEF")
    with pytest.raises(Refusal, match="code_wrong"):
        return_by_code(room.session, NOBODY, now=at(6), code="K7P2QX", token=new_token())


def test_who_may_vote_is_frozen_at_the_opening(room: Room) -> None:
    omar = room.staff("Omar", "keeps")
    anna = room.guest("Anna", "receives")
    room.collect("Una", "Due")
    conduct.open_round(room.session, room.elena, now=at(30), round_id=room.vote_id)
    rows = room.session.exec(select(Eligible)).all()
    assert {(one.person_id, one.side) for one in rows} == {(omar.person_id, "keeps"), (anna.person_id, "receives")}


def test_without_latecomers_whoever_comes_later_reads_and_does_not_vote(room: Room) -> None:
    room.guests(receives=2)
    room.collect("Una", "Due")
    rounds.change_round(room.session, room.elena, now=at(21), round_id=room.vote_id, question="Quali?", secret=True,
                        others_see=True, latecomers=False, budget=None, cap=3)  # fmt: skip
    conduct.open_round(room.session, room.elena, now=at(30), round_id=room.vote_id)
    room.guest("Walter", "receives", at(31))
    assert len(room.session.exec(select(Eligible)).all()) == 2
