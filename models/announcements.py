"""Announcing: noticing that a verdict has changed, and handing messages to the sender one at a time.

Invariants: what was last announced of a promise is a row, compared with the newest verdict as it counts now (so data
that become too old are a change); a message is claimed before it is sent, with its next attempt already set: a server
that dies meanwhile loses nothing, and two servers never send the same attempt.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Field, Session, col, select

from models.base import Row
from models.errors import NotFound
from models.publishing import promises_in_use, public_plain
from models.webhooks import AGAIN, Delivery, Webhook, WebhookDelivery, WebhookSecret, live_webhooks, new_delivery

# Long enough for the slowest answer; then another server may take a message whose sender died.
CLAIM = timedelta(minutes=1)


class Announced(Row, table=True):
    """The verdict of a promise that was last announced."""

    __tablename__ = "announced_verdicts"

    promise_id: str = Field(primary_key=True, max_length=32, foreign_key="promises.id")
    verdict: str = Field(max_length=20)
    at: datetime


@dataclass(frozen=True)
class ToSend:
    """A claimed message. `secret` None: its key was not in the backup that was restored."""

    delivery_id: str
    url: str
    secret: str | None
    body: str


def announce_verdicts(session: Session, *, now: datetime) -> int:
    """Scheduled work: one message an address for each promise in use whose verdict is another one. Returns how many
    promises changed.
    """
    known = {row.promise_id: row for row in session.exec(select(Announced)).all()}
    addresses = live_webhooks(session)
    changed = 0
    for seen, published in promises_in_use(session, now=now):
        row = known.get(seen.id)
        before = row.verdict if row is not None else None
        # Nothing computed yet for a promise never announced is no news.
        if before == seen.verdict or (before is None and seen.as_of is None):
            continue
        row = row or Announced(promise_id=seen.id, verdict="", at=now)
        row.verdict, row.at = seen.verdict, now
        session.add(row)
        said = {"before": before, "promise": public_plain(seen) | {"published": published}}
        for webhook_id in addresses:
            session.add(new_delivery(webhook_id, seen.id, "verdict.changed", said, now))
        changed += 1
    return changed


def claim_delivery(session: Session, *, now: datetime) -> ToSend | None:
    """Take the message that is due longest, so that nobody else sends this attempt. None: nothing is due."""
    asked = (
        select(WebhookDelivery)
        .where(WebhookDelivery.state == Delivery.WAITING, col(WebhookDelivery.next_at) <= now)
        .order_by(col(WebhookDelivery.next_at), col(WebhookDelivery.id))
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = session.exec(asked).first()
    if row is None:
        return None
    row.attempts += 1
    row.next_at = now + CLAIM
    session.add(row)
    webhook = session.get(Webhook, row.webhook_id)
    secret = session.get(WebhookSecret, row.webhook_id)
    return ToSend(row.id, webhook.url if webhook else "", secret.secret if secret else None, row.body)


def delivery_done(session: Session, *, now: datetime, delivery_id: str, status: int | None, problem: str) -> Delivery:
    """Note how an attempt ended: 2xx is sent, anything else is tried again ever later, then given up."""
    row = session.get(WebhookDelivery, delivery_id)
    if row is None:
        raise NotFound()
    row.status, row.problem = status, problem[:40]
    if status is not None and 200 <= status < 300 and not problem:
        row.state, row.done_at = Delivery.SENT, now
    elif row.attempts > len(AGAIN) or row.state != Delivery.WAITING:
        row.state, row.done_at = Delivery.GIVEN_UP, now
    else:
        row.next_at = now + AGAIN[row.attempts - 1]
    session.add(row)
    return Delivery(row.state)
