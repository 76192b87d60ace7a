"""How Alembic runs here: on the connection that `store/migrate.py` hands over, inside its lock and its transaction."""

from alembic import context

import models  # noqa: F401  fills the metadata with every table
from models.base import Row
from models.search import build_search
from store.migrate import belongs_to_schema

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Row.metadata,
    render_as_batch=True,
    transactional_ddl=True,
    compare_type=True,
    compare_server_default=True,
    include_object=belongs_to_schema,
)
with context.begin_transaction():
    context.run_migrations()
    build_search(connection)
