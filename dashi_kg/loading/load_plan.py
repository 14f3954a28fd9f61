"""What is to be loaded: named graphs, each as sorted N-Triples with count and hash.

Our graphs have no blank nodes. For such a graph RDF Dataset Canonicalization (RDFC-1.0, W3C Recommendation
2024) gives no new names, so its hash is that of the sorted lines; hashing is all that is left of it.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, Triple, parse

from dashi_kg.errors import DashiError
from dashi_kg.language import Both


@dataclass(frozen=True, slots=True)
class GraphPlan:
    """One named graph: ``lines`` are its triples as N-Triples, sorted, each once."""

    iri: str
    lines: tuple[str, ...]
    digest: str

    @property
    def count(self) -> int:
        return len(self.lines)

    def triples(self) -> list[Triple]:
        """The triples, in the order of the lines."""
        return [quad.triple for quad in parse("".join(self.lines), format=RdfFormat.N_TRIPLES)]


def plan(quads: Iterable[Quad], graph: str | None = None) -> list[GraphPlan]:
    """The graphs to load, by IRI.

    Args:
        graph: where triples without a graph go.

    Raises:
        DashiError: there is nothing; triples without a graph, and none is given; a blank node (no store gives
            its name back, so nothing could be proved).
    """
    found: dict[str, list[Triple]] = defaultdict(list)
    for quad in quads:
        if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode):
            raise DashiError(
                Both("数据里有空白节点，无法核对它是否载入", "a blank node cannot be proved to have arrived"),
                remedy=Both("请给每个节点一个 IRI。", "Give every node an IRI."),
            )
        if isinstance(quad.graph_name, NamedNode):
            found[quad.graph_name.value].append(quad.triple)
        elif isinstance(quad.graph_name, DefaultGraph) and graph:
            found[graph].append(quad.triple)
        else:
            raise DashiError(
                Both("有的三元组不属于任何图", "triples without a graph"),
                remedy=Both("请用 --graph 指定放进哪个图。", "Use --graph to say where they go."),
            )
    if not found:
        raise DashiError(
            Both("没有可以载入的内容", "there is nothing to load"),
            remedy=Both(
                "请给出发布包，或含有三元组的 RDF 文件。", "Give a release or an RDF file with triples."
            ),
        )
    return [GraphPlan(iri, *lines_and_digest(triples)) for iri, triples in sorted(found.items())]


def lines_and_digest(triples: Iterable[Triple]) -> tuple[tuple[str, ...], str]:
    """Sorted N-Triples lines and the SHA-256 of them, in hexadecimal."""
    lines = tuple(sorted({f"{triple} .\n" for triple in triples}))
    return lines, hashlib.sha256("".join(lines).encode("utf-8")).hexdigest()
