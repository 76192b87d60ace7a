"""What the data say of a chain of processes: each step's verdict, the chain's own, and where it is weakest.

Invariants: computed outside any door from the same cases as the verdicts, kept by what it rests on; a step is judged by
the promises that are told on its process, the worst one first; without any, or without data, it is grey.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime

from analysis.cases import cases, clean
from analysis.end_to_end import Chain, Step, chain
from analysis.verdict import Verdict
from models.access import Viewer
from models.blueprints import BlueprintView, StepView, blueprint_view
from models.case_sets import EvidenceSet, evidence_cases, evidence_sets
from models.grounds import Reading
from models.portfolio import WORST_FIRST, PortfolioRow, promise_rows
from models.promises import State

KEPT = 32


@dataclass(frozen=True)
class StepStands:
    """A step with the worst promise that is told on its process (None: nobody promised anything there)."""

    step: StepView
    row: PortfolioRow | None
    has_data: bool

    @property
    def verdict(self) -> Verdict:
        """What colours it; without data or without a promise there is not enough evidence."""
        return self.row.stands if self.row is not None and self.has_data else Verdict.NOT_ENOUGH_EVIDENCE


@dataclass(frozen=True)
class ChainStudy:
    """A chain and how it stands. whole: the chain's own promise, None when it makes none. as_of: the oldest data."""

    blueprint: BlueprintView
    steps: tuple[StepStands, ...]
    whole: Chain | None
    as_of: datetime | None

    @property
    def weakest(self) -> StepStands | None:
        """Where the chain breaks first: by its own times where it promises one, else by the steps' verdicts."""
        if self.whole is not None and self.whole.weakest is not None:
            return self.steps[self.whole.weakest]
        judged = [one for one in self.steps if one.row is not None and one.has_data]
        return min(judged, key=_worst_first, default=None)


def chain_study(reading: Reading, viewer: Viewer, *, blueprint_id: str, now: datetime) -> ChainStudy:
    """Read, compute between the doors, answer. NotFound for a chain that is not there."""
    with reading() as session:
        blueprint = blueprint_view(session, viewer, blueprint_id=blueprint_id)
        ids = {step.process_id for step in blueprint.steps}
        sets = evidence_sets(session, viewer, process_ids=ids)
        rows = [row for row in promise_rows(session, viewer, now=now) if row.process_id in ids]
    told = [row for row in rows if row.state is State.IN_USE]
    steps = tuple(
        StepStands(
            step, next((row for row in told or rows if row.process_id == step.process_id), None),
            step.process_id in sets,
        )
        for step in blueprint.steps
    )  # fmt: skip
    whole = None if blueprint.rule() is None else _whole(reading, viewer, blueprint, sets)
    return ChainStudy(blueprint, steps, whole, min((one.as_of for one in sets.values()), default=None))


_lock = threading.Lock()
_kept: "OrderedDict[str, Chain]" = OrderedDict()


def _whole(reading: Reading, viewer: Viewer, blueprint: BlueprintView, sets: dict[str, EvidenceSet]) -> Chain:
    rule = blueprint.rule()
    assert rule is not None
    walk = [(step.process_id, step.place, step.title) for step in blueprint.steps]
    rests_on = {process_id: (which.load_ids, which.as_of) for process_id, which in sets.items()}
    key = repr((rule.threshold, rule.share, walk, sorted(rests_on.items())))
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    found = chain([_step(reading, viewer, step, sets.get(step.process_id)) for step in blueprint.steps], rule)
    with _lock:
        _kept[key] = found
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return found


def _step(reading: Reading, viewer: Viewer, step: StepView, which: EvidenceSet | None) -> Step:
    if which is None:
        return Step(step.title, step.place, clean(cases([], []), 0.0))
    with reading() as session:
        raw = evidence_cases(session, viewer, which=which)
    return Step(step.title, step.place, clean(raw, which.as_of.timestamp()))


def _worst_first(one: StepStands) -> tuple[int, float]:
    share = one.row.verdict.facts.share if one.row is not None and one.row.verdict is not None else None
    return WORST_FIRST.index(one.verdict), share if share is not None else 1.0
