"""How a command answers: one JSON object on the standard output, and nothing that JSON does not know."""

import json
import sys
from collections.abc import Callable
from typing import TypeVar

from exchange.asked import Refused

A = TypeVar("A")


def print_json(answer: object) -> None:
    """Print it as one object, with its accents where the terminal knows them; NaN or Infinity raise ValueError."""
    plain = not _encoding().lower().startswith("utf")
    _write(json.dumps(answer, ensure_ascii=plain, allow_nan=False, indent=2) + "\n")


def answered(ask: Callable[[], tuple[bool, A]], told: Callable[[A], str]) -> int:
    """Run a command that needs no database. `ask` gives whether JSON is wanted and the answer, or raises Refused.

    Prints the answer, told to people or as one JSON object, or the refusal. Returns 0 for any answer, 2 for a refusal.
    """
    try:
        as_json, answer = ask()
    except Refused as refusal:
        print_json({"error": refusal.errors})
        return 2
    if as_json:
        print_json(answer)
    else:
        _write(told(answer))
    return 0


def _encoding() -> str:
    return getattr(sys.stdout, "encoding", None) or "utf-8"


def _write(text: str) -> None:
    # What the terminal cannot write, and half a character in the name of a file, stands as JSON writes it: \\udcff.
    sys.stdout.write(text.encode(_encoding(), errors="backslashreplace").decode(_encoding()))
