"""The tables as one DuckDB file, typed, with notes on the columns in zh and en. Needs duckdb (the extra ``duckdb``).

DuckDB's full-text extension is a download and no part of its package: words are found by ``contains(quote, '调解')``,
which a columnar scan answers in milliseconds at these sizes.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from dashi_kg.errors import not_installed
from dashi_kg.export.databases.relations import Column, Table

_TYPES = {"decimal": "DECIMAL(38,10)", "gYear": "SMALLINT", "nonNegativeInteger": "INTEGER", "date": "DATE"}


def duckdb_bytes(tables: Iterable[Table]) -> bytes:
    """The file. Its rows are the same each time; its bytes are DuckDB's own affair.

    Args:
        tables: as :func:`dashi_kg.export.databases.relations.relations` gives them.

    Raises:
        DashiError: duckdb is not installed.
    """
    try:
        import duckdb
    except ImportError:
        raise not_installed("duckdb", "duckdb") from None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reports.duckdb"
        with duckdb.connect(str(path), config={"threads": "1"}) as made:
            for table in tables:
                _write(made, table)
        return path.read_bytes()


def _write(made: Any, table: Table) -> None:
    columns = ", ".join(f'"{c.name}" {_TYPES.get(c.kind, "VARCHAR")}' for c in table.columns)
    made.execute(f'CREATE TABLE "{table.name}" ({columns})')
    for column in table.columns:
        note = f"{column.zh} {column.en}".replace("'", "''")
        made.execute(f"""COMMENT ON COLUMN "{table.name}"."{column.name}" IS '{note}'""")
    if table.rows:
        marks = ", ".join("?" * len(table.columns))
        rows = [[_cell(row.get(c.name, ""), c) for c in table.columns] for row in table.rows]
        made.execute("BEGIN")
        made.executemany(f'INSERT INTO "{table.name}" VALUES ({marks})', rows)
        made.execute("COMMIT")


def _cell(words: str, column: Column) -> object:
    if not words:
        return None
    if column.kind == "decimal":
        # A fraction that never ends (三分之一) is rounded where the column ends.
        return round(Decimal(words), 10)
    if column.kind == "date":
        return date.fromisoformat(words)
    return int(words) if column.kind in _TYPES else words
