"""What is voted on: the ideas or promises chosen for a vote, with the words they had when voting opened.

Invariants: options are chosen before opening and fixed from then on; an option is a shown idea of the round's own
group, a promise that stands, or "none of these" (a ranked vote, where it is set); each voter sees them in an order of
their own, the same at every reload.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from pydantic import Field as Within
from sqlalchemy import CheckConstraint, UniqueConstraint, bindparam
from sqlalchemy import select as select_columns
from sqlmodel import Field, Session, col, select

from models import activity
from models.access import May, Viewer
from models.base import Draft, Row, draft, new_id
from models.errors import NotFound, Refusal
from models.ideas import TEXT_LIMIT, Idea, IdeaState
from models.promise_terms import PromiseVersion
from models.promises import Promise, State
from models.round_settings import settings_from
from models.rounds import TO_OPEN, VOTES, Round, RoundKind, RoundState, RoundView, round_for, round_seen
from models.statements import run, table_of

OPTIONS_LEAST, OPTIONS_MOST = 2, 40
COST_MOST = 1_000_000_000
# One is enough where options are not weighed against each other.
ONE_IS_ENOUGH = frozenset({RoundKind.SCORE, RoundKind.AGREEMENT, RoundKind.CONSENT, RoundKind.EXPECT})


class RoundOption(Row, table=True):
    """One idea or promise on the list of a vote; neither: none of these. `cost`: whole euros."""

    __tablename__ = "round_options"
    __table_args__ = (
        UniqueConstraint("round_id", "idea_id"),
        UniqueConstraint("round_id", "promise_id"),
        CheckConstraint("idea_id IS NULL OR promise_id IS NULL", name="one_thing"),
        CheckConstraint(f"cost BETWEEN 0 AND {COST_MOST}", name="cost"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    round_id: str = Field(max_length=32, foreign_key="rounds.id", index=True)
    idea_id: str | None = Field(default=None, max_length=32, foreign_key="ideas.id", index=True)
    promise_id: str | None = Field(default=None, max_length=32, foreign_key="promises.id", index=True)
    position: int
    text: str = Field(max_length=TEXT_LIMIT)
    cost: int | None = None


@dataclass(frozen=True)
class OptionView:
    """An option as a voter sees it. `text` is empty for "none of these"."""

    id: str
    idea_id: str | None
    text: str
    promise_id: str | None = None
    cost: int | None = None

    @property
    def none_of_these(self) -> bool:
        """Whether it stands for none of the others."""
        return self.idea_id is None and self.promise_id is None


class CostDraft(Draft):
    """What an option costs, as it may come in."""

    cost: int = Within(ge=1, le=COST_MOST)


def choose_options(session: Session, viewer: Viewer, *, now: datetime, round_id: str, idea_ids: list[str]) -> None:
    """Put ideas on the list of a vote that is not open yet; what stood there before is replaced.

    Raises:
        Refusal: `round_frozen`, `too_many_options`, `not_found` (an idea of another group, hidden or merged).
    """
    row = _to_set_up(session, viewer, round_id)
    wanted = list(dict.fromkeys(idea_ids))
    if len(wanted) > OPTIONS_MOST:
        raise Refusal("too_many_options", limit=OPTIONS_MOST)
    ideas = {idea.id: idea for idea in session.exec(select(Idea).where(col(Idea.id).in_(wanted))).all()}
    for idea_id in wanted:
        idea = ideas.get(idea_id)
        if idea is None or idea.group_id != row.group_id or not _can_be_voted(idea):
            raise NotFound()
    costs = _clear(session, row)
    for position, idea_id in enumerate(wanted):
        idea = ideas[idea_id]
        idea.acted_on = True
        session.add(idea)
        session.add(
            RoundOption(round_id=row.id, idea_id=idea_id, position=position, text=idea.text, cost=costs.get(idea_id))
        )
    activity.record(session, viewer, "choose", "round", row.id, now=now, group_id=row.group_id, after=wanted)


def choose_promises(
    session: Session, viewer: Viewer, *, now: datetime, round_id: str, promise_ids: list[str]
) -> None:
    """Put promises on the list of a vote that is not open yet; what stood there before is replaced.

    Raises:
        Refusal: `round_frozen`, `too_many_options`, `not_found` (no such promise, or withdrawn).
    """
    row = _to_set_up(session, viewer, round_id)
    viewer.must(May.PROMISE_SEE)
    wanted = list(dict.fromkeys(promise_ids))
    if len(wanted) > OPTIONS_MOST:
        raise Refusal("too_many_options", limit=OPTIONS_MOST)
    words = _promised(session, wanted)
    if len(words) < len(wanted):
        raise NotFound()
    costs = _clear(session, row)
    for position, promise_id in enumerate(wanted):
        session.add(
            RoundOption(round_id=row.id, promise_id=promise_id, position=position, text=words[promise_id].sentence,
                        cost=costs.get(promise_id))
        )  # fmt: skip
    activity.record(session, viewer, "choose", "round", row.id, now=now, group_id=row.group_id, after=wanted)


def set_cost(session: Session, viewer: Viewer, *, now: datetime, round_id: str, option_id: str, cost: int) -> None:
    """Say what an option costs, in whole euros, before the vote opens.

    Raises:
        Refusal: `round_frozen`, `not_found`, or the number's own.
    """
    row = _to_set_up(session, viewer, round_id)
    option = session.get(RoundOption, option_id)
    if option is None or option.round_id != row.id:
        raise NotFound()
    before, option.cost = option.cost, draft(CostDraft, cost=cost).cost
    session.add(option)
    activity.record(session, viewer, "set_cost", "round", row.id, now=now, group_id=row.group_id,
                    before=[option_id, before], after=[option_id, option.cost])  # fmt: skip


def freeze_options(session: Session, row: Round) -> int:
    """Fix the words of the options as they are now, at the opening. Returns how many there are, without the none.

    Raises:
        Refusal: `too_few_options`, `cost_missing` (budget), `promise_needed` (expectation).
    """
    kind, kept = RoundKind(row.kind), []
    found = options_in(session, row.id)
    ideas = session.exec(select(Idea).where(col(Idea.id).in_([one.idea_id for one in found if one.idea_id]))).all()
    idea_of = {idea.id: idea for idea in ideas if _can_be_voted(idea)}
    words = _promised(session, [one.promise_id for one in found if one.promise_id])
    for option in found:
        if option.idea_id in idea_of:
            option.text = idea_of[option.idea_id].text
        elif option.promise_id in words:
            option.text = words[option.promise_id].sentence
        else:
            # Hidden, withdrawn or merged since it was chosen.
            session.delete(option)
            continue
        kept.append(option)
        session.add(option)
    least = 1 if kind in ONE_IS_ENOUGH else OPTIONS_LEAST
    if len(kept) < least:
        raise Refusal("too_few_options", least=least)
    if kind == RoundKind.BUDGET and any(option.cost is None for option in kept):
        raise Refusal("cost_missing")
    if kind == RoundKind.EXPECT and any(option.promise_id is None for option in kept):
        raise Refusal("promise_needed")
    if kind == RoundKind.RANKED and settings_from(row.settings).none_option:
        session.add(RoundOption(round_id=row.id, position=OPTIONS_MOST, text=""))
    session.flush()
    return len(kept)


def options_of(session: Session, viewer: Viewer, *, round_id: str) -> list[OptionView]:
    """The list of a vote in this viewer's own order (people who conduct see the order of choosing)."""
    return options_for(session, viewer, round_seen(session, viewer, round_id, May.RESULT_SEE))


def options_for(session: Session, viewer: Viewer, row: Round | RoundView) -> list[OptionView]:
    """The same, of a round whose permission was asked. One statement."""
    found = [OptionView(*one) for one in run(session, _LISTED, round_id=row.id).all()]
    return in_own_order(found, row, viewer.person_id)


def in_own_order(found: list[OptionView], row: Round | RoundView, person_id: str | None) -> list[OptionView]:
    """The options of a round in this person's own order while it is open; as they were chosen otherwise."""
    if row.state == RoundState.OPEN:
        # "None of these" is nobody's favourite place: it stays last.
        found.sort(key=lambda one: (not one.text, _place(row.id, person_id or "", one.id)))
    return found


def option_as_seen(row: RoundOption) -> OptionView:
    """The view of a row whose permission was asked."""
    return OptionView(row.id, row.idea_id, row.text, row.promise_id, row.cost)


def options_in(session: Session, round_id: str) -> list[RoundOption]:
    """The rows, in the order of choosing, for other nouns (they ask for permission)."""
    return list(
        session.exec(
            select(RoundOption).where(RoundOption.round_id == round_id).order_by(col(RoundOption.position))
        ).all()
    )  # fmt: skip


def _to_set_up(session: Session, viewer: Viewer, round_id: str) -> Round:
    row = round_for(session, viewer, round_id, May.ROUND_RUN)
    if RoundKind(row.kind) not in VOTES or row.state not in TO_OPEN:
        raise Refusal("round_frozen")
    return row


def _clear(session: Session, row: Round) -> dict[str, int | None]:
    costs = {}
    for old in options_in(session, row.id):
        costs[old.idea_id or old.promise_id or ""] = old.cost
        session.delete(old)
    session.flush()
    return costs


def _promised(session: Session, promise_ids: list[str]) -> dict[str, PromiseVersion]:
    asked = (
        select(PromiseVersion)
        .join(
            Promise,
            (col(Promise.id) == col(PromiseVersion.promise_id)) & (col(Promise.version) == col(PromiseVersion.number)),
        )
        .where(col(Promise.id).in_(promise_ids), col(Promise.state) != State.WITHDRAWN)
    )
    return {version.promise_id: version for version in session.exec(asked).all()} if promise_ids else {}


def _can_be_voted(idea: Idea) -> bool:
    return idea.state == IdeaState.SHOWN and idea.merged_into_id is None


def _place(round_id: str, person_id: str, option_id: str) -> str:
    return hashlib.sha256(f"{round_id}|{person_id}|{option_id}".encode()).hexdigest()


_options = table_of(RoundOption)
# In the order of the fields of `OptionView`.
_LISTED = (
    select_columns(_options.c.id, _options.c.idea_id, _options.c.text, _options.c.promise_id, _options.c.cost)
    .where(_options.c.round_id == bindparam("round_id"))
    .order_by(_options.c.position)
)
