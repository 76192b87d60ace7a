"""Webhooks: an address of the company's own that is told when the verdict of a promise in use changes.

Invariants: administrators only; https only, and the sender (`web.sending`) connects to no private address; a change is
noticed once, by comparing the newest verdict with the one last announced, so also when data become too old; every
delivery is a row with its attempts, tried again ever later and given up after a day and a half; the key that signs is
shown once and lies in a table of its own, which no backup and no export carries.
"""

import ipaddress
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import CheckConstraint, Column, Index, Text
from sqlmodel import Field, Session, col, select

from models import activity
from models.access import May, Viewer
from models.base import Draft, Row, draft, name_of, new_id
from models.errors import NotFound, Refusal

URL_LIMIT = 500
SECRET_LIMIT = 64
MOST = 10
# After which time a delivery is tried again; after the last one it is given up.
AGAIN = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 480, 1440))


class Delivery(StrEnum):
    """Where a delivery stands."""

    WAITING = "waiting"
    SENT = "sent"
    GIVEN_UP = "given_up"


class WebhookDraft(Draft):
    """An address as it may come in."""

    url: name_of(URL_LIMIT)  # type: ignore[valid-type]


class Webhook(Row, table=True):
    """One address."""

    __tablename__ = "webhooks"
    __table_args__ = (CheckConstraint(f"length(url) <= {URL_LIMIT}", name="url"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    url: str = Field(max_length=URL_LIMIT)
    created_at: datetime
    created_by: str = Field(max_length=32, foreign_key="people.id")
    ended_at: datetime | None = None


class WebhookSecret(Row, table=True):
    """The key that signs what one address is sent. Not in backups: after a restore a new one is made."""

    __tablename__ = "webhook_secrets"

    webhook_id: str = Field(max_length=32, foreign_key="webhooks.id", primary_key=True)
    secret: str = Field(max_length=SECRET_LIMIT)


class WebhookDelivery(Row, table=True):
    """One message to one address. `status`: what the address answered last; `problem`: why there was no answer."""

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'sent', 'given_up')", name="state"),
        Index("ix_webhook_deliveries_due", "state", "next_at"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    webhook_id: str = Field(max_length=32, foreign_key="webhooks.id", index=True)
    promise_id: str | None = Field(default=None, max_length=32, foreign_key="promises.id")
    event: str = Field(max_length=40)
    body: str = Field(sa_column=Column(Text, nullable=False))
    created_at: datetime
    state: str = Field(default=Delivery.WAITING, max_length=10)
    attempts: int = 0
    next_at: datetime
    status: int | None = None
    problem: str = Field(default="", max_length=40)
    done_at: datetime | None = None


@dataclass(frozen=True)
class WebhookView:
    """An address as administrators see it; never its key. `has_key` False: restored from a backup, make a new one."""

    id: str
    url: str
    created_at: datetime
    has_key: bool


@dataclass(frozen=True)
class DeliveryView:
    """A message as administrators see it."""

    url: str
    event: str
    sentence: str
    created_at: datetime
    state: Delivery
    attempts: int
    next_at: datetime
    status: int | None
    problem: str
    done_at: datetime | None


def add_webhook(session: Session, viewer: Viewer, *, now: datetime, url: str, secret: str) -> str:
    """Tell this address from now on. `secret`: made by the caller with `new_token`, shown once. Returns its id.

    Raises:
        Refusal: `webhook_https`, `webhook_private` (an address inside), `webhook_many`, `webhook_twice`.
    """
    viewer.must(May.WEBHOOK_EDIT)
    said = draft(WebhookDraft, url=url).url
    _must_be_outside(said)
    known = session.exec(select(Webhook.url).where(col(Webhook.ended_at).is_(None))).all()
    if said in known:
        raise Refusal("webhook_twice", field="url")
    if len(known) >= MOST:
        raise Refusal("webhook_many", limit=MOST)
    row = Webhook(url=said, created_at=now, created_by=viewer.person_id or "")
    session.add(row)
    session.flush()
    session.add(WebhookSecret(webhook_id=row.id, secret=secret))
    activity.record(session, viewer, "add", "webhook", row.id, now=now, texts={"host": urlsplit(said).hostname or ""})
    return row.id


def renew_secret(session: Session, viewer: Viewer, *, now: datetime, webhook_id: str, secret: str) -> None:
    """Another key; the old one signs nothing more."""
    viewer.must(May.WEBHOOK_EDIT)
    _live(session, webhook_id)
    kept = session.get(WebhookSecret, webhook_id) or WebhookSecret(webhook_id=webhook_id, secret=secret)
    kept.secret = secret
    session.add(kept)
    activity.record(session, viewer, "renew_key", "webhook", webhook_id, now=now)


def end_webhook(session: Session, viewer: Viewer, *, now: datetime, webhook_id: str) -> None:
    """Tell this address nothing more, not even what waits. Its key is destroyed."""
    viewer.must(May.WEBHOOK_EDIT)
    row = _live(session, webhook_id)
    row.ended_at = now
    session.add(row)
    secret = session.get(WebhookSecret, webhook_id)
    if secret is not None:
        session.delete(secret)
    waiting = select(WebhookDelivery).where(
        WebhookDelivery.webhook_id == webhook_id, WebhookDelivery.state == Delivery.WAITING
    )
    for delivery in session.exec(waiting).all():
        delivery.state, delivery.done_at, delivery.problem = Delivery.GIVEN_UP, now, "ended"
        session.add(delivery)
    activity.record(session, viewer, "end", "webhook", webhook_id, now=now)


def try_webhook(session: Session, viewer: Viewer, *, now: datetime, webhook_id: str) -> str:
    """Send a message that says only that it is a trial. Returns the delivery's id."""
    viewer.must(May.WEBHOOK_EDIT)
    row = _live(session, webhook_id)
    made = new_delivery(row.id, None, "trial", {}, now)
    session.add(made)
    activity.record(session, viewer, "try", "webhook", webhook_id, now=now)
    return made.id


def webhooks_all(session: Session, viewer: Viewer) -> list[WebhookView]:
    """The addresses that are told, oldest first."""
    viewer.must(May.WEBHOOK_EDIT)
    asked = (
        select(Webhook, WebhookSecret.webhook_id)
        .outerjoin(WebhookSecret, col(WebhookSecret.webhook_id) == col(Webhook.id))
        .where(col(Webhook.ended_at).is_(None))
        .order_by(col(Webhook.created_at), col(Webhook.id))
    )
    return [WebhookView(row.id, row.url, row.created_at, key is not None) for row, key in session.exec(asked).all()]


def deliveries_of(session: Session, viewer: Viewer, *, limit: int = 20) -> list[DeliveryView]:
    """The last messages, newest first."""
    viewer.must(May.WEBHOOK_EDIT)
    asked = (
        select(WebhookDelivery, Webhook.url)
        .join(Webhook, col(Webhook.id) == col(WebhookDelivery.webhook_id))
        .order_by(col(WebhookDelivery.created_at).desc(), col(WebhookDelivery.id))
        .limit(limit)
    )
    return [
        DeliveryView(url, row.event, str(json.loads(row.body).get("promise", {}).get("sentence", "")), row.created_at,
                     Delivery(row.state), row.attempts, row.next_at, row.status, row.problem, row.done_at)
        for row, url in session.exec(asked).all()
    ]  # fmt: skip


def new_delivery(
    webhook_id: str, promise_id: str | None, event: str, what: dict[str, Any], now: datetime
) -> WebhookDelivery:
    """The row of a message. The body says its own id, so that whoever gets it twice knows."""
    own_id = new_id()
    body = json.dumps({"id": own_id, "event": event, "at": now.isoformat(), **what}, ensure_ascii=False)
    return WebhookDelivery(
        id=own_id, webhook_id=webhook_id, promise_id=promise_id, event=event, body=body, created_at=now, next_at=now
    )


def live_webhooks(session: Session) -> list[str]:
    """The ids of the addresses that are told, for the scheduled work."""
    return list(session.exec(select(Webhook.id).where(col(Webhook.ended_at).is_(None))).all())


def _live(session: Session, webhook_id: str) -> Webhook:
    row = session.get(Webhook, webhook_id)
    if row is None or row.ended_at is not None:
        raise NotFound()
    return row


def _must_be_outside(url: str) -> None:
    """What can be seen in the address itself; names are resolved, and judged again, at every delivery."""
    try:
        parts = urlsplit(url)
        port, host = parts.port, (parts.hostname or "").rstrip(".")
    except ValueError:
        raise Refusal("webhook_https", field="url") from None
    plain = not (parts.username or parts.password or parts.fragment) and url.isascii() and " " not in url
    if parts.scheme != "https" or not host or port == 0 or not plain:
        raise Refusal("webhook_https", field="url")
    if host == "localhost" or host.endswith((".localhost", ".local", ".internal")) or not is_outside_name(host):
        raise Refusal("webhook_private", field="url")


def is_outside_name(host: str) -> bool:
    """False for a number address that is not public; names say nothing yet."""
    try:
        return is_public(host)
    except ValueError:
        # "127.1" and "2130706433" are addresses for some resolvers: a name has a letter in its last part.
        return any(sign.isalpha() for sign in host.rsplit(".", 1)[-1])


def is_public(address: str) -> bool:
    """Whether a number address is reachable from anywhere: not private, loopback, link-local, shared, or reserved, and
    not IPv6 that carries an IPv4 address inside (mapped, 6to4, Teredo, NAT64).

    Raises:
        ValueError: no number address.
    """
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address) and any(found in part for part in _CARRIERS):
        return False
    return found.is_global and not found.is_multicast and not found.is_reserved


_CARRIERS = tuple(
    ipaddress.ip_network(part) for part in ("::ffff:0:0/96", "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16",
                                            "2001::/32", "fec0::/10")
)  # fmt: skip
