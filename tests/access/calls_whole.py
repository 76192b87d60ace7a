"""The calls of what is for the whole organisation: boards, the month, a group taken out and taken in."""

from typing import Any

from models import boards, group_archive, group_restore, month
from models.access import Viewer
from models.archive_shape import Archive
from tests.access.calls import ids
from tests.access.scene import Scene


def _board(scene: Scene, viewer: Viewer) -> dict[str, Any]:
    """A board of this very call, hung by who may."""
    made = boards.open_board(
        scene.session, scene.people["administrator"], now=scene.now, name="Magazzino", language="it"
    )
    return {"board_id": made}


def _archive(scene: Scene, viewer: Viewer) -> dict[str, Any]:
    """An archive of the group that is here: whoever may take one in is told that it is."""
    return {"archive": Archive("a" * 32, scene.now, "Altrove", "Un tavolo", {"groups": [{"id": scene["group"]}]})}


CALLS: list[tuple[str, Any, Any]] = [
    ("boards.boards_all", boards.boards_all, lambda s, v: (_board(s, v), {})[1]),
    ("boards.close_board", boards.close_board, _board),
    ("boards.open_board", boards.open_board, lambda s, v: {"name": "Bottega", "language": "it"}),
    ("boards.renew_board", boards.renew_board, _board),
    ("group_archive.archive_group", group_archive.archive_group, ids(group_id="group")),
    ("group_archive.archive_of", group_archive.archive_of, ids(group_id="group")),
    ("group_restore.restore_group", group_restore.restore_group, _archive),
    ("group_restore.restore_plan", group_restore.restore_plan, _archive),
    ("month.month_of", month.month_of, lambda s, v: {"first": s.now.date().replace(day=1), "zone": "Europe/Rome"}),
]
