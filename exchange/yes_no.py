"""A column of yes and no, as people write them in Italian and English: 1 kept, 0 not, empty is neither.

Marks that only ever say yes ("x", "ok") beside empty cells are no evidence: `analysis.traps` says so (`only_yes`).
"""

from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.yes_no import NO, YES, folded
from exchange.sheetxml import ERROR, FORMULA, NUMBER, YES_NO
from exchange.unreadable import CellError, shown

_YES = YES | {"v", "passed", "ja", "positivo", "in tempo", "on time", "✓", "✔"}
_NO = NO | {"f", "nein", "negativo", "in ritardo", "late", "not ok", "non ok", "non conforme", "✗", "✘"}
_ENOUGH = 8


def answers(
    values: pd.Series, column: str, row_numbers: NDArray[np.int64], besides: Callable[[str], bool] | None = None
) -> tuple[NDArray[np.float64], list[CellError]]:
    """1.0 for yes, 0.0 for no, NaN for an empty cell, and every cell that is neither (codes `not_yes_no`,
    `error_cell`, `formula_without_result`). `besides`: a third answer that may stand there too, such as "cancelled".
    """
    meaning = {cell: _meaning(cell) for cell in values.unique()}
    third = {cell for cell in meaning if besides is not None and not cell.startswith("\x00") and besides(cell)}
    result = values.map(meaning).to_numpy(dtype=float, na_value=np.nan)
    errors = [
        CellError(int(row_numbers[at]), column, _why(values.iloc[at]), {"value": shown(_bare(values.iloc[at]))})
        for at in np.flatnonzero(np.isnan(result) & (values.str.strip() != "").to_numpy(bool))
        if values.iloc[at] not in third
    ]
    return result, errors


def looks_answered(first: pd.Series) -> bool:
    """Are all these filled cells a yes or a no, and not just ones? `first`: the first filled cells of a column."""
    filled = [str(cell) for cell in first]
    known = [_meaning(cell) for cell in filled]
    plain = {folded(_bare(cell)) for cell in filled}
    return len(filled) >= _ENOUGH and all(one is not None for one in known) and not plain <= {"1"}


def _meaning(cell: str) -> float | None:
    if cell.startswith(YES_NO):
        return float(cell[2:])
    if cell.startswith(NUMBER):
        return {"0": 0.0, "1": 1.0, "0.0": 0.0, "1.0": 1.0}.get(cell[2:])
    if cell.startswith("\x00"):
        return None
    word = folded(cell)
    return 1.0 if word in _YES else 0.0 if word in _NO else None


def _why(cell: str) -> str:
    if cell == FORMULA:
        return "formula_without_result"
    return "error_cell" if cell.startswith(ERROR) else "not_yes_no"


def _bare(cell: str) -> str:
    return cell[2:] if cell.startswith("\x00") else cell
