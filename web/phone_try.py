"""`/w/{id}/try`: every kind of phone page, for who prepares. The forms lead back here and save nothing."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from models.access import May, Viewer
from models.ballots import BallotPlace
from models.duels import DuelView
from models.options import OptionView
from models.round_settings import RoundSettings
from models.rounds import VOTES, RoundKind, RoundState, RoundView
from models.workshop_now import Now, Step, now_in, state_in
from models.workshops import workshop_for
from store import clock
from web.entry import ask, viewer_of
from web.phone import phone_page
from words.phone import kind_to_try
from words.speech import Speech, speech

# What the examples cost, and what there is to spend.
COSTS, MONEY, PAIRS, DOTS = (1200, 2600, 700), 3000, 10, 3


async def try_out(request: Request) -> Response:
    """One page as a phone will show it, and the way to the others."""
    viewer, now = await viewer_of(request), clock.now()
    asked = request.query_params.get("step", "")
    asked = RoundKind.DOTS if asked == "vote" else asked
    wanted = RoundKind(asked) if asked in tuple(RoundKind) else None
    found = await ask(_tried, viewer, workshop_id=request.path_params["workshop_id"], now=now, kind=wanted)
    kind = wanted or (found.round.kind if found.round else RoundKind.COLLECT)
    say = speech(viewer.language)
    found = _filled(say, found, kind)
    kinds = [(one.value, kind_to_try(say, one)) for one in RoundKind]
    return phone_page(request, viewer, found, now, {}, None, trying=True, kinds=kinds)


def _tried(session: Session, viewer: Viewer, *, workshop_id: str, now: datetime, kind: RoundKind | None) -> Now:
    """The workshop with its activity of this kind; without a kind, with its first activity."""
    workshop_for(session, viewer, workshop_id, May.WORKSHOP_PREPARE, to_change=False)
    found = state_in(session, viewer, workshop_id=workshop_id, now=now)
    row = next((one for one in found.rounds if kind is None or one.kind is kind), None)
    full = now_in(session, viewer, workshop_id=workshop_id, now=now) if row and found.round == row else found
    return replace(full, round=row)


def _filled(say: Speech, found: Now, kind: RoundKind) -> Now:
    """With a round of this kind, whether the workshop has one or not, and something to mark."""
    row = found.round or _example(say, found, kind)
    row = replace(row, settings=_settings(row.settings, kind))
    texts = [say("A first idea"), say("A second idea"), say("A third idea")]
    options = found.options or [
        OptionView(str(n), None, text, None, COSTS[n] if kind is RoundKind.BUDGET else None)
        for n, text in enumerate(texts)
    ]
    budget = row.budget or DOTS
    step = Step.VOTE if kind in VOTES else Step.COLLECT if kind is RoundKind.COLLECT else Step.QUIET
    return replace(
        found, step=step, round=row, inside=True, over=False, mine=[], others=[], drafts=[], result=None,
        until=None, options=options, place=BallotPlace(True, budget, min(row.cap, budget), None),
        duel=DuelView(options[0], options[1], 0, PAIRS) if kind is RoundKind.DUELS else None,
    )  # fmt: skip


def _settings(settings: RoundSettings, kind: RoundKind) -> RoundSettings:
    if kind is RoundKind.BUDGET and settings.money is None:
        return settings.model_copy(update={"money": MONEY})
    if kind is RoundKind.EXPECT and settings.unit is None:
        return settings.model_copy(update={"unit": "d"})
    return settings


def _example(say: Speech, found: Now, kind: RoundKind) -> RoundView:
    question = say("The question of this activity")
    secret = kind is not RoundKind.CONSENT
    return RoundView(
        "", found.workshop.id, found.workshop.group_id, kind, 1, question, RoundState.OPEN, secret, True, True, None,
        DOTS, None, None, None,
    )  # fmt: skip


ROUTES = [Route("/w/{workshop_id}/try", try_out, methods=["GET"])]
