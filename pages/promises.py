"""The portfolio: every promise, worst first, each with its next move."""

import streamlit as st
from sqlmodel import Session

from models.access import Viewer
from models.idea_views import idea_view
from models.portfolio import PortfolioRow, promise_rows
from models.processes import ProcessView, processes_all
from ui.cards import empty_state, link_to, plain
from ui.entry import ask, enter, now
from ui.promise_editing import new_promise
from ui.promise_rows import show_row
from ui.verdicts import refresh_all
from words.promises import portfolio_title
from words.speech import speech


def portfolio(session: Session, viewer: Viewer) -> tuple[list[PortfolioRow], list[ProcessView]]:
    """The promises, and the processes a new one may stand on."""
    return promise_rows(session, viewer, now=now()), processes_all(session, viewer)


viewer = enter("promises")
say = speech(viewer.language)
refresh_all(say, viewer)
rows, processes = ask(portfolio, viewer)
# The title says what Home says: a draft is not yet something we promise.
told = [row for row in rows if row.state == "in_use"] or rows
count = [sum(row.stands == verdict for row in told)
         for verdict in ("supported", "at risk", "not supportable", "not enough evidence")]  # fmt: skip
st.title(portfolio_title(say, *count))

if not rows:
    empty_state(
        viewer,
        say("A promise is a sentence customers read, and a process that keeps it. Begin by checking one."),
        "check",
        say("Check a promise"),
    )  # fmt: skip
ways = {
    "all": say("All %(n)s", n=say.number(len(rows))),
    "watch": say("To look at"),
    "mine": say("Mine"),
}
way = st.segmented_control(say("Which ones"), list(ways), default="all", format_func=lambda one: ways[one],
                           label_visibility="collapsed") if len(rows) > 3 else "all"  # fmt: skip
for row in rows:
    mine = viewer.person_id in (row.owner_id, row.process_owner_id)
    watch = row.stands != "supported" or row.one_oar or row.differs
    if way in (None, "all") or (way == "mine" and mine) or (way == "watch" and watch):
        show_row(say, viewer, row)
if rows:
    st.caption(say("M: who promises has signed. O: who keeps it has signed. ⚠: not every place tells the same figure."))
idea_id = st.query_params.get("idea")
if processes:
    with st.expander(say("New promise"), expanded=bool(idea_id)):
        if idea_id:
            st.markdown(say("From the idea «%(idea)s»", idea=plain(ask(idea_view, viewer, idea_id=idea_id).text)))
        new_promise(say, viewer, processes, idea_id=idea_id)
elif idea_id:
    st.markdown(say("First check it: there is no process yet that could keep it."))
    link_to(viewer, "check", say("Check a promise"), idea=idea_id)
