"""Telling the story: each act is a command of the product, by somebody, at a moment, through the door of a form."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

from models.access import NOBODY, Viewer
from models.base import new_token
from models.receipts import once
from models.viewers import viewer_of_person
from store import clock
from store.clock import MovingClock
from store.doors import reading, writing

ROME = ZoneInfo("Europe/Rome")
Act = Callable[[], Any]


def moment(text: str) -> datetime:
    """A moment on the wall clock of Faenza: `2026-11-17 16:20`."""
    return datetime.fromisoformat(text).replace(tzinfo=ROME)


class Teller:
    """Keeps the ids of what was told so far, and an agenda of what comes."""

    def __init__(self) -> None:
        """An empty story."""
        self.ids: dict[tuple[str, str], str] = {}
        # What each promise says now, by its short name.
        self.terms: dict[str, dict[str, Any]] = {}
        self._agenda: list[tuple[datetime, int, Act]] = []

    def at(self, when: datetime | str, act: Act) -> None:
        """Put an act on the agenda; acts of one moment happen in the order they were put there."""
        at = moment(when) if isinstance(when, str) else when
        self._agenda.append((at, len(self._agenda), act))

    def tell(self, hands: MovingClock, *, chapter: Callable[[datetime, int, int], None]) -> None:
        """Do everything on the agenda, in the order of time, moving the clock to each act."""
        agenda = sorted(self._agenda, key=lambda entry: entry[:2])
        for done, (at, _, act) in enumerate(agenda):
            chapter(at, done, len(agenda))
            hands.go(at)
            act()
        self._agenda = []

    def do(self, who: str, command: Callable[..., Any], **what: Any) -> Any:
        """One command by somebody (the empty name: nobody who is signed in). Returns what the command answers."""
        now = clock.now()

        def work(session: Session) -> Any:
            return once(session, self._viewer(session, who), command, form_key=new_token(), now=now, **what).answer

        return writing(work)

    def ask(self, who: str, question: Callable[..., Any], **what: Any) -> Any:
        """The answer to a question, as somebody sees it."""
        with reading() as session:
            return question(session, self._viewer(session, who), **what)

    def keep(self, kind: str, name: object, found: Any) -> None:
        """Remember an id."""
        self.ids[(kind, str(name))] = str(found)

    def the(self, kind: str, name: object) -> str:
        """An id told earlier."""
        return self.ids[(kind, str(name))]

    def viewer(self, who: str) -> Viewer:
        """Somebody as a viewer."""
        with reading() as session:
            return self._viewer(session, who)

    def _viewer(self, session: Session, who: str) -> Viewer:
        return viewer_of_person(session, self.the("person", who)) if who else NOBODY


def later(when: datetime | str, **span: float) -> datetime:
    """A moment after another one."""
    return (moment(when) if isinstance(when, str) else when) + timedelta(**span)
