"""What stands beside a result, one fold below, in words; what is a convention is said to be one."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from words.how_clear import by_criterion, quoted
from words.rounds import side_name
from words.speech import Speech

# So many lines a heading: the fold is to be read, the workbook holds the rest.
LINES_MOST = 5
# A chance smaller than this is nobody's.
CHANCE_LEAST = 0.005

Lines = list[tuple[str, list[str]]]


def beside_said(say: Speech, view: Any, names: Mapping[str, str]) -> Lines:
    """Headings with their lines; a heading without a line is left out. `view` is a `models.results.ResultView`."""
    first = say("Chance to be funded") if str(view.round.kind) == "budget" else say("Chance to be first")
    found: Lines = [(first, _chances(say, view, names))]
    if view.beside is not None:
        figures, each = view.beside.figures, by_criterion(view)
        found = [
            (say("Turnout by side"), _turnout(say, figures)),
            *found,
            (say("Every side counting the same"), _even(say, view, names)),
            *_each(say("Largest gap between two sides"), each, lambda own: _gap(say, own, names)),
            *_each(say("Split room"), each, lambda own: _split(say, own, names)),
            *_each(say("How much of the difference is between the sides"), each, lambda own: _eta(say, own, names)),
            (say("The same order, side by side"), _alike(say, figures)),
            *_each(say("Agreement between all who voted"), each, lambda own: _alpha(say, own)),
        ]
    said = [(heading, lines) for heading, lines in found if lines]
    if said:
        said.append((say("What is a convention here"), [_conventions(say)]))
    return said


def _each(heading: str, each: Sequence[tuple[str, Any]], lines: Callable[[Any], list[str]]) -> Lines:
    # With several criteria each has its own figures under its own name.
    return [(f"{heading}: {name}" if name else heading, lines(own)) for name, own in each]


def _of_hundred(say: Speech, share: float) -> str:
    return say.number(round(100 * share))


def _begin(text: str) -> str:
    return text[:1].upper() + text[1:]


def _best(figures: Mapping[str, float]) -> list[str]:
    return sorted(figures, key=lambda option: -figures[option])[:LINES_MOST]


def _turnout(say: Speech, figures: Any) -> list[str]:
    return [
        say(
            "%(side)s: %(n)s of %(all)s; with many people like these, between %(low)s and %(high)s of 100 (Wilson).",
            side=_begin(side_name(say, one.side)), n=say.number(one.voted), all=say.number(one.eligible),
            low=_of_hundred(say, one.low), high=_of_hundred(say, one.high),
        )
        for one in figures.turnout
    ]  # fmt: skip


def _chances(say: Speech, view: Any, names: Mapping[str, str]) -> list[str]:
    chances = {option: chance for option, chance in getattr(view.facts, "chances", {}).items() if chance > CHANCE_LEAST}
    budget = str(view.round.kind) == "budget"
    found = [
        say("%(idea)s: funded %(n)s times of 100.", idea=quoted(say, names[option]),
            n=_of_hundred(say, chances[option]))
        if budget else
        say.many("%(idea)s: %(n)s time of 100.", "%(idea)s: %(n)s times of 100.", round(100 * chances[option]),
                 idea=quoted(say, names[option]))
        for option in (sorted(chances, key=lambda one: -chances[one]) if budget else _best(chances))
    ]  # fmt: skip
    if found:
        found.append(
            say("The same voters drawn anew inside each side, again and again; the draws follow from the votes "
                "themselves, so whoever counts gets the same.")
        )  # fmt: skip
    if found and budget:
        found.append(say("%(n)s draws; everybody's part grows there by a 25th a step, so a figure may be off by a few.",
                         n=say.number(view.facts.redraws)))  # fmt: skip
    return found


def _even(say: Speech, view: Any, names: Mapping[str, str]) -> list[str]:
    if view.beside.even_funded:
        ideas = say.listed([quoted(say, names[option]) for option in view.beside.even_funded])
        return [say("With the same money for every side, funded would be: %(ideas)s.", ideas=ideas)]
    even = view.beside.even
    # Rates are means from 1 to 5; everything else is a part of what a voter could give.
    rates = str(view.round.kind) == "score"
    return [
        say("%(idea)s: %(figure)s of 5.", idea=quoted(say, names[option]), figure=say.decimal(even[option], 1))
        if rates else
        say("%(idea)s: %(n)s of 100.", idea=quoted(say, names[option]), n=_of_hundred(say, even[option]))
        for option in _best(even)
    ] if str(view.round.kind) != "ranked" else _even_order(say, even, names)  # fmt: skip


def _even_order(say: Speech, even: Mapping[str, float], names: Mapping[str, str]) -> list[str]:
    # Half points and places mean nothing to anybody as a figure; their order does.
    if not even:
        return []
    return [say("By places (Borda): %(ideas)s.", ideas=", ".join(quoted(say, names[option]) for option in _best(even)))]


def _gap(say: Speech, figures: Any, names: Mapping[str, str]) -> list[str]:
    gap = figures.gap
    if gap is None:
        return []
    return [
        say("%(idea)s: %(more_side)s %(more)s of %(more_all)s, %(less_side)s %(less)s of %(less_all)s.",
            idea=quoted(say, names[gap.option]), more_side=side_name(say, gap.more), more=say.number(gap.more_for),
            more_all=say.number(gap.more_of), less_side=side_name(say, gap.less), less=say.number(gap.less_for),
            less_all=say.number(gap.less_of)),
        say("The difference lies between %(low)s and %(high)s of 100 (Newcombe).", low=_of_hundred(say, gap.low),
            high=_of_hundred(say, gap.high)),
    ]  # fmt: skip


def _split(say: Speech, figures: Any, names: Mapping[str, str]) -> list[str]:
    return [
        say("%(idea)s: %(n)s of 100, where 0 is all alike and 100 two camps.", idea=quoted(say, names[option]),
            n=_of_hundred(say, figures.split[option]))
        for option in _best(figures.split)
    ]  # fmt: skip


def _eta(say: Speech, figures: Any, names: Mapping[str, str]) -> list[str]:
    return [
        say(
            "%(idea)s: %(n)s of 100 (eta squared).", idea=quoted(say, names[option]),
            n=_of_hundred(say, figures.eta[option]),
        )
        for option in _best(figures.eta)
    ]


def _alike(say: Speech, figures: Any) -> list[str]:
    found = [
        say("%(one)s and %(other)s: %(words)s (Kendall's tau-b %(tau)s).", one=_begin(side_name(say, pair.one)),
            other=side_name(say, pair.other), words=_how_alike(say, pair.tau), tau=say.decimal(pair.tau, 2))
        for pair in figures.alike
    ]  # fmt: skip
    if figures.concordance is not None and len(figures.alike) > 1:
        found.append(say("All of them together: %(w)s, where 1 is the same order (Kendall's W).",
                         w=say.decimal(figures.concordance, 2)))  # fmt: skip
    return found


def _how_alike(say: Speech, tau: float) -> str:
    if tau >= 0.7:
        return say("almost the same order")
    if tau >= 0.3:
        return say("a similar order")
    if tau > -0.3:
        return say("orders that have little in common")
    return say("almost the opposite order")


def _alpha(say: Speech, figures: Any) -> list[str]:
    if figures.alpha is None:
        return []
    alpha = say.decimal(figures.alpha, 2)
    if figures.alpha >= 0.8:
        return [
            say("Strong: %(alpha)s, where 1 is everybody alike and 0 is chance (Krippendorff's alpha).", alpha=alpha)
        ]
    if figures.alpha >= 0.667:
        return [say("Fair: %(alpha)s, where 1 is everybody alike and 0 is chance (Krippendorff's alpha).", alpha=alpha)]
    return [say("Weak: %(alpha)s, where 1 is everybody alike and 0 is chance (Krippendorff's alpha).", alpha=alpha)]


def _conventions(say: Speech) -> str:
    return say(
        "Conventions, not findings: clear from 90 times of 100; sides differ from 15 of 100 on; an almost equal order "
        "from 0.7, a similar one from 0.3; agreement strong from 0.8, fair from 0.67. Intervals hold 95 times of 100. "
        "With few people all of these are rough."
    )
