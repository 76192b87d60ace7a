"""The code of a vote: how somebody finds their own line on the tally sheet, and nobody else can (decision 0011).

Invariants: the code follows one way from the id of the ballot, so it is stored nowhere; whoever holds it learns what
that ballot says from the sheet and from nothing else; it names no person, also to whoever holds the database.
"""

import hashlib

from models.base import CODE_ALPHABET, normal_code

# With fewer ballots a sheet would show who voted what.
SHEET_LEAST = 10
CODE_LENGTH = 10


def vote_code(ballot_id: str) -> str:
    """The code of a ballot as it is read: K7P2Q-X9M4T."""
    number = int.from_bytes(hashlib.sha256(f"line|{ballot_id}".encode()).digest(), "big")
    signs = []
    for _ in range(CODE_LENGTH):
        number, place = divmod(number, len(CODE_ALPHABET))
        signs.append(CODE_ALPHABET[place])
    return shown_code("".join(signs))


def shown_code(typed: str) -> str:
    """A code as it is shown and stands on the sheet, from what a person typed."""
    code = normal_code(typed)
    return f"{code[: CODE_LENGTH // 2]}-{code[CODE_LENGTH // 2 :]}" if len(code) == CODE_LENGTH else code
