"""The board's pictures: everything worth seeing today, and which of it today's date chooses."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from analysis.verdict import Verdict
from charts.looks import QUIET, VERDICT_TONES
from charts.picture import Column, Row, columns_picture, rows_picture
from exchange.month_slides import (
    ICONS,
    Slide,
    actions_slide,
    answers_slide,
    customers_slide,
    decisions_slide,
    pairs_slide,
    places_slide,
    voices_slide,
)
from models.board_now import BoardNow
from models.portfolio import PortfolioRow
from words.book import verdict_word
from words.drift import drift_sentence
from words.month import how_promises, how_turned, how_weeks, moving_sentence, promise_sentence
from words.promises import hundredths, of_hundred, portfolio_title, target_words
from words.speech import Speech

FEWEST_WEEKS, LABEL_ROOM = 3, 3


def slide_of_the_day(say: Speech, seen: BoardNow, zone: str) -> Slide | None:
    """Today's picture: the days go through all of them in turn. None while there is nothing to show."""
    slides = board_slides(say, seen, zone)
    return slides[seen.today.toordinal() % len(slides)] if slides else None


def board_slides(say: Speech, seen: BoardNow, zone: str) -> list[Slide]:
    """What is worth seeing now. Money is never among it, nor words that one person said or wrote in a group."""
    judged = [row for row in seen.promises if _share(row) is not None]
    moving = [row for row in judged if _moves(row)]
    worst = [row for row in judged if row.stands in (Verdict.NOT_SUPPORTABLE, Verdict.AT_RISK)]
    best = [row for row in judged if row.stands is Verdict.SUPPORTED]
    found = [
        portfolio_slide(say, seen.promises), _weeks_slide(say, worst, seen.today),
        voices_slide(say, seen.month.voices, zone), _moving_slide(say, moving, seen.today, zone),
        decisions_slide(say, seen.month), _weeks_slide(say, best, seen.today), _pair_slide(say, seen),
        customers_slide(say, seen.month.voices), places_slide(say, seen.month.voices, zone),
        answers_slide(say, seen.month.voices), actions_slide(say, seen.month),
    ]  # fmt: skip
    return [slide for slide in found if slide is not None]


def portfolio_slide(say: Speech, rows: Sequence[PortfolioRow]) -> Slide | None:
    """Where every promise stands."""
    if not any(row.verdict for row in rows):
        return None
    stands = [row.stands for row in rows]
    title = portfolio_title(say, *(stands.count(verdict) for verdict in (
        Verdict.SUPPORTED, Verdict.AT_RISK, Verdict.NOT_SUPPORTABLE, Verdict.NOT_ENOUGH_EVIDENCE)))  # fmt: skip
    bars = []
    for row in rows:
        share, target = _share(row), row.terms.kept / row.terms.of
        figure = f"{ICONS[row.stands]} {of_hundred(say, share, target) if share is not None else '–'}"
        bars.append(Row(row.terms.sentence, share, figure, VERDICT_TONES[row.stands], mark=target,
                        word=verdict_word(say, row.stands)))  # fmt: skip
    said = title + " " + "; ".join(f"{bar.name}: {bar.figure}, {bar.word}" for bar in bars)
    return Slide("portfolio", title, rows_picture(bars, said), how_promises(say))


def _weeks_slide(
    say: Speech, rows: Sequence[PortfolioRow], today: date, title: str = "", since: date | None = None
) -> Slide | None:
    """The last weeks of one of these promises; another one each time round. since: weeks before it are quiet."""
    rows = [row for row in rows if len(_weeks(row)) >= FEWEST_WEEKS]
    if not rows:
        return None
    row = rows[today.toordinal() // 7 % len(rows)]
    share, target = _share(row), row.terms.kept / row.terms.of
    said = title or promise_sentence(
        say, row.terms.sentence, row.stands, of_hundred(say, share or 0.0, target),
        target_words(say, row.terms.kept, row.terms.of),
    )  # fmt: skip
    weeks = _weeks(row)
    ends = {0: say.many("%(n)s week ago", "%(n)s weeks ago", len(weeks)), len(weeks) - 1: say("last week")}
    turned = len(weeks) - 1 - (today - since).days // 7 if since is not None else 0
    if since is not None and 0 < turned < len(weeks) - 1:
        # Its words need room: the label of an end too near to it goes.
        ends = {place: words for place, words in ends.items() if abs(place - turned) > LABEL_ROOM}
        ends[turned] = say("since %(day)s", day=say.day(since))
    columns = [
        Column(ends.get(place, ""), week, say.number(hundredths(week, target)), QUIET if place < turned else
               VERDICT_TONES[Verdict.SUPPORTED if week >= target else Verdict.NOT_SUPPORTABLE])
        for place, week in enumerate(weeks)
    ]  # fmt: skip
    mark = say("promised: %(target)s", target=target_words(say, row.terms.kept, row.terms.of))
    how = how_weeks(say) if turned < 1 else how_turned(say)
    return Slide("weeks", said, columns_picture(columns, said, mark=target, mark_words=mark), how)


def _moving_slide(say: Speech, rows: Sequence[PortfolioRow], today: date, zone: str) -> Slide | None:
    """A promise that is getting worse, or better, since a day."""
    if not rows:
        return None
    row = rows[today.toordinal() // 7 % len(rows)]
    drift = row.verdict.facts.drift if row.verdict else None
    if drift is None:
        return None
    since = datetime.fromtimestamp(drift.since or 0, ZoneInfo(zone)).date()
    said = moving_sentence(say, row.terms.sentence, drift_sentence(say, drift, zone))
    return _weeks_slide(say, [row], today, said, since)


def _pair_slide(say: Speech, seen: BoardNow) -> Slide | None:
    """One thing customers said and what was done, as it stands on the public page."""
    if not seen.pairs:
        return None
    pair = seen.pairs[seen.today.toordinal() // 7 % len(seen.pairs)]
    return pairs_slide(say, [pair], say("You said, we did."))


def _share(row: PortfolioRow) -> float | None:
    return None if row.verdict is None or row.verdict.too_old else row.verdict.facts.share


def _weeks(row: PortfolioRow) -> tuple[float, ...]:
    return row.verdict.facts.weeks if row.verdict is not None and not row.verdict.too_old else ()


def _moves(row: PortfolioRow) -> bool:
    drift = row.verdict.facts.drift if row.verdict else None
    return drift is not None and (drift.worsening or drift.improving) and drift.since is not None
