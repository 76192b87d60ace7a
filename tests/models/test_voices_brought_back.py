"""The table of voices, taken out and brought back: the same voices elsewhere, nothing twice at home."""

import io
from datetime import datetime, timedelta
from typing import Any

import openpyxl
import pytest
from sqlalchemy import delete
from sqlmodel import Session, col, select

from exchange.desk_tables import desk_table
from exchange.listening_sheet import VoiceRow, preview_voices, read_voices
from exchange.own_table import Scan
from exchange.table_book import book_pieces
from models import feedback, feedback_care, feedback_heard, feedback_loads, feedback_more, functions, matters, profiles
from models.access import NOBODY
from models.feedback import Feedback
from models.feedback_loads import FeedbackLoad, VoicesPlan
from models.touchpoints import Touchpoint
from tests.company import NOW, Company
from words.listening import source_words
from words.speech import speech

ZONE = "Europe/Rome"
# What was done about a voice here, and what it is called here: no sheet brings that.
STAYS = ("Who answers", "Answer by", "Answered on", "Answer", "Closed", "Idea", "Promise", "Key")
MAIL = "Buongiorno, ordino da anni e scrivo volentieri. " * 12 + "Rispondete a m.rossi@posta.it o al 333 123 4567."


def taken_out(session: Session, company: Company, language: str) -> bytes:
    say = speech(language)
    table = desk_table(session, company.marketing, name="listening", say=say, now=NOW, asked={"zone": ZONE})
    return b"".join(book_pieces(table, say, zone=ZONE, foot=""))


def saved_again(book: bytes, *more: dict[str, object]) -> bytes:
    """As another program would save it, with these rows beneath."""
    opened = openpyxl.load_workbook(io.BytesIO(book))
    sheet = opened.worksheets[0]
    head = [cell.value for cell in sheet[1]]
    for row in more:
        sheet.append([row.get(str(name)) for name in head])
    out = io.BytesIO()
    opened.save(out)
    return out.getvalue()


def said(book: bytes, language: str) -> list[tuple[object, ...]]:
    """What the table says, without the columns that stay where they are; in no order."""
    rows = list(openpyxl.load_workbook(io.BytesIO(book)).worksheets[0].iter_rows(values_only=True))
    stays = {speech(language)(name) for name in STAYS}
    kept = [at for at, name in enumerate(rows[0]) if name not in stays]
    assert len(rows[0]) - len(kept) == len(STAYS)
    return sorted((tuple(row[at] for at in kept) for row in rows), key=repr)


def read(book: bytes) -> Scan[VoiceRow]:
    seen = preview_voices(book, "voci.xlsx")
    return read_voices(book, "voci.xlsx", columns=seen.proposal, zone=ZONE)


def looked(session: Session, company: Company, site: str, book: bytes) -> tuple[VoicesPlan, dict[str, Any]]:
    found = read(book)
    what: dict[str, Any] = {"rows": found.rows, "touchpoint_id": site, "source": "review"}
    plan = feedback_loads.voices_plan(session, company.marketing, now=NOW, **what)
    assert found.refusal((cell.row, cell.field, cell.code, cell.facts) for cell in plan.bad) is None
    return plan, what


def a_lived_listening(session: Session, company: Company, site: str, shop: str) -> int:
    """Voices in every way they come, some of them alike in all they say. Returns how many."""
    care, count = company.marketing, 0
    whole: dict[str, Any] = {
        "to_touchpoint_id": shop, "matter_id": matters.matters_all(session)[0].id, "came_by": "friend",
        "function_id": functions.functions_all(session)[0].id, "recommends": 0, "effort": 7, "said_what": True,
        "said_proof": True, "profile_id": profiles.add_profile(session, care, now=NOW, name="Bar di paese"),
        "reference": "0012345", "organisation": "Bar Sport",
    }  # fmt: skip
    heard: list[tuple[str, datetime, dict[str, Any]]] = [
        ("Comprato online, in bottega non ne sapevano niente.", NOW - timedelta(days=3, microseconds=345_678), whole),
        ("=SOMMA(1;1)\nè il prezzo", NOW - timedelta(days=40), {}),
        (MAIL, NOW - timedelta(days=9), {}),
        # Two customers, the same words at the same moment.
        ("Troppo caro.", NOW - timedelta(days=2), {}),
        ("Troppo caro.", NOW - timedelta(days=2), {}),
    ]
    for words, at, more in heard:
        feedback_heard.record_feedback(
            session, care, now=NOW, touchpoint_id=site, source="phone", face=2, words=words, heard_at=at, **more
        )
        count += 1
    doors = [(site, 5), (site, 5), (site, 5), (site, 4), (shop, 5)]
    for number, (place, face) in enumerate(doors):
        token = session.get_one(Touchpoint, place).door_token
        code = f"ABCDEFG{number + 2}"
        feedback.leave_feedback(session, NOBODY, now=NOW - timedelta(hours=2), token=token, face=face, code=code)
        if number == 1:
            late = NOW - timedelta(hours=1, minutes=30)
            feedback_more.add_to_feedback(session, NOBODY, now=late, code=code, came_by="advert", recommends=9)
        count += 1
    # A list without dates, faces without words in it.
    rows = read_voices(
        b"Testo;Voto\nSenza data;\n;3\n;3\n", "v.csv", columns={"words": "Testo", "face": "Voto"}, zone=ZONE
    ).rows
    feedback_loads.load_voices(session, care, now=NOW, rows=rows, touchpoint_id=shop, source="forum")
    answered = feedback_heard.record_feedback(
        session, care, now=NOW, touchpoint_id=shop, source="visit", face=1, words="Nessuno risponde."
    )
    feedback_care.answer_feedback(session, care, now=NOW, feedback_id=answered, words="Scusaci, ora sì.")
    return count + 4


@pytest.mark.parametrize("language", ["it", "en"])
def test_a_table_of_voices_says_the_same_when_it_comes_back_and_brings_nothing_twice(
    session: Session, company: Company, places: tuple[str, str], language: str
) -> None:
    site, shop = places
    count = a_lived_listening(session, company, site, shop)
    book = taken_out(session, company, language)
    for file in (book, saved_again(book)):
        plan, _ = looked(session, company, site, file)
        assert (plan.new, plan.here, plan.twice) == (0, count, 0), "at home every one of them is known"
    # Whose it is and how well argued it is are care's to change: it stays the same voice.
    brought = select(Feedback).where(Feedback.words == "", col(Feedback.load_id).is_not(None))
    face: dict[str, Any] = {"feedback_id": session.exec(brought).all()[0].id, "now": NOW}
    whose = functions.functions_all(session)[1].id
    feedback_care.assign_feedback(session, company.marketing, function_id=whose, **face)
    feedback_care.tick_argued(session, company.marketing, said_what=True, said_when=True, said_proof=False, **face)
    assert looked(session, company, site, book)[0].new == 0
    book = taken_out(session, company, language)
    session.execute(delete(Feedback))
    session.execute(delete(FeedbackLoad))
    plan, what = looked(session, company, site, book)
    assert (plan.new, plan.hidden) == (count, 0), "elsewhere they are new, and what is hidden stays hidden"
    load = feedback_loads.load_voices(session, company.marketing, now=NOW, looked=plan.looked, **what)
    again = taken_out(session, company, language)
    assert said(again, language) == said(book, language)
    assert looked(session, company, site, book)[0].earlier == NOW
    say = speech(language)
    one_more = {"When": (NOW - timedelta(hours=5)).replace(tzinfo=None), "Heard": source_words(say, "door"),
                "Touchpoint": "Sito", "Face, 1 to 5": 5}  # fmt: skip
    longer = saved_again(book, {say(name): value for name, value in one_more.items()})
    assert looked(session, company, site, longer)[0].new == 1, "one face more is one voice more"
    assert feedback_loads.loads_of_voices(session, company.marketing)[0].touched == 0, "ticks that came along"
    assert feedback_loads.undo_load_of_voices(session, company.marketing, now=NOW, load_id=load) == count
