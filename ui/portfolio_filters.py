"""Over the portfolio's table: which promises are shown, and the campaign that every row is held against."""

import streamlit as st

from models.access import Viewer
from models.campaigns import campaign_view, campaigns_ahead
from models.days import day_here
from models.portfolio import PortfolioRow
from models.portfolio_view import PortfolioView, needs_a_look
from models.promises import State
from ui.cards import link_to, plain
from ui.entry import ask, now
from ui.launch import read_for_launch
from ui.portfolio_rows import Chosen
from words.portfolio import all_words
from words.speech import Speech

ENOUGH = 3  # up to so many promises are seen at a glance


def choose(say: Speech, viewer: Viewer, view: PortfolioView) -> tuple[list[PortfolioRow], Chosen | None]:
    """The rows to show, and the campaign chosen, if any."""
    rows = view.rows
    if len(rows) <= ENOUGH and "campaign" not in st.query_params:
        return rows, None
    which, where, launch, score = st.columns([3.9, 1.9, 1.9, 2.4], vertical_alignment="center")
    used, drafts = (sum(row.state is state for row in rows) for state in (State.IN_USE, State.DRAFT))
    ways = {
        "all": all_words(say, used, len(rows) - used, drafts),
        "watch": say("To look at %(n)s", n=say.number(len(view.watch))),
        "mine": say("Mine"),
    }
    way = which.segmented_control(say("Which ones"), list(ways), default="all", format_func=lambda one: ways[one],
                                  label_visibility="collapsed")  # fmt: skip
    names = {one.id: one.name for one in view.touchpoints}
    place = where.selectbox(say("By touchpoint"), ["", *names], label_visibility="collapsed",
                            format_func=lambda one: names.get(one) or say("By touchpoint"))  # fmt: skip
    with launch:
        chosen = _campaign(say, viewer)
    with score:
        link_to(viewer, "scorecard", say("Touchpoint scorecard"))
    if way == "watch":
        rows = [row for row in rows if needs_a_look(row)]
    if way == "mine":
        rows = [row for row in rows if viewer.person_id in (row.owner_id, row.process_owner_id)]
    if place:
        rows = [row for row in rows if row.id in view.told_at(place)]
    return rows, chosen


def _campaign(say: Speech, viewer: Viewer) -> Chosen | None:
    """The campaign that the address names, and the list of those ahead, which is only asked for once it is opened."""
    asked = st.query_params.get("campaign", "")
    campaign = ask(campaign_view, viewer, campaign_id=asked) if asked else None
    label = plain(campaign.name) if campaign else say("Can we launch?")
    fold = st.expander(label, key="launch", on_change="rerun")
    with fold:
        if fold.open:
            ahead = ask(campaigns_ahead, viewer, today=day_here(now()))
            for one in ahead:
                link_to(viewer, "promises", plain(one.name), campaign=one.id)
            if not ahead:
                st.markdown(say("No campaign ahead."))
            if campaign:
                link_to(viewer, "promises", say("Without a campaign"))
            link_to(viewer, "campaign", say("All campaigns"))
    if campaign is None:
        return None
    return Chosen(campaign, {one.row.id: one for one in read_for_launch(say, viewer, campaign)})
