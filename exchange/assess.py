"""The verdict as a command: a file of cases and a rule in, one JSON object out. Needs no database.

python manage.py assess CASES --within 14d --share 80% --at 2016-01-13 --json
"""

from collections.abc import Sequence
from typing import Any, TypedDict

from analysis.cases import Cases, Caveat, cases, clean
from analysis.rule import Cancelled, Metric
from analysis.units import customer_time, seconds_of
from analysis.verdict import Assessment
from exchange.answering import answered
from exchange.asked import (
    Asked,
    Duration,
    Named,
    Parser,
    Reading,
    Refused,
    add_promise,
    duration,
    increase,
    moment,
    reading_asked,
    refused,
    rule_asked,
    several,
    share,
)
from exchange.beside import Beside, Capacity, DriftSaid, examined
from exchange.case_reading import TELLING_NOTES, cases_of, filtered, note_named, read_asked
from exchange.hours_asked import hours_asked
from words.speech import speech
from words.warnings import warning_sentence

__all__ = ["Answer", "Refused", "assess_file", "duration", "figures", "main", "moment", "share"]


class Answer(TypedDict):
    """The JSON object of the command, in the order in which it is printed."""

    cases: int
    open: int
    share: float | None
    closed_only_share: float | None
    lower: float | None
    upper: float | None
    phi: float
    n_eff: float
    n_min: int | None
    base_verdict: str
    verdict: str
    promise_within: float | None
    promise_share: float | None
    warnings: list[Named]
    recommended_within: float | None
    matured_share: float | None
    downgrades: list[Named]
    drift: DriftSaid | None
    capacity: Capacity


def assess_file(
    path: str,
    *,
    share_kept: str,
    at: str,
    within: str | None = None,
    value_at_most: str | None = None,
    value_at_least: str | None = None,
    between: str | None = None,
    yes: str | None = None,
    process: str | None = None,
    segment: str | None = None,
    touchpoint: str | None = None,
    zone: str = "UTC",
    cancelled: Cancelled = Cancelled.EXCLUDED,
    complete: bool = False,
    hours: str | None = None,
    holidays: str | None = None,
) -> Answer:
    """The JSON object of the command for a file of cases. Raises Refused for a file or an argument it cannot use."""
    rule, limit = rule_asked(
        share_kept, within=within, value_at_most=value_at_most, value_at_least=value_at_least, between=between, yes=yes,
        cancelled=cancelled, complete=complete, hours=hours_asked(hours, holidays, zone),
    )  # fmt: skip
    filters = {"process": process, "segment": segment, "touchpoint": touchpoint}
    reading = Reading(zone, yes=yes, besides=rule.is_cancelled if yes else None)
    return answer_to(Asked(path, rule, limit, moment(at, zone), reading, filters))


def answer_to(asked: Asked) -> Answer:
    """The JSON object for what was asked. Raises Refused."""
    raw, notes = taken(asked)
    found = examined(clean(raw, asked.at), asked)
    answer = figures(found.seen.assessment, asked.limit, found)
    answer["warnings"] = notes + answer["warnings"]
    return answer


def taken(asked: Asked) -> tuple[Cases, list[Named]]:
    """The cases that the promise is about, and what must be said of how they were read. Raises Refused."""
    table = read_asked(asked.path, asked.reading, clock=asked.rule.metric is Metric.CLOCK)
    if not len(table.frame):
        return cases([], []), [note_named(note) for note in table.notes]
    notes = [note_named(note) for note in table.notes if note.code in TELLING_NOTES]
    frame = filtered(table.frame, asked.filters)
    if asked.abandoned is not None and "outcome" in frame:
        wanted = {name.casefold() for name in asked.abandoned}
        seen = {str(outcome).casefold() for outcome in frame["outcome"].dropna().unique()}
        notes += [_warning(Caveat("abandoned_unseen", len(wanted - seen)))] if not wanted & seen else []
    return cases_of(frame, asked.rule, asked.abandoned), notes


def figures(found: Assessment, limit: Duration | None, beside: Beside) -> Answer:
    """What the command prints: shares unrounded, times in the unit of `limit`, None where there is no figure."""
    size = limit.size if limit else 1.0
    within = found.promise_within
    return {
        "cases": found.cases,
        "open": found.open,
        "share": found.share,
        "closed_only_share": found.closed_only_share,
        "lower": found.lower,
        "upper": found.upper,
        "phi": found.phi,
        "n_eff": found.n_eff,
        "n_min": found.n_min,
        "base_verdict": found.base_verdict.value,
        "verdict": beside.verdict.value,
        "promise_within": None if within is None else within / size,
        "promise_share": found.promise_share,
        "warnings": [_warning(caveat) for caveat in found.warnings],
        "recommended_within": recommended(within, limit),
        "matured_share": found.matured_share,
        "downgrades": beside.downgrades,
        "drift": beside.drift,
        "capacity": beside.capacity,
    }


def recommended(within: float | None, limit: Duration | None) -> float | None:
    """The figure to recommend, rounded up to a unit a customer understands and given in the unit that was asked.

    Of a value, the observed figure itself.
    """
    if within is None or limit is None:
        return within
    return seconds_of(*customer_time(within, limit.hours), limit.hours) / limit.size


def main(argv: Sequence[str]) -> int:
    """Run `assess` with these arguments. Prints one JSON object; 0 for any verdict, 2 for a refusal."""

    def ask() -> tuple[bool, Answer]:
        given = _parser().parse_args(argv)
        return given.json, answer_to(asked_of(given))

    return answered(ask, _plain)


def asked_of(given: Any) -> Asked:
    """The arguments as a promise and a file. Raises Refused."""
    if given.cancelled and given.abandoned and given.cancelled != given.abandoned:
        raise refused("abandoned", "two_policies")
    if given.abandoned and given.outcome_abandoned is None:
        raise refused("abandoned", "only_with", needs="--outcome-abandoned")
    rule, limit = rule_asked(
        given.share, within=given.within, value_at_most=given.value_at_most, value_at_least=given.value_at_least,
        between=given.between, yes=given.yes, complete=given.complete,
        hours=hours_asked(given.hours, given.holidays, given.zone),
        cancelled=Cancelled(given.abandoned or given.cancelled or Cancelled.EXCLUDED),
    )  # fmt: skip
    uplift = None if given.uplift is None else increase(given.uplift)
    if (given.agents is None) != (given.handling is None):
        known, missing = ("agents", "handling") if given.handling is None else ("handling", "agents")
        raise refused(known, "only_with", needs=f"--{missing}")
    if given.agents is not None and limit is None:
        raise refused("agents", "clock_only")
    if given.agents is not None and not 1 <= given.agents <= 10_000:
        raise refused("agents", "not_understood", value=f"--agents {given.agents}")
    abandoned = several(given.outcome_abandoned, "outcome-abandoned")
    reading = reading_asked(given, zone=given.zone, yes=given.yes, besides=_besides(rule.is_cancelled, abandoned))
    return Asked(
        given.cases, rule, limit, moment(given.at, given.zone), reading,
        {name: getattr(given, name) for name in ("process", "segment", "touchpoint")}, abandoned,
        None if given.period is None else duration(given.period, "period").seconds, uplift, given.agents,
        None if given.handling is None else duration(given.handling, "handling").seconds,
    )  # fmt: skip


def _besides(is_cancelled: Any, abandoned: frozenset[str] | None) -> Any:
    wanted = {name.casefold() for name in abandoned or ()}
    return lambda cell: cell.strip().casefold() in wanted or is_cancelled(cell)


def _parser() -> Parser:
    parser = Parser(prog="manage.py assess", description="Do these cases support this promise?", allow_abbrev=False)
    add_asked(parser)
    return parser


def add_asked(parser: Parser) -> None:
    """The options of one promise on one day, with its campaign."""
    add_promise(parser)
    parser.add_argument("--at", required=True, help="the date of the data: a date means 00:00 in --zone")
    parser.add_argument("--period", help="only cases started so long before --at: 90d")
    parser.add_argument("--uplift", help="a campaign brings so many more: 30%%")
    parser.add_argument("--agents", type=int, help="phones: how many answer")
    parser.add_argument("--handling", help="phones: how long one call takes: 330s")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def _warning(caveat: Caveat) -> Named:
    sentence = warning_sentence(speech("en"), caveat.code, caveat.count, caveat.facts)
    return {"code": caveat.code, "count": caveat.count, "sentence": sentence}


def _plain(answer: Answer) -> str:
    said = {name: value for name, value in answer.items() if name not in ("warnings", "downgrades")}
    lines = [f"{name}: {'-' if value is None else value}" for name, value in said.items()]
    lines += [f"! {one['sentence']}" for one in (*answer["warnings"], *answer["downgrades"])]
    return "\n".join(lines) + "\n"
