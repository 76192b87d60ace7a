"""What staff keep for the journey, as forms: profiles, invitations to a diary, a week at a stage."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from html import escape

import streamlit as st

from models.access import May, Viewer
from models.days import day_here, day_in
from models.diaries import CallView, diary_calls
from models.diary_calls import LONGEST, TITLE_LIMIT, close_diary_call, invite_to_diary
from models.profiles import NAME_LIMIT, WORDS_LIMIT, ProfileView, add_profile, change_profile
from models.touchpoints import StageView
from models.traffic import MOST_PEOPLE, monday, note_traffic
from store.settings import settings
from ui.cards import plain
from ui.entry import ask, attempt, form_key, now
from ui.entry import zone as zone_here
from ui.folds import fold
from words.speech import Speech


def profile_forms(viewer: Viewer, say: Speech, profiles: Sequence[ProfileView]) -> None:
    """The profiles, each with its form, and a new one."""
    if not profiles:
        st.markdown(say("Three or four kinds of customer are enough: who they are, what moves them, what went before."))
    sides = st.columns(2) if profiles else []
    for place, profile in enumerate(profiles):
        with sides[place % 2].container(border=True):
            st.markdown(f"**{plain(profile.name)}**")
            for words in (profile.motivation, profile.history):
                if words:
                    st.text(words)
            if viewer.may(May.JOURNEY_EDIT):
                with st.popover(say("Change"), key=f"pop-{form_key(f'profile-{profile.id}')}"):
                    _profile_form(viewer, say, profile)
    if viewer.may(May.JOURNEY_EDIT):
        with fold(say("A new profile"), form_key("profile-"), expanded=not profiles):
            _profile_form(viewer, say, None)


def invite_form(viewer: Viewer, say: Speech, zone: str, workshop_id: str | None = None) -> None:
    """A link to a diary, until a day."""
    if not viewer.may(May.JOURNEY_EDIT):
        return
    key = form_key(f"diary-{workshop_id}")
    with st.form(key):
        st.markdown(say("Customers note on their phone, twenty seconds at a time, where they met you and how it was."))
        title = st.text_input(say("What the invitation says"), max_chars=TITLE_LIMIT,
                              placeholder=say("Tell us your autumn"))  # fmt: skip
        today = day_in(zone, now())
        ends = st.date_input(say("Last day"), value=today + timedelta(days=14), min_value=today,
                             max_value=today + LONGEST, format="DD/MM/YYYY")  # fmt: skip
        sent = st.form_submit_button(say("Make the link"), type="primary")
    if sent and isinstance(ends, date) and attempt(
        invite_to_diary, viewer, form_key=key, zone=zone, title=title, ends_on=ends, workshop_id=workshop_id
    ):
        st.rerun()


def show_calls(viewer: Viewer, say: Speech, calls: Sequence[CallView]) -> None:
    """The invitations: their link, what came in, and closing them."""
    for call in calls:
        with st.container(border=True):
            st.markdown(f"**{plain(call.title)}**")
            kept = say.many("%(n)s diary", "%(n)s diaries", call.diaries)
            noted = say.many("%(n)s moment", "%(n)s moments", call.entries)
            until = say("until %(day)s", day=say.date(call.ends_on)) if call.is_open else say("closed by now")
            st.caption(f"{kept} · {noted} · {until}")
            if not call.is_open:
                continue
            st.code(f"{settings().public_url}/diary/{call.token}", language=None, wrap_lines=True)
            label = escape(say("Show or print the QR"))
            st.html(f'<p><a href="/print/diary/{call.id}" target="_blank">{label}</a></p>')
            key = form_key(f"diary-close-{call.id}")
            if viewer.may(May.JOURNEY_EDIT) and st.button(say("Let nobody new in"), key=key) and attempt(
                close_diary_call, viewer, form_key=key, call_id=call.id
            ):
                st.rerun()


def diary_of_workshop(viewer: Viewer, say: Speech, workshop_id: str) -> None:
    """The diary of a workshop that tells over weeks: its invitations, and a new one."""
    if not viewer.may(May.JOURNEY_SEE):
        return
    calls = ask(diary_calls, viewer, now=now(), zone=zone_here(), workshop_id=workshop_id)
    with fold(say("The diary of this workshop"), "diary"):
        show_calls(viewer, say, calls)
        invite_form(viewer, say, zone_here(), workshop_id)


def week_form(viewer: Viewer, say: Speech, stages: Sequence[StageView], moment: datetime) -> None:
    """A week at a stage, typed."""
    if not viewer.may(May.JOURNEY_EDIT) or not stages:
        return
    key = form_key("week")
    with fold(say("Note one week"), "week"), st.form(key, border=False):
        stage = st.selectbox(say("Stage"), stages, format_func=lambda one: one.name)
        last = monday(day_here(moment)) - timedelta(days=7)
        week = st.date_input(say("A day of the week"), value=last, max_value=day_here(moment), format="DD/MM/YYYY")
        arrived = st.number_input(say("Arrived"), min_value=0, max_value=MOST_PEOPLE, step=1, value=None)
        left = st.number_input(say("Left, if you count them"), min_value=0, max_value=MOST_PEOPLE, step=1, value=None)
        sent = st.form_submit_button(say("Save"), type="primary")
    if not sent or stage is None or not isinstance(week, date):
        return
    if arrived is None:
        st.error(say("Say how many arrived, please."))
    elif attempt(note_traffic, viewer, form_key=key, stage_id=stage.id, week=week, arrived=int(arrived),
                 left=None if left is None else int(left)):  # fmt: skip
        st.toast(say("Saved."))
        st.rerun()


def _profile_form(viewer: Viewer, say: Speech, profile: ProfileView | None) -> None:
    key = form_key(f"profile-{profile.id if profile else ''}")
    with st.form(key, border=False):
        name = st.text_input(say("Name of the profile"), value=profile.name if profile else "", max_chars=NAME_LIMIT)
        motivation = st.text_area(say("What moves them"), value=profile.motivation if profile else "",
                                  max_chars=WORDS_LIMIT)  # fmt: skip
        history = st.text_area(say("What went before: since when a customer, the last problem"),
                               value=profile.history if profile else "", max_chars=WORDS_LIMIT)  # fmt: skip
        sent = st.form_submit_button(say("Save"), type="primary")
    what = {"name": name, "motivation": motivation, "history": history}
    if sent and (
        attempt(change_profile, viewer, form_key=key, profile_id=profile.id, **what) if profile
        else attempt(add_profile, viewer, form_key=key, **what)
    ):  # fmt: skip
        st.rerun()
