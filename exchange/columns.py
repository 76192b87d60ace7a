"""Which column is which: proposed from the names, Italian and English, and from what stands in the column."""

from collections.abc import Iterable, Mapping

from exchange.dates import looks_dated
from exchange.figures import looks_numeric
from exchange.grid import Grid
from exchange.plaintext import folded
from exchange.unreadable import CellError, UnreadableFile

ENOUGH = 300
"""How many filled cells of a column are looked at to guess what it holds."""

REQUIRED = ("case_id", "start", "end")
OPTIONAL = ("process", "segment", "touchpoint", "outcome", "value")
FIELDS = REQUIRED + OPTIONAL

_NAMES: dict[str, str] = {
    "case_id": "case id|caseid|case|id caso|caso|numero caso|case number|case no|numero ordine|n ordine|nr ordine"
    "|num ordine|ordine|id ordine|order id|order number|order no|order|numero pratica|pratica|id pratica|ticket"
    "|ticket id|numero ticket|id ticket|ticket number|numero chiamata|chiamata|call id|codice|codice ordine|riferimento"
    "|reference|numero riparazione|riparazione|numero segnalazione|segnalazione|case enquiry id|id|numero|n|nr|number",
    "start": "start|inizio|data inizio|start date|started|started at|start time|opened|opened at|open date|date opened"
    "|open dt|aperto|aperta|aperto il|aperta il|apertura|data apertura|ricevuto|ricevuta|ricevuto il|ricevuta il"
    "|data ricezione|received|received at|date received|data ordine|ordinato|ordinato il|order date|ordered|ordered at"
    "|creato|creata|creato il|creata il|data creazione|created|created at|creation date|date created|data richiesta"
    "|richiesto il|requested|requested at|request date|from|dal|da",
    "end": "end|fine|data fine|end date|ended|ended at|end time|closed|closed at|close date|date closed|closed date"
    "|closed dt|chiuso|chiusa|chiuso il|chiusa il|chiusura|data chiusura|consegnato|consegnata|consegnato il"
    "|consegnata il|consegna|data consegna|delivered|delivered at|delivery date|date delivered|risolto|risolta"
    "|risolto il|resolved|resolved at|completato|completata|completato il|completed|completed at|completion date"
    "|evaso|evaso il|data evasione|finished|finished at|rimborsato|rimborsato il|refunded|to|al|a",
    "process": "process|processo|process name|nome processo|procedura|tipo richiesta|tipo di richiesta|request type"
    "|servizio|service|lavorazione",
    "segment": "segment|segmento|customer segment|segmento cliente|tipo cliente|tipo di cliente|customer type|profilo"
    "|zona|area|regione|region|quartiere|neighborhood|neighbourhood|provincia",
    "touchpoint": "touchpoint|touch point|punto di contatto|canale|canale di contatto|channel|contact channel|source"
    "|origine|provenienza",
    "outcome": "outcome|esito|result|risultato|esito finale|motivo chiusura|closure reason|stato finale|final status",
    "value": "value|valore|misura|measure|importo|amount|punteggio|score|valutazione|rating",
}
_STATES = {"status", "stato", "state", "stato ordine", "order status"}
_CANCELLED = (
    "annull",
    "cancel",
    "abband",
    "abandon",
    "rinunc",
    "withdrawn",
    "ritirat",
    "stornat",
    "rifiutat",
    "reject",
)
_PLANNED = {
    "target", "due", "expected", "planned", "promised", "estimated", "deadline", "scadenza", "prevista", "previsto",
    "promessa", "promesso", "stimata", "stimato", "attesa", "atteso", "entro", "richiesta", "sla", "obiettivo",
}  # fmt: skip

SYNONYMS = {field: tuple(names.split("|")) for field, names in _NAMES.items()}
_ALL = {name for names in SYNONYMS.values() for name in names if len(name) > 2}


def known_header(name: str) -> bool:
    """Is this folded header one that a table of cases has?"""
    return name in _ALL or name in ("id", "n", "nr")


def propose(grid: Grid) -> dict[str, str]:
    """Field -> label of the column. A field for which nothing fits is left out; no column serves twice."""
    proposal: dict[str, str] = {}
    names = {label: folded(label) for label in grid.columns}
    dated = {label for label in grid.columns if looks_dated(grid.data.first(label, ENOUGH))}

    def free(label: str) -> bool:
        return label not in proposal.values()

    for field in ("start", "end"):
        found = _by_name(
            field, [label for label in grid.columns if free(label) and _date_like(label, dated, grid)], names
        )
        if found is None:
            # Named so, but full of something else: proposed all the same, so that the unreadable cells are named.
            found = next((label for label in grid.columns if free(label) and names[label] in SYNONYMS[field][:3]), None)
        if found is not None:
            proposal[field] = found
    _dates_by_content(grid, proposal, [label for label in grid.columns if label in dated and free(label)], names)
    rest = [label for label in grid.columns if free(label) and label not in dated]
    if (case := _by_name("case_id", rest, names) or _identifying(grid, rest)) is not None:
        proposal["case_id"] = case
    for field in OPTIONAL:
        rest = [label for label in grid.columns if free(label) and label not in dated]
        if field == "value":
            rest = [label for label in rest if looks_numeric(grid.data.first(label, ENOUGH))]
        found = next((label for name in SYNONYMS[field] for label in rest if names[label] == name), None)
        if found is None and field == "outcome":
            found = next(
                (label for label in rest if names[label] in _STATES and cancels(grid.data.first(label, ENOUGH))), None
            )
        if found is not None:
            proposal[field] = found
    return {field: proposal[field] for field in FIELDS if field in proposal}


def refuse_doubles(grid: Grid, chosen: Mapping[str, str]) -> None:
    """UnreadableFile "header_twice" for each chosen column (field -> label) whose header stands over several."""
    doubled = [
        CellError(None, label, "header_twice", {"letters": grid.twice[folded(label)]})
        for label in chosen.values()
        if folded(label) in grid.twice
    ]
    if doubled:
        raise UnreadableFile(doubled)


def _date_like(label: str, dated: set[str], grid: Grid) -> bool:
    return label in dated or grid.data.first(label, 1).empty


def _by_name(field: str, labels: list[str], names: dict[str, str]) -> str | None:
    """The first label that is a synonym; else one that contains a synonym of two letters or more as whole words."""
    for synonym in SYNONYMS[field]:
        for label in labels:
            if names[label] == synonym:
                return label
    for synonym in SYNONYMS[field]:
        for label in labels:
            words = names[label].split()
            if len(synonym) > 3 and f" {synonym} " in f" {' '.join(words)} " and not _PLANNED & set(words):
                return label
    return None


def _dates_by_content(grid: Grid, proposal: dict[str, str], labels: list[str], names: dict[str, str]) -> None:
    """Two date columns and no telling names: the one that is never empty, else the left one, is the start."""
    labels = [label for label in labels if not _PLANNED & set(names[label].split())]
    missing = [field for field in ("start", "end") if field not in proposal]
    if len(missing) == 2 and len(labels) == 2:
        left, right = labels
        empty = {label: int((grid.data[label] == "").sum()) for label in labels}
        proposal["start"], proposal["end"] = (left, right) if empty[left] <= empty[right] else (right, left)
    elif len(missing) == 1 and len(labels) == 1:
        proposal[missing[0]] = labels[0]


def _identifying(grid: Grid, labels: list[str]) -> str | None:
    """The first column whose first thousand cells are all filled and all different."""
    for label in labels:
        head = grid.data[label].head(1000)
        if len(head) > 1 and head.is_unique and bool((head != "").all()):
            return label
    return None


def cancels(values: Iterable[str]) -> bool:
    """A state that only says open or closed is no outcome; one that tells who cancelled is."""
    seen = [folded(str(value)) for value in list(dict.fromkeys(values))[:50]]
    return any(stem in value for value in seen for stem in _CANCELLED)
