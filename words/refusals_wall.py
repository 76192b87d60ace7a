"""Refusals about the big screen."""

from collections.abc import Mapping
from typing import Any

from words.speech import Speech


def sentences(say: Speech, facts: Mapping[str, Any]) -> dict[str, str]:
    """The sentences by code."""
    return {"no_wall": say("Nothing is projected yet: open the big screen first.")}
