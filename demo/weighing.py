"""The backlog of Tostalba: what came in on paper and was answered in batches; value, effort, cost, promises touched."""

from datetime import date, timedelta
from functools import partial

from demo import company
from demo.sheet import ANSWERS, NOTED, SHEETS, SLOW, TOUCHES, WEIGHED
from demo.telling import Teller, later, moment
from models.bulk import decide_many
from models.curation import ImportedIdea, import_ideas
from models.functions import Side
from models.idea_figures import touch_promise
from models.idea_scores import weigh_idea

ELENA = company.CONDUCTS


def weighing(story: Teller) -> None:
    """Sheets come in and are decided some days later; on 20 November the ideas of the story are weighed."""
    for sheet, (came, decided, slowly) in SHEETS.items():
        story.at(came, partial(_bring, story, sheet, came))
        for place, answer in enumerate(ANSWERS):
            day = slowly if answer in SLOW[sheet] else decided
            story.at(later(day, minutes=10 * place), partial(_decide, story, sheet, answer))
    story.at("2026-11-20 16:00", partial(_weigh, story))


def _bring(story: Teller, sheet: str, came: str) -> None:
    noted = [(place, one) for place, one in enumerate(NOTED) if one.sheet == sheet]
    # Written on paper in the days before, one after the other.
    first = moment(came) - timedelta(days=5 if sheet != "n" else 1)
    ideas = [
        ImportedIdea(
            text=one.text, side=Side(one.side), touchpoint_id=story.the("touchpoint", one.touchpoint),
            said_at=first + timedelta(hours=3 * nth),
        )
        for nth, (_, one) in enumerate(noted)
    ]  # fmt: skip
    found = story.do(ELENA, import_ideas, group_id=story.the("group", company.GROUP), ideas=ideas)
    for (place, _), idea_id in zip(noted, found, strict=True):
        story.keep("noted", place, idea_id)


def _decide(story: Teller, sheet: str, answer: str) -> None:
    ids = [
        story.the("noted", place)
        for place, one in enumerate(NOTED) if one.sheet == sheet and one.answer == answer
    ]  # fmt: skip
    outcome, reason, until = ANSWERS[answer]
    if ids:
        story.do(company.DIRECTION, decide_many, idea_ids=ids, outcome=outcome, reason=reason,
                 until=date.fromisoformat(until) if until else None)  # fmt: skip


def _weigh(story: Teller) -> None:
    for number, (value, effort, cost) in WEIGHED.items():
        story.do(company.DIRECTION, weigh_idea, idea_id=story.the("idea", number),
                 scores={"value": float(value), "effort": float(effort)}, cost=cost)  # fmt: skip
    for number, promise in TOUCHES.items():
        story.do(company.DIRECTION, touch_promise, idea_id=story.the("idea", number),
                 promise_id=story.the("promise", promise))  # fmt: skip
