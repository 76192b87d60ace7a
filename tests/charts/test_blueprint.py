"""The picture of a chain: every step with its words, what people typed only as data, and it renders."""

import json
from typing import Any

import vl_convert

from charts.blueprint import LETTERS, WORDS, Box, blueprint
from charts.looks import VERDICT_TONES
from words.blueprints import StepWords, picture_words
from words.speech import speech

BOXES = (
    Box("Preparazione", "supported", "✔ Regge · 99 su 100", seen=False, place=1, promise="L'ordine è giusto"),
    Box("<b>Consegna</b> {x} che ha un nome molto lungo davvero", "not supportable", "✕ Non regge · 86 su 100",
        seen=True, place=2, promise="A casa tua in 48 ore", weakest=True),
    Box("Fattura", "not enough evidence", "? Nessun dato", seen=False, place=2),
    Box("Avviso", "not enough evidence", "? Nessun dato", seen=False, place=2),
)  # fmt: skip


def rows(spec: dict[str, Any]) -> list[dict[str, Any]]:
    return next(found for found in spec["datasets"].values() if found and "verdict" in found[0])


def test_each_step_says_its_verdict_in_words_and_its_side_of_the_line() -> None:
    found = rows(blueprint(speech("it"), BOXES))
    assert [row["words"] for row in found] == [
        "✔ Regge · 99 su 100", "✕ Non regge · 86 su 100", "? Nessun dato", "? Nessun dato",
    ]  # fmt: skip
    assert [row["x"] for row in found] == [1.0, 0.0, 1.0, 1.0]
    # Beside each other across the line, below each other on one side of it.
    assert [row["y"] for row in found] == [0, 1, 1, 2]
    assert [row["mark"] for row in found] == ["", "il passo più debole", "", ""]
    assert set(WORDS) == set(VERDICT_TONES)


def test_names_are_shortened_as_data_and_the_picture_renders() -> None:
    spec = blueprint(speech("it"), BOXES)
    text = json.dumps({name: part for name, part in spec.items() if name != "datasets"})
    assert "<b>" not in text
    shown = [line for row in rows(spec) for line in (row["name"] + "\n" + row["short"]).split("\n")]
    assert all(len(line) <= LETTERS for line in shown)
    picture = vl_convert.vegalite_to_svg(json.dumps(spec))
    assert picture.startswith("<svg")
    assert "ciò che il cliente vede" in picture
    assert vl_convert.vegalite_to_svg(json.dumps(blueprint(speech("en"), BOXES[:1]))).startswith("<svg")


def test_whoever_cannot_see_it_reads_the_same() -> None:
    steps = [StepWords(box.title, box.words, box.seen, box.place) for box in (BOXES[0], *BOXES[2:])]
    assert picture_words(speech("en"), steps) == (
        "1: Preparazione (✔ Regge · 99 su 100, behind the scenes); "
        "2: Fattura (? Nessun dato, behind the scenes) and Avviso (? Nessun dato, behind the scenes)"
    )
