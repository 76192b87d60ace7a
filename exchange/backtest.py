"""`backtest` as a command: how often the recommended figure was kept in the four weeks after it could have been said.

python manage.py backtest CASES --within 14d --share 80% --at 2016-01-13 --json
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, TypedDict

from analysis.backtest import Figure, Look, kept_of, looks
from analysis.today import BLOCK
from analysis.units import customer_time, seconds_of
from analysis.verdict import Verdict
from exchange.answering import answered
from exchange.asked import Asked, Named, Parser, duration, moment, refused
from exchange.assess import add_asked, asked_of, taken

KINDS = ("recommended", "limit", "track", "percentile")


class Kept(TypedDict):
    """Of so many days on which a figure could have been said and checked, on how many it was kept."""

    kept: int
    of: int
    share: float | None


class Past(TypedDict):
    """One past day: what was said then, what became of it."""

    at: str
    verdict: str
    cases: int
    open: int
    share: float | None
    closed_only_share: float | None
    later_share: float | None
    recommended_within: float | None
    share_after: float | None
    kept: bool | None


class Backtest(TypedDict):
    """The JSON object of the command. supported: of the days with that verdict, on how many the promise itself was
    kept in the four weeks after.
    """

    target: float
    looks: int
    recommended: Kept
    limit: Kept
    track_record: Kept
    plain_percentile: Kept
    supported: Kept
    mean_error: float | None
    mean_error_closed_only: float | None
    past: list[Past]
    warnings: list[Named]


def backtest(asked: Asked, *, every: float = BLOCK, first: float | None = None) -> Backtest:
    """The JSON object for what was asked. Raises Refused, also where the file is too short to look back."""
    raw, notes = taken(asked)
    found = looks(
        raw, asked.rule, asked.at, every=every, first=first, period=asked.period,
        rounded=lambda within: seconds_of(*customer_time(within, asked.rule.hours), asked.rule.hours),
    )  # fmt: skip
    if not found:
        raise refused("file", "nothing_to_look_back_on")
    sound = [look.promised.kept for look in found if look.verdict is Verdict.SUPPORTED]
    recommended, limit, track, percentile = (_kept(*kept_of(found, which)) for which in KINDS)
    return {
        "target": asked.rule.needed_share,
        "looks": len(found),
        "recommended": recommended,
        "limit": limit,
        "track_record": track,
        "plain_percentile": percentile,
        "supported": _kept(sum(one is True for one in sound), sum(one is not None for one in sound)),
        "mean_error": _error(found, "share"),
        "mean_error_closed_only": _error(found, "closed_only_share"),
        "past": [_past(look, look.recommended, asked.unit) for look in found],
        "warnings": notes,
    }


def main(argv: Sequence[str]) -> int:
    """Run `backtest` with these arguments. Prints what it found; 0, or 2 for a refusal."""
    parser = Parser(prog="manage.py backtest", description="Was the recommended figure kept?", allow_abbrev=False)
    add_asked(parser)
    parser.add_argument("--every", default="28d", help="time between two looks (default 28d)")
    parser.add_argument("--from", dest="first", help="the first day to look at (default twelve weeks after the start)")

    def ask() -> tuple[bool, Backtest]:
        given = parser.parse_args(argv)
        asked = asked_of(given)
        first = None if given.first is None else moment(given.first, given.zone)
        return given.json, backtest(asked, every=duration(given.every, "every").seconds, first=first)

    return answered(ask, _plain)


def _kept(kept: int, of: int) -> Kept:
    return {"kept": kept, "of": of, "share": kept / of if of else None}


def _past(look: Look, said: Figure, unit: float) -> Past:
    return {
        "at": f"{datetime.fromtimestamp(look.at, UTC):%Y-%m-%d}",
        "verdict": look.verdict.value,
        "cases": look.cases,
        "open": look.open,
        "share": look.share,
        "closed_only_share": look.closed_only_share,
        "later_share": look.later_share,
        "recommended_within": None if said.within is None else said.within / unit,
        "share_after": said.share,
        "kept": said.kept,
    }


def _error(found: tuple[Look, ...], which: str) -> float | None:
    """The mean distance between what was said on a day and what later turned out, over the days that can be judged."""
    off = [
        abs(getattr(look, which) - look.later_share)
        for look in found
        if getattr(look, which) is not None and look.later_share is not None
    ]
    return sum(off) / len(off) if off else None


def _plain(answer: Backtest) -> str:
    names = ("recommended", "limit", "track_record", "plain_percentile", "supported")
    parts: dict[str, Any] = dict(answer)
    lines = [f"{name}: kept {parts[name]['kept']} of {parts[name]['of']}" for name in names]
    lines += [f"{name}: {parts[name]}" for name in ("target", "looks", "mean_error", "mean_error_closed_only")]
    for past in answer["past"]:
        lines.append("  ".join(f"{name} {'-' if value is None else value}" for name, value in past.items()))
    return "\n".join(lines + [f"! {one['sentence']}" for one in answer["warnings"]]) + "\n"
