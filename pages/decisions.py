"""Ideas to decide: how many wait, one at a time with four buttons, and every idea with where it stands below."""

import streamlit as st

from models.access import May
from models.desk import DeskIdea, Standing, desk_and_ideas
from models.groups import my_groups
from ui.cards import empty_state, verdict_chip
from ui.decision_desk import show_desk, show_undo
from ui.entry import ask, enter, now
from words.answers import desk_title, outcome_chip, outcome_words, sides_short
from words.speech import speech


def table_row(idea: DeskIdea) -> dict[str, object]:
    """An idea in the table. Cells are data, so what people typed stays what it is."""
    stands = "waiting" if idea.waiting or idea.decision is None else idea.decision.outcome
    touched = idea.promise
    chip = f"{verdict_chip(say, touched.verdict)} {touched.sentence}" if touched and touched.verdict else ""
    return {
        say("Days"): idea.age_days,
        say("Stands"): outcome_chip(say, stands),
        say("Idea"): idea.words,
        say("Who asks"): sides_short(say, idea.sides),
        say("Dots"): say.number(idea.vote.points) if idea.vote else "",
        say("Promise"): chip,
    }


viewer = enter("decisions")
say = speech(viewer.language)
groups = [g for g in ask(my_groups, viewer) if viewer.may(May.DECISION_SEE, group_id=g.id)]
chosen = st.query_params.get("group")
group_id = chosen if chosen in {g.id for g in groups} else None
place = int(st.session_state.get("desk-place", 1))
table = st.session_state
found, listed = ask(
    desk_and_ideas, viewer, now=now(), group_id=group_id, place=place, idea_id=st.query_params.get("idea"),
    standing=table.get("desk-standing", Standing.ALL), search=table.get("desk-search", ""),
    page=int(table.get("desk-page", 1)),
)  # fmt: skip
st.title(desk_title(say, found.waiting, found.late, found.oldest_days))
if len(groups) > 1:
    names = {g.id: g.name for g in groups} | {"": say("All groups")}
    picked = st.selectbox(
        say("Focus group"), list(names), index=list(names).index(group_id or ""), format_func=names.__getitem__
    )
    if picked != (group_id or ""):
        st.query_params.from_dict({"group": picked} if picked else {})
        st.rerun()
show_undo(viewer, say)
show_desk(viewer, say, found)

if not found.counts[Standing.ALL]:
    empty_state(viewer, say("Ideas land here when their activity is over."), "workshops", say("Prepare a workshop"))
else:
    st.subheader(say("All ideas"))
    counts = {one: f"{outcome_words(say, one)} {say.number(found.counts[one])}" for one in Standing}
    st.segmented_control(
        say("Where they stand"), list(Standing), default=Standing.ALL, format_func=counts.__getitem__, required=True,
        label_visibility="collapsed", key="desk-standing",
    )  # fmt: skip
    st.text_input(say("Search"), key="desk-search", max_chars=80)
    picked_row = st.dataframe(
        [table_row(idea) for idea in listed.rows], hide_index=True, on_select="rerun", selection_mode="single-row",
        key=f"desk-table-{listed.page}", alt=say("All ideas"),
    )  # fmt: skip
    rows = picked_row["selection"]["rows"]
    if rows and rows[0] < len(listed.rows) and st.button(say("Put it on the desk"), key="desk-pick"):
        st.query_params["idea"] = listed.rows[rows[0]].id
        st.rerun()
    if listed.pages > 1:
        st.pagination(listed.pages, key="desk-page")
