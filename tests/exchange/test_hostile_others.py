"""Ballots, JSON lines, opening hours, holidays, archives that somebody made to harm: read, or refused in sentences."""

import tracemalloc
from pathlib import Path

import pytest

from exchange.asked import Refused
from exchange.unreadable import UnreadableFile
from models.errors import Refusal
from tests.exchange.hostile_others import KINDS, NO, POINTS, READ, Read
from words.cells import cell_sentence
from words.refusals import refusal_sentence
from words.speech import speech


def sentences(problem: Exception) -> list[str]:
    """What a person reads of it."""
    say = speech("it")
    if isinstance(problem, UnreadableFile):
        return [cell_sentence(say, one.code, one.facts, one.row, one.column) for one in problem.errors]
    if isinstance(problem, Refusal):
        return [refusal_sentence(say, problem.code, problem.facts)]
    assert isinstance(problem, Refused)
    return [str(one["sentence"]) for one in problem.errors]


HOSTILE = [
    pytest.param(read, data, expected, id=f"{point} {number}, {kind}")
    for kind, (read, points, _) in KINDS.items()
    for point, files in points.items()
    for number, (data, expected) in enumerate(files)
]


@pytest.mark.parametrize(("read", "data", "expected"), HOSTILE)
def test_every_hostile_file_is_read_or_refused_in_sentences(
    read: Read, data: bytes, expected: str, tmp_path: Path
) -> None:
    tracemalloc.start()
    try:
        read(data, tmp_path)
        outcome, said = READ, []
    except (UnreadableFile, Refused, Refusal) as problem:
        outcome, said = NO, sentences(problem)
    finally:
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert outcome == expected, said
    assert len(said) <= 50
    assert all(one.strip().endswith((".", "?")) and one.isprintable() and len(one) < 1_000 for one in said), said
    assert most < 60_000_000


@pytest.mark.parametrize("kind", KINDS)
def test_every_point_is_asked_of_every_kind_or_it_is_said_why_not(kind: str) -> None:
    _, asked, apart = KINDS[kind]
    assert set(asked) | set(apart) >= POINTS, sorted(POINTS - set(asked) - set(apart))
    assert not set(asked) & set(apart)
    assert all(len(reason.split()) > 2 for reason in apart.values())
