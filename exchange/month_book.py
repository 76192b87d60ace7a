"""The month as one Excel workbook: charts that Excel draws, filters, frozen headers, ready for paper."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from exchange.month_slides import ICONS, Slide, money_slide, places_slide, promises_slide, voices_slide
from exchange.workbook import Sheet, Value, write_workbook
from exchange.workbook_print import NativeChart
from models.days import day_in
from models.decisions import Outcome
from models.month_figures import Done, Month, PromiseMonth, Stood
from words.answers import as_voted_words, outcome_words
from words.book import verdict_word
from words.listening import face_words
from words.month import (
    actions_sentence,
    counted_actions,
    counted_answers,
    counted_customers,
    counted_decisions,
    counted_money,
    counted_promises,
    counted_voices,
    decided_sentence,
    month_name,
    other_places_words,
)
from words.speech import Speech, speech

Rows = list[list[Value]]


def month_book(month: Month, *, language: str, zone: str, company: str) -> bytes:
    """The workbook. Sheets: summary, promises, voices, touchpoints, decisions, actions, money, said and done."""
    say = speech(language)
    foot = f"{company} · {month_name(say, month.span.first)}"
    sheets = [
        _summary(say, month, zone, foot), _promises(say, month.promises, zone, foot), _weeks(say, month, zone, foot),
        _places(say, month, zone, foot), _decisions(say, month, zone, foot), _actions(say, month, foot),
        _money(say, month, zone, foot), _published(say, month, foot),
    ]  # fmt: skip
    return write_workbook(sheets, zone=zone, shortened=say("… (shortened)"), gallery=say("Charts"))


def _summary(say: Speech, month: Month, zone: str, foot: str) -> Sheet:
    voices = month.voices
    promises = counted_promises(say)
    heard = counted_voices(say, zone)
    by_verdict: Rows = [[verdict_word(say, verdict), n, promises] for verdict, n in month.counted.items()]
    by_face: Rows = [[face_words(say, face), n, heard] for face, n in voices.faces.items()]
    decided, acted, moved = counted_decisions(say), counted_actions(say), counted_money(say)
    outcomes: Rows = [[outcome_words(say, one), month.outcomes.get(one, 0), decided] for one in Outcome]
    running = voices.so_far is not None
    rows: Rows = [
        *by_verdict,
        [say("Voices"), voices.total, heard],
        [say("Voices by this day of the month before") if running else say("Voices the month before"), voices.before,
         heard],
        [say("Argued voices"), voices.argued, heard],
        *by_face,
        ["CSAT, %", round(100 * voices.satisfied.share, 1) if voices.satisfied else None, counted_customers(say)],
        ["NPS", round(voices.recommends.score, 1) if voices.recommends else None, counted_customers(say)],
        ["CES", round(voices.effort.mean, 2) if voices.effort else None, counted_customers(say)],
        [say("Answers due"), voices.due, counted_answers(say)],
        [say("Answers in time"), voices.in_time, counted_answers(say)],
        [say("Ideas written"), month.ideas, decided],
        *outcomes,
        [say("Actions done"), len(month.done), acted],
        [say("Actions late"), len(month.late), acted],
        [say("Actions open in all"), month.open_actions, acted],
        [say("Euro moved"), sum(one.amount for one in month.moves if one.source), moved],
        [say("Euro saved (estimated)"), sum(one.amount for one in month.moves if not one.source), moved],
    ]
    head = [say("What"), say("How many"), say("How it was counted")]
    return Sheet(say("Summary"), head, rows, (34, 12, 96), foot=foot, wrapped=True)


def _promises(say: Speech, promises: Sequence[PromiseMonth], zone: str, foot: str) -> Sheet:
    head = [say("Promise"), say("Kept, of 100"), say("Promised, of 100"), say("Kept before, of 100"), say("Verdict"),
            say("Verdict before"), say("Cases"), say("Data as of")]  # fmt: skip
    rows: Rows = [
        [one.terms.sentence, _hundredths(one.now), round(100 * one.terms.kept / one.terms.of, 2),
         _hundredths(one.then), _verdict(say, one.now), _verdict(say, one.then), one.now.cases if one.now else None,
         # What ends at midnight is the day before, at 24:00, as everywhere.
         _day(one.now.at - timedelta(seconds=1), zone) if one.now else None]
        for one in promises
    ]  # fmt: skip
    title = _said(promises_slide(say, promises), say("Kept and promised, of 100"))
    chart = NativeChart("bars", title, 0, (1, 2), highest=100)
    return Sheet(say("Promises"), head, rows, (48, 14, 14, 18, 18, 18, 10, 16), (chart,), foot, wrapped=True)


def _weeks(say: Speech, month: Month, zone: str, foot: str) -> Sheet:
    head = [say("Week from"), say("Voices"), say("Argued voices")]
    rows: Rows = [[week.day, week.voices, week.argued] for week in month.voices.weeks]
    title = _said(voices_slide(say, month.voices, zone), say("Voices by week"))
    chart = NativeChart("columns", title, 0, (1, 2))
    return Sheet(say("Voices"), head, rows, (18, 12, 16), (chart,), foot)


def _places(say: Speech, month: Month, zone: str, foot: str) -> Sheet:
    head = [say("Touchpoint"), say("Voices"), say("Went badly")]
    rows: Rows = [[name, total, badly] for name, total, badly in month.voices.places]
    if month.voices.elsewhere[0]:
        rows.append([other_places_words(say), *month.voices.elsewhere])
    title = _said(places_slide(say, month.voices, zone), say("Voices by touchpoint"))
    chart = NativeChart("bars", title, 0, (1, 2))
    return Sheet(say("Touchpoints"), head, rows, (34, 12, 14), (chart,), foot)


def _decisions(say: Speech, month: Month, zone: str, foot: str) -> Sheet:
    head = [say("Decided on"), say("Idea or promise"), say("Decision"), say("Reason"), say("By"), say("As voted")]
    rows: Rows = [
        [_day(one.at, zone), one.words, outcome_words(say, one.outcome), one.reason, one.by,
         as_voted_words(say, one.as_voted)]
        for one in month.decisions
    ]  # fmt: skip
    title = decided_sentence(say, sum(month.outcomes.values()), month.outcomes.get(Outcome.DO, 0), month.ideas)
    return Sheet(say("Decisions"), head, rows, (14, 50, 14, 60, 22, 18), foot=f"{foot} · {title}", wrapped=True)


def _actions(say: Speech, month: Month, foot: str) -> Sheet:
    head = [say("Action"), say("State"), say("Who answers for it"), say("Due on"), say("Ended on")]

    def lines(some: Sequence[Done], state: str) -> Rows:
        return [[one.title, state, one.owner, one.due_on, one.ended_on] for one in some]

    rows = lines(month.done, say("Done")) + lines(month.late, say("Late"))
    title = actions_sentence(say, len(month.done), len(month.late))
    return Sheet(say("Actions"), head, rows, (60, 14, 26, 14, 14), foot=f"{foot} · {title}", wrapped=True)


def _money(say: Speech, month: Month, zone: str, foot: str) -> Sheet:
    head = [say("From → to"), say("Euro"), say("From line"), say("To line"), say("Promise it serves"), say("Why"),
            say("On")]  # fmt: skip
    rows: Rows = [
        [f"{one.source or say('Saving')} → {one.target}", one.amount, one.source or say("Saving"), one.target,
         one.promise, one.reason, _day(one.at, zone)]
        for one in month.moves
    ]  # fmt: skip
    chart = NativeChart("bars", _said(money_slide(say, month), say("Money moved")), 0, (1,), axis="€")
    return Sheet(say("Money moved"), head, rows, (40, 12, 24, 24, 34, 40, 14), (chart,), foot, wrapped=True)


def _published(say: Speech, month: Month, foot: str) -> Sheet:
    rows: Rows = [[said, done] for said, done in month.published]
    return Sheet(say("You said, we did"), [say("You said"), say("We did")], rows, (60, 80), foot=foot, wrapped=True)


def _said(slide: Slide | None, otherwise: str) -> str:
    """A chart's title is its answer, the one that the deck says; what it shows where there is none."""
    return slide.sentence if slide is not None else otherwise


def _hundredths(stood: Stood | None) -> float | None:
    return None if stood is None or stood.share is None else round(100 * stood.share, 2)


def _day(moment: datetime, zone: str) -> date:
    """The day of a moment here, which Excel can sort and filter by."""
    return day_in(zone, moment)


def _verdict(say: Speech, stood: Stood | None) -> str | None:
    return f"{ICONS[stood.verdict]} {verdict_word(say, stood.verdict)}" if stood else None


def book_name(say: Speech, company: str, first: date, ending: str) -> str:
    """What the file is called when it is saved."""
    return f"{company} {month_name(say, first)}.{ending}"
