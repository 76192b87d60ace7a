"""listening: what a voice says beside its face, who answers it and by when, what counts, organisations, imports

By hand: a face may be missing, a source is added, and what a voice may hold is checked anew.

Revision: 0005
After: 0004
"""

import unicodedata
import uuid
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision: str = "0005"
down_revision: str | Sequence[str] | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

SOURCES = ("door", "phone", "email", "shop", "review", "social", "chat", "visit", "meeting", "word_of_mouth")
CAME_BY = ("friend", "reviews", "advert", "last_time", "shop", "other")


def _one_of(column: str, words: Sequence[str]) -> str:
    return f"{column} IN ({', '.join(repr(word) for word in words)})"


CHECKS = {
    "source": _one_of("source", (*SOURCES, "forum")), "came_by": _one_of("came_by", CAME_BY),
    "proposed_face": "proposed_face BETWEEN 1 AND 5", "argued": "argued = said_what + said_when + said_proof",
    "recommends": "recommends BETWEEN 0 AND 10", "effort": "effort BETWEEN 1 AND 7",
}  # fmt: skip
MATTERS = {
    "it": ["velocità", "certezza", "cura", "chiarezza", "prezzo", "su misura"],
    "en": ["speed", "certainty", "care", "clarity", "price", "made to measure"],
}
# Column to the table it points at.
POINTERS = {
    "to_touchpoint_id": "touchpoints", "matter_id": "matters", "function_id": "functions", "profile_id": "profiles",
    "organisation_id": "organisations", "taken_by": "people", "answered_by": "people", "closed_by": "people",
    "load_id": "feedback_loads",
}  # fmt: skip
INDEXES = {
    "ix_feedback_counted": ["created_at", "touchpoint_id", "face", "argued", "read_at", "idea_id", "taken_at",
                            "answer_by", "answered_at", "closed_at", "source", "function_id"],
    "ix_feedback_touchpoint_id_created_at": ["touchpoint_id", "created_at"],
    "ix_feedback_argued_created_at": ["argued", "created_at"],
    **{f"ix_feedback_{name}": [name] for name in (
        "to_touchpoint_id", "function_id", "profile_id", "organisation_id", "taken_by", "load_id", "answer_by", "closed_at",
        "fingerprint", "recorded_by",
    )},
}  # fmt: skip


def upgrade() -> None:
    """To the new schema."""
    _tables()
    with op.batch_alter_table("people") as batch:
        batch.add_column(sa.Column("organisation_id", _text(32), nullable=True))
        batch.create_index(op.f("ix_people_organisation_id"), ["organisation_id"])
        batch.create_foreign_key(op.f("fk_people_organisation_id_organisations"), "organisations", ["organisation_id"],
                                 ["id"])  # fmt: skip
    with op.batch_alter_table("feedback") as batch:
        batch.drop_constraint(op.f("ck_feedback_source"), type_="check")
        batch.alter_column("face", existing_type=sa.Integer(), nullable=True)
        for column in _columns():
            batch.add_column(column)
        for name, table in POINTERS.items():
            batch.create_foreign_key(op.f(f"fk_feedback_{name}_{table}"), table, [name], ["id"])
        for name, columns in INDEXES.items():
            batch.create_index(op.f(name), columns)
        for name, condition in CHECKS.items():
            batch.create_check_constraint(op.f(f"ck_feedback_{name}"), condition)
    _lay_matters()


def downgrade() -> None:
    """Back to the schema before: a voice without a face keeps its words, and the one in the middle stands for it."""
    op.execute("UPDATE feedback SET face = coalesce(proposed_face, 3) WHERE face IS NULL")
    op.execute("UPDATE feedback SET source = 'social' WHERE source = 'forum'")
    with op.batch_alter_table("feedback") as batch:
        for name in CHECKS:
            batch.drop_constraint(op.f(f"ck_feedback_{name}"), type_="check")
        for name in INDEXES:
            batch.drop_index(op.f(name))
        for name, table in POINTERS.items():
            batch.drop_constraint(op.f(f"fk_feedback_{name}_{table}"), type_="foreignkey")
        for column in _columns():
            batch.drop_column(column.name)
        batch.alter_column("face", existing_type=sa.Integer(), nullable=False)
        batch.create_check_constraint(op.f("ck_feedback_source"), _one_of("source", SOURCES))
    with op.batch_alter_table("people") as batch:
        batch.drop_constraint(op.f("fk_people_organisation_id_organisations"), type_="foreignkey")
        batch.drop_index(op.f("ix_people_organisation_id"))
        batch.drop_column("organisation_id")
    for table in ("feedback_loads", "organisations", "profiles", "matters"):
        op.drop_table(table)


def _tables() -> None:
    op.create_table("matters",
        sa.Column("id", _text(32), nullable=False),
        sa.Column("name", _text(30), nullable=False),
        sa.Column("folded", _text(120), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(name) <= 30", name=op.f("ck_matters_name")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matters")),
        sa.UniqueConstraint("folded", name=op.f("uq_matters_folded")),
    )
    op.create_table("organisations",
        sa.Column("id", _text(32), nullable=False),
        sa.Column("name", _text(80), nullable=False),
        sa.Column("folded", _text(320), nullable=False),
        sa.CheckConstraint("length(name) <= 80", name=op.f("ck_organisations_name")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
        sa.UniqueConstraint("folded", name=op.f("uq_organisations_folded")),
    )
    op.create_table("profiles",
        sa.Column("id", _text(32), nullable=False),
        sa.Column("name", _text(40), nullable=False),
        sa.Column("folded", _text(160), nullable=False),
        sa.Column("motivation", _text(180), nullable=False),
        sa.Column("history", _text(180), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", _moment(), nullable=False),
        sa.CheckConstraint("length(name) <= 40", name=op.f("ck_profiles_name")),
        sa.CheckConstraint("length(motivation) <= 180 AND length(history) <= 180", name=op.f("ck_profiles_words")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profiles")),
        sa.UniqueConstraint("folded", name=op.f("uq_profiles_folded")),
    )
    op.create_table("feedback_loads",
        sa.Column("id", _text(32), nullable=False),
        sa.Column("contents", _text(64), nullable=True),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("duplicates", sa.Integer(), nullable=False),
        sa.Column("hidden", sa.Integer(), nullable=False),
        sa.Column("hidden_rows", sa.Integer(), nullable=False),
        sa.Column("loaded_at", _moment(), nullable=False),
        sa.Column("loaded_by", _text(32), nullable=False),
        sa.Column("undone_at", _moment(), nullable=True),
        sa.Column("undone_by", _text(32), nullable=True),
        sa.ForeignKeyConstraint(["loaded_by"], ["people.id"], name=op.f("fk_feedback_loads_loaded_by_people")),
        sa.ForeignKeyConstraint(["undone_by"], ["people.id"], name=op.f("fk_feedback_loads_undone_by_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_loads")),
        sa.UniqueConstraint("contents", name=op.f("uq_feedback_loads_contents")),
    )  # fmt: skip


def _columns() -> list[sa.Column[Any]]:
    pointers = [sa.Column(name, _text(32), nullable=True) for name in POINTERS]
    ticks = [sa.Column(name, sa.Integer(), server_default="0", nullable=False)
             for name in ("said_what", "said_when", "said_proof", "argued")]  # fmt: skip
    moments = [sa.Column(name, _moment(), nullable=True) for name in ("taken_at", "answered_at", "closed_at")]
    numbers = [sa.Column(name, sa.Integer(), nullable=True)
               for name in ("proposed_face", "minutes", "recommends", "effort")]  # fmt: skip
    words = [sa.Column(name, _text(600), nullable=True) for name in ("answer", "closing")]
    return [
        *pointers, *ticks, *moments, *numbers, *words, sa.Column("came_by", _text(10), nullable=True),
        sa.Column("answer_by", sa.Date(), nullable=True), sa.Column("fingerprint", _text(32), nullable=True),
    ]  # fmt: skip


def _lay_matters() -> None:
    """A company that is open already starts with the same ones, in the language of its first administrator."""
    run = op.get_bind().execute
    asked = "SELECT language FROM people WHERE is_administrator ORDER BY created_at LIMIT 1"
    language = run(sa.text(asked)).scalar()
    if language is None:
        return
    matters = sa.table("matters", *(sa.column(name) for name in ("id", "name", "folded", "position")))
    for position, name in enumerate(MATTERS["en" if language == "en" else "it"], start=1):
        plain = "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign))
        run(matters.insert().values(id=uuid.uuid4().hex, name=name, folded=plain, position=position))


def _text(length: int) -> Any:
    return sqlmodel.sql.sqltypes.AutoString(length=length)


def _moment() -> Any:
    return sqlmodel.sql.sqltypes.UTCDateTime()
