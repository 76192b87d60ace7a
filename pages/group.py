"""The lasting focus groups: one's own, their people, and a new one."""

import streamlit as st
from sqlmodel import Session

from exchange.group_archive import fingerprint, read_archive
from models.access import May, Viewer
from models.days import day_in
from models.errors import Refusal
from models.functions import FunctionView, functions_all
from models.group_restore import restore_group, restore_plan
from models.groups import MemberView, members_of, my_groups
from models.meetings import next_meeting
from models.presence import presence_of
from ui.entry import ask, attempt, enter, form_key, now
from ui.folds import fold
from ui.forms import invite_form
from ui.group_archive import note_taken_in, say_taken_in, show_restore_plan, what_comes
from ui.group_forms import change_form, member_form, new_group_form, show_members
from ui.group_meetings import meetings_part, presence_part
from ui.how_far import how_far
from ui.kept import kept, looked_at
from ui.scoring_forms import scoring_part
from words.refusals import refusal_sentence
from words.speech import speech


def inside(session: Session, viewer: Viewer, *, group_id: str) -> tuple[list[MemberView], list[FunctionView]]:
    """Who is in the group, and what one may invite for; guests are shown nobody."""
    seen = viewer.may(May.DECISION_SEE, group_id=group_id)
    return (members_of(session, viewer, group_id=group_id) if seen else []), functions_all(session)


def take_in() -> None:
    """A group from another installation: its file, what would come, one button."""
    key = form_key("restore")
    upload = st.file_uploader(say("The archive of a group"), type=["zip"], key=f"{key}-file")
    if upload is None:
        return
    try:
        with how_far(say, "look"):
            archive = kept(f"archive|{upload.file_id}", lambda: read_archive(upload.getvalue()))
            plan = looked_at(key, archive, lambda: ask(restore_plan, viewer, archive=archive))
    except Refusal as refusal:
        st.error(refusal_sentence(say, refusal.code, refusal.facts, refusal.field))
        return
    show_restore_plan(say, plan)
    if not st.button(say("Take the group in"), type="primary", key=key):
        return
    with how_far(say, "store"):
        saved = attempt(restore_group, viewer, form_key=key, **what_comes(archive, fingerprint(upload.getvalue())))
    if saved:
        note_taken_in(archive)
        st.query_params["group"] = str(saved.answer)
        st.rerun()


viewer = enter("group")
say = speech(viewer.language)
groups = ask(my_groups, viewer)
st.title(say.many("You are in %(n)s focus group.", "You are in %(n)s focus groups.", len(groups)))

say_taken_in(say)
asked = st.query_params.get("group", "")
first = next((number for number, one in enumerate(groups) if one.id == asked), 0)
group = st.selectbox(say("Focus group"), groups, index=first, format_func=lambda one: one.name) if groups else None
if group is not None:
    members, functions = ask(inside, viewer, group_id=group.id)
    if group.purpose:
        st.text(group.purpose)
    if viewer.may(May.WORKSHOP_SEE_ALL, group_id=group.id):
        meetings_part(say, viewer, group, ask(next_meeting, viewer, group_id=group.id, now=now()))
    if viewer.may(May.WORKSHOP_PREPARE, group_id=group.id):
        presence_part(say, ask(presence_of, viewer, group_id=group.id, today=day_in(group.zone, now())), group.id)
    if members:
        show_members(say, group, members)
    if viewer.may(May.GROUP_INVITE, group_id=group.id):
        invite_form(say, viewer, functions, group.id)
    if viewer.may(May.GROUP_EDIT, group_id=group.id):
        member_form(say, viewer, group, members)
        with fold(say("Name and purpose"), f"purpose-{group.id}"):
            change_form(say, viewer, group)
        scoring_part(say, viewer, group)

if viewer.may(May.GROUP_CREATE):
    with fold(say("New focus group"), "new-group", expanded=not groups):
        new_group_form(say, viewer)
if viewer.may(May.GROUP_RESTORE):
    with fold(say("Take a group in from another installation"), "take-in"):
        take_in()
