"""The claim on the screen: the verdict in words, what may be said today, who signed.

Order is the argument: verdict, three marks, what you may say, where it must change, how it was computed.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import streamlit as st

from models.portfolio import PortfolioRow
from models.processes import Noun
from models.promise_terms import Terms, TermsDraft
from models.promises import Keeper, State
from models.signatures import SignatureView
from models.studies import Study, VerdictFacts
from ui.cards import plain, verdict_chip
from words.kinds import figure_words, variant_sentence
from words.promises import cases_words, keeper_words, period_words
from words.speech import Speech
from words.verdicts import evidence_line, headline, missing_sentence, other_sentence, today_sentence, too_old_sentence


def title_of(say: Speech, facts: VerdictFacts, terms: Terms | TermsDraft, period: str) -> str:
    """The page's title: its answer, with the sign of the verdict before it."""
    answer = headline(say, facts, kept=terms.kept, of=terms.of, period=period)
    worst = plain(variant_sentence(say, facts, terms.kept / terms.of))
    return f"{verdict_chip(say, facts.verdict)[0]} {answer} {worst}".rstrip()


def evidence_words(say: Speech, facts: VerdictFacts, noun: Noun, as_of: datetime, zone: str) -> str:
    """Cases, still open, data as of; the noun is typed by people, hence escaped."""
    cases = plain(cases_words(say, facts.cases, noun.one, noun.many))
    return evidence_line(say, facts, cases=cases, as_of=as_of, zone=zone)


def show_answer(say: Speech, study: Study, row: PortfolioRow, moment: datetime) -> None:
    """The title of a promise's page: its answer; suspended where the data are older than the promise looks back."""
    period = period_words(say, row.terms.period_days, row.terms.counts_from)
    if row.verdict is not None and row.verdict.too_old:
        st.title(f"? {say('Too few data: these are too old.')}")
        st.warning(too_old_sentence(say, max(1, (moment - row.verdict.at).days)))
    else:
        st.title(title_of(say, study.facts, row.terms, period))
    if row.verdict is not None:
        st.markdown(evidence_words(say, study.facts, row.noun, row.verdict.at, row.zone))


def show_what_to_say(say: Speech, facts: VerdictFacts, terms: Terms | TermsDraft) -> None:
    """The nearest sentence that holds today, the other way out, and what is missing."""
    bar = escaped(terms)
    st.markdown(f"**{today_sentence(say, facts, bar)}**")
    for sentence in (other_sentence(say, facts, bar), missing_sentence(say, facts)):
        if sentence:
            st.markdown(sentence)


def escaped(terms: Terms | TermsDraft) -> Terms | TermsDraft:
    """The same with what people typed in it made safe for Markdown."""
    typed: dict[str, Any] = {
        "value_unit": plain(terms.value_unit), "yes_when": tuple(plain(one) for one in terms.yes_when)
    }  # fmt: skip
    return replace(terms, **typed) if isinstance(terms, Terms) else terms.model_copy(update=typed)


def show_signatures(say: Speech, row: PortfolioRow, signatures: Sequence[SignatureView]) -> None:
    """Who signed the present version, in one line, and "one oar only" where it is so."""
    promised = row.state is not State.DRAFT or row.keeper is not Keeper.NOT_ASKED
    mark = say("%(name)s: yes, I promise it", name=plain(row.owner))
    last = next((s for s in signatures if s.version == row.terms.number), None)
    figure = ""
    if last and last.amount is not None and last.unit:
        figure = figure_words(say, row.terms, last.amount, last.unit)
    name = last.who if last and row.keeper not in (Keeper.ASKED, Keeper.NOT_ASKED) else row.process_owner
    words = last.words if last and row.keeper not in (Keeper.ASKED, Keeper.NOT_ASKED) else ""
    keeper = keeper_words(say, row.keeper, plain(name), plain(words), figure)
    st.markdown("✎ " + " · ".join([mark, keeper] if promised else [keeper]))
    if row.one_oar:
        st.warning(f"🛶 {one_oar_words(say)}")


def one_oar_words(say: Speech) -> str:
    """In use, and who must keep it has not agreed."""
    return say("One oar only: it is told to customers, and who must keep it has not agreed.")
