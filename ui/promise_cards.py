"""The claim on the screen: the verdict in words, what may be said today, where it is told, the fold with the method.

Order is the argument: verdict, three marks, what you may say, where it must change, how it was computed.
"""

from collections.abc import Sequence
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from typing import Any
from urllib.parse import quote

import streamlit as st

from analysis.units import UNITS
from analysis.verdict import Verdict
from charts.claim import Mark, claim_curve, three_marks
from models.access import Viewer
from models.portfolio import PortfolioRow, VersionView, different_figures
from models.processes import Noun
from models.promise_terms import Terms, TermsDraft
from models.promises import Keeper, State
from models.signatures import SignatureView
from models.studies import Study, Told, VerdictFacts
from models.wordings import WordingView
from ui.cards import link_to, plain, show_verdict, verdict_chip
from words.promises import (
    cases_words,
    exact_time,
    figures_differ,
    keeper_words,
    oars,
    of_hundred,
    out_of,
    period_words,
    state_words,
    target_words,
    time_words,
    told_words,
)
from words.speech import Speech
from words.verdicts import (
    closed_only_sentence,
    evidence_line,
    headline,
    method_sentences,
    missing_sentence,
    next_move,
    other_sentence,
    today_sentence,
    too_old_sentence,
)
from words.warnings import warning_sentence

_IN_A_LINK = ":/?#@!$&'*+,;=%-._~"
BARS = "▁▂▃▄▅▆▇█"


def title_of(say: Speech, facts: VerdictFacts, terms: Terms | TermsDraft, period: str) -> str:
    """The page's title: its answer, with the sign of the verdict before it."""
    return f"{verdict_chip(say, facts.verdict)[0]} {headline(say, facts, kept=terms.kept, of=terms.of, period=period)}"


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


def show_what_to_say(say: Speech, facts: VerdictFacts, terms: Terms | TermsDraft) -> None:
    """The nearest sentence that holds today, the other way out, and what is missing."""
    amount, unit, own = terms.amount, str(terms.unit), plain(terms.value_unit)
    now = today_sentence(say, facts, amount=amount, unit=unit, kept=terms.kept, of=terms.of, value_unit=own)
    st.markdown(f"**{now}**")
    other = other_sentence(say, facts, amount=amount, unit=unit, value_unit=own)
    for sentence in (other, missing_sentence(say, facts)):
        if sentence:
            st.markdown(sentence)


def show_warnings(say: Speech, facts: VerdictFacts) -> None:
    """What must be known beside the figures."""
    for code, count, more in facts.warnings:
        st.markdown("- " + warning_sentence(say, code, count, more))


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


def show_marks(say: Speech, study: Study, terms: Terms) -> None:
    """Promised and kept on one line (expected joins them when customers were asked)."""
    band = study.assessment.band
    if band is None or terms.metric != "clock":
        return
    marks = [Mark(say("Promised"), terms.amount * UNITS[terms.unit], time_words(say, terms.amount, terms.unit))]
    reached = band.times[band.share >= terms.kept / terms.of]
    if len(reached):
        words = say("%(time)s, %(share)s", time=_rough(say, float(reached[0]), terms.unit),
                    share=out_of(say, terms.kept, terms.of))  # fmt: skip
        marks.append(Mark(say("Kept"), float(reached[0]), words))
    st.vega_lite_chart(three_marks(say, marks), alt="; ".join(f"{mark.label}: {mark.words}" for mark in marks))


def told_rows(
    say: Speech, wordings: Sequence[WordingView], study: Study | None, terms: Terms
) -> list[tuple[WordingView, str, str]]:
    """Each place with its figure in words and its verdict, by the same cases."""
    rows = []
    for wording in wordings:
        figure, verdict = "–", ""
        if wording.amount is not None and wording.unit is not None:
            figure = time_words(say, wording.amount, wording.unit, terms.value_unit)
            told = study.told.get((wording.amount, wording.unit)) if study else None
            if told is not None and told.share is not None:
                share = of_hundred(say, told.share, terms.kept / terms.of)
                verdict = f"{verdict_chip(say, told.verdict)[0]} {share}"
        rows.append((wording, figure, verdict))
    return rows


def show_told(say: Speech, wordings: Sequence[WordingView], study: Study | None, terms: Terms) -> None:
    """Where we say it: touchpoint and words, figure, verdict, who changes it; and whether the figures differ."""
    for wording, figure, verdict in told_rows(say, wordings, study, terms):
        place = plain(wording.place)
        if wording.is_link:
            # Only an http address that the draft has checked; its brackets cannot close the link.
            place = f"[{say('page')}]({quote(wording.place, safe=_IN_A_LINK)})"
        with st.container(border=True):
            left, middle, right = st.columns([5, 3, 2])
        left.markdown(f"**{plain(wording.touchpoint)}** «{plain(wording.words)}»" + (f" · {place}" if place else ""))
        middle.markdown(" · ".join(part for part in (plain(figure), verdict) if part))
        if wording.changer:
            right.caption(say("Changed by %(who)s", who=plain(wording.changer)))
    figures = different_figures((w.amount, w.unit) for w in wordings)
    if len(figures) > 1:
        st.markdown(f"⚠ **{figures_differ(say, len(wordings), len(figures))}**")


def show_fold(say: Speech, study: Study, terms: Terms | TermsDraft) -> None:
    """How it was computed: curve and band, exact figures, the closed-only figure, what must be known."""
    clock = terms.metric == "clock"
    band = study.assessment.band
    if band is not None:
        unit = str(terms.unit)
        threshold = terms.amount * UNITS[unit] if clock else terms.amount
        st.markdown(f"**{say('How many are kept within each time')}**" if clock else "")
        st.vega_lite_chart(
            claim_curve(say, band, threshold=threshold, target=terms.kept / terms.of, unit=unit,
                        value_unit=terms.value_unit, verdict=study.facts.verdict, within=study.facts.promise_within),
            alt=say("The curve of time promised against share kept, with the range it lies in"),
        )  # fmt: skip
    for sentence in method_sentences(say, study.facts, clock=clock):
        st.markdown("- " + sentence)
    show_warnings(say, study.facts)


def show_closed_only(say: Speech, facts: VerdictFacts) -> None:
    """Why does my report say something else?"""
    sentence = closed_only_sentence(say, facts)
    if sentence:
        with st.expander(say("Why does my report say something else?")):
            st.markdown(sentence)


def show_versions(say: Speech, versions: Sequence[VersionView], zone: str) -> None:
    """What was said when; where the bar moved, the verdict before and after."""
    for view in reversed(versions):
        terms = view.terms
        share = out_of(say, terms.kept, terms.of)
        time = time_words(say, terms.amount, terms.unit, plain(terms.value_unit))
        period = period_words(say, terms.period_days, terms.counts_from)
        st.markdown(
            f"**{terms.number}.** {say.date(terms.created_at, zone)} · {plain(view.by)} · «{plain(terms.sentence)}» · "
            f"{time} · {share} · {period}"
        )
        if view.moved:
            before = verdict_chip(say, view.before.facts.verdict) if view.before else "–"
            after = verdict_chip(say, view.after.facts.verdict) if view.after else "–"
            st.markdown(f"↳ {say('Bar moved')}: {before} → {after}")
        if terms.reason:
            st.caption(plain(terms.reason))


def show_signatures(say: Speech, row: PortfolioRow, signatures: Sequence[SignatureView]) -> None:
    """Who signed the present version, in one line each, and "one oar only" where it is so."""
    promised = row.state is not State.DRAFT or row.keeper is not Keeper.NOT_ASKED
    mark = say("%(name)s: yes, I promise it", name=plain(row.owner))
    if promised:
        st.markdown("✎ " + mark)
    last = next((s for s in signatures if s.version == row.terms.number), None)
    figure = time_words(say, last.amount, last.unit) if last and last.amount is not None and last.unit else ""
    name = last.who if last and row.keeper not in (Keeper.ASKED, Keeper.NOT_ASKED) else row.process_owner
    words = last.words if last and row.keeper not in (Keeper.ASKED, Keeper.NOT_ASKED) else ""
    st.markdown("✎ " + keeper_words(say, row.keeper, plain(name), plain(words), figure))
    if row.one_oar:
        st.warning(f"🛶 {one_oar_words(say)}")


def one_oar_words(say: Speech) -> str:
    """In use, and who must keep it has not agreed."""
    return say("One oar only: it is told to customers, and who must keep it has not agreed.")


def show_row(say: Speech, viewer: Viewer, row: PortfolioRow) -> None:
    """One promise of a list, as a card: verdict, sentence, how often kept, signatures, places, next move."""
    facts = row.verdict.facts if row.verdict else None
    too_old = bool(row.verdict and row.verdict.too_old)
    with st.container(border=True):
        left, middle, right = st.columns([3, 2, 2])
        with left:
            show_verdict(say, row.stands)
            target = target_words(say, row.terms.kept, row.terms.of)
            link_to(viewer, "promise", f"{plain(row.terms.sentence)} ({target})", promise=row.id)
        with middle:
            if facts is not None and facts.share is not None:
                small = facts.verdict is Verdict.NOT_ENOUGH_EVIDENCE and not facts.unknown
                kept = out_of(say, facts.kept, facts.cases) if small else of_hundred(
                    say, facts.share, row.terms.kept / row.terms.of)  # fmt: skip
                st.markdown(f"**{kept}** {sparkline(facts.weeks)}")
            else:
                st.markdown("–")
            st.caption(f"{oars(say, row.state is not State.DRAFT, row.keeper)} · {state_words(say, row.state)}"
                       + (f" · {say('one oar only')}" if row.one_oar else ""))  # fmt: skip
        with right:
            move = next_move(say, facts, places=row.places, value_unit=plain(row.terms.value_unit), too_old=too_old)
            st.markdown(f"→ {move}")
            st.caption(told_words(say, row.places, row.differs))


def sparkline(weeks: Sequence[float]) -> str:
    """The last weeks as bars of text, from the lowest to the highest share; nothing where there is little to see."""
    if len(weeks) < 3:
        return ""
    low = min(weeks)
    span = max(max(weeks) - low, 0.05)
    return "".join(BARS[min(len(BARS) - 1, int((week - low) / span * len(BARS)))] for week in weeks)


def thread_slot(viewer: Viewer, noun: str, object_id: str) -> None:
    """The thread of this object, where that panel is built."""
    if find_spec("ui.thread_panel") is not None:
        panel: Any = import_module("ui.thread_panel")
        panel.thread_panel(viewer, noun, object_id)


def _rough(say: Speech, seconds: float, unit: str) -> str:
    """A kept time beside a promised one: in halves of the promise's own unit, of days where hours grow long."""
    if unit == "h" and seconds > 2 * UNITS["d"]:
        unit = "d"
    halves = round(seconds / UNITS[unit] * 2) / 2
    return time_words(say, halves, unit) if halves >= 1 else exact_time(say, seconds)
