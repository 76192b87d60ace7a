"""The backlog: filtered by the database, scored by people, changed several at a time and back."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session

from models import (
    askers,
    backlog,
    backlog_views,
    bulk,
    curation,
    decisions,
    gaps,
    idea_scores,
    ideas,
    saved_views,
    scoring_settings,
    similar,
    supports,
)
from models.access import Viewer
from models.backlog import BacklogQuery, Sort
from models.curation import ImportedIdea
from models.desk import desk
from models.errors import NotFound, Refusal
from models.functions import Side
from models.idea_scores import evaluation_queues, score_sheet, weigh_idea
from models.scoring import Method
from models.standings import Standing
from store import doors
from tests.company import NOW, Company, found
from tests.models.promising import delivery, promise

LATER = NOW + timedelta(days=20)
TEXTS = ("Il pacco arriva quando non ci sono", "Un messaggio se il pacco ritarda", "La macchina di cortesia",
         "Una sedia in bottega", "Il pacco arriva quando non sono in casa")  # fmt: skip


@pytest.fixture
def company(session: Session) -> Company:
    return found(session)


@pytest.fixture
def five(session: Session, company: Company) -> list[str]:
    sides = (Side.RECEIVES, Side.KEEPS, Side.RECEIVES, Side.PROMISES, Side.RECEIVES)
    said = [
        ImportedIdea(text=text, side=side, said_at=NOW + timedelta(days=day))
        for day, (text, side) in enumerate(zip(TEXTS, sides, strict=True))
    ]
    return curation.import_ideas(session, company.facilitator, now=NOW, group_id=company.group_id, ideas=said)


def asks(session: Session, who: Viewer, **what: object) -> list[str]:
    page = backlog.backlog(session, who, now=LATER, asked=BacklogQuery(**what))  # type: ignore[arg-type]
    assert page.total == len(page.rows)
    return [row.words for row in page.rows]


def weigh(session: Session, who: Viewer, idea: str, value: float, effort: float, cost: int | None = None) -> None:
    weigh_idea(session, who, now=LATER, idea_id=idea, scores={"value": value, "effort": effort}, cost=cost)


def test_it_is_narrowed_and_sorted_by_the_database(session: Session, company: Company, five: list[str]) -> None:
    lucia = company.manager
    weigh(session, lucia, five[0], 2, 4, 500)
    weigh(session, lucia, five[2], 5, 1)
    decisions.decide_idea(session, lucia, now=LATER, idea_id=five[3], outcome="no", reason="C'è già.")
    assert asks(session, lucia) == list(TEXTS)
    assert asks(session, lucia, sort=Sort.NEWEST)[0] == TEXTS[4]
    assert asks(session, lucia, sort=Sort.BEST) == [TEXTS[2], TEXTS[0]]
    assert asks(session, lucia, sort=Sort.CHEAPEST) == [TEXTS[0]]
    assert asks(session, lucia, search="mess pacchi") == []
    assert asks(session, lucia, search="pacchi") == [TEXTS[0], TEXTS[1], TEXTS[4]]
    assert asks(session, lucia, side="keeps") == [TEXTS[1]]
    assert asks(session, lucia, standing=Standing.NO) == [TEXTS[3]]
    assert asks(session, lucia, unscored=True, side="receives") == [TEXTS[4]]
    assert asks(session, lucia, older_than=18) == list(TEXTS[:2])
    assert asks(session, lucia, mine=True) == []
    assert asks(session, lucia, to_evaluate=True, search="pacco") == [TEXTS[1], TEXTS[4]]
    with pytest.raises(NotFound):
        asks(session, company.outsider, group_id=company.group_id)


def test_board_and_picture_draw_the_same_question(session: Session, company: Company, five: list[str]) -> None:
    decisions.decide_idea(session, company.manager, now=LATER, idea_id=five[3], outcome="later", until=LATER.date())
    decisions.decide_idea(session, company.manager, now=LATER, idea_id=five[2], outcome="do")
    weigh(session, company.marketing, five[2], 5, 1)
    session.flush()
    session.expire_all()
    with doors.counting() as counted:
        seen = backlog_views.desk_and_board(session, company.manager, now=LATER, asked=BacklogQuery())[1]
    assert counted.number <= 16
    assert {one: len(rows) for one, rows in seen.columns.items() if rows} == {Standing.WAITING: 4, Standing.DO: 1}
    assert seen.totals[Standing.LATER] == 0, "what is due again waits, and stands in one column only"
    second, last = (
        backlog_views.desk_and_board(
            session, company.manager, now=LATER, asked=BacklogQuery(page=page), size=1, most=3
        )[1]
        for page in (2, 99)
    )  # fmt: skip
    assert [row.words for rows in second.columns.values() for row in rows] == [TEXTS[1]]
    assert [row.words for rows in last.columns.values() for row in rows] == [TEXTS[3]]
    assert (last.page, last.pages, last.deepest, seen.deepest) == (3, 3, 3, None), "it ends; the table goes on"
    narrowed = backlog_views.desk_and_board(session, company.manager, now=LATER, asked=BacklogQuery(search="pacco"))[1]
    assert narrowed.totals[Standing.WAITING] == 3
    drawn = backlog_views.picture(session, company.manager, now=LATER, asked=BacklogQuery())
    assert ([dot.words for dot in drawn.dots], drawn.scored, drawn.unscored) == ([TEXTS[2]], 1, 4)


def test_a_customer_sees_neither_cost_nor_scores(session: Session, company: Company, five: list[str]) -> None:
    weigh(session, company.manager, five[0], 2, 4, 500)
    rows = backlog.backlog(session, company.customer, now=LATER, asked=BacklogQuery(sort=Sort.CHEAPEST)).rows
    assert [row.words for row in rows] == list(TEXTS), "what one may not know sorts nothing"
    assert {(row.figures.cost, row.figures.value, row.may_weigh) for row in rows} == {(None, None, False)}
    for refused in (
        lambda: backlog_views.picture(session, company.customer, now=LATER, asked=BacklogQuery()),
        lambda: weigh(session, company.customer, five[0], 5, 1),
        lambda: score_sheet(session, company.customer, idea_id=five[0]),
    ):
        with pytest.raises(Refusal, match="not_allowed"):
            refused()


def test_a_function_of_one_colleague_is_nobody_s_name(session: Session, company: Company, five: list[str]) -> None:
    supports.support_idea(session, company.logistics, now=NOW, idea_id=five[0])
    assert askers.askers_of(session, company.manager, idea_id=five[0]).functions == ()


def test_several_evaluators_see_each_other_after_scoring(session: Session, company: Company, five: list[str]) -> None:
    idea, lucia, marta, rosa = five[0], company.manager, company.marketing, company.logistics
    weigh(session, marta, idea, 3, 3)
    weigh(session, rosa, idea, 5, 3)
    assert score_sheet(session, marta, idea_id=idea).mine["value"] == 5, "without several there is one figure for all"
    assert evaluation_queues(session, marta, now=LATER, group_ids=[company.group_id]) == {}
    scoring_settings.set_scoring(
        session, lucia, now=LATER, group_id=company.group_id, method=Method.VALUE_EFFORT, several=True
    )
    assert score_sheet(session, marta, idea_id=idea).others == {}
    weigh(session, marta, idea, 1, 3)
    assert score_sheet(session, marta, idea_id=idea).others["value"] == (1, 5)
    front = desk(session, lucia, now=LATER, idea_id=idea).idea
    assert front is not None
    assert (front.figures.value, front.figures.evaluators, front.figures.apart) == (3, 2, 4)

    def waiting() -> tuple[int, int, str | None]:
        queue = evaluation_queues(session, marta, now=LATER, group_ids=[company.group_id])[company.group_id]
        return queue.done, queue.pending, queue.first

    assert waiting() == (1, 4, five[1])
    decisions.decide_idea(session, lucia, now=LATER, idea_id=five[1], outcome="later", until=LATER.date())
    assert waiting() == (1, 4, five[1]), "what is due again waits, and wants scoring as what nobody decided"
    group = company.group_id
    scoring_settings.set_scoring(session, lucia, now=LATER, group_id=group, method="rice", several=True)
    assert waiting() == (0, 5, five[0]), "a score of another method is no view in this one"
    assert score_sheet(session, marta, idea_id=idea).others == {}, "not before one's own, criterion by criterion"
    months = {"reach": 500.0, "impact": 3.0, "confidence": 80.0, "months": 12.0}
    idea_scores.score_idea(session, marta, now=LATER, idea_id=idea, scores=months)
    assert waiting() == (1, 4, five[1])
    usual = Method.VALUE_EFFORT
    scoring_settings.set_scoring(session, lucia, now=LATER, group_id=group, method=usual, several=False)
    assert score_sheet(session, marta, idea_id=idea).mine == {"value": 3, "effort": 3}, "nothing is lost"


def test_own_criteria_and_rice_work_the_figures_out_anew(session: Session, company: Company, five: list[str]) -> None:
    lucia, group = company.manager, company.group_id
    with pytest.raises(Refusal, match="criteria_missing"):
        scoring_settings.set_scoring(session, lucia, now=LATER, group_id=group, method="weighted", several=False)
    fit = scoring_settings.add_criterion(session, lucia, now=LATER, group_id=group, name="Di parola", weight=3)
    near = scoring_settings.add_criterion(session, lucia, now=LATER, group_id=group, name="Vicino", weight=1)
    scoring_settings.set_scoring(session, lucia, now=LATER, group_id=group, method="weighted", several=False)
    scores = {fit: 5.0, near: 1.0, "effort": 2.0}
    idea_scores.score_idea(session, company.marketing, now=LATER, idea_id=five[0], scores=scores)
    with pytest.raises(Refusal, match="too_large"):
        idea_scores.score_idea(session, company.marketing, now=LATER, idea_id=five[0], scores={fit: 6})

    def figures() -> tuple[float | None, float | None]:
        seen = desk(session, lucia, now=LATER, idea_id=five[0]).idea
        return (seen.figures.value, seen.figures.score) if seen else (None, None)

    assert figures() == (4, 2)
    with pytest.raises(Refusal, match="name_taken"):
        scoring_settings.weigh_criterion(session, lucia, now=LATER, criterion_id=near, weight=3, name="DI PAROLA")
    scoring_settings.weigh_criterion(session, lucia, now=LATER, criterion_id=near, weight=3, name="Qui vicino")
    assert figures() == (3, 1.5)
    scoring_settings.end_criterion(session, lucia, now=LATER, criterion_id=near)
    assert figures() == (5, 2.5)
    back = scoring_settings.add_criterion(session, lucia, now=LATER, group_id=group, name="qui vicino", weight=3)
    assert (back, figures()) == (near, (3, 1.5)), "added again, it brings back what was scored on it"
    scoring_settings.set_scoring(session, lucia, now=LATER, group_id=group, method="rice", several=False)
    assert figures() == (None, None), "empty is not zero"
    for outsider in (company.facilitator, company.marketing):
        with pytest.raises(Refusal, match="not_allowed"):
            scoring_settings.end_criterion(session, outsider, now=LATER, criterion_id=near)


def test_several_ideas_at_once_and_all_the_way_back(session: Session, company: Company, five: list[str]) -> None:
    lucia, elena = company.manager, company.facilitator
    act = bulk.decide_many(session, lucia, now=LATER, idea_ids=five[:3], outcome="no", reason="Per ora no.")
    assert desk(session, lucia, now=LATER).counts[Standing.NO] == 3
    assert bulk.undo_bulk(session, lucia, now=LATER, act_id=act) == 3
    assert desk(session, lucia, now=LATER).waiting == 5
    with pytest.raises(Refusal, match="undone_already"):
        bulk.undo_bulk(session, lucia, now=LATER, act_id=act)
    with pytest.raises(Refusal, match="reason_missing"):
        bulk.decide_many(session, lucia, now=LATER, idea_ids=five, outcome="no")
    with pytest.raises(Refusal, match="nothing_chosen"):
        bulk.hide_many(session, elena, now=LATER, idea_ids=[], reason="Doppie")
    hidden = bulk.hide_many(session, elena, now=LATER, idea_ids=five[:2], reason="Doppie")
    assert len(asks(session, lucia)) == 3
    bulk.undo_bulk(session, elena, now=LATER, act_id=hidden)
    merged = bulk.merge_many(session, elena, now=LATER, idea_ids=[five[0], five[4]], into_id=five[0])
    both = desk(session, lucia, now=LATER, idea_id=five[0]).idea
    assert both is not None
    # Two people whom the sheet does not name stay two.
    assert (both.similar, both.people, both.sides) == (((five[4], TEXTS[4]),), 2, {"receives": 2})
    with pytest.raises(NotFound):
        bulk.undo_bulk(session, lucia, now=LATER, act_id=merged)
    curation.split_idea(session, elena, now=LATER, idea_id=five[4])
    with pytest.raises(Refusal, match="changed_since"):
        bulk.undo_bulk(session, elena, now=LATER, act_id=merged)
    with pytest.raises(Refusal, match="not_allowed"):
        bulk.decide_many(session, company.marketing, now=LATER, idea_ids=five, outcome="do")


def test_a_gap_becomes_an_idea_that_knows_its_promise(session: Session, company: Company) -> None:
    told = promise(session, company.marketing, delivery(session, company.logistics))
    with pytest.raises(Refusal, match="not_an_option"):
        gaps.idea_of_gap(session, company.marketing, now=NOW, promise_id=told, group_id=company.group_id,
                         lever="magic", text="Cambiamo il processo")  # fmt: skip
    idea = gaps.idea_of_gap(session, company.marketing, now=NOW, promise_id=told, group_id=company.group_id,
                            lever="waiting", text="Avvisiamo mentre si aspetta")  # fmt: skip
    front = desk(session, company.manager, now=LATER, idea_id=idea).idea
    assert front is not None
    assert front.promise is not None
    assert (front.promise.id, front.promise.told_here, front.figures.lever) == (told, False, "waiting")
    assert asks(session, company.manager, promise_id=told) == ["Avvisiamo mentre si aspetta"]


def test_a_lever_pressed_again_leads_to_the_idea_that_is_there(session: Session, company: Company) -> None:
    told = promise(session, company.marketing, delivery(session, company.logistics))
    lever: dict[str, Any] = {"promise_id": told, "group_id": company.group_id, "lever": "waiting"}
    first = gaps.pull_lever(session, company.marketing, now=NOW, text="Tenuta 86 volte: avvisiamo", **lever)
    again = gaps.pull_lever(session, company.logistics, now=LATER, text="Tenuta 84 volte: avvisiamo", **lever)
    assert (first["there"], again) == (False, {"id": first["id"], "there": True})
    other = gaps.pull_lever(session, company.marketing, now=LATER, text="Di notte", **{**lever, "lever": "process"})
    assert other["there"] is False
    curation.merge_ideas(session, company.facilitator, now=LATER, idea_id=str(first["id"]), into_id=str(other["id"]))
    assert gaps.pull_lever(session, company.marketing, now=LATER, text="Ancora", **lever)["id"] == other["id"]
    curation.split_idea(session, company.facilitator, now=LATER, idea_id=str(first["id"]))
    curation.hide_idea(session, company.facilitator, now=LATER, idea_id=str(first["id"]), reason="Fuori tema")
    assert gaps.pull_lever(session, company.marketing, now=LATER, text="Ancora", **lever)["there"] is False


def test_one_idea_is_like_another_as_the_other_is_like_it(session: Session, company: Company) -> None:
    elena, group = company.facilitator, company.group_id
    long, short, orders, order, now_, soon = (
        ideas.add_idea(session, elena, now=NOW, group_id=group, text=text)
        for text in (
            "La frase sulla consegna uguale nelle sei pagine dei prodotti, più grande.", "Una frase uguale per tutti",
            "Gli ordini della sera stampati in ordine di zona", "Il conto degli ordini di Natale",
            "Ditemelo quando parte il tecnico", "Ditemelo prima, quando manca lo zucchero",
        )
    )  # fmt: skip
    found = {one: [like for like, _ in similar.alike_ideas(session, elena, idea_id=one)]
             for one in (long, short, orders, order, now_, soon)}  # fmt: skip
    assert (found[long], found[short]) == ([short], [long]), "however much else one of them says"
    assert (found[orders], found[order]) == ([], []), "one word, once as one and once as many, is one word"
    assert (found[now_], found[soon]) == ([], []), "words that say nothing by themselves make nothing alike"


def test_similar_ideas_are_proposed(session: Session, company: Company, five: list[str]) -> None:
    assert [one for one, _ in similar.alike_ideas(session, company.manager, idea_id=five[0])] == [five[4]]
    assert similar.alike_ideas(session, company.manager, idea_id=five[3]) == []


def test_a_view_is_kept_for_oneself_or_shared(session: Session, company: Company) -> None:
    marta, rosa = company.marketing, company.logistics
    own = saved_views.save_view(session, marta, now=NOW, name="Le mie", asked="mine=1")
    saved_views.save_view(session, marta, now=NOW, name="Dei bar", asked="q=bar", group_id=company.group_id)
    assert [one.name for one in saved_views.my_views(session, rosa)] == ["Dei bar"]
    assert saved_views.save_view(session, marta, now=NOW, name="LE MIE", asked="mine=1&days=14") == own
    assert [(one.name, one.asked) for one in saved_views.my_views(session, marta)][1] == ("LE MIE", "mine=1&days=14")
    with pytest.raises(NotFound):
        saved_views.remove_view(session, rosa, now=NOW, view_id=own)
    saved_views.remove_view(session, marta, now=NOW, view_id=own)
    with pytest.raises(NotFound):
        saved_views.save_view(session, company.outsider, now=NOW, name="X", asked="", group_id=company.group_id)
