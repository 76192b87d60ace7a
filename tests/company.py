"""A small company for tests, built through the product's own commands: success and refusal share this set-up.

`found(session)` returns everybody: every role of the access matrix, and two groups, so that "another group" is there.
The commands run once a process, kind of database and moment; after that the rows they left are laid down again.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlmodel import Session

from models import functions, groups, installation, invitations, people, viewers
from models.access import NOBODY, Role, Viewer
from models.base import new_code, new_token
from store import clock
from tests.laid import laid

NOW = datetime(2026, 11, 17, 15, 0, tzinfo=UTC)
# Not a hash of anything: nobody signs in with a password in the tests that use this.
NO_PASSWORD = "no password"


@dataclass(frozen=True)
class Company:
    """Who is there. Viewers are as of the founding: read one again with `again` after a change."""

    group_id: str
    other_group_id: str
    administrator: Viewer
    manager: Viewer
    facilitator: Viewer
    marketing: Viewer
    logistics: Viewer
    customer: Viewer
    guest: Viewer
    guest_of_another: Viewer
    outsider: Viewer
    removed: Viewer
    disabled: Viewer


def found(session: Session, *, now: datetime = NOW, language: str = "it") -> Company:
    """Open the installation and let everybody in."""
    return laid(session, ("company", now, language), lambda: _by_commands(session, now, language))


def found_this_hour(session: Session) -> Company:
    """The same by the machine's clock, at the full hour: founded at every test's own moment it would never be laid."""
    return found(session, now=clock.now().replace(minute=0, second=0, microsecond=0))


def _by_commands(session: Session, now: datetime, language: str) -> Company:
    code = installation.first_code(session, now=now) or ""
    root_id = installation.open_installation(
        session, NOBODY, now=now, code=code, company="Torrefazione di prova", name="Ada Riva", email="ada@example.com",
        password_hash=NO_PASSWORD, language=language,
    )  # fmt: skip
    root = viewers.viewer_of_person(session, root_id)
    other = groups.create_group(session, root, now=now, name="Un altro tavolo")
    root = viewers.viewer_of_person(session, root_id)
    lucia = add_person(session, root, "Lucia Ferrante", "Direzione", language=language, now=now)
    group_id = groups.create_group(session, lucia, now=now, name="Il Tavolo del Caffè")
    lucia = again(session, lucia)
    elena = add_person(session, lucia, "Elena Mazzotti", "Marketing", group_id, Role.FACILITATOR, language, now)
    marta = add_person(session, lucia, "Marta Gualdi", "Marketing", group_id, language=language, now=now)
    rosa = add_person(session, lucia, "Rosa Placci", "Logistica", group_id, language=language, now=now)
    anna = add_person(session, lucia, "Anna R.", "Clienti", group_id, language=language, now=now)
    outsider = add_person(session, root, "Vito Serra", "Vendite", language=language, now=now)
    removed = add_person(session, lucia, "Nino Testa", "Vendite", group_id, language=language, now=now)
    groups.remove_member(session, lucia, now=now, group_id=group_id, person_id=removed.person_id or "")
    disabled = add_person(session, root, "Dario Spada", "Vendite", language=language, now=now)
    people.disable_person(session, root, now=now, person_id=disabled.person_id or "")
    return Company(
        group_id=group_id,
        other_group_id=other,
        administrator=root,
        manager=lucia,
        facilitator=elena,
        marketing=marta,
        logistics=rosa,
        customer=anna,
        guest=add_guest(session, group_id, "Walter", now=now),
        guest_of_another=add_guest(session, other, "Zoe", now=now),
        outsider=outsider,
        removed=again(session, removed),
        disabled=viewers.viewer_of_person(session, disabled.person_id or ""),
    )


def add_person(
    session: Session,
    inviter: Viewer,
    name: str,
    function: str,
    group_id: str | None = None,
    role: Role = Role.MEMBER,
    language: str = "it",
    now: datetime = NOW,
) -> Viewer:
    """Invite somebody and accept for them."""
    italian = [n for n, _ in functions.STARTING["it"]]
    wanted = functions.STARTING[language][italian.index(function)][0]
    function_id = next(f.id for f in functions.functions_all(session) if f.name == wanted)
    token = new_token()
    invitations.invite_person(
        session, inviter, now=now, token=token, function_id=function_id, group_id=group_id, role=role
    )
    email = f"{name.split()[0].lower()}.{new_code(5).lower()}@example.com"
    person_id = invitations.accept_invitation(
        session, NOBODY, now=now, token=token, name=name, email=email, password_hash=NO_PASSWORD, language=language
    )
    return viewers.viewer_of_person(session, person_id)


def add_guest(session: Session, group_id: str, name: str, side: str = "receives", *, now: datetime = NOW) -> Viewer:
    """A guest who sits in a group (joining by a workshop's code does the same)."""
    guest = people.add_guest(session, now=now, name=name, side=side, language="it", return_code=new_code(8))
    groups.seat(session, group_id, guest.id, Role.GUEST, None, side, now=now)
    return viewers.viewer_of_person(session, guest.id)


def again(session: Session, viewer: Viewer) -> Viewer:
    """The same person as they are now."""
    return viewers.viewer_of_person(session, viewer.person_id or "")
