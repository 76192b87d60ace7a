"""Rows of a sheet of voices, judged: what may come in, masked already, and every cell that cannot and why.

Not a noun with a table; `models.feedback_loads` asks, and asks for permission. A row goes through the Draft of a voice
noted by hand, so a sheet can bring nothing that could not be typed; a text without a face gets one proposed at most.
Judging ten thousand rows takes seconds: it is done before anybody writes, and what came of it is handed to the command.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
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
from models.telling import Stage, telling
from models.touchpoints import Touchpoint

_QUOTED = 40


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
    """

    dated: bool
    hidden: int
    face: int | None
    proposed_face: int | None
    organisation: str
    whose: str
    fingerprint: str | None
    rest: bool
    values: dict[str, Any]


class _TextDraft(HeardDraft):
    """A voice of a sheet: the face may be missing."""

    face: int | None = None  # type: ignore[assignment]


@dataclass(frozen=True)
class _Known:
    """Names as people write them, folded, to ids."""

    points: dict[str, str]
    matters: dict[str, str]
    functions: dict[str, str]


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
    """The rows, judged. Three statements, whatever their number. looked: the same, judged before; kept if it stands."""
    tables = (Touchpoint, Matter, Function)
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
        said = row.values
        at = said["created_at"].isoformat() if row.dated else ""
        hashed.update(f"{at}|{row.face}|{row.fingerprint}|{said['words']}\n".encode())
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
            to_touchpoint_id=led_to, matter_id=matter, function_id=function,
        )  # fmt: skip
        if not said.words and face is None:
            raise Refusal("empty", field="words")
        organisation = draft(OrganisationDraft, name=row.organisation).name if fold(row.organisation) else ""
    except Refusal as refusal:
        field = "organisation" if refusal.field == "name" else refusal.field or "words"
        bad.append(BadVoice(row.row, field, refusal.code, dict(refusal.facts)))
    if bad or said is None:
        return bad
    day = day_here(moment) if row.at is not None else None
    shown, rest = begun(said.words)
    hidden, organisation = words.hidden + reference.hidden, masked(organisation).text
    proposed = face_guess(said.words) if face is None else None
    known_again = fingerprint_of(day, said.words, point) if said.words else None
    return JudgedRow(
        row.at is not None, hidden, face, proposed, organisation, fold(organisation), known_again, rest is not None,
        {"words": shown, "rest": rest, "folded": folded_words(whole_text(shown, rest)), "reference": said.reference,
         "hidden": hidden, "face": face, "proposed_face": proposed, "source": said.source, "touchpoint_id": point,
         "to_touchpoint_id": led_to, "matter_id": matter, "came_by": said.came_by, "function_id": function,
         "fingerprint": known_again, "created_at": moment},
    )  # fmt: skip
