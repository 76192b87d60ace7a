"""What makes a group last, in words: how often it meets and when next, what happened since, who is missing."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from words.rounds import side_name
from words.speech import Speech


def role_words(say: Speech, role: str) -> str:
    """What a role in a group is called."""
    words = {
        "guest": say("guest"),
        "member": say("member"),
        "facilitator": say("facilitator"),
        "manager": say("manager"),
    }
    return words[role]


class Missing(Protocol):
    """A function or a whole side that did not come: `models.presence.Missing`."""

    @property
    def side(self) -> str: ...  # noqa: D102
    @property
    def function(self) -> str: ...  # noqa: D102
    @property
    def meetings(self) -> int: ...  # noqa: D102


def every_words(say: Speech, every: str) -> str:
    """How often."""
    words = {
        "once": say("only once"), "week": say("every week"), "two_weeks": say("every two weeks"),
        "three_weeks": say("every three weeks"),
        "four_weeks": say("every four weeks"), "month": say("every month, the same weekday"),
        "quarter": say("every three months, the same weekday"),
    }  # fmt: skip
    return words[every]


def next_words(say: Speech, moment: datetime, zone: str) -> str:
    """Tuesday 15 December, 16:00."""
    return say("%(day)s, %(time)s", day=say.weekday(moment, zone), time=say.time(moment, zone))


def since_title(say: Speech, on: date) -> str:
    """The heading of what a meeting begins with."""
    return say("Since last time, %(day)s", day=say.long_day(on))


def since_sentence(say: Speech, *, decided: int, measured: int, waiting: int) -> str:
    """What happened between two meetings, in one sentence."""
    if not decided and not measured:
        if waiting:
            return say.many("Nothing was decided since; %(n)s thing is still open.",
                            "Nothing was decided since; %(n)s things are still open.", waiting)  # fmt: skip
        return say("Nothing was decided since.")
    parts = []
    if decided:
        parts.append(say.many("%(n)s decision", "%(n)s decisions", decided))
    if measured:
        parts.append(say.many("%(n)s promise measured", "%(n)s promises measured", measured))
    if waiting:
        parts.append(say.many("%(n)s thing still open", "%(n)s things still open", waiting))
    return say.listed(parts) + "."


def open_words(say: Speech, why: str, since: date) -> str:
    """Why something is still open."""
    words = {
        "to_do": say("to be done since %(day)s", day=say.long_day(since)),
        "check": say("the day to look whether it worked is here"),
        "due": say("it was put off until today: take it up again"),
        "asked": say("asked on %(day)s, the answer is awaited", day=say.long_day(since)),
    }
    return words[why]


def missing_sentences(say: Speech, missing: Sequence[Missing]) -> list[str]:
    """Who has been missing, the longest first: "Vendite: missing for two meetings."; one sentence for all who alike."""
    found, told = [], set[int]()
    for one in missing:
        number = _number(say, one.meetings)
        if not one.function:
            found.append(say("Nobody of %(side)s for %(n)s meetings.", side=side_name(say, one.side), n=number))
        elif one.meetings not in told:
            told.add(one.meetings)
            who = [other.function for other in missing if other.function and other.meetings == one.meetings]
            found.append(say("%(who)s: missing for %(n)s meetings.", who=say.listed(who), n=number))
    return found


def _number(say: Speech, n: int) -> str:
    words = {2: say("two"), 3: say("three"), 4: say("four"), 5: say("five"), 6: say("six")}
    return words.get(n, say.number(n))
