"""Retold: somebody's name and words where others were told them or wrote them down, taken out again (law 7).

Not a noun with a table. What one wrote oneself is blanked by `models.privacy`; here is what repeats it: notices of
other people, decisions, answers, comments and public entries that quote it, ideas made of a voice, and recorded texts
under the name of who noted it.
"""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, update
from sqlmodel import Session, col, select

from models import activity
from models.activity import Activity, ActivityText
from models.base import fold
from models.comments import Comment
from models.decisions import Decision
from models.feedback import Feedback, whole_text
from models.ideas import Idea
from models.notices import Notice
from models.options import RoundOption
from models.organisations import Organisation
from models.people import Person
from models.public_answers import PublicAnswer
from models.replies import Reply
from models.reply_all import SentAnswer

# What stands where a part of a text was.
CUT = "…"
# What stands where words were: no language, and not empty, because an empty idea is not allowed. Nobody can type it:
# a space at the end is taken off whatever comes in, so whoever writes only "…" is not said to have been erased.
GONE = CUT + "\u00a0"
# So many signs of a text tell whose it is.
TELLING = 10
_QUOTED = re.compile(r"«[^«»]*»|“[^“”]*”|\"[^\"]*\"")
_SIGNS = " .,;:!?…«»“”\"'"
_BY_NAME = ("signature_asked", "signature_answered")


def forget_name(session: Session, person_id: str, name: str) -> None:
    """Take a name out of what others were told: who asked, who answered, who signed. Before `signed` is blanked."""
    session.flush()
    signed = select(SentAnswer.decision_id).where(SentAnswer.sent_by == person_id)
    for row, facts in _notices(session, col(Notice.about).in_(signed), col(Notice.kind) == "decided"):
        _retell(row, facts, {"signed": ""})
    if name:
        called = col(Notice.facts).contains(json.dumps(name, ensure_ascii=False)[1:-1], autoescape=True)
        for row, facts in _notices(session, col(Notice.kind).in_(_BY_NAME), called):
            _retell(row, facts, {"by": GONE} if facts.get("by") == name else {})
    session.flush()


def forget_words_of(session: Session, person_id: str, *, now: datetime) -> None:
    """Take a person's words out of whatever repeats them. Before the words themselves are blanked."""
    session.flush()
    mine = dict(session.exec(select(Idea.id, Idea.text).where(Idea.author_id == person_id)).all())
    asked = select(Feedback.id, Feedback.words, Feedback.rest, Feedback.idea_id).where(Feedback.person_id == person_id)
    voices = session.exec(asked).all()
    texts = [*mine.values(), *(whole_text(words, rest) for _, words, rest, _ in voices)]
    said = {_plain(text) for text in texts} - {""}
    linked = {idea_id for *_, idea_id in voices if idea_id is not None}
    # An idea made of a voice without a name of its own, in the voice's very words or some of them.
    made = {}
    for idea in session.exec(select(Idea).where(col(Idea.id).in_(linked), col(Idea.author_id).is_(None))).all():
        if _repeats(idea.text, said):
            made[idea.id] = idea.text
            idea.text, idea.folded = GONE, fold(GONE)
            session.add(idea)
    options = update(RoundOption).where(col(RoundOption.idea_id).in_(made))
    session.connection().execute(options.values(text=GONE))
    _out_of_notices(session, person_id, mine | made)
    _out_of_what_was_answered(session, [*texts, *made.values()], said, linked | set(mine))
    quoting = _out_of_the_public_page(session, said, linked | set(mine), now)
    recorded = {"idea": linked | set(mine), "feedback": {key for key, *_ in voices}, "public_answer": quoting}
    for noun, ids in recorded.items():
        told = select(Activity.seq).where(Activity.noun == noun, col(Activity.object_id).in_(ids))
        session.connection().execute(delete(ActivityText).where(col(ActivityText.seq).in_(told)))


def forget_organisations_of(session: Session, person_id: str) -> None:
    """A bar for which nobody else has spoken is this person's own: its name goes with their words, before these do."""
    session.flush()
    voices = select(Feedback.organisation_id).where(Feedback.person_id == person_id)
    mine = {one for one in session.exec(voices.distinct()).all() if one}
    person = session.get_one(Person, person_id)
    mine |= {person.organisation_id} if person.organisation_id else set()
    other = or_(col(Feedback.person_id) != person_id, col(Feedback.person_id).is_(None))
    heard = select(Feedback.organisation_id).where(col(Feedback.organisation_id).in_(mine), other).distinct()
    placed = select(Person.organisation_id).where(col(Person.organisation_id).in_(mine), Person.id != person_id)
    alone = mine - set(session.exec(heard).all()) - set(session.exec(placed).all())
    if not alone:
        return
    run = session.connection().execute
    run(update(Feedback).where(col(Feedback.organisation_id).in_(alone)).values(organisation_id=None))
    run(update(Person).where(col(Person.organisation_id).in_(alone)).values(organisation_id=None))
    told = select(Activity.seq).where(Activity.noun == "organisation", col(Activity.object_id).in_(alone))
    run(delete(ActivityText).where(col(ActivityText.seq).in_(told)))
    run(delete(Organisation).where(col(Organisation.id).in_(alone)))
    session.expire_all()


def _out_of_what_was_answered(session: Session, texts: Iterable[str], said: set[str], ideas: set[str]) -> None:
    """Why it was decided so, the answer to everybody and comments stay what they are, without the quotation."""
    merged = select(Idea.merged_into_id).where(col(Idea.id).in_(ideas), col(Idea.merged_into_id).is_not(None))
    about = ideas | {one for one in session.exec(merged).all() if one}
    told = sorted({text.strip(_SIGNS) for text in texts if len(text.strip(_SIGNS)) >= TELLING}, key=len, reverse=True)

    def without(words: str) -> str:
        left = _QUOTED.sub(
            lambda part: part[0][0] + CUT + part[0][-1] if _repeats(part[0][1:-1], said) else part[0], words
        )
        for one in told:
            left = re.sub(re.escape(one), CUT, left, flags=re.IGNORECASE)
        return GONE if left == CUT != words else left

    decided = session.exec(select(Decision).where(col(Decision.idea_id).in_(about))).all()
    ids = {row.id for row in decided}
    for row in decided:
        row.reason = without(row.reason)
    for sent in session.exec(select(SentAnswer).where(col(SentAnswer.decision_id).in_(ids))).all():
        sent.words = without(sent.words)
    for comment in session.exec(select(Comment).where(col(Comment.idea_id).in_(about))).all():
        comment.text = without(comment.text)
    for notice, facts in _notices(session, col(Notice.about).in_(ids)):
        _retell(notice, facts, {key: without(value) for key, value in facts.items() if isinstance(value, str)})
    recorded = (
        select(ActivityText)
        .join(Activity, col(Activity.seq) == col(ActivityText.seq))
        .where(Activity.noun == "decision", col(Activity.object_id).in_(ids))
    )
    for text in session.exec(recorded).all():
        if any(isinstance(value, str) and without(value) != value for value in json.loads(text.texts).values()):
            session.delete(text)
    session.flush()


def _out_of_notices(session: Session, person_id: str, mine: Mapping[str, str]) -> None:
    about = select(Decision.id).where(col(Decision.idea_id).in_(mine))
    texts = set(mine.values())
    for told in (col(Notice.about).in_(about), col(Notice.kind) == "decision_undone"):
        for row, facts in _notices(session, told):
            _retell(row, facts, {"idea": GONE} if facts.get("idea") in texts else {})
    # A reply that was changed later was told each time: whatever nobody else says now was this person's.
    replied = select(Reply.decision_id).where(Reply.person_id == person_id)
    others = {(key, words) for key, words in session.exec(
        select(Reply.decision_id, Reply.words).where(
            col(Reply.decision_id).in_(replied), col(Reply.person_id) != person_id)
    ).all()}  # fmt: skip
    for row, facts in _notices(session, col(Notice.about).in_(replied), col(Notice.kind) == "answered"):
        _retell(row, facts, {} if (row.about, facts.get("words")) in others else {"words": GONE})
    session.flush()


def _out_of_the_public_page(session: Session, said: set[str], ideas: set[str], now: datetime) -> set[str]:
    """Entries that quote the person lose the quotation, and leave the page until somebody words them anew."""
    found = session.exec(select(PublicAnswer).where(col(PublicAnswer.idea_id).in_(ideas))).all()
    quoting = [row for row in found if any(_repeats(words, said) for words in (row.said, row.said_en))]
    for row in quoting:
        if row.published_at is not None:
            activity.record(session, None, "unpublish", "public_answer", row.id, now=now)
        row.said, row.said_en = row.said and GONE, row.said_en and GONE
        row.published_at = None
        session.add(row)
    session.flush()
    return {row.id for row in quoting}


def _plain(words: str) -> str:
    return fold(words).strip(_SIGNS)


def _repeats(words: str, said: set[str]) -> bool:
    """Whether some words are what somebody said, a part of it, or hold it: a part too short to tell is nobody's."""
    own = _plain(words)
    return own in said or any(
        len(min(own, one, key=len)) >= TELLING and (own in one or one in own) for one in said
    )  # fmt: skip


def _notices(session: Session, *where: Any) -> Iterable[tuple[Notice, dict[str, Any]]]:
    for row in session.exec(select(Notice).where(*where)).all():
        yield row, json.loads(row.facts)


def _retell(row: Notice, facts: Mapping[str, Any], other: Mapping[str, str]) -> None:
    changed = {key: value for key, value in other.items() if facts.get(key)}
    if changed:
        row.facts = json.dumps({**facts, **changed}, ensure_ascii=False, sort_keys=True)
