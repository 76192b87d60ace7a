"""What an activity is, in one sentence made from its settings, and the purposes from which one is chosen.

Plain values in: `Activity` is what this layer knows of `models.rounds.RoundView`. The sentence says what people do,
what is seen of it, and how long it lasts; what is as always is not said.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from words.phone import euros
from words.speech import Speech

# Asked by what one wants to know; the ones that come up in most workshops first.
PURPOSES = ("dots", "agreement", "ranked", "budget")
OTHER_WAYS = ("collect", "group", "talk", "approval", "score", "duels", "consent", "expect")


class Settings(Protocol):
    """The settings of an activity: `models.round_settings.RoundSettings`."""

    @property
    def minutes(self) -> int | None: ...  # noqa: D102
    @property
    def ideas_each(self) -> int | None: ...  # noqa: D102
    @property
    def may_comment(self) -> bool: ...  # noqa: D102
    @property
    def names_shown(self) -> bool: ...  # noqa: D102
    @property
    def counts_shown(self) -> bool: ...  # noqa: D102
    @property
    def moderation(self) -> str: ...  # noqa: D102
    @property
    def moderation_of(self) -> str: ...  # noqa: D102
    @property
    def guests_write(self) -> bool: ...  # noqa: D102
    @property
    def guests_vote(self) -> bool: ...  # noqa: D102
    @property
    def picks(self) -> int: ...  # noqa: D102
    @property
    def criteria(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def none_option(self) -> bool: ...  # noqa: D102
    @property
    def pairs_each(self) -> int: ...  # noqa: D102
    @property
    def money(self) -> int | None: ...  # noqa: D102
    @property
    def unit(self) -> str | None: ...  # noqa: D102


class Activity(Protocol):
    """An activity: `models.rounds.RoundView`."""

    @property
    def kind(self) -> str: ...  # noqa: D102
    @property
    def secret(self) -> bool: ...  # noqa: D102
    @property
    def others_see(self) -> bool: ...  # noqa: D102
    @property
    def latecomers(self) -> bool: ...  # noqa: D102
    @property
    def budget(self) -> int | None: ...  # noqa: D102
    @property
    def cap(self) -> int: ...  # noqa: D102
    @property
    def opens_at(self) -> datetime | None: ...  # noqa: D102
    @property
    def ends_at(self) -> datetime | None: ...  # noqa: D102
    @property
    def settings(self) -> Settings: ...  # noqa: D102


def activity_sentence(say: Speech, row: Activity, zone: str = "UTC") -> str:
    """The sentence, such as: Everybody writes without seeing the others; names hidden; 12 minutes."""
    if row.kind == "collect":
        parts = [_writing(say, row), *_each(say, row), _names(say, row), *_guarded(say, row)]
    elif row.kind in ("group", "talk"):
        parts = [_together(say, row.kind)]
    else:
        parts = [_voting(say, row), _secrecy(say, row)]
        if not row.settings.guests_vote:
            parts.append(say("guests do not vote"))
        if not row.latecomers:
            parts.append(say("whoever comes later does not vote"))
    return "; ".join([*parts, _how_long(say, row, zone)]) + "."


def purpose_question(say: Speech, kind: str) -> str:
    """What one wants to know, as the question the room is asked; it becomes the activity's question."""
    questions = {
        "collect": say("What comes to your mind?"),
        "group": say("What belongs together?"),
        "talk": say("What do we make of it?"),
        "dots": say("Which ones do we take forward?"),
        "approval": say("Which ones do you like?"),
        "score": say("How good is each of them?"),
        "ranked": say("Which of these few?"),
        "duels": say("Which of the two?"),
        "agreement": say("Are we in agreement?"),
        "budget": say("What do we spend on?"),
        "consent": say("Is there an objection?"),
        "expect": say("How long do you expect it to take?"),
    }
    return questions[kind]


def way_words(say: Speech, kind: str) -> str:
    """What people do to answer it, in a few words."""
    words = {
        "collect": say("they write ideas"),
        "group": say("alike ideas under one title, no vote"),
        "talk": say("a question to talk about, no vote"),
        "dots": say("each spreads a few dots"),
        "approval": say("each picks up to five"),
        "score": say("each rates from 1 to 5"),
        "ranked": say("each puts them in order"),
        "duels": say("two at a time, many times"),
        "agreement": say("agree, disagree or pass"),
        "budget": say("what to fund within a sum"),
        "consent": say("go ahead, abstain, or object with a reason"),
        "expect": say("each says a figure"),
    }
    return words[kind]


def activity_name(say: Speech, kind: str) -> str:
    """The short name of an activity, for lists and headings."""
    names = {
        "collect": say("Collect ideas"), "group": say("Group them"), "talk": say("Talk about it"),
        "dots": say("Dots"), "approval": say("Pick some"), "score": say("Rate"), "ranked": say("Rank"),
        "duels": say("Which of two?"), "agreement": say("Agree or not"), "budget": say("Spend a budget"),
        "consent": say("Any objection?"), "expect": say("What do you expect?"),
    }  # fmt: skip
    return names[kind]


def minutes_words(say: Speech, minutes: int) -> str:
    """12 minutes; 14 days where it is days."""
    if minutes >= 1440 and minutes % 1440 == 0:
        return say.many("%(n)s day", "%(n)s days", minutes // 1440)
    return say.many("%(n)s minute", "%(n)s minutes", minutes)


def _writing(say: Speech, row: Activity) -> str:
    if not row.settings.guests_write:
        if row.others_see:
            return say("Members write, everybody reads")
        return say("Members write without seeing the others")
    if row.others_see:
        return say("Everybody writes and reads what the others write")
    return say("Everybody writes without seeing the others")


def _each(say: Speech, row: Activity) -> list[str]:
    most = row.settings.ideas_each
    return [] if most is None else [say.many("one idea each", "up to %(n)s ideas each", most)]


def _names(say: Speech, row: Activity) -> str:
    return say("names seen") if row.settings.names_shown else say("names hidden")


def _guarded(say: Speech, row: Activity) -> list[str]:
    found = []
    guests = row.settings.moderation_of == "guests"
    if row.settings.moderation == "before":
        found.append(say("you let guests' ideas in") if guests else say("you let each idea in"))
    elif row.settings.moderation == "after":
        found.append(say("you look at guests' ideas afterwards") if guests else say("you look at each idea afterwards"))
    if row.settings.counts_shown:
        found.append(say("support is counted in sight"))
    if not row.settings.may_comment:
        found.append(say("no comments"))
    return found


def _together(say: Speech, kind: str) -> str:
    if kind == "group":
        return say("Together you put alike ideas under one title, nobody votes")
    return say("You talk about it, nobody votes")


def _voting(say: Speech, row: Activity) -> str:
    settings = row.settings
    if row.kind == "dots":
        if row.budget is None:
            return say("Each spreads 3 to 7 dots, by the number of ideas, at most %(cap)s on one",
                       cap=say.number(row.cap))  # fmt: skip
        return say.many("Each gives %(n)s dot", "Each spreads %(n)s dots, at most %(cap)s on one", row.budget,
                        cap=say.number(min(row.cap, row.budget)))  # fmt: skip
    if row.kind == "approval":
        return say.many("Each picks one", "Each picks up to %(n)s", settings.picks)
    if row.kind == "score":
        if not settings.criteria:
            return say("Each rates from 1 to 5")
        return say("Each rates from 1 to 5: %(criteria)s", criteria=say.listed(list(settings.criteria)))
    if row.kind == "ranked":
        if settings.none_option:
            return say("Each puts them in order, “none of these” among them")
        return say("Each puts them in order")
    if row.kind == "duels":
        return say.many("Each chooses between two, once", "Each chooses between two, %(n)s times", settings.pairs_each)
    if row.kind == "budget":
        if settings.money is None:
            return say("Each picks what to pay for; the sum is still to be said")
        return say("Each picks what to pay for; there are %(money)s", money=euros(say, settings.money))
    if row.kind == "expect":
        return _figure(say, settings.unit)
    return {
        "agreement": say("Each agrees, disagrees or passes on every sentence"),
        "consent": say("Each says go ahead, abstains, or objects with a reason"),
    }[row.kind]


def _figure(say: Speech, unit: str | None) -> str:
    figures = {
        "s": say("Each says how many seconds"), "min": say("Each says how many minutes"),
        "h": say("Each says how many hours"), "d": say("Each says how many days"),
        "w": say("Each says how many weeks"), "value": say("Each says a figure"),
    }  # fmt: skip
    return figures.get(unit or "", say("Each says a figure, in the promise's own unit"))


def _secrecy(say: Speech, row: Activity) -> str:
    if row.kind == "consent":
        return say("it is seen who objects, and why")
    return say("a secret vote") if row.secret else say("an open vote, seen by side")


def _how_long(say: Speech, row: Activity, zone: str) -> str:
    if row.opens_at is not None and row.ends_at is not None:
        return say("from %(first)s to %(last)s", first=say.day(row.opens_at, zone), last=say.day(row.ends_at, zone))
    if row.ends_at is not None and (row.settings.minutes is None or row.settings.minutes >= 1440):
        return say("until %(last)s", last=say.moment(row.ends_at, zone))
    if row.settings.minutes is not None:
        return minutes_words(say, row.settings.minutes)
    return say("until you close it")
