"""A phone between render and click: a round paused, prolonged, closed; an idea hidden or joined; who was taken out; two
phones of one person; a result that opens on the wall beat by beat. Each has its sentence, and nothing typed is lost.
"""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

from sqlmodel import select

from models import ballots, conduct, curation, decisions, groups, ideas, more_time, round_clock, rounds, walls
from models.ballot_rows import Ballot
from models.drafts import KeptDraft
from models.ideas import Idea
from models.people import Person
from models.rounds import Round
from store import clock, doors
from tests.models.room import Room, at
from tests.web.in_the_room import a_vote, conducts, joined, option_named
from tests.web.phones import Phone


def collecting(room: Room, **settings: Any) -> Phone:
    """Somebody in a room where ideas are being collected."""
    if settings:
        def set_up(session: Any) -> None:
            row = session.get(Round, room.collect_id)
            rounds.change_round(
                session, room.elena, now=clock.now(), round_id=row.id, question=row.question, secret=True,
                others_see=True, latecomers=True, budget=None, cap=3, settings=settings,
            )  # fmt: skip

        doors.writing(set_up)
    conducts(room, conduct.open_round, round_id=room.collect_id, ends_at=at(8))
    return joined(room)


def here(room: Room, session: Any) -> Room:
    """The same room, in this session."""
    return replace(room, session=session)


def kept(what: Any) -> list[Any]:
    with doors.reading() as session:
        return list(session.exec(select(what)).all())


def test_closed_while_typing_a_draft_waits_for_a_word(room: Room, afternoon: clock.MovingClock) -> None:
    phone = collecting(room)
    page = phone.page
    conducts(room, conduct.close_round, round_id=room.collect_id)
    phone.send("/idea", text="Una cosa a metà")
    assert "✓ Salvata come bozza." in phone.text
    assert "Il tempo è finito La tua idea è salvata come bozza: la vede chi conduce, se vuoi." in phone.text
    assert [draft.text for draft in kept(KeptDraft)] == ["Una cosa a metà"]
    phone.send("/throw-away")
    assert "✓ Buttata." in phone.text
    assert kept(KeptDraft) == []
    assert kept(Idea) == []
    phone.page = page
    phone.send("/idea", text="x" * 181)
    assert phone.status == 422
    assert "x" * 181 in phone.page, "too long to be kept: it stays in its field"
    phone.send("/late", text="Ora più corta")
    assert "✓ Consegnata" in phone.text
    assert [(idea.text, idea.state) for idea in kept(Idea)] == [("Ora più corta", "late")]


def test_a_paused_round_says_so_and_keeps_the_text(room: Room, afternoon: clock.MovingClock) -> None:
    phone = collecting(room)
    state = phone.client.get(f"/w/{room.workshop_id}/state").text
    conducts(room, round_clock.pause_round, round_id=room.collect_id)
    now = phone.client.get(f"/w/{room.workshop_id}/state").text
    assert now != state
    assert now.split(".")[0] == state.split(".")[0], "the same page: what is being written stays"
    phone.send("/idea", text="Mentre è ferma")
    assert phone.status == 422
    assert "⏸ In pausa. Quello che hai scritto resta qui" in phone.text
    assert phone.fields("/idea")["text"] == "Mentre è ferma"
    conducts(room, round_clock.resume_round, round_id=room.collect_id)
    phone.send("/idea")
    assert "✓ Inviata." in phone.text
    assert "⏸" not in phone.text


def test_more_time_is_given_to_who_asks_and_seen_by_who_conducts(room: Room, afternoon: clock.MovingClock) -> None:
    slow, quick = collecting(room), joined(room, "Bruno")
    slow.send("/more-time")
    assert "Hai tempo fino alle 16:18. Chi conduce lo sa." in slow.text
    with doors.reading() as session:
        assert more_time.asked_more_time(session, room.elena, round_id=room.collect_id) == 1
    afternoon.go(at(9))
    quick.open(f"/w/{room.workshop_id}")
    assert quick.title == "Tempo. Guarda lo schermo."
    assert "Per te il tempo è finito; chi ha chiesto più tempo ha ancora un momento." in quick.text
    assert quick.client.get(f"/w/{room.workshop_id}/state").text == slow.client.get(f"/w/{room.workshop_id}/state").text
    slow.open(f"/w/{room.workshop_id}")
    slow.send("/idea", text="Con calma")
    assert "✓ Inviata." in slow.text
    afternoon.go(at(19))
    slow.open(f"/w/{room.workshop_id}")
    assert slow.title == "Tempo. Guarda lo schermo."


def test_only_so_many_ideas_each_and_ones_own_stay_to_change(room: Room, afternoon: clock.MovingClock) -> None:
    phone = collecting(room, ideas_each=1, may_comment=False, names_shown=True)
    page = phone.page
    assert "La leggono tutti, con il tuo nome." in phone.text
    phone.send("/idea", text="La mia sola idea")
    assert "1 idea a testa. Le tue le hai inviate: qui sotto puoi ancora cambiarle." in phone.text
    phone.open(f"/w/{room.workshop_id}/idea/{kept(Idea)[0].id}")
    assert "/comment" not in phone.page
    phone.page = page
    phone.send("/idea", text="Una seconda", form_key="un altro modulo")
    assert phone.status == 422
    assert "Hai già inviato la tua idea" in phone.text


def test_an_idea_hidden_or_joined_meanwhile(room: Room, afternoon: clock.MovingClock) -> None:
    phone = collecting(room)
    for text in ("Prima idea", "Seconda diversa", "Terza altra"):
        conducts(room, ideas.write_idea, round_id=room.collect_id, text=text)
    first, second, third = (idea.id for idea in sorted(kept(Idea), key=lambda idea: idea.text))
    base = f"/w/{room.workshop_id}/idea"
    phone.open(f"{base}/{first}")
    page = phone.page
    conducts(room, curation.hide_idea, idea_id=first, reason="Fuori tema")
    phone.send("/comment", comment="Lo penso anch'io")
    assert phone.status == 404
    assert "Questa idea non c'è più: è stata nascosta, ritirata o unita a un'altra." in phone.text
    assert "Lo penso anch'io" in phone.text
    assert "Fuori tema" not in page + phone.page
    phone.open(f"{base}/{second}")
    conducts(room, curation.merge_ideas, idea_id=second, into_id=third)
    phone.send("/support")
    assert phone.status == 422
    assert f'href="{base}/{third}"' in phone.page, "the way to the one it became part of"


def test_a_vote_closed_between_page_and_click(room: Room, afternoon: clock.MovingClock) -> None:
    phone = joined(room)
    a_vote(room)
    phone.open(f"/w/{room.workshop_id}")
    conducts(room, conduct.close_round, round_id=room.vote_id)
    phone.send("/vote", **{option_named("Tre giorni certi", room): "2"})
    assert phone.status == 422
    assert "Il tempo è finito: è chiusa. Non si raccoglie più niente." in phone.text
    assert kept(Ballot) == []
    afternoon.go(at(-30))
    phone.open(f"/w/{room.workshop_id}")
    assert phone.title == "Nessuno ha votato.", "a clock set back opens nothing"


def test_what_is_no_number_of_dots_is_refused_and_nothing_is_saved(room: Room, afternoon: clock.MovingClock) -> None:
    phone = joined(room)
    a_vote(room)
    phone.open(f"/w/{room.workshop_id}")
    first, second = option_named("Tre giorni certi", room), option_named("Terzo operatore", room)
    for wrong in ("-1", "NaN", "1e3", "²", "٣", "4294967296", "1,5", "tre"):
        phone.send("/vote", **{first: wrong, second: "1"})
        assert phone.status == 422, wrong
        assert phone.fields("/vote")[second] == "1"
    phone.send("/vote", **{"dots-" + "0" * 32: "1"})
    assert "Scegli una delle opzioni" in phone.text
    assert kept(Ballot) == []


def test_two_phones_of_one_person_are_one_vote(room: Room, afternoon: clock.MovingClock) -> None:
    phone, other = joined(room), Phone()
    code = phone.client.cookies["dueremi_code"]
    a_vote(room)
    other.open("/return")
    other.send("", code=code)
    for one, dots in ((phone, "1"), (other, "3")):
        one.open(f"/w/{room.workshop_id}?change=1")
        one.send("/vote", **{option_named("Tre giorni certi", room): dots})
        assert "✓ Voto salvato" in one.text
    assert len(kept(Ballot)) == 1
    phone.open(f"/w/{room.workshop_id}")
    assert "3 punti" in phone.text


def test_who_was_taken_out_sends_nothing_more(room: Room, afternoon: clock.MovingClock) -> None:
    phone = collecting(room)
    guest = next(person.id for person in kept(Person) if person.kind == "guest")
    conducts(room, groups.remove_member, group_id=room.group_id, person_id=guest)
    phone.send("/idea", text="Ancora una")
    assert phone.status == 404
    assert "Questo workshop qui non c'è, o non ne fai parte." in phone.text
    assert kept(Idea) == []
    assert phone.client.get(f"/w/{room.workshop_id}/state").text == "gone"


def test_afterwards_the_same_page_tells_what_became_of_ones_ideas(room: Room, afternoon: clock.MovingClock) -> None:
    phone = collecting(room)
    phone.send("/idea", text="Dirlo prima di pagare")
    conducts(room, conduct.close_round, round_id=room.collect_id)
    assert "Detto" not in phone.open(f"/w/{room.workshop_id}")
    conducts(room, round_clock.skip_round, round_id=room.vote_id)
    said = {"idea_id": kept(Idea)[0].id, "outcome": "do", "reason": "Lo vogliono tutti"}
    conducts(room, decisions.decide_idea, **said)
    phone.open(f"/w/{room.workshop_id}")
    assert phone.title == "È finito. Grazie."
    assert "La tua idea è diventata qualcosa." in phone.text
    assert "Si fa: «Lo vogliono tutti»" in phone.text


def test_a_result_opens_on_phones_with_the_wall_beat_by_beat(room: Room, afternoon: clock.MovingClock) -> None:
    phone = joined(room)
    others = doors.writing(lambda session: here(room, session).guests(promises=5, keeps=5, receives=4))
    conducts(room, walls.open_wall, workshop_id=room.workshop_id)
    a_vote(room)
    first, second, third = (option_named(text, room).removeprefix("dots-") for text in
                            ("Tre giorni certi", "Spedizione in giornata", "Terzo operatore"))  # fmt: skip
    for number, guest in enumerate(others):
        vote: dict[str, Any] = {"round_id": room.vote_id, "points": {second if number < 5 else first: 2, third: 1}}
        doors.writing(partial(ballots.cast_ballot, viewer=guest, now=clock.now(), **vote))
    phone.open(f"/w/{room.workshop_id}")
    phone.send("/vote", **{f"dots-{first}": "2", f"dots-{third}": "1"})
    afternoon.forward(timedelta(minutes=1))
    conducts(room, conduct.close_round, round_id=room.vote_id)
    said = phone.open(f"/w/{room.workshop_id}")
    assert phone.title == "Tempo. Guarda lo schermo."
    assert "I voti ci sono. Il risultato arriva qui appena si apre." in said
    words = [phone.client.get(f"/w/{room.workshop_id}/state").text]
    for beat in (1, 2, 3):
        conducts(room, walls.show_beat, round_id=room.vote_id, beat=beat)
        said = phone.open(f"/w/{room.workshop_id}")
        words.append(phone.client.get(f"/w/{room.workshop_id}/state").text)
        assert phone.title == "«Tre giorni certi» è prima: 20 punti su 45."
        assert "dei tuoi 3 punti" in said
        assert ("<meter" in phone.page) == (beat >= 2)
        assert ("promette" in said) == (beat == 3)
        assert ("la barca" in said) == (beat == 3)
    assert len(set(words)) == 4
