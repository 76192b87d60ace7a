"""Campaigns: when more will come, how much more is expected, and which promises it leans on.

Invariants: a campaign has an owner, who works here; low, likely and high guesses are in order; it ends on or after the
day it begins; what was guessed stays as it was when the campaign began (after that the guesses no longer change); one
that was called off stays, and says so. Staff only: no customer learns of campaigns, costs or guesses.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import Field as Within
from sqlalchemy import CheckConstraint, delete
from sqlmodel import Field, Session, col, select

from models import activity, people
from models.access import Kind, May, Viewer
from models.base import Draft, Row, draft, fold, name_of, new_id, optional_text_of
from models.capacities import MOST_AGENTS
from models.days import day_here
from models.errors import NotFound, Refusal
from models.processes import Process
from models.promises import Promise
from models.touchpoints import Touchpoint

NAME_LIMIT = 80
OTHER_LIMIT = 120
MOST_UPLIFT = 1000
LEAST_UPLIFT = -90
MOST_COST = 10**9
MOST_PROMISES = 50
MOST_CHANNELS = 50


class CampaignDraft(Draft):
    """A campaign as it may come in. low, likely, high: how many more come for every hundred. cost: whole euro.

    agents: how many will answer the phone meanwhile, process by process, where others than declared.
    """

    name: name_of(NAME_LIMIT)  # type: ignore[valid-type]
    starts_on: date
    ends_on: date
    low: int = Within(ge=LEAST_UPLIFT, le=MOST_UPLIFT)
    likely: int = Within(ge=LEAST_UPLIFT, le=MOST_UPLIFT)
    high: int = Within(ge=LEAST_UPLIFT, le=MOST_UPLIFT)
    cost: int | None = Within(default=None, ge=0, le=MOST_COST)
    other_channels: optional_text_of(OTHER_LIMIT) = ""  # type: ignore[valid-type]
    promise_ids: tuple[str, ...] = Within(default=(), max_length=MOST_PROMISES)
    channel_ids: tuple[str, ...] = Within(default=(), max_length=MOST_CHANNELS)
    agents: dict[str, Annotated[int, Within(ge=1, le=MOST_AGENTS)]] = Within(
        default_factory=dict, max_length=MOST_PROMISES
    )


class Campaign(Row, table=True):
    """One campaign."""

    __tablename__ = "campaigns"
    __table_args__ = (
        CheckConstraint(f"length(name) <= {NAME_LIMIT}", name="name"),
        CheckConstraint("starts_on <= ends_on", name="days"),
        CheckConstraint(f"low >= {LEAST_UPLIFT} AND low <= likely AND likely <= high AND high <= {MOST_UPLIFT}",
                        name="guess"),
        CheckConstraint("cost >= 0", name="cost"),
    )  # fmt: skip

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    name: str = Field(max_length=NAME_LIMIT)
    folded: str = Field(max_length=NAME_LIMIT * 4, unique=True)
    starts_on: date
    ends_on: date
    low: int
    likely: int
    high: int
    cost: int | None = None
    other_channels: str = Field(default="", max_length=OTHER_LIMIT)
    owner_id: str = Field(max_length=32, foreign_key="people.id", index=True)
    created_at: datetime
    called_off_at: datetime | None = None


class CampaignPromise(Row, table=True):
    """A promise that a campaign leans on."""

    __tablename__ = "campaign_promises"

    campaign_id: str = Field(primary_key=True, max_length=32, foreign_key="campaigns.id")
    promise_id: str = Field(primary_key=True, max_length=32, foreign_key="promises.id", index=True)


class CampaignChannel(Row, table=True):
    """A touchpoint through which a campaign is told."""

    __tablename__ = "campaign_channels"

    campaign_id: str = Field(primary_key=True, max_length=32, foreign_key="campaigns.id")
    touchpoint_id: str = Field(primary_key=True, max_length=32, foreign_key="touchpoints.id", index=True)


class CampaignStaff(Row, table=True):
    """How many answer the phone of a process as long as a campaign lasts."""

    __tablename__ = "campaign_staff"
    __table_args__ = (CheckConstraint(f"agents BETWEEN 1 AND {MOST_AGENTS}", name="agents"),)

    campaign_id: str = Field(primary_key=True, max_length=32, foreign_key="campaigns.id")
    process_id: str = Field(primary_key=True, max_length=32, foreign_key="processes.id", index=True)
    agents: int


@dataclass(frozen=True)
class CampaignView:
    """A campaign as staff see it. `channels`: its touchpoints' names; `other_channels` beside them as typed.

    agents: how many are planned on the phone, process by process.
    """

    id: str
    name: str
    starts_on: date
    ends_on: date
    low: int
    likely: int
    high: int
    cost: int | None
    channels: tuple[str, ...]
    channel_ids: tuple[str, ...]
    other_channels: str
    promise_ids: tuple[str, ...]
    owner_id: str
    owner: str
    called_off: bool
    may_edit: bool
    agents: dict[str, int]

    @property
    def weeks(self) -> float:
        """How long it lasts."""
        return ((self.ends_on - self.starts_on).days + 1) / 7.0


def plan_campaign(session: Session, viewer: Viewer, *, now: datetime, **what: Any) -> str:
    """Write a campaign down; `what` are the fields of `CampaignDraft`. Whoever writes owns it. Returns its id.

    Raises:
        Refusal: `name_taken`, `days_turned`, `guess_order`, `no_promises`, `not_an_option`, or a field's own.
    """
    viewer.must(May.CAMPAIGN_WRITE)
    owner = people.person_for(session, viewer.person_id or "")
    if owner.kind != Kind.STAFF:
        raise Refusal("not_staff")
    said = _said(session, what, None)
    row = Campaign(owner_id=owner.id, created_at=now, folded=fold(said.name), **_own(said))
    session.add(row)
    session.flush()
    _link(session, row.id, said)
    _note(session, viewer, "plan", row, said, now)
    return row.id


def change_campaign(session: Session, viewer: Viewer, *, now: datetime, campaign_id: str, **what: Any) -> None:
    """Tell a campaign anew. Once it has begun the guesses stay: they are what it will be held against.

    Raises:
        Refusal: `campaign_over` (called off), `guess_fixed`, and those of `plan_campaign`.
    """
    row = campaign_for(session, viewer, campaign_id, lock=True)
    viewer.must(May.CAMPAIGN_EDIT, owner_id=row.owner_id)
    if row.called_off_at is not None:
        raise Refusal("campaign_over")
    said = _said(session, what, row.id)
    guesses = ("low", "likely", "high", "starts_on")
    if day_here(now) >= row.starts_on and any(getattr(row, name) != getattr(said, name) for name in guesses):
        raise Refusal("guess_fixed", field="likely")
    before = {name: str(getattr(row, name)) for name in _own(said)}
    for name, value in {**_own(said), "folded": fold(said.name)}.items():
        setattr(row, name, value)
    session.add(row)
    for link in (CampaignPromise, CampaignChannel, CampaignStaff):
        session.exec(delete(link).where(col(link.campaign_id) == row.id))
    session.flush()
    _link(session, row.id, said)
    _note(session, viewer, "change", row, said, now, before)


def call_off_campaign(session: Session, viewer: Viewer, *, now: datetime, campaign_id: str) -> None:
    """It will not be. The campaign stays with what was guessed."""
    row = campaign_for(session, viewer, campaign_id, lock=True)
    viewer.must(May.CAMPAIGN_EDIT, owner_id=row.owner_id)
    if row.called_off_at is not None:
        raise Refusal("campaign_over")
    row.called_off_at = now
    session.add(row)
    activity.record(session, viewer, "call_off", "campaign", row.id, now=now, texts={"name": row.name})


def campaigns_all(session: Session, viewer: Viewer) -> list[CampaignView]:
    """Every campaign, the latest beginning first (the last hundred). Five statements."""
    viewer.must(May.CAMPAIGN_SEE)
    asked = select(Campaign).order_by(col(Campaign.starts_on).desc(), col(Campaign.id)).limit(100)
    return _views(session, viewer, list(session.exec(asked).all()))


def campaigns_ahead(session: Session, viewer: Viewer, *, today: date) -> list[CampaignView]:
    """Those that are on or still to come, the next one first (fifty). One statement, five where there is any."""
    viewer.must(May.CAMPAIGN_SEE)
    asked = select(Campaign).where(col(Campaign.ends_on) >= today, col(Campaign.called_off_at).is_(None))
    rows = list(session.exec(asked.order_by(col(Campaign.starts_on), col(Campaign.id)).limit(50)).all())
    return _views(session, viewer, rows) if rows else []


def campaign_view(session: Session, viewer: Viewer, *, campaign_id: str) -> CampaignView:
    """One campaign. Five statements."""
    return _views(session, viewer, [campaign_for(session, viewer, campaign_id)])[0]


def campaign_for(session: Session, viewer: Viewer, campaign_id: str, *, lock: bool = False) -> Campaign:
    """The row of a campaign this person may see, or `NotFound`."""
    viewer.must(May.CAMPAIGN_SEE)
    asked = select(Campaign).where(Campaign.id == campaign_id)
    row = session.exec(asked.with_for_update() if lock else asked).first()
    if row is None:
        raise NotFound()
    return row


def _said(session: Session, what: dict[str, Any], own_id: str | None) -> CampaignDraft:
    said = draft(CampaignDraft, **what)
    if said.ends_on < said.starts_on:
        raise Refusal("days_turned", field="ends_on")
    if not said.low <= said.likely <= said.high:
        raise Refusal("guess_order", field="likely")
    if not said.promise_ids:
        raise Refusal("no_promises", field="promise_ids")
    taken = session.exec(select(Campaign.id).where(Campaign.folded == fold(said.name))).first()
    if taken is not None and taken != own_id:
        raise Refusal("name_taken", field="name")
    _known(session, col(Promise.id), said.promise_ids, "promise_ids")
    _known(session, col(Touchpoint.id), said.channel_ids, "channel_ids")
    _known(session, col(Process.id), said.agents, "agents")
    return said


def _known(session: Session, column: Any, ids: Iterable[str], field: str) -> None:
    wanted = set(ids)
    if wanted - set(session.exec(select(column).where(column.in_(wanted))).all() if wanted else ()):
        raise Refusal("not_an_option", field=field)


def _own(said: CampaignDraft) -> dict[str, Any]:
    return said.model_dump(exclude={"promise_ids", "channel_ids", "agents"})


def _link(session: Session, campaign_id: str, said: CampaignDraft) -> None:
    session.add_all(CampaignPromise(campaign_id=campaign_id, promise_id=one) for one in set(said.promise_ids))
    session.add_all(CampaignChannel(campaign_id=campaign_id, touchpoint_id=one) for one in set(said.channel_ids))
    session.add_all(CampaignStaff(campaign_id=campaign_id, process_id=one, agents=n) for one, n in said.agents.items())
    session.flush()


def _note(
    session: Session, viewer: Viewer, verb: str, row: Campaign, said: CampaignDraft, now: datetime,
    before: dict[str, str] | None = None,
) -> None:  # fmt: skip
    activity.record(
        session, viewer, verb, "campaign", row.id, now=now, before=before,
        after=said.model_dump(mode="json", exclude={"name", "other_channels"}), texts={"name": said.name},
    )  # fmt: skip


def _views(session: Session, viewer: Viewer, rows: list[Campaign]) -> list[CampaignView]:
    ids = [row.id for row in rows]
    names = people.names_of(session, {row.owner_id for row in rows})
    promises = session.exec(select(CampaignPromise).where(col(CampaignPromise.campaign_id).in_(ids))).all()
    channels = session.exec(
        select(CampaignChannel.campaign_id, Touchpoint.id, Touchpoint.name)
        .join(Touchpoint, col(Touchpoint.id) == col(CampaignChannel.touchpoint_id))
        .where(col(CampaignChannel.campaign_id).in_(ids))
        .order_by(col(Touchpoint.name))
    ).all()
    staff = session.exec(select(CampaignStaff).where(col(CampaignStaff.campaign_id).in_(ids))).all()
    return [
        CampaignView(
            row.id, row.name, row.starts_on, row.ends_on, row.low, row.likely, row.high, row.cost,
            tuple(name for owner, _, name in channels if owner == row.id),
            tuple(place for owner, place, _ in channels if owner == row.id), row.other_channels,
            tuple(sorted(link.promise_id for link in promises if link.campaign_id == row.id)), row.owner_id,
            names.get(row.owner_id, ""), row.called_off_at is not None,
            viewer.may(May.CAMPAIGN_EDIT, owner_id=row.owner_id),
            {one.process_id: one.agents for one in staff if one.campaign_id == row.id},
        )
        for row in rows
    ]  # fmt: skip
