"""The ideas of a round as every phone in the room shows them: one's own, and the first of the others'.

Invariants: those of `models.idea_views`, asked in two statements that are written once, because a whole room asks; what
is not shown to everybody is not on a phone either, also for who conducts.
"""

from typing import Any

from sqlalchemy import Select, bindparam, case, func
from sqlalchemy import select as select_columns
from sqlmodel import Session

from models.access import May, Viewer
from models.comments import Comment
from models.idea_views import ROUND_MOST, view_of
from models.ideas import Idea, IdeaState, IdeaView
from models.people import Person
from models.rounds import RoundState, RoundView
from models.statements import run, table_of
from models.supports import Support
from models.touchpoints import Touchpoint


def ideas_on_a_phone(
    session: Session, viewer: Viewer, row: RoundView, *, most: int
) -> tuple[list[IdeaView], list[IdeaView]]:
    """One's own ideas, the newest first, without the withdrawn ones; then others', at most so many, those with most
    support first where support is seen. Of a round whose permission was asked.
    """
    asked = {"round_id": row.id, "me": viewer.person_id}
    mine = run(session, _MINE, **asked).all()
    others: Any = []
    if row.others_see or row.state is RoundState.CLOSED:
        seen = viewer.may(May.IDEA_HIDE, group_id=row.group_id) or row.settings.counts_shown
        ordered = _BY_SUPPORT if seen or row.state is RoundState.CLOSED else _BY_AGE
        others = run(session, ordered, most=most, **asked).all()
    return [_seen(viewer, row, one) for one in mine], [_seen(viewer, row, one) for one in others]


def moderated_word(session: Session, row: RoundView) -> str:
    """A word that changes when who conducts lets an idea of this round in, hides it, or merges it. One statement.

    Not with each idea that comes: three hundred phones do not ask for their page again at every one of them. Nor with
    each that is found well where all were shown at once: no page would say anything else.
    """
    *numbers, looked_at = run(session, _MODERATED, round_id=row.id).one()
    if row.settings.moderation == "before":
        numbers.append(looked_at)
    return "-".join(str(number) for number in numbers) if any(numbers) else ""


def _seen(viewer: Viewer, row: RoundView, one: Any) -> IdeaView:
    return view_of(viewer, one, one.touchpoint, one.supports, bool(one.supported), one.comments, row.settings,
                   one.author or "", row.state)  # fmt: skip


_ideas, _points, _people, _supports, _comments = map(table_of, (Idea, Touchpoint, Person, Support, Comment))
_me: Any = bindparam("me")
_behind = (
    select_columns(func.count()).where(_supports.c.idea_id == _ideas.c.id).correlate(_ideas).scalar_subquery()
)
_SHOWN: Select[Any] = (
    select_columns(
        _ideas.c.id, _ideas.c.group_id, _ideas.c.round_id, _ideas.c.text, _ideas.c.touchpoint_id, _ideas.c.side,
        _ideas.c.state, _ideas.c.hidden_reason, _ideas.c.merged_into_id, _ideas.c.created_at, _ideas.c.author_id,
        _ideas.c.looked_at, _points.c.name.label("touchpoint"), _people.c.name.label("author"),
        _behind.label("supports"),
        select_columns(_supports.c.idea_id)
        .where(_supports.c.idea_id == _ideas.c.id, _supports.c.person_id == _me)
        .correlate(_ideas)
        .exists()
        .label("supported"),
        select_columns(func.count())
        .where(_comments.c.idea_id == _ideas.c.id, _comments.c.hidden_at.is_(None))
        .correlate(_ideas)
        .scalar_subquery()
        .label("comments"),
    )
    .outerjoin_from(_ideas, _points, _points.c.id == _ideas.c.touchpoint_id)
    .outerjoin(_people, _people.c.id == _ideas.c.author_id)
    .where(_ideas.c.round_id == bindparam("round_id"))
)  # fmt: skip
_MINE = (
    _SHOWN.where(_ideas.c.author_id == _me, _ideas.c.state != IdeaState.WITHDRAWN)
    .order_by(_ideas.c.created_at.desc(), _ideas.c.id)
    .limit(ROUND_MOST)
)
_MODERATED: Any = select_columns(
    func.count(case((_ideas.c.state == IdeaState.HIDDEN, 1))), func.count(case((_ideas.c.state == IdeaState.LATE, 1))),
    func.count(_ideas.c.merged_into_id), func.count(_ideas.c.looked_at),
).where(_ideas.c.round_id == bindparam("round_id"))  # fmt: skip
_OTHERS = _SHOWN.where(
    _ideas.c.author_id.is_distinct_from(_me), _ideas.c.state == IdeaState.SHOWN, _ideas.c.merged_into_id.is_(None)
)
_BY_AGE = _OTHERS.order_by(_ideas.c.created_at, _ideas.c.id).limit(bindparam("most"))
_BY_SUPPORT = _OTHERS.order_by(_behind.desc(), _ideas.c.created_at, _ideas.c.id).limit(bindparam("most"))
