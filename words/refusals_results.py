"""The no's of what can be taken away from a closed vote: the sheet, one's own line."""

from collections.abc import Mapping
from typing import Any

from words.speech import Speech


def sentences(say: Speech, facts: Mapping[str, Any]) -> dict[str, str]:
    """Code -> sentence."""
    least = say.number(facts["least"]) if isinstance(facts.get("least"), int | float) else "?"
    return {
        "sheet_of_few": say("There is a sheet of the votes from %(least)s votes on: with fewer it would show who voted "
                            "what.", least=least),
        "code_not_on_sheet": say("This code is on no line of the sheet. Check it: ten letters and digits."),
    }  # fmt: skip
