"""Law 8, for ideas: what came in can be taken back while nobody has acted on it, and nothing is deleted."""

from typing import Any

import pytest
from sqlmodel import Session

from models import activity, comments, conduct, curation, decisions, ideas, options, supports
from models.imports import imports_of
from models.rounds import rounds_in
from store.doors import reading, writing
from tests.company import Company, found
from tests.conftest import Database
from tests.models.bringing import LATER, bring, keys, records, refused, row, said, several, undo


@pytest.fixture
def company(database: Database) -> Company:
    return writing(found)


def test_an_import_is_one_line_in_the_record_and_so_is_its_undoing(company: Company) -> None:
    before = records()
    import_id = bring(company, several(40))
    undo(company, import_id)
    assert records() == before + 2
    with reading() as session:
        history = activity.history_of(session, "import", import_id)
    assert [(line.verb, line.person_id) for line in history] == [
        ("undo", company.facilitator.person_id), ("import", company.facilitator.person_id),
    ]  # fmt: skip


def test_undone_its_ideas_are_out_of_sight_and_none_is_deleted(company: Company) -> None:
    bring(company, [row("Resta")], sha256="b")
    import_id = bring(company, several(3), now=LATER)
    assert undo(company, import_id) == 3
    assert (said(company), len(keys(company))) == (["Resta"], 4)
    assert refused(undo, company, import_id).code == "import_undone"
    with reading() as session:
        newest, older = imports_of(session, company.manager, group_id=company.group_id)
    assert (newest.undone_at, newest.rows, newest.by, older.undone_at) == (LATER, 3, "Elena Mazzotti", None)


def support(session: Session, company: Company, idea_id: str) -> None:
    supports.support_idea(session, company.customer, now=LATER, idea_id=idea_id)


def comment(session: Session, company: Company, idea_id: str) -> None:
    comments.add_comment(session, company.customer, now=LATER, idea_id=idea_id, text="Sì")


def decide(session: Session, company: Company, idea_id: str) -> None:
    decisions.decide_idea(session, company.manager, now=LATER, idea_id=idea_id, outcome="do")


def choose(session: Session, company: Company, idea_id: str) -> None:
    workshop = conduct.create_workshop(
        session, company.facilitator, now=LATER, group_id=company.group_id, title="Natale", planned_on=LATER.date(),
        questions=["Che cosa?", "Quali?"],
    )  # fmt: skip
    vote = rounds_in(session, workshop)[1]
    options.choose_options(session, company.facilitator, now=LATER, round_id=vote.id, idea_ids=[idea_id])


def merge(session: Session, company: Company, idea_id: str) -> None:
    other = ideas.add_idea(session, company.marketing, now=LATER, group_id=company.group_id, text="Un'altra")
    curation.merge_ideas(session, company.facilitator, now=LATER, idea_id=other, into_id=idea_id)


def hide(session: Session, company: Company, idea_id: str) -> None:
    curation.hide_idea(session, company.facilitator, now=LATER, idea_id=idea_id, reason="Doppia")


@pytest.mark.parametrize("act", [support, comment, decide, choose, merge, hide], ids=lambda act: act.__name__)
def test_once_somebody_acted_on_one_of_them_the_import_stays(company: Company, act: Any) -> None:
    import_id = bring(company, several(3))
    idea_id = keys(company)[0]
    writing(lambda s: act(s, company, idea_id))
    before = len(said(company))
    refusal = refused(undo, company, import_id)
    assert (refusal.code, refusal.facts["count"], len(said(company))) == ("import_touched", 1, before)
    with reading() as session:
        assert imports_of(session, company.facilitator, group_id=company.group_id)[0].touched == 1


def test_a_support_that_was_taken_back_leaves_the_import_untouched(company: Company) -> None:
    import_id = bring(company, several(3))
    idea_id = keys(company)[0]
    writing(lambda s: support(s, company, idea_id))
    writing(lambda s: supports.take_support_back(s, company.customer, now=LATER, idea_id=idea_id))
    assert undo(company, import_id) == 3
