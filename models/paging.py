"""A page of a long list, read from whichever end of it is nearer: the last page costs what the first one does.

Not a noun. The order must be a whole one (no two rows alike in it), and `total` of the same moment as the rows.

Few of many (a search for a rare word): PostgreSQL guesses that a word it does not know is in many texts, walks along
the order until a page is full, and so reads everything there is. With `total` known it is told to find first, and to
order what it found.
"""

from typing import Any

from sqlalchemy import func
from sqlalchemy.sql import operators
from sqlmodel import Session

# So many are put in order in no time.
FEW = 3_000


def ids_of_page(
    session: Session, asked: Any, order: tuple[Any, ...], *, total: int, page: int, size: int
) -> list[str]:  # fmt: skip
    """The ids on a page (from 1) of what is `asked`: a SELECT of one column, no order. At most one statement."""
    if not total:
        return []
    if total <= FEW and session.get_bind().dialect.name == "postgresql":
        order = (_apart(order[0]), *order[1:])
    start = (page - 1) * size
    end = min(total, start + size)
    if start <= total - end:
        return [str(one) for one in session.execute(asked.order_by(*order).offset(start).limit(size)).scalars()]
    backwards = asked.order_by(*map(_turned, order)).offset(total - end).limit(max(0, end - start))
    return [str(one) for one in session.execute(backwards).scalars()][::-1]


def _turned(one: Any) -> Any:
    return one.element if _downwards(one) else one.desc()


def _apart(one: Any) -> Any:
    """The same order, which no index holds."""
    bare = one.element if _downwards(one) else one
    same = func.coalesce(bare, bare)
    return same.desc() if _downwards(one) else same


def _downwards(one: Any) -> bool:
    return getattr(one, "modifier", None) is operators.desc_op
