"""Ideas: one thought at a time, seen without a name, changed only by who wrote it, never deleted."""

import pytest
from sqlmodel import Session, select

from models import comments, conduct, curation, ideas, rounds, supports
from models.access import NOBODY, Viewer
from models.curation import ImportedIdea
from models.errors import NotFound, NotSignedIn, Refusal
from models.functions import Side
from models.idea_views import idea_view, ideas_in_round, ideas_of_groups, my_ideas_in_round, similar_ideas
from models.ideas import Idea
from store import doors
from tests.conftest import Database
from tests.models.room import Room, a_room, at


@pytest.fixture
def room(session: Session) -> Room:
    made = a_room(session)
    conduct.open_round(session, made.elena, now=at(0), round_id=made.collect_id)
    return made


def write(room: Room, viewer: Viewer, text: str, minute: float = 1) -> str:
    return ideas.write_idea(room.session, viewer, now=at(minute), round_id=room.collect_id, text=text)


def seen(room: Room, viewer: Viewer) -> list[str]:
    return [idea.text for idea in ideas_in_round(room.session, viewer, round_id=room.collect_id)]


def test_others_see_an_idea_without_who_wrote_it_and_who_conducts_sees_it(room: Room) -> None:
    anna, walter = room.guests(receives=2)
    idea_id = write(room, anna, "Meglio tre giorni certi")
    other = idea_view(room.session, walter, idea_id=idea_id)
    assert (other.text, other.side, other.mine, other.author_id) == ("Meglio tre giorni certi", "receives", False, None)
    assert idea_view(room.session, room.elena, idea_id=idea_id).author_id == anna.person_id
    assert idea_view(room.session, anna, idea_id=idea_id).mine


def test_hidden_until_the_close_only_the_author_and_who_conducts_see_it(session: Session) -> None:
    room = a_room(session)
    rounds.change_round(session, room.elena, now=at(0), round_id=room.collect_id, question="Che cosa?", secret=True,
                        others_see=False, latecomers=True, budget=None, cap=3)  # fmt: skip
    conduct.open_round(session, room.elena, now=at(0), round_id=room.collect_id)
    anna, walter = room.guests(receives=2)
    idea_id = write(room, anna, "Meglio tre giorni certi")
    assert (seen(room, anna), seen(room, walter), len(seen(room, room.elena))) == (["Meglio tre giorni certi"], [], 1)
    assert similar_ideas(session, walter, round_id=room.collect_id, text="Meglio tre giorni certi") == []
    with pytest.raises(NotFound):
        idea_view(session, walter, idea_id=idea_id)
    conduct.close_round(session, room.elena, now=at(9), round_id=room.collect_id)
    assert seen(room, walter) == ["Meglio tre giorni certi"]


@pytest.mark.parametrize("typed", ["", "   ", "\u00a0", "\u200b\u200b", "\u2800", "\n\t"])
def test_what_looks_empty_is_empty(room: Room, typed: str) -> None:
    with pytest.raises(Refusal, match="empty"):
        write(room, room.elena, typed)


def test_180_signs_fit_and_181_do_not_whatever_they_weigh(room: Room) -> None:
    family = "👩‍👩‍👧‍👦"
    assert write(room, room.elena, family * 25 + "abcde")
    with pytest.raises(Refusal) as caught:
        write(room, room.elena, family * 26)
    assert (caught.value.code, caught.value.facts) == ("too_long", {"limit": 180})


def test_a_megabyte_is_refused_and_nothing_is_kept(room: Room) -> None:
    with pytest.raises(Refusal, match="too_long"):
        comments.add_comment(
            room.session, room.elena, now=at(2), idea_id=write(room, room.elena, "Una"), text="x" * 1_000_000
        )
    assert idea_view(room.session, room.elena, idea_id=room.session.exec(select(Idea.id)).one()).comments == 0


@pytest.mark.parametrize("bad", ["a\x00b", "a\x0bb", "a\ud800b", "a\uffffb"])
def test_characters_one_database_would_refuse_are_refused_by_both(room: Room, bad: str) -> None:
    with pytest.raises(Refusal, match="unreadable_characters"):
        write(room, room.elena, bad)


def test_typed_text_is_kept_as_typed(room: Room) -> None:
    for said in ("<script>alert(1)</script>", "![x](http://evil/p.png)", ":red[x] $x^2$ :material/home:", "'; DROP --"):
        assert idea_view(room.session, room.elena, idea_id=write(room, room.elena, said)).text == said


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("perche", 1),
        ("STRASSE", 1),
        ("100%", 1),
        ("%", 1),
        ("_", 1),
        ("\\", 1),
        ("'", 1),
        ("ritardo perché", 1),
        ("no", 0),
    ],
)
def test_search_finds_accents_and_signs_as_they_stand(room: Room, search: str, found: int) -> None:
    write(room, room.elena, "Perché in straße il ritardo è 100% _sempre_ \\ l'altro")
    write(room, room.elena, "Altra cosa", 2)
    assert ideas_of_groups(room.session, room.elena, search=search).total == found


def test_the_same_words_again_are_safe_already_and_a_flood_is_slowed(room: Room) -> None:
    (anna,) = room.guests(receives=1)
    write(room, anna, "Tre giorni certi")
    with pytest.raises(Refusal, match="idea_twice"):
        write(room, anna, "  tre  GIORNI certi ")
    for number in range(ideas.PER_MINUTE - 1):
        write(room, anna, f"Un'altra cosa, la {number}")
    with pytest.raises(Refusal, match="too_fast"):
        write(room, anna, "E ancora una")
    assert write(room, anna, "E ancora una", 3)


def test_ideas_in_other_words_are_found_and_different_ones_are_not(room: Room) -> None:
    anna, walter = room.guests(receives=2)
    write(room, walter, "Meglio tre giorni certi che due forse")
    write(room, walter, "Spedizione in giornata", 2)
    alike = similar_ideas(room.session, anna, round_id=room.collect_id, text="Tre giorni certi, meglio che due forse!")
    assert [idea.text for idea in alike] == ["Meglio tre giorni certi che due forse"]
    assert similar_ideas(room.session, anna, round_id=room.collect_id, text="Una macchina di cortesia") == []
    assert similar_ideas(room.session, walter, round_id=room.collect_id, text="Spedizione in giornata!") == []


def test_one_supports_once_and_never_ones_own(room: Room) -> None:
    anna, walter = room.guests(receives=2)
    idea_id = write(room, anna, "Tre giorni certi")
    for _ in range(3):
        supports.support_idea(room.session, walter, now=at(2), idea_id=idea_id)
    # How many support it is seen by who conducts while it is open, by everybody after the close.
    assert idea_view(room.session, room.elena, idea_id=idea_id).supports == 1
    assert idea_view(room.session, walter, idea_id=idea_id).supports == 0
    with pytest.raises(Refusal, match="own_idea"):
        supports.support_idea(room.session, anna, now=at(2), idea_id=idea_id)
    supports.take_support_back(room.session, walter, now=at(3), idea_id=idea_id)
    assert idea_view(room.session, room.elena, idea_id=idea_id).supports == 0


def test_the_author_changes_and_withdraws_until_the_close_and_nobody_else_does(room: Room) -> None:
    anna, walter = room.guests(receives=2)
    idea_id = write(room, anna, "Tre giorni")
    ideas.change_idea(room.session, anna, now=at(2), idea_id=idea_id, text="Tre giorni certi")
    with pytest.raises(Refusal, match="not_allowed"):
        ideas.change_idea(room.session, walter, now=at(2), idea_id=idea_id, text="Mia")
    conduct.close_round(room.session, room.elena, now=at(3), round_id=room.collect_id)
    with pytest.raises(Refusal, match="idea_fixed"):
        ideas.change_idea(room.session, anna, now=at(4), idea_id=idea_id, text="Altro")
    with pytest.raises(Refusal, match="idea_fixed"):
        ideas.withdraw_idea(room.session, anna, now=at(4), idea_id=idea_id)
    conduct.reopen_round(room.session, room.elena, now=at(5), round_id=room.collect_id)
    ideas.withdraw_idea(room.session, anna, now=at(6), idea_id=idea_id)
    assert seen(room, walter) == []
    assert my_ideas_in_round(room.session, anna, round_id=room.collect_id) == []


def test_a_hidden_idea_tells_its_author_why_and_nobody_else(room: Room) -> None:
    anna, walter = room.guests(receives=2)
    idea_id = write(room, anna, "Quel corriere è un incapace")
    with pytest.raises(Refusal, match="not_allowed"):
        curation.hide_idea(room.session, walter, now=at(2), idea_id=idea_id, reason="Non mi piace")
    curation.hide_idea(room.session, room.elena, now=at(2), idea_id=idea_id, reason="Parla di una persona")
    assert idea_view(room.session, anna, idea_id=idea_id).hidden_reason == "Parla di una persona"
    with pytest.raises(NotFound):
        idea_view(room.session, walter, idea_id=idea_id)
    curation.show_idea(room.session, room.elena, now=at(3), idea_id=idea_id)
    assert idea_view(room.session, walter, idea_id=idea_id).hidden_reason == ""


def test_a_late_idea_is_seen_by_who_conducts_and_let_in(room: Room) -> None:
    anna, walter = room.guests(receives=2)
    conduct.close_round(room.session, room.elena, now=at(3), round_id=room.collect_id)
    with pytest.raises(Refusal, match="round_closed"):
        write(room, anna, "Stavo scrivendo", 4)
    idea_id = ideas.hand_in_late(
        room.session, anna, now=at(4), round_id=room.collect_id, text="Stavo scrivendo"
    )  # fmt: skip
    assert (seen(room, walter), seen(room, room.elena)) == ([], ["Stavo scrivendo"])
    curation.show_idea(room.session, room.elena, now=at(5), idea_id=idea_id)
    assert seen(room, walter) == ["Stavo scrivendo"]


def test_merged_ideas_are_one_link_deep_and_come_apart_again(room: Room) -> None:
    first, second, third = (write(room, room.elena, said) for said in ("Una", "Due", "Tre"))
    curation.merge_ideas(room.session, room.elena, now=at(2), idea_id=second, into_id=first)
    for idea_id, into_id, code in ((first, first, "merge_itself"), (third, second, "merge_chain"),
                                   (first, third, "merge_chain")):  # fmt: skip
        with pytest.raises(Refusal, match=code):
            curation.merge_ideas(room.session, room.elena, now=at(3), idea_id=idea_id, into_id=into_id)
    assert sorted(seen(room, room.elena)) == ["Tre", "Una"]
    curation.split_idea(room.session, room.elena, now=at(4), idea_id=second)
    assert len(seen(room, room.elena)) == 3


def test_a_guest_sees_the_workshop_attended_and_nothing_else_of_the_group(room: Room) -> None:
    (anna,) = room.guests(receives=1)
    between = ideas.add_idea(room.session, room.elena, now=at(1), group_id=room.group_id, text="Detta tra gli incontri")
    write(room, room.elena, "Detta nel workshop")
    assert [idea.text for idea in ideas_of_groups(room.session, anna).ideas] == ["Detta nel workshop"]
    assert ideas_of_groups(room.session, anna, search="incontri").total == 0
    with pytest.raises(NotFound):
        idea_view(room.session, anna, idea_id=between)
    with pytest.raises(NotSignedIn):
        idea_view(room.session, NOBODY, idea_id=between)
    with pytest.raises(Refusal, match="not_allowed"):
        ideas.add_idea(room.session, anna, now=at(2), group_id=room.group_id, text="Anch'io")


def test_an_idea_between_workshops_no_longer_changes_once_somebody_supports_it(room: Room) -> None:
    omar, rosa = room.staff("Omar", "keeps"), room.staff("Rosa", "keeps")
    idea_id = ideas.add_idea(room.session, omar, now=at(1), group_id=room.group_id, text="Una")
    ideas.change_idea(room.session, omar, now=at(2), idea_id=idea_id, text="Una cosa")
    supports.support_idea(room.session, rosa, now=at(3), idea_id=idea_id)
    with pytest.raises(Refusal, match="idea_fixed"):
        ideas.change_idea(room.session, omar, now=at(4), idea_id=idea_id, text="Tutt'altro")


def test_a_comment_shows_a_side_and_no_name(room: Room) -> None:
    anna, walter = room.guests(receives=1, keeps=1)
    idea_id = write(room, anna, "Tre giorni certi")
    comments.add_comment(room.session, walter, now=at(2), idea_id=idea_id, text="In officina si può")
    (said,) = comments.comments_of(room.session, anna, idea_id=idea_id)
    assert (said.text, said.side, said.mine) == ("In officina si può", "keeps", False)
    with pytest.raises(Refusal, match="not_allowed"):
        comments.take_comment_away(room.session, anna, now=at(3), comment_id=said.id)
    comments.take_comment_away(room.session, room.elena, now=at(3), comment_id=said.id)
    assert comments.comments_of(room.session, anna, idea_id=idea_id) == []


def test_an_import_is_all_or_nothing_and_only_for_who_conducts(room: Room) -> None:
    brought = [ImportedIdea(text="Una"), ImportedIdea(text="Due", side=Side.KEEPS, said_at=at(-999))]
    with pytest.raises(Refusal, match="not_an_option"):
        curation.import_ideas(
            room.session, room.elena, now=at(1), group_id=room.group_id,
            ideas=[*brought, ImportedIdea(text="Tre", touchpoint_id="elsewhere")],
        )  # fmt: skip
    assert ideas_of_groups(room.session, room.elena).total == 0
    (anna,) = room.guests(receives=1)
    with pytest.raises(Refusal, match="not_allowed"):
        curation.import_ideas(room.session, anna, now=at(1), group_id=room.group_id, ideas=brought)
    curation.import_ideas(room.session, room.elena, now=at(1), group_id=room.group_id, ideas=brought)
    assert [idea.text for idea in ideas_of_groups(room.session, room.elena).ideas] == ["Una", "Due"]


def test_a_page_of_ideas_asks_the_same_questions_whatever_their_number(database: Database, room: Room) -> None:
    numbers = []
    for many in (3, 60):
        curation.import_ideas(
            room.session, room.elena, now=at(many), group_id=room.group_id,
            ideas=[ImportedIdea(text=f"Idea {many} {n}") for n in range(many)],
        )  # fmt: skip
        room.session.expire_all()
        with doors.counting() as counted:
            found = ideas_of_groups(room.session, room.elena)
        numbers.append(counted.number)
    assert (found.total, len(found.ideas), found.pages) == (63, 25, 3)
    assert numbers[0] == numbers[1] <= 6
