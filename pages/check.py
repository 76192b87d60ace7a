"""Can we say it? Drop the cases, fill in the sentence, read the verdict. Nothing is stored until *Save*."""

import streamlit as st

from exchange.tables import UnreadableFile, preview_cases, read_cases
from models.checks import save_check
from models.errors import Refusal
from models.processes import Noun
from models.promise_terms import SENTENCE_LIMIT, rule_of
from models.studies import SHELF, cases_a_week, part_of, proposed_period, study
from models.terms_draft import terms_draft
from ui.cards import show_verdict
from ui.case_file import Reader, choose_as_of, proposed_as_of, take_file, today_in
from ui.check_saving import saving_form
from ui.entry import attempt, enter, form_key, now
from ui.places import place_file
from ui.promise_cards import evidence_words, show_what_to_say, title_of
from ui.promise_method import show_closed_only, show_fold
from ui.sentence_form import sentence_form
from words.promises import period_words
from words.refusals import refusal_sentence
from words.speech import speech
from words.verdicts import headline

ZONE = "Europe/Rome"

viewer = enter("check")
say = speech(viewer.language)
title = st.empty()
title.title(say("Can we say it? Check a promise."))

taken = take_file(say, "check", Reader(preview_cases, read_cases, UnreadableFile), zone=ZONE)
if taken is None:
    st.stop()
processes = taken.named("process")
if len(processes) > 1:
    chosen = st.selectbox(say("Which process?"), processes, index=None)
    if chosen is None:
        st.stop()
    taken = taken.only(chosen)

raw = taken.cases
proposed = proposed_as_of(taken.last, ZONE)
period = proposed_period(cases_a_week(raw, taken.last))
segments = taken.named("segment")
filled = sentence_form(
    say, f"check-{taken.key}", today=today_in(ZONE, now()), segments=segments, period=period, whole_file=True,
    has_values="value" in taken.columns, sentence=st.query_params.get("say", "")[:SENTENCE_LIMIT],
)  # fmt: skip
with filled.details:
    as_of = choose_as_of(say, taken.key, proposed, ZONE)

try:
    terms = terms_draft(now(), **(filled.terms | {"sentence": filled.terms["sentence"] or "…"}))
except Refusal as refusal:
    st.error(refusal_sentence(say, refusal.code, refusal.facts))
    st.stop()

at = as_of.timestamp()
with st.spinner(say("Computing the verdict…")):
    recent = part_of(raw, since=at - terms.period_days * 86_400, segment=terms.segment)
    looked_at = part_of(raw, segment=terms.segment) if filled.whole_file else recent
    rule = rule_of(terms)
    found = SHELF.get(f"{taken.key}|{rule}|{at}|{terms.segment}|{filled.whole_file}|{terms.period_days}",
                      lambda: study(looked_at, rule, at))  # fmt: skip
    lately = SHELF.get(f"{taken.key}|{rule}|{at}|{terms.segment}|False|{terms.period_days}",
                       lambda: study(recent, rule, at))  # fmt: skip

days = period_words(say, terms.period_days)
title.title(title_of(say, found.facts, terms, say("in the whole file") if filled.whole_file else days))
with filled.between.container(border=True):
    show_verdict(say, found.facts.verdict)
    st.markdown(evidence_words(say, found.facts, Noun(), as_of, ZONE))
    show_what_to_say(say, found.facts, terms)
    if filled.whole_file and lately.facts.share is not None:
        st.caption(headline(say, lately.facts, kept=terms.kept, of=terms.of, period=days))
show_closed_only(say, found.facts)
with st.expander(say("How we computed it")):
    show_fold(say, found, terms)

saving = saving_form(say, viewer, process=taken.named("process")[0] if processes else "",
                     sentence=filled.terms["sentence"], period=days)  # fmt: skip
if saving is not None:
    what = filled.terms | saving.fields | {
        "cases": raw, "lines": taken.lines, "as_of": as_of, "file_name": taken.name, "file_hash": taken.sha,
        "idea_id": st.query_params.get("idea"),
    }  # fmt: skip
    saved = attempt(save_check, viewer, form_key=form_key("check"), **what)
    if saved:
        st.switch_page(place_file("promise"), query_params={"promise": saved.answer["promise_id"]})
