"""What the sections of pages share: a document of theirs has a page in each language."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable

from dashi_kg.site.layout.languages import LANGUAGES
from dashi_kg.site.layout.links import document_of, language_of, page_path


class Bilingual(ABC):
    """A :class:`~dashi_kg.site.layout.site_section.SiteSection` of documents, each a page in Chinese and one in English.

    What else a section has (data, style sheets) are its ``others``, each made by ``other``.

    Attributes:
        start: what the path of each of its documents begins with. Only such a path is looked up in ``documents``,
            which may have to ask the whole graph.
    """

    start = ""

    @abstractmethod
    def documents(self) -> Collection[str]:
        """The documents by their path without suffix: ``coverage`` has ``coverage.html``, ``coverage.en.html``."""

    def has(self, document: str) -> bool:
        """Whether a document is one of these; without listing all, where that is dear."""
        return document in self.documents()

    @abstractmethod
    def write(self, document: str, path: str, lang: str) -> bytes | None:
        """The page of one of the documents at its path; ``None`` where there is nothing to say."""

    def others(self) -> Iterable[str]:
        """The paths of its files that are no pages."""
        return ()

    def has_other(self, path: str) -> bool:
        """Whether one of these is such a file; without listing all, where that is dear."""
        return path in self.others()

    def other(self, path: str) -> bytes | None:
        """The bytes of one of these files; ``None`` where it is not of this section."""
        return None

    def paths(self) -> Iterable[str]:
        """See :class:`~dashi_kg.site.layout.site_section.SiteSection`."""
        pages = (page_path(document, lang) for document in self.documents() for lang in LANGUAGES)
        return sorted([*pages, *self.others()])

    def holds(self, path: str) -> bool:
        """See :class:`~dashi_kg.site.layout.site_section.SiteSection`."""
        if language_of(path) is None:
            return self.has_other(path)
        document = document_of(path)
        return document.startswith(self.start) and self.has(document)

    def file(self, path: str) -> bytes | None:
        """See :class:`~dashi_kg.site.layout.site_section.SiteSection`."""
        lang = language_of(path)
        if lang is None:
            return self.other(path)
        document = document_of(path)
        mine = document.startswith(self.start) and self.has(document)
        return self.write(document, path, lang) if mine else None
