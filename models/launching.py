"""Can we launch? What a campaign does to the promises it leans on: today and during, and afterwards what came in.

Invariants: computed outside any door, from the same cases as the verdicts; the part that does not depend on the guess
is kept by what it rests on, so that another guess costs microseconds; nothing here is typed or stored.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from analysis.capacity import Prepared, predict, prepare
from analysis.cases import Cases, CleanCases, clean, only
from analysis.flow import CameIn, came_in
from analysis.prediction import Answer, Prediction, Staff
from analysis.verdict import Assessment, Verdict, assess
from models.access import Viewer
from models.all_verdicts import together
from models.campaign_tests import before, carried
from models.campaigns import CampaignView
from models.capacities import CapacityView, capacities_of
from models.case_sets import EvidenceSet
from models.grounds import Basis, Reading, study_from
from models.portfolio import PortfolioRow, promise_rows
from models.variants import cases_of, rule_of_variant
from models.verdicts import promise_bases

KEPT = 128
# Worst first, as the answer to "can we launch?" is that of the worst promise.
WORST = (Answer.NO, Answer.ASK, Answer.EDGE, Answer.UNKNOWN, Answer.YES)


@dataclass(frozen=True, eq=False)
class Ready:
    """A promise of a campaign. prepared: None without data. own, everything: its own cases and those of the process.

    planned: how many the campaign plans on the phone, where it plans them.
    """

    row: PortfolioRow
    capacity: CapacityView | None
    prepared: Prepared | None
    own: CleanCases | None
    everything: CleanCases | None
    planned: int | None = None

    @property
    def stands(self) -> Verdict:
        """How it stands today, by the same cases as in the campaign."""
        return self.prepared.today.verdict if self.prepared is not None else Verdict.NOT_ENOUGH_EVIDENCE

    def predict(self, uplift: float, agents: int | None = None) -> Prediction | None:
        """What so much more does to it, with other people on the phone than planned if asked. None without data."""
        if self.prepared is None:
            return None
        declared = self.capacity.a_day if self.capacity else None
        return predict(self.prepared, uplift, staff=self.staff(agents), declared=declared)

    def staff(self, agents: int | None = None) -> Staff | None:
        """Who answers, for a process on the phone: as asked, as planned, else as declared."""
        return carried(self.capacity, agents if agents is not None else self.planned)[0]

    def enough_agents(self, uplift: float, most: int = 500) -> int | None:
        """With how many people on the phone it would hold; None where no number does, or for no phones."""
        staff = self.staff()
        if staff is None or self.prepared is None or uplift <= -1:
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


def launch_of(
    reading: Reading, viewer: Viewer, *, promise_ids: Sequence[str], now: datetime,
    campaign: CampaignView | None = None,
) -> list[Ready]:  # fmt: skip
    """Every promise with what is needed to predict it, worst first; withdrawn promises are left out.

    campaign: whose planned staff answers; once it has begun, what came in since then is not counted again as what
    comes without it. A bounded number of visits to the database: what must be computed is read together, between them.
    """
    with reading() as session:
        rows = [row for row in promise_rows(session, viewer, now=now, promise_ids=list(promise_ids))
                if row.state != "withdrawn"]  # fmt: skip
        bases = promise_bases(session, viewer, promise_ids=[row.id for row in rows])
        capacities = capacities_of(session, viewer, process_ids={row.process_id for row in rows})
    kept = _prepared(reading, viewer, bases.values(), campaign.starts_on if campaign else None)
    found = []
    for row in rows:
        basis, capacity = bases.get(row.id), capacities.get(row.process_id)
        agents = campaign.agents.get(row.process_id) if campaign else None
        if basis is None or basis.which is None:
            found.append(Ready(row, capacity, None, None, None, agents))
            continue
        prepared, own, everything = kept[row.id]
        # Data older than the promise looks back prove nothing any more, in a campaign either.
        too_old = now > basis.which.as_of + timedelta(days=basis.terms.period_days)
        today = Verdict.NOT_ENOUGH_EVIDENCE if too_old else prepared.today.verdict
        prepared = replace(prepared, today=replace(prepared.today, verdict=today))
        found.append(Ready(row, capacity, prepared, own, everything, agents))
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


def _prepared(reading: Reading, viewer: Viewer, bases: Iterable[Basis], begins: date | None) -> dict[str, _Kept]:
    """By promise; kept by the key of what each rests on, and by when the campaign began where its cases are in."""

    def key_of(basis: Basis) -> str:
        assert basis.which is not None
        began = begins is not None and instants(begins, begins, basis.zone)[0] <= basis.which.as_of.timestamp()
        return f"{basis.promise_id}|{basis.key}|{begins if began else ''}"

    dated = [basis for basis in bases if basis.which is not None]
    with _lock:
        found = {one.promise_id: _kept[key_of(one)] for one in dated if key_of(one) in _kept}
    missing = [basis for basis in dated if basis.promise_id not in found]
    for batch, all_of in together(reading, viewer, missing):
        for basis in batch:
            found[basis.promise_id] = _make(basis, all_of, begins)
    with _lock:
        for basis in dated:
            _kept[key_of(basis)] = found[basis.promise_id]
            _kept.move_to_end(key_of(basis))
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return found


def _make(basis: Basis, all_of: Callable[[EvidenceSet], Cases], begins: date | None) -> _Kept:
    which, terms = basis.which, basis.terms
    assert which is not None
    study = study_from(basis, all_of)
    everything = clean(all_of(which), which.as_of.timestamp())
    keep = everything.start >= terms.since(which.as_of, basis.zone)
    own = only(everything, np.asarray(keep, dtype=np.bool_))
    rule, part = terms.rule(), terms.segment
    worst = next((one for one in terms.variants if one.segment == study.facts.headline_of), None)
    if worst is not None:
        rule, part = rule_of_variant(rule, worst), worst.segment
    own = cases_of(own, part) if part else own
    today = replace(study.assessment, verdict=study.facts.verdict)
    flow = everything if begins is None else before(everything, begins, basis.zone)
    return prepare(flow, rule, zone=basis.zone, today=today, own=own), own, everything
