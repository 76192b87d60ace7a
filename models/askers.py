"""Who asks for one idea, as the desk tells it: voices and how many of them are argued, organisations, functions.

Not a noun with a table: `models.parts` counts people for many ideas at once, this says more of the one in front. An
organisation counts once, however many speak for it. What is done about it already stands beside it: open actions, for
staff. Two questions.

Invariant: a function that one colleague alone stands for is not named: where a round hides names it would be one.
"""

from dataclasses import dataclass

from sqlalchemy import String, cast, func, literal, null, union_all
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from models.access import May, Viewer
from models.actions import OPEN, Action
from models.feedback import Feedback
from models.functions import Function, Side
from models.groups import Membership
from models.ideas import Idea, idea_for
from models.people import Person
from models.supports import Support

# Of the three ticks (what happened; when and where; a proof) two make a voice argued.
ARGUED_FROM = 2
MOST_GOING = 5
FEWEST_OF_A_FUNCTION = 2
# In the one question for both: a row of people, not of voices.
_PEOPLE = -1


@dataclass(frozen=True)
class Going:
    """An open action about an idea."""

    id: str
    title: str
    state: str
    cost: int | None


@dataclass(frozen=True)
class Askers:
    """Voices that became part of an idea, the argued ones, organisations behind it; colleagues by function.

    going: the open actions about it, the oldest first.
    """

    voices: int
    argued: int
    organisations: int
    functions: tuple[tuple[str, int], ...]
    going: tuple[Going, ...] = ()


def askers_of(session: Session, viewer: Viewer, *, idea_id: str) -> Askers:
    """Who asks for an idea of one's backlog. Staff read the functions and the actions; everybody the numbers."""
    # The idea comes along with its actions: `idea_for` finds it loaded.
    both = (col(Action.idea_id) == col(Idea.id)) & col(Action.state).in_(OPEN)
    loaded = session.exec(
        select(Idea, Action).join(Action, both, isouter=True).where(Idea.id == idea_id)
        .order_by(col(Action.created_at), col(Action.id)).limit(MOST_GOING)
    ).all()  # fmt: skip
    idea = idea_for(session, viewer, idea_id)
    viewer.must(May.DECISION_SEE, group_id=idea.group_id)
    family = select(Idea.id).where(
        (col(Idea.id) == idea_id) | (col(Idea.merged_into_id) == idea_id)
    )
    none, behind = cast(null(), String), select(Idea.author_id).where(col(Idea.id).in_(family)).union(
        select(Support.person_id).where(col(Support.idea_id).in_(family))
    )  # fmt: skip
    heard = (
        select_columns(func.coalesce(Feedback.argued, 0), none, none,
                       func.coalesce(Feedback.organisation_id, Person.organisation_id), func.count())
        .select_from(Feedback)
        .join(Person, col(Person.id) == col(Feedback.person_id), isouter=True)
        .where(col(Feedback.idea_id).in_(family))
        .group_by(col(Feedback.argued), col(Feedback.organisation_id), col(Person.organisation_id))
    )  # fmt: skip
    colleagues = (
        select_columns(literal(_PEOPLE), col(Function.name), col(Function.side), col(Person.organisation_id),
                       func.count(func.distinct(Person.id)))
        .select_from(Person)
        .join(Membership, col(Membership.person_id) == col(Person.id))
        .join(Function, col(Function.id) == col(Person.function_id), isouter=True)
        .where(col(Person.id).in_(behind), col(Membership.group_id) == idea.group_id)
        .group_by(col(Function.name), col(Function.side), col(Person.organisation_id))
    )  # fmt: skip
    rows = session.execute(union_all(heard, colleagues)).all()
    voices = [(argued, organisation, int(n)) for argued, _, _, organisation, n in rows if argued != _PEOPLE]
    people = [row[1:] for row in rows if row[0] == _PEOPLE]
    organisations = {one for _, one, _ in voices} | {one for _, _, one, _ in people}
    functions: dict[str, int] = {}
    for name, side, _, number in people:
        if name and side and side != Side.RECEIVES and viewer.is_staff:
            functions[name] = functions.get(name, 0) + int(number)
    return Askers(
        sum(n for *_, n in voices), sum(n for argued, _, n in voices if argued >= ARGUED_FROM),
        len(organisations - {None}),
        tuple(sorted(((name, number) for name, number in functions.items() if number >= FEWEST_OF_A_FUNCTION),
                     key=lambda one: (-one[1], one[0]))),
        tuple(Going(row.id, row.title, row.state, row.cost) for _, row in loaded if row is not None)
        if viewer.may(May.ACTION_SEE) else (),
    )  # fmt: skip
