"""Pages of things of one kind, each of what the graph says of one document."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection
from functools import cached_property

from dashi_kg.site.layout.bilingual import Bilingual
from dashi_kg.site.shared.document import Document
from dashi_kg.site.shared.site_graph import SiteGraph
from dashi_kg.site.things.resource_pages import ResourcePages


class ThingPages(Bilingual):
    """A page for each document whose path begins with ``start``."""

    def __init__(self, site_graph: SiteGraph, resources: ResourcePages) -> None:
        self.site_graph, self.resources = site_graph, resources

    @cached_property
    def _documents(self) -> frozenset[str]:
        return frozenset(path for path in self.site_graph.documents if path.startswith(self.start))

    def documents(self) -> Collection[str]:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        return self._documents

    def has(self, document: str) -> bool:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        return document in self.site_graph.documents

    def write(self, document: str, path: str, lang: str) -> bytes | None:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        read = self.site_graph.document(document)
        return self._page(read, path, lang) if read else None

    @abstractmethod
    def _page(self, document: Document, path: str, lang: str) -> bytes: ...
