"""A gap on the claim card: three buttons, one for each lever, and one click makes the idea (A4)."""

import streamlit as st

from analysis.verdict import Verdict
from models.access import May, Viewer
from models.gaps import pull_lever
from models.groups import GroupView
from models.ideas import TEXT_LIMIT
from models.portfolio import PromiseCard
from models.studies import Study
from ui.cards import bring_into_view, link_to, plain
from ui.entry import attempt, form_key
from words.gaps import LEVERS, gap_idea, lever_button
from words.speech import Speech

_GAPS = (Verdict.NOT_SUPPORTABLE, Verdict.AT_RISK)


def show_gap(say: Speech, viewer: Viewer, card: PromiseCard, study: Study, groups: list[GroupView]) -> None:
    """Where a promise falls short: what could be changed about it, as an idea that knows its promise."""
    row, share = card.row, study.facts.share
    if study.facts.verdict not in _GAPS or share is None or not groups:
        return
    made = st.session_state.pop(f"gap-{row.id}", None)
    if made:
        bring_into_view(f"gap-{made['id']}-{made['press']}")
        if made["there"]:
            st.info(say("It is an idea already. Here it is:"))
        else:
            st.success(say("It is an idea now, and waits for a decision."))
        link_to(viewer, "decisions", say("Put it on the desk"), idea=made["id"])
        link_to(viewer, "actions", say("Plan an action"), idea=made["id"], promise=row.id)
    with st.container(border=True):
        st.markdown(f"**{say('It falls short. What would you change? One click makes an idea of it.')}**")
        group = groups[0]
        if len(groups) > 1:
            group = st.selectbox(say("Focus group"), groups, format_func=lambda one: one.name, key=f"gap-in-{row.id}")
        for lever, place in zip(LEVERS, st.columns(len(LEVERS)), strict=True):
            text = gap_idea(say, lever, row.terms.sentence, share, row.terms.kept, row.terms.of, TEXT_LIMIT)
            key = form_key(f"gap-{row.id}-{lever}")
            if place.button(plain(lever_button(say, lever)), key=key, width="stretch", help=plain(text)):
                saved = attempt(
                    pull_lever, viewer, form_key=key, promise_id=row.id, group_id=group.id, lever=lever, text=text
                )
                if saved:
                    st.session_state[f"gap-{row.id}"] = {**saved.answer, "press": saved.code}
                    st.rerun()
            # Whoever need not ask anybody plans it at once: the form begins with the promise and the lever.
            if viewer.may(May.ACTION_WRITE):
                with place:
                    link_to(viewer, "actions", say("Plan an action"), promise=row.id, lever=lever)
