"""Data that are larger than memory are checked part by part, with the findings that they have as a whole.

A part is some documents that hang together, with what the shapes look at from their nodes (:mod:`dashi_kg.validation.around`). How
far the shapes look is worked out of their queries (:mod:`dashi_kg.validation.compiled.reach`); a shape that looks at nodes which it
does not reach from its focus node is asked once, of a table of what its query names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple
from zlib import crc32

from dashi_kg.validation.data import Solution
from dashi_kg.validation.documents import Documents, document_of

# bytes of documents that are checked at once, at most: what they all look at is looked at once
_TOGETHER = 4 << 20
_MAY_END = 1 << 20  # bytes from which on a part may end
_ONE_IN = 4  # documents that begin a part then


class Part(NamedTuple):
    """Documents that are checked together; ``far``: what shapes that look at everything, by place, found of their nodes."""

    documents: tuple[str, ...]
    far: tuple[tuple[int, Solution], ...] = ()


def parts_of(documents: Documents, far: Iterable[tuple[int, Solution]] = ()) -> Iterator[Part]:
    """All documents of a file in parts, in its order.

    Which document begins a part is decided by its name, not by what stands before it: one that is added or becomes longer changes few
    parts, and what was found in the others still holds.

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
        ends = size + held > _TOGETHER or (size >= _MAY_END and crc32(group[0].encode()) % _ONE_IN == 0)
        if together and ends:
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
