"""Law 9 and T of the list of bad inputs: a company whose every text was typed to harm, page by page, file by file.

No page falls, nothing typed is markup, and what goes out opens again with every text as a text.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from exchange.desk_tables import TABLES
from exchange.mail import Words, hand_over, letter
from models import mail_choices, notices
from models.access import Viewer
from store import clock, doors
from tests.hostile_texts import COCKTAIL, spoil
from tests.mail_server import MailServer
from tests.pages.desk import open_page, pages, sign_in_of
from tests.pages.grid import Place
from tests.pages.lived import Lived
from tests.pages.test_untranslated_plain import FACILITATOR, GUEST, NOBODY, SHEETS, address, projected, watched
from tests.web.conftest import Site
from ui.places import PLACES, may_open
from web.mailing import send_mails

# What Streamlit reads as Markdown: bodies, and the labels of what is pressed, chosen, folded.
MARKDOWN = {"body", "label", "help", "caption", "captions", "title", "text", "header", "content"}
NO_MARKDOWN = ("Html", "Text", "Json", "Code", "TextArea", "TextInput")
RUNS = re.compile(
    r"(?<!\\)\]\(http|http://evil|www\.evil|@evil|(?<!\\):red\[|(?<!\\)\$x|(?<!\\):material/home:(?! *$)"
    r"|(?:^|\n) {0,3}# TITOLONE|(?<!\\)\*\*GRASSO|\n\| ?A9|(?<!\\)`z`|(?<!\\)~~y"
)
TAGS = re.compile(r"(?<!\\)<(?:script>alert|img src=x|svg onload)", re.IGNORECASE)


@pytest.fixture
def spoilt(lived: Lived) -> Place:
    place = lived("it")
    changed = doors.writing(spoil)
    assert {"ideas", "feedback", "people", "touchpoints", "groups", "promise_versions", "decisions"} <= set(changed)
    return place


def strings(message: Any) -> Iterator[tuple[str, str, str]]:
    """(kind of element, field, text) of everything in a message that is text."""
    for field, value in message.ListFields():
        if field.message_type is not None:
            entries = field.message_type.GetOptions().map_entry
            for part in [] if entries else value if field.is_repeated else [value]:
                yield from strings(part)
        elif field.type == field.TYPE_STRING:
            for one in value if field.is_repeated else [value]:
                yield message.DESCRIPTOR.name, field.name, str(one)


def that_runs(place: Place, who: Viewer, name: str, **query: str) -> list[str]:
    shown = open_page(name, sign_in_of(who), **query)
    found = [f"falls: {one}" for one in shown.failures]
    for element in shown.app._tree:
        proto = getattr(element, "proto", None)
        for kind, field, said in strings(proto) if hasattr(proto, "ListFields") else ():
            # A table and a chart are drawn from plain values, a choice from a list is no Markdown.
            if kind in ("Html", "Markdown", "Heading", "Alert") and TAGS.search(said):
                found.append(f"{kind}.{field}: {said[:200]}")
            of_choice = kind == "Radio" and field == "options"
            if (field in MARKDOWN or of_choice) and kind not in NO_MARKDOWN and RUNS.search(said):
                found.append(f"{kind}.{field}: {said[:200]}")
    return [f"{name}: {one}" for one in found]


@pytest.mark.parametrize("role", ["manager", "customer", "administrator"])
def test_no_page_of_the_desk_falls_and_nothing_typed_is_markup(spoilt: Place, role: str) -> None:
    who, found = spoilt.people[role], list[str]()
    for name in pages():
        if name in PLACES and may_open(who, name):
            found += that_runs(spoilt, who, name, **spoilt.query(name, role))
    if role == "manager":
        for view in ({"view": "board"}, {"view": "picture"}, {"stands": "all", "q": "[Entra](http"}):
            found += that_runs(spoilt, who, "decisions", **view)
    assert not found, "\n".join(found)


def outside_tags(page: str) -> str:
    return re.sub(r"<(script|style)\b[^>]*>.*?</\1>", "", page, flags=re.S)


@pytest.mark.parametrize(
    ("role", "patterns"),
    [(None, NOBODY), ("facilitator", FACILITATOR), ("guest", GUEST)],
    ids=["nobody", "who conducts", "guest"],
)
def test_no_plain_page_falls_and_nothing_typed_is_markup(
    spoilt: Place, role: str | None, patterns: tuple[str, ...]
) -> None:
    doors.writing(lambda session: watched(session, spoilt))
    spoilt.ids["wall"] = doors.writing(lambda session: projected(session, spoilt))
    site, found = Site(), list[str]()
    if role is not None:
        site.sign_in(spoilt.people[role].person_id or "")
    for pattern in patterns:
        if "expect" in pattern:
            continue
        answer = site.get(address(pattern, spoilt, "none").replace("lang=", "l="))
        page = outside_tags(answer.text)
        if answer.status_code >= 500:
            found.append(f"{pattern}: {answer.status_code}")
        found += [f"{pattern}: {one}" for one in re.findall(r"<[^>]*\son\w+=[^>]*>", without_values(page))]
        found += [f"{pattern}: {one}" for one in re.findall(r"<(?:script>|img src=x|svg onload)[^>]*", page)]
        found += [
            f"{pattern}: {one}" for one in re.findall(r'(?:href|src)="(?:http://evil|javascript:|data:text)', page)
        ]
    assert not found, "\n".join(found)


def without_values(page: str) -> str:
    """What stands between quotation marks is text, whatever it looks like: there it has been escaped."""
    return re.sub(r'"[^"]*"', '""', page)


def test_every_sheet_opens_again_with_texts_as_texts(spoilt: Place) -> None:
    site, texts = Site(), set[str]()
    site.sign_in(spoilt.people["manager"].person_id or "")
    tables = [f"/download/table/{name}.xlsx" for name in TABLES]
    paths = [*(address(one, spoilt, "") for one in sorted(SHEETS)), f"/download/month/{month()}.xlsx", *tables]
    opened = 0
    for path in paths:
        answer = site.get(path)
        assert answer.status_code in (200, 403, 404), f"{path}: {answer.status_code}"
        if answer.status_code != 200:
            continue
        opened += 1
        for sheet in openpyxl.load_workbook(BytesIO(answer.content)):
            for cell in (cell for row in sheet.iter_rows() for cell in row):
                where = f"{path} {sheet.title}!{cell.coordinate}: {cell.value}"
                assert cell.data_type != "f", where
                assert cell.hyperlink is None or "evil" not in str(cell.hyperlink.target), where
                texts |= {cell.value} if isinstance(cell.value, str) else set()
    assert opened > len(paths) // 2
    assert any(one.startswith("=HYPERLINK") for one in texts), "it was there, as a text"


def test_the_month_and_the_protocol_are_slides_on_which_nothing_runs(spoilt: Place) -> None:
    site = Site()
    site.sign_in(spoilt.people["manager"].person_id or "")
    for path in (f"/download/month/{month()}.pdf", f"/download/protocol/{spoilt.ids['workshop']}.pdf"):
        answer = site.get(path)
        assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-"), path
        assert not re.search(rb"/URI|/JavaScript|/JS\b|/Launch", answer.content), path


def test_a_mail_of_such_texts_is_one_mail_whose_markup_is_ours(spoilt: Place) -> None:
    """Through a real SMTP server: the subject stays one line and turns nothing around, the links are ours alone."""
    customer, now = spoilt.people["customer"], clock.now()
    doors.writing(lambda s: mail_choices.choose_mail(s, customer, now=now, how="at_once", email="anna@example.it"))
    for typed in COCKTAIL:
        facts = {"idea": typed[:180], "outcome": "no", "reader": "said"}
        doors.writing(
            lambda s, facts=facts: notices.tell(  # type: ignore[misc]
                s, person_id=customer.person_id or "", kind="decided", facts=facts, now=now
            )
        )
    post = MailServer()
    try:
        for company in (*COCKTAIL, "Tostalba\r\nBcc: all@evil.example"):
            mail = letter(
                Words(company[:200], (company[:200],), "Leggi", "http://localhost:8501/mine", company[:80], "Basta",
                      "http://localhost:8501/mail/stop/x"),
                sender="risposte@example.com", company=company[:80], to="anna@example.it", at=now, message_id="m",
                host="localhost", language="it",
            )  # fmt: skip
            hand_over(post.office, mail, to="anna@example.it")
        send_mails(doors.reading, doors.writing, now + timedelta(minutes=1), post.office)
    finally:
        post.close()
    assert len(post.taken) > len(COCKTAIL) + 1
    for taken in post.taken:
        assert not {"\n", "\u202e", "\u2066", "\x07", "\uffff"} & set(str(taken["Subject"]) + str(taken["From"]))
        assert not {"bcc", "cc"} & {name.lower() for name in taken}
        plain, html = (str(taken.get_body((kind,)).get_content()) for kind in ("plain", "html"))  # type: ignore[union-attr]
        assert not {"\u202e", "\u2066", "\x07", "\x0b"} & set(plain + html)
        assert not TAGS.search(html.replace("\\", ""))
        assert not re.search(r'(?:href|src)="(?!http://localhost)', html)
        assert all(len(line) <= 998 for line in taken.as_bytes().split(b"\n"))


def month() -> str:
    return f"{clock.now():%Y-%m}"
