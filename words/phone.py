"""What a phone says in a workshop: the task of each kind of round in a sentence, its choices, pauses, more time.

Plain values in, sentences out; the desk's rounds say the same.
"""

from datetime import datetime

from words.promises import unit_words
from words.rounds import dots_given, who_reads, who_sees_vote
from words.speech import Speech

_WORST, _BEST = 1, 5


def task(say: Speech, kind: str, *, budget: int = 0, cap: int = 0, picks: int = 0, money: int | None = None) -> str:
    """What one does in a round of this kind, in a sentence above the form."""
    if kind == "dots":
        return dots_given(say, budget, cap)
    if kind == "approval":
        return say.many("Pick one.", "Pick up to %(n)s.", picks)
    if kind == "budget":
        if money is None:
            return say("Pick what you would pay for.")
        return say("There are %(money)s to spend. Pick all you would pay for, even if together it costs more.",
                   money=euros(say, money))  # fmt: skip
    tasks = {
        "score": say("Give each one from 1 to 5. What you cannot judge stays on “I don't know”."),
        "ranked": say("Put them in order, the best one first. You can stop when you like; two may share a place."),
        "duels": say("Which of the two? Choose with your gut."),
        "agreement": say("Do you agree? What you leave empty does not count."),
        "consent": say("Is there an objection? It needs its reason: that is what the group works on."),
        "expect": say("A figure, as you would say it to a friend. There is no right answer."),
    }
    return tasks[kind]


def who_reads_idea(say: Speech, *, others_see: bool, names_shown: bool, read_first: bool) -> str:
    """Who will see an idea, said beside the field. `read_first`: who conducts lets each one in."""
    if read_first and others_see:
        if names_shown:
            return say("Who conducts reads it first, then everyone, with your name.")
        return say("Who conducts reads it first, then everyone, without your name.")
    if not names_shown:
        return who_reads(say, others_see)
    if others_see:
        return say("Everyone reads it, with your name.")
    return say("Who conducts reads it now; everyone at the end, with your name.")


def who_sees_mark(say: Speech, kind: str, secret: bool) -> str:
    """Who will see what one gives here, said above it."""
    if kind == "consent":
        return say("Open: everybody here reads who objects, and why.")
    return who_sees_vote(say, secret)


def stances(say: Speech) -> list[tuple[int, str]]:
    """Agree, disagree, pass, with the value each is kept as."""
    return [(1, say("I agree")), (-1, say("I disagree")), (0, say("Pass"))]


def consents(say: Speech) -> list[tuple[int, str]]:
    """Agree, abstain, object, with the value each is kept as."""
    return [(1, say("I agree")), (0, say("I abstain")), (-1, say("I have an objection"))]


def scale(say: Speech) -> list[tuple[int, str]]:
    """The five figures of a rating, each as it is read aloud."""
    ends = {_WORST: say("1, the least"), _BEST: say("5, the most")}
    return [(n, ends.get(n, say.number(n))) for n in range(_WORST, _BEST + 1)]


def euros(say: Speech, amount: int) -> str:
    """So much money, as it is written: 4.200 € in Italian, €4,200 in English."""
    return money_words(say, say.number(amount))


def money_words(say: Speech, amount: str) -> str:
    """An amount that is written already, with its sign where it belongs."""
    return say("€%(amount)s", amount=amount)


def on_the_list(say: Speech, spent: str, money: int | None) -> str:
    """What the picked ideas cost together, beside what there is. `spent`: the amount, already in words."""
    if money is None:
        return say("On your list: %(spent)s", spent=spent)
    return say("On your list: %(spent)s of %(money)s", spent=spent, money=euros(say, money))


def mark_words(say: Speech, kind: str, value: int, *, unit: str | None = None, criterion: str = "") -> str:
    """What one gave, to whoever gave it, beside the words of the option."""
    if kind == "dots":
        return say.many("%(n)s dot", "%(n)s dots", value)
    if kind in ("approval", "budget"):
        return "✓"
    if kind == "score":
        if criterion:
            return say("%(criterion)s: %(n)s of 5", criterion=criterion, n=say.number(value))
        return say("%(n)s of 5", n=say.number(value))
    if kind == "ranked":
        return say("place %(n)s", n=say.number(value))
    if kind == "expect":
        return f"{say.number(value)} {unit_of(say, unit)}".strip()
    return dict(consents(say) if kind == "consent" else stances(say)).get(value, "")


def comparison(say: Speech, number: int, of: int) -> str:
    """Where one stands in the row of comparisons."""
    return say("Comparison %(n)s of %(of)s", n=say.number(number), of=say.number(of))


def comparisons_done(say: Speech, answered: bool) -> str:
    """Nothing is left to compare: all answered, or never anything to answer."""
    if answered:
        return say("✓ You made all your comparisons. They are saved.")
    return say("There is nothing to compare here.")


def kind_to_try(say: Speech, kind: str) -> str:
    """An activity by what one does in it, for who tries the phone."""
    names = {
        "collect": say("Write ideas"), "group": say("Group together"), "talk": say("Talk"), "dots": say("Dots"),
        "approval": say("Pick up to five"), "score": say("Rate from 1 to 5"), "ranked": say("Put in order"),
        "duels": say("Which of two?"), "agreement": say("Agree, disagree, pass"), "budget": say("Budget"),
        "consent": say("Any objection?"), "expect": say("What one expects"),
    }  # fmt: skip
    return names[kind]


def unit_of(say: Speech, unit: str | None) -> str:
    """The unit of what one expects, beside the field; empty for what a promise counts in words of its own."""
    return "" if unit in (None, "value") else unit_words(say, unit or "")


def quiet_notice(say: Speech, kind: str, *, for_days: bool = False) -> str:
    """What happens in a round that asks nothing of the phone. `for_days`: nobody sits in a room meanwhile."""
    if for_days and kind == "group":
        return say("Who conducts is putting together the ideas that are alike. Nothing to do here: come back when "
                   "you like.")  # fmt: skip
    if for_days:
        return say("Who conducts is working on the answer: it arrives here. Nothing to do until then.")
    if kind == "group":
        return say("The ideas are being grouped on the big screen. Nothing to do here: speak up in the room.")
    return say("This one is talked over in the room. Nothing to do here.")


def paused(say: Speech) -> str:
    """A round that stands still for a while."""
    return say("⏸ Paused. What you wrote stays here; you can send it as soon as it goes on.")


def more_time_given(say: Speech, until: datetime | None, zone: str) -> str:
    """What asking for more time led to. None: there is no end, who conducts closes by hand."""
    if until is None:
        return say("Who conducts knows it. There is no time limit here.")
    return say("You have time until %(time)s. Who conducts knows it.", time=say.time(until, zone))


def asked_when(say: Speech, opens_at: datetime | None, zone: str) -> str:
    """When the question below is asked, before anything has opened."""
    if opens_at is None:
        return say("In a moment you will be asked:")
    return say("From %(moment)s you will be asked:", moment=say.moment(opens_at, zone))


def time_title(say: Speech, *, for_days: bool) -> str:
    """The title after the end: in a room one looks up; over days there is no screen."""
    return say("This part is over. Thank you.") if for_days else say("Time. Look at the screen.")


def time_is_up(
    say: Speech, *, kind: str, others_go_on: bool, for_days: bool = False, opens_at: datetime | None = None,
    zone: str = "UTC",
) -> str:  # fmt: skip
    """What happens after the end, on a page that asks nothing any more. `opens_at`: when the next part opens."""
    if others_go_on:
        return say("For you the time is up; who asked for more time still has a moment. It goes on here by itself.")
    if opens_at is not None and kind in ("collect", "group", "talk"):
        return say("It goes on here on %(moment)s.", moment=say.moment(opens_at, zone))
    if for_days and kind == "collect":
        return say("The ideas are collected: who conducts reads them and puts together what is alike. Then it goes "
                   "on here.")  # fmt: skip
    if for_days and kind in ("group", "talk"):
        return say("It goes on here, as soon as who conducts opens the next part.")
    if kind == "collect":
        return say("The ideas are collected. It goes on here in a moment.")
    if kind in ("group", "talk"):
        return say("It goes on here in a moment.")
    return say("The votes are in. The result arrives here as soon as it opens.")
