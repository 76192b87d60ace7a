"""Published or not yet, on the claim card: let customers find a promise, take it off with a reason, show its seal."""

from urllib.parse import quote

import streamlit as st

from models.access import Viewer
from models.portfolio import PortfolioRow
from models.promises import State
from models.publications import REASON_LIMIT
from models.publishing import PublicationView, publication_view, publish_promise, unpublish_promise
from store.settings import settings
from ui.cards import plain
from ui.entry import ask, attempt, form_key
from words.speech import Speech


def publishing_part(say: Speech, viewer: Viewer, row: PortfolioRow, *, may_edit: bool) -> None:
    """Whether customers find it on the public page, and what whoever owns it can do about that."""
    if row.state not in (State.IN_USE, State.WITHDRAWN):
        return
    label = say("Published: customers find it") if row.published else say("Not published yet")
    if row.state is State.WITHDRAWN:
        label = say("When it was published")
    fold = st.expander(label, key=f"published-{row.id}", on_change="rerun")
    if not fold.open:
        return
    there, times = ask(publication_view, viewer, promise_id=row.id)
    open_now = [one.variant for one in times if one.until is None and there]
    shown = [one for one in open_now if one]
    named = [one.segment for one in row.terms.variants]
    with fold:
        if not there and row.state is State.IN_USE:
            st.markdown(say("It is told where you tell it, and stands on no public page: not in “Our commitments”, not"
                            " as a seal."))  # fmt: skip
        for variant in open_now if shown else [""] if there else []:
            if variant:
                st.markdown(f"**{plain(variant)}**")
            _seal(say, row, variant)
            if may_edit:
                _take_off(say, viewer, row, variant)
        if may_edit and row.state is State.IN_USE:
            if not there:
                _publish(say, viewer, row, "", say("Publish it"))
            for variant in named if shown or not there else []:
                if variant not in shown:
                    _publish(say, viewer, row, variant, say("Publish only: %(variant)s", variant=plain(variant)))
        elif row.state is State.WITHDRAWN and not times:
            st.markdown(say("Never."))
        for one in times:
            st.caption(_history(say, one, row.zone))


def _publish(say: Speech, viewer: Viewer, row: PortfolioRow, variant: str, label: str) -> None:
    key = form_key(f"publish-{row.id}-{variant}")
    if st.button(label, key=key) and attempt(
        publish_promise, viewer, form_key=key, promise_id=row.id, variant=variant
    ):
        st.rerun()


def _seal(say: Speech, row: PortfolioRow, variant: str) -> None:
    address = f"{settings().public_url}/public/promises/{row.id}"
    which = f"variant={quote(variant)}" if variant else ""
    more = f"&amp;{which}" if which else ""
    st.html(f'<img src="/public/promises/{row.id}.svg?lang={say.language}{more}" width="320" height="64" alt="">')
    st.markdown(say("For the website: the picture follows the verdict by itself."))
    st.code(f'<img src="{address}.svg?lang=it{more}" width="320" height="64" alt="">', language=None, wrap_lines=True)
    st.markdown(say("For programs:"))
    st.code(f"{address}.json{'?' if which else ''}{which}", language=None, wrap_lines=True)


def _take_off(say: Speech, viewer: Viewer, row: PortfolioRow, variant: str) -> None:
    key = form_key(f"unpublish-{row.id}-{variant}")
    with st.form(key, border=False):
        reason = st.text_input(say("Why is it taken off?"), max_chars=REASON_LIMIT,
                               help=say("Whoever works here reads it; customers do not."))  # fmt: skip
        if st.form_submit_button(say("Take it off the public page")) and attempt(
            unpublish_promise, viewer, form_key=key, promise_id=row.id, reason=reason, variant=variant
        ):
            st.rerun()


def _history(say: Speech, one: PublicationView, zone: str) -> str:
    since = say.date(one.since, zone)
    if one.variant:
        since = say("%(day)s (%(variant)s)", day=since, variant=plain(one.variant))
    if one.until is None:
        return say("Published on %(day)s by %(who)s.", day=since, who=plain(one.by))
    return say(
        "Published on %(day)s by %(who)s, taken off on %(end)s by %(ender)s: %(reason)s", day=since, who=plain(one.by),
        end=say.date(one.until, zone), ender=plain(one.ended_by), reason=plain(one.reason),
    )  # fmt: skip
