"""Answers → bytes, row by row: the SPARQL 1.1 result formats, tables for people, RDF for triples."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice
from typing import IO

from pyoxigraph import BlankNode, Literal, NamedNode

from dashi_kg.errors import DashiError
from dashi_kg.language import Both
from dashi_kg.query.columns import cell, head
from dashi_kg.query.result import Result, Row, Term
from dashi_kg.rdf.namespaces import XSD, prefixes
from dashi_kg.rdf.serialize import jsonld, turtle

FORMATS = ("table", "csv", "tsv", "json", "xml", "xlsx", "markdown", "turtle", "jsonld")
FOR_PEOPLE = ("table", "markdown", "xlsx")
FOR_TRIPLES = ("turtle", "jsonld")
# A table's columns are as wide as the first rows need; later rows do not wait for the last.
_MEASURED = 500
_SHEET_ROWS = 1_048_575
_STRING = XSD + "string"
# Characters that XML 1.0 (production 2) cannot hold, even escaped.
_NOT_XML = "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"  # compiled where XML is wanted
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")


def write(
    result: Result,
    form: str,
    out: IO[bytes],
    base: str,
    *,
    files: bool = True,
    raw: bool = True,
    heads: str = "",
) -> None:
    """Write an answer.

    CSV and TSV follow the SPARQL 1.1 Query Results CSV and TSV Formats, JSON and XML the formats of the same
    name (W3C Recommendations 2013).

    Args:
        form: one of :data:`FORMATS`; triples (CONSTRUCT, DESCRIBE) are Turtle where a table is asked for.
        files: whether rows of an xlsx may wait in temporary files; otherwise in memory.
        raw: whether cells stay as the W3C's formats have them. Otherwise one that a spreadsheet would take for a
            formula is made text (CSV, TSV, Markdown; see :func:`no_formula`).
        heads: the language in which a table names its columns and truth values (``""``: variables, as they are).

    Raises:
        DashiError: the format does not fit the answer.
    """
    if result.triples is not None:
        if form not in (*FOR_TRIPLES, "table"):
            raise DashiError(
                Both(f"三元组不能写成 {form}", f"triples cannot be written as {form}"),
                remedy=Both("请改用 turtle 或 jsonld。", "Use turtle or jsonld."),
            )
        triples = list(result.triples)
        out.write(jsonld(triples, base) if form == "jsonld" else turtle(triples, base))
        return
    if form in FOR_TRIPLES:
        raise DashiError(
            Both(f"{form} 只用于三元组", f"{form} is for triples only"),
            remedy=Both(
                "请用 CONSTRUCT 查询，或改用 csv、json、table。",
                "Ask with CONSTRUCT, or use csv, json or table.",
            ),
        )
    if result.boolean is not None:
        out.write(_boolean(result.boolean, form))
        return
    assert result.rows is not None
    if form == "xlsx":
        _xlsx(result.variables, result.rows, out, files=files)
        return
    if not raw and form in ("csv", "tsv", "markdown"):
        result = replace(result, rows=(tuple(_no_formula(t) for t in row) for row in result.rows))
    assert result.rows is not None
    writers = {"csv": _csv, "tsv": _tsv, "json": _json, "xml": _xml}
    pieces = (
        writers[form](result.variables, result.rows)
        if form in writers
        else _for_people(result.variables, result.rows, form, base, heads if form == "table" else "")
    )
    for piece in pieces:
        out.write(piece.encode("utf-8"))


def no_formula(cell: str) -> str:
    """A text that a spreadsheet takes as text: an apostrophe before what would begin a formula."""
    return "'" + cell if cell.startswith(_FORMULA) else cell


def _no_formula(term: Term | None) -> Term | None:
    """A literal that begins no formula; numbers stay what they are."""
    if not isinstance(term, Literal) or not term.value.startswith(_FORMULA):
        return term
    if term.datatype.value != _STRING and not term.language and _NUMBER.fullmatch(term.value):
        return term
    words = no_formula(term.value)
    return Literal(words, language=term.language) if term.language else Literal(words, datatype=term.datatype)


def _boolean(answer: bool, form: str) -> bytes:
    word = "true" if answer else "false"
    if form == "json":
        return f'{{"head":{{}},"boolean":{word}}}\n'.encode()
    if form == "xml":
        return (
            '<?xml version="1.0"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">'
            f"<head></head><boolean>{word}</boolean></sparql>\n"
        ).encode()
    return f"{word}\n".encode()


# ------------------------------------------------------------------ the W3C's formats


def _plain(term: Term | None) -> str:
    if term is None:
        return ""
    return f"_:{term.value}" if isinstance(term, BlankNode) else term.value


def _csv(variables: Sequence[str], rows: Iterator[Row]) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    for cells in chain([list(variables)], ([_plain(t) for t in row] for row in rows)):
        writer.writerow(cells)
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def _tsv(variables: Sequence[str], rows: Iterator[Row]) -> Iterator[str]:
    yield "\t".join(f"?{name}" for name in variables) + "\n"
    for row in rows:
        yield "\t".join("" if t is None else str(t).replace("\t", "\\t") for t in row) + "\n"


def _json(variables: Sequence[str], rows: Iterator[Row]) -> Iterator[str]:
    yield f'{{"head":{{"vars":{json.dumps(list(variables), ensure_ascii=False)}}},"results":{{"bindings":['
    comma = "\n"
    for row in rows:
        binding = {name: _json_term(t) for name, t in zip(variables, row, strict=True) if t is not None}
        yield comma + json.dumps(binding, ensure_ascii=False, separators=(",", ":"))
        comma = ",\n"
    yield "\n]}}\n"


def _json_term(term: Term) -> dict[str, str]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if term.language:
        return {"type": "literal", "value": term.value, "xml:lang": term.language}
    if term.datatype.value == _STRING:
        return {"type": "literal", "value": term.value}
    return {"type": "literal", "value": term.value, "datatype": term.datatype.value}


def _xml(variables: Sequence[str], rows: Iterator[Row]) -> Iterator[str]:
    yield '<?xml version="1.0"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">\n<head>'
    yield "".join(f"<variable name={_attribute(name)}/>" for name in variables) + "</head>\n<results>\n"
    for row in rows:
        cells = "".join(
            f"<binding name={_attribute(name)}>{_xml_term(t)}</binding>"
            for name, t in zip(variables, row, strict=True)
            if t is not None
        )
        yield f"<result>{cells}</result>\n"
    yield "</results>\n</sparql>\n"


def _attribute(value: str) -> str:
    return f'"{html.escape(value)}"'


def _xml_term(term: Term) -> str:
    words = html.escape(re.sub(_NOT_XML, "\ufffd", term.value), quote=False).replace("\r", "&#13;")
    if isinstance(term, NamedNode):
        return f"<uri>{words}</uri>"
    if isinstance(term, BlankNode):
        return f"<bnode>{words}</bnode>"
    if term.language:
        return f"<literal xml:lang={_attribute(term.language)}>{words}</literal>"
    if term.datatype.value == _STRING:
        return f"<literal>{words}</literal>"
    return f"<literal datatype={_attribute(term.datatype.value)}>{words}</literal>"


# ------------------------------------------------------------------ for people


class _Short:
    """IRIs as people like them: ``ind:publicity-events``, ``r:o16``; remembers what ``r:`` is."""

    def __init__(self, base: str, rows: Sequence[Row]) -> None:
        self.spaces = {iri: name for name, iri in prefixes(base).items()}
        reports = {
            t.value[: t.value.index("#") + 1]
            for row in rows
            for t in row
            if isinstance(t, NamedNode) and t.value.startswith(f"{base}report/") and "#" in t.value
        }
        self.report = reports.pop() if len(reports) == 1 else ""
        if self.report:
            self.spaces[self.report] = "r"
        self.base = base
        self.order = sorted(self.spaces, key=len, reverse=True)

    def __call__(self, term: Term | None) -> str:
        if term is None:
            return ""
        if isinstance(term, NamedNode):
            for space in self.order:
                if term.value.startswith(space):
                    return f"{self.spaces[space]}:{term.value[len(space) :]}"
            if term.value.startswith(self.base):
                return f"<{term.value[len(self.base) :]}>"
            return f"<{term.value}>"
        return _plain(term)

    def legend(self) -> str:
        return f"r: = <{self.report}>\n" if self.report else ""


def _for_people(
    variables: Sequence[str], rows: Iterator[Row], form: str, base: str, heads: str
) -> Iterator[str]:
    columns = list(variables)
    if heads:
        variables = [head(name, heads) for name in variables]
    first = list(islice(rows, _MEASURED))
    short = _Short(base, first)
    cells = (
        [_shown(t, short, heads, name).replace("\n", " ") for t, name in zip(row, columns, strict=True)]
        for row in chain(first, rows)
    )
    if form == "markdown":
        for row in chain([list(variables), ["---"] * len(variables)], cells):
            yield "| " + " | ".join(cell.replace("\\", "\\\\").replace("|", "\\|") for cell in row) + " |\n"
        return
    shown = list(islice(cells, len(first)))
    widths = [max(_width(row[i]) for row in [variables, *shown]) for i in range(len(variables))]
    count = 0
    for row in chain([list(variables), ["─" * w for w in widths]], shown, cells):
        line = "  ".join(cell + " " * max(0, w - _width(cell)) for cell, w in zip(row, widths, strict=True))
        yield line.rstrip() + "\n"
        count += 1
    yield f"({count - 2})\n" if not first else short.legend()


def _shown(term: Term | None, short: _Short, heads: str, column: str) -> str:
    said = cell(term.value, term.datatype.value, heads, column) if heads and isinstance(term, Literal) else ""
    return said if isinstance(term, Literal) and said not in ("", term.value) else short(term)


def _width(words: str) -> int:
    """Columns on a terminal: Chinese characters take two."""
    return sum(2 if c > "\u2e7f" or c in "“”…" else 1 for c in words)


def _xlsx(variables: Sequence[str], rows: Iterator[Row], out: IO[bytes], *, files: bool) -> None:
    """A sheet: numbers as numbers, everything else as text, never a formula; rows go to disk, not to memory."""
    from datetime import datetime
    from decimal import Decimal

    import xlsxwriter

    place = {"constant_memory": True} if files else {"in_memory": True}
    book = xlsxwriter.Workbook(out, {**place, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime(2000, 1, 1)})  # the same bytes every time
    sheet = book.add_worksheet("answer")
    bold = book.add_format({"bold": True})
    sheet.freeze_panes(1, 0)
    for i, name in enumerate(variables):
        sheet.write_string(0, i, name, bold)
        sheet.set_column(i, i, 24)
    for number, row in enumerate(rows, start=1):
        if number > _SHEET_ROWS:
            raise DashiError(
                Both("行数超过一张工作表的上限", "more rows than a sheet can hold"),
                remedy=Both("请改用 csv，或加 LIMIT。", "Use csv, or LIMIT."),
            )
        for i, term in enumerate(row):
            words = _plain(term)
            kind = term.datatype.value if isinstance(term, Literal) else ""
            if kind in (XSD + "integer", XSD + "decimal") and len(words) <= 15:
                sheet.write_number(number, i, Decimal(words))
            elif words:
                sheet.write_string(number, i, words[:32767])
    book.close()
