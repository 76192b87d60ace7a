"""Votes through two servers at once, and while a server dies: nothing lost, nothing twice (F10, F01; laws 1 and 2)."""

import random
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import httpx
import pytest
from sqlmodel import Session, func, select

import models  # noqa: F401
from models import conduct
from models.activity import first_break
from models.ballot_rows import Ballot, BallotLine
from models.base import Row, new_token
from models.receipts import Receipt
from models.recounts import first_wrong_result
from models.viewers import viewer_of_person
from store import doors, verify
from tests.conftest import Store
from tests.faults.every_kind import together, vote_in_every_kind_at_once
from tests.serving import Served, Vote, code_in, open_vote, send_vote, serving
from tests.web.conftest import Server


def ballots_in(vote: Vote) -> list[dict[str, int]]:
    """The dots of each stored ballot."""
    with doors.reading() as session:
        found: dict[str, dict[str, int]] = {
            one: {} for one in session.exec(select(Ballot.id).where(Ballot.round_id == vote.round_id)).all()
        }
        for line in session.exec(select(BallotLine)).all():
            if line.ballot_id in found:
                found[line.ballot_id][line.option_id] = line.value
        return list(found.values())


# F10: two servers on one database


@pytest.fixture(scope="module")
def kept(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Served]]:
    """Two servers a kind of database, started when the first test asks for them."""
    with ExitStack() as undo:
        known: dict[str, Served] = {}

        def served(kind: str) -> Served:
            if kind not in known:
                folder = tmp_path_factory.mktemp(kind)
                known[kind] = undo.enter_context(serving(store, kind, folder, servers=2))
            return known[kind]

        yield served


@pytest.fixture
def two_servers(kept: Callable[[str], Served], kind: str) -> Iterator[Served]:
    served = kept(kind)
    with doors.use_engine(served.engine):
        yield served


def test_the_same_form_through_two_servers_at_once_is_one_ballot_with_one_receipt(
    two_servers: Served
) -> None:
    vote = open_vote(two_servers, guests=1)
    points = {vote.options[0]: 2, vote.options[1]: 1}
    for key in [new_token() for _ in range(5)]:
        senders = [partial(send_vote, server, vote, vote.guests[0], key, points) for server in two_servers.servers * 2]
        codes = {code_in(answer) for answer in together(senders)}
        assert len(codes) == 1, codes
        assert None not in codes
    assert ballots_in(vote) == [points]


def test_one_person_voting_twice_at_once_through_two_servers_has_one_ballot_within_the_budget(
    two_servers: Served
) -> None:
    vote = open_vote(two_servers, guests=5, secret=False)
    sheets = [{vote.options[0]: 2}, {vote.options[1]: 2, vote.options[2]: 1}]
    together([
        partial(send_vote, server, vote, cookie, new_token(), sheet)
        for cookie in vote.guests for server, sheet in zip(two_servers.servers, sheets, strict=True)
    ])  # fmt: skip
    with doors.reading() as session:
        counted = select(Ballot.person_id, func.count()).where(
            Ballot.round_id == vote.round_id, Ballot.state == "counted"
        )
        each = dict(session.exec(counted.group_by(Ballot.person_id)).all())
    assert len(each) == 5
    assert set(each.values()) == {1}
    assert all(sheet in sheets for sheet in ballots_in(vote))


def test_every_kind_of_vote_at_once_through_two_servers_is_one_ballot_that_says_one_form(two_servers: Served) -> None:
    vote_in_every_kind_at_once(two_servers)


def test_a_vote_closed_on_one_server_is_closed_on_the_other(two_servers: Served) -> None:
    vote = open_vote(two_servers, guests=2)
    first, second = two_servers.servers
    assert code_in(send_vote(first, vote, vote.guests[0], new_token(), {vote.options[0]: 1}))
    close(two_servers, vote)
    refused = send_vote(second, vote, vote.guests[1], new_token(), {vote.options[0]: 1})
    assert code_in(refused) is None
    assert len(ballots_in(vote)) == 1


# F01: kill -9 while ballots come in


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.slow), pytest.param(3, marks=pytest.mark.slow)])
def test_no_acknowledged_ballot_is_lost_when_the_server_is_killed(
    two_servers: Served, tmp_path: Path, seed: int
) -> None:
    dice, served = random.Random(seed), two_servers
    vote, ledgers = open_vote(served, guests=12), [tmp_path / f"{n}.ledger" for n in range(4)]
    killed, stop = served.alive()[0], threading.Event()
    clients = [
        threading.Thread(target=keep_voting, args=(killed, vote, vote.guests[n::4], ledger, stop, f"run{seed}-{n}"))
        for n, ledger in enumerate(ledgers)
    ]
    for client in clients:
        client.start()
    wait_for(ledgers, lines=40)
    time.sleep(dice.uniform(0.0, 0.3))
    killed.process.send_signal(signal.SIGKILL)
    killed.process.wait(10)
    stop.set()
    for client in clients:
        client.join(30)
    ledger = verify.read_ledgers(ledgers)
    with doors.reading() as session:
        stored = {key for key in session.exec(select(Receipt.form_key)).all() if key.startswith(f"run{seed}-")}
    in_flight = ledger.sent - set(ledger.acknowledged) - ledger.refused
    assert len(ledger.acknowledged) > 10
    assert set(ledger.acknowledged) <= stored
    assert stored - set(ledger.acknowledged) <= in_flight
    assert len(in_flight) <= len(clients)
    # The people come back to another server, vote once more, and the count is right.
    again = next(iter(served.alive()), None) or served.start()
    answers = [send_vote(again, vote, cookie, new_token(), {vote.options[2]: 1}) for cookie in vote.guests]
    assert all(code_in(answer) for answer in answers)
    assert ballots_in(vote) == [{vote.options[2]: 1}] * 12
    close(served, vote)
    assert verify.verify(Row.metadata, ledger, [_whole]) == []


def close(served: Served, vote: Vote) -> None:
    """Whoever conducts closes the vote."""
    elena = served.company.facilitator.person_id or ""
    doors.writing(
        lambda session: conduct.close_round(
            session, viewer_of_person(session, elena), now=datetime.now(UTC), round_id=vote.round_id
        )
    )


def keep_voting(
    server: Server, vote: Vote, cookies: list[str], ledger: Path, stop: threading.Event, name: str
) -> None:
    """Vote anew again and again for these guests, and write down what was sent and what was answered."""
    with ledger.open("a", buffering=1) as log:
        for turn in range(10_000):
            if stop.is_set():
                return
            key = f"{name}-{turn}-{new_token()[:8]}"
            log.write(f"SENT {key}\n")
            try:
                answer = send_vote(server, vote, cookies[turn % len(cookies)], key, {vote.options[turn % 3]: 1})
            except httpx.HTTPError:
                return
            code = code_in(answer)
            log.write(f"ACK {key} {code}\n" if code else f"REFUSED {key}\n")


def wait_for(ledgers: list[Path], *, lines: int) -> None:
    """Until so much has been said."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if sum(one.read_text().count("ACK") for one in ledgers if one.exists()) >= lines / 2:
            return
        time.sleep(0.02)


def _whole(session: Session) -> list[str]:
    broken, wrong = first_break(session), first_wrong_result(session)
    return [f"the record breaks at {broken}"] * (broken is not None) + [f"{wrong} is counted wrong"] * bool(wrong)
