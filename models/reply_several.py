"""Reply to all about several decisions: everything that waits to be told, looked at once and sent with one press.

Invariants:
- Each decision is told with the words and the name it was decided with; whoever wants other words sends that one alone.
- Either every one of them is sent or none: a decision that was changed or told meanwhile stops the press.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from models.access import Viewer
from models.decisions import Decision, Outcome
from models.errors import NotFound
from models.ideas import Idea
from models.mail_choices import written_to
from models.people import Person
from models.reply_all import UNSENT_SHOWN, send_reply, unsent_answers
from models.reply_readers import Reader, Readers, readers_of_decisions


@dataclass(frozen=True)
class OneOfSeveral:
    """One decision as it will be told. reader, about: the strongest kind of its readers, and the words they know."""

    decision_id: str
    outcome: Outcome
    words: str
    until: date | None
    signed: str
    people: int
    reader: Reader
    about: str


@dataclass(frozen=True)
class SeveralPreview:
    """What waits. people, by_mail: how many in all, each counted once; total: how many decisions wait, shown or not."""

    items: tuple[OneOfSeveral, ...]
    people: int
    by_mail: int
    total: int


def several_preview(session: Session, viewer: Viewer, *, group_id: str | None = None) -> SeveralPreview:
    """What each of the decisions that wait tells, and whom; nothing for whoever decides nowhere. Twelve statements."""
    waiting = unsent_answers(session, viewer, group_id=group_id)
    told = _told(session, [one.decision_id for one in waiting.items])
    readers = readers_of_decisions(session, viewer.person_id, told)
    signed = dict(session.exec(
        select(Person.id, Person.name).where(col(Person.id).in_({row.decided_by for row, _ in told}))
    ).all())  # fmt: skip
    items = []
    for row, idea in told:
        kind, about = _strongest(readers[row.id], idea)
        items.append(OneOfSeveral(
            row.id, Outcome(row.outcome), row.reason, row.until, signed.get(row.decided_by or "", ""),
            len(readers[row.id][0]) + readers[row.id][1], kind, about,
        ))  # fmt: skip
    people = {one for found, _ in readers.values() for one in found}
    everybody = len(people) + sum(followers for _, followers in readers.values())
    return SeveralPreview(tuple(items), everybody, len(written_to(session, people)), waiting.total)


def send_replies(session: Session, viewer: Viewer, *, now: datetime, decision_ids: Sequence[str]) -> dict[str, int]:
    """Tell everybody of each of them, once. Returns how many decisions, and how many people, each counted once.

    Raises:
        NotFound: none is named, or one is not this person's to tell.
        Refusal: those of `models.reply_all.send_reply`; then nothing is sent.
    """
    ids = list(dict.fromkeys(decision_ids))[:UNSENT_SHOWN]
    for decision_id in ids:
        row = session.get(Decision, decision_id)
        decider = session.get(Person, row.decided_by) if row is not None else None
        send_reply(session, viewer, now=now, decision_id=decision_id, words=row.reason if row is not None else "",
                   signed=decider.name if decider is not None else "")  # fmt: skip
    if not ids:
        raise NotFound()
    readers = readers_of_decisions(session, viewer.person_id, _told(session, ids))
    people = {one for found, _ in readers.values() for one in found}
    return {"decisions": len(ids), "people": len(people) + sum(followers for _, followers in readers.values())}


def _told(session: Session, decision_ids: Sequence[str]) -> list[tuple[Decision, Idea]]:
    """The decisions with their ideas, in the order in which they are named."""
    asked = (
        select(Decision, Idea).join(Idea, col(Idea.id) == col(Decision.idea_id))
        .where(col(Decision.id).in_(decision_ids))
    )  # fmt: skip
    return sorted(session.exec(asked).all(), key=lambda pair: decision_ids.index(pair[0].id))


def _strongest(readers: Readers, idea: Idea) -> tuple[Reader, str]:
    """The first kind of reader in the order of `Reader`, with the words they are told about."""
    for kind in Reader:
        for found, about in readers[0].values():
            if found is kind:
                return kind, about
    return Reader.FOLLOWS, idea.text
