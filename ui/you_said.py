"""You said, we did, at the desk: write an entry from a decided idea in one click, mend, order, publish, take it off."""

from typing import Any

import streamlit as st
from sqlmodel import Session

from models.access import May, Viewer
from models.portfolio import promise_rows
from models.public_answers import (
    DONE_LIMIT,
    SAID_LIMIT,
    EntryForStaff,
    Figure,
    answers_written,
    ideas_to_tell,
    move_answer,
    proposed_answer,
    publish_answer,
    write_answer,
)
from ui.cards import link_to
from ui.entry import ask, attempt, form_key, now
from ui.folds import fold
from words.speech import Speech
from words.you_said import entry_words, figure_words, published_words, shelf_title

_MENDED = "you-said-mended"


def show_shelf(say: Speech, viewer: Viewer) -> None:
    """Every entry in its order with what can be done to it, and a new one."""
    entries = ask(answers_written, viewer)
    published = sum(one.published_at is not None for one in entries)
    st.subheader(shelf_title(say, published, len(entries)), anchor=False)
    st.html(f'<p><a href="/avete-detto" target="_blank">{say("See the page as customers do")}</a></p>')
    may = viewer.may(May.PUBLIC_ANSWER_EDIT)
    asked = st.query_params.get("entry", "")
    # A thread leads to one entry: it stands first, and keeps its place among the others.
    for place, one in sorted(enumerate(entries), key=lambda numbered: numbered[1].id != asked):
        with st.container(border=True, key=f"entry-{place}"):
            said, done = entry_words(say, one.said, one.done, one.said_en, one.done_en)
            st.text(say.quoted(said))
            st.text(f"→ {done}")
            tongues = say("Italian and English") if one.done and one.done_en else (
                say("Italian only") if one.done else say("English only"))  # fmt: skip
            state = published_words(say, one.published_at is not None)
            st.caption(f"{state} · {tongues} · {figure_words(say, one.figure)}")
            with st.container(horizontal=True):
                if one.idea_id:
                    link_to(viewer, "decisions", say("See the idea"), idea=one.idea_id)
                if one.promise_id:
                    link_to(viewer, "promise", say("See the promise"), promise=one.promise_id)
            if may:
                _moves(say, viewer, one, place, len(entries))
    if may:
        mended = next((one for one in entries if one.id == st.session_state.get(_MENDED)), None)
        label, which = (say("Mend it"), mended.id) if mended else (say("A new entry"), "new")
        with fold(label, f"entry-{which}", expanded=mended is not None):
            _write(say, viewer, mended)


def _moves(say: Speech, viewer: Viewer, one: EntryForStaff, place: int, number: int) -> None:
    with st.container(horizontal=True):
        out = one.published_at is None
        key = form_key(f"publish-{one.id[:20]}")
        label = say("Publish") if out else say("Take the entry off")
        if st.button(label, key=key, type="primary" if out else "secondary") and attempt(
            publish_answer, viewer, form_key=key, entry_id=one.id, published=out
        ):
            st.rerun()
        if st.button(say("Mend it"), key=f"mend-{one.id}"):
            st.session_state[_MENDED] = one.id
            st.rerun()
        for label, up, there in ((say("Up"), True, place > 0), (say("Down"), False, place < number - 1)):
            key = form_key(f"{'up' if up else 'down'}-{one.id[:20]}")
            if there and st.button(label, key=key) and attempt(
                move_answer, viewer, form_key=key, entry_id=one.id, up=up
            ):  # fmt: skip
                st.rerun()


def _write(say: Speech, viewer: Viewer, mended: EntryForStaff | None) -> None:
    ideas, promises = ask(_decided, viewer)
    start: dict[str, Any] = {"said": "", "done": "", "said_en": "", "done_en": "", "figure": Figure.NONE,
                             "promise_id": None}  # fmt: skip
    idea_id = None
    if mended is not None:
        start = {name: getattr(mended, name) for name in start}
    elif ideas:
        idea_id = st.selectbox(say("From a decided idea (optional)"), list(ideas), index=None, key="entry-idea",
                               format_func=lambda one: ideas[one], placeholder=say("Choose"))  # fmt: skip
        if idea_id:
            begin = ask(proposed_answer, viewer, idea_id=idea_id)
            start |= {"said": begin.said, "done": begin.done, "promise_id": begin.promise_id}
            start["figure"] = Figure.KEPT if begin.promise_id else Figure.NONE
    of = mended.id if mended else idea_id or "new"
    key = form_key(f"entry-{of[:20]}")
    with st.form(f"form-{key}", border=False):
        fields: dict[str, Any] = {}
        for words, lang in ((say("In Italian"), ""), (say("In English"), "_en")):
            st.caption(words)
            fields[f"said{lang}"] = st.text_input(say("What customers say, in short"), value=start[f"said{lang}"],
                                                  max_chars=SAID_LIMIT, key=f"said{lang}-{of}")  # fmt: skip
            fields[f"done{lang}"] = st.text_area(say("What was done, or why not"), value=start[f"done{lang}"],
                                                 max_chars=DONE_LIMIT, key=f"done{lang}-{of}", height=80)  # fmt: skip
        ids, chosen = list(promises), start["promise_id"]
        promise_id = st.selectbox(say("Which promise measures it? (optional)"), ids, placeholder=say("Choose"),
                                  index=ids.index(chosen) if chosen in ids else None, key=f"measure-{of}",
                                  format_func=lambda one: promises[one])  # fmt: skip
        figure = st.radio(say("Which figure stands below?"), list(Figure), index=list(Figure).index(start["figure"]),
                          key=f"figure-{of}", format_func=lambda one: figure_words(say, one),
                          horizontal=True)  # fmt: skip
        st.caption(say("Figures are computed each time the page is read, with the day of the data."))
        if st.form_submit_button(say("Save"), type="primary") and attempt(
            write_answer, viewer, form_key=key, idea_id=idea_id, promise_id=promise_id, figure=figure,
            entry_id=mended.id if mended else None, **fields,
        ):  # fmt: skip
            st.session_state.pop(_MENDED, None)
            st.rerun()


def _decided(session: Session, viewer: Viewer) -> tuple[dict[str, str], dict[str, str]]:
    """Decided ideas that have no entry yet, and the promises."""
    promises = promise_rows(session, viewer, now=now())
    return ideas_to_tell(session, viewer), {row.id: row.terms.sentence for row in promises}
