"""`/commitments`: the public page of what is promised, for anybody. No process, no cost, no internal word."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from models.access import Viewer
from models.base import normal_code
from models.felt import Felt, my_felt, say_how_it_was, told_at_door
from models.publishing import PublicPromise, public_promises
from store import clock
from web.browsers import browser_of, remember_browser
from web.entry import ask, attempt, page, viewer_of
from web.pace import LEAVING, OUTWARD, spend
from words.felt import felt_words
from words.published import commitments_title, kept_words, public_sentence_of, seal_words
from words.speech import Speech, speech

SIGNS = {"supported": "✔", "at risk": "≈", "not supportable": "✕"}
SHOWN_AT_DOOR = 3


@dataclass(frozen=True)
class Commitment:
    """One card: the sentence, how it was kept, its state, and what this customer said. promise_id: "" asks nothing."""

    sentence: str
    kept: str
    state: str
    sign: str
    promise_id: str
    before: Felt | None


async def commitments(request: Request) -> Response:
    """Every published promise, as customers read it, with how it was kept lately; and whether it was so for them."""
    spend(OUTWARD, request)
    viewer = await viewer_of(request)
    told = await _told(request, viewer, await ask(public_promises, viewer, now=clock.now()))
    say = speech(viewer.language)
    title = commitments_title(say, sum(one.state == "supported" for one in told), len(told))
    return page(request, "commitments.html", viewer, promises=told, answers=felt_choices(say), title=title)


async def commitments_at(request: Request, viewer: Viewer, door: str) -> list[Commitment]:
    """A few promises for whoever has just left a word: those told at this door first, then those with a figure; none
    that they have answered.
    """
    found, here = await ask(public_promises, viewer, now=clock.now()), await ask(told_at_door, viewer, door=door)
    told = await _told(request, viewer, sorted(found, key=lambda one: (one.id not in here, one.times is None)))
    return [one for one in told if one.promise_id and one.before is None][:SHOWN_AT_DOOR]


def felt_choices(say: Speech) -> list[tuple[str, str]]:
    """The answers as they are tapped."""
    return [(one.value, felt_words(say, one)) for one in Felt]


async def _told(request: Request, viewer: Viewer, found: Sequence[PublicPromise]) -> list[Commitment]:
    before = await ask(my_felt, viewer, promise_ids=[one.id for one in found], browser=browser_of(request))
    say = speech(viewer.language)
    told, asked = [], set()
    for one in found:
        times = one.times
        state = seal_words(say, one, times).state
        # A promise that is published choice by choice is asked about once.
        told.append(Commitment(public_sentence_of(say, one), kept_words(say, one, times), state, SIGNS.get(state, "?"),
                               "" if one.id in asked else one.id, before.get(one.id)))  # fmt: skip
        asked.add(one.id)
    return told


async def felt(request: Request) -> Response:
    """Keep an answer, and say thanks."""
    viewer = await viewer_of(request)
    form = await request.form()
    key, answer = str(form.get("form_key", "")), str(form.get("answer", ""))
    browser, promise_id = browser_of(request, key), request.path_params["promise_id"]
    spend(LEAVING, request)
    saved = await attempt(say_how_it_was, viewer, form_key=key, promise_id=promise_id, answer=answer, browser=browser)
    thanks = to_thanks(promise_id, answer, saved.answer)
    if viewer.person_id is None:
        remember_browser(thanks, browser)
    return thanks


async def thanked(request: Request) -> Response:
    """Thanks for an answer, at an address of its own; whoever said no is shown where to tell what happened."""
    viewer = await viewer_of(request)
    asked, promise_id = request.query_params, request.path_params["promise_id"]
    if asked.get("said") not in set(Felt):
        return RedirectResponse("/commitments", status_code=303)
    at = normal_code(asked.get("at", ""))
    door = f"/door/{at}?promise={quote(promise_id)}" if asked["said"] == Felt.NO and at else ""
    return page(request, "felt_thanks.html", viewer, door=door, own="own" in asked, promise_id=promise_id)


def to_thanks(promise_id: str, answer: str, door: str | None, **more: str) -> Response:
    """The way to the thanks for one answer."""
    asked = {"said": answer, "at": door or ""} | more
    return RedirectResponse(f"/commitments/{quote(promise_id, safe='')}?{urlencode(asked)}", status_code=303)


ROUTES = [
    Route("/commitments", commitments, methods=["GET"]),
    Route("/commitments/{promise_id}", felt, methods=["POST"]),
    Route("/commitments/{promise_id}", thanked, methods=["GET"]),
]
