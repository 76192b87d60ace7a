"""Grouping, merging, letting in, writing down what was said aloud; the order of the activities."""

from itertools import pairwise

import pytest
from sqlmodel import Session, select

from models import (
    clusters,
    comments,
    conduct,
    curation,
    ideas,
    my_data,
    option_costs,
    options,
    privacy,
    round_order,
    spoken,
    supports,
)
from models import rounds as activities
from models.access import Viewer
from models.errors import NotFound, Refusal
from models.idea_views import ideas_in_round, ideas_of_workshop
from models.ideas import Idea
from models.pulse import pulse
from models.retold import GONE
from models.rounds import rounds_in
from models.workshop_now import now_in, state_in
from tests.models.room import Room, a_room, at


@pytest.fixture
def room(session: Session) -> Room:
    return a_room(session)


def set_up(room: Room, **settings: object) -> None:
    activities.change_round(
        room.session, room.elena, now=at(0), round_id=room.collect_id, question="Che cosa?", secret=True,
        others_see=True, latecomers=True, budget=None, cap=3, settings=settings,
    )  # fmt: skip


def group(room: Room, *idea_ids: str, **more: object) -> str:
    return clusters.group_ideas(
        room.session,
        room.elena,
        now=at(25),
        workshop_id=room.workshop_id,
        idea_ids=idea_ids,
        **more,  # type: ignore[arg-type]
    )


def told(room: Room, viewer: Viewer) -> str:
    """The word that phones wait for: what is pushed to them, and what their page bears, are the same."""
    seen = pulse(room.session, workshop_id=room.workshop_id, now=at(25))
    page = now_in(room.session, viewer, workshop_id=room.workshop_id, now=at(25))
    assert seen is not None
    assert seen.phone == page.state
    return page.state


def test_ideas_stand_in_one_group_at_most_and_an_empty_group_is_gone(room: Room) -> None:
    anna, walter = room.guests(receives=2)
    room.collect("Tre giorni certi", "Tre giorni, ma certi", "Rimborso in bottega")
    one, two, three = room.idea_ids
    supports.support_idea(room.session, anna, now=at(21), idea_id=one)
    supports.support_idea(room.session, anna, now=at(21), idea_id=two)
    conduct.close_round(room.session, room.elena, now=at(22), round_id=room.collect_id)
    grouping = activities.add_round(
        room.session, room.elena, now=at(22), workshop_id=room.workshop_id, kind="group", question="Che sta insieme?"
    )  # fmt: skip
    conduct.open_round(room.session, room.elena, now=at(23), round_id=grouping)
    words = [told(room, anna)]
    first = group(room, one, two, title="Tempi")
    words.append(told(room, anna))
    # Another line of the same page, so that nobody loses the place in it.
    assert words[0] != words[1]
    assert words[0].split(".")[0] == words[1].split(".")[0]
    clusters.rename_cluster(room.session, room.elena, now=at(24), cluster_id=first, title="Quanto si aspetta")
    words.append(told(room, anna))
    clusters.rename_cluster(room.session, room.elena, now=at(24), cluster_id=first, title="Tempi")
    assert words[2] not in words[:2]
    assert told(room, anna) == words[1]
    second = group(room, three, title="Soldi")
    group(room, three, cluster_id=first)
    seen = clusters.clusters_of(room.session, anna, workshop_id=room.workshop_id)
    # Elena wrote all three, Anna stands behind two of them: two different people.
    assert [(one.title, len(one.ideas), one.people) for one in seen] == [("Tempi", 3, 2)]
    with pytest.raises(NotFound):
        clusters.rename_cluster(room.session, room.elena, now=at(26), cluster_id=second, title="Altro")
    clusters.ungroup_ideas(
        room.session, room.elena, now=at(27), workshop_id=room.workshop_id, idea_ids=room.idea_ids
    )  # fmt: skip
    assert clusters.clusters_of(room.session, anna, workshop_id=room.workshop_id) == []
    with pytest.raises(Refusal, match="not_allowed"):
        clusters.group_ideas(
            room.session, walter, now=at(28), workshop_id=room.workshop_id, idea_ids=[one], title="Mio"
        )  # fmt: skip


def test_what_is_hidden_afterwards_is_not_in_a_group_and_cannot_come_into_one(room: Room) -> None:
    room.collect("Una", "Due")
    group(room, *room.idea_ids, title="Insieme")
    curation.hide_idea(room.session, room.elena, now=at(26), idea_id=room.idea_ids[0], reason="Non è un'idea")
    (seen,) = clusters.clusters_of(room.session, room.elena, workshop_id=room.workshop_id)
    assert [idea.text for idea in seen.ideas] == ["Due"]
    with pytest.raises(NotFound):
        group(room, room.idea_ids[0], title="Di nuovo")


def test_alike_ideas_are_proposed_together(room: Room) -> None:
    room.collect("Consegna in tre giorni certi", "Rimborso subito in bottega", "Tre giorni certi per la consegna")
    found = ideas_in_round(room.session, room.elena, round_id=room.collect_id)
    (proposed,) = clusters.proposed_clusters(found)
    texts = {idea.id: idea.text for idea in found}
    assert {texts[one] for one in proposed} == {"Consegna in tre giorni certi", "Tre giorni certi per la consegna"}
    assert [texts[one] for one in clusters.like_ideas(found, ["il rimborso in bottega"])] == [
        "Rimborso subito in bottega"
    ]


def test_merging_counts_people_once_and_is_undone(room: Room) -> None:
    anna, walter = room.guests(receives=2)
    room.collect("Tre giorni certi", "Tre giorni sicuri")
    one, two = room.idea_ids
    for viewer, idea_id in ((anna, one), (anna, two), (walter, two)):
        supports.support_idea(room.session, viewer, now=at(21), idea_id=idea_id)
    curation.merge_ideas(room.session, room.elena, now=at(22), idea_id=two, into_id=one)
    behind = curation.people_behind(room.session, room.elena, workshop_id=room.workshop_id)
    assert behind == {one: 3}
    curation.split_idea(room.session, room.elena, now=at(23), idea_id=two)
    assert curation.people_behind(room.session, room.elena, workshop_id=room.workshop_id) == {one: 2, two: 3}


def test_what_somebody_said_aloud_is_theirs_to_change_take_away_and_erase(room: Room) -> None:
    anna = room.guest("Anna", "receives")
    room.collect()
    what = {"round_id": room.collect_id, "text": "Ditelo prima"}
    idea_id = spoken.write_spoken_idea(room.session, room.elena, now=at(2), person_id=anna.person_id, **what)
    row = room.session.get(Idea, idea_id)
    assert row is not None
    assert (row.author_id, row.side, row.noted_by) == (anna.person_id, "receives", room.elena.person_id)
    with pytest.raises(Refusal, match="idea_twice"):
        spoken.write_spoken_idea(room.session, room.elena, now=at(2), person_id=anna.person_id, **what)
    with pytest.raises(Refusal, match="side_missing"):
        spoken.write_spoken_idea(room.session, room.elena, now=at(2), **what)
    with pytest.raises(NotFound):
        spoken.write_spoken_idea(room.session, room.elena, now=at(2), person_id="f" * 32, **what)
    with pytest.raises(Refusal, match="not_allowed"):
        spoken.write_spoken_idea(room.session, anna, now=at(2), side="keeps", **what)
    # For a side only: nobody is its author, and it counts for that side.
    nobodys = spoken.write_spoken_idea(room.session, room.elena, now=at(2), side="keeps", **what)
    seen = {idea.id: idea for idea in ideas_of_workshop(room.session, room.elena, workshop_id=room.workshop_id)}
    assert (seen[nobodys].author_id, seen[nobodys].side) == (None, "keeps")
    ideas.change_idea(room.session, anna, now=at(3), idea_id=idea_id, text="Ditelo molto prima")
    taken = my_data.export_my_data(room.session, room.again(anna), now=at(4))
    assert [idea["text"] for idea in taken["ideas"]] == ["Ditelo molto prima"]
    privacy.erase_person(room.session, room.again(anna), now=at(5), words=True)
    room.session.expire_all()
    from models.activity import ActivityText

    assert room.session.get(Idea, idea_id).text == GONE  # type: ignore[union-attr]
    kept = [one.texts for one in room.session.exec(select(ActivityText)).all()]
    assert not [texts for texts in kept if "molto prima" in texts]


def state(room: Room, viewer: Viewer) -> str:
    """The word this person's phone waits for, the same that is pushed."""
    word = state_in(room.session, room.again(viewer), workshop_id=room.workshop_id, now=at(4)).state
    told = pulse(room.session, workshop_id=room.workshop_id, now=at(4))
    assert told is not None
    assert told.phone == word
    return word


def test_ideas_that_are_let_in_first_are_seen_by_nobody_else_until_then(room: Room) -> None:
    anna, walter = room.guests(receives=2)
    set_up(room, moderation="before", moderation_of="guests", ideas_each=1, may_comment=False)
    conduct.open_round(room.session, room.elena, now=at(1), round_id=room.collect_id)
    idea_id = ideas.write_idea(room.session, anna, now=at(2), round_id=room.collect_id, text="Da guardare")
    assert ideas_in_round(room.session, walter, round_id=room.collect_id) == []
    with pytest.raises(Refusal, match="ideas_enough"):
        ideas.write_idea(room.session, anna, now=at(3), round_id=room.collect_id, text="Un'altra")
    # Who conducts need not let in their own.
    ideas.write_idea(room.session, room.elena, now=at(3), round_id=room.collect_id, text="Mia")
    # Only what was read is let in, not what comes between the reading and the press; and every phone is told.
    assert curation.let_in_ideas(room.session, room.elena, now=at(4), round_id=room.collect_id, idea_ids=["x"]) == 0
    words = [state(room, anna)]
    assert curation.let_in_ideas(room.session, room.elena, now=at(4), round_id=room.collect_id, idea_ids=[idea_id]) == 1
    words.append(state(room, walter))
    curation.hide_idea(room.session, room.elena, now=at(4), idea_id=idea_id, reason="Doppia")
    words.append(state(room, anna))
    curation.show_idea(room.session, room.elena, now=at(4), idea_id=idea_id)
    words.append(state(room, anna))
    # Each of these is another word than the one before, of the same activity; back in sight is as it was let in.
    assert [one != other for one, other in pairwise(words)] == [True] * 3
    assert (words[3], len({word.split(".")[0] for word in words})) == (words[1], 1)
    assert {one.text for one in ideas_in_round(room.session, walter, round_id=room.collect_id)} == {
        "Da guardare", "Mia"
    }  # fmt: skip
    with pytest.raises(Refusal, match="comments_off"):
        comments.add_comment(room.session, walter, now=at(5), idea_id=idea_id, text="Anch'io")


def test_guests_may_be_kept_to_reading_and_names_may_stand_beside(room: Room) -> None:
    anna, omar = room.guest("Anna", "receives"), room.staff("Omar", "keeps")
    set_up(room, guests_write=False, names_shown=True, moderation="after")
    conduct.open_round(room.session, room.elena, now=at(1), round_id=room.collect_id)
    with pytest.raises(Refusal, match="guests_do_not_write"):
        ideas.write_idea(room.session, anna, now=at(2), round_id=room.collect_id, text="No")
    ideas.write_idea(room.session, omar, now=at(2), round_id=room.collect_id, text="Sì")
    (seen,) = ideas_in_round(room.session, anna, round_id=room.collect_id)
    assert (seen.author, seen.author_id) == ("Omar", None)
    before = state(room, anna)
    assert curation.look_at_ideas(room.session, room.elena, now=at(3), round_id=room.collect_id) == 1
    assert state(room, anna) == before, "it was shown already: no phone has anything new to ask for"
    assert curation.look_at_ideas(room.session, room.elena, now=at(4), round_id=room.collect_id) == 0


def test_how_many_support_an_idea_stays_hidden_while_it_is_open(room: Room) -> None:
    anna, walter = room.guests(receives=2)
    room.collect("Una", "Due")
    supports.support_idea(room.session, anna, now=at(21), idea_id=room.idea_ids[0])

    def counts() -> list[int]:
        return sorted(one.supports for one in ideas_in_round(room.session, walter, round_id=room.collect_id))

    assert counts() == [0, 0]
    conduct.close_round(room.session, room.elena, now=at(22), round_id=room.collect_id)
    assert counts() == [0, 1]


def test_activities_change_places_and_go_while_nothing_happened_in_them(room: Room) -> None:
    def order() -> list[str]:
        return [row.kind for row in rounds_in(room.session, room.workshop_id)]

    talk = activities.add_round(
        room.session, room.elena, now=at(1), workshop_id=room.workshop_id, kind="talk", question="E adesso?"
    )
    round_order.move_round(room.session, room.elena, now=at(2), round_id=talk, up=True)
    assert order() == ["collect", "talk", "dots"]
    room.collect("Una", "Due")
    for up, round_id in ((True, talk), (False, room.collect_id)):
        with pytest.raises(Refusal, match="round_frozen"):
            round_order.move_round(room.session, room.elena, now=at(3), round_id=round_id, up=up)
    with pytest.raises(Refusal, match="round_frozen"):
        round_order.remove_round(room.session, room.elena, now=at(3), round_id=room.collect_id)
    # With its list of options.
    round_order.remove_round(room.session, room.elena, now=at(4), round_id=room.vote_id)
    assert [(row.kind, row.position) for row in rounds_in(room.session, room.workshop_id)] == [
        ("collect", 1), ("talk", 2),
    ]  # fmt: skip


def test_costs_are_said_for_all_options_at_once(room: Room) -> None:
    room.collect("Una", "Due")
    costs = dict(zip(room.option_ids(), (500, 1200), strict=True))
    option_costs.set_costs(room.session, room.elena, now=at(21), round_id=room.vote_id, costs=costs)
    assert [one.cost for one in options.options_in(room.session, room.vote_id)] == [500, 1200]
    with pytest.raises(Refusal, match="too_small"):
        option_costs.set_costs(
            room.session, room.elena, now=at(22), round_id=room.vote_id, costs=dict.fromkeys(costs, 0)
        )  # fmt: skip
