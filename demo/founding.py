"""The first chapters: the company opens, people come in, processes and promises are written, signed and told."""

import hashlib
import unicodedata
from datetime import date, datetime
from functools import partial
from typing import Any

from sqlmodel import Session

from demo import company
from demo.cases import PROCESSES
from demo.figures import known_by
from demo.telling import Teller, later, moment
from models import functions, touchpoints
from models.access import NOBODY, Role
from models.all_verdicts import refresh_verdicts
from models.base import new_token
from models.days import day_here
from models.evidence import load_cases
from models.groups import create_group
from models.in_hands import tie_process
from models.installation import call_invented, first_code, open_installation
from models.invitations import accept_invitation, invite_person
from models.own_answers import take_own_answers, use_own_answers
from models.processes import create_process
from models.promises import ask_keeper, change_promise, create_promise, start_using
from models.publishing import publish_promise
from models.signatures import sign_promise
from store import clock
from store.doors import reading, writing

OPENING = "2026-05-25 08:30"
VALID_UNTIL = date(2027, 5, 31)


def founding(story: Teller, password_hash: str) -> None:
    """Monday 25 May 2026: the company, its people, its touchpoints, its group."""
    story.at(OPENING, partial(_open, story, password_hash))
    for name, side in company.FUNCTIONS:
        story.at(later(OPENING, minutes=10), partial(_add_function, story, name, side))
    story.at(later(OPENING, minutes=20), partial(_group, story))
    for place, (name, stage, control) in enumerate(company.TOUCHPOINTS):
        story.at(later(OPENING, minutes=30 + place), partial(_add_touchpoint, story, name, stage, control))
    for place, (name, function) in enumerate(company.PEOPLE):
        story.at(later(OPENING, minutes=60 + 4 * place), partial(_invite, story, name, function, password_hash))
    for place, told in enumerate(company.PROCESSES):
        story.at(later(OPENING, hours=25, minutes=5 * place), partial(_process, story, told))
    for place, (key, names) in enumerate(company.PASSES):
        story.at(later(OPENING, hours=26, minutes=place), partial(_passes, story, key, names))


def promising(story: Teller) -> None:
    """What Tostalba promises: nine promises written, asked and answered; the bar moved three times."""
    for place, told in enumerate(company.PROMISES):
        story.at(later("2026-05-26 11:00", minutes=7 * place), partial(_promise, story, told))
        asked = later("2026-05-28 09:00", minutes=11 * place)
        story.at(asked, partial(_sign, story, told.key, told.answer, told.words))
        story.at(later("2026-06-01 09:00", minutes=place), partial(_use, story, told))
        if told.key in company.PUBLISHED:
            story.at(later("2026-06-01 12:00", minutes=place), partial(_publish, story, told))
    story.at("2026-06-12 10:00", partial(_move, story, "P3", sentence="Ti rispondiamo entro un minuto", amount=60.0,
                                         reason="In due, trenta secondi non li teniamo: lo diciamo."))  # fmt: skip
    story.at("2026-06-15 09:00", partial(_sign, story, "P3", "yes", ""))
    story.at("2026-09-14 09:00", partial(_move, story, "P2", counts_from=date(2026, 9, 14),
                                         reason="Da oggi i ricambi sono in casa: si conta da capo."))  # fmt: skip
    story.at("2026-09-14 12:00", partial(_sign, story, "P2", "yes", ""))
    story.at("2026-10-20 09:00", partial(_move, story, "P8", kept=9, of=10,
                                         reason="Alle 8 e alle 13 di sabato 19 su 20 non si può."))  # fmt: skip
    story.at("2026-10-20 17:00", partial(_sign, story, "P8", "yes", ""))


def measuring(story: Teller) -> None:
    """The cases come in: four times, each as complete as it was known on that day."""
    for day, keys in (
        ("2026-06-12 00:00", ["P3"]), ("2026-09-14 00:00", ["P1", "P2", "P3", "P4", "P5", "P6", "P7"]),
        ("2026-10-20 00:00", ["P8"]), ("2026-11-23 00:00", list(PROCESSES)),
    ):  # fmt: skip
        for place, key in enumerate(keys):
            story.at(later(day, hours=7, minutes=place), partial(_load, story, key, moment(day)))
        # Once with the promises of before, and again when the bar has been moved that morning.
        for hour in (8, 11):
            story.at(later(day, hours=hour), partial(_compute, story))
    # The group's own promise is judged by what happened here: nobody draws it, nobody types it.
    story.at("2026-09-14 00:00", partial(_own_answers, story))
    story.at("2026-11-23 00:00", partial(_own_answers_again, story))


def promise_more(story: Teller) -> None:
    """After the vote: the next day, contested; three days, agreed; the refund in the shop, not signed; three weeks."""
    three = company.PromiseTold("P1b", "P1", company.MARTA, "A casa tua in 3 giorni",
                                {"amount": 3, "unit": "d", "kept": 19, "of": 20, "period_days": 90,
                                 "aim_amount": 2, "aim_unit": "d"})  # fmt: skip
    shop = company.PromiseTold("P6b", "P6", company.MARTA, "Rimborso in bottega entro 7 giorni",
                               {"amount": 7, "unit": "d", "kept": 9, "of": 10, "period_days": 182,
                                "segment": "in bottega"})  # fmt: skip
    next_day = company.PromiseTold("P1c", "P1", "Pietro Sassi", "A casa tua il giorno dopo",
                                   {"amount": 24, "unit": "h", "kept": 19, "of": 20, "period_days": 90})  # fmt: skip
    story.at("2026-11-17 18:40", partial(_promise, story, next_day, idea=2))
    story.at("2026-11-18 08:10", partial(_sign, story, "P1c", "no", "Servirebbe un turno serale."))
    story.at("2026-11-18 15:00", partial(_promise, story, three, idea=1))
    story.at("2026-11-19 08:20", partial(_sign, story, "P1b", "yes", "Tre giorni li reggiamo anche il venerdì."))
    story.at("2026-11-18 15:30", partial(_promise, story, shop, idea=5))
    weeks = company.PromiseTold("P9b", "P9", company.DIRECTION, "Ogni idea ha una prima risposta in tre settimane",
                                {"amount": 3, "unit": "w", "kept": 9, "of": 10, "period_days": 182,
                                 "segment": "idea"})  # fmt: skip
    story.at("2026-11-20 14:00", partial(_promise, story, weeks, idea=30))
    story.at("2026-11-20 14:20", partial(_sign, story, "P9b", "yes", "Ogni tre settimane ci vediamo: ci stiamo."))


def slug(name: str) -> str:
    """A name for an address: `Andrea Samorì` is andrea.samori."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return ".".join("".join(sign for sign in word if sign.isalnum()) for word in plain.split())


def _open(story: Teller, password_hash: str) -> None:
    now = clock.now()

    def work(session: Session) -> str:
        code = first_code(session, now=now)
        assert code is not None  # the database was empty
        return open_installation(
            session, NOBODY, now=now, code=code, company=company.COMPANY, name=company.CONDUCTS,
            email=f"{slug(company.CONDUCTS)}@tostalba.example", password_hash=password_hash, language="it",
        )  # fmt: skip

    story.keep("person", company.CONDUCTS, writing(work))
    story.do(company.CONDUCTS, call_invented)


def _add_function(story: Teller, name: str, side: str) -> None:
    story.do(company.CONDUCTS, functions.add_function, name=name, side=side)


def _group(story: Teller) -> None:
    story.keep("group", company.GROUP,
               story.do(company.CONDUCTS, create_group, name=company.GROUP, purpose=company.PURPOSE))  # fmt: skip
    with reading() as session:
        for found in functions.functions_all(session):
            story.keep("function", found.name, found.id)


def _add_touchpoint(story: Teller, name: str, stage: int, control: str) -> None:
    stages = story.ask(company.CONDUCTS, touchpoints.stages_all)
    story.keep("touchpoint", name, story.do(company.CONDUCTS, touchpoints.add_touchpoint, name=name,
                                            stage_id=stages[stage - 1].id, control=control))  # fmt: skip


def _invite(story: Teller, name: str, function: str, password_hash: str) -> None:
    token = new_token()
    role = Role.MANAGER if name == company.DIRECTION else Role.MEMBER
    story.do(company.CONDUCTS, invite_person, token=token, function_id=story.the("function", function),
             group_id=story.the("group", company.GROUP), role=role)  # fmt: skip
    story.keep("person", name, story.do(
        "", accept_invitation, token=token, name=name, email=f"{slug(name)}@tostalba.example", language="it",
        password_hash=password_hash,
    ))  # fmt: skip


def _process(story: Teller, told: company.ProcessTold) -> None:
    story.keep("process", told.key, story.do(
        company.CONDUCTS, create_process, name=told.name, owner_id=story.the("person", told.owner),
        noun_one=told.noun_one, noun_many=told.noun_many,
    ))  # fmt: skip


def _passes(story: Teller, key: str, names: tuple[str, ...]) -> None:
    told = next(process for process in company.PROCESSES if process.key == key)
    story.do(told.owner, tie_process, process_id=story.the("process", key),
             touchpoint_ids=[story.the("touchpoint", name) for name in names])  # fmt: skip


def _promise(story: Teller, told: company.PromiseTold, idea: int | None = None) -> None:
    terms = {"sentence": told.sentence, "valid_until": VALID_UNTIL, **told.terms}
    found = story.do(told.owner, create_promise, process_id=story.the("process", told.process),
                     idea_id=story.the("idea", idea) if idea else None, **terms)  # fmt: skip
    story.keep("promise", told.key, found)
    story.keep("promise process", told.key, told.process)
    story.keep("version", told.key, 1)
    story.keep("owner", told.key, told.owner)
    story.terms[told.key] = terms
    story.do(told.owner, ask_keeper, promise_id=found)


def _sign(story: Teller, key: str, answer: str, words: str) -> None:
    process = next(p for p in company.PROCESSES if p.key == story.the("promise process", key))
    story.do(process.owner, sign_promise, promise_id=story.the("promise", key), answer=answer, words=words,
             version=int(story.the("version", key)))  # fmt: skip


def _use(story: Teller, told: company.PromiseTold) -> None:
    story.do(told.owner, start_using, promise_id=story.the("promise", told.key))


def _publish(story: Teller, told: company.PromiseTold) -> None:
    what = {"promise_id": story.the("promise", told.key), "variant": company.PUBLISHED[told.key]}
    story.do(told.owner, publish_promise, **what)


def _move(story: Teller, key: str, **terms: Any) -> None:
    story.terms[key] = {**story.terms[key], **terms}
    story.keep("version", key, story.do(
        story.the("owner", key), change_promise, promise_id=story.the("promise", key),
        version=int(story.the("version", key)), **story.terms[key],
    ))  # fmt: skip


def _load(story: Teller, key: str, as_of: datetime) -> None:
    told = next(process for process in company.PROCESSES if process.key == key)
    found = known_by(PROCESSES[key](), as_of.timestamp()).arrays()
    fingerprint = hashlib.sha256(b"".join(column.tobytes() for column in (found.start, found.end, found.value)))
    day = day_here(later(as_of, days=-1)).isoformat()
    story.do(told.owner, load_cases, process_id=story.the("process", key), as_of=as_of, cases=found,
             file_name=f"{told.file_name}-{day}.xlsx", file_hash=fingerprint.hexdigest())  # fmt: skip


def _own_answers(story: Teller) -> None:
    story.do(company.CONDUCTS, use_own_answers, process_id=story.the("process", "P9"))


def _own_answers_again(_: Teller) -> None:
    now = clock.now()
    writing(lambda session: take_own_answers(session, now=now))


def _compute(story: Teller) -> None:
    refresh_verdicts(reading, writing, story.viewer(company.CONDUCTS), now=clock.now())
