"""The tables of the desk by name: the same question as on the page, all of its rows, and what its columns are called.

Every one asks for permission itself, with the viewer of the request; filters come as they stand in the page's address,
and what is no filter is none.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import astuple, replace
from datetime import datetime
from functools import partial
from types import MappingProxyType

from sqlmodel import Session

from exchange.table_book import Rows, Table, every_row
from exchange.wider_tables import (
    deliveries_table,
    diaries_table,
    journey_table,
    members_table,
    presence_table,
    room_table,
    voices_table,
)
from exchange.workbook import Value
from models.access import May, Viewer
from models.actions import actions_of
from models.attendance import workshops_listed
from models.backlog import BacklogPage, BacklogQuery, Sort, backlog
from models.budget_lines import budget_view
from models.campaigns import campaigns_all
from models.days import day_here
from models.desk_rows import DeskIdea
from models.errors import Refusal
from models.feedback import Source
from models.functions import Side
from models.groups import my_groups
from models.idea_views import ideas_of_groups
from models.log import log_page
from models.people import people_all
from models.portfolio import PortfolioRow, promise_rows
from models.processes import processes_all
from models.scorecard import scorecard_facts, scores
from models.standings import Standing
from models.voices import Order, Which, feedback_listed
from models.wordings import told_everywhere
from words.actions import state_chip
from words.answers import outcome_words
from words.book import verdict_word, yes_no
from words.claim import lever_words
from words.listening import came_by_words, face_words, source_words, tick_words
from words.log import noun_words, verb_words
from words.rounds import side_name
from words.speech import Speech

# So much of a voice's own key tells it apart from another that says the same, in every cell.
KEY_SIGNS = 12

Asked = Mapping[str, str]
Made = Callable[[Session, Viewer, Speech, datetime, Asked], Table]


def desk_table(session: Session, viewer: Viewer, *, name: str, say: Speech, now: datetime, asked: Asked) -> Table:
    """One table of the desk.

    Raises:
        Refusal: `table_unknown`, and those of its question.
    """
    viewer.must(May.ACCOUNT_OWN)
    if name not in TABLES:
        raise Refusal("table_unknown")
    return TABLES[name](session, viewer, say, now, asked)


def _ideas(session: Session, viewer: Viewer, say: Speech, now: datetime, asked: Asked) -> Table:
    question = partial(ideas_of_groups, session, viewer, search=asked.get("search", "")[:100], ends=None)
    names = {group.id: group.name for group in my_groups(session, viewer)}
    rows = (
        [idea.text, _side(say, idea.side), idea.touchpoint, names.get(idea.group_id), idea.supports, idea.comments,
         idea.created_at, yes_no(say, idea.merged_into_id is not None)]
        for idea in every_row(lambda **what: _Pages(question(**what)))
    )  # fmt: skip
    head = [say("Idea"), say("Side"), say("Touchpoint"), say("Focus group"), say("Supports"), say("Comments"),
            say("Said on"), say("Part of another one")]  # fmt: skip
    return Table(say("Ideas"), head, rows)


class _Pages:
    """A page of ideas under the names that every page has."""

    def __init__(self, found: object) -> None:
        self.rows = list(getattr(found, "ideas"))  # noqa: B009
        self.pages = int(getattr(found, "pages"))  # noqa: B009


def _backlog(session: Session, viewer: Viewer, say: Speech, now: datetime, asked: Asked) -> Table:
    query = backlog_query(viewer, asked)

    def page_of(page: int, size: int) -> BacklogPage:
        return backlog(session, viewer, now=now, asked=replace(query, page=page), size=size, ends=None)

    staff = viewer.is_staff

    def row(one: DeskIdea) -> list[Value]:
        figures = one.figures
        return [
            one.words, one.age_days, one.people, *[one.sides.get(side, 0) for side in Side], one.touchpoint,
            one.vote.points if one.vote else None, one.promise.sentence if one.promise else None,
            verdict_word(say, one.promise.verdict) if one.promise and one.promise.verdict else None,
            outcome_words(say, one.decision.outcome if one.decision else "waiting"),
            one.decision.reason if one.decision else None, one.decision.by if one.decision else None,
            one.decision.at if one.decision else None,
            *([figures.value, figures.effort, figures.score, figures.cost] if staff else []),
        ]  # fmt: skip

    head = [say("Idea"), say("Age in days"), say("People"), *[_side(say, side) for side in Side], say("Touchpoint"),
            say("Dots"), say("Promise"), say("Verdict"), say("Decision"), say("Reason"), say("By"), say("Decided on")]
    head += [say("Value"), say("Effort"), say("Score"), say("Cost")] if staff else []  # fmt: skip
    return Table(say("Ideas to decide"), head, map(row, every_row(page_of)))


def _listening(session: Session, viewer: Viewer, say: Speech, now: datetime, asked: Asked) -> Table:
    face = asked.get("face", "")
    question = partial(
        feedback_listed, session, viewer, which=_one_of(asked.get("which"), Which, Which.ALL),
        touchpoint_id=asked.get("touchpoint_id") or None, search=asked.get("search", "")[:80],
        source=_one_of(asked.get("source"), Source, "") or None, face=int(face) if face in tuple("12345") else None,
        function_id=asked.get("function_id") or None, order=_one_of(asked.get("order"), Order, Order.NEWEST),
        today=day_here(now), ends=None,
    )  # fmt: skip
    rows = (
        # Excel keeps days as a float: the millisecond is what survives it.
        [one.at.replace(microsecond=one.at.microsecond // 1000 * 1000), one.touchpoint, one.to_touchpoint,
         source_words(say, one.source), face_words(say, one.face) if one.face else None, one.face, one.whole,
         one.reference, one.ticks.argued, *[yes_no(say, one_tick) for one_tick in astuple(one.ticks)], one.matter,
         came_by_words(say, one.came_by) if one.came_by else None, one.recommends, one.effort, one.profile,
         one.organisation, one.function, one.charge.by, one.charge.answer_by, one.charge.answered_at,
         one.charge.answer, yes_no(say, one.charge.closed_at is not None), one.idea, one.promise,
         one.id[:KEY_SIGNS]]
        for one in every_row(question)
    )  # fmt: skip
    head = [say("When"), say("Touchpoint"), say("Led to"), say("Heard"), say("How it went"), say("Face, 1 to 5"),
            say("Words"), say("Order"), say("Argued, of 3"), *dict(tick_words(say)).values(), say("What matters"),
            say("How they came"), say("Would recommend us, 0 to 10"), say("It was easy, 1 to 7"), say("Profile"),
            say("Organisation"), say("Whose it is"), say("Who answers"), say("Answer by"), say("Answered on"),
            say("Answer"), say("Closed"), say("Idea"), say("Promise"), say("Key")]  # fmt: skip
    return Table(say("Listening"), head, rows)


def _actions(session: Session, viewer: Viewer, say: Speech, now: datetime, asked: Asked) -> Table:
    rows: Rows = [
        [one.title, state_chip(say, one.state, late=one.late, still_days=one.still_days, stalled=one.stalled),
         lever_words(say, one.lever), one.owner, one.due_on, one.started_on, one.ended_on, one.cost, one.idea, one.note]
        for one in actions_of(session, viewer, now=now)
    ]  # fmt: skip
    head = [say("Action"), say("State"), say("Lever"), say("Who answers for it"), say("Due on"), say("Started on"),
            say("Ended on"), say("Euro"), say("Idea"), say("Note")]  # fmt: skip
    return Table(say("Actions"), head, rows)


def _money(session: Session, viewer: Viewer, say: Speech, now: datetime, asked: Asked) -> Table:
    year = int(asked["year"]) if asked.get("year", "").isdecimal() and len(asked["year"]) == 4 else day_here(now).year
    rows: Rows = [
        [move.at, move.source or say("Saving"), move.target, move.amount, move.promise, move.reason,
         move.estimated_by, move.by]
        for move in budget_view(session, viewer, year=year).moves
    ]
    head = [say("On"), say("From line"), say("To line"), say("Euro"), say("Promise it serves"), say("Why"),
            say("Estimated by"), say("By")]  # fmt: skip
    return Table(say("Money moved"), head, rows)


def _people(session: Session, viewer: Viewer, say: Speech, now: datetime, asked: Asked) -> Table:
    rows: Rows = [
        [one.name, one.function, _side(say, one.side), yes_no(say, one.is_administrator), yes_no(say, one.disabled)]
        for one in people_all(session, viewer)
    ]
    head = [say("Name"), say("Function"), say("Side"), say("Administers"), say("Closed")]
    return Table(say("People"), head, rows)


def _log(session: Session, viewer: Viewer, say: Speech, now: datetime, asked: Asked) -> Table:
    rows = ([one.seq, one.at, one.who, verb_words(say, one.verb), noun_words(say, one.noun), one.object_id]
            for one in every_row(partial(log_page, session, viewer)))  # fmt: skip
    return Table(say("Log"), [say("No."), say("When"), say("Who"), say("What"), say("On what"), "id"], rows)


def _workshops(session: Session, viewer: Viewer, say: Speech, now: datetime, asked: Asked) -> Table:
    listed = every_row(partial(workshops_listed, session, viewer, today=day_here(now)))
    rows = ([one.title, one.planned_on, one.group, yes_no(say, one.archived)] for one in listed)
    return Table(say("Workshops"), [say("Workshop"), say("Date"), say("Focus group"), say("Closed")], rows)


def _processes(session: Session, viewer: Viewer, say: Speech, now: datetime, asked: Asked) -> Table:
    promises = promise_rows(session, viewer, now=now)
    rows: Rows = []
    for one in processes_all(session, viewer):
        own = [row for row in promises if row.process_id == one.id]
        shown: list[PortfolioRow | None] = [*own] or [None]
        for row in shown:
            facts = row.verdict.facts if row and row.verdict else None
            rows.append([one.name, one.owner, row.terms.sentence if row else None,
                         verdict_word(say, row.stands) if row else None, facts.cases if facts else None])  # fmt: skip
    head = [say("Process"), say("Owner"), say("Promise"), say("Verdict"), say("Cases")]
    return Table(say("Processes"), head, rows)


def _scorecard(session: Session, viewer: Viewer, say: Speech, now: datetime, asked: Asked) -> Table:
    facts = scorecard_facts(session, viewer, now=now, places=told_everywhere(session, viewer))
    rows: Rows = []
    for score in scores(facts, {}):
        for told in score.told:
            same = None if told.same_figure is None else yes_no(say, told.same_figure)
            rows.append([score.name, told.row.terms.sentence, told.words, same, score.voices, score.unhappy,
                         score.readers])  # fmt: skip
    head = [say("Touchpoint"), say("Promise"), say("Words there"), say("Same figure"), say("Voices"), say("Went badly"),
            say("Read by")]  # fmt: skip
    return Table(say("Touchpoint scorecard"), head, rows)


def _campaigns(session: Session, viewer: Viewer, say: Speech, now: datetime, asked: Asked) -> Table:
    rows: Rows = [
        [one.name, one.starts_on, one.ends_on, one.low, one.likely, one.high, one.cost,
         ", ".join([*one.channels, one.other_channels] if one.other_channels else one.channels)]
        for one in campaigns_all(session, viewer)
    ]  # fmt: skip
    head = [say("Campaign"), say("From"), say("Until"), say("More, at least"), say("More, likely"),
            say("More, at most"), say("Euro"), say("Channels")]  # fmt: skip
    return Table(say("Campaigns"), head, rows)


def backlog_query(viewer: Viewer, asked: Asked) -> BacklogQuery:
    """What the address of the backlog asks for, of a member of the group it names."""
    days, group_id = asked.get("days", ""), asked.get("group")
    seen = group_id is not None and viewer.may(May.DECISION_SEE, group_id=group_id)
    return BacklogQuery(
        group_id=group_id if seen else None, standing=_one_of(asked.get("stands"), Standing, Standing.ALL),
        search=asked.get("q", "")[:80], touchpoint_id=asked.get("at") or None, stage_id=asked.get("stage") or None,
        side=_one_of(asked.get("side"), Side, "") or None, promise_id=asked.get("promise") or None,
        older_than=int(days) if days.isdecimal() and len(days) < 4 else None, unscored="unscored" in asked,
        mine="mine" in asked, to_evaluate="todo" in asked, sort=_one_of(asked.get("sort"), Sort, Sort.OLDEST),
    )  # fmt: skip


def _one_of(said: str | None, choices: Iterable[str], otherwise: str) -> str:
    known = [str(one) for one in choices]
    return said if said is not None and said in known else str(otherwise)


def _side(say: Speech, side: str | None) -> str:
    return side_name(say, side) if side else ""


TABLES: Mapping[str, Made] = MappingProxyType({
    "ideas": _ideas, "backlog": _backlog, "listening": _listening, "actions": _actions, "money": _money,
    "people": _people, "log": _log, "workshops": _workshops, "processes": _processes, "scorecard": _scorecard,
    "campaigns": _campaigns, "voices": voices_table, "journey": journey_table, "members": members_table,
    "presence": presence_table, "deliveries": deliveries_table, "room": room_table, "diaries": diaries_table,
})  # fmt: skip
