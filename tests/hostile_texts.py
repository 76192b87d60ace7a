"""Texts that somebody typed to harm or to annoy, and a company whose every text is one of them (T of the list).

Through the forms most of them come in as they are; by SQL they come in as old data could have them, control characters
included.
"""

import json

from sqlalchemy import inspect, text
from sqlmodel import Session

COCKTAIL = (
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "![x](http://evil.example/p.png)",
    "[Entra](http://evil.example)",
    "**GRASSO** _x_ ~~y~~ `z` <b>b</b>",
    "# TITOLONE\n\n| a | b |\n|---|---|\n| A9 | B9 |",
    ":red[ROSSO] :material/home: $x^2$ :streamlit:",
    '=HYPERLINK("http://evil.example","Click")',
    "@SUM(1+1)",
    "\u202egnp.exe \u2066isolato",
    "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466" * 100,
    "Lunghissima" * 60,
    "http://evil.example/via www.evil.example a@evil.example",
    "\x07\x0b\uffff segnali",
    "e\u0301 \u0130 \u1e9e \u2028 riga \u2029 due",
    "</title></style><svg onload=alert(1)>",
    "{{7*7}} {% raw %} %(n)s %s {0} ${x}",
    "'; DROP TABLE ideas; -- % _ \\",
    "parola " * 10_000,
    "\u0645\u0631\u062d\u0628\u0627 \u05e9\u05dc\u05d5\u05dd \u4f60\u597d \u0e44\u0e17\u0e22",
    "- [ ] a\n1. b\n> c\n---\n```x",
    '" onfocus="alert(1)" x="',
    "datum.x' + alert(1) + '\\u0000",
)
# What people type or read, by the column's name; codes, keys and settings are left as the rules want them.
TYPED = {
    "title", "note", "text", "label", "name", "reason", "other_channels", "words", "sentence", "claim", "how", "source",
    "place", "question", "closing", "reference", "purpose", "hidden_reason", "company", "motivation", "history", "said",
    "done", "said_en", "done_en", "signed", "changer", "file_name", "outcome", "noun_one", "noun_many",
}  # fmt: skip
ALSO = {("feedback", "answer"), ("savings", "what"), ("feedback", "rest")}
NOT = {"leases", "activity", "receipts", "alembic_version"}


def spoil(session: Session) -> dict[str, int]:
    """Every text in the database becomes one of them, as long as its column allows. How many, by table."""
    found: dict[str, int] = {}
    connection = session.connection()
    looking = inspect(connection)
    turn = 0
    for table in looking.get_table_names():
        keys = looking.get_pk_constraint(table)["constrained_columns"]
        limits = {one["name"]: getattr(one["type"], "length", None) or 0 for one in looking.get_columns(table)}
        typed = [name for name, limit in limits.items() if limit >= 30
                 and (name in TYPED or (table, name) in ALSO)]  # fmt: skip
        if table in NOT or not typed or not keys:
            continue
        rows = connection.execute(text(f"SELECT {', '.join([*keys, *typed])} FROM {table}")).all()
        for row in rows[:300]:
            values = {}
            for name, value in zip(typed, row[len(keys) :], strict=True):
                if value:
                    turn += 1
                    mark = f" {turn}"
                    values[name] = COCKTAIL[turn % len(COCKTAIL)][: limits[name] - len(mark)] + mark
            if values:
                chosen = " AND ".join(f"{key} = :key_{key}" for key in keys)
                changed = ", ".join(f"{name} = :{name}" for name in values)
                which = {f"key_{key}": row[at] for at, key in enumerate(keys)}
                connection.execute(text(f"UPDATE {table} SET {changed} WHERE {chosen}"), values | which)
                found[table] = found.get(table, 0) + len(values)
    _spoil_notices(session)
    return found


def _spoil_notices(session: Session) -> None:
    """What a notice says of others stands in its facts."""
    connection = session.connection()
    for number, (notice_id, facts) in enumerate(connection.execute(text("SELECT id, facts FROM notices")).all()):
        said = json.loads(facts) if isinstance(facts, str) else facts
        spoilt = dict(said)
        for at, (name, value) in enumerate(said.items()):
            if isinstance(value, str) and " " in value:
                spoilt[name] = COCKTAIL[(number + at) % len(COCKTAIL)][:120]
        connection.execute(text("UPDATE notices SET facts = :facts WHERE id = :id"),
                           {"facts": json.dumps(spoilt), "id": notice_id})  # fmt: skip
