"""The boat turns towards the oar that pulls more, and says in words what it draws."""

import re

import pytest

from charts.boat import angle, boat_picture
from words.boat import boat
from words.shown import Shown, ShownRow
from words.speech import speech


def row(name: str, promises: float | None, keeps: float | None, rank: int = 1) -> ShownRow:
    shares = {side: share for side, share in (("promises", promises), ("keeps", keeps)) if share is not None}
    return ShownRow(name, name, rank, "", 1.0, {}, shares)


@pytest.mark.parametrize(
    ("promises", "keeps", "turned"), [(0.125, 0.26, 20.2), (0.35, 0.04, -45.0), (0.2, 0.2, 0.0), (0, 1, 45.0)]
)
def test_it_turns_a_degree_and_a_half_for_each_point_of_a_hundred(promises: float, keeps: float, turned: float) -> None:
    assert angle(promises, keeps) == turned
    assert f"rotate({turned} " in boat_picture(promises, keeps, "")


def test_the_longer_oar_pulls_more_and_nothing_in_the_picture_is_code() -> None:
    drawn = boat_picture(0.09, 0.81, "«<b>Tre</b>» & giorni")
    ends = [int(end.split()[0]) for end in re.findall(r"L(\d+ \d+)\" stroke-width=\"6\"", drawn)]
    assert 160 - ends[0] < ends[1] - 160
    assert "&lt;b&gt;" in drawn
    assert "style" not in drawn
    assert "script" not in drawn


def test_the_sentence_names_the_idea_in_focus_and_on_which_ones_both_pull() -> None:
    say = speech("it")
    rows = [row("Tre giorni", 0.5, 0.6, 1), row("In giornata", 0.35, 0.04, 2), row("Terzo", 0.1, 0.36, 3)]
    shown = Shown(["…"], rows=rows)
    found = boat(say, shown, focus=None, kind="dots", secret=True)
    assert found.option_id == "Tre giorni"
    assert found.sentences == [
        "Su «Tre giorni» la barca gira un poco verso chi mantiene: 60 su 100 contro 50.",
        "I due remi spingono insieme su una: la 1.",
    ]
    found = boat(say, shown, focus="In giornata", kind="dots", secret=True)
    assert found.sentences[0] == "Su «In giornata» la barca gira verso chi promette: 35 su 100 contro 4."


@pytest.mark.parametrize(
    ("secret", "said"),
    [
        (True, "Voto segreto e meno di cinque per lato: mostriamo solo il totale."),
        (False, "I due remi non si possono confrontare: uno dei due non ha votato."),
    ],
)
def test_a_side_that_may_not_be_shown_has_no_oar(secret: bool, said: str) -> None:
    found = boat(speech("it"), Shown(["…"], rows=[row("Tre", None, 0.4)]), focus=None, kind="dots", secret=secret)
    assert (found.promises, found.keeps, found.sentences) == (None, None, [said])
