"""Which documents a graph has, and of which IRIs each speaks: read from N-Quads part by part, and kept in little room."""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

_LINE = re.compile(rb'(?m)^<([^>]*)> <([^>]*)> (?:<([^>]*)>|".*) <([^>]*)> \.$')
_MANY = 24  # IRIs; more are packed
# IRI without a fragment → "" and the fragments with which it is named, sorted
Named = Mapping[str, Sequence[str]]


class KnownDocuments(Mapping[str, tuple[str, ...]]):
    """Path of each document → its IRIs, sorted; the paths, too.

    Args:
        parts: N-Quads without blank nodes, of any number of graphs; or what :func:`iris_in` gives for them.
        document: IRI → path of the document that speaks of it; ``None``: it is of no document here.
        more: IRIs besides.
    """

    def __init__(
        self, parts: Iterable[bytes | Named], document: Callable[[str], str | None], more: Sequence[str] = ()
    ) -> None:
        self._packed: dict[str, bytes] = {}
        for part in parts:
            for iri, fragments in (iris_in(part) if isinstance(part, bytes) else part).items():
                self._take([iri + fragment for fragment in fragments], document)
        self._take(more, document)
        self._packed = {path: self._packed[path] for path in sorted(self._packed)}

    def _take(self, iris: Sequence[str], document: Callable[[str], str | None]) -> None:
        """Take IRIs; those that are the same but for a fragment are of one document, if of any."""
        found: dict[str, set[str]] = defaultdict(set)
        for iri in iris:
            if (path := document(iri)) is not None:
                found[path].add(iri)
        for path, new in found.items():
            known = set(self[path]) if path in self._packed else set()
            if not new <= known:
                self._packed[path] = _packed(known | new)

    def __getitem__(self, path: str) -> tuple[str, ...]:
        data = self._packed[path]
        words = zlib.decompress(data[1:]) if data[:1] == b"z" else data[1:]
        return tuple(words.decode().split("\n"))

    def __contains__(self, path: object) -> bool:
        return path in self._packed

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)


def iris_in(part: bytes) -> Named:
    """The IRIs of subjects, properties, objects and graphs in N-Quads without blank nodes."""
    found: dict[str, list[str]] = {}
    for iri in sorted(_iris(part)):
        start, mark, fragment = iri.decode().partition("#")
        found.setdefault(start, []).append(mark + fragment)
    return found


def _packed(iris: set[str]) -> bytes:
    words = "\n".join(sorted(iris)).encode()
    return b"z" + zlib.compress(words, 6) if len(iris) > _MANY else b"-" + words


def _iris(part: bytes) -> set[bytes]:
    """All IRIs of subjects, properties, objects and graphs."""
    found: set[bytes] = set()
    for terms in _LINE.findall(part):
        found.update(terms)
    found.discard(b"")
    return found
