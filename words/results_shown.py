"""A counted vote of any kind as people read it: `shown` is the one door for phone, wall, desk and protocol."""

from collections.abc import Callable
from typing import Any

from words.rounds import turnout, vote_kind
from words.shown import Shown, ShownRow
from words.shown_dots import shown_dots
from words.speech import Speech

__all__ = ["Shown", "ShownRow", "shown"]

_KINDS: dict[str, Callable[[Speech, Any, list[str]], Shown]] = {"dots": shown_dots}


def shown(say: Speech, view: Any) -> Shown:
    """What a closed round says; `view` is a `models.results.ResultView` (this layer knows no other one)."""
    head = [turnout(say, view.facts.voters, view.eligible), vote_kind(say, view.round.secret)]
    return _KINDS[str(view.round.kind)](say, view, head)
