"""Who had a part in an idea: wrote it, supports it, or said it first as feedback; ideas merged into it count along.

Not a noun with a table: one place where "how many people say this" and "who is told" are worked out alike. Callers ask
for permission; a count is shown to everybody, the ids only go into notices.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from models.feedback import Feedback
from models.groups import Membership
from models.ideas import Idea
from models.options import RoundOption
from models.supports import Support


@dataclass(frozen=True)
class Part:
    """Who stands behind one idea: people by id, voices that nobody's name belongs to, people by side.

    Several voices for one organisation are one of those (A31), and none where somebody by name spoke for it.
    """

    people: frozenset[str]
    unnamed: int
    sides: dict[str, int]

    @property
    def count(self) -> int:
        """How many people say it."""
        return len(self.people) + self.unnamed


@dataclass(frozen=True)
class Missed:
    """Who stands behind an idea and is told nothing: the reader themselves, and so many whom no answer reaches."""

    yours: bool
    others: int


def missed_by(session: Session, viewer_id: str | None, idea: Idea, told: Collection[str], followers: int) -> Missed:
    """Those behind an idea whom an answer misses. told: the people it reaches; followers: those it reaches by code."""
    part = parts_in(session, [idea.id]).get(idea.id) or Part(frozenset(), 0, {})
    gone = part.people.difference(told)
    yours = viewer_id in gone
    return Missed(yours, max(0, len(gone) - yours + part.unnamed - followers))


def canonical_ids(session: Session, idea_ids: Iterable[str]) -> dict[str, str]:
    """The idea that each of these now stands for: itself, or the one it was merged into."""
    wanted = set(idea_ids)
    asked = select(Idea.id, Idea.merged_into_id).where(col(Idea.id).in_(wanted))
    return {one: into or one for one, into in session.exec(asked).all()} if wanted else {}


def families(session: Session, idea_ids: Iterable[str]) -> dict[str, list[Idea]]:
    """Each canonical idea with those merged into it, itself first."""
    wanted = set(idea_ids)
    if not wanted:
        return {}
    asked = select(Idea).where(col(Idea.id).in_(wanted) | col(Idea.merged_into_id).in_(wanted))
    return grouped(session.exec(asked).all(), wanted)


def grouped(rows: Iterable[Idea], wanted: set[str]) -> dict[str, list[Idea]]:
    """Ideas by the canonical one they belong to, itself first, the others by age."""
    found: dict[str, list[Idea]] = {}
    for row in rows:
        found.setdefault(row.id if row.id in wanted else row.merged_into_id or row.id, []).append(row)
    for key, kin in found.items():
        kin.sort(key=lambda row: (row.id != key, row.created_at))
    return found


def readers_of(session: Session, idea: Idea) -> dict[str, str]:
    """Whom a decision about an idea is told, by person id, with the words it is told about.

    In the group: the idea's words. Outside it only whoever left a feedback that became this idea: their own words.
    Whoever wrote or supported it and left the group since is not told.
    """
    part = parts_in(session, [idea.id]).get(idea.id)
    if part is None:
        return {}
    family = select(Idea.id).where((Idea.id == idea.id) | (Idea.merged_into_id == idea.id))
    left = select(Feedback.person_id, Feedback.words).where(
        col(Feedback.idea_id).in_(family), col(Feedback.person_id).is_not(None)
    )
    words = {str(person_id): said for person_id, said in session.exec(left).all()}
    seated = select(Membership.person_id).where(
        Membership.group_id == idea.group_id, col(Membership.left_at).is_(None),
        col(Membership.person_id).in_(part.people),
    )  # fmt: skip
    return words | dict.fromkeys(session.exec(seated).all(), idea.text)


def somebody_behind() -> Any:
    """The condition that an idea has anybody to tell: what came in on a sheet without a name has not, unless somebody
    joined it or voted on it since."""
    part = aliased(Idea)
    return (
        col(Idea.author_id).is_not(None)
        | select(Support.idea_id).where(Support.idea_id == Idea.id).exists()
        | select(Feedback.idea_id).where(Feedback.idea_id == Idea.id).exists()
        | select(RoundOption.idea_id).where(RoundOption.idea_id == Idea.id).exists()
        | select(part.merged_into_id).where(part.merged_into_id == Idea.id).exists()
    )


def parts_in(session: Session, idea_ids: Iterable[str], kin: dict[str, list[Idea]] | None = None) -> dict[str, Part]:
    """Who stands behind each canonical idea. At most three questions to the database, whatever the number of ideas.

    kin: the `families`, when the caller has them already.
    """
    kin = families(session, idea_ids) if kin is None else kin
    home = {row.id: key for key, rows in kin.items() for row in rows}
    if not home:
        return {}
    people: dict[str, dict[str, str | None]] = {key: {} for key in kin}
    unnamed, sides = dict.fromkeys(kin, 0), {key: dict[str, int]() for key in kin}
    aloud: dict[str, list[str]] = {key: [] for key in kin}
    for key, rows in kin.items():
        for row in rows:
            if row.author_id:
                people[key].setdefault(row.author_id, row.side)
    supports = (
        select(Support.idea_id, Support.person_id, Membership.side)
        .join(Idea, col(Idea.id) == col(Support.idea_id))
        .join(
            Membership,
            (col(Membership.group_id) == col(Idea.group_id)) & (col(Membership.person_id) == col(Support.person_id)),
            isouter=True,
        )
        .where(col(Support.idea_id).in_(home))
    )
    for idea_id, person_id, side in session.exec(supports).all():
        people[home[idea_id]].setdefault(person_id, side)
    voices = select(Feedback.idea_id, Feedback.person_id, Feedback.organisation_id).where(
        col(Feedback.idea_id).in_(home)
    ).order_by(col(Feedback.person_id).is_(None))  # fmt: skip
    said = session.exec(voices).all()
    from_voices = {linked for linked, _, _ in said}
    for key, rows in kin.items():
        for row in rows:
            # Said aloud, or on a sheet, by somebody of a side whom nobody names; an idea made of voices is theirs.
            if not row.author_id and (row.noted_by or (row.side and row.id not in from_voices)):
                unnamed[key] += 1
                aloud[key].append(row.side or "")
    spoken: set[tuple[str, str]] = set()
    for linked, author, organisation in said:
        if linked is None:
            continue
        if author:
            people[home[linked]].setdefault(author, "receives")
        elif not organisation or (home[linked], organisation) not in spoken:
            unnamed[home[linked]] += 1
        if organisation:
            spoken.add((home[linked], organisation))
    for key in kin:
        for side in [*people[key].values(), *aloud[key], *["receives"] * (unnamed[key] - len(aloud[key]))]:
            if side:
                sides[key][side] = sides[key].get(side, 0) + 1
    return {key: Part(frozenset(people[key]), unnamed[key], sides[key]) for key in kin}
