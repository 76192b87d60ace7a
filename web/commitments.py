"""`/commitments`: the public page of what is promised, for anybody. No process, no cost, no internal word."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from models.felt import Felt, my_felt, say_how_it_was
from models.publishing import public_promises
from store import clock
from web.browsers import browser_of, remember_browser
from web.entry import ask, attempt, page, viewer_of
from web.pace import LEAVING, OUTWARD, spend
from words.felt import felt_words
from words.published import kept_words, public_sentence_of, seal_words
from words.speech import speech


async def commitments(request: Request) -> Response:
    """Every published promise, as customers read it, with how it was kept lately; and whether it was so for them."""
    spend(OUTWARD, request)
    viewer = await viewer_of(request)
    found = await ask(public_promises, viewer, now=clock.now())
    before = await ask(my_felt, viewer, promise_ids=[one.id for one in found], browser=browser_of(request))
    say = speech(viewer.language)
    told, asked = [], set()
    for one in found:
        times = one.times
        words = (public_sentence_of(say, one), kept_words(say, one, times), seal_words(say, one, times).state)
        # A promise that is published choice by choice is asked about once.
        told.append((*words, "" if one.id in asked else one.id))
        asked.add(one.id)
    answers = [(one.value, felt_words(say, one)) for one in Felt]
    return page(request, "commitments.html", viewer, promises=told, before=before, answers=answers)


async def felt(request: Request) -> Response:
    """Keep an answer; whoever says no is shown where to tell what happened."""
    viewer = await viewer_of(request)
    form = await request.form()
    key, answer = str(form.get("form_key", "")), str(form.get("answer", ""))
    browser, promise_id = browser_of(request, key), request.path_params["promise_id"]
    spend(LEAVING, request)
    saved = await attempt(say_how_it_was, viewer, form_key=key, promise_id=promise_id, answer=answer, browser=browser)
    door = f"/door/{saved.answer}?promise={promise_id}" if answer == Felt.NO and saved.answer else ""
    thanks = page(request, "felt_thanks.html", viewer, door=door, own=False)
    if viewer.person_id is None:
        remember_browser(thanks, browser)
    return thanks


ROUTES = [
    Route("/commitments", commitments, methods=["GET"]),
    Route("/commitments/{promise_id}", felt, methods=["POST"]),
]
