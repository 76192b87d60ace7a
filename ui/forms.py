"""Forms that several pages share: a link for one person, shown once, and the labels in it."""

import streamlit as st

from models.access import May, Viewer
from models.base import new_token
from models.functions import FunctionView
from models.invitations import invite_person
from store.settings import settings
from ui.cards import side_words
from ui.entry import attempt, form_key
from words.meetings import role_words
from words.speech import Speech


def address(path: str) -> str:
    """The whole address of a path, as other people open it."""
    return f"{settings().public_url}{path}"


def function_label(say: Speech, function: FunctionView) -> str:
    """A function and its side, for a choice: "Logistica · chi mantiene"."""
    return f"{function.name} · {side_words(say, function.side)}"


def invite_form(say: Speech, viewer: Viewer, functions: list[FunctionView], group_id: str | None = None) -> None:
    """Choose a function, get a link that works once. The link is shown here and nowhere else: only its hash is kept."""
    name = f"invite-{group_id or 'all'}"
    key = form_key(name)
    # The link belongs to the form: two clicks on the button show the same one.
    token = st.session_state.setdefault(f"link:{name}:{key}", new_token())
    with st.form(key, border=True):
        st.markdown(f"**{say('Invite one person')}**")
        chosen = st.selectbox(
            say("Whom will they speak for?"), functions, format_func=lambda one: function_label(say, one)
        )
        role = "member"
        if group_id is not None and viewer.may(May.GROUP_EDIT, group_id=group_id):
            roles = ["member", "facilitator", "manager"]
            role = st.selectbox(say("Role in the group"), roles, format_func=lambda one: role_words(say, one))
        sent = st.form_submit_button(say("Make the link"), type="primary")
    if sent and chosen is not None:
        what = {"token": token, "function_id": chosen.id, "group_id": group_id, "role": role}
        if attempt(invite_person, viewer, form_key=key, **what):
            st.session_state[f"shown:{name}"] = address(f"/invite/{token}")
            st.rerun()
    link = st.session_state.get(f"shown:{name}")
    if link:
        st.success(say("Send this link to one person. It works once, for 14 days, and is not shown again."))
        st.code(link, language=None, wrap_lines=True)
