"""The portfolio: every promise, worst first, each with its next move."""

import streamlit as st

from models.idea_views import idea_view
from models.portfolio_view import needs_a_look, portfolio_view
from models.processes import processes_all
from ui.cards import empty_state, link_to, plain
from ui.changes import show_changes_line
from ui.entry import ask, enter, now
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
rows = view.rows
if len(rows) > 3:
    ways = {
        "all": say("All %(n)s", n=say.number(len(rows))),
        "watch": say("To look at %(n)s", n=say.number(len(view.watch))),
        "mine": say("Mine"),
    }
    which, where, score = st.columns([3, 2, 2], vertical_alignment="center")
    way = which.segmented_control(say("Which ones"), list(ways), default="all", format_func=lambda one: ways[one],
                                  label_visibility="collapsed")  # fmt: skip
    names = {one.id: one.name for one in view.touchpoints}
    place = where.selectbox(say("By touchpoint"), ["", *names], label_visibility="collapsed",
                            format_func=lambda one: names.get(one) or say("By touchpoint"))  # fmt: skip
    with score:
        link_to(viewer, "scorecard", say("Touchpoint scorecard"))
        link_to(viewer, "campaign", say("Can we launch?"))
    if way == "watch":
        rows = [row for row in rows if needs_a_look(row)]
    if way == "mine":
        rows = [row for row in rows if viewer.person_id in (row.owner_id, row.process_owner_id)]
    if place:
        rows = [row for row in rows if row.id in view.told_at(place)]
if rows:
    pages = -(-len(rows) // SHOWN)
    page = st.pagination(pages) if pages > 1 else 1
    show_portfolio(say, viewer, rows[(page - 1) * SHOWN : page * SHOWN], now())
    st.caption(say("M: who promises has signed. O: who keeps it has signed. ⚠: not every place tells the same figure."))
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
            st.markdown(say("From the idea «%(idea)s»", idea=plain(ask(idea_view, viewer, idea_id=idea_id).text)))
        if fold.open:  # what the form wants to know of the cases is only asked then
            new_promise(say, viewer, ask(processes_all, viewer), idea_id=idea_id)
elif idea_id:
    st.markdown(say("First check it: there is no process yet that could keep it."))
    link_to(viewer, "check", say("Check a promise"), idea=idea_id)
