"""Numbers, dates and sentences as people in Faenza and in London read them."""

from datetime import UTC, date, datetime

from words.speech import language_for, speech


def test_a_date_reads_as_people_write_it() -> None:
    assert speech("it").date(date(2026, 11, 22)) == "22 nov 2026"
    assert speech("en").date(date(2026, 11, 22)) == "22 Nov 2026"


def test_a_time_is_told_on_the_wall_clock_of_the_group() -> None:
    assert speech("it").time(datetime(2026, 11, 17, 15, 21, tzinfo=UTC), "Europe/Rome") == "16:21"


def test_italian_uses_the_decimal_comma_and_the_point_for_thousands() -> None:
    assert speech("it").number(4154) == "4.154"
    assert speech("it").decimal(63.77) == "63,8"
    assert speech("en").number(4154) == "4,154"


def test_a_weekday_begins_with_a_capital_at_the_head_of_a_page() -> None:
    assert speech("it").weekday(date(2026, 11, 23)) == "Lunedì 23 novembre"


def test_the_browser_chooses_the_language_before_somebody_signs_in() -> None:
    assert language_for("de-CH, en;q=0.8, it;q=0.5") == "en"
    assert language_for("it-IT,it;q=0.9") == "it"
    assert language_for("fr") == "it"
    assert language_for(None) == "it"


def test_the_pseudo_locale_puts_every_sentence_in_brackets() -> None:
    assert speech("xx")("Sign in to go on.") == "⟦Sign in to go on.⟧"


def test_an_unknown_language_speaks_english() -> None:
    assert speech("fr")("Sign in to go on.") == "Sign in to go on."
