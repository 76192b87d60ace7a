"""Can we launch? The answer in one sentence, the reason promise by promise, and afterwards what came against the guess.

The first layer knows no utilisation: cases a week, people on the phone, how many of 100. Plain values in.
"""

from dataclasses import dataclass
from typing import Protocol

from words.promises import exact_time, hundredths, of_hundred, target_words
from words.speech import Speech

LEAST_OPEN = 0.5  # with fewer cases open at a time there is nothing to check


class Prediction(Protocol):
    """What `analysis.prediction.Prediction` says of a promise in a campaign."""

    @property
    def ground(self) -> str: ...  # noqa: D102
    @property
    def code(self) -> str: ...  # noqa: D102
    @property
    def today(self) -> str: ...  # noqa: D102
    @property
    def lambda0(self) -> float | None: ...  # noqa: D102
    @property
    def mu(self) -> float | None: ...  # noqa: D102
    @property
    def lambda1(self) -> float | None: ...  # noqa: D102
    @property
    def capacity(self) -> float | None: ...  # noqa: D102
    @property
    def rho(self) -> float | None: ...  # noqa: D102
    @property
    def rho_low(self) -> float | None: ...  # noqa: D102
    @property
    def rho_high(self) -> float | None: ...  # noqa: D102
    @property
    def predicted_share(self) -> float | None: ...  # noqa: D102
    @property
    def low(self) -> float | None: ...  # noqa: D102
    @property
    def high(self) -> float | None: ...  # noqa: D102
    @property
    def model_today(self) -> float | None: ...  # noqa: D102
    @property
    def weeks_until_break(self) -> float | None: ...  # noqa: D102
    @property
    def needed_a_week(self) -> float | None: ...  # noqa: D102
    @property
    def most_a_week(self) -> float | None: ...  # noqa: D102


class Flow(Protocol):
    """What comes and what gets done, as `analysis.flow.Flow` counts it."""

    @property
    def weeks(self) -> int: ...  # noqa: D102
    @property
    def whole(self) -> bool: ...  # noqa: D102
    @property
    def growth(self) -> float: ...  # noqa: D102
    @property
    def present_a_week(self) -> float: ...  # noqa: D102


@dataclass(frozen=True)
class Told:
    """What a reason needs to know of a promise: all of it already worded and escaped, target as a share."""

    sentence: str
    time: str
    kept: int
    of: int
    owner: str
    noun_many: str

    @property
    def target(self) -> float:
        """The share that is promised."""
        return self.kept / self.of


def more_words(say: Speech, percent: int) -> str:
    """40 more for every 100."""
    if percent < 0:
        return say("%(n)s fewer for every 100", n=say.number(-percent))
    return say("%(n)s more for every 100", n=say.number(percent)) if percent else say("as many as now")


def answer_title(say: Speech, answer: str, percent: int, promises: int, worst: list[str]) -> str:
    """Can we launch? worst: the sentences of the promises that make the answer, escaped."""
    more, one = more_words(say, percent), worst[0] if len(worst) == 1 else ""
    n, of = say.number(len(worst)), say.number(promises)
    if answer == "yes":
        return say.many("Yes: with %(more)s the promise holds.", "Yes: with %(more)s all %(n)s promises hold.",
                        promises, more=more)  # fmt: skip
    if answer == "no":
        if one:
            return say("Not as things are: with %(more)s “%(promise)s” would not hold.", more=more, promise=one)
        return say("Not as things are: with %(more)s %(n)s promises of %(of)s fall short.", more=more, n=n, of=of)
    if answer == "ask":
        if one:
            return say("Nobody has tried it yet: “%(promise)s” with %(more)s.", more=more, promise=one)
        return say("Nobody has tried it yet: %(n)s promises of %(of)s with %(more)s.", more=more, n=n, of=of)
    if answer == "edge":
        if one:
            return say("Only just: with %(more)s “%(promise)s” would be on the edge.", more=more, promise=one)
        return say("Only just: with %(more)s %(n)s promises of %(of)s would be on the edge.", more=more, n=n, of=of)
    if one:
        return say("Nobody can say: there are too few data about “%(promise)s”.", promise=one)
    return say("Nobody can say: there are too few data about %(n)s promises of %(of)s.", n=n, of=of)


def reason_sentences(
    say: Speech, found: Prediction, told: Told, *, agents: int | None = None, enough: int | None = None,
    then: Prediction | None = None,
) -> list[str]:  # fmt: skip
    """Why, in one or two sentences. agents: on the phone. enough, then: with how many it would hold, and how well."""
    said = []
    if found.today == "not supportable":
        said.append(say("It does not hold today, before any campaign."))
    elif found.today == "not enough evidence":
        said.append(say("There are too few data to judge it today."))
    reason = _phones(say, found, told, agents) if found.ground == "phones" else _reason(say, found, told)
    said.append(reason)
    if enough is not None and agents is not None and enough != agents and then is not None:
        share = of_hundred(say, then.predicted_share or 0.0, told.target)
        said.append(say("With %(people)s it holds: %(share)s.", people=people_words(say, enough), share=share))
    return said


def people_words(say: Speech, n: int) -> str:
    """2 people."""
    return say.many("%(n)s person on the phone", "%(n)s people on the phone", n)


def guess_words(say: Speech, low: int, likely: int, high: int) -> str:
    """40 more for every 100 (from 25 to 55)."""
    return say("%(more)s (from %(low)s to %(high)s)", more=more_words(say, likely), low=say.number(low),
               high=say.number(high))  # fmt: skip


def came_words(say: Speech, uplift: float, days: float, *, whole: bool, low: int, likely: int, high: int) -> str:
    """What came in against the guess; days: how many of the campaign the data know, whole: all of them."""
    percent = round(100 * uplift)
    facts = {"came": more_words(say, percent), "guess": guess_words(say, low, likely, high)}
    if not whole:
        so_far = say.many("%(n)s day", "%(n)s days", round(days))
        return say("So far (%(days)s): %(came)s. The guess: %(guess)s.", days=so_far, **facts)
    if low <= percent <= high:
        return say("It brought %(came)s, as guessed: %(guess)s.", **facts)
    return say("It brought %(came)s, unlike the guess: %(guess)s.", **facts)


def peak_sentence(say: Speech, an_hour: float, more: float, first: int, last: int) -> str:
    """Calls an hour when it is busiest, now and in the campaign."""
    return say(
        "Peak hours, from %(first)s to %(last)s: %(now)s calls an hour now, %(then)s in the campaign.",
        first=say.number(first), last=say.number(last), now=say.decimal(an_hour, 1),
        then=say.decimal(an_hour * (1 + more), 1),
    )  # fmt: skip


def method_sentences(
    say: Speech, found: Prediction, seen: Flow | None, little: tuple[float, float] = (0.0, 0.0)
) -> list[str]:
    """How it was computed: the second layer, with the exact figures. little: cases open at a time, and expected."""
    if seen is None or found.lambda0 is None or found.mu is None or found.lambda1 is None:
        return [say("There is not even one week of cases: no rate can be computed.")]

    def two(value: float | None) -> str:
        return say.decimal(value, 2) if value is not None else "–"

    weeks = say.many("%(n)s week", "%(n)s weeks", seen.weeks)
    said = [
        say("Over %(weeks)s before the last start, %(in)s came and %(out)s were done a day; in the campaign %(then)s.",
            weeks=weeks, **{"in": two(found.lambda0), "out": two(found.mu), "then": two(found.lambda1)}),
    ]  # fmt: skip
    if seen.whole:
        said.append(say("That is all there is: 26 weeks would be better."))
    said.append(_ground(say, found, seen))
    if found.ground == "shown":
        said.append(say("What would be needed is counted from the last 90 days (%(n)s a week), as a campaign comes on"
                        " top of what comes now.", n=_whole(say, seen.present_a_week)))  # fmt: skip
    elif found.rho is not None:
        said.append(
            say("Utilisation in the campaign: %(rho)s (%(low)s to %(high)s, from the calmest to the busiest four"
                " weeks).", rho=two(found.rho), low=two(found.rho_low), high=two(found.rho_high))
        )  # fmt: skip
    if found.model_today is not None:
        said.append(say("Without a campaign the same formula says %(share)s: hold it against what the data say.",
                        share=of_hundred(say, found.model_today)))  # fmt: skip
    if max(little) >= LEAST_OPEN:
        said.append(
            say("Data check (Little's law): %(there)s open at a time, %(due)s expected from how many come and how long"
                " they take.", there=say.decimal(little[0], 1), due=say.decimal(little[1], 1))
        )  # fmt: skip
    return said


def _ground(say: Speech, found: Prediction, seen: Flow) -> str:
    if found.ground == "phones":
        return say("Phones: Erlang's formula at the calls of the peak hours (with hang-ups where patience is told).")
    if found.ground == "saturated":
        return say(
            "Full: every week %(growth)s standard errors more come than are done, and no more gets done than before."
            " What is done is the capacity.", growth=say.decimal(seen.growth, 1),
        )  # fmt: skip
    if found.ground == "declared":
        return say("The capacity is what its owner declares; waiting grows by Kingman's formula.")
    if found.ground == "busy_weeks":
        return say("Nobody waits for a figure: the busiest quarter of the weeks shows what more work does to it.")
    return say("It was never full, so what it did is only a lower bound of what it can: nothing is computed beyond it.")


def _phones(say: Speech, found: Prediction, told: Told, agents: int | None) -> str:
    people = people_words(say, agents or 1)
    if found.code == "phones_full":
        return say("With %(people)s more calls come than can be answered: the line grows without end.", people=people)
    return say(
        "With %(people)s, %(share)s are answered within %(time)s in the peak hours (between %(low)s and %(high)s); we"
        " promise %(target)s.", people=people, time=told.time, target=target_words(say, told.kept, told.of),
        **_share(say, found, told),
    )  # fmt: skip


def _reason(say: Speech, found: Prediction, told: Told) -> str:
    needed, most = _whole(say, found.needed_a_week), _whole(say, found.most_a_week)
    cases = told.noun_many or say("cases")
    facts = {"needed": needed, "most": most, "cases": cases}
    if found.code == "tried":
        return say("It has already kept up %(most)s %(cases)s a week for four weeks; %(needed)s are needed.", **facts)
    if found.code == "never_tried":
        if found.most_a_week is None:
            return say("Nobody knows what it can take; %(needed)s %(cases)s a week would be needed. Ask %(owner)s.",
                       owner=told.owner, **facts)  # fmt: skip
        return say(
            "Never tried beyond %(most)s %(cases)s a week, %(needed)s would be needed. Ask %(owner)s.",
            owner=told.owner, **facts,
        )  # fmt: skip
    if found.code in ("busy_weeks_hold", "busy_weeks_miss"):
        return say("In its busiest weeks it keeps %(share)s (between %(low)s and %(high)s); it has done up to %(most)s"
                   " %(cases)s a week, %(needed)s are needed.", **facts, **_share(say, found, told))  # fmt: skip
    if found.code == "queue_grows":
        return _full(say, found)
    if found.code == "queue_shrinks":
        return say("It is full today; with less work it would catch up. How fast, no formula can say.")
    if found.code == "no_flow":
        return say("There is not even one week of cases.")
    return say(
        "It can take %(cap)s %(cases)s a week, says %(owner)s: %(share)s would be kept (between %(low)s and %(high)s);"
        " we promise %(target)s.", cap=_whole(say, (found.capacity or 0.0) * 7), owner=told.owner, cases=cases,
        target=target_words(say, told.kept, told.of), **_share(say, found, told),
    )  # fmt: skip


def _full(say: Speech, found: Prediction) -> str:
    come, done = _whole(say, (found.lambda1 or 0.0) * 7), _whole(say, (found.capacity or 0.0) * 7)
    if found.weeks_until_break is None:
        return say("%(come)s a week would come, and %(done)s is all it can take.", come=come, done=done)
    if found.weeks_until_break < 1:
        return say("%(come)s a week would come and %(done)s is all it can take: the queue is too long already.",
                   come=come, done=done)  # fmt: skip
    weeks = say.many("%(n)s week", "%(n)s weeks", int(found.weeks_until_break))
    return say("%(come)s a week would come and %(done)s is all it can take: after about %(weeks)s the promise breaks.",
               come=come, done=done, weeks=weeks)  # fmt: skip


def _share(say: Speech, found: Prediction, told: Told) -> dict[str, str]:
    return {
        "share": of_hundred(say, found.predicted_share or 0.0, told.target),
        "low": say.number(hundredths(found.low or 0.0)),
        "high": say.number(hundredths(found.high or 0.0)),
    }


def _whole(say: Speech, value: float | None) -> str:
    return "–" if value is None else say.number(round(value))


def capacity_words(
    say: Speech, *, a_week: float | None, agents: int | None, handling: float | None, patience: float | None,
    noun_many: str = "",
) -> str:  # fmt: skip
    """What a process can take, as its owner says it."""
    said = []
    if a_week is not None:
        said.append(say("At most %(n)s %(cases)s a week", n=say.number(a_week), cases=noun_many or say("cases")))
    if agents is not None and handling is not None:
        time = exact_time(say, handling)
        said.append(say("%(people)s, %(time)s a call", people=people_words(say, agents), time=time))
    if patience is not None:
        said.append(say("people hold on for about %(time)s", time=exact_time(say, patience)))
    return " · ".join(said) if said else say("Not known any more")
