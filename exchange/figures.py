"""Numbers of a column, as people write them: decimal comma or point, with or without thousands. Empty is not zero.

A lone sign is the decimal one ("1,5", "1.234"); thousands are believed only where the column proves them ("1.234,50",
"1.234.567", or "1.234" beside "12,5"). Where both readings stay possible in one column, it is refused, not guessed.
"""

import math
import re
from collections.abc import Iterable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from exchange.sheetxml import DATE, ERROR, FORMULA, NUMBER, YES_NO
from exchange.unreadable import CellError, shown

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,4})?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(\D\d{3})+(\D\d*)?")
_SPACES = re.compile(r"[\s\u202f\u00a0'’]")


class Signs:
    """What a column shows of its decimal sign, piece by piece."""

    def __init__(self) -> None:
        """Nothing seen yet."""
        self._proven: set[str] = set()
        self._lone: dict[str, bool] = {}

    def see(self, values: Iterable[str]) -> None:
        """Look at more cells."""
        for text in values:
            if text and not text.startswith("\x00"):
                self._see(text.strip())

    def sign(self) -> str:
        """ "." or "," where the column proves it, "" where each cell speaks for itself, "?" where nobody can tell."""
        if len(self._proven) == 1:
            return next(iter(self._proven))
        if len(self._proven) > 1:
            return "?"
        if len(self._lone) == 2 and not all(self._lone.values()):
            # "1.234" beside "12,5": the loose one is decimal. Both tight: nobody can tell.
            return next((sign for sign, loose in self._lone.items() if loose), "?")
        return ""

    def _see(self, text: str) -> None:
        points, commas = text.count("."), text.count(",")
        if points and commas:
            self._proven.add("." if text.rfind(".") > text.rfind(",") else ",")
        elif points > 1 or commas > 1:
            self._proven.add("," if points else ".")
        elif points or commas:
            sign = "." if points else ","
            loose = not re.fullmatch(r"[+-]?[1-9]\d{0,2}[.,]\d{3}", text)
            self._lone[sign] = self._lone.get(sign, False) or loose


def figures(
    values: pd.Series, column: str, row_numbers: NDArray[np.int64], signs: Signs | None = None
) -> tuple[NDArray[np.float64], list[CellError]]:
    """The numbers (NaN where the cell is empty), and every cell that is no finite number.

    `signs`: what the whole column shows, where `values` are a piece of it.
    """
    result = np.full(len(values), np.nan)
    texts = [str(cell).strip() for cell in values]
    if signs is None:
        signs = Signs()
        signs.see(texts)
    decimal = signs.sign()
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
    signs = Signs()
    signs.see(filled)
    return bool(filled) and sum(1 for cell in filled if not _figure(cell, signs.sign())[1]) * 10 >= len(filled) * 8


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
