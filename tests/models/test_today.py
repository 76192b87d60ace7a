"""What Home says needs one today: worst first, never more than five lines, and only what one may see."""

from datetime import UTC, datetime, time, timedelta

import pytest

from models import conduct, decisions, ideas, meetings, promises, signatures, verdicts
from models.access import Viewer
from models.next_up import Projected
from models.processes import processes_all
from models.today import Today, today_view
from models.today_lines import MOST_LINES, Line, Need, worst_first
from store.doors import counting, reading, writing
from tests.company import NOW, Company, found
from tests.conftest import Database
from tests.models.promising import LATER, D, bring, delivery, orders, promise
from words.speech import speech
from words.today import home_title, line_sentence, line_way

IT = speech("it")


@pytest.fixture
def company(database: Database) -> Company:
    return writing(found)


def look(viewer: Viewer, days: float = 1) -> Today:
    with reading() as session:
        return today_view(session, viewer, now=NOW + timedelta(days=days))


def needs(viewer: Viewer, days: float = 1) -> list[Need]:
    return [line.need for line in look(viewer, days).lines]


def in_use(company: Company, sentence: str = "A casa tua in 48 ore", *, late_every: int = 7) -> str:
    """A promise in use, told with data, whose keeper was asked."""
    process_id = writing(lambda s: delivery(s, company.logistics))
    writing(lambda s: bring(s, company.logistics, process_id, orders(late_every=late_every)))
    promise_id = writing(lambda s: promise(s, company.marketing, process_id, sentence=sentence))
    writing(lambda s: promises.start_using(s, company.marketing, now=NOW, promise_id=promise_id))
    verdicts.refresh_verdict(reading, writing, company.marketing, promise_id=promise_id, now=LATER)
    return promise_id


def write(company: Company, text: str = "Anche la domenica") -> str:
    return writing(lambda s: ideas.add_idea(s, company.customer, now=NOW, group_id=company.group_id, text=text))


def test_an_empty_company_is_empty(company: Company) -> None:
    seen = look(company.marketing)
    assert seen.is_empty
    assert seen.lines == []
    assert seen.promised == 0
    assert home_title(IT, 0, 0) == "Non c'è ancora nessuna promessa."


def test_a_promise_that_does_not_hold_stands_first_with_its_figures(company: Company) -> None:
    promise_id = in_use(company)
    seen = look(company.manager)
    assert not seen.is_empty
    assert (seen.promised, seen.holding) == (1, 0)
    line = seen.lines[0]
    assert (line.need, line.promise_id) == (Need.FAILS, promise_id)
    said = line_sentence(IT, line.need, line.facts, line.facts["sentence"])
    assert said == "«A casa tua in 48 ore» non regge: 86 su 100 invece di 95."
    assert line_way(IT, line.need) == "Vedi la promessa"


def test_whoever_must_keep_it_is_asked_until_they_answer(company: Company) -> None:
    promise_id = in_use(company, late_every=1000)
    writing(lambda s: promises.ask_keeper(s, company.marketing, now=NOW, promise_id=promise_id))
    assert Need.SIGN in needs(company.logistics)
    assert Need.ONE_OAR in needs(company.marketing)
    writing(
        lambda s: signatures.sign_promise(s, company.logistics, now=NOW, promise_id=promise_id, version=1, answer="yes")
    )
    assert Need.SIGN not in needs(company.logistics)
    assert needs(company.marketing) == []
    assert (look(company.marketing).promised, look(company.marketing).holding) == (1, 1)


def test_data_too_old_are_said(company: Company) -> None:
    in_use(company)
    assert Need.STALE in needs(company.manager, days=120)


def test_an_idea_without_a_decision_waits_from_the_fourteenth_day_on(company: Company) -> None:
    idea_id = write(company)
    assert needs(company.manager, days=13.9) == []
    line = look(company.manager, days=31).lines[0]
    assert (line.need, line.facts) == (Need.WAITING, {"number": 1, "oldest_days": 31})
    write(company, "Un'altra")
    assert look(company.manager, days=31).lines[0].facts["number"] == 2
    writing(
        lambda s: decisions.decide_idea(
            s, company.manager, now=NOW, idea_id=idea_id, outcome="no", reason="Non si può."
        )
    )
    assert look(company.manager, days=31).lines[0].facts["number"] == 1


def test_nobody_sees_lines_of_a_group_they_are_not_in(company: Company) -> None:
    write(company)
    for somebody in (company.outsider, company.administrator, company.guest, company.removed):
        assert needs(somebody, days=31) == []
        assert look(somebody, days=31).ideas == {}


def test_a_customer_sees_no_promise_and_no_voices_here(company: Company) -> None:
    in_use(company)
    seen = look(company.customer)
    assert seen.promised == 0
    assert seen.voices is None
    assert seen.data_as_of is None


def test_there_are_never_more_than_five_lines_and_the_worst_stay(company: Company) -> None:
    process_id = writing(lambda s: delivery(s, company.logistics))
    for number in range(8):
        promise_id = writing(lambda s, n=number: promise(s, company.marketing, process_id, sentence=f"Promessa {n}"))  # type: ignore[misc]
        writing(lambda s, p=promise_id: promises.start_using(s, company.marketing, now=NOW, promise_id=p))  # type: ignore[misc]
    write(company)
    seen = look(company.manager, days=31)
    assert len(seen.lines) == MOST_LINES
    assert seen.lines[0].need is Need.WAITING


def test_home_asks_no_more_questions_with_more_promises(company: Company) -> None:
    in_use(company)
    with reading() as session:
        process_id = processes_all(session, company.marketing)[0].id
    with counting() as few:
        look(company.manager)
    for number in range(6):
        writing(lambda s, n=number: promise(s, company.marketing, process_id, sentence=f"Promessa {n}"))  # type: ignore[misc]
        write(company, f"Idea {number}")
    with counting() as many:
        look(company.manager)
    assert many.number == few.number <= 17


@pytest.mark.parametrize(
    ("promised", "hold", "title"),
    [
        (9, 3, "Delle 9 cose che promettiamo, 3 reggono."),
        (9, 1, "Delle 9 cose che promettiamo, 1 regge."),
        (1, 1, "Promettiamo una cosa, e regge."),
        (1, 0, "Promettiamo una cosa. Non regge ancora."),
    ],
)
def test_the_title_is_the_answer(promised: int, hold: int, title: str) -> None:
    assert home_title(IT, promised, hold) == title


def test_a_verdict_that_changed_since_one_was_here_is_said_first_and_a_better_one_too(company: Company) -> None:
    promise_id = in_use(company, late_every=1000)
    with reading() as session:
        process_id = processes_all(session, company.marketing)[0].id
    assert look(company.manager, days=20).usable[0].sentence == "A casa tua in 48 ore"
    late, now = D + timedelta(days=21), NOW + timedelta(days=21)
    writing(lambda s: bring(s, company.logistics, process_id, orders(late_every=3, over=20, first=1000, at=late),
                            at=late, now=now, name="dopo.xlsx"))  # fmt: skip
    verdicts.refresh_verdict(reading, writing, company.marketing, promise_id=promise_id, now=now)
    line = look(company.manager, days=22).lines[0]
    assert (line.need, line.facts["before"]) == (Need.WORSE, "supported")
    said = line_sentence(IT, line.need, line.facts, line.facts["sentence"])
    assert said.startswith("«A casa tua in 48 ore» non regge più:")
    # A week later it is no news: it simply does not hold.
    assert look(company.manager, days=30).lines[0].need is Need.FAILS
    assert look(company.manager, days=30).usable == []


def test_what_is_due_today_is_asked_and_a_month_later_no_more(company: Company) -> None:
    idea_id = write(company, "Un terzo operatore")
    writing(lambda s: decisions.decide_idea(s, company.manager, now=NOW, idea_id=idea_id, outcome="do",
                                            until=NOW.date() + timedelta(days=3)))  # fmt: skip
    assert needs(company.manager, days=2) == []
    line = look(company.manager, days=3).lines[0]
    assert line_sentence(IT, line.need, line.facts, "Un terzo operatore.") == "Oggi si verifica: «Un terzo operatore»."
    assert needs(company.manager, days=5) == [Need.CHECK]
    assert needs(company.manager, days=40) == []
    assert needs(company.outsider, days=3) == []


def test_of_many_alike_the_worst_stand_there_and_say_how_many_more() -> None:
    many = [Line(Need.FAILS, {"n": n}, str(n)) for n in range(4)] + [Line(Need.EDGE, {"n": n}) for n in range(3)]
    shown = worst_first([*many, Line(Need.SIGN)])
    assert [(line.need, line.more) for line in shown] == [
        (Need.FAILS, 0), (Need.FAILS, 0), (Need.FAILS, 1), (Need.SIGN, 0), (Need.EDGE, 2)
    ]  # fmt: skip
    assert [line.need for line in worst_first([Line(need) for need in reversed(Need)])] == list(Need)[:5]


def test_who_keeps_sees_the_cases_about_to_miss_and_who_promises_what_may_be_said(company: Company) -> None:
    in_use(company)
    keeper, maker = look(company.logistics, days=0.5), look(company.marketing, days=0.5)
    assert (keeper.face, maker.face) == ("keeps", "promises")
    assert [line.promise_id for line in keeper.care] != []
    assert maker.care == []
    assert keeper.unbacked == 0
    assert look(company.manager, days=120).unbacked == 1


def test_home_knows_the_next_workshop_of_ones_own_groups_only(company: Company) -> None:
    day = NOW.date() + timedelta(days=9)
    for title, on in (("Dopo", day + timedelta(days=9)), ("Natale", day)):
        writing(lambda s, t=title, o=on: conduct.create_workshop(  # type: ignore[misc]
            s, company.facilitator, now=NOW, group_id=company.group_id, title=t, planned_on=o,
            questions=["Che cosa?", "Quali?"]))  # fmt: skip
    meeting = look(company.marketing).meeting
    assert meeting is not None
    assert (meeting.title, meeting.on, meeting.at, meeting.may_prepare) == ("Natale", day, None, False)
    # The rhythm of the group says the hour; on the day, its screen is what whoever conducts projects.
    writing(lambda s: meetings.plan_meetings(s, company.facilitator, now=NOW, group_id=company.group_id,
                                             every="once", first_on=day, at=time(16)))  # fmt: skip
    meeting = look(company.marketing).meeting
    assert meeting is not None
    assert (meeting.title, meeting.at) == ("Natale", datetime.combine(day, time(15), UTC))
    assert look(company.facilitator).projected == Projected()
    assert look(company.facilitator, days=9).projected == Projected(workshop_id=meeting.workshop_id)
    assert look(company.marketing, days=9).projected is None
    assert look(company.outsider).meeting is None
    assert look(company.marketing, days=30).meeting is None
