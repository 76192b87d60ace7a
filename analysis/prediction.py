"""What a campaign does to one promise, as figures and codes: on what ground, how sure, and whether it can start."""

from dataclasses import dataclass
from enum import StrEnum

from analysis.verdict import Verdict


class Ground(StrEnum):
    """What a prediction rests on."""

    PHONES = "phones"
    SATURATED = "saturated"
    DECLARED = "declared"
    SHOWN = "shown"  # never saturated, nothing declared: only what it has carried so far
    BUSY_WEEKS = "busy_weeks"
    NOTHING = "nothing"


class Answer(StrEnum):
    """Can we launch? Yes; on the edge; nobody knows, ask who does it; no; too few data."""

    YES = "yes"
    EDGE = "edge"
    ASK = "ask"
    NO = "no"
    UNKNOWN = "unknown"


_NO = frozenset(("phones_below", "phones_full", "queue_grows", "waits_too_long"))
_EDGE = frozenset(("phones_edge", "waits_edge", "busy_weeks_miss"))


@dataclass(frozen=True, slots=True)
class Staff:
    """Who answers: agents, seconds a call takes them, and for how long callers hold on (None: nobody hangs up)."""

    agents: int
    handling: float
    patience: float | None = None


@dataclass(frozen=True, slots=True)
class Prediction:
    """What becomes of the promise with so much more.

    lambda0, mu, lambda1: starts, completions and starts in the campaign, a day (None without a week of cases).
    capacity: cases a day it can take, None where nobody knows. rho: lambda1 over the capacity (over mu where that is
    only a lower bound; load over agents on phones), with its range. predicted_share, low, high: the share kept, None
    where no formula can say. model_today: what the same formula says without a campaign, to be held against the cases.
    weeks_until_break: where the queue grows without end, weeks until T breaks (0: already). needed_a_week, most_a_week:
    what the campaign asks for, what it has carried. verdict: step 8, hence never better than today's. code: why.
    """

    ground: Ground
    code: str
    verdict: Verdict
    today: Verdict
    lambda0: float | None
    mu: float | None
    lambda1: float | None
    saturated: bool
    capacity: float | None
    rho: float | None
    rho_low: float | None
    rho_high: float | None
    predicted_share: float | None
    low: float | None
    high: float | None
    model_today: float | None
    weeks_until_break: float | None
    needed_a_week: float | None
    most_a_week: float | None

    @property
    def answer(self) -> Answer:
        """Whether the campaign can start, as far as this promise goes."""
        if self.today is Verdict.NOT_SUPPORTABLE or self.code in _NO:
            return Answer.NO
        if self.today is Verdict.NOT_ENOUGH_EVIDENCE or self.code == "no_flow":
            return Answer.UNKNOWN
        if self.code == "never_tried":
            return Answer.ASK
        return Answer.EDGE if self.code in _EDGE or self.verdict is Verdict.AT_RISK else Answer.YES

    @property
    def tested(self) -> bool:
        """Step 8's third downgrade: the campaign tests the promise."""
        return self.verdict is not self.today
