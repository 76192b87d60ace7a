"""Can we launch? What a campaign does to the promises it leans on: today and during, and afterwards what came in.

Invariants: computed outside any door, from the same cases as the verdicts; the part that does not depend on the guess
is kept by what it rests on, so that another guess costs microseconds; nothing here is typed or stored.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from analysis.capacity import Prepared, predict, prepare
from analysis.cases import CleanCases, clean, only
from analysis.flow import CameIn, came_in
from analysis.prediction import Answer, Prediction, Staff
from analysis.verdict import Assessment, Verdict, assess
from models.access import Viewer
from models.campaigns import CampaignView
from models.capacities import CapacityView, capacities_of
from models.case_sets import EvidenceSet, evidence_cases
from models.portfolio import PortfolioRow, promise_rows
from models.variants import cases_of, rule_of_variant
from models.verdicts import Basis, Reading, promise_bases, study_of

KEPT = 128
# Worst first, as the answer to "can we launch?" is that of the worst promise.
WORST = (Answer.NO, Answer.ASK, Answer.EDGE, Answer.UNKNOWN, Answer.YES)


@dataclass(frozen=True, eq=False)
class Ready:
    """A promise of a campaign. prepared: None without data. own, everything: its own cases and those of the process."""

    row: PortfolioRow
    capacity: CapacityView | None
    prepared: Prepared | None
    own: CleanCases | None
    everything: CleanCases | None

    @property
    def stands(self) -> Verdict:
        """How it stands today, by the same cases as in the campaign."""
        return self.prepared.today.verdict if self.prepared is not None else Verdict.NOT_ENOUGH_EVIDENCE

    def predict(self, uplift: float, agents: int | None = None) -> Prediction | None:
        """What so much more does to it, with other people on the phone than declared if asked. None without data."""
        if self.prepared is None:
            return None
        declared = self.capacity.a_day if self.capacity else None
        return predict(self.prepared, uplift, staff=self.staff(agents), declared=declared)

    def staff(self, agents: int | None = None) -> Staff | None:
        """Who answers, for a process on the phone."""
        staff = self.capacity.staff if self.capacity else None
        return replace(staff, agents=agents) if staff is not None and agents is not None else staff

    def enough_agents(self, uplift: float, most: int = 500) -> int | None:
        """With how many people on the phone it would hold; None where no number does, or for no phones."""
        staff = self.staff()
        if staff is None or self.prepared is None:
            return None
        for agents in range(staff.agents, min(most, staff.agents + 20) + 1):
            found = self.predict(uplift, agents)
            if found is not None and found.answer is Answer.YES:
                return agents
        return None


@dataclass(frozen=True)
class After:
    """What became of a campaign for one promise: what came in, and how often the promise was kept by what came."""

    row: PortfolioRow
    came: CameIn
    during: Assessment | None


def answer_of(found: Prediction | None) -> Answer:
    """The answer for one promise; without data nobody knows."""
    return found.answer if found is not None else Answer.UNKNOWN


def worst_answer(found: Iterable[Prediction | None]) -> Answer:
    """The answer for the whole campaign: that of its worst promise; without data nobody knows."""
    return min((answer_of(one) for one in found), key=WORST.index, default=Answer.UNKNOWN)


def launch_of(reading: Reading, viewer: Viewer, *, promise_ids: Sequence[str], now: datetime) -> list[Ready]:
    """Every promise with what is needed to predict it, worst first, read in two visits to the database and computed
    between them. Withdrawn promises are left out.
    """
    with reading() as session:
        rows = [row for row in promise_rows(session, viewer, now=now, promise_ids=list(promise_ids))
                if row.state != "withdrawn"]  # fmt: skip
        bases = promise_bases(session, viewer, promise_ids=[row.id for row in rows])
        capacities = capacities_of(session, viewer, process_ids={row.process_id for row in rows})
    found = []
    for row in rows:
        basis, capacity = bases.get(row.id), capacities.get(row.process_id)
        if basis is None or basis.which is None:
            found.append(Ready(row, capacity, None, None, None))
            continue
        prepared, own, everything = _prepared(reading, viewer, basis)
        # Data older than the promise looks back prove nothing any more, in a campaign either.
        too_old = now > basis.which.as_of + timedelta(days=basis.terms.period_days)
        today = Verdict.NOT_ENOUGH_EVIDENCE if too_old else prepared.today.verdict
        prepared = replace(prepared, today=replace(prepared.today, verdict=today))
        found.append(Ready(row, capacity, prepared, own, everything))
    return found


def afterwards(found: Sequence[Ready], campaign: CampaignView) -> list[After]:
    """What came in against the guess, promise by promise, as far as the data reach; nothing before it began."""
    told = []
    for ready in found:
        if ready.everything is None or ready.own is None or ready.prepared is None:
            continue
        first, last = instants(campaign.starts_on, campaign.ends_on, ready.row.zone)
        came = came_in(ready.everything, first, last)
        if came is None:
            continue
        inside = only(ready.own, np.asarray((ready.own.start >= first) & (ready.own.start < last), dtype=np.bool_))
        told.append(After(ready.row, came, assess(inside, ready.prepared.rule) if len(inside) else None))
    return told


def instants(first: date, last: date, zone: str) -> tuple[float, float]:
    """From the beginning of the first day to the end of the last one, on the wall clock of a zone."""
    there = ZoneInfo(zone)
    begin = datetime.combine(first, time(), there)
    return begin.timestamp(), datetime.combine(last + timedelta(days=1), time(), there).timestamp()


_Kept = tuple[Prepared, CleanCases, CleanCases]
_lock = threading.Lock()
_kept: "OrderedDict[str, _Kept]" = OrderedDict()


def _prepared(reading: Reading, viewer: Viewer, basis: Basis) -> _Kept:
    """By the key of what it rests on; made again when something came in. Two people at once may both make it."""
    key = f"{basis.promise_id}|{basis.key}"
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    made = _make(reading, viewer, basis)
    with _lock:
        _kept[key] = made
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return made


def _make(reading: Reading, viewer: Viewer, basis: Basis) -> _Kept:
    which, terms = basis.which, basis.terms
    assert which is not None
    study = study_of(reading, viewer, basis)
    assert study is not None
    everything = all_cases(reading, viewer, which)
    keep = everything.start >= terms.since(which.as_of, basis.zone)
    own = only(everything, np.asarray(keep, dtype=np.bool_))
    rule, part = terms.rule(), terms.segment
    worst = next((one for one in terms.variants if one.segment == study.facts.headline_of), None)
    if worst is not None:
        rule, part = rule_of_variant(rule, worst), worst.segment
    own = cases_of(own, part) if part else own
    today = replace(study.assessment, verdict=study.facts.verdict)
    return prepare(everything, rule, zone=basis.zone, today=today, own=own), own, everything


def all_cases(reading: Reading, viewer: Viewer, which: EvidenceSet) -> CleanCases:
    """Everything a process has done, clean, at the snapshot of its newest data."""
    with reading() as session:
        raw = evidence_cases(session, viewer, which=which)
    return clean(raw, which.as_of.timestamp())
