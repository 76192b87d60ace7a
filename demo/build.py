"""`make demo`: the example company, built through the product's own commands with a moving clock.

Everything happens between 25 May and 23 November 2026 and takes less than a minute. The clock of the example company
goes on from there: whoever opens it next year still meets the Monday morning after the data came in.
"""

import argparse
import os
import sys
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import func
from sqlmodel import select

from demo import answering, campaign, cared, counter, doing, founding, journey, market, places, talk, weighing
from demo.links import links_to_become, said_links, story_now
from demo.telling import Teller, moment
from models.base import new_token
from models.days import count_days_in
from models.people import Person
from store import clock
from store.doors import close_store, open_store, reading
from store.engine import StartRefused, check_engine
from store.migrate import upgrade
from store.settings import settings

ROOT = Path(__file__).resolve().parent.parent


def main(argv: Sequence[str] = ()) -> int:
    """Build the example company, print five links to become somebody, and start the app. Returns an exit code."""
    asked = _parser().parse_args(argv)
    if not os.environ.get("DATABASE_URL"):
        os.environ["DATABASE_URL"] = f"sqlite:///{settings().var / 'demo.db'}"
        settings.cache_clear()
    count_days_in(settings().zone)
    where = settings().database_url
    engine = open_store(where)
    upgrade(engine)
    check_engine(engine)
    if asked.again:
        print(f"The example company as it is in {_short(where)}.")
    else:
        _refuse_unless_empty(where)
        began = time.monotonic()
        build(progress=_Progress())
        print(f"  built in {time.monotonic() - began:.0f} seconds.")
    with clock.moving(story_now()):
        links = links_to_become()
    print(said_links(links, settings().public_url), flush=True)
    close_store()
    if not asked.no_start:
        _serve()
    return 0


def build(*, progress: "_Progress | None" = None) -> Teller:
    """Tell the whole story to the database behind the doors, which must have the schema and be empty."""
    story = Teller()
    founding.founding(story, _unknown_password())
    founding.promising(story)
    places.places(story)
    founding.measuring(story)
    founding.promise_more(story)
    market.market(story)
    campaign.christmas(story)
    talk.workshops(story)
    talk.ideas(story)
    talk.feedback(story)
    cared.cared(story)
    journey.journey(story)
    talk.decisions(story)
    weighing.weighing(story)
    doing.doing(story)
    doing.eyes(story)
    answering.answering(story)
    counter.counter(story)
    with clock.moving(moment(founding.OPENING)) as hands:
        story.tell(hands, chapter=progress or (lambda _at, _done, _all: None))
    return story


class _Progress:
    """A line a month, so that nobody wonders."""

    def __init__(self) -> None:
        """Nothing told yet."""
        self._month = ""

    def __call__(self, at: datetime, done: int, everything: int) -> None:
        """One act is about to happen."""
        if f"{at:%B %Y}" != self._month:
            self._month = f"{at:%B %Y}"
            print(f"  {100 * done // everything:3d} %  {self._month}", flush=True)


def _serve() -> None:
    """Become the app of the example company; does not come back."""
    os.chdir(ROOT)
    serve = ["--host", settings().bind, "--port", str(settings().port)]
    quiet = ["--log-level", "warning", "--no-access-log", "--no-proxy-headers", "--no-server-header"]
    os.execv(sys.executable, [sys.executable, "-m", "uvicorn", "demo.served:app", *serve, *quiet])


def _refuse_unless_empty(where: str) -> None:
    with reading() as session:
        people = session.exec(select(func.count()).select_from(Person)).one()
    if people:
        raise StartRefused(
            f"{_short(where)} is not empty, and the example company is built from nothing. Delete it to build anew, or "
            "open it as it is: python manage.py demo --again"
        )


def _short(where: str) -> str:
    return where.replace(f"sqlite:///{ROOT}/", "") if where.startswith("sqlite") else "the database"


def _unknown_password() -> str:
    """A hash that nobody knows the password of: in the example company people come in by link."""
    from pwdlib import PasswordHash
    from pwdlib.hashers.argon2 import Argon2Hasher

    return PasswordHash((Argon2Hasher(),)).hash(new_token())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="manage.py demo", description="Build and open the example company.")
    parser.add_argument("--no-start", action="store_true", help="build it and print the links, do not start the app")
    parser.add_argument("--again", action="store_true", help="open the one that is there, with five new links")
    return parser
