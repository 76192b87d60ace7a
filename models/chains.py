"""Chains: what hangs together, for many ideas at once: who said it, how it was voted, decided, promised, measured.

Not a noun with a table: the one loader behind the thread, the answers and the decision desk, so that all three say the
same. A bounded number of questions to the database, whatever the number of ideas. Callers ask for permission and choose
what their reader may see; nothing of a chain is handed to a page as it is.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from models.decisions import Decision, standing_of
from models.idea_figures import IdeaFigures
from models.ideas import Idea
from models.parts import Part, grouped, parts_in
from models.promise_terms import PromiseVersion, Terms, terms_of
from models.promises import Promise, State
from models.verdicts import VerdictView, newest_verdicts
from models.votes import Vote, votes_on

# In use first, then agreed, asked, contested, draft; what is over comes last.
_ORDER = [State.IN_USE, State.AGREED, State.ASKED, State.CONTESTED, State.DRAFT, State.EXPIRED, State.WITHDRAWN]


@dataclass(frozen=True)
class PromiseLink:
    """A promise on a chain, with its newest verdict."""

    promise_id: str
    process_id: str
    state: State
    keeper: str
    terms: Terms
    created_at: datetime
    in_use_since: datetime | None
    verdict: VerdictView | None


@dataclass(frozen=True)
class Chain:
    """Everything that hangs on one canonical idea. `merged`: the ideas that became part of it.

    promises: what grew out of it or its decision; touches: what staff said it touches; figures: staff's alone;
    too_few: it was voted on, and each time by too few to show it.
    """

    idea: Idea
    merged: tuple[Idea, ...]
    part: Part
    vote: Vote | None
    decision: Decision | None
    promises: tuple[PromiseLink, ...]
    touches: PromiseLink | None
    figures: IdeaFigures | None
    too_few: bool


def chains_of(session: Session, idea_ids: Iterable[str], *, now: datetime) -> dict[str, Chain]:
    """The chain of each canonical idea."""
    return chains_and_links(session, idea_ids, now=now)[0]


def chains_and_links(
    session: Session, idea_ids: Iterable[str], *, now: datetime, also: Iterable[str] = ()
) -> tuple[dict[str, Chain], dict[str, PromiseLink]]:
    """The chain of each canonical idea, and every promise on them by its id; `also`: promises asked for with them."""
    wanted = set(idea_ids)
    if not wanted:
        return {}, {}
    # With the ideas what stands beside them, in one question.
    asked = (
        select(Idea, IdeaFigures)
        .join(IdeaFigures, col(IdeaFigures.idea_id) == col(Idea.id), isouter=True)
        .where(col(Idea.id).in_(wanted) | col(Idea.merged_into_id).in_(wanted))
    )
    together = session.exec(asked).all()
    kin = grouped([idea for idea, _ in together], wanted)
    if not kin:
        return {}, {}
    figures = {idea.id: row for idea, row in together if row is not None}
    parts = parts_in(session, kin, kin)
    decisions = standing_of(session, list(kin))
    votes = votes_on(session, list(kin))
    home = {row.id: key for key, rows in kin.items() for row in rows}
    said = {key: row.promise_id for key, row in figures.items() if row.promise_id}
    named = {row.promise_id for row in decisions.values() if row.promise_id} | set(said.values()) | set(also)
    links = promise_links(session, col(Promise.idea_id).in_(home) | col(Promise.id).in_(named), now=now)
    # What grew out of the idea itself stands before what its decision touches.
    mine: dict[str, list[PromiseLink]] = {key: [] for key in kin}
    beside: dict[str, list[PromiseLink]] = {key: [] for key in kin}
    for idea_id, link in links:
        own = home.get(idea_id or "")
        if own is not None:
            mine[own].append(link)
        for key in kin:
            if key != own and key in decisions and decisions[key].promise_id == link.promise_id:
                beside[key].append(link)
    by_id = {link.promise_id: link for _, link in links}
    chains = {
        key: Chain(
            rows[0], tuple(rows[1:]), parts[key], votes.get(key), decisions.get(key), (*mine[key], *beside[key]),
            by_id.get(said.get(key, "")), figures.get(key), key in votes and votes[key] is None,
        )
        for key, rows in kin.items()
    }  # fmt: skip
    return chains, by_id


def promise_links(session: Session, where: object, *, now: datetime) -> list[tuple[str | None, PromiseLink]]:
    """The promises that fit a condition, each with the idea it came from. Two questions to the database."""
    asked = (
        select(Promise, PromiseVersion)
        .join(
            PromiseVersion,
            (col(PromiseVersion.promise_id) == col(Promise.id)) & (col(PromiseVersion.number) == col(Promise.version)),
        )
        .where(where)  # type: ignore[arg-type]
    )
    rows = session.exec(asked).all()
    verdicts = newest_verdicts(session, [promise.id for promise, _ in rows], now) if rows else {}
    links = [
        (
            promise.idea_id,
            PromiseLink(
                promise.id, promise.process_id, State(promise.state), promise.keeper, terms_of(version),
                promise.created_at, promise.in_use_since, verdicts.get(promise.id),
            ),
        )
        for promise, version in rows
    ]  # fmt: skip
    return sorted(links, key=lambda pair: (_ORDER.index(pair[1].state), pair[1].created_at))
