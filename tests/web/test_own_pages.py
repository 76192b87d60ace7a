"""Our own pages are answered at the gate, past Streamlit's layers; whatever is odd goes the usual way."""

from typing import Any

import anyio
import httpx
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from models.errors import Refusal
from web.gate import Gate

HERE = "http://localhost:8501"


def said(request: Request) -> Response:
    if request.path_params["name"] == "gone":
        raise Refusal("not_found")
    return PlainTextResponse(f"{request.method} {request.path_params['name']}")


def no(request: Request, error: Any) -> Response:
    return PlainTextResponse(error.code, status_code=404)


def test_plain_addresses_are_answered_at_the_gate_and_odd_ones_go_the_usual_way() -> None:
    gate = Gate(PlainTextResponse("inside"), routes=[Route("/w/{name}", said, methods=["GET"])],
                on_error={Refusal: no})  # fmt: skip

    async def asked(method: str, path: str) -> tuple[int, str]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=gate), base_url=HERE) as client:
            answer = await client.request(method, path, headers={"Origin": HERE})
            assert answer.headers["cache-control"] == "no-store"
            return answer.status_code, answer.text

    assert anyio.run(asked, "GET", "/w/anna") == (200, "GET anna")
    assert anyio.run(asked, "GET", "/w/gone") == (404, "not_found")
    for method, path in (("POST", "/w/anna"), ("GET", "/w/a%5Cb"), ("GET", "/w/.anna")):
        assert anyio.run(asked, method, path) == (200, "inside"), path
