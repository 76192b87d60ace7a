"""Voices as a sheet: the template handed out, and a list of reviews, calls or e-mails read back as plain rows.

Which column is which is proposed from the names, Italian and English, and changed by the person. What a cell may mean
is decided later by the rules in `models`; here only what a table can say: rows, dates, cells that cannot be read.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from exchange.columns import ENOUGH, refuse_doubles
from exchange.dates import looks_dated, moments, possible_formats
from exchange.grid import Grid
from exchange.own_table import Scan, own_grid, said_beside
from exchange.plaintext import folded
from exchange.tables import not_numbers, plain_texts, shown_cell
from exchange.unreadable import OTHERS, CellError, Limit
from exchange.workbook import Sheet, write_workbook
from words.listening import came_by_words, face_words, source_words
from words.speech import LANGUAGES, Speech, speech

FIELDS = ("words", "date", "touchpoint", "to_touchpoint", "source", "face", "reference", "matter", "came_by",
          "function", "organisation")  # fmt: skip
WIDTHS = (70.0, 14.0, 24.0, 24.0, 20.0, 14.0, 18.0, 16.0, 22.0, 18.0, 24.0)
SOURCES = ("phone", "email", "shop", "review", "social", "chat", "visit", "meeting", "word_of_mouth", "forum", "door")
WAYS = ("friend", "reviews", "advert", "last_time", "shop", "other")
_SHOWN_ROWS = 8
_NAMES = {
    "words": "testo parole commento feedback recensione messaggio frase descrizione nota note words text comment review"
    " message sentence description content contenuto",
    "date": "data giorno quando date day when created_at created data_recensione review_date",
    "touchpoint": "punto_di_contatto dove touchpoint touch_point where canale channel punto luogo",
    "to_touchpoint": "passaggio_a verso a_punto handover_to hand_over_to to_touchpoint portava_a led_to",
    "source": "fonte sentito sentita source heard origine provenienza",
    "face": "faccina voto valutazione stelle punteggio face rating stars score"
    " faccina_da_1_a_5 face_1_to_5",
    "reference": "ordine numero_ordine n_ordine riferimento order order_number reference",
    "matter": "che_cosa_conta conta what_counts what_matters matter",
    "came_by": "come_ci_ha_conosciuti conosciuti how_they_came came_by",
    "function": "di_chi_e funzione reparto function whose_it_is department",
    "organisation": "organizzazione azienda cliente_azienda organisation organization company",
}
_SYNONYMS = {name: {word.replace("_", " ") for word in words.split()} for name, words in _NAMES.items()}
_ALSO = {
    "phone": "telefono telefonata chiamata call phone", "email": "e mail email mail posta",
    "shop": "negozio bottega store",
    "review": "recensione recensioni review reviews google trustpilot", "social": "social facebook instagram",
    "chat": "chat whatsapp", "visit": "visita visit agente", "meeting": "incontro riunione meeting",
    "word_of_mouth": "passaparola", "forum": "forum blog", "door": "porta qr",
}  # fmt: skip


@dataclass(frozen=True)
class VoiceRow:
    """One voice as it stands in the sheet; "" where the cell is empty. `at`: epoch seconds, None without a date.

    source, face and came_by are codes ("phone", "2", "friend") where their words were understood, else what stands
    there.
    """

    row: int
    at: float | None
    words: str
    touchpoint: str
    to_touchpoint: str
    source: str
    face: str
    reference: str
    matter: str
    came_by: str
    function: str
    organisation: str


@dataclass(frozen=True)
class VoicePreview:
    """What a file seems to hold: its columns, the first rows, and field -> column as proposed.

    formats: of the columns of dates, how they can be read; more than one must be asked.
    """

    columns: list[str]
    rows: list[list[str]]
    total_rows: int
    proposal: dict[str, str]
    formats: dict[str, list[str]]
    notes: list[CellError]


VoiceScan = Scan[VoiceRow]


def voice_headers(say: Speech) -> dict[str, str]:
    """The headers of the template, by field."""
    return {
        "words": say("Text"), "date": say("Date"), "touchpoint": say("Touchpoint"), "to_touchpoint": say("Handover to"),
        "source": say("Source"), "face": say("Face"), "reference": say("Order number"), "matter": say("What counts"),
        "came_by": say("How they came"), "function": say("Whose it is"), "organisation": say("Organisation"),
    }  # fmt: skip


def voices_template(points: list[str], matters: list[str], functions: list[str], *, language: str) -> bytes:
    """The empty sheet, with a second one that says what may stand in its columns."""
    say = speech(language)
    headers = list(voice_headers(say).values())
    faces = [f"{face} {face_words(say, face)}" for face in range(1, 6)]
    columns = [points, [source_words(say, one) for one in SOURCES], faces, matters,
               [came_by_words(say, one) for one in WAYS], functions]  # fmt: skip
    deep = max(len(column) for column in columns)
    rows = [tuple(column[at] if at < len(column) else "" for column in columns) for at in range(deep)]
    named = [headers[2], headers[4], headers[5], headers[7], headers[8], headers[9]]
    sheets = [Sheet(say("Voices"), headers, [], WIDTHS), Sheet(say("What may stand there"), named, rows, (26.0,) * 6)]
    return write_workbook(sheets, shortened=say("… (shortened)"))


def preview_voices(data: bytes, filename: str, *, sheet: str | None = None, limit: Limit = OTHERS) -> VoicePreview:
    """What stands in the file, and which column seems to be which. UnreadableFile when it cannot be opened."""
    grid = _grid(data, filename, sheet, limit)
    proposal: dict[str, str] = {}
    for name, synonyms in _SYNONYMS.items():
        found = next((label for label in grid.columns if folded(label) in synonyms), None)
        if found is not None and found not in proposal.values():
            proposal[name] = found
    refuse_doubles(grid, proposal)
    free = [label for label in grid.columns if label not in proposal.values()]
    dated = [label for label in grid.columns if looks_dated(grid.data.first(label, ENOUGH))]
    if "date" not in proposal and any(label in dated for label in free):
        proposal["date"] = next(label for label in free if label in dated)
    if "words" not in proposal:
        lengths = {label: int(grid.data.first(label, ENOUGH).str.len().mean() or 0)
                   for label in free if label not in dated and not grid.data.first(label, 1).empty}  # fmt: skip
        if lengths and max(lengths.values()) >= 20:
            proposal["words"] = max(lengths, key=lambda label: lengths[label])
    dated += [proposal["date"]] if "date" in proposal and proposal["date"] not in dated else []
    head = [[shown_cell(cell) for cell in grid.data[label].head(_SHOWN_ROWS)] for label in grid.columns]
    return VoicePreview(
        grid.columns, [list(row) for row in zip(*head, strict=True)], len(grid.row_numbers), proposal,
        {label: possible_formats(grid.data[label]) for label in dated}, grid.notes,
    )  # fmt: skip


def read_voices(
    data: bytes, filename: str, *, columns: Mapping[str, str], zone: str, date_format: str | None = None,
    sheet: str | None = None, limit: Limit = OTHERS,
) -> VoiceScan:  # fmt: skip
    """All the voices of a file, its unreadable cells beside them. `columns`: field -> column, as confirmed."""
    grid = _grid(data, filename, sheet, limit)
    errors: list[CellError] = []
    texts: dict[str, pd.Series] = {}
    empty = pd.Series([""] * len(grid.row_numbers), dtype="str")
    for name in FIELDS:
        if name != "date" and name in columns:
            texts[name], found = plain_texts(
                grid.data[columns[name]], columns[name], grid.row_numbers, as_typed=bool(grid.sheets)
            )
            errors += found
            if name == "face":
                errors += not_numbers(grid.data[columns[name]], columns[name], grid.row_numbers)
    at = np.full(len(grid.row_numbers), np.nan)
    if "date" in columns:
        values = grid.data[columns["date"]]
        form = date_format or (possible_formats(values) or ["iso"])[0]
        at, found = moments(values, form, zone, columns["date"], grid.row_numbers)
        errors += found
    read = [texts.get(name, empty) for name in FIELDS if name != "date"]
    rows = []
    broken = {error.row for error in errors}
    for number, moment, *cells in zip(grid.row_numbers, at, *read, strict=True):
        said = dict(zip((name for name in FIELDS if name != "date"), (str(cell) for cell in cells), strict=True))
        if any(said.values()) or int(number) in broken:
            said |= {"source": _code(said["source"], _sources()), "came_by": _code(said["came_by"], _ways()),
                     "face": _face(said["face"])}  # fmt: skip
            rows.append(VoiceRow(int(number), None if np.isnan(moment) else float(moment), **said))
    digest = hashlib.sha256(data).hexdigest()
    return VoiceScan(rows, said_beside(grid, columns), errors, digest, dict(columns), grid)


def _grid(data: bytes, filename: str, sheet: str | None, limit: Limit) -> Grid:
    titles = {folded(speech(one)("Voices")) for one in LANGUAGES}
    return own_grid(data, filename, names=_SYNONYMS, titles=titles, sheet=sheet, limit=limit)


@cache
def _sources() -> dict[str, str]:
    said = {folded(source_words(speech(language), one)): one for language in LANGUAGES for one in SOURCES}
    also = {word: one for one, words in _ALSO.items() for word in words.split()}
    also |= {"e mail": "email", "passa parola": "word_of_mouth"}
    return also | said | {one.replace("_", " "): one for one in SOURCES}


@cache
def _ways() -> dict[str, str]:
    said = {folded(came_by_words(speech(language), one)): one for language in LANGUAGES for one in WAYS}
    return said | {one.replace("_", " "): one for one in WAYS}


@cache
def _faces() -> dict[str, str]:
    said = {folded(face_words(speech(language), face)): str(face) for language in LANGUAGES for face in range(1, 6)}
    return said | {f"{face} {words}": face for words, face in said.items()}


def _code(cell: str, known: Mapping[str, str]) -> str:
    return known.get(folded(cell), cell)


def _face(cell: str) -> str:
    stars = cell.count("★") or cell.count("⭐") or cell.count("*")
    if stars and not cell.strip("★☆⭐* "):
        return str(stars)
    plain = cell.strip().removesuffix(".0").removesuffix(",0").removesuffix("/5")
    return _faces().get(folded(cell), plain)
