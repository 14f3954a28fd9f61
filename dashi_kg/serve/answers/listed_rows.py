"""A page of a table as JSON, CSV or XLSX, made by a worker."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from pyoxigraph import Literal, NamedNode

from dashi_kg.export.tables.listed import MOST, USUAL, Listed, is_number, listed
from dashi_kg.export.tables.observations import csv_bytes
from dashi_kg.query.result import Engine, Result
from dashi_kg.query.write import write
from dashi_kg.rdf.namespaces import XSD
from dashi_kg.serve.answers.job import Answer, Job
from dashi_kg.serve.answers.limit import Limits
from dashi_kg.serve.answers.problem_details import problem

TABLE_TYPES = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_PAGING = ("limit", "offset")


def rows_of_table(engine: Engine, base: str, job: Job, limits: Limits) -> Answer:
    """The answer to a job of kind ``table``: JSON by pages, CSV and XLSX whole unless a limit is given.

    ``problem`` of the answer holds ``next``, the query string of the next page, where there is one.

    Raises:
        DashiError: there is no such table or filter, or a value is malformed.
    """
    filters = {name: words for name, words in job.values.items() if name not in _PAGING}
    paging = paging_of(job.values, USUAL if job.format == "json" else None)
    if isinstance(paging, Answer):
        return paging
    limit, offset = paging
    found = listed(engine, base, job.text, filters, min(limits.rows, limit or limits.rows), offset)
    end = offset + len(found.rows)
    follow = urlencode({**filters, "limit": limit or limits.rows, "offset": end}) if end < found.total else ""
    numbers = {column for column in found.columns if is_number(job.text, column)}
    body = table_bytes(found, numbers, job.format, limit, follow)
    if len(body) > limits.bytes:
        return problem(
            507, "The table is larger than an answer may be. Ask with limit and offset.", limit="bytes"
        )
    return Answer(
        200, TABLE_TYPES[job.format], body, rows=len(found.rows), problem={"next": follow} if follow else {}
    )


def paging_of(values: Mapping[str, str], usual: int | None) -> tuple[int | None, int] | Answer:
    """``limit`` (``usual`` where it is not given) and ``offset`` of a request; or what is wrong with them."""
    paging: dict[str, int | None] = {}
    for name, default, most in (("limit", usual, MOST), ("offset", 0, 10**9)):
        given = values.get(name, "")
        if given and not (given.isascii() and given.isdecimal() and len(given) < 10):
            return problem(400, f"“{name}” is “{given[:80]}”. Give a number such as 100.")
        paging[name] = min(int(given), most) if given else default
    return paging["limit"], paging["offset"] or 0


def table_bytes(
    found: Listed,
    numbers: set[str],
    form: str,
    limit: int | None,
    follow: str,
    more: Mapping[str, Any] | None = None,
) -> bytes:
    """A page of a table in a form of :data:`TABLE_TYPES`.

    Args:
        numbers: the columns that hold numbers.
        limit: that was asked for.
        follow: the query string of the next page; ``""``: there is none.
        more: what else is told in JSON.
    """
    if form == "csv":
        return csv_bytes(found.rows, found.columns, numbers)
    if form == "xlsx":
        decimal = NamedNode(XSD + "decimal")
        cells = (
            tuple(
                None if not row[c] else Literal(row[c], datatype=decimal) if c in numbers else Literal(row[c])
                for c in found.columns
            )
            for row in found.rows
        )
        out = io.BytesIO()
        write(Result(found.columns, cells), "xlsx", out, "", files=False)
        return out.getvalue()
    table = {
        "total": found.total,
        "offset": found.offset,
        "limit": limit,
        "next": f"?{follow}" if follow else None,
        **(more or {}),
        "rows": [_plain(row, numbers) for row in found.rows],
    }
    return json.dumps(table, ensure_ascii=False, indent=1).encode() + b"\n"


def _plain(row: Mapping[str, str], numbers: set[str]) -> dict[str, Any]:
    """Numbers as numbers, nothing as null."""
    return {
        name: None if not words else _number(words) if name in numbers else words
        for name, words in row.items()
    }


def _number(words: str) -> int | float:
    return float(words) if "." in words else int(words)
