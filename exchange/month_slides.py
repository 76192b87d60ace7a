"""The pictures of a month with their sentences, once: page, deck and board show these very ones."""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.verdict import Verdict
from charts.few import ARROWS_MOST, CIRCLES_MOST, Arrow, arrows_picture, circles_picture
from charts.looks import LINE, QUIET, VERDICT_TONES
from charts.one_figure import figure_or_rows
from charts.picture import Column, Picture, Row, columns_picture, pairs_picture
from models.decisions import Outcome
from models.month_figures import Month, PromiseMonth, Stood, Voices
from words.actions import money
from words.answers import outcome_words
from words.book import verdict_word
from words.listening import face_words
from words.month import (
    actions_sentence,
    answers_sentence,
    counted_actions,
    counted_answers,
    counted_customers,
    counted_decisions,
    counted_money,
    counted_promises,
    counted_published,
    counted_voices,
    customers_note,
    customers_sentence,
    decided_sentence,
    how_answers,
    how_answers_few,
    how_arrows,
    how_bars,
    how_customers,
    how_faces,
    how_money,
    how_pairs,
    how_places,
    how_promises_then,
    how_voices,
    money_sentence,
    other_places_words,
    place_sentence,
    published_sentence,
    voices_sentence,
)
from words.promises import of_hundred, portfolio_title
from words.speech import Speech

ICONS = {
    Verdict.SUPPORTED: "✔", Verdict.AT_RISK: "≈", Verdict.NOT_SUPPORTABLE: "✕", Verdict.NOT_ENOUGH_EVIDENCE: "?",
}  # fmt: skip
OUTCOME_TONES = {Outcome.DO: "#1a8f7e", Outcome.LATER: "#b5740c", Outcome.NO: "#d4552f", Outcome.ASK: LINE}

FACE_TONES = {1: "#d4552f", 2: "#d4552f", 3: QUIET, 4: "#1a8f7e", 5: "#1a8f7e"}


@dataclass(frozen=True)
class Slide:
    """One answer, its picture, how to read it, and how it was counted."""

    name: str
    sentence: str
    picture: Picture
    how: str
    method: str = ""


def month_slides(say: Speech, month: Month, zone: str) -> list[Slide]:
    """Every slide for which there is something to show."""
    found = [
        promises_slide(say, month.promises), voices_slide(say, month.voices, zone),
        places_slide(say, month.voices, zone), customers_slide(say, month.voices), decisions_slide(say, month),
        answers_slide(say, month.voices),
        actions_slide(say, month), money_slide(say, month),
        pairs_slide(say, month.published, published_sentence(say, len(month.published))),
    ]  # fmt: skip
    return [slide for slide in found if slide is not None]


def promises_slide(say: Speech, promises: Sequence[PromiseMonth]) -> Slide | None:
    """Where every promise stands, and where it stood."""
    if not any(one.now for one in promises):
        return None
    stands = [one.now.verdict if one.now else Verdict.NOT_ENOUGH_EVIDENCE for one in promises]
    counts = {verdict: stands.count(verdict) for verdict in Verdict}
    title = portfolio_title(
        say, counts[Verdict.SUPPORTED], counts[Verdict.AT_RISK], counts[Verdict.NOT_SUPPORTABLE],
        counts[Verdict.NOT_ENOUGH_EVIDENCE],
    )  # fmt: skip
    rows = [
        Row(one.terms.sentence, one.now.share if one.now else None, _times(say, one, one.now),
            VERDICT_TONES[one.now.verdict if one.now else Verdict.NOT_ENOUGH_EVIDENCE],
            was=one.then.share if one.then else None, mark=one.terms.kept / one.terms.of,
            word=verdict_word(say, one.now.verdict if one.now else Verdict.NOT_ENOUGH_EVIDENCE))
        for one in promises
    ]  # fmt: skip
    said = title + " " + "; ".join(f"{row.name}: {row.figure}, {row.word}" for row in rows)
    return Slide("promises", title, figure_or_rows(rows, said), how_promises_then(say), counted_promises(say))


def voices_slide(say: Speech, voices: Voices, zone: str) -> Slide | None:
    """Voices by week, how many of them argued."""
    if not voices.total:
        return None
    title = voices_sentence(say, voices.total, voices.argued, voices.before, running=voices.so_far is not None,
                            too_early=voices.too_early)  # fmt: skip
    most = max(week.voices for week in voices.weeks) or 1
    columns = [
        Column(say.day(week.day), week.voices / most, say.number(week.voices),
               part=week.argued / week.voices if week.voices else None)
        for week in voices.weeks
    ]  # fmt: skip
    return Slide("voices", title, columns_picture(columns, title), how_voices(say), counted_voices(say, zone))


def places_slide(say: Speech, voices: Voices, zone: str) -> Slide | None:
    """Where it was heard, and how much of it went badly."""
    if not voices.places:
        return None
    title = place_sentence(say, *voices.places[0])
    # The rest in one row: without it the bars add up to less than the month has voices.
    rest = [(other_places_words(say), *voices.elsewhere)] if voices.elsewhere[0] else []
    most = max(voices.places[0][1], voices.elsewhere[0])
    rows = [
        Row(name, total / most, say.number(total), VERDICT_TONES[Verdict.NOT_SUPPORTABLE], part=badly / total)
        for name, total, badly in [*voices.places, *rest]
    ]
    return Slide("places", title, figure_or_rows(rows, title), how_places(say), counted_voices(say, zone))


def customers_slide(say: Speech, voices: Voices) -> Slide | None:
    """How it was for customers, by the three usual figures, each from twenty answers on."""
    well, recommends, effort = voices.satisfied, voices.recommends, voices.effort
    if well is None:
        return None
    title = customers_sentence(say, of_hundred(say, well.share), well.n)
    if recommends is None and effort is None:
        return _faces_slide(say, voices, title)
    tone, rows = LINE, list[Row]()
    rows.append(_share_row(say, say("It went well"), well.share, (well.low, well.high), well.n, "CSAT", tone))
    if recommends is not None:
        share = recommends.promoters / recommends.n
        note = f"NPS {recommends.score:+.0f} ({recommends.low:+.0f} – {recommends.high:+.0f})"
        rows.append(Row(say("Would recommend us"), share, of_hundred(say, share), tone, note))
    if effort is not None:
        easy = effort.easy
        name = f"CES {say.decimal(effort.mean)}"
        rows.append(_share_row(say, say("It was easy"), easy.share, (easy.low, easy.high), easy.n, name, tone))
    picture = figure_or_rows(rows, title, name_wide=720)
    return Slide("customers", title, picture, how_customers(say), counted_customers(say))


def _faces_slide(say: Speech, voices: Voices, title: str) -> Slide:
    """How it was in five faces, from very badly to very well."""
    most = max(voices.faces.values()) or 1
    columns = [
        Column(face_words(say, face), n / most, say.number(n), FACE_TONES[face])
        for face, n in sorted(voices.faces.items())
    ]
    said = title + " " + "; ".join(f"{column.label}: {column.figure}" for column in columns)
    return Slide("customers", title, columns_picture(columns, said), how_faces(say), counted_customers(say))


def _share_row(
    say: Speech, name: str, share: float, between: tuple[float, float], n: int, more: str, tone: str
) -> Row:
    low, high = (say.number(round(100 * one)) for one in between)
    return Row(name, share, of_hundred(say, share), tone, customers_note(say, low, high, n, more))


def decisions_slide(say: Speech, month: Month) -> Slide | None:
    """What was decided, by outcome."""
    total = sum(month.outcomes.values())
    if not total:
        return None
    title = decided_sentence(say, total, month.outcomes.get(Outcome.DO, 0), month.ideas)
    most = max(month.outcomes.values())
    rows = [
        Row(outcome_words(say, outcome), month.outcomes.get(outcome, 0) / most,
            say.number(month.outcomes.get(outcome, 0)), OUTCOME_TONES[outcome])
        for outcome in Outcome
    ]  # fmt: skip
    return Slide("decisions", title, figure_or_rows(rows, title, name_wide=360), how_bars(say), counted_decisions(say))


def answers_slide(say: Speech, voices: Voices) -> Slide | None:
    """Answers that were due, and those that came in time."""
    if not voices.due:
        return None
    title = answers_sentence(say, voices.due, voices.in_time)
    times = say("%(kept)s of %(of)s", kept=say.number(voices.in_time), of=say.number(voices.due))
    tone, name = VERDICT_TONES[Verdict.SUPPORTED], say("First answers")
    if voices.due <= CIRCLES_MOST:
        picture = circles_picture(voices.in_time, voices.due, times, name, tone, title)
        return Slide("answers", title, picture, how_answers_few(say), counted_answers(say))
    row = Row(name, 1.0, times, tone, part=voices.in_time / voices.due)
    return Slide("answers", title, figure_or_rows([row], title, name_wide=360), how_answers(say), counted_answers(say))


def actions_slide(say: Speech, month: Month) -> Slide | None:
    """Actions done, late, and still open."""
    done, late, still = len(month.done), len(month.late), month.open_actions
    if not (done or late or still):
        return None
    title, most = actions_sentence(say, done, late), max(done, late, still)
    rows = [
        Row(say("Actions done"), done / most, say.number(done), VERDICT_TONES[Verdict.SUPPORTED],
            "; ".join(one.title for one in month.done)),
        Row(say("Actions late"), late / most, say.number(late), VERDICT_TONES[Verdict.NOT_SUPPORTABLE],
            "; ".join(one.title for one in month.late)),
        Row(say("Actions open in all"), still / most, say.number(still), QUIET),
    ]  # fmt: skip
    return Slide("actions", title, figure_or_rows(rows, title), how_bars(say), counted_actions(say))


def money_slide(say: Speech, month: Month) -> Slide | None:
    """Money moved, from where to where, and the promise it serves. Never on the board."""
    if not month.moves:
        return None
    moved = sum(one.amount for one in month.moves if one.source)
    saved = sum(one.amount for one in month.moves if not one.source)
    title = money_sentence(say, money(say, moved), money(say, saved) if saved else "")
    if len(month.moves) <= ARROWS_MOST:
        arrows = [Arrow(one.source or say("Saving"), one.target, money(say, one.amount), one.promise)
                  for one in month.moves]  # fmt: skip
        return Slide("money", title, arrows_picture(arrows, title), how_arrows(say), counted_money(say))
    most = max(one.amount for one in month.moves)
    rows = [
        Row(f"{one.source or say('Saving')} → {one.target}", one.amount / most, money(say, one.amount),
            LINE if one.source else QUIET, one.promise)
        for one in sorted(month.moves, key=lambda one: -one.amount)
    ]  # fmt: skip
    return Slide("money", title, figure_or_rows(rows, title), how_money(say), counted_money(say))


def pairs_slide(say: Speech, pairs: Sequence[tuple[str, str]], title: str) -> Slide | None:
    """What was said beside what was done."""
    if not pairs:
        return None
    picture = pairs_picture(pairs, (say("You said"), say("We did")), title)
    return Slide("published", title, picture, how_pairs(say), counted_published(say))


def _times(say: Speech, one: PromiseMonth, stood: Stood | None) -> str:
    if stood is None or stood.share is None:
        return f"{ICONS[Verdict.NOT_ENOUGH_EVIDENCE]} –"
    return f"{ICONS[stood.verdict]} {of_hundred(say, stood.share, one.terms.kept / one.terms.of)}"
