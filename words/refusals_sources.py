"""How evidence that comes by itself says no: keys, databases, links for watching, large files."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from words.speech import Speech


def sentences(say: Speech, facts: Mapping[str, Any]) -> dict[str, str]:
    """Code -> sentence, filled with the facts of the refusal at hand."""
    at, zone = facts.get("on"), facts.get("zone")
    moment = say.moment(at, str(zone or "UTC")) if isinstance(at, datetime) else "?"
    limit = say.number(facts["limit"]) if isinstance(facts.get("limit"), int | float) else "?"
    return {
        "load_running": say("Another file is coming in for this process. Wait until it is done, then try again."),
        "load_undone": say(
            "Somebody took this very delivery back on %(moment)s: it does not come in again by itself.", moment=moment
        ),
        "too_many_keys": say("There are %(limit)s keys already. Revoke one that nobody uses.", limit=limit),
        "source_unfit": say(
            "This address is not one we may ask: a PostgreSQL database, or an SQLite file in the folder that the"
            " operator allows."
        ),
        "source_not_select": say("Write one question that begins with SELECT, without a semicolon inside."),
        "key_unknown": say("This key is not one for this process, or it was revoked."),
        "body_unknown": say(
            "Send text/csv, or application/x-ndjson with one object a line; Excel and .csv.gz work too."
        ),
        "body_large": say("This is too large: at most 200 MB. Send it in parts."),
        "only_post": say("Cases come in here with POST, the key in the header Authorization."),
        "not_watchable": say(
            "This promise cannot be watched: choose one that is kept or not, or one of at most 12 hours, still in use."
        ),
        "enough_taps": say("That is %(limit)s for today, more than anybody can see. Go on tomorrow.", limit=limit),
        "not_running": say("No stopwatch is running. Start it when somebody begins to wait."),
        "tap_settled": say("This can no longer be taken back here: it is among the data of the process now."),
    }


def trouble_words(say: Speech, code: str) -> str:
    """Why a database gave no cases, for the list of sources. Empty where all went well."""
    known = {
        "": "",
        "source_unfit": say("The address or the question is not one we may use."),
        "source_away": say("The database did not answer."),
        "source_refused": say(
            "The database refused the question: check the SELECT, the user's rights and the password."
        ),
        "source_slow": say("The database took too long. Ask for less, or add an index there."),
        "source_long": say("The answer is too long: at most one million rows."),
        "source_columns": say(
            "The answer lacks a column, or one can be read in two ways: name them case_id, start and end."
        ),
        "source_cells": say("The answer holds cells that cannot be read, so nothing was taken in."),
        "not_allowed": say("Whoever connected it may no longer bring data to this process."),
        "already_imported": say("There was nothing new."),
    }
    return known.get(code, say("Something went wrong; the data are those of before."))
