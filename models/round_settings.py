"""The settings of a round beside its columns: what is seen while it runs, and the numbers of each kind.

Invariants: every setting has a default, so a round made before a setting existed means what it meant; settings are kept
as JSON with the round and freeze when it opens; a kind reads its own settings and ignores the others'.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Literal

from pydantic import Field as Within

from models.base import Draft, draft, name_of
from models.errors import Refusal

CRITERION_LIMIT = 60
CRITERIA_MOST = 3
MINUTES_MOST = 60 * 24 * 60
MONEY_MOST = 1_000_000_000
PICKS_MOST = 20
PAIRS_MOST = 50
IDEAS_MOST = 100

Unit = Literal["s", "min", "h", "d", "w", "value"]


class RoundSettings(Draft):
    """What can be set in a round, whatever its kind. `minutes` is what the desk proposes when the round is opened."""

    minutes: int | None = Within(default=None, ge=1, le=MINUTES_MOST)
    # Collecting: how many ideas each; who writes, comments and votes; what is seen of others; who lets ideas in.
    ideas_each: int | None = Within(default=None, ge=1, le=IDEAS_MOST)
    may_comment: bool = True
    guests_write: bool = True
    guests_vote: bool = True
    names_shown: bool = False
    counts_shown: bool = False
    moderation: Literal["none", "before", "after"] = "none"
    moderation_of: Literal["everyone", "guests"] = "everyone"
    # Approval: how many may be picked.
    picks: int = Within(default=5, ge=1, le=PICKS_MOST)
    # Score: what is rated from 1 to 5. None: the question itself is the one criterion.
    criteria: tuple[name_of(CRITERION_LIMIT), ...] = ()  # type: ignore[valid-type]
    # Ranked: whether "none of these" stands on the list.
    none_option: bool = True
    # Duels: how many pairs each answers.
    pairs_each: int = Within(default=10, ge=1, le=PAIRS_MOST)
    # Budget: the money in whole euros, and how the count goes on when equal shares leave some.
    money: int | None = Within(default=None, ge=1, le=MONEY_MOST)
    completion: Literal["none", "add1", "add1-run-on"] = "add1"
    fill: Literal["greedy", "none"] = "greedy"
    # Expectation: in which unit people say the number. None: the promise's own, taken when the round opens.
    unit: Unit | None = None


@lru_cache(maxsize=1000)
def settings_from(kept: str) -> RoundSettings:
    """The settings as they lie in the database."""
    return RoundSettings.model_validate_json(kept or "{}")


def settings_to_keep(settings: RoundSettings) -> str:
    """The settings as they are kept: only what differs from the defaults."""
    return settings.model_dump_json(exclude_defaults=True)


def settings_with(settings: RoundSettings, changes: Mapping[str, Any] | RoundSettings | None) -> RoundSettings:
    """These settings with some of them said anew.

    Raises:
        Refusal: a field's own (`not_an_option`, `too_small`, `too_large` ...), `criteria_twice`, `too_many_criteria`.
    """
    if changes is None:
        return settings
    if isinstance(changes, RoundSettings):
        said = changes
    else:
        said = draft(RoundSettings, **(settings.model_dump() | dict(changes)))
    if len(said.criteria) > CRITERIA_MOST:
        raise Refusal("too_many_criteria", field="criteria", limit=CRITERIA_MOST)
    if len({name.casefold() for name in said.criteria}) < len(said.criteria):
        raise Refusal("criteria_twice", field="criteria")
    return said

