"""Money that was moved, never added: from which line to which, and the promise each euro serves."""

import streamlit as st
from sqlmodel import Session

from models.access import Viewer
from models.budget_lines import FIRST_YEAR, LAST_YEAR, Budget, budget_view
from models.portfolio import promise_rows
from ui.cards import empty_state, link_to
from ui.entry import ask, enter, now
from ui.money_parts import line_form, move_form, show_budget
from ui.table_down import table_down
from words.actions import budget_title
from words.speech import speech


def everything(session: Session, viewer: Viewer, year: int) -> tuple[Budget, dict[str, str]]:
    """A year's budget, and the promises money can serve."""
    return budget_view(session, viewer, year=year), {
        row.id: row.terms.sentence for row in promise_rows(session, viewer, now=now())
    }


viewer = enter("money")
say = speech(viewer.language)
asked = st.query_params.get("year", "")
year = int(asked) if asked.isdecimal() and FIRST_YEAR <= int(asked) <= LAST_YEAR else now().year
found, promises = ask(everything, viewer, year=year)
st.title(budget_title(say, year, len(found.lines), found.moved, found.total), anchor=False)
link_to(viewer, "actions", say("What is done with it"))
years = sorted({year, now().year, now().year + 1, *found.years}, reverse=True)
chosen = st.selectbox(say("Year"), years, index=years.index(year), width=160)
if chosen != year:
    st.query_params["year"] = str(chosen)
    st.rerun()
if found.lines:
    show_budget(say, found)
else:
    empty_state(viewer, say("Write the lines of the year first: what they are called and what they hold."))
if found.may_move:
    if found.lines:
        with st.expander(say("Move money, or enter a saving")):
            move_form(say, viewer, found, promises)
    with st.expander(say("A new line"), expanded=not found.lines):
        line_form(say, viewer, year)
if found.moves:
    table_down(say, "money", {"year": year})
