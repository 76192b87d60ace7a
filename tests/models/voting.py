"""Votes of every kind for the tests: a round with its options, open, and what is said in it. All by commands."""

from typing import Any

from models import conduct, options, rounds
from models.marks import Mark
from tests.models.promising import delivery, promise
from tests.models.room import Room, at

IDEAS = ("Tre giorni certi", "Spedizione in giornata", "Terzo operatore")
Said = list[tuple[int, int, int, str]]
"""Marks as (place of the option, value, criterion, reason)."""

SETTINGS: dict[str, dict[str, Any]] = {
    "score": {"criteria": ("Utile", "Facile")}, "approval": {"picks": 2}, "budget": {"money": 900},
}  # fmt: skip
# By kind: a first vote, and a second that replaces it.
TAKEN: dict[str, tuple[Said, Said]] = {
    "dots": ([(0, 3, 0, "")], [(1, 2, 0, ""), (2, 1, 0, "")]),
    "approval": ([(0, 1, 0, "")], [(1, 1, 0, ""), (2, 1, 0, "")]),
    "score": ([(0, 5, 0, ""), (0, 2, 1, "")], [(1, 1, 1, "")]),
    "ranked": ([(0, 1, 0, ""), (1, 2, 0, "")], [(2, 1, 0, ""), (1, 1, 0, ""), (0, 7, 0, "")]),
    "agreement": ([(0, -1, 0, ""), (1, 0, 0, "")], [(0, 1, 0, "")]),
    "budget": ([(0, 1, 0, ""), (1, 1, 0, ""), (2, 1, 0, "")], [(2, 1, 0, "")]),
    "consent": ([(0, -1, 0, "Il corriere non ce la fa")], [(0, 1, 0, ""), (1, 0, 0, "")]),
    "expect": ([(0, 3, 0, "friend")], [(0, 2, 0, "")]),
}


def a_vote(room: Room, kind: str, minute: float = 20, secret: bool = True) -> str:
    """A round of this kind with its options, open."""
    session, elena = room.session, room.elena
    round_id = rounds.add_round(
        session, elena, now=at(minute), workshop_id=room.workshop_id, kind=kind, question="E ora?", secret=secret,
        settings=SETTINGS.get(kind),
    )  # fmt: skip
    if kind == "expect":
        process_id = delivery(session, elena)
        options.choose_promises(
            session, elena, now=at(minute), round_id=round_id, promise_ids=[promise(session, elena, process_id)]
        )
    else:
        options.choose_options(session, elena, now=at(minute), round_id=round_id, idea_ids=room.idea_ids)
    if kind == "budget":
        for cost, option in zip((500, 300, 400), options.options_in(session, round_id), strict=True):
            options.set_cost(session, elena, now=at(minute), round_id=round_id, option_id=option.id, cost=cost)
    conduct.open_round(session, elena, now=at(minute + 1), round_id=round_id)
    return round_id


def said(ids: list[str], what: Said) -> list[Mark]:
    return [Mark(ids[place], value, criterion, reason) for place, value, criterion, reason in what]
