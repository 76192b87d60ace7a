"""You said, we did: in the reader's language, only what is published, and never a figure that somebody typed."""

import pytest
from sqlmodel import Session

from models import decisions, ideas, public_answers
from models.errors import Refusal
from store.doors import reading, writing
from tests.company import NOW, Company
from tests.web.conftest import Site
from web import pace
from web.public_answers import forget


@pytest.fixture(autouse=True)
def _unhurried() -> None:
    pace.forgive()
    forget()


def test_an_entry_is_written_from_a_decided_idea_published_and_taken_off(site: Site, company: Company) -> None:
    def work(session: Session) -> str:
        idea = ideas.add_idea(session, company.customer, now=NOW, group_id=company.group_id, text="Dite quando arriva")
        decisions.decide_idea(session, company.manager, now=NOW, idea_id=idea, outcome="do",
                              reason="Oggi ci riusciamo 86 volte su 100. Diciamo tre giorni.")  # fmt: skip
        begin = public_answers.proposed_answer(session, company.manager, idea_id=idea)
        assert (begin.said, begin.done) == ("Dite quando arriva", "Diciamo tre giorni.")
        return public_answers.write_answer(session, company.manager, now=NOW, idea_id=idea, said=begin.said,
                                           done=begin.done, said_en="Say when", done_en="Three days.")  # fmt: skip

    entry = writing(work)
    for path in ("/avete-detto", "/you-said?lang=en"):
        assert "Dite quando" not in site.get(path).text
    forget()
    writing(lambda s: public_answers.publish_answer(s, company.manager, now=NOW, entry_id=entry))
    assert "Diciamo tre giorni." in site.get("/avete-detto?lang=it").text
    assert "Three days." in site.get("/you-said?lang=en").text
    writing(lambda s: public_answers.publish_answer(s, company.manager, now=NOW, entry_id=entry, published=False))
    forget()
    assert "tre giorni" not in site.get("/avete-detto?lang=it").text
    with reading() as session:
        with pytest.raises(Refusal, match="figure_by_hand"):
            public_answers.write_answer(session, company.manager, now=NOW, said="Quando?", done="Ora 92 su 100.")
        for stranger in (company.customer, company.marketing, company.guest):
            with pytest.raises(Refusal, match="not_allowed"):
                public_answers.write_answer(session, stranger, now=NOW, said="a", done="b")
