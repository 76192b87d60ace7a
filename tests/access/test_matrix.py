"""Who may do what, compared with a table that was written by hand from the "must never" of DESIGN.md and the laws.

`expected.csv` says what must be true, not what the product does: a matrix made from `models.access` could not fail.
Its words: allowed · empty (answered, and nothing is in it) · not_found · not_allowed · not_signed_in · refused:<code>.
`round` is where the workshop stands; "-" means after the vote.
"""

import ast
import csv
from collections import defaultdict
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from models.errors import Refusal
from tests.access import (
    calls_actions,
    calls_answering,
    calls_backlog,
    calls_chains,
    calls_claims,
    calls_company,
    calls_conducting,
    calls_group,
    calls_journey,
    calls_kinds,
    calls_listening,
    calls_outbound,
    calls_results,
    calls_rounds,
    calls_sources,
    calls_wall,
    calls_whole,
    scene,
)
from tests.access.calls import Call
from tests.access.material import GROUP_MARK, IN_THE_GROUP, PEOPLE, STAFF_MARK, WORK_HERE
from tests.access.scene import Scene

HERE = Path(__file__).parent
MODELS = HERE.parent.parent / "models"
# Where the workshop stands, in the order in which it gets there.
STAGES: dict[str, tuple[Callable[[Scene], None] | None, tuple[str, ...]]] = {
    "before": (None, ("collect before",)),
    "collecting": (scene.open_collecting, ("collect open", "vote before")),
    "voting": (scene.open_voting, ("collect closed", "vote open")),
    "closed": (scene.close_voting, ("vote closed", "-")),
    "archived": (scene.archive, ("archived",)),
}
# Where the group's own words may be read by somebody outside: the QR's welcome, and what one wrote oneself.
MAY_BEAR_THE_MARK = {"joining.welcome_view": set(PEOPLE), "my_data.export_my_data": {"removed"}}
# Functions with a viewer that are no command or question of their own, and why.
INSIDE = {
    "access": "the table itself",
    "actions.action_for": "hands a row to other nouns",
    "activity.record": "writes the record; the command before it asked",
    "activity.record_all": "the same for many objects",
    "all_verdicts.refresh_verdicts": "opens the doors around promise_bases, evidence_of_many and record_verdicts",
    "all_verdicts.judge_all": "opens the doors around promise_bases, evidence_of_many and record_verdicts",
    "all_verdicts.studies_on": "opens the reading door around evidence_of_many",
    "all_verdicts.together": "opens the reading door around evidence_of_many",
    "attendance.attends": "answers about the asker only",
    "attendance.workshop_seen": "hands a row to other nouns; their commands have rows here",
    "campaign_tests.tests_now": "promise_bases asked, and capacities_of asks",
    "backlog.ideas_asked": "a SELECT for backlog and backlog_views, which asked for the groups",
    "backlog.in_order": "an order, no answer",
    "backlog.narrowed_by": "conditions, no answer",
    "ballots.keep_marks": "takes a row; cast_ballot and cast_marks asked",
    "ballots.place_for": "hands rows to the commands that vote; they have rows here",
    "backlog.order_of": "an order of rows, no answer; the questions that use it have rows here",
    "campaigns.campaign_for": "hands a row to other nouns",
    "chain_studies.chain_study": "opens the reading door around blueprint_view, promise_rows and evidence_cases",
    "desk_rows.desk_rows": "hands rows to desk and backlog, which asked",
    "desk_rows.in_sight": "a condition, no answer",
    "groups.seat_manager": "group_restore.restore_group asked",
    "idea_figures.idea_to_weigh": "hands a row to other nouns",
    "idea_scores.evaluated_by": "a condition about the asker only",
    "standings.groups_decided_for": "answers about the asker only; desk and backlog have rows here",
    "evidence.store_load": "takes a row; load_cases and save_check asked",
    "ballots.place_in": "takes a round that now_in asked for; ballot_place has a row here",
    "ballots.paper_in": "takes a round that now_in asked for; ballot_place and options_of have rows here",
    "drafts.drafts_in": "takes a round that now_in asked for; my_drafts has a row here",
    "duels.duel_in": "takes a round that now_in asked for; next_duel has a row here",
    "idea_views.view_of": "takes the columns of an idea in sight",
    "ideas_on_phones.ideas_on_a_phone": "takes a round that now_in asked for",
    "options.options_for": "takes a round that was asked for; options_of has a row here",
    "results.turnout_in": "takes a round that now_in asked for; turnout has a row here",
    "room_facts.room_facts": "asks as workshop_seen; now_in and state_in have rows here",
    "room_facts.room_visited": "asks as workshop_seen; now_in and state_in have rows here",
    "room_facts.round_to_vote": "asks for place_for; the commands that vote have rows here",
    "front_line.front_line": "opens the reading door around subjects_of, promise_bases and evidence_cases",
    "care_cases.watched_promises": "care_page and care_counts asked",
    "outcome_checks.measure": "opens the reading door around promise_bases and evidence_cases",
    "publications.end_publication": "ends a row; the command before it asked",
    "today_lines.groups_in": "answers about the asker only",
    "next_up.next_up": "today_view asked; it answers about groups one is a member of",
    "next_up.projected_now": "today_view asked; it asks who may run the workshop or make boards",
    "today_lines.lines_of": "takes the rows that today_view asked for; its other parts ask themselves",
    "grounds.study_of": "opens the reading door around evidence_cases",
    "groups.group_for": "hands a row to other nouns",
    "idea_views.in_sight": "a condition, no answer",
    "ideas.idea_for": "hands a row to other nouns",
    "ideas.mark_acted_on": "takes a row; the command before it asked",
    "ideas.move_idea": "takes a row; the command before it asked",
    "launching.launch_of": "opens the reading door around promise_rows, promise_bases and capacities_of",
    "more_time.is_open_for": "takes a row; the command before it asked",
    "more_time.must_be_open_for": "takes a row; the command before it asked",
    "more_time.my_more_time": "answers about the asker only",
    "opening_hours.write_hours": "takes a row; set_opening_hours and save_check asked",
    "processes.process_for": "hands a row to other nouns",
    "promises.promise_for": "hands a row to other nouns",
    "receipts.once": "runs a command, which asks",
    "rounds.round_for": "hands a row to other nouns",
    "rounds.round_seen": "hands a row to other nouns",
    "saying.can_we_say": "opens the reading door around subjects_of, promise_bases and evidence_cases",
    "replay.replay": "opens the reading door around replay_plan and studies_on",
    "sign_ins.end_sign_ins": "signing out and erasing asked; it only ends things",
    "sign_ins.start_sign_in": "the password, link or code was checked before it",
    "verdicts.refresh_verdict": "opens the doors around promise_bases, evidence_cases and record_verdict",
    "to_change.open_changes": "takes ids; the command before it asked",
    "to_change.settle": "takes a row; the command before it asked",
    "verdicts.record_verdicts": "record_verdict for many promises; refresh_verdicts calls it",
    "viewers.seen_long_ago": "looks at the asker's own sign-in only",
    "workshops.workshop_for": "hands a row to other nouns",
}
ALL_CALLS = [
    *calls_actions.CALLS,
    *calls_answering.CALLS,
    *calls_backlog.CALLS,
    *calls_chains.CALLS,
    *calls_group.CALLS,
    *calls_journey.CALLS,
    *calls_company.CALLS,
    *calls_conducting.CALLS,
    *calls_outbound.CALLS,
    *calls_claims.CALLS,
    *calls_kinds.CALLS,
    *calls_listening.CALLS,
    *calls_results.CALLS,
    *calls_rounds.CALLS,
    *calls_sources.CALLS,
    *calls_wall.CALLS,
    *calls_whole.CALLS,
]


def table() -> list[dict[str, str]]:
    """The expected answers."""
    with (HERE / "expected.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def calls() -> dict[str, Call]:
    """How to call each action."""
    timed = functions_with_a_viewer()
    return {name: Call(name, f, what, timed[_plain(name)]) for name, f, what in ALL_CALLS}


def functions_with_a_viewer() -> dict[str, bool]:
    """Every public function of `models/` that takes a viewer, and whether it takes the time, read from the code."""
    found = {}
    for path in sorted(MODELS.glob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                names = {arg.arg for arg in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)}
                if "viewer" in names:
                    found[f"{path.stem}.{node.name}"] = "now" in names
    return found


def walk(session: Session, visit: Callable[[Scene, dict[str, str]], None]) -> None:
    """Take the company through all stages and visit each row of the table where it belongs."""
    rows = defaultdict(list)
    for row in table():
        rows[row["round"]].append(row)
    company = scene.set_up(session)
    for go, rounds in STAGES.values():
        if go is not None:
            go(company)
        session.flush()
        for name in rounds:
            for row in rows.pop(name, []):
                visit(company, row)
    assert not rows, f"no such round: {sorted(rows)}"


def answer(company: Scene, call: Call, person: str, changes: dict[str, Any] | None = None) -> tuple[str, Any]:
    """What the product answers, in the words of the table; everything is put back."""
    company.session.expire_all()
    savepoint = company.session.begin_nested()
    try:
        given = call.run(company, company.people[person], changes)
        company.session.flush()
        told = repr(given)
    except Refusal as refusal:
        plain = refusal.code in ("not_found", "not_allowed", "not_signed_in")
        return (refusal.code if plain else f"refused:{refusal.code}"), repr(refusal.facts)
    finally:
        savepoint.rollback()
    return ("empty" if _is_empty(given) else "allowed"), told


def test_the_matrix_holds_for_everybody_in_every_round(session: Session) -> None:
    known, wrong, leaks = calls(), [], []

    def compare(company: Scene, row: dict[str, str]) -> None:
        with known[row["action"]].prepared(company) as call:
            answers = {person: answer(company, call, person) for person in PEOPLE}
        for person, (given, told) in answers.items():
            if given != row[person]:
                wrong.append(f"{row['action']} [{row['round']}] {person}: {given}, must be {row[person]}")
            bears = person in MAY_BEAR_THE_MARK.get(row["action"], set())
            if person not in IN_THE_GROUP and GROUP_MARK in told and not bears:
                leaks.append(f"{row['action']} [{row['round']}] shows the group's words to {person}")
            if person not in WORK_HERE and STAFF_MARK in told:
                leaks.append(f"{row['action']} [{row['round']}] shows an inner word to {person}")

    walk(session, compare)
    assert not wrong + leaks, "\n".join([*wrong, *leaks])


def test_what_is_hidden_and_what_is_missing_give_the_same_answer(session: Session) -> None:
    known, told_apart = calls(), set()

    def compare(company: Scene, row: dict[str, str]) -> None:
        told_nothing = [person for person in PEOPLE if row[person] in ("not_found", "not_signed_in")]
        if not told_nothing:
            return
        with known[row["action"]].prepared(company) as call:
            ids = [name for name in call.what(company, company.people["nobody"]) if name.endswith("_id")]
            for person, name in product(told_nothing, ids):
                given, _ = answer(company, call, person, {name: "0" * 32})
                if given != row[person]:
                    told_apart.add(f"{row['action']} without a {name}: {given} to {person}, not {row[person]}")

    walk(session, compare)
    assert not told_apart, "\n".join(sorted(told_apart))


def test_every_command_and_question_with_a_viewer_has_a_row() -> None:
    rows = {_plain(row["action"]) for row in table()}
    missing = set(functions_with_a_viewer()) - rows - set(INSIDE)
    assert not missing, f"write their rows in expected.csv: {sorted(missing)}"


def test_nothing_in_the_table_or_the_list_of_inner_functions_is_out_of_date() -> None:
    here = functions_with_a_viewer()
    assert {_plain(row["action"]) for row in table()} <= set(here)
    assert {name for name in INSIDE if "." in name} <= set(here)
    assert {row["action"] for row in table()} == {name for name, _, _ in ALL_CALLS}


def test_no_row_stands_twice() -> None:
    rows = [(row["action"], row["round"]) for row in table()]
    assert len(rows) == len(set(rows))


@pytest.mark.parametrize("person", PEOPLE)
def test_the_table_has_an_answer_for_everybody(person: str) -> None:
    assert all(row[person] for row in table())


def _plain(action: str) -> str:
    return action.partition(" ")[0]


def _is_empty(given: Any) -> bool:
    if given is None or isinstance(given, str | bool | int | float):
        return False
    if isinstance(given, list | dict | set | tuple):
        return not given
    inside = getattr(given, "items", None)
    if isinstance(inside, tuple | list):
        return not inside
    return getattr(given, "total", None) == 0
