"""What is taken away from a workshop: a sheet that counts to the kept result, pictures, and the protocol."""

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest
from sqlmodel import Session, select

from charts.result import as_png, as_svg, result_picture
from exchange.group_book import group_book
from exchange.protocol_book import protocol_book
from exchange.protocol_pdf import protocol_pdf
from exchange.tally import tally_file
from exchange.tally_csv import labels_of, options_csv, sheet_csv
from models import conduct, decisions, protocol, results, tally_sheet
from models.ballot_rows import Ballot
from models.base import Row
from models.counting import totals_of
from models.errors import NotFound, Refusal
from models.group_export import group_export
from models.vote_codes import vote_code
from tests.models.room import Room, a_room, at
from tests.models.test_results_of_every_kind import IDEAS, SENTENCES, a_vote, cast, people_of
from words.results_shown import Shown, ShownRow, shown
from words.speech import speech


def counted_again(room: Room, round_id: str, folder: Path) -> tuple[dict[str, float], list[list[str]], str]:
    """What `manage.py tally` says of the downloaded sheet, by option id; and the sheet itself."""
    sheet = tally_sheet.tally_sheet(room.session, room.elena, round_id=round_id)
    marks, options = folder / f"{round_id}.csv", folder / f"{round_id}-options.csv"
    marks.write_bytes(sheet_csv(sheet, language="it"))
    options.write_bytes(options_csv(sheet, language="it"))
    how = {"money": str(sheet.settings.money)} if sheet.kind == "budget" else {}
    answer = tally_file(str(marks), method=sheet.method, options=str(options), **how)
    ids = {label: option_id for option_id, label in labels_of(sheet, language="it").items()}
    totals = {ids[label]: figure for label, figure in answer["totals"].items()}
    return totals, [sorted(ids[label] for label in place) for place in answer["ranking"]], marks.read_text("utf-8-sig")


def test_the_sheet_of_every_kind_counts_to_the_kept_result_and_names_nobody(session: Session, tmp_path: Path) -> None:
    room = a_room(session)
    room.collect(*IDEAS[:2], '=HYPERLINK("http://evil","x")')
    people = people_of(room)
    anna = people["receives"][0]
    for kind in SENTENCES:
        round_id = a_vote(room, kind)
        cast(room, people, kind, round_id)
        with pytest.raises(Refusal, match="result_hidden"):
            tally_sheet.tally_sheet(session, anna, round_id=round_id)
        conduct.close_round(session, room.elena, now=at(25), round_id=round_id)
        view = results.result_view(session, anna, round_id=round_id)
        totals, ranking, text = counted_again(room, round_id, tmp_path)
        assert totals == pytest.approx(totals_of(view.facts)), kind
        if kind != "dots":
            assert ranking == [sorted(place) for place in view.facts.ranking], kind
        assert not any(line.startswith("=") or ",=" in line or ',"=' in line for line in text.splitlines()), kind
        ballots = list(session.exec(select(Ballot.id)).all())
        persons = [str(viewer.person_id) for own in people.values() for viewer in own]
        assert not any(known in text for known in [*ballots, *persons]), kind
        voters = [row["voter"] for row in csv.DictReader(io.StringIO(text))]
        assert voters == sorted(voters), kind
        assert view.mine is not None
        assert view.mine.code in voters, kind
        _, lines = tally_sheet.line_of_code(session, anna, round_id=round_id, code=view.mine.code.lower())
        assert len(lines) == len(view.mine.marks) + len(view.mine.duels), kind
        assert not kept_anywhere(session, view.mine.code), kind
    export = group_export(session, room.elena, now=at(60), group_id=room.group_id)
    assert {line.kind for line in export.totals} == set(SENTENCES)
    assert all(set(line.figures or line.by_side) == set(people) for line in export.totals)
    assert group_book(export, language="it")


def kept_anywhere(session: Session, code: str) -> list[str]:
    """The tables that hold a code, with or without its dash."""
    wanted = {code, code.replace("-", "")}
    return [
        table.name
        for table in Row.metadata.sorted_tables
        for row in session.connection().execute(table.select())
        if any(isinstance(value, str) and any(one in value for one in wanted) for value in row)
    ]


def test_a_sheet_needs_ten_votes_and_a_side_on_it_five(session: Session) -> None:
    room = a_room(session)
    room.collect(*IDEAS)
    people = {"promises": room.guests(promises=5), "keeps": room.guests(keeps=4)}
    few = a_vote(room, "approval")
    cast(room, people, "approval", few)
    conduct.close_round(session, room.elena, now=at(25), round_id=few)
    with pytest.raises(Refusal, match="sheet_of_few"):
        tally_sheet.tally_sheet(session, room.elena, round_id=few)
    people["receives"] = room.guests(receives=5)
    enough = a_vote(room, "approval")
    cast(room, people, "approval", enough)
    conduct.close_round(session, room.elena, now=at(25), round_id=enough)
    sheet = tally_sheet.tally_sheet(session, people["keeps"][0], round_id=enough)
    assert (sheet.ballots, sheet.sides, {line.side for line in sheet.lines}) == (14, False, {""})
    with pytest.raises(Refusal, match="code_not_on_sheet"):
        tally_sheet.line_of_code(session, room.elena, round_id=enough, code=vote_code("somebody else's"))


def test_statements_are_counted_again_to_the_same_also_from_a_sheet_without_sides(
    session: Session, tmp_path: Path
) -> None:
    room = a_room(session)
    room.collect(*IDEAS)
    people = {"promises": room.guests(promises=5), "keeps": room.guests(keeps=2), "receives": room.guests(receives=3)}
    round_id = a_vote(room, "agreement", secret=False)
    cast(room, people, "agreement", round_id)
    conduct.close_round(session, room.elena, now=at(25), round_id=round_id)
    view = results.result_view(session, room.elena, round_id=round_id)
    totals, ranking, text = counted_again(room, round_id, tmp_path)
    assert {row["group"] for row in csv.DictReader(io.StringIO(text))} == {""}
    assert totals == pytest.approx(totals_of(view.facts))
    assert ranking == [sorted(place) for place in view.facts.ranking]
    assert [one.side for one in view.facts.sides] == ["promises", "keeps", "receives"]


def a_lived_workshop(session: Session) -> tuple[Room, results.ResultView]:
    room = a_room(session)
    room.collect("Perché no? Sì, è già così: 48 ore ✔ ⚡ 日本", "=1+1", IDEAS[2])
    people = people_of(room)
    round_id = a_vote(room, "dots")
    cast(room, people, "dots", round_id)
    conduct.close_round(session, room.elena, now=at(25), round_id=round_id)
    decisions.decide_idea(session, room.elena, now=at(50), idea_id=room.idea_ids[0], outcome="do", reason="=2+2 <b>")
    return room, results.result_view(session, room.elena, round_id=round_id)


def test_the_protocol_goes_round_as_workbook_and_pdf_to_members_only(session: Session) -> None:
    room, view = a_lived_workshop(session)
    found = protocol.workshop_protocol(session, room.elena, now=at(90), workshop_id=room.workshop_id)
    assert found.attendance == {"promises": 5, "keeps": 5, "receives": 5}
    book = openpyxl.load_workbook(io.BytesIO(protocol_book(found, language="it")))
    assert book.sheetnames == ["Attività", "Esiti", "Come abbiamo contato", "Idee", "Presenze", "Decisioni"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert all(cell.data_type != "f" for cell in cells)
    said = {str(cell.value) for cell in cells}
    assert {"=1+1", "=2+2 <b>", *shown(speech("it"), view).sentences} <= said
    assert "Elena" in said  # who decided; of who wrote and voted no name is there
    assert not any("promises 0" in text or "receives 0" in text for text in said)
    for language in ("it", "en"):
        printed = protocol_pdf(found, language=language)
        assert printed.startswith(b"%PDF-")
        assert printed == protocol_pdf(found, language=language)
    guest = room.guest("Sara", "receives", at(60))
    with pytest.raises(Refusal) as no:
        protocol.workshop_protocol(session, guest, now=at(90), workshop_id=room.workshop_id)
    assert no.value.code == "not_allowed"
    with pytest.raises(NotFound):
        protocol.workshop_protocol(session, room.elena, now=at(90), workshop_id="elsewhere")


def test_the_picture_bears_the_conclusion_as_its_title_and_typed_text_as_text() -> None:
    sides = {"promises": "10", "keeps": "0"}
    rows = [
        ShownRow("1", "=1+1 <b>datum.share</b> " + "parole " * 20, 1, "10 punti", 1.0, sides, {"promises": 1.0}),
        ShownRow("2", "=1+1", 2, "0 punti", 0.0, {}, {}, tied=True),
    ]  # fmt: skip
    columns = [("promises", "promette"), ("keeps", "mantiene")]
    title = "«=1+1» è prima: 10 punti su 10, e questa frase è lunga " + "molto " * 20
    found = Shown([title], ["2 voti su 2"], rows, columns=columns)
    spec = result_picture(found, question="Quali?")
    assert "".join(spec["title"]["text"]).replace(" ", "") == found.sentences[0].replace(" ", "")
    assert '"expr"' not in json.dumps(spec)
    drawing = as_svg(spec).decode()
    assert "<b>" not in drawing
    assert "=1+1" in drawing
    assert "promette" in drawing
    assert as_png(spec).startswith(b"\x89PNG")
