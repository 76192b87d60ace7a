"""The care list on the desk: one case with its sentence and its tick, and the words of a promise."""

import streamlit as st

from models.access import May, Viewer
from models.care import CareCase, CareLine
from models.care_sentences import WORDS_LIMIT, care_sentences, write_care_sentence
from models.care_warnings import unwarn_case, warn_case
from ui.cards import plain
from ui.entry import ask, attempt, form_key
from ui.folds import fold
from words.care import case_words, left_words, sentence_to_send, standard_sentence
from words.speech import Speech, speech

LANGUAGES = {"it": "Italiano", "en": "English"}


def show_case(say: Speech, viewer: Viewer, one: CareCase, *, language: str, over: bool) -> None:
    """One case: what it is, how long there is, what to send, who has told the customer."""
    with st.container(border=True):
        left, right = st.columns([3, 1], vertical_alignment="top")
        case = case_words(one.noun.one, one.case_id)
        time = left_words(say, one.left, business=one.business)
        left.markdown(f"{'✕' if over else '⏳'} **{plain(case)}** · {time}")
        due = say("promised for %(moment)s", moment=say.moment(one.due, one.zone))
        left.caption(f"{say.quoted(plain(one.sentence))} · {due}")
        said = sentence_to_send(
            speech(language), one.sentences, case=case, promise=one.sentence, due=one.due, zone=one.zone, over=over
        )
        st.code(said, language=None, wrap_lines=True)
        what = {"process_id": one.process_id, "case_id": one.case_id, "promise_id": one.promise_id}
        key = form_key(f"warn-{one.promise_id[:8]}-{one.case_id}"[:50])
        if one.warned_at is None:
            pressed = right.button(say("Told them"), key=key, width="stretch")
            if pressed and attempt(warn_case, viewer, form_key=key, **what):
                st.rerun()
            return
        who = one.warned_by or say("somebody who is no longer here")
        when = say.moment(one.warned_at, one.zone)
        right.markdown(f"✔ {say('%(who)s told them, %(moment)s', who=plain(who), moment=when)}")
        if right.button(say("Undo"), key=key, width="stretch") and attempt(unwarn_case, viewer, form_key=key, **what):
            st.rerun()


def words_form(say: Speech, viewer: Viewer, lines: list[CareLine], *, language: str) -> None:
    """The sentence of a promise, in one language, for whoever works here."""
    if not viewer.may(May.CARE_WARN) or not lines:
        return
    with fold(say("Change the sentence to send"), "care-sentence"):
        line = st.selectbox(say("Promise"), lines, format_func=lambda one: one.sentence, key="care-promise")
        if line is None:
            return
        written = ask(care_sentences, viewer, promise_id=line.promise_id).get(language, "")
        key = form_key(f"words-{language}-{line.promise_id[:12]}")
        with st.form(key, border=False):
            words = st.text_area(
                LANGUAGES.get(language, say("Your language")),
                value=written or standard_sentence(speech(language), over=False), max_chars=WORDS_LIMIT, height=130,
            )  # fmt: skip
            st.caption(say("{case}, {promise} and {by} are filled in for each customer. Empty it for our own words."))
            if st.form_submit_button(say("Save")) and attempt(
                write_care_sentence, viewer, form_key=key, promise_id=line.promise_id, language=language,
                words="" if words.strip() == standard_sentence(speech(language), over=False) else words,
            ):  # fmt: skip
                st.rerun()
