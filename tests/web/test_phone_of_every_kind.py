"""Every kind of round on a phone without script: the task, a form that is refused and comes back whole, a vote saved,
changed and taken back, the result.
"""

from dataclasses import dataclass, field
from typing import Any

import pytest

from models import conduct, ideas, options, rounds
from models.rounds import RoundKind
from store import clock, doors
from tests.models.promising import delivery, promise
from tests.models.room import Room
from tests.web.in_the_room import conducts, joined
from tests.web.phones import Phone, signed_in

TEXTS = ("Tre giorni certi", "Spedizione in giornata", "Terzo operatore", "Orario limite")
Fields = dict[str, Any]


@dataclass(frozen=True)
class Kind:
    """One kind: its settings, the task as it reads, what is refused and why, what is taken and how it reads then.

    `bad` and `good` make the fields of a form from the ids of the options.
    """

    task: str
    bad: Any
    sentence: str
    good: Any
    line: str
    settings: Fields = field(default_factory=dict)
    promised: bool = False


EMPTY = "Non hai ancora scelto niente."
KINDS = {
    "approval": Kind(
        "Scegline fino a 2.", lambda ids: {"pick": ids[:3]}, "Ne hai scelte 3, al massimo sono 2. Togline 1.",
        lambda ids: {"pick": ids[:2]}, "✓", {"picks": 2},
    ),
    "score": Kind(
        "Da' a ognuna da 1 a 5.", lambda ids: {f"score-{ids[0]}-0": "7", f"score-{ids[1]}-0": "3"}, "Valuta da 1 a 5",
        lambda ids: {f"score-{ids[0]}-0": "4", f"score-{ids[0]}-1": "2"}, "Serve: 4 su 5 · Costa poco: 2 su 5",
        {"criteria": ("Serve", "Costa poco")},
    ),
    "ranked": Kind(
        "Metti in ordine, la migliore per prima.", lambda ids: {f"rank-{ids[0]}": "x", f"rank-{ids[1]}": "2"},
        "Qui ci vuole un numero.",
        lambda ids: {f"rank-{ids[0]}": "1", f"rank-{ids[1]}": "1", f"rank-{ids[-1]}": "2"}, "Nessuna di queste posto 2",
    ),
    "agreement": Kind("Sei d'accordo?", lambda ids: {}, EMPTY, lambda ids: {f"mark-{ids[0]}": "-1"}, "Non d'accordo"),
    "budget": Kind(
        "Ci sono 3.000 € da spendere.", lambda ids: {}, EMPTY, lambda ids: {"pick": ids[:2]}, "✓", {"money": 3000},
    ),
    "consent": Kind(
        "C'è un'obiezione?", lambda ids: {f"mark-{ids[0]}": "-1"}, "Un'obiezione ha bisogno del suo perché.",
        lambda ids: {f"mark-{ids[0]}": "-1", f"reason-{ids[0]}": "Il corriere non viene"},
        "Ho un'obiezione · «Il corriere non viene»",
    ),
    "expect": Kind(
        "Un numero, come lo diresti a un amico.", lambda ids: {f"amount-{ids[0]}": "2,5", "origin": "friend"},
        "Un numero intero", lambda ids: {f"amount-{ids[0]}": "3", "origin": "friend"}, "3 giorni · un amico",
        {"unit": "d"}, True,
    ),
}  # fmt: skip


def opened(room: Room, kind: str, settings: Fields | None = None, *, promised: bool = False) -> tuple[str, list[str]]:
    """A round of this kind, open, over four ideas or one promise. Returns its id and those of its options."""
    elena = room.elena

    def prepare(session: Any) -> str:
        round_id = rounds.add_round(session, elena, now=clock.now(), workshop_id=room.workshop_id, kind=kind,
                                    question=f"Attività {kind}", settings=settings)  # fmt: skip
        if promised:
            said = promise(session, elena, delivery(session, elena), unit="d", amount=2)
            options.choose_promises(session, elena, now=clock.now(), round_id=round_id, promise_ids=[said])
            return round_id
        conduct.open_round(session, elena, now=clock.now(), round_id=room.collect_id)
        ids = [ideas.write_idea(session, elena, now=clock.now(), round_id=room.collect_id, text=text) for text in TEXTS]
        if kind not in ("group", "talk"):
            options.choose_options(session, elena, now=clock.now(), round_id=round_id, idea_ids=ids)
        if kind == "budget":
            for option in options.options_in(session, round_id):
                options.set_cost(session, elena, now=clock.now(), round_id=round_id, option_id=option.id, cost=900)
        return round_id

    round_id = doors.writing(prepare)
    conducts(room, conduct.open_round, round_id=round_id)
    with doors.reading() as session:
        return round_id, [option.id for option in options.options_in(session, round_id)]


@pytest.mark.parametrize("vote", KINDS)
def test_a_vote_of_every_kind_without_script(room: Room, afternoon: clock.MovingClock, vote: str) -> None:
    wanted, phone = KINDS[vote], joined(room)
    round_id, ids = opened(room, vote, wanted.settings, promised=wanted.promised)
    phone.open(f"/w/{room.workshop_id}")
    assert phone.title == f"Attività {vote}"
    assert wanted.task in phone.text
    bad, good = wanted.bad(ids), wanted.good(ids)
    phone.send("/vote", **bad)
    assert phone.status == 422, phone.text
    assert wanted.sentence in phone.text
    kept = phone.fields("/vote")
    assert all(kept.get(name) == value for name, value in bad.items() if value not in ("7", "x", ids[:3]))
    phone.send("/vote", **good)
    assert "✓ Voto salvato alle 16:00. Puoi cambiarlo fino alla chiusura." in phone.text
    assert wanted.line in phone.text
    phone.open(f"/w/{room.workshop_id}?change=1")
    assert all(phone.fields("/vote").get(name) == value for name, value in good.items() if isinstance(value, str))
    phone.open(f"/w/{room.workshop_id}")
    phone.send("/vote-back")
    assert "Il tuo voto è ritirato" in phone.text
    phone.send("/vote", **good)
    conducts(room, conduct.close_round, round_id=round_id)
    phone.open(f"/w/{room.workshop_id}")
    assert phone.status == 200, phone.text
    assert "Come abbiamo contato" in phone.text
    assert len(phone.page.encode()) < 20_000


def test_which_of_two_goes_on_until_all_are_compared(room: Room, afternoon: clock.MovingClock) -> None:
    phone = joined(room)
    round_id, _ = opened(room, "duels", {"pairs_each": 2})
    phone.open(f"/w/{room.workshop_id}")
    assert "Confronto 1 di 2" in phone.text
    phone.send("/duel", winner=phone.fields("/duel")["left"])
    assert "Confronto 2 di 2" in phone.text
    left = phone.page
    phone.send("/duel", winner="")
    assert "✓ Hai fatto tutti i tuoi confronti. Sono salvati." in phone.text
    phone.page = left
    phone.send("/duel", winner="")
    assert phone.status == 200, "the same form twice is one answer"
    phone.send("/vote-back")
    assert "Confronto 1 di 2" in phone.text, "taken back, one begins anew"
    conducts(room, conduct.close_round, round_id=round_id)
    assert "Come abbiamo contato" in phone.open(f"/w/{room.workshop_id}")


@pytest.mark.parametrize(
    ("quiet", "settings", "words"),
    [("group", {}, "in sala"), ("talk", {}, "in sala"), ("talk", {"minutes": 14 * 1440}, "la risposta: arriva qui")],
)
def test_a_round_that_asks_nothing_says_what_is_on(
    room: Room, afternoon: clock.MovingClock, quiet: str, settings: Fields, words: str
) -> None:
    phone = joined(room)
    opened(room, quiet, settings)
    said = phone.open(f"/w/{room.workshop_id}")
    assert phone.title == f"Attività {quiet}"
    assert words in said
    assert "niente da fare" in said


def test_a_list_of_forty_comes_in_pages_that_are_saved_as_one_goes_on(room: Room, afternoon: clock.MovingClock) -> None:
    phone = joined(room)
    criteria = tuple(f"Criterio {n}, detto con parole sue" for n in range(3))

    def prepare(session: Any) -> None:
        what: Fields = {"now": clock.now(), "workshop_id": room.workshop_id, "kind": "score", "question": "Vale?"}
        round_id = rounds.add_round(session, room.elena, settings={"criteria": criteria}, **what)
        conduct.open_round(session, room.elena, now=clock.now(), round_id=room.collect_id)
        wanted = []
        for number in range(options.OPTIONS_MOST):
            minute = clock.now().replace(minute=number)
            text = f"{number} " + "è lunga " * 22
            said = {"round_id": room.collect_id, "text": text}
            wanted.append(ideas.write_idea(session, room.elena, now=minute, **said))
        options.choose_options(session, room.elena, now=clock.now(), round_id=round_id, idea_ids=wanted)
        conduct.open_round(session, room.elena, now=clock.now(), round_id=round_id)

    doors.writing(prepare)
    phone.open(f"/w/{room.workshop_id}")
    assert "Pagina 1 di 10" in phone.text
    first = [name for name in phone.fields("/vote") if name.startswith("score-")]
    assert len(first) == 4 * 3
    assert "Pagina 2 di 10" in phone.send("/vote", go="2", **{first[0]: "4"})
    assert "Pagina 1 di 10" in phone.send("/vote", go="1", **{phone_field(phone, first): "5"})
    assert phone.fields("/vote")[first[0]] == "4"
    phone.open(f"/w/{room.workshop_id}?change=1&page=10")
    assert "Voto salvato" in phone.send("/vote", **{phone_field(phone, first): "2"})
    assert [phone.text.count(f": {n} su 5") for n in (4, 5, 2)] == [1, 1, 1]
    assert len(phone.page.encode()) < 50_000


def phone_field(phone: Phone, apart: list[str]) -> str:
    """A rating of the page that is shown, still empty."""
    return next(name for name, value in phone.fields("/vote").items() if name.startswith("score-") and not value
                and name not in apart)  # fmt: skip


def test_who_prepares_tries_every_kind_and_saves_nothing(room: Room, afternoon: clock.MovingClock) -> None:
    phone = signed_in(room, room.elena.person_id or "")
    for kind in RoundKind:
        phone.open(f"/w/{room.workshop_id}/try?step={kind}")
        assert phone.status == 200, kind
        assert "Così si vede su un telefono" in phone.text
        assert 'method="post"' not in phone.page
        assert len(phone.page.encode()) < 20_000
    assert joined(room).open(f"/w/{room.workshop_id}/try").startswith("Due Remi")
