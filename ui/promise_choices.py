"""What may be said today: cautious, balanced, bold, side by side; and the sentence to copy."""

import streamlit as st

from analysis.verdict import Verdict
from models.promise_terms import Terms
from models.studies import Told, VerdictFacts
from ui.cards import show_verdict
from words.promises import of_hundred, out_of, time_words
from words.speech import Speech


def show_choices(say: Speech, facts: VerdictFacts, terms: Terms) -> None:
    """Cautious, balanced, bold: three figures by the same cases, side by side."""
    if facts.say is None or terms.metric != "clock":
        return
    own = Told(terms.amount, terms.unit, facts.share, facts.lower, facts.verdict)
    columns = [(say("Cautious"), facts.careful), (f"★ {say('Balanced')}", facts.say), (say("Bold"), own)]
    if facts.verdict is Verdict.SUPPORTED:
        columns = [(say("Cautious"), own), (f"★ {say('Balanced')}", facts.say)]
    shown = [(name, told) for name, told in columns if told is not None and told.share is not None]
    if len({(told.amount, told.unit) for _, told in shown}) < 2:
        # One figure is no choice.
        return
    for place, (name, told) in zip(st.columns(len(shown), border=True), shown, strict=True):
        with place:
            st.caption(name)
            st.markdown(f"**{say('within %(time)s', time=time_words(say, told.amount, told.unit))}**")
            st.markdown(of_hundred(say, told.share or 0.0, terms.kept / terms.of))
            show_verdict(say, told.verdict)


def show_copy(say: Speech, facts: VerdictFacts, terms: Terms) -> None:
    """The sentence that holds today, to be copied: the promise's own while it holds, else the nearest one."""
    if facts.verdict is Verdict.SUPPORTED:
        sentence = terms.sentence
    elif facts.say is not None:
        time = time_words(say, facts.say.amount, facts.say.unit, terms.value_unit)
        sentence = say("within %(time)s, %(share)s", time=time, share=out_of(say, terms.kept, terms.of))
    else:
        return
    with st.popover(say("Copy the sentence")):
        st.code(sentence, language=None, wrap_lines=True)
