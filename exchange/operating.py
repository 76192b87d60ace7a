"""What the operator's commands do with files of cases: load them, and print what came of it."""

import argparse
import sys
from datetime import UTC, datetime

from exchange.answering import print_json
from exchange.asked import Named, Refused, moment, reading_asked, refused
from exchange.case_reading import cell_named
from exchange.loading import Doors, Wanted, load_file
from exchange.unreadable import UnreadableFile
from models.access import Viewer
from models.errors import Refusal
from models.processes import process_named
from models.viewers import viewer_of_person
from words.refusals import refusal_sentence
from words.speech import speech


def load_path(asked: argparse.Namespace, doors: Doors) -> int:
    """Bring a file in as the owner of the process. Prints one JSON object; 0, or 1 for a refusal."""
    try:
        answer = _loaded(asked, doors)
    except (Refused, UnreadableFile, Refusal) as no:
        print_json({"error": errors_of(no)})
        return 1
    print_json(answer)
    return 0


def errors_of(no: Exception, language: str = "en") -> list[Named]:
    """Row, column and sentence for whatever says no while cases come in."""
    if isinstance(no, Refused):
        return no.errors
    if isinstance(no, UnreadableFile):
        named = [cell_named(error, language) for error in no.errors]
        if no.total > len(named):
            more = no.total - len(named)
            say = speech(language)
            sentence = say.many("And %(n)s more cell.", "And %(n)s more cells.", more)
            named.append({"row": None, "column": None, "sentence": sentence})
        return named
    if isinstance(no, Refusal):
        line = no.facts.get("line")
        sentence = refusal_sentence(speech(language), no.code, no.facts)
        return [{"row": line if isinstance(line, int) else None, "column": no.field, "sentence": sentence}]
    raise TypeError(type(no))


def _loaded(asked: argparse.Namespace, doors: Doors) -> dict[str, object]:
    with doors.reading() as session:
        process = process_named(session, asked.process)
        if process is None:
            raise refused("process", "no_process", value=asked.process)
        process_id, zone = process.id, process.zone
        owner: Viewer = viewer_of_person(session, process.owner_id)
    at = datetime.fromtimestamp(moment(asked.at, zone), UTC)
    reading = reading_asked(asked, zone=zone)
    wanted = Wanted(process_id, owner, at, asked.file.name, reading, only=asked.only)
    if not asked.file.is_file():
        raise refused("file", "no_file", value=str(asked.file))
    return load_file(asked.file, asked.file.name, wanted, doors, _told)


def _told(stage: str, rows: int, part: float) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{stage}: {min(100, round(100 * part))} of 100 ")
        sys.stderr.flush()
