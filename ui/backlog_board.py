"""The backlog as a board: a column where ideas stand, cards oldest first, the same page of every column."""

import streamlit as st

from models.access import Viewer
from models.backlog_views import Board
from models.desk_rows import DeskIdea
from store.settings import settings
from ui.backlog_filters import go_to
from ui.backlog_table import turn_pages
from ui.cards import verdict_badge
from words.answers import listed_lines, outcome_chip, sides_short
from words.backlog import figures_line
from words.speech import Speech


def show_board(viewer: Viewer, say: Speech, found: Board) -> None:
    """Five columns beside each other; on a phone they stand below each other."""
    for place, (standing, cards) in zip(st.columns(len(found.columns)), found.columns.items(), strict=True):
        with place:
            st.markdown(f"**{outcome_chip(say, standing)}** · {say.number(found.totals[standing])}")
            for idea in cards:
                _card(viewer, say, idea)
            if not cards and found.page == 1 and found.totals[standing]:
                # Counted above, and not in this order: by what is best or cheapest.
                st.caption(say("They have no figure yet to be ordered by."))
            elif not cards:
                st.caption(say("Nothing here.") if found.page == 1 else say("No more here."))
            if found.totals[standing] > len(cards):
                words = say("All of them in the table (%(n)s)", n=say.number(found.totals[standing]))
                if st.button(words, key=f"column-{standing}", type="tertiary"):
                    go_to(view=None, stands=standing, page=None)
    turn_pages(say, found.pages, found.page)
    if found.deepest is not None and found.page == found.pages:
        number = say.number(found.deepest)
        st.caption(say("The board ends here, at %(n)s ideas of a column; the others are in the table.", n=number))


def _card(viewer: Viewer, say: Speech, idea: DeskIdea) -> None:
    with st.container(border=True, gap="xsmall"):
        st.text(say.quoted(idea.words))
        if idea.promise and idea.promise.verdict and not idea.promise.told_here:
            st.markdown(verdict_badge(say, idea.promise.verdict))
        figures = figures_line(say, idea.figures.value, idea.figures.effort, idea.figures.cost)
        age = say.many("%(n)s day", "%(n)s days", idea.age_days)
        if idea.decision is not None and not idea.waiting:
            age = say.day(idea.decision.at, settings().zone)
        st.caption(listed_lines([age, sides_short(say, idea.sides), *figures]))
        if st.button(say("Open"), key=f"card-{idea.id}", type="tertiary"):
            go_to(idea=idea.id)
