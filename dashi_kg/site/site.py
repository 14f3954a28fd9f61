"""The whole site: its sections in order; the first that knows a path answers for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pyoxigraph import Literal

from dashi_kg.query import Engine
from dashi_kg.site.assets import Assets
from dashi_kg.site.book import Book
from dashi_kg.site.coverage import Board, CoveragePages
from dashi_kg.site.documents import Documents
from dashi_kg.site.exact import Key
from dashi_kg.site.home import Home
from dashi_kg.site.hosting import Hosting, SiteMap
from dashi_kg.site.indicator import Indicators
from dashi_kg.site.ontology_page import OntologyPage
from dashi_kg.site.resource import Resources
from dashi_kg.site.section import Section
from dashi_kg.site.shapes_page import ShapesPage


class Site:
    """The site of a graph; itself a :class:`~dashi_kg.site.section.Section`.

    Args:
        engine: answers SPARQL over the graph, whose default graph is the union of the named ones.
        base: the base IRI.
        extra: further sections, asked first.
        files: names of data files beside the site that the home page offers.
        exact: literals as they were written, where the engine keeps values only (:func:`~dashi_kg.site.exact.exact_literals`).
        unreadable: body's id and year of reports that could not be read.
    """

    def __init__(
        self,
        engine: Engine,
        base: str,
        extra: Sequence[Section] = (),
        *,
        files: Sequence[str] = (),
        exact: Mapping[Key, Literal] | None = None,
        unreadable: Iterable[tuple[str, str]] = (),
    ) -> None:
        self.book = Book(engine, base, exact)
        board = Board(self.book, unreadable)
        resources = Resources(self.book)
        self.sections: tuple[Section, ...] = (
            *extra,
            Home(self.book, board, files),
            CoveragePages(board),
            OntologyPage(self.book),
            ShapesPage(self.book),
            Documents(self.book),
            Indicators(self.book, resources),
            resources,
            Assets(),
            Hosting(base, self.book.pages),
            SiteMap(base, self._pages),
        )

    def _pages(self) -> Iterable[str]:
        return (p for s in self.sections if not isinstance(s, SiteMap) for p in s.paths())

    def paths(self) -> Iterable[str]:
        """All files, sorted, each once."""
        return sorted({path for section in self.sections for path in section.paths()})

    def file(self, path: str) -> bytes | None:
        """The bytes of one file; ``None`` where the site has no such file."""
        for section in self.sections:
            if (data := section.file(path)) is not None:
                return data
        return None
