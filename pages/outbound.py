"""Webhooks: which addresses are told when a verdict changes, and what became of the last messages."""

import streamlit as st
from sqlmodel import Session

from models.access import Viewer
from models.base import new_token
from models.webhooks import (
    URL_LIMIT,
    DeliveryView,
    WebhookView,
    add_webhook,
    deliveries_of,
    end_webhook,
    renew_secret,
    try_webhook,
    webhooks_all,
)
from ui.entry import ask, attempt, enter, form_key, zone
from ui.table_down import table_down
from words.speech import speech
from words.webhooks import delivery_words, event_words


def overview(session: Session, viewer: Viewer) -> tuple[list[WebhookView], list[DeliveryView]]:
    """Both in one reading."""
    return webhooks_all(session, viewer), deliveries_of(session, viewer)


viewer = enter("outbound")
say = speech(viewer.language)
hooks, messages = ask(overview, viewer)
st.title(
    say.many("%(n)s address is told when a verdict changes.", "%(n)s addresses are told when a verdict changes.",
             len(hooks))
    if hooks
    else say("No address is told when a verdict changes."),
    anchor=False,
)  # fmt: skip
shown = st.session_state.pop("webhook-key", None)
if shown:
    st.success(say("This is the key that signs our messages. It is shown only now: copy it."))
    st.code(shown, language=None, wrap_lines=True)
for hook in hooks:
    with st.container(border=True):
        st.text(hook.url)
        if not hook.has_key:
            st.warning(say("Its key was not in the backup: make a new one."))
        trial, renew, end = st.columns(3)
        key = form_key(f"try-{hook.id}")
        if trial.button(say("Send a trial"), key=key, width="stretch") and attempt(
            try_webhook, viewer, form_key=key, webhook_id=hook.id
        ):
            st.rerun()
        key, secret = form_key(f"renew-{hook.id}"), new_token()
        if renew.button(say("New key"), key=key, width="stretch") and attempt(
            renew_secret, viewer, form_key=key, webhook_id=hook.id, secret=secret
        ):
            st.session_state["webhook-key"] = secret
            st.rerun()
        key = form_key(f"end-{hook.id}")
        if end.button(say("Take it off"), key=key, width="stretch") and attempt(
            end_webhook, viewer, form_key=key, webhook_id=hook.id
        ):
            st.rerun()

key = form_key("webhook")
with st.form(key):
    url = st.text_input(say("Address"), placeholder="https://www.example.org/due-remi", max_chars=URL_LIMIT)
    st.caption(say("Only https, only addresses outside. We send the public form of the promise, signed."))
    secret = new_token()
    if st.form_submit_button(say("Tell this address"), type="primary") and attempt(
        add_webhook, viewer, form_key=key, url=url, secret=secret
    ):
        st.session_state["webhook-key"] = secret
        st.rerun()

st.subheader(say("The last messages"), anchor=False)
if not messages:
    st.markdown(say("None yet."))
else:
    st.dataframe({
        say("When"): [say.moment(one.created_at, zone()) for one in messages],
        say("Result"): [delivery_words(say, one.state, one.problem, one.status) for one in messages],
        say("Attempts"): [one.attempts for one in messages],
        say("What"): [event_words(say, one.event, one.sentence) for one in messages],
        say("Address"): [one.url for one in messages],
    }, hide_index=True)  # fmt: skip
    table_down(say, "deliveries")
