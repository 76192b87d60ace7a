"""How a command answers: one JSON object on the standard output, and nothing that JSON does not know."""

import json
import sys


def print_json(answer: object) -> None:
    """Print it as one object, with its accents; NaN or Infinity in it raise ValueError."""
    sys.stdout.write(json.dumps(answer, ensure_ascii=False, allow_nan=False, indent=2) + "\n")
