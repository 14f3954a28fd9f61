"""What a query found, whoever ran it: rows of terms, triples, or yes and no. Rows come one by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

Term = NamedNode | Literal | BlankNode
Row = tuple[Term | None, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """Exactly one of ``rows`` (with ``variables``), ``triples`` and ``boolean`` is there.

    ``rows`` and ``triples`` can be read once.
    """

    variables: tuple[str, ...] = ()
    rows: Iterator[Row] | None = None
    triples: Iterator[Triple] | None = None
    boolean: bool | None = None


class Engine(Protocol):
    """Runs queries on some data; all named graphs together are the default graph."""

    def run(self, text: str) -> Result:
        """Run a SPARQL 1.1 query.

        Raises:
            DashiError: the query is malformed, refused, or fails.
        """
        ...
