"""What an idea got in its last closed vote, in half a line: desk, card and thread say the same, whatever the kind."""

from typing import Any

from words.speech import Speech

SIDES = ("promises", "keeps", "receives")


def voted_line(say: Speech, vote: Any, day: str) -> str:
    """Voted on 17 Nov: picked by 14 of 24 (by side, where it may be shown). `vote`: a `models.votes.Vote`."""
    said = say("voted on %(day)s: %(result)s", day=day, result=voted_short(say, vote))
    sides = [f"{_side(say, side)} {_of_side(say, vote, side)}" for side in SIDES if side in vote.by_side]
    return f"{said} ({', '.join(sides)})" if sides else said


def voted_short(say: Speech, vote: Any) -> str:
    """What it got, without the day and the sides."""
    rank, of, all_ = say.number(vote.rank), say.number(vote.options), say.number(vote.voters)
    if vote.kind == "dots":
        return say.many("%(n)s dot", "%(n)s dots", vote.points)
    if vote.kind == "approval":
        return say("picked by %(n)s of %(all)s", n=say.number(vote.points), all=all_)
    if vote.kind == "budget":
        votes = say("%(n)s of %(all)s want it", n=say.number(vote.points), all=all_)
        return f"{say('funded') if vote.funded else say('not funded')}, {votes}"
    if vote.kind == "score":
        return say("%(mean)s of 5, place %(rank)s of %(of)s", mean=say.decimal(vote.figure, 1), rank=rank, of=of)
    if vote.kind == "agreement":
        return say("%(yes)s agree, %(no)s against", yes=say.number(vote.answers.get("agree", 0)),
                   no=say.number(vote.answers.get("disagree", 0)))  # fmt: skip
    if vote.kind == "consent":
        against = vote.answers.get("object", 0)
        if vote.wanted:
            return say("green light from %(n)s", n=say.number(vote.answers.get("agree", 0)))
        return say.many("%(n)s objection", "%(n)s objections", against) if against else say("nobody agreed")
    return say("place %(rank)s of %(of)s", rank=rank, of=of)


def _side(say: Speech, side: str) -> str:
    return {"promises": say("promises"), "keeps": say("keeps"), "receives": say("receives")}[side]


def _of_side(say: Speech, vote: Any, side: str) -> str:
    if vote.kind == "dots":
        return say.number(vote.by_side[side])
    if vote.kind == "score":
        return say.decimal(vote.by_side[side], 1)
    if side not in vote.side_voters:
        return say.number(vote.by_side[side])
    return say("%(n)s of %(all)s", n=say.number(vote.by_side[side]), all=say.number(vote.side_voters[side]))
