"""What is said of a promise: times and shares as people count them, where it stands, who signed, what to do next.

Plain values in, sentences out. Shares are "86 of 100" or "19 of 20", never percentages; times are whole where they can
be.
"""

from datetime import date

from words.speech import Speech


def time_words(say: Speech, amount: float, unit: str, value_unit: str = "") -> str:
    """48 hours, 3 days, 2.5 weeks; for a promise about a figure, the figure in its own unit."""
    if unit == "value":
        return f"{say.number(amount)} {value_unit}".strip()
    if unit in ("d", "h", "w") and amount > 1 and float(amount) % 1 == 0.5:
        return _and_a_half(say, int(amount), unit)
    whole = int(amount) if float(amount).is_integer() else None
    n = whole if whole is not None else 2  # a fraction takes the plural
    shown = say.number(round(amount, 1))
    words = {
        "s": lambda: say.many("%(n)s second", "%(n)s seconds", n, n=shown),
        "min": lambda: say.many("%(n)s minute", "%(n)s minutes", n, n=shown),
        "h": lambda: say.many("%(n)s hour", "%(n)s hours", n, n=shown),
        "d": lambda: say.many("%(n)s day", "%(n)s days", n, n=shown),
        "w": lambda: say.many("%(n)s week", "%(n)s weeks", n, n=shown),
    }
    return words[unit]()


def _and_a_half(say: Speech, whole: int, unit: str) -> str:
    n = say.number(whole)
    words = {
        "h": lambda: say.many("%(n)s and a half hours", "%(n)s and a half hours", whole, n=n),
        "d": lambda: say.many("%(n)s and a half days", "%(n)s and a half days", whole, n=n),
        "w": lambda: say.many("%(n)s and a half weeks", "%(n)s and a half weeks", whole, n=n),
    }
    return words[unit]()


def exact_time(say: Speech, seconds: float) -> str:
    """A computed time in the fold: one decimal, in the largest unit that leaves it at least 1."""
    for unit, size in (("d", 86_400.0), ("h", 3_600.0), ("min", 60.0)):
        if seconds >= size:
            return time_words(say, seconds / size, unit)
    return time_words(say, seconds, "s")


def unit_words(say: Speech, unit: str) -> str:
    """A unit by its name, for a choice."""
    words = {"s": say("seconds"), "min": say("minutes"), "h": say("hours"), "d": say("days"), "w": say("weeks")}
    return words.get(unit, unit)


def out_of(say: Speech, kept: int, of: int) -> str:
    """19 of 20."""
    return say("%(kept)s of %(of)s", kept=say.number(kept), of=say.number(of))


def hundredths(share: float, target: float | None = None) -> int:
    """A share as so many of 100. Below all never 100, above none never 0, below the target never the target."""
    k = round(100 * share)
    if share < 1:
        k = min(k, 99)
    if share > 0:
        k = max(k, 1)
    return k - 1 if target is not None and share < target <= k / 100 else k


def of_hundred(say: Speech, share: float, target: float | None = None) -> str:
    """86 of 100."""
    return out_of(say, hundredths(share, target), 100)


def target_words(say: Speech, kept: int, of: int) -> str:
    """What is promised, beside a figure of 100: "95" where it is a whole number of hundredths, else "2 of 3"."""
    return say.number(kept * 100 // of) if kept * 100 % of == 0 else out_of(say, kept, of)


def period_words(say: Speech, days: int, counts_from: date | None = None) -> str:
    """In the last 90 days; since a day when counting began again."""
    if counts_from is not None:
        return say("since %(day)s", day=say.date(counts_from))
    if days in (365, 366):
        return say("in the last year")
    return say("in the last %(days)s", days=time_words(say, days, "d"))


def cases_words(say: Speech, n: int, noun_one: str = "", noun_many: str = "") -> str:
    """4.154 orders, in the trade's own noun where there is one."""
    if noun_one and noun_many:
        return f"{say.number(n)} {noun_one if n == 1 else noun_many}"
    return say.many("%(n)s case", "%(n)s cases", n)


def state_words(say: Speech, state: str) -> str:
    """Where a promise stands."""
    words = {
        "draft": say("Draft"),
        "asked": say("Asked of who keeps it"),
        "agreed": say("Agreed"),
        "contested": say("Contested"),
        "in_use": say("In use"),
        "withdrawn": say("Withdrawn"),
        "expired": say("Expired"),
    }
    return words[state]


def keeper_words(say: Speech, keeper: str, name: str, words: str = "", figure: str = "") -> str:
    """What who must keep it says: "Rosa: no («dipende dal corriere»)"."""
    quoted = f" ({say.quoted(words)})" if words else ""
    if keeper == "yes":
        return say("%(name)s: yes, I can keep it", name=name) + quoted
    if keeper == "but":
        if figure:
            return say("%(name)s: yes, but %(figure)s", name=name, figure=figure) + quoted
        return say("%(name)s: yes, but…", name=name) + quoted
    if keeper == "no":
        return say("%(name)s: no", name=name) + quoted
    if keeper == "asked":
        return say("%(name)s was asked and has not answered yet", name=name)
    return say("%(name)s has not been asked yet", name=name)


def oars(say: Speech, promised: bool, keeper: str) -> tuple[str, str]:
    """The two signatures in one glance: who promises, who keeps; a dash where one is missing."""
    return (
        say("%(sign)s promises", sign="✔" if promised else "–"),
        say("%(sign)s keeps", sign="✔" if keeper == "yes" else "–"),
    )


def promised_words(say: Speech, kept: int, of: int) -> str:
    """What is promised, said by itself: 95 of 100, 2 of 3."""
    return of_hundred(say, kept / of) if kept * 100 % of == 0 else out_of(say, kept, of)


def told_words(say: Speech, places: int, differs: bool) -> str:
    """Told in n places; a sign where they do not tell the same figure."""
    said = say.many("%(n)s place", "%(n)s places", places) if places else say("told nowhere")
    return f"{said} ⚠" if differs else said


def policy_words(say: Speech, cancelled: str) -> str:
    """How a cancelled case counts."""
    words = {
        "excluded": say("Who cancels does not count"),
        "broken": say("Who cancels counts as broken"),
        "censored": say("Who cancels waited until then, and what came after is unknown"),
    }
    return words[cancelled]


def portfolio_title(say: Speech, holds: int, edge: int, broken: int, few: int) -> str:
    """9 promises: 3 hold, 2 on the edge, 2 do not hold, 2 with too few data."""
    total = holds + edge + broken + few
    if total == 0:
        return say("No promise yet.")
    parts = [
        (holds, say.many("%(n)s holds", "%(n)s hold", holds)),
        (edge, say.many("%(n)s on the edge", "%(n)s on the edge", edge)),
        (broken, say.many("%(n)s does not hold", "%(n)s do not hold", broken)),
        (few, say.many("%(n)s with too few data", "%(n)s with too few data", few)),
    ]
    said = ", ".join(words for n, words in parts if n)
    return say("%(promises)s: %(parts)s.", promises=say.many("%(n)s promise", "%(n)s promises", total), parts=said)
