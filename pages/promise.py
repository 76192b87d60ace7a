"""The claim card: one promise, its verdict, what may be said today, where it is told, who signed, how computed."""

import streamlit as st

from models.portfolio import promise_card
from ui.cards import link_to, plain
from ui.entry import ask, enter, now
from ui.promise_cards import (
    evidence_words,
    show_choices,
    show_closed_only,
    show_fold,
    show_marks,
    show_signatures,
    show_told,
    show_too_old,
    show_versions,
    show_what_to_say,
    thread_slot,
    title_of,
)
from ui.promise_editing import change_form, life_buttons, sign_form, wording_forms
from ui.verdicts import promise_study
from words.promises import period_words, state_words
from words.speech import speech

viewer = enter("promise")
say = speech(viewer.language)
asked = st.query_params.get("promise") or st.query_params.get("id", "")
card = ask(promise_card, viewer, promise_id=asked, now=now())
terms, row = card.row.terms, card.row
study = promise_study(say, viewer, row.id, card.figures)

st.markdown(f"### «{plain(terms.sentence)}»")
if study is None:
    st.title(say("Too few data: no case to judge yet."))
    link_to(viewer, "process", say("Bring the data"), process=row.process_id)
else:
    facts = study.facts
    # Read again: computing may just have recorded the verdict that counts.
    verdict = row.verdict or ask(promise_card, viewer, promise_id=row.id, now=now()).row.verdict
    period = period_words(say, terms.period_days, terms.counts_from)
    if verdict is not None and verdict.too_old:
        st.title(f"? {say('Too few data: these are too old.')}")
        show_too_old(say, verdict.at, now())
    else:
        st.title(title_of(say, facts, terms, period))
    if verdict is not None:
        st.markdown(evidence_words(say, facts, row.noun, verdict.at, row.zone))
show_signatures(say, row, card.signatures)
if card.may_sign and row.keeper in ("asked", "but", "no"):
    sign_form(say, viewer, row)
if study is not None:
    show_marks(say, study, terms)
    st.subheader(say("What you may say today"))
    show_what_to_say(say, study.facts, terms)
    show_choices(say, study.facts, terms)
    with st.popover(say("Copy the sentence")):
        st.code(terms.sentence, language=None, wrap_lines=True)

st.subheader(say("Where we say it"))
if not card.wordings:
    st.markdown(say("Nowhere yet. Note where customers read or hear it: then you see what must change, and where."))
show_told(say, card.wordings, study, terms)
if card.may_edit:
    wording_forms(say, viewer, card)
    with st.expander(say("Change the promise")):
        change_form(say, viewer, card)
    life_buttons(say, viewer, row)

if study is not None:
    show_closed_only(say, study.facts)
    with st.expander(say("How we computed it")):
        show_fold(say, study, terms)
with st.expander(say("What was said when")):
    show_versions(say, card.versions, row.zone)
thread_slot(viewer, "promise", row.id)
st.caption(
    f"{state_words(say, row.state)} · {say('valid until %(day)s', day=say.date(terms.valid_until))} · "
    f"{say('process: %(name)s', name=plain(row.process))} · {say('owner: %(name)s', name=plain(row.process_owner))}"
)
link_to(viewer, "process", say("The cases behind it"), process=row.process_id)
