"""The campaign that tests a promise: on from its first to its last day, it lowers the verdict where step 8 says so.

Not a noun with a table: campaigns that are not called off, what was guessed as likely, and who will answer. Before a
campaign begins it lowers nothing: *Can we launch?* says what it would do. Invariants: what has come in since it began
is not counted again as what comes without it; several at once bring what they bring together.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from sqlalchemy import ColumnElement, false
from sqlmodel import Session, col, select

from analysis.cases import Cases, CleanCases, clean, only
from analysis.everything import Tested
from analysis.prediction import Staff
from models.access import Viewer
from models.campaigns import Campaign, CampaignPromise, CampaignStaff
from models.capacities import CapacityView, capacities_of
from models.days import day_in

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class CampaignTest:
    """What is on: names, how much more for every hundred, since when, and with whom or what it is carried.

    at: the snapshot date, in seconds since 1970.
    """

    name: str
    percent: int
    begins: date
    staff: Staff | None
    declared: float | None
    at: float

    def on(self, whole: Cases, zone: str) -> Tested:
        """The same for the analysis. whole: all cases of the process; what came in since it began is left out."""
        return Tested(self.percent / 100, before(clean(whole, self.at), self.begins, zone), self.staff, self.declared,
                      zone, self.name)  # fmt: skip


def may_be_tested(promise_id: Any, now: datetime | None) -> ColumnElement[bool]:
    """Whether a campaign leans on a promise and is on at this moment, in one zone of the world or another."""
    if now is None:
        return false()
    today = now.astimezone(UTC).date()
    return (
        select(CampaignPromise.promise_id)
        .join(Campaign, col(Campaign.id) == col(CampaignPromise.campaign_id))
        .where(col(CampaignPromise.promise_id) == promise_id, col(Campaign.called_off_at).is_(None))
        .where(col(Campaign.starts_on) <= today + ONE_DAY, col(Campaign.ends_on) >= today - ONE_DAY)
        .exists()
    )


def tests_now(
    session: Session, viewer: Viewer, *, now: datetime, promises: Mapping[str, tuple[str, str, float]]
) -> dict[str, CampaignTest]:
    """The campaign that is on for each promise that has one. promises: process, zone and snapshot date of each.

    One statement, and three more while a campaign is on.
    """
    days = {one: day_in(zone, now) for one, (_, zone, _) in promises.items()}
    asked = (
        select(CampaignPromise.promise_id, Campaign)
        .join(Campaign, col(Campaign.id) == col(CampaignPromise.campaign_id))
        .where(col(CampaignPromise.promise_id).in_(list(days)), col(Campaign.called_off_at).is_(None))
        .where(col(Campaign.starts_on) <= max(days.values()), col(Campaign.ends_on) >= min(days.values()))
        .order_by(col(Campaign.starts_on), col(Campaign.id))
    )
    found: dict[str, list[Campaign]] = {}
    for promise_id, campaign in session.exec(asked).all():
        if campaign.starts_on <= days[promise_id] <= campaign.ends_on:
            found.setdefault(promise_id, []).append(campaign)
    if not found:
        return {}
    capacities = capacities_of(session, viewer, process_ids={promises[one][0] for one in found})
    running = {one.id for campaigns in found.values() for one in campaigns}
    planned = session.exec(select(CampaignStaff).where(col(CampaignStaff.campaign_id).in_(running))).all()
    people: dict[str, int] = {}
    for row in planned:
        people[row.process_id] = max(row.agents, people.get(row.process_id, 0))
    return {
        promise_id: CampaignTest(
            " + ".join(one.name for one in campaigns), sum(one.likely for one in campaigns), campaigns[0].starts_on,
            *carried(capacities.get(promises[promise_id][0]), people.get(promises[promise_id][0])),
            promises[promise_id][2],
        )
        for promise_id, campaigns in found.items()
    }  # fmt: skip


def carried(capacity: CapacityView | None, agents: int | None) -> tuple[Staff | None, float | None]:
    """Who answers and what it can take, as declared, with the people planned for the campaign where it plans some."""
    staff = capacity.staff if capacity else None
    if staff is not None and agents is not None:
        staff = replace(staff, agents=agents)
    return staff, capacity.a_day if capacity else None


def before(cases: CleanCases, first: date, zone: str) -> CleanCases:
    """What came in before the first day of a campaign, on the wall clock of a zone."""
    begin = datetime.combine(first, time(), ZoneInfo(zone)).timestamp()
    return only(cases, np.asarray(cases.start < begin, dtype=np.bool_)) if begin <= cases.at else cases
