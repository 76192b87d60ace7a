"""What the journey is drawn from and staff keep: profiles, diaries people are invited to, weekly numbers by stage."""

from functools import partial
from typing import Any

import streamlit as st

from exchange.traffic_sheet import TrafficScan, scan_traffic
from exchange.unreadable import UnreadableFile
from models.diaries import diary_calls
from models.profiles import profiles_all
from models.touchpoints import stages_all
from models.traffic import bad_traffic, load_traffic, traffic_loads, undo_traffic
from ui.case_file import show_unreadable
from ui.entry import ask, attempt, enter, form_key, now, zone
from ui.how_far import how_far
from ui.journey_keeping import invite_form, profile_forms, show_calls, week_form
from ui.kept import kept, looked_at
from ui.sheet_questions import ask_dates, ask_sheet, chosen_sheet
from ui.table_down import table_down
from words.speech import speech


def scanned(upload: Any, key: str) -> TrafficScan | None:
    """The sheet of an upload; None: what is wrong with it, or what must be asked, already stands there."""
    sheet = chosen_sheet(key, upload.size)
    this = f"weeks|{upload.file_id}|{sheet}"
    read = partial(scan_traffic, upload.getvalue(), upload.name, sheet=sheet)
    try:
        scan = kept(this, read)
        form, nothing_open = ask_dates(say, f"{key}-{upload.size}", scan.formats)
        if not nothing_open:
            return None
        if len(scan.formats) > 1:
            scan = kept(f"{this}|{form}", partial(read, date_format=form))
    except UnreadableFile as refusal:
        if not ask_sheet(say, key, upload.size, refusal, say("Which sheet holds the weekly numbers?")):
            show_unreadable(say, refusal.errors, refusal.total)
        return None
    bad = looked_at(key, scan, lambda: ask(bad_traffic, viewer, now=now(), rows=scan.rows))
    refused = scan.refusal((cell.row, cell.field, cell.code, cell.facts) for cell in bad)
    if refused is not None:
        show_unreadable(say, refused.errors, refused.total)
        return None
    return scan


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
    st.markdown(say("Numbers you already count (visits, carts, orders): nobody is followed here."))
    st.link_button(say("Download the sheet"), "/download/journey-weeks.xlsx")
    key = form_key("traffic")
    upload = st.file_uploader(say("Your sheet of weekly numbers (.xlsx, .csv)"), key=f"{key}-file")
    with how_far(say, "look"):
        scan = scanned(upload, key) if upload is not None else None
    if scan is not None and not scan.rows:
        st.info(say("There is no row in this sheet."))
    elif scan is not None:
        label = say.many("Bring in %(n)s row", "Bring in %(n)s rows", len(scan.rows))
        if st.button(label, type="primary", key=key):
            with how_far(say, "store"):
                done = attempt(load_traffic, viewer, form_key=key, rows=scan.rows, sha256=scan.sha256)
            if done:
                st.toast(say("Saved."))
                st.rerun()
    for load in ask(traffic_loads, viewer):
        told = {"rows": say.number(load.rows), "moment": say.moment(load.at, zone())}
        if load.undone_at is not None:
            st.caption(say("%(rows)s rows of %(moment)s: taken back.", **told))
            continue
        line, back = st.columns([5, 2], vertical_alignment="center")
        line.caption(say("%(rows)s rows brought in on %(moment)s.", **told))
        undo = form_key(f"traffic-undo-{load.id}")
        if back.button(say("Take it back"), key=undo) and attempt(
            undo_traffic, viewer, form_key=undo, load_id=load.id
        ):
            st.rerun()
    week_form(viewer, say, ask(stages_all, viewer), now())
