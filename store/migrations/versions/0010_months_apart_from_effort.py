"""months apart from effort

What was given as months of one person where a group scores by RICE had stood under the name of an effort of 1 to 5.

Revision: 0010
After: 0009
"""

from collections.abc import Sequence

from alembic import op

revision: str = '0010'
down_revision: str | Sequence[str] | None = '0009'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

RENAMED = """
    UPDATE idea_scores SET criterion = '{new}' WHERE criterion = '{old}' AND idea_id IN (
        SELECT ideas.id FROM ideas JOIN group_scoring ON group_scoring.group_id = ideas.group_id
        WHERE group_scoring.method = 'rice'
    )
"""


def upgrade() -> None:
    """The same tables; scores under their own name."""
    op.execute(RENAMED.format(new='months', old='effort'))


def downgrade() -> None:
    """Back to one name for both; where both were given, the effort makes room."""
    op.execute("DELETE FROM idea_scores WHERE criterion = 'effort' AND EXISTS (SELECT 1 FROM idea_scores AS other WHERE "
               "other.idea_id = idea_scores.idea_id AND other.person_id = idea_scores.person_id AND "
               "other.criterion = 'months')")
    op.execute("UPDATE idea_scores SET criterion = 'effort' WHERE criterion = 'months'")
