"""Counting "any objection?": an option has the green light when nobody objects. Always open: who objects says why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.counted import Count, ranking_of, room_of, standing

METHOD = "consent"
VARIANT = "no objection"
AGREE, ABSTAIN, OBJECT = 1, 0, -1


@dataclass(frozen=True, kw_only=True)
class Facts(Count):
    """`totals`, `by_group`: how many agree. answers: how many agree, abstain, object.

    `winners`: nobody objects and somebody agrees. `ranking`: fewest objections first, then most agreement.
    """

    answers: dict[str, dict[str, int]]


def count(
    options: Sequence[str], ballots: Sequence[Mapping[str, int]], sides: Sequence[str | None], *,
    order: Sequence[str] = (),
) -> Facts:  # fmt: skip
    """Count answers: 1 agree, 0 abstain, -1 object; an option that is not in a ballot was not answered."""
    room = room_of(sides, secret=False, order=order)
    answers = {}
    for option in options:
        said = [ballot[option] for ballot in ballots if option in ballot]
        answers[option] = {
            "agree": said.count(AGREE), "abstain": said.count(ABSTAIN), "object": said.count(OBJECT),
        }  # fmt: skip
    ranking = ranking_of({option: (-said["object"], said["agree"]) for option, said in answers.items()})
    free = [o for place in ranking for o in place if answers[o]["agree"] and not answers[o]["object"]]
    return Facts(
        method=METHOD, variant=VARIANT, **room.common(), totals={o: said["agree"] for o, said in answers.items()},
        by_group={
            side: {option: sum(ballots[at].get(option) == AGREE for at in room.of(side)) for option in options}
            for side in room.names
        },
        **{**standing(ranking), "winners": free}, answers=answers,
    )  # fmt: skip
