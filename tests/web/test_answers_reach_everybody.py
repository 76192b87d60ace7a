"""A decision reaches whoever it is about: looked at, sent once, in the app and by mail, and ended by one press."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, select

from exchange.mail import NotTaken, Words, letter
from models import decisions, ideas, mail_choices, notices, privacy, reply_all, supports
from models.access import Viewer
from models.digests import Digest
from models.errors import Refusal
from store.doors import reading, writing
from tests.company import NOW, Company
from tests.mail_server import MailServer
from tests.web.conftest import Site
from web.mailing import send_mails

WORDS = "Anche la domenica"
WHY = "Il corriere la domenica non gira."


@pytest.fixture
def post() -> Iterator[MailServer]:
    server = MailServer()
    yield server
    server.close()


def decided(company: Company) -> str:
    def work(session: Session) -> str:
        idea = ideas.add_idea(session, company.customer, now=NOW, group_id=company.group_id, text=WORDS)
        supports.support_idea(session, company.logistics, now=NOW, idea_id=idea)
        return decisions.decide_idea(session, company.manager, now=NOW, idea_id=idea, outcome="no", reason=WHY)

    return writing(work)


def wants_mail(who: Viewer, how: str = "at_once", email: str = "") -> None:
    writing(lambda s: mail_choices.choose_mail(s, who, now=NOW, how=how, email=email))


def send(company: Company, decision_id: str, words: str = WHY) -> dict[str, int]:
    return writing(lambda s: reply_all.send_reply(s, company.manager, now=NOW, decision_id=decision_id, words=words))


def sent(post: MailServer, minutes: int = 0) -> str:
    return send_mails(reading, writing, NOW + timedelta(minutes=minutes), post.office)


def test_everybody_reads_the_answer_once_and_mails_hold_nobody_else_s_words(
    site: Site, company: Company, post: MailServer
) -> None:
    for who in (company.customer, company.logistics):
        wants_mail(who)
    decision_id = decided(company)
    with reading() as session:
        seen = reply_all.reply_preview(session, company.manager, decision_id=decision_id)
        assert {(one.reader, one.people, one.by_mail) for one in seen.groups} == {("said", 1, 1), ("supports", 1, 1)}
        assert notices.unread_count(session, company.customer) == 0
    assert send(company, decision_id, "Di domenica no: il corriere riposa.") == {"people": 2, "by_mail": 2}
    with pytest.raises(Refusal, match="answer_sent"):
        send(company, decision_id)
    site.sign_in(company.customer.person_id or "")
    page = site.get("/mine").text
    assert '<a href="#answer-0">Leggi →</a>' in page
    assert 'id="answer-0"' in page
    assert sent(post) == "2 sent, 0 not"
    assert sent(post, 1) == "nothing due"
    own, other = sorted(post.taken, key=lambda mail: WORDS not in mail.as_string())
    assert WORDS in own.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert all(words not in other.as_string() for words in (WORDS, "riposa", WHY))
    assert own["Content-Language"] in ("it", "en")
    assert own["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    way_out = re.fullmatch(r"<http://localhost:8501(/mail/stop/\S+)>", own["List-Unsubscribe"])
    assert way_out is not None
    # A mail program presses without a page of ours; looking changes nothing.
    assert site.get(way_out[1]).status_code == 200
    pressed = site.ask("POST", way_out[1], headers={"Origin": ""}, data={"List-Unsubscribe": "One-Click"})
    assert pressed.status_code == 200
    assert site.ask("POST", way_out[1][:-3] + "000", headers={"Origin": ""}).status_code == 404
    with reading() as session:
        assert mail_choices.my_mail_choice(session, company.customer).how == "never"
        assert mail_choices.my_mail_choice(session, company.logistics).how == "at_once"


def test_what_was_not_taken_is_tried_again_and_what_nobody_can_know_is_not(company: Company, post: MailServer) -> None:
    wants_mail(company.customer)
    wants_mail(company.logistics)
    send(company, decided(company))
    post.next_answers.extend(["refuse", "break"])
    assert sent(post) == "0 sent, 2 not"
    assert sent(post, 2) == "1 sent, 0 not"
    assert sent(post, 3000) == "nothing due"
    assert len(post.taken) == 1


def test_a_weekly_mail_comes_once_a_week_whatever_the_clock_on_the_wall_does(
    company: Company, post: MailServer
) -> None:
    # The clocks go back on 25 October: the hour from two to three is there twice.
    asked = datetime(2026, 10, 18, 0, 30, tzinfo=UTC)
    person = company.customer.person_id or ""
    writing(lambda s: mail_choices.choose_mail(s, company.customer, now=asked, how="weekly"))
    moment = asked + timedelta(hours=1)
    writing(lambda s: notices.tell(s, person_id=person, kind="decision_undone", facts={"idea": "x"}, now=moment))
    told = [
        send_mails(reading, writing, asked + timedelta(days=7, hours=hours), post.office) for hours in (-1, 0, 1, -1, 2)
    ]
    assert told == ["nothing due", "1 sent, 0 not", "nothing due", "nothing due", "nothing due"]


def test_erasing_somebody_reaches_what_still_waits(company: Company, post: MailServer) -> None:
    wants_mail(company.customer)
    send(company, decided(company))
    post.next_answers.append("refuse")
    sent(post)
    writing(lambda s: privacy.erase_person(s, company.customer, now=NOW))
    assert sent(post, 5) == "nothing due"
    with reading() as session:
        assert session.exec(select(Digest)).all() == []


def test_a_guest_s_address_is_written_to_only_after_whoever_reads_it_said_yes(
    site: Site, company: Company, post: MailServer
) -> None:
    with pytest.raises(Refusal, match="email_missing"):
        wants_mail(company.guest)
    wants_mail(company.guest, email="Ospite@Example.com")
    writing(lambda s: notices.tell(s, person_id=company.guest.person_id or "", kind="decision_undone",
                                   facts={"idea": "x"}, now=NOW))  # fmt: skip
    assert sent(post) == "1 sent, 0 not"
    (asked,) = post.taken
    assert asked["To"] == "ospite@example.com"
    link = re.search(r"/mail/confirm/\S+", asked.get_body(("plain",)).get_content())  # type: ignore[union-attr]
    assert link is not None
    assert site.post(link[0], {}).status_code == 200
    assert sent(post, 1) == "1 sent, 0 not"


def test_no_header_is_forged_by_what_somebody_typed() -> None:
    words = Words("Ciao\r\nBcc: a@b.it", ("<b>x</b>\nBcc: c@d.it",), "B", "http://x", "L", "S", "http://s")
    what = {"at": NOW, "message_id": "1", "host": "x", "language": "it", "sender": "r@example.com"}
    mail = letter(words, company="Tostalba\nCc: z@z.it", to="a@example.com", **what)  # type: ignore[arg-type]
    assert mail["Bcc"] is None
    assert mail["Cc"] is None
    assert "&lt;b&gt;" in mail.get_body(("html",)).get_content()  # type: ignore[union-attr]
    for wrong in ("a@example.com\nBcc: b@b.it", "a@b.it, c@d.it", ""):
        with pytest.raises(NotTaken, match="address"):
            letter(words, company="T", to=wrong, **what)  # type: ignore[arg-type]
