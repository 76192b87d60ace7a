"""What is true and nobody tells, on the desk: each truth with a ready sentence, and where it is silent."""

from collections.abc import Mapping, Sequence

import streamlit as st

from models.access import Viewer
from models.portfolio import PortfolioRow
from models.to_tell import Better, Proven, Truths
from ui.cards import link_to, plain
from words.portfolio import public_sentence
from words.promises import period_words
from words.speech import Speech
from words.truths import answers_sentence, better_sentence, value_sentence


def show_truths(say: Speech, viewer: Viewer, truths: Truths, answered: Mapping[str, int]) -> None:
    """Promises kept beyond their target, improvements, values with proof, answers given."""
    if not len(truths):
        st.markdown(say("Whatever is kept beyond its target is told everywhere."))
    for truth in truths.kept:
        row = truth.row
        link_to(viewer, "promise", plain(row.terms.sentence), promise=row.id)
        told = say("told nowhere") if not truth.places else say.many(
            "told in %(n)s place", "told in %(n)s places", truth.places)  # fmt: skip
        st.markdown(f"{told} · {_silent(say, truth.silent)}")
        _ready(_kept(say, row))
    for better in truths.better:
        _show_better(say, viewer, better)
    for proven in truths.proven:
        _show_value(say, proven)
    answers = answers_sentence(say, answered)
    if answers:
        st.markdown(f"**{say('Answers given')}**")
        _ready(answers)
    st.caption(say("Here stand promises that hold and are told nowhere, or that miss at most two thirds of what they"
                   " may miss while some touchpoint of ours is silent; what got better beyond chance; values whose"
                   " proofs all hold; and what was answered in the last three months."))  # fmt: skip


def _show_better(say: Speech, viewer: Viewer, one: Better) -> None:
    link_to(viewer, "promise", plain(one.row.terms.sentence), promise=one.row.id)
    st.markdown(say("it got better"))
    target = one.row.terms.kept / one.row.terms.of
    _ready(better_sentence(say, one.row.terms.sentence, one.since, one.before, one.after, target, one.row.zone))


def _show_value(say: Speech, one: Proven) -> None:
    st.markdown(f"**{plain(one.value.name)}** · {_silent(say, one.silent)}")
    _ready(value_sentence(say, one.value.name, [_kept(say, row) for row in one.rows]))


def _kept(say: Speech, row: PortfolioRow) -> str:
    facts = row.verdict.facts if row.verdict else None
    if facts is None or facts.share is None:
        return row.terms.sentence
    period = period_words(say, row.terms.period_days, row.terms.counts_from)
    return public_sentence(say, row.terms.sentence, facts.share, row.terms.kept, row.terms.of, period)


def _silent(say: Speech, names: Sequence[str]) -> str:
    return say("silent at: %(where)s", where=plain(say.listed(list(names))))


def _ready(sentence: str) -> None:
    st.code(sentence, language=None, wrap_lines=True)
