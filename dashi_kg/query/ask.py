"""Run one query on quads; the union of all graphs is the default graph. Reading only."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pyoxigraph import (
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    Store,
)

from dashi_kg.errors import DashiError
from dashi_kg.namespaces import prefixes
from dashi_kg.serialize import turtle
from dashi_kg.terms import value

FORMATS = ("table", "csv", "tsv", "json", "xml", "markdown")
_EXACT = {
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of one query, ready to be written."""

    found: QuerySolutions | QueryBoolean | QueryTriples
    base: str

    def write(self, form: str) -> str:
        """The answer in one of :data:`FORMATS`; triples (CONSTRUCT, DESCRIBE) are always Turtle.

        CSV, TSV, JSON and XML are the SPARQL 1.1 result formats (W3C Recommendations 2013).
        """
        if isinstance(self.found, QueryTriples):
            return turtle(self.found, self.base).decode("utf-8")
        if form in _EXACT and not (isinstance(self.found, QueryBoolean) and form in ("csv", "tsv")):
            data = self.found.serialize(format=_EXACT[form])
            return (data or b"").decode("utf-8")
        if isinstance(self.found, QueryBoolean):
            return f"{str(bool(self.found)).lower()}\n"
        names = [variable.value for variable in self.found.variables]
        short = {iri: name for name, iri in prefixes(self.base).items()}
        rows = [[_cell(solution[name], short) for name in names] for solution in self.found]
        return _markdown(names, rows) if form == "markdown" else _table(names, rows)


def ask(text: str, quads: Iterable[Quad], base: str) -> Answer:
    """Run a query.

    Args:
        text: SPARQL 1.1 (SELECT, ASK, CONSTRUCT, DESCRIBE); our prefixes need not be declared.
        quads: the data; all named graphs together are the default graph.
        base: resolves relative IRIs in the query.

    Raises:
        DashiError: the query is not SPARQL, or would reach out to another server.
    """
    _refuse_remote(text, base)
    store = Store()
    store.bulk_extend(quads)
    try:
        found = store.query(text, base_iri=base, prefixes=prefixes(base), use_default_graph_as_union=True)
    except SyntaxError as error:
        raise DashiError(f"not a SPARQL query: {error}", remedy="Mend the query.") from None
    return Answer(found, base)


def _refuse_remote(text: str, base: str) -> None:
    """Refuse SERVICE and FROM by parsing the query, not by looking for the words."""
    from pyparsing import ParseException
    from rdflib.plugins.sparql.parser import parseQuery
    from rdflib.plugins.sparql.parserutils import CompValue

    declared = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in prefixes(base).items())
    try:
        tree = parseQuery(declared + text)
    except ParseException as error:
        line = error.lineno - declared.count("\n")
        raise DashiError(
            f"not a SPARQL query (line {line}, column {error.column})",
            remedy="Mend the query; updates are refused.",
        ) from None

    def walk(node: object) -> None:
        if isinstance(node, CompValue):
            if node.name in ("ServiceGraphPattern", "DatasetClause"):
                word = "SERVICE" if node.name == "ServiceGraphPattern" else "FROM"
                raise DashiError(
                    f"{word} is refused: queries stay on this data", remedy="Load the other data first."
                )
            for inner in node.values():
                walk(inner)
        elif (isinstance(node, Sequence) and not isinstance(node, str)) or (
            hasattr(node, "__iter__") and not isinstance(node, str | bytes)
        ):
            for inner in node:
                walk(inner)

    walk(tree)


def _cell(term: object, short: dict[str, str]) -> str:
    words = value(term)
    for iri in sorted(short, key=len, reverse=True):
        if words.startswith(iri) and "://" in words:
            return f"{short[iri]}:{words[len(iri) :]}"
    return words.replace("\n", " ")


def _width(words: str) -> int:
    """Columns on a terminal: Chinese characters take two."""
    return sum(2 if c > "\u2e7f" or c in "“”…" else 1 for c in words)


def _table(names: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    widths = [max(_width(row[i]) for row in [names, *rows]) for i in range(len(names))]
    lines = ["  ".join(cell + " " * (w - _width(cell)) for cell, w in zip(row, widths, strict=True)).rstrip()
             for row in [names, ["─" * w for w in widths], *rows]]  # fmt: skip
    return "\n".join(lines) + "\n"


def _markdown(names: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    out = io.StringIO()
    for row in [names, ["---"] * len(names), *rows]:
        out.write("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |\n")
    return out.getvalue()
