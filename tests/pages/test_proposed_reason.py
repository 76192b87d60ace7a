"""The reason we propose at the desk speaks for doing it: it goes out with a yes that says nothing else, never more."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from models import conduct
from models.access import Viewer
from models.decisions import Decision
from models.marks import cast_marks
from models.options import options_in
from store import clock
from store.doors import reading, writing
from tests.company import again
from tests.conftest import Database
from tests.models.room import START, a_room, at
from tests.models.voting import a_vote, said
from tests.pages.desk import open_page, sign_in_of
from ui.cards import plain

OURS = "Nel voto del 17 novembre la vogliono tutti e tre i lati."
WHY = "Perché? Lo legge chi l'ha chiesta."
OWN = "Il corriere ha già detto di sì."


def a_wanted_idea(session: Session) -> Viewer:
    """All three sides vote for one of two ideas. Returns who conducts, and decides."""
    room = a_room(session)
    room.collect("Tre giorni certi", "Spedizione in giornata")
    round_id = a_vote(room, "dots", secret=False)
    first = next(one.id for one in options_in(session, round_id) if one.idea_id == room.idea_ids[0])
    for guest in room.guests(promises=2, keeps=2, receives=2):
        cast_marks(session, again(session, guest), now=at(22), round_id=round_id, marks=said([first], [(0, 3, 0, "")]))
    conduct.close_round(session, room.elena, now=at(25), round_id=round_id)
    return again(session, room.elena)


@pytest.mark.parametrize(
    ("answer", "typed", "goes_out"),
    [("Si fa", "", OURS), ("Si fa", OWN, OWN), ("Più avanti", "", ""), ("Non si fa", "", None), ("Chiedi", "", None)],
)
def test_what_we_propose_is_shown_before_and_goes_out_with_the_yes_it_speaks_for_only(
    database: Database, answer: str, typed: str, goes_out: str | None
) -> None:
    """None: without a reason of one's own there is no such answer."""
    elena = writing(a_wanted_idea)
    with clock.moving(START + timedelta(days=20)):
        shown = open_page("decisions", sign_in_of(elena))
        told = f"Se lo lasci vuoto, con «Si fa» dice: «{plain(OURS)}»"
        assert told in [one.value for one in shown.app.caption]
        why = next(one for one in shown.app.text_area if one.label == WHY)
        assert why.value == "", "nobody sends our words as their own without a look"
        if typed:
            why.input(typed)
        if answer == "Più avanti":
            shown.app.date_input[0].set_value((START + timedelta(days=40)).date())
        next(one for one in shown.app.button if one.label == answer).click().run()
    assert not shown.app.exception
    with reading() as session:
        found = [one.reason for one in session.exec(select(Decision)).all()]
    assert found == ([] if goes_out is None else [goes_out])
    if goes_out is None:
        assert shown.app.error, "it says what is missing"
