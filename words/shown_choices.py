"""Picks, orders and duels as they are shown: who comes first, whether it is clear, who sees it differently."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from words.how_clear import clear_count, gap_facts, names_of, quoted, sides_alike, widest
from words.rounds import side_column, side_name
from words.shown import Shown, ShownRow
from words.speech import Speech


def places(facts: Any) -> dict[str, tuple[int, bool]]:
    """Place and whether it is shared, by option, from the ranking of a `Count`."""
    found: dict[str, tuple[int, bool]] = {}
    place = 1
    for tied in facts.ranking:
        found |= {option: (place, len(tied) > 1) for option in tied}
        place += len(tied)
    return found


def columns(say: Speech, facts: Any) -> list[tuple[str, str]]:
    """The shown sides with their headings."""
    return [(one.side, side_column(say, one.side)) for one in facts.sides]


def tied_places(say: Speech, facts: Any, figures: Mapping[str, str]) -> list[str]:
    """Ties below the first place, as ties: the figures of those who share it."""
    found, place = [], 1
    for tied in facts.ranking:
        if place > 1 and len(tied) > 1:
            found.append(_tie(say, place, say.listed([figures.get(option, "") for option in tied])))
        place += len(tied)
    return found


def _tie(say: Speech, place: int, points: str) -> str:
    if place == 2:
        return say("Tie at the second place: %(points)s.", points=points)
    if place == 3:
        return say("Tie at the third place: %(points)s.", points=points)
    if place == 4:
        return say("Tie at the fourth place: %(points)s.", points=points)
    return say("Tie at place %(place)s: %(points)s.", place=say.number(place), points=points)


def shown_approval(say: Speech, view: Any, head: list[str]) -> Shown:
    """Pick up to five: how many of how many pick each."""
    facts, names, stands = view.facts, names_of(say, view), places(view.facts)
    voters = {one.side: one.voters for one in facts.sides}
    gap = widest(view)
    figures = {
        option: say("%(n)s of %(all)s", n=say.number(n), all=say.number(facts.voters))
        for option, n in facts.totals.items()
    }
    rows = [
        ShownRow(
            option, names[option], stands[option][0], figures[option],
            facts.totals[option] / facts.voters if facts.voters else 0.0,
            {side: say("%(n)s of %(all)s", n=say.number(own[option]), all=say.number(voters[side]))
             for side, own in facts.by_group.items()},
            {side: own[option] / voters[side] for side, own in facts.by_group.items()},
            stands[option][1] and facts.totals[option] > 0, gap is not None and gap.option == option,
        )
        for tied in facts.ranking for option in tied
    ]  # fmt: skip
    differs = sides_alike(say, facts)
    if gap is not None:
        differs = say(
            "%(idea)s divides: %(more_side)s picks it %(more)s times of %(more_all)s, %(less_side)s %(less)s of "
            "%(less_all)s.", **gap_facts(say, gap, names),
        )  # fmt: skip
    ties = tied_places(say, facts, {option: say.number(n) for option, n in facts.totals.items()})
    sentences = [_picked_most(say, facts, names), clear_count(say, facts, names), differs]
    return Shown(sentences, head, rows, ties, [
        say("How many picked each idea; one person may pick at most %(n)s.", n=say.number(view.variant["picks"])),
    ], _picks_part(say, view), columns(say, facts))  # fmt: skip


def _picked_most(say: Speech, facts: Any, names: Mapping[str, str]) -> str:
    if len(facts.winners) > 1:
        ideas = say.listed([quoted(say, names[option]) for option in facts.winners])
        return say("A tie in front: %(ideas)s, %(n)s picks each.", ideas=ideas,
                   n=say.number(facts.totals[facts.winners[0]]))  # fmt: skip
    first = facts.winners[0]
    voters = {one.side: one.voters for one in facts.sides}
    if facts.whole and len(voters) == 3 and all(2 * facts.by_group[side][first] > n for side, n in voters.items()):
        return say("More than half of every side picks %(idea)s.", idea=quoted(say, names[first]))
    return say.many(
        "%(idea)s comes first: %(n)s person of %(all)s picks it.", "%(idea)s comes first: %(n)s people of %(all)s pick "
        "it.", int(facts.totals[first]), idea=quoted(say, names[first]), all=say.number(facts.voters),
    )  # fmt: skip


def _picks_part(say: Speech, view: Any) -> str:
    if view.mine is None:
        return ""
    first = {option for option, (place, _) in places(view.facts).items() if place <= 2}
    picks = [mark.option_id for mark in view.mine.marks if mark.value > 0]
    among = sum(option in first for option in picks)
    if len(picks) == 1:
        return say("The idea you chose is in front.") if among else say("The idea you chose is not in front.")
    if len(first) == 1:
        return say.many("%(n)s of your %(picks)s picks is the first idea.",
                        "%(n)s of your %(picks)s picks are the first idea.", among,
                        picks=say.number(len(picks)))  # fmt: skip
    return say.many("%(n)s of your %(picks)s picks is among the first %(first)s ideas.",
                    "%(n)s of your %(picks)s picks are among the first %(first)s ideas.", among,
                    picks=say.number(len(picks)), first=say.number(len(first)))  # fmt: skip


def shown_ranked(say: Speech, view: Any, head: list[str]) -> Shown:
    """An order: how many comparisons of two each wins; by side how often it stands before another one."""
    facts, names, stands = view.facts, names_of(say, view), places(view.facts)
    others = max(1, len(facts.pairwise) - 1)
    voters = {one.side: one.voters for one in facts.sides}
    gap = widest(view)
    rows = []
    for option in (option for tied in facts.ranking for option in tied):
        wins = sum(n > facts.pairwise[other][option] for other, n in facts.pairwise[option].items())
        shares = {side: own[option] / (others * voters[side]) for side, own in facts.by_group.items()}
        rows.append(
            ShownRow(
                option, names[option], stands[option][0],
                say.many("wins %(n)s comparison of %(all)s", "wins %(n)s comparisons of %(all)s", wins,
                         all=say.number(others)), wins / others,
                {side: say.number(round(100 * share)) for side, share in shares.items()}, shares, stands[option][1],
                gap is not None and gap.option == option,
            )
        )  # fmt: skip
    differs = sides_alike(say, facts)
    if gap is not None:
        differs = say(
            "%(idea)s divides: %(more_side)s puts it first %(more)s times of %(more_all)s, %(less_side)s %(less)s of "
            "%(less_all)s.", **gap_facts(say, gap, names),
        )  # fmt: skip
    notes = [*shared_places(say, facts, names), *_second_opinion(say, facts, names)]
    return Shown([_first_of_order(say, view, names), clear_count(say, facts, names), differs], head, rows, notes, [
        say("Every two are compared: how many put the one before the other. The strongest chain of comparisons decides "
            "(Schulze, winning votes); whoever wins every comparison is always first."),
        say("By side: how many times of 100 it stands before another one."),
    ], _order_part(say, view, names), columns(say, facts))  # fmt: skip


def _first_of_order(say: Speech, view: Any, names: Mapping[str, str]) -> str:
    facts = view.facts
    if len(facts.winners) > 1:
        return say("A tie in front: %(ideas)s.", ideas=say.listed([quoted(say, names[one]) for one in facts.winners]))
    first = facts.winners[0]
    if view.options[first].none_of_these:
        return say("Most would rather have none of these.")
    if facts.condorcet == first:
        return say("%(idea)s wins every comparison of two.", idea=quoted(say, names[first]))
    return say("%(idea)s comes first, though nothing wins every comparison of two.", idea=quoted(say, names[first]))


def shared_places(say: Speech, facts: Any, names: Mapping[str, str]) -> list[str]:
    """Ties below the first place, by the words of the ideas that share it."""
    found, place = [], 1
    for tied in facts.ranking:
        if place > 1 and len(tied) > 1:
            found.append(say("Tie at place %(place)s: %(points)s.", place=say.number(place),
                             points=say.listed([quoted(say, names[option]) for option in tied])))  # fmt: skip
        place += len(tied)
    return found


def _second_opinion(say: Speech, facts: Any, names: Mapping[str, str]) -> list[str]:
    borda = facts.by_rule["borda"][0] if facts.by_rule.get("borda") else []
    if not borda or borda == facts.winners:
        return []
    return [say("Counting places instead (Borda), %(ideas)s would come first: the rule was fixed before the vote.",
                ideas=say.listed([quoted(say, names[option]) for option in borda]))]  # fmt: skip


def _order_part(say: Speech, view: Any, names: Mapping[str, str]) -> str:
    if view.mine is None or len(view.facts.winners) != 1:
        return ""
    ranks = {mark.option_id: mark.value for mark in view.mine.marks}
    first = view.facts.winners[0]
    if first not in ranks:
        return say("You left %(idea)s out of your order.", idea=quoted(say, names[first]))
    place = 1 + sum(rank < ranks[first] for rank in ranks.values())
    first_said = quoted(say, names[first])
    return say("%(idea)s stood at place %(place)s in your order.", idea=first_said, place=say.number(place))


def shown_duels(say: Speech, view: Any, head: list[str]) -> Shown:
    """Which of two: the chance to win against another idea."""
    facts, names, stands = view.facts, names_of(say, view), places(view.facts)
    if not facts.duels:
        return Shown([say("Nobody has chosen between two.")], head)
    rows = [
        ShownRow(
            option, names[option], stands[option][0],
            say("%(n)s times of 100", n=say.number(round(100 * facts.beats[option]))), facts.beats[option],
            {side: say.number(round(100 * own[option])) for side, own in facts.beats_by_side.items()},
            {side: own[option] for side, own in facts.beats_by_side.items()}, stands[option][1],
        )
        for tied in facts.ranking for option in tied
    ]  # fmt: skip
    if len(facts.winners) > 1:
        first = say("A tie in front: %(ideas)s.", ideas=say.listed([quoted(say, names[one]) for one in facts.winners]))
    else:
        best = facts.winners[0]
        first = say("%(idea)s would win %(n)s times of 100 against another idea.", idea=quoted(say, names[best]),
                    n=say.number(round(100 * facts.beats[best])))  # fmt: skip
    differs, divides = _duels_differ(say, view, names)
    rows = [_dividing(row, divides) for row in rows]
    return Shown(
        [first, clear_count(say, facts, names), differs], head, rows,
        tied_places(say, facts, {option: say.number(round(100 * n)) for option, n in facts.beats.items()}),
        [say("Each choice between two adds to what we know of both (Bradley-Terry). The figure: how many times of 100 "
             "it would win against another idea of the list, drawn at random."),
         say.many("%(n)s duel was decided.", "%(n)s duels were decided.", facts.duels)],
        _duels_part(say, view), columns(say, facts),
    )  # fmt: skip


def _duels_differ(say: Speech, view: Any, names: Mapping[str, str]) -> tuple[str, str]:
    facts, widest_so_far, found, divides = view.facts, view.variant["divides_from"], "", ""
    for option in facts.beats:
        own = {side: beats[option] for side, beats in facts.beats_by_side.items()}
        if len(own) > 1 and max(own.values()) - min(own.values()) >= widest_so_far:
            more, less = max(own, key=lambda side: own[side]), min(own, key=lambda side: own[side])
            widest_so_far, divides = own[more] - own[less], option
            found = say(
                "%(idea)s divides: %(more_side)s lets it win %(more)s times of 100, %(less_side)s %(less)s.",
                idea=quoted(say, names[option]), more_side=side_name(say, more),
                more=say.number(round(100 * own[more])),
                less_side=side_name(say, less), less=say.number(round(100 * own[less])),
            )  # fmt: skip
    return found or sides_alike(say, facts), divides


def _dividing(row: ShownRow, divides: str) -> ShownRow:
    return replace(row, divides=row.option_id == divides)


def _duels_part(say: Speech, view: Any) -> str:
    if view.mine is None or not view.mine.duels:
        return ""
    stands = places(view.facts)
    along = sum(stands[winner][0] < stands[loser][0] for winner, loser in view.mine.duels)
    return say("In %(n)s of your %(all)s choices you chose the idea that stands higher now.", n=say.number(along),
               all=say.number(len(view.mine.duels)))  # fmt: skip
