"""Results of every kind: counted at the close, said in three sentences, equal to a recount, never before the close."""

import json
from typing import Any

import pytest
from sqlmodel import Session, select

from models import conduct, duels, marks, options, recounts, results, rounds
from models.access import Viewer
from models.ballot_rows import BallotLine, DuelMark
from models.errors import Refusal
from models.marks import Mark
from models.results import Result
from models.rounds import VOTES
from models.votes import votes_on
from store import doors
from tests.conftest import Database
from tests.models.promising import delivery, promise
from tests.models.room import Room, a_room, at
from words.results_shown import Shown, shown
from words.speech import speech
from words.voted import voted_line

IDEAS = ("Tre giorni certi", "Spedizione in giornata", "Terzo operatore")
SETTINGS: dict[str, dict[str, Any]] = {
    "score": {"criteria": ("Utile", "Facile")}, "approval": {"picks": 2}, "budget": {"money": 900},
    "expect": {"unit": "d"},
}  # fmt: skip
# What the promising, the keeping and the receiving side say on the three options; one ballot, five of each side.
SAID: dict[str, dict[str, list[int]]] = {
    "dots": {"promises": [0, 2, 0], "keeps": [2, 0, 1], "receives": [2, 0, 1]},
    "approval": {"promises": [1, 1, 0], "keeps": [1, 0, 1], "receives": [1, 0, 1]},
    "score": {"promises": [4, 5, 2], "keeps": [5, 1, 3], "receives": [5, 2, 3]},
    "ranked": {"promises": [2, 1, 3], "keeps": [1, 3, 2], "receives": [1, 2, 3]},
    "agreement": {"promises": [1, 1, 0], "keeps": [1, -1, 1], "receives": [1, -1, 0]},
    "budget": {"promises": [0, 1, 0], "keeps": [1, 0, 0], "receives": [1, 0, 0]},
    "consent": {"promises": [1, 1, 1], "keeps": [1, -1, 0], "receives": [1, 1, 1]},
    "expect": {"promises": [1], "keeps": [3], "receives": [2]},
}
SENTENCES: dict[str, list[str]] = {
    "dots": [
        "«Tre giorni certi» è prima: 20 punti su 40.",
        "È un risultato netto: con altre persone come queste vincerebbe ancora 100 volte su 100.",
        "«Spedizione in giornata» divide: 10 punti su 10 da chi promette, 0 su 15 da chi mantiene.",
    ],
    "approval": [
        "Più di metà di ogni lato sceglie «Tre giorni certi».",
        "È un risultato netto: con altre persone come queste vincerebbe ancora 100 volte su 100.",
        "«Spedizione in giornata» divide: chi promette la sceglie 5 volte su 5, chi riceve 0 su 5.",
    ],
    "score": [
        "«Tre giorni certi» convince di più: in media 3,8 su 5.",
        "È un risultato netto: con altre persone come queste vincerebbe ancora 100 volte su 100.",
        "«Spedizione in giornata» divide su «Utile»: le dà 4 o 5 chi promette 5 volte su 5, chi riceve 0 su 5.",
    ],
    "ranked": [
        "«Tre giorni certi» vince ogni confronto a due.",
        "È un risultato netto: con altre persone come queste vincerebbe ancora 100 volte su 100.",
        "«Tre giorni certi» divide: chi mantiene la mette al primo posto 5 volte su 5, chi promette 0 su 5.",
    ],
    "duels": [
        "«Tre giorni certi» vincerebbe 100 volte su 100 contro un'altra idea.",
        "È un risultato netto: con altre persone come queste vincerebbe ancora 100 volte su 100.",
        "I lati la vedono allo stesso modo.",
    ],
    "agreement": [
        "Su questo siamo d'accordo tutti e tre i lati: «Tre giorni certi».",
        "C'è accordo su 1 di 3 frasi.",
        "«Spedizione in giornata» divide: chi promette è d'accordo 5 volte su 5, chi riceve 0 su 5.",
    ],
    "budget": [
        "Si finanzia: «Tre giorni certi» e «Spedizione in giornata». Sono 800 € su 900 €.",
        "È un risultato netto: con altre persone come queste si finanzierebbe lo stesso.",
        "Su 100 euro spesi: 38 per quello che vuole chi promette, 31 per quello che vuole chi mantiene e 31 per quello "
        "che vuole chi riceve.",
    ],
    "consent": [
        "Via libera a «Tre giorni certi» e «Terzo operatore».",
        "5 obiezioni aspettano una risposta.",
        "Le obiezioni vengono da: chi mantiene.",
    ],
    "expect": [
        "«A casa tua in 48 ore»: i clienti si aspettano 2 giorni, ne promettiamo 2 giorni.",
        "Metà delle persone dice da 1 giorno a 3 giorni.",
        "Chi promette dice 1 giorno, chi mantiene 3 giorni.",
    ],
}  # fmt: skip


def a_vote(room: Room, kind: str, **how: bool) -> str:
    session, elena = room.session, room.elena
    round_id = rounds.add_round(
        session, elena, now=at(20), workshop_id=room.workshop_id, kind=kind, question="E ora?",
        settings=SETTINGS.get(kind), **how,
    )  # fmt: skip
    if kind == "expect":
        wanted = [promise(session, elena, delivery(session, elena))]
        options.choose_promises(session, elena, now=at(20), round_id=round_id, promise_ids=wanted)
    else:
        options.choose_options(session, elena, now=at(20), round_id=round_id, idea_ids=room.idea_ids)
    if kind == "budget":
        for cost, option in zip((500, 300, 400), options.options_in(session, round_id), strict=True):
            options.set_cost(session, elena, now=at(20), round_id=round_id, option_id=option.id, cost=cost)
    conduct.open_round(session, elena, now=at(21), round_id=round_id)
    return round_id


def cast(room: Room, people: dict[str, list[Viewer]], kind: str, round_id: str) -> None:
    ids = [option.id for option in options.options_in(room.session, round_id)]
    for side, own in people.items():
        for viewer in own:
            if kind == "duels":
                for one, other in ((0, 1), (0, 2), (1, 2)):
                    duels.answer_duel(room.session, viewer, now=at(22), round_id=round_id, left_id=ids[one],
                                      right_id=ids[other], winner_id=ids[one])  # fmt: skip
                continue
            given = [
                Mark(ids[place], value, 0, "Il corriere non ce la fa" if kind == "consent" and value < 0 else "")
                for place, value in enumerate(SAID[kind][side])
                if value or kind in ("agreement", "consent")
            ]
            if kind == "score":
                given += [Mark(mark.option_id, 3, 1) for mark in given]
            marks.cast_marks(room.session, viewer, now=at(22), round_id=round_id, marks=given)


def people_of(room: Room, each: int = 5) -> dict[str, list[Viewer]]:
    return {side: room.guests(**{side: each}) for side in ("promises", "keeps", "receives")}


def test_every_kind_is_hidden_until_the_close_then_says_it_in_three_sentences_and_stands_a_recount(
    session: Session,
) -> None:
    room = a_room(session)
    room.collect(*IDEAS)
    people = people_of(room)
    anna = people["receives"][0]
    assert set(SENTENCES) == {kind.value for kind in VOTES}
    for later, (kind, expected) in enumerate(SENTENCES.items()):
        round_id = a_vote(room, kind)
        cast(room, people, kind, round_id)
        for viewer in (anna, room.elena):
            with pytest.raises(Refusal, match="result_hidden"):
                results.result_view(session, viewer, round_id=round_id)
        conduct.close_round(session, room.elena, now=at(25 + later), round_id=round_id)
        view = results.result_view(session, anna, round_id=round_id)
        found = shown(speech("it"), view)
        assert (kind, found.sentences) == (kind, expected)
        right_as_drawn(found)
        assert found.part, kind
        assert kind != "budget" or found.part == "L'idea che hai scelto è finanziata."
        assert view.beside is not None, kind
        assert [one.side for one in view.beside.figures.turnout] == ["promises", "keeps", "receives"], kind
        headings = [heading for heading, _ in found.beside]
        assert headings[0] == "Chi ha votato, per lato", kind
        assert headings[-1] == "Che cosa è convenzione", kind
        kept = session.exec(select(Result).where(Result.round_id == round_id)).one()
        variant = json.loads(kept.variant)
        assert set(SETTINGS.get(kind, {})) <= set(variant), kind
        assert variant["seed"] == 0, kind
        assert "numpy" in json.loads(kept.versions), kind
        if kind in ON_THE_IDEA:
            vote = votes_on(session, room.idea_ids)[view.options[found.rows[0].option_id].idea_id or ""]
            assert (kind, voted_line(speech("it"), vote, "17 nov")) == (kind, f"votata il 17 nov: {ON_THE_IDEA[kind]}")
    assert recounts.first_wrong_result(session) is None
    assert recounts.overspent_rounds(session) == []


ON_THE_IDEA = {
    "approval": "scelta da 15 su 15 (promette 5 su 5, mantiene 5 su 5, clienti 5 su 5)",
    "score": "3,8 su 5, posto 1 di 3 (promette 3,5, mantiene 4,0, clienti 4,0)",
    # "None of these" is one of the four.
    "ranked": "posto 1 di 4",
    "duels": "posto 1 di 3",
    "agreement": "15 d'accordo, 0 contro (promette 5 su 5, mantiene 5 su 5, clienti 5 su 5)",
    "consent": "via libera da 15 (promette 5 su 5, mantiene 5 su 5, clienti 5 su 5)",
}


def right_as_drawn(found: Shown) -> None:
    assert found.rows
    sides = {side for side, _ in found.columns}
    for row in found.rows:
        assert row.name
        assert row.figure
        assert 0 <= row.share <= 1
        assert set(row.sides) == set(row.side_shares) <= sides
        assert all(0 <= share <= 1 for share in row.side_shares.values())


def test_a_ballot_changed_outside_is_found_in_every_kind(session: Session) -> None:
    room = a_room(session)
    room.collect(*IDEAS)
    people = people_of(room, 2)
    for kind, table, name in (("score", BallotLine, "value"), ("duels", DuelMark, "outcome")):
        round_id = a_vote(room, kind)
        cast(room, people, kind, round_id)
        conduct.close_round(session, room.elena, now=at(25), round_id=round_id)
        changed: Any = session.exec(select(table)).first()
        before = getattr(changed, name)
        for value, found in ((-before if kind == "duels" else before % 5 + 1, True), (before, False)):
            setattr(changed, name, value)
            session.add(changed)
            session.flush()
            assert (recounts.first_wrong_result(session) is not None) is found, kind


def test_a_result_of_any_kind_asks_the_same_number_of_questions_whatever_the_number_of_votes(
    database: Database, session: Session
) -> None:
    room = a_room(session)
    room.collect(*IDEAS)
    few, more = people_of(room, 2), people_of(room, 4)
    numbers = []
    for people in (few, {side: few[side] + more[side] for side in few}):
        round_id = a_vote(room, "ranked")
        cast(room, people, "ranked", round_id)
        conduct.close_round(session, room.elena, now=at(25), round_id=round_id)
        session.expire_all()
        with doors.counting() as counted:
            results.result_view(session, few["keeps"][0], round_id=round_id)
        numbers.append(counted.number)
    assert numbers[0] == numbers[1] <= 16


@pytest.mark.parametrize("mode", ["approval", "score", "ranked", "agreement", "budget"])
def test_with_four_secret_votes_nothing_is_shown_nor_kept(session: Session, mode: str) -> None:
    room = a_room(session)
    room.collect(*IDEAS)
    people = {"receives": room.guests(receives=4)}
    round_id = a_vote(room, mode)
    cast(room, people, mode, round_id)
    conduct.close_round(session, room.elena, now=at(25), round_id=round_id)
    view = results.result_view(session, people["receives"][0], round_id=round_id)
    found = shown(speech("it"), view)
    assert found.sentences == ["Non lo mostriamo: in meno di cinque si capirebbe chi ha votato."]
    assert (found.rows, found.part, found.beside) == ([], "", [])
    kept = json.loads(session.exec(select(Result).where(Result.round_id == round_id)).one().output)
    assert (kept["totals"], kept["ranking"], kept["by_group"]) == ({}, [], {})
