"""A release of which not all files are written: the others are made of its data, the same bytes that publish would write.

``served.txt`` lists them. Pages that are there have links which lead to what is on the disk; here all is there, and they
get their own links back (:mod:`dashi_kg.site.written.led`).
"""

from __future__ import annotations

import gzip
import hashlib
import io
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import IO, cast

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse

from dashi_kg.errors import DashiError
from dashi_kg.language import Both
from dashi_kg.query.engines import OxigraphEngine
from dashi_kg.query.result import Result
from dashi_kg.rdf.parse import PACKED_FILE
from dashi_kg.rdf.serialize import jsonld, serialize
from dashi_kg.serve.common.cache import ByteCache
from dashi_kg.serve.dereference.release_host import ReleaseHost
from dashi_kg.serve.dereference.rendered_host import RenderedHost
from dashi_kg.serve.dereference.report_tables import report_table
from dashi_kg.serve.http.content import Content, GoneError
from dashi_kg.site.hosting import SiteMap, is_site_map
from dashi_kg.site.layout.links import language_of
from dashi_kg.site.shared.exact import exact_literals
from dashi_kg.site.site import Site
from dashi_kg.site.written.led import given_back
from dashi_kg.site.written.served import SERVED, read

_CATALOGUE, _AS_NTRIPLES, _AS_JSONLD = "catalog.ttl", "catalog.nt", "catalog.jsonld"


class PartialHost(ReleaseHost):
    """A :class:`ReleaseHost` that makes what is not there. The data are read when the first such file is asked for.

    Args:
        folder: of the release.
        cache: keeps files, written or made.
        base: the base IRI of the data.

    Raises:
        DashiError: no release, or its list of digests is broken.
    """

    def __init__(self, folder: Path, cache: ByteCache, base: str) -> None:
        super().__init__(folder, cache)
        self.base = base
        self._others = read(self._bytes(SERVED))
        self._made = RenderedHost(_Others(self._others, self._made_file), cache)
        self._pages: dict[str, str] = {}  # path → digest of the page with its own links

    def has(self, path: str) -> bool:
        """See :class:`~dashi_kg.serve.http.content.Host`."""
        return super().has(path) or self._made.has(path)

    def peek(self, path: str) -> Content | None:
        """See :class:`~dashi_kg.serve.http.content.Host`."""
        if self._made.has(path):
            return self._made.peek(path)
        if language_of(path) is None:
            return super().peek(path)
        data = self.cache.get((self.version, path)) if path in self._pages else None
        return None if data is None else Content(path, len(data), self._pages[path], data)

    def get(self, path: str) -> Content | None:
        """See :class:`~dashi_kg.serve.http.content.Host`."""
        if self._made.has(path):
            return self._made.get(path)
        if kept := self.peek(path):
            return kept
        if language_of(path) is None or not super().has(path):
            return super().get(path)
        data = given_back(self._bytes(path).decode("utf-8"), path).encode("utf-8")
        self._pages[path] = hashlib.sha256(data).hexdigest()
        self.cache.put((self.version, path), data)
        return Content(path, len(data), self._pages[path], data)

    def _bytes(self, path: str) -> bytes:
        with self._stream(path) as file:
            return file.read()

    def _stream(self, path: str) -> IO[bytes]:
        """A file of the release as it lies there.

        Raises:
            GoneError: it was taken away.
        """
        try:
            return self._open(path)
        except OSError:
            raise GoneError(path) from None

    def _made_file(self, path: str) -> bytes | None:
        if is_site_map(path):
            return self._site_map.file(path)
        if path == _AS_NTRIPLES:
            return serialize(self._catalogue, "nt", self.base)
        if path == _AS_JSONLD:
            return jsonld([q.triple for q in self._catalogue], self.base)
        if path.startswith("reports/"):
            return report_table(self._site.site_graph.engine, self.base, path, self._bytes)
        return self._site.file(path)

    @cached_property
    def _site_map(self) -> SiteMap:
        return SiteMap(self.base, lambda: {*self.digests, *self._others})

    @cached_property
    def _site(self) -> Site:
        """The site over the data of the release; who publishes makes the same.

        Raises:
            GoneError: they were taken away.
            DashiError: they cannot be read.
        """
        store, exact = Store(), list[Quad]()
        data = _Later(lambda: OxigraphEngine(self._data, self.base, merged=True))
        catalogue = self._catalogue
        try:
            with self._stream(PACKED_FILE) as packed:
                store.bulk_load(_unpacked(packed), RdfFormat.N_QUADS)
            store.bulk_extend(catalogue)
            with self._stream(PACKED_FILE) as packed:
                quads = parse(_unpacked(packed), RdfFormat.N_QUADS)
                store.bulk_extend(_merged(quads, exact))
            store.bulk_extend(_merged(catalogue, exact))
        except (SyntaxError, OSError, EOFError) as error:
            raise DashiError(
                Both(f"数据已损坏（{error}）", f"the data are damaged ({error})"),
                remedy=Both("请重新发布。", "Publish again."),
                file=f"{self.folder}/{PACKED_FILE}",
            ) from None
        found = OxigraphEngine(store, self.base, merged=True)
        return Site(found, self.base, exact=exact_literals(exact), data=data)

    @property
    def _catalogue(self) -> list[Quad]:
        """What the catalogue says, in the graph in which pages have it.

        Raises:
            GoneError: it was taken away.
        """
        meta = NamedNode(f"{self.base}graph/meta")
        with self._stream(_CATALOGUE) as file:
            return [Quad(q.subject, q.predicate, q.object, meta) for q in parse(file, RdfFormat.TURTLE)]

    @property
    def _data(self) -> Store:
        """The data without the catalogue, which saved questions are asked of.

        Raises:
            GoneError: they were taken away.
        """
        store = Store()
        with self._stream(PACKED_FILE) as packed:
            store.bulk_extend(_merged(parse(_unpacked(packed), RdfFormat.N_QUADS), []))
        return store


class _Later:
    """An engine that is made when the first query comes."""

    def __init__(self, make: Callable[[], OxigraphEngine]) -> None:
        self._make = make

    @cached_property
    def _engine(self) -> OxigraphEngine:
        return self._make()

    def run(self, text: str) -> Result:
        return self._engine.run(text)


class _Others:
    """A section of the files that are not written."""

    def __init__(self, paths: Collection[str], made: Callable[[str], bytes | None]) -> None:
        self._paths, self._made = paths, made

    def paths(self) -> Iterable[str]:
        return self._paths

    def holds(self, path: str) -> bool:
        return path in self._paths

    def file(self, path: str) -> bytes | None:
        return self._made(path)


def _unpacked(packed: IO[bytes]) -> IO[bytes]:
    return cast(IO[bytes], io.BufferedReader(cast(io.RawIOBase, gzip.GzipFile(fileobj=packed)), 1 << 20))


def _merged(quads: Iterable[Quad], exact: list[Quad]) -> Iterator[Quad]:
    """The triples for the default graph; those that a store may spell otherwise are added to ``exact``."""
    for quad in quads:
        if isinstance(quad.object, Literal):
            exact.append(quad)
        yield Quad(quad.subject, quad.predicate, quad.object)
