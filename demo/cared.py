"""What the twenty voices say beside their face, and what care did about them: taken in charge, answered, closed.

As data and acts: how well argued (0 to 3), the hand-over that hurt, what counts, how they came, whose it is, the bar or
office they speak for; who answered what and when. One answer is late on the Monday on which the story stops.
"""

from datetime import date
from functools import partial
from typing import Any

from demo import said
from demo.telling import Teller, later
from models.feedback_care import answer_feedback, close_feedback, take_feedback, tick_argued
from models.matters import matters_all
from models.organisations import organisation_named, place_person
from store.doors import reading

# Argued 0 to 3, by number; at the open door care ticks it afterwards.
ARGUED = {1: 3, 2: 2, 3: 1, 4: 3, 5: 1, 6: 3, 7: 3, 8: 0, 9: 2, 10: 1, 11: 2, 12: 1, 13: 1, 14: 2, 15: 1, 16: 2, 17: 0,
          18: 2, 19: 0, 20: 3}  # fmt: skip
MATTERS = {1: "chiarezza", 2: "certezza", 3: "cura", 4: "velocità", 5: "certezza", 6: "chiarezza", 7: "cura",
           9: "certezza", 11: "velocità", 12: "chiarezza", 14: "velocità", 15: "velocità", 17: "prezzo", 18: "cura",
           20: "certezza"}  # fmt: skip
CAME_BY = {2: "reviews", 3: "shop", 11: "reviews", 13: "friend", 15: "advert"}
WHOSE = {1: "Logistica", 2: "Logistica", 4: "Operazioni", 5: "Vendite", 6: "Vendite", 7: "Assistenza", 11: "Operazioni",
         14: "Assistenza", 16: "Vendite", 18: "Operazioni"}  # fmt: skip
LED_TO = {6: "Botteghe"}
ORGANISATIONS = {5: "Studio R.", 13: "Bar Due Mori"}
SPEAK_FOR = {"Samira E.": "Bar Samira, Padova", "Walter M.": "Bar Walter, Ravenna", "Lorenzo P.": "Ufficio Rinaldi"}

# Number, who answers, taken at, by which day, answered at (empty: not yet), minutes, what was said.
ANSWERS = (
    (1, "Omar Haddad", "2026-08-12 11:00", "2026-08-14", "2026-08-13 09:20", 30,
     "Il pacco era fermo a Imola per un'etichetta illeggibile. È ripartito ieri sera e arriva oggi. Scusaci: al"
     " telefono dovevamo saperlo noi."),
    (4, "Stefano Gatti", "2026-09-08 14:00", "2026-09-10", "2026-09-09 08:30", 15,
     "Hai ragione: l'agente non doveva dire «in mattinata». Il tecnico è arrivato in cinque ore e mezza. Da ottobre"
     " chi vende dice la stessa frase del sito."),
    (7, "Paola Casadio", "2026-09-24 10:30", "2026-10-01", "2026-09-25 16:00", 15,
     "Per undici euro non serve un bonifico: passa in bottega con lo scontrino e te li ridiamo subito, in contanti."),
    (14, "Teresa Ricci", "2026-10-23 09:00", "2026-10-30", "2026-10-26 11:10", 15,
     "Il lunedì mattina eravamo in due su otto chiamate a testa. Dal primo dicembre siamo in tre."),
    (17, "Davide Conti", "2026-11-06 10:00", "2026-11-13", "2026-11-09 15:40", 60,
     "Una macchina di sei anni non la cambiamo, ma il rumore si toglie: sono le guarnizioni, 38 euro con il ritiro."
     " Ecco il preventivo."),
    (20, "Rosa Placci", "2026-11-17 12:00", "2026-11-20", "", None, ""),
)  # fmt: skip
# Number, who, when, minutes, the last words.
CLOSED = (
    (8, "Sara Neri", "2026-09-30 09:15", 15,
     "Grazie di averci scritto. Abbiamo letto il tuo messaggio. Non dice che cosa è successo, quando o dove, e così"
     " non possiamo fare di più. Se ci scrivi un fatto, lo guardiamo subito."),
    (17, "Davide Conti", "2026-11-13 17:00", 45,
     "Il preventivo resta valido fino a fine mese. Una macchina nuova non possiamo darla: la tua ha sei anni e si"
     " ripara. Questa è la nostra risposta definitiva su questo messaggio; uno nuovo lo leggiamo sempre."),
)  # fmt: skip


def beside(story: Teller, number: int) -> dict[str, Any]:
    """What is noted beside face and words."""
    argued = ARGUED[number]
    more: dict[str, Any] = {"said_what": argued > 0, "said_when": argued > 1, "said_proof": argued > 2}
    if number in MATTERS:
        with reading() as session:
            more["matter_id"] = next(one.id for one in matters_all(session) if one.name == MATTERS[number])
    if number in LED_TO:
        more["to_touchpoint_id"] = story.the("touchpoint", LED_TO[number])
    if number in WHOSE:
        more["function_id"] = story.the("function", WHOSE[number])
    if number in CAME_BY:
        more["came_by"] = CAME_BY[number]
    if number in ORGANISATIONS:
        more["organisation"] = ORGANISATIONS[number]
    return more


def cared(story: Teller) -> None:
    """For whom three customers speak; who answered, when; what was closed with respect."""
    for place, (person, name) in enumerate(SPEAK_FOR.items()):
        story.at(later("2026-06-09 15:00", minutes=place), partial(_speaks_for, story, person, name))
    for number, who, taken, by, answered, minutes, words in ANSWERS:
        story.at(taken, partial(_take, story, number, who, date.fromisoformat(by)))
        if answered:
            story.at(answered, partial(_answer, story, number, who, words, minutes))
    for number, who, when, minutes, words in CLOSED:
        story.at(when, partial(_close, story, number, who, words, minutes))
    for told in said.FEEDBACK:
        if told.source == "door" and ARGUED[told.number]:
            story.at(later(told.at, hours=16, minutes=5), partial(_tick, story, told.number))


def _speaks_for(story: Teller, person: str, name: str) -> None:
    found = story.do("Teresa Ricci", organisation_named, name=name)
    story.do("Teresa Ricci", place_person, person_id=story.the("person", person), organisation_id=found)


def _take(story: Teller, number: int, who: str, by: date) -> None:
    story.do(who, take_feedback, feedback_id=story.the("feedback", number), answer_by=by)


def _answer(story: Teller, number: int, who: str, words: str, minutes: int | None) -> None:
    story.do(who, answer_feedback, feedback_id=story.the("feedback", number), words=words, minutes=minutes)


def _close(story: Teller, number: int, who: str, words: str, minutes: int) -> None:
    story.do(who, close_feedback, feedback_id=story.the("feedback", number), words=words, minutes=minutes)


def _tick(story: Teller, number: int) -> None:
    argued = ARGUED[number]
    story.do("Teresa Ricci", tick_argued, feedback_id=story.the("feedback", number), said_what=argued > 0,
             said_when=argued > 1, said_proof=argued > 2)  # fmt: skip
