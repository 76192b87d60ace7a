"""Torrefazione Tostalba S.p.A. as data: who works there, where customers meet it, what it promises. All invented."""

from dataclasses import dataclass
from typing import Any

COMPANY = "Torrefazione Tostalba S.p.A."
GROUP = "Il Tavolo del Caffè"
PURPOSE = (
    "Chi promette, chi mantiene e chi riceve, ogni tre settimane. A Natale vogliamo gridare «in 48 ore»: "
    "qual è la frase vera, e piace di più?"
)
CONDUCTS, DIRECTION = "Elena Mazzotti", "Lucia Ferrante"
DIRECTION_FUNCTION = "Direzione"

# Beside the functions every company starts with.
FUNCTIONS = (
    ("Botteghe", "promises"), ("Officina", "keeps"), ("Torrefazione", "keeps"), ("Tecnici bar", "keeps"),
)  # fmt: skip

# Name, function. The function decides the side; customers have no surname, as they asked.
PEOPLE = (
    ("Marta Gualdi", "Marketing"), ("Pietro Sassi", "Marketing"), ("Irene Fabbri", "Marketing"),
    ("Luca Venturi", "Marketing"), ("Chiara Montanari", "Comunicazione"), ("Sara Neri", "Comunicazione"),
    ("Fabio Zanotti", "Botteghe"), ("Giulia Bedeschi", "Botteghe"), ("Marco Tassinari", "Vendite"),
    ("Teresa Ricci", "Assistenza"), ("Omar Haddad", "Assistenza"), ("Paola Casadio", "Assistenza"),
    ("Nicola Ferri", "Assistenza"), ("Beatrice Lolli", "Prodotto"), ("Andrea Samorì", "Prodotto"),
    ("Davide Conti", "Officina"), ("Rosa Placci", "Logistica"), ("Ivan Drei", "Torrefazione"),
    ("Stefano Gatti", "Tecnici bar"), ("Anna R.", "Clienti"), ("Giorgio B.", "Clienti"), ("Samira E.", "Clienti"),
    ("Lorenzo P.", "Clienti"), ("Nadia C.", "Clienti"), ("Walter M.", "Clienti"), (DIRECTION, DIRECTION_FUNCTION),
)  # fmt: skip
# Who was not there on 17 November.
ABSENT = "Luca Venturi"

# Customers who came through the door in August, for the diary at a distance.
AUGUST_GUESTS = (
    "Bruna", "Carlo", "Donatella", "Enzo", "Franca", "Gino", "Ilaria", "Katia", "Leo", "Mirella", "Nino", "Ornella",
    "Pina", "Renzo", "Silvia", "Tullio",
)  # fmt: skip

# Name, stage (place in the journey, from 1), in whose hands.
TOUCHPOINTS = (
    ("Sito", 3, "ours"), ("App abbonamento", 3, "ours"), ("Botteghe", 2, "ours"), ("Contact center", 5, "ours"),
    ("WhatsApp", 5, "ours"), ("Agenti", 3, "ours"), ("Tecnici bar", 5, "ours"), ("Officina", 5, "ours"),
    ("Corriere", 4, "no"), ("Confezione e foglietto", 4, "ours"), ("Newsletter", 1, "ours"), ("Social", 1, "partly"),
    ("Recensioni e passaparola", 6, "no"),
)  # fmt: skip


@dataclass(frozen=True)
class ProcessTold:
    """A process with its owner, what it calls a case, and the file its cases come in."""

    key: str
    name: str
    owner: str
    noun_one: str
    noun_many: str
    file_name: str


PROCESSES = (
    ProcessTold("P1", "Consegna online", "Rosa Placci", "ordine", "ordini", "consegne"),
    ProcessTold("P2", "Officina", "Davide Conti", "riparazione", "riparazioni", "riparazioni"),
    ProcessTold("P3", "Contact center", "Teresa Ricci", "chiamata", "chiamate", "chiamate"),
    ProcessTold("P4", "Tecnici bar", "Stefano Gatti", "intervento", "interventi", "interventi-bar"),
    ProcessTold("P5", "Torrefazione", "Ivan Drei", "pacchetto", "pacchetti", "tostatura"),
    ProcessTold("P6", "Resi", "Teresa Ricci", "rimborso", "rimborsi", "rimborsi"),
    ProcessTold("P7", "Preparazione", "Rosa Placci", "ordine", "ordini", "preparazione"),
    ProcessTold("P8", "Botteghe", "Giulia Bedeschi", "osservazione", "osservazioni", "botteghe-a-vista"),
    ProcessTold("P9", "Il Tavolo", CONDUCTS, "idea", "idee", "risposte-alle-idee"),
)


@dataclass(frozen=True)
class PromiseTold:
    """A promise as the customer reads it, who makes it, and its first terms."""

    key: str
    process: str
    owner: str
    sentence: str
    terms: dict[str, Any]
    answer: str = "yes"
    words: str = ""


def _clock(amount: float, unit: str, kept: int, of: int, days: int) -> dict[str, Any]:
    return {"amount": amount, "unit": unit, "kept": kept, "of": of, "period_days": days}


def _value(amount: float, unit: str, kept: int, of: int) -> dict[str, Any]:
    return {"metric": "value", "amount": amount, "unit": "value", "value_unit": unit, "kept": kept, "of": of,
            "period_days": 182, "complete": True}  # fmt: skip


def _yes(outcome: str, kept: int, of: int) -> dict[str, Any]:
    return {**_value(1, "", kept, of), "direction": "at least", "yes_no": True, "yes_when": (outcome,)}


MARTA = "Marta Gualdi"
PROMISES = (
    PromiseTold("P1", "P1", MARTA, "A casa tua in 48 ore", _clock(48, "h", 19, 20, 90), "no",
                "Dipende dal corriere, e il venerdì sera non parte niente."),
    PromiseTold("P2", "P2", MARTA, "Macchina riparata in una settimana", _clock(7, "d", 9, 10, 182)),
    PromiseTold("P3", "P3", MARTA, "Ti rispondiamo entro 30 secondi", _clock(30, "s", 8, 10, 90)),
    PromiseTold("P4", "P4", "Marco Tassinari", "Tecnico al tuo bar entro 4 ore", _clock(4, "h", 19, 20, 182)),
    PromiseTold("P5", "P5", MARTA, "Tostato da meno di 10 giorni", _value(10, "giorni", 19, 20)),
    PromiseTold("P6", "P6", MARTA, "Rimborso entro 7 giorni",
                {**_clock(7, "d", 9, 10, 182), "variants": ({"segment": "carta"}, {"segment": "in bottega"})}),
    PromiseTold("P7", "P7", MARTA, "L'ordine è giusto al primo colpo", _yes("giusto", 98, 100)),
    PromiseTold("P8", "P8", MARTA, "In bottega ti serviamo in 5 minuti",
                {**_clock(5, "min", 19, 20, 90), "complete": True}),
    PromiseTold("P9", "P9", DIRECTION, "Ogni idea ha una prima risposta in 14 giorni",
                {**_clock(14, "d", 9, 10, 182), "segment": "idea"}),
)  # fmt: skip

# Through which touchpoints the cases of a process pass: on the courier Tostalba can promise nothing by itself.
PASSES = (
    ("P1", ("Sito", "App abbonamento", "Corriere")), ("P2", ("Botteghe", "Officina", "Corriere")),
    ("P3", ("Contact center",)), ("P4", ("Tecnici bar",)), ("P6", ("Sito", "Botteghe")), ("P8", ("Botteghe",)),
)  # fmt: skip

# What customers find on the public page: five of nine.
PUBLISHED = {"P2": "", "P3": "", "P5": "", "P6": "carta", "P7": ""}  # which choice of it only, if one

# Promise, touchpoint, words, figure and unit, who changes it.
WORDINGS = (
    ("P1", "Sito", "A casa tua in 48 ore", 2, "d", "Marta"),
    ("P1", "Newsletter", "Ordini oggi, lo bevi dopodomani", 2, "d", "Comunicazione"),
    ("P1", "Agenti", "Domani mattina è da lei", 1, "d", "Vendite"),
    ("P1", "Contact center", "Di solito due o tre giorni", 3, "d", "Assistenza"),
    ("P1", "App abbonamento", "Consegna prevista: 3 giorni", 3, "d", "Prodotto"),
    ("P2", "Sito", "Riparata in una settimana", 7, "d", "Marta"),
    ("P2", "Botteghe", "Fra sette giorni la riprende qui", 7, "d", "Botteghe"),
    ("P2", "Officina", "Pronta in una settimana", 7, "d", "Officina"),
    ("P3", "Sito", "Ti rispondiamo entro un minuto", 60, "s", "Marta"),
    ("P3", "Contact center", "Rispondiamo entro un minuto", 60, "s", "Assistenza"),
    ("P3", "App abbonamento", "Una persona in un minuto", 60, "s", "Prodotto"),
    ("P4", "Agenti", "Il tecnico arriva entro quattro ore", 4, "h", "Vendite"),
    ("P5", "Confezione e foglietto", "Tostato da meno di 10 giorni", 10, "value", "Prodotto"),
    ("P5", "Sito", "Mai più vecchio di dieci giorni", 10, "value", "Marta"),
    ("P5", "Newsletter", "Fresco: tostato da meno di dieci giorni", 10, "value", "Comunicazione"),
    ("P5", "Botteghe", "Tostato questa settimana o la scorsa", None, None, "Botteghe"),
    ("P6", "Sito", "Rimborso entro 7 giorni", 7, "d", "Marta"),
    ("P6", "Botteghe", "I soldi indietro in una settimana", 7, "d", "Botteghe"),
    ("P8", "Botteghe", "Serviti in cinque minuti", 5, "min", "Botteghe"),
    ("P9", "Newsletter", "A ogni idea una risposta in due settimane", 14, "d", "Comunicazione"),
    ("P9", "Sito", "Rispondiamo a ogni idea entro 14 giorni", 14, "d", "Marta"),
)
