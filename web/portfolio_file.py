"""`/download/portfolio.xlsx`: the portfolio as a workbook, for staff; asked with the viewer like the page."""

from functools import partial

import anyio.to_thread
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from exchange.portfolio_book import portfolio_book
from models.access import Viewer
from models.days import day_here
from models.errors import NotFound, NotSignedIn, Refusal
from models.moved_bars import MovedBar, moved_bars
from models.portfolio_view import PortfolioView, portfolio_view
from store import clock
from store.settings import settings
from web.downloads import XLSX, as_file
from web.entry import ask, page, viewer_of
from words.refusals import refusal_sentence
from words.speech import speech


async def portfolio_workbook(request: Request) -> Response:
    """The workbook, for whoever sees the portfolio; hidden and missing are the same 404."""
    viewer = await viewer_of(request)
    moment = clock.now()
    try:
        view, moves = await ask(_portfolio, viewer)
    except Refusal as refusal:
        nobody = isinstance(refusal, NotSignedIn)
        code = refusal.code if nobody else NotFound().code
        sentence = refusal_sentence(speech(viewer.language), code, {})
        return page(request, "sentence.html", viewer, status=404, sentence=sentence, sign_in=nobody)
    write = partial(portfolio_book, view, moves, language=viewer.language, zone=settings().zone)
    data = await anyio.to_thread.run_sync(write)
    name = f"{speech(viewer.language)('Promises')} {day_here(moment):%Y-%m-%d}.xlsx"
    return as_file(data, name, XLSX)


def _portfolio(session: Session, viewer: Viewer) -> tuple[PortfolioView, list[MovedBar]]:
    return portfolio_view(session, viewer, now=clock.now()), moved_bars(session, viewer)


ROUTES = [Route("/download/portfolio.xlsx", portfolio_workbook, methods=["GET"])]
