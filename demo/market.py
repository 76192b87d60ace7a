"""What stands around Tostalba's promises: what customers expect and why, and what three invented competitors say."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any

from demo.company import MARTA
from demo.telling import Teller, later
from models.asking import start_asking
from models.base import new_token
from models.competitors import add_competitor
from models.expectations import answer_expectation

# What is asked, without the promise's own figure.
QUESTIONS = (
    ("P1", "Ordini il caffè sul sito: in quanti giorni te lo aspetti a casa?"),
    ("P2", "Porti la macchina in officina: in quanti giorni la rivuoi?"),
    ("P3", "Chiami il contact center: in quanti minuti ti aspetti una persona?"),
)
# Promise, where it comes from, the figures given (in the unit that was asked).
EXPECTED = (
    ("P1", "advertising", (2,) * 16 + (3,)), ("P1", "another_company", (1,) * 11),
    ("P1", "last_time", (3,) * 5 + (5,) * 2), ("P1", "friend", (3, 3, 5)),
    ("P2", "last_time", (7, 7, 10, 10, 10, 10, 14, 14)), ("P2", "friend", (7, 10, 10, 14)), ("P2", "reviews", (10, 14)),
    ("P3", "last_time", (1, 2, 2, 2, 2, 5, 5, 2, 5)), ("P3", "another_company", (1, 1, 2)),
)  # fmt: skip
# Promise, who noted it, when, and what.
COMPETITORS: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("P1", "Pietro Sassi", "2026-11-03 10:00", {
        "name": "Nerofondo", "claim": "consegna 24/48 h", "low": 1, "high": 2, "unit": "d",
        "how": "magazzino a Bologna, corriere proprio", "source": "pagina spedizioni del loro sito"}),
    ("P1", "Pietro Sassi", "2026-11-03 10:10", {
        "name": "Espressia", "claim": "3-5 giorni, gratis", "low": 3, "high": 5, "unit": "d",
        "how": "corriere nazionale, spedizione compresa", "source": "pagina spedizioni del loro sito"}),
    ("P2", "Irene Fabbri", "2026-07-08 16:00", {
        "name": "Moka Serale", "claim": "riparazione in 15 giorni", "low": 15, "high": 15, "unit": "d",
        "how": "spediscono la macchina al produttore", "source": "volantino in negozio"}),
)  # fmt: skip
# The third is asked in minutes since it promises a minute.
BEGINS = {"P1": "2026-06-09 09:30", "P2": "2026-06-09 09:35", "P3": "2026-06-16 09:30"}


def market(story: Teller) -> None:
    """Asked from 9 June on, in the workshop «Che cosa promettiamo?» and at the doors; competitors as they are seen."""
    for key, question in QUESTIONS:
        story.at(BEGINS[key], partial(_ask, story, key, question))
    for number, (key, origin, amount) in enumerate(_answers()):
        # Half of them in the room, the others at the doors until November.
        room, door = later("2026-06-09 17:00", minutes=number), later("2026-06-17 11:20", days=5 * number // 2)
        story.at(room if number % 2 and key != "P3" else door, partial(_answer, story, key, origin, amount))
    for key, who, when, what in COMPETITORS:
        seen = date.fromisoformat(when[:10])
        story.at(when, partial(_competitor, story, key, who, {**what, "seen_on": seen}))


def _answers() -> Iterator[tuple[str, str, int]]:
    for key, origin, amounts in EXPECTED:
        for amount in amounts:
            yield key, origin, amount


def _ask(story: Teller, key: str, question: str) -> None:
    story.keep("question", key, story.do(MARTA, start_asking, promise_id=story.the("promise", key), question=question))


def _answer(story: Teller, key: str, origin: str, amount: int) -> None:
    story.do("", answer_expectation, token=story.the("question", key), amount=amount, origin=origin,
             browser=new_token())  # fmt: skip


def _competitor(story: Teller, key: str, who: str, what: dict[str, Any]) -> None:
    story.do(who, add_competitor, promise_id=story.the("promise", key), **what)
