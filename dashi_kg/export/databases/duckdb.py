"""The tables as one DuckDB file, typed, with notes on the columns in zh and en. Needs duckdb (the extra ``duckdb``).

DuckDB's full-text extension is a download and no part of its package: words are found by ``contains(quote, '调解')``,
which a columnar scan answers in milliseconds at these sizes.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

from dashi_kg.errors import not_installed
from dashi_kg.export.databases.relations import Column, Table

_MEMORY = "200MB"
_PLACES = 10
_TYPES = {
    "decimal": f"DECIMAL(38,{_PLACES})",
    "gYear": "SMALLINT",
    "nonNegativeInteger": "INTEGER",
    "date": "DATE",
}


def duckdb_bytes(tables: Iterable[Table]) -> bytes:
    """The file. Its rows are the same each time; its bytes are DuckDB's own affair.

    Args:
        tables: as :func:`dashi_kg.export.databases.relations.relations` gives them.

    Raises:
        DashiError: duckdb is not installed.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reports.duckdb"
        write_duckdb(path, tables)
        return path.read_bytes()


def write_duckdb(path: Path, tables: Iterable[Table]) -> None:
    """Write the file; its rows go through a CSV file beside it, which DuckDB reads a hundred times as fast as single rows.

    Args and errors: as :func:`duckdb_bytes`.
    """
    try:
        import duckdb
    except ImportError:
        raise not_installed("duckdb", "duckdb") from None
    with (
        tempfile.TemporaryDirectory(dir=path.parent) as folder,
        duckdb.connect(
            str(path), config={"threads": "1", "memory_limit": _MEMORY, "temp_directory": folder}
        ) as made,
    ):
        for table in tables:
            _write(made, table, Path(folder) / "rows.csv")


def _write(made: Any, table: Table, rows: Path) -> None:
    columns = ", ".join(f'"{c.name}" {_TYPES.get(c.kind, "VARCHAR")}' for c in table.columns)
    made.execute(f'CREATE TABLE "{table.name}" ({columns})')
    for column in table.columns:
        note = f"{column.zh} {column.en}".replace("'", "''")
        made.execute(f"""COMMENT ON COLUMN "{table.name}"."{column.name}" IS '{note}'""")
    with rows.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        for row in table.rows:
            writer.writerow([_cell(row.get(c.name, ""), c) for c in table.columns])
    kinds = ", ".join(f"'{c.name}': '{_TYPES.get(c.kind, 'VARCHAR')}'" for c in table.columns)
    name = str(rows).replace("'", "''")
    made.execute(
        f"INSERT INTO \"{table.name}\" FROM read_csv('{name}', header = false, auto_detect = false, delim = ',', quote = '\"', "
        f"escape = '\"', nullstr = '', allow_quoted_nulls = true, max_line_size = 16777216, columns = {{{kinds}}})"
    )


def _cell(words: str, column: Column) -> str:
    """As DuckDB reads it; a fraction that never ends (三分之一) is rounded where the column ends."""
    return str(round(Decimal(words), _PLACES)) if words and column.kind == "decimal" else words
