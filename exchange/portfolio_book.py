"""The portfolio as one Excel workbook: promises worst first, where each is told, moved bars, values, what nobody tells.

Headers and the words of verdicts are in the person's language; what people typed is as they typed it.
"""

from collections.abc import Sequence
from dataclasses import replace

from exchange.workbook import Sheet, Value, write_workbook
from models.moved_bars import MovedBar
from models.portfolio import PortfolioRow
from models.portfolio_view import PortfolioView
from models.to_tell import is_worth_telling
from words.book import verdict_word, yes_no
from words.kinds import bar_cell
from words.portfolio import move_words, moved_words, public_sentence
from words.promises import out_of, period_words, state_words
from words.speech import Speech, speech

Rows = list[list[Value]]


def portfolio_book(view: PortfolioView, moves: Sequence[MovedBar], *, language: str, zone: str) -> bytes:
    """The workbook; moments on the wall clock of `zone`."""
    say = speech(language)
    names = {row.id: row.terms.sentence for row in view.rows}
    sheets = [
        _promises(say, view.rows),
        _told(say, view, names),
        _moves(say, moves),
        _values(say, view, names),
        _truths(say, view),
    ]
    return write_workbook(sheets, zone=zone, shortened=say("… (shortened)"))


def _promises(say: Speech, rows: Sequence[PortfolioRow]) -> Sheet:
    headers = [say("Promise"), say("Verdict"), say("Kept, of 100"), say("At least, of 100"), say("At most, of 100"),
               say("Promised"), say("Promised, of 100"), say("Time or figure"), say("Cases"), say("Still open"),
               say("Misses left"), say("Misses allowed"), say("Data as of"), say("Where it stands"),
               say("Signed by who keeps it"), say("Told in places"), say("Different figures"), say("Next move"),
               say("Process"), say("Owner"), say("Who keeps it")]  # fmt: skip
    found: Rows = []
    for row in rows:
        seen = row.verdict
        facts = seen.facts if seen and not seen.too_old else None
        terms, budget = row.terms, facts.burning if facts else None
        move = move_words(
            say, seen.facts if seen else None, terms, places=row.places, worth_telling=is_worth_telling(row),
            too_old=bool(seen and seen.too_old), noun=(row.noun.one, row.noun.many),
        )  # fmt: skip
        found.append([
            terms.sentence, verdict_word(say, row.stands), *_hundredths(facts.share if facts else None,
            facts.lower if facts else None, facts.upper if facts else None), out_of(say, terms.kept, terms.of),
            100 * terms.kept / terms.of, bar_cell(say, terms), facts.cases if facts else None,
            facts.open if facts else None, budget.left if budget else None, budget.allowed if budget else None,
            seen.at if seen else None, state_words(say, row.state),
            say("one oar only") if row.one_oar else yes_no(say, row.keeper == "yes"), row.places,
            yes_no(say, row.differs), move, row.process, row.owner, row.process_owner,
        ])  # fmt: skip
    widths = (48, 16, 13, 13, 13, 13, 16, 22, 10, 11, 12, 14, 20, 18, 22, 14, 16, 26, 24, 22, 22)
    return Sheet(say("Promises"), headers, found, widths)


def _told(say: Speech, view: PortfolioView, names: dict[str, str]) -> Sheet:
    headers = [say("Promise"), say("Touchpoint"), say("The words used there"), say("The figure told there")]
    places = {one.id: one.name for one in view.touchpoints}
    terms = {row.id: row.terms for row in view.rows}
    rows: Rows = []
    for one in view.told:
        if one.promise_id not in terms:
            continue
        figure = None
        if one.amount is not None and one.unit is not None:
            figure = bar_cell(say, replace(terms[one.promise_id], amount=one.amount, unit=one.unit))
        rows.append([names[one.promise_id], places.get(one.touchpoint_id, ""), one.words, figure])
    return Sheet(say("Where we say it"), headers, rows, (48, 26, 60, 26))


def _moves(say: Speech, moves: Sequence[MovedBar]) -> Sheet:
    headers = [say("On"), say("Promise"), say("How it moved"), say("Verdict before"), say("Verdict after"),
               say("Before, of 100"), say("After, of 100"), say("By"), say("Why")]  # fmt: skip
    rows: Rows = [
        [move.after.created_at, move.after.sentence,
         moved_words(say, move.before, move.after, (move.before.counts_from, move.after.counts_from)),
         verdict_word(say, move.was.verdict) if move.was else None,
         verdict_word(say, move.then.verdict) if move.then else None,
         *_hundredths(move.was.share if move.was else None, move.then.share if move.then else None),
         move.by, move.after.reason]
        for move in moves
    ]  # fmt: skip
    return Sheet(say("The bar moved"), headers, rows, (20, 48, 44, 16, 16, 14, 14, 22, 60))


def _values(say: Speech, view: PortfolioView, names: dict[str, str]) -> Sheet:
    headers = [say("Value"), say("In a sentence"), say("Promises that prove it"), say("Without proof")]
    rows: Rows = [
        [value.name, value.sentence, "\n".join(names[one] for one in value.promise_ids if one in names),
         yes_no(say, value.without_proof)]
        for value in view.values
    ]  # fmt: skip
    return Sheet(say("Values"), headers, rows, (24, 60, 60, 16))


def _truths(say: Speech, view: PortfolioView) -> Sheet:
    headers = [say("Promise"), say("A sentence to tell"), say("Told in places"), say("Silent at")]
    rows: Rows = []
    for truth in view.truths.kept:
        row, facts = truth.row, truth.row.verdict.facts if truth.row.verdict else None
        if facts is not None and facts.share is not None:
            period = period_words(say, row.terms.period_days, row.terms.counts_from)
            said = public_sentence(say, row.terms.sentence, facts.share, row.terms.kept, row.terms.of, period)
            rows.append([row.terms.sentence, said, truth.places, ", ".join(truth.silent)])
    return Sheet(say("Worth telling"), headers, rows, (48, 80, 14, 80))


def _hundredths(*shares: float | None) -> list[Value]:
    return [None if share is None else 100 * share for share in shares]
