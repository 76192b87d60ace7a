"""Published or not yet: which promises in use customers find on the public page, in the JSON and in the seal.

Invariants: only a promise in use is published, by its owner or an administrator; to take one off, or to withdraw it,
one says why, and the reason stays. A promise in use that nobody published is told where people tell it and stands on no
public page; one that was in use before there was a choice stays public. A promise with several choices of the customer
is public as a whole, or choice by choice, each with its own figure and no word of the others. What goes out is the
public form: no process, no owner, no other segment, no cost, no number of cases. Past its validity it is out of sight,
and back when it is renewed.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session, col, func, select

from analysis.figures import told_frequency
from analysis.verdict import Verdict
from models import activity, people
from models.access import May, Viewer
from models.days import day_in
from models.errors import NotFound, Refusal
from models.processes import Process
from models.promise_terms import PromiseVersion, terms_of
from models.promises import Promise, State, is_past, promise_for
from models.publications import Publication, end_publication, public_variants
from models.variants import WORST_FIRST
from models.verdicts import VerdictView, newest_verdicts


@dataclass(frozen=True)
class PublicationView:
    """One time on the public page, as staff see it. `until` None: it is there now. variant: the one choice shown."""

    since: datetime
    by: str
    until: datetime | None
    ended_by: str
    reason: str
    variant: str = ""


@dataclass(frozen=True)
class PublicPromise:
    """What a customer may read of a promise.

    counts_from: the day counting began again, where that is later than `period_days` before the data.
    share, as_of: None where no figure is good now. too_old: there was one, and its data are past their time (`as_of`
    then still says from when they are). ended: it was public and is no longer; nothing else is said then. variant: the
    choice of the customer that this is about, with its own figure (`amount`, `unit`) where it has one.
    """

    id: str
    idea_id: str | None
    sentence: str
    since: datetime | None
    kept: int
    of: int
    share: float | None
    verdict: Verdict
    as_of: datetime | None
    period_days: int = 90
    too_old: bool = False
    zone: str = "Europe/Rome"
    ended: bool = False
    counts_from: date | None = None
    variant: str = ""
    amount: float | None = None
    unit: str | None = None
    # Its figures alone hold; something else (a fall, somebody left out) puts it on the edge.
    lowered: bool = False

    @property
    def times(self) -> tuple[int, int] | None:
        """How often it was kept, as k of 100; None where no figure is good now."""
        return told_frequency(self.share, self.kept / self.of) if self.share is not None else None


def publish_promise(session: Session, viewer: Viewer, *, now: datetime, promise_id: str, variant: str = "") -> None:
    """Let customers find it, or one of the choices it names.

    Raises:
        Refusal: `publish_in_use` (only what is told), `nothing_changed`, `not_an_option` (it names no such choice),
            `publish_each` (some of its choices are public by themselves: the others are published one by one).
    """
    row = promise_for(session, viewer, promise_id, lock=True)
    viewer.must(May.PROMISE_EDIT, owner_id=row.owner_id)
    if row.state != State.IN_USE:
        raise Refusal("publish_in_use")
    there = public_variants(session, [row.id]).get(row.id, [])
    if row.published and (not there or variant in there):
        raise Refusal("nothing_changed")
    if variant and variant not in _variants(session, row):
        raise Refusal("not_an_option", field="variant")
    if there and not variant:
        raise Refusal("publish_each")
    row.published = True
    session.add(row)
    who = viewer.person_id or ""
    session.add(Publication(promise_id=row.id, published_at=now, published_by=who, variant=variant or None))
    after = {"variant": variant} if variant else None
    activity.record(session, viewer, "publish", "promise", row.id, now=now, after=after)


def unpublish_promise(
    session: Session, viewer: Viewer, *, now: datetime, promise_id: str, reason: str, variant: str = ""
) -> None:
    """Take it off the public page, or one choice of it, saying why. It stays in use.

    Raises:
        Refusal: `nothing_changed`, or the reason's own.
    """
    row = promise_for(session, viewer, promise_id, lock=True)
    viewer.must(May.PROMISE_EDIT, owner_id=row.owner_id)
    there = public_variants(session, [row.id]).get(row.id, [])
    if not row.published or (variant and variant not in there):
        raise Refusal("nothing_changed")
    since = row.in_use_since or row.created_at
    said = end_publication(session, viewer, now=now, promise_id=row.id, since=since, reason=reason, variant=variant)
    row.published = bool(variant) and there != [variant]
    session.add(row)
    activity.record(session, viewer, "unpublish", "promise", row.id, now=now, texts={"reason": said})


def publication_view(session: Session, viewer: Viewer, *, promise_id: str) -> tuple[bool, list[PublicationView]]:
    """Whether it is public now, and every time it was, newest first. Three statements."""
    row = promise_for(session, viewer, promise_id)
    asked = (
        select(Publication)
        .where(Publication.promise_id == promise_id)
        .order_by(col(Publication.published_at).desc(), col(Publication.id))
    )
    found = session.exec(asked.limit(20)).all()
    names = people.names_of(session, {one.published_by for one in found} | {one.ended_by or "" for one in found})
    return row.published and row.state == State.IN_USE, [
        PublicationView(one.published_at, names.get(one.published_by, ""), one.ended_at,
                        names.get(one.ended_by or "", ""), one.reason, one.variant or "")
        for one in found
    ]  # fmt: skip


def published_count(session: Session, viewer: Viewer) -> tuple[int, int]:
    """How many promises are public, of how many in use: 5 of 9."""
    viewer.must(May.PROMISE_SEE)
    asked = select(Promise.published, func.count()).where(Promise.state == State.IN_USE)
    counted = dict(session.exec(asked.group_by(col(Promise.published))).all())
    return counted.get(True, 0), sum(counted.values())


def public_promises(
    session: Session, viewer: Viewer, *, now: datetime, idea_ids: Iterable[str] | None = None
) -> list[PublicPromise]:
    """The published promises as customers read them: all, or those that came of these ideas. Where only some choices of
    one are public, one entry for each of these. Three statements.
    """
    viewer.must(May.PROMISE_SEE_PUBLIC)
    asked = _with_terms().where(Promise.state == State.IN_USE, col(Promise.published))
    if idea_ids is not None:
        asked = asked.where(col(Promise.idea_id).in_(list(idea_ids)))
    asked = asked.order_by(col(Promise.in_use_since), col(Promise.id))
    found = [(p, v, zone) for p, v, zone in session.exec(asked).all() if not is_past(v.valid_until, zone, now)]
    ids = [p.id for p, _, _ in found]
    verdicts, variants = newest_verdicts(session, ids, now), public_variants(session, ids)
    return [
        one
        for promise, version, zone in found
        for one in _entries(promise, version, zone, verdicts.get(promise.id), variants.get(promise.id, []))
    ]


def public_promise(
    session: Session, viewer: Viewer, *, now: datetime, promise_id: str, variant: str = ""
) -> PublicPromise:
    """One of them, or one choice of it; of several choices that are public, without saying which, the worst kept.

    What was public and is no longer says just that (`ended`).

    Raises:
        NotFound: never published, past its validity, or not there at all: the same answer.
    """
    viewer.must(May.PROMISE_SEE_PUBLIC)
    found = session.exec(_with_terms().where(Promise.id == promise_id)).first()
    if found is None:
        raise NotFound()
    promise, version, zone = found
    public = promise.published and promise.state == State.IN_USE and not is_past(version.valid_until, zone, now)
    if public:
        newest = newest_verdicts(session, [promise.id], now).get(promise.id)
        entries = _entries(promise, version, zone, newest, public_variants(session, [promise.id]).get(promise.id, []))
        entries = [one for one in entries if not variant or one.variant == variant]
        if entries:
            return min(entries, key=lambda one: (WORST_FIRST.index(one.verdict), one.share or 0.0))
    ended = select(func.max(Publication.ended_at)).where(Publication.promise_id == promise_id)
    if variant:
        ended = ended.where(Publication.variant == variant)
    last = session.exec(ended).one() if variant or not promise.published else None
    if last is None:
        raise NotFound()
    few = Verdict.NOT_ENOUGH_EVIDENCE
    return PublicPromise(promise.id, None, "", None, 0, 0, None, few, last, zone=zone, ended=True, variant=variant)


def public_plain(seen: PublicPromise) -> dict[str, Any]:
    """The public form for machines: what `/public/promises` and webhooks say. Shares as people count them."""
    if seen.ended:
        gone = {"id": seen.id, "published": False, "ended_at": seen.as_of.isoformat() if seen.as_of else None}
        return gone | ({"variant": seen.variant} if seen.variant else {})
    times = seen.times
    own = {"amount": seen.amount, "unit": seen.unit} if seen.amount is not None else None
    return {
        "id": seen.id,
        "published": True,
        "sentence": seen.sentence,
        "variant": seen.variant or None,
        "variant_figure": own,
        "in_use_since": seen.since.isoformat() if seen.since else None,
        "promised": {"times": seen.kept, "of": seen.of},
        "kept": {"times": times[0], "of": times[1]} if times else None,
        "verdict": seen.verdict.value,
        "period_days": seen.period_days,
        "counts_from": seen.counts_from.isoformat() if seen.counts_from else None,
        "data_as_of": seen.as_of.isoformat() if seen.as_of else None,
        "data_too_old": seen.too_old,
    }


def promises_in_use(session: Session, *, now: datetime) -> list[tuple[PublicPromise, bool]]:
    """The public form of every promise in use, and whether it is published: for the scheduled work. Two statements."""
    rows = session.exec(_with_terms().where(Promise.state == State.IN_USE)).all()
    found = [(p, v, zone) for p, v, zone in rows if not is_past(v.valid_until, zone, now)]
    verdicts = newest_verdicts(session, [p.id for p, _, _ in found], now)
    return [(_public(p, v, zone, verdicts.get(p.id)), p.published) for p, v, zone in found]


def _with_terms() -> Any:
    return (
        select(Promise, PromiseVersion, Process.zone)
        .join(
            PromiseVersion,
            (col(PromiseVersion.promise_id) == col(Promise.id)) & (col(PromiseVersion.number) == col(Promise.version)),
        )
        .join(Process, col(Process.id) == col(Promise.process_id))
    )


def _variants(session: Session, row: Promise) -> list[str]:
    """The choices that a promise names now."""
    asked = select(PromiseVersion).where(PromiseVersion.promise_id == row.id, PromiseVersion.number == row.version)
    return [one.segment for one in terms_of(session.exec(asked).one()).variants]


def _entries(
    promise: Promise, version: PromiseVersion, zone: str, verdict: VerdictView | None, variants: list[str]
) -> list[PublicPromise]:
    """The promise, or each choice of it that is public by itself and still named."""
    whole = _public(promise, version, zone, verdict)
    if not variants:
        return [whole]
    seen = {one.segment: one for one in verdict.facts.variants} if verdict is not None and whole.as_of else {}
    found = []
    for named in terms_of(version).variants:
        if named.segment not in variants:
            continue
        own = seen.get(named.segment)
        good = own is not None and not whole.too_old
        stands = own.verdict if own is not None and good else Verdict.NOT_ENOUGH_EVIDENCE
        share = own.share if own is not None and stands is not Verdict.NOT_ENOUGH_EVIDENCE else None
        found.append(replace(whole, variant=named.segment, amount=named.amount, unit=named.unit, verdict=stands,
                             share=share, lowered=False))  # fmt: skip
    return found


def _public(promise: Promise, version: PromiseVersion, zone: str, verdict: VerdictView | None) -> PublicPromise:
    # A verdict on an older wording says nothing about what is promised now.
    own = verdict if verdict is not None and verdict.version == version.number else None
    good = own is not None and not own.too_old
    # Too few cases carry no figure that a stranger could weigh.
    told = own is not None and good and own.verdict is not Verdict.NOT_ENOUGH_EVIDENCE
    return PublicPromise(
        promise.id, promise.idea_id, version.sentence, promise.in_use_since, version.kept, version.of_n,
        own.facts.share if own and told else None,
        own.verdict if own and good else Verdict.NOT_ENOUGH_EVIDENCE,
        own.at if own else None, version.period_days, bool(own and own.too_old), zone,
        counts_from=_again_from(version, own, zone),
        lowered=own is not None and own.verdict is Verdict.AT_RISK and own.facts.base_verdict == Verdict.SUPPORTED,
    )  # fmt: skip


def _again_from(version: PromiseVersion, verdict: VerdictView | None, zone: str) -> date | None:
    first = version.counts_from
    if first is None or verdict is None or first <= day_in(zone, verdict.at - timedelta(days=version.period_days)):
        return None
    return first
