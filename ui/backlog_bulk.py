"""Several ideas picked in the table: one action for all of them, one receipt, and one way back."""

from typing import Any

import streamlit as st

from models.access import May, Viewer
from models.backlog import PickedIdea
from models.backlog_choices import backlog_choices
from models.bulk import decide_many, hide_many, merge_many, tag_many, touch_many
from models.decisions import REASON_LIMIT, Outcome
from models.ideas import REASON_LIMIT as HIDE_LIMIT
from ui.cards import plain
from ui.decision_desk import note_undo
from ui.entry import ask, attempt, form_key
from words.answers import outcome_words
from words.backlog import bulk_done, bulk_words
from words.speech import Speech


def show_bulk(viewer: Viewer, say: Speech, picked: list[PickedIdea]) -> bool:
    """What can be done with these ideas. True when it was done."""
    actions = _allowed(viewer, picked)
    if not actions:
        return False
    with st.container(border=True):
        st.markdown(say.many("**%(n)s idea picked**", "**%(n)s ideas picked**", len(picked)))
        what = st.segmented_control(
            say("What to do with them"), actions, format_func=lambda one: bulk_words(say, one),
            label_visibility="collapsed", key="bulk-what",
        )  # fmt: skip
        if what is None:
            return False
        ids = [idea.id for idea in picked]
        key = form_key(f"bulk-{what}")
        with st.form(key, border=False):
            command, more = _asked(viewer, say, what, picked)
            sent = st.form_submit_button(bulk_words(say, what), type="primary")
        saved = attempt(command, viewer, form_key=key, idea_ids=ids, **more) if sent else None
        if saved is None:
            return False
        note_undo(bulk_done(say, what, len(ids) - (what == "merge" and more["into_id"] in ids)), bulk=saved.answer)
        return True


def _allowed(viewer: Viewer, picked: list[PickedIdea]) -> list[str]:
    groups = {idea.group_id for idea in picked}

    def everywhere(what: May) -> bool:
        return all(viewer.may(what, group_id=group) for group in groups)

    found = ["decide"] if everywhere(May.DECISION_MAKE) else []
    if everywhere(May.IDEA_SCORE) and viewer.is_staff:
        found.append("touch")
    if everywhere(May.IDEA_HIDE) and viewer.is_staff:
        found.append("tag")
    if everywhere(May.IDEA_MERGE) and len(picked) > 1 and len(groups) == 1:
        found.append("merge")
    return [*found, "hide"] if everywhere(May.IDEA_HIDE) else found


def _asked(viewer: Viewer, say: Speech, what: str, picked: list[PickedIdea]) -> tuple[Any, dict[str, Any]]:
    """The fields of one action: the command and what it wants."""
    if what == "decide":
        outcome = st.radio(say("Decision"), list(Outcome), format_func=lambda one: outcome_words(say, one),
                           horizontal=True) or Outcome.DO  # fmt: skip
        reason = st.text_area(say("Why? Whoever asked for it reads this."), max_chars=REASON_LIMIT, height=90)
        until = st.date_input(say("If later: until when?"), value=None, format="DD/MM/YYYY")
        return decide_many, {"outcome": outcome.value, "reason": reason,
                             "until": until if outcome is Outcome.LATER else None}  # fmt: skip
    if what == "hide":
        return hide_many, {"reason": st.text_input(say("Why? The authors read it."), max_chars=HIDE_LIMIT)}
    if what == "merge":
        words = {idea.id: plain(idea.words) for idea in picked}
        into = st.radio(say("Which one stays? The others become part of it."), list(words),
                        format_func=lambda one: words[one])  # fmt: skip
        return merge_many, {"into_id": into}
    choices = ask(backlog_choices, viewer)
    options = choices.touchpoints if what == "tag" else choices.promises
    label = say("Touchpoint") if what == "tag" else say("Promise touched")
    chosen = st.selectbox(label, [None, *options], format_func=lambda one: options[one] if one else say("None"))
    return (tag_many, {"touchpoint_id": chosen}) if what == "tag" else (touch_many, {"promise_id": chosen})
