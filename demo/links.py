"""Five one-time links to become somebody of the example company."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, func, select

from demo import company
from demo.telling import moment
from models.access import Viewer
from models.activity import Activity
from models.base import new_token
from models.entry_links import make_entry_link
from models.people import Person
from models.receipts import once
from models.viewers import viewer_of_person
from store import clock
from store.doors import reading, writing

# The story ends here: the Monday morning after the last data came in.
MORNING = "2026-11-23 08:30"
# Whom one can become, in the order of the issue: key, name, what they do.
BECOME = (
    ("marketing", company.MARTA, "marketing"),
    ("workshop", "Davide Conti", "officina, chi mantiene"),
    ("customer", "Anna R.", "cliente"),
    ("direction", company.DIRECTION, "direzione, decide"),
    ("conducts", company.CONDUCTS, "conduce il Tavolo"),
)


@dataclass(frozen=True)
class Link:
    """One printed link. `key` says which of the five."""

    key: str
    name: str
    part: str
    path: str


def story_now() -> datetime:
    """The moment at which the example company goes on: its Monday morning, or after the last thing done in it."""
    with reading() as session:
        last = session.exec(select(func.max(Activity.at))).one()
    return max(moment(MORNING), last or moment(MORNING))


def links_to_become() -> list[Link]:
    """Make the five links, each good once and for two weeks."""
    with reading() as session:
        people = {name: person_id for person_id, name in session.exec(select(Person.id, Person.name)).all()}
        conducts = viewer_of_person(session, people[company.CONDUCTS])
    return [_link(conducts, people[name], key, name, part) for key, name, part in BECOME]


def said_links(links: list[Link], address: str) -> str:
    """The links as they are printed."""
    lines = ["", "  Torrefazione Tostalba: azienda inventata, dati inventati (invented company, invented data)", ""]
    lines += [f"  {link.name + ', ' + link.part:40} {address}{link.path}" for link in links]
    lines += ["", "  Ogni link vale una volta sola (each link works once).",
              "  L'orologio dell'esempio segna il 23 novembre 2026 (its clock says 23 November 2026).", ""]  # fmt: skip
    return "\n".join(lines)


def _link(viewer: Viewer, person_id: str, key: str, name: str, part: str) -> Link:
    token, now = new_token(), clock.now()

    def work(session: Session) -> None:
        once(session, viewer, make_entry_link, form_key=new_token(), now=now, person_id=person_id, token=token)

    writing(work)
    return Link(key, name, part, f"/enter/{token}")
