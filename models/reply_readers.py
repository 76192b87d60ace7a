"""Who reads an answer, and why: whoever said the idea, stands behind it, was spoken for, could vote on it or was there.

Asked for several decisions at once, in at most eight statements whatever their number. It hands over people and asks
nobody for permission: `models.reply_all` and `models.reply_several` do, before.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from sqlmodel import Session, col, select

from models.attendance import Attendance
from models.decisions import Decision
from models.eligibility import Eligible
from models.feedback import Feedback
from models.groups import Membership
from models.ideas import Idea
from models.options import RoundOption
from models.people import Person
from models.rounds import Round, RoundState
from models.supports import Support


class Reader(StrEnum):
    """Why somebody is told, the strongest reason first. A follower has a code and no name: theirs is a page."""

    SAID = "said"
    SUPPORTS = "supports"
    SPOKEN_FOR = "spoken_for"
    VOTED = "voted"
    PRESENT = "present"
    FOLLOWS = "follows"


# Each person with why they are told and about which words, and how many follow by code.
Readers = tuple[dict[str, tuple[Reader, str]], int]
_WEAKER = (Reader.VOTED, Reader.PRESENT)


def readers_of_decisions(
    session: Session, viewer_id: str | None, told: Sequence[tuple[Decision, Idea]]
) -> dict[str, Readers]:
    """By decision. viewer_id: who sends it, and does not write to themselves."""
    ids = {idea.id for _, idea in told}
    member = col(Idea.id).in_(ids) | col(Idea.merged_into_id).in_(ids)
    family = select(Idea.id).where(member)
    rows = session.exec(select(Idea.id, Idea.merged_into_id, Idea.author_id, Idea.round_id).where(member)).all()
    # An idea decided on its own and merged later belongs to itself and to what it was merged into.
    homes = {idea_id: {one for one in (idea_id, into or idea_id) if one in ids} for idea_id, into, _, _ in rows}
    supports = session.exec(select(Support.idea_id, Support.person_id).where(col(Support.idea_id).in_(family))).all()
    voted_in, come_to = _rounds_and_halls(session, family, [(idea, place) for idea, _, _, place in rows if place])
    reasons = (
        (Reader.SAID, _spread(homes, [(idea_id, author) for idea_id, _, author, _ in rows if author])),
        (Reader.SUPPORTS, _spread(homes, supports)),
        (Reader.VOTED, _spread(homes, voted_in)),
        (Reader.PRESENT, _spread(homes, come_to)),
    )
    seated = _seated(session, {idea.group_id for _, idea in told})
    voices = session.exec(
        select(Feedback, col(Person.erased_at)).join(Person, col(Person.id) == col(Feedback.person_id), isouter=True)
        .where(col(Feedback.idea_id).in_(family)).order_by(col(Feedback.created_at))
    ).all()  # fmt: skip
    found: dict[str, Readers] = {}
    for row, idea in told:
        readers: dict[str, tuple[Reader, str]] = {}
        for reader, people in reasons:
            for person_id in people[idea.id]:
                if person_id in seated[idea.group_id]:
                    readers.setdefault(person_id, (reader, idea.text))
        followers = 0
        for voice, erased in voices:
            person = voice.person_id
            if idea.id not in homes.get(voice.idea_id or "", ()):
                continue
            if person is None:
                followers += voice.code_hash is not None
            elif erased is None and readers.get(person, (Reader.VOTED, ""))[0] in _WEAKER:
                # Their own words tell them more than somebody else's in the group.
                inside = person in seated[idea.group_id]
                readers[person] = (Reader.SPOKEN_FOR, voice.words or idea.text if inside else voice.words)
        readers.pop(viewer_id or "", None)
        found[row.id] = (readers, followers)
    return found


def _rounds_and_halls(
    session: Session, family: Any, begun_in: Sequence[tuple[str, str]]
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Pairs of idea and person: who could vote on it, and who was in the room of its vote or where it was written."""
    chosen = (
        select(RoundOption.idea_id, RoundOption.round_id).join(Round, col(Round.id) == col(RoundOption.round_id))
        .where(col(RoundOption.idea_id).in_(family), Round.state == RoundState.CLOSED)
    )  # fmt: skip
    options = [(str(idea_id), round_id) for idea_id, round_id in session.exec(chosen).all()]
    rounds = {round_id for _, round_id in options}
    voters = _by_first(session.exec(
        select(Eligible.round_id, Eligible.person_id).where(col(Eligible.round_id).in_(rounds))
    ).all())  # fmt: skip
    places = {*rounds, *(round_id for _, round_id in begun_in)}
    halls = dict(session.exec(select(Round.id, Round.workshop_id).where(col(Round.id).in_(places))).all())
    present = _by_first(session.exec(
        select(Attendance.workshop_id, Attendance.person_id).where(col(Attendance.workshop_id).in_(set(halls.values())))
    ).all())  # fmt: skip
    voted_in = [(idea_id, person) for idea_id, round_id in options for person in voters[round_id]]
    of_ideas = {(idea_id, halls[round_id]) for idea_id, round_id in (*options, *begun_in) if round_id in halls}
    return voted_in, [(idea_id, person) for idea_id, hall in sorted(of_ideas) for person in present[hall]]


def _seated(session: Session, group_ids: Iterable[str]) -> dict[str, set[str]]:
    """Who sits in each group today and is somebody still."""
    asked = select(Membership.group_id, Membership.person_id).join(
        Person, col(Person.id) == col(Membership.person_id)
    ).where(col(Membership.group_id).in_(set(group_ids)), col(Membership.left_at).is_(None),
            col(Person.erased_at).is_(None))  # fmt: skip
    return defaultdict(set, {key: set(people) for key, people in _by_first(session.exec(asked).all()).items()})


def _by_first(pairs: Iterable[tuple[str, str]]) -> defaultdict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for first, second in pairs:
        found[first].append(second)
    return found


def _spread(homes: Mapping[str, set[str]], pairs: Iterable[tuple[str, str]]) -> defaultdict[str, list[str]]:
    """People by the idea that was decided, from people by any idea of its family."""
    return _by_first((home, person) for idea_id, person in pairs for home in homes.get(idea_id, ()))
