"""Who is in a group, and what its managers change: its name and purpose, roles, who leaves."""

import streamlit as st

from models.access import Viewer
from models.groups import GROUP_ROLES, GroupView, MemberView, change_group, create_group, remove_member, set_role
from ui.cards import side_words
from ui.entry import attempt, form_key
from ui.folds import fold
from ui.table_down import table_down
from words.meetings import role_words
from words.speech import Speech


def new_group_form(say: Speech, viewer: Viewer) -> None:
    """A new group, which whoever creates it manages."""
    key = form_key("new-group")
    with st.form(key, border=False):
        st.markdown(say("A focus group that lasts: those who promise, those who keep, those who receive."))
        name = st.text_input(say("Name"), max_chars=60)
        purpose = st.text_area(say("What is it for?"), max_chars=300)
        sent = st.form_submit_button(say("Create"), type="primary")
    if sent and attempt(create_group, viewer, form_key=key, name=name, purpose=purpose):
        st.rerun()


def change_form(say: Speech, viewer: Viewer, group: GroupView) -> None:
    """Name, purpose and zone of a group."""
    key = form_key(f"group-{group.id}")
    with st.form(key, border=False):
        name = st.text_input(say("Name"), value=group.name, max_chars=60)
        purpose = st.text_area(say("What is it for?"), value=group.purpose, max_chars=300)
        zone = st.text_input(say("Time zone"), value=group.zone)
        sent = st.form_submit_button(say("Save"))
    what = {"group_id": group.id, "name": name, "purpose": purpose, "zone": zone}
    if sent and attempt(change_group, viewer, form_key=key, **what):
        st.rerun()


def show_members(say: Speech, group: GroupView, members: list[MemberView]) -> None:
    """Who is in it, with the side and the role of each."""
    st.dataframe({
        say("Name"): [member.name for member in members],
        say("Side"): [side_words(say, member.side) for member in members],
        say("Role in the group"): [role_words(say, member.role) for member in members],
    }, hide_index=True)  # fmt: skip
    table_down(say, "members", {"group": group.id})


def member_form(say: Speech, viewer: Viewer, group: GroupView, members: list[MemberView]) -> None:
    """Folded: another role for somebody, or the end of their taking part."""
    with fold(say("Change roles"), f"roles-{group.id}"):
        member = st.selectbox(say("Who?"), members, format_func=lambda one: one.name, key=f"member-{group.id}")
        role = st.selectbox(
            say("Role in the group"),
            GROUP_ROLES,
            index=GROUP_ROLES.index(member.role),
            format_func=lambda one: role_words(say, one),
            key=f"role-{member.person_id}",
        )
        left, right = st.columns(2)
        who = {"group_id": group.id, "person_id": member.person_id}
        key, out = form_key(f"role-{member.person_id}"), form_key(f"out-{member.person_id}")
        if left.button(say("Save the role"), key=key) and attempt(set_role, viewer, form_key=key, role=role, **who):
            st.rerun()
        if right.button(say("Leaves the group"), key=out) and attempt(remove_member, viewer, form_key=out, **who):
            st.rerun()
