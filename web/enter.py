"""`/enter/{token}`: become somebody of the example company, by one press. Looking at the page uses nothing up."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from models.access import Kind, Viewer
from models.base import new_token
from models.entry_links import EntryLinkView, entry_link_view, open_entry_link
from store import clock
from web.entry import ask, attempt, page, sign_in_response, viewer_of


async def look(request: Request) -> Response:
    """Whom the link lets one become, and one button."""
    viewer = await viewer_of(request)
    found = await ask(_view, viewer, link=request.path_params["token"])
    return page(request, "enter.html", viewer, name=found.name)


async def enter(request: Request) -> Response:
    """Use the link up: this browser is that person from here on."""
    viewer = await viewer_of(request)
    link, token = request.path_params["token"], new_token()
    found = await ask(_view, viewer, link=link)
    form = await request.form()
    await attempt(open_entry_link, viewer, form_key=str(form.get("form_key", "")), link=link, token=token)
    answer = RedirectResponse("/mine" if found.kind is Kind.CUSTOMER else "/", status_code=303)
    sign_in_response(answer, token, found.kind)
    return answer


def _view(session: Session, viewer: Viewer, *, link: str) -> EntryLinkView:
    return entry_link_view(session, link=link, now=clock.now())


ROUTES = [Route("/enter/{token}", look, methods=["GET"]), Route("/enter/{token}", enter, methods=["POST"])]
