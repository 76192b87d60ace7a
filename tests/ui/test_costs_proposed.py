"""An idea that names a sum of money proposes it as its cost."""

import pytest

from ui.workshop_options import cost_in


@pytest.mark.parametrize(
    ("text", "cost"),
    [
        ("Un terzo operatore: 3.000 €", 3000), ("€ 1 200 di assaggi", 1200), ("con 2 mila euro si fa", 2000),
        ("10k€", 10_000), ("euro 5.000,00 l'anno", 5000), ("99,50 euro", 99), ("entro 24 ore, 400€", 400),
        ("entro 3 giorni", None), ("due euro", None), ("0 €", None), ("99999999999 €", None),
    ],
)  # fmt: skip
def test_the_sum_in_the_words_of_an_idea_is_proposed_as_its_cost(text: str, cost: int | None) -> None:
    assert cost_in(text) == cost
