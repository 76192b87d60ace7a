"""The operator's commands on archives of groups: one taken out as a file, one looked at or taken in."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from exchange.group_archive import archive_file, fingerprint, read_archive
from exchange.loading import Doors
from models.errors import Refusal
from models.group_archive import archive_group, archive_of, group_and_manager
from models.group_restore import RestorePlan, an_administrator, restore_group, restore_plan
from words.refusals import refusal_sentence
from words.speech import speech


def group(argv: Sequence[str], doors: Doors, erased: Iterable[str] = ()) -> int:
    """`group out GROUP FILE`, `group in FILE`; erased: ids that stay erased. 1: refused."""
    parser = ArgumentParser(prog="manage.py group")
    ways = parser.add_subparsers(required=True, dest="way")
    out = ways.add_parser("out", help="write a focus group into a new file")
    out.add_argument("group", help="the focus group: its name or its id")
    out.add_argument("--emails", action="store_true", help="with the people's addresses")
    back = ways.add_parser("in", help="take a focus group in, all or nothing")
    back.add_argument("--look", action="store_true", help="only say what would come")
    for one in (out, back):
        one.add_argument("path", type=Path, help="the file")
    asked = parser.parse_args(list(argv))
    return group_out(asked, doors) if asked.way == "out" else group_in(asked, doors, erased)


def group_out(asked: Namespace, doors: Doors) -> int:
    """Write the archive of a group (its name or id) into a new file, as its manager. 1: refused."""
    if asked.path.exists():
        sys.stderr.write(f"{asked.path} exists already; an archive never overwrites another.\n")
        return 1
    now: datetime = doors.now()
    try:
        with doors.reading() as session:
            group_id, viewer = group_and_manager(session, asked.group)
        archive_id = doors.writing(lambda session: archive_group(session, viewer, now=now, group_id=group_id))
        with doors.reading() as session:
            archive = archive_of(
                session, viewer, now=now, group_id=group_id, archive_id=str(archive_id), emails=asked.emails
            )
    except Refusal as refusal:
        return _refused(refusal)
    data = archive_file(archive)
    with asked.path.open("xb") as file:
        file.write(data)
    rows = sum(archive.counts.values())
    sys.stdout.write(f"{asked.path}: {archive.group}, {rows} rows, {len(data)} bytes, archive {archive.id}.\n")
    if archive.left:
        sys.stdout.write(f"Of {len(archive.left)} secret votes only the totals are in it: few voted.\n")
    return 0


def group_in(asked: Namespace, doors: Doors, erased: Iterable[str] = ()) -> int:
    """Take an archive in as a new group, as an administrator; with --look only say what would come. 1: refused."""
    try:
        data = asked.path.read_bytes()
    except OSError as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    now = doors.now()
    try:
        archive = read_archive(data)
        with doors.reading() as session:
            viewer = an_administrator(session)
            plan = restore_plan(session, viewer, archive=archive)
        sys.stdout.write(_said(plan) + "\n")
        if asked.look:
            return 0
        doors.writing(
            lambda session: restore_group(
                session, viewer, now=now, archive=archive, sha256=fingerprint(data), erased=erased
            )
        )
    except Refusal as refusal:
        return _refused(refusal)
    sys.stdout.write(f"{plan.group} is here. {viewer.name} manages it.\n")
    return 0


def _said(plan: RestorePlan) -> str:
    made = ", ".join(f"{one.table} “{one.name}”" for one in plan.made) or "nothing"
    return (
        f"{plan.group}, taken out of {plan.company} on {plan.made_at:%Y-%m-%d}: {plan.counts['ideas']} ideas,"
        f" {plan.counts['workshops']} workshops, {plan.people} people ({len(plan.known)} of them here already).\n"
        f"Found by name: {plan.found}. To be made: {made}."
    )


def _refused(refusal: Refusal) -> int:
    sys.stderr.write(refusal_sentence(speech("en"), refusal.code, refusal.facts) + "\n")
    return 1
