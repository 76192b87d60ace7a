"""The pages of the desk: where each stands, what it is called, and who finds it in the menu.

The menu and `enter()` ask the same table, and the table asks `viewer.may`. A page whose file is not there is not in
the menu.
"""

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType

import streamlit as st

from models.access import May, Viewer
from words.speech import Speech

FOLDER = Path(__file__).resolve().parent.parent / "pages"


@dataclass(frozen=True)
class Place:
    """One page. `part`: "" the bar, "own" the person's own menu. `may` None: anybody who is signed in."""

    may: May | None
    part: str = ""
    hidden: bool = False
    # The address, when it is not the name: `/mine` is the phone's page with the same content.
    address: str = ""


PLACES: Mapping[str, Place] = MappingProxyType(
    {
        "home": Place(None),
        "say": Place(May.PROMISE_CHECK, address="can-we-say"),
        "ideas": Place(May.IDEA_SEE),
        "workshops": Place(May.WORKSHOP_SEE),
        "promises": Place(May.PROMISE_SEE),
        "processes": Place(May.PROCESS_SEE),
        "listening": Place(May.FEEDBACK_SEE),
        "journey": Place(May.JOURNEY_SEE),
        "decisions": Place(May.DECISION_SEE),
        "actions": Place(May.ACTION_SEE, "own"),
        "money": Place(May.MONEY_SEE, "own"),
        "you_said": Place(May.PROMISE_SEE, "own", address="published"),
        "care": Place(May.CARE_SEE, "own"),
        "mine": Place(None, "own", address="answers"),
        "account": Place(None, "own"),
        "people": Place(May.PEOPLE_SEE, "own"),
        "group": Place(May.GROUP_SEE, "own"),
        "month": Place(May.MONTH_SEE, "own"),
        "board": Place(May.BOARD_EDIT, "own", address="boards"),
        "excel": Place(May.GROUP_EXPORT, "own"),
        "log": Place(May.LOG_SEE, "own"),
        "outbound": Place(May.WEBHOOK_EDIT, "own"),
        "voices": Place(May.FEEDBACK_SEE, hidden=True),
        "journey_setup": Place(May.JOURNEY_SEE, hidden=True, address="journey-setup"),
        "check": Place(May.PROMISE_CHECK, hidden=True),
        "front_line": Place(May.FRONT_LINE_SEE, hidden=True, address="front-line"),
        "campaign": Place(May.CAMPAIGN_SEE, hidden=True),
        "blueprint": Place(May.BLUEPRINT_SEE, hidden=True),
        "promise": Place(May.PROMISE_SEE, hidden=True),
        "scorecard": Place(May.PROMISE_SEE, hidden=True),
        "process": Place(May.PROCESS_SEE, hidden=True),
        "workshop": Place(May.WORKSHOP_SEE, hidden=True),
        "round": Place(May.WORKSHOP_SEE, hidden=True),
        "idea": Place(May.IDEA_SEE, hidden=True),
    }
)


def place_title(say: Speech, name: str) -> str:
    """What a page is called in the menu."""
    titles = {
        "home": say("Home"),
        "say": say("Can we say it?"),
        "check": say("Check a promise"),
        "front_line": say("What may be said"),
        "ideas": say("Ideas"),
        "workshops": say("Workshops"),
        "promises": say("Promises"),
        "processes": say("Processes"),
        "listening": say("Listening"),
        "journey": say("Customer journey"),
        "voices": say("Listening in figures"),
        "journey_setup": say("Profiles, diaries, weekly numbers"),
        "decisions": say("Decisions"),
        "actions": say("Actions"),
        "money": say("Money moved"),
        "you_said": say("You said, we did"),
        "care": say("About to miss"),
        "mine": say("What became of it"),
        "account": say("Your account"),
        "people": say("People"),
        "group": say("Focus groups"),
        "month": say("The month"),
        "board": say("Notice board"),
        "excel": say("Excel"),
        "log": say("Log"),
        "outbound": say("Webhooks"),
        "campaign": say("Can we launch?"),
        "blueprint": say("Chains of processes"),
        "promise": say("Promise"),
        "scorecard": say("Touchpoint scorecard"),
        "process": say("Process"),
        "workshop": say("Workshop"),
        "round": say("Take part"),
        "idea": say("Idea"),
    }
    return titles[name]


def may_open(viewer: Viewer, name: str) -> bool:
    """Whether a page is this person's to open. A page outside the table is open to whoever is signed in."""
    place = PLACES.get(name)
    if viewer.person_id is None:
        return False
    if place is None or place.may is None:
        return True
    # Some rights are held in one group: having it in any group opens the page, which then shows that group only.
    founding = name == "group" and viewer.may(May.GROUP_CREATE)
    return founding or viewer.may(place.may) or any(viewer.may(place.may, group_id=group) for group in viewer.seats)


def places_for(viewer: Viewer) -> list[str]:
    """The pages this person can open and whose file is there, in the order of the menu."""
    return [name for name in PLACES if can_open(viewer, name)]


def first_place(viewer: Viewer) -> str:
    """Where this person begins: customers with what became of what they said, everybody else at Home."""
    return "mine" if not viewer.is_staff and can_open(viewer, "mine") else "home"


def place_file(name: str) -> str:
    """The file of a page, for `st.switch_page` and `st.page_link` (a relative path would start from `ui/`)."""
    return str(FOLDER / f"{name}.py")


def page_of(name: str, title: str, default: bool) -> st.Page:
    """Streamlit's object for a page, for this run: Streamlit notes on it whether it is the one that is run."""
    return copy(_page_of(name, title, default))


@lru_cache(maxsize=1024)
def _page_of(name: str, title: str, default: bool) -> st.Page:
    # Each new one looks its file up on the disk, part by part of its path: for 25 pages, at each click.
    place = PLACES[name]
    return st.Page(
        place_file(name), title=title, url_path=place.address or name, default=default,
        visibility="hidden" if place.hidden else "visible",
    )  # fmt: skip


def can_open(viewer: Viewer, name: str) -> bool:
    """Whether a way to this page may be offered: it is there, and it is theirs to open."""
    return name in PLACES and _is_there(name) and may_open(viewer, name)


def conducts(viewer: Viewer) -> bool:
    """Whether they run workshops in one of their groups; else a workshop is where they take part."""
    return any(viewer.may(May.ROUND_RUN, group_id=group_id) for group_id in viewer.seats)


@cache
def _is_there(name: str) -> bool:
    # A page of links asks this of each: files neither come nor go while the program runs.
    return (FOLDER / f"{name}.py").is_file()
