"""What a verdict rests on: version, loads, snapshot date, opening hours, and the campaign that tests it; and its study.

Not a noun with a table. Invariants: the same grounds give the same key, and the same key the same study; the cases are
read in a visit of their own and judged outside any door.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from sqlmodel import Session

from analysis.cases import Cases
from models.access import Viewer
from models.campaign_tests import CampaignTest
from models.case_sets import EvidenceSet, evidence_cases
from models.promise_terms import Terms
from models.studies import SHELF, Study, part_of, study

# Another rule gives another verdict: what an earlier one recorded is computed anew.
METHOD = "steps 1 to 9, exact limits for thin weeks"

Reading = Callable[[], AbstractContextManager[Session]]
Writing = Callable[[Callable[[Session], Any]], Any]


@dataclass(frozen=True)
class Basis:
    """What a verdict rests on. `which` is None, and `key` empty, while there are no data.

    campaign: the one that is on and leans on the promise; it tests it as long as it lasts (step 8).
    """

    promise_id: str
    terms: Terms
    zone: str
    which: EvidenceSet | None
    key: str
    recorded: bool
    # Of the last verdict recorded, 0 before the first.
    last: int = 0
    campaign: CampaignTest | None = None


def basis_key(terms: Terms, which: EvidenceSet, zone: str, campaign: CampaignTest | None = None) -> str:
    """The fingerprint of method, version, loads, snapshot date and zone, and of hours and campaign where they count.

    Versions and loads never change, so ids are enough.
    """
    parts = [METHOD, terms.version_id, *which.load_ids, int(which.as_of.timestamp() * 1e6), zone]
    parts += [terms.hours.key] if terms.business and terms.hours else []
    parts += [repr(campaign)] if campaign is not None else []
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def rekeyed(key: str, number: int) -> str:
    """The key of grounds that are the same again after the verdict of this number."""
    return hashlib.sha256(f"{key}|{number}".encode()).hexdigest()


def study_of(
    reading: Reading, viewer: Viewer, basis: Basis, *, figures: Iterable[tuple[float, str]] = (),
    share: Fraction | None = None,
) -> Study | None:  # fmt: skip
    """The study of a basis that was read before, from the shelf or computed; nothing is recorded. None without data.

    share: another target than the promise's own, for whoever asks whether a bolder one holds.
    """
    if basis.which is None:
        return None

    def read(which: EvidenceSet) -> Cases:
        if basis.campaign is not None:  # the flow of a process is that of all its cases
            with reading() as session:
                return evidence_cases(session, viewer, which=which)
        since = basis.terms.looks_back(which.as_of, basis.zone)
        with reading() as session:
            return evidence_cases(session, viewer, which=which, since=since, segment=basis.terms.segment or None)

    return study_from(basis, read, figures=figures, share=share)


def study_from(
    basis: Basis, read: Callable[[EvidenceSet], Cases], *, figures: Iterable[tuple[float, str]] = (),
    share: Fraction | None = None,
) -> Study:  # fmt: skip
    """The study of a basis with data, from the shelf, or computed from the cases that `read` gives for its set: at
    least the promise's own, and all of them where a campaign tests it.
    """
    which, terms, told = basis.which, basis.terms, sorted(set(figures))
    assert which is not None

    def make() -> Study:
        rule = terms.rule() if share is None else replace(terms.rule(), share=share)
        whole = read(which)
        own = part_of(whole, since=terms.looks_back(which.as_of, basis.zone), segment=terms.segment)
        return study(own, rule, which.as_of.timestamp(), figures=told, variants=terms.variants,
                     since=terms.since(which.as_of, basis.zone), period_days=terms.period_days,
                     campaign=basis.campaign.on(whole, basis.zone) if basis.campaign else None)  # fmt: skip

    return SHELF.get(f"{basis.key}|{told}" + (f"|{share}" if share is not None else ""), make)
