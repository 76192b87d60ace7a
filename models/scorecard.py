"""The touchpoint scorecard: does each place say the same figures, the same words, which values does it prove, can it
keep up?

Not a noun with a table: it reads places, verdicts, values and voices. Figures are judged against what is to be told
(the promise's own, or the one a list of changes asks for); words against the promise's own sentence; a value is proved
where a promise that proves it is told and holds; a touchpoint keeps up as well as the worst figure it tells.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Select
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, func, select

from analysis.verdict import Verdict
from models.access import May, Viewer
from models.base import fold
from models.feedback import Feedback
from models.portfolio import WORST_FIRST, PortfolioRow, promise_rows
from models.promise_terms import Terms
from models.readings import SheetReading, who_should_read
from models.to_change import figures_to_tell
from models.touchpoints import Control, Touchpoint, TouchpointView
from models.values import ValueView, values_all
from models.wording_terms import size_of
from models.wordings import ToldAt, figures_told

VOICES_WITHIN = timedelta(days=90)
UNHAPPY = 2
# A word and its other forms begin alike: "riparata", "riparazione".
_STEM = 5
_SMALL = frozenset(re.findall(
    r"\w+",
    "a ad al alla alle ai agli allo da dal dalla di del della dei delle in nel nella con su per tra fra il lo la i gli"
    " le l un uno una e ed o ti ci vi si mi lei noi tu tua tuo tue suo sua non che entro meno piu almeno gia qui"
    " the an of to at we you your our us is are it on or and within less than no more least",
))  # fmt: skip


class Answer(StrEnum):
    """How a touchpoint answers one question; `none`: there is nothing to judge."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    NONE = "none"


@dataclass(frozen=True)
class ScorecardFacts:
    """Everything the scorecard is judged from."""

    rows: dict[str, PortfolioRow]
    touchpoints: list[TouchpointView]
    told: list[ToldAt]
    targets: dict[str, tuple[float, str]]
    values: list[ValueView]
    voices: dict[str, tuple[int, int]]
    readers: dict[str, int]
    staff: int


@dataclass(frozen=True)
class ToldHere:
    """One promise as a touchpoint tells it. `figure`: what should be told; `verdict`: of the figure told here."""

    row: PortfolioRow
    words: str
    amount: float | None
    unit: str | None
    figure: tuple[float, str]
    same_figure: bool | None
    same_words: bool
    verdict: Verdict


@dataclass(frozen=True)
class Score:
    """A row of the scorecard. `values`: (name, whether its proof holds here). `voices`, `unhappy` and `readers` (who
    read what may be said there): of 90 days.
    """

    touchpoint_id: str
    name: str
    control: Control
    told: tuple[ToldHere, ...]
    values: tuple[tuple[str, bool], ...]
    voices: int
    unhappy: int
    readers: int

    @property
    def figures(self) -> Answer:
        """Does it say the same figures?"""
        judged = [one.same_figure for one in self.told if one.same_figure is not None]
        if not judged:
            return Answer.NONE
        return Answer.YES if all(judged) else Answer.NO

    @property
    def wording(self) -> Answer:
        """Does it say the same words? Its own words are no fault, as long as the figures are the same."""
        if not self.told:
            return Answer.NONE
        same = [one.same_words for one in self.told]
        return Answer.YES if all(same) else Answer.PARTLY

    @property
    def proves(self) -> Answer:
        """Which values does it prove?"""
        if not self.values:
            return Answer.NONE
        return Answer.YES if any(holds for _, holds in self.values) else Answer.NO

    @property
    def keeps(self) -> Verdict | None:
        """Can it keep up? The worst of what it tells; None where it tells nothing."""
        return min((one.verdict for one in self.told), key=WORST_FIRST.index, default=None)


def scorecard_facts(
    session: Session, viewer: Viewer, *, now: datetime, places: tuple[list[TouchpointView], list[ToldAt]]
) -> ScorecardFacts:  # fmt: skip
    """What the scorecard is judged from; `places` are those of `told_everywhere`. Five statements."""
    viewer.must(May.PROMISE_SEE)
    touchpoints, told = places
    voices, readers, staff = _heard_and_read(session, now - VOICES_WITHIN)
    rows = promise_rows(session, viewer, now=now, told=figures_told(told))
    return ScorecardFacts(
        {row.id: row for row in rows}, touchpoints, told, figures_to_tell(session, viewer),
        values_all(session, viewer), voices, readers, staff,
    )  # fmt: skip


def figures_to_judge(told: Iterable[ToldAt]) -> dict[str, list[tuple[float, str]]]:
    """Every figure told of each promise, for judging them by the same cases."""
    found: dict[str, set[tuple[float, str]]] = {}
    for one in told:
        if one.amount is not None and one.unit is not None:
            found.setdefault(one.promise_id, set()).add((one.amount, one.unit))
    return {promise_id: sorted(figures) for promise_id, figures in found.items()}


def scores(facts: ScorecardFacts, judged: Mapping[tuple[str, float, str], Verdict]) -> list[Score]:
    """Every touchpoint, worst first, the silent ones last. judged: verdicts of figures that are not the promise's."""
    found = []
    for place in facts.touchpoints:
        here = tuple(
            _told_here(facts, one, judged)
            for one in facts.told
            if one.touchpoint_id == place.id and one.promise_id in facts.rows
        )
        ids = {one.row.id: one.verdict is Verdict.SUPPORTED for one in here}
        values = tuple(
            (value.name, any(ids[promise_id] for promise_id in value.promise_ids if promise_id in ids))
            for value in facts.values
            if any(promise_id in ids for promise_id in value.promise_ids)
        )
        voices, unhappy = facts.voices.get(place.id, (0, 0))
        found.append(Score(place.id, place.name, place.control, here, values, voices, unhappy,
                           facts.readers.get(place.id, 0)))  # fmt: skip
    return sorted(found, key=_worst_first)


def same_words(sentence: str, words: str) -> bool:
    """Whether at least half of the words that matter in a promise's sentence are told, in any of their forms."""
    wanted, there = _stems(sentence), _stems(words)
    return not wanted or 2 * len(wanted & there) >= len(wanted)


def _heard_and_read(
    session: Session, since: datetime
) -> tuple[dict[str, tuple[int, int]], dict[str, int], int]:  # fmt: skip
    """By touchpoint, since then: voices and the unhappy among them, readers of its sheet; and how many should read."""
    here = (col(Feedback.touchpoint_id) == col(Touchpoint.id)) & (col(Feedback.created_at) > since)
    read = (
        (col(SheetReading.touchpoint_id) == col(Touchpoint.id))
        & (col(SheetReading.at) > since)
        & col(SheetReading.person_id).in_(who_should_read().scalar_subquery())
    )
    asked: Select[*tuple[Any, ...]] = select_columns(
        col(Touchpoint.id),
        select(func.count()).select_from(Feedback).where(here).scalar_subquery(),
        select(func.count()).select_from(Feedback).where(here, col(Feedback.face) <= UNHAPPY).scalar_subquery(),
        select(func.count(func.distinct(col(SheetReading.person_id)))).where(read).scalar_subquery(),
        select(func.count()).select_from(who_should_read().subquery()).scalar_subquery(),
    )
    rows = session.execute(asked).all()
    voices = {place: (heard, unhappy) for place, heard, unhappy, _, _ in rows if heard}
    return voices, {place: n for place, _, _, n, _ in rows}, rows[0][4] if rows else 0


def _told_here(facts: ScorecardFacts, one: ToldAt, judged: Mapping[tuple[str, float, str], Verdict]) -> ToldHere:
    row = facts.rows[one.promise_id]
    terms: Terms = row.terms
    figure = facts.targets.get(row.id, (terms.amount, terms.unit))
    size, own = size_of(one.amount, one.unit), size_of(terms.amount, terms.unit)
    verdict = row.stands
    if size is not None and size != own and one.amount is not None and one.unit is not None:
        verdict = judged.get((row.id, one.amount, one.unit), row.stands)
    return ToldHere(row, one.words, one.amount, one.unit, figure, None if size is None else size == size_of(*figure),
                    same_words(terms.sentence, one.words), verdict)  # fmt: skip


def _stems(text: str) -> set[str]:
    return {word[:_STEM] for word in re.findall(r"\w+", fold(text)) if word not in _SMALL}


def _worst_first(score: Score) -> tuple[int, int, int, str]:
    keeps = WORST_FIRST.index(score.keeps) if score.keeps is not None else len(WORST_FIRST)
    return (not score.told, score.figures is not Answer.NO, keeps, score.name)
