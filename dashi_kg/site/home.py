"""The home page."""

from __future__ import annotations

from collections.abc import Iterable

from dashi_kg.site.book import Book

_PATHS = {"index.html": "zh", "index.en.html": "en"}


class Home:
    """``index.html`` and ``index.en.html``."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def paths(self) -> Iterable[str]:
        """See :class:`~dashi_kg.site.section.Section`."""
        return sorted(_PATHS)

    def file(self, path: str) -> bytes | None:
        """See :class:`~dashi_kg.site.section.Section`."""
        lang = _PATHS.get(path)
        if lang is None:
            return None
        return self.book.pages.page("home.html", path=path, lang=lang, title="")
