"""Every code that the tables raise has a sentence of its own, in both languages."""

import ast
from pathlib import Path

import pytest

from words.cells import cell_sentence
from words.speech import speech

ROOT = Path(__file__).resolve().parents[2]
MINE = ("unreadable", "zipdoor", "sheetxml", "workbook", "csvs", "grid", "dates", "figures", "tables", "ideas_sheet")
FACTS = {
    "value": "31.02.2026", "cell": "B7", "limit": 5, "accepted": ".xlsx", "kind": ".ods", "sheet": "Nord", "first": 2,
    "sheets": ["Nord", "Sud"], "letters": ["B", "C"], "range": "B1:C1", "field": "start", "columns": ["a", "b"],
    "example": "01/02/2026", "found": 4, "expected": 3, "count": 1, "last": 9,
}  # fmt: skip


def raised_codes() -> set[str]:
    """The codes in the source: first arguments of `refused`, third of `CellError`, and what `_why`, `_figure` give."""
    found = {"formula_without_result", "error_cell", "not_finite", "ambiguous_number", "not_a_number",
             "yes_no_not_number", "date_not_number", "no_such_date", "other_date_format", "two_digit_year",
             "not_a_date", "year_out_of_range", "text_among_dates", "number_not_date",
             "open_quote", "cell_too_long"}  # fmt: skip
    for name in MINE:
        for node in ast.walk(ast.parse((ROOT / "exchange" / f"{name}.py").read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                place = {"refused": 0, "CellError": 2}.get(node.func.id)
                if place is not None and len(node.args) > place and isinstance(node.args[place], ast.Constant):
                    found.add(str(node.args[place].value))  # type: ignore[attr-defined]
    return found


@pytest.mark.parametrize("code", sorted(raised_codes()))
def test_each_code_has_its_sentence_in_italian_and_english(code: str) -> None:
    spoken = {language: cell_sentence(speech(language), code, FACTS, 7, "Inizio") for language in ("it", "en")}
    assert spoken["it"] != spoken["en"] or code == ""
    assert all("%(" not in sentence and sentence[-1] in ".?" for sentence in spoken.values())
    assert "check it, please" not in spoken["en"]


def test_a_sentence_names_row_column_and_what_to_do() -> None:
    said = cell_sentence(speech("en"), "not_a_date", FACTS, 7, "Inizio")
    assert (
        said == "Row 7, column “Inizio”: “31.02.2026” is not a date. Write it as 31/12/2026 14:30, or leave it empty."
    )
    formula = cell_sentence(speech("en"), "formula_without_result", FACTS, 7, "Inizio")
    assert formula.endswith("B7 is a formula without a result; open the file in Excel, save, try again.")


def test_an_unknown_code_still_gives_a_sentence() -> None:
    assert cell_sentence(speech("en"), "never heard of", {}, 7, None) == "Row 7: we cannot read this; check it, please."
