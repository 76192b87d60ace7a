"""When a page fails: one sentence, all headers, a reference that the log knows, no trace."""

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.company import Company
from tests.conftest import Database
from tests.web.conftest import Site


async def breaks(request: Request) -> Response:
    await request.form()
    raise ZeroDivisionError("secret of the code")


def test_a_page_that_fails_says_one_sentence_with_all_headers_and_no_trace(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    site = Site(Route("/breaks/{token}", breaks, methods=["GET", "POST"]))
    for method, begins in (("GET", "Non siamo riusciti a mostrare"), ("POST", "Non siamo riusciti a salvare")):
        answer = site.ask(method, "/breaks/token-of-somebody")
        assert answer.status_code == 500
        assert begins in answer.text
        assert "Non hai perso niente" in answer.text
        assert "secret of the code" not in answer.text
        assert "Traceback" not in answer.text
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["cache-control"] == "no-store"
        reference = answer.text.split("«")[1][:4]
        logged = [record for record in caplog.records if reference in record.getMessage()]
        assert len(logged) == 1
        assert logged[0].exc_info is not None
        assert "token-of-somebody" not in logged[0].getMessage()


def test_an_address_that_is_not_there_is_a_sentence_in_the_reader_s_language(site: Site, company: Company) -> None:
    answer = site.get("/join/nothing-here")
    assert answer.status_code in (403, 404, 422)
    assert "<h1>" in answer.text
    assert site.get("/assets/..%2Fapp.py").status_code != 200
    assert site.get("/assets/base.html").status_code == 404
