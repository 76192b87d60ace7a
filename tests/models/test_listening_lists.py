"""Voices from a sheet: whole or not at all, contacts hidden first, what is here already left out, taken back."""

import io

import openpyxl
import pytest
from sqlmodel import Session, col, select

from exchange.listening_sheet import FIELDS, VoiceScan, preview_voices, read_voices, voices_template
from models import feedback, feedback_care, feedback_loads, voices
from models.access import NOBODY
from models.base import fold
from models.days import day_here
from models.errors import Refusal
from models.feedback import Feedback
from models.touchpoints import Touchpoint
from tests.company import NOW, Company

ZONE = "Europe/Rome"


def scan(text: str) -> VoiceScan:
    data = text.encode()
    seen = preview_voices(data, "voci.csv")
    return read_voices(data, "voci.csv", columns=seen.proposal, zone=ZONE)


# Two reviews that begin alike, each with more to say than is shown of it.
BEGUN = "La consegna del mercoledì arriva spesso il giovedì mattina, e il bar apre senza caffè. " * 4
LIST = f"""Data;Testo;Dove;Voto;Fonte
01/10/2026;Pacco in ritardo, chiamatemi al 333 123 4567 o a.b@posta.it;Sito;;recensione
20/10/2026;Gentilissimi e veloci;Bottega di Faenza;;telefono
20/10/2026;Gentilissimi e veloci;bottega di faenza;;telefono
21/10/2026;=HYPERLINK("http://evil","x");Sito;★★;forum
22/10/2026;{BEGUN}Scrivete a c.d@posta.it, ultima volta.;Sito;2;recensione
22/10/2026;{BEGUN}Altrimenti cambiamo torrefazione.;Sito;2;recensione
"""


def test_a_list_comes_in_whole_without_contacts_and_without_what_is_here_and_can_be_taken_back(
    session: Session, company: Company, places: tuple[str, str]
) -> None:
    care = company.marketing
    what = {"rows": scan(LIST).rows, "touchpoint_id": places[0], "source": "review"}
    plan = feedback_loads.voices_plan(session, care, now=NOW, **what)  # type: ignore[arg-type]
    assert (plan.new, plan.duplicates, plan.faceless, plan.proposed, plan.long) == (5, 1, 2, 2, 2)
    assert (plan.hidden, plan.hidden_rows) == (3, 2)
    # What was looked through counts as long as every name stands as it stood then.
    shop = session.get_one(Touchpoint, places[1])
    shop.folded = fold("Bottega di Forlì")
    with pytest.raises(Refusal, match="rows_unreadable"):
        feedback_loads.load_voices(session, care, now=NOW, looked=plan.looked, **what)  # type: ignore[arg-type]
    shop.folded = fold("Bottega di Faenza")
    with pytest.raises(Refusal, match="not_allowed"):
        feedback_loads.load_voices(session, company.customer, now=NOW, looked=plan.looked, **what)  # type: ignore[arg-type]
    load = feedback_loads.load_voices(session, care, now=NOW, looked=plan.looked, **what)  # type: ignore[arg-type]
    rows = session.exec(select(Feedback).order_by(col(Feedback.created_at))).all()
    assert [(row.face, row.proposed_face, row.source) for row in rows] == [
        (None, 2, "review"), (None, 5, "phone"), (2, None, "forum"), (2, None, "review"), (2, None, "review"),
    ]  # fmt: skip
    (whole,) = voices.feedback_listed(session, care, search="ultima volta").rows
    assert whole.whole == f"{BEGUN}Scrivete a ••••, ultima volta.", "nothing is lost, and all of it is masked"
    assert len(whole.words) <= 280 < len(whole.whole)
    assert "333" not in rows[0].words + rows[0].folded
    assert rows[2].words.startswith("=HYPERLINK"), "a text like any other"
    again = feedback_loads.voices_plan(session, care, now=NOW, **what)  # type: ignore[arg-type]
    assert (again.new, again.earlier is not None) == (0, True)
    with pytest.raises(Refusal, match="voices_loaded"):
        feedback_loads.load_voices(session, care, now=NOW, **what)  # type: ignore[arg-type]
    with pytest.raises(Refusal, match="not_allowed"):
        feedback_loads.undo_load_of_voices(session, company.logistics, now=NOW, load_id=load)
    assert feedback_care.confirm_faces(session, care, now=NOW, faces={rows[1].id: 4}) == 1
    assert voices.feedback_counts(session, care).faceless == 1
    feedback_care.answer_feedback(session, care, now=NOW, feedback_id=rows[0].id, words="Scusaci.")
    with pytest.raises(Refusal, match="voices_acted_on"):
        feedback_loads.undo_load_of_voices(session, care, now=NOW, load_id=load)
    other = feedback_loads.load_voices(
        session, care, now=NOW, rows=scan("Testo\nUn'altra voce\n").rows, touchpoint_id=places[1], source="email"
    )
    assert feedback_loads.undo_load_of_voices(session, care, now=NOW, load_id=other) == 1
    assert len(session.exec(select(Feedback)).all()) == 5


def test_what_was_left_at_the_door_is_known_again_in_a_sheet(
    session: Session, company: Company, places: tuple[str, str]
) -> None:
    token = session.get_one(Touchpoint, places[0]).door_token
    feedback.leave_feedback(session, NOBODY, now=NOW, token=token, face=2, words="Chiamatemi al 333 123 4567")
    rows = scan(f"Data;Testo;Dove\n{day_here(NOW)};Chiamatemi al ••••;Sito\n{day_here(NOW)};Altro;Sito\n").rows
    plan = feedback_loads.voices_plan(
        session, company.marketing, now=NOW, rows=rows, touchpoint_id=places[0], source="door"
    )
    assert (plan.new, plan.duplicates) == (1, 1)


def test_one_bad_cell_and_nothing_comes_in_and_every_bad_cell_is_named(
    session: Session, company: Company, places: tuple[str, str]
) -> None:
    text = (
        "Data,Testo,Dove,Voto\n31/02/2026,Una,Sito,1\n20/10/2026,Due,Marte,1\n20/10/2026,Tre,Sito,7\n"
        f"20/10/2026,,Sito,\n20/10/2099,Cinque,Sito,1\n20/10/2026,{'x' * 20_001},Sito,1\n"
    )
    found = scan(text)
    plan = feedback_loads.voices_plan(
        session, company.marketing, now=NOW, rows=found.rows, touchpoint_id=places[0], source="review"
    )
    refusal = found.refusal((cell.row, cell.field, cell.code, cell.facts) for cell in plan.bad)
    assert refusal is not None
    assert [(error.row, error.column, error.code) for error in refusal.errors] == [
        (2, "Data", "no_such_date"), (3, "Dove", "name_unknown"), (4, "Voto", "face_unknown"), (5, "Testo", "empty"),
        (6, "Data", "in_the_future"), (7, "Testo", "too_long"),
    ]  # fmt: skip
    with pytest.raises(Refusal, match="rows_unreadable"):
        feedback_loads.load_voices(
            session, company.marketing, now=NOW, rows=found.rows, touchpoint_id=places[0], source="review"
        )
    assert session.exec(select(Feedback)).all() == []


def test_the_template_comes_back_as_its_own_columns_in_both_languages() -> None:
    for language in ("it", "en"):
        book = voices_template(["Sito"], ["cura"], ["Logistica"], ["Bar"], language=language)
        seen = preview_voices(_filled(book), "v.xlsx")
        assert tuple(seen.proposal) == tuple(name for name in FIELDS if name != "key")
    head = "Data,Canale,Messaggio,Voto 1-5,E-mail\n"
    seen = preview_voices(f"{head}02/11/2026,telefono,Una,2,\n03/11/2026,,Due,4,a@b.it\n".encode(), "v.csv")
    theirs = {"date": "Data", "source": "Canale", "words": "Messaggio", "face": "Voto 1-5"}
    assert seen.proposal == theirs, "a channel that names how it was heard, a rating with its scale in the header"
    seen = preview_voices(f"{head}02/11/2026,Sito,Una,2,\n".encode(), "v.csv")
    assert seen.proposal["touchpoint"] == "Canale"


def _filled(book: bytes) -> bytes:
    """The template with one row, as somebody would save it."""
    opened = openpyxl.load_workbook(io.BytesIO(book))
    opened.worksheets[0].append(["Una voce", None, "Sito"])
    saved = io.BytesIO()
    opened.save(saved)
    return saved.getvalue()
