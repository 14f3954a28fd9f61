"""Data that are larger than memory are checked part by part, with the findings that they have as a whole.

A part is some documents that hang together, with what the shapes look at from their nodes: what is said of the nodes that these name,
and of those that name them. How far the shapes look is worked out of their queries (:mod:`dashi_kg.validation.compiled.reach`); a
shape that looks at nodes which it does not reach from its focus node is asked once, of a table of what its query names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from dashi_kg.rdf.statements import Row
from dashi_kg.validation.compiled.reach import Reach
from dashi_kg.validation.data import Data, Solution
from dashi_kg.validation.documents import Documents, document_of
from dashi_kg.validation.shared import Shared

_SHOWN = 2  # steps from a focus node to what is shown of it: its anchor, the text
_TOGETHER = 1 << 20  # bytes of small documents that are checked at once
_KEPT = 4096  # nodes that parts name, of which is kept what is said


class Part(NamedTuple):
    """Documents that are checked together; ``far``: what shapes that look at everything, by place, found of their nodes."""

    documents: tuple[str, ...]
    far: tuple[tuple[int, Solution], ...] = ()


def parts_of(documents: Documents, far: Iterable[tuple[int, Solution]] = ()) -> Iterator[Part]:
    """All documents of a file in parts, in its order.

    Args:
        documents: of the file.
        far: what was found by shapes that look at everything, and their places among all shapes.
    """
    found: dict[str, list[tuple[int, Solution]]] = {}
    for one in far:
        found.setdefault(document_of(one[1]["this"]), []).append(one)
    for document in found:
        documents.places.setdefault(document, [])
    together: list[str] = []
    size = 0
    for group in _united(documents):
        held = sum(map(documents.size, group))
        if together and size + held > _TOGETHER:
            yield _part(together, found)
            together, size = [], 0
        together += group
        size += held
    if together:
        yield _part(together, found)


def _part(documents: list[str], far: dict[str, list[tuple[int, Solution]]]) -> Part:
    return Part(tuple(documents), tuple(one for document in documents for one in far.get(document, ())))


def _united(documents: Documents) -> Iterable[list[str]]:
    """The documents in groups of which none is united with one of another."""
    head: dict[str, str] = {}

    def first(document: str) -> str:
        while (above := head.get(document, document)) != document:
            head[document] = document = head.get(above, above)
        return document

    for one, other in documents.united:
        head[first(one)] = first(other)
    groups: dict[str, list[str]] = {}
    for document in documents.places:
        groups.setdefault(first(document), []).append(document)
    return groups.values()


class Around:
    """What is said of nodes that parts name: of the file, and what all reports share.

    Args:
        documents: of the file.
        shared: what all reports share.
        wanted: the predicates that are asked for.
        reach: how far the shapes look.

    Attributes:
        own: what the file itself says of a node, as far as the shapes ask for it.
    """

    def __init__(self, documents: Documents, shared: Shared, wanted: Iterable[str], reach: Reach) -> None:
        self._documents = documents
        self._shared = shared
        self._wanted = frozenset(wanted)
        self._steps = reach.steps + _SHOWN
        self._to_documents = reach.documents
        known: dict[str, list[str]] = {}
        for node in shared.known:
            known.setdefault(document_of(node), []).append(node)
        self._known_of = {document: frozenset(nodes) for document, nodes in known.items()}
        self._about: Callable[[str], tuple[Row, ...]] = lru_cache(_KEPT)(self._said)
        self.own: Callable[[str], tuple[Row, ...]] = lru_cache(_KEPT)(self._of_file)

    def rows(self, part: Part, data: Data) -> tuple[list[Row], set[str]]:
        """What the shapes look at beside what is said in a part itself, and the nodes of which that is said.

        Args:
            part: the part.
            data: what is said in it.
        """
        documents, named = frozenset(part.documents), data.named()
        waiting = {*self._shared.everywhere, *self._documents.instances}
        of_data: set[str] | None = None
        for document in documents:
            waiting |= self._documents.namers.get(document, set())
            if document in self._known_of:
                of_data = of_data or data.subjects() | named
                waiting |= of_data & self._known_of[document]
        waiting |= self._beside(named, documents)
        waiting.update(chain.from_iterable(_iris(row) for _, row in part.far))
        seen = set(waiting)
        found: list[Row] = []
        step = 0
        while waiting:
            fresh: set[str] = set()
            for node in sorted(waiting):
                rows = self._about(node)
                found += rows
                fresh.update([row[2] for row in rows])
            if self._to_documents:
                fresh.update([f"<{document_of(node)}>" for node in waiting if "#" in node])
            step += 1
            fresh -= seen
            # what all reports share is looked at from there on and on
            waiting = self._beside(fresh, documents) if step < self._steps else fresh & self._shared.known
            seen |= waiting
        return found, seen

    def _beside(self, nodes: set[str], documents: frozenset[str]) -> set[str]:
        """Those of which something may be said elsewhere than in some documents."""
        others = {node for node in nodes if node[0] == "<" and document_of(node) not in documents}
        return others | (nodes & self._shared.known)

    def _of_file(self, node: str) -> tuple[Row, ...]:
        return tuple([(s, p, o, "") for s, p, o, _ in self._documents.about(node) if p in self._wanted])

    def _said(self, node: str) -> tuple[Row, ...]:
        shared = [(node, p, o, "") for p, o in self._shared.said(node)]
        return tuple(dict.fromkeys((*self.own(node), *shared)))


def _iris(row: Solution) -> Iterator[str]:
    return (term for term in row.values() if term.startswith("<"))
