"""Months of one person, scored while they bore the name of an effort, get their own name and keep their value."""

from sqlalchemy import text

from store import migrate
from store.engine import WRITING
from tests.conftest import Database

DAY = "2026-11-17 15:00:00"
# One group scores by RICE, one by value and effort, one has never said how: each with an effort somebody gave.
OLD = (
    "INSERT INTO people (id, kind, name, language, is_administrator, created_at)"
    f" VALUES ('p', 'staff', 'Anna', 'it', FALSE, '{DAY}'), ('q', 'staff', 'Bea', 'it', FALSE, '{DAY}')",
    "INSERT INTO groups (id, name, purpose, zone, created_at) VALUES"
    + ", ".join(f" ('{group}', '{group}', '', 'UTC', '{DAY}')" for group in ("rice", "usual", "unsaid")),
    f"INSERT INTO group_scoring (group_id, method, several, changed_at) VALUES ('rice', 'rice', TRUE, '{DAY}'),"
    f" ('usual', 'value_effort', TRUE, '{DAY}')",
    "INSERT INTO ideas (id, group_id, text, folded, state, hidden_reason, acted_on, created_at) VALUES"
    + ", ".join(f" ('{group}', '{group}', 'Tre giorni', 'tre giorni', 'shown', '', TRUE, '{DAY}')"
                for group in ("rice", "usual", "unsaid")),
    "INSERT INTO idea_scores (id, idea_id, person_id, criterion, value, given_at) VALUES"
    f" ('1', 'rice', 'p', 'effort', 12.5, '{DAY}'), ('2', 'rice', 'p', 'reach', 500, '{DAY}'),"
    f" ('3', 'rice', 'q', 'effort', 2, '{DAY}'), ('4', 'usual', 'p', 'effort', 3, '{DAY}'),"
    f" ('5', 'usual', 'p', 'value', 4, '{DAY}'), ('6', 'unsaid', 'p', 'effort', 5, '{DAY}')",
)  # fmt: skip


def scores(database: Database) -> dict[str, tuple[str, str, float]]:
    with database.engine.connect() as connection:
        found = connection.execute(text("SELECT id, person_id, criterion, value FROM idea_scores"))
        return {row_id: (person, criterion, value) for row_id, person, criterion, value in found}


def run(database: Database, *statements: str) -> None:
    with database.engine.execution_options(**{WRITING: True}).begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def test_months_get_their_own_name_where_a_group_scores_by_rice_and_every_score_stays(
    empty_database: Database,
) -> None:
    engine = empty_database.engine
    migrate.upgrade(engine, "0009")
    run(empty_database, *OLD)
    before = scores(empty_database)
    migrate.upgrade(engine, "0010")
    after = scores(empty_database)
    assert after == before | {"1": ("p", "months", 12.5), "3": ("q", "months", 2.0)}
    # Under the new names both may be given; the schema before has room for one, and the months were there first.
    run(empty_database, "INSERT INTO idea_scores (id, idea_id, person_id, criterion, value, given_at)"
                        f" VALUES ('7', 'rice', 'p', 'effort', 4, '{DAY}')")  # fmt: skip
    migrate.downgrade(engine, "0009")
    assert scores(empty_database) == before
    migrate.upgrade(engine)
    assert scores(empty_database) == after, "and from there to the newest"
