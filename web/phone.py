"""`/w/{id}`: the phone page of a workshop, whatever is on: waiting, ideas, vote, time is up, result. No script needed.

`/w/{id}/state` is what a phone asks every few seconds; `/w/{id}/try` shows the pages to who prepares, saving nothing.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from models.access import May, Viewer
from models.ballots import BallotPlace
from models.base import new_token
from models.conduct import close_if_over
from models.errors import NotFound, NotSignedIn, Refusal
from models.ideas import TEXT_LIMIT
from models.options import OptionView
from models.rounds import RoundKind
from models.workshop_now import Now, Step, now_in, state_in
from models.workshops import workshop_for
from store import clock
from web.entry import ask, attempt, page, viewer_of
from web.join import code_of
from words import results as said
from words.refusals import refusal_sentence
from words.rounds import dots_given, people_in, side_column, step_name, time_left, turnout, who_reads, who_sees_vote
from words.speech import Speech, speech


async def show(request: Request) -> Response:
    """The page, as the workshop stands."""
    viewer = await viewer_of(request)
    if viewer.person_id is None:
        return RedirectResponse(f"/signin?next=/w/{request.path_params['workshop_id']}", status_code=303)
    return await render(request, viewer)


async def render(
    request: Request, viewer: Viewer, *, typed: dict[str, Any] | None = None, refusal: Refusal | None = None
) -> Response:
    """The page, with what was typed and the sentence of a refusal after a form was not taken."""
    now, query = clock.now(), request.query_params
    workshop_id = request.path_params["workshop_id"]
    what = {"workshop_id": workshop_id, "now": now, "sent": query.get("sent", ""), "saved": query.get("saved", "")}
    found = await ask(now_in, viewer, **what)
    if found.over:
        # Its end has passed: whoever looks first writes the close down, and it stays closed whatever any clock says.
        await attempt(close_if_over, viewer, form_key=new_token(), workshop_id=workshop_id)
        found = await ask(now_in, viewer, **what)
    return _page(request, viewer, found, now, typed or {}, refusal)


async def state(request: Request) -> Response:
    """One word that changes when the page should be shown anew."""
    viewer = await viewer_of(request)
    try:
        found = await ask(state_in, viewer, workshop_id=request.path_params["workshop_id"], now=clock.now())
    except (NotFound, NotSignedIn):
        return PlainTextResponse("gone", headers={"Cache-Control": "no-store"})
    word = "over" if found.over else found.state
    return PlainTextResponse(word, headers={"Cache-Control": "no-store"})


async def try_out(request: Request) -> Response:
    """The pages as a phone will show them, for who prepares. The forms lead back here and save nothing."""
    viewer = await viewer_of(request)
    now = clock.now()
    kind = RoundKind.DOTS if request.query_params.get("step") == "vote" else RoundKind.COLLECT
    found = await ask(_tried, viewer, workshop_id=request.path_params["workshop_id"], now=now, kind=kind)
    if not found.options and kind is RoundKind.DOTS:
        say = speech(viewer.language)
        examples = [say("A first idea"), say("A second idea"), say("A third idea")]
        found = replace(found, options=[OptionView(str(n), "", text) for n, text in enumerate(examples)])
    return _page(request, viewer, found, now, {}, None, trying=True)


def _tried(session: Session, viewer: Viewer, *, workshop_id: str, now: datetime, kind: RoundKind) -> Now:
    workshop_for(session, viewer, workshop_id, May.WORKSHOP_PREPARE, to_change=False)
    found = state_in(session, viewer, workshop_id=workshop_id, now=now)
    row = next((one for one in found.rounds if one.kind is kind), None)
    full = now_in(session, viewer, workshop_id=workshop_id, now=now) if row and found.round == row else found
    step = Step.VOTE if kind is RoundKind.DOTS else Step.COLLECT
    budget = (row.budget if row else None) or 3
    place = BallotPlace(True, budget, min(row.cap, budget) if row else budget, None)
    return replace(full, step=step, round=row, place=place, inside=True, over=False, mine=[], result=None)


def _page(
    request: Request, viewer: Viewer, found: Now, now: datetime, typed: dict[str, Any], refusal: Refusal | None,
    *, trying: bool = False,
) -> Response:  # fmt: skip
    say, query = speech(viewer.language), request.query_params
    row, zone = found.round, found.workshop.zone
    ends_at = row.ends_at if row and row.state == "open" else None
    context: dict[str, Any] = {
        "now": found, "base": f"/w/{found.workshop.id}", "fresh": new_token, "trying": trying, "typed": typed,
        "steps": _steps(say, found), "left": time_left(say, ends_at, now, zone),
        "until": ends_at.isoformat() if ends_at else "",
        "refusal": refusal_sentence(say, refusal.code, refusal.facts) if refusal else "",
        "notice": query.get("done", ""), "code": code_of(request), "limit": TEXT_LIMIT,
    }  # fmt: skip
    if found.step is Step.WAITING:
        context["people"] = people_in(say, max(1, found.people))
    if row is not None and found.step is Step.COLLECT:
        context |= {"who_reads": who_reads(say, row.others_see), "sent": query.get("sent", "")}
        context["times"] = {idea.id: say.time(idea.created_at, zone) for idea in found.mine}
    if row is not None and found.step is Step.VOTE and found.place is not None:
        mine = found.place.mine
        context |= {
            "dots_given": dots_given(say, found.place.budget, found.place.cap),
            "who_sees": who_sees_vote(say, row.secret),
            "voting": trying or refusal is not None or mine is None or query.get("change") == "1",
            "points": typed.get("points") or (mine.points if mine else {}),
            "saved": say.time(found.saved_at, zone) if found.saved_at else "",
            "saved_code": query.get("saved", "") if found.saved_at else "",
            "turnout": turnout(say, found.turnout.voted, found.turnout.eligible) if found.turnout else "",
        }
    if found.result is not None:
        context |= result_context(say, found)
    return page(request, f"phone_{found.step}.html", viewer, status=422 if refusal else 200, **context)


def result_context(say: Speech, found: Now) -> dict[str, Any]:
    """What the result page says, from the facts."""
    result = found.result
    assert result is not None
    facts = result.facts
    names = {option_id: option.text for option_id, option in result.options.items()}
    part = result.mine
    top = max((option.total for option in facts.options), default=0)
    return {
        "sentences": said.three_sentences(say, facts, names), "ties": said.ties_sentences(say, facts),
        "method": said.method_sentences(say, facts, by_code=result.by_code), "names": names, "top": top,
        "columns": [(side.side, side_column(say, side.side)) for side in facts.sides],
        "part": said.my_part(say, part.given, part.on_first, part.first) if part else "",
        "turnout": turnout(say, facts.voters, result.eligible),
    }  # fmt: skip


def _steps(say: Speech, found: Now) -> list[tuple[str, bool]]:
    here = {Step.COLLECT: "collect", Step.TIME: "collect", Step.VOTE: "dots", Step.RESULT: "result"}.get(found.step)
    kinds = [str(row.kind) for row in found.rounds]
    if "dots" in kinds:
        kinds.append("result")
    return [(step_name(say, kind), kind == here) for kind in kinds]


ROUTES = [
    Route("/w/{workshop_id}", show, methods=["GET"]),
    Route("/w/{workshop_id}/state", state, methods=["GET"]),
    Route("/w/{workshop_id}/try", try_out, methods=["GET"]),
]
