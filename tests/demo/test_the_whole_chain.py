"""DEMO.md E11, one chain, every page, both directions: walked through what pages show, by ids that lead on."""

import pytest
from streamlit.util import calc_hash

from analysis.verdict import Verdict
from demo import company
from models.access import Viewer
from models.action_steps import steps_of
from models.actions import actions_of
from models.answers import my_answers
from models.journey import journey
from models.portfolio import promise_card
from models.public_answers import answers_written
from models.to_change import to_change_of
from models.touchpoints import touchpoints_all
from models.trace import Thread, trace_of
from models.voices import feedback_listed
from tests.apptest import AppTest
from tests.demo.conftest import Example
from tests.pages.desk import ENOUGH_SECONDS, SHELL, run, sign_in_of
from ui.places import PLACES, can_open

LINKS = ("decisions", "workshop", "promise", "process", "listening", "actions")


def thread(example: Example, noun: str, object_id: str) -> Thread:
    return example.ask(company.DIRECTION, trace_of, now=example.now, noun=noun, object_id=object_id)


@pytest.mark.parametrize("number", [2, 20])
def test_from_a_voice_to_the_customers_yes_and_back(example: Example, number: int) -> None:
    heard = example.the("feedback", number)
    found = thread(example, "feedback", heard)
    # Said: one idea, a similar one merged into it, seven people, every voice with its words.
    idea = example.the("idea", 1)
    assert [one.idea_id for one in found.said] == [idea]
    assert (found.said[0].people, found.said[0].similar) == (7, ("Non mi serve presto, mi serve sapere quando.",))
    assert heard in {voice.feedback_id for voice in found.voices}
    # Decided: 26 dots, wanted by all three sides, as voted.
    knot = found.decided[0]
    assert knot.vote is not None
    assert knot.decision is not None
    assert (knot.vote.points, knot.vote.wanted_by) == (26, ("promises", "keeps", "receives"))
    assert (knot.decision.outcome, knot.decision.as_voted) == ("do", True)
    # Promised: 48 hours and 3 days, and who keeps them signed the second, not the first.
    by_words = {one.sentence: one for one in found.promised}
    assert set(by_words) >= {"A casa tua in 48 ore", "A casa tua in 3 giorni"}
    first, second = by_words["A casa tua in 48 ore"], by_words["A casa tua in 3 giorni"]
    signed = {(one.promise_id, one.who): one.answer for one in found.beside.signed}
    assert (signed[first.promise_id, "Rosa Placci"], signed[second.promise_id, "Rosa Placci"]) == ("no", "yes")
    assert {first.process, second.process} == {"Consegna online"}
    # Measured: the same 4,154 orders, two verdicts.
    verdicts = {one.promise_id: one for one in found.measured}
    assert {one.cases for one in verdicts.values()} == {4154}
    assert verdicts[first.promise_id].verdict == Verdict.NOT_SUPPORTABLE
    assert verdicts[second.promise_id].verdict == Verdict.SUPPORTED
    # Done: the action, five places of which two tell it.
    action = next(one for one in found.beside.actions if one.title == "Orario limite sul sito")
    assert {(one.places, one.done) for one in found.beside.places} == {(5, 2)}
    # Anna's yes.
    assert sum(one.yes for one in found.beside.felt if one.promise_id == second.promise_id) >= 1
    # And back: from every knot one comes to the same voice and the same idea.
    ends = {"idea": idea, "decision": knot.decision.id, "promise": second.promise_id, "process": second.process_id,
            "action": action.action_id}  # fmt: skip
    for noun, object_id in ends.items():
        back = thread(example, noun, object_id)
        assert idea in {one.idea_id for one in back.said}, noun
        assert heard in {voice.feedback_id for voice in back.voices}, noun


def test_every_knot_leads_to_a_page_that_shows_the_thing_itself(example: Example) -> None:
    lucia: Viewer = example.viewer(company.DIRECTION)
    assert [name for name in LINKS if name not in PLACES or not can_open(lucia, name)] == []
    found = thread(example, "feedback", example.the("feedback", 2))
    for voice in found.voices:
        page = example.ask(company.DIRECTION, feedback_listed, feedback_id=voice.feedback_id)
        assert [(row.words, row.idea_id) for row in page.rows] == [(voice.words, voice.idea_id)]
    for knot in found.promised:
        card = example.ask(company.DIRECTION, promise_card, now=example.now, promise_id=knot.promise_id)
        assert card.row.terms.sentence == knot.sentence
    shown = {one.id: one for one in example.ask(company.DIRECTION, actions_of, now=example.now)}
    for one in found.beside.actions:
        assert shown[one.action_id].title == one.title
        assert one.promise_id is not None or one.idea_id is not None
    assert example.ask(company.DIRECTION, steps_of, action_ids=list(shown)) is not None
    lists = [example.ask(company.DIRECTION, to_change_of, promise_id=knot.promise_id, today=example.now.date())
             for knot in found.promised]  # fmt: skip
    assert [(len(one.items), one.left) for one in lists if one is not None] == [(5, 3)]


def test_anna_reads_what_became_of_it_and_has_said_that_it_was_so(example: Example) -> None:
    hers = example.ask("Anna R.", my_answers, now=example.now).items
    mine = next(one for one in hers if one.words.startswith("Meglio tre giorni certi"))
    assert mine.decided is not None
    assert mine.promised is not None
    assert (mine.decided.outcome, mine.promised.sentence) == ("do", "A casa tua in 3 giorni")
    assert mine.promised.felt == "yes"


def opened(name: str, sign_in: str, noun: str, of: str = "", **query: str) -> list[tuple[str, str]]:
    """A page of the desk with its thread unfolded: where its links lead, as (address, what stands behind it)."""
    app = AppTest.from_file(SHELL, default_timeout=ENOUGH_SECONDS)
    app._page_hash = calc_hash(PLACES[name].address or name)
    app.session_state[f"thread-{noun}-{of or next(iter(query.values()))}"] = True
    shown = run(app, sign_in, **query)
    assert shown.failures == []
    return [(one.proto.page, one.proto.query_string) for one in app._tree if one.type == "page_link"]


def test_one_link_after_the_other_leads_from_the_voice_to_the_orders_and_back(example: Example) -> None:
    heard, idea = example.the("feedback", 2), example.the("idea", 1)
    action = example.the("action", "Orario limite sul sito")
    promise, process = example.the("promise", "P1"), example.the("process", "P1")
    sign_in = sign_in_of(example.viewer(company.DIRECTION))
    said = ("decisions", f"idea={idea}")
    workshop = ("workshop", f"workshop={example.the('workshop', 'november')}")
    assert said in opened("listening", sign_in, "feedback", voice=heard)
    onward = {said, ("promise", f"id={promise}"), ("process", f"id={process}"), ("actions", f"action={action}"),
              ("listening", f"voice={heard}")}  # fmt: skip
    for name, noun, query in (
        ("decisions", "idea", {"idea": idea}), ("promise", "promise", {"id": promise}),
        ("process", "process", {"id": process}), ("actions", "action", {"action": action}),
    ):  # fmt: skip
        assert {*onward, workshop} - set(opened(name, sign_in, noun, **query)) == set(), name
    # And on to what customers read of it, from every knot of the promise that is told there.
    entry = next(one.id for one in example.ask(company.DIRECTION, answers_written) if one.idea_id == idea)
    for name, noun, query in (("listening", "feedback", {"voice": heard}), ("decisions", "idea", {"idea": idea})):
        assert ("published", f"entry={entry}") in opened(name, sign_in, noun, **query), name
    # The vote leads to each idea, what customers read to the idea and the promise, a part to the idea it is part of.
    assert said in opened("workshop", sign_in, "workshop", workshop=workshop[1].removeprefix("workshop="))
    read = set(opened("you_said", sign_in, "entry", entry=entry))
    assert {said, ("promise", f"promise={example.the('promise', 'P1b')}")} - read == set()
    # What stands behind a stage of the journey leads to the voice itself; the stage is the address's.
    stages = {one.name: one.id for one in example.ask(company.DIRECTION, journey, now=example.now).stages}
    voice = ("listening", f"voice={example.the('feedback', 20)}")
    behind = {name: opened("journey", sign_in, "journey", stage=stages[name]) for name in ("Ricevo", "Uso")}
    assert (voice in behind["Ricevo"], voice in behind["Uso"]) == (True, False)
    # And so is one touchpoint of a stage: that voice came with the parcel, not from the courier.
    points = {one.name: one.id for one in example.ask(company.DIRECTION, touchpoints_all)}
    for place, shown in (("Confezione e foglietto", True), ("Corriere", False)):
        there = opened("journey", sign_in, "journey", stage=stages["Ricevo"], of="-", point=points[place])
        assert (voice in there) is shown, place
    # Who conducts nothing is led to where they took part, and from there on: no page between them and the way back.
    hers = sign_in_of(example.viewer("Marta Gualdi"))
    found = opened("decisions", hers, "idea", idea=idea)
    assert (("round", workshop[1]) in found, workshop in found) == (True, False)
    assert said in opened("round", hers, "workshop", workshop=workshop[1].removeprefix("workshop="))
    part = example.the("idea", 32)
    assert {*onward, workshop} - set(opened("decisions", sign_in, "idea", of=idea, idea=part)) == set()


def test_a_phone_that_draws_no_line_says_each_single_story_at_its_stages(example: Example) -> None:
    app = AppTest.from_file(SHELL, default_timeout=ENOUGH_SECONDS)
    app._page_hash = calc_hash("journey")
    app.query_params["shown"] = "stories"
    shown = run(app, sign_in_of(example.viewer(company.DIRECTION)))
    drawn = next(one for one in shown.texts if "dr-stages" in one)
    told = example.ask(company.DIRECTION, journey, now=example.now).stories
    assert drawn.count('class="told"') == sum(len(one.faces) for one in told) > 0


def test_back_on_the_journey_undoes_one_choice_after_the_other(example: Example) -> None:
    seen = example.ask(company.DIRECTION, journey, now=example.now)
    uso = next(one for one in seen.stages if one.name == "Uso")
    samira = next(one for one in seen.profiles if one.name.startswith("Samira"))
    app = AppTest.from_file(SHELL, default_timeout=ENOUGH_SECONDS)
    app._page_hash = calc_hash("journey")
    sign_in = sign_in_of(example.viewer(company.DIRECTION))
    chosen = {"profile": samira.id, "stage": uso.id, "point": uso.points[0].id}
    run(app, sign_in, **chosen)
    assert [one.value.partition(" · ")[0] for one in app.subheader] == [uso.points[0].name]
    for name, shown in (("point", "Uso"), ("stage", "Ricevo"), ("profile", "Ricevo")):
        del app.query_params[name]
        run(app, sign_in)
        assert [one.value.partition(" · ")[0] for one in app.subheader] == [shown]
    assert app.title[0].value.startswith("Il punto più basso è «Ricevo»"), "everybody's again, not the one profile's"
