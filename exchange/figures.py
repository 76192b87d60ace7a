"""Numbers of a column, as people write them: decimal comma or point, with or without thousands. Empty is not zero.

A lone sign is the decimal one ("1,5", "1.234"); thousands are believed only where the column proves them ("1.234,50",
"1.234.567", or "1.234" beside "12,5"). Where both readings stay possible in one column, it is refused, not guessed.
"""

import math
import re

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from exchange.sheetxml import DATE, ERROR, FORMULA, NUMBER, YES_NO
from exchange.unreadable import CellError, shown

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,4})?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(\D\d{3})+(\D\d*)?")
_SPACES = re.compile(r"[\s\u202f\u00a0'’]")


def figures(
    values: pd.Series, column: str, row_numbers: NDArray[np.int64]
) -> tuple[NDArray[np.float64], list[CellError]]:
    """The numbers (NaN where the cell is empty), and every cell that is no finite number."""
    result = np.full(len(values), np.nan)
    texts = [str(cell).strip() for cell in values]
    decimal = _decimal_sign([text for text in texts if text and not text.startswith("\x00")])
    errors = []
    for index, text in enumerate(texts):
        if not text:
            continue
        number, code = _figure(text, decimal)
        if code:
            value = shown(text[2:] if text.startswith("\x00") else text)
            errors.append(CellError(int(row_numbers[index]), column, code, {"value": value}))
        result[index] = number
    return result, errors


def looks_numeric(first: pd.Series) -> bool:
    """Are at least eight in ten cells numbers? `first`: the first filled cells of a column."""
    filled = [str(cell).strip() for cell in first]
    return bool(filled) and sum(1 for cell in filled if not _figure(cell, "")[1]) * 10 >= len(filled) * 8


def _decimal_sign(texts: list[str]) -> str:
    """ "." or "," where the column proves it, "" where each cell speaks for itself, "?" where it cannot be told."""
    proven: set[str] = set()
    lone: dict[str, bool] = {}
    for text in texts:
        points, commas = text.count("."), text.count(",")
        if points and commas:
            proven.add("." if text.rfind(".") > text.rfind(",") else ",")
        elif points > 1 or commas > 1:
            proven.add("," if points else ".")
        elif points or commas:
            sign = "." if points else ","
            loose = not re.fullmatch(r"[+-]?[1-9]\d{0,2}[.,]\d{3}", text)
            lone[sign] = lone.get(sign, False) or loose
    if len(proven) == 1:
        return proven.pop()
    if len(proven) > 1:
        return "?"
    if len(lone) == 2 and not all(lone.values()):
        # "1.234" beside "12,5": the loose one is decimal. Both tight: nobody can tell.
        return next((sign for sign, loose in lone.items() if loose), "?")
    return ""


def _figure(text: str, decimal: str) -> tuple[float, str]:
    """The number and "", or NaN and the code of why not."""
    if text.startswith(NUMBER):
        number = float(text[2:])
        return (number, "") if math.isfinite(number) else (math.nan, "not_finite")
    if text.startswith("\x00"):
        codes = {YES_NO: "yes_no_not_number", DATE: "date_not_number", ERROR: "error_cell"}
        return math.nan, "formula_without_result" if text == FORMULA else codes.get(text[:2], "not_a_number")
    bare = _SPACES.sub("", text).replace("\u2212", "-")
    if bare.casefold().lstrip("+-") in ("nan", "inf", "infinity"):
        return math.nan, "not_finite"
    if decimal == "?" and ("." in bare or "," in bare):
        return math.nan, "ambiguous_number"
    if decimal in (".", ","):
        group = "," if decimal == "." else "."
        if group in bare and not _GROUPED.fullmatch(bare):
            return math.nan, "not_a_number"
        bare = bare.replace(group, "")
    bare = bare.replace(",", ".")
    if not bare.isascii() or not _NUMBER.fullmatch(bare):
        return math.nan, "not_a_number"
    number = float(bare)
    return (number, "") if math.isfinite(number) else (math.nan, "not_finite")
