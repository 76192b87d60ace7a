"""The calls about what is taken away from a workshop: the sheet of a vote, one's own line, the protocol."""

from typing import Any

from models import protocol, tally_sheet
from tests.access.calls import ids

# Name (module.function, and the case in brackets), function, arguments.
CALLS: list[tuple[str, Any, Any]] = [
    ("protocol.workshop_protocol", protocol.workshop_protocol, ids(workshop_id="workshop")),
    ("tally_sheet.tally_sheet", tally_sheet.tally_sheet, ids(round_id="vote")),
    ("tally_sheet.line_of_code", tally_sheet.line_of_code, lambda s, v: {"round_id": s["vote"], "code": "K7P2QX9M4T"}),
]
