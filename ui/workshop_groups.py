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
from ui.folds import fold
from ui.workshop_desk import Desk
from words.speech import Speech

LISTED_MOST, SUGGESTED_MOST = 30, 3


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
    """Tick, search, tick again: what is ticked stays in sight whatever is searched, what is like it one press away."""
    by_id = {idea.id: idea for idea in loose}
    key = form_key(f"group-{desk.workshop.id}")
    boxes = {one: f"{key}-{one}" for one in by_id}
    ticked = [one for one in by_id if st.session_state.get(boxes[one])]
    _suggest(say, by_id, boxes, ticked)
    searched = st.text_input(say("Search the ideas"), key=f"{key}-search").casefold().split()
    found = [one for one in by_id if one in ticked or all(word in by_id[one].text.casefold() for word in searched)]
    rest = [one for one in found if one not in ticked][LISTED_MOST:]
    for one in found:
        if one not in rest:
            st.checkbox(f"{plain(by_id[one].text)} · {side_words(say, by_id[one].side)}", key=boxes[one])
    if rest:
        st.caption(say.many("%(n)s more: search for it.", "%(n)s more: search for them.", len(rest)))
    with st.form(key, border=True):
        if ticked:
            st.markdown(say.many("**%(n)s idea ticked**", "**%(n)s ideas ticked**", len(ticked)))
        clusters = {one.id: one.title for one in desk.clusters}
        title = st.text_input(say("Title of the group"), max_chars=TITLE_LIMIT)
        into = None
        if clusters:
            into = st.selectbox(say("or put them into"), list(clusters), index=None,
                                format_func=lambda one: clusters[one], placeholder=say("a new group"),
                                key=f"{key}-into")  # fmt: skip
        sent = st.form_submit_button(say("Put them together"))
    if sent and attempt(
        group_ideas, viewer, form_key=key, workshop_id=desk.workshop.id, idea_ids=ticked, title=title, cluster_id=into
    ):
        st.rerun()


def _suggest(say: Speech, by_id: dict[str, IdeaView], boxes: dict[str, str], ticked: list[str]) -> None:
    """With nothing ticked, what seems to belong together; then, what is like the ticked ones. One press ticks."""
    offers: list[tuple[tuple[str, ...], str]]
    if ticked:
        others = [idea for one, idea in by_id.items() if one not in ticked]
        near = like_ideas(others, [by_id[one].text for one in ticked], most=SUGGESTED_MOST)
        offers = [((one,), f"≈ {plain(say.quoted(_short(by_id[one].text)))}") for one in near]
    else:
        offers = [
            (ids, say.many("%(n)s idea like “%(idea)s”", "%(n)s ideas like “%(idea)s”", len(ids),
                           idea=plain(_short(by_id[ids[0]].text))))
            for ids in proposed_clusters(list(by_id.values()))
        ]  # fmt: skip
    if not offers:
        return
    st.caption(say("Like the ones you ticked:") if ticked else say("These seem to belong together:"))
    with st.container(horizontal=True):
        for ids, label in offers:
            st.button(
                label, key=f"like-{boxes[ids[0]]}-{len(ids)}", on_click=_tick, args=([boxes[one] for one in ids],)
            )


def _tick(boxes: list[str]) -> None:
    for one in boxes:
        st.session_state[one] = True


def _cluster(say: Speech, viewer: Viewer, desk: Desk, cluster: ClusterView) -> None:
    names = {idea.id: idea.text for idea in cluster.ideas}
    with fold(f"**{plain(cluster.title)}** · {people_words(say, cluster)}", cluster.id):
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
