"""Search: which ideas, which feedback say these words; accents and plurals forgiven, in Italian and in English.

Not a noun: an index over the folded words that `ideas` and `feedback` keep anyway, held true by the database itself at
every insert, change and delete, whichever command made it. SQLite: an FTS5 table each, fed by triggers. PostgreSQL: a
generated text-search vector with a GIN index. Both cut a text alike and are asked the same, so both find the same.

Invariants:
- On SQLite a text's number in the index is its row's own (`rowid`), which every index of the table holds beside its
  columns: whether a row was found is looked up nowhere else. SQLite may number rows anew when a table is copied, so
  `..._search_rows` keeps which row had which number, and every start compares.
- A text is indexed as it was said. It is the question that is asked in all its forms (pacco: pacco, pacchi), so
  nothing has to be computed when somebody writes, and no writer can forget it.
- Every word must occur; the last one may still be half typed. What is no letter and no figure (%, _, an emoji) is
  looked for as it stands. Nothing in a question is ever a command.
"""

from enum import Enum, auto
from typing import Any

from sqlalchemy import Connection, and_, bindparam, event, func, inspect, literal_column, text, true
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from models.base import Row, fold
from models.feedback import Feedback
from models.ideas import Idea

TABLES = ("ideas", "feedback")
WORDS_MOST = 8
# What cuts words: everything in ASCII that is no letter and no figure, and the signs that people's keyboards add.
_TYPOGRAPHY = "«»“”„‘’‚…–—·•¿¡€№→"
_ASCII = "".join(chr(n) for n in range(1, 128) if not chr(n).isalnum())
CUTS = _ASCII + _TYPOGRAPHY
_TO_SPACES = str.maketrans(CUTS, " " * len(CUTS))
# Endings that Italian and English add to say one or many; a word and its plural share what is left without them.
_ENDINGS = ("ies", "io", "ia", "ie", "es", "s", "a", "e", "i", "o", "y")
_STEM_LEAST = 3
_SYMBOLS_MOST = 4
# From so many on a page is sooner full when the order of a list is walked than when all that was found is sorted.
OFTEN = 20_000


class Asked(Enum):
    """How SQLite is asked; PostgreSQL asks each row itself in any case. The rows found are always the same.

    FOUND: row by row of what was found. WALK: row by row of what the other conditions or the order lead to, looking
    whether it was found: for the order of a list of frequent words, and where the other conditions leave few.
    """

    FOUND = auto()
    WALK = auto()


def how_asked(total: int, ordered: bool) -> Asked:
    """For a page of `total` rows found. ordered: an index holds the order."""
    return Asked.WALK if ordered and total >= OFTEN else Asked.FOUND


def matching_ideas(session: Session, words: str, how: Asked = Asked.FOUND) -> Any:
    """The condition that an idea says these words; empty words: every idea does."""
    return _matching(session, Idea, words, how)


def matching_feedback(session: Session, words: str, how: Asked = Asked.FOUND) -> Any:
    """The condition that a feedback says these words; empty words: all of them do."""
    return _matching(session, Feedback, words, how)


def matching_any(session: Session, sets: list[list[str]]) -> Any:
    """The ids of the ideas that say all the words of one of these sets at least. The words come from `words_of`."""
    return select(Idea.id).where(_found(session, "ideas", Idea, sets, begun=False))


def forms_of(word: str) -> list[str]:
    """A folded word as one or many of it: `pacchi` gives pacco and pacchi among others, `orders` gives order.

    Short words and figures stand for themselves.
    """
    stem = _stem(word)
    if stem is None:
        return [word]
    endings = ["", *_ENDINGS, *(("hi", "he") if stem[-1] in "cg" else ())]
    return sorted({word, *(stem + ending for ending in endings)})


def words_of(text: str) -> list[str]:
    """The words of a text as the index cuts it."""
    return fold(text).translate(_TO_SPACES).split()


def build_search(connection: Connection) -> None:
    """Make the index for the tables that are there, and fill it; what stands already stays. Both databases.

    Run after every migration and every start: it is derived, so it is no part of any version of the schema, and a table
    that SQLite rebuilt has lost its triggers.
    """
    present = set(inspect(connection).get_table_names())
    for table in TABLES:
        if table not in present:
            _drop(connection, table, present)
            continue
        if connection.dialect.name == "postgresql":
            # Kept beside the words, not only in the index: a plan that reads every row must not cut every text again.
            # The driver reads a doubled percent sign as one.
            words = _vector().replace("%", "%%")
            connection.exec_driver_sql(
                f"ALTER TABLE {table} ADD COLUMN IF NOT EXISTS search_vector tsvector"
                f" GENERATED ALWAYS AS ({words}) STORED"
            )
            connection.exec_driver_sql(
                f"CREATE INDEX IF NOT EXISTS {table}_search ON {table} USING gin (search_vector)"
            )
            continue
        if not _is_true(connection, table, present):
            _drop(connection, table, present)
            connection.exec_driver_sql(
                f"CREATE TABLE {table}_search_rows (n INTEGER PRIMARY KEY, id VARCHAR(32) NOT NULL)"
            )
            connection.exec_driver_sql(
                f"CREATE VIRTUAL TABLE {table}_search USING fts5"
                "(words, content='', tokenize='ascii', prefix='2 3', detail='none', columnsize=0)"
            )
            connection.exec_driver_sql(f"INSERT INTO {table}_search_rows (n, id) SELECT rowid, id FROM {table}")
            connection.exec_driver_sql(
                f"INSERT INTO {table}_search (rowid, words) SELECT rowid, {_cut('folded')} FROM {table}"
            )
        _triggers(connection, table)


def forget_words(session: Session) -> None:
    """Rewrite the index without what was erased: until then SQLite keeps the old words in its older segments."""
    session.flush()
    if session.get_bind().dialect.name == "sqlite":
        for table in TABLES:
            session.connection().exec_driver_sql(f"INSERT INTO {table}_search ({table}_search) VALUES ('optimize')")


@event.listens_for(Row.metadata, "after_create")
def _with_the_tables(_metadata: Any, connection: Connection, **_rest: Any) -> None:
    build_search(connection)


def _matching(session: Session, table: Any, words: str, how: Asked) -> Any:
    wanted: list[Any] = [true()]
    pieces, symbols = _pieces(words)
    if pieces:
        wanted.append(_found(session, str(table.__tablename__), table, [pieces], begun=True, how=how))
    for symbol in symbols:
        if session.get_bind().dialect.name == "postgresql":
            wanted.append(col(table.folded).contains(symbol, autoescape=True))
            continue
        # All texts are read: as they lie, a fifth of what it takes in the order of an index.
        texts = aliased(table)
        wanted.append(col(table.id).in_(select(texts.id).where(func.instr(texts.folded, symbol) > 0)))
    # Of the row itself, not of ids looked up beside: PostgreSQL would join the table to itself and read all of it.
    return and_(*wanted)


def _pieces(words: str) -> tuple[list[str], list[str]]:
    """The words of a question, and what in it is no word."""
    folded = fold(words.replace("\x00", ""))
    pieces = folded.translate(_TO_SPACES).split()
    symbols = [one for one in folded.split() if not any(sign.isalnum() for sign in one)]
    readable = [one for one in pieces if any(sign.isalnum() for sign in one)]
    # "l'idea" is asked as "idea": whoever said it with another article is found too.
    longer = [one for one in readable if len(one) > 1 or not one.isalpha()]
    return (longer or readable)[:WORDS_MOST], symbols[:_SYMBOLS_MOST]


def _found(
    session: Session, name: str, table: Any, sets: list[list[str]], *, begun: bool, how: Asked = Asked.FOUND
) -> Any:  # fmt: skip
    """The condition that a row says every word of one of the sets. begun: the last word may be half typed."""
    postgresql = session.get_bind().dialect.name == "postgresql"
    both, either, rest = (" & ", " | ", ":*") if postgresql else (" AND ", " OR ", " *")

    def whole(word: str, after: str = "") -> str:
        return f"'{word}'{after}" if postgresql else f'"{word}"{after}'

    def one(words: list[str]) -> str:
        asked = [[*map(whole, forms_of(word))] for word in words]
        if begun:
            asked[-1].append(whole(words[-1], rest))
        return both.join(f"({either.join(forms)})" for forms in asked)

    # Words hold letters, figures and signs beyond ASCII only: no quote and no backslash can be in one.
    query = either.join(f"({one(words)})" for words in sets)
    if postgresql:
        # Written into the statement: of one that was prepared PostgreSQL no longer asks how frequent its words are, and
        # plans a word of three texts in four like one that nobody said.
        words: Any = bindparam("asked", query, literal_execute=True)
        wanted = text("CAST(:asked AS tsquery)").bindparams(words)
        return literal_column(f"{name}.search_vector").op("@@")(wanted)
    # The sign keeps SQLite from going from what was found to the rows.
    row = f"+{name}.rowid" if how is Asked.WALK else f"{name}.rowid"
    return text(f"{row} IN (SELECT rowid FROM {name}_search WHERE {name}_search MATCH :asked)").bindparams(asked=query)


def _stem(word: str) -> str | None:
    if len(word) < _STEM_LEAST or not word.isalpha():
        return None
    if word[-2:] in ("hi", "he") and word[-3:-2] in ("c", "g") and len(word) > _STEM_LEAST + 1:
        return word[:-2]
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _STEM_LEAST:
            return word[: -len(ending)]
    return word


def _vector() -> str:
    cuts = CUTS.replace("'", "''")
    return (
        f"array_to_tsvector(array_remove(string_to_array(translate(folded, '{cuts}', '{' ' * len(CUTS)}'), ' '), ''))"
    )


def _cut(column: str) -> str:
    """SQLite's tokenizer cuts at ASCII signs by itself; the others become spaces first."""
    for sign in _TYPOGRAPHY:
        column = f"replace({column}, '{sign}', ' ')"
    return column


def _is_true(connection: Connection, table: str, present: set[str]) -> bool:
    """Whether SQLite's index is there and every row has the number that the index knows it by."""
    if f"{table}_search" not in present or f"{table}_search_rows" not in present:
        return False
    asked = f"SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = '{table}'"
    # A table that was rebuilt has lost them, and what was written since.
    if connection.exec_driver_sql(f"{asked} AND name LIKE '{table}!_search!_%' ESCAPE '!'").scalar_one() != len(_WHEN):
        return False
    # A copy numbers rows anew in their order and without gaps: then the sum of their numbers, or the last row, differs.
    said = {
        connection.exec_driver_sql(
            f"SELECT count(*), sum({n}), (SELECT id FROM {one} ORDER BY {n} DESC LIMIT 1) FROM {one}"
        ).one()
        for one, n in ((table, "rowid"), (f"{table}_search_rows", "n"))
    }
    return len(said) == 1


def _drop(connection: Connection, table: str, present: set[str]) -> None:
    """Take SQLite's index away, also as earlier versions made it (by a number of its own)."""
    if table in present:
        for when in _WHEN:
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {table}_search_{when.split()[0]}")
    for name in (f"{table}_search", f"{table}_search_ids", f"{table}_search_rows"):
        if name in present:
            connection.exec_driver_sql(f"DROP TABLE {name}")


# When an index is told of a row.
_WHEN = ("new AFTER INSERT", "changed AFTER UPDATE OF folded", "gone AFTER DELETE")


def _triggers(connection: Connection, table: str) -> None:
    into = f"INSERT INTO {table}_search ({table}_search, rowid, words)"
    out = f"{into} VALUES ('delete', old.rowid, {_cut('old.folded')});"
    come = f"INSERT INTO {table}_search (rowid, words) VALUES (new.rowid, {_cut('new.folded')});"
    first = f"INSERT INTO {table}_search_rows (n, id) VALUES (new.rowid, new.id);"
    last = f"DELETE FROM {table}_search_rows WHERE n = old.rowid;"
    for when, what in zip(_WHEN, (f"{first} {come}", f"{out} {come}", f"{out} {last}"), strict=True):
        guard = " WHEN old.folded IS NOT new.folded" if when.startswith("changed") else ""
        connection.exec_driver_sql(
            f"CREATE TRIGGER IF NOT EXISTS {table}_search_{when} ON {table}{guard} BEGIN {what} END"
        )
