"""A company after years: the example company, and 100,000 ideas, 1,000,000 ballot lines, 200,000 voices more.

Laid down as rows, a seed decides them; the kept results are counted from their ballots by the product itself, without
what stands beside a result.
"""

import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, col, select

from analysis.masking import masked
from demo import company
from demo.links import story_now
from models.ballot_rows import Ballot, BallotLine
from models.base import Row, fold, new_code, new_token
from models.counting import count_of, fingerprint, papers_of
from models.decisions import Decision
from models.feedback import Feedback
from models.groups import Membership
from models.idea_figures import IdeaFigures
from models.ideas import Idea
from models.matters import Matter
from models.options import RoundOption
from models.organisations import Organisation
from models.people import Person
from models.profiles import Profile
from models.reply_all import SentAnswer
from models.results import Result, versions
from models.rounds import Round, RoundKind, RoundState
from models.supports import Support
from models.touchpoints import Touchpoint
from models.workshops import Format, Workshop
from store.doors import engine, writing
from store.planning import learn

IDEAS, VOICES = 100_000, 200_000
VOTERS, CROWD = 100, 300
# The first round is a full room's. Rounds by kind, and on how many ideas each of them votes:
# 300 * 100 + 99 * 100 * 100 + 100 * 100 * 5 ballot lines.
GRADED, GRADED_IDEAS = 100, 100
DOTTED, DOTTED_IDEAS, DOTTED_LINES = 100, 40, 5
PIECE = 5_000
SIDES = ("promises", "keeps", "receives")

WHO = ("Il corriere", "La bottega", "Il sito", "L'app", "L'agente", "Il tecnico", "Il contact center", "La newsletter",
       "La torrefazione", "Il pacco", "La macchina", "Il rimborso", "L'abbonamento", "La ricevuta")  # fmt: skip
DOES = ("arriva tardi", "non avvisa", "dice una cosa diversa", "risponde subito", "chiude presto", "costa troppo",
        "piace a tutti", "manca", "si rompe", "non si trova", "è gentile", "promette troppo", "cambia")  # fmt: skip
WHEN = ("il lunedì", "a Natale", "la sera", "dopo le 14", "ogni volta", "d'estate", "in bottega", "al telefono",
        "quando piove", "da un mese", "per i bar", "per gli uffici")  # fmt: skip


@dataclass(frozen=True)
class Ground:
    """What is there already: the group that gets everything, who could have spoken, where."""

    group_id: str
    people: tuple[str, ...]
    decides: str
    touchpoints: tuple[str, ...]
    matters: tuple[str, ...]
    profiles: tuple[str, ...]
    organisations: tuple[str, ...]
    now: datetime


def fill(ideas: int = IDEAS, voices: int = VOICES) -> None:
    """Lay everything down in the database behind the doors, which holds the example company."""
    draw = random.Random(1958)
    now = story_now()
    ground = writing(lambda session: _ground(session, now))
    ids = list(_ids("i", ideas))
    _in_pieces(Idea, _ideas(ids, ground, draw))
    _in_pieces(Support, _supports(ids, ground, draw))
    _in_pieces(IdeaFigures, _figures(ids, ground, draw))
    _in_pieces(Decision, _decisions(ids, ground, draw))
    _in_pieces(SentAnswer, _sent(ground, draw))
    _in_pieces(Feedback, _voices(voices, ids, ground, draw))
    for number in range(GRADED + DOTTED):
        writing(partial(_round, number=number, ids=ids, ground=ground, draw=draw))
    # What a server does once an hour.
    learn(engine())


def _ground(session: Session, now: datetime) -> Ground:
    conducts = session.exec(select(Person.id).where(Person.name == company.CONDUCTS)).one()
    group_id = session.exec(select(Membership.group_id).where(Membership.person_id == conducts).limit(1)).one()
    people = session.exec(select(Membership.person_id).where(Membership.group_id == group_id)).all()
    decides = session.exec(select(Person.id).where(Person.name == company.DIRECTION)).one()
    points, matters, profiles, organisations = (
        tuple(session.exec(select(table.id).order_by(col(table.folded))).all())
        for table in (Touchpoint, Matter, Profile, Organisation)
    )
    return Ground(group_id, tuple(sorted(people)), decides, points, matters, profiles, organisations, now)


def _ids(letter: str, count: int) -> Iterator[str]:
    return (f"{letter}{number:031d}" for number in range(count))


def _said(draw: random.Random, number: int) -> str:
    return f"{draw.choice(WHO)} {draw.choice(DOES)} {draw.choice(WHEN)}, e {draw.choice(WHO).lower()} pure ({number})."


def _moment(ground: Ground, draw: random.Random) -> datetime:
    # Three years, more of them lately.
    return ground.now - timedelta(minutes=1) - timedelta(days=1095 * draw.random() ** 2)


def _ideas(ids: Sequence[str], ground: Ground, draw: random.Random) -> Iterator[Row]:
    for number, idea_id in enumerate(ids):
        text, chance = _said(draw, number), draw.random()
        yield Idea(
            id=idea_id, group_id=ground.group_id, author_id=draw.choice(ground.people), text=text, folded=fold(text),
            side=draw.choice((*SIDES, None)), touchpoint_id=draw.choice(ground.touchpoints),
            state="hidden" if chance < 0.02 else "withdrawn" if chance < 0.03 else "shown", acted_on=chance > 0.3,
            merged_into_id=ids[draw.randrange(number)] if number > 1_000 and chance > 0.95 else None,
            created_at=_moment(ground, draw),
        )  # fmt: skip


def _supports(ids: Sequence[str], ground: Ground, draw: random.Random) -> Iterator[Row]:
    for idea_id in ids:
        for person_id in draw.sample(ground.people, draw.choice((0, 0, 1, 1, 2, 5))):
            yield Support(idea_id=idea_id, person_id=person_id, created_at=ground.now - timedelta(days=1))


def _figures(ids: Sequence[str], ground: Ground, draw: random.Random) -> Iterator[Row]:
    for idea_id in ids:
        if draw.random() < 0.3:
            value, effort = draw.randint(1, 5), draw.randint(1, 5)
            yield IdeaFigures(
                idea_id=idea_id, group_id=ground.group_id, cost=draw.choice((None, 200, 900, 4_000)), value=value,
                effort=effort, score=value / effort, evaluators=1,
            )  # fmt: skip


def _decisions(ids: Sequence[str], ground: Ground, draw: random.Random) -> Iterator[Row]:
    for idea_id in ids:
        if draw.random() < 0.9:
            yield Decision(
                id=f"d{idea_id[1:]}", group_id=ground.group_id, idea_id=idea_id,
                outcome=draw.choice(("do", "later", "no", "no")), reason="Come dice il voto.",
                until=(ground.now + timedelta(days=90)).date(), as_voted=True, decided_by=ground.decides,
                decided_at=_moment(ground, draw),
            )  # fmt: skip


def _sent(ground: Ground, draw: random.Random) -> Iterator[Row]:
    decided = writing(
        lambda session: session.exec(select(Decision.id).where(col(Decision.id).startswith("d0000000"))).all()
    )
    for decision_id in decided:
        if draw.random() < 0.97:
            yield SentAnswer(
                decision_id=decision_id, words="Come dice il voto.", signed=company.DIRECTION, readers="{}", people=3,
                by_mail=0, sent_by=ground.decides, sent_at=ground.now - timedelta(days=1),
            )  # fmt: skip


def _voices(count: int, ids: Sequence[str], ground: Ground, draw: random.Random) -> Iterator[Row]:
    sources = ("door", "phone", "email", "shop", "review", "social", "visit")

    def one(share: float, found: Any) -> Any:
        return found if draw.random() < share else None

    for number, voice_id in enumerate(_ids("f", count)):
        text, at, read = masked(_said(draw, number)).text, _moment(ground, draw), draw.random() < 0.97
        ticks = [int(draw.random() < 0.2) for _ in range(3)]
        taken = one(0.08, at + timedelta(days=1))
        answered = one(0.9, at + timedelta(days=draw.randint(1, 20))) if taken else None
        yield Feedback(
            id=voice_id, touchpoint_id=draw.choice(ground.touchpoints), source=draw.choice(sources),
            face=one(0.98, draw.choice((1, 2, 2, 3, 4, 4, 5, 5))), words=text, folded=fold(text), created_at=at,
            read_at=at + timedelta(days=1) if read else None, read_by=ground.decides if read else None,
            idea_id=draw.choice(ids) if draw.random() < 0.3 else None,
            said_what=ticks[0], said_when=ticks[1], said_proof=ticks[2], argued=sum(ticks),
            matter_id=one(0.2, draw.choice(ground.matters)), profile_id=one(0.3, draw.choice(ground.profiles)),
            organisation_id=one(0.03, draw.choice((None, *ground.organisations))),
            person_id=one(0.01, draw.choice(ground.people)),
            to_touchpoint_id=one(0.02, draw.choice(ground.touchpoints)),
            recommends=one(0.1, draw.randint(0, 10)), effort=one(0.1, draw.randint(1, 7)),
            taken_at=taken, taken_by=ground.decides if taken else None,
            answer_by=(at + timedelta(days=14)).date() if taken else None, answered_at=answered,
            answered_by=ground.decides if answered else None, answer="Grazie: ecco che ne è." if answered else None,
            followed_at=one(0.05, at), closed_at=one(0.02, at + timedelta(days=9)), minutes=one(0.05, 12),
        )  # fmt: skip


def _round(session: Session, *, number: int, ids: Sequence[str], ground: Ground, draw: random.Random) -> str:
    """One closed vote in a workshop of its own, with its ballots, counted as the product counts."""
    at = _moment(ground, draw)
    workshop = Workshop(
        group_id=ground.group_id, title=f"Workshop {number}", format=Format.COLLECT_AND_CHOOSE, planned_on=at.date(),
        join_code=new_code(8), join_token=new_token(), join_until=at, created_by=ground.people[0], created_at=at,
        archived_at=at,
    )  # fmt: skip
    session.add(workshop)
    session.flush()
    kind = RoundKind.DOTS if number >= GRADED else RoundKind.AGREEMENT if number % 2 else RoundKind.SCORE
    row = Round(
        workshop_id=workshop.id, group_id=ground.group_id, kind=kind, position=1, question="Quali portiamo avanti?",
        state=RoundState.CLOSED, budget=10, opened_at=at, closed_at=at, settings=json.dumps({}),
    )  # fmt: skip
    session.add(row)
    session.flush()
    chosen = draw.sample(ids, DOTTED_IDEAS if kind == RoundKind.DOTS else GRADED_IDEAS)
    options = [RoundOption(round_id=row.id, idea_id=idea, position=place, text=f"Idea {place}")
               for place, idea in enumerate(chosen)]  # fmt: skip
    session.add_all(options)
    session.flush()
    ballots: list[Ballot] = []
    lines: list[dict[str, Any]] = []
    # A million of them: the row's defaults once, not a checked object each.
    line = BallotLine(ballot_id="", option_id="", value=0).model_dump()
    for voter in range(VOTERS if number else CROWD):
        ballot_id = f"b{number:05d}{voter:05d}{new_token()[:20]}"
        ballots.append(Ballot(id=ballot_id, round_id=row.id, secret=True, side=SIDES[voter % 3]))
        marked = draw.sample(options, DOTTED_LINES) if kind == RoundKind.DOTS else options
        lines += [{**line, "ballot_id": ballot_id, "option_id": one.id, "value": _value(kind, draw)} for one in marked]
    session.execute(insert(Ballot), [one.model_dump() for one in ballots])
    session.execute(insert(BallotLine), lines)
    papers = papers_of(session, row.id)
    facts = count_of(row, options, papers)
    session.add(Result(
        round_id=row.id, method=kind, variant="{}", versions=json.dumps(versions()), counted_at=at,
        ballots_hash=fingerprint(kind, papers), output=json.dumps(facts.as_json()),
    ))  # fmt: skip
    return row.id


def _value(kind: RoundKind, draw: random.Random) -> int:
    if kind == RoundKind.DOTS:
        return draw.choice((1, 2))
    return draw.choice((-1, 0, 1, 1)) if kind == RoundKind.AGREEMENT else draw.choice((1, 2, 3, 4, 5))


def _in_pieces(table: type[Row], rows: Iterable[Row]) -> None:
    def put(piece: list[dict[str, Any]]) -> None:
        writing(lambda session: session.execute(insert(table), piece) and None)

    piece: list[dict[str, Any]] = []
    for row in rows:
        piece.append(row.model_dump())
        if len(piece) == PIECE:
            put(piece)
            piece = []
    if piece:
        put(piece)
