"""The calls about the big screen."""

from typing import Any

from models import walls
from tests.access.calls import ids

# Name (module.function, and the case in brackets), function, arguments.
CALLS: list[tuple[str, Any, Any]] = [
    ("walls.open_wall", walls.open_wall, ids(workshop_id="workshop")),
    ("walls.close_wall", walls.close_wall, ids(workshop_id="workshop")),
    ("walls.wall_view", walls.wall_view, ids(workshop_id="workshop")),
    ("walls.show_beat", walls.show_beat, lambda s, v: {"round_id": s["vote"], "beat": 1}),
    ("walls.put_on_wall", walls.put_on_wall, ids(round_id="vote")),
    ("walls.focus_on", walls.focus_on, lambda s, v: {"round_id": s["vote"], "option_id": None}),
]
