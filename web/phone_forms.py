"""What people send from the phone page of a workshop. Each form works without script; refused, it comes back whole."""

from typing import Any

from sqlmodel import Session
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from models.access import Viewer
from models.ballots import cast_ballot, withdraw_ballot
from models.base import new_token
from models.comments import CommentView, add_comment, comments_of
from models.errors import NotFound, Refusal
from models.idea_views import similar_ideas
from models.ideas import TEXT_LIMIT, IdeaView, change_idea, hand_in_late, withdraw_idea, write_idea
from models.joining import attend_workshop
from models.more_time import ask_more_time
from models.supports import support_idea, take_support_back
from models.workshop_now import idea_in
from models.workshops import Chip, WorkshopView, chips_of
from web.entry import ask, attempt, page, viewer_of
from web.phone import render
from words.refusals import refusal_sentence
from words.rounds import side_name
from words.speech import speech

# More than any list of options: a form with more fields is not ours.
FIELDS_MOST = 80


async def come_in(request: Request) -> Response:
    """A member of the group comes in without a code."""
    viewer, form = await viewer_of(request), await request.form()
    await attempt(attend_workshop, viewer, form_key=_key(form), workshop_id=_workshop(request))
    return _back(request)


async def send_idea(request: Request) -> Response:
    """Send an idea; first show the ones like it, unless the person has seen them."""
    viewer, form = await viewer_of(request), await request.form()
    typed = _typed(form, "form_key", "text", "touchpoint_id", "round_id")
    try:
        if not form.get("sure"):
            alike = await ask(similar_ideas, viewer, round_id=typed["round_id"], text=typed["text"][:1000])
            if alike and len(typed["text"].strip()) <= TEXT_LIMIT:
                return page(request, "phone_alike.html", viewer, typed=typed, alike=alike, base=_base(request),
                            fresh=new_token)  # fmt: skip
        saved = await attempt(write_idea, viewer, form_key=typed["form_key"], round_id=typed["round_id"],
                              text=typed["text"], touchpoint_id=typed["touchpoint_id"])  # fmt: skip
    except Refusal as refusal:
        if refusal.code == "round_closed":
            return page(request, "phone_late.html", viewer, typed=typed, base=_base(request), fresh=new_token)
        if refusal.code == "idea_twice":
            return _back(request, "?done=twice")
        return await _again(request, viewer, typed, refusal)
    return _back(request, f"?sent={saved.answer}")


async def hand_in(request: Request) -> Response:
    """What was being written when the round closed goes to who conducts."""
    viewer, form = await viewer_of(request), await request.form()
    typed = _typed(form, "form_key", "text", "touchpoint_id", "round_id")
    try:
        await attempt(hand_in_late, viewer, form_key=typed["form_key"], round_id=typed["round_id"],
                      text=typed["text"], touchpoint_id=typed["touchpoint_id"])  # fmt: skip
    except Refusal as refusal:
        if refusal.code != "idea_twice":
            return page(request, "phone_late.html", viewer, status=422, typed=typed, base=_base(request),
                        fresh=new_token, refusal=_sentence(viewer, refusal))  # fmt: skip
    return _back(request, "?done=late")


async def look_at_idea(request: Request) -> Response:
    """One idea with its comments; one's own can be changed or taken back here."""
    return await _idea_page(request, await viewer_of(request), {}, None)


async def change(request: Request) -> Response:
    """Say one's own idea better."""
    viewer, form = await viewer_of(request), await request.form()
    typed = _typed(form, "form_key", "text", "touchpoint_id")
    try:
        await attempt(change_idea, viewer, form_key=typed["form_key"], idea_id=request.path_params["idea_id"],
                      text=typed["text"], touchpoint_id=typed["touchpoint_id"])  # fmt: skip
    except NotFound:
        raise
    except Refusal as refusal:
        return await _idea_page(request, viewer, typed, refusal)
    return _back(request, "?done=changed")


async def act_on_idea(request: Request) -> Response:
    """Support, take the support back, withdraw, comment: small forms on an idea."""
    viewer, form = await viewer_of(request), await request.form()
    idea_id, act = request.path_params["idea_id"], request.path_params["act"]
    commands: dict[str, Any] = {
        "support": support_idea, "unsupport": take_support_back, "withdraw": withdraw_idea, "comment": add_comment,
    }  # fmt: skip
    if act not in commands:
        raise NotFound()
    typed = _typed(form, "form_key", "comment")
    words = {"text": typed["comment"]} if act == "comment" else {}
    try:
        await attempt(commands[act], viewer, form_key=typed["form_key"], idea_id=idea_id, **words)
    except NotFound:
        raise
    except Refusal as refusal:
        return await _idea_page(request, viewer, typed, refusal)
    if act == "comment":
        return RedirectResponse(f"{_base(request)}/idea/{idea_id}", status_code=303)
    return _back(request, f"?done={act}")


async def vote(request: Request) -> Response:
    """Cast the dots. A form that spends too much comes back with everything still chosen."""
    viewer, form = await viewer_of(request), await request.form(max_fields=FIELDS_MOST)
    typed: dict[str, Any] = _typed(form, "form_key", "round_id")
    typed["points"] = {}
    try:
        for name, value in form.multi_items():
            if name.startswith("dots-"):
                typed["points"][name.removeprefix("dots-")] = _whole(value)
        saved = await attempt(
            cast_ballot, viewer, form_key=typed["form_key"], round_id=typed["round_id"], points=typed["points"]
        )  # fmt: skip
    except NotFound:
        raise
    except Refusal as refusal:
        return await _again(request, viewer, typed, refusal)
    return _back(request, f"?saved={saved.code}")


async def take_vote_back(request: Request) -> Response:
    """Withdraw one's vote while the round is open."""
    viewer, form = await viewer_of(request), await request.form()
    typed = _typed(form, "form_key", "round_id")
    try:
        await attempt(withdraw_ballot, viewer, form_key=typed["form_key"], round_id=typed["round_id"])
    except NotFound:
        raise
    except Refusal as refusal:
        return await _again(request, viewer, {}, refusal)
    return _back(request, "?done=vote_back")


async def more_time(request: Request) -> Response:
    """Tell who conducts that one needs longer."""
    viewer, form = await viewer_of(request), await request.form()
    typed = _typed(form, "form_key", "round_id")
    try:
        await attempt(ask_more_time, viewer, form_key=typed["form_key"], round_id=typed["round_id"])
    except NotFound:
        raise
    except Refusal as refusal:
        return await _again(request, viewer, {}, refusal)
    return _back(request, "?done=more_time")


async def _again(request: Request, viewer: Viewer, typed: dict[str, Any], refusal: Refusal) -> Response:
    if isinstance(refusal, NotFound):
        raise refusal
    return await render(request, viewer, typed=typed, refusal=refusal)


async def _idea_page(request: Request, viewer: Viewer, typed: dict[str, Any], refusal: Refusal | None) -> Response:
    workshop, idea, comments, chips = await ask(
        _idea, viewer, workshop_id=_workshop(request), idea_id=request.path_params["idea_id"]
    )
    say = speech(viewer.language)
    return page(
        request, "phone_idea.html", viewer, status=422 if refusal else 200, workshop=workshop, idea=idea, chips=chips,
        comments=[(comment, side_name(say, comment.side)) for comment in comments], typed=typed, base=_base(request),
        refusal=_sentence(viewer, refusal) if refusal else "", fresh=new_token, limit=TEXT_LIMIT,
        side=side_name(say, idea.side) if idea.side else "",
    )  # fmt: skip


def _idea(
    session: Session, viewer: Viewer, *, workshop_id: str, idea_id: str
) -> tuple[WorkshopView, IdeaView, list[CommentView], list[Chip]]:
    workshop, idea = idea_in(session, viewer, workshop_id=workshop_id, idea_id=idea_id)
    return workshop, idea, comments_of(session, viewer, idea_id=idea_id), chips_of(session, workshop_id)


def _sentence(viewer: Viewer, refusal: Refusal) -> str:
    return refusal_sentence(speech(viewer.language), refusal.code, refusal.facts)


def _typed(form: FormData, *names: str) -> dict[str, Any]:
    return {name: str(form.get(name, "")) for name in names}


def _key(form: FormData) -> str:
    return str(form.get("form_key", ""))


def _whole(value: object) -> int:
    text = str(value).strip()
    if not text.isascii() or not text.isdigit() or len(text) > 4:
        raise Refusal("not_a_number", field="points")
    return int(text)


def _workshop(request: Request) -> str:
    return str(request.path_params["workshop_id"])


def _base(request: Request) -> str:
    return f"/w/{_workshop(request)}"


def _back(request: Request, query: str = "") -> Response:
    return RedirectResponse(f"{_base(request)}{query}", status_code=303)


ROUTES = [
    Route("/w/{workshop_id}/in", come_in, methods=["POST"]),
    Route("/w/{workshop_id}/idea", send_idea, methods=["POST"]),
    Route("/w/{workshop_id}/late", hand_in, methods=["POST"]),
    Route("/w/{workshop_id}/vote", vote, methods=["POST"]),
    Route("/w/{workshop_id}/vote-back", take_vote_back, methods=["POST"]),
    Route("/w/{workshop_id}/more-time", more_time, methods=["POST"]),
    Route("/w/{workshop_id}/idea/{idea_id}", look_at_idea, methods=["GET"]),
    Route("/w/{workshop_id}/idea/{idea_id}", change, methods=["POST"]),
    Route("/w/{workshop_id}/idea/{idea_id}/{act}", act_on_idea, methods=["POST"]),
]
