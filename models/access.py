"""Who may do what: one table, asked by menu, pages, commands, exports and the printed role page alike.

The only file that knows roles. Function is whom one speaks for; role is what one may do. A role comes from a membership
(guest, member, facilitator, manager in one group), from a process or promise (its owner), from being staff of the
company, from conducting some group (facilitator or manager anywhere), or from the installation (administrator).
Being administrator opens no group and no ballot.

Hidden and missing give the same answer: whoever is not in a group is told `not_found`, never `not_allowed`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from models.errors import NotFound, NotSignedIn, Refusal
from models.rights import May as May


class Role(StrEnum):
    """The part a person plays towards what is asked for."""

    ANYBODY = "anybody"
    SIGNED_IN = "signed_in"
    GUEST = "guest"
    MEMBER = "member"
    FACILITATOR = "facilitator"
    MANAGER = "manager"
    STAFF = "staff"
    CONDUCTOR = "conductor"
    OWNER = "owner"
    ADMINISTRATOR = "administrator"


_EVERYONE_IN = frozenset({Role.GUEST, Role.MEMBER, Role.FACILITATOR, Role.MANAGER})
_MEMBERS = frozenset({Role.MEMBER, Role.FACILITATOR, Role.MANAGER})
_CONDUCT = frozenset({Role.FACILITATOR, Role.MANAGER})
_STAFF = frozenset({Role.STAFF})
_ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
_OWNER = frozenset({Role.OWNER, Role.ADMINISTRATOR})
_ANYBODY = frozenset({Role.ANYBODY})

GRANTS: Mapping[May, frozenset[Role]] = MappingProxyType(
    {
        May.PEOPLE_SEE: _STAFF,
        May.PEOPLE_INVITE: frozenset({Role.ADMINISTRATOR, Role.CONDUCTOR}),
        May.PEOPLE_GRANT: _ADMINISTRATOR,
        May.PEOPLE_DISABLE: _ADMINISTRATOR,
        May.FUNCTION_EDIT: _ADMINISTRATOR,
        May.LOG_SEE: _ADMINISTRATOR,
        May.WEBHOOK_EDIT: _ADMINISTRATOR,
        May.BOARD_EDIT: frozenset({Role.ADMINISTRATOR, Role.CONDUCTOR}),
        May.MONTH_SEE: _STAFF,
        May.ACCOUNT_OWN: frozenset({Role.SIGNED_IN}),
        May.GROUP_CREATE: _STAFF,
        May.GROUP_SEE: _EVERYONE_IN,
        May.GROUP_EDIT: frozenset({Role.MANAGER}),
        May.GROUP_INVITE: _CONDUCT,
        May.GROUP_EXPORT: _CONDUCT,
        May.GROUP_ARCHIVE: frozenset({Role.MANAGER}),
        May.GROUP_RESTORE: _ADMINISTRATOR,
        May.GROUP_IMPORT: _CONDUCT,
        May.WORKSHOP_SEE: _EVERYONE_IN,
        May.WORKSHOP_SEE_ALL: _MEMBERS,
        May.WORKSHOP_PREPARE: _CONDUCT,
        May.WORKSHOP_JOIN: _ANYBODY,
        May.ROUND_RUN: _CONDUCT,
        May.IDEA_SEE: _EVERYONE_IN,
        May.IDEA_WRITE: _EVERYONE_IN,
        May.IDEA_ADD: _MEMBERS,
        May.IDEA_SUPPORT: _EVERYONE_IN,
        May.IDEA_COMMENT: _EVERYONE_IN,
        May.IDEA_HIDE: _CONDUCT,
        May.IDEA_MERGE: _CONDUCT,
        May.IDEA_SCORE: _MEMBERS,
        May.BALLOT_CAST: _EVERYONE_IN,
        May.RESULT_SEE: _EVERYONE_IN,
        May.PROTOCOL_SEE: _MEMBERS,
        May.DECISION_SEE: _MEMBERS,
        May.DECISION_MAKE: frozenset({Role.MANAGER}),
        May.ANSWER_SEE: frozenset({Role.SIGNED_IN}),
        May.TOUCHPOINT_SEE: _STAFF,
        May.TOUCHPOINT_EDIT: frozenset({Role.ADMINISTRATOR, Role.CONDUCTOR}),
        May.FEEDBACK_LEAVE: _ANYBODY,
        May.FEEDBACK_SEE: _STAFF,
        May.FEEDBACK_RECORD: _STAFF,
        May.FEEDBACK_TURN: _MEMBERS,
        May.JOURNEY_SEE: _STAFF,
        May.JOURNEY_EDIT: _STAFF,
        May.DIARY_KEEP: _ANYBODY,
        May.PROCESS_SEE: _STAFF,
        May.PROCESS_CREATE: _STAFF,
        May.PROCESS_EDIT: _OWNER,
        May.EVIDENCE_SEE: _STAFF,
        May.EVIDENCE_LOAD: _OWNER,
        May.SOURCE_CONNECT: _ADMINISTRATOR,
        May.OBSERVE: _ANYBODY,
        May.PROMISE_CHECK: _STAFF,
        May.PROMISE_SEE: _STAFF,
        May.PROMISE_SEE_PUBLIC: _ANYBODY,
        May.PROMISE_WRITE: _STAFF,
        May.PROMISE_EDIT: _OWNER,
        May.PROMISE_SIGN: frozenset({Role.OWNER}),
        May.WORDING_SEEN: _STAFF,
        May.VALUE_SEE: _STAFF,
        May.VALUE_EDIT: frozenset({Role.ADMINISTRATOR, Role.CONDUCTOR}),
        May.COMPETITOR_SEE: _STAFF,
        May.COMPETITOR_EDIT: _STAFF,
        May.EXPECTATION_ANSWER: _ANYBODY,
        May.CAMPAIGN_SEE: _STAFF,
        May.CAMPAIGN_WRITE: _STAFF,
        May.CAMPAIGN_EDIT: _OWNER,
        May.BLUEPRINT_SEE: _STAFF,
        May.BLUEPRINT_WRITE: _STAFF,
        May.BLUEPRINT_EDIT: _OWNER,
        May.ACTION_SEE: _STAFF,
        May.ACTION_WRITE: _STAFF,
        May.ACTION_EDIT: _OWNER,
        May.MONEY_SEE: _STAFF,
        May.MONEY_MOVE: frozenset({Role.ADMINISTRATOR, Role.CONDUCTOR}),
        May.PUBLIC_ANSWER_EDIT: frozenset({Role.ADMINISTRATOR, Role.CONDUCTOR}),
        May.THREAD_SEE: _STAFF,
        May.CARE_SEE: _STAFF,
        May.CARE_WARN: _STAFF,
        May.FRONT_LINE_SEE: _STAFF,
        May.FRONT_LINE_READ: _STAFF,
    }
)


class Kind(StrEnum):
    """What a person is to the company."""

    STAFF = "staff"
    CUSTOMER = "customer"
    GUEST = "guest"


@dataclass(frozen=True)
class Seat:
    """A place in one group: the role there, and the side one speaks for."""

    role: Role
    side: str | None
    function_id: str | None


@dataclass(frozen=True)
class Viewer:
    """Who is looking, as read from the database for this very run. `NOBODY` when nobody is signed in."""

    person_id: str | None = None
    sign_in_id: str | None = None
    name: str = ""
    language: str = "it"
    kind: Kind | None = None
    is_administrator: bool = False
    function_id: str | None = None
    side: str | None = None
    seats: Mapping[str, Seat] = field(default_factory=dict)

    @property
    def is_staff(self) -> bool:
        """Whether this is somebody who works here."""
        return self.kind is Kind.STAFF

    def roles(self, *, group_id: str | None = None, owner_id: str | None = None) -> frozenset[Role]:
        """Every part this person plays towards a group and an owned thing."""
        held = {Role.ANYBODY}
        if self.person_id is not None:
            held.add(Role.SIGNED_IN)
            if self.is_staff:
                held.add(Role.STAFF)
                if any(seat.role in _CONDUCT for seat in self.seats.values()):
                    held.add(Role.CONDUCTOR)
            if self.is_administrator:
                held.add(Role.ADMINISTRATOR)
            if owner_id is not None and owner_id == self.person_id:
                held.add(Role.OWNER)
            if group_id is not None and group_id in self.seats:
                held.add(self.seats[group_id].role)
        return frozenset(held)

    def may(self, what: May, *, group_id: str | None = None, owner_id: str | None = None) -> bool:
        """Whether the table grants it."""
        return bool(GRANTS[what] & self.roles(group_id=group_id, owner_id=owner_id))

    def must(self, what: May, *, group_id: str | None = None, owner_id: str | None = None) -> None:
        """Refuse unless granted.

        Raises:
            NotSignedIn: nobody is here, and this asks for somebody.
            NotFound: the question is about a group this person is not in.
            Refusal: `not_allowed`: in sight, but not this person's to do.
        """
        if self.may(what, group_id=group_id, owner_id=owner_id):
            return
        if self.person_id is None:
            raise NotSignedIn()
        # What is asked about a group is never granted without a group in the question.
        if GRANTS[what] <= _EVERYONE_IN and (group_id is None or group_id not in self.seats):
            raise NotFound()
        raise Refusal("not_allowed")

    def seat_in(self, group_id: str) -> Seat:
        """The place in a group, or `NotFound`."""
        seat = self.seats.get(group_id)
        if seat is None:
            raise NotFound()
        return seat


NOBODY = Viewer()
# The installation's own scheduled work: it reads what staff may read. No sign-in leads to it and no row names it.
SCHEDULED = Viewer(person_id="scheduled", kind=Kind.STAFF)


def wall_viewer(group_id: str, language: str) -> Viewer:
    """Whoever looks at a wall of this group: they see what everybody in the room may see, and nothing is theirs."""
    return Viewer(person_id="wall", language=language, kind=Kind.GUEST, seats={group_id: Seat(Role.MEMBER, None, None)})


def grants_table() -> list[tuple[str, list[str]]]:
    """The whole table, for the printed role page: what, and the roles that may."""
    return [(what.value, [role.value for role in Role if role in roles]) for what, roles in GRANTS.items()]
