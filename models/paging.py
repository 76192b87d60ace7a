"""A page of a long list, read from whichever end of it is nearer: the last page costs what the first one does.

Not a noun. The order must be a whole one (no two rows alike in it), and `total` of the same moment as the rows. A list
that is very long is turned from its ends only (`ENDS`): what is between them is found by narrowing the list.

Few of many (a search for a rare word): PostgreSQL guesses that a word it does not know is in many texts, walks along
the order until a page is full, and so reads everything there is. With `total` known it is told to find first, and to
order what it found.
"""

from typing import Any

from sqlalchemy import func
from sqlalchemy.sql import operators
from sqlalchemy.sql.expression import UnaryExpression
from sqlmodel import Session

# So many are put in order in no time.
FEW = 3_000
# Of a list with more than twice as many pages, so many from each end: nobody turns to page 3,000 of 6,600, and it is
# the page that would cost the most. Every page keeps its number, the count is exact, and Excel holds all rows.
ENDS = 100


def page_shown(page: int, pages: int, ends: int | None = ENDS) -> int:
    """The page that is shown when one is asked for: the nearest that there is. ends: None for all of them."""
    page = min(max(1, page), pages)
    if ends is None or not is_long(pages, ends) or not ends < page <= pages - ends:
        return page
    return ends if 2 * page <= pages else pages - ends + 1


def page_turned_to(page: int, shown: int, pages: int, ends: int = ENDS) -> int:
    """The page to show when one is turned to from the page `shown`: from the edge of what cannot be opened the next one
    is on its other side, where the nearest would be the page that is there already.
    """
    nearest = page_shown(page, pages, ends)
    if nearest != shown or not is_long(pages, ends) or not ends < page <= pages - ends:
        return nearest
    return pages - ends + 1 if shown <= ends else ends


def is_long(pages: int, ends: int = ENDS) -> bool:
    """Whether a list of so many pages is turned from its ends only."""
    return pages > 2 * ends


def ids_of_page(
    session: Session, asked: Any, order: tuple[Any, ...], *, total: int, page: int, size: int
) -> list[str]:  # fmt: skip
    """The ids on a page (from 1) of what is `asked`: a SELECT of one column, no order. At most one statement."""
    start = (page - 1) * size
    return ids_between(session, asked, order, total=total, start=start, end=min(total, start + size))


def ids_between(
    session: Session, asked: Any, order: tuple[Any, ...], *, total: int, start: int, end: int
) -> list[str]:  # fmt: skip
    """The same from one place (from 0) to before another."""
    if end <= start:
        return []
    if total <= FEW and session.get_bind().dialect.name == "postgresql":
        order = found_first(order)
    if start <= total - end:
        return [str(one) for one in session.execute(asked.order_by(*order).offset(start).limit(end - start)).scalars()]
    backwards = asked.order_by(*map(_turned, order)).offset(total - end).limit(end - start)
    return [str(one) for one in session.execute(backwards).scalars()][::-1]


def ids_with_first(
    session: Session, asked: Any, column: Any, order: tuple[Any, ...], *, total: int, with_it: int, page: int, size: int
) -> list[str]:  # fmt: skip
    """The same of a list on top of which stand the `with_it` that have something in a column, by it. At most two
    statements: each part is read from an index of its own; put in order together, all of them would be.
    """
    said, unsaid = asked.where(column.is_not(None)), asked.where(apart(session, column).is_(None))
    start = (page - 1) * size
    end = min(total, start + size)
    first = ids_between(session, said, (column, *order), total=with_it, start=start, end=min(with_it, end))
    start, end, rest = max(0, start - with_it), end - with_it, total - with_it
    return first + ids_between(session, unsaid, order, total=rest, start=start, end=end)


def apart(session: Session, column: Any) -> Any:
    """A column of which most rows say the same: SQLite would find them by its index, and put nearly all in order."""
    if session.get_bind().dialect.name != "sqlite":
        return column
    return UnaryExpression(column, operator=operators.custom_op("+"), type_=column.type)


def found_first(order: tuple[Any, ...]) -> tuple[Any, ...]:
    """The same order for few of many: they are found by what they are, and put in order then."""
    return (_apart(order[0]), *order[1:])


def _turned(one: Any) -> Any:
    return one.element if _downwards(one) else one.desc()


def _apart(one: Any) -> Any:
    """The same order, which no index holds."""
    bare = one.element if _downwards(one) else one
    same = func.coalesce(bare, bare)
    return same.desc() if _downwards(one) else same


def _downwards(one: Any) -> bool:
    return getattr(one, "modifier", None) is operators.desc_op
