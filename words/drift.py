"""Where a promise is going, in sentences: worse or better since when, what lowers its verdict, what may still go wrong.

The first layer says no method; the tests that fired stand in the fold.
Facts are plain values: seconds since 1970, shares as fractions, codes of `analysis.drift` and `analysis.downgrades`.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Protocol

from words.promises import hundredths, of_hundred, out_of
from words.speech import Speech


class Moving(Protocol):
    """What `analysis.drift.Drift` says."""

    @property
    def worsening(self) -> bool: ...  # noqa: D102
    @property
    def improving(self) -> bool: ...  # noqa: D102
    @property
    def since(self) -> float | None: ...  # noqa: D102
    @property
    def kind(self) -> str: ...  # noqa: D102
    @property
    def centre(self) -> float | None: ...  # noqa: D102


class Fired(Protocol):
    """A test that fired, as `analysis.drift.Signal` says it."""

    @property
    def code(self) -> str: ...  # noqa: D102
    @property
    def side(self) -> int: ...  # noqa: D102
    @property
    def since(self) -> float: ...  # noqa: D102
    @property
    def count(self) -> int: ...  # noqa: D102
    @property
    def p(self) -> float | None: ...  # noqa: D102


class Budget(Protocol):
    """What `analysis.burning.Burning` says."""

    @property
    def allowed(self) -> int: ...  # noqa: D102
    @property
    def missed(self) -> int: ...  # noqa: D102
    @property
    def left(self) -> int: ...  # noqa: D102
    @property
    def burn_7d(self) -> float | None: ...  # noqa: D102
    @property
    def burn_28d(self) -> float | None: ...  # noqa: D102
    @property
    def alert(self) -> bool: ...  # noqa: D102
    @property
    def soon(self) -> int: ...  # noqa: D102


class Part(Protocol):
    """A segment, as `analysis.multiple.Segment` says it."""

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def share(self) -> float: ...  # noqa: D102


def drift_sentence(say: Speech, moving: Moving, zone: str) -> str:
    """The one sentence over the chart: "Getting worse since 12 October"."""
    if moving.worsening and moving.since is not None:
        return elided(say, say("Getting worse since %(day)s.", day=_long_day(say, moving.since, zone)))
    if moving.improving and moving.since is not None:
        return elided(say, say("Getting better since %(day)s.", day=_long_day(say, moving.since, zone)))
    if moving.centre is None:
        return say("Too few weeks to see whether it moves.")
    if moving.kind == "blocks":
        return say("Steady: every four weeks about %(share)s.", share=of_hundred(say, moving.centre))
    return say("Steady: every week about %(share)s.", share=of_hundred(say, moving.centre))


def how_to_read(say: Speech, kind: str) -> str:
    """How to read the chart, in one sentence."""
    if kind == "blocks":
        return say(
            "Each dot is four weeks. As long as the dots stay in the grey band, their ups and downs are chance; a full"
            " dot outside it is not."
        )
    return say(
        "Each dot is a week. As long as the dots stay in the grey band, their ups and downs are chance; a full dot"
        " outside it is not."
    )


def signal_sentence(say: Speech, fired: Fired, zone: str, kind: str = "weeks") -> str:
    """The test that fired, by its name: the second layer."""
    day = _day(say, fired.since, zone)
    p = f"= {say.decimal(fired.p, 3)}" if fired.p is not None and fired.p >= 0.001 else f"< {say.decimal(0.001, 3)}"
    n = say.number(fired.count)
    chart = say("XmR chart") if kind == "blocks" else say("Laney p' chart")
    known = {
        ("beyond", -1): lambda: say("Below the lower limit of the %(chart)s lately (on that side since %(day)s).",
                                    chart=chart, day=day),
        ("beyond", 1): lambda: say("Above the upper limit of the %(chart)s lately (on that side since %(day)s).",
                                   chart=chart, day=day),
        ("run", -1): lambda: say("%(n)s in a row below the centre of the %(chart)s, since %(day)s.", n=n, chart=chart,
                                 day=day),
        ("run", 1): lambda: say("%(n)s in a row above the centre of the %(chart)s, since %(day)s.", n=n, chart=chart,
                                day=day),
        ("trend", -1): lambda: say("Falling over %(n)s blocks of four weeks (Mann-Kendall, p %(p)s).", n=n, p=p),
        ("trend", 1): lambda: say("Rising over %(n)s blocks of four weeks (Mann-Kendall, p %(p)s).", n=n, p=p),
        ("change", -1): lambda: say("The level fell around %(day)s (Pettitt's change point, p %(p)s).", day=day, p=p),
        ("change", 1): lambda: say("The level rose around %(day)s (Pettitt's change point, p %(p)s).", day=day, p=p),
        ("change", 0): lambda: say("The level changed around %(day)s (Pettitt's change point, p %(p)s).", day=day,
                                   p=p),
        ("scatter", 0): lambda: say(
            "Before and after %(day)s the weeks scatter differently (Brown-Forsythe, p %(p)s).", day=day, p=p),
        ("matured", -1): lambda: say("Cases that are still young do worse than those that have had their full time"
                                     " (matured cases against Kaplan-Meier)."),
        ("matured", 1): lambda: say("Cases that are still young do better than those that have had their full time"
                                    " (matured cases against Kaplan-Meier)."),
    }  # fmt: skip
    said = known.get((fired.code, fired.side))
    return elided(say, said()) if said else fired.code


def downgrade_sentence(say: Speech, code: str, facts: Mapping[str, Any], zone: str = "UTC") -> str:
    """Why the verdict says less than the figures alone. An unknown code still says that something lowers it."""

    def share(name: str) -> str:
        value = facts.get(name)
        return say.number(hundredths(value)) if isinstance(value, int | float) else "?"

    def day(name: str) -> str:
        value = facts.get(name)
        return _day(say, value, zone) if isinstance(value, int | float) else "?"

    known = {
        "near_the_bar": lambda: say(
            "Near the bar: it lies between %(low)s and %(high)s of 100, and the promise is %(target)s.",
            low=share("lower"), high=share("upper"), target=share("target"),
        ),
        "week_below": lambda: say(
            "Getting worse: %(share)s of 100 in the week of %(day)s, less than chance explains.",
            share=share("share"), day=day("start"),
        ),
        "falling": lambda: say("Getting worse: falling for months, since %(day)s.", day=day("since")),
        "block_missed": lambda: say(
            "Getting worse: %(share)s of 100 in the four weeks from %(day)s, below the bar by more than chance.",
            share=share("share"), day=day("start"),
        ),
        "campaign_tests": lambda: _campaign(say, facts),
        "campaign_breaks": lambda: say("With the campaign it would not hold: more would come in than can be done."),
        "part_not_supportable": lambda: say(
            "“%(name)s” does not hold: %(share)s of 100.", name=str(facts.get("name", "")), share=share("share")
        ),
        "too_old": lambda: say("Too old: no case started in the period that the promise looks back on."),
    }  # fmt: skip
    return elided(say, known[code]()) if code in known else say("Something lowers this verdict.")


def missed_block_sentence(say: Speech, block: Mapping[str, Any], zone: str) -> str:
    """A block of four weeks that missed the bar: always shown, even where chance explains it."""
    share = of_hundred(say, block["share"])
    return elided(say, say("In the four weeks from %(day)s: %(share)s, below the bar.",
                           day=_day(say, block["start"], zone), share=share))  # fmt: skip


def by_chance_sentence(say: Speech) -> str:
    """Beside a block below the bar that chance explains, where nothing else says that it gets worse."""
    return say("Four weeks alone can be so by chance: over the whole time nothing says that it is getting worse.")


def elided(say: Speech, sentence: str) -> str:
    """Italian drops the vowel of its article before eight and eleven: "dall'8 ottobre"."""
    return re.sub(r"\b([dn]?[ae]l) (8|11)\b", r"\1l'\2", sentence) if say.language == "it" else sentence


def behind_sentence(say: Speech, part: Part) -> str:
    """A segment that falls behind the bar, all of them looked at together."""
    return say("“%(name)s” falls behind: %(share)s.", name=part.name, share=of_hundred(say, part.share))


def left_sentence(say: Speech, budget: Budget) -> str:
    """How many may still go wrong: 12 of 40; or by how many it is overdrawn."""
    if budget.left >= 0:
        return say("Misses left: %(left)s.", left=out_of(say, budget.left, budget.allowed))
    return say.many(
        "%(n)s miss too many: %(allowed)s were allowed.", "%(n)s misses too many: %(allowed)s were allowed.",
        -budget.left, allowed=say.number(budget.allowed),
    )  # fmt: skip


def alert_sentence(say: Speech, budget: Budget) -> str:
    """Misses come too fast; empty where they do not."""
    if not budget.alert:
        return ""
    return say("They go too fast: at the pace of the last week and of the last four, they will be gone before time.")


def soon_sentence(say: Speech, budget: Budget) -> str:
    """Open cases that are about to miss; empty where there are none."""
    if not budget.soon:
        return ""
    return say.many("On the day of the data %(n)s open case was about to miss.",
                    "On the day of the data %(n)s open cases were about to miss.", budget.soon)  # fmt: skip


def pace_sentence(say: Speech, budget: Budget) -> str:
    """How fast misses come, in the fold; empty where nothing fell due."""
    if budget.burn_7d is None or budget.burn_28d is None:
        return ""
    return say(
        "Pace of misses: %(week)s times what is allowed in the last 7 days, %(month)s times in the last 28.",
        week=say.decimal(budget.burn_7d, 1), month=say.decimal(budget.burn_28d, 1),
    )  # fmt: skip


def _campaign(say: Speech, facts: Mapping[str, Any]) -> str:
    predicted, needed, most = facts.get("predicted_share"), facts.get("needed_a_week"), facts.get("most_a_week")
    who = say.quoted(facts['campaign']) if facts.get("campaign") else say("The campaign")
    if isinstance(predicted, int | float):
        low = facts.get("low")
        return say(
            "%(who)s tests it: about %(share)s of 100, perhaps only %(low)s.",
            who=who, share=say.number(hundredths(predicted)),
            low=say.number(hundredths(low if low is not None else predicted)),
        )  # fmt: skip
    if isinstance(needed, int | float) and isinstance(most, int | float):
        return say(
            "%(who)s tests it: never tried beyond %(most)s a week, %(needed)s would be needed.",
            who=who, most=say.number(round(most)), needed=say.number(round(needed)),
        )  # fmt: skip
    return say("%(who)s tests it: nobody has seen how it does with so much more.", who=who)


def _day(say: Speech, seconds: float, zone: str) -> str:
    return say.date(datetime.fromtimestamp(seconds, UTC), zone)


def _long_day(say: Speech, seconds: float, zone: str) -> str:
    return say.long_day(datetime.fromtimestamp(seconds, UTC), zone)
