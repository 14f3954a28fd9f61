"""The documents of a sorted file of N-Quads: where what is said of the nodes of each stands, and which documents name others.

A document is all IRIs that are the same up to ``#``: a report with its facts, a text with the places in it, a concept alone.
Only this is held of a file, not its lines.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from dashi_kg.rdf.lines import pieces_of, rows_of
from dashi_kg.rdf.namespaces import RDF_TYPE
from dashi_kg.rdf.statements import Row

_READ = 1 << 16  # bytes of a file that are looked through at a time: few enough to stay near the processor
_FEW = 32  # triples from one document to another that are kept one by one


class NotInPartsError(Exception):
    """The file is not sorted, or has nodes without IRIs: it has to be checked as a whole."""


@dataclass(slots=True)
class Documents:
    """The documents of a file, by IRI, in its order.

    Attributes:
        path: the file.
        places: where the lines of each stand: offsets and lengths in bytes; nowhere, where one is only named.
        united: pairs of documents that are checked together.
        namers: document → nodes of others that name one of its nodes.
        instances: the nodes of classes that are looked at from anywhere, with ``<`` and ``>``.
        valued: the predicates that are gone backward and have values, which hang together with everything that has the same.
    """

    path: Path
    places: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    united: set[tuple[str, str]] = field(default_factory=set)
    namers: dict[str, set[str]] = field(default_factory=dict)
    instances: set[str] = field(default_factory=set)
    valued: set[str] = field(default_factory=set)
    _last: tuple[str, bytes] = field(default=("", b""), init=False)
    _file: IO[bytes] | None = field(default=None, init=False)

    def __reduce__(self) -> tuple[type[Documents], tuple[object, ...]]:
        """Without the open file: each process opens its own."""
        said = self.places, self.united, self.namers, self.instances, self.valued
        return Documents, (self.path, *said)

    def close(self) -> None:
        """Let go of the file."""
        if self._file:
            self._file.close()
            self._file = None

    def size(self, document: str) -> int:
        """Bytes of the lines of a document."""
        return sum(length for _, length in self.places[document])

    def rows(self, document: str) -> list[Row]:
        """What is said of the nodes of a document; see :func:`named_rows`."""
        return named_rows(self.lines(document).decode("utf-8"))

    def about(self, node: str) -> list[Row]:
        """What is said of one node, written with ``<`` and ``>``."""
        document = document_of(node)
        if document not in self.places:
            return []
        if self._last[0] != document:  # several nodes of one are often asked for together
            self._last = document, self.lines(document)
        text, begin = self._last[1], f"{node} ".encode()
        start = end = 0 if text.startswith(begin) else text.find(b"\n" + begin) + 1
        while text.startswith(begin, end):
            end = text.index(b"\n", end) + 1
        return named_rows(text[start:end].decode("utf-8"))

    def lines(self, document: str) -> bytes:
        """The lines of a document, as they stand."""
        file = self._file = self._file or self.path.open("rb", buffering=0)
        pieces = []
        for offset, length in self.places[document]:
            file.seek(offset)
            pieces.append(_read(file, length))
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def _read(file: IO[bytes], length: int) -> bytes:
    """So many bytes, of which a read may give fewer."""
    pieces = []
    while length and (piece := file.read(length)):
        pieces.append(piece)
        length -= len(piece)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def named_rows(text: str) -> list[Row]:
    """The rows of lines whose nodes have IRIs.

    Raises:
        SyntaxError: they are no N-Quads.
        NotInPartsError: a node has no IRI.
    """
    rows = rows_of(text)
    if "_:" in text and any(row[0].startswith("_:") or row[2].startswith("_:") for row in rows):
        raise NotInPartsError
    return rows


def document_of(node: str) -> str:
    """The document of a node that is written with ``<`` and ``>``.

    >>> document_of("<https://example.org/report/a/2023#o-1>")
    'https://example.org/report/a/2023'
    """
    return node[1:-1].partition("#")[0]


def documents_of(
    path: Path, backward: Iterable[str], united: Iterable[str], classes: Iterable[str]
) -> Documents:
    """Look through a file.

    Args:
        path: the file.
        backward: predicates, with ``<`` and ``>``: who names a node by them has to be known.
        united: those of them whose two ends are checked together.
        classes: those whose instances have to be known, likewise.

    Raises:
        NotInPartsError: its lines are not sorted, or its nodes have no IRIs.
        OSError: it cannot be read.
    """
    found = Documents(path)
    look = _Look(found, backward, united)
    types = [f"> {RDF_TYPE} {name} ".encode() for name in classes]
    last, offset = b"", 0
    for piece in pieces_of(path, _READ):
        lines = piece.split(b"\n")
        if lines.pop():
            raise NotInPartsError
        if (
            lines[0] < last
            or lines != sorted(lines)
            or not lines[0].startswith(b"<")
            or lines[-1][:1] != b"<"
        ):
            raise NotInPartsError
        last = lines[-1]
        for type_ in types:
            if type_ in piece:
                found.instances.update(
                    line[: line.index(b">") + 1].decode() for line in lines if type_ in line
                )
        at = begin = 0
        while at < len(lines):
            iri, closed, _ = lines[at].partition(b">")
            document, fragment, _ = iri.partition(b"#")
            if not closed:
                raise NotInPartsError
            after = document + (b"$" if fragment else b"?")  # the next signs behind # and >
            until = bisect_left(lines, after, at)
            length = sum(map(len, lines[at:until])) + until - at
            look.take(document[1:].decode(), lines[at:until], offset + begin, length)
            at, begin = until, begin + length
        offset += len(piece)
    look.end()
    return found


class _Look:
    """Takes in a document after the other, and notes which others it names."""

    def __init__(self, found: Documents, backward: Iterable[str], united: Iterable[str]) -> None:
        self._found = found
        self._united = frozenset(name.encode() for name in united)
        self._names = self._united.union(name.encode() for name in backward)
        self._document = ""
        self._within: tuple[bytes, ...] = ()  # how its own nodes begin
        # what it says of others by these predicates: subject, predicate, document of the object
        self._elsewhere: list[tuple[bytes, bytes, bytes]] = []

    def take(self, document: str, lines: list[bytes], offset: int, length: int) -> None:
        """Lines about nodes of a document, and where they stand; more about them may follow."""
        if document != self._document:
            self.end()
            self._document = document
            self._within = f"<{document}#".encode(), f"<{document}>".encode()
        found, names, within, elsewhere = self._found, self._names, self._within, self._elsewhere
        places = found.places.setdefault(document, [])
        if places and sum(places[-1]) == offset:
            places[-1] = (places[-1][0], places[-1][1] + length)
        else:
            places.append((offset, length))
        try:
            leading = [words for line in lines if (words := line.split(b" ", 2))[1] in names]
        except IndexError:
            raise NotInPartsError from None
        for words in leading:
            if len(words) < 3:
                raise NotInPartsError
            subject, predicate, rest = words
            if rest.startswith(b'"'):
                found.valued.add(predicate.decode())
            elif not rest.startswith(within):
                elsewhere.append((subject, predicate, rest.partition(b">")[0].partition(b"#")[0]))

    def end(self) -> None:
        """No more follows about the last document."""
        found = self._found
        named = Counter(other for _, _, other in self._elsewhere)
        others = {name: name[1:].decode() for name in named if name.startswith(b"<")}
        for name_of in others.values():
            found.places.setdefault(name_of, [])
        for subject, predicate, name in self._elsewhere:
            if name not in others:
                continue
            if named[name] > _FEW or predicate in self._united:
                found.united.add((self._document, others[name]))
            else:
                found.namers.setdefault(others[name], set()).add(subject.decode())
        self._elsewhere.clear()
