"""The sheet of a touchpoint on the desk: you may say, do not say, if they ask you; and who has read it."""

import streamlit as st

from models.access import May, Viewer
from models.front_line import Sheet, front_line
from models.readings import read_sheet, readers_of
from store.doors import StoreTrouble, reading
from ui.cards import plain
from ui.entry import ask, attempt, form_key, now
from words.front_line import how_often, if_asked, nothing_to_say, read_by, to_say, why_not
from words.speech import Speech
from words.verdicts import as_of_words


def sheet_at(say: Speech, viewer: Viewer, touchpoint_id: str) -> Sheet | None:
    """The sheet, computed between the doors. None while the database cannot be asked."""
    with st.spinner(say("Computing the verdicts…")):
        try:
            return front_line(reading, viewer, now=now(), touchpoint_id=touchpoint_id)
        except StoreTrouble:
            return None


def show_sheet(say: Speech, sheet: Sheet) -> None:
    """Three lists; the first is the one to learn."""
    with st.container(border=True):
        st.subheader(f"✔ {say('You may say')}")
        for line in sheet.may:
            st.markdown(f"- **{say.quoted(plain(to_say(say, line)))}** · {how_often(say, line)}")
        if not sheet.may:
            st.markdown(nothing_to_say(say, len(sheet.never)))
    if sheet.never:
        with st.container(border=True):
            st.subheader(f"✕ {say('Do not say')}")
            for line in sheet.never:
                st.markdown(f"- {say.quoted(plain(line.words))} · {plain(why_not(say, line))}")
    if sheet.asked:
        with st.container(border=True):
            st.subheader(f"? {say('If they ask you')}")
            for line in sheet.asked:
                brought, answer = if_asked(say, line)
                st.markdown(f"- {plain(brought)}  \n  **{plain(answer)}**")


def dates_line(say: Speech, sheet: Sheet) -> str:
    """Data as of, and until when the sheet is good."""
    if sheet.as_of is None or sheet.until is None:
        return ""
    return say("Data as of %(day)s, good until %(until)s.", day=as_of_words(say, sheet.as_of, sheet.zone),
               until=say.date(sheet.until))  # fmt: skip


def show_readers(say: Speech, viewer: Viewer, sheet: Sheet) -> None:
    """Read by 14 of 19, and the button for whoever has not yet."""
    by = ask(readers_of, viewer, touchpoint_id=sheet.touchpoint_id, fingerprint=sheet.fingerprint)
    left, right = st.columns([3, 1], vertical_alignment="center")
    left.markdown(f"**{read_by(say, by)}**")
    if by.mine is not None:
        right.markdown(f"✓ {say('You have read it.')}")
    elif viewer.may(May.FRONT_LINE_READ):
        with right.form(form_key("read"), border=False):
            if st.form_submit_button(say("Mark as read"), type="primary", width="stretch") and attempt(
                read_sheet, viewer, form_key=form_key("read"), touchpoint_id=sheet.touchpoint_id,
                fingerprint=sheet.fingerprint,
            ):  # fmt: skip
                st.rerun()
