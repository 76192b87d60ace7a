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


def test_what_is_not_read_on_purpose_is_not_called_illegible_in_italian() -> None:
    voice = speech("it")
    pairs = [*voice.sentences.items(), *((keys[1], said[1]) for keys, said in voice.plurals.items())]
    illegible = {key for key, said in pairs if "non si legg" in said.lower()}
    assert illegible
    assert [key for key in illegible if "read" in key and "cannot be read" not in key] == []


@pytest.mark.parametrize(
    ("english", "italian"),
    [
        ("Moved. The sum stays as it was.", "Soldi spostati. Il totale resta quello di prima."),
        ("Of %(pages)s pages the first %(n)s and the last %(n)s can be opened. For what is between them, narrow the"
         " list; the Excel holds everything.",
         "Di %(pages)s pagine si aprono le prime %(n)s e le ultime %(n)s. Per quelle in mezzo restringi l'elenco;"
         " l'Excel contiene tutto."),
    ],
)  # fmt: skip
def test_who_or_what_an_italian_sentence_is_about_stands_in_it(english: str, italian: str) -> None:
    assert speech("it").sentences[english] == italian
