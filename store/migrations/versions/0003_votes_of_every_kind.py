"""votes of every kind

Revision: 0003
After: 0002

Written by hand: SQLite cannot change a CHECK, a key or what may be empty, and Alembic's own rebuilding forgets CHECKs
and tables without row numbers. So on SQLite each changed table is made anew beside the old one, with every constraint
written out; PostgreSQL alters in place. What is there stays: dots become values, an option stays an idea.
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision: str = '0003'
down_revision: str | Sequence[str] | None = '0002'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

KINDS = ("collect", "group", "talk", "dots", "approval", "score", "ranked", "duels", "agreement", "budget", "consent",
         "expect")
FORMATS = ("collect_and_choose", "what_we_promise", "tell_us", "broken_promise", "move_the_budget")
STATES = ("before", "open", "closed", "skipped")
OLD_STATES = ("before", "open", "closed")
ORIGINS = ("friend", "reviews", "advertising", "last_time", "another_company")
SIDES = "side IN ('promises', 'keeps', 'receives')"
# The columns a table had before and keeps.
ROUNDS = ("id", "workshop_id", "group_id", "kind", "position", "question", "state", "secret", "others_see",
          "latecomers", "budget", "cap", "opened_at", "ends_at", "closed_at")
WORKSHOPS = ("id", "group_id", "title", "format", "planned_on", "join_code", "join_token", "join_until", "created_by",
             "created_at", "archived_at")
EXPECTATIONS = ("id", "promise_id", "amount", "unit", "size", "origin", "touchpoint_id", "person_id", "browser_hash",
                "created_at")


def upgrade() -> None:
    """To the new schema."""
    if _sqlite():
        _rebuild("workshops", _workshops(FORMATS), dict.fromkeys(WORKSHOPS))
        _rebuild("rounds", _rounds(KINDS, STATES, new=True), dict.fromkeys(ROUNDS) | {"settings": "'{}'"})
        _rebuild("round_options", _round_options(new=True), dict.fromkeys(("id", "round_id", "idea_id", "position",
                                                                           "text")))
        _rebuild("ballot_lines", _ballot_lines(new=True), {"ballot_id": None, "option_id": None, "criterion": "0",
                                                           "value": "points"}, without_rowid=True)
        _rebuild("expectations", _expectations(nullable=True), dict.fromkeys(EXPECTATIONS))
        # A column that may be empty is added in place, its reference with it: nothing else of the table is touched.
        op.execute("ALTER TABLE ideas ADD COLUMN noted_by VARCHAR(32) CONSTRAINT fk_ideas_noted_by_people REFERENCES people (id)")
        op.execute("ALTER TABLE ideas ADD COLUMN looked_at DATETIME")
    else:
        _alter_up()
    _new_tables()


def downgrade() -> None:
    """Back to the schema before. What it cannot hold goes: votes of the other kinds, expectations without a source."""
    for table in ("drafts", "more_time", "duel_marks", "ballot_reasons"):
        op.drop_table(table)
    _let_go()
    if _sqlite():
        _rebuild("expectations", _expectations(nullable=False), dict.fromkeys(EXPECTATIONS))
        _rebuild("ballot_lines", _ballot_lines(new=False), {"ballot_id": None, "option_id": None, "points": "value"},
                 without_rowid=True)
        _rebuild("round_options", _round_options(new=False), dict.fromkeys(("id", "round_id", "idea_id", "position",
                                                                            "text")))
        _rebuild("rounds", _rounds(("collect", "dots"), OLD_STATES, new=False), dict.fromkeys(ROUNDS))
        _rebuild("workshops", _workshops(FORMATS[:1]), dict.fromkeys(WORKSHOPS))
        op.execute("ALTER TABLE ideas DROP COLUMN looked_at")
        with op.batch_alter_table("ideas", table_args=_ideas_checks()) as batch:
            batch.drop_column("noted_by")
    else:
        _alter_down()


def _sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _one_of(column: str, words: Sequence[str]) -> str:
    return f"{column} IN ({', '.join(repr(word) for word in words)})"


def _text(length: int) -> Any:
    return sqlmodel.sql.sqltypes.AutoString(length=length)


def _moment() -> Any:
    return sqlmodel.sql.sqltypes.UTCDateTime()


def _rebuild(
    name: str, parts: tuple[list[Any], list[tuple[str, list[str]]]], copied: dict[str, str | None], *,
    without_rowid: bool = False,
) -> None:
    """A new table in place of the old one, with its rows. `copied`: new column to what is read for it."""
    columns, indexes = parts
    made = f"{name}_0003"
    options: dict[str, Any] = {"sqlite_with_rowid": False} if without_rowid else {}
    op.create_table(made, *columns, **options)
    into, read = ", ".join(f'"{column}"' for column in copied), ", ".join(
        source or f'"{column}"' for column, source in copied.items())
    op.execute(f"INSERT INTO {made} ({into}) SELECT {read} FROM {name}")
    op.drop_table(name)
    op.rename_table(made, name)
    for index, over in indexes:
        op.create_index(index, name, over)


def _workshops(formats: Sequence[str]) -> tuple[list[Any], list[tuple[str, list[str]]]]:
    return [
        sa.Column("id", _text(32), nullable=False),
        sa.Column("group_id", _text(32), nullable=False),
        sa.Column("title", _text(80), nullable=False),
        sa.Column("format", _text(24), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("join_code", _text(8), nullable=False),
        sa.Column("join_token", _text(64), nullable=False),
        sa.Column("join_until", _moment(), nullable=False),
        sa.Column("created_by", _text(32), nullable=False),
        sa.Column("created_at", _moment(), nullable=False),
        sa.Column("archived_at", _moment(), nullable=True),
        sa.CheckConstraint(_one_of("format", formats), name=op.f("ck_workshops_format")),
        sa.CheckConstraint("length(title) <= 80", name=op.f("ck_workshops_title")),
        sa.ForeignKeyConstraint(["created_by"], ["people.id"], name=op.f("fk_workshops_created_by_people")),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_workshops_group_id_groups")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshops")),
        sa.UniqueConstraint("join_code", name=op.f("uq_workshops_join_code")),
        sa.UniqueConstraint("join_token", name=op.f("uq_workshops_join_token")),
    ], [(op.f("ix_workshops_group_id"), ["group_id"])]


def _rounds(
    kinds: Sequence[str], states: Sequence[str], *, new: bool
) -> tuple[list[Any], list[tuple[str, list[str]]]]:
    more = [
        sa.Column("settings", sa.Text(), server_default="{}", nullable=False),
        sa.Column("opens_at", _moment(), nullable=True),
        sa.Column("waits_until", _moment(), nullable=True),
        sa.Column("paused_left", sa.Integer(), nullable=True),
    ]
    return [
        sa.Column("id", _text(32), nullable=False),
        sa.Column("workshop_id", _text(32), nullable=False),
        sa.Column("group_id", _text(32), nullable=False),
        sa.Column("kind", _text(12 if new else 8), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("question", _text(140), nullable=False),
        sa.Column("state", _text(8), nullable=False),
        sa.Column("secret", sa.Boolean(), nullable=False),
        sa.Column("others_see", sa.Boolean(), nullable=False),
        sa.Column("latecomers", sa.Boolean(), nullable=False),
        sa.Column("budget", sa.Integer(), nullable=True),
        sa.Column("cap", sa.Integer(), nullable=False),
        sa.Column("opened_at", _moment(), nullable=True),
        sa.Column("ends_at", _moment(), nullable=True),
        sa.Column("closed_at", _moment(), nullable=True),
        *(more if new else []),
        sa.CheckConstraint(_one_of("kind", kinds), name=op.f("ck_rounds_kind")),
        sa.CheckConstraint(_one_of("state", states), name=op.f("ck_rounds_state")),
        sa.CheckConstraint("budget BETWEEN 1 AND 20", name=op.f("ck_rounds_budget")),
        sa.CheckConstraint("cap BETWEEN 1 AND 20", name=op.f("ck_rounds_cap")),
        sa.CheckConstraint("length(question) <= 140", name=op.f("ck_rounds_question")),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_rounds_group_id_groups")),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshops.id"], name=op.f("fk_rounds_workshop_id_workshops")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rounds")),
        sa.UniqueConstraint("workshop_id", "position", name=op.f("uq_rounds_workshop_id_position")),
    ], [(op.f("ix_rounds_state"), ["state"]), (op.f("ix_rounds_workshop_id"), ["workshop_id"])]


def _round_options(*, new: bool) -> tuple[list[Any], list[tuple[str, list[str]]]]:
    more = [
        sa.Column("promise_id", _text(32), nullable=True),
        sa.Column("cost", sa.Integer(), nullable=True),
        sa.CheckConstraint("idea_id IS NULL OR promise_id IS NULL", name=op.f("ck_round_options_one_thing")),
        sa.CheckConstraint("cost BETWEEN 0 AND 1000000000", name=op.f("ck_round_options_cost")),
        sa.ForeignKeyConstraint(["promise_id"], ["promises.id"], name=op.f("fk_round_options_promise_id_promises")),
        sa.UniqueConstraint("round_id", "promise_id", name=op.f("uq_round_options_round_id_promise_id")),
    ]
    indexes = [(op.f("ix_round_options_idea_id"), ["idea_id"]), (op.f("ix_round_options_round_id"), ["round_id"])]
    if new:
        indexes.append((op.f("ix_round_options_promise_id"), ["promise_id"]))
    return [
        sa.Column("id", _text(32), nullable=False),
        sa.Column("round_id", _text(32), nullable=False),
        sa.Column("idea_id", _text(32), nullable=new),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", _text(180), nullable=False),
        *(more if new else []),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_round_options_idea_id_ideas")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_round_options_round_id_rounds")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_options")),
        sa.UniqueConstraint("round_id", "idea_id", name=op.f("uq_round_options_round_id_idea_id")),
    ], indexes


def _ballot_lines(*, new: bool) -> tuple[list[Any], list[tuple[str, list[str]]]]:
    said = [
        sa.Column("criterion", sa.Integer(), server_default="0", autoincrement=False, nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.CheckConstraint("value BETWEEN -1 AND 1000000", name=op.f("ck_ballot_lines_value")),
        sa.CheckConstraint("criterion >= 0", name=op.f("ck_ballot_lines_criterion")),
        sa.PrimaryKeyConstraint("ballot_id", "option_id", "criterion", name=op.f("pk_ballot_lines")),
    ] if new else [
        sa.Column("points", sa.Integer(), nullable=False),
        sa.CheckConstraint("points BETWEEN 1 AND 20", name=op.f("ck_ballot_lines_points")),
        sa.PrimaryKeyConstraint("ballot_id", "option_id", name=op.f("pk_ballot_lines")),
    ]
    return [
        sa.Column("ballot_id", _text(64), nullable=False),
        sa.Column("option_id", _text(32), nullable=False),
        *said,
        sa.ForeignKeyConstraint(["ballot_id"], ["ballots.id"], name=op.f("fk_ballot_lines_ballot_id_ballots")),
        sa.ForeignKeyConstraint(["option_id"], ["round_options.id"], name=op.f("fk_ballot_lines_option_id_round_options")),
    ], [(op.f("ix_ballot_lines_option_id"), ["option_id"])]


def _expectations(*, nullable: bool) -> tuple[list[Any], list[tuple[str, list[str]]]]:
    return [
        sa.Column("id", _text(32), nullable=False),
        sa.Column("promise_id", _text(32), nullable=False),
        sa.Column("amount", sa.Float(), nullable=False),
        sa.Column("unit", _text(6), nullable=False),
        sa.Column("size", sa.Float(), nullable=False),
        sa.Column("origin", _text(16), nullable=nullable),
        sa.Column("touchpoint_id", _text(32), nullable=True),
        sa.Column("person_id", _text(32), nullable=True),
        sa.Column("browser_hash", _text(64), nullable=True),
        sa.Column("created_at", _moment(), nullable=False),
        sa.CheckConstraint(_one_of("origin", ORIGINS), name=op.f("ck_expectations_origin")),
        sa.CheckConstraint("unit IN ('s', 'min', 'h', 'd', 'w', 'value')", name=op.f("ck_expectations_unit")),
        sa.CheckConstraint("person_id IS NULL OR browser_hash IS NULL", name=op.f("ck_expectations_one_of")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_expectations_person_id_people")),
        sa.ForeignKeyConstraint(["promise_id"], ["promises.id"], name=op.f("fk_expectations_promise_id_promises")),
        sa.ForeignKeyConstraint(["touchpoint_id"], ["touchpoints.id"], name=op.f("fk_expectations_touchpoint_id_touchpoints")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expectations")),
        sa.UniqueConstraint("promise_id", "browser_hash", name=op.f("uq_expectations_promise_id_browser_hash")),
        sa.UniqueConstraint("promise_id", "person_id", name=op.f("uq_expectations_promise_id_person_id")),
    ], [(op.f("ix_expectations_person_id"), ["person_id"]), (op.f("ix_expectations_promise_id"), ["promise_id"])]


def _ideas_checks() -> tuple[Any, ...]:
    return (
        sa.CheckConstraint(SIDES, name=op.f("ck_ideas_side")),
        sa.CheckConstraint("state IN ('shown', 'late', 'withdrawn', 'hidden')", name=op.f("ck_ideas_state")),
        sa.CheckConstraint("length(text) <= 180", name=op.f("ck_ideas_text")),
        sa.CheckConstraint("merged_into_id <> id", name=op.f("ck_ideas_merged")),
    )


def _new_tables() -> None:
    op.create_table("ballot_reasons",
        sa.Column("ballot_id", _text(64), nullable=False),
        sa.Column("option_id", _text(32), nullable=False),
        sa.Column("text", _text(300), nullable=False),
        sa.CheckConstraint("length(text) <= 300", name=op.f("ck_ballot_reasons_text")),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballots.id"], name=op.f("fk_ballot_reasons_ballot_id_ballots")),
        sa.ForeignKeyConstraint(["option_id"], ["round_options.id"], name=op.f("fk_ballot_reasons_option_id_round_options")),
        sa.PrimaryKeyConstraint("ballot_id", "option_id", name=op.f("pk_ballot_reasons")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_ballot_reasons_option_id"), "ballot_reasons", ["option_id"])
    op.create_table("duel_marks",
        sa.Column("ballot_id", _text(64), nullable=False),
        sa.Column("first_id", _text(32), nullable=False),
        sa.Column("second_id", _text(32), nullable=False),
        sa.Column("outcome", sa.Integer(), nullable=False),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_duel_marks_pair")),
        sa.CheckConstraint("outcome IN (-1, 0, 1)", name=op.f("ck_duel_marks_outcome")),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballots.id"], name=op.f("fk_duel_marks_ballot_id_ballots")),
        sa.ForeignKeyConstraint(["first_id"], ["round_options.id"], name=op.f("fk_duel_marks_first_id_round_options")),
        sa.ForeignKeyConstraint(["second_id"], ["round_options.id"], name=op.f("fk_duel_marks_second_id_round_options")),
        sa.PrimaryKeyConstraint("ballot_id", "first_id", "second_id", name=op.f("pk_duel_marks")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_duel_marks_first_id"), "duel_marks", ["first_id"])
    op.create_index(op.f("ix_duel_marks_second_id"), "duel_marks", ["second_id"])
    op.create_table("more_time",
        sa.Column("round_id", _text(32), nullable=False),
        sa.Column("person_id", _text(32), nullable=False),
        sa.Column("until", _moment(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_more_time_person_id_people")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_more_time_round_id_rounds")),
        sa.PrimaryKeyConstraint("round_id", "person_id", name=op.f("pk_more_time")),
    )
    op.create_index(op.f("ix_more_time_person_id"), "more_time", ["person_id"])
    op.create_table("drafts",
        sa.Column("id", _text(32), nullable=False),
        sa.Column("round_id", _text(32), nullable=False),
        sa.Column("person_id", _text(32), nullable=False),
        sa.Column("touchpoint_id", _text(32), nullable=True),
        sa.Column("text", _text(180), nullable=False),
        sa.Column("kept_at", _moment(), nullable=False),
        sa.CheckConstraint("length(text) <= 180", name=op.f("ck_drafts_text")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_drafts_person_id_people")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_drafts_round_id_rounds")),
        sa.ForeignKeyConstraint(["touchpoint_id"], ["touchpoints.id"], name=op.f("fk_drafts_touchpoint_id_touchpoints")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
    )
    op.create_index(op.f("ix_drafts_person_id"), "drafts", ["person_id"])
    op.create_index(op.f("ix_drafts_round_id"), "drafts", ["round_id"])


def _alter_up() -> None:
    _check("workshops", "format", _one_of("format", FORMATS))
    _check("rounds", "kind", _one_of("kind", KINDS))
    _check("rounds", "state", _one_of("state", STATES))
    op.alter_column("rounds", "kind", type_=_text(12), existing_nullable=False)
    op.add_column("rounds", sa.Column("settings", sa.Text(), server_default="{}", nullable=False))
    op.add_column("rounds", sa.Column("opens_at", _moment(), nullable=True))
    op.add_column("rounds", sa.Column("waits_until", _moment(), nullable=True))
    op.add_column("rounds", sa.Column("paused_left", sa.Integer(), nullable=True))
    op.alter_column("round_options", "idea_id", existing_type=_text(32), nullable=True)
    op.add_column("round_options", sa.Column("promise_id", _text(32), nullable=True))
    op.add_column("round_options", sa.Column("cost", sa.Integer(), nullable=True))
    op.create_check_constraint(op.f("ck_round_options_one_thing"), "round_options",
                               "idea_id IS NULL OR promise_id IS NULL")
    op.create_check_constraint(op.f("ck_round_options_cost"), "round_options", "cost BETWEEN 0 AND 1000000000")
    op.create_foreign_key(op.f("fk_round_options_promise_id_promises"), "round_options", "promises", ["promise_id"], ["id"])
    op.create_unique_constraint(op.f("uq_round_options_round_id_promise_id"), "round_options",
                                ["round_id", "promise_id"])
    op.create_index(op.f("ix_round_options_promise_id"), "round_options", ["promise_id"])
    op.drop_constraint(op.f("ck_ballot_lines_points"), "ballot_lines")
    op.alter_column("ballot_lines", "points", new_column_name="value")
    op.add_column("ballot_lines", sa.Column("criterion", sa.Integer(), server_default="0", nullable=False))
    op.drop_constraint(op.f("pk_ballot_lines"), "ballot_lines")
    op.create_primary_key(op.f("pk_ballot_lines"), "ballot_lines", ["ballot_id", "option_id", "criterion"])
    op.create_check_constraint(op.f("ck_ballot_lines_value"), "ballot_lines", "value BETWEEN -1 AND 1000000")
    op.create_check_constraint(op.f("ck_ballot_lines_criterion"), "ballot_lines", "criterion >= 0")
    op.alter_column("expectations", "origin", existing_type=_text(16), nullable=True)
    op.add_column("ideas", sa.Column("noted_by", _text(32), nullable=True))
    op.create_foreign_key(op.f("fk_ideas_noted_by_people"), "ideas", "people", ["noted_by"], ["id"])
    op.add_column("ideas", sa.Column("looked_at", _moment(), nullable=True))


def _alter_down() -> None:
    op.drop_column("ideas", "looked_at")
    op.drop_column("ideas", "noted_by")
    op.alter_column("expectations", "origin", existing_type=_text(16), nullable=False)
    op.drop_constraint(op.f("pk_ballot_lines"), "ballot_lines")
    op.drop_constraint(op.f("ck_ballot_lines_value"), "ballot_lines")
    op.drop_column("ballot_lines", "criterion")
    op.create_primary_key(op.f("pk_ballot_lines"), "ballot_lines", ["ballot_id", "option_id"])
    op.alter_column("ballot_lines", "value", new_column_name="points")
    op.create_check_constraint(op.f("ck_ballot_lines_points"), "ballot_lines", "points BETWEEN 1 AND 20")
    op.drop_constraint(op.f("ck_round_options_one_thing"), "round_options")
    op.drop_column("round_options", "promise_id")
    op.drop_column("round_options", "cost")
    op.alter_column("round_options", "idea_id", existing_type=_text(32), nullable=False)
    for column in ("settings", "opens_at", "waits_until", "paused_left"):
        op.drop_column("rounds", column)
    op.alter_column("rounds", "kind", type_=_text(8), existing_nullable=False)
    _check("rounds", "state", _one_of("state", OLD_STATES))
    _check("rounds", "kind", _one_of("kind", ("collect", "dots")))
    _check("workshops", "format", _one_of("format", FORMATS[:1]))


def _check(table: str, name: str, condition: str) -> None:
    op.drop_constraint(op.f(f"ck_{table}_{name}"), table)
    op.create_check_constraint(op.f(f"ck_{table}_{name}"), table, condition)


def _let_go() -> None:
    """Delete what the schema before cannot say, so that the rest keeps its references."""
    other = "SELECT id FROM rounds WHERE kind NOT IN ('collect', 'dots')"
    gone = f"SELECT id FROM round_options WHERE idea_id IS NULL OR round_id IN ({other})"
    op.execute(f"DELETE FROM ballot_lines WHERE option_id IN ({gone}) OR criterion <> 0 OR value NOT BETWEEN 1 AND 20")
    op.execute(f"DELETE FROM round_options WHERE id IN ({gone})")
    for table in ("ballots", "eligible", "round_keys", "results"):
        op.execute(f"DELETE FROM {table} WHERE round_id IN ({other})")
    op.execute("UPDATE ideas SET round_id = NULL WHERE round_id IN (" + other + ")")
    op.execute(f"DELETE FROM rounds WHERE id IN ({other})")
    op.execute("UPDATE rounds SET state = 'before' WHERE state = 'skipped'")
    op.execute("UPDATE workshops SET format = 'collect_and_choose'")
    op.execute("DELETE FROM expectations WHERE origin IS NULL")
