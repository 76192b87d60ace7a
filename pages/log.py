"""The log, for administrators: what was done, by whom, when; and whether the record is whole."""

import streamlit as st

from models.log import log_page, record_whole
from ui.cards import plain
from ui.entry import ask, enter
from ui.table_down import table_down
from ui.zone import moment
from words.log import noun_words, verb_words
from words.speech import speech

viewer = enter("log")
say = speech(viewer.language)
number = int(st.session_state.get("log-page", 1))
found = ask(log_page, viewer, page=number)
st.title(say.many("%(n)s change is on record.", "%(n)s changes are on record.", found.total))
st.markdown(say("Each line says who, what and when, and is sealed over the one before. Secret votes name nobody."))
if st.button(say("Check that nobody has changed the record")):
    broken = ask(record_whole, viewer)
    if broken is None:
        st.success(say("The record is whole."))
    else:
        st.error(say("The record was changed outside at line %(n)s.", n=say.number(broken)))
st.dataframe(
    [
        {
            say("No."): row.seq,
            say("When"): moment(say, row.at),
            say("Who"): row.who or say("nobody by name"),
            say("What"): verb_words(say, row.verb),
            say("On what"): noun_words(say, row.noun),
            "id": row.object_id,
        }
        for row in found.rows
    ],
    hide_index=True,
    alt=plain(say("The last changes, newest first")),
)
st.pagination(found.pages, default=found.page, key="log-page")
table_down(say, "log")
