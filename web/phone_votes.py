"""What people send from a phone in a vote of any kind: marks, one of two, a vote taken back, more time.

Each form works without script; refused, it comes back whole, with the sentence.
"""

from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from models.access import Viewer
from models.ballots import withdraw_ballot
from models.duels import answer_duel
from models.errors import NotFound, NotSignedIn, Refusal
from models.marks import cast_marks
from models.more_time import ask_more_time
from models.rounds import RoundKind, round_view
from web.entry import act, ask, attempt, viewer_of
from web.phone_ballots import FIELDS_MOST, given_in_form, marks_in
from web.phone_forms import back, render_again, typed_in


async def vote(request: Request) -> Response:
    """Cast what was marked, whatever the kind."""
    form = await request.form(max_fields=FIELDS_MOST)
    typed: dict[str, Any] = typed_in(form, "form_key", "round_id", "page")
    go = str(form.get("go", ""))
    if go and not given_in_form(form, RoundKind.SCORE).values:
        # Nothing on this page of a long list of ratings: on to the next.
        return back(request, f"?change=1&page={int(go) if go.isascii() and go.isdigit() else 1}")
    try:
        # What the fields mean is known with the kind of the round, which the command reads anyway.
        saved = await act(request, cast_marks, form_key=typed["form_key"], round_id=typed["round_id"],
                          marks=lambda kind: marks_in(given_in_form(form, kind), kind))  # fmt: skip
    except (NotFound, NotSignedIn):
        raise
    except Refusal as refusal:
        viewer = await viewer_of(request)
        typed["given"] = given_in_form(form, await ask(_kind, viewer, round_id=typed["round_id"]))
        no = Refusal("objection_reason", field="reason") if refusal.code == "reason_missing" else refusal
        return await render_again(request, viewer, typed, no)
    if go.isascii() and go.isdigit():
        return back(request, f"?change=1&page={int(go)}")
    return back(request, f"?saved={saved.code}")


async def duel(request: Request) -> Response:
    """Say which of two, and get the next pair."""
    form = await request.form()
    typed: dict[str, Any] = typed_in(form, "form_key", "round_id", "left", "right", "winner")
    try:
        await act(request, answer_duel, form_key=typed["form_key"], round_id=typed["round_id"],
                  left_id=typed["left"], right_id=typed["right"], winner_id=typed["winner"] or None)  # fmt: skip
    except (NotFound, NotSignedIn):
        raise
    except Refusal as refusal:
        return await render_again(request, await viewer_of(request), {}, refusal)
    return back(request)


async def take_vote_back(request: Request) -> Response:
    """Withdraw one's vote while the round is open."""
    return await _small(request, withdraw_ballot, "vote_back")


async def more_time(request: Request) -> Response:
    """Get more time in a round that ends."""
    return await _small(request, ask_more_time, "more_time")


async def _small(request: Request, command: Any, done: str) -> Response:
    viewer, form = await viewer_of(request), await request.form()
    typed = typed_in(form, "form_key", "round_id")
    try:
        await attempt(command, viewer, form_key=typed["form_key"], round_id=typed["round_id"])
    except NotFound:
        raise
    except Refusal as refusal:
        return await render_again(request, viewer, {}, refusal)
    return back(request, f"?done={done}")


def _kind(session: Session, viewer: Viewer, *, round_id: str) -> str:
    return str(round_view(session, viewer, round_id=round_id).kind)


ROUTES = [
    Route("/w/{workshop_id}/vote", vote, methods=["POST"]),
    Route("/w/{workshop_id}/duel", duel, methods=["POST"]),
    Route("/w/{workshop_id}/vote-back", take_vote_back, methods=["POST"]),
    Route("/w/{workshop_id}/more-time", more_time, methods=["POST"]),
]
