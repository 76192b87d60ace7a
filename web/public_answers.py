"""`/avete-detto`, `/you-said`: you said, we did, for anybody. No process, no cost, no person; figures of this moment.

Computed at most once in a few seconds a language, however many ask: a flood meets a finished page.
"""

import time
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from models.access import Viewer
from models.public_answers import PublicEntry, public_answers
from store import clock
from store.settings import settings
from web.entry import ask, page, viewer_of
from web.pace import OUTWARD, spend
from words.speech import speech
from words.you_said import measure_words

SECONDS = 5.0


@dataclass(frozen=True)
class _Kept:
    until: float
    entries: list[PublicEntry]


_kept: dict[tuple[str, str], _Kept] = {}


async def you_said(request: Request) -> Response:
    """Every published entry in its order."""
    spend(OUTWARD, request)
    viewer = await viewer_of(request)
    say = speech(viewer.language)
    entries = await _entries(viewer)
    zone = settings().zone
    told = [
        (one, measure_words(say, m.figure, m.share, m.before, m.target, m.as_of, zone, told=m.told) if m else "")
        for one in entries
        for m in (one.measure,)
    ]
    return page(request, "you_said.html", viewer, entries=told)


async def _entries(viewer: Viewer) -> list[PublicEntry]:
    key, now = (settings().database_url, viewer.language), time.monotonic()
    kept = _kept.get(key)
    if kept is None or kept.until < now:
        kept = _Kept(now + SECONDS, await ask(public_answers, viewer, now=clock.now()))
        _kept[key] = kept
    return kept.entries


def forget() -> None:
    """Forget what was computed (tests)."""
    _kept.clear()


ROUTES = [Route("/avete-detto", you_said, methods=["GET"]), Route("/you-said", you_said, methods=["GET"])]
