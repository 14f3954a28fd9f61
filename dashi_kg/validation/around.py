"""What is said around a part of a large file: of the nodes that its nodes name, and of those that name them, as far as the shapes look."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from dashi_kg.validation.compiled.reach import Reach
from dashi_kg.validation.compiled.triples import Said
from dashi_kg.validation.data import Data
from dashi_kg.validation.documents import Documents, document_of
from dashi_kg.validation.parts import Part
from dashi_kg.validation.shared import Shared

_SHOWN = 2  # steps from a focus node to what is shown of it: its anchor, the text
_KEPT = 4096  # nodes that parts name, of which is kept what is said


class Own(NamedTuple):
    """What a file itself says of a node, as far as the shapes ask for it.

    Attributes:
        said: predicates and objects.
        words: the same as it is digested; nothing where nothing is said.
    """

    said: tuple[tuple[str, str], ...]
    words: bytes


class Node(NamedTuple):
    """What is said of a node that parts name, and which IRIs that names."""

    said: Said
    named: frozenset[str]


class Around:
    """What is said of nodes that parts name: of the file, and what all reports share.

    Args:
        documents: of the file.
        shared: what all reports share.
        wanted: the predicates that are asked for.
        reach: how far the shapes look.

    Attributes:
        own: what the file itself says of a node.
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
        self._about: Callable[[str], Node] = lru_cache(_KEPT)(self._node)
        self._document: Callable[[str], str] = lru_cache(_KEPT)(document_of)
        self.own: Callable[[str], Own] = lru_cache(_KEPT)(self._of_file)

    def nodes(self, part: Part, data: Data) -> tuple[list[Said], set[str]]:
        """What the shapes look at beside what is said in a part itself, and the nodes of which that is said.

        Args:
            part: the part.
            data: what is said in it.
        """
        documents, named, subjects = frozenset(part.documents), data.named(), data.subjects()
        waiting = {*self._shared.everywhere, *self._documents.instances}
        for document in documents:
            waiting |= self._documents.namers.get(document, set())
            if document in self._known_of:
                waiting |= (subjects | named) & self._known_of[document]
        waiting |= self._beside({node for node in named - subjects if node[0] == "<"}, documents)
        waiting |= named & self._shared.known
        waiting.update(chain.from_iterable(_iris(row) for _, row in part.far))
        seen = set(waiting)
        found: list[Said] = []
        step = 0
        while waiting:
            fresh: set[str] = set()
            for node in sorted(waiting):
                said, further = self._about(node)
                found.append(said)
                fresh |= further
            step += 1
            fresh -= seen
            # what all reports share is looked at from there on and on
            at_hand = fresh & self._shared.known
            waiting = self._beside(fresh, documents) | at_hand if step < self._steps else at_hand
            seen |= waiting
        return found, seen

    def _beside(self, nodes: set[str], documents: frozenset[str]) -> set[str]:
        """Those of which something may be said elsewhere than in some documents."""
        document = self._document
        return {node for node in nodes if document(node) not in documents}

    def _of_file(self, node: str) -> Own:
        said = tuple([(p, o) for _, p, o, _ in self._documents.about(node) if p in self._wanted])
        return Own(said, f"{node} {said!r}".encode() if said else b"")

    def _node(self, node: str) -> Node:
        said = dict.fromkeys((*self.own(node).said, *self._shared.said(node)))
        named = {thing for _, thing in said if thing[0] == "<"}
        if self._to_documents and "#" in node:
            named.add(f"<{document_of(node)}>")
        return Node(Said.of(node, said), frozenset(named))


def _iris(row: dict[str, str]) -> Iterator[str]:
    return (term for term in row.values() if term.startswith("<"))
