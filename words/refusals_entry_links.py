"""What links to become somebody say when they say no."""

from collections.abc import Mapping
from typing import Any

from words.speech import Speech


def sentences(say: Speech, facts: Mapping[str, Any]) -> dict[str, str]:
    """The sentences of `models.entry_links` and of calling a company invented."""
    return {"not_invented": say("Only the example company has links to become somebody.")}
