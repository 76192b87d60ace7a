"""What listening says in figures, against examples worked by hand or printed elsewhere."""

from datetime import date
from random import Random

import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from analysis.lowest import Lowest, lowest
from analysis.nps import nps
from analysis.satisfaction import ces, csat, mean_and_spread
from analysis.terms import alike, both_ways, words_of
from analysis.voices_over_time import changes, rate_p, unevenness, weekly


def test_fifty_who_recommend_and_twenty_who_do_not_make_thirty() -> None:
    found = nps([2, 0, 1, 2, 3, 5, 7, 14, 16, 24, 26])
    assert found is not None
    assert (found.n, found.promoters, found.passives, found.detractors, found.score) == (100, 50, 30, 20, 30.0)
    # Adjusted: (50.75 - 20.75) / 103 = 29.13; variance (71.5/103 - 0.2913^2) / 103 = 0.005916; 1.96 sd = 15.08.
    assert (found.low, found.high) == pytest.approx((14.05, 44.20), abs=0.01)


def test_with_nineteen_answers_nothing_is_shown_and_with_twenty_alike_the_range_is_not_nothing() -> None:
    assert nps([0] * 10 + [19]) is None
    assert csat([0, 0, 0, 0, 19]) is None
    assert ces([0] * 6 + [19]) is None
    all_alike = nps([0] * 10 + [20])
    # 20 / 23 = 0.8696; variance (21.5/23 - 0.8696^2) / 23 = 0.007773; 1.96 sd = 0.1728.
    assert all_alike is not None
    assert all_alike.score == 100
    assert all_alike.low == pytest.approx(69.68, abs=0.01)
    easy = ces([0] * 6 + [20])
    # 144 / 21 = 6.857; squared deviations 1000 - 144^2 / 21 = 12.571, by 20 and 21 0.02993; its root by 2.0930 0.3621.
    assert easy is not None
    assert (easy.mean, easy.low, easy.high) == pytest.approx((7, 6.495, 7), abs=0.001)
    with pytest.raises(ValueError, match="eleven"):
        nps([1, 2, 3])


def test_who_is_satisfied_is_four_and_five_with_wilsons_range() -> None:
    found = csat([5, 8, 6, 9, 10])
    assert found is not None
    assert (found.part, found.n) == (19, 38)
    assert (found.low, found.high) == pytest.approx((0.348499, 0.651501), abs=1e-6)


def test_ease_is_the_mean_of_seven_steps_and_the_share_of_the_upper_three() -> None:
    found = ces([1, 1, 2, 4, 6, 4, 2])
    assert found is not None
    # Mean 93 / 20. With one answer spread evenly over the steps 97 / 21 = 4.6190; squared deviations 499 - 97^2 / 21 =
    # 50.952, by 20 2.5476, by 21 0.1213, its root 0.3483; times Student's 2.0930 0.7290.
    assert found.mean == pytest.approx(4.65)
    assert (found.easy.part, found.easy.n) == (12, 20)
    assert (found.low, found.high) == pytest.approx((3.8900, 5.3480), abs=1e-4)


def test_a_stage_is_the_lowest_only_where_luck_would_rarely_put_it_below_each_of_the_others() -> None:
    # With a fifth of an answer on each step the means are 16 / 7 and 21 / 7, the squared deviations 15.43 and 2, by 6
    # and by 7 0.3673 and 0.0476: t = -0.714 / 0.644 = -1.109 with 7.5 degrees of freedom, 0.15 on its side.
    assert lowest([[3, 1, 1, 0, 1], [0, 0, 6, 0, 0]]) == Lowest(0, 1)
    assert lowest([[0, 0, 30, 0, 0], [15, 5, 5, 0, 5]]) == Lowest(1, None)
    # Below the second beyond luck, but a third with few faces may be as low; of two as low the one more speak of.
    assert lowest([[15, 5, 5, 0, 5], [0, 0, 30, 0, 0], [1, 1, 1, 1, 1]]) == Lowest(0, 2)
    assert lowest([[0, 5, 0, 0, 0], [0, 9, 0, 0, 0]]) == Lowest(1, 0)
    assert lowest([[4, 0, 0, 0, 0], [0, 0, 0, 0, 9]]) is None, "four faces are too few"
    # Drawn where two of three are as low as each other: one of them is named in about one look of twenty.
    drawn, named = Random(3), 0
    for _ in range(400):
        faces = [[0] * 5 for _ in range(3)]
        for place, weights in ((0, (6, 2, 1, 1, 1)), (1, (6, 2, 1, 1, 1)), (2, (0, 1, 1, 3, 6))):
            for face in drawn.choices(range(5), weights, k=30):
                faces[place][face] += 1
        found = lowest(faces)
        named += found is not None and found.rival is None
    assert named <= 32


def test_two_people_with_opposite_faces_have_the_mean_of_two_who_shrug_and_a_spread() -> None:
    assert mean_and_spread([1, 0, 0, 0, 1]) == (3.0, 2.0)
    assert mean_and_spread([0, 0, 2, 0, 0]) == (3.0, 0.0)
    assert mean_and_spread([0] * 5) is None


def test_a_rate_that_doubled_by_luck_is_not_named_and_one_that_did_not_is() -> None:
    # Of 10 voices 9 in the later half: 2 (1 + 10) / 2^10.
    assert rate_p(1, 9) == pytest.approx(22 / 1024)
    assert rate_p(5, 5) == 1.0
    assert rate_p(0, 0) == 1.0
    found = changes({"Corriere": 10, "Sito": 10, "App": 4, "Agenti": 2}, {"Corriere": 40, "Sito": 14, "App": 8})
    assert [(one.place, one.rose) for one in found] == [("Corriere", True)]
    # The same counts over three times the days are a fall.
    assert changes({"Sito": 30}, {"Sito": 32}, days_before=30, days_after=90)[0].rose is False
    # Five voices are too few to say anything, however short the time.
    assert changes({}, {"App": 5}, days_before=90, days_after=10) == ()
    assert changes({}, {"App": 6}, days_before=90, days_after=10) != ()


def test_forty_voices_of_one_event_are_not_forty_people_who_began_to_speak() -> None:
    # One week of forty among weeks of two: by forty-eight voices against sixteen anybody would say it rose.
    one_event, steady = [2, 2, 40, 2, 2], [10, 9, 10, 9, 10]
    assert [one.place for one in changes({"Social": 16}, {"Social": 48})] == ["Social"]
    quiet = [4, 3, 3, 3, 3]
    assert changes({"Social": 16}, {"Social": 48}, uneven=unevenness({"Social": [quiet, one_event]})) == ()
    found = changes({"Social": 16}, {"Social": 48}, uneven=unevenness({"Social": [quiet, steady]}))
    assert [one.place for one in found] == ["Social"]
    # Mean 2, deviations 4 + 4 over it 4, by one degree 4; together (4 + 0) / 2; a place never less than all together.
    assert unevenness({"A": [[0, 4]], "B": [[3, 3]], "C": [[5]]}) == {"A": 4, "B": 2, "C": 2}


def test_weeks_without_a_voice_are_weeks() -> None:
    counts = {date(2026, 11, 3): 2, date(2026, 11, 5): 1, date(2026, 11, 18): 4, date(2026, 7, 1): 9}
    assert weekly(counts, date(2026, 11, 4), date(2026, 11, 22)) == [
        (date(2026, 11, 2), 3), (date(2026, 11, 9), 0), (date(2026, 11, 16), 4),
    ]  # fmt: skip


def test_words_that_mark_the_unhappy_are_theirs_in_any_form_and_never_a_masked_one() -> None:
    unhappy = ["Il pacco era in ritardo, chiamate ••••", "Ritardi, sempre ritardi!", "Un ritardo, e Marta gentile ••••",
               "La macchina ferma"] * 2  # fmt: skip
    happy = ["Che profumo, e gentili", "Gentile la signora, che profumo", "La macchina va", "Profumo di casa"] * 4
    found, others = both_ways(unhappy, happy)
    assert found[0].word == "ritardo"
    assert (found[0].here, found[0].elsewhere) == (6, 0)
    assert "profumo" in [term.word for term in others]
    assert "marta" not in [term.word for term in found]
    # Two voices only: a name of fewer than three people stays theirs, however much it marks them.
    assert both_ways(["Chiedete di Marta"] * 2, happy * 9)[0] == ()
    assert [term.word for term in both_ways(["Chiedete di Marta"] * 3, happy * 9)[0]] == ["chiedete", "marta"]
    assert both_ways(["ABCD•••• nascosto"] * 9, happy * 9)[0] == ()
    assert not any("•" in term.word for term in found)
    assert words_of("Scrivete a •••• per l'ordine") == {"scrivet": "scrivete", "ordin": "ordine"}
    assert both_ways([], happy) == ((), ())
    assert both_ways(["ritardo"] * 9, []) == ((), ())


def test_voices_that_say_the_same_are_alike() -> None:
    others = ["In bottega non sapevano del mio reso", "Il caffè è buono", "Reso online, bottega, sapevano"]
    likeness = alike("Reso fatto online, in bottega non ne sapevano niente", others)
    assert likeness[1] == 0
    assert likeness[2] > likeness[0] > 0.3


def test_how_alike_voices_are_is_what_scikit_learn_finds() -> None:
    said = ["reso", "bottega", "caffè", "buono", "ritardo", "telefono", "macchina", "riparata", "order", "late"]
    draw = Random(5)
    for _ in range(40):
        texts = [" ".join(draw.choices(said, k=draw.randint(1, 6))) for _ in range(draw.randint(2, 12))]
        # The words of a text as they are counted here; weights and cosine are the library's own.
        vectors = TfidfVectorizer(analyzer=words_of, binary=True).fit_transform(texts)
        assert alike(texts[0], texts[1:]) == pytest.approx((vectors[0] @ vectors[1:].T).toarray()[0].tolist())
