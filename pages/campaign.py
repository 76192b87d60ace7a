"""Can we launch? The campaigns, and for one of them every promise it leans on: today, during, and what came in."""

import streamlit as st
from sqlmodel import Session

from models.access import May, Viewer
from models.campaigns import call_off_campaign, campaign_view, campaigns_all, change_campaign, plan_campaign
from models.capacities import CapacityView, capacities_of
from models.days import day_here
from models.launching import afterwards
from models.portfolio import PortfolioRow, promise_rows
from models.touchpoints import TouchpointView, touchpoints_all
from ui.campaign_parts import campaign_fields, show_afterwards, show_campaign_row, show_launch
from ui.cards import empty_state, link_to, plain
from ui.entry import ask, attempt, enter, form_key, now
from ui.folds import fold
from ui.launch import read_for_launch
from ui.places import place_file
from ui.table_down import table_down
from words.speech import speech


def choices(
    session: Session, viewer: Viewer
) -> tuple[list[PortfolioRow], list[TouchpointView], dict[str, CapacityView]]:
    """What a campaign can lean on, where it can be told, and which processes are on the phone."""
    rows = promise_rows(session, viewer, now=now())
    capacities = capacities_of(session, viewer, process_ids={row.process_id for row in rows})
    phones = {process: one for process, one in capacities.items() if one.staff is not None}
    return rows, touchpoints_all(session, viewer), phones


viewer = enter("campaign")
say = speech(viewer.language)
asked = st.query_params.get("campaign", "")
promises, places, phones = ask(choices, viewer)
if asked:
    campaign = ask(campaign_view, viewer, campaign_id=asked)
    st.markdown(f"### {plain(campaign.name)}")
    found = read_for_launch(say, viewer, campaign)
    if found:
        show_launch(say, viewer, campaign, found)
        show_afterwards(say, afterwards(found, campaign), campaign)
    else:
        st.title(say("No promise of this campaign can be judged."))
    link_to(viewer, "promises", say("Every promise, today and during the campaign"), campaign=campaign.id)
    link_to(viewer, "campaign", say("All campaigns"))
    if campaign.may_edit and not campaign.called_off:
        key = form_key(f"campaign-{campaign.id}")
        with fold(say("Change the campaign"), key), st.form(key, border=False):
            fields = campaign_fields(say, promises, places, phones, campaign)
            if st.form_submit_button(say("Save")) and attempt(
                change_campaign, viewer, form_key=key, campaign_id=campaign.id, **fields
            ):
                st.rerun()
        off = form_key(f"call-off-{campaign.id}")
        with st.popover(say("Call it off"), key=f"pop-{off}"):
            st.markdown(say("It stays in the list with what was guessed."))
            if st.button(say("Call it off"), key=off) and attempt(
                call_off_campaign, viewer, form_key=off, campaign_id=campaign.id
            ):
                st.rerun()
else:
    rows = ask(campaigns_all, viewer)
    ahead = [row for row in rows if not row.called_off and row.ends_on >= day_here(now())]
    st.title(
        say.many("%(n)s campaign ahead.", "%(n)s campaigns ahead.", len(ahead)) if ahead else say("No campaign ahead.")
    )
    if not promises:
        empty_state(viewer, say("A campaign leans on promises: write one first."), "say", say("Can we say it?"))
    for row in rows:
        show_campaign_row(say, viewer, row)
    if rows:
        table_down(say, "campaigns")
    if viewer.may(May.CAMPAIGN_WRITE) and promises:
        key = form_key("campaign")
        with fold(say("Plan a campaign"), key, expanded=not rows), st.form(key, border=False):
            fields = campaign_fields(say, promises, places, phones, None)
            if st.form_submit_button(say("Can we launch?"), type="primary"):
                saved = attempt(plan_campaign, viewer, form_key=key, **fields)
                if saved:
                    st.switch_page(place_file("campaign"), query_params={"campaign": saved.answer})
