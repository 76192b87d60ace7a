"""What a column holds, told from its cells: further proposals for the screen, and columns that hold people's names.

Only proposed, never taken by itself: on the command line and for programs the names of the columns decide alone.
"""

import re
from collections.abc import Iterable, Mapping

from analysis.yes_no import is_answered
from exchange.columns import ENOUGH, cancels
from exchange.dates import looks_dated
from exchange.figures import looks_numeric
from exchange.grid import Grid
from exchange.plaintext import folded

MOST_KINDS = 40
_FEWEST = 5


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words in the header of a column about who works on a case (or whose case it is), folded.
_PEOPLE = _words(
    "operatore operatrice operatori addetto addetta agente venditore venditrice tecnico tecnica dipendente "
    "impiegato impiegata collaboratore collaboratrice assegnatario assegnatari incaricato incaricata referente "
    "cognome nominativo matricola firma compilatore autista corriere_nome utente username user employee agent "
    "operator technician driver assignee worker staff surname lastname firstname fullname rep salesperson clerk "
    "handler owner email mail telefono cellulare phone mobile"
)
_PEOPLE_PHRASES = (
    "assegnato a", "assegnata a", "preso in carico da", "gestito da", "gestita da", "inserito da", "inserita da",
    "chiuso da", "aperto da", "assigned to", "handled by", "closed by", "opened by", "created by", "entered by",
    "nome e cognome", "nome operatore", "full name", "last name", "first name", "nome cliente", "customer name",
)  # fmt: skip
_NOT_PEOPLE = _words("numero number id codice code type tipo data date ora time note fascia canale channel")
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[a-z]{2,}", re.IGNORECASE)
_TWO_NAMES = re.compile(r"[A-ZÀ-Ý][a-zà-ÿ'’]+([ -][A-ZÀ-Ý][a-zà-ÿ'’.]*){1,3}|[A-ZÀ-Ý]\. ?[A-ZÀ-Ý][a-zà-ÿ'’]+")
_FIRST_NAMES = _words(
    "anna maria giulia francesca chiara sara laura paola elena marta giorgia valentina silvia federica alessandra "
    "elisa monica barbara roberta cristina lucia teresa rosa marco luca andrea giuseppe giovanni antonio "
    "francesco paolo roberto stefano alessandro matteo davide simone lorenzo mario luigi pietro fabio omar nicola "
    "ivan sergio john mary james robert michael william david richard thomas charles linda susan karen nancy emma "
    "olivia james peter george kate jane alice martin simon"
)

_CHANNELS = _words(
    "sito web website online app telefono phone call chiamata email mail e_mail whatsapp chat sportello negozio "
    "bottega shop store corriere newsletter social facebook instagram agente filiale branch posta marketplace "
    "punto_vendita contact_center call_center constituent_call self_service employee_generated city_worker_app "
    "citizens_connect_app"
)
_KINDS = _words(
    "privato privati azienda aziende business consumer residenziale bar ufficio uffici hotel ristorante standard "
    "express premium basic gold silver nord sud centro est ovest north south east west italia estero abbonato "
    "abbonati b2b b2c carta bonifico contanti nuovo abituale"
)
_ENDS = _words(
    "consegnato consegnata evaso evasa completato completata risolto risolta risposto risposta perso persa "
    "riagganciato reso delivered completed resolved answered missed lost returned refunded ok ko giusto sbagliato"
)
_NO_FIGURE = _words(
    "cap zip postal lat latitude latitudine lon lng longitude longitudine anno year mese month telefono phone "
    "cellulare numero number codice code id nr n"
)


def people_columns(grid: Grid) -> list[str]:
    """The columns that seem to hold names or addresses of people, whom nobody needs for a promise."""
    return [label for label in grid.columns if _of_people(label, _filled(grid, label))]


def propose_more(grid: Grid, proposal: Mapping[str, str]) -> dict[str, str]:
    """The proposal with what the cells themselves tell: touchpoint, outcome, kind of customer, figure."""
    found = dict(proposal)
    people = set(people_columns(grid))
    for field in [field for field, label in found.items() if label in people and field != "case_id"]:
        del found[field]
    for label in grid.columns:
        if label in found.values() or label in people:
            continue
        cells = _filled(grid, label)
        if len(cells) < _FEWEST or looks_dated(grid.data.first(label, ENOUGH)):
            continue
        told = _field_of(label, cells, grid)
        if told is not None and told not in found:
            found[told] = label
    return found


def _field_of(label: str, cells: list[str], grid: Grid) -> str | None:
    kinds = {_word(cell) for cell in cells}
    if len(kinds) <= MOST_KINDS:
        if is_answered(kinds) and not kinds <= {"0", "1"}:
            return "outcome"
        if _most(kinds, _CHANNELS):
            return "touchpoint"
        if _most(kinds, _ENDS) or (cancels(cells) and len(kinds) <= 12):
            return "outcome"
        if _most(kinds, _KINDS):
            return "segment"
    plain = not _NO_FIGURE & set(folded(label).split())
    if plain and len(kinds) > 3 and looks_numeric(grid.data.first(label, ENOUGH)) and not _counting(cells):
        return "value"
    return None


def _of_people(label: str, cells: list[str]) -> bool:
    name = folded(label)
    words = set(name.split())
    named = bool(words & _PEOPLE) or any(phrase in name for phrase in _PEOPLE_PHRASES)
    if not cells:
        return named and not words & _NOT_PEOPLE
    texts = [cell.strip() for cell in cells if not cell.startswith("\x00")]
    if sum(1 for text in texts if _EMAIL.fullmatch(text)) * 2 > len(cells):
        return True
    people = sum(1 for text in texts if _TWO_NAMES.fullmatch(text) and set(folded(text).split()) & _FIRST_NAMES)
    if people * 10 >= len(cells) * 3:
        return True
    if not named or words & _NOT_PEOPLE:
        return False
    # "Agente: web, telefono" is a channel, whatever the header says.
    return not _most({_word(text) for text in texts}, _CHANNELS | _KINDS)


def _filled(grid: Grid, label: str) -> list[str]:
    return [str(cell) for cell in grid.data.first(label, ENOUGH)]


def _most(kinds: Iterable[str], known: frozenset[str]) -> bool:
    """Are at least six in ten of the different cells among these words?"""
    seen = [kind for kind in kinds if kind]
    hits = sum(1 for kind in seen if kind in known or any(part in known for part in kind.split("_")))
    return len(seen) > 1 and hits * 10 >= len(seen) * 6


def _word(cell: str) -> str:
    return "_".join(folded(cell[2:] if cell.startswith("\x00") else cell).split())


def _counting(cells: list[str]) -> bool:
    """Whole numbers, all different: a number of something, not a measure of it."""
    return len(set(cells)) == len(cells) and all(re.fullmatch(r"(\x00n)?\d+", cell.strip()) for cell in cells)
