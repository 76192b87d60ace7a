"""When a group meets again, who comes and who is missing: what makes it last."""

from datetime import date, time

import streamlit as st

from models.access import May, Viewer
from models.days import day_in
from models.groups import GroupView
from models.meetings import Every, NextMeeting, plan_meetings
from models.presence import Presence
from ui.cards import link_to, plain
from ui.entry import attempt, form_key, now
from ui.folds import fold
from ui.table_down import table_down
from words.meetings import every_words, missing_sentences, next_words
from words.rounds import side_column
from words.speech import Speech

SIDES = ("promises", "keeps", "receives")


def meetings_part(say: Speech, viewer: Viewer, group: GroupView, found: NextMeeting | None) -> None:
    """The next date and its file for one's calendar; for who conducts, the rhythm."""
    may = viewer.may(May.WORKSHOP_PREPARE, group_id=group.id)
    if found is None and not may:
        return
    with st.container(border=True):
        if found is None:
            st.markdown(say("No date stands. A group that lasts knows when it meets again."))
        else:
            st.markdown(f"**{say('Next meeting')}** · {next_words(say, found.dates[0], found.zone)}")
            facts = [every_words(say, found.every), *([plain(found.place)] if found.place else [])]
            st.caption(" · ".join(facts))
            st.html(
                f'<p><a href="/download/group/{group.id}/meetings.ics" target="_self">'
                f"{say('Put it in my calendar')}</a></p>"
            )
            if may and found.workshop_id:
                link_to(viewer, "workshop", say("Prepare it"), workshop=found.workshop_id)
            elif may:
                link_to(viewer, "workshops", say("Prepare a workshop"), group=group.id)
        if may:
            with fold(say("When do we meet?"), f"meetings-{group.id}", expanded=found is None):
                _plan_form(say, viewer, group, found)


def presence_part(say: Speech, presence: Presence, group_id: str) -> None:
    """Who came to the last meetings, by side; who has been missing, in a sentence."""
    if not presence.met:
        return
    missing = missing_sentences(say, presence.missing)
    if missing:
        st.warning("  \n".join(plain(sentence) for sentence in missing))
    with fold(say("Who came to the last meetings"), f"presence-{group_id}", expanded=bool(missing)):
        table: dict[str, list[object]] = {
            say("Meeting"): [one.title for one in presence.met],
            say("Date"): [say.date(one.on) for one in presence.met],
        }
        for side in SIDES:
            table[side_column(say, side)] = [one.sides.get(side, 0) for one in presence.met]
        st.dataframe(table, hide_index=True)
        table_down(say, "presence", {"group": group_id})


def _plan_form(say: Speech, viewer: Viewer, group: GroupView, found: NextMeeting | None) -> None:
    key = form_key(f"meetings-{group.id}")
    today = day_in(group.zone, now())
    first = day_in(group.zone, found.dates[0]) if found else today
    rhythms = list(Every)
    with st.form(key, border=False):
        every = st.selectbox(say("How often"), rhythms, format_func=lambda one: every_words(say, one),
                             index=rhythms.index(found.every) if found else rhythms.index(Every.MONTH))  # fmt: skip
        left, middle, right = st.columns(3)
        day = left.date_input(say("The first time"), value=first, format="DD/MM/YYYY")
        at = middle.time_input(say("At"), value=found.at if found else time(16))
        minutes = right.number_input(say("Minutes"), 10, 600, value=found.minutes if found else 60, step=5)
        place = st.text_input(say("Where? (optional)"), value=found.place if found else "", max_chars=120)
        sent = st.form_submit_button(say("Save"))
    if sent and isinstance(day, date) and attempt(
        plan_meetings, viewer, form_key=key, group_id=group.id, every=every, first_on=day, at=at, minutes=minutes,
        place=place,
    ):  # fmt: skip
        st.rerun()
