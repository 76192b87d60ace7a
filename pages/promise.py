"""The claim card: one promise, its verdict, what may be said today, where it is told, who signed, how computed."""

import streamlit as st

from models.days import day_in
from models.portfolio import promise_card
from models.variants import terms_of_headline
from ui.cards import link_to, plain
from ui.changes import show_to_change
from ui.drift_parts import show_burning, show_drift, show_reasons
from ui.entry import ask, enter, now
from ui.felt_parts import show_felt
from ui.folds import fold
from ui.not_ours import show_hands
from ui.promise_actions import show_claim
from ui.promise_cards import show_answer, show_signatures
from ui.promise_editing import change_form, life_buttons, sign_form
from ui.promise_method import show_closed_only, show_fold, show_versions
from ui.promise_rows import thread_slot
from ui.promise_told import show_where_told
from ui.publishing import publishing_part
from ui.variant_parts import show_variants
from ui.verdicts import promise_study
from words.promises import state_words
from words.speech import speech

viewer = enter("promise")
say = speech(viewer.language)
asked = st.query_params.get("promise") or st.query_params.get("id", "")
card = ask(promise_card, viewer, promise_id=asked, now=now())
terms, row = card.row.terms, card.row
study = promise_study(say, viewer, row.id, card.figures)
if study is not None and row.verdict is None:
    # Read again: computing has just recorded the verdict that counts.
    card = ask(promise_card, viewer, promise_id=asked, now=now())
    row = card.row
good = study is not None and not (row.verdict and row.verdict.too_old)

st.markdown(f"### {say.quoted(plain(terms.sentence))}")
if study is None:
    st.title(say("Too few data: no case to judge yet."))
    link_to(viewer, "process", say("Bring the data"), process=row.process_id)
else:
    show_answer(say, study, row, now())
    show_reasons(say, study.facts, row.zone)
    show_variants(say, study.facts, terms)
# Whoever comes to change the places finds them first.
asked_for_changes = st.query_params.get("show") == "changes"
changing = show_to_change(say, viewer, row.id, day_in(row.zone, now())) if asked_for_changes else None
show_felt(say, viewer, row)
show_hands(say, viewer, row.id)
show_signatures(say, row, card.signatures)
if card.may_sign and row.keeper == "asked":
    sign_form(say, viewer, row)
elif card.may_sign and row.keeper in ("but", "no"):
    with fold(say("Answer anew"), f"anew-{row.id}"):
        sign_form(say, viewer, row)
# On the first screen: from here one goes back to who asked for it, and on to the cases and what is done.
thread_slot(viewer, "promise", row.id)
if study is not None and good:
    show_claim(say, viewer, card, study)

st.subheader(say("Where we say it"))
show_where_told(say, viewer, card, study, changing=changing)
if study is not None and good:
    show_drift(say, study, terms, row.zone)
    show_burning(say, study.facts)
if card.may_edit:
    if study is None or not good:
        with fold(say("Change the promise"), f"change-{row.id}"):
            change_form(say, viewer, card)
    life_buttons(say, viewer, row)
link_to(viewer, "actions", say("What is done about it"), promise=row.id)
publishing_part(say, viewer, row, may_edit=card.may_edit)

if study is not None:
    show_closed_only(say, study.facts)
    with fold(say("How we computed it"), "computed"):
        show_fold(say, study, terms_of_headline(terms, study.facts.variants, study.facts.headline_of))
with fold(say("What was said when"), "versions"):
    show_versions(say, card.versions, row.zone)
st.caption(
    f"{state_words(say, row.state)} · {say('valid until %(day)s', day=say.date(terms.valid_until))} · "
    f"{say('process: %(name)s', name=plain(row.process))} · {say('owner: %(name)s', name=plain(row.process_owner))}"
)
link_to(viewer, "process", say("The cases behind it"), process=row.process_id)
