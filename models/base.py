"""What every noun stands on: rows, drafts, ids, and what counts as text a person typed.

Invariants: ids are random (they tell neither time nor order); text is NFC and free of characters that one database
stores and the other refuses; what looks empty is empty; a limit counts code points, here and in the database.
"""

import hashlib
import secrets
import unicodedata
import uuid
from datetime import datetime
from functools import cache
from typing import Annotated, Any, TypeVar
from zoneinfo import available_timezones

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from sqlmodel import SQLModel

from models.errors import Refusal

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
SQLModel.metadata.naming_convention = NAMING

# No confusable letters: no 0 O 1 I L (codes are read aloud and typed from a wall).
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_BIDI = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C])
# Letters that show nothing, beside spaces and the signs that only steer the others (category Cf).
BLANKS = "\u2800\u3164\u115f\u1160\uffa0"


class Row(SQLModel):
    """A stored row. Rows never validate and never commit: the Draft decides, the CHECK constraint is the net."""


class Draft(BaseModel):
    """What may come in for a noun: nothing but the named fields, whatever the surface it came through."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, frozen=True)


D = TypeVar("D", bound=Draft)


def new_id() -> str:
    """A random id (uuid4 as 32 hex digits)."""
    return uuid.uuid4().hex


def new_token() -> str:
    """A secret of 256 bits for links and cookies. Only its hash is ever stored."""
    return secrets.token_urlsafe(32)


def new_code(length: int = 8) -> str:
    """A code for people to type: letters and digits that nobody confuses (31 signs, no 0 O 1 I L)."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(length))


def normal_code(typed: str) -> str:
    """The code as stored, from what a person typed: upper case, without spaces and dashes, look-alikes forgiven.

    Letters outside the alphabet cannot occur in a code, so nothing is lost by dropping them.
    """
    return "".join(sign for sign in typed.upper() if sign in CODE_ALPHABET)


def token_hash(token: str) -> str:
    """How a token or code is stored: SHA-256 in hex. Tokens have 256 random bits, so no salt is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


def fold(text: str) -> str:
    """The searchable form: case folded, accents dropped, white space single ('Perché' is found by 'perche')."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    # Nothing in ASCII combines: a whole list of texts passes here.
    if not decomposed.isascii():
        decomposed = "".join(sign for sign in decomposed if sign.isascii() or not unicodedata.combining(sign))
    return " ".join(decomposed.split())


def is_readable(text: str) -> bool:
    """Whether no character is in it that one database stores and the other refuses, or that no file can hold."""
    # Whatever is printable is none of these; a whole sheet of ideas passes here.
    for sign in "" if text.isprintable() else text:
        category = unicodedata.category(sign)
        if (category == "Cc" and sign not in "\n\t\r") or category == "Cs" or ord(sign) & 0xFFFE == 0xFFFE:
            return False
    return True


def is_unseen(text: str) -> bool:
    """Whether nothing of it can be seen: it is empty, or looks so."""
    return all(sign.isspace() or sign in BLANKS or unicodedata.category(sign) == "Cf" for sign in text)


def one_line(text: str) -> str:
    """A name on one line, without the signs that turn the direction of what comes after them."""
    return " ".join(text.translate(_BIDI).split())


def _readable(text: object) -> object:
    if not isinstance(text, str):
        return text
    if not is_readable(text):
        raise ValueError("unreadable_characters")
    normal = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    return "" if is_unseen(normal) else normal


def _name(text: object) -> object:
    found = _readable(text)
    return one_line(found) if isinstance(found, str) else found


def text_of(limit: int) -> Any:
    """A required text of at most `limit` code points, for use as the type of a Draft field."""
    return Annotated[str, BeforeValidator(_readable), Field(min_length=1, max_length=limit)]


def optional_text_of(limit: int) -> Any:
    """Like `text_of`, but it may be empty (stored as the empty string)."""
    return Annotated[str, BeforeValidator(_readable), Field(max_length=limit)]


def name_of(limit: int) -> Any:
    """A required name: one line, without direction overrides, so that it cannot disguise itself."""
    return Annotated[str, BeforeValidator(_name), Field(min_length=1, max_length=limit)]


def draft(kind: type[D], **values: Any) -> D:
    """Build a Draft, or refuse with the first field at fault.

    Raises:
        Refusal: code `empty`, `too_long`, `too_small`, `too_large`, `unknown_field`, `not_a_number`, `not_an_option`,
            `unreadable_characters` or `not_valid`; `field` is the Draft's field; facts may hold `limit`.
    """
    try:
        return kind(**values)
    except ValidationError as error:
        first = error.errors()[0]
        field = str(first["loc"][0]) if first["loc"] else None
        context = first.get("ctx") or {}
        codes = {
            "string_too_short": "empty", "missing": "empty", "string_too_long": "too_long",
            "greater_than_equal": "too_small", "greater_than": "too_small", "less_than_equal": "too_large",
            "less_than": "too_large", "extra_forbidden": "unknown_field", "int_parsing": "not_a_number",
            "int_type": "not_a_number", "float_parsing": "not_a_number", "finite_number": "not_a_number",
            "float_type": "not_a_number", "int_from_float": "not_a_number", "enum": "not_an_option",
            "literal_error": "not_an_option", "too_short": "empty", "too_long": "too_long",
        }  # fmt: skip
        code = codes.get(first["type"], "not_valid")
        if first["type"] == "value_error" and str(context.get("error")) in ("unreadable_characters", "not_a_link"):
            code = str(context["error"])
        limit = context.get("max_length", context.get("le", context.get("lt", context.get("ge", context.get("gt")))))
        raise Refusal(code, field=field, **({"limit": limit} if limit is not None else {})) from None


def is_a_zone(name: str) -> bool:
    """Whether a time zone has this name, such as Europe/Rome."""
    return name in _zones()


@cache
def _zones() -> frozenset[str]:
    # Read from some six hundred files: once a process, not at each command.
    return frozenset(available_timezones())


def aware(moment: datetime) -> datetime:
    """The same instant, or an error when it has no zone: a naive time is a bug of the caller, never a guess."""
    if moment.tzinfo is None:
        raise ValueError("a naive datetime reached a command")
    return moment
