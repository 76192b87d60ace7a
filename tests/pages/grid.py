"""Every page, opened by everybody who may, in a company in which everything exists. Gathered once for each database."""

from dataclasses import dataclass

from sqlmodel import Session

from models.access import Viewer
from models.people import Person
from store import clock, doors
from tests.access import scene
from tests.access.material import TERMS
from tests.pages.desk import open_page, pages, sign_in_of
from ui.places import PLACES, may_open

ROLES = ("guest", "customer", "facilitator", "manager", "administrator")
# Whose pages differ while the workshop goes on.
IN_THE_ROOM = ("guest", "facilitator")
# The pages of a workshop are another page at each stage; for them the others stand still.
STAGES = (
    ("before", None, ("workshop", "round")),
    ("collecting", scene.open_collecting, ("workshop", "round")),
    ("voting", scene.open_voting, ("workshop", "round")),
    ("closed", scene.close_voting, None),
)


@dataclass(frozen=True)
class Visit:
    """One opened page, as plain values."""

    page: str
    role: str
    stage: str
    title: str
    failures: list[str]
    errors: list[str]
    queries: int
    repeated: list[str]

    @property
    def where(self) -> str:
        """For the message of a failing test."""
        return f"{self.page} for {self.role} ({self.stage})"


@dataclass(frozen=True)
class Place:
    """The company of the tests and how its pages are addressed."""

    people: dict[str, Viewer]
    ids: dict[str, str]

    def query(self, page: str, role: str = "") -> dict[str, str]:
        """What the address of a page holds. The administrator is in another group and looks at what is there."""
        if page == "say":
            return {"say": TERMS["sentence"]}
        if page == "front_line":
            return {"at": self.ids["touchpoint"]}
        things = {"promise": "promise", "process": "process", "idea": "anna_idea", "group": "group",
                  "workshop": "workshop", "round": "workshop"}  # fmt: skip
        thing = things.get(page)
        if role == "administrator":
            thing = {"anna_idea": "other_idea", "group": "other_group", "workshop": "other_workshop"}.get(
                thing or "", thing
            )
        return {{"round": "workshop"}.get(page, page): self.ids[thing]} if thing else {}


def a_company(language: str = "it", *, stage: str = "closed") -> Place:
    """Build it through the doors, up to a stage; everybody reads this language."""
    clock.set_clock(lambda: scene.at(130))

    def build(session: Session) -> Place:
        company = scene.set_up(session)
        go_to(company, stage, {"before"})
        for viewer in company.people.values():
            person = session.get(Person, viewer.person_id) if viewer.person_id else None
            if person is not None:
                person.language = language
        return Place(dict(company.people), dict(company.ids))

    return doors.writing(build)


def go_to(company: scene.Scene, stage: str, done: set[str]) -> None:
    """Take the company through the stages up to this one."""
    for name, go, _ in STAGES:
        if go is not None and name not in done:
            go(company)
        if name == stage:
            return


def visits(language: str, roles: tuple[str, ...] = ROLES) -> list[Visit]:
    """Open every page at every stage for every role that may open it."""
    clock.set_clock(lambda: scene.at(130))
    company = doors.writing(lambda session: _plain(scene.set_up(session), language))
    found: list[Visit] = []
    signed_in = {role: sign_in_of(company.people[role]) for role in roles}
    for role in roles:
        open_page("home", signed_in[role])
    for stage, go, wanted in STAGES:
        if go is not None:
            doors.writing(lambda session, go=go: _further(company, session, go))  # type: ignore[misc]
        place = Place(company.people, company.ids)
        names = [name for name in wanted or pages() if name in pages() and name in PLACES]
        if wanted is None:
            # Whoever looks first computes what is not current; the others are counted.
            for name in names:
                open_page(name, signed_in[roles[-1]], **place.query(name))
        looking = roles if wanted is None else [role for role in roles if role in IN_THE_ROOM]
        found += [_visit(place, name, role, stage, signed_in[role]) for role in looking for name in names
                  if may_open(company.people[role], name)]  # fmt: skip
    return found


def _plain(company: scene.Scene, language: str) -> scene.Scene:
    for viewer in company.people.values():
        person = company.session.get(Person, viewer.person_id) if viewer.person_id else None
        if person is not None:
            person.language = language
    return company


def _further(company: scene.Scene, session: Session, go: object) -> None:
    company.session = session
    go(company)  # type: ignore[operator]


def _visit(place: Place, name: str, role: str, stage: str, sign_in_id: str) -> Visit:
    shown = open_page(name, sign_in_id, **place.query(name, role))
    asked = shown.queries
    return Visit(
        name, role, stage, shown.title, shown.failures, [str(one.value) for one in shown.app.error], len(asked),
        [statement[:100] for statement in sorted({one for one in asked if asked.count(one) > 1})],
    )  # fmt: skip
