"""The sorted N-Quads of a corpus as something to look things up in: a list of where its blocks begin, and no more, is held."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, parse

from dashi_kg.model.kinds import KINDS
from dashi_kg.rdf.lines import pieces_of
from dashi_kg.rdf.namespaces import RDF_TYPE

_BLOCK = 64 << 10  # bytes that are read to look something up
_MOST_BLOCKS = 50_000


class UnsortedError(Exception):
    """The file is not as ``build`` writes it: it has to be read whole."""


@dataclass(slots=True)
class SortedFile:
    """A sorted file of N-Quads in named graphs, each line once.

    Attributes:
        path: the file.
        reports: the IRIs of the reports in it, sorted.
        missing: lines of what all reports share that the file has not, sorted.
    """

    path: Path
    reports: list[str] = field(default_factory=list)
    missing: list[bytes] = field(default_factory=list)
    _starts: list[bytes] = field(default_factory=list)
    _offsets: list[int] = field(default_factory=list)

    def lines(self) -> Iterator[bytes]:
        """All lines."""
        with self.path.open("rb") as file:
            yield from file

    def about(self, subject: str) -> bytes:
        """The lines with this subject."""
        return b"".join(self._from(f"<{subject}> ".encode()))

    def quads(self, *subjects: str) -> list[Quad]:
        """The quads with one of these subjects."""
        return list(parse(b"".join(map(self.about, subjects)), format=RdfFormat.N_QUADS))

    def below(self, iri: str) -> list[Quad]:
        """The quads about an IRI and its fragments, in the order of the file."""
        lines = b"".join((*self._from(f"<{iri}#".encode()), *self._from(f"<{iri}> ".encode())))
        return list(parse(lines, format=RdfFormat.N_QUADS))

    def _from(self, prefix: bytes) -> Iterator[bytes]:
        """The lines that begin so, in pieces."""
        at = max(bisect_right(self._starts, prefix) - 1, 0)
        with self.path.open("rb") as file:
            file.seek(self._offsets[at])
            for after in range(at + 1, len(self._offsets) + 1):
                last = after == len(self._offsets)
                block = file.read(-1 if last else self._offsets[after] - self._offsets[after - 1])
                begin = 0 if block.startswith(prefix) else block.find(b"\n" + prefix) + 1
                if begin or block.startswith(prefix):
                    final = max(block.rfind(b"\n" + prefix) + 1, begin)
                    yield block[begin : block.index(b"\n", final) + 1]
                if last or not self._starts[after].startswith(prefix):
                    break
        yield from (line for line in self.missing if line.startswith(prefix))


def sorted_file(path: Path, shared: Iterable[bytes], base: str) -> SortedFile:
    """A file of a corpus, once looked through.

    Args:
        path: the file.
        shared: the lines of what all reports share.
        base: the base IRI.

    Raises:
        UnsortedError: its lines are not sorted, or what reports state does not stand below them.
        OSError: it cannot be read.
    """
    found = SortedFile(path)
    wanted = {line[: line.rindex(b" <")]: line for line in shared}
    type_, own = f" {RDF_TYPE} ".encode(), f"<{base}report/".encode()
    stated = {
        f"<{base}ns#{name.removeprefix('fz:')}>".encode()
        for kind in KINDS
        if kind.statement or kind.key == "citation"
        for name in kind.classes
    }
    report = f"<{base}ns#Report>".encode()
    step = max(_BLOCK, path.stat().st_size // _MOST_BLOCKS)
    last, offset = b"", 0
    for piece in _pieces(path):
        lines = piece.split(b"\n")
        lines.pop()
        if not (lines and all(a < b for a, b in pairwise((last, *lines)))):
            raise UnsortedError
        for line in lines:
            if not found._offsets or offset - found._offsets[-1] >= step:
                found._starts.append(line)
                found._offsets.append(offset)
            offset += len(line) + 1
            if type_ in line:
                subject, _, rest = line.partition(type_)
                kind = rest.partition(b" ")[0]
                if kind == report:
                    found.reports.append(subject[1:-1].decode())
                elif kind in stated and not (subject.startswith(own) and b"#" in subject):
                    raise UnsortedError
            if wanted and not line.startswith(own):
                wanted.pop(line[: line.rfind(b" <")], None)
        last = lines[-1]
    found.reports = sorted(set(found.reports))
    if any(not iri.startswith(f"{base}report/") or "#" in iri for iri in found.reports):
        raise UnsortedError
    found.missing = sorted(wanted.values())
    return found


def _pieces(path: Path) -> Iterator[bytes]:
    """Whole lines, some megabytes at a time."""
    for piece in pieces_of(path):
        if not piece.endswith(b"\n"):
            raise UnsortedError
        yield piece
