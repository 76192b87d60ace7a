"""The lasting focus groups: one's own, their people, and a new one."""

import streamlit as st
from sqlmodel import Session

from models.access import May, Role, Viewer
from models.functions import FunctionView, functions_all
from models.groups import (
    GroupView,
    MemberView,
    change_group,
    create_group,
    members_of,
    my_groups,
    remove_member,
    set_role,
)
from ui.cards import plain, side_words
from ui.entry import ask, attempt, enter, form_key
from ui.forms import invite_form, role_words
from words.speech import speech


def inside(session: Session, viewer: Viewer, *, group_id: str) -> tuple[list[MemberView], list[FunctionView]]:
    """Who is in the group, and what one may invite for; guests see neither."""
    seen = viewer.may(May.DECISION_SEE, group_id=group_id)
    return (members_of(session, viewer, group_id=group_id) if seen else []), functions_all(session)


def change_form(group: GroupView) -> None:
    """Name, purpose and zone of a group; its manager's to change."""
    key = form_key(f"group-{group.id}")
    with st.form(key):
        name = st.text_input(say("Name"), value=group.name, max_chars=60)
        purpose = st.text_area(say("What is it for?"), value=group.purpose, max_chars=300)
        zone = st.text_input(say("Time zone"), value=group.zone)
        if st.form_submit_button(say("Save")):
            what = {"group_id": group.id, "name": name, "purpose": purpose, "zone": zone}
            if attempt(change_group, viewer, form_key=key, **what):
                st.rerun()


def member_form(group: GroupView, members: list[MemberView]) -> None:
    """Another role for somebody, or the end of their taking part."""
    member = st.selectbox(say("Who?"), members, format_func=lambda one: plain(one.name), key=f"member-{group.id}")
    roles = [Role.GUEST, Role.MEMBER, Role.FACILITATOR, Role.MANAGER]
    role = st.selectbox(
        say("Role in the group"), roles, index=roles.index(member.role), format_func=lambda one: role_words(say, one),
        key=f"role-{member.person_id}",
    )  # fmt: skip
    left, right = st.columns(2)
    who = {"group_id": group.id, "person_id": member.person_id}
    key, out = form_key(f"role-{member.person_id}"), form_key(f"out-{member.person_id}")
    if left.button(say("Save the role"), key=key) and attempt(set_role, viewer, form_key=key, role=role, **who):
        st.rerun()
    if right.button(say("Leaves the group"), key=out) and attempt(remove_member, viewer, form_key=out, **who):
        st.rerun()


viewer = enter("group")
say = speech(viewer.language)
groups = ask(my_groups, viewer)
st.title(say.many("You are in %(n)s focus group.", "You are in %(n)s focus groups.", len(groups)))

group = st.selectbox(say("Focus group"), groups, format_func=lambda one: plain(one.name)) if groups else None
if group is not None:
    members, functions = ask(inside, viewer, group_id=group.id)
    if group.purpose:
        st.text(group.purpose)
    st.dataframe(
        {
            say("Name"): [member.name for member in members],
            say("Side"): [side_words(say, member.side) for member in members],
            say("Role in the group"): [role_words(say, member.role) for member in members],
        },
        hide_index=True,
    )
    if viewer.may(May.GROUP_INVITE, group_id=group.id):
        invite_form(say, viewer, functions, group.id)
    if viewer.may(May.GROUP_EDIT, group_id=group.id):
        with st.expander(say("Change roles")):
            member_form(group, members)
        with st.expander(say("Name and purpose")):
            change_form(group)

if viewer.may(May.GROUP_CREATE):
    with st.expander(say("New focus group"), expanded=not groups), st.form(form_key("new-group"), border=False):
        st.markdown(say("A focus group that lasts: those who promise, those who keep, those who receive."))
        name = st.text_input(say("Name"), max_chars=60)
        purpose = st.text_area(say("What is it for?"), max_chars=300)
        sent, new = st.form_submit_button(say("Create"), type="primary"), form_key("new-group")
        if sent and attempt(create_group, viewer, form_key=new, name=name, purpose=purpose):
            st.rerun()
