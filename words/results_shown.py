"""A counted vote of any kind as people read it: `shown` is the one door for phone, wall, desk and protocol."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from words.beside_said import beside_said
from words.how_clear import names_of
from words.rounds import turnout, vote_kind
from words.shown import Shown, ShownRow
from words.shown_choices import shown_approval, shown_duels, shown_ranked
from words.shown_decided import shown_budget, shown_consent
from words.shown_dots import shown_dots
from words.shown_scales import shown_agreement, shown_expect, shown_score
from words.speech import Speech

__all__ = ["Shown", "ShownRow", "shown"]

_Show = Callable[[Speech, Any, list[str]], Shown]
_KINDS: Mapping[str, _Show] = MappingProxyType(
    {
        "dots": shown_dots, "approval": shown_approval, "score": shown_score, "ranked": shown_ranked,
        "duels": shown_duels, "agreement": shown_agreement, "budget": shown_budget, "consent": shown_consent,
        "expect": shown_expect,
    }
)  # fmt: skip


def shown(say: Speech, view: Any) -> Shown:
    """What a closed vote says; `view` is a `models.results.ResultView` (this layer knows no other one)."""
    facts, kind = view.facts, str(view.round.kind)
    head = [turnout(say, facts.voters, view.eligible), vote_kind(say, view.round.secret)]
    if not facts.voters:
        return Shown([say("Nobody has voted.")], head)
    if facts.withheld:
        return Shown([say("Not shown: with fewer than five people you could tell who voted.")], head)
    found = _KINDS[kind](say, view, head)
    method = list(found.method)
    if kind != "dots":
        method += _counted_how(say, view)
    return replace(found, method=method, beside=beside_said(say, view, names_of(say, view)))


def _counted_how(say: Speech, view: Any) -> list[str]:
    found = []
    if view.by_code:
        found.append(
            say.many("%(n)s person could vote by the open code, without an account: one ballot each.",
                     "%(n)s people could vote by the open code, without an account: one ballot each.", view.by_code)
        )  # fmt: skip
    if view.facts.sides and not view.facts.whole:
        found.append(say("Sides of fewer than five voters are in the totals only."))
    return found
