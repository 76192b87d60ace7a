"""What is done at Tostalba: what was to tell whether it works, five actions, and money moved from line to line."""

from datetime import date
from functools import partial
from typing import Any

from demo import company, said
from demo.telling import Teller, later
from models.action_steps import add_step, steps_of, tick_step
from models.actions import change_action, move_action, start_action
from models.budget_lines import add_line, move_money
from models.days import day_here
from models.felt import say_how_it_was
from models.outcome_checks import Measured, accept_idea, answer_check, checks_of, measure
from store import clock
from store.doors import reading

# Fixed with the yes: by what one will know, so many of 100 (where a promise measures it), and when one looks.
LOOKS: dict[int, tuple[str, int | None, str]] = {
    1: ("Consegne nei giorni promessi", 95, "2027-01-15"),
    3: ("Risposte in un minuto durante le feste", 80, "2027-01-07"),
    6: ("Meno chiamate «dov'è il mio pacco»", None, "2026-11-23"),
    9: ("Macchine riparate in una settimana", 90, "2026-11-22"),
}
ACTIONS: tuple[dict[str, Any], ...] = (
    {"title": "Ricambi in officina", "idea": 9, "promise": "P2", "owner": "Davide Conti", "lever": "process",
     "cost": 9_000, "due": "2026-11-30", "at": "2026-09-10 11:00", "start": "2026-09-14 08:00",
     "end": "2026-11-23 07:50",
     "steps": (("I dieci ricambi più usati", "2026-09-12 09:00"), ("Scaffale e scorta minima", "2026-09-30 17:00"))},
    {"title": "Orario limite sul sito", "idea": 6, "promise": "P1", "owner": "Andrea Samorì", "lever": "waiting",
     "cost": None, "due": "2026-12-15", "at": "2026-09-29 11:00", "start": "2026-10-12 08:00",
     "steps": (("Accanto al carrello", "2026-10-12 09:00"), ("Anche nell'app", "2026-11-12 10:00"),
               ("E per gli agenti", ""))},
    {"title": "Terzo operatore a Natale", "idea": 3, "promise": "P3", "owner": "Teresa Ricci", "lever": "process",
     "cost": 4_800, "due": "2026-12-01", "at": "2026-11-18 11:00", "start": "",
     "steps": (("Turno dalle 10 alle 13", ""),)},
    {"title": "Rimborso in bottega", "idea": 5, "promise": "P6", "owner": "Giulia Bedeschi", "lever": "process",
     "cost": 600, "due": "2027-02-28", "at": "2026-11-19 10:00", "start": "", "steps": (),
     "note": "In attesa di firma: chi fa i resi non ha ancora detto se la promessa in bottega si regge."},
    {"title": "Una frase per gli agenti", "idea": None, "promise": "P1", "owner": "Marco Tassinari", "lever": "promise",
     "cost": None, "due": "2026-12-10", "at": "2026-11-02 10:00", "start": "2026-11-03 09:00",
     "steps": (("3 agenti su 7 l'hanno letta", "2026-11-07 08:10"),)},
)  # fmt: skip
LINES = (
    ("Radio locale", 48_000), ("Catalogo di carta", 26_000), ("Fiere", 22_000), ("Officina e ricambi", 54_000),
    ("Assistenza clienti", 112_000), ("Sito", 31_000),
)  # fmt: skip
# From, to, euro, the promise each euro serves, when, why.
MOVES = (
    ("Radio locale", "Officina e ricambi", 9_000, "P2", "2026-09-10 12:00", "Dieci ricambi tenuti in casa."),
    ("Fiere", "Sito", 2_400, "P1", "2026-09-29 12:00", "L'orario limite accanto al carrello."),
    ("Catalogo di carta", "Assistenza clienti", 4_800, "P3", "2026-11-18 12:00", "Un terzo operatore fino a gennaio."),
)  # fmt: skip
# Was it so for you too? On the public page, by customers who know and by browsers nobody knows.
FELT = {
    "P2": ("yes", "yes", "no", "yes", "yes", "yes", "unsure", "yes", "no", "yes", "yes"),
    "P3": ("yes", "no", "yes", "no", "yes", "yes", "no", "unsure"),
    "P7": ("yes", "yes", "yes", "yes", "yes", "unsure"),
}
PARTS_DAY = date(2026, 9, 14)


def doing(story: Teller) -> None:
    """Actions, the first look, and the money of the year."""
    for told in ACTIONS:
        story.at(told["at"], partial(_plan, story, told))
        if told["start"]:
            story.at(told["start"], partial(_go, story, told, "running"))
        if told.get("end"):
            story.at(told["end"], partial(_go, story, told, "done"))
        for words, ticked in told["steps"]:
            if ticked:
                story.at(ticked, partial(_tick, story, told, words))
    story.at("2026-11-20 09:30", partial(_counted, story))
    story.at("2026-11-23 07:45", partial(_look, story))
    for name, amount in LINES:
        story.at("2026-06-05 10:00", partial(_line, story, name, amount))
    for source, target, amount, promise, at, why in MOVES:
        story.at(at, partial(_move, story, source, target, amount, promise, why))


def eyes(story: Teller) -> None:
    """What customers answer on the page of commitments."""
    for key, answers in FELT.items():
        for place, answer in enumerate(answers):
            story.at(later("2026-11-20 18:00", minutes=7 * place), partial(_felt, story, key, place, answer))


def _felt(story: Teller, key: str, place: int, answer: str) -> None:
    story.do("", say_how_it_was, promise_id=story.the("promise", key), answer=answer, browser=f"{key} {place}")


def accept(story: Teller, told: said.IdeaTold, promise_id: str | None) -> str:
    """The yes to an idea, with what will tell whether it worked. Returns the decision's id."""
    assert told.decided is not None
    words, aim, look_on = LOOKS[told.number]
    found: str = story.do(
        company.DIRECTION, accept_idea, idea_id=story.the("idea", told.number), reason=told.decided[2],
        promise_id=promise_id, words=words, aim=aim, look_on=date.fromisoformat(look_on),
    )  # fmt: skip
    return found


def _plan(story: Teller, told: dict[str, Any]) -> None:
    owner, title = told["owner"], told["title"]
    story.ids["action", title] = story.do(
        owner, start_action, title=title, lever=told["lever"], cost=told["cost"],
        due_on=date.fromisoformat(told["due"]), promise_id=story.the("promise", told["promise"]),
        idea_id=story.the("idea", told["idea"]) if told["idea"] else None, note=told.get("note", ""),
    )  # fmt: skip
    for words, _ in told["steps"]:
        story.do(owner, add_step, action_id=story.the("action", title), title=words)


def _go(story: Teller, told: dict[str, Any], state: str) -> None:
    story.do(told["owner"], move_action, action_id=story.the("action", told["title"]), state=state,
             on=day_here(clock.now()))  # fmt: skip


def _tick(story: Teller, told: dict[str, Any], words: str) -> None:
    action_id = story.the("action", told["title"])
    steps = story.ask(told["owner"], steps_of, action_ids=[action_id])[action_id]
    story.do(told["owner"], tick_step, step_id=next(step.id for step in steps if step.title == words))


def _counted(story: Teller) -> None:
    """What no process measures, whoever answers for the action writes down, with what else may explain it."""
    told = ACTIONS[1]
    story.do(
        told["owner"], change_action, action_id=story.the("action", told["title"]), title=told["title"],
        lever=told["lever"], cost=told["cost"], due_on=date.fromisoformat(told["due"]),
        note="Chiamate «dov'è il mio pacco»: da 41 a 29 a settimana. Cautela: agosto è dentro il prima.",
    )  # fmt: skip


def _look(story: Teller) -> None:
    """On Monday morning, with the new data: did the parts in the workshop help?"""
    direction = story.viewer(company.DIRECTION)
    promise_id = story.the("promise", "P2")
    (look,) = story.ask(company.DIRECTION, checks_of, now=clock.now(), promise_id=promise_id)
    measured: Measured | None = measure(reading, direction, promise_id=promise_id, day=PARTS_DAY)
    story.do(company.DIRECTION, answer_check, check_id=look.id, answer="worked", measured=measured,
             note="Il pezzo adesso c'è.")  # fmt: skip


def _line(story: Teller, name: str, amount: int) -> None:
    story.ids["line", name] = story.do(company.CONDUCTS, add_line, name=name, year=2026, amount=amount)


def _move(story: Teller, source: str, target: str, amount: int, promise: str, why: str) -> None:
    story.do(company.CONDUCTS, move_money, from_id=story.the("line", source), to_id=story.the("line", target),
             amount=amount, promise_id=story.the("promise", promise), reason=why)  # fmt: skip
