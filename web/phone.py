"""`/w/{id}`: the phone page of a workshop, whatever is on: waiting, ideas, vote, time is up, result. No script needed.

`/w/{id}/state` is what a phone asks every few seconds where nothing is pushed to it.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from models.access import Viewer
from models.answers import Answers, my_answers
from models.base import new_token
from models.conduct import close_if_over
from models.errors import NotFound, NotSignedIn, Refusal
from models.ideas import TEXT_LIMIT, IdeaView
from models.mark_rules import REASON_LIMIT
from models.replies import WORDS_LIMIT
from models.rounds import RoundKind, RoundState
from models.vote_codes import SHEET_LEAST
from models.workshop_now import Now, Step, is_due, now_in, state_in
from store import clock
from web.entry import ask, attempt, page, visit
from web.own_code import code_of
from web.phone_ballots import Given, fields_of, given_before, my_lines
from words import answers as worded
from words import phone as said
from words.boat import boat
from words.mine import mine_title
from words.refusals import refusal_sentence
from words.results_shown import shown
from words.rounds import crowd, people_in, step_name, time_left, turnout
from words.speech import Speech, speech

# How much of a result stands on a phone: what stands on the wall.
BARS, SIDES = 2, 3
# A full room that objects to a dozen ideas says a thousand reasons: all of them stand in the full view.
NOTES = 20
# The workshops that a page of this process is closing at this moment.
_closing: set[str] = set()


async def show(request: Request) -> Response:
    """The page, as the workshop stands."""
    now = clock.now()
    try:
        viewer, found = await visit(request, now_in, **_asked(request, now))
    except NotSignedIn:
        return RedirectResponse(f"/signin?next=/w/{request.path_params['workshop_id']}", status_code=303)
    return await _rendered(request, viewer, found, now, {}, None)


async def render(
    request: Request, viewer: Viewer, *, typed: dict[str, Any] | None = None, refusal: Refusal | None = None
) -> Response:
    """The page, with what was typed and the sentence of a refusal after a form was not taken."""
    now = clock.now()
    found = await ask(now_in, viewer, **_asked(request, now))
    return await _rendered(request, viewer, found, now, typed or {}, refusal)


def _asked(request: Request, now: datetime) -> dict[str, Any]:
    query = request.query_params
    return {"workshop_id": request.path_params["workshop_id"], "now": now, "sent": query.get("sent", ""),
            "saved": query.get("saved", "")}  # fmt: skip


async def _rendered(
    request: Request, viewer: Viewer, found: Now, now: datetime, typed: dict[str, Any], refusal: Refusal | None
) -> Response:
    workshop_id = request.path_params["workshop_id"]
    row = found.round
    if found.over and row is not None and row.votes and is_due(row, now) and workshop_id in _closing:
        # Somebody is having the vote counted: nobody else's phone waits for that, they are told when it is done.
        found = replace(found, step=Step.TIME, over=False, round=replace(row, state=RoundState.CLOSED))
    elif found.over:
        # Its end has passed: whoever looks first writes the close down, and it stays closed whatever any clock says.
        _closing.add(workshop_id)
        try:
            await attempt(close_if_over, viewer, form_key=new_token(), workshop_id=workshop_id)
        finally:
            _closing.discard(workshop_id)
        found = await ask(now_in, viewer, **_asked(request, now))
    # Afterwards the same page says what became of one's own ideas.
    afterwards = all(row.state in (RoundState.CLOSED, RoundState.SKIPPED) for row in found.rounds)
    answers = await ask(my_answers, viewer, now=now, workshop_id=workshop_id) if afterwards and found.rounds else None
    return phone_page(request, viewer, found, now, typed, refusal, answers=answers)


async def state(request: Request) -> Response:
    """One word that changes when the page should be shown anew."""
    try:
        _, found = await visit(request, state_in, workshop_id=request.path_params["workshop_id"], now=clock.now())
    except (NotFound, NotSignedIn):
        return PlainTextResponse("gone", headers={"Cache-Control": "no-store"})
    word = "over" if found.over else found.state
    return PlainTextResponse(word, headers={"Cache-Control": "no-store"})


def phone_page(
    request: Request, viewer: Viewer, found: Now, now: datetime, typed: dict[str, Any], refusal: Refusal | None,
    *, trying: bool = False, kinds: list[tuple[str, str]] | None = None, answers: Answers | None = None,
) -> Response:  # fmt: skip
    """What a phone shows of a workshop. `trying`: to who prepares, saving nothing; `kinds`: what else can be tried;
    `answers`: what became of one's own ideas, once everything is over.
    """
    say, query = speech(viewer.language), request.query_params
    row, zone = found.round, found.workshop.zone
    context: dict[str, Any] = {
        "now": found, "base": f"/w/{found.workshop.id}", "fresh": new_token, "trying": trying, "typed": typed,
        "steps": _steps(say, found), "left": time_left(say, found.until, now, zone),
        "seconds": max(0, int((found.until - now).total_seconds())) if found.until else None,
        "paused": said.paused(say) if row is not None and row.paused else "",
        "refusal": refusal_sentence(say, refusal.code, refusal.facts, refusal.field) if refusal else "",
        "notice": query.get("done", ""), "code": code_of(request), "limit": TEXT_LIMIT, "kinds": kinds or [],
        "answers": answers, "worded": worded, "zone": zone, "words_limit": WORDS_LIMIT,
        "became": mine_title(say, answers.became, answers.total, latest=answers.latest)
        if answers and answers.total else "",
    }  # fmt: skip
    if context["notice"] == "more_time":
        context["more_time"] = said.more_time_given(say, found.until, zone)
    context |= _PARTS[found.step](request, say, found, typed, refusal is not None, trying)
    template = "phone_duels" if found.step is Step.VOTE and _kind(found) is RoundKind.DUELS else f"phone_{found.step}"
    return page(request, f"{template}.html", viewer, status=_status(refusal), **context)


def _status(refusal: Refusal | None) -> int:
    if refusal is None:
        return 200
    return 404 if refusal.code == "idea_gone" else 422


def _waiting(request: Request, say: Speech, found: Now, typed: dict[str, Any], refused: bool, trying: bool) -> Any:
    return {"people": people_in(say, max(1, found.people)), "crowd": crowd(say),
            "asked_when": said.asked_when(say, found.opens_at, found.workshop.zone)}  # fmt: skip


def _collect(request: Request, say: Speech, found: Now, typed: dict[str, Any], refused: bool, trying: bool) -> Any:
    row, zone = found.round, found.workshop.zone
    reads = said.who_reads_idea(
        say, others_see=row is None or row.others_see, names_shown=row is not None and row.settings.names_shown,
        read_first=found.read_first,
    )  # fmt: skip
    most = row.settings.ideas_each if row else None
    return {
        "who_reads": reads, "sent": request.query_params.get("sent", ""),
        "times": {idea.id: say.time(idea.created_at, zone) for idea in found.mine},
        "enough": most is not None and len(found.mine) >= most,
        "each": say.many("%(n)s idea each.", "At most %(n)s ideas each.", most) if most else "",
    }  # fmt: skip


def _quiet(request: Request, say: Speech, found: Now, typed: dict[str, Any], refused: bool, trying: bool) -> Any:
    about = _result(request, say, found, typed, refused, trying) if found.result is not None else {}
    return {"quiet": said.quiet_notice(say, _kind(found), for_days=found.for_days), "alone": _alone(found)} | about


def _time(request: Request, say: Speech, found: Now, typed: dict[str, Any], refused: bool, trying: bool) -> Any:
    go_on = found.round is not None and found.round.state is RoundState.OPEN
    words = said.time_is_up(say, kind=_kind(found), others_go_on=go_on, for_days=found.for_days,
                            opens_at=found.opens_at, zone=found.workshop.zone)  # fmt: skip
    return {"time_title": said.time_title(say, for_days=found.for_days), "time_is_up": words, "others_go_on": go_on,
            "alone": _alone(found)}  # fmt: skip


def _alone(found: Now) -> list[IdeaView]:
    """The others' ideas that stand in no group."""
    grouped = {idea.id for cluster in found.clusters for idea in cluster.ideas}
    return [idea for idea in found.others if idea.id not in grouped]


def _vote(request: Request, say: Speech, found: Now, typed: dict[str, Any], refused: bool, trying: bool) -> Any:
    place, query = found.place, request.query_params
    assert place is not None
    kind, kept = _kind(found), given_before(place.marks, _kind(found))
    sent = typed.get("given")
    given = sent if isinstance(sent, Given) else kept
    duel = found.duel
    return fields_of(say, found, given, str(typed.get("page") or query.get("page", ""))) | {
        "voting": trying or refused or place.mine is None or query.get("change") == "1",
        "reason_limit": REASON_LIMIT, "lines": my_lines(say, found, kept),
        "saved": say.time(found.saved_at, found.workshop.zone) if found.saved_at else "",
        "saved_code": query.get("saved", "") if found.saved_at else "",
        "turnout": turnout(say, found.turnout.voted, found.turnout.eligible) if found.turnout else "",
        "comparison": said.comparison(say, duel.done + 1, duel.of) if duel else "",
        "done": said.comparisons_done(say, place.mine is not None) if kind == "duels" else "",
    }  # fmt: skip


def _result(request: Request, say: Speech, found: Now, typed: dict[str, Any], refused: bool, trying: bool) -> Any:
    result = found.result
    assert result is not None
    told = shown(say, result)
    turns = boat(say, told, focus=found.focus, kind=str(result.round.kind), secret=result.round.secret)
    return {
        "shown": told, "boat": [one for one in turns.sentences if found.beat >= SIDES and one not in told.sentences],
        "sentences": told.sentences if found.beat >= SIDES else told.sentences[: max(1, found.beat)],
        "sheet": found.beat >= SIDES and result.facts.voters >= SHEET_LEAST,
        "bars": found.beat >= BARS, "columns": told.columns if found.beat >= SIDES else [],
        "notes": told.notes[:NOTES], "more_notes": _more(say, len(told.notes) - NOTES),
    }  # fmt: skip


def _more(say: Speech, more: int) -> str:
    return say.many("And %(n)s more.", "And %(n)s more.", more) if more > 0 else ""


_PARTS = {
    Step.WAITING: _waiting, Step.COLLECT: _collect, Step.QUIET: _quiet, Step.TIME: _time, Step.VOTE: _vote,
    Step.RESULT: _result,
}  # fmt: skip


def _kind(found: Now) -> str:
    return found.round.kind if found.round else ""


def _steps(say: Speech, found: Now) -> list[tuple[str, bool]]:
    """The activities in their order, and the result at the end where something is voted on; which one is on."""
    rows = [row for row in found.rounds if row.state is not RoundState.SKIPPED]
    here = found.round.id if found.round else ""
    votes = any(row.votes for row in rows)
    over = all(row.state is RoundState.CLOSED for row in rows)
    at_the_end = found.step is Step.RESULT and bool(rows) and (over or rows[-1].id == here)
    steps = [(step_name(say, row.kind), row.id == here and not at_the_end) for row in rows]
    return [*steps, (step_name(say, "result"), at_the_end)] if votes else steps


ROUTES = [
    Route("/w/{workshop_id}", show, methods=["GET"]),
    Route("/w/{workshop_id}/state", state, methods=["GET"]),
]
