"""The app of the example company: the same app, whose clock stands in the story.

The story ends on Monday 23 November 2026. Here the clock goes on from there, so that nothing has expired when somebody
opens the example company months later. uvicorn serves it as `demo.served:app`.
"""

from datetime import UTC, datetime

from app import app
from demo.links import story_now
from store import clock
from store.doors import open_store

__all__ = ["app"]


def go_on() -> None:
    """Let the clock go on from the story's last moment."""
    open_store()
    away = story_now() - datetime.now(UTC)
    clock.set_clock(lambda: datetime.now(UTC) + away)


go_on()
