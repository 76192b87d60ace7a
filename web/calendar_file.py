"""`/download/group/{id}/meetings.ics`: a group's next meetings for one's own calendar, for its members."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from exchange.calendar import Event, calendar_file
from models.access import Viewer
from models.errors import NotFound
from models.meetings import NextMeeting, next_meeting
from store import clock
from store.settings import settings
from web.downloads import as_file
from web.entry import ask, viewer_of
from words.speech import speech

CALENDAR = "text/calendar; charset=utf-8"


async def meetings_file(request: Request) -> Response:
    """The dates ahead, the next one first. Without a date there is no file."""
    viewer = await viewer_of(request)
    found = await ask(_meetings, viewer, group_id=request.path_params["group_id"])
    if found is None:
        raise NotFound()
    say = speech(viewer.language)
    address = f"{settings().public_url}/workshops"
    host = settings().public_url.split("://", 1)[-1]
    events = [
        Event(
            f"{found.group_id}-{moment:%Y%m%d}@{host}", moment, found.minutes, found.group, found.place,
            say("Meeting of %(group)s", group=found.group), address,
        )
        for moment in found.dates
    ]  # fmt: skip
    return as_file(calendar_file(events, now=clock.now()), f"{found.group}.ics", CALENDAR)


def _meetings(session: Session, viewer: Viewer, *, group_id: str) -> NextMeeting | None:
    return next_meeting(session, viewer, now=clock.now(), group_id=group_id)


ROUTES = [Route("/download/group/{group_id}/meetings.ics", meetings_file, methods=["GET"])]
