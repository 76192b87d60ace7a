"""What the journey is drawn from and staff keep: profiles, diaries people are invited to, weekly numbers by stage."""

import streamlit as st

from exchange.traffic_sheet import scan_traffic
from exchange.unreadable import UnreadableFile
from models.diaries import diary_calls
from models.profiles import profiles_all
from models.touchpoints import stages_all
from ui.entry import ask, enter, now, zone
from ui.journey_keeping import invite_form, profile_forms, show_calls, week_form
from ui.table_down import table_down
from ui.weeks_file import bring_weeks
from words.speech import speech

viewer = enter("journey_setup")
say = speech(viewer.language)
st.title(say("Who our customers are, what they go through, how many pass."))
profiles, diaries, weeks = st.tabs([say("Profiles"), say("Diaries"), say("Weekly numbers")])
with profiles:
    profile_forms(viewer, say, ask(profiles_all, viewer))
with diaries:
    invite_form(viewer, say, zone())
    calls = ask(diary_calls, viewer, now=now(), zone=zone())
    show_calls(viewer, say, calls)
    if any(call.entries for call in calls):
        st.caption(say("Every moment, without a name: one diary's moments bear the same number."))
        table_down(say, "diaries")
with weeks:
    bring_weeks(viewer, say, scan_traffic, UnreadableFile)
    week_form(viewer, say, ask(stages_all, viewer), now())
