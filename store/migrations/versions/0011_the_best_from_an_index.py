"""the best from an index

The best and the cheapest ideas of many are counted and put in order from indexes alone.

Revision: 0011
After: 0010
"""

from collections.abc import Sequence

from alembic import op

revision: str = '0011'
down_revision: str | Sequence[str] | None = '0010'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# Table, index, what it held, what it holds beside.
WIDER = (
    ('idea_figures', 'ix_idea_figures_score', ['group_id', 'score'], ['idea_id']),
    ('idea_figures', 'ix_idea_figures_cost', ['group_id', 'cost'], ['idea_id']),
    ('ideas', 'ix_ideas_placed', ['id', 'state', 'merged_into_id', 'touchpoint_id', 'round_id'],
     ['group_id', 'created_at']),
)


def upgrade() -> None:
    """Indexes that hold all that is asked of them."""
    for table, index, columns, more in WIDER:
        op.drop_index(index, table_name=table)
        op.create_index(index, table, [*columns, *more])


def downgrade() -> None:
    """As they were."""
    for table, index, columns, _ in WIDER:
        op.drop_index(index, table_name=table)
        op.create_index(index, table, columns)
