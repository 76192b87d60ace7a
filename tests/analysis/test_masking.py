"""What is hidden in a stranger's sentence, and what must stay readable in it."""

import pytest

from analysis.masking import Masked, masked


@pytest.mark.parametrize(
    ("said", "kept", "hidden"),
    [
        ("Scrivimi a anna.rossi+caffe@posta.it.", "Scrivimi a ••••.", 1),
        ("Chiamami: +39 333 123 4567 o 0544/123456", "Chiamami: •••• o ••••", 2),
        ("333-12.34.567", "••••", 1),
        ("IT60 X054 2811 1010 0000 0123 456 grazie", "IT•••• grazie", 1),
        # One digit wrong is still somebody's account, nearly.
        ("it61X0542811101000000123456", "IT••••", 1),
        ("DE89 3704 0044 0532 0130 00 danke", "DE•••• danke", 1),
        ("RSSMRA80A01H501U", "••••", 1),
        # In groups, and with letters for digits as two people of one name have it.
        ("RSS MRA 80A01 H501U", "••••", 1),
        ("RSSMRA80A01H5LMU", "••••", 1),
        # As it comes along with a paste: spaces and dashes that do not break, wide and unseen signs.
        ("al 333\u00a01234567", "al ••••", 1),
        ("333\u2011123\u20114567", "••••", 1),
        ("333\u200b1234567", "••••", 1),
        ("IT60\u00a0X054\u202f2811\u00a01010\u00a00000\u00a00123\u00a0456", "IT••••", 1),
        ("anna＠posta.it", "••••", 1),
        ("tel.3331234567, (0544) 123456", "tel.••••, (••••", 2),
        ("carta 4111 1111 1111 1111", "carta ••••", 1),
        # Two addresses written into one.
        ("a@posta.ita@posta.it", "••••", 2),
    ],
)
def test_what_identifies_somebody_is_hidden_and_counted(said: str, kept: str, hidden: int) -> None:
    result = masked(said)
    assert (result.text, result.hidden) == (kept, hidden)
    assert masked(kept) == Masked(kept, 0), "what comes back from a sheet is masked as it stands"


@pytest.mark.parametrize(
    "said",
    [
        "Ordine TB-20877 di venerdì sera, arrivato martedì.",
        "Il 31.10.2026 alle 18.30, poi il 3/11/26 e il 2026-11-04.",
        "96.000 euro, 14.500 euro, 0,95 e 1.000.000",
        "Macchina ferma dalle 6.40, tecnico alle 12.10",
        "fattura 0012345, numero 30123456789",
        "Scrivono 48 ore @ casa",
        "",
    ],
)
def test_orders_dates_and_amounts_stay_readable(said: str) -> None:
    assert masked(said).text == said
    assert masked(said).hidden == 0


def test_a_field_for_order_numbers_keeps_a_number_that_looks_like_a_telephone() -> None:
    assert masked("3331234567", phones=False).text == "3331234567"
