"""`/my-data`, `/download/my-data.json`, `/erase-me`: take one's data away in one file, or have it erased (law 7)."""

import json

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from models.access import May, Viewer
from models.errors import NotSignedIn, Refusal
from models.my_data import export_my_data
from models.privacy import erase_person
from store import clock
from store.backup import note_erased
from store.settings import settings
from web.entry import ask, attempt, forget_response, page, viewer_of
from web.turns import in_thread
from words.refusals import refusal_sentence
from words.speech import speech


async def my_data(request: Request) -> Response:
    """What there is to take or to erase, and what erasing does."""
    viewer = await _somebody(request)
    return page(request, "my_data.html", viewer, sentence="", typed={})


async def download(request: Request) -> Response:
    """Everything about the person who asks, as one JSON file."""
    viewer = await _somebody(request)
    found = await ask(_export, viewer)
    body = json.dumps(found, ensure_ascii=False, indent=2, sort_keys=True)
    return Response(
        body, media_type="application/json",
        headers={"Content-Disposition": 'attachment; filename="my-data.json"', "Cache-Control": "no-store"},
    )  # fmt: skip


async def erase(request: Request) -> Response:
    """Erase the person who asks; nothing happens without the tick."""
    viewer = await _somebody(request)
    form = await request.form()
    typed = {name: str(form.get(name, "")) for name in ("form_key", "words", "sure")}
    try:
        if not typed["sure"]:
            raise Refusal("erase_not_sure", field="sure")
        saved = await attempt(erase_person, viewer, form_key=typed["form_key"], words=bool(typed["words"]))
    except Refusal as refusal:
        sentence = refusal_sentence(speech(viewer.language), refusal.code, refusal.facts, refusal.field)
        return page(request, "my_data.html", viewer, status=422, sentence=sentence, typed=typed)
    # After it is saved: an id on the list of somebody who is still here would erase them at the next restore.
    await in_thread(note_erased, settings().var / "erased.txt", str(saved.answer))
    answer = RedirectResponse(f"/erased?lang={viewer.language}", status_code=303)
    forget_response(answer)
    return answer


async def erased(request: Request) -> Response:
    """The last page: it is done."""
    return page(request, "erased.html", await viewer_of(request))


async def _somebody(request: Request) -> Viewer:
    viewer = await viewer_of(request)
    if not viewer.may(May.ACCOUNT_OWN):
        raise NotSignedIn()
    return viewer


def _export(session: Session, viewer: Viewer) -> dict[str, object]:
    return export_my_data(session, viewer, now=clock.now())


ROUTES = [
    Route("/my-data", my_data, methods=["GET"]),
    Route("/download/my-data.json", download, methods=["GET"]),
    Route("/erase-me", my_data, methods=["GET"]),
    Route("/erase-me", erase, methods=["POST"]),
    Route("/erased", erased, methods=["GET"]),
]
