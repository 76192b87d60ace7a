"""Handing over what one answers for: processes, promises and open actions, to somebody else who works here.

Invariants: nothing is left without somebody who answers for it, so whoever owns something hands it over before they are
erased; who must sign a promise is told; nothing else of the promise or the process changes.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from models import activity, people
from models.access import Kind, May, Viewer
from models.actions import OPEN, Action
from models.errors import Refusal
from models.processes import Process
from models.promise_terms import PromiseVersion
from models.promises import Promise, State


@dataclass(frozen=True)
class Owned:
    """What a person answers for: names of processes, sentences of promises not over, titles of open actions."""

    processes: list[str]
    promises: list[str]
    actions: list[str]

    def __bool__(self) -> bool:
        """Whether there is anything."""
        return bool(self.processes or self.promises or self.actions)


def owned_by(session: Session, viewer: Viewer, *, person_id: str | None = None) -> Owned:
    """What one answers for, or, for whoever may close accounts, what somebody else does. Three statements."""
    wanted = person_id or viewer.person_id or ""
    viewer.must(May.ACCOUNT_OWN if wanted == viewer.person_id else May.PEOPLE_DISABLE)
    return owned_things(session, wanted)


def hand_over(
    session: Session, viewer: Viewer, *, now: datetime, to_person_id: str, person_id: str | None = None
) -> dict[str, int]:
    """Give every process, promise and open action to another one; one's own, or an administrator somebody's.

    Returns how many of each.

    Raises:
        Refusal: `not_staff` (they must work here), `nothing_changed` (to oneself, or nothing to give).
    """
    wanted = person_id or viewer.person_id or ""
    viewer.must(May.ACCOUNT_OWN if wanted == viewer.person_id else May.PEOPLE_DISABLE)
    heir = people.person_for(session, to_person_id)
    if heir.kind != Kind.STAFF or heir.disabled_at is not None or heir.erased_at is not None:
        raise Refusal("not_staff", field="to_person_id")
    processes = session.exec(select(Process).where(Process.owner_id == wanted)).all()
    promises = session.exec(select(Promise).where(Promise.owner_id == wanted)).all()
    open_ones = select(Action).where(Action.owner_id == wanted, col(Action.state).in_(OPEN))
    actions = session.exec(open_ones).all()
    if heir.id == wanted or not (processes or promises or actions):
        raise Refusal("nothing_changed")
    given: list[tuple[Process | Promise | Action, str]] = [(one, "process") for one in processes]
    given += [(one, "action") for one in actions]
    for row, noun in [*given, *((one, "promise") for one in promises)]:
        row.owner_id = heir.id
        session.add(row)
        activity.record(session, viewer, "hand_over", noun, row.id, now=now, before=wanted, after=heir.id)
    return {"processes": len(processes), "promises": len(promises), "actions": len(actions)}


def owned_things(session: Session, person_id: str) -> Owned:
    """The same, for the commands of other nouns."""
    named = select(Process.name).where(Process.owner_id == person_id).order_by(col(Process.folded))
    said = (
        select(PromiseVersion.sentence)
        .join(
            Promise,
            (col(PromiseVersion.promise_id) == col(Promise.id)) & (col(PromiseVersion.number) == col(Promise.version)),
        )
        .where(Promise.owner_id == person_id, col(Promise.state).not_in([State.WITHDRAWN, State.EXPIRED]))
        .order_by(col(Promise.created_at), col(Promise.id))
    )
    titled = select(Action.title).where(Action.owner_id == person_id, col(Action.state).in_(OPEN))
    titles = session.exec(titled.order_by(col(Action.created_at), col(Action.id))).all()
    return Owned(list(session.exec(named).all()), list(session.exec(said).all()), list(titles))
