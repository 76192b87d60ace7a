"""Ratings, agreement and expectations as they are shown: where a room stands, whether it is split, who differs."""

from collections.abc import Mapping
from typing import Any

from words.how_clear import by_criterion, clear_count, gap_facts, names_of, quoted, sides_alike, widest, widest_of
from words.promises import time_words, unit_words
from words.rounds import side_name
from words.said_text import SECONDS
from words.shown import Shown, ShownRow
from words.shown_choices import columns, places, shared_places, tied_places
from words.speech import Speech

HIGHEST = 5
# Conventions, said in the fold: from here on a room is called split, and two medians different.
SPLIT_FROM = 0.5


def shown_score(say: Speech, view: Any, head: list[str]) -> Shown:
    """Rates from 1 to 5: the mean ranks; never a sum."""
    facts, names, stands = view.facts, names_of(say, view), places(view.facts)
    if not facts.ranking:
        return Shown([say("Not shown: with fewer than five people you could tell who voted.")], head)
    criterion, gap = widest_of(view)
    cells = {(score.option, score.criterion): score for score in facts.scores if not score.side}
    figures = {
        option: say("%(mean)s of 5", mean=say.decimal(mean, _digits(facts.totals))) for option, mean in
        facts.totals.items()
    }  # fmt: skip
    rows = [
        ShownRow(
            option, names[option], stands[option][0], figures[option], facts.totals[option] / HIGHEST,
            {side: say.decimal(own[option], 1) for side, own in facts.by_group.items() if option in own},
            {side: own[option] / HIGHEST for side, own in facts.by_group.items() if option in own},
            stands[option][1], gap is not None and gap.option == option, _criteria(say, view, option, cells),
        )
        for tied in facts.ranking for option in tied
    ]  # fmt: skip
    unseen = [names[option] for option in view.options if option not in facts.totals]
    notes = tied_places(say, facts, figures)
    if unseen:
        ideas = say.listed([quoted(say, name) for name in unseen])
        notes.append(say("Too few rated it to show: %(ideas)s.", ideas=ideas))
    return Shown(
        [_rated_most(say, facts, names, figures, cells), clear_count(say, facts, names),
         _score_differs(say, view, names, gap, criterion)],
        head, rows, notes,
        [say("The mean of the rates puts them in order, with several criteria the mean of their means; who did not "
             "rate an idea does not count there. Never a sum.")],
        _score_part(say, view, names), columns(say, facts),
    )  # fmt: skip


def _digits(means: Mapping[str, float]) -> int:
    # Two decimals only where one would make two different means look alike.
    return 1 if len({round(mean, 1) for mean in means.values()}) == len(set(means.values())) else 2


def _criteria(say: Speech, view: Any, option: str, cells: Mapping[tuple[str, int], Any]) -> str:
    named = view.variant.get("criteria") or []
    found = []
    for (marked, criterion), score in cells.items():
        if marked != option:
            continue
        said = say("%(high)s of %(n)s give 4 or 5, the middle is %(median)s", n=say.number(score.n),
                   high=say.number(round(score.high * score.n)), median=say.number(score.median))  # fmt: skip
        name = named[criterion] if criterion < len(named) else ""
        found.append(f"{name} {say.decimal(score.mean, 1)}: {said}" if name else said)
    return " · ".join(found)


def _rated_most(
    say: Speech, facts: Any, names: Mapping[str, str], figures: Mapping[str, str], cells: Mapping[tuple[str, int], Any]
) -> str:
    first = facts.winners[0]
    if len(facts.winners) > 1:
        ideas = say.listed([quoted(say, names[option]) for option in facts.winners])
        return say("A tie in front: %(ideas)s, %(figure)s each.", ideas=ideas, figure=figures[first])
    score = cells.get((first, 0))
    if score is None or sum(option == first for option, _ in cells) > 1:
        idea = quoted(say, names[first])
        return say("%(idea)s convinces most: %(figure)s on average.", idea=idea, figure=figures[first])
    return say(
        "%(idea)s convinces most: %(high)s of %(n)s give it 4 or 5.", idea=quoted(say, names[first]),
        high=say.number(round(score.high * score.n)), n=say.number(score.n),
    )  # fmt: skip


def _score_differs(say: Speech, view: Any, names: Mapping[str, str], gap: Any, criterion: str) -> str:
    if gap is not None and criterion:
        return say(
            "%(idea)s divides on %(criterion)s: rated 4 or 5 by %(more_side)s %(more)s times of %(more_all)s, by "
            "%(less_side)s %(less)s of %(less_all)s.", criterion=quoted(say, criterion), **gap_facts(say, gap, names),
        )  # fmt: skip
    if gap is not None:
        return say(
            "%(idea)s divides: rated 4 or 5 by %(more_side)s %(more)s times of %(more_all)s, by %(less_side)s %(less)s "
            "of %(less_all)s.", **gap_facts(say, gap, names),
        )  # fmt: skip
    split = [(far, option, name) for name, figures in by_criterion(view) for option, far in figures.split.items()]
    far, option, name = max(split, key=lambda one: one[0], default=(0.0, "", ""))
    if far >= SPLIT_FROM and name:
        return say("On %(idea)s the room is split about %(criterion)s: high and low, little in between.",
                   idea=quoted(say, names[option]), criterion=quoted(say, name))  # fmt: skip
    if far >= SPLIT_FROM:
        return say("On %(idea)s the room is split: high and low, little in between.", idea=quoted(say, names[option]))
    return sides_alike(say, view.facts)


def _score_part(say: Speech, view: Any, names: Mapping[str, str]) -> str:
    if view.mine is None or len(view.facts.winners) != 1:
        return ""
    first = view.facts.winners[0]
    given = [mark.value for mark in view.mine.marks if mark.option_id == first]
    if not given:
        return say("You did not rate %(idea)s.", idea=quoted(say, names[first]))
    return say("You gave %(idea)s %(n)s of 5.", idea=quoted(say, names[first]), n=say.number(sum(given) / len(given)))


def shown_agreement(say: Speech, view: Any, head: list[str]) -> Shown:
    """Agree, disagree, pass: where the sides meet, and where they do not."""
    facts, names, stands = view.facts, names_of(say, view), places(view.facts)
    if not facts.ranking:
        return Shown([say("Not shown: with fewer than five people you could tell who voted.")], head)
    gap = widest(view)
    rows = []
    for option in (option for tied in facts.ranking for option in tied):
        said = facts.answers[option]
        by_side = {side: own[option] for side, own in facts.by_side.items() if option in own}
        rows.append(
            ShownRow(
                option, names[option], stands[option][0],
                say("%(yes)s agree, %(no)s disagree, %(passed)s pass", yes=say.number(said["agree"]),
                    no=say.number(said["disagree"]), passed=say.number(said["pass"])),
                said["agree"] / sum(said.values()),
                {side: say("%(n)s of %(all)s", n=say.number(own["agree"]), all=say.number(sum(own.values())))
                 for side, own in by_side.items()},
                {side: own["agree"] / sum(own.values()) for side, own in by_side.items() if sum(own.values())},
                stands[option][1], gap is not None and gap.option == option,
            )
        )  # fmt: skip
    met = [row.option_id for row in rows if _all_agree(facts, row.option_id)]
    return Shown(
        [_common_ground(say, facts, names, met), _how_much_common(say, facts, names, met),
         _agree_differs(say, view, names, gap)],
        head, rows, shared_places(say, facts, names),
        [say("In front stands what all sides agree on most: for each side one more than who agrees, divided by two "
             "more than who answered, passes included; then multiplied over the sides.")],
        _agree_part(say, view), columns(say, facts),
    )  # fmt: skip


def _agrees(said: Mapping[str, int]) -> bool:
    return 2 * said["agree"] > sum(said.values())


def _all_agree(facts: Any, option: str) -> bool:
    """Whether more than half of everybody, and of every side that may be shown, agrees."""
    sides = [own[option] for own in facts.by_side.values() if option in own]
    return _agrees(facts.answers[option]) and all(_agrees(said) for said in sides)


def _common_ground(say: Speech, facts: Any, names: Mapping[str, str], met: list[str]) -> str:
    if not met:
        return say("There is nothing yet on which most of every side agree.")
    idea = quoted(say, names[met[0]])
    if facts.whole and len(facts.basis) == 3:
        return say("On this all three sides agree: %(idea)s.", idea=idea)
    said = facts.answers[met[0]]
    return say("Most agree: %(idea)s, %(n)s of %(all)s.", idea=idea, n=say.number(said["agree"]),
               all=say.number(sum(said.values())))  # fmt: skip


def _how_much_common(say: Speech, facts: Any, names: Mapping[str, str], met: list[str]) -> str:
    if not met:
        first = facts.ranking[0][0]
        said = facts.answers[first]
        return say("What comes closest is %(idea)s: %(n)s of %(all)s agree.", idea=quoted(say, names[first]),
                   n=say.number(said["agree"]), all=say.number(sum(said.values())))  # fmt: skip
    return say("There is agreement on %(n)s of %(all)s.", n=say.number(len(met)), all=say.number(len(facts.answers)))


def _agree_differs(say: Speech, view: Any, names: Mapping[str, str], gap: Any) -> str:
    if gap is not None:
        return say(
            "%(idea)s divides: %(more_side)s agrees %(more)s times of %(more_all)s, %(less_side)s %(less)s of "
            "%(less_all)s.", **gap_facts(say, gap, names),
        )  # fmt: skip
    return sides_alike(say, view.facts)


def _agree_part(say: Speech, view: Any) -> str:
    if view.mine is None:
        return ""
    answers = view.facts.answers
    mine = [mark for mark in view.mine.marks if mark.option_id in answers and mark.value]
    along = sum(
        (answers[mark.option_id]["agree"] - answers[mark.option_id]["disagree"]) * mark.value > 0 for mark in mine
    )
    if not mine:
        return ""
    return say("You think like most on %(n)s of %(all)s.", n=say.number(along), all=say.number(len(mine)))


def shown_expect(say: Speech, view: Any, head: list[str]) -> Shown:
    """What people expect, beside what is promised."""
    facts, names = view.facts, names_of(say, view)
    everybody = {spread.option: spread for spread in facts.spreads if not spread.side}
    if not everybody:
        return Shown([say("Not shown: with fewer than five people you could tell who voted.")], head)
    customers = {spread.option: spread for spread in facts.spreads if spread.side == "receives"}
    by_side = {(spread.option, spread.side): spread for spread in facts.spreads}
    most = max((spread.upper for spread in everybody.values()), default=0.0) or 1.0
    rows = []
    for option, spread in everybody.items():
        told = view.promised.get(option)
        figure = _amount(say, view, spread.median)
        rows.append(
            ShownRow(
                option, names[option], 0,
                say("%(figure)s, promised %(promised)s", figure=figure, promised=_promised(say, view, told))
                if told else figure, min(1.0, spread.median / most),
                {one.side: _amount(say, view, by_side[option, one.side].median) for one in facts.sides
                 if (option, one.side) in by_side},
                {one.side: min(1.0, by_side[option, one.side].median / most) for one in facts.sides
                 if (option, one.side) in by_side},
                note=say("half of them say from %(low)s to %(high)s", low=_amount(say, view, spread.lower),
                         high=_amount(say, view, spread.upper)),
            )
        )  # fmt: skip
    option = next(iter(everybody))
    spread, theirs = everybody[option], customers.get(option)
    sentences = [
        _expected(say, view, names, option, theirs or spread, customers=theirs is not None),
        say("Half of them say from %(low)s to %(high)s.", low=_amount(say, view, spread.lower),
            high=_amount(say, view, spread.upper)),
        _expect_differs(say, view, option, by_side),
    ]  # fmt: skip
    return Shown(sentences, head, rows, [], [
        say("The middle answer: half of the people say less, half say more."),
    ], _expect_part(say, view, names, option), columns(say, facts))  # fmt: skip


def _amount(say: Speech, view: Any, value: float) -> str:
    unit = str(view.variant.get("unit") or "value")
    if unit == "value":
        units = {told.value_unit for told in view.promised.values()}
        return " ".join(part for part in (say.number(round(value, 1)), units.pop() if len(units) == 1 else "") if part)
    whole = float(value).is_integer()
    if whole:
        return time_words(say, value, unit)
    return f"{say.decimal(value, 1)} {unit_words(say, unit)}"


def _promised(say: Speech, view: Any, told: Any) -> str:
    """What is promised, in the unit that was asked for where it comes out even: 48 hours beside days are 2 days."""
    asked = str(view.variant.get("unit") or "")
    if asked in SECONDS and told.unit in SECONDS:
        amount = told.amount * SECONDS[told.unit] / SECONDS[asked]
        if float(amount).is_integer():
            return time_words(say, amount, asked)
    return time_words(say, told.amount, told.unit, told.value_unit)


def _expected(say: Speech, view: Any, names: Mapping[str, str], option: str, spread: Any, *, customers: bool) -> str:
    idea, figure, told = quoted(say, names[option]), _amount(say, view, spread.median), view.promised.get(option)
    if told is None:
        return say("%(idea)s: people expect %(figure)s.", idea=idea, figure=figure)
    if customers:
        return say("%(idea)s: customers expect %(figure)s, we promise %(promised)s.", idea=idea, figure=figure,
                   promised=_promised(say, view, told))  # fmt: skip
    return say("%(idea)s: people expect %(figure)s, we promise %(promised)s.", idea=idea, figure=figure,
               promised=_promised(say, view, told))  # fmt: skip


def _expect_differs(say: Speech, view: Any, option: str, by_side: Mapping[tuple[str, str], Any]) -> str:
    found = [(one.side, by_side[option, one.side].median) for one in view.facts.sides if (option, one.side) in by_side]
    if len(found) < 2 or len({median for _, median in found}) == 1:
        return sides_alike(say, view.facts)
    low, high = min(found, key=lambda one: one[1]), max(found, key=lambda one: one[1])
    return say(
        "%(low_side)s says %(low)s, %(high_side)s %(high)s.", low_side=_begin(side_name(say, low[0])),
        low=_amount(say, view, low[1]), high_side=side_name(say, high[0]), high=_amount(say, view, high[1]),
    )  # fmt: skip


def _begin(text: str) -> str:
    return text[:1].upper() + text[1:]


def _expect_part(say: Speech, view: Any, names: Mapping[str, str], option: str) -> str:
    mine = {mark.option_id: mark.value for mark in view.mine.marks} if view.mine else {}
    if option not in mine:
        return ""
    idea = quoted(say, names[option])
    return say("You said %(figure)s for %(idea)s.", figure=_amount(say, view, mine[option]), idea=idea)
