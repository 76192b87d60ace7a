"""One sentence says what an activity is, from its settings, in both languages."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from models.presence import Missing
from models.round_settings import RoundSettings
from models.rounds import VOTES, RoundKind, RoundState, RoundView
from words.activities import OTHER_WAYS, PURPOSES, activity_name, activity_sentence, purpose_question, way_words
from words.backlog import figures_line
from words.meetings import missing_sentences
from words.shown_decided import of_hundred
from words.speech import speech

IT, EN = speech("it"), speech("en")


def a_round(kind: str, **more: object) -> RoundView:
    settings = RoundSettings(**more.pop("settings", {}))  # type: ignore[arg-type]
    row = RoundView("r", "w", "g", RoundKind(kind), 1, "?", RoundState.BEFORE, True, False, True, None, 3, None, None,
                    None, settings)  # fmt: skip
    return replace(row, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("row", "italian", "english"),
    [
        (
            a_round("collect", settings={"minutes": 12}),
            "Ognuno scrive senza vedere gli altri; nomi nascosti; 12 minuti.",
            "Everybody writes without seeing the others; names hidden; 12 minutes.",
        ),
        (
            a_round("collect", others_see=True, opens_at=datetime(2026, 8, 3, 7, tzinfo=UTC),
                    ends_at=datetime(2026, 8, 23, 16, tzinfo=UTC),
                    settings={"moderation": "before", "moderation_of": "guests", "ideas_each": 3}),
            "Ognuno scrive e legge quello che scrivono gli altri; fino a 3 idee a testa; nomi nascosti; "
            "le idee degli ospiti le fai entrare tu; dal 3 ago al 23 ago.",
            "Everybody writes and reads what the others write; up to 3 ideas each; names hidden; "
            "you let guests' ideas in; from 3 Aug to 23 Aug.",
        ),
        (
            a_round("dots", budget=5, settings={"minutes": 5}),
            "Ognuno distribuisce 5 punti, al massimo 3 a una; voto segreto; 5 minuti.",
            "Each spreads 5 dots, at most 3 on one; a secret vote; 5 minutes.",
        ),
        (
            a_round("budget", secret=False, latecomers=False, settings={"money": 16200}),
            "Ognuno sceglie che cosa pagare; ci sono 16.200 €; voto palese, si vede per lato; chi arriva dopo non "
            "vota; finché non la chiudi.",
            "Each picks what to pay for; there are €16,200; an open vote, seen by side; whoever comes later does not "
            "vote; until you close it.",
        ),
        (
            a_round("consent", secret=False),
            "Ognuno dà il via libera, si astiene o obietta con il perché; si vede chi obietta, e perché; finché non "
            "la chiudi.",
            "Each says go ahead, abstains, or objects with a reason; it is seen who objects, and why; until you close "
            "it.",
        ),
    ],
)  # fmt: skip
def test_the_sentence_is_made_from_the_settings(row: RoundView, italian: str, english: str) -> None:
    # Money is written with a space that does not break.
    assert activity_sentence(IT, row, "Europe/Rome").replace("\xa0", " ") == italian
    assert activity_sentence(EN, row, "Europe/Rome") == english


@pytest.mark.parametrize("kind", RoundKind)
def test_every_kind_has_a_purpose_a_name_and_a_sentence(kind: RoundKind) -> None:
    assert kind in (*PURPOSES, *OTHER_WAYS)
    for say in (IT, EN):
        assert purpose_question(say, kind).endswith("?")
        assert all((way_words(say, kind), activity_name(say, kind)))
        sentence = activity_sentence(say, a_round(kind))
        assert (RoundKind(kind) in VOTES) == any(
            word in sentence for word in ("voto segreto", "secret vote", "si vede chi obietta", "who objects")
        )


def test_a_hundred_euros_are_a_hundred_and_money_is_written_as_in_the_language() -> None:
    assert of_hundred({"promises": 1 / 3, "keeps": 1 / 3, "receives": 1 / 3}) == {
        "promises": 34, "keeps": 33, "receives": 33
    }  # fmt: skip
    assert [figures_line(say, None, None, 2100) for say in (IT, EN)] == [
        ["costo 2.100 €"], ["cost €2,100"]
    ]  # fmt: skip


def test_who_is_missing_alike_is_said_in_one_sentence() -> None:
    gone = [Missing("keeps", "", 6), Missing("keeps", "Officina", 2), Missing("keeps", "Botteghe", 2)]
    assert missing_sentences(IT, gone) == [
        "Da sei incontri manca chi mantiene.", "Officina e Botteghe: assenza da due incontri."
    ]  # fmt: skip
