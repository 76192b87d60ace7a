"""Actions in words: titles, levers, where one stands; before and after; money moved."""

from collections.abc import Sequence
from datetime import date

from words.phone import money_words
from words.promises import hundredths
from words.speech import Speech


def actions_title(say: Speech, running: int, late: int, still: int, due: int) -> str:
    """The answer of the page: what is due first, then what is late, then what stands still."""
    if due:
        return say.many("%(n)s action is to be looked at: did it work?", "%(n)s actions are to be looked at: did they"
                        " work?", due)  # fmt: skip
    if late:
        return say.many("%(n)s action is late.", "%(n)s actions are late.", late)
    if still:
        return say.many("%(n)s action stands still.", "%(n)s actions stand still.", still)
    if running:
        return say.many("%(n)s action is going on, as planned.", "%(n)s actions are going on, as planned.", running)
    return say("No action is going on.")


def action_begun(say: Speech, lever: str, sentence: str) -> str:
    """What an action could be called that pulls a lever for a promise: something to begin with."""
    words = {
        "process": say("Keep “%(sentence)s” more often", sentence=sentence),
        "promise": say("Promise what holds instead of “%(sentence)s”", sentence=sentence),
        "waiting": say("Tell people while they wait: “%(sentence)s”", sentence=sentence),
    }
    return words[lever]


def state_chip(say: Speech, state: str, *, late: bool, still_days: int, stalled: bool) -> str:
    """Icon and word: where an action stands."""
    if late:
        return say("⏳ Late")
    if stalled:
        return say.many("◷ Still for %(n)s day", "◷ Still for %(n)s days", still_days)
    words = {
        "planned": say("○ Planned"),
        "running": say("● Going on"),
        "done": say("✔ Done"),
        "dropped": say("✕ Dropped"),
    }
    return words[state]


def before_after_sentence(
    say: Speech, before: tuple[float, float, float] | None, after: tuple[float, float, float] | None, *, apart: bool
) -> str:
    """What the cases say: share and range of both stretches, and whether the ranges touch."""
    if before is None or after is None:
        return say("There are not yet cases on both sides of the day.")
    figures = {
        "before": _hundred(say, before[0]), "after": _hundred(say, after[0]),
        "low": _hundred(say, before[1]), "high": _hundred(say, before[2]),
        "from": _hundred(say, after[1]), "to": _hundred(say, after[2]),
    }  # fmt: skip
    if apart and after[0] > before[0]:
        return say("Before %(before)s of 100 (%(low)s to %(high)s), since then %(after)s (%(from)s to %(to)s): better,"
                   " and more than chance.", **figures)  # fmt: skip
    if apart:
        return say("Before %(before)s of 100 (%(low)s to %(high)s), since then %(after)s (%(from)s to %(to)s): worse,"
                   " and more than chance.", **figures)  # fmt: skip
    return say("Before %(before)s of 100 (%(low)s to %(high)s), since then %(after)s (%(from)s to %(to)s): the ranges"
               " touch, it may be chance.", **figures)  # fmt: skip


def caution_words(say: Speech, code: str) -> str:
    """What else may explain a difference."""
    words = {
        "few_before": say("There are few cases before the day."),
        "few_after": say("There are few cases since the day."),
        "other_months": say("Caution: some months lie on one side only; part of it may be the season."),
        "trend_before": say("Caution: it was already moving this way before the day."),
    }
    return words[code]


def aim_sentence(say: Speech, words: str, before: float | None, aim: int | None) -> str:
    """What was fixed with the yes. `words` are already escaped for where they are shown."""
    if aim is None:
        return words
    if before is None:
        return say("%(words)s: to %(aim)s of 100", words=words, aim=say.number(aim))
    return say("%(words)s: from %(before)s to %(aim)s of 100", words=words, before=_hundred(say, before),
               aim=say.number(aim))  # fmt: skip


def answer_words(say: Speech, answer: str) -> str:
    """What the day of the look said."""
    words = {"worked": say("It worked"), "not_yet": say("Not yet"), "no": say("It did not work")}
    return words[answer]


def answer_icon(answer: str) -> str:
    """The sign before it."""
    return {"worked": "✔", "not_yet": "◷", "no": "✕"}[answer]


def measured_line(say: Speech, before: float, after: float, *, apart: bool | None, aimed: bool) -> str:
    """What stands behind an answer: the figure then and now. aimed: a figure was aimed at; else the promise's is not
    what was answered. apart: the two differ by more than chance; None: nobody looked.
    """
    said = say("from %(before)s to %(after)s of 100", before=_hundred(say, before), after=_hundred(say, after))
    if apart is False:
        said = say("%(said)s, it may be chance", said=said)
    return ": " + said if aimed else " · " + say("the promise it touches: %(said)s", said=said)


def look_line(say: Speech, look_on: date, today: date) -> str:
    """When one looks."""
    days = (look_on - today).days
    if days == 0:
        return say("to be looked at today")
    if days < 0:
        return say.many("to be looked at since %(n)s day", "to be looked at since %(n)s days", -days)
    return say("to be looked at on %(day)s", day=say.date(look_on))


def money(say: Speech, euros: int) -> str:
    """An amount in whole euros."""
    # The sign never stands alone at the beginning of a line.
    return money_words(say, say.number(euros)).replace(" ", "\u00a0")


def budget_title(say: Speech, year: int, lines: int, moved: int, total: int) -> str:
    """The answer of the page."""
    if not lines:
        return say("No budget line in %(year)s yet.", year=str(year))
    figures = {"moved": money(say, moved), "total": money(say, total)}
    if not moved:
        return say("Nothing was moved yet: %(total)s as planned.", **figures)
    return say("%(moved)s moved, the sum stays: %(total)s.", **figures)


def saving_line(say: Speech, what: str, a_week: int, hours: float, who: str) -> str:
    """What is spared and by whose estimate: 12 a week, about 57 hours a year."""
    return say("%(what)s: %(n)s a week = about %(hours)s hours a year (estimated by %(who)s)", what=what,
               n=say.number(a_week), hours=say.number(round(hours)), who=who)  # fmt: skip


def estimate_words(say: Speech, who: str) -> str:
    """By whose estimate a saving is entered; nothing where nobody is known."""
    return say("estimated by %(who)s", who=who) if who else ""


def hours_words(say: Speech, hours: float) -> str:
    """The sum of what is spared."""
    return say.many("About %(n)s hour a year to reinvest", "About %(n)s hours a year to reinvest", round(hours))


def served_words(say: Speech, promise: str, kept: tuple[float | None, float] | None) -> str:
    """What a euro serves: the promise, and how often it was and is kept."""
    if not promise:
        return ""
    if kept is None:
        return say.quoted(promise)
    before, now = kept
    # From 86 to 86 is nothing gained: what it is now says it.
    if before is None or _hundred(say, before) == _hundred(say, now):
        return say("“%(promise)s”: now %(now)s of 100", promise=promise, now=_hundred(say, now))
    return say("“%(promise)s”: from %(before)s to %(now)s of 100", promise=promise, before=_hundred(say, before),
               now=_hundred(say, now))  # fmt: skip


def move_line(say: Speech, source: str, target: str, amount: int, reasons: Sequence[str]) -> str:
    """One move in a line; names and reasons already escaped."""
    said = say("%(amount)s saved, to %(target)s", amount=money(say, amount), target=target)
    if source:
        said = say("%(amount)s from %(source)s to %(target)s", amount=money(say, amount), source=source, target=target)
    return " · ".join([said, *(one for one in reasons if one)])


def _hundred(say: Speech, share: float) -> str:
    return say.number(hundredths(share))
