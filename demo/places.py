"""Where Tostalba tells its promises, when somebody last looked, what decision 1 makes them change; and its values."""

from datetime import date
from functools import partial

from demo import company
from demo.telling import Teller, later
from models.values import add_value
from models.wordings import add_wording, say_another_figure, see_wording

# Name, what it means, the promises that prove it.
VALUES = (
    ("Fresco", "Il caffè arriva appena tostato.", ("P5",)),
    ("Di parola", "Quello che diciamo, succede.", ("P1", "P6", "P7")),
    ("Vicino", "Rispondiamo, veniamo, ci siamo.", ("P3", "P4", "P8")),
    ("Pulito", "Il meno possibile da buttare.", ()),
)
# When, who, promise, touchpoint.
SEEN = (
    ("2026-08-03 11:00", "Giulia Bedeschi", "P5", "Botteghe"), ("2026-11-09 09:10", company.MARTA, "P1", "Sito"),
    ("2026-11-09 09:20", company.MARTA, "P3", "Sito"), ("2026-11-09 09:25", company.MARTA, "P5", "Sito"),
    ("2026-11-18 17:10", "Beatrice Lolli", "P1", "App abbonamento"),
    ("2026-11-19 10:00", "Teresa Ricci", "P1", "Contact center"),
)  # fmt: skip
# Decision 1: «Dal 30 novembre scriviamo "3 giorni" in tutti e cinque i posti». Two of them say so already.
THREE_DAYS, FROM = (3, "d"), date(2026, 11, 30)


def places(story: Teller) -> None:
    """Where it is told, from June on; in November somebody looks, and five places are to say three days."""
    for place, told in enumerate(company.WORDINGS):
        story.at(later("2026-06-16 10:00", minutes=3 * place), partial(_wording, story, told))
    for place, value in enumerate(VALUES):
        story.at(later("2026-06-17 09:00", minutes=5 * place), partial(_value, story, value))
    for when, who, key, touchpoint in SEEN:
        story.at(when, partial(_see, story, who, f"{key} {touchpoint}"))
    story.at("2026-11-18 16:30", partial(_three_days, story))


def _wording(story: Teller, told: tuple[str, str, str, float | None, str | None, str]) -> None:
    key, touchpoint, words, amount, unit, changer = told
    story.keep("wording", f"{key} {touchpoint}", story.do(
        story.the("owner", key), add_wording, promise_id=story.the("promise", key), words=words, amount=amount,
        unit=unit, touchpoint_id=story.the("touchpoint", touchpoint), changer=changer,
    ))  # fmt: skip


def _value(story: Teller, value: tuple[str, str, tuple[str, ...]]) -> None:
    name, sentence, keys = value
    story.do(company.CONDUCTS, add_value, name=name, sentence=sentence,
             promise_ids=[story.the("promise", key) for key in keys])  # fmt: skip


def _see(story: Teller, who: str, wording: str) -> None:
    story.do(who, see_wording, wording_id=story.the("wording", wording))


def _three_days(story: Teller) -> None:
    amount, unit = THREE_DAYS
    story.do(story.the("owner", "P1"), say_another_figure, promise_id=story.the("promise", "P1"), amount=amount,
             unit=unit, due=FROM)  # fmt: skip
