"""The portfolio: every promise, worst first, each with its next move."""

import streamlit as st

from models.idea_views import idea_view
from models.portfolio_view import portfolio_view
from models.processes import processes_all
from ui.cards import empty_state, link_to, plain
from ui.changes import show_changes_line
from ui.entry import ask, enter, now
from ui.portfolio_filters import choose
from ui.portfolio_folds import show_folds
from ui.portfolio_rows import show_portfolio
from ui.promise_editing import new_promise
from ui.verdicts import refresh_all
from words.portfolio import data_line, told_without_data
from words.promises import portfolio_title
from words.speech import speech

VERDICTS = ("supported", "at risk", "not supportable", "not enough evidence")
SHOWN = 50

viewer = enter("promises")
say = speech(viewer.language)
refresh_all(say, viewer)
view = ask(portfolio_view, viewer, now=now())
# The title says what Home says: a draft is not yet something we promise.
st.title(portfolio_title(say, *(sum(row.stands == verdict for row in view.counted) for verdict in VERDICTS)))
dated = [(row.verdict.at, row.zone) for row in view.rows if row.verdict]
if view.rows:
    st.caption(data_line(say, min(dated, default=None), max(dated, default=None)))
    if view.told_without_data:
        st.markdown(f"⚠ {told_without_data(say, view.told_without_data)}")
else:
    empty_state(
        viewer,
        say("A promise is a sentence customers read, and a process that keeps it. Begin by checking one."),
        "check",
        say("Check a promise"),
    )  # fmt: skip
for changes in view.changes[:3]:
    show_changes_line(say, viewer, changes)
rows, chosen = choose(say, viewer, view)
if rows:
    pages = -(-len(rows) // SHOWN)
    page = st.pagination(pages) if pages > 1 else 1
    show_portfolio(say, viewer, rows[(page - 1) * SHOWN : page * SHOWN], now(), chosen)
    st.caption(say(
        "Signed, who promises and who keeps it: ✔ yes, – not yet. ⚠: not every place tells the same figure."
    ))
elif view.rows:
    st.markdown(say("None of these."))
if view.rows:
    show_folds(say, viewer, view)
    st.link_button(say("Download as Excel"), "/download/portfolio.xlsx")
idea_id = st.query_params.get("idea")
# With promises there is a process; without, the question costs nothing.
if view.rows or len(ask(processes_all, viewer)):
    fold = st.expander(say("New promise"), expanded=bool(idea_id), key="new-promise", on_change="rerun")
    with fold:
        if idea_id:
            st.markdown(say("From the idea “%(idea)s”", idea=plain(ask(idea_view, viewer, idea_id=idea_id).text)))
        if fold.open:  # what the form wants to know of the cases is only asked then
            new_promise(say, viewer, ask(processes_all, viewer), idea_id=idea_id)
elif idea_id:
    st.markdown(say("First check it: there is no process yet that could keep it."))
    link_to(viewer, "check", say("Check a promise"), idea=idea_id)
