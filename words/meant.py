"""Which promise a sentence is about: word stems in common with what is promised and told, in Italian and English.

No language model: endings are cut, a short list knows which words mean the same in the trade, rare words weigh more.
In doubt nothing is chosen: the likeliest are given, to be asked.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from words.figures_said import figures_said

MOST_ASKED = 3
# One must be so much likelier than the next to be taken without asking.
CLEARLY = 1.25
# A figure that many times longer or shorter than the promise's speaks against it.
FAR = 20.0
_HERE, _OTHER_SIZE, _ALIKE = 1.3, 0.6, 0.7
_ENDINGS = re.compile(
    r"(?:izione|izioni|azione|azioni|atura|ature|iamo|iate|iremo|eremo|iremo|ando|endo|ati|ato|ata|ate|iti|ito|ita|ite"
    r"|uto|uta|uti|ute|are|ere|ire|ing|ies|ed|es|era|ira|[aeiouys])$"
)
_STOP = """
    a ad ai al alla alle allo anche c che chi ci con cui d da dal dalla dai dalle dei del della delle dello di e ed
    entro fa fino fra gli i il in io l la le lei lo loro lui ma mai massimo max me meno mi mia mio nei nel nella
    nelle no noi non nostra nostre nostri nostro o ogni per piu poi prima prossima prossimo puoi qui s se si siamo
    sempre solito sono su sua sul sulla sue suo te ti tra tu tua tue tuo tuoi un una uno vi voi vostra vostro vuoi
    about always an and are as at be by can for from has have in is it its least less more most never of on or our
    out than that the their them they this to under until up us usually we will with within you your
""".split()  # noqa: SIM905
# Stems that mean the same where promises are made, Italian and English.
_SAME = tuple(
    frozenset(group.split())
    for group in (
        "consegn deliver sped shipp ship recapit", "cas hom house domicil",
        "ripar repair fix aggiust", "rimbors refund sold mone", "res return reso",
        "rispond rispost answer repl", "chiam telefon call phone", "tecnic technician engineer",
        "botteg negoz shop stor store", "ordin order", "giust right correct esatt", "error mistak sbagli",
        "tost roast", "fresc fresh", "ide idea suggest propost", "macchin machin", "serv serve",
        "attes attend wait fil queue", "pacc parcel packag",
    )
)  # fmt: skip
# What arrives may be a parcel as well as a technician: never more than a likeness, and to every delivery.
_VAGUE = {"arriv": _SAME[0], "arrive": _SAME[0]}


@dataclass(frozen=True)
class Promised:
    """What may be meant: everything that is said of it, the most telling first; its time; whether it is told here."""

    key: str
    texts: tuple[str, ...]
    seconds: float | None = None
    here: bool = False


@dataclass(frozen=True)
class Meant:
    """What is meant: `sure` when it is plain, else the likeliest to ask about, best first (at most three)."""

    sure: str | None
    likely: tuple[str, ...]


def meant(sentence: str, among: Sequence[Promised], *, seconds: float | None = None) -> Meant:
    """Which of these a sentence is about. seconds: the time it says, where it says one."""
    asked = _stems(figures_said(sentence).words)
    same_words = " ".join(re.findall(r"\w+", sentence.casefold()))
    bags = [[_stems(figures_said(text).words) for text in one.texts] for one in among]
    found: list[tuple[float, str]] = []
    for one, bag in zip(among, bags, strict=True):
        score = _score(asked, bag, bags)
        if same_words and same_words in {" ".join(re.findall(r"\w+", text.casefold())) for text in one.texts}:
            # Word for word what is told somewhere.
            score += 10.0
        if one.here:
            score *= _HERE
        if score and seconds and one.seconds and not 1 / FAR <= seconds / one.seconds <= FAR:
            score *= _OTHER_SIZE
        found.append((score, one.key))
    best = sorted(found, key=lambda pair: -pair[0])
    if best and best[0][0] > 0:
        clear = len(best) == 1 or best[0][0] >= CLEARLY * best[1][0]
        likely = tuple(key for score, key in best if score >= best[0][0] / 3)[:MOST_ASKED]
        return Meant(best[0][1] if clear else None, likely)
    return _without_words(among, seconds, silent=not asked)


def _without_words(among: Sequence[Promised], seconds: float | None, *, silent: bool) -> Meant:
    """No word in common: what is told here, then what takes about as long. Only a lone candidate is taken."""

    def far(one: Promised) -> tuple[bool, float]:
        known = one.seconds is not None and seconds
        return not one.here, abs(log(seconds / one.seconds)) if known and seconds and one.seconds else 99.0

    order = sorted(among, key=far)
    here = [one for one in order if one.here] or order
    sure = here[0].key if silent and len(here) == 1 else None
    return Meant(sure, tuple(one.key for one in order)[:MOST_ASKED])


def _score(asked: list[str], bag: list[list[str]], bags: list[list[list[str]]]) -> float:
    total = 0.0
    for stem in asked:
        weight = max((_alike(stem, text) * (1.0 if not place else 0.8) for place, text in enumerate(bag)), default=0.0)
        if weight:
            others = sum(any(_alike(stem, text) for text in one) for one in bags)
            total += weight * log(1 + len(bags) / others)
    own = bag[0] if bag else []
    said = sum(bool(_alike(stem, asked)) for stem in own)
    return total * (0.75 + 0.25 * said / len(own)) if own else total


def _alike(stem: str, text: list[str]) -> float:
    if stem in _VAGUE:
        return _ALIKE if stem in text or not _VAGUE[stem].isdisjoint(text) else 0.0
    if stem in text:
        return 1.0
    return _ALIKE if any(stem in group and not group.isdisjoint(text) for group in _SAME) else 0.0


def _stems(words: Sequence[str]) -> list[str]:
    """The words that tell something, without their endings, once each."""
    found: dict[str, None] = {}
    for word in words:
        if word not in _STOP and len(word) > 2:
            short = _ENDINGS.sub("", word)
            found[short if len(short) >= 3 else word] = None
    return list(found)
