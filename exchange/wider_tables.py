"""Tables of the desk that gather more than one list: listening in figures, the journey, diaries, a group, who is in a
workshop, what was sent out.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import partial

from sqlmodel import Session

from exchange.table_book import Rows, Table, every_row
from exchange.workbook import Value
from models.access import Viewer
from models.attendance import present_in
from models.days import day_here
from models.functions import Side
from models.groups import members_of
from models.journey import journey
from models.journey_stories import diary_moments
from models.listening_figures import Spoken, listening_figures
from models.presence import presence_of
from models.webhooks import deliveries_of
from words.book import verdict_word, yes_no
from words.listening import face_words
from words.meetings import role_words
from words.rounds import side_column, side_name
from words.speech import Speech
from words.webhooks import delivery_words, event_words

Asked = Mapping[str, str]
PERIODS = ("30", "90", "182", "365")


def voices_table(session: Session, viewer: Viewer, say: Speech, now: datetime, asked: Asked) -> Table:
    """A row a touchpoint, stage and profile: voices, each face, argued, the period before, and week by week."""
    found = listening_figures(session, viewer, now=now, zone=asked.get("zone", "UTC"), period_days=_days(asked),
                              stage_id=asked.get("stage_id") or None)  # fmt: skip
    sorts = ((say("Touchpoint"), found.by_touchpoint), (say("Stage"), found.by_stage),
             (say("Profile"), found.by_profile))  # fmt: skip
    weeks = [day for day, _ in found.weeks]
    rows: Rows = [_spoken(sort, one) for sort, ones in sorts for one in ones]
    head = [say("By"), say("Name"), say("Voices"), say("Argued"), say("Before"),
            *[face_words(say, face) for face in range(1, 6)],
            *[say("Week from %(day)s", day=say.day(day)) for day in weeks]]  # fmt: skip
    return Table(say("Listening in figures"), head, rows)


def _spoken(sort: str, one: Spoken) -> list[Value]:
    tally = one.tally
    return [sort, one.name, tally.voices, tally.argued, one.before, *tally.faces, *[n for _, n in one.weeks]]


def journey_table(session: Session, viewer: Viewer, say: Speech, now: datetime, asked: Asked) -> Table:
    """A row a touchpoint under its stage, with what the map draws; the figures of a stage stand with its first one."""
    found = journey(session, viewer, now=now, period_days=_days(asked), profile_id=asked.get("profile") or None)
    rows: Rows = []
    for stage in found.stages:
        told = "; ".join(f"{one.terms.sentence} ({verdict_word(say, one.stands)})" for one in stage.promises)
        own: list[Value] = [stage.mean, stage.spread, stage.matter, stage.ideas, told]
        for number, point in enumerate(stage.points or [None]):
            counted: list[Value] = [point.tally.voices, *point.tally.faces] if point else [None] * 6
            rows.append([stage.name, point.name if point else None, *counted, *(own if not number else [None] * 5)])
    head = [say("Stage"), say("Touchpoint"), say("Voices"), *[face_words(say, face) for face in range(1, 6)],
            say("How it felt, 1 to 5"), say("How far apart"), say("What matters"), say("Ideas open"),
            say("Promises here")]  # fmt: skip
    return Table(say("Customer journey"), head, rows)


def members_table(session: Session, viewer: Viewer, say: Speech, now: datetime, asked: Asked) -> Table:
    """Who sits in a group now."""
    rows: Rows = [
        [one.name, side_name(say, one.side) if one.side else None, one.function, role_words(say, one.role),
         one.joined_at]
        for one in members_of(session, viewer, group_id=asked.get("group", ""))
    ]  # fmt: skip
    head = [say("Name"), say("Side"), say("Function"), say("Role in the group"), say("In it since")]
    return Table(say("People of the group"), head, rows)


def room_table(session: Session, viewer: Viewer, say: Speech, now: datetime, asked: Asked) -> Table:
    """Who is in a workshop, for who conducts: by name, never when they came, which could say who voted when."""
    rows: Rows = [
        [one.name, side_name(say, one.side) if one.side else None, yes_no(say, one.is_guest)]
        for one in present_in(session, viewer, workshop_id=asked.get("workshop", ""))
    ]
    return Table(say("People in the workshop"), [say("Name"), say("Side"), say("Guest")], rows)


def diaries_table(session: Session, viewer: Viewer, say: Speech, now: datetime, asked: Asked) -> Table:
    """Every moment of the diaries, as staff read them: without a name, one diary's moments together."""
    rows = (
        [one.invitation, one.diary, one.profile, one.at, one.touchpoint, face_words(say, one.face), one.face, one.words]
        for one in every_row(partial(diary_moments, session, viewer))
    )
    head = [say("Invitation"), say("Diary no."), say("Profile"), say("When"), say("Touchpoint"), say("How it went"),
            say("Face, 1 to 5"), say("Words")]  # fmt: skip
    return Table(say("Diaries"), head, rows)


def presence_table(session: Session, viewer: Viewer, say: Speech, now: datetime, asked: Asked) -> Table:
    """Who came to the last meetings, by side: numbers, nobody's name."""
    found = presence_of(session, viewer, group_id=asked.get("group", ""), today=day_here(now))
    rows: Rows = [[one.title, one.on, *[one.sides.get(side, 0) for side in Side]] for one in found.met]
    head = [say("Meeting"), say("Date"), *[side_column(say, side) for side in Side]]
    return Table(say("Who came to the last meetings"), head, rows)


def deliveries_table(session: Session, viewer: Viewer, say: Speech, now: datetime, asked: Asked) -> Table:
    """The last messages to other programs, and what became of them."""
    rows: Rows = [
        [one.created_at, delivery_words(say, one.state, one.problem, one.status), one.attempts,
         event_words(say, one.event, one.sentence), one.url]
        for one in deliveries_of(session, viewer)
    ]  # fmt: skip
    head = [say("When"), say("Result"), say("Attempts"), say("What"), say("Address")]
    return Table(say("The last messages"), head, rows)


def _days(asked: Asked) -> int:
    """The period in the address; the page's own where there is none."""
    return int(asked["days"]) if asked.get("days") in PERIODS else 90
