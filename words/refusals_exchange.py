"""How bringing a file in, and taking it back, says no."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from words.speech import Speech


def sentences(say: Speech, facts: Mapping[str, Any]) -> dict[str, str]:
    """Code -> sentence, filled with the facts of the refusal at hand."""
    at, zone, count = facts.get("on"), facts.get("zone"), facts.get("count")
    moment = say.moment(at, str(zone or "UTC")) if isinstance(at, datetime) else "?"
    n = count if isinstance(count, int) else 0
    return {
        "file_imported": say("This very file was already imported on %(moment)s. Nothing was added.", moment=moment),
        "rows_unreadable": say.many(
            "%(n)s cell cannot come in, so nothing was taken in. Choose the file again to see which.",
            "%(n)s cells cannot come in, so nothing was taken in. Choose the file again to see which.", n,
        ),
        "nothing_new": say("Every idea of this file is already here: there is nothing to bring in."),
        "import_undone": say("This import was already taken back."),
        "import_touched": say.many(
            "Somebody has already acted on %(n)s of these ideas: the import stays. Hide single ideas instead.",
            "Somebody has already acted on %(n)s of these ideas: the import stays. Hide single ideas instead.", n,
        ),
    }  # fmt: skip
