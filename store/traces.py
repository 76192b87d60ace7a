"""Forgetting what the files of a database remember: in which order secret ballots came, and words that were erased.

SQLite's journal holds the last writes one after the other; PostgreSQL keeps replaced rows with the number of their
transaction, and on a voter's row the number of the transaction that held it while they voted. All of this goes in the
minutes after a secret vote has closed; and so do the words of whoever was erased. What we cannot reach, and say: the
write-ahead log that a PostgreSQL keeps or archives for itself, and copies of files made before.
"""

from datetime import datetime, timedelta

from sqlalchemy import Engine, bindparam, text
from sqlmodel.sql.sqltypes import UTCDateTime

from store.tick import Reading, Writing

# A few ticks: a reader in the way only puts it off.
AFTER = timedelta(minutes=2)
PATIENCE_MS = 200
TABLES = ("ballots", "ballot_lines", "ballot_reasons", "duel_marks", "eligible", "receipts")
_JUST_CLOSED = text(
    "SELECT count(*) FROM rounds JOIN results ON results.round_id = rounds.id"
    " WHERE rounds.secret AND rounds.closed_at > :since"
).bindparams(bindparam("since", type_=UTCDateTime()))
# Words may also be in older rows and in the journal for weeks, where little is written.
TEXTS = ("people", "ideas", "comments", "feedback", "replies", "round_options", "notices", "activity_texts", "diaries",
         "diary_entries", "public_answers", "drafts", "sent_answers", "saved_views", "bulk_acts", "mail_choices",
         "wordings", "actions", "outcome_checks", "capacities")  # fmt: skip
_JUST_ERASED = text(
    "SELECT count(*) FROM activity WHERE seq > (SELECT max(seq) FROM activity) - :looked AND at > :since"
    " AND ((noun = 'person' AND verb = 'erase') OR (noun = 'diary' AND verb IN ('delete', 'delete_entry'))"
    " OR (noun = 'feedback' AND verb IN ('change', 'undo')))"
).bindparams(bindparam("since", type_=UTCDateTime()))
LOOKED = 20_000


def forget_traces(reading: Reading, writing: Writing, now: datetime) -> bool:
    """Clean up if a secret vote closed, or somebody was erased, in the last minutes (scheduled work). Whether so."""
    with reading() as session:
        run = session.connection().execute
        closed = run(_JUST_CLOSED, {"since": now - AFTER}).scalar_one()
        erased = run(_JUST_ERASED, {"since": now - AFTER, "looked": LOOKED}).scalar_one()
        engine = session.get_bind().engine
    if closed or erased:
        clean_up(engine, texts=bool(erased))
    return bool(closed or erased)


def clean_up(engine: Engine, *, texts: bool = False) -> None:
    """Empty SQLite's journal into the file, or let PostgreSQL drop the rows that no longer count."""
    if engine.dialect.name == "sqlite":
        raw = engine.raw_connection()
        try:
            cursor = raw.cursor()
            patience = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
            # Writers wait behind it: a long reader in the way puts it off to the next tick instead.
            cursor.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
            try:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                cursor.execute(f"PRAGMA busy_timeout = {patience}")
        finally:
            raw.close()
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in TABLES:
            # FREEZE also takes away who held a row last: beside the record that number would tell who voted when.
            connection.exec_driver_sql(f"VACUUM (FREEZE) {table}")
        for table in TEXTS if texts else ():
            connection.exec_driver_sql(f"VACUUM {table}")
