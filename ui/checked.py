"""A check on the desk: the verdict of a sentence on the cases of a file, while nothing is stored."""

from dataclasses import dataclass
from datetime import datetime

import streamlit as st

from models.access import Viewer
from models.in_hands import not_ours_named
from models.processes import Noun
from models.promise_terms import TermsDraft, Variant, rule_of
from models.studies import SHELF, Study, part_of, study
from ui.cards import show_verdict
from ui.case_file import Taken
from ui.drift_parts import show_reasons
from ui.entry import ask
from ui.folds import fold
from ui.not_ours import show_not_ours
from ui.promise_cards import evidence_words, show_what_to_say, title_of
from ui.promise_method import show_closed_only, show_fold
from ui.sentence_form import Filled, Known
from ui.variant_parts import show_variants
from words.promises import period_words
from words.speech import Speech
from words.verdicts import headline


@dataclass(frozen=True)
class Checked:
    """The study of what was looked at, and of the promise's own period."""

    found: Study
    lately: Study


def known_of_file(taken: Taken, period: int, a_week: float, zone: str) -> Known:
    """What the sentence form wants to know of the cases in a file."""
    return Known(
        zone, period, a_week, taken.named("segment"), taken.named("outcome"), values="value" in taken.columns,
        ask_hours=True, columns=True,
    )  # fmt: skip


def check(taken: Taken, filled: Filled, terms: TermsDraft, at: float) -> Checked:
    """Judge the sentence on the file as of `at`, once for the same sentence. Refuses `hours_missing`."""
    rule = rule_of(terms, filled.hours)
    variants = [Variant(one.segment, one.amount, one.unit) for one in terms.variants]
    same = f"{taken.key}|{rule}|{at}|{terms.segment}|{terms.period_days}|{variants}"

    def judged(whole: bool) -> Study:
        own = part_of(taken.cases, segment=terms.segment)
        since = None if whole else at - terms.period_days * 86_400
        return study(own, rule, at, variants=variants, since=since, period_days=terms.period_days)

    return Checked(
        SHELF.get(f"{same}|{filled.whole_file}", lambda: judged(filled.whole_file)),
        SHELF.get(f"{same}|False", lambda: judged(False)),
    )


def checked_title(say: Speech, checked: Checked, terms: TermsDraft, filled: Filled) -> str:
    """The answer, as the title of the page."""
    period = say("in the whole file") if filled.whole_file else period_words(say, terms.period_days)
    return title_of(say, checked.found.facts, terms, period)


def show_checked(
    say: Speech, viewer: Viewer, taken: Taken, filled: Filled, terms: TermsDraft, checked: Checked, as_of: datetime,
    zone: str,
) -> None:  # fmt: skip
    """The verdict under the sentence, then its variants, and one fold below how it was computed."""
    found, lately = checked.found, checked.lately
    with filled.between.container(border=True):
        show_verdict(say, found.facts.verdict)
        st.markdown(evidence_words(say, found.facts, Noun(), as_of, zone))
        show_reasons(say, found.facts, zone)
        show_what_to_say(say, found.facts, terms)
        show_not_ours(say, ask(not_ours_named, viewer, names=taken.named("touchpoint")))
        if filled.whole_file and lately.facts.share is not None:
            period = period_words(say, terms.period_days)
            st.caption(headline(say, lately.facts, kept=terms.kept, of=terms.of, period=period))
    show_variants(say, found.facts, terms)
    show_closed_only(say, found.facts)
    with fold(say("How we computed it"), "computed"):
        show_fold(say, found, terms, filled.hours)
