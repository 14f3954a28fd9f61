"""The tables as one SQLite file with foreign keys and full-text search that finds Chinese words of two characters.

SQLite's own tokenizers know no Chinese: ``unicode61`` takes a run of characters for one word, ``trigram`` finds nothing
shorter than three. The index therefore holds the pairs of neighbouring characters (bigrams), made here, as words: a
search for words is a search for the phrase of their pairs (:func:`match_words`). A second column holds the stretches of
three and four characters and single characters, so that a plain search box (that of Datasette) finds words of up to four.
"""

from __future__ import annotations

import re
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path

from dashi_kg.export.databases.relations import Column, Table
from dashi_kg.export.tables.observations import Row

_TYPES = {"decimal": "REAL", "gYear": "INTEGER", "nonNegativeInteger": "INTEGER"}
# A word of the index: a run of Chinese characters, or one of letters and digits.
_RUN = re.compile(r"[\u3400-\u9fff]+|[^\W\u3400-\u9fff_]+")


def sqlite_bytes(tables: Iterable[Table]) -> bytes:
    """See :func:`write_sqlite`."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reports.sqlite"
        write_sqlite(path, tables)
        return path.read_bytes()


def write_sqlite(path: Path, tables: Iterable[Table]) -> None:
    """Write the file: the same bytes wherever the same SQLite writes them.

    Args:
        path: of the file; it is not there yet.
        tables: as :func:`dashi_kg.export.databases.relations.relations` gives them.
    """
    with closing(sqlite3.connect(path)) as made:
        # what is written is thrown away if it is not finished
        made.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        for table in tables:
            _write(made, table)
        made.commit()


def match_words(words: str) -> str:
    """The expression for ``MATCH`` that finds the words: ``普法宣传`` → ``"普法 法宣 宣传"``.

    Args:
        words: what is looked for; words apart by spaces must all occur, in any order.

    Returns:
        an FTS5 expression; ``""`` where nothing can be looked for.
    """
    phrases = []
    for run in _RUN.findall(words):
        chinese = "\u3400" <= run[0] <= "\u9fff"
        if chinese and len(run) == 1:
            phrases.append(f'longer : "{run}"')
        elif chinese:
            phrases.append('bigrams : "' + " ".join(_stretches(run, 2)) + '"')
        else:
            phrases.append(f'"{run.casefold()}"')
    return " AND ".join(phrases)


def _write(made: sqlite3.Connection, table: Table) -> None:
    lines = [f"{_named(c.name)} {_TYPES.get(c.kind, 'TEXT')}" for c in table.columns]
    lines[0] += " PRIMARY KEY"
    lines += [
        f"FOREIGN KEY ({_named(c.name)}) REFERENCES {_named(c.table)}({_named('iri')})"
        for c in table.columns
        if c.table
    ]
    made.execute(f"CREATE TABLE {_named(table.name)} ({', '.join(lines)})")
    marks = ", ".join("?" * len(table.columns))
    made.executemany(
        f"INSERT INTO {_named(table.name)} VALUES ({marks})",
        ([cell(row, column) for column in table.columns] for row in table.rows),
    )
    for column in table.columns:
        if column.table or column.name in table.facets:
            made.execute(
                f"CREATE INDEX {_named(f'{table.name}_{column.name}')} ON {_named(table.name)} ({_named(column.name)})"
            )
    if table.searched:
        search = _named(f"{table.name}_search")
        made.execute(f"CREATE VIRTUAL TABLE {search} USING fts5(bigrams, longer, content='')")
        made.executemany(
            f"INSERT INTO {search} (rowid, bigrams, longer) VALUES (?, ?, ?)",
            ((number, *_indexed(row, table.searched)) for number, row in enumerate(table.rows, start=1)),
        )


def cell(row: Row, column: Column) -> str | int | float | None:
    """The value of a cell: nothing for an empty one, whole numbers as integers."""
    words = row.get(column.name, "")
    if not words:
        return None
    if column.kind == "decimal":
        number = Decimal(words)
        return int(number) if number == number.to_integral_value() and abs(number) < 2**63 else float(number)
    return int(words) if column.kind in _TYPES else words


def _named(name: str) -> str:
    return f'"{name}"'


def _indexed(row: Row, columns: Iterable[str]) -> tuple[str, str]:
    """The words of the index for a row: pairs of characters, and stretches of one, three and four."""
    pairs: list[str] = []
    longer: list[str] = []
    for run in _RUN.findall("\n".join(row.get(column, "") for column in columns)):
        if "\u3400" <= run[0] <= "\u9fff":
            pairs += _stretches(run, 2)
            longer += [stretch for size in (1, 3, 4) for stretch in _stretches(run, size)]
        else:
            pairs.append(run.casefold())
        # Runs stand apart: no phrase goes over a mark.
        pairs.append("。")
    return " ".join(pairs), " ".join(longer)


def _stretches(run: str, size: int) -> Iterator[str]:
    return (run[at : at + size] for at in range(len(run) - size + 1))
