"""Every kind of vote through two servers on one database at the same moment: one ballot, one receipt, one form's marks
(V05, F10; laws 1 and 2). And a pair of a duel is the same on both until it is answered. `test_votes` has the servers.
"""

import re
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import httpx
from sqlmodel import Session, select

from models import marks, options
from models.ballot_rows import Ballot, DuelMark
from models.base import new_token
from models.receipts import Receipt
from models.viewers import viewer_of_person, viewer_of_token
from store import clock, doors
from tests.models.room import Room
from tests.models.voting import TAKEN, Said, a_vote, said
from tests.serving import Served, Vote, code_in, open_vote
from tests.web.conftest import NO_TLS, Server

# Later than the vote with which the room begins, so that phones show it.
LAST = 60 * 24 * 30


def together(work: Sequence[Callable[[], httpx.Response]]) -> list[httpx.Response]:
    """Do these at the same moment."""
    gate = threading.Barrier(len(work))

    def run(one: Callable[[], httpx.Response]) -> httpx.Response:
        gate.wait(20)
        return one()

    with ThreadPoolExecutor(len(work)) as pool:
        return list(pool.map(run, work))


def fields(of: str, ids: list[str], what: Said) -> dict[str, object]:
    """The fields of the phone's form that say these marks."""
    names = {"dots": "dots-{}", "ranked": "rank-{}", "expect": "amount-{}", "score": "score-{}-{}"}
    if of in ("approval", "budget"):
        return {"pick": [ids[place] for place, *_ in what]}
    sent: dict[str, object] = {}
    for place, value, criterion, reason in what:
        sent[names.get(of, "mark-{}").format(ids[place], criterion)] = str(value)
        if reason:
            sent |= {"origin": reason} if of == "expect" else {f"reason-{ids[place]}": reason}
    return sent


def send(
    server: Server, vote: Vote, guest: str, key: str, round_id: str, form: dict[str, object], where: str = "vote"
) -> httpx.Response:
    return httpx.post(
        f"{server.address}/w/{vote.workshop_id}/{where}", data={"form_key": key, "round_id": round_id, **form},
        headers={"Cookie": guest, "Origin": server.address, "Accept": "text/html"}, timeout=20, verify=NO_TLS,
    )  # fmt: skip


def opened(served: Served, vote: Vote, kinds: list[str]) -> dict[str, tuple[str, list[str]]]:
    """Open a round of each of these kinds in the workshop: its id and its options."""

    def work(session: Session) -> dict[str, tuple[str, list[str]]]:
        elena = viewer_of_person(session, served.company.facilitator.person_id or "")
        written = [str(one.idea_id) for one in options.options_in(session, vote.round_id)]
        room = Room(session, elena, served.company.group_id, vote.workshop_id, idea_ids=written)
        found = {}
        for number, of in enumerate(kinds):
            round_id = a_vote(room, of, LAST + number)
            found[of] = (round_id, [one.id for one in options.options_in(session, round_id)])
        return found

    return doors.writing(work)


def vote_in_every_kind_at_once(two_servers: Served) -> None:
    """What `test_votes` asks of two servers: one ballot that says one form, and a pair that waits on both."""
    vote = open_vote(two_servers, guests=2)
    guest, other = vote.guests
    first, second = two_servers.servers
    found = opened(two_servers, vote, [*TAKEN, "duels"])
    for of, sheets in TAKEN.items():
        round_id, ids = found[of]
        forms = [fields(of, ids, sheet) for sheet in sheets]
        key = new_token()
        same = together([partial(send, server, vote, guest, key, round_id, forms[0]) for server in (first, second)])
        codes = {code_in(answer) for answer in same}
        assert len(codes) == 1, (of, codes)
        assert None not in codes, of
        together([partial(send, server, vote, guest, new_token(), round_id, form)
                  for server, form in zip((first, second), forms, strict=True)])  # fmt: skip
        with doors.reading() as session:
            counted = select(Ballot.id).where(Ballot.round_id == round_id, Ballot.state == "counted")
            assert len(session.exec(counted).all()) == 1, of
            assert len(session.exec(select(Receipt.id).where(Receipt.form_key == key)).all()) == 1
            viewer = viewer_of_token(session, guest.partition("=")[2], now=clock.now())
            kept = marks.my_marks(session, viewer, round_id=round_id)
        assert list(kept) in [sorted(said(ids, sheet), key=lambda one: (one.option_id, one.criterion))
                              for sheet in sheets], of  # fmt: skip

    round_id, _ = found["duels"]
    left, right = pair_on(first, vote, guest)
    assert pair_on(second, vote, guest) == (left, right)
    # Somebody else answers meanwhile: what was least shown has changed, the pair in one's hand has not.
    theirs = pair_on(second, vote, other)
    send(second, vote, other, new_token(), round_id, answer(theirs, theirs[0]), "duel")
    assert pair_on(first, vote, guest) == pair_on(second, vote, guest) == (left, right)
    together([partial(send, server, vote, guest, new_token(), round_id, answer((left, right), winner), "duel")
              for server, winner in ((first, left), (second, right))])  # fmt: skip
    pair = pair_on(first, vote, guest)
    assert pair_on(second, vote, guest) == pair != (left, right)
    theirs = pair_on(second, vote, other)
    send(first, vote, other, new_token(), round_id, answer(theirs, theirs[1]), "duel")
    assert pair_on(second, vote, guest) == pair
    with doors.reading() as session:
        own = select(DuelMark).join(Ballot).where(Ballot.round_id == round_id)
        met = [(one.first_id, one.second_id) for one in session.exec(own).all()]
    assert len(met) == 3, "one of the guest who answered twice, two of the other"


def pair_on(server: Server, vote: Vote, guest: str) -> tuple[str, str]:
    """The two that stand on somebody's phone."""
    page = httpx.get(f"{server.address}/w/{vote.workshop_id}", headers={"Cookie": guest, "Accept": "text/html"},
                     timeout=20, verify=NO_TLS).text  # fmt: skip
    found = dict(re.findall(r'name="(left|right)" value="([0-9a-f]+)"', page))
    return found["left"], found["right"]


def answer(pair: tuple[str, str], winner: str) -> dict[str, object]:
    return {"left": pair[0], "right": pair[1], "winner": winner}
