"""All quads of a release in memory, and what is made of them: of a few reports."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import Literal, Quad, Triple

from dashi_kg.publishing.data.kept_figures import KeptFigures
from dashi_kg.publishing.data.page_keys import PageKeys
from dashi_kg.publishing.data.release_folder import ReleaseFolder
from dashi_kg.publishing.data.totals import Totals, totals
from dashi_kg.query.engines import engine
from dashi_kg.query.result import Engine
from dashi_kg.rdf.parse import PACKED_FILE
from dashi_kg.rdf.serialize import SUFFIXES, serialize
from dashi_kg.site.shared.exact import Key, exact_literals
from dashi_kg.site.shared.known_documents import Named
from dashi_kg.site.shared.pointing import Pointing


class Engines(NamedTuple):
    """What a site asks.

    Attributes:
        site: over the data and what is said besides.
        data: over the data; the same where it is not asked.
        exact: literals as they were written.
        parts: gives all of it as N-Quads, part by part, or what they name; ``None``: it is small.
        stores: the folder of the store on the disk.
        places: IRI of a report → the file of its N-Quads.
        figures: those of topics and bodies, where they lie ready.
        named: IRIs of the things with names, but those that are a report's own, where ``stores`` are.
        pointing: who points to what all reports speak of, where it is known.
        keys: what each page depends on.
    """

    site: Engine
    data: Engine
    exact: Mapping[Key, Literal]
    parts: Callable[[], Iterable[bytes | Named]] | None = None
    stores: Path | None = None
    places: Mapping[str, Path] | None = None
    figures: KeptFigures | None = None
    keys: PageKeys | None = None
    pointing: Pointing | None = None
    named: Sequence[str] = ()


class HeldGraph:
    """The quads of all reports and of what they share.

    Args:
        quads: each once.
        base: the base IRI.
    """

    def __init__(self, quads: Sequence[Quad], base: str) -> None:
        self.quads, self.base = quads, base

    def write(self, folder: ReleaseFolder, form: str) -> str:
        """Write them in one of :data:`~dashi_kg.rdf.serialize.FORMATS`; the name of the file."""
        name = f"dashi-kg.{SUFFIXES[form]}"
        folder.write(name, serialize(self.quads, form, self.base))
        return name

    def write_packed(self, folder: ReleaseFolder) -> str:
        """Write them as N-Quads, packed; the name of the file."""
        folder.write(PACKED_FILE, gzip.compress(serialize(self.quads, "nq", self.base), 6, mtime=0))
        return PACKED_FILE

    def totals(self, linked: Sequence[str]) -> Totals:
        """See :func:`~dashi_kg.publishing.data.totals.totals`."""
        lines = serialize(self.quads, "nq", self.base).splitlines(keepends=True)
        return totals(lines, self.base, linked)

    def described(self) -> Sequence[Triple]:
        """The triples that the description of the data looks at: all."""
        return sorted({q.triple for q in self.quads}, key=str)

    @contextmanager
    def engines(self, extra: Sequence[Quad], program: Callable[[], str], kept: Path) -> Iterator[Engines]:
        """What a site over the quads and what is said besides asks; see :meth:`StreamedGraph.engines`."""
        everything = [*self.quads, *extra]
        yield Engines(
            engine("pyoxigraph", everything, self.base),
            # as it is read back from dashi-kg.nq: rows that a question leaves unordered come in the order of loading
            engine("pyoxigraph", sorted(set(self.quads), key=str), self.base),
            exact_literals(everything),
        )
