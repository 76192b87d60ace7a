"""What people send from the phone page of a workshop while they write: ideas, drafts, supports, comments.

Each form works without script; refused, it comes back whole.
"""

from typing import Any

from sqlmodel import Session
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from models.access import Viewer
from models.base import new_token
from models.comments import CommentView, add_comment, comments_of
from models.drafts import hand_in, keep_draft, throw_away
from models.errors import NotFound, Refusal
from models.idea_views import similar_ideas
from models.ideas import TEXT_LIMIT, IdeaView, change_idea, hand_in_late, withdraw_idea, write_idea
from models.joining import attend_workshop
from models.rounds import round_view
from models.supports import support_idea, take_support_back
from models.workshop_now import idea_in
from models.workshops import Chip, WorkshopView, chips_of
from web.entry import ask, attempt, page, viewer_of
from web.phone import render
from words.refusals import refusal_sentence
from words.rounds import side_name
from words.speech import speech


async def come_in(request: Request) -> Response:
    """A member of the group comes in without a code."""
    viewer, form = await viewer_of(request), await request.form()
    await attempt(attend_workshop, viewer, form_key=_key(form), workshop_id=_workshop(request))
    return back(request)


async def send_idea(request: Request) -> Response:
    """Send an idea; first show the ones like it, unless the person has seen them."""
    viewer, form = await viewer_of(request), await request.form()
    typed = typed_in(form, "form_key", "text", "touchpoint_id", "round_id")
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
            return await _keep(request, viewer, typed)
        if refusal.code == "idea_twice":
            return back(request, "?done=twice")
        return await render_again(request, viewer, typed, refusal)
    return back(request, f"?sent={saved.answer}")


async def _keep(request: Request, viewer: Viewer, typed: dict[str, Any]) -> Response:
    """Closed while typing: the text is kept, and one says on the next page what for."""
    try:
        # A key of its own: other words sent with the same form are another draft, the same words are one anyway.
        await attempt(keep_draft, viewer, form_key=new_token(), round_id=typed["round_id"],
                      text=typed["text"], touchpoint_id=typed["touchpoint_id"])  # fmt: skip
    except NotFound:
        raise
    except Refusal as refusal:
        # It cannot be kept as it is, being too long for instance: it stays in its field.
        return page(request, "phone_late.html", viewer, status=422, typed=typed, base=_base(request), fresh=new_token,
                    refusal=_sentence(viewer, refusal))  # fmt: skip
    return back(request, "?done=kept")


async def act_on_draft(request: Request) -> Response:
    """Hand a draft in, or throw it away."""
    viewer, form = await viewer_of(request), await request.form()
    act = request.path_params["act"]
    commands: dict[str, Any] = {"hand-in": hand_in, "throw-away": throw_away}
    if act not in commands:
        raise NotFound()
    try:
        await attempt(commands[act], viewer, form_key=_key(form), draft_id=request.path_params["draft_id"])
    except NotFound:
        raise
    except Refusal as refusal:
        if refusal.code != "idea_twice":
            return await render_again(request, viewer, {}, refusal)
    return back(request, "?done=late" if act == "hand-in" else "?done=thrown")


async def hand_in_shorter(request: Request) -> Response:
    """What could not be kept as a draft, said again: it goes to who conducts."""
    viewer, form = await viewer_of(request), await request.form()
    typed = typed_in(form, "form_key", "text", "touchpoint_id", "round_id")
    try:
        await attempt(hand_in_late, viewer, form_key=typed["form_key"], round_id=typed["round_id"],
                      text=typed["text"], touchpoint_id=typed["touchpoint_id"])  # fmt: skip
    except Refusal as refusal:
        if refusal.code != "idea_twice":
            return page(request, "phone_late.html", viewer, status=422, typed=typed, base=_base(request),
                        fresh=new_token, refusal=_sentence(viewer, refusal))  # fmt: skip
    return back(request, "?done=late")


async def look_at_idea(request: Request) -> Response:
    """One idea with its comments; one's own can be changed or taken back here."""
    viewer = await viewer_of(request)
    try:
        return await _idea_page(request, viewer, {}, None)
    except NotFound:
        return await _gone(request, viewer, {})


async def change(request: Request) -> Response:
    """Say one's own idea better."""
    viewer, form = await viewer_of(request), await request.form()
    typed = typed_in(form, "form_key", "text", "touchpoint_id")
    try:
        await attempt(change_idea, viewer, form_key=typed["form_key"], idea_id=request.path_params["idea_id"],
                      text=typed["text"], touchpoint_id=typed["touchpoint_id"])  # fmt: skip
    except NotFound:
        return await _gone(request, viewer, typed)
    except Refusal as refusal:
        return await _idea_page(request, viewer, typed, refusal)
    return back(request, "?done=changed")


async def act_on_idea(request: Request) -> Response:
    """Support, take the support back, withdraw, comment: small forms on an idea."""
    viewer, form = await viewer_of(request), await request.form()
    idea_id, act = request.path_params["idea_id"], request.path_params["act"]
    commands: dict[str, Any] = {
        "support": support_idea, "unsupport": take_support_back, "withdraw": withdraw_idea, "comment": add_comment,
    }  # fmt: skip
    if act not in commands:
        raise NotFound()
    typed = typed_in(form, "form_key", "comment")
    words = {"text": typed["comment"]} if act == "comment" else {}
    try:
        await attempt(commands[act], viewer, form_key=typed["form_key"], idea_id=idea_id, **words)
    except NotFound:
        return await _gone(request, viewer, typed)
    except Refusal as refusal:
        return await _idea_page(request, viewer, typed, refusal)
    if act == "comment":
        return RedirectResponse(f"{_base(request)}/idea/{idea_id}", status_code=303)
    return back(request, f"?done={act}")


async def _gone(request: Request, viewer: Viewer, typed: dict[str, Any]) -> Response:
    """Hidden, withdrawn or merged meanwhile, or never there: the workshop's page says so, with what was typed."""
    return await render(request, viewer, typed={"gone": typed.get("comment") or typed.get("text") or ""},
                        refusal=Refusal("idea_gone"))  # fmt: skip


async def render_again(request: Request, viewer: Viewer, typed: dict[str, Any], refusal: Refusal) -> Response:
    """The page as the workshop stands now, with what was typed and why it was not taken."""
    if isinstance(refusal, NotFound):
        raise refusal
    return await render(request, viewer, typed=typed, refusal=refusal)


async def _idea_page(request: Request, viewer: Viewer, typed: dict[str, Any], refusal: Refusal | None) -> Response:
    workshop, idea, comments, chips, may_comment = await ask(
        _idea, viewer, workshop_id=_workshop(request), idea_id=request.path_params["idea_id"]
    )
    say = speech(viewer.language)
    return page(
        request, "phone_idea.html", viewer, status=422 if refusal else 200, workshop=workshop, idea=idea, chips=chips,
        comments=[(comment, side_name(say, comment.side)) for comment in comments], typed=typed, base=_base(request),
        refusal=_sentence(viewer, refusal) if refusal else "", fresh=new_token, limit=TEXT_LIMIT,
        side=side_name(say, idea.side) if idea.side else "", may_comment=may_comment,
    )  # fmt: skip


def _idea(
    session: Session, viewer: Viewer, *, workshop_id: str, idea_id: str
) -> tuple[WorkshopView, IdeaView, list[CommentView], list[Chip], bool]:
    workshop, idea = idea_in(session, viewer, workshop_id=workshop_id, idea_id=idea_id)
    row = round_view(session, viewer, round_id=idea.round_id) if idea.round_id else None
    may_comment = row is None or row.settings.may_comment
    return workshop, idea, comments_of(session, viewer, idea_id=idea_id), chips_of(session, workshop_id), may_comment


def _sentence(viewer: Viewer, refusal: Refusal) -> str:
    return refusal_sentence(speech(viewer.language), refusal.code, refusal.facts, refusal.field)


def typed_in(form: FormData, *names: str) -> dict[str, Any]:
    """These fields of a form, as they were sent."""
    return {name: str(form.get(name, "")) for name in names}


def _key(form: FormData) -> str:
    return str(form.get("form_key", ""))


def _workshop(request: Request) -> str:
    return str(request.path_params["workshop_id"])


def _base(request: Request) -> str:
    return f"/w/{_workshop(request)}"


def back(request: Request, query: str = "") -> Response:
    """To the workshop's page."""
    return RedirectResponse(f"{_base(request)}{query}", status_code=303)


ROUTES = [
    Route("/w/{workshop_id}/in", come_in, methods=["POST"]),
    Route("/w/{workshop_id}/idea", send_idea, methods=["POST"]),
    Route("/w/{workshop_id}/draft/{draft_id}/{act}", act_on_draft, methods=["POST"]),
    Route("/w/{workshop_id}/late", hand_in_shorter, methods=["POST"]),
    Route("/w/{workshop_id}/idea/{idea_id}", look_at_idea, methods=["GET"]),
    Route("/w/{workshop_id}/idea/{idea_id}", change, methods=["POST"]),
    Route("/w/{workshop_id}/idea/{idea_id}/{act}", act_on_idea, methods=["POST"]),
]
