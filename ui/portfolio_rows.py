"""The portfolio's table: at the desk a row a promise, on a phone a card; each with its next move."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

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
from ui.cards import link_to, plain, show_verdict, verdict_badge, verdict_chip
from words.during import during_words
from words.portfolio import age_words, misses_words, move_words, weeks_words
from words.promises import oars, of_hundred, out_of, promised_words, state_words, told_words
from words.speech import Speech

# A row is few blocks, because each one costs time: verdict, link, what is promised, and five cells of plain HTML.
LOOK = """
<style>
.dr-cells { line-height: 1.55; overflow-wrap: anywhere; }
.dr-cells b { font-weight: 600; }
.dr-cells small { display: block; font-size: 0.875rem; }
.dr-cells .dr-quiet, .dr-heads { font-size: 0.875rem; opacity: 0.8; }
[class*="st-key-portfolio-row-"] > * { width: auto !important; min-width: 0; }
@media (min-width: 641px) {
  .dr-heads, [class*="st-key-portfolio-row-"] { display: grid; gap: 0 1rem;
    grid-template-columns: minmax(0, 1.7fr) minmax(0, 2.9fr) minmax(0, 8.1fr); }
  .dr-heads { margin-bottom: -0.75rem; }
  .dr-cells { display: grid; gap: 0 1rem; align-items: center;
    grid-template-columns: minmax(0, 2fr) minmax(6.75rem, 1.4fr) minmax(0, 1.25fr) minmax(0, 1.1fr) minmax(0, 1.9fr); }
  .dr-label { display: none; }
  [class*="st-key-portfolio-row-"] > :is(:nth-child(1), :nth-child(4)) { grid-row: 1 / span 2; align-self: center; }
  [class*="st-key-portfolio-row-"] > :nth-child(2) { align-self: end; }
  [class*="st-key-portfolio-row-"] > :nth-child(3) { grid-area: 2 / 2; }
  [class*="st-key-portfolio-row-"] > :nth-child(4) { grid-column: 3; }
}
@media (max-width: 640px) {
  .dr-heads { display: none; }
  [class*="st-key-portfolio-row-"] { gap: 0.35rem; }
  .dr-cells { display: flex; flex-direction: column; gap: 0.35rem; }
  .dr-label ~ small { display: inline; margin-right: 0.6rem; }
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
        link_to(viewer, "campaign", say("today → during “%(campaign)s”", campaign=plain(chosen.campaign.name)),
                campaign=chosen.campaign.id)  # fmt: skip
    first, second, *cells = (f"<span>{escape(head)}</span>" for head in heads)
    st.html(f'{LOOK}<div class="dr-heads">{first}{second}<div class="dr-cells">{"".join(cells)}</div></div>')
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
    if chosen:
        st.markdown(f"{verdict_badge(say, row.stands)}  \n→ **{verdict_chip(say, _during(row, chosen))}**")
    else:
        show_verdict(say, row.stands)
    link_to(viewer, "promise", plain(row.terms.sentence), promise=row.id)
    state = [] if row.state is State.IN_USE else [state_words(say, row.state)]
    target = say("promised: %(target)s", target=promised_words(say, row.terms.kept, row.terms.of))
    st.caption(" · ".join([target, *state]))
    oar = f"⚠ {say('one oar only')}" if row.one_oar else ""
    signs = [*oars(say, row.state is not State.DRAFT, row.keeper), *([oar] if oar else [])]
    cells = (
        _kept(say, row, now, newest),
        _weeks(say, row),
        _label(say("Signed")) + "".join(f"<small>{escape(sign)}</small>" for sign in signs),
        _label(say("Told in")) + escape(told_words(say, row.places, row.differs)),
        _move(say, row, chosen),
    )
    st.html('<div class="dr-cells">' + "".join(f"<div>{cell}</div>" for cell in cells) + "</div>")


def _label(words: str) -> str:
    """The head of a figure that needs one where the heads do not stand: on a phone."""
    return f'<span class="dr-label">{escape(words)}: </span>'


def _weeks(say: Speech, row: PortfolioRow) -> str:
    weeks, terms = row.verdict.facts.weeks if row.verdict else (), row.terms
    said = weeks_words(say, weeks, terms.kept, terms.of)
    return weeks_picture(weeks, terms.kept / terms.of, said) or f'<span class="dr-quiet">{say("too few weeks")}</span>'


def _move(say: Speech, row: PortfolioRow, chosen: Chosen | None) -> str:
    """What to do next; with a campaign, what it does to this promise. What people typed stands in it, hence escaped."""
    if chosen:
        why = "→ " + escape(_why(say, row, chosen))
        return why if row.id in chosen.ready else f'<span class="dr-quiet">{why}</span>'
    seen = row.verdict
    return "→ " + escape(move_words(
        say, seen.facts if seen else None, row.terms, places=row.places, worth_telling=is_worth_telling(row),
        too_old=bool(seen and seen.too_old), noun=(row.noun.one, row.noun.many),
    ))  # fmt: skip


def _during(row: PortfolioRow, chosen: Chosen) -> Verdict:
    """The verdict in the campaign; what it does not lean on stays as it is."""
    ready = chosen.ready.get(row.id)
    if ready is None:
        return row.stands
    found = ready.predict(chosen.campaign.likely / 100)
    return found.verdict if found else Verdict.NOT_ENOUGH_EVIDENCE


def _why(say: Speech, row: PortfolioRow, chosen: Chosen) -> str:
    """What the campaign does to it, in a few words."""
    ready, uplift = chosen.ready.get(row.id), chosen.campaign.likely / 100
    if ready is None:
        return say("the campaign does not lean on it")
    found, staff = ready.predict(uplift), ready.staff()
    enough = ready.enough_agents(uplift) if found and found.answer is not Answer.YES else None
    return during_words(
        say, found, target=row.terms.kept / row.terms.of, owner=row.process_owner,
        agents=staff.agents if staff else None, enough=enough,
        then=ready.predict(uplift, enough) if enough is not None else None,
    )  # fmt: skip


def trend(say: Speech, facts: VerdictFacts) -> str:
    """An arrow and its word where the promise is getting worse or better; nothing where it stands."""
    if facts.drift is None:
        return ""
    if facts.drift.worsening:
        return f" ↓ {say('worse')}"
    return f" ↑ {say('better')}" if facts.drift.improving else ""


def _kept(say: Speech, row: PortfolioRow, now: datetime, newest: datetime | None) -> str:
    seen = row.verdict
    facts, share = (seen.facts, seen.facts.share) if seen else (None, None)
    if seen is None or facts is None or share is None:
        return "–"
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
    small_print = f"<small>{escape(' · '.join(notes))}</small>" if notes else ""
    return f"<b>{escape(said)}</b>{escape(trend(say, facts))}{small_print}"
