"""What is to be changed where a promise is told: the list with its age, and *Done* for whoever changed a place."""

from datetime import date

import streamlit as st

from models.access import Viewer
from models.to_change import Changes, Item, Why, change_done, to_change_of
from models.wordings import WORDS_LIMIT
from ui.cards import link_to, plain
from ui.entry import ask, attempt, form_key
from words.kinds import working_words
from words.promises import time_words
from words.speech import Speech
from words.telling import change_line, changes_title, changes_why


def show_to_change(say: Speech, viewer: Viewer, promise_id: str, today: date) -> bool:
    """The open list of a promise, if there is one. Returns whether there is."""
    changes = ask(to_change_of, viewer, promise_id=promise_id, today=today)
    if changes is not None:
        show_changes(say, viewer, changes)
    return changes is not None


def show_changes(say: Speech, viewer: Viewer, changes: Changes) -> None:
    """One list: how far it is, what each place is to tell, and each place."""
    done = len(changes.items) - changes.left
    with st.container(border=True, key=f"changes-{changes.promise_id}"):
        title = changes_title(say, places=len(changes.items), done=done, days=changes.days)
        st.markdown(f"✎ **{title}** " + changes_why(say, figure=plain(figure_words(say, changes)), due=changes.due,
                                                     late=changes.late))  # fmt: skip
        st.progress(done / len(changes.items))
        for item in changes.items:
            _item(say, viewer, changes, item)


def show_changes_line(say: Speech, viewer: Viewer, changes: Changes) -> None:
    """One list in a line, with the way to its promise: for lists of promises and for Home."""
    words, way = st.columns([5, 1.4], vertical_alignment="center")
    title = changes_title(say, places=len(changes.items), done=len(changes.items) - changes.left, days=changes.days)
    mine = f" · **{say.many('%(n)s is yours', '%(n)s are yours', changes.mine)}**" if changes.mine else ""
    words.markdown(f"✎ {say.quoted(plain(changes.sentence))} · {title}{mine}")
    with way:
        link_to(viewer, "promise", say("What to change"), promise=changes.promise_id)


def figure_words(say: Speech, changes: Changes) -> str:
    """What each place is to tell; empty where nothing is told any more."""
    if changes.amount is None or changes.unit is None:
        return ""
    if changes.business and changes.unit in ("d", "w"):
        return working_words(say, changes.amount, changes.unit)
    return time_words(say, changes.amount, changes.unit, changes.value_unit)


def _item(say: Speech, viewer: Viewer, changes: Changes, item: Item) -> None:
    words, button = st.columns([5, 1.2], vertical_alignment="center")
    line = change_line(say, done=item.done, by=plain(item.by), days=item.days, changer=plain(item.changer))
    mine = f" · **{say('yours')}**" if item.mine and not item.done else ""
    sign = "☑" if item.done else "☐"
    words.markdown(f"{sign} **{plain(item.touchpoint)}** {say.quoted(plain(item.words))} · {line}{mine}")
    if item.done:
        return
    key = form_key(f"done-{item.id}")
    with button:
        if changes.why is Why.WITHDRAWN:
            if st.button(say("Taken away"), key=key, width="stretch") and attempt(
                change_done, viewer, form_key=key, item_id=item.id
            ):
                st.rerun()
            return
        with st.popover(say("Done"), width="stretch", key=f"pop-{key}"), st.form(key, border=False):
            new = st.text_input(say("What stands there now?"), max_chars=WORDS_LIMIT, placeholder=item.words)
            if st.form_submit_button(say("It is changed"), type="primary") and attempt(
                change_done, viewer, form_key=key, item_id=item.id, words=new
            ):
                st.rerun()
