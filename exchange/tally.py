"""A vote counted as a command: a file of ballots in, one JSON object out. Needs no database.

python manage.py tally BALLOTS.csv --method schulze --json
python manage.py tally ELECTION.pb --method equal-shares --json
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from analysis import agreement, approval, consent, duels, expected, funding, ranked, scores
from analysis.counted import Count
from exchange.answering import answered
from exchange.asked import Parser
from exchange.ballot_files import (
    CONSENT,
    Value,
    Votes,
    Wrong,
    amount_of,
    integer,
    read_duels,
    read_options,
    read_votes,
    rows_of,
    whole,
    wrong,
)
from exchange.pabulib import APPROVAL, ORDINAL, POINTS, Budgeting, as_points, is_budgeting, read_budgeting

Answer = dict[str, Any]

RANKED, FUNDING = ("schulze", "borda", "irv"), ("equal-shares", "greedy")
METHODS = ("dots", "approval", "score", *RANKED, "duels", "agreement", *FUNDING, "consent", "expected")
_KINDS = {
    APPROVAL: ("approval", "dots", *FUNDING),
    POINTS: ("approval", "dots", *FUNDING),
    ORDINAL: (*RANKED, *FUNDING),
}


@dataclass(frozen=True)
class Asked:
    """What is to be counted and how. seed: other lots and other redraws; chances: redraw the voters."""

    path: str
    method: str
    options: str | None = None
    money: str | None = None
    completion: str = "add1"
    fill: str = "greedy"
    seed: int = 0
    chances: bool = False
    same_money: bool = False
    budget: str | None = None
    cap: str | None = None


def tally_file(path: str, *, method: str, **how: Any) -> Answer:
    """The JSON object of the command for a file of votes. Raises Refused for a file or an argument it cannot use."""
    return answer_to(Asked(path, method, **how))


def answer_to(asked: Asked) -> Answer:
    """The JSON object for what was asked. Raises Refused."""
    _check(asked)
    if is_budgeting(asked.path):
        found = read_budgeting(asked.path)
        answer = _said(_of_budgeting(asked, found), asked)
        return answer if not found.twice else {**answer, "variant": f"{answer['variant']}; picked twice in"
                                               f" {found.twice} of the ballots: counted once"}  # fmt: skip
    priced = asked.method in FUNDING
    rows = rows_of(asked.path)
    costs = None if asked.options is None else read_options(asked.options, priced=priced)
    known = None if costs is None else list(costs)
    if asked.method == "duels":
        votes = read_duels(rows, options=known)
        fought = _of_duels(asked, votes)
        return _said(fought, asked, None if votes.named else fought.duels)
    votes = read_votes(rows, _VALUES[asked.method], valued=asked.method not in ("approval", *FUNDING), options=known)
    if not priced:
        return _said(_COUNTS[asked.method](asked, votes, _plain(votes)), asked)
    money = amount_of(asked.money or "")
    if isinstance(money, str):
        raise wrong(None, "money", "not_an_amount" if money == "negative" else money, value=asked.money)
    return _said(_funded(asked, votes.options, _plain(votes), votes.sides, costs or {}, money, None), asked)


def main(argv: Sequence[str]) -> int:
    """Run `tally` with these arguments. Prints one JSON object; 0 for any result, 2 for a refusal."""

    def ask() -> tuple[bool, Answer]:
        given = _parser().parse_args(argv)
        return given.json, answer_to(
            Asked(given.file, given.method, given.options, given.money, given.completion, given.fill, given.seed,
                  given.chances, given.same_money, given.budget, given.cap)
        )  # fmt: skip

    return answered(ask, _lines)


def _check(asked: Asked) -> None:
    """Raises Refused where the arguments do not fit together."""
    inside = is_budgeting(asked.path)
    given = {"--options": asked.options, "--money": asked.money}
    if inside and (named := [name for name, value in given.items() if value is not None]):
        raise wrong(None, "command", "pb_inside", name=" ".join(named))
    if asked.method in FUNDING and not inside and None in given.values():
        raise wrong(None, "command", "needs", needs=" ".join(name for name, value in given.items() if value is None))
    odd = {
        "--money": asked.money is not None and asked.method not in FUNDING,
        "--same-money": asked.same_money and asked.method != "equal-shares",
        "--budget": asked.budget is not None and asked.method != "dots",
        "--cap": asked.cap is not None and asked.method != "dots",
    }
    if any(odd.values()):
        raise wrong(None, "command", "not_for_method", name=" ".join(name for name, is_odd in odd.items() if is_odd))


def _seed(asked: Asked) -> int | None:
    return asked.seed if asked.chances else None


def _plain(votes: Votes) -> list[dict[str, Any]]:
    return [{option: value for (option, _), value in ballot.items()} for ballot in votes.ballots]


def _dots(asked: Asked, votes: Votes, ballots: list[dict[str, Any]]) -> Count:
    _limits(asked, votes)
    return approval.summed(votes.options, ballots, votes.sides, secret=False, seed=_seed(asked))


def _limits(asked: Asked, votes: Votes) -> None:
    gathered, limits = Wrong(), dict[str, int]()
    for name, text in (("budget", asked.budget), ("cap", asked.cap)):
        if text is not None:
            limit = whole(text)
            if isinstance(limit, str):
                raise wrong(None, name, limit, value=text)
            limits[name] = limit
    for voter, ballot in zip(votes.voters, votes.ballots, strict=True):
        given = sum(ballot.values())
        if given > limits.get("budget", given):
            gathered.add(None, "value", "over_budget", voter=voter, value=given, limit=limits["budget"])
        for value in ballot.values():
            if value > limits.get("cap", value):
                gathered.add(None, "value", "over_cap", value=value, limit=limits["cap"])
    gathered.raise_any()


def _approval(asked: Asked, votes: Votes, ballots: list[dict[str, Any]]) -> Count:
    return approval.count(votes.options, ballots, votes.sides, secret=False, seed=_seed(asked))


def _score(asked: Asked, votes: Votes, _: list[dict[str, Any]]) -> Count:
    place = {criterion: place for place, criterion in enumerate(votes.criteria)}
    marks = [{(option, place[c]): int(value) for (option, c), value in ballot.items()} for ballot in votes.ballots]
    return scores.count(votes.options, marks, votes.sides, secret=False, criteria=max(1, len(place)),
                        seed=_seed(asked))  # fmt: skip


def _ranked(asked: Asked, votes: Votes, ballots: list[dict[str, Any]]) -> Count:
    return ranked.count(votes.options, ballots, votes.sides, secret=False, rule=ranked.Rule(asked.method),
                        seed=_seed(asked))  # fmt: skip


def _agreement(asked: Asked, votes: Votes, ballots: list[dict[str, Any]]) -> Count:
    found = agreement.count(votes.options, ballots, votes.sides, secret=False, seed=_seed(asked))
    # A group of which nobody answered is (0+1)/(0+2) in the product, so it stands as that here too.
    unanswered = dict.fromkeys(votes.options, 0.5)
    return replace(found, by_group={side: {**unanswered, **own} for side, own in found.by_group.items()})


def _consent(_: Asked, votes: Votes, ballots: list[dict[str, Any]]) -> Count:
    return consent.count(votes.options, ballots, votes.sides)


def _expected(_: Asked, votes: Votes, ballots: list[dict[str, Any]]) -> Count:
    numbers = [{option: float(value) for option, value in ballot.items()} for ballot in ballots]
    return expected.count(votes.options, numbers, votes.sides, secret=False)


def _of_duels(asked: Asked, votes: Votes) -> duels.Facts:
    marks = [{duel: int(times) for duel, times in ballot.items()} for ballot in votes.ballots]
    return duels.count(votes.options, marks, votes.sides, secret=False, seed=_seed(asked))


def _funded(
    asked: Asked, options: Sequence[str], ballots: Sequence[Mapping[str, Value]], sides: Sequence[str | None],
    costs: Mapping[str, Fraction], money: Fraction, threshold: Fraction | None,
) -> Count:  # fmt: skip
    return funding.count(
        options, ballots, sides, costs=costs, money=money, secret=False, rule=funding.Rule(asked.method),
        completion=funding.Completion(asked.completion), fill=funding.Fill(asked.fill), same_money=asked.same_money,
        threshold=threshold, seed=asked.seed,
        redraws=funding.REDRAWN_BUDGETS if asked.chances else 0,
    )  # fmt: skip


def _of_budgeting(asked: Asked, found: Budgeting) -> Count:
    if asked.method not in _KINDS[found.kind]:
        raise wrong(None, "vote_type", "pb_method", value=found.kind)
    if asked.method in FUNDING:
        return _funded(asked, found.votes.options, as_points(found), found.votes.sides, found.costs, found.money,
                       found.threshold)  # fmt: skip
    return _COUNTS[asked.method](asked, found.votes, _plain(found.votes))


def _said(count: Count, asked: Asked, ballots: int | None = None) -> Answer:
    answer: Answer = {
        "method": asked.method, "variant": count.variant, "ballots": count.voters if ballots is None else ballots,
        "ranking": count.ranking, "winners": count.winners, "ties": count.ties, "totals": count.totals,
        "by_group": count.by_group,
    }  # fmt: skip
    if isinstance(count, ranked.Facts):
        options = list(count.pairwise)
        answer["pairwise"] = {
            "options": options,
            "matrix": [[count.pairwise[one].get(other, 0) for other in options] for one in options],
        }
        answer["condorcet_winner"] = count.condorcet
    if isinstance(count, funding.Facts):
        answer.update(funded=count.funded, spent=count.spent, budget=count.budget)
    if asked.chances:
        answer["chances"] = count.chances
    return answer


def _pick(text: str) -> Value | str:
    number = integer(text)
    return number if number in (0, 1) else "not_a_pick"


def _one_to_five(text: str) -> Value | str:
    number = integer(text)
    return number if number is not None and scores.LOWEST <= number <= scores.HIGHEST else "not_a_score"


def _rank(text: str) -> Value | str:
    number = integer(text)
    return number if number is not None and number >= 1 else "not_a_rank"


def _answer(text: str) -> Value | str:
    number = integer(text)
    return number if number in (-1, 0, 1) else "not_an_answer"


def _amount(text: str) -> Value | str:
    found = amount_of(text)
    return "not_an_amount" if found == "negative" else found


def _word(text: str) -> Value | str:
    return CONSENT.get(text.casefold(), "not_consent")


_VALUES: dict[str, Callable[[str], Value | str]] = {
    "dots": whole, "approval": _pick, "score": _one_to_five, **dict.fromkeys(RANKED, _rank), "agreement": _answer,
    **dict.fromkeys(FUNDING, _amount), "consent": _word, "expected": _amount,
}  # fmt: skip
_COUNTS: dict[str, Callable[[Asked, Votes, list[dict[str, Any]]], Count]] = {
    "dots": _dots, "approval": _approval, "score": _score, **dict.fromkeys(RANKED, _ranked), "agreement": _agreement,
    "consent": _consent, "expected": _expected,
}  # fmt: skip


def _parser() -> Parser:
    parser = Parser(prog="manage.py tally", description="Who won, and how was it counted?", allow_abbrev=False)
    parser.add_argument("file", help=".csv or .csv.gz with one mark a line (voter,group,option,value; duels:"
                        " winner,loser,n), or a Pabulib .pb whole")  # fmt: skip
    parser.add_argument("--method", required=True, choices=METHODS)
    parser.add_argument("--options", help="a .csv of what can be voted for: option,cost")
    parser.add_argument("--money", help="funding: how much there is")
    parser.add_argument("--completion", choices=[each.value for each in funding.Completion], default="add1",
                        help="equal shares: what is done with money left over (default add1)")  # fmt: skip
    parser.add_argument("--fill", choices=[each.value for each in funding.Fill], default="greedy",
                        help="equal shares: and with what is left after that (default greedy)")  # fmt: skip
    parser.add_argument("--same-money", action="store_true", help="equal shares: the same money for every group")
    parser.add_argument("--budget", help="dots: refuse a ballot with more points than this")
    parser.add_argument("--cap", help="dots: refuse more points than this on one option")
    parser.add_argument("--seed", type=int, default=0, help="another draw of lots and of voters (default 0)")
    parser.add_argument("--chances", action="store_true", help="add how often each option comes first when the same"
                        " voters are drawn anew")  # fmt: skip
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    return parser


def _lines(answer: Answer) -> str:
    places = [" = ".join(place) for place in answer["ranking"]]
    said = {**answer, "ranking": "; ".join(places), "winners": ", ".join(answer["winners"])}
    return "\n".join(f"{name}: {value}" for name, value in said.items()) + "\n"

