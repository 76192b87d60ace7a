"""Mail: one message in which nothing typed can forge a header, handed to an SMTP server with a deadline.

`hand_over` says which of three things happened: taken; certainly not taken (so it may be tried again, or never); or
nobody can know, because the connection broke after the message was sent and before the server answered.
"""

import smtplib
import ssl
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from html import escape

from exchange.plaintext import clean
from models.base import one_line

SECONDS = 10.0


@dataclass(frozen=True)
class PostOffice:
    """The SMTP server of the installation. security: `none`, `starttls` or `tls`."""

    host: str
    port: int
    security: str
    user: str
    password: str
    sender: str
    seconds: float = SECONDS


@dataclass(frozen=True)
class Words:
    """What one mail says: paragraphs of plain text, one button, and the last line with the way out."""

    subject: str
    lines: tuple[str, ...]
    button: str
    address: str
    last: str
    stop: str
    stop_address: str


class NotTaken(Exception):
    """The server has certainly not taken the message. again: whether it makes sense to try again."""

    def __init__(self, problem: str, *, again: bool) -> None:
        """`problem`: one word for the list of mails."""
        super().__init__(problem)
        self.problem, self.again = problem, again


class NobodyKnows(Exception):
    """The message was sent, and the connection broke before the server said whether it took it."""


def letter(
    words: Words, *, sender: str, company: str, to: str, at: datetime, message_id: str, host: str, language: str
) -> EmailMessage:
    """The message: plain text with the same in simple HTML, the one-click way out in its headers (RFC 8058).

    Raises:
        NotTaken: an address that no mail can have (`address`); no header ever holds a line break.
    """
    message = EmailMessage(policy=SMTP)
    try:
        message["From"] = Address(_one_line(company)[:60], addr_spec=sender)
        message["To"] = Address(addr_spec=to)
        message["Subject"] = _one_line(words.subject)
    except (ValueError, IndexError) as error:
        raise NotTaken("address", again=False) from error
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{message_id}@{host}>"
    message["Auto-Submitted"] = "auto-generated"
    message["List-Unsubscribe"] = f"<{words.stop_address}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    lines = [_one_line(line) for line in words.lines]
    last = _one_line(words.last)
    plain = [*lines, f"{words.button}: {words.address}", "-- ", last, f"{words.stop}: {words.stop_address}"]
    message.set_content("\n\n".join(plain) + "\n")
    message.add_alternative(_html(words, lines, language), subtype="html")
    # Last: setting the contents takes every header about them away.
    message["Content-Language"] = language
    return message


def hand_over(office: PostOffice, message: EmailMessage, *, to: str) -> None:
    """Give one message to the server.

    Raises:
        NotTaken: `unreachable`, `refused_sign_in`, `refused_sender`, `refused_address`, `refused`, `timeout`.
        NobodyKnows: it broke in between: sending again might be twice.
    """
    server: smtplib.SMTP | None = None
    try:
        server = _connected(office)
        _accepted(server.mail(office.sender), "refused_sender")
        _accepted(server.rcpt(to), "refused_address")
    except NotTaken:
        _leave(server)
        raise
    except smtplib.SMTPAuthenticationError as error:
        _leave(server)
        raise NotTaken("refused_sign_in", again=True) from error
    except (OSError, smtplib.SMTPException) as error:
        _leave(server)
        raise NotTaken("timeout" if isinstance(error, TimeoutError) else "unreachable", again=True) from error
    try:
        _accepted(server.data(message.as_bytes()), "refused")
    except smtplib.SMTPDataError as error:
        # The server would not even begin to listen.
        raise NotTaken("refused", again=error.smtp_code < 500) from error
    except NotTaken:
        raise
    except (OSError, smtplib.SMTPException) as error:
        raise NobodyKnows from error
    finally:
        _leave(server)


def _connected(office: PostOffice) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if office.security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(office.host, office.port, timeout=office.seconds, context=context)
    else:
        server = smtplib.SMTP(office.host, office.port, timeout=office.seconds)
    if office.security == "starttls":
        server.starttls(context=context)
    if office.user:
        server.login(office.user, office.password)
    else:
        server.ehlo_or_helo_if_needed()
    return server


def _accepted(answer: tuple[int, bytes], problem: str) -> None:
    code = answer[0]
    if not 200 <= code < 300:
        raise NotTaken(problem, again=code < 500)


def _leave(server: smtplib.SMTP | None) -> None:
    if server is not None:
        server.close()


def _one_line(text: str) -> str:
    """What somebody typed, without signs that print nothing or turn around what comes after them."""
    return one_line(clean(text))


def _html(words: Words, lines: list[str], language: str) -> str:
    said = "".join(f"<p>{escape(line)}</p>" for line in lines)
    button = (
        f'<p><a href="{escape(words.address)}" style="display:inline-block;padding:12px 20px;background:#1f3a5f;'
        f'color:#ffffff;border-radius:6px;text-decoration:none">{escape(words.button)}</a></p>'
    )
    last = (
        f'<p style="color:#5b6770;font-size:13px">{escape(_one_line(words.last))} '
        f'<a href="{escape(words.stop_address)}" style="color:#5b6770">{escape(words.stop)}</a></p>'
    )
    return (
        f'<!doctype html><html lang="{escape(language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(_one_line(words.subject))}</title></head>"
        '<body style="font-family:Georgia,serif;font-size:17px;line-height:1.5;max-width:34em;margin:24px auto;'
        f'padding:0 16px">{said}{button}{last}</body></html>\n'
    )
