"""What campaigns and chains need, computed between the doors, with words while one waits."""

import logging

import streamlit as st

from models.access import Viewer
from models.campaigns import CampaignView
from models.chain_studies import ChainStudy, chain_study
from models.errors import NotFound
from models.launching import Ready, launch_of
from store.doors import StoreTrouble, reading
from ui.entry import now
from words.speech import Speech

log = logging.getLogger("dueremi.ui")


def read_for_launch(say: Speech, viewer: Viewer, campaign: CampaignView) -> list[Ready]:
    """Every promise of a campaign ready to be predicted; empty while the database cannot be asked."""
    with st.spinner(say("Computing what the campaign does…")):
        try:
            return launch_of(reading, viewer, promise_ids=campaign.promise_ids, now=now(), campaign=campaign)
        except StoreTrouble:
            log.warning("a campaign could not be computed", exc_info=True)
            return []


def read_chain(say: Speech, viewer: Viewer, blueprint_id: str) -> ChainStudy | None:
    """A chain and how it stands. None: it is not there, or the database cannot be asked."""
    with st.spinner(say("Computing the chain…")):
        try:
            return chain_study(reading, viewer, blueprint_id=blueprint_id, now=now())
        except NotFound:
            return None
        except StoreTrouble:
            log.warning("a chain could not be computed", exc_info=True)
            return None
