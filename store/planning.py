"""What SQLite knows of how its tables are filled, which decides how it looks things up. PostgreSQL learns it by itself.

Without it a company with 100,000 ideas waits seconds for pages that take a fraction of one.
"""

from datetime import datetime, timedelta

from sqlalchemy import Engine

from store.every import Every
from store.tick import Reading, Writing

# Rows looked at in each index: enough to tell a full table from a nearly empty one, a fraction of a second for a
# file of half a gigabyte.
SAMPLE = 400
_hourly = Every(timedelta(hours=1))


def learn_at_times(reading: Reading, writing: Writing, now: datetime) -> bool:
    """Look at the tables once an hour (scheduled work). Whether it did."""
    with reading() as session:
        engine = session.get_bind().engine
    return engine.dialect.name == "sqlite" and _hourly.due(str(engine.url), now) and learn(engine)


def learn(engine: Engine) -> bool:
    """Have SQLite count what its indexes hold, in a sample. Whether there was something to do."""
    if engine.dialect.name != "sqlite":
        return False
    with engine.begin() as connection:
        connection.exec_driver_sql(f"PRAGMA analysis_limit = {SAMPLE}")
        connection.exec_driver_sql("ANALYZE")
    return True
