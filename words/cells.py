"""What is said about a file that cannot be read: which cell, why, and what to do. One sentence a code.

The codes come from `exchange`; here they are plain strings and facts, so that `words` imports nothing else of ours.
"""

from collections.abc import Mapping

from words.cell_notes import about_note, counted_note, one_line
from words.speech import Speech

Say = Speech
OURS = ("idea", "stage", "week", "arrived")
"""Columns of our own sheets, found by their headers alone: nobody is asked which one it is."""


def cell_sentence(
    say: Say, code: str, facts: Mapping[str, object], row: int | None = None, column: str | None = None
) -> str:
    """The whole sentence for one thing wrong in a file: where, what, what to do. Never empty, for any code."""
    said = {name: _listed(value) for name, value in facts.items()}
    if isinstance(limit := facts.get("limit"), int):
        said["limit"] = say.number(limit)
    if counted := counted_note(say, code, facts):
        return counted
    named = {"value": "", "accepted": "", "limit": "", "cell": "", "field": "", "columns": "", **said}
    about_file = _about_file(say, code, named)
    if about_file:
        return about_file
    column = one_line(column or "")
    named |= {"row": str(row or ""), "column": column}
    about_table = _about_table(say, code, named) or about_note(say, code, named)
    if about_table:
        return about_table
    return _where(say, row, column) + (_about_cell(say, code, named) or say("we cannot read this; check it, please."))


def _listed(value: object) -> str:
    return ", ".join(one_line(part) for part in value) if isinstance(value, (list, tuple)) else one_line(value)


def _where(say: Say, row: int | None, column: str | None) -> str:
    if row is not None and column:
        return say("Row %(row)s, column “%(column)s”: ", row=row, column=column)
    if row is not None:
        return say("Row %(row)s: ", row=row)
    if column:
        return say("Column “%(column)s”: ", column=column)
    return ""


def _about_file(say: Say, code: str, said: Mapping[str, str]) -> str:
    match code:
        case "empty_file":
            return say("This file is empty (0 bytes). Save it again and choose it once more.")
        case "too_big":
            return say("This file is too large: at most %(limit)s MB. Split it, or leave out columns.", **said)
        case "old_or_locked":
            return say(
                "This is either an old .xls or an .xlsx protected by a password. "
                "Open it in Excel and save it as .xlsx without a password."
            )
        case "not_a_workbook":
            return say("This is not an Excel file, whatever its name says. We read %(accepted)s.", **said)
        case "not_a_csv":
            return say("This is not a CSV file, whatever its name says. We read %(accepted)s.", **said)
        case "wrong_kind" if said.get("kind"):
            return say("We do not open %(kind)s files. Save it as .xlsx; we read %(accepted)s.", **said)
        case "wrong_kind":
            return say("We do not open files of this kind. We read %(accepted)s.", **said)
        case "unsafe_file":
            return say(
                "This file is built in a way that could harm, so it was not opened. "
                "Open it in Excel, save it under a new name and try again."
            )
        case "no_workbook":
            return say("There is no Excel workbook in this file. We read %(accepted)s.", **said)
        case "no_sheet":
            return say("This workbook has no sheet with cells, only charts. Put the table on a sheet and save again.")
        case "damaged_file":
            return say("This file is damaged and cannot be opened. Open it in Excel, save it again and try once more.")
        case "which_sheet":
            return say("This workbook has several sheets (%(sheets)s): say which one to read.", **said)
        case "sheet_unknown":
            return say("There is no sheet “%(sheet)s” here. The sheets are: %(sheets)s.", **said)
        case "no_rows":
            return say("There are no rows under the header: this table is empty.")
        case "too_many_rows":
            return say("This table is too long: at most %(limit)s rows. Split the file.", **said)
    return ""


def _about_table(say: Say, code: str, said: Mapping[str, str]) -> str:
    match code:
        case "header_missing":
            return say("Row %(row)s looks like data, not like a header. Put the names of the columns in row 1.", **said)
        case "header_twice":
            return say(
                "The header “%(column)s” stands over several columns (%(letters)s). Rename all but one of them.", **said
            )
        case "header_merged":
            return say(
                "The header in %(range)s is merged, so the columns after the first have no name. "
                "Unmerge it and write a name over each column.",
                **said,
            )
        case "column_missing" if said["field"] in OURS:
            wanted = {**said, "field": _field_words(say, said["field"]), "header": _our_header(say, said["field"])}
            return say("No column found for %(field)s. The columns are: %(columns)s. Write “%(header)s” over the right"
                       " one.", **wanted)  # fmt: skip
        case "column_missing":
            wanted = {**said, "field": _field_words(say, said["field"])}
            return say("No column found for %(field)s. The columns are: %(columns)s. Say which one it is.", **wanted)
        case "column_unknown":
            return say("There is no column “%(column)s”. The columns are: %(columns)s.", **said)
        case "ambiguous_dates":
            return say(
                "In the column “%(column)s” day and month cannot be told apart (%(example)s). "
                "Say which of the two comes first.",
                **said,
            )
        case "too_many_cells":
            return say(
                "Row %(row)s has %(found)s cells where the header has %(expected)s. "
                "A separator too many? Put the text in quotes.",
                **said,
            )
        case "open_quote":
            return say("Near row %(row)s a quotation mark is opened and not closed properly. Correct it there.", **said)
        case "damaged_log":
            return say("This event log is damaged or no XES at all: export it again.")
        case "unsafe_log":
            return say("This event log is built in a way that could harm, so it was not read.")
        case "which_process":
            return say("The file holds several processes (%(names)s): say which one.", **said)
        case "no_such_process":
            return say("There is no process “%(value)s” in this file. It has: %(names)s.", **said)
        case "json_line":
            return say("Line %(row)s is not one JSON object.", **said)
        case "json_value":
            return say("Line %(row)s: “%(column)s” holds an object or a list. Send plain values.", **said)
        case "too_many_columns":
            return say(
                "Row %(row)s has more than %(limit)s cells, and no table of ours is as wide. Keep only the columns you"
                " need.", **said,
            )  # fmt: skip
        case "json_keys":
            return say("There are more than %(limit)s different keys. Send those of a case only.", **said)
        case "no_trace":
            return say("There are no cases (traces) in this event log.")
        case "no_such_event":
            return say("No event is called “%(value)s” here. The events are: %(names)s.", **said)
        case "event_without_time":
            return say("Case %(case)s has an event without a readable time (%(value)s).", **said)
        case "figure_of_case":
            return say("Case %(case)s: “%(value)s” is not a number one can count with. Correct or remove it.", **said)
        case "cell_too_long":
            return say("Near row %(row)s a cell is far too long. Is a quotation mark left open?", **said)
    return ""


def _our_header(say: Say, field: str) -> str:
    """What our own sheet writes over a column."""
    return {"idea": say("Idea"), "stage": say("Stage"), "week": say("Week"), "arrived": say("Arrived")}[field]


def _field_words(say: Say, field: str) -> str:
    """What a column is for, in the middle of a sentence."""
    words = {
        "case_id": say("the case number"),
        "start": say("the start"),
        "end": say("the end"),
        "idea": say("the idea"),
        "stage": say("the stage"),
        "week": say("the week"),
        "arrived": say("how many arrived"),
    }
    return words.get(field, f"“{field}”")


def _about_cell(say: Say, code: str, said: Mapping[str, str]) -> str:
    match code:
        case "formula_without_result":
            return say("%(cell)s is a formula without a result; open the file in Excel, save, try again.", **said)
        case "error_cell":
            return say("%(cell)s holds the error %(value)s. Correct it or empty the cell.", **said)
        case "no_such_date":
            return say("“%(value)s” does not exist as a date or time. Correct it.", **said)
        case "year_out_of_range":
            return say("the year in “%(value)s” cannot be right: we read 1970 to 2100.", **said)
        case "two_digit_year":
            return say("“%(value)s” has a year of two digits. Write all four.", **said)
        case "other_date_format":
            return say("“%(value)s” is written unlike the other dates of this column. Write all of them alike.", **said)
        case "text_among_dates":
            return say("“%(value)s” is text, while the others are true dates. Type it again as a date.", **said)
        case "number_not_date":
            return say("“%(value)s” is a number, not a date. Give the column a date format in Excel.", **said)
        case "not_a_date":
            return say("“%(value)s” is not a date. Write it as 31/12/2026 14:30, or leave it empty.", **said)
        case "not_finite":
            return say("“%(value)s” is not a number one can count with. Correct it or empty the cell.", **said)
        case "ambiguous_number":
            return say("“%(value)s”: is this sign the decimal one or for thousands? Write no thousands signs.", **said)
        case "yes_no_not_number":
            return say("here stands yes or no, and a number is needed.")
        case "date_not_number":
            return say("“%(value)s” is a date, and a number is needed.", **said)
        case "not_yes_no":
            return say("“%(value)s” is neither yes nor no. Write yes or no, or leave it empty.", **said)
        case "not_a_number":
            return say("“%(value)s” is not a number. Correct it or empty the cell.", **said)
        case "not_whole":
            return say("“%(value)s” is not a whole number from 0 upwards. Write how many they were.", **said)
        case "case_id_missing":
            return say("the case has no number or code. Write one, or delete the row.")
        case "idea_missing":
            return say("there is no idea in this row. Write it, or delete the row.")
        case "key_twice":
            return say("the key “%(value)s” already stands in row %(first)s. Each idea has its own.", **said)
    return _about_rule(say, code, said)


def _about_rule(say: Say, code: str, said: Mapping[str, str]) -> str:
    """A cell that can be read, but may not come in."""
    match code:
        case "too_long":
            return say("this is too long: %(limit)s characters at most. Shorten it.", **said)
        case "nothing_there":
            return say("this cell is empty, and it is needed. Fill it, or delete the row.")
        case "unreadable_characters":
            return say("there is an invisible character in here. Type the text again.")
        case "touchpoint_unknown":
            return say("there is no touchpoint “%(value)s” here. Write one we know, or empty the cell.", **said)
        case "side_unknown":
            return say(
                "“%(value)s” is neither a side nor a function here. Write who promises, who keeps or who receives,"
                " or empty the cell.", **said,
            )  # fmt: skip
        case "stage_missing":
            return say("the stage is missing. Write one of the journey.")
        case "stage_unknown":
            return say("there is no stage “%(value)s” here. Write one of the journey, as it is called there.", **said)
        case "more_left":
            return say("more people leave than arrive. Check both figures.")
        case "week_twice":
            return say("this week of the stage already stands in row %(first)s. Leave one of the two.", **said)
        case "too_large":
            return say("this number is too large: at most %(limit)s. Check it.", **said)
        case "too_small":
            return say("this number is too small: at least %(limit)s. Check it.", **said)
        case "week_ahead":
            return say("this week has not begun yet.")
        case "name_unknown":
            return say("there is no “%(value)s” here. Write one we know, or empty the cell.", **said)
        case "face_unknown":
            return say("“%(value)s” is none of the five faces. Write a number from 1 to 5, or empty the cell.", **said)
        case "not_on_scale":
            return say("“%(value)s” is not on this scale: %(least)s to %(most)s. Correct it or empty the cell.", **said)
        case "not_an_option":
            return say("this is none of the choices of the template. Write one of them, or empty the cell.")
        case "in_the_future":
            return say("that moment has not come yet.")
        case "same_place":
            return say("a hand-over goes from one touchpoint to another one.")
        case "empty":
            return say("there is neither a text nor a face in this row. Write one, or delete the row.")
        case "key_unknown":
            return say(
                "the key “%(value)s” is unknown in this group. Empty the cell: the idea comes in as new.", **said
            )
        case "idea_changed":
            return say(
                "this idea is here already, and says something else. Change it in the app, or empty its key:"
                " it then comes in as new."
            )
    return ""
