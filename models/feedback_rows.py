"""Rows of a sheet of voices, judged: what may come in, masked already, and every cell that cannot and why.

Not a noun with a table; `models.feedback_loads` asks, and asks for permission. A row goes through the Draft of a voice
noted by hand, so a sheet can bring nothing that could not be typed; a text without a face gets one proposed at most.
Judging ten thousand rows takes seconds: it is done before anybody writes, and what came of it is handed to the command.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Protocol

from sqlmodel import Session, select

from analysis.face_guess import face_guess
from analysis.masking import masked
from models.base import draft, fold
from models.days import day_here
from models.errors import Refusal
from models.feedback import Source, begun, fingerprint_of, folded_words, whole_text
from models.feedback_heard import HeardDraft
from models.functions import Function
from models.matters import Matter
from models.organisations import OrganisationDraft
from models.profiles import Profile
from models.telling import Stage, telling
from models.touchpoints import Touchpoint

_QUOTED = 40
BARE = ("touchpoint_id", "to_touchpoint_id", "face", "source", "reference", "matter_id", "came_by", "profile_id",
        "recommends", "effort")  # fmt: skip


class VoiceRowLike(Protocol):
    """One row as it stands in the sheet: names, not ids; "" where the cell is empty; `at` in epoch seconds."""

    @property
    def row(self) -> int: ...  # noqa: D102
    @property
    def at(self) -> float | None: ...  # noqa: D102
    @property
    def words(self) -> str: ...  # noqa: D102
    @property
    def touchpoint(self) -> str: ...  # noqa: D102
    @property
    def to_touchpoint(self) -> str: ...  # noqa: D102
    @property
    def source(self) -> str: ...  # noqa: D102
    @property
    def face(self) -> str: ...  # noqa: D102
    @property
    def reference(self) -> str: ...  # noqa: D102
    @property
    def matter(self) -> str: ...  # noqa: D102
    @property
    def came_by(self) -> str: ...  # noqa: D102
    @property
    def function(self) -> str: ...  # noqa: D102
    @property
    def organisation(self) -> str: ...  # noqa: D102
    @property
    def profile(self) -> str: ...  # noqa: D102
    @property
    def recommends(self) -> str: ...  # noqa: D102
    @property
    def effort(self) -> str: ...  # noqa: D102
    @property
    def ticks(self) -> tuple[bool, bool, bool]: ...  # noqa: D102
    @property
    def key(self) -> str: ...  # noqa: D102


@dataclass(frozen=True)
class BadVoice:
    """A cell that cannot come in: its row in the file, the field of the sheet, a code, plain facts."""

    row: int
    field: str
    code: str
    facts: dict[str, object]


@dataclass(frozen=True)
class JudgedRow:
    """A row that may come in, its contacts hidden. `dated`: the file said when; `rest`: whether its text is a long one.

    values: the columns of its row, as far as they do not depend on who brings it in; whose: the organisation, folded.
    fingerprint: what it is known again by; undated: by what a list without dates would have brought the same words.
    key: what the file tells two voices apart by that say the same; it is not kept.
    """

    dated: bool
    hidden: int
    face: int | None
    proposed_face: int | None
    organisation: str
    whose: str
    fingerprint: str
    undated: str | None
    rest: bool
    key: str
    values: dict[str, Any]

    @property
    def entry(self) -> tuple[object, ...]:
        """All that the file says in this row, to compare it with another one."""
        apart = {"fingerprint"} if self.dated else {"fingerprint", "created_at"}
        return (self.whose, self.key, *(value for name, value in self.values.items() if name not in apart))


class _TextDraft(HeardDraft):
    """A voice of a sheet: the face may be missing."""

    face: int | None = None  # type: ignore[assignment]


@dataclass(frozen=True)
class _Known:
    """Names as people write them, folded, to ids."""

    points: dict[str, str]
    matters: dict[str, str]
    functions: dict[str, str]
    profiles: dict[str, str]


@dataclass(frozen=True, eq=False)
class JudgedSheet:
    """The rows that may come in, and every cell that cannot. contents: the hash of the masked rows.

    What they were judged by stays with them, so that a command can tell whether it would judge the same.
    """

    good: list[JudgedRow] = field(repr=False)
    bad: list[BadVoice] = field(repr=False)
    contents: str
    _rows: Sequence[VoiceRowLike] = field(repr=False)
    _by: tuple[str, str, _Known] = field(repr=False)

    def stands(self, rows: Sequence[VoiceRowLike], by: tuple[str, str, _Known]) -> bool:
        """Whether these very rows would be judged the same: no name went or came meanwhile."""
        return rows is self._rows and by == self._by


def judged_rows(
    session: Session, rows: Sequence[VoiceRowLike], touchpoint_id: str, source: str, now: datetime, *,
    looked: JudgedSheet | None = None,
) -> JudgedSheet:  # fmt: skip
    """The rows, judged. Four statements, whatever their number. looked: the same, judged before; kept if it stands."""
    tables = (Touchpoint, Matter, Function, Profile)
    known = _Known(*(dict(session.exec(select(table.folded, table.id)).all()) for table in tables))
    if looked is not None and looked.stands(rows, (touchpoint_id, source, known)):
        return looked
    if touchpoint_id not in known.points.values():
        raise Refusal("not_an_option", field="touchpoint_id")
    if source not in list(Source):
        raise Refusal("not_an_option", field="source")
    good: list[JudgedRow] = []
    bad: list[BadVoice] = []
    for row in telling(Stage.CHECKING, rows):
        judged = _judged(row, known, touchpoint_id, source, now)
        if isinstance(judged, JudgedRow):
            good.append(judged)
        else:
            bad += judged
    return JudgedSheet(good, bad, _contents(good), rows, (touchpoint_id, source, known))


def _contents(rows: Sequence[JudgedRow]) -> str:
    hashed = hashlib.sha256()
    for row in rows:
        hashed.update(f"{row.entry}\n".encode())
    return hashed.hexdigest()


def _judged(
    row: VoiceRowLike, known: _Known, touchpoint_id: str, source: str, now: datetime
) -> JudgedRow | list[BadVoice]:
    bad: list[BadVoice] = []

    def named(field: str, ids: dict[str, str]) -> str | None:
        cell = str(getattr(row, field))
        if not cell.strip():
            return None
        found = ids.get(fold(cell))
        if found is None:
            bad.append(BadVoice(row.row, field, "name_unknown", {"value": cell[:_QUOTED]}))
        return found

    point = named("touchpoint", known.points) or touchpoint_id
    led_to = named("to_touchpoint", known.points)
    matter, function = named("matter", known.matters), named("function", known.functions)
    profile = named("profile", known.profiles)
    moment = datetime.fromtimestamp(row.at, UTC) if row.at is not None else now
    if moment > now:
        bad.append(BadVoice(row.row, "date", "in_the_future", {}))
    if led_to == point:
        bad.append(BadVoice(row.row, "to_touchpoint", "same_place", {}))
    said: _TextDraft | None = None
    try:
        face = int(row.face) if row.face.strip().isdecimal() and len(row.face) < 5 else None
        if row.face.strip() and face not in (1, 2, 3, 4, 5):
            raise Refusal("face_unknown", field="face", value=row.face[:_QUOTED])
        words, reference = masked(row.words), masked(row.reference, phones=False)
        said = draft(
            _TextDraft, face=face, words=words.text, reference=reference.text,
            source=row.source.strip() or source, came_by=row.came_by.strip() or None,
            to_touchpoint_id=led_to, matter_id=matter, function_id=function, profile_id=profile,
            recommends=_figure(row.recommends, "recommends", 0, 10), effort=_figure(row.effort, "effort", 1, 7),
        )  # fmt: skip
        if not said.words and face is None:
            raise Refusal("empty", field="words")
        organisation = draft(OrganisationDraft, name=row.organisation).name if fold(row.organisation) else ""
    except Refusal as refusal:
        field = "organisation" if refusal.field == "name" else refusal.field or "words"
        bad.append(BadVoice(row.row, field, refusal.code, dict(refusal.facts)))
    if bad or said is None:
        return bad
    day, dated = day_here(moment), row.at is not None
    shown, rest = begun(said.words)
    hidden, organisation = words.hidden + reference.hidden, masked(organisation).text
    proposed = face_guess(said.words) if face is None else None
    values = {
        "words": shown, "rest": rest, "folded": folded_words(whole_text(shown, rest)), "reference": said.reference,
        "hidden": hidden, "face": face, "proposed_face": proposed, "source": said.source, "touchpoint_id": point,
        "to_touchpoint_id": led_to, "matter_id": matter, "came_by": said.came_by, "function_id": function,
        "profile_id": profile, "recommends": said.recommends, "effort": said.effort,
        **dict(zip(("said_what", "said_when", "said_proof"), map(int, row.ticks), strict=True)),
        "argued": sum(row.ticks), "created_at": moment,
    }  # fmt: skip
    whose, undated = fold(organisation), None
    if said.words:
        undated = fingerprint_of(None, said.words, point)
        values["fingerprint"] = fingerprint_of(day, said.words, point) if dated else undated
    else:
        values["fingerprint"] = bare_fingerprint(day, whose, values)
    return JudgedRow(dated, hidden, face, proposed, organisation, whose, values["fingerprint"],
                     undated if dated else None, rest is not None, row.key, values)  # fmt: skip


def bare_fingerprint(day: date, whose: str, values: Mapping[str, Any]) -> str:
    """What makes two faces without words alike: day, touchpoint, and whatever else stands beside a face for good.

    Not the function it belongs to and not the ticks, which care may change. whose: the organisation, folded.
    """
    beside = "|".join("" if values[name] is None else str(values[name]) for name in BARE)
    return hashlib.sha256(f"{day.isoformat()}||{whose}|{beside}".encode()).hexdigest()[:32]


def _figure(cell: str, name: str, least: int, most: int) -> int | None:
    """The number of a scale; None for an empty cell, which is no zero."""
    plain = cell.strip().removesuffix(".0").removesuffix(",0")
    if not plain:
        return None
    if not (plain.isascii() and plain.isdecimal() and least <= int(plain[:4]) <= most):
        raise Refusal("not_on_scale", field=name, value=cell[:_QUOTED], least=least, most=most)
    return int(plain)
