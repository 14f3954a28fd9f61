"""Answers cut at a limit of rows or bytes: at the end of a row, still well formed, and marked.

The library writes rows five times as fast as Python does, but cannot stop after the nth. So it writes into a
buffer of ``max_bytes``; only an answer that may be too long is read again from there, row by row.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPException
from typing import IO, Any, cast

from pyoxigraph import QueryResultsFormat, QuerySolutions, QueryTriples, RdfFormat, parse_query_results

from dashi_kg.errors import DashiError
from dashi_kg.language import Both
from dashi_kg.query.engines import FailedError
from dashi_kg.query.result import Result, Row
from dashi_kg.query.write import write

FAST = {"json": QueryResultsFormat.JSON, "csv": QueryResultsFormat.CSV, "tsv": QueryResultsFormat.TSV}
_FAILURES = (RuntimeError, OSError, SyntaxError, HTTPException)
# The least bytes of a row: {}, for JSON; the ends of lines for CSV and TSV.
_LEAST = {"json": 3, "csv": 2, "tsv": 1}


@dataclass(frozen=True, slots=True)
class Limits:
    """How long an answer may be."""

    rows: int
    bytes: int


@dataclass(frozen=True, slots=True)
class CutOff:
    """``body`` with ``rows`` rows; ``truncated``: empty, ``rows`` or ``bytes``."""

    body: bytes
    rows: int
    truncated: str = ""


class _FullError(Exception):
    """The buffer has as much as it may take."""


class _Buffer:
    """Something to write to that takes no more than ``limit`` bytes."""

    def __init__(self, limit: int) -> None:
        self.limit, self.data, self.full = limit, bytearray(), False

    def write(self, piece: bytes) -> int:
        if self.full:  # the library tries once more with what was refused
            raise _FullError
        self.data += piece
        if len(self.data) > self.limit:
            self.full = True
            raise _FullError
        return len(piece)

    def flush(self) -> None:
        return None


def solutions(found: QuerySolutions, form: str, base: str, limits: Limits) -> CutOff:
    """The rows of a SELECT as ``json``, ``csv`` or ``tsv``, written by the library.

    Raises:
        DashiError: the query fails at a row.
    """
    variables = tuple(v.value for v in found.variables)
    buffer = _Buffer(limits.bytes)
    try:
        found.serialize(cast(IO[bytes], buffer), format=FAST[form])
    except _FullError:
        pass
    except _FAILURES as error:
        raise FailedError(
            Both(f"查询失败（{error}）", f"the query failed ({error})"),
            remedy=Both("请简化查询。", "Simplify the query."),
        ) from None
    data = bytes(buffer.data)
    if buffer.full and form == "tsv":
        del buffer.data[buffer.data.rfind(b"\n") + 1 :]  # half a number is a number too
    if not buffer.full and len(data) < _LEAST[form] * limits.rows:
        return CutOff(data, -1)
    if form == "csv":
        cut = _csv(data, full=buffer.full, limits=limits)
    else:
        found_again = parse_query_results(bytes(buffer.data), format=FAST[form])
        assert isinstance(found_again, QuerySolutions)
        cut = rows(Result(variables, rows=_whole_rows(found_again, len(variables))), form, base, limits)
        if not buffer.full and not cut.truncated:
            return CutOff(data, cut.rows)
        cut = CutOff(cut.body, cut.rows, cut.truncated or "bytes")
    if not cut.rows:
        raise _giant()
    return cut


def _giant() -> DashiError:
    return DashiError(
        Both("结果中有一行超过了结果的大小上限", "one row of the answer is larger than an answer may be"),
        remedy=Both("请减少所查的内容。", "Ask for less."),
    )


def _whole_rows(found: QuerySolutions, width: int) -> Iterator[Row]:
    """The rows up to the place where the buffer was full."""
    try:
        for solution in found:
            yield tuple(solution[i] for i in range(width))
    except SyntaxError:
        return


def _csv(data: bytes, *, full: bool, limits: Limits) -> CutOff:
    csv.field_size_limit(sys.maxsize)
    records = csv.reader(io.StringIO(data.decode("utf-8", "ignore"), newline=""))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    header = next(records, [])
    writer.writerow(header)
    count, held = 0, None
    for record in records:  # the last record of a full buffer may lack its end
        if held is not None:
            writer.writerow(held)
            count += 1
        if count == limits.rows:
            return CutOff(out.getvalue().encode(), count, "rows")
        held = record
    if held is not None and not full:
        return CutOff(data, count + 1)
    return CutOff(out.getvalue().encode(), count, "bytes") if full else CutOff(data, count)


def rows(result: Result, form: str, base: str, limits: Limits, *, raw: bool = True) -> CutOff:
    """Rows in any form of :data:`dashi_kg.query.write.FORMATS`, written by us; or yes and no.

    Args:
        raw: see :func:`dashi_kg.query.write.write`.

    Raises:
        DashiError: the query fails at a row, or one row alone is beyond the limit.
    """
    if result.rows is None:
        out = io.BytesIO()
        write(result, form, out, base)
        return CutOff(out.getvalue(), 1)
    out, taken, truncated = io.BytesIO(), 0, ""
    length = 0

    def limited(found: Iterator[Row]) -> Iterator[Row]:
        nonlocal taken, truncated, length
        for row in found:
            length += sum(len(str(t)) for t in row) if form == "xlsx" else 0
            if taken == limits.rows:
                truncated = "rows"
                return
            if max(out.tell(), length) > limits.bytes:
                truncated = "bytes"
                return
            taken += 1
            yield row

    try:
        write(Result(result.variables, rows=limited(result.rows)), form, out, base, files=False, raw=raw)
    except _FAILURES as error:
        raise FailedError(
            Both(f"查询失败（{error}）", f"the query failed ({error})"),
            remedy=Both("请简化查询。", "Simplify the query."),
        ) from None
    if len(out.getbuffer()) > 2 * limits.bytes + 65536:
        raise _giant()
    return CutOff(out.getvalue(), taken, truncated)


def triples(found: Any, limits: Limits) -> tuple[list[bytes], str]:
    """The triples of a CONSTRUCT or DESCRIBE as sorted lines of N-Triples, and what cut them.

    Args:
        found: a ``QueryTriples``, which the library writes itself, or any iterator of triples.

    Raises:
        DashiError: the query fails.
    """
    buffer = _Buffer(limits.bytes)
    try:
        if isinstance(found, QueryTriples):
            found.serialize(cast(IO[bytes], buffer), format=RdfFormat.N_TRIPLES)
        else:
            for triple in found:
                buffer.write(f"{triple} .\n".encode())
    except _FullError:
        pass
    except _FAILURES as error:
        raise FailedError(
            Both(f"查询失败（{error}）", f"the query failed ({error})"),
            remedy=Both("请简化查询。", "Simplify the query."),
        ) from None
    lines = bytes(buffer.data).split(b"\n")
    del lines[-1]  # empty, or a piece of a line
    unique = list(dict.fromkeys(lines))
    truncated = "bytes" if buffer.full else ""
    if len(unique) > limits.rows:
        unique, truncated = unique[: limits.rows], "rows"
    return sorted(unique), truncated
