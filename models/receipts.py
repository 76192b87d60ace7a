"""Saved means saved, once (law 1).

Invariants: a form key is unique in the database; its receipt is written in the transaction of its effect; the same key
again gives the same receipt and no effect. What a secret ballot leaves here names neither the person nor the subject.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Text, bindparam
from sqlalchemy import select as select_columns
from sqlmodel import Field, Session

from models.activity import Someone
from models.base import Row, new_code, new_id, token_hash
from models.errors import Refusal
from models.statements import put_values, run, table_of

FORM_KEY_LIMIT = 100


class Receipt(Row, table=True):
    """One accepted form."""

    __tablename__ = "receipts"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    form_key: str = Field(max_length=FORM_KEY_LIMIT, unique=True)
    command: str = Field(max_length=80)
    person_hash: str | None = Field(default=None, max_length=64)
    code: str = Field(max_length=12, index=True)
    at: datetime
    answer: str = Field(sa_column=Column(Text, nullable=False))


@dataclass(frozen=True)
class Saved:
    """What the person sees: when it was saved, the confirmation code, and what the command gave back."""

    code: str
    at: datetime
    answer: Any
    again: bool


def saved_at(session: Session, *, code: str, commands: Sequence[str]) -> datetime | None:
    """When the form with this confirmation code was saved by one of these commands (to the minute where it must tell
    no more), or None.
    """
    return next((row.at for row in run(session, _CODED, code=code) if row.command in commands), None)


def once(
    session: Session,
    viewer: Someone,
    command: Callable[..., Any],
    *,
    form_key: str,
    now: datetime,
    **what: Any,
) -> Saved:
    """Run `command(session, viewer, now=now, **what)` unless this form was already saved.

    The command's answer must be JSON-able (an id, a number, a dict, None): it comes back unchanged on a repeat.

    Raises:
        Refusal: the command's own; `not_found` when somebody else's key is replayed.
    """
    if not form_key or len(form_key) > FORM_KEY_LIMIT:
        raise Refusal("form_expired")
    # Commands that must leave no subject behind say so on themselves. Their receipt holds no hash of the person either:
    # the form key lies beside it, so whoever holds the database could try every person. The key itself is unguessable.
    silent = bool(getattr(command, "leaves_no_subject", False))
    # The key is unguessable, so binding it to the person needs no person id in clear.
    person_hash = None if silent else token_hash(f"{form_key}|{viewer.person_id or ''}")
    name = command.__name__
    known = run(session, _KNOWN, form_key=form_key).first()
    if known is not None:
        if known.person_hash != person_hash or known.command != name:
            raise Refusal("form_expired")
        return Saved(known.code, known.at, json.loads(known.answer), again=True)
    answer = command(session, viewer, now=now, **what)
    kept = None if silent else answer
    code = new_code(8)
    at = now.replace(second=0, microsecond=0) if silent else now
    put_values(session, Receipt, [{
        "id": new_id(), "form_key": form_key, "command": name, "person_hash": person_hash, "code": code, "at": at,
        "answer": json.dumps(kept),
    }])  # fmt: skip
    return Saved(code, now, answer, again=False)


_receipts = table_of(Receipt)
_KNOWN = select_columns(
    _receipts.c.person_hash, _receipts.c.command, _receipts.c.code, _receipts.c.at, _receipts.c.answer
).where(_receipts.c.form_key == bindparam("form_key"))
_CODED = select_columns(_receipts.c.at, _receipts.c.command).where(_receipts.c.code == bindparam("code"))
