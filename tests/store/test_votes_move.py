"""A database of dots ballots moves to votes of every kind and back: every row stays, and so does every net under it."""

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import IntegrityError

from store import migrate
from store.engine import WRITING
from tests.conftest import Database

DAY = "2026-11-17 15:00:00"
OLD = (
    "INSERT INTO people (id, kind, name, language, is_administrator, created_at)"
    f" VALUES ('p', 'guest', 'Anna', 'it', FALSE, '{DAY}'), ('q', 'guest', 'Bea', 'it', FALSE, '{DAY}')",
    f"INSERT INTO groups (id, name, purpose, zone, created_at) VALUES ('g', 'Tavolo', '', 'UTC', '{DAY}')",
    "INSERT INTO workshops (id, group_id, title, format, planned_on, join_code, join_token, join_until, created_by,"
    f" created_at) VALUES ('w', 'g', 'Natale', 'collect_and_choose', '2026-11-17', 'A', 'B', '{DAY}', 'p', '{DAY}')",
    "INSERT INTO rounds (id, workshop_id, group_id, kind, position, question, state, secret, others_see, latecomers,"
    " budget, cap) VALUES ('r', 'w', 'g', 'dots', 1, 'Quali?', 'open', TRUE, TRUE, TRUE, 5, 3),"
    " ('o', 'w', 'g', 'dots', 2, 'E ora?', 'open', FALSE, TRUE, TRUE, 5, 3)",
    "INSERT INTO ideas (id, group_id, text, folded, state, hidden_reason, acted_on, created_at)"
    f" VALUES ('i', 'g', 'Tre giorni', 'tre giorni', 'shown', '', TRUE, '{DAY}')",
    "INSERT INTO round_options (id, round_id, idea_id, position, text) VALUES ('a', 'r', 'i', 0, 'Tre giorni'),"
    " ('b', 'o', 'i', 0, 'Tre giorni')",
    "INSERT INTO ballots (id, round_id, secret, side, state) VALUES ('s', 'r', TRUE, 'keeps', 'counted')",
    "INSERT INTO ballots (id, round_id, secret, side, state, person_id, cast_at)"
    f" VALUES ('t', 'o', FALSE, 'keeps', 'counted', 'p', '{DAY}')",
    "INSERT INTO ballot_lines (ballot_id, option_id, points) VALUES ('s', 'a', 3), ('t', 'b', 2)",
)
# What must be refused after the move, and why.
NETS = {
    "a line twice on an option and criterion":
        "INSERT INTO ballot_lines (ballot_id, option_id, criterion, value) VALUES ('s', 'a', 0, 1)",
    "a value nobody can give":
        "INSERT INTO ballot_lines (ballot_id, option_id, criterion, value) VALUES ('s', 'a', 1, -2)",
    "a line without its ballot":
        "INSERT INTO ballot_lines (ballot_id, option_id, criterion, value) VALUES ('nobody', 'a', 1, 1)",
    "a second counted ballot of one person":
        "INSERT INTO ballots (id, round_id, secret, side, state, person_id, cast_at)"
        f" VALUES ('u', 'o', FALSE, 'keeps', 'counted', 'p', '{DAY}')",
    "a round of no kind": "UPDATE rounds SET kind = 'guess'",
    "a workshop of no format": "UPDATE workshops SET format = 'freestyle'",
    "an option twice": "INSERT INTO round_options (id, round_id, idea_id, position, text)"
                       " VALUES ('c', 'r', 'i', 1, 'Di nuovo')",
    "a duel told twice": "INSERT INTO duel_marks (ballot_id, first_id, second_id, outcome) VALUES ('s', 'b', 'a', 1)",
}  # fmt: skip


def run(database: Database, *statements: str) -> None:
    with database.engine.execution_options(**{WRITING: True}).begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def refused(connection: Connection, statement: str) -> bool:
    try:
        with connection.begin_nested():
            connection.execute(text(statement))
    except IntegrityError:
        return True
    return False


def test_dots_become_values_and_every_net_stays(empty_database: Database) -> None:
    engine = empty_database.engine
    migrate.upgrade(engine, "0002")
    run(empty_database, *OLD)
    migrate.upgrade(engine, "0003")
    with engine.execution_options(**{WRITING: True}).begin() as connection:
        lines = connection.execute(text("SELECT ballot_id, option_id, criterion, value FROM ballot_lines ORDER BY 1"))
        assert [tuple(row) for row in lines] == [("s", "a", 0, 3), ("t", "b", 0, 2)]
        kept = connection.execute(text("SELECT kind, cap, settings, paused_left FROM rounds ORDER BY id")).all()
        assert [tuple(row) for row in kept] == [("dots", 3, "{}", None)] * 2
        option = connection.execute(text("SELECT idea_id, cost FROM round_options WHERE id = 'a'")).one()
        assert tuple(option) == ("i", None)
        assert [why for why, statement in NETS.items() if not refused(connection, statement)] == []
        if empty_database.kind == "sqlite":
            # No row numbers: they would tell in which order people voted.
            made = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'")).all()
            without = {name for name, sql in made if "WITHOUT ROWID" in (sql or "")}
            assert {"ballots", "ballot_lines", "ballot_reasons", "duel_marks"} <= without
    indexes = {index["name"] for index in inspect(engine).get_indexes("ballots")}
    assert "uq_ballots_counted" in indexes
    # What the schema before cannot say goes, the dots stay.
    run(empty_database, "UPDATE rounds SET kind = 'score' WHERE id = 'o'",
        "INSERT INTO rounds (id, workshop_id, group_id, kind, position, question, state, secret, others_see,"
        " latecomers, cap) VALUES ('x', 'w', 'g', 'talk', 3, 'E poi?', 'skipped', TRUE, TRUE, TRUE, 3)")  # fmt: skip
    migrate.downgrade(engine, "0002")
    with engine.connect() as connection:
        assert connection.execute(text("SELECT ballot_id, points FROM ballot_lines")).all() == [("s", 3)]
        assert connection.execute(text("SELECT id FROM rounds")).scalars().all() == ["r"]
