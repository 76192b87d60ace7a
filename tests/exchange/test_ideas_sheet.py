"""The sheet of ideas: handed out, filled in, read back; what cannot be read is named."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exchange.ideas_sheet import IdeaRow, idea_headers, read_ideas, write_ideas
from exchange.plaintext import trimmed
from exchange.tables import UnreadableFile
from exchange.workbook import Sheet, write_workbook
from tests.exchange.files import codes, csv_of
from words.speech import speech

IDEAS = [
    IdeaRow("k1", "=1+1 rimborsi in bottega", "Bottega", "receives", 2),
    IdeaRow("", "Due righe\ndi testo", "", "", 3),
]


def refused(data: bytes, name: str = "a.xlsx") -> UnreadableFile:
    with pytest.raises(UnreadableFile) as raised:
        read_ideas(data, filename=name)
    return raised.value


@pytest.mark.parametrize("language", ["it", "en"])
def test_x14_x19_ideas_come_back_as_they_went_out_in_both_languages(language: str) -> None:
    first = write_ideas(IDEAS, language=language)
    sheet = read_ideas(first, filename="a.xlsx")
    assert (sheet.rows, sheet.notes) == (IDEAS, [])
    assert read_ideas(write_ideas(sheet.rows, language=language), filename="b.xlsx").rows == IDEAS


TEXT = st.text(min_size=1, max_size=60).map(trimmed).filter(bool)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=5))
def test_x19_any_text_comes_back_equal(texts: list[tuple[str, str]]) -> None:
    ideas = [IdeaRow(f"k{i}", text, place, "", i + 2) for i, (text, place) in enumerate(texts)]
    rows = read_ideas(write_ideas(ideas, language="it"), filename="a.xlsx").rows
    assert [(row.key, row.text, row.touchpoint) for row in rows] == [(i.key, i.text, i.touchpoint) for i in ideas]


def test_the_empty_template_says_that_it_has_no_rows() -> None:
    assert codes(refused(write_ideas([], language="it"))) == ["no_rows"]


def test_x13_one_idea_over_the_limit_names_the_limit() -> None:
    over = refused(csv_of(*["x"] * 10_001, header="Idea"), "a.csv")
    assert (codes(over), over.errors[0].facts["limit"]) == (["too_many_rows"], 10_000)
    assert len(read_ideas(csv_of(*["x"] * 10_000, header="Idea"), filename="a.csv").rows) == 10_000


def test_x14_a_header_twice_or_in_both_languages_or_missing_is_named() -> None:
    assert codes(refused(csv_of("a,b", header="Idea,IDEA"), "a.csv")) == ["header_twice"]
    assert codes(refused(csv_of("a,b,c", header="Idea,Touchpoint,Canale"), "a.csv")) == ["header_twice"]
    assert codes(refused(csv_of("a,b", header="Touchpoint,Key"), "a.csv")) == ["column_missing"]


def test_x16_unknown_columns_are_listed_not_silently_dropped() -> None:
    notes = read_ideas(csv_of("a,b,c", header="Idea,Umore,Voto"), filename="a.csv").notes
    assert [(note.code, note.facts) for note in notes] == [("columns_ignored", {"columns": ["Umore", "Voto"]})]


def test_x24_the_same_key_twice_is_named_with_its_first_row() -> None:
    bad = refused(csv_of("a,k1", "b,k2", "c,k1", header="Idea,Key"), "a.csv")
    assert [(e.row, e.column, e.code, e.facts["first"], e.facts["cell"]) for e in bad.errors] == [
        (4, "Key", "key_twice", 2, "B4")
    ]


def test_x25_a_row_without_idea_refuses_all_and_an_empty_row_does_not() -> None:
    bad = refused(csv_of("a,Bottega", ",Bottega", ",", "\u200b,Sito", header="Idea,Touchpoint"), "a.csv")
    assert [(e.row, e.code) for e in bad.errors] == [(3, "idea_missing"), (5, "idea_missing")]


def test_x26_a_yes_or_no_cell_is_no_reason_to_stop() -> None:
    data = write_workbook([Sheet("Idee", idea_headers(speech("it")), [["a", True, "x", 12]])])
    assert read_ideas(data, filename="a.xlsx").rows == [IdeaRow("12", "a", "1", "x", 2)]
