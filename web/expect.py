"""`/expect/{token}`: one question about what somebody expects, at the door or in the room. No account, no script.

`/print/expect/{promise_id}`: the same address as a QR, for a conductor to show in a workshop or to print.
"""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from models.access import Viewer
from models.asking import Asking, asking_of
from models.errors import NotFound, Refusal
from models.expectations import Origin, PublicQuestion, answer_expectation, question_at
from store.settings import settings
from web.browsers import browser_of, remember_browser
from web.entry import ask, attempt, page, viewer_of
from web.pace import LEAVING, spend
from web.posters import qr_svg
from words.claim import origin_words
from words.promises import unit_words
from words.refusals import refusal_sentence
from words.speech import speech


async def look(request: Request) -> Response:
    """The question, or that this browser has answered it already."""
    viewer = await viewer_of(request)
    token = request.path_params["token"]
    asked = await ask(question_at, viewer, token=token, browser=browser_of(request))
    return _form(request, viewer, asked, {})


async def answer(request: Request) -> Response:
    """Keep an answer, or say that the first one is safe."""
    viewer = await viewer_of(request)
    token = request.path_params["token"]
    form = await request.form()
    typed = {name: str(form.get(name, "")).strip() for name in ("form_key", "amount", "origin")}
    browser = browser_of(request, typed["form_key"])
    asked = await ask(question_at, viewer, token=token, browser=browser)
    try:
        spend(LEAVING, request)
        saved = await attempt(
            answer_expectation, viewer, form_key=typed["form_key"], token=token, origin=typed["origin"],
            amount=typed["amount"].replace(",", "."), browser=browser, door=request.query_params.get("door", ""),
        )  # fmt: skip
    except NotFound:
        raise
    except Refusal as refusal:
        return _form(request, viewer, asked, typed, refusal)
    thanks = page(request, "expect_thanks.html", viewer, asked=asked, again=saved.again or saved.answer["again"])
    if viewer.person_id is None:
        remember_browser(thanks, browser)
    return thanks


async def poster(request: Request) -> Response:
    """The question and its QR on one sheet."""
    viewer = await viewer_of(request)
    asking = await ask(_open, viewer, promise_id=request.path_params["promise_id"])
    address = expect_address(asking.token)
    return page(request, "expect_poster.html", viewer, question=asking.question, qr=qr_svg(address),
                address=address.split("://", 1)[-1])  # fmt: skip


def expect_address(token: str) -> str:
    """Where people are asked, as they reach it."""
    return f"{settings().public_url}/expect/{token}"


def _form(
    request: Request, viewer: Viewer, asked: PublicQuestion, typed: dict[str, str], refusal: Refusal | None = None
) -> Response:
    if asked.answered:
        return page(request, "expect_thanks.html", viewer, asked=asked, again=True)
    say = speech(viewer.language)
    sentence = refusal_sentence(say, refusal.code, refusal.facts, refusal.field) if refusal else ""
    unit = asked.value_unit if asked.unit == "value" else unit_words(say, asked.unit)
    origins = [(one.value, origin_words(say, one.value)) for one in Origin]
    return page(
        request, "expect.html", viewer, status=422 if refusal else 200, asked=asked, unit=unit, origins=origins,
        typed=typed, field=refusal.field if refusal else None, sentence=sentence,
    )  # fmt: skip


def _open(session: Session, viewer: Viewer, *, promise_id: str) -> Asking:
    found = asking_of(session, viewer, promise_id=promise_id)
    if found is None or not found.is_open:
        raise NotFound()
    return found


ROUTES = [
    Route("/expect/{token}", look, methods=["GET"]),
    Route("/expect/{token}", answer, methods=["POST"]),
    Route("/print/expect/{promise_id}", poster, methods=["GET"]),
]
