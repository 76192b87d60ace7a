"""What somebody had typed when the machine failed: the page says that nothing was saved and holds it all (law 11)."""

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

_FORM = "dueremi.form"
# Shown so that people see it is still there; everything else goes along unseen.
WORDS = ("text", "comment", "words", "name", "code")


def keeping(route: Route) -> Route:
    """The same route, whose form is still known when the failure is answered further out, by the gate."""
    endpoint = route.endpoint

    async def kept(request: Request) -> Response:
        try:
            answer: Response = await endpoint(request)
            return answer
        finally:
            request.scope[_FORM] = getattr(request, "_form", None)

    return Route(route.path, kept, methods=sorted(route.methods or ()), name=route.name)


async def kept_of(request: Request) -> list[tuple[str, str]]:
    """The fields of the form that could not be saved, in order; empty when there is none or when it holds a password.

    The form was read before the failure, so nothing is read from the network here.
    """
    form = getattr(request, "_form", None) or request.scope.get(_FORM)
    if request.method != "POST" or not form:
        return []
    fields = [(str(name), value) for name, value in form.multi_items()]
    if any(isinstance(value, UploadFile) or "password" in name for name, value in fields):
        return []
    return [(name, str(value)) for name, value in fields]


def words_of(fields: list[tuple[str, str]]) -> list[str]:
    """What of it a person recognises as their own words."""
    return [value for name, value in fields if name in WORDS and value.strip()]
