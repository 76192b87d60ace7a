"""Rows of a sheet of voices, judged: what may come in, masked already, and every cell that cannot and why.

Not a noun with a table; `models.feedback_loads` asks, and asks for permission. A row goes through the Draft of a voice
noted by hand, so a sheet can bring nothing that could not be typed; a text without a face gets one proposed at most.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from sqlmodel import Session, select

from analysis.face_guess import face_guess
from analysis.masking import masked
from models.base import draft, fold, new_id
from models.errors import Refusal
from models.feedback import Source, begun, fingerprint_of, folded_words, whole_text
from models.feedback_heard import HeardDraft
from models.functions import Function
from models.matters import Matter
from models.organisations import OrganisationDraft
from models.touchpoints import Touchpoint

_QUOTED = 40
_TOLD_EVERY = 500


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
    """A row that may come in, its contacts hidden. `dated`: the file said when; `rest`: what follows a long text."""

    at: datetime
    dated: bool
    words: str
    reference: str
    hidden: int
    face: int | None
    proposed_face: int | None
    source: str
    touchpoint_id: str
    to_touchpoint_id: str | None
    matter_id: str | None
    came_by: str | None
    function_id: str | None
    organisation: str
    fingerprint: str | None
    rest: str | None

    def values(self) -> dict[str, Any]:
        """The columns of its row."""
        names = ("words", "rest", "reference", "hidden", "face", "proposed_face", "source", "touchpoint_id",
                 "to_touchpoint_id", "matter_id", "came_by", "function_id", "fingerprint")  # fmt: skip
        said = {name: getattr(self, name) for name in names}
        return said | {"id": new_id(), "created_at": self.at, "folded": folded_words(whole_text(self.words, self.rest))}


class _TextDraft(HeardDraft):
    """A voice of a sheet: the face may be missing."""

    face: int | None = None  # type: ignore[assignment]


@dataclass(frozen=True)
class _Known:
    """Names as people write them, folded, to ids."""

    points: dict[str, str]
    matters: dict[str, str]
    functions: dict[str, str]


def judged_rows(
    session: Session, rows: Sequence[VoiceRowLike], touchpoint_id: str, source: str, now: datetime,
    told: Callable[[float], None] | None,
) -> tuple[list[JudgedRow], list[BadVoice]]:  # fmt: skip
    """The rows that may come in, and every cell that cannot. Three statements, whatever the number of rows."""
    tables = (Touchpoint, Matter, Function)
    known = _Known(*(dict(session.exec(select(table.folded, table.id)).all()) for table in tables))
    if touchpoint_id not in known.points.values():
        raise Refusal("not_an_option", field="touchpoint_id")
    if source not in list(Source):
        raise Refusal("not_an_option", field="source")
    good: list[JudgedRow] = []
    bad: list[BadVoice] = []
    for at, row in enumerate(rows):
        judged = _judged(row, known, touchpoint_id, source, now)
        if isinstance(judged, JudgedRow):
            good.append(judged)
        else:
            bad += judged
        if told is not None and at % _TOLD_EVERY == 0:
            told(at / len(rows))
    return good, bad


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
    day = moment.date() if row.at is not None else None
    shown, rest = begun(said.words)
    return JudgedRow(
        moment, row.at is not None, shown, said.reference, words.hidden + reference.hidden, face,
        face_guess(said.words) if face is None else None, said.source, point, led_to, matter, said.came_by, function,
        masked(organisation).text, fingerprint_of(day, said.words, point) if said.words else None,
        rest,
    )  # fmt: skip

