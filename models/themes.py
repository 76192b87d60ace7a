"""Themes: several voices that say the same, made one idea in one go. Not a noun with a table.

Invariants: an idea of several voices keeps the link of each and counts whoever spoke once, a person or an organisation
(A31); a voice is part of one idea; all or nothing. Likenesses are looked for among the newest 2,000 voices of 90 days
that are part of no idea, and proposed: a person chooses.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import distinct, func, not_, or_, select
from sqlmodel import Session, col

from analysis.terms import alike, words_of
from models.access import May, Viewer
from models.base import fold
from models.errors import Refusal
from models.feedback import Feedback, feedback_row
from models.feedback_ideas import link_feedback, turn_feedback
from models.touchpoints import Touchpoint

WITHIN = timedelta(days=90)
LOOKED_AT = 2_000
SHOWN = 12
MOST_AT_ONCE = 50
# One of those that become an idea may be the voice one comes from.
MOST_SHOWN = MOST_AT_ONCE - 1
# Below this two voices share a word by chance; tried on the voices of the example company.
ALIKE = 0.2


@dataclass(frozen=True)
class ThemeVoice:
    """A voice that may belong to a theme."""

    id: str
    words: str
    face: int | None
    at: datetime
    touchpoint: str


@dataclass(frozen=True)
class Theme:
    """Voices that say alike; total: how many there are, those not shown included."""

    voices: list[ThemeVoice]
    total: int


def voices_with_word(
    session: Session, viewer: Viewer, *, now: datetime, word: str, period_days: int = 90, unhappy: bool = True,
    touchpoint_ids: Sequence[str] | None = None, most: int = SHOWN,
) -> Theme:  # fmt: skip
    """Voices that say a word, in any of its forms, and are part of no idea yet. Two statements."""
    viewer.must(May.FEEDBACK_SEE)
    stem = next(iter(words_of(word)), fold(word))
    found = _loose(now - timedelta(days=period_days), now).where(
        col(Feedback.folded).contains(stem, autoescape=True),
        col(Feedback.face) <= 2 if unhappy else col(Feedback.face) >= 4,
    )
    if touchpoint_ids is not None:
        found = found.where(col(Feedback.touchpoint_id).in_(list(touchpoint_ids)))
    total = session.execute(select(func.count()).select_from(found.subquery())).scalar_one()
    rows = session.execute(
        found.order_by(col(Feedback.created_at).desc(), col(Feedback.id)).limit(min(most, MOST_SHOWN))
    ).all()
    return Theme([_voice(row, name) for row, name in rows], total)


def alike_voices(
    session: Session, viewer: Viewer, *, now: datetime, feedback_id: str, most: int = SHOWN
) -> Theme:  # fmt: skip
    """Voices that say what this one says and do not feel the contrary, the most alike first, and are part of no idea
    yet. Three statements.
    """
    viewer.must(May.FEEDBACK_SEE)
    row = feedback_row(session, feedback_id)
    newest = (
        select(col(Feedback.id), col(Feedback.words))
        .where(col(Feedback.created_at) >= now - WITHIN, col(Feedback.idea_id).is_(None), col(Feedback.words) != "",
               col(Feedback.closed_at).is_(None), col(Feedback.id) != row.id)
        .order_by(col(Feedback.created_at).desc(), col(Feedback.id))
        .limit(LOOKED_AT)
    )  # fmt: skip
    # A thank-you does not say what a complaint says, however many words they share.
    if row.face is not None and row.face != 3:
        opposite = col(Feedback.face) >= 4 if row.face < 3 else col(Feedback.face) <= 2
        newest = newest.where(or_(col(Feedback.face).is_(None), not_(opposite)))
    others = session.execute(newest).all()
    likeness = alike(row.words, [words for _, words in others])
    ranked = sorted(zip(likeness, (one for one, _ in others), strict=True), key=lambda found: (-found[0], found[1]))
    close = [one for how, one in ranked if how >= ALIKE]
    shown = close[: min(most, MOST_SHOWN)]
    asked: Any = (
        select(Feedback, col(Touchpoint.name))
        .join(Touchpoint, col(Touchpoint.id) == col(Feedback.touchpoint_id))
        .where(col(Feedback.id).in_(shown))
    )
    views = {found.id: _voice(found, name) for found, name in session.execute(asked).all()} if close else {}
    return Theme([views[one] for one in shown if one in views], len(close))


def turn_several(
    session: Session, viewer: Viewer, *, now: datetime, feedback_ids: Sequence[str], group_id: str, words: str
) -> dict[str, Any]:
    """One idea of several voices; the first of them is whose idea it is. Returns {"idea_id", "people"}.

    Raises:
        Refusal: `empty` (field `feedback_ids`), `too_large` (`limit`), `already_an_idea` when one of them has become
            part of an idea meanwhile, or the idea's own.
    """
    viewer.must(May.FEEDBACK_SEE)
    viewer.must(May.FEEDBACK_TURN, group_id=group_id)
    ids = list(dict.fromkeys(feedback_ids))
    _must_be_some(ids)
    idea_id = turn_feedback(session, viewer, now=now, feedback_id=ids[0], group_id=group_id, words=words)
    for one in ids[1:]:
        link_feedback(session, viewer, now=now, feedback_id=one, idea_id=idea_id)
    session.flush()
    return {"idea_id": idea_id, "people": people_behind(session, idea_id)}


def link_several(
    session: Session, viewer: Viewer, *, now: datetime, feedback_ids: Sequence[str], idea_id: str
) -> dict[str, Any]:
    """Several voices join an idea that is there already. Returns {"idea_id", "people"}.

    Raises:
        Refusal: as `turn_several`, and `not_found`.
    """
    viewer.must(May.FEEDBACK_SEE)
    ids = list(dict.fromkeys(feedback_ids))
    _must_be_some(ids)
    for one in ids:
        link_feedback(session, viewer, now=now, feedback_id=one, idea_id=idea_id)
    session.flush()
    return {"idea_id": idea_id, "people": people_behind(session, idea_id)}


def people_behind(session: Session, idea_id: str) -> int:
    """How many spoke for an idea through their voices: an organisation once, a known person once, others one each.

    For whoever may see the idea; asked by the commands above, which do.
    """
    who = func.coalesce(col(Feedback.organisation_id), col(Feedback.person_id), col(Feedback.id))
    return int(session.execute(select(func.count(distinct(who))).where(col(Feedback.idea_id) == idea_id)).scalar_one())


def _must_be_some(ids: list[str]) -> None:
    if not ids:
        raise Refusal("empty", field="feedback_ids")
    if len(ids) > MOST_AT_ONCE:
        raise Refusal("too_large", field="feedback_ids", limit=MOST_AT_ONCE)


def _loose(since: datetime, until: datetime) -> Any:
    return (
        select(Feedback, col(Touchpoint.name))
        .join(Touchpoint, col(Touchpoint.id) == col(Feedback.touchpoint_id))
        .where(col(Feedback.created_at) >= since, col(Feedback.created_at) < until, col(Feedback.idea_id).is_(None),
               col(Feedback.closed_at).is_(None))
    )  # fmt: skip


def _voice(row: Feedback, touchpoint: str) -> ThemeVoice:
    return ThemeVoice(row.id, row.words, row.face, row.created_at, touchpoint)
