"""The portfolio's table: at the desk a row a promise, on a phone a card; each with its next move."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import streamlit as st

from analysis.prediction import Answer
from analysis.verdict import Verdict
from charts.weeks import weeks_picture
from models.access import Viewer
from models.campaigns import CampaignView
from models.launching import Ready
from models.portfolio import PortfolioRow
from models.promises import State
from models.studies import VerdictFacts
from models.to_tell import is_worth_telling
from ui.cards import link_to, plain, show_verdict, verdict_chip
from words.during import during_words
from words.portfolio import age_words, misses_words, move_words, weeks_words
from words.promises import oars, of_hundred, out_of, promised_words, state_words, told_words
from words.speech import Speech

_WIDTHS = (1.7, 2.9, 1.9, 1.4, 1.2, 1.1, 1.9)

NARROW = """
<style>
@media (max-width: 640px) {
  [class*="st-key-portfolio-row-"] [data-testid="stColumn"]:nth-child(5) p::before { content: "%s: "; }
  [class*="st-key-portfolio-row-"] [data-testid="stColumn"]:nth-child(6) p::before { content: "%s: "; }
}
</style>
"""


@dataclass(frozen=True)
class Chosen:
    """A campaign chosen over the table: each promise it leans on, ready to be predicted."""

    campaign: CampaignView
    ready: Mapping[str, Ready]


def show_portfolio(
    say: Speech, viewer: Viewer, rows: Sequence[PortfolioRow], now: datetime, chosen: Chosen | None = None
) -> None:
    """The heads, which on a phone stand before the two figures that need one, and a row each.

    chosen: with a campaign every row says how it stands today and during the campaign, and why.
    """
    last = say("During the campaign") if chosen else say("Next move")
    heads = (say("Verdict"), say("Promise"), say("How often kept"), say("12 weeks"), say("Signed"), say("Told in"),
             last)  # fmt: skip
    if chosen:
        link_to(viewer, "campaign", say("today → during «%(campaign)s»", campaign=plain(chosen.campaign.name)),
                campaign=chosen.campaign.id)  # fmt: skip
    with st.container(key="portfolio-heads"):
        for place, head in zip(st.columns(_WIDTHS), heads, strict=True):
            place.caption(head)
    # The catalogue's words only: nothing typed gets into a style.
    st.html(NARROW % (say("Signed"), say("Told in")))
    newest = max((row.verdict.at for row in rows if row.verdict), default=None)
    asked = [row for row in rows if row.state is State.IN_USE] or list(rows)
    for number, row in enumerate(asked):
        with st.container(key=f"portfolio-row-{number}"):
            _row(say, viewer, row, now, newest, chosen)
    later = [row for row in rows if row not in asked]
    if later:
        st.markdown(f"**{say('Not in use')}**")
    for number, row in enumerate(later):
        with st.container(key=f"portfolio-row-later-{number}"):
            _row(say, viewer, row, now, newest, chosen)


def _row(
    say: Speech, viewer: Viewer, row: PortfolioRow, now: datetime, newest: datetime | None, chosen: Chosen | None
) -> None:
    seen = row.verdict
    facts = seen.facts if seen else None
    verdict, promise, kept, weeks, signed, told, move = st.columns(_WIDTHS, vertical_alignment="center")
    with verdict:
        show_verdict(say, row.stands)
        if chosen:
            st.markdown(f"→ **{verdict_chip(say, _during(row, chosen))}**")
    with promise:
        link_to(viewer, "promise", plain(row.terms.sentence), promise=row.id)
        state = [] if row.state is State.IN_USE else [state_words(say, row.state)]
        target = say("promised: %(target)s", target=promised_words(say, row.terms.kept, row.terms.of))
        st.caption(" · ".join([target, *state]))
    with kept:
        _kept(say, row, now, newest)
    with weeks:
        said = weeks_words(say, facts.weeks, row.terms.kept, row.terms.of) if facts else ""
        picture = weeks_picture(facts.weeks, row.terms.kept / row.terms.of, said) if facts else ""
        if picture:
            st.html(picture)
        else:
            st.caption(say("too few weeks"))
    with signed:
        one_oar = f"  \n:small[⚠ {say('one oar only')}]" if row.one_oar else ""
        signs = oars(say, row.state is not State.DRAFT, row.keeper)
        st.markdown("  \n".join(f":small[{sign}]" for sign in signs) + one_oar)
    with told:
        st.markdown(told_words(say, row.places, row.differs))
    with move:
        if chosen:
            why = st.markdown if row.id in chosen.ready else st.caption
            why("→ " + _why(say, row, chosen))
            return
        # What people typed (a unit, a segment, a noun) stands in it: escaped as a whole.
        st.markdown("→ " + plain(move_words(
            say, facts, row.terms, places=row.places, worth_telling=is_worth_telling(row),
            too_old=bool(seen and seen.too_old), noun=(row.noun.one, row.noun.many),
        )))  # fmt: skip


def _during(row: PortfolioRow, chosen: Chosen) -> Verdict:
    """The verdict in the campaign; what it does not lean on stays as it is."""
    ready = chosen.ready.get(row.id)
    if ready is None:
        return row.stands
    found = ready.predict(chosen.campaign.likely / 100)
    return found.verdict if found else Verdict.NOT_ENOUGH_EVIDENCE


def _why(say: Speech, row: PortfolioRow, chosen: Chosen) -> str:
    """What the campaign does to it, in a few words; names are typed by people, hence escaped."""
    ready, uplift = chosen.ready.get(row.id), chosen.campaign.likely / 100
    if ready is None:
        return say("the campaign does not lean on it")
    found, staff = ready.predict(uplift), ready.staff()
    enough = ready.enough_agents(uplift) if found and found.answer is not Answer.YES else None
    return plain(during_words(
        say, found, target=row.terms.kept / row.terms.of, owner=row.process_owner,
        agents=staff.agents if staff else None, enough=enough,
        then=ready.predict(uplift, enough) if enough is not None else None,
    ))  # fmt: skip


def trend(say: Speech, facts: VerdictFacts) -> str:
    """An arrow and its word where the promise is getting worse or better; nothing where it stands."""
    if facts.drift is None:
        return ""
    if facts.drift.worsening:
        return f" ↓ {say('worse')}"
    return f" ↑ {say('better')}" if facts.drift.improving else ""


def _kept(say: Speech, row: PortfolioRow, now: datetime, newest: datetime | None) -> None:
    seen = row.verdict
    facts, share = (seen.facts, seen.facts.share) if seen else (None, None)
    if seen is None or facts is None or share is None:
        st.markdown("–")
        return
    small = facts.verdict is Verdict.NOT_ENOUGH_EVIDENCE and not facts.unknown
    target = row.terms.kept / row.terms.of
    said = out_of(say, facts.kept, facts.cases) if small else of_hundred(say, share, target)
    notes = []
    if facts.burning is not None and not small:
        notes.append(misses_words(say, facts.burning.left, facts.burning.allowed))
        if facts.burning.alert:
            notes.append(f"🔥 {say('burning fast')}")
    if seen.at != newest or (now - seen.at).days > 7:
        notes.append(age_words(say, seen.at, now, row.zone))
    small_print = f"  \n:small[{' · '.join(notes)}]" if notes else ""
    st.markdown(f"**{said}**{trend(say, facts)}{small_print}")
