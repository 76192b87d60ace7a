"""What must be said beside a verdict's figures, and why a command line was refused, each in one sentence.

The codes come from `analysis` (its `Caveat`) and from `exchange.assess`. A literal must stand inside `say(...)`, hence
the tables are built at call time.
"""

from collections.abc import Mapping

from words.speech import Speech


def warning_sentence(say: Speech, code: str, count: int, facts: Mapping[str, object] | None = None) -> str:
    """The sentence for a caveat of an assessment. An unknown code still says that something was noted."""
    given = facts or {}
    known = {
        "no_start": lambda: say.many("%(n)s row has no start: left out.", "%(n)s rows have no start: left out.", count),
        "start_after_snapshot": lambda: say.many(
            "%(n)s case starts after the date of the data: not counted yet.",
            "%(n)s cases start after the date of the data: not counted yet.",
            count,
        ),
        "end_after_snapshot": lambda: say.many(
            "%(n)s case ends after the date of the data: counted as still open.",
            "%(n)s cases end after the date of the data: counted as still open.",
            count,
        ),
        "same_id": lambda: say.many(
            "%(n)s row repeats the id of another: of each id one row counts, the one with an end, else the last.",
            "%(n)s rows repeat the id of another: of each id one row counts, the one with an end, else the last.",
            count,
        ),
        "end_before_start": lambda: say.many(
            "%(n)s case ends before it starts: counted as done at once.",
            "%(n)s cases end before they start: counted as done at once.",
            count,
        ),
        "cancelled_left_out": lambda: say.many(
            "%(n)s cancelled case does not count.", "%(n)s cancelled cases do not count.", count
        ),
        "no_value": lambda: say.many(
            "%(n)s case has no value: left out.", "%(n)s cases have no value: left out.", count
        ),
        "cut_by_closing_date": lambda: say.many(
            "%(n)s of %(cases)s cases starts in the last quarter of the period: this looks like a list of cases closed"
            " lately, where the old ones are missing. Ask for all cases by their start.",
            "%(n)s of %(cases)s cases start in the last quarter of the period: this looks like a list of cases closed"
            " lately, where the old ones are missing. Ask for all cases by their start.",
            count,
            cases=_number(say, given.get("cases")),
        ),
        "open_cases_missing": lambda: say.many(
            "No case is open, although about %(n)s should be: the open ones were left out of"
            " the file. Ask for them too.",
            "No case is open, although about %(n)s should be: the open ones were left out of"
            " the file. Ask for them too.",
            count,
        ),
        "only_yes": lambda: say.many(
            "Every outcome is a yes, and %(n)s case has none: an empty cell may mean no. Ask for every outcome.",
            "Every outcome is a yes, and %(n)s cases have none: an empty cell may mean no. Ask for every outcome.",
            count,
        ),
        "few_weeks": lambda: say.many(
            "Only %(n)s week has 5 cases or more, and it takes %(needed)s to see how much weeks differ: the range may"
            " be too narrow.",
            "Only %(n)s weeks have 5 cases or more, and it takes %(needed)s to see how much weeks differ: the range may"
            " be too narrow.",
            count,
            needed=_number(say, given.get("needed")),
        ),
        "process_changing": lambda: say.many(
            "%(n)s case has had its full time, and of such cases %(matured)s of 100 kept, of all %(all)s of 100: the"
            " process is changing.",
            "%(n)s cases have had their full time, and of these %(matured)s of 100 kept, of all %(all)s of 100: the"
            " process is changing.",
            count,
            matured=_hundredths(say, given.get("matured")),
            all=_hundredths(say, given.get("all")),
        ),
        "abandoned_unseen": lambda: say("None of the outcomes named as abandoned occurs in this file."),
        "evidence_too_old": lambda: say.many(
            "%(n)s case is older than the period: too old to say anything about today.",
            "All %(n)s cases are older than the period: too old to say anything about today.",
            count,
        ),
        "never_certain": lambda: say(
            "No number of cases can prove that every case is kept: promise less than 100 of 100."
        ),
    }
    if code in known:
        return known[code]()
    return say.many("%(n)s row was noted.", "%(n)s rows were noted.", count)


def argument_sentence(say: Speech, code: str, facts: Mapping[str, object] | None = None) -> str:
    """The sentence for a refused argument of the `assess` command."""
    given = {name: str(value) for name, value in (facts or {}).items()}
    known = {
        "several_processes": lambda: say(
            "The file holds several processes: choose one with --process (%(names)s).", names=given.get("names", "")
        ),
        "unknown_name": lambda: say(
            "There is no “%(value)s” here. The file has: %(names)s.",
            value=given.get("value", ""),
            names=given.get("names", ""),
        ),
        "no_such_column": lambda: say(
            "The file has no column “%(column)s”, so it cannot be filtered by it.", column=given.get("column", "")
        ),
        "no_file": lambda: say("There is no file that can be read at “%(value)s”.", value=given.get("value", "")),
        "no_process": lambda: say("There is no process “%(value)s”.", value=given.get("value", "")),
        "not_a_duration": lambda: say(
            "“%(value)s” is not a time: write a number above 0 and s, min, h or d, for example 14d or 48h.",
            value=given.get("value", ""),
        ),
        "not_a_share": lambda: say(
            "“%(value)s” is not a share: write 80%%, 0.8 or 4/5, above 0 and at most 100%%.",
            value=given.get("value", ""),
        ),
        "not_a_date": lambda: say(
            "“%(value)s” is not a date: write 2016-01-13 or 2016-01-13T18:30.", value=given.get("value", "")
        ),
        "not_a_zone": lambda: say(
            "“%(value)s” is not a time zone: write one like Europe/Rome.", value=given.get("value", "")
        ),
        "not_understood": lambda: say("The command was not understood: %(value)s.", value=given.get("value", "")),
        "one_kind": lambda: say(
            "Say one kind of promise, not none and not two: %(kinds)s.", kinds=given.get("kinds", "")
        ),
        "not_a_figure": lambda: say("“%(value)s” is not a number: write 10 or 4.5.", value=given.get("value", "")),
        "not_between": lambda: say(
            "“%(value)s” is not a range: write the smaller figure, a comma and the larger one, for example 2,8.",
            value=given.get("value", ""),
        ),
        "not_an_increase": lambda: say(
            "“%(value)s” is not an increase: write 30%% or 0.3, up to ten times as much.", value=given.get("value", "")
        ),
        "two_policies": lambda: say("--cancelled and --abandoned say different things: keep one of them."),
        "only_with": lambda: say(
            "--%(column)s needs %(needs)s as well.", column=given.get("column", ""), needs=given.get("needs", "")
        ),
        "not_hours": lambda: say(
            "“%(value)s” are no opening hours: write days and times, for example mon-fri 9-13, 14-18; sat 9-13.",
            value=given.get("value", ""),
        ),
        "not_a_day": lambda: say(
            "“%(value)s” is not a day: write one a line, 2026-12-25 or 25/12/2026.", value=given.get("value", "")
        ),
        "clock_only": lambda: say(
            "--%(column)s works only for a promise about a time: add --within.", column=given.get("column", "")
        ),
        "nothing_to_look_back_on": lambda: say(
            "There are too few weeks in this file to look back: no day left at which a figure could have been said and"
            " then checked for four weeks."
        ),
    }
    return known[code]() if code in known else say("The command was not understood: %(value)s.", value=code)


def _number(say: Speech, fact: object) -> str:
    return say.number(fact) if isinstance(fact, int | float) else "?"


def _hundredths(say: Speech, fact: object) -> str:
    return say.number(round(100 * fact, 1)) if isinstance(fact, int | float) else "?"
