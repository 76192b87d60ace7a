"""What is said about workshops and rounds: who sees what, how long it lasts, how many are in, what will be visible."""

from collections.abc import Sequence
from datetime import datetime

from words.speech import Speech


def side_name(say: Speech, side: str | None) -> str:
    """Whom somebody speaks for, inside a sentence."""
    names = {"promises": say("who promises"), "keeps": say("who keeps"), "receives": say("who receives")}
    return names[side] if side in names else say("decides, votes for no side")


def side_column(say: Speech, side: str) -> str:
    """The heading of a side's column."""
    names = {"promises": say("promises"), "keeps": say("keeps"), "receives": say("customers")}
    return names[side]


def side_choice(say: Speech, side: str) -> str:
    """How a person picks their own side when joining."""
    names = {"promises": say("I promise"), "keeps": say("I keep"), "receives": say("I am a customer")}
    return names[side]


def step_name(say: Speech, kind: str) -> str:
    """A round in the row of steps."""
    names = {
        "collect": say("Ideas"), "group": say("Grouping"), "talk": say("Talk"), "agreement": say("Do we agree?"),
        "budget": say("Budget"), "consent": say("Any objection?"), "expect": say("Expectations"),
        "result": say("Result"),
    }  # fmt: skip
    return names.get(kind) or say("Vote")


def state_word(say: Speech, state: str) -> str:
    """Where a round stands, with its sign."""
    words = {"before": say("○ Not started"), "open": say("● Open"), "closed": say("■ Closed"),
             "skipped": say("↷ Left out")}  # fmt: skip
    return words[state]


def who_reads(say: Speech, others_see: bool) -> str:
    """Who will see an idea, said beside the field before it is written."""
    if others_see:
        return say("Everyone reads it, without your name.")
    return say("Who conducts reads it now; everyone at the end, without your name.")


def vote_kind(say: Speech, secret: bool) -> str:
    """Whether a vote is secret or open, in a word."""
    return say("Secret vote") if secret else say("Open vote")


def who_sees_vote(say: Speech, secret: bool) -> str:
    """Who will see a vote, said above it."""
    if secret:
        return say("Secret vote: the totals by side are shown, never yours.")
    return say("Open vote: it is seen how each side votes.")


def dots_given(say: Speech, budget: int, cap: int) -> str:
    """How many dots one has and how many may stand on one idea."""
    return say("You have %(n)s dots. At most %(cap)s on one.", n=say.number(budget), cap=say.number(cap))


def people_in(say: Speech, people: int) -> str:
    """How many are in a workshop, to somebody who is in."""
    return say.many("You are in. You are the first.", "You are in. We are %(n)s.", people)


def crowd(say: Speech) -> str:
    """The same sentence with %n where the number stands, for a page that hears a new number."""
    return people_in(say, 2).replace(say.number(2), "%n")


def turnout(say: Speech, voted: int, eligible: int) -> str:
    """How many voted of how many."""
    return say.many("%(n)s vote of %(all)s", "%(n)s votes of %(all)s", voted, all=say.number(eligible))


def time_left(say: Speech, ends_at: datetime | None, now: datetime, zone: str) -> str:
    """Until when a round is open, in words; empty when it closes by hand."""
    if ends_at is None:
        return ""
    seconds = max(0, int((ends_at - now).total_seconds()))
    if seconds >= 24 * 3600:
        return say("Open until %(moment)s", moment=say.moment(ends_at, zone))
    if seconds >= 3600:
        return say("Open until %(time)s", time=say.time(ends_at, zone))
    minutes, rest = divmod(seconds, 60)
    if minutes == 0:
        return say.many("%(n)s second left", "%(n)s seconds left", rest)
    return say.many(
        "%(n)s minute and %(s)s left", "%(n)s minutes and %(s)s left", minutes, s=say.number(rest)
    )  # fmt: skip


def what_will_show(
    say: Speech, *, people: int, secret: bool, total: bool, sides: Sequence[str], all_sides: bool
) -> str:
    """What the vote will show if everybody here votes, said before it opens (law 6)."""
    if not people:
        return say("Nobody can vote yet: people of the three sides must come in first.")
    if not secret or (total and all_sides):
        return say.many(
            "With %(n)s person you will see the totals and every side.",
            "With %(n)s people you will see the totals and every side.", people,
        )  # fmt: skip
    if not total:
        return say.many(
            "With %(n)s person and a secret vote you will see no result: with fewer than five people you could tell "
            "who voted.",
            "With %(n)s people and a secret vote you will see no result: with fewer than five people you could tell "
            "who voted.", people,
        )  # fmt: skip
    if not sides:
        return say("With %(n)s people and a secret vote you will see the total only.", n=say.number(people))
    return say(
        "With %(n)s people and a secret vote you will see the totals and, by side, only: %(sides)s.",
        n=say.number(people), sides=say.listed([side_name(say, side) for side in sides]),
    )  # fmt: skip


def more_time(say: Speech, people: int) -> str:
    """How many asked for more time, to who conducts; empty for none."""
    return say.many("%(n)s person needs more time.", "%(n)s people need more time.", people) if people else ""
