"""What an earlier corpus or large release said and this one says no more, as :mod:`dashi_kg.publishing.data.gone` tells it.

Both are sorted N-Quads, read line by line; only a report of which something was said otherwise is taken apart, one at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, parse

from dashi_kg.files import write_file
from dashi_kg.publishing.data.gone import gone
from dashi_kg.rdf import iris
from dashi_kg.rdf.lines import pieces
from dashi_kg.rdf.namespaces import RDF_TYPE, Names, curie
from dashi_kg.rdf.parse import opened
from dashi_kg.rdf.serialize import serialize

_AT_ONCE = 1 << 20  # bytes


def write_gone(
    former: Path,
    now: Mapping[str, Sequence[Path]],
    out: Path,
    base: str,
    same_text: Mapping[str, Sequence[str]] | None = None,
) -> list[Path]:
    """The lines of ``graph/moved`` for what the earlier graph had and this one has not.

    Args:
        former: the earlier graph, sorted N-Quads, also packed; where there is none, there is nothing to tell.
        now: path of a report (``report/{org-id}/{year}``) → its files of sorted N-Quads.
        out: the file to write the lines to.
        base: the base IRI; what the earlier graph has under another is not ours.
        same_text: IRI of a text → the paths of the reports that are read from it now, one of which may be what a report has become.

    Returns:
        The file, or nothing where there are no lines.
    """
    lines = Lines(base)
    told: list[Quad] = []
    if former.is_file():
        with opened(former) as file:
            # many lines at a time: one at a time takes three times as long
            every = chain.from_iterable(some.splitlines(keepends=True) for some in pieces(file, _AT_ONCE))
            for report, block in lines.blocks(every):
                files = now.get(report)
                if (files and lines.same(block, files)) or not (group := list(lines.chosen(block))):
                    continue
                if files is None and same_text:
                    heirs = {heir for text in lines.texts(group) for heir in same_text.get(text, ())}
                    files = [path for heir in sorted(heirs) for path in now[heir]]
                told += lines.told(group, lines.of(files or ()))
    if not told:
        out.unlink(missing_ok=True)
        return []
    write_file(out, serialize(told, "nq", base))
    return [out]


class Lines:
    """The lines of N-Quads by which items are known: class, title, text and places; and those of ``graph/moved``."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._own = f"<{base}report/".encode()
        self._moved = f" {Names(base)(iris.graph('moved'))} .\n".encode()
        known = (RDF_TYPE, curie("dct:title"), curie("prov:wasDerivedFrom"), Names(base).fz("anchor"))
        self._known = frozenset(str(name).encode() for name in known)
        self._derived = str(curie("prov:wasDerivedFrom")).encode()
        self._deprecated = str(curie("owl:deprecated")).encode()

    def ours(self, line: bytes) -> bool:
        """Whether a line is one of these."""
        return next(self.chosen((line,)), None) is not None

    def chosen(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        """Those of some lines that are of these."""
        own, known, moved = self._own, self._known, self._moved
        return (
            line
            for line in lines
            if line.startswith(own) and (line.split(b" ", 2)[1] in known or line.endswith(moved))
        )

    def blocks(self, lines: Iterable[bytes]) -> Iterator[tuple[str, list[bytes]]]:
        """The path of each report of which sorted lines tell, with these lines: most reports are as they were, and no line need be taken apart."""
        path, starts, block = "", (b"", b""), list[bytes]()
        for line in lines:
            if line.startswith(self._own):
                if not (block and line.startswith(starts)):
                    if block:
                        yield path, block
                    path, block = self.report(line), []
                    starts = self._starts(path)
                block.append(line)
        if block:
            yield path, block

    def same(self, block: list[bytes], files: Iterable[Path]) -> bool:
        """Whether the files of a report say of it exactly what a block of lines says, line by line, and nothing of former items."""
        if self._moved in b"".join(block):
            return False
        starts = self._starts(self.report(block[0]))
        said: list[bytes] = []
        for path in files:
            said += [line for line in path.read_bytes().splitlines(keepends=True) if line.startswith(starts)]
        return said == block

    def _starts(self, path: str) -> tuple[bytes, bytes]:
        """How lines about a report and its items begin."""
        name = f"<{self._base}{path}".encode()
        return name + b"#", name + b">"

    def report(self, line: bytes) -> str:
        """The path of the report that a line is about."""
        return line[len(f"<{self._base}") : line.index(b">")].partition(b"#")[0].decode()

    def texts(self, group: Iterable[bytes]) -> set[str]:
        """The IRIs of the texts from which the report of these lines was read."""
        parts = (line.split(b" ", 3) for line in group)
        return {o[1:-1].decode() for s, p, o, _ in parts if p == self._derived and b"#" not in s}

    def told(self, former: Iterable[bytes], now: Iterable[bytes]) -> Iterable[Quad]:
        """The lines of ``graph/moved`` for one report, by its lines of these kinds then and now, each sorted."""
        said, moved = self._parted(former)
        again, table = self._parted(now)
        if said == again:
            return self._still(moved)
        return gone(_quads([*said, *moved]), _quads([*again, *table]), self._base)

    def _parted(self, group: Iterable[bytes]) -> tuple[list[bytes], list[bytes]]:
        """The lines of the report, and those of ``graph/moved``."""
        parts: tuple[list[bytes], list[bytes]] = ([], [])
        for line in group:
            parts[line.endswith(self._moved)].append(line)
        return parts

    def of(self, files: Iterable[Path]) -> list[bytes]:
        """The lines of a report's files, sorted."""
        found: set[bytes] = set()
        for path in files:
            with path.open("rb") as file:
                found.update(self.chosen(file))
        return sorted(found)

    def _still(self, moved: Sequence[bytes]) -> Iterator[Quad]:
        """What was told of former items and stays; the table of numbered IRIs comes along by itself."""
        gone_before = {s for s, p, _ in (line.split(b" ", 2) for line in moved) if p == self._deprecated}
        return _quads(line for line in moved if line.split(b" ", 1)[0] in gone_before)


def _quads(lines: Iterable[bytes]) -> Iterator[Quad]:
    return iter(parse(b"".join(lines), format=RdfFormat.N_QUADS))
