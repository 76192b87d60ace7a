"""Reply to all, at the desk: who reads it and exactly what, the words to mend, and one button that sends it once."""

import streamlit as st

from models.access import Viewer
from models.decisions import REASON_LIMIT, Outcome
from models.people import NAME_LIMIT
from models.reply_all import (
    ReplyPreview,
    SentView,
    Unsent,
    reply_preview,
    send_reply,
    sent_answers,
    unsent_answers,
)
from models.reply_readers import Reader
from models.reply_several import SeveralPreview, send_replies, several_preview
from store.settings import settings
from ui.cards import link_to, plain
from ui.entry import ask, attempt, enter, form_key
from words.answers import (
    answer_sentence,
    as_voted_words,
    listed_lines,
    mails_line,
    missed_line,
    outcome_chip,
    reader_words,
    readers_title,
    sent_line,
)
from words.speech import Speech, speech

_TOLD, _FOLD, _WHOLE = "reply-told", "reply-all", "reply-in-a-whole-run"
# The decisions that were told from this tab: the line above the desk must not say of them that nobody knows.
_SENT = "reply-sent-here"


def show_unsent(viewer: Viewer, say: Speech, group_id: str | None) -> None:
    """The decisions that nobody was told of yet: look at what will be read, then send. Nothing to tell: nothing.

    What will be read is asked for by this part alone, once its fold is opened; a run of the whole page folds it, so
    that neither asks for both.
    """
    st.session_state[_WHOLE] = viewer
    st.session_state[_FOLD] = False
    _unsent(group_id)


@st.fragment
def _unsent(group_id: str | None) -> None:
    # In a run of its own everything is read anew, who is here as well.
    viewer = st.session_state.pop(_WHOLE, None) or enter("decisions")
    say = speech(viewer.language)
    told = st.session_state.pop(_TOLD, None)
    if told:
        st.success(told)
        # The fold that closes moves the page; on a phone what was done would stand above what is seen.
        st.toast(told)
        link_to(viewer, "actions", say("What is looked at next"))
    unsent = ask(unsent_answers, viewer, group_id=group_id)
    found = unsent.items
    if not found:
        return
    words = say.many("Nobody has been told of %(n)s decision yet: reply to all",
                     "Nobody has been told of %(n)s decisions yet: reply to all", unsent.total)  # fmt: skip
    fold = st.expander(f"✉ {words}", key=_FOLD, on_change="rerun")
    if not fold.open:
        return
    with fold:
        if len(found) == 1:
            _preview(viewer, say, ask(reply_preview, viewer, decision_id=found[0].decision_id))
            return
        by_id = {one.decision_id: one for one in found}
        all_of_them = say.many("%(n)s decision together", "All %(n)s together, as they were decided", len(found))
        picked = st.selectbox(say("Which decision?"), ["", *by_id], key="reply-which",
                              format_func=lambda one: _label(say, by_id[one]) if one else all_of_them)  # fmt: skip
        if picked:
            _preview(viewer, say, ask(reply_preview, viewer, decision_id=picked))
        else:
            _several(viewer, say, ask(several_preview, viewer, group_id=group_id))


def show_sent(viewer: Viewer, say: Speech, idea_id: str) -> dict[str, SentView]:
    """What was sent about each decision of an idea, for its history."""
    return ask(sent_answers, viewer, idea_id=idea_id)


def told_here(decision_id: str) -> bool:
    """Whether this tab has sent the answer of a decision."""
    return decision_id in st.session_state.get(_SENT, ())


def sent_words(say: Speech, sent: SentView) -> str:
    """What was sent, in one line of the history."""
    return sent_line(say, sent.people, sent.by_mail, sent.signed, say.date(sent.at, settings().zone))


def _label(say: Speech, one: Unsent) -> str:
    return f"{outcome_chip(say, one.outcome)}: {say.quoted(one.idea)}"


def _several(viewer: Viewer, say: Speech, found: SeveralPreview) -> None:
    """Everything that waits, as whoever stands closest to it reads it, and one button for all."""
    st.subheader(readers_title(say, found.people), anchor=False)
    if found.total > len(found.items):
        st.caption(say("These are the newest %(n)s of %(all)s.", n=say.number(len(found.items)),
                       all=say.number(found.total)))  # fmt: skip
    for one in found.items:
        with st.container(border=True, key=f"reply-one-{one.decision_id}"):
            st.caption(readers_title(say, one.people))
            until = one.until if one.outcome is Outcome.LATER else None
            st.text(answer_sentence(say, one.reader, one.about, one.outcome, one.words, until, one.signed))
    st.caption(say("Each reads it about what they said or voted on. To change the words of one, choose it above."))
    st.caption(mails_line(say, found.by_mail, found.people))
    key = form_key("reply-several")
    label = say.many("Send the answer of %(n)s decision", "Send the answers of all %(n)s decisions", len(found.items))
    ids = [one.decision_id for one in found.items]
    if st.button(label, type="primary", key=key):
        saved = attempt(send_replies, viewer, form_key=key, decision_ids=ids)
        if saved:
            told = say.many("%(n)s person reads it.", "%(n)s people read it.", saved.answer["people"])
            decided = say.many("Done: %(n)s decision is told.", "Done: %(n)s decisions are told.",
                               saved.answer["decisions"])  # fmt: skip
            _note_sent(ids, f"{decided} {told}")
            st.rerun()


def _preview(viewer: Viewer, say: Speech, found: ReplyPreview) -> None:
    st.subheader(readers_title(say, found.people), anchor=False)
    missed = missed_line(say, yours=found.missed.yours, others=found.missed.others)
    if missed:
        st.caption(missed)
    day = say.date(found.at, settings().zone)
    said = [outcome_chip(say, found.outcome), plain(found.signed), day, as_voted_words(say, found.as_voted)]
    st.caption(listed_lines(said))
    words = st.text_area(say("What they read"), value=found.words, max_chars=REASON_LIMIT, height=110,
                         key=f"reply-words-{found.decision_id}")  # fmt: skip
    signed = st.text_input(say("Whose name stands below?"), value=found.signed, max_chars=NAME_LIMIT,
                           key=f"reply-signed-{found.decision_id}")  # fmt: skip
    until = found.until if found.outcome is Outcome.LATER else None
    for one in found.groups:
        with st.container(border=True, key=f"reply-{one.reader}"):
            st.caption(reader_words(say, one.reader, one.people))
            st.text(answer_sentence(say, one.reader, one.about, found.outcome, words, until, signed))
            if one.reader is Reader.SPOKEN_FOR and one.people > 1:
                st.caption(say("Each reads it about their own words; these are the first."))
    st.caption(mails_line(say, found.by_mail, found.people))
    key = form_key(f"reply-{found.decision_id[:20]}")
    label = say.many("Send it to %(n)s person", "Send it to %(n)s people", found.people)
    if st.button(label if found.people else say("Note it as told"), type="primary", key=key):
        saved = attempt(send_reply, viewer, form_key=key, decision_id=found.decision_id, words=words, signed=signed)
        if saved:
            _note_sent([found.decision_id], say.many("Done: %(n)s person reads it.", "Done: %(n)s people read it.",
                                                     saved.answer["people"]))  # fmt: skip
            st.rerun()


def _note_sent(decision_ids: list[str], told: str) -> None:
    st.session_state[_TOLD] = told
    st.session_state[_SENT] = {*st.session_state.get(_SENT, ()), *decision_ids}
