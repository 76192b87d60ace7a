"""The tally sheet as files: the marks, and what could be voted for, as `manage.py tally` reads them.

The columns are those of the command, whatever the language; an idea's words are as they were voted on. Nothing in them
runs as a formula. Two ideas with the same words are told apart by a number.
"""

from collections.abc import Sequence

from exchange.csvs import write_csv
from exchange.workbook import Value
from models.rounds import RoundKind
from models.tally_sheet import CONSENT_WORDS, TallyLine, TallySheet
from words.speech import speech


def labels_of(sheet: TallySheet, *, language: str) -> dict[str, str]:
    """The words of each option, each of them once."""
    found: dict[str, str] = {}
    for option in sheet.options:
        text = " ".join(option.text.split()) or speech(language)("none of these")
        label, number = text, 1
        while label in found.values():
            number += 1
            label = f"{text} ({number})"
        found[option.id] = label
    return found


def sheet_csv(sheet: TallySheet, *, language: str) -> bytes:
    """One line a mark: voter, group, option, value; duels winner, loser, voter, group."""
    labels = labels_of(sheet, language=language)
    criteria = sheet.settings.criteria
    if sheet.kind is RoundKind.DUELS:
        columns = ["winner", "loser", "n", "voter", "group"]
        rows: list[Sequence[Value]] = [
            [labels[line.option_id], labels[line.loser_id], 1, line.voter, line.side] for line in sheet.lines
        ]
        return write_csv(columns, rows)
    columns = ["voter", "group", "option", "value", *(["criterion"] if len(criteria) > 1 else [])]
    return write_csv(columns, [
        [line.voter, line.side, labels[line.option_id], _value(sheet, line),
         *([criteria[line.criterion]] if len(criteria) > 1 else [])]
        for line in sheet.lines
    ])  # fmt: skip


def options_csv(sheet: TallySheet, *, language: str) -> bytes:
    """What could be voted for, also what nobody marked; with its cost where there is one."""
    labels = labels_of(sheet, language=language)
    return write_csv(["option", "cost"], [[labels[option.id], option.cost or 0] for option in sheet.options])


def command_of(sheet: TallySheet) -> str:
    """What counts the two files again."""
    said = ["python manage.py tally", "SHEET.csv", f"--method {sheet.method}", "--options OPTIONS.csv"]
    if sheet.kind is RoundKind.BUDGET:
        settings = sheet.settings
        said += [f"--money {settings.money}", f"--completion {settings.completion}", f"--fill {settings.fill}"]
    return " ".join([*said, "--json"])


def _value(sheet: TallySheet, line: TallyLine) -> Value:
    return CONSENT_WORDS[line.value] if sheet.kind is RoundKind.CONSENT else line.value
