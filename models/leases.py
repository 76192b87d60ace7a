"""Who does scheduled work at this moment.

One holder at a time by one row a job; the logic stands in `store/lease.py`.
"""

from datetime import datetime

from sqlmodel import Field

from models.base import Row


class Lease(Row, table=True):
    """The holder of a job and until when the others leave it alone."""

    __tablename__ = "leases"

    name: str = Field(primary_key=True, max_length=60)
    holder: str = Field(max_length=64)
    until: datetime
