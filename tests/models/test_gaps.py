"""A promise that falls short offers three levers; each is one idea, whoever presses it and however many at once."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Event

from sqlmodel import Session

from models import gaps
from models.access import Viewer
from store.doors import writing
from tests.company import NOW, found
from tests.conftest import Database
from tests.models.promising import delivery, promise


def test_of_two_who_press_one_lever_at_once_the_second_is_led_to_the_idea_of_the_first(
    real_database: Database,
) -> None:
    company = writing(found)
    told = writing(lambda session: promise(session, company.marketing, delivery(session, company.logistics)))
    pressed, ended = Event(), Event()

    def pull(session: Session, viewer: Viewer, text: str) -> dict[str, str | bool]:
        return gaps.pull_lever(
            session, viewer, now=NOW, promise_id=told, group_id=company.group_id, lever="waiting", text=text
        )

    def first(session: Session) -> dict[str, str | bool]:
        made = pull(session, company.marketing, "Avvisiamo")
        pressed.set()
        # The other one has every chance to be quicker.
        ended.wait(0.3)
        return made

    def second() -> dict[str, str | bool]:
        pressed.wait(20)
        try:
            return writing(partial(pull, viewer=company.logistics, text="Avvisiamo chi aspetta"))
        finally:
            ended.set()

    with ThreadPoolExecutor(1) as other:
        later = other.submit(second)
        made = writing(first)
        assert (made["there"], later.result()) == (False, {"id": made["id"], "there": True})
