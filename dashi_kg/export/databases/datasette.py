"""How Datasette shows the SQLite file: titles, facets, labels of rows, search, columns explained (its ``metadata.json``)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from dashi_kg.export.databases.relations import Table


def datasette_bytes(tables: Iterable[Table]) -> bytes:
    """The metadata, for any name of the database file (``datasette reports.sqlite -m metadata.json``).

    Datasette keeps metadata by the name of the database: ``reports``, as in ``-o reports.sqlite``.
    """
    shown = {table.name: _table(table) for table in tables}
    metadata = {
        "title": "法治政府建设年度报告 · Annual reports on the rule of law",
        "description": "每个数值、问题、安排都带原文。 Every figure, problem and plan comes with the words that state it.",
        "databases": {"reports": {"tables": shown}},
    }
    return (json.dumps(metadata, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _table(table: Table) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "title": f"{table.zh} {table.en}",
        "label_column": table.label,
        "columns": {c.name: f"{c.zh} · {c.en}" for c in table.columns},
    }
    if table.facets:
        shown["facets"] = list(table.facets)
    if table.searched:
        shown |= {"fts_table": f"{table.name}_search", "fts_pk": "rowid"}
    return shown
