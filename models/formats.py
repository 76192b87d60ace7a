"""The five ready formats: which activities each is made of, how long they take, and how they are set.

Invariants: a format is a start, not a rule: every round of it can be changed, skipped or added to before it opens.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from models.rounds import RoundKind
from models.workshops import Format

TWO_WEEKS = 14 * 24 * 60


@dataclass(frozen=True)
class Part:
    """One activity of a format. `asked`: it needs a question of its own; the others may be left out."""

    kind: RoundKind
    minutes: int
    settings: Mapping[str, Any] = field(default_factory=dict)
    others_see: bool = True
    asked: bool = True


FORMATS: Mapping[Format, tuple[Part, ...]] = MappingProxyType(
    {
        # "We need ideas."
        Format.COLLECT_AND_CHOOSE: (
            # Hidden while they are written, uncovered together: nobody writes what the first ones wrote.
            Part(RoundKind.COLLECT, 8, others_see=False),
            Part(RoundKind.GROUP, 10, asked=False),
            Part(RoundKind.DOTS, 5),
            Part(RoundKind.TALK, 12, asked=False),
        ),
        # Before a campaign: what do people expect, what do we promise, do we agree.
        Format.WHAT_WE_PROMISE: (
            Part(RoundKind.EXPECT, 3),
            Part(RoundKind.TALK, 10),
            Part(RoundKind.AGREEMENT, 6),
            Part(RoundKind.TALK, 10, asked=False),
        ),
        # Customers, at a distance, two weeks.
        Format.TELL_US: (
            Part(RoundKind.COLLECT, TWO_WEEKS, {"moderation": "after", "moderation_of": "guests"}),
            Part(RoundKind.GROUP, TWO_WEEKS, asked=False),
            Part(RoundKind.DOTS, TWO_WEEKS),
            Part(RoundKind.TALK, TWO_WEEKS, asked=False),
        ),
        # After something went wrong: what happened, why, what helps, what we spend on it.
        Format.BROKEN_PROMISE: (
            Part(RoundKind.COLLECT, 8),
            Part(RoundKind.COLLECT, 8),
            Part(RoundKind.COLLECT, 8, {"ideas_each": 3}),
            Part(RoundKind.BUDGET, 8),
        ),
        # Once a quarter.
        Format.MOVE_THE_BUDGET: (
            Part(RoundKind.COLLECT, 12),
            Part(RoundKind.BUDGET, 12),
            Part(RoundKind.TALK, 16, asked=False),
        ),
    }
)  # fmt: skip


def parts_for(format: Format, questions: list[str]) -> list[tuple[Part, str]]:
    """The activities of a format with their questions: one for each, or only for those that ask one. Else empty."""
    for parts in (FORMATS[format], tuple(part for part in FORMATS[format] if part.asked)):
        if len(parts) == len(questions):
            return list(zip(parts, questions, strict=True))
    return []
