"""What a column holds, told from its cells: proposed on the screen, decided by the person."""

import pytest

from exchange.batches import CaseFile
from exchange.tables import preview_cases

FILE = (
    "Pratica;Aperta il;Chiusa il;Come;Com'è finita;Chi;Presa in carico da;Quanto;Comune\n"
    + "".join(
        f"P{n};2026-10-{1 + n % 28:02d};2026-11-{1 + n % 20:02d};{('Sito web', 'Telefono', 'Bottega')[n % 3]};"
        f"{('consegnato', 'annullato', 'reso')[n % 3]};{('privato', 'azienda')[n % 2]};"
        f"{('Omar Haddad', 'Paola Casadio', 'Nicola Ferri')[n % 3]};{n * 1.5:.1f};"
        f"{('Faenza', 'Imola', 'Forlì')[n % 3]}\n"
        for n in range(60)
    )
).encode()


def test_value_outcome_segment_and_touchpoint_are_proposed_from_the_cells() -> None:
    seen = preview_cases(FILE, "a.csv")
    assert seen.proposal == {
        "case_id": "Pratica", "start": "Aperta il", "end": "Chiusa il", "touchpoint": "Come", "outcome": "Com'è finita",
        "segment": "Chi", "value": "Quanto",
    }  # fmt: skip
    assert seen.people == ["Presa in carico da"]
    assert seen.ignored_columns == ["Presa in carico da", "Comune"]
    assert CaseFile(FILE, "a.csv").preview() == seen


@pytest.mark.parametrize(
    ("header", "cells", "people"),
    [
        ("Operatore", ("mr12", "tb07"), True), ("Assigned to", ("J. Smith", "K. Jones"), True),
        ("x", ("anna.riva@example.com", "omar@example.com"), True), ("y", ("Marco Tassinari", "Giulia Bedeschi"), True),
        ("Agente", ("web", "telefono"), False), ("Prodotto", ("Moka Oro", "Napoli Scuro"), False),
        ("Tipo operatore", ("interno", "esterno"), False), ("Numero telefono", ("x", "y"), False),
        ("E-mail", ("", ""), True),
    ],
)  # fmt: skip
def test_columns_of_people_s_names_are_proposed_for_leaving_out(
    header: str, cells: tuple[str, str], people: bool
) -> None:
    rows = "".join(f"c{n},2026-01-{1 + n:02d},,{cells[n % 2]}\n" for n in range(20))
    seen = preview_cases(f"case_id,start,end,{header}\n{rows}".encode(), "a.csv")
    assert (header in seen.people) is people
    assert not people or header not in seen.proposal.values()
