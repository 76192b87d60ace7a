"""Search forgives accents and plurals, takes every sign as it stands, and knows at once what was written or erased."""

import pytest
from sqlmodel import Session, select

from models import curation, ideas, privacy, touchpoints
from models.curation import ImportedIdea
from models.feedback import Feedback
from models.feedback_heard import record_feedback
from models.ideas import Idea
from models.search import Asked, build_search, forms_of, matching_feedback, matching_ideas
from tests.company import NOW, Company, found


@pytest.fixture
def company(session: Session) -> Company:
    return found(session)


def bring(session: Session, company: Company, *texts: str) -> None:
    curation.import_ideas(
        session, company.facilitator, now=NOW, group_id=company.group_id, ideas=[ImportedIdea(text=t) for t in texts]
    )


def says(session: Session, words: str) -> set[str]:
    """Found however the database is asked: from what was found, and along a list."""
    ways = [set(session.exec(select(Idea.text).where(matching_ideas(session, words, how))).all()) for how in Asked]
    assert ways == [ways[0]] * len(ways), words
    return ways[0]


def test_accents_plurals_elisions_and_half_typed_words(session: Session, company: Company) -> None:
    texts = {
        "pacco": "Il pacco è arrivato perché Rosa l’ha spedito",
        "orders": "Two orders were late at the shop’s counter",
        "idea": "Un'idea per l'ufficio: più caffè",
        "ora": "Tra un'ora",
    }
    bring(session, company, *texts.values())
    for asked, meant in (
        ("pacchi", "pacco"), ("PERCHE", "pacco"), ("perché pacco", "pacco"), ("spedit", "pacco"), ("arriv", "pacco"),
        ("order", "orders"), ("shops counters", "orders"), ("«orders»", "orders"), ("l'idea", "idea"),
        ("uffici", "idea"), ("caffe'", "idea"), ("ora", "ora"),
    ):  # fmt: skip
        assert says(session, asked) == {texts[meant]}, asked
    assert says(session, "pacco orders") == set(), "every word must occur"
    assert says(session, "arriv pacco") == set(), "only the last word may be half typed"
    assert says(session, "  ") == set(texts.values())
    assert says(session, "or") == {texts["orders"], texts["ora"]}
    assert {"pacco", "pacchi", "pacc"} <= set(forms_of("pacchi"))
    assert forms_of("tb1") == ["tb1"]


@pytest.mark.parametrize("asked", ["'; DROP TABLE ideas; --", '"', "'", "\\", "* OR *", "a:*", "NEAR(", "()", "(\x00"])
def test_signs_of_any_query_language_are_only_signs(session: Session, company: Company, asked: str) -> None:
    bring(session, company, "Tre giorni certi")
    assert says(session, asked) in (set(), {"Tre giorni certi"})
    assert says(session, "certi") == {"Tre giorni certi"}


def test_what_is_no_word_is_looked_for_as_it_stands(session: Session, company: Company) -> None:
    bring(session, company, "Sconto del 10%", "Il campo nome_utente", "Grazie😀 davvero", "Niente di tutto questo")
    assert says(session, "%") == {"Sconto del 10%"}
    assert says(session, "_") == {"Il campo nome_utente"}
    assert says(session, "😀") == {"Grazie😀 davvero"}
    assert says(session, "10%") == {"Sconto del 10%"}


def test_it_is_true_after_every_write(session: Session, company: Company) -> None:
    idea = ideas.add_idea(session, company.customer, now=NOW, group_id=company.group_id, text="Anche la domenica")
    assert says(session, "domeniche") == {"Anche la domenica"}
    ideas.change_idea(session, company.customer, now=NOW, idea_id=idea, text="Anche il sabato")
    assert (says(session, "domenica"), says(session, "sabati")) == (set(), {"Anche il sabato"})
    privacy.erase_person(session, company.customer, now=NOW, words=True)
    assert says(session, "sabato") == set()
    session.delete(session.get(Idea, idea))
    session.flush()
    assert says(session, "") == set()


def test_an_index_that_lost_its_rows_is_made_anew_at_the_next_start(session: Session, company: Company) -> None:
    if session.get_bind().dialect.name != "sqlite":
        return
    told = ["Anche la domenica"]
    bring(session, company, *told)
    connection = session.connection()
    for what, spoiled in (
        ("a copy numbered the rows anew", "UPDATE ideas SET rowid = rowid + 7"),
        ("a table was rebuilt, its triggers gone", "DROP TRIGGER ideas_search_new"),
        ("an earlier version made it", "ALTER TABLE ideas_search_rows RENAME TO ideas_search_ids"),
    ):
        connection.exec_driver_sql(spoiled)
        told.append(f"Anche: {what}")
        bring(session, company, told[-1])
        build_search(connection)
        assert says(session, "anche") == set(told), what
    left = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE name LIKE '%search_ids'").all()
    assert left == []


def test_feedback_is_found_by_the_same_means(session: Session, company: Company) -> None:
    touchpoints.lay_stages(session, "it")
    stage = touchpoints.stages_all(session, company.manager)[3]
    shop = touchpoints.add_touchpoint(session, company.manager, now=NOW, name="Bottega", stage_id=stage.id)
    said = record_feedback(
        session, company.logistics, now=NOW, touchpoint_id=shop, source="phone", face=2, words="Pacchi fermi a Imola.."
    )
    for asked in ("pacco", "imola ferm", "fermo"):
        for how in Asked:
            found = session.exec(select(Feedback.id).where(matching_feedback(session, asked, how))).all()
            assert found == [said], (asked, how)
