"""Can we say it? Drop the cases, fill in the sentence, read the verdict. Nothing is stored until *Save*."""

import streamlit as st

from exchange.tables import UnreadableFile, preview_cases, read_cases
from models.checks import save_check
from models.days import day_in
from models.errors import Refusal
from models.promise_terms import SENTENCE_LIMIT
from models.studies import cases_a_week, proposed_period
from models.terms_draft import terms_draft
from ui.case_file import Reader, choose_as_of, drop_field, proposed_as_of, take_file
from ui.check_saving import saving_form
from ui.checked import check, checked_title, known_of_file, show_checked
from ui.entry import attempt, enter, form_key, now
from ui.places import place_file
from ui.sentence_form import sentence_form
from words.promises import period_words
from words.refusals import refusal_sentence
from words.speech import speech

ZONE = "Europe/Rome"

viewer = enter("check")
say = speech(viewer.language)
title = st.empty()
title.title(say("Can we say it? Check a promise."))

reader = Reader(preview_cases, read_cases, UnreadableFile)
dropped = drop_field(say, "check", reader)
taken = take_file(say, "check", dropped, reader, zone=ZONE) if dropped else None
if taken is None:
    st.stop()
processes = taken.named("process")
if len(processes) > 1:
    chosen = st.selectbox(say("Which process?"), processes, index=None)
    if chosen is None:
        st.stop()
    taken = taken.only(chosen)

raw = taken.cases
a_week = cases_a_week(raw, taken.last)
filled = sentence_form(
    say, f"check-{taken.key}", known_of_file(taken, proposed_period(a_week), a_week, ZONE),
    today=day_in(ZONE, now()), whole_file=True, sentence=st.query_params.get("say", "")[:SENTENCE_LIMIT],
)  # fmt: skip
with filled.details:
    as_of = choose_as_of(say, taken.key, proposed_as_of(taken.last, ZONE), ZONE)
if filled.lacking:
    st.info(filled.lacking)
    st.stop()
try:
    terms = terms_draft(now(), **(filled.terms | {"sentence": filled.terms["sentence"] or "…"}))
    with st.spinner(say("Computing the verdict…")):
        checked = check(taken, filled, terms, as_of.timestamp())
except Refusal as refusal:
    st.error(refusal_sentence(say, refusal.code, refusal.facts, refusal.field))
    st.stop()
title.title(checked_title(say, checked, terms, filled))
show_checked(say, viewer, taken, filled, terms, checked, as_of, ZONE)

saving = saving_form(say, viewer, process=taken.named("process")[0] if processes else "",
                     sentence=filled.terms["sentence"], period=period_words(say, terms.period_days))  # fmt: skip
if saving is not None:
    what = filled.terms | saving.fields | {
        "cases": raw, "lines": taken.lines, "as_of": as_of, "file_name": taken.name, "file_hash": taken.sha,
        "idea_id": st.query_params.get("idea"), "hours": filled.typed,
    }  # fmt: skip
    saved = attempt(save_check, viewer, form_key=form_key("check"), **what)
    if saved:
        st.switch_page(place_file("promise"), query_params={"promise": saved.answer["promise_id"]})
