"""Expected, promised, kept on the desk: the emblem, and what it says in one sentence.

The third mark is the best figure that is kept as often as promised; competitors stand below, staff only.
"""

from collections.abc import Sequence

import streamlit as st

from charts.emblem import Mark, Range, emblem
from models.choices import has_figure, kept_of, story_now, units_of
from models.competitors import ClaimView
from models.expectations import Expected
from models.promise_terms import Terms
from models.studies import Study
from words.claim import expected_words, range_words, sources_words, story_words
from words.kinds import figure_words
from words.promises import exact_time, out_of, time_words, unit_words
from words.speech import Speech


def show_marks(
    say: Speech, study: Study, terms: Terms, expected: Expected | None, claims: Sequence[ClaimView]
) -> None:
    """One picture, three marks, one sentence. Nothing for a promise that is kept or not, or between two figures."""
    if not has_figure(terms) or study.assessment.band is None:
        return
    sizes = units_of(terms)
    own = terms.amount * sizes.get(terms.unit, 1.0)
    kept = kept_of(study, terms)
    hoped = None if expected is None else Mark(
        say("Expected"), expected.size,
        expected_words(say, expected.count, expected.median, expected.unit, terms.value_unit),
    )  # fmt: skip
    promised = Mark(say("Promised"), own, figure_words(say, terms, terms.amount, terms.unit))
    reached = Mark(say("Kept"), kept, _kept_words(say, terms, kept, sizes))
    axis = "value" if terms.unit == "value" else _axis_unit(max(own, kept or 0.0), sizes)
    st.html(emblem(
        say, expected=hoped, promised=promised, kept=reached, ranges=_ranges(say, terms, claims),
        tone=study.facts.verdict, unit=sizes.get(axis, 1.0),
        unit_name=terms.value_unit if axis == "value" else unit_words(say, axis),
    ))  # fmt: skip
    story = story_now(study, terms, expected)
    if story is not None:
        st.markdown(f"→ **{story_words(say, story)}**")
    if expected is not None and expected.sources:
        st.caption(sources_words(say, expected.sources))


def _kept_words(say: Speech, terms: Terms, kept: float | None, sizes: dict[str, float]) -> str:
    share = out_of(say, terms.kept, terms.of)
    if kept is None:
        return say("never %(share)s", share=share)
    if terms.unit == "value":
        return say("%(time)s, %(share)s", time=time_words(say, kept, "value", terms.value_unit), share=share)
    return say("%(time)s, %(share)s", time=_rough(say, kept, terms.unit, sizes), share=share)


def _ranges(say: Speech, terms: Terms, claims: Sequence[ClaimView]) -> list[Range]:
    """Competitors' claims in the promise's kind of figure, with their names."""
    found = []
    for claim in claims:
        if claim.sizes is None or (claim.unit == "value") != (terms.unit == "value"):
            continue
        words = range_words(say, claim.low or 0.0, claim.high or 0.0, claim.unit or "", terms.value_unit)
        if claim.stale:
            words = say("%(figure)s, to be checked again", figure=words)
        found.append(Range(claim.name, *claim.sizes, words, claim.stale))
    return found


def _axis_unit(size: float, sizes: dict[str, float]) -> str:
    return next((unit for unit in ("d", "h", "min") if size >= sizes[unit]), "s")


def _rough(say: Speech, size: float, unit: str, sizes: dict[str, float]) -> str:
    """A kept time beside a promised one: in halves of the promise's own unit, of days where hours grow long."""
    if unit == "h" and size > 2 * sizes["d"]:
        unit = "d"
    halves = round(size / sizes[unit] * 2) / 2
    return time_words(say, halves, unit) if halves >= 1 else exact_time(say, size)
