"""Can we say it? The cases answer, in the words of the question; what is in doubt is asked back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session, func, select

from analysis.verdict import Verdict
from models import competitors, touchpoints, wordings
from models.access import NOBODY, Viewer
from models.activity import Activity
from models.errors import NotFound, Refusal
from models.saying import Reply, can_we_say
from store.doors import counting, reading
from tests.company import NOW, Company, found
from tests.conftest import Database
from tests.models.promising import LATER, bring, delivery, orders, promise
from words.asking import question_of
from words.saying import doubt_sentence, sayable, sentences, understood, which_sentence
from words.speech import speech

IT, EN = speech("it"), speech("en")


@pytest.fixture
def company(database: Database) -> Iterator[Company]:
    """Four hundred orders: six of seven arrive in 40 hours, the others in three days. Told on the site, by agents."""
    with Session(bind=database.connection, join_transaction_mode="create_savepoint") as session:
        made = found(session)
        process_id = delivery(session, made.logistics)
        bring(session, made.logistics, process_id, orders())
        promise_id = promise(session, made.marketing, process_id)
        stage = touchpoints.stages_all(session, made.manager)[2].id
        for name, words, amount, unit in (
            ("Sito", "A casa tua in 48 ore", 2, "d"), ("Agenti", "Domani mattina è da lei", 1, "d"),
        ):  # fmt: skip
            place = touchpoints.add_touchpoint(session, made.administrator, now=NOW, name=name, stage_id=stage)
            wordings.add_wording(session, made.marketing, now=NOW, promise_id=promise_id, touchpoint_id=place,
                                 words=words, amount=amount, unit=unit)  # fmt: skip
        competitors.add_competitor(session, made.marketing, now=NOW, promise_id=promise_id, name="Nerofondo",
                                   claim="24/48 h", low=1, high=2, unit="d", seen_on=NOW.date())  # fmt: skip
        session.commit()
        yield made


def reply(viewer: Viewer, sentence: str, *, at: str = "", about: str = "", chosen: str = "", days: float = 0) -> Reply:
    question = question_of(sentence, touchpoint_id=at, chosen=chosen)
    return can_we_say(reading, viewer, now=LATER + timedelta(days=days), asked=question, promise_id=about,
                      touchpoint_id=at)  # fmt: skip


def said(viewer: Viewer, sentence: str, *, at: str = "", days: float = 0, english: bool = False) -> str:
    found_reply = reply(viewer, sentence, at=at, days=days)
    assert found_reply.answer is not None
    voice = EN if english else IT
    return " ".join(sentences(voice, question_of(sentence, touchpoint_id=at), found_reply.answer))


def point(company: Company, name: str) -> str:
    with reading() as session:
        return next(p.id for p in touchpoints.touchpoints_all(session, company.marketing) if p.name == name)


def test_what_does_not_hold_is_said_with_what_may_be_said_instead(company: Company) -> None:
    assert said(company.marketing, "consegna in 24 ore") == (
        "Non regge: 0 su 100. Puoi dire «in 3 giorni» (100 su 100). Sul sito c'è scritto 48 ore. "
        "Un concorrente dice 1-2 giorni."
    )
    assert said(company.marketing, "delivery within two days", english=True).startswith(
        "Does not hold: 86 of 100. You can say “in 3 days” (100 of 100). Agenti: there it says “Domani mattina”."
    )
    answer = reply(company.marketing, "Consegniamo domani!").answer
    assert answer is not None
    question = question_of("Consegniamo domani!")
    assert sayable(IT, question, answer) == "Consegniamo in 3 giorni!"
    assert understood(IT, question, answer) == (
        "Ho capito: 1 giorno, per la promessa «A casa tua in 48 ore». Il nome di un giorno vale il giorno intero."
    )


def test_what_holds_may_be_said_as_it_was_typed(company: Company) -> None:
    assert said(company.marketing, "consegna in 3 giorni").startswith("Regge: 100 su 100. Puoi dirlo.")
    assert said(company.marketing, "consegna in 5 giorni").startswith(
        "Regge: 100 su 100. Puoi dirlo, e perfino «in 3 giorni» (100 su 100)."
    )
    answer = reply(company.marketing, "consegna in 3 giorni").answer
    assert answer is not None
    assert sayable(IT, question_of("consegna in 3 giorni"), answer) == "consegna in 3 giorni"


def test_always_is_never_promised(company: Company) -> None:
    question = question_of("sempre consegna in 3 giorni")
    assert said(company.marketing, question.sentence).startswith("Regge: 100 su 100. Puoi dirlo, ma senza «sempre».")
    answer = reply(company.marketing, question.sentence).answer
    assert answer is not None
    assert sayable(IT, question, answer) == ""


def test_another_share_than_the_promise_s_is_judged_by_its_own_bar(company: Company) -> None:
    assert said(company.marketing, "consegna in 48 ore 8 volte su 10").startswith("Regge: 86 su 100.")
    assert said(company.marketing, "consegna in 48 ore 9 volte su 10").startswith(("Non regge", "In bilico"))


def test_where_one_stands_comes_first(company: Company) -> None:
    assert "Qui c'è scritto «Domani mattina»." in said(company.marketing, "consegna in 3 giorni",
                                                       at=point(company, "Agenti"))  # fmt: skip


def test_in_doubt_it_is_asked_and_the_choice_is_taken(company: Company) -> None:
    vague = reply(company.marketing, "roba bella in 24 ore")
    assert vague.answer is None
    assert [one.terms.sentence for one in vague.likely] == ["A casa tua in 48 ore"]
    assert which_sentence(IT) == "Di quale promessa si tratta?"
    taken = reply(company.marketing, "roba bella in 24 ore", about=vague.likely[0].key)
    assert taken.answer is not None
    assert taken.answer.asked.verdict is Verdict.NOT_SUPPORTABLE
    assert question_of("consegna in 3").must_choose
    assert doubt_sentence(IT, question_of("consegna in 3")) == "Un numero da solo non è un tempo. Quale intendi?"
    chosen = reply(company.marketing, "consegna in 3", chosen="3|d").answer
    assert chosen is not None
    assert chosen.asked.verdict is Verdict.SUPPORTED
    with pytest.raises(NotFound):
        reply(company.marketing, "consegna in 24 ore", about="0" * 32)


def test_working_days_are_asked_back_unless_the_promise_counts_them(company: Company) -> None:
    question = question_of("consegna in 3 giorni lavorativi")
    answer = reply(company.marketing, question.sentence).answer
    assert answer is not None
    assert question.still_asks(answer.terms)
    chosen = reply(company.marketing, question.sentence, chosen="5|d").answer
    assert chosen is not None
    assert (chosen.asked.amount, chosen.asked.unit, chosen.asked.verdict) == (5, "d", Verdict.SUPPORTED)
    counted = replace(answer.subject.rows[0], terms=replace(answer.terms, business=True))
    assert question.figure(replace(answer.subject, rows=(counted,))) == (3, "d")
    assert not question.still_asks(counted.terms)


def test_without_a_figure_the_promise_itself_is_judged_by_its_name(company: Company) -> None:
    assert said(company.marketing, "consegna").startswith("«A casa tua in 48 ore» non regge: 86 su 100.")
    soon = question_of("consegna subito")
    assert doubt_sentence(IT, soon) == "«Subito» non è una cifra: scrivi quanto tempo."
    assert said(company.marketing, "consegna subito").startswith("«A casa tua in 48 ore» non regge")


def test_old_data_answer_nothing(company: Company) -> None:
    late = said(company.marketing, "consegna in 3 giorni", days=100)
    assert late.startswith("Pochi dati: questi sono troppo vecchi. Finché non arrivano dati nuovi, nessuna cifra")
    answer = reply(company.marketing, "consegna in 3 giorni", days=100).answer
    assert answer is not None
    assert sayable(IT, question_of("consegna in 3 giorni"), answer) == ""


def test_a_process_without_data_answers_nothing(session: Session) -> None:
    made = found(session)
    promise(session, made.marketing, delivery(session, made.logistics))
    session.commit()
    assert said(made.marketing, "consegna in 24 ore") == (
        "Pochi dati: ancora nessun caso da giudicare. Finché non arrivano dati nuovi, nessuna cifra è onesta."
    )


def test_asking_stores_nothing_and_asks_the_database_little(company: Company) -> None:
    with reading() as session:
        before = session.exec(select(func.count()).select_from(Activity)).one()
    with counting() as first:
        reply(company.marketing, "consegna in 26 ore")
    with counting() as again:
        reply(company.marketing, "consegna in 26 ore")
    with counting() as other:
        reply(company.marketing, "consegna in 30 ore")
    assert len(again.statements) <= 13
    # The cases are read once; another figure is read off the curve that is there.
    assert len(first.statements) == len(again.statements) + 1
    assert len(other.statements) == len(again.statements)
    with reading() as session:
        assert session.exec(select(func.count()).select_from(Activity)).one() == before


def test_customers_guests_and_strangers_are_told_no(company: Company) -> None:
    for viewer in (company.customer, company.guest, NOBODY):
        with pytest.raises(Refusal, match=r"not_allowed|not_signed_in"):
            reply(viewer, "consegna in 24 ore")
