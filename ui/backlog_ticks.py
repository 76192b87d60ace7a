"""What was ticked in the backlog's table stays ticked while its pages are turned, is counted, and can be let go.

Only ids are kept. What is not among the rows shown is asked for anew at every run: an idea that was decided, hidden or
made part of another meanwhile is on no page of the list, and nobody sees that it would be changed too.
"""

import hashlib
from dataclasses import replace

import streamlit as st

from models.access import Viewer
from models.backlog import BacklogPage, BacklogQuery, PickedIdea, Sort, still_asked
from models.desk_rows import DeskIdea
from ui.cards import plain
from ui.entry import ask, now
from words.speech import Speech

_KEPT, _TURN, _AT_FIRST = "backlog-ticked", "backlog-turn", "backlog-ticked-at-first"
_NAMED = 5


def table_key(rows: list[DeskIdea]) -> str:
    """The name of the table with these rows: with others of them a tick would stand beside another idea."""
    ids = hashlib.sha256("".join(idea.id for idea in rows).encode()).hexdigest()[:12]
    return f"backlog-table-{ids}-{st.session_state.get(_TURN, 0)}"


def ticked_at_first(key: str, rows: list[DeskIdea], asked: BacklogQuery) -> list[int]:
    """The places of the rows that were ticked before this page of the table was turned to.

    Ticks are of one list: with another search or filter, whose ideas one does not see, they are let go.
    """
    which = replace(asked, page=1, sort=Sort.OLDEST)
    if _KEPT not in st.session_state or st.session_state[_KEPT][0] != which:
        st.session_state[_KEPT] = (which, [])
    # A table that was not drawn in the last run (another page of it was, or the board) has forgotten its own ticks.
    if key not in st.session_state or st.session_state.get(_AT_FIRST, ("", []))[0] != key:
        kept = st.session_state[_KEPT][1]
        st.session_state[_AT_FIRST] = (key, [at for at, idea in enumerate(rows) if idea.id in kept])
    return list(st.session_state[_AT_FIRST][1])


def all_ticked(viewer: Viewer, listed: BacklogPage, asked: BacklogQuery, places: list[int]) -> list[PickedIdea]:
    """The ideas ticked on this page, then those on the others: as they are now, and only if they are still listed."""
    which, kept = st.session_state[_KEPT]
    shown = {idea.id for idea in listed.rows}
    ticked = [listed.rows[at] for at in places if at < len(listed.rows)]
    here = [PickedIdea(idea.id, idea.group_id, idea.words) for idea in ticked]
    elsewhere = [one for one in kept if one not in shown]
    there: list[PickedIdea] = []
    if elsewhere:
        there = ask(still_asked, viewer, now=now(), asked=replace(asked, standing=listed.standing), ids=elsewhere)
    st.session_state[_KEPT] = (which, [idea.id for idea in (*here, *there)])
    return [*here, *there]


def let_go() -> None:
    """No tick stands any more; the table is drawn anew."""
    for name in (_KEPT, _AT_FIRST):
        st.session_state.pop(name, None)
    st.session_state[_TURN] = int(st.session_state.get(_TURN, 0)) + 1


def show_elsewhere(say: Speech, rows: list[DeskIdea], ticked: list[PickedIdea]) -> None:
    """Which of the ticked ideas stand on other pages, and the way to untick them all."""
    shown = {idea.id for idea in rows}
    elsewhere = [idea for idea in ticked if idea.id not in shown]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(say("Untick all"), key="backlog-let-go", on_click=let_go)
        if elsewhere:
            named = [say.quoted(plain(idea.words)) for idea in elsewhere[:_NAMED]]
            more = ["…"] if len(elsewhere) > _NAMED else []
            st.caption(say.many("%(n)s of them is not on this page:", "%(n)s of them are not on this page:",
                                len(elsewhere)) + " " + " · ".join(named + more))  # fmt: skip
