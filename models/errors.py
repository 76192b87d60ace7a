"""How the rules say no. Codes and facts, no sentences: `words/refusals.py` speaks."""

from typing import Any


class Refusal(Exception):
    """A rule said no. Nothing of the command remains.

    `code` names the rule, `field` the form field (None: the whole form), `facts` the plain values its sentence needs.
    """

    def __init__(self, code: str, *, field: str | None = None, **facts: Any) -> None:
        """Refuse with a code; facts become part of the sentence."""
        super().__init__(code, field, facts)
        self.code = code
        self.field = field
        self.facts = facts


class NotFound(Refusal):
    """What is not there and what this person may not see give the same answer."""

    def __init__(self) -> None:
        """The same code for hidden and missing."""
        super().__init__("not_found")


class NotSignedIn(Refusal):
    """Nobody is here, or no longer."""

    def __init__(self) -> None:
        """The page shows the way in."""
        super().__init__("not_signed_in")
