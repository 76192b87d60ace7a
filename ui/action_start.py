"""Planning an action: a form that begins with what one came from, the lever of a gap or a yes to an idea."""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st
from sqlmodel import Session

from models.access import Viewer
from models.actions import MOST_COST, NOTE_LIMIT, TITLE_LIMIT, Lever, start_action
from models.errors import NotFound
from models.ideas import idea_for
from ui.cards import plain
from ui.entry import attempt, form_key
from words.actions import action_begun
from words.claim import lever_words
from words.speech import Speech


@dataclass(frozen=True)
class Begun:
    """What the address says of an action to plan: the promise it serves, the idea it comes from, what it moves."""

    promise_id: str = ""
    sentence: str = ""
    idea_id: str = ""
    idea: str = ""
    lever: str = ""

    @property
    def begun(self) -> bool:
        """Whether somebody came here to plan one, and not to see what is done."""
        return bool(self.lever or self.idea_id)


def begun_with(
    session: Session, viewer: Viewer, *, promises: Mapping[str, str], promise: str, idea: str, lever: str
) -> Begun:
    """What is there of it and this person's to see; the rest of an address says nothing."""
    words = ""
    if idea:
        try:
            words = idea_for(session, viewer, idea).text
        except NotFound:
            idea = ""
    known = promise if promise in promises else ""
    return Begun(known, promises.get(known, ""), idea, words, lever if lever in tuple(Lever) else "")


def new_action(
    say: Speech, viewer: Viewer, promises: Mapping[str, str], people: Mapping[str, str], begun: Begun
) -> None:
    """The form. promises, people: id to what is read."""
    key = form_key(f"action-{begun.lever}-{(begun.idea_id or begun.promise_id)[:20]}")
    with st.form(key, border=False):
        if begun.idea:
            st.markdown(f"{say('It comes from the idea:')} {say.quoted(plain(begun.idea))}")
        proposed = action_begun(say, begun.lever, begun.sentence)[:TITLE_LIMIT] if begun.lever else ""
        title = st.text_input(say("What is done?"), value=proposed, max_chars=TITLE_LIMIT)
        ids = list(promises)
        serves = st.selectbox(say("For which promise?"), ids, format_func=lambda one: promises[one],
                              index=ids.index(begun.promise_id) if begun.promise_id else None,
                              placeholder=say("Choose"), key=f"{key}-serves")  # fmt: skip
        levers = list(Lever)
        lever = st.radio(say("What does it move?"), levers, format_func=lambda one: lever_words(say, one),
                         index=levers.index(Lever(begun.lever)) if begun.lever else 0)  # fmt: skip
        left, right = st.columns(2)
        names = list(people)
        owner = left.selectbox(say("Who answers for it?"), names, format_func=lambda one: people[one],
                               index=names.index(viewer.person_id) if viewer.person_id in names else 0,
                               key=f"{key}-owner")  # fmt: skip
        due = right.date_input(say("By when? (optional)"), value=None, format="DD/MM/YYYY")
        cost = st.number_input(say("Cost in euro (optional)"), 0, MOST_COST, None, step=500)
        note = st.text_input(say("Note (optional)"), max_chars=NOTE_LIMIT)
        if not st.form_submit_button(say("Plan the action"), type="primary"):
            return
    saved = attempt(
        start_action, viewer, form_key=key, title=title, promise_id=serves, idea_id=begun.idea_id or None, lever=lever,
        owner_id=owner, due_on=due, cost=None if cost is None else int(cost), note=note,
    )  # fmt: skip
    if saved:
        # What was just planned stands first, so that nobody looks for it.
        st.query_params.from_dict({"action": str(saved.answer)})
        st.toast(say("It is planned."))
        st.rerun()
