"""The glossary and the catalogues use the same words."""

from pathlib import Path

import pytest

from words.speech import speech

GLOSSARY = Path(__file__).resolve().parents[2] / "docs" / "words.md"


def rows() -> list[tuple[str, str]]:
    """(English, Italian) of each row of the table."""
    lines = [line for line in GLOSSARY.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[1:]]
    return [(row[2], row[3]) for row in cells if len(row) == 4 and not row[0].startswith("---")]


@pytest.mark.parametrize(("english", "italian"), rows(), ids=[english for english, _ in rows()])
def test_a_word_of_the_glossary_is_said_so_in_both_languages(english: str, italian: str) -> None:
    voice = speech("it")
    pairs = [*voice.sentences.items()]
    pairs += [(" ".join(keys), " ".join(said)) for keys, said in voice.plurals.items()]
    assert any(english.lower() in key.lower() and italian.lower() in said.lower() for key, said in pairs)
