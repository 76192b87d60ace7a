"""How a command answers: one JSON object on the standard output, and nothing that JSON does not know."""

import json
import sys
from collections.abc import Callable
from typing import TypeVar

from exchange.asked import Refused

A = TypeVar("A")


def print_json(answer: object) -> None:
    """Print it as one object, with its accents; NaN or Infinity in it raise ValueError."""
    sys.stdout.write(json.dumps(answer, ensure_ascii=False, allow_nan=False, indent=2) + "\n")


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
        sys.stdout.write(told(answer))
    return 0
