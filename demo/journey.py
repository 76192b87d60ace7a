"""The journey at Tostalba: four profiles, the diaries of August, six months of voices, weekly numbers by stage.

Told through the commands, at a moment each; nothing of the picture is written, all of it is counted from these.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any

from demo import company, heard, said
from demo.rooms import DIARIES
from demo.telling import Teller, later, moment
from models.base import new_code
from models.diaries import CODE_LENGTH, begin_diary, diary_calls, note_entry
from models.diary_calls import invite_to_diary
from models.feedback import leave_feedback, read_feedback
from models.feedback_heard import record_feedback
from models.matters import matters_all
from models.profiles import add_profile
from models.touchpoints import stages_all, touchpoints_all
from models.traffic import TrafficRow, load_traffic

ZONE = "Europe/Rome"
CARE, SALES = "Omar Haddad", "Marco Tassinari"
# The two quarters before the Monday morning on which the story stops.
QUARTERS = (("2026-06-01 09:00", 83), ("2026-08-25 10:00", 89))
SUMMER_CALL = "2026-07-31 11:00"


def journey(story: Teller) -> None:
    """Everything the map of the journey is drawn from."""
    for place, (name, motivation, history) in enumerate(heard.PROFILES):
        story.at(later("2026-06-01 08:30", minutes=place), partial(_profile, story, place, name, motivation, history))
    for touchpoint, counts in heard.VOICES.items():
        for quarter, many in enumerate(counts):
            _voices(story, touchpoint, quarter, many)
    story.at(SUMMER_CALL, partial(_invite, story))
    for place, (profile, moments) in enumerate(_diaries()):
        story.at(later("2026-08-03 19:00", hours=9 * place), partial(_diary, story, place, profile))
        for step, entry in enumerate(moments):
            story.at(later("2026-08-03 20:00", hours=9 * place + 27 * step), partial(_entry, story, place, entry))
    for when, first, weeks in (("2026-09-14 09:00", date(2026, 6, 1), 13), ("2026-11-22 18:00", date(2026, 8, 31), 12)):
        story.at(when, partial(_traffic, story, first, weeks))


def _voices(story: Teller, touchpoint: str, quarter: int, many: int) -> None:
    """The voices of one place in one quarter, spread over its days; those of the story's own twenty are among them."""
    begins, days = moment(QUARTERS[quarter][0]), QUARTERS[quarter][1]
    ends = begins + timedelta(days=days)
    own = sum(one.touchpoint == touchpoint and begins <= moment(one.at) <= ends for one in said.FEEDBACK)
    told = list(_sentences(touchpoint, quarter, many - own))
    for place, (words, face, argued, to) in enumerate(told):
        # Not evenly: later days of the quarter a little fuller, none at night.
        share = ((place + 0.5) / len(told)) ** 0.9
        day = begins + timedelta(days=int(share * days))
        at = day + timedelta(minutes=(place * 97 + len(touchpoint) * 41) % 480)
        if words:
            story.at(at, partial(_voice, story, touchpoint, place, words, face, argued, to))
        else:
            story.at(at, partial(_at_door, story, touchpoint, place, face))
            story.at(at + timedelta(hours=16), partial(_read, story, touchpoint, place))


def _sentences(touchpoint: str, quarter: int, many: int) -> Iterator[tuple[str, int, int, str]]:
    handed = [one for one in heard.HAND_OVERS if one[0] == touchpoint] if quarter == 1 else []
    for _, to, times, sentences in handed:
        for place in range(times):
            words, face, argued = sentences[place % len(sentences)]
            yield words, face, argued, to
            many -= 1
    # Since the spare parts lie in the workshop nobody waits for one any more.
    kept = [one for one in heard.SENTENCES[touchpoint] if quarter == 0 or touchpoint != "Officina" or one[1] > 2]
    for place in range(many):
        words, face, argued = kept[place % len(kept)]
        yield words, face, argued, ""


def _voice(story: Teller, touchpoint: str, place: int, words: str, face: int, argued: int, to: str) -> None:
    order = f"TB-{20100 + place * 37 + len(words) * 11}"
    text = words.replace("{o}", order).replace("{t}", heard.TOWNS[place % len(heard.TOWNS)])
    speaking = heard.SPEAKING.get(touchpoint, (0, 1, None))
    profile = speaking[place % len(speaking)]
    more: dict[str, Any] = {"said_what": argued > 0, "said_when": argued > 1, "said_proof": argued > 2}
    if profile is not None:
        more["profile_id"] = story.the("profile", profile)
    if touchpoint in heard.MATTERS and place % 3 == 0:
        more["matter_id"] = _matter(story, heard.MATTERS[touchpoint])
    if place % 4 == 1:
        steps = (10, 9, 8, 9, 9, 7, 10, 9) if face > 2 else (9, 6, 8, 3)
        more["recommends"] = steps[(place // 4 + face) % len(steps)]
    if place % 5 == 2:
        more["effort"] = min(7, face + 1 + place % 2)
    if to:
        more["to_touchpoint_id"] = story.the("touchpoint", to)
    story.do(
        SALES if touchpoint == "Agenti" else CARE, record_feedback, touchpoint_id=story.the("touchpoint", touchpoint),
        source=heard.SOURCES.get(touchpoint, "email"), face=face, words=text,
        reference=order if "{o}" in words else "", **more,
    )  # fmt: skip


def _at_door(story: Teller, touchpoint: str, place: int, face: int) -> None:
    """A face, without a word."""
    if ("door", touchpoint) not in story.ids:
        for point in story.ask(CARE, touchpoints_all):
            story.keep("door", point.name, point.door_token)
    found = story.do("", leave_feedback, token=story.the("door", touchpoint), face=face)
    story.keep("left", f"{touchpoint} {place}", found)


def _read(story: Teller, touchpoint: str, place: int) -> None:
    story.do(CARE, read_feedback, feedback_id=story.the("left", f"{touchpoint} {place}"))


def _matter(story: Teller, name: str) -> str:
    if ("matter", name) not in story.ids:
        for row in story.ask(CARE, lambda session, _: matters_all(session)):
            story.keep("matter", row.name, row.id)
    return story.the("matter", name)


def _profile(story: Teller, place: int, name: str, motivation: str, history: str) -> None:
    story.keep("profile", place, story.do(company.MARTA, add_profile, name=name, motivation=motivation,
                                          history=history))  # fmt: skip


def _invite(story: Teller) -> None:
    story.do(company.CONDUCTS, invite_to_diary, zone=ZONE, title="Raccontateci l'estate", ends_on=date(2026, 8, 31),
             workshop_id=story.the("workshop", "august"))  # fmt: skip
    found = story.ask(company.CONDUCTS, diary_calls, now=moment(SUMMER_CALL), zone=ZONE)
    story.keep("diary call", "august", found[0].token)


def _diaries() -> Iterator[tuple[int | None, tuple[tuple[str, int, str], ...]]]:
    """38 diaries with 61 moments: five that went far, 33 with one or two."""
    yield from heard.LONG_DIARIES
    rest = heard.ENTRIES - sum(len(moments) for _, moments in heard.LONG_DIARIES)
    short = DIARIES - len(heard.LONG_DIARIES)
    dealt = 0
    for place in range(short):
        many = 2 if place < rest - short else 1
        moments = tuple(heard.MOMENTS[(dealt + step) % len(heard.MOMENTS)] for step in range(many))
        yield (0, 1, 2, 3, None)[place % 5], moments
        dealt += many


def _diary(story: Teller, place: int, profile: int | None) -> None:
    code = new_code(CODE_LENGTH)
    story.do("", begin_diary, zone=ZONE, token=story.the("diary call", "august"), code=code, agreed=True,
             profile_id="" if profile is None else story.the("profile", profile))  # fmt: skip
    story.keep("diary", place, code)


def _entry(story: Teller, place: int, entry: tuple[str, int, str]) -> None:
    touchpoint, face, words = entry
    story.do("", note_entry, zone=ZONE, code=story.the("diary", place), face=face, words=words,
             touchpoint_id=story.the("touchpoint", touchpoint))  # fmt: skip


def _traffic(story: Teller, first: date, weeks: int) -> None:
    """A sheet of weekly numbers: a little more one week, as much less the next."""
    names = [stage.name for stage in story.ask(company.MARTA, stages_all)]
    rows: list[TrafficRow] = []
    for week in range(weeks):
        swing = 0.0 if week == weeks - 1 and weeks % 2 else (0.03, -0.03, 0.06, -0.06)[week % 4]
        for place, (stage, arrived, left) in enumerate(heard.TRAFFIC):
            many = arrived + round(arrived * swing)
            gone = None if left is None else left + round(left * swing)
            rows.append(TrafficRow(names[place], first + timedelta(days=7 * week), many, gone, 2 + len(rows)))
            assert names[place] == stage
    story.do(company.MARTA, load_traffic, rows=rows, sha256=f"{first:%Y%m%d}".ljust(64, "0"))
