"""All the ideas of one's groups: searched, paged, and a new one."""

import streamlit as st

from models.access import May
from models.groups import my_groups
from models.idea_views import ideas_of_groups, similar_in_group
from models.ideas import TEXT_LIMIT, add_idea
from ui.cards import link_to, plain, side_words
from ui.entry import ask, attempt, enter, form_key, now
from ui.folds import fold
from ui.pages_turned import show_pages
from ui.table_down import table_down
from ui.zone import day
from words.answers import listed_lines, outcome_chip
from words.backlog import counted_apart
from words.speech import speech

viewer = enter("ideas")
say = speech(viewer.language)
groups = [group for group in ask(my_groups, viewer) if viewer.may(May.IDEA_SEE, group_id=group.id)]
search = st.query_params.get("search", "")
try:
    page = int(st.query_params.get("page", "1"))
except ValueError:
    page = 1
found = ask(ideas_of_groups, viewer, search=search, page=page, now=now())
st.title(say.many("%(n)s idea is here.", "%(n)s ideas are here.", found.total - found.merged) if found.total or search
         else say("Ideas land here. Write the first one?"), anchor=False)  # fmt: skip
if found.merged or found.gathering:
    st.caption(counted_apart(say, found.merged, found.gathering))

writes = [group for group in groups if viewer.may(May.DECISION_SEE, group_id=group.id) and not group.archived]
if writes:
    with fold(say("Write an idea"), "new-idea", expanded=not found.total and not search):
        key = form_key("new-idea")
        with st.form(key, border=False):
            text = st.text_area(say("One idea at a time"), max_chars=TEXT_LIMIT)
            group = st.selectbox(say("Focus group"), writes, format_func=lambda one: one.name)
            st.caption("👁 " + say("The focus group reads it, without your name."))
            sent = st.form_submit_button(say("Send the idea"), type="primary")
        if sent:
            alike = ask(similar_in_group, viewer, group_id=group.id, text=text) if text.strip() else []
            if attempt(add_idea, viewer, form_key=key, group_id=group.id, text=text):
                st.session_state["alike"] = [idea.text for idea in alike]
                st.rerun()
for words in st.session_state.pop("alike", []):
    st.info(say("Sent. One like it is already here:") + f" {say.quoted(plain(words))}")

wanted = st.text_input(say("Search"), value=search, placeholder=say("words of the idea"), max_chars=100)
if wanted != search:
    st.query_params.from_dict({"search": wanted} if wanted else {})
    st.rerun()
names = {group.id: group.name for group in groups}
for idea in found.ideas:
    with st.container(border=True):
        st.text(say.quoted(idea.text))
        facts = [day(say, idea.created_at), side_words(say, idea.side) if idea.side else "", idea.touchpoint or ""]
        facts.append(names.get(idea.group_id, "") if len(groups) > 1 else "")
        behind, stands = found.people.get(idea.id, 0), found.stands.get(idea.id)
        if behind:
            facts.append(say.many("%(n)s person", "%(n)s people", behind))
        elif idea.supports:
            facts.append(say.many("%(n)s supports it", "%(n)s support it", idea.supports))
        if idea.merged_into_id:
            facts.append(say("merged into another one"))
        st.caption(listed_lines([outcome_chip(say, stands) if stands else "", *map(plain, facts)]))
        opened = idea.id if stands else idea.merged_into_id
        if opened and viewer.may(May.DECISION_SEE, group_id=idea.group_id):
            label = say("Who asked for it, what became of it") if stands else say("Open the one it is part of")
            link_to(viewer, "decisions", label, idea=opened)
if search and not found.ideas:
    st.markdown(say("Nothing with these words. Try fewer of them."))
show_pages(say, found.pages, found.page, key="ideas-page", in_address=True)
if found.total:
    table_down(say, "ideas", {"search": search})
