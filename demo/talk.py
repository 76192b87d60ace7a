"""The later chapters: what people said, in workshops, between them and at the touchpoints, and what was decided."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from functools import partial

from demo import cared, company, doing, rooms, said
from demo.dots import BUDGET, CAP, ballots
from demo.telling import Teller, later, moment
from models.ballots import cast_ballot
from models.base import new_code, new_token
from models.comments import add_comment
from models.conduct import close_round, create_workshop, open_round
from models.curation import merge_ideas
from models.decisions import decide_idea, decide_promise
from models.feedback import CODE_LENGTH, follow_feedback, leave_feedback, read_feedback
from models.feedback_heard import record_feedback
from models.feedback_ideas import link_feedback
from models.ideas import add_idea, write_idea
from models.joining import RETURN_CODE_LENGTH, attend_workshop, join_workshop
from models.meetings import Every, plan_meetings
from models.options import choose_options, options_of
from models.rounds import change_round, rounds_of
from models.supports import support_idea
from models.touchpoints import touchpoints_all
from models.workshops import Format, archive_workshop, join_view, offer_touchpoints

ELENA = company.CONDUCTS
STAFF_IN_JUNE = (
    "Marta Gualdi", "Pietro Sassi", "Chiara Montanari", "Sara Neri", "Fabio Zanotti", "Marco Tassinari",
    "Teresa Ricci", "Omar Haddad", "Andrea Samorì", "Davide Conti", "Rosa Placci", "Stefano Gatti",
)  # fmt: skip
VOTERS = tuple(name for name, function in company.PEOPLE if function != company.DIRECTION_FUNCTION)
CUSTOMERS = tuple(name for name, function in company.PEOPLE if function == "Clienti")
# In which workshop an idea without a date was written: when its collecting opened.
OPENED = {"june": "2026-06-09 16:05", "august": "2026-08-03 08:00", "november": "2026-11-17 16:04"}
DOORS = {19: "Botteghe", 20: "Confezione e foglietto"}
# What a decision touches, where the chain of the story goes on.
TOUCHED = {1: "P1", 2: "P1", 3: "P3", 4: "P2", 6: "P1", 7: "P2", 9: "P2", 10: "P5", 17: "P1", 21: "P6", 24: "P4",
           30: "P9"}  # fmt: skip


def workshops(story: Teller) -> None:
    """June in the room, August at a distance, November with the vote, and the next one on the calendar."""
    _workshop(story, "june", "2026-06-03 09:00", "Che cosa promettiamo?", date(2026, 6, 9),
              ["Entro quanto te lo aspetti?", "Due cifre diverse per la consegna: quale diciamo?",
               f"Ne abbiamo trovate {rooms.FOUND}: teniamo queste nove?", "Che cosa cambia da domani?"],
              Format.WHAT_WE_PROMISE, rooms.shape_june)  # fmt: skip
    for place, name in enumerate([*STAFF_IN_JUNE, *CUSTOMERS]):
        story.at(later("2026-06-09 15:50", seconds=40 * place), partial(_attend, story, "june", name))
    _collect(story, "june", "2026-06-09 16:45")
    rooms.june(story, STAFF_IN_JUNE, CUSTOMERS)
    story.at("2026-06-12 09:00", partial(_archive, story, "june"))
    _workshop(story, "august", "2026-07-28 09:00", "Raccontateci l'estate", date(2026, 8, 3),
              ["Raccontaci la tua estate con noi.", "Che cosa si somiglia?", "Da dove cominciamo?",
               "Che cosa ne facciamo?"], Format.TELL_US, rooms.shape_august)  # fmt: skip
    for place, name in enumerate(VOTERS):
        story.at(later("2026-08-03 09:00", hours=9 * place), partial(_attend, story, "august", name))
    for place, name in enumerate(company.AUGUST_GUESTS):
        story.at(later("2026-08-04 18:30", hours=26 * place), partial(_join, story, "august", name))
    _collect(story, "august", "2026-08-16 23:30", ends="2026-08-17 00:00")
    rooms.august(story, VOTERS)
    story.at("2026-08-31 09:00", partial(_archive, story, "august"))
    _workshop(story, "november", "2026-11-03 09:00", "Natale senza sorprese", date(2026, 11, 17),
              ["Che cosa ti ha fatto aspettare troppo?", "Quali portiamo avanti?"])  # fmt: skip
    present = [name for name in VOTERS if name != company.ABSENT]
    for place, name in enumerate(present):
        story.at(later("2026-11-17 15:52", seconds=25 * place), partial(_attend, story, "november", name))
    _collect(story, "november", "2026-11-17 16:15")
    _vote(story, present)
    _workshop(story, "december", "2026-11-20 15:00", "Che cosa promettiamo l'anno prossimo?", date(2026, 12, 15),
              ["Che cosa possiamo dire con più coraggio?", "Quali portiamo avanti?"])  # fmt: skip
    story.at("2026-11-20 15:05", partial(_rhythm, story))


def ideas(story: Teller) -> None:
    """Ideas, those who stand behind them, comments, merges."""
    for told in said.IDEAS:
        at = _said_at(told)
        story.at(at, partial(_idea, story, told))
        step = {"minutes": 1} if told.said in OPENED else {"hours": 20}
        for place, name in enumerate(told.supported_by, start=1):
            story.at(later(at, **{unit: n * place for unit, n in step.items()}), partial(_support, story, told, name))
    for number, who, when, text in said.COMMENTS:
        at = moment(when) if when else later(OPENED["november"], minutes=9)
        story.at(at, partial(_comment, story, number, who, text))
    for number, into, when in said.MERGED:
        story.at(when, partial(_merge, story, number, into))


def _rhythm(story: Teller) -> None:
    """The next meeting, and one every three weeks from there."""
    story.do(ELENA, plan_meetings, group_id=story.the("group", company.GROUP), every=Every.THREE_WEEKS,
             first_on=date(2026, 12, 15), at=time(16), minutes=90, place="Torrefazione, sala degustazione")  # fmt: skip


def decisions(story: Teller) -> None:
    """What Lucia decided."""
    for told in said.IDEAS:
        if told.decided:
            story.at(told.decided[1], partial(_decide, story, told))
    story.at("2026-11-20 11:20", partial(_decide_promise_9, story))


def feedback(story: Teller) -> None:
    """The twenty: noted by whoever heard them or left at an open door, and tied to the idea they became."""
    said_at = {told.number: _said_at(told) for told in said.IDEAS}
    for told in said.FEEDBACK:
        story.at(told.at, partial(_feedback, story, told))
        if told.idea:
            at = later(max(moment(told.at), said_at[told.idea]), hours=15)
            story.at(at, partial(_link, story, told))
        elif told.source == "door":
            story.at(later(told.at, hours=16), partial(_read, story, told))


def _said_at(told: said.IdeaTold) -> datetime:
    if told.said not in OPENED:
        return moment(told.said)
    # Within a workshop one after the other; in August over two weeks.
    span = {"hours": 11.0 * (told.number % 30)} if told.said == "august" else {"seconds": 9.0 * told.number}
    return later(OPENED[told.said], minutes=1, **span)


def _workshop(
    story: Teller, key: str, when: str, title: str, day: date, questions: list[str],
    format: Format = Format.COLLECT_AND_CHOOSE, shape: Callable[[Teller, str], None] | None = None,
) -> None:  # fmt: skip
    story.at(when, partial(_create, story, key, title, day, questions, format, shape))


def _create(
    story: Teller, key: str, title: str, day: date, questions: list[str], format: Format,
    shape: Callable[[Teller, str], None] | None,
) -> None:  # fmt: skip
    found = story.do(ELENA, create_workshop, group_id=story.the("group", company.GROUP), title=title, planned_on=day,
                     questions=questions, format=format, secret=True)  # fmt: skip
    if shape:
        shape(story, found)
    story.keep("workshop", key, found)
    for row in story.ask(ELENA, rounds_of, workshop_id=found):
        story.keep(f"round {row.position}", key, row.id)
    chips = ["Sito", "Contact center", "Officina", "Botteghe"]
    story.do(ELENA, offer_touchpoints, workshop_id=found,
             touchpoint_ids=[story.the("touchpoint", chip) for chip in chips])  # fmt: skip


def _collect(story: Teller, key: str, closes: str, *, ends: str = "") -> None:
    story.at(OPENED[key], partial(_open, story, "round 1", key, ends))
    story.at(closes, partial(_close, story, "round 1", key))


def _open(story: Teller, kind: str, key: str, ends: str) -> None:
    story.do(ELENA, open_round, round_id=story.the(kind, key), ends_at=moment(ends) if ends else None)


def _close(story: Teller, kind: str, key: str) -> None:
    story.do(ELENA, close_round, round_id=story.the(kind, key))


def _archive(story: Teller, key: str) -> None:
    story.do(ELENA, archive_workshop, workshop_id=story.the("workshop", key))


def _attend(story: Teller, key: str, name: str) -> None:
    story.do(name, attend_workshop, workshop_id=story.the("workshop", key))


def _join(story: Teller, key: str, name: str) -> None:
    door = story.ask(ELENA, join_view, workshop_id=story.the("workshop", key))
    came = story.do("", join_workshop, join_token=door.token, token=new_token(), name=name, side="receives",
                    return_code=new_code(RETURN_CODE_LENGTH))  # fmt: skip
    story.keep("person", name, came["person_id"])


def _vote(story: Teller, present: Iterable[str]) -> None:
    """Five dots each, secret: who voted what is drawn so that each side's points are those of the story."""
    story.at("2026-11-17 16:16", partial(_list_for_vote, story))
    story.at("2026-11-17 16:18", partial(_open, story, "round 2", "november", ""))
    function_of = dict(company.PEOPLE)
    promising = {"Marketing", "Comunicazione", "Vendite", "Botteghe"}
    sides: list[list[str]] = [[], [], []]
    for name in present:
        side = 2 if function_of[name] == "Clienti" else 0 if function_of[name] in promising else 1
        sides[side].append(name)
    place = 0
    for side, names in enumerate(sides):
        votes = ballots({number: points[side] for number, points in said.VOTE.items()}, len(names))
        for name, vote in zip(names, votes, strict=True):
            place += 1
            at = later("2026-11-17 16:19", seconds=17 * (place * 7 % 24))
            story.at(at, partial(_cast, story, name, vote))
    story.at("2026-11-17 16:30", partial(_close, story, "round 2", "november"))


def _list_for_vote(story: Teller) -> None:
    round_id = story.the("round 2", "november")
    story.do(ELENA, change_round, round_id=round_id, question="Quali portiamo avanti?", secret=True, others_see=True,
             latecomers=True, budget=BUDGET, cap=CAP)  # fmt: skip
    story.do(ELENA, choose_options, round_id=round_id, idea_ids=[story.the("idea", n) for n in said.VOTE])


def _cast(story: Teller, name: str, vote: dict[int, int]) -> None:
    round_id = story.the("round 2", "november")
    options = {found.idea_id: found.id for found in story.ask(name, options_of, round_id=round_id)}
    points = {options[story.the("idea", number)]: dots for number, dots in vote.items()}
    story.do(name, cast_ballot, round_id=round_id, points=points)


def _idea(story: Teller, told: said.IdeaTold) -> None:
    touchpoint_id = story.the("touchpoint", told.touchpoint) if told.touchpoint else None
    if told.said in OPENED:
        found = story.do(told.who, write_idea, round_id=story.the("round 1", told.said), text=told.text,
                         touchpoint_id=touchpoint_id)  # fmt: skip
    else:
        found = story.do(told.who, add_idea, group_id=story.the("group", company.GROUP), text=told.text,
                         touchpoint_id=touchpoint_id)  # fmt: skip
    story.keep("idea", told.number, found)


def _support(story: Teller, told: said.IdeaTold, name: str) -> None:
    story.do(name, support_idea, idea_id=story.the("idea", told.number))


def _comment(story: Teller, number: int, who: str, text: str) -> None:
    story.do(who, add_comment, idea_id=story.the("idea", number), text=text)


def _merge(story: Teller, number: int, into: int) -> None:
    story.do(ELENA, merge_ideas, idea_id=story.the("idea", number), into_id=story.the("idea", into))


def _decide(story: Teller, told: said.IdeaTold) -> None:
    assert told.decided is not None
    outcome, _, reason = told.decided
    touched = TOUCHED.get(told.number)
    if told.number in doing.LOOKS:
        found = doing.accept(story, told, story.the("promise", touched) if touched else None)
        story.keep("decision", told.number, found)
        return
    found = story.do(
        company.DIRECTION, decide_idea, idea_id=story.the("idea", told.number), outcome=outcome, reason=reason,
        until=date.fromisoformat(told.until) if told.until else None,
        promise_id=story.the("promise", touched) if touched else None,
    )  # fmt: skip
    story.keep("decision", told.number, found)


def _decide_promise_9(story: Teller) -> None:
    story.do(company.DIRECTION, decide_promise, promise_id=story.the("promise", "P9"), outcome="do",
             reason=said.PROMISE_9_DECISION)  # fmt: skip


def _feedback(story: Teller, told: said.FeedbackTold) -> None:
    touchpoint_id = story.the("touchpoint", told.touchpoint)
    if told.source != "door":
        found = story.do(
            told.noted_by, record_feedback, touchpoint_id=touchpoint_id, source=told.source, face=told.face,
            words=told.words, reference=told.reference,
            person_id=story.the("person", told.person) if told.person else None, **cared.beside(story, told.number),
        )  # fmt: skip
    else:
        doors = {point.id: point.door_token for point in story.ask(ELENA, touchpoints_all)}
        code = new_code(CODE_LENGTH)
        found = story.do("", leave_feedback, token=doors[touchpoint_id], face=told.face, words=told.words,
                         reference=told.reference, code=code)  # fmt: skip
        if told.reference:
            story.do("", follow_feedback, code=code)
    story.keep("feedback", told.number, found)


def _link(story: Teller, told: said.FeedbackTold) -> None:
    story.do(told.noted_by, link_feedback, feedback_id=story.the("feedback", told.number),
             idea_id=story.the("idea", told.idea))  # fmt: skip


def _read(story: Teller, told: said.FeedbackTold) -> None:
    story.do(told.noted_by, read_feedback, feedback_id=story.the("feedback", told.number))
