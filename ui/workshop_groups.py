"""Grouping: pick the ideas that belong together, with a search and suggestions, and give them a title. No dragging."""

import streamlit as st

from models.access import Viewer
from models.clusters import (
    TITLE_LIMIT,
    ClusterView,
    group_ideas,
    like_ideas,
    proposed_clusters,
    rename_cluster,
    ungroup_ideas,
)
from models.ideas import IdeaView
from ui.cards import plain, side_words
from ui.entry import attempt, form_key
from ui.workshop_desk import Desk
from words.speech import Speech

LISTED_MOST = 30


def groups_part(say: Speech, viewer: Viewer, desk: Desk) -> None:
    """The ideas that stand alone, and the groups made so far."""
    grouped = {idea.id for cluster in desk.clusters for idea in cluster.ideas}
    loose = [idea for idea in desk.shown if idea.id not in grouped]
    if loose:
        _choose(say, viewer, desk, loose)
    for cluster in desk.clusters:
        _cluster(say, viewer, desk, cluster)
    if not loose and not desk.clusters:
        st.caption(say("No idea yet."))


def show_groups(say: Speech, desk: Desk) -> None:
    """The groups as they are, to read."""
    for cluster in desk.clusters:
        st.markdown(f"**{plain(cluster.title)}** · {people_words(say, cluster)}")
        for idea in cluster.ideas:
            st.text(f"◦ {idea.text}")


def people_words(say: Speech, cluster: ClusterView) -> str:
    """How many ideas, from how many different people."""
    ideas = say.many("%(n)s idea", "%(n)s ideas", len(cluster.ideas))
    return f"{ideas}, {say.many('%(n)s person', '%(n)s people', cluster.people)}"


def _choose(say: Speech, viewer: Viewer, desk: Desk, loose: list[IdeaView]) -> None:
    by_id = {idea.id: idea for idea in loose}
    place = f"group-{desk.workshop.id}"
    proposals = proposed_clusters(loose)
    if proposals:
        st.caption(say("These seem to belong together:"))
        with st.container(horizontal=True):
            for number, ids in enumerate(proposals):
                label = say.many("%(n)s idea like “%(idea)s”", "%(n)s ideas like “%(idea)s”", len(ids),
                                 idea=plain(_short(by_id[ids[0]].text)))  # fmt: skip
                if st.button(label, key=f"{place}-propose-{number}"):
                    st.session_state[f"{place}-picked"] = list(ids)
                    st.rerun()
    picked = [one for one in st.session_state.get(f"{place}-picked", []) if one in by_id]
    searched = st.text_input(say("Search the ideas"), key=f"{place}-search").casefold().split()
    near = like_ideas(loose, [by_id[one].text for one in picked]) if picked else []
    order = [*picked, *(one for one in near if one not in picked)]
    order += [one for one in by_id if one not in order]
    listed = [one for one in order if one in picked or all(word in by_id[one].text.casefold() for word in searched)]
    key = form_key(place)
    with st.form(key, border=True):
        ticked = [
            one for one in listed[:LISTED_MOST]
            if st.checkbox(
                f"{'≈ ' if one in near and one not in picked else ''}{plain(by_id[one].text)} · "
                f"{side_words(say, by_id[one].side)}",
                value=one in picked, key=f"{key}-{len(picked)}-{one}",
            )
        ]  # fmt: skip
        if len(listed) > LISTED_MOST:
            rest = len(listed) - LISTED_MOST
            st.caption(say.many("%(n)s more: search for it.", "%(n)s more: search for them.", rest))
        clusters = {one.id: one.title for one in desk.clusters}
        title = st.text_input(say("Title of the group"), max_chars=TITLE_LIMIT)
        into = None
        if clusters:
            into = st.selectbox(say("or put them into"), list(clusters), index=None,
                                format_func=lambda one: clusters[one], placeholder=say("a new group"))  # fmt: skip
        sent = st.form_submit_button(say("Put them together"))
    if sent and attempt(
        group_ideas, viewer, form_key=key, workshop_id=desk.workshop.id, idea_ids=ticked, title=title, cluster_id=into
    ):
        st.session_state.pop(f"{place}-picked", None)
        st.rerun()


def _cluster(say: Speech, viewer: Viewer, desk: Desk, cluster: ClusterView) -> None:
    names = {idea.id: idea.text for idea in cluster.ideas}
    with st.expander(f"**{plain(cluster.title)}** · {people_words(say, cluster)}"):
        for idea in cluster.ideas:
            st.text(f"◦ {idea.text}")
        rename, out = form_key(f"rename-{cluster.id}"), form_key(f"out-{cluster.id}")
        with st.form(rename, border=False):
            title = st.text_input(say("Title of the group"), value=cluster.title, max_chars=TITLE_LIMIT)
            if st.form_submit_button(say("Save")) and attempt(
                rename_cluster, viewer, form_key=rename, cluster_id=cluster.id, title=title
            ):
                st.rerun()
        with st.form(out, border=False):
            taken = st.multiselect(say("Take out of the group"), list(names), format_func=lambda one: names[one])
            left, right = st.columns(2)
            some = left.form_submit_button(say("Take these out"))
            everything = right.form_submit_button(say("Undo the group"))
        ids = list(names) if everything else taken
        if (
            (some or everything)
            and ids
            and attempt(ungroup_ideas, viewer, form_key=out, workshop_id=desk.workshop.id, idea_ids=ids)
        ):
            st.rerun()


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:38].rstrip()}…"
