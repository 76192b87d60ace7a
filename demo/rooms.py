"""June in the room and August at a distance: which of the promises are kept, and how the summer went, stage by stage.

As data, and as the acts that put it on the agenda: 18 people answer on nine promises; 38 diaries hold 61 ratings.
"""

from collections.abc import Sequence
from functools import partial

from demo import company
from demo.telling import Teller, later
from models.clusters import group_ideas
from models.conduct import close_round, open_round
from models.marks import Mark, cast_marks
from models.options import choose_promises, options_of
from models.round_clock import skip_round
from models.round_order import move_round, remove_round
from models.rounds import add_round, rounds_of

ELENA = company.CONDUCTS

# Promise: of six who promise, six who keep and six who receive, how many agree, pass, disagree.
KEEP_IT = {
    "P1": ((6, 0, 0), (1, 1, 4), (3, 1, 2)), "P2": ((5, 1, 0), (4, 1, 1), (5, 0, 1)),
    "P3": ((5, 0, 1), (5, 1, 0), (4, 1, 1)), "P4": ((5, 1, 0), (4, 1, 1), (4, 2, 0)),
    "P5": ((6, 0, 0), (6, 0, 0), (6, 0, 0)), "P6": ((5, 1, 0), (4, 0, 2), (5, 0, 1)),
    "P7": ((6, 0, 0), (5, 1, 0), (5, 1, 0)), "P8": ((4, 1, 1), (4, 1, 1), (4, 1, 1)),
    "P9": ((5, 1, 0), (5, 1, 0), (6, 0, 0)),
}  # fmt: skip
FOUND = 23

# Promise, how many rate it, and their ratings, over and over. A promise stands for its stage: P1 is «Ricevo».
SUMMER = (
    ("P1", 26, (1, 2, 3, 2, 2, 4, 1, 2, 3, 2)), ("P5", 14, (4, 5, 4, 5, 4, 5, 5)), ("P7", 10, (4, 5, 4, 3, 5)),
    ("P2", 6, (3, 4, 4, 5, 3, 4)), ("P3", 5, (3, 4, 2, 4, 3)),
)  # fmt: skip
DIARIES = 38
SILENT = ("Luca Venturi", "Ivan Drei", "Nicola Ferri")
# What people wrote in August, grouped by where it happens.
STAGES = (("Ricevo", (11, 31, 33)), ("Ordino", (14,)), ("Uso", (10, 18, 19)))


def shape_june(story: Teller, workshop_id: str) -> None:
    """The ready format, with collecting in front instead of the expectations, which are asked at the touchpoints."""
    first = story.ask(ELENA, rounds_of, workshop_id=workshop_id)[0]
    story.do(ELENA, remove_round, round_id=first.id)
    found = story.do(ELENA, add_round, workshop_id=workshop_id, kind="collect",
                     question="Che cosa promettiamo, e dove?", settings={"minutes": 40})  # fmt: skip
    for _ in range(3):
        story.do(ELENA, move_round, round_id=found, up=True)


def shape_august(story: Teller, workshop_id: str) -> None:
    """The ready format, with a diary of the summer after collecting."""
    found = story.do(ELENA, add_round, workshop_id=workshop_id, kind="score",
                     question="Com'è andata quest'estate, da 1 a 5?")  # fmt: skip
    for _ in range(3):
        story.do(ELENA, move_round, round_id=found, up=True)


def june(story: Teller, staff: Sequence[str], customers: Sequence[str]) -> None:
    """After collecting: two figures for one delivery, then which of the nine are kept."""
    _held(story, "june", "round 2", "2026-06-09 16:46", "2026-06-09 16:54")
    story.at("2026-06-09 16:55", partial(_list, story, "june", "round 3", tuple(KEEP_IT)))
    story.at("2026-06-09 16:56", partial(_open, story, "june", "round 3"))
    promising = [name for name in staff if dict(company.PEOPLE)[name] in PROMISING]
    sides = (promising, [name for name in staff if name not in promising], list(customers))
    for side, names in enumerate(sides):
        for place, name in enumerate(names):
            answers = {}
            for number, (promise, counts) in enumerate(KEEP_IT.items()):
                agree, passed, disagree = counts[side]
                said = [1] * agree + [0] * passed + [-1] * disagree
                answers[promise] = said[(place + number) % len(said)]
            at = later("2026-06-09 16:57", seconds=9 * (7 * (6 * side + place) % 18))
            story.at(at, partial(_cast, story, "june", "round 3", name, answers))
    story.at("2026-06-09 17:03", partial(_close, story, "june", "round 3"))
    _held(story, "june", "round 4", "2026-06-09 17:04", "2026-06-09 17:12")


def august(story: Teller, members: Sequence[str]) -> None:
    """A diary a person, for a week; then what was written is put together, stage by stage."""
    story.at("2026-08-17 07:50", partial(_list, story, "august", "round 2", tuple(name for name, *_ in SUMMER)))
    story.at("2026-08-17 08:00", partial(_open, story, "august", "round 2"))
    writing = [name for name in members if name not in SILENT]
    for place, (name, diary) in enumerate(zip([*writing, *company.AUGUST_GUESTS], diaries(), strict=True)):
        at = later("2026-08-17 09:00", hours=3.9 * place)
        story.at(at, partial(_cast, story, "august", "round 2", name, diary))
    story.at("2026-08-23 23:30", partial(_close, story, "august", "round 2"))
    story.at("2026-08-24 09:00", partial(_open, story, "august", "round 3"))
    story.at("2026-08-24 09:10", partial(_group, story))
    story.at("2026-08-24 09:30", partial(_close, story, "august", "round 3"))
    story.at("2026-08-24 09:31", partial(_skip, story, "august", "round 4"))
    _held(story, "august", "round 5", "2026-08-28 10:00", "2026-08-28 10:30")


def diaries() -> list[dict[str, int]]:
    """Who rated what, from 1 to 5: everybody something, nobody more than two promises. The same every time."""
    ratings = [(promise, steps[place % len(steps)]) for promise, many, steps in SUMMER for place in range(many)]
    first, rest = ratings[:DIARIES], ratings[DIARIES:]
    found = [{promise: step} for promise, step in first]
    for place, (promise, step) in enumerate(rest):
        found[place][promise] = step
    # Members and guests rate alike: dealt like cards, not one after the other.
    return [found[place * 15 % DIARIES] for place in range(DIARIES)]


PROMISING = ("Marketing", "Comunicazione", "Vendite", "Botteghe")


def _held(story: Teller, key: str, kind: str, opens: str, closes: str) -> None:
    story.at(opens, partial(_open, story, key, kind))
    story.at(closes, partial(_close, story, key, kind))


def _open(story: Teller, key: str, kind: str) -> None:
    story.do(ELENA, open_round, round_id=story.the(kind, key))


def _close(story: Teller, key: str, kind: str) -> None:
    story.do(ELENA, close_round, round_id=story.the(kind, key))


def _skip(story: Teller, key: str, kind: str) -> None:
    story.do(ELENA, skip_round, round_id=story.the(kind, key))


def _list(story: Teller, key: str, kind: str, promises: Sequence[str]) -> None:
    story.do(ELENA, choose_promises, round_id=story.the(kind, key),
             promise_ids=[story.the("promise", promise) for promise in promises])  # fmt: skip


def _cast(story: Teller, key: str, kind: str, name: str, answers: dict[str, int]) -> None:
    round_id = story.the(kind, key)
    options = {found.promise_id: found.id for found in story.ask(name, options_of, round_id=round_id)}
    marks = [Mark(options[story.the("promise", promise)], value) for promise, value in answers.items()]
    story.do(name, cast_marks, round_id=round_id, marks=marks)


def _group(story: Teller) -> None:
    for title, numbers in STAGES:
        story.do(ELENA, group_ideas, workshop_id=story.the("workshop", "august"), title=title,
                 idea_ids=[story.the("idea", number) for number in numbers])  # fmt: skip
