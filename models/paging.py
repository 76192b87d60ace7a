"""A page of a long list, read from whichever end of it is nearer: the last page costs what the first one does.

Not a noun. The order must be a whole one (no two rows alike in it), and `total` of the same moment as the rows.
"""

from typing import Any

from sqlalchemy.sql import operators
from sqlmodel import Session


def ids_of_page(
    session: Session, asked: Any, order: tuple[Any, ...], *, total: int, page: int, size: int
) -> list[str]:  # fmt: skip
    """The ids on a page (from 1) of what is `asked`: a SELECT of one column, without an order. One statement."""
    start = (page - 1) * size
    end = min(total, start + size)
    if start <= total - end:
        return [str(one) for one in session.execute(asked.order_by(*order).offset(start).limit(size)).scalars()]
    backwards = asked.order_by(*map(_turned, order)).offset(total - end).limit(max(0, end - start))
    return [str(one) for one in session.execute(backwards).scalars()][::-1]


def _turned(one: Any) -> Any:
    return one.element if getattr(one, "modifier", None) is operators.desc_op else one.desc()
