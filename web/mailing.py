"""The mails that are due, one at a time: claimed, put into words, handed over, and what came of it noted.

A tick sends for a few seconds and goes on at the next one. Without a mail server in the settings nothing is queued.
"""

import time
from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage
from urllib.parse import urlsplit

from exchange.mail import NobodyKnows, NotTaken, PostOffice, Words, hand_over, letter
from models.digests import Letter, Mail, Sent, claim_digest, digest_done, queue_digests
from models.installation import company_view
from store.settings import Settings, settings
from store.tick import Reading, Writing
from words.mails import confirm_lines, last_line, news_lines, news_subject
from words.speech import speech

SECONDS_A_TICK = 20.0


def post_office(chosen: Settings) -> PostOffice | None:
    """The mail server of the settings; None when no mail goes out."""
    if not chosen.mails:
        return None
    return PostOffice(
        chosen.smtp_host, chosen.smtp_port, chosen.smtp_security, chosen.smtp_user, chosen.smtp_password,
        chosen.mail_from,
    )  # fmt: skip


def send_mails(
    reading: Reading, writing: Writing, now: datetime, office: PostOffice | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> str:  # fmt: skip
    """Queue what is due and send it. Returns what came of it, for the operator."""
    office = office or post_office(settings())
    if office is None:
        return "no mail server"
    writing(lambda session: queue_digests(session, now=now))
    with reading() as session:
        company = company_view(session).company or "Due Remi"
    began, sent, failed = clock(), 0, 0
    while clock() - began < SECONDS_A_TICK:
        found: Letter | None = writing(lambda session: claim_digest(session, now=now))
        if found is None:
            break
        outcome, problem = _tried(office, found, company, now)
        ended = writing(lambda session, it=found, o=outcome, p=problem: digest_done(  # type: ignore[misc]
            session, now=now, digest_id=it.digest_id, outcome=o, problem=p))  # fmt: skip
        sent, failed = (sent + 1, failed) if ended is Sent.SENT else (sent, failed + 1)
    return f"{sent} sent, {failed} not" if sent or failed else "nothing due"


def _tried(office: PostOffice, found: Letter, company: str, now: datetime) -> tuple[Sent, str]:
    try:
        hand_over(office, composed(found, office.sender, company, now), to=found.address)
    except NotTaken as why:
        return (Sent.WAITING if why.again else Sent.GIVEN_UP), why.problem
    except NobodyKnows:
        return Sent.UNSURE, "broke"
    return Sent.SENT, ""


def composed(found: Letter, sender: str, company: str, now: datetime) -> EmailMessage:
    """The message of one letter, in the reader's language."""
    say, site = speech(found.language), settings().public_url
    stop = {"stop": say("No more mails"), "stop_address": f"{site}/mail/stop/{found.stop_token}"}
    if found.what is Mail.CONFIRM:
        words = Words(
            say("%(company)s: is this your address?", company=company), confirm_lines(say, company),
            say("Yes, write to me"), f"{site}/mail/confirm/{found.confirm_token}",
            say("Nobody is written to who did not ask for it."), **stop,
        )  # fmt: skip
    else:
        number = len(found.items) + found.more
        words = Words(
            news_subject(say, number, company), news_lines(say, found.name, found.items, found.more),
            say("Read what became of it"), f"{site}/mine", last_line(say, weekly=found.weekly), **stop,
        )  # fmt: skip
    host = urlsplit(site).hostname or "localhost"
    return letter(words, sender=sender, company=company, to=found.address, at=now, message_id=found.digest_id,
                  host=host, language=found.language)  # fmt: skip
