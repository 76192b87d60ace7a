"""`/public/promises.json`, `/public/promises/{id}.json` and `.svg`: the public form of what is promised, for machines
and for the company's own website. Reading only, for anybody, from any site; nothing about who asks changes the answer.
"""

import hashlib
import json
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from models.access import NOBODY
from models.errors import NotFound, Refusal
from models.installation import company_view
from models.promise_terms import SEGMENT_LIMIT
from models.publishing import PublicPromise, public_plain, public_promise, public_promises
from store import clock
from store.doors import StoreTrouble
from store.settings import settings
from web.entry import ask
from web.pace import OUTWARD, spend
from web.seal import seal_svg
from words.published import SealWords, kept_words, seal_words
from words.speech import LANGUAGES, speech

# A change is told outside within five minutes; until then nobody asks us again.
KEPT_SECONDS = 300
SEAL_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


async def promises_json(request: Request) -> Response:
    """GET /public/promises.json: every published promise."""
    try:
        spend(OUTWARD, request)
        found = await ask(public_promises, NOBODY, now=clock.now())
        company = await ask(lambda session, _viewer: company_view(session), NOBODY)
    except (Refusal, StoreTrouble) as trouble:
        return _not_now(trouble)
    said = {"company": company.company, "invented": company.is_invented, "promises": [_told(one) for one in found]}
    return _kept(request, json.dumps(said, ensure_ascii=False, indent=1), "application/json")


async def promise_json(request: Request) -> Response:
    """GET /public/promises/{id}.json?variant=: one, or one choice of it; 410 where it was public and is no longer."""
    try:
        spend(OUTWARD, request)
        seen = await ask(public_promise, NOBODY, now=clock.now(), **_which(request))
    except (Refusal, StoreTrouble) as trouble:
        return _not_now(trouble)
    status = 410 if seen.ended else 200
    return _kept(request, json.dumps(_told(seen), ensure_ascii=False, indent=1), "application/json", status)


async def seal(request: Request) -> Response:
    """GET /public/promises/{id}.svg?lang=it&theme=light&variant=: the seal. Something honest is drawn at all times."""
    asked = request.query_params
    say = speech(asked.get("lang", "it") if asked.get("lang") in LANGUAGES else "it")
    try:
        spend(OUTWARD, request)
        seen = await ask(public_promise, NOBODY, now=clock.now(), **_which(request))
    except NotFound:
        words = SealWords("ended", say("This is no promise of ours"), say("or it is not published"),
                          say("This is no promise of ours"))  # fmt: skip
        return _drawn(seal_svg(words, theme=asked.get("theme", "")), 404)
    except (Refusal, StoreTrouble) as trouble:
        away = say("We cannot say it right now")
        words = SealWords("too old", away, say("Try again in a moment"), away)
        return _drawn(seal_svg(words, theme=asked.get("theme", "")), _not_now(trouble).status_code)
    drawn = seal_svg(seal_words(say, seen, seen.times), theme=asked.get("theme", ""))
    return _kept(request, drawn, "image/svg+xml", 410 if seen.ended else 200)


def _which(request: Request) -> dict[str, str]:
    """The promise in the address, and with ?variant= one choice of it."""
    return {"promise_id": request.path_params["promise_id"],
            "variant": request.query_params.get("variant", "")[:SEGMENT_LIMIT]}  # fmt: skip


def _told(seen: PublicPromise) -> dict[str, Any]:
    """The public form with its sentences in every language and where its seal is."""
    plain = public_plain(seen)
    times = seen.times
    words = {}
    for language in LANGUAGES:
        said = seal_words(speech(language), seen, times)
        full = said.title if seen.ended else kept_words(speech(language), seen, times)
        words[language] = {"seal": f"{said.first}. {said.second}.", "sentence": full}
    which = f"?variant={quote(seen.variant)}" if seen.variant else ""
    return plain | {"words": words, "seal": f"{settings().public_url}/public/promises/{seen.id}.svg{which}"}


def _kept(request: Request, body: str, kind: str, status: int = 200) -> Response:
    mark = f'"{hashlib.sha256(body.encode()).hexdigest()[:20]}"'
    headers = {"Cache-Control": f"public, max-age={KEPT_SECONDS}", "ETag": mark, "Access-Control-Allow-Origin": "*"}
    if kind == "image/svg+xml":
        headers["Content-Security-Policy"] = SEAL_POLICY
    if request.headers.get("if-none-match") == mark:
        return Response(status_code=304, headers=headers)
    return Response(body, status_code=status, media_type=f"{kind}; charset=utf-8", headers=headers)


def _drawn(body: str, status: int) -> Response:
    headers = {"Cache-Control": "no-store", "Access-Control-Allow-Origin": "*", "Content-Security-Policy": SEAL_POLICY}
    return Response(body, status_code=status, media_type="image/svg+xml; charset=utf-8", headers=headers)


def _not_now(trouble: Exception) -> Response:
    """A refusal for machines: one word, the status, and when to ask again."""
    status, word = (404, "not_found") if isinstance(trouble, NotFound) else (503, "away")
    if isinstance(trouble, Refusal) and not isinstance(trouble, NotFound):
        status, word = 429, trouble.code
    headers = {"Access-Control-Allow-Origin": "*", "Cache-Control": "no-store"}
    if status != 404:
        headers["Retry-After"] = "60" if status == 429 else "5"
    return Response(json.dumps({"error": word}), status_code=status, media_type="application/json", headers=headers)


ROUTES = [
    Route("/public/promises.json", promises_json, methods=["GET"]),
    Route("/public/promises/{promise_id:str}.json", promise_json, methods=["GET"]),
    Route("/public/promises/{promise_id:str}.svg", seal, methods=["GET"]),
]
