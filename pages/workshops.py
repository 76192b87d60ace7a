"""The workshops of one's groups, and a new one in under two minutes: title, format, date, *Crea*."""

from datetime import date

import streamlit as st

from models.access import May
from models.attendance import workshops_listed
from models.conduct import create_workshop
from models.days import day_here
from models.formats import FORMATS
from models.groups import my_groups
from models.workshops import TITLE_LIMIT, Format, WorkshopView
from ui.cards import plain
from ui.entry import ask, attempt, enter, form_key, now
from ui.folds import fold
from ui.places import place_file
from ui.table_down import table_down
from ui.workshop_words import FORMATS as FORMAT_NAMES
from ui.workshop_words import format_line, format_name, questions_of
from words.speech import speech


def card(workshop: WorkshopView) -> None:
    """One workshop: when, whose, and the way in for who conducts or takes part."""
    with st.container(border=True):
        left, right = st.columns([4, 1], vertical_alignment="center")
        left.markdown(f"**{plain(workshop.title)}**")
        left.caption(f"{say.date(workshop.planned_on)} · {plain(workshop.group)} · {format_name(say, workshop.format)}")
        conducts = viewer.may(May.ROUND_RUN, group_id=workshop.group_id)
        over = workshop.planned_on < today
        label, page = (say("Run it"), "workshop") if conducts else (say("Take part"), "round")
        label = say("See how it went") if over else label
        right.page_link(place_file(page), label=label, query_params={"workshop": workshop.id})


def minutes_of(kind: str) -> list[int]:
    """How long the activities of a format take."""
    return [part.minutes for part in FORMATS[Format(kind)]]


viewer = enter("workshops")
say = speech(viewer.language)
groups = [g for g in ask(my_groups, viewer) if viewer.may(May.WORKSHOP_PREPARE, group_id=g.id) and not g.archived]
today = day_here(now())
found = ask(workshops_listed, viewer, today=today, page=int(st.session_state.get("workshops-page", 1)))
st.title(
    say.many("%(n)s workshop is coming.", "%(n)s workshops are coming.", found.coming)
    if found.coming
    else say("No workshop is coming.")
)
if groups:
    with fold(say("Prepare a workshop"), "prepare", expanded=not found.total or "group" in st.query_params):
        key = form_key("new-workshop")
        with st.form(key, border=False):
            title = st.text_input(say("Title"), max_chars=TITLE_LIMIT, placeholder=say("Christmas without surprises"))
            kind = st.radio(
                say("Format"), FORMAT_NAMES, format_func=lambda one: format_name(say, one),
                captions=[format_line(say, one, minutes_of(one)) for one in FORMAT_NAMES],
            )  # fmt: skip
            when = st.date_input(say("Date"), value=today, format="DD/MM/YYYY")
            asked = st.query_params.get("group", "")
            first = next((at for at, one in enumerate(groups) if one.id == asked), 0)
            group = st.selectbox(say("Focus group"), groups, index=first, format_func=lambda one: one.name)
            sent = st.form_submit_button(say("Create"), type="primary")
        if sent:
            saved = attempt(
                create_workshop, viewer, form_key=key, group_id=group.id, title=title, format=kind,
                planned_on=when if isinstance(when, date) else today, questions=questions_of(say, kind),
            )  # fmt: skip
            if saved:
                st.switch_page(place_file("workshop"), query_params={"workshop": saved.answer})
if not found.total:
    st.markdown(say("A workshop collects ideas and lets people choose, on their phones, in half an hour."))
for workshop in found.rows:
    card(workshop)
if found.pages > 1:
    st.pagination(found.pages, key="workshops-page")
if found.total:
    table_down(say, "workshops")
