"""Dates of a column: which formats could be meant, and the moments under one format. Never guessed, never mixed.

Formats: "excel" (true dates of a workbook), "iso" (2026-02-01 10:30, with or without offset), "dd/mm/yyyy",
"mm/dd/yyyy" (both also with "-"), "dd.mm.yyyy", "dd mmm yyyy" (Italian or English month), each with an optional time.

A moment without offset is wall clock in the given zone. When clocks go forward, a time that does not exist counts as
the first that does (02:30 counts as 03:00); when they go back, a time that exists twice counts as the first of the two.
"""

import re
from datetime import date
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from exchange.plaintext import ERROR_TEXTS, fits
from exchange.sheetxml import DATE, ERROR, FORMULA, NUMBER, YES_NO
from exchange.unreadable import CellError, shown

Moments = NDArray[np.float64]

EARLIEST_YEAR, LATEST_YEAR = 1970, 2100

_TIME = r"(?:[T ,]+(\d{1,2}):(\d{2})(?::(\d{2}(?:[.,]\d{1,9})?))?\s*([AaPp])?\.?(?:[Mm]\.?)?)?"
_ISO = (
    r"^\d{4}[-/]\d{2}[-/]\d{2}"
    r"(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?\s?(?:[Zz]|UTC|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?$"
)
_OFFSET = r"(?:[Zz]|UTC|:\d{2}(?:[.,]\d+)?\s?[+-]\d{2}(?::?\d{2})?)$"
_SLASHED = rf"^(\d{{1,2}})[-/](\d{{1,2}})[-/](\d{{4}}){_TIME}$"
_DOTTED = rf"^(\d{{1,2}})\.(\d{{1,2}})\.(\d{{4}}){_TIME}$"
_NAMED = rf"^(\d{{1,2}})[ -]([^\W\d_]{{3,}})\.?[ -](\d{{4}}){_TIME}$"
_SHAPES = {"dd/mm/yyyy": _SLASHED, "mm/dd/yyyy": _SLASHED, "dd.mm.yyyy": _DOTTED, "dd mmm yyyy": _NAMED}
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "gen jan gennaio january", "feb febbraio february", "mar marzo march", "apr aprile april",
            "mag may maggio", "giu jun giugno june", "lug jul luglio july", "ago aug agosto august",
            "set sep sett sept settembre september", "ott oct ottobre october", "nov novembre november",
            "dic dec dicembre december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_ANY_DATE = re.compile("|".join((_ISO, _SLASHED, _DOTTED, _NAMED)))
FORMATS = ("excel", "iso", *_SHAPES)


def looks_dated(first: pd.Series) -> bool:
    """Do at least eight in ten cells look like dates? `first`: the first filled cells of a column."""
    filled = list(first)
    hits = sum(1 for cell in filled if cell.startswith(DATE) or _ANY_DATE.match(cell.strip()))
    return bool(filled) and hits * 10 >= len(filled) * 8


def possible_formats(values: pd.Series) -> list[str]:
    """The formats that could be meant by this column: one is an answer, two must be asked, none is no date column.

    Day and month are told apart only by cells that allow one reading; if they contradict each other, both are given.
    """
    filled = values[values != ""].str.strip()
    if filled.empty:
        return ["iso"]
    true_dates = filled.str.startswith(DATE)
    if true_dates.any():
        return ["excel"]
    slashed = filled[fits(filled, _SLASHED)]
    counts = {"iso": int(fits(filled, _ISO).sum()), "slashed": len(slashed)}
    for name in ("dd.mm.yyyy", "dd mmm yyyy"):
        counts[name] = int(fits(filled, _SHAPES[name]).sum())
    best = max(counts, key=lambda name: counts[name])
    if not counts[best]:
        return []
    return _day_or_month(slashed) if best == "slashed" else [best]


def _day_or_month(slashed: pd.Series) -> list[str]:
    parts = slashed.str.extract(r"^(\d{1,2})[-/](\d{1,2})").astype(int).to_numpy()
    first, second = parts[:, 0], parts[:, 1]
    day_first, month_first = bool((first > 12).any()), bool((second > 12).any())
    if day_first != month_first:
        return ["dd/mm/yyyy"] if day_first else ["mm/dd/yyyy"]
    return ["dd/mm/yyyy"] if (first == second).all() else ["dd/mm/yyyy", "mm/dd/yyyy"]


def moments(
    values: pd.Series, form: str, zone: str, column: str, row_numbers: NDArray[np.int64]
) -> tuple[Moments, list[CellError]]:
    """Epoch seconds UTC (NaN where the cell is empty), and every cell that could not be read."""
    if form not in FORMATS:
        raise ValueError(f"unknown date format {form!r}")
    values = values.str.strip().reset_index(drop=True)
    marked = values.str.startswith("\x00").to_numpy(bool)
    filled = (values != "").to_numpy(bool)
    result = np.full(len(values), np.nan)
    plain = values
    readable = filled & ~marked
    if marked.any():
        dated = values.str.startswith(DATE).to_numpy(bool)
        plain = values.where(~dated, values.str.slice(2))
        readable = filled & ~(marked & ~dated)
        if form == "excel":
            # Texts among true dates: only ISO is beyond doubt.
            readable &= dated | fits(values, _ISO).to_numpy(bool)
    at = np.flatnonzero(readable)
    if len(at):
        reader = _iso if form in ("excel", "iso") else _written
        result[at] = reader(plain.iloc[at].reset_index(drop=True), form, zone)
        first = pd.Timestamp(EARLIEST_YEAR, 1, 1).timestamp() - 86_400
        last = pd.Timestamp(LATEST_YEAR + 1, 1, 1).timestamp() + 86_400
        with np.errstate(invalid="ignore"):
            wrong = (result < first) | (result >= last)
        result[wrong] = np.nan
    errors = [
        CellError(int(row_numbers[index]), column, _why(values.iloc[index], form), {"value": _seen(values.iloc[index])})
        for index in np.flatnonzero(filled & np.isnan(result))
    ]
    return result, errors


def _seconds(naive: pd.Series, zone: str) -> Moments:
    """Epoch seconds of wall-clock moments in a zone; of a time that exists twice, the first."""
    index = pd.DatetimeIndex(naive)
    here = index.tz_localize(ZoneInfo(zone), ambiguous=np.ones(len(index), dtype=bool), nonexistent="shift_forward")
    return _epoch(here)


def _epoch(index: pd.DatetimeIndex) -> Moments:
    plain = index.tz_convert("UTC").tz_localize(None).to_numpy().astype("datetime64[us]")
    seconds = plain.astype(np.int64).astype(np.float64) / 1e6
    seconds[np.isnat(plain)] = np.nan
    return seconds


def _iso(texts: pd.Series, _: str, zone: str) -> Moments:
    shaped = fits(texts, _ISO)
    if fits(texts, "[/,zU]").any():
        texts = texts.str.replace("/", "-").str.replace(",", ".").str.replace("UTC", "Z").str.replace("z", "Z")
    texts = texts.where(shaped, "")
    offset = fits(texts, _OFFSET).to_numpy(bool)
    result = np.full(len(texts), np.nan)
    for with_offset in (False, True):
        at = np.flatnonzero((offset == with_offset) & shaped.to_numpy(bool))
        if len(at):
            chosen = texts.iloc[at].str.replace(r"\s+([Z+-])", r"\1", regex=True) if with_offset else texts.iloc[at]
            read = pd.to_datetime(chosen, format="ISO8601", errors="coerce", utc=True)
            everything = pd.DatetimeIndex(read)
            # A year no zone table reaches would overflow when localised.
            index = pd.DatetimeIndex(
                everything.where((everything.year >= EARLIEST_YEAR) & (everything.year <= LATEST_YEAR))
            )
            result[at] = _epoch(index) if with_offset else _seconds(pd.Series(index.tz_localize(None)), zone)
    return result


def _written(texts: pd.Series, form: str, zone: str) -> Moments:
    parts = texts.str.extract(_SHAPES[form])
    matched = parts[0].notna().to_numpy(bool)
    result = np.full(len(texts), np.nan)
    at = np.flatnonzero(matched)
    if not len(at):
        return result
    parts = parts.iloc[at]
    first = parts[0].astype(int).to_numpy()
    if form == "dd mmm yyyy":
        second = parts[1].str.casefold().map(_MONTHS).fillna(0).astype(int).to_numpy()
    else:
        second = parts[1].astype(int).to_numpy()
    day, month = (second, first) if form == "mm/dd/yyyy" else (first, second)
    year = parts[2].astype(int).to_numpy()
    hour = parts[3].fillna("0").astype(int).to_numpy()
    minute = parts[4].fillna("0").astype(int).to_numpy()
    second_of = parts[5].fillna("0").str.replace(",", ".").astype(float).to_numpy()
    half = parts[6].fillna("").str.lower().to_numpy()
    twelve = (half == "a") | (half == "p")
    fine = (hour < 24) & (~twelve | ((hour >= 1) & (hour <= 12))) & (minute < 60) & (second_of < 60)
    hour = np.where(twelve, hour % 12 + np.where(half == "p", 12, 0), hour)
    fine &= (month >= 1) & (month <= 12) & (day >= 1) & (year >= EARLIEST_YEAR) & (year <= LATEST_YEAR)
    months = (np.where(fine, year, 1970) - 1970) * 12 + np.where(fine, month, 1) - 1
    start = months.astype("datetime64[M]")
    days = start.astype("datetime64[D]") + np.where(fine, day - 1, 0)
    fine &= days.astype("datetime64[M]") == start
    micro = np.round(((hour * 60 + minute) * 60 + second_of) * 1e6).astype("timedelta64[us]")
    moment = days.astype("datetime64[us]") + micro
    result[at[fine]] = _seconds(pd.Series(moment[fine]), zone)
    return result


def _seen(cell: str) -> str:
    return shown(cell[2:] if cell.startswith("\x00") else cell)


def _exists(written: str) -> bool:
    """Whether there is such a day, day or month first; "31/02/2026" typed again as a date would be none either."""
    parts = re.split(r"[-/. ]+", re.split(r"[T ,]+\d{1,2}:", written)[0])
    first, second, third = (_MONTHS.get(part.casefold(), 0) if part.isalpha() else int(part) for part in parts[:3])
    ways = [(first, second, third)] if len(parts[0]) == 4 else [(third, second, first), (third, first, second)]
    for year, month, day in ways if parts[1].isdecimal() else ways[:1]:
        try:
            date(year, month, day)
        except ValueError:
            continue
        return True
    return False


def _why(cell: str, form: str) -> str:
    """Why a filled cell of a date column is no moment: the code of the sentence."""
    if cell == FORMULA:
        return "formula_without_result"
    if cell.startswith(ERROR) or cell in ERROR_TEXTS:
        return "error_cell"
    if cell.startswith((NUMBER, YES_NO)):
        return "number_not_date"
    bare = cell[2:] if cell.startswith(DATE) else cell
    year = re.search(r"(?<!\d)\d{4}(?!\d)", bare)
    if _ANY_DATE.match(bare):
        if year and not EARLIEST_YEAR <= int(year[0]) <= LATEST_YEAR:
            return "year_out_of_range"
        if form == "excel" and not cell.startswith(DATE):
            return "text_among_dates" if _exists(bare) else "no_such_date"
        shape = _ISO if form in ("excel", "iso") else _SHAPES[form]
        return "no_such_date" if re.match(shape, bare) else "other_date_format"
    if re.match(r"^\d{1,2}[-/.]\d{1,2}[-/.]\d{2}(\D|$)", bare):
        return "two_digit_year"
    return "not_a_date"
