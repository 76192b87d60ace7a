"""A chain of processes in words: its answer, the picture told for whoever cannot see it, and how it was computed."""

from dataclasses import dataclass
from math import ceil, floor

from words.promises import of_hundred, out_of
from words.speech import Speech


@dataclass(frozen=True)
class StepWords:
    """A step, escaped: its name, its verdict with icon and words, whether customers see it."""

    title: str
    verdict: str
    seen: bool
    place: int


def weakest_title(say: Speech, weakest: str | None, share: float | None, target: float | None = None) -> str:
    """The page's title: where the chain breaks first."""
    if weakest is None:
        return say("Nobody knows where this chain is weakest: no step has data and a promise.")
    if share is None:
        return say("The weakest step is “%(step)s”.", step=weakest)
    return say("The weakest step is “%(step)s”: %(share)s.", step=weakest, share=of_hundred(say, share, target))


def chain_title(
    say: Speech, verdict: str, *, weakest: str, time: str, kept: int, of: int, share: float | None
) -> str:  # fmt: skip
    """The title where the chain makes a promise of its own."""
    if verdict == "not enough evidence" or share is None:
        return say("Too few data to say that all together stay within %(time)s.", time=time)
    facts = {"time": time, "share": of_hundred(say, share, kept / of), "target": out_of(say, kept, of), "step": weakest}
    if verdict == "supported":
        return say("All together stay within %(time)s, %(share)s. The weakest step is “%(step)s”.", **facts)
    if verdict == "at risk":
        return say("All together stay within %(time)s only just, %(share)s. The weakest step is “%(step)s”.", **facts)
    return say("All together do not stay within %(time)s: %(share)s instead of %(target)s. The weakest step is"
               " “%(step)s”.", **facts)  # fmt: skip


def picture_words(say: Speech, steps: list[StepWords]) -> str:
    """The picture for whoever cannot see it, step by step."""
    told = []
    for number, place in enumerate(sorted({step.place for step in steps}), start=1):
        there = [step for step in steps if step.place == place]
        words = say.listed([
            say("%(step)s (%(verdict)s, customers see it)", step=step.title, verdict=step.verdict)
            if step.seen
            else say("%(step)s (%(verdict)s, behind the scenes)", step=step.title, verdict=step.verdict)
            for step in there
        ])  # fmt: skip
        told.append(say("%(n)s: %(steps)s", n=say.number(number), steps=words))
    return "; ".join(told)


def range_sentence(say: Speech, lower: float, upper: float) -> str:
    """It may be between 97 and 99 of 100, rounded outwards: a range never looks narrower than it is."""
    return say("With these cases the true figure may lie between %(low)s and %(high)s of 100.",
               low=say.number(floor(100 * lower)), high=say.number(ceil(100 * upper)))  # fmt: skip


def method_sentences(say: Speech, method: str, *, parallel: bool, typical: str) -> list[str]:
    """How it was computed: the second layer."""
    if method == "same_cases":
        said = [
            say("The steps know the same cases: the times of each case are added.")
        ]  # fmt: skip
    else:
        said = [
            say(
                "The steps know different cases, so their curves are combined as if a slow first step said nothing"
                " about the second. Times that nine of ten take are never added: the sum would be too long."
            ),
            say("The range comes from drawing the weeks of each step anew, 500 times."),
        ]  # fmt: skip
    if parallel:
        said.append(say("Steps side by side take as long as the slower one."))
    if typical:
        said.append(say("The promised share is reached within about %(time)s.", time=typical))
    said.append(say("A chain is never better than its weakest step, and without data of one step nothing is said."))
    return said
