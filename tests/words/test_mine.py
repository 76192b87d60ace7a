"""The title of *What became of it* counts what its reader did: ideas, else what they told us, else their votes."""

from typing import Any

import pytest

from models.ideas import IdeaDraft
from models.retold import GONE
from ui.cards import plain
from words.mine import mine_title, voted_words, what_is_here
from words.speech import speech


@pytest.mark.parametrize(("counts", "it", "en"), [
    ({"became": 2, "total": 4, "told": 2}, "2 delle tue 4 idee sono diventate qualcosa.",
     "2 of your 4 ideas became something."),
    ({"became": 0, "total": 0, "told": 2, "answered": 1}, "Abbiamo risposto a 1 delle 2 cose che ci hai raccontato.",
     "We answered 1 of the 2 things you told us."),
    ({"became": 0, "total": 0, "told": 1}, "Quello che ci hai raccontato è qui. Ancora nessuna risposta.",
     "What you told us is here. No answer yet."),
    ({"became": 0, "total": 0, "told": 1, "answered": 1}, "Abbiamo risposto a quello che ci hai raccontato.",
     "We answered what you told us."),
    ({"became": 0, "total": 0, "voted": 6}, "6 idee su cui potevi votare sono state decise.",
     "6 ideas from votes of yours were decided."),
    ({"became": 0, "total": 100, "latest": True}, "Le tue ultime 100 idee sono qui. Per ora non sono diventate niente.",
     "Your latest 100 ideas are here. Nothing has come of them yet."),
    ({"became": 1, "total": 200, "latest": True}, "Delle tue ultime 200 idee 1 è diventata qualcosa.",
     "Of your latest 200 ideas 1 became something."),
    ({"became": 0, "total": 0, "told": 100, "answered": 3, "latest": True},
     "Abbiamo risposto a 3 delle ultime 100 cose che ci hai raccontato.",
     "We answered 3 of the latest 100 things you told us."),
    ({"became": 0, "total": 0}, "Qui arriva quello che dici, con che fine ha fatto.",
     "What you say lands here, with what becomes of it."),
])  # fmt: skip
def test_the_title_is_the_answer_for_whoever_reads_it(counts: dict[str, Any], it: str, en: str) -> None:
    for language, expected in (("it", it), ("en", en)):
        assert mine_title(speech(language), **counts) == expected


def test_ideas_in_the_title_and_more_cards_below_are_told_apart() -> None:
    it = speech("it")
    assert what_is_here(it, 4, 2) == "Qui sotto: 4 idee e 2 cose che ci hai raccontato."
    assert (what_is_here(it, 4, 0), what_is_here(it, 0, 2)) == ("", "")


def test_votes_are_other_ideas_only_beside_ones_own() -> None:
    assert voted_words(speech("en"), 6, alone=False) == "6 other ideas of your votes have an answer"
    assert voted_words(speech("en"), 6, alone=True) == "6 ideas of your votes have an answer"


def test_where_words_were_erased_it_is_said() -> None:
    said = [speech(language).quoted(GONE) for language in ("it", "en")]
    assert said == [speech(language).quoted(plain(GONE)) for language in ("it", "en")]
    assert said == ["«parole cancellate»", "“words that were erased”"]
    assert speech("it").quoted("Aspetto…") == "«Aspetto…»"


def test_who_wrote_only_three_dots_is_not_told_that_words_were_erased() -> None:
    typed = IdeaDraft(text=GONE).text
    assert typed == "…", "what stands for erased words cannot be typed"
    assert (speech("it").quoted(typed), speech("en").quoted(typed)) == ("«…»", "“…”")
