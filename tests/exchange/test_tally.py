"""The command `tally`: a file of ballots in, one JSON object out; no database."""

import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from exchange.tally import main
from tests.analysis.material import ORACLES, SHARED, needs_material

Told = Callable[..., tuple[int, dict[str, Any]]]
VOTES = SHARED / "data" / "votes"
KEYS = ["method", "variant", "ballots", "ranking", "winners", "ties", "totals", "by_group"]


def oracle() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((ORACLES / "voting_examples.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Told:
    """Run the command; its exit code and what it printed, read as strict JSON."""

    def run(*argv: Any) -> tuple[int, dict[str, Any]]:
        code = main([str(word) for word in argv] + ["--json"])

        def refuse(constant: Any) -> None:
            raise AssertionError(f"{constant} is no JSON")

        return code, json.loads(capsys.readouterr().out, parse_constant=refuse)

    return run


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    def write(text: str, name: str = "votes.csv") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def debian(path: Path) -> tuple[list[str], str]:
    """The options of a Debian tally sheet, and its ballots as a file for `tally`."""
    text = path.read_text(encoding="latin-1")
    options = re.findall(r"Option \d+-*>?:\s+(.*\S)", text)
    lines = ["voter,option,value"]
    for number, ranks in enumerate(re.findall(r"^\s*V: (\S+)\s", text, re.MULTILINE)):
        lines += [f"v{number},{option},{rank}" for option, rank in zip(options, ranks, strict=True) if rank != "-"]
    return options, "\n".join(lines)


@needs_material
class TestPublishedElections:
    @pytest.mark.parametrize("name", ["Netherlands_Assen_2024.pb", "Poland_Swiecie_2023.pb"])
    def test_equal_shares_funds_what_the_city_decided(self, told: Told, name: str) -> None:
        known = oracle()["funding"][name]
        code, found = told(VOTES / name, "--method", "equal-shares", "--completion", "add1", "--fill", "none")
        assert code == 0
        assert list(found) == [*KEYS, "funded", "spent", "budget"]
        assert sorted(found["funded"]) == known["official_selected"]
        assert (found["spent"], found["budget"]) == (known["mes_add1_exhaustive_cost"], known["budget"])
        assert (found["ballots"], len(found["totals"])) == (known["n_votes"], known["n_projects"])
        _, bare = told(VOTES / name, "--method", "equal-shares", "--completion", "none", "--fill", "none")
        assert (sorted(bare["funded"]), bare["spent"]) == (known["mes_plain"], known["mes_plain_cost"])
        _, greedy = told(VOTES / name, "--method", "greedy")
        assert sorted(greedy["funded"]) == known["greedy_by_score"]

    def test_katowice_by_points_with_its_threshold(self, told: Told) -> None:
        name = "Poland_Katowice_2023_Murcki.pb"
        code, found = told(VOTES / name, "--method", "greedy")
        assert (code, sorted(found["funded"])) == (0, oracle()["funding"][name]["official_selected"])
        assert found["totals"]["L18/11/X"] == 1028
        assert "threshold 50" in found["variant"]

    @pytest.mark.parametrize("name", ["D03", "D05", "D06", "D10"])
    def test_debian_s_leaders_cell_by_cell_and_by_every_rule(
        self, told: Told, file: Callable[..., Path], name: str
    ) -> None:
        known = oracle()["ranked"][f"{name}.debian_votes"]
        options, ballots = debian(VOTES / f"{name}.debian_votes")
        listed = file("option\n" + "\n".join(options), "options.csv")
        winners = {}
        for method in ("schulze", "borda", "irv"):
            code, found = told(file(ballots), "--options", listed, "--method", method)
            assert code == 0
            assert list(found) == [*KEYS, "pairwise", "condorcet_winner"]
            assert found["pairwise"] == {"options": known["options"], "matrix": known["pairwise"]}
            assert found["ballots"] == known["n_ballots"]
            winners[method] = found["winners"]
        assert winners == {"schulze": known["schulze"], "borda": known["borda"][0], "irv": known["instant_runoff"][0]}

    def test_the_baseball_table_to_two_decimals_and_a_survey_that_breaks_other_fits(self, told: Told) -> None:
        code, found = told(VOTES / "baseball1987.csv", "--method", "duels")
        strengths = sorted(round(strength, 2) for strength in found["totals"].values())
        assert (code, strengths) == (0, [0, *oracle()["pairwise"]["baseball1987"]["sorted_estimates"]])
        code, survey = told(VOTES / "wikisurvey_work_pairs.csv", "--method", "duels")
        assert (code, survey["ballots"]) == (0, 259)
        assert len(survey["totals"]) == len([option for place in survey["ranking"] for option in place])


def test_e7_s_table_from_a_file_has_its_tie_and_its_groups(told: Told, file: Callable[..., Path]) -> None:
    table = {"promises": {"Tre giorni certi": 5, "Terzo operatore": 4, "Orario limite": 4},
             "keeps": {"Tre giorni certi": 13, "Terzo operatore": 10, "Orario limite": 10}}  # fmt: skip
    lines = [f"{group},{group},{option},{points}" for group, own in table.items() for option, points in own.items()]
    code, found = told(file("voter,group,option,value\n" + "\n".join(lines)), "--method", "dots")
    assert (code, list(found)) == (0, KEYS)
    assert found["ranking"] == [["Tre giorni certi"], ["Orario limite", "Terzo operatore"]]
    assert (found["winners"], found["ties"], found["by_group"]) == (["Tre giorni certi"], True, table)
    assert found["totals"]["Tre giorni certi"] == 18


def test_a_group_that_leaves_a_statement_out_is_told_as_it_counts(told: Told, file: Callable[..., Path]) -> None:
    answers = "voter,group,option,value\n1,x,a,1\n2,y,a,1\n2,y,b,1\n"
    code, found = told(file(answers), "--method", "agreement")
    assert (code, found["by_group"]["x"]) == (0, {"a": 2 / 3, "b": 0.5})
    assert found["totals"]["b"] == pytest.approx(0.5 * 2 / 3)


def test_a_terminal_that_knows_few_letters_gets_the_same_answer(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, file: Callable[..., Path]
) -> None:
    narrow = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    votes = file("voter,option,value\n1,caffè,2\n")
    with monkeypatch.context() as patched:
        patched.setattr("sys.stdout", narrow)
        assert main([str(votes), "--method", "dots", "--json"]) == 0
        narrow.seek(0)
        assert json.load(narrow)["totals"] == {"caffè": 2}
        assert main(["\udcff.csv", "--method", "dots"]) == 2
    capsys.readouterr()
    assert main(["\udcff.csv", "--method", "dots"]) == 2
    assert "\\udcff.csv" in capsys.readouterr().out


def test_options_nobody_marked_stand_at_the_end_and_lines_without_a_voter_are_ballots(
    told: Told, file: Callable[..., Path]
) -> None:
    listed = file("option\na\nb\nc", "options.csv")
    code, found = told(file("option;value\na;1\na;1\nb;0\n"), "--method", "approval", "--options", listed, "--chances")
    assert (code, found["ballots"], found["totals"]) == (0, 3, {"a": 2, "b": 0, "c": 0})
    assert (found["ranking"], found["by_group"], found["winners"]) == ([["a"], ["b", "c"]], {}, ["a"])
    assert found["chances"]["a"] > 0.9


PB = """META
key;value
budget;{budget}
vote_type;{kind}
{more}
PROJECTS
project_id;cost;name
p1;60,50;"Una; fontana"
p2;40.25;Alberi
p3;30;Panchine
VOTES
voter_id;vote{head}
1;p1,p2{a}
2;p1{b}
3;p3,p2{c}
4;
"""


def pb(kind: str = "approval", budget: str = "101", more: str = "", points: tuple[str, str, str] | None = None) -> str:
    marks = tuple(f";{point}" for point in points) if points else ("", "", "")
    return PB.format(kind=kind, budget=budget, more=more, head=";points" if points else "", a=marks[0], b=marks[1],
                     c=marks[2]).replace("\n\n", "\n")  # fmt: skip


def test_a_pb_file_of_every_kind_is_taken_whole(told: Told, file: Callable[..., Path]) -> None:
    _, picks = told(file(pb(), "a.pb"), "--method", "greedy")
    assert (picks["totals"], picks["ballots"]) == ({"p1": 2, "p2": 2, "p3": 1}, 4)
    assert (picks["funded"], picks["spent"], picks["ties"]) == (["p1", "p2"], 100.75, False)
    _, points = told(file(pb("scoring", points=("1,3", "2", "4,0.5")), "b.pb"), "--method", "greedy")
    assert points["totals"] == {"p1": 3, "p2": 3.5, "p3": 4}
    assert points["funded"] == ["p2", "p3"]
    ordered = file(pb("ordinal"), "c.pb")
    _, borda = told(ordered, "--method", "greedy")
    assert borda["totals"] == {"p1": 6, "p2": 4, "p3": 3}
    _, schulze = told(ordered, "--method", "schulze")
    assert schulze["pairwise"]["matrix"] == [[0, 2, 2], [1, 0, 1], [1, 1, 0]]
    _, barred = told(file(pb(more="min_project_score_threshold;2"), "d.pb"), "--method", "equal-shares")
    assert barred["funded"] == ["p1", "p2"]
    _, twice = told(file(pb().replace("1;p1,p2", "1;p1,p1,p2"), "e.pb"), "--method", "greedy")
    assert (twice["totals"], twice["funded"]) == (picks["totals"], picks["funded"])
    assert twice["variant"].endswith("picked twice in 1 of the ballots: counted once")


REFUSED = [
    ("", ["dots"], None, None, "empty (0 bytes)"),
    ("voter,option,value\n", ["dots"], None, None, "no vote in this file"),
    ("voter,value\n1,2\n", ["dots"], 1, "option", "no column “option”"),
    ("voter,option\n1,a\n", ["dots"], 1, "value", "no column “value”"),
    ("voter,option,option,value\n1,a,b,2\n", ["dots"], 1, "option", "Two columns"),
    ("voter,option,value\n1,a,2\n1,b,1\n1,a,1\n", ["dots"], 4, "option", "marks “a” a second time"),
    ("voter,option,value\n1,a,-1\n", ["dots"], 2, "value", "not a whole number"),
    ("voter,option,value\n1,a,3\n1,b,3\n", ["dots", "--budget", "5"], None, "value", "more than the 5"),
    ("voter,option,value\n1,a,4\n", ["dots", "--cap", "3"], None, "value", "more than the 3"),
    ("voter,option,value\n,a,4\n", ["dots"], 2, "voter", "who voted"),
    ("voter,option,value\n1,,4\n", ["dots"], 2, "option", "which option"),
    ("voter,group,option,value\n1,x,a,1\n1,y,b,1\n", ["dots"], 3, "group", "two groups"),
    ("voter,option,value\n1,a,2\n", ["approval"], 2, "value", "neither 1"),
    ("voter,option,value\n1,a,6\n", ["score"], 2, "value", "not a score"),
    ("voter,option,value\n1,a,first\n", ["schulze"], 2, "value", "not a rank"),
    ("voter,option,value\n1,a,0\n", ["irv"], 2, "value", "not a rank"),
    ("voter,option,value\n1,a,1.5\n", ["borda"], 2, "value", "not a rank"),
    ("voter,option,value\n1,a,yes\n", ["agreement"], 2, "value", "not an answer"),
    ("voter,option,value\n1,a,maybe\n", ["consent"], 2, "value", "agree, abstain or object"),
    ("winner,loser\na,a\n", ["duels"], 2, "loser", "against itself"),
    ("winner,loser,n\na,b,two\n", ["duels"], 2, "n", "not a whole number"),
    ("winner,n\na,2\n", ["duels"], 1, "loser", "no column “loser”"),
    ('voter,option,value\n1,"a,2\n', ["dots"], 2, None, "quotation mark"),
    ("voter,option,value\n1,a,1\n", ["equal-shares"], None, "command", "--options --money"),
    ("voter,option,value\n1,a,1\n", ["dots", "--money", "5"], None, "command", "--money means nothing"),
]


@pytest.mark.parametrize(("text", "how", "row", "column", "says"), REFUSED, ids=[one[4] for one in REFUSED])
def test_what_cannot_be_counted_is_named_with_its_row_and_a_sentence(
    told: Told, file: Callable[..., Path], text: str, how: list[str], row: int | None, column: str | None, says: str
) -> None:
    code, found = told(file(text), "--method", *how)
    assert code == 2
    assert list(found) == ["error"]
    first = found["error"][0]
    assert (first["row"], first["column"]) == (row, column)
    assert says in first["sentence"]


def test_options_and_money_are_looked_at_as_closely(told: Told, file: Callable[..., Path]) -> None:
    votes = file("voter,option,value\n1,a,1\n2,z,1\n")

    def refused(costs: str, money: str = "100") -> tuple[int | None, str]:
        code, found = told(votes, "--method", "equal-shares", "--options", file(costs, "costs.csv"), "--money", money)
        assert code == 2
        return found["error"][0]["row"], found["error"][0]["sentence"]

    assert refused("option,cost\na,10\n") == (3, "There is no option “z” to vote for.")
    assert refused("option,cost\na,-1\nz,2\n") == (2, "“-1” is below 0: a cost is 0 or more.")
    assert refused("option,cost\na,10\na,20\n")[0] == 3
    assert refused("option,cost\na,\n") == (2, "“a” has no cost.")
    assert refused("option,cost\na,1.000\nz,2\n")[1].startswith("“1.000” could be thousands or decimals")
    assert refused("option\na\n")[1].startswith("The file has no column “cost”")
    assert "not an amount" in refused("option,cost\na,1\nz,2\n", money="-5")[1]
    assert told(Path("no-such-file.csv"), "--method", "dots")[0] == 2
    assert told(votes, "--method", "plurality")[0] == 2


def test_a_broken_pb_file_says_where(told: Told, file: Callable[..., Path]) -> None:
    def refused(text: str, method: str = "greedy") -> str:
        code, found = told(file(text, "broken.pb"), "--method", method)
        assert code == 2
        return str(found["error"][0]["sentence"])

    assert "no part “META”" in refused("voter,option,value\n1,a,1\n")
    assert "how much money" in refused(pb().replace("budget;101\n", ""))
    assert "We do not know how to count" in refused(pb("telepathy"))
    assert "a second time" in refused(pb("ordinal").replace("1;p1,p2", "1;p1,p1"))
    assert "“1” votes a second time" in refused(pb().replace("2;p1", "1;p1"))
    assert "no option “p9”" in refused(pb().replace("2;p1", "2;p9"))
    assert "2 options, 1 points" in refused(pb("cumulative", points=("1", "1", "1,1")))
    assert "below 0" in refused(pb().replace("p3;30", "p3;-30"))
    assert "cannot be counted by this method" in refused(pb(), method="schulze")
    code, found = told(file(pb(), "whole.pb"), "--method", "greedy", "--money", "5")
    assert (code, "leave --money out" in found["error"][0]["sentence"]) == (2, True)
