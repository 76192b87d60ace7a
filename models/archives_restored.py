"""Which archives of groups were taken in here, and when: the same one again changes nothing."""

from datetime import datetime

from sqlmodel import Field

from models.base import Row


class ArchiveRestored(Row, table=True):
    """One archive that became a group here. `id` is the archive's own, from its manifest."""

    __tablename__ = "archives_restored"

    id: str = Field(primary_key=True, max_length=32)
    group_id: str = Field(max_length=32, foreign_key="groups.id", unique=True)
    sha256: str = Field(max_length=64)
    restored_by: str | None = Field(default=None, max_length=32, foreign_key="people.id")
    restored_at: datetime
