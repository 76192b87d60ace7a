"""Who has read what may be said: fourteen of nineteen, at the contact center, on the Monday morning after the data."""

from functools import partial

from demo import company
from demo.telling import Teller, later
from models.front_line import front_line
from models.readings import read_sheet
from store import clock
from store.doors import reading

WHERE = "Contact center"
MONDAY = "2026-11-23 08:05"
# On holiday, in the van, or simply not yet.
NOT_YET = ("Luca Venturi", "Sara Neri", "Fabio Zanotti", "Marco Tassinari", "Andrea Samorì")


def counter(story: Teller) -> None:
    """Each of the others opens the sheet and presses *Letto*."""
    who = [name for name, function in company.PEOPLE if function not in ("Clienti", company.DIRECTION_FUNCTION)]
    for place, name in enumerate(name for name in who if name not in NOT_YET):
        story.at(later(MONDAY, minutes=place), partial(_read, story, name))


def _read(story: Teller, name: str) -> None:
    touchpoint_id = story.the("touchpoint", WHERE)
    sheet = front_line(reading, story.viewer(name), now=clock.now(), touchpoint_id=touchpoint_id)
    story.do(name, read_sheet, touchpoint_id=touchpoint_id, fingerprint=sheet.fingerprint)
