"""What is to be loaded: named graphs, each as sorted N-Triples with count and hash.

Our graphs have no blank nodes. For such a graph RDF Dataset Canonicalization (RDFC-1.0, W3C Recommendation
2024) gives no new names, so its hash is that of the sorted lines; hashing is all that is left of it.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, Triple, parse

from dashi_kg.errors import DashiError
from dashi_kg.language import Both
from dashi_kg.rdf.lines import rows_of

_WAITING = 16 << 20  # characters of lines that wait to be written to the files of their graphs
_DEFAULT = str(DefaultGraph())
_LINES = 10_000  # that are taken at a time


@dataclass(frozen=True, slots=True)
class GraphPlan:
    """One named graph: its triples as N-Triples, sorted, each once; in memory, or in a file.

    Attributes:
        iri: of the graph.
        count: triples.
        digest: SHA-256 of the lines, in hexadecimal.
        held: the lines, or the file that has them.
    """

    iri: str
    count: int
    digest: str
    held: tuple[str, ...] | Path

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines; of a file, they are read whenever they are asked for."""
        return tuple(self.each()) if isinstance(self.held, Path) else self.held

    def pieces(self) -> Iterator[str]:
        """The lines, many at a time."""
        lines = iter(self.each())
        while piece := "".join(islice(lines, _LINES)):
            yield piece

    def first(self, count: int) -> tuple[str, ...]:
        """The first lines."""
        return tuple(islice(self.each(), count))

    def triples(self) -> list[Triple]:
        """The triples, in the order of the lines."""
        return [quad.triple for quad in parse("".join(self.lines), format=RdfFormat.N_TRIPLES)]

    def each(self) -> Iterator[str]:
        """The lines, one after the other."""
        if isinstance(self.held, Path):
            with self.held.open(encoding="utf-8", newline="\n") as file:
                yield from file
        else:
            yield from self.held


def as_quads(triples: str, graph: str) -> str:
    """Lines of N-Triples as N-Quads of a graph; no line has its end elsewhere, since N-Triples escape it."""
    return triples.replace(" .\n", f" <{graph}> .\n")


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
            raise _blank()
        if isinstance(quad.graph_name, NamedNode):
            found[quad.graph_name.value].append(quad.triple)
        elif isinstance(quad.graph_name, DefaultGraph) and graph:
            found[graph].append(quad.triple)
        else:
            raise _no_graph()
    if not found:
        raise _nothing()
    return [_planned(iri, *lines_and_digest(triples)) for iri, triples in sorted(found.items())]


def plan_on_disk(pieces: Iterable[str], folder: Path, graph: str | None = None) -> list[GraphPlan]:
    """The same of lines of N-Quads, a file a graph; no more than one graph is held.

    Args:
        pieces: whole lines, many at a time.
        folder: for the files.
        graph: where triples without a graph go.

    Raises:
        DashiError: as :func:`plan`.
        SyntaxError: they are no N-Quads.
        OSError: the files cannot be written.
    """
    files: dict[str, Path] = {}
    waiting: dict[str, list[str]] = defaultdict(list)
    size = 0

    def write() -> None:
        for name, lines in waiting.items():
            path = files.setdefault(name, folder / f"{len(files)}.nt")
            with path.open("a", encoding="utf-8", newline="\n") as file:
                file.writelines(lines)
        waiting.clear()

    for piece in pieces:
        for subject, predicate, thing, name in rows_of(piece):
            if subject.startswith("_:") or thing.startswith("_:"):
                raise _blank()
            if name.startswith("<"):
                waiting[name[1:-1]].append(f"{subject} {predicate} {thing} .\n")
            elif name == _DEFAULT and graph:
                waiting[graph].append(f"{subject} {predicate} {thing} .\n")
            else:
                raise _no_graph()
        size += len(piece)
        if size > _WAITING:
            write()
            size = 0
    write()
    if not files:
        raise _nothing()
    found = []
    for iri, path in sorted(files.items()):
        with path.open(encoding="utf-8", newline="\n") as file:
            written = list(file)
        lines = sorted(set(written))
        if lines != written:
            with path.open("w", encoding="utf-8", newline="\n") as file:
                file.writelines(lines)
        found.append(GraphPlan(iri, len(lines), digest_of_lines(lines), path))
    return found


def _planned(iri: str, lines: tuple[str, ...], digest: str) -> GraphPlan:
    return GraphPlan(iri, len(lines), digest, lines)


def _blank() -> DashiError:
    return DashiError(
        Both("数据里有空白节点，无法核对它是否载入", "a blank node cannot be proved to have arrived"),
        remedy=Both("请给每个节点一个 IRI。", "Give every node an IRI."),
    )


def _no_graph() -> DashiError:
    return DashiError(
        Both("有的三元组不属于任何图", "triples without a graph"),
        remedy=Both("请用 --graph 指定放进哪个图。", "Use --graph to say where they go."),
    )


def _nothing() -> DashiError:
    return DashiError(
        Both("没有可以载入的内容", "there is nothing to load"),
        remedy=Both("请给出发布包，或含有三元组的 RDF 文件。", "Give a release or an RDF file with triples."),
    )


def lines_and_digest(triples: Iterable[Triple]) -> tuple[tuple[str, ...], str]:
    """Sorted N-Triples lines and the SHA-256 of them, in hexadecimal."""
    lines = tuple(sorted({f"{triple} .\n" for triple in triples}))
    return lines, digest_of_lines(lines)


def digest_of_lines(lines: Iterable[str]) -> str:
    """The SHA-256 of lines, in hexadecimal."""
    return hashlib.sha256("".join(lines).encode("utf-8")).hexdigest()
