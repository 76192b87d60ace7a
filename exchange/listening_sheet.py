"""Voices as a sheet: the template handed out, and a list of reviews, calls or e-mails read back as plain rows.

Which column is which is proposed from the names, Italian and English, and changed by the person. What a cell may mean
is decided later by the rules in `models`; here only what a table can say: rows, dates, cells that cannot be read.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from exchange.columns import ENOUGH, refuse_doubles
from exchange.dates import looks_dated, moments, possible_formats
from exchange.grid import Grid
from exchange.own_table import Scan, own_grid, said_beside
from exchange.plaintext import folded
from exchange.tables import not_numbers, plain_texts, shown_cell
from exchange.unreadable import OTHERS, CellError, Limit
from exchange.workbook import Sheet, write_workbook
from exchange.yes_no import answers
from words.listening import came_by_words, face_words, source_words, tick_words
from words.speech import LANGUAGES, Speech, speech

FIELDS = ("words", "date", "touchpoint", "to_touchpoint", "source", "face", "reference", "matter", "came_by",
          "function", "organisation", "profile", "said_what", "said_when", "said_proof", "recommends", "effort",
          "key")  # fmt: skip
TICKS = ("said_what", "said_when", "said_proof")
FIGURES = ("face", "recommends", "effort")
WIDTHS = (70.0, 14.0, 24.0, 24.0, 20.0, 14.0, 18.0, 16.0, 22.0, 18.0, 24.0, 18.0, 24.0, 24.0, 24.0, 18.0,
          18.0)  # fmt: skip
SOURCES = ("phone", "email", "shop", "review", "social", "chat", "visit", "meeting", "word_of_mouth", "forum", "door")
WAYS = ("friend", "reviews", "advert", "last_time", "shop", "other")
_SHOWN_ROWS = 8
_NAMES = {
    "words": "testo parole commento feedback recensione messaggio frase descrizione nota note words text comment review"
    " message sentence description content contenuto",
    "date": "data giorno quando date day when created_at created data_recensione review_date",
    "touchpoint": "punto_di_contatto dove touchpoint touch_point where punto luogo",
    "to_touchpoint": "passaggio_a verso a_punto handover_to hand_over_to to_touchpoint portava_a led_to",
    "source": "fonte sentito sentita source heard origine provenienza",
    "face": "faccina voto valutazione stelle punteggio face rating stars score"
    " faccina_da_1_a_5 face_1_to_5",
    "reference": "ordine numero_ordine n_ordine riferimento order order_number reference",
    "matter": "che_cosa_conta conta what_counts what_matters matter",
    "came_by": "come_ci_ha_conosciuti conosciuti how_they_came came_by",
    "function": "di_chi_e funzione reparto function whose_it_is department",
    "organisation": "organizzazione azienda cliente_azienda organisation organization company",
    "profile": "profilo tipo_di_cliente profile kind_of_customer",
    "said_what": "che_cosa_e_successo what_happened",
    "said_when": "quando_e_dove when_and_where",
    "said_proof": "riscontro prova proof",
    "recommends": "nps consiglierebbe recommends",
    "effort": "ces facilita effort",
    "key": "chiave key id_recensione review_id",
}
# What it was heard through, or where it happened: only its cells tell.
_CHANNEL = {"canale", "canali", "channel"}
# "Voto 1-5" is a "Voto": what may stand at the end of a header of each scale.
_SCALES = {"face": r" (?:da |from )?(?:1 (?:a |to )?|su |out of )5", "recommends": r" (?:da |from )?0 (?:a |to )?10",
           "effort": r" (?:da |from )?1 (?:a |to )?7"}  # fmt: skip
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
    there. ticks: what makes it argued. key: what tells two rows apart that say the same.
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
    profile: str = ""
    recommends: str = ""
    effort: str = ""
    key: str = ""
    ticks: tuple[bool, bool, bool] = (False, False, False)


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
        "profile": say("Profile"), **dict(tick_words(say)), "recommends": say("Would recommend us, 0 to 10"),
        "effort": say("It was easy, 1 to 7"), "key": say("Key"),
    }  # fmt: skip


@cache
def _synonyms() -> dict[str, set[str]]:
    """The folded headers of each field: those of our own sheets in both languages, and what people call them."""
    ours = [voice_headers(speech(language)) for language in LANGUAGES]
    return {name: {folded(word) for word in words.split()} | {folded(one[name]) for one in ours}
            for name, words in _NAMES.items()}  # fmt: skip


def voices_template(
    points: list[str], matters: list[str], functions: list[str], profiles: list[str], *, language: str
) -> bytes:
    """The empty sheet, with a second one that says what may stand in its columns."""
    say = speech(language)
    # A key comes with a table that was taken out, and is nobody's to fill in.
    headers = [header for name, header in voice_headers(say).items() if name != "key"]
    faces = [f"{face} {face_words(say, face)}" for face in range(1, 6)]
    columns = [points, [source_words(say, one) for one in SOURCES], faces, matters,
               [came_by_words(say, one) for one in WAYS], functions, profiles, [say("yes"), say("no")]]  # fmt: skip
    deep = max(len(column) for column in columns)
    rows = [tuple(column[at] if at < len(column) else "" for column in columns) for at in range(deep)]
    named = [headers[2], headers[4], headers[5], headers[7], headers[8], headers[9],
             headers[11], headers[12]]  # fmt: skip
    sheets = [Sheet(say("Voices"), headers, [], WIDTHS), Sheet(say("What may stand there"), named, rows, (26.0,) * 8)]
    return write_workbook(sheets, shortened=say("… (shortened)"))


def preview_voices(data: bytes, filename: str, *, sheet: str | None = None, limit: Limit = OTHERS) -> VoicePreview:
    """What stands in the file, and which column seems to be which. UnreadableFile when it cannot be opened."""
    grid = _grid(data, filename, sheet, limit)
    proposal: dict[str, str] = {}
    for name, synonyms in _synonyms().items():
        scale = re.compile(f"{_SCALES[name]}$" if name in _SCALES else r"(?!)")
        found = next((label for label in grid.columns if folded(label) in synonyms), None) or next(
            (label for label in grid.columns if scale.sub("", folded(label)) in synonyms), None
        )
        if found is not None and found not in proposal.values():
            proposal[name] = found
    for label in grid.columns:
        if folded(label) in _CHANNEL and label not in proposal.values():
            proposal.setdefault(_heard_or_where(grid.data.first(label, ENOUGH)), label)
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
        if name != "date" and name not in TICKS and name in columns:
            texts[name], found = plain_texts(
                grid.data[columns[name]], columns[name], grid.row_numbers, as_typed=bool(grid.sheets)
            )
            errors += found
            if name in FIGURES:
                errors += not_numbers(grid.data[columns[name]], columns[name], grid.row_numbers)
    at = np.full(len(grid.row_numbers), np.nan)
    if "date" in columns:
        values = grid.data[columns["date"]]
        form = date_format or (possible_formats(values) or ["iso"])[0]
        at, found = moments(values, form, zone, columns["date"], grid.row_numbers)
        errors += found
    ticks = [_ticked(grid, columns.get(name), errors) for name in TICKS]
    named = [name for name in FIELDS if name != "date" and name not in TICKS]
    read = [texts.get(name, empty) for name in named]
    rows = []
    broken = {error.row for error in errors}
    for number, moment, what, when, proof, *cells in zip(grid.row_numbers, at, *ticks, *read, strict=True):
        said: dict[str, Any] = dict(zip(named, (str(cell) for cell in cells), strict=True))
        # A row that was only numbered says nothing.
        if any(cell for name, cell in said.items() if name != "key") or int(number) in broken:
            said |= {"source": _code(said["source"], _sources()), "came_by": _code(said["came_by"], _ways()),
                     "face": _face(said["face"]), "ticks": (bool(what), bool(when), bool(proof))}  # fmt: skip
            rows.append(VoiceRow(int(number), None if np.isnan(moment) else float(moment), **said))
    digest = hashlib.sha256(data).hexdigest()
    return VoiceScan(rows, said_beside(grid, columns), errors, digest, dict(columns), grid)


def _heard_or_where(first: pd.Series) -> str:
    """Which field a channel is: the source where at least half of its filled cells name one, else the touchpoint."""
    return "source" if sum(folded(cell) in _sources() for cell in first) * 2 >= len(first) else "touchpoint"


def _ticked(grid: Grid, label: str | None, errors: list[CellError]) -> NDArray[np.bool_]:
    """Which rows have a yes in this column; what is neither yes nor no joins the errors."""
    if label is None:
        return np.zeros(len(grid.row_numbers), dtype=bool)
    said, found = answers(grid.data[label], label, grid.row_numbers)
    errors += found
    return np.equal(said, 1.0)


def _grid(data: bytes, filename: str, sheet: str | None, limit: Limit) -> Grid:
    titles = {folded(speech(one)("Voices")) for one in LANGUAGES}
    return own_grid(data, filename, names={**_synonyms(), "channel": _CHANNEL}, titles=titles, sheet=sheet, limit=limit)


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
